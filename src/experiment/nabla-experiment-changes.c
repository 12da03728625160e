/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-experiment-changes.h"

#include "nabla-experiment-private.h"

#include <math.h>
#include <string.h>

/* Features that reach further than this learn badly as they are. */
#define LARGE_FEATURE 8

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* White space may stand before what a line says. */
static char
first_letter (const char *line)
{
  return line[strspn (line, " \t")];
}

static gboolean
is_comment (const char *line)
{
  return first_letter (line) == '#' || first_letter (line) == ';';
}

/* The line on which the comment above the head on @head begins, both from 0. */
static guint
comment_begin (char **lines, guint head)
{
  while (head > 0 && is_comment (lines[head - 1]))
    head--;
  return head;
}

/* The first line, from 0, that no longer belongs to the group headed on @head. */
static guint
group_end (char **lines, guint head)
{
  guint end = head + 1;
  while (lines[end] != NULL && first_letter (lines[end]) != '[')
    end++;
  return lines[end] != NULL ? comment_begin (lines, end) : end;
}

/* The lines, each with the CR it may end with; a byte order mark is no part of the first. */
static char **
lines_of (const NablaExperiment *self, GString *text)
{
  const char *whole = nabla_document_text (self->document);
  if (g_str_has_prefix (whole, BYTE_ORDER_MARK))
    {
      g_string_append (text, BYTE_ORDER_MARK);
      whole += strlen (BYTE_ORDER_MARK);
    }
  return g_strsplit (whole, "\n", -1);
}

static void
append_lines (GString *text, char **lines, guint begin, guint end)
{
  for (guint i = begin; i < end && lines[i] != NULL; i++)
    g_string_append_printf (text, lines[i + 1] != NULL ? "%s\n" : "%s", lines[i]);
}

static const char *
place_name (const NablaExperiment *self, int place)
{
  return place >= 0 ? nabla_experiment_layer (self, place)->name
                    : nabla_experiment_input (self, -1 - place)->name;
}

/* Takes @document and gives the one with another key in it. */
static NablaDocument *
document_with (NablaDocument *document,
               const char *kind,
               const char *name,
               const char *key,
               const char *value,
               GError **error)
{
  NablaDocument *changed = nabla_document_with (document, kind, name, key, value, error);
  nabla_document_free (document);
  return changed;
}

/* The names behind `from=` of a group; %NULL if it takes what stands above it. */
static char **
from_of (const NablaDocument *document, const char *kind, const char *name)
{
  const NablaDocumentEntry *entry
      = nabla_document_group_find (nabla_document_find_group (document, kind, name), "from");
  if (entry == NULL)
    return NULL;
  char **names = g_strsplit (entry->value, ";", -1);
  for (char **input = names; *input != NULL; input++)
    g_strstrip (*input);
  return names;
}

NablaExperiment *
nabla_experiment_with_all (NablaExperiment *self,
                           const NablaDifference *changes,
                           guint n,
                           GError **error)
{
  g_return_val_if_fail (self != NULL && (changes != NULL || n == 0), NULL);

  NablaExperiment *changed = nabla_experiment_ref (self);
  for (guint i = 0; changed != NULL && i < n; i++)
    {
      NablaExperiment *next
          = nabla_experiment_with (changed, changes[i].key, changes[i].value, error);
      nabla_experiment_unref (changed);
      changed = next;
    }
  return changed;
}

/* Puts the new layer @name between the layer @before and what that names as its input:
 * of several inputs, the one that stands right above. */
static NablaDocument *
join_in (const NablaExperiment *self,
         NablaDocument *document,
         guint before,
         const char *name,
         GError **error)
{
  const char *behind = nabla_experiment_layer (self, before)->name;
  const char *above = place_name (self, (int)before - 1);
  g_auto (GStrv) names = from_of (self->document, "layer", behind);
  g_auto (GStrv) own = from_of (document, "layer", name);
  if (names == NULL || *names == NULL || own != NULL)
    return document;
  char **input = names;
  for (char **other = names; *other != NULL; other++)
    if (g_str_equal (*other, above))
      input = other;
  document = document_with (document, "layer", name, "from", *input, error);
  g_free (*input);
  *input = g_strdup (name);
  g_autofree char *joined = g_strjoinv (";", names);
  return document != NULL ? document_with (document, "layer", behind, "from", joined, error) : NULL;
}

NablaExperiment *
nabla_experiment_with_layer (
    const NablaExperiment *self, guint before, const char *name, const char *body, GError **error)
{
  g_return_val_if_fail (self != NULL && name != NULL && body != NULL, NULL);
  g_return_val_if_fail (before < nabla_experiment_n_layers (self), NULL);

  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) lines = lines_of (self, text);
  guint head = nabla_experiment_layer (self, before)->line - 1, begin = comment_begin (lines, head);
  g_autoptr (GString) piece = g_string_new (NULL);
  g_string_printf (piece, "[layer %s]\n%s\n", name, body);
  if (g_str_has_suffix (lines[head], "\r"))
    g_string_replace (piece, "\n", "\r\n", 0);
  append_lines (text, lines, 0, begin);
  g_string_append_len (text, piece->str, piece->len);
  append_lines (text, lines, begin, G_MAXUINT);

  NablaDocument *document = nabla_document_parse (text->str, text->len, self->file, error);
  if (document != NULL)
    document = join_in (self, document, before, name, error);
  return document != NULL ? nabla_experiment_from_document (document, self->path, FALSE, error)
                          : NULL;
}

