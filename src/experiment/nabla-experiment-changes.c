/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-experiment-changes.h"

#include "nabla-experiment-private.h"

#include <math.h>
#include <string.h>

/* Features that reach further than this learn badly as they are. */
#define LARGE_FEATURE 8

static gboolean
is_comment (const char *line)
{
  return *line == '#' || *line == ';';
}

/* The line on which the comment above the head on @head begins, both from 0. */
static guint
comment_begin (char **lines, guint head)
{
  while (head > 0 && is_comment (lines[head - 1]))
    head--;
  return head;
}

static char **
lines_of (const NablaExperiment *self)
{
  return g_strsplit (nabla_document_text (self->document), "\n", -1);
}

static NablaExperiment *
parse (const NablaExperiment *self, GString *text, GError **error)
{
  NablaDocument *document = nabla_document_parse (text->str, text->len, self->file, error);
  return document != NULL ? nabla_experiment_from_document (document, self->path, FALSE, error) : NULL;
}

static void
append_lines (GString *text, char **lines, guint begin, guint end)
{
  for (guint i = begin; i < end && lines[i] != NULL; i++)
    g_string_append_printf (text, lines[i + 1] != NULL ? "%s\n" : "%s", lines[i]);
}

NablaExperiment *
nabla_experiment_with_all (NablaExperiment *self, const NablaDifference *changes, guint n, GError **error)
{
  g_return_val_if_fail (self != NULL && (changes != NULL || n == 0), NULL);

  NablaExperiment *changed = nabla_experiment_ref (self);
  for (guint i = 0; changed != NULL && i < n; i++)
    {
      NablaExperiment *next = nabla_experiment_with (changed, changes[i].key, changes[i].value, error);
      nabla_experiment_unref (changed);
      changed = next;
    }
  return changed;
}

NablaExperiment *
nabla_experiment_with_layer (const NablaExperiment *self,
                             guint before,
                             const char *name,
                             const char *body,
                             GError **error)
{
  g_return_val_if_fail (self != NULL && name != NULL && body != NULL, NULL);
  g_return_val_if_fail (before < nabla_experiment_n_layers (self), NULL);

  g_auto (GStrv) lines = lines_of (self);
  guint begin = comment_begin (lines, nabla_experiment_layer (self, before)->line - 1);
  g_autoptr (GString) text = g_string_new (NULL);
  append_lines (text, lines, 0, begin);
  g_string_append_printf (text, "[layer %s]\n%s\n", name, body);
  append_lines (text, lines, begin, G_MAXUINT);
  return parse (self, text, error);
}

/* The first line, from 0, that no longer belongs to the group headed on @head. */
static guint
group_end (char **lines, guint head)
{
  guint end = head + 1;
  while (lines[end] != NULL && *lines[end] != '[')
    end++;
  return lines[end] != NULL ? comment_begin (lines, end) : end;
}

NablaExperiment *
nabla_experiment_without_layer (const NablaExperiment *self, guint index, GError **error)
{
  g_return_val_if_fail (self != NULL && index < nabla_experiment_n_layers (self), NULL);

  const NablaLayerSpec *layer = nabla_experiment_layer (self, index);
  g_auto (GStrv) lines = lines_of (self);
  guint head = layer->line - 1, begin = comment_begin (lines, head), end = group_end (lines, head);
  g_autofree char *suffix = g_strconcat ("@", layer->name, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  append_lines (text, lines, 0, begin);
  append_lines (text, lines, end, G_MAXUINT);

  g_autoptr (NablaDocument) document = nabla_document_parse (text->str, text->len, self->file, error);
  const NablaSearchSpec *search = nabla_experiment_search (self);
  for (guint i = 0; document != NULL && i < search->n_axes; i++)
    if (g_str_has_suffix (search->axes[i].key, suffix))
      {
        NablaDocument *shorter
          = nabla_document_with (document, "search", "", search->axes[i].key, NULL, error);
        nabla_document_free (document);
        document = shorter;
      }
  if (document == NULL)
    return NULL;
  return nabla_experiment_from_document (g_steal_pointer (&document), self->path, FALSE, error);
}

char *
nabla_experiment_free_layer_name (const NablaExperiment *self, const char *stem)
{
  g_return_val_if_fail (self != NULL && stem != NULL, NULL);

  for (guint i = 1;; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s%u", stem, i);
      if (nabla_document_find_group (self->document, "layer", name) == NULL)
        return g_steal_pointer (&name);
    }
}

static const char *
loss_for (NablaTask task)
{
  switch (task)
    {
    case NABLA_TASK_MULTICLASS:
      return "softmax_cross_entropy";
    case NABLA_TASK_REGRESSION:
      return "mean_squared_error";
    case NABLA_TASK_BINARY:
    default:
      return "sigmoid_cross_entropy";
    }
}

/* Whether @loss can be asked for what @dataset has. */
static gboolean
suits (const char *loss, guint units, const NablaDataset *dataset)
{
  guint wanted = dataset->task == NABLA_TASK_MULTICLASS ? dataset->n_classes : 1;
  if (dataset->task == NABLA_TASK_BINARY && g_str_equal (loss, "softmax_cross_entropy"))
    return units == 2;
  return units == wanted && g_str_equal (loss, loss_for (dataset->task));
}

static gboolean
is_large (const NablaDataset *dataset)
{
  for (gsize i = 0; i < dataset->m * dataset->n_x; i++)
    if (fabs (dataset->x[i]) > LARGE_FEATURE)
      return TRUE;
  return FALSE;
}

NablaExperiment *
nabla_experiment_fitted (NablaExperiment *self, const NablaDataset *dataset, GError **error)
{
  g_return_val_if_fail (self != NULL && dataset != NULL, NULL);

  NablaDifference changes[3];
  guint n = 0, n_layers = nabla_experiment_n_layers (self);
  if (n_layers == 0 || nabla_experiment_n_losses (self) != 1)
    return nabla_experiment_ref (self);
  const NablaLayerSpec *output = nabla_experiment_layer (self, n_layers - 1);
  const NablaLossSpec *loss = nabla_experiment_loss (self, 0);
  guint units = dataset->task == NABLA_TASK_MULTICLASS ? dataset->n_classes : 1;
  g_autofree char *units_key = g_strconcat ("units@", output->name, NULL);
  g_autofree char *units_text = g_strdup_printf ("%u", units);
  int at = nabla_param_find (output->op->params, "units");
  if (at >= 0 && *loss->name == '\0' && !suits (loss->op->name, output->settings[at], dataset))
    {
      changes[n++] = (NablaDifference) { units_key, units_text };
      changes[n++] = (NablaDifference) { "loss.op", (char *) loss_for (dataset->task) };
    }
  if (nabla_experiment_data (self)->normalize == NABLA_NORMALIZE_NONE && is_large (dataset))
    changes[n++] = (NablaDifference) { "data.normalize", dataset->image_height > 0 ? "minmax" : "standard" };
  return nabla_experiment_with_all (self, changes, n, error);
}