/* Whoever takes layer @index takes its input instead, now that it is gone from @document. */
static NablaDocument *
join_around (const NablaExperiment *self, NablaDocument *document, guint index, GError **error)
{
  const NablaLayerSpec *layer = nabla_experiment_layer (self, index);
  if (layer->n_from != 1)
    return document;
  const char *input = place_name (self, layer->from[0]);
  for (guint i = 0; document != NULL && i < nabla_document_n_groups (self->document); i++)
    {
      const NablaDocumentGroup *group = nabla_document_group (self->document, i);
      g_auto (GStrv) names = from_of (self->document, group->kind, group->name);
      if (names == NULL || !g_strv_contains ((const char *const *)names, layer->name)
          || (g_str_equal (group->kind, "layer") && g_str_equal (group->name, layer->name)))
        continue;
      for (char **name = names; *name != NULL; name++)
        if (g_str_equal (*name, layer->name))
          {
            g_free (*name);
            *name = g_strdup (input);
          }
      g_autofree char *joined = g_strjoinv (";", names);
      document = document_with (document, group->kind, group->name, "from", joined, error);
    }

  /* The next one took it without naming it, and would take what stands above it now. */
  if (document == NULL || index + 1 >= nabla_experiment_n_layers (self)
      || layer->from[0] == (int)index - 1)
    return document;
  const NablaLayerSpec *next = nabla_experiment_layer (self, index + 1);
  g_auto (GStrv) names = from_of (self->document, "layer", next->name);
  if (names != NULL || next->n_from == 0)
    return document;
  return document_with (document, "layer", next->name, "from", input, error);
}

static NablaDocument *
without_axes (const NablaExperiment *self,
              NablaDocument *document,
              const char *layer,
              GError **error)
{
  g_autofree char *suffix = g_strconcat ("@", layer, NULL);
  const NablaSearchSpec *search = nabla_experiment_search (self);
  for (guint i = 0; document != NULL && i < search->n_axes; i++)
    if (g_str_has_suffix (search->axes[i].key, suffix))
      document = document_with (document, "search", "", search->axes[i].key, NULL, error);
  return document;
}

NablaExperiment *
nabla_experiment_without_layer (const NablaExperiment *self, guint index, GError **error)
{
  g_return_val_if_fail (self != NULL && index < nabla_experiment_n_layers (self), NULL);

  const NablaLayerSpec *layer = nabla_experiment_layer (self, index);
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) lines = lines_of (self, text);
  guint head = layer->line - 1;
  append_lines (text, lines, 0, comment_begin (lines, head));
  append_lines (text, lines, group_end (lines, head), G_MAXUINT);

  NablaDocument *document = nabla_document_parse (text->str, text->len, self->file, error);
  if (document != NULL)
    document = join_around (self, document, index, error);
  if (document != NULL)
    document = without_axes (self, document, layer->name, error);
  return document != NULL ? nabla_experiment_from_document (document, self->path, FALSE, error)
                          : NULL;
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

/* A dense layer takes pictures only as one row of pixels; other data have no rows to
 * be laid behind each other. */
static NablaExperiment *
with_flat_pictures (NablaExperiment *self, const NablaDataset *dataset, GError **error)
{
  const char *first = nabla_experiment_layer (self, 0)->op->name;
  if (dataset->image_height > 0 && g_str_equal (first, "dense"))
    {
      g_autofree char *name = nabla_experiment_free_layer_name (self, "flatten");
      return nabla_experiment_with_layer (self, 0, name, "op=flatten\n", error);
    }
  if (dataset->image_height == 0 && g_str_equal (first, "flatten")
      && nabla_experiment_n_layers (self) > 1)
    return nabla_experiment_without_layer (self, 0, error);
  return nabla_experiment_ref (self);
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
      changes[n++] = (NablaDifference){ units_key, units_text };
      changes[n++] = (NablaDifference){ "loss.op", (char *)loss_for (dataset->task) };
    }
  if (nabla_experiment_data (self)->normalize == NABLA_NORMALIZE_NONE && is_large (dataset))
    changes[n++]
        = (NablaDifference){ "data.normalize", dataset->image_height > 0 ? "minmax" : "standard" };
  g_autoptr (NablaExperiment) changed = nabla_experiment_with_all (self, changes, n, error);
  return changed != NULL ? with_flat_pictures (changed, dataset, error) : NULL;
}
