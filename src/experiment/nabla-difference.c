/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-difference.h"

#include "nabla-experiment-private.h"
#include "nabla-grammar-private.h"
#include "nabla-problem.h"

#include <string.h>

static gboolean
same_numbers (const double *before, const double *after)
{
  for (guint i = 0; i < NABLA_MAX_PARAMS; i++)
    if (before[i] != after[i])
      return FALSE;
  return TRUE;
}

static gboolean
same_list (char **before, char **after)
{
  if (before == NULL || after == NULL)
    return before == after;
  return g_strv_equal ((const char *const *)before, (const char *const *)after);
}

/* Points matter only where they are the data. */
static gboolean
same_points (const NablaDataSpec *before, const NablaDataSpec *after)
{
  if (!g_str_equal (after->source, NABLA_POINTS_SOURCE))
    return TRUE;
  if (before->points->len != after->points->len)
    return FALSE;
  for (guint i = 0; i < before->points->len; i++)
    {
      const NablaPaintedPoint *a = &g_array_index (before->points, NablaPaintedPoint, i);
      const NablaPaintedPoint *b = &g_array_index (after->points, NablaPaintedPoint, i);
      if (a->x1 != b->x1 || a->x2 != b->x2 || a->label != b->label)
        return FALSE;
    }
  return TRUE;
}

static gboolean
same_data (const NablaExperiment *before, const NablaExperiment *after)
{
  const NablaDataSpec *a = nabla_experiment_data (before), *b = nabla_experiment_data (after);
  guint n_inputs = nabla_experiment_n_inputs (before);
  if (g_strcmp0 (a->source, b->source) != 0 || g_strcmp0 (a->path, b->path) != 0
      || !same_numbers (a->generator_settings, b->generator_settings) || a->seed != b->seed
      || a->train != b->train || a->dev != b->dev || a->test != b->test
      || a->split_seed != b->split_seed || a->stratify != b->stratify
      || a->normalize != b->normalize || g_strcmp0 (a->label, b->label) != 0 || a->task != b->task
      || a->normalize_label != b->normalize_label || a->missing != b->missing
      || !same_list (a->leave_out, b->leave_out) || g_strcmp0 (a->encoding, b->encoding) != 0
      || a->reading.delimiter != b->reading.delimiter
      || a->reading.decimal_point != b->reading.decimal_point
      || a->reading.header != b->reading.header || n_inputs != nabla_experiment_n_inputs (after))
    return FALSE;
  for (guint i = 0; i < n_inputs; i++)
    {
      const NablaInputSpec *c = nabla_experiment_input (before, i);
      const NablaInputSpec *d = nabla_experiment_input (after, i);
      if (!g_str_equal (c->name, d->name) || !same_list (c->columns, d->columns))
        return FALSE;
    }
  return TRUE;
}

/* Settings of a network's start; other fixed ones are of its shape. */
static gboolean
is_of_start (const NablaParamSpec *spec)
{
  return g_str_equal (spec->name, "initialization") || g_str_equal (spec->name, "scale");
}

static NablaEffect
effect_of_settings (const NablaParamSpec *params, const double *before, const double *after)
{
  NablaEffect effect = NABLA_EFFECT_NONE;
  for (guint i = 0; params != NULL && params[i].name != NULL; i++)
    if (before[i] != after[i])
      effect = MAX (effect, !params[i].fixed           ? NABLA_EFFECT_STEP
                            : is_of_start (&params[i]) ? NABLA_EFFECT_START
                                                       : NABLA_EFFECT_RUN);
  return effect;
}

static gboolean
same_activation (const NablaLayerSpec *before, const NablaLayerSpec *after)
{
  return before->activation == after->activation;
}

static NablaEffect
effect_of_layer (const NablaLayerSpec *before, const NablaLayerSpec *after)
{
  if (!g_str_equal (before->name, after->name) || before->op != after->op
      || before->share != after->share || before->n_from != after->n_from
      || memcmp (before->from, after->from, before->n_from * sizeof *before->from) != 0)
    return NABLA_EFFECT_RUN;
  NablaEffect effect = effect_of_settings (before->op->params, before->settings, after->settings);
  if (before->trainable != after->trainable || !same_activation (before, after)
      || (before->activation != NULL
          && !same_numbers (before->activation_settings, after->activation_settings)))
    effect = MAX (effect, NABLA_EFFECT_STEP);
  return effect;
}

static NablaEffect
effect_of_loss (const NablaLossSpec *before, const NablaLossSpec *after)
{
  if (!g_str_equal (before->name, after->name) || before->from != after->from
      || g_strcmp0 (before->target, after->target) != 0
      || !nabla_problem_labels_alike (before, after))
    return NABLA_EFFECT_RUN;
  return before->op != after->op || before->weight != after->weight
                 || !same_numbers (before->settings, after->settings)
             ? NABLA_EFFECT_STEP
             : NABLA_EFFECT_NONE;
}

static NablaEffect
effect_of_train (const NablaTrainSpec *before, const NablaTrainSpec *after)
{
  if (before->precision != after->precision)
    return NABLA_EFFECT_RUN;
  if (before->batch_seed != after->batch_seed)
    return NABLA_EFFECT_START;
  if (before->batch_size != after->batch_size)
    return NABLA_EFFECT_EPOCH;
  return before->optimizer != after->optimizer || before->schedule != after->schedule
                 || !same_numbers (before->optimizer_settings, after->optimizer_settings)
                 || !same_numbers (before->schedule_settings, after->schedule_settings)
                 || before->learning_rate != after->learning_rate || before->steps != after->steps
                 || before->l2 != after->l2 || before->l1 != after->l1
                 || before->clip_norm != after->clip_norm || before->patience != after->patience
                 || before->bug != after->bug
             ? NABLA_EFFECT_STEP
             : NABLA_EFFECT_NONE;
}

static guint
count_classes (const GArray *points)
{
  guint n = 2;
  for (guint i = 0; i < points->len; i++)
    n = MAX (n, g_array_index (points, NablaPaintedPoint, i).label + 1);
  return n;
}

/* Points come and go while the network trains, as long as it can say all their classes. */
static NablaEffect
effect_of_points (const NablaDataSpec *before, const NablaDataSpec *after)
{
  if (same_points (before, after))
    return NABLA_EFFECT_NONE;
  return before->points->len >= 2 && after->points->len >= 2
                 && count_classes (before->points) == count_classes (after->points)
             ? NABLA_EFFECT_STEP
             : NABLA_EFFECT_RUN;
}

NablaEffect
nabla_experiment_effect (const NablaExperiment *before, const NablaExperiment *after)
{
  g_return_val_if_fail (before != NULL && after != NULL, NABLA_EFFECT_RUN);

  guint n_layers = nabla_experiment_n_layers (before);
  guint n_losses = nabla_experiment_n_losses (before);
  if (!same_data (before, after) || n_layers != nabla_experiment_n_layers (after)
      || n_losses != nabla_experiment_n_losses (after))
    return NABLA_EFFECT_RUN;
  NablaEffect effect
      = effect_of_points (nabla_experiment_data (before), nabla_experiment_data (after));
  effect = MAX (effect,
                effect_of_train (nabla_experiment_train (before), nabla_experiment_train (after)));
  if (nabla_experiment_seed (before) != nabla_experiment_seed (after))
    effect = MAX (effect, NABLA_EFFECT_START);
  for (guint i = 0; i < n_layers; i++)
    effect = MAX (effect, effect_of_layer (nabla_experiment_layer (before, i),
                                           nabla_experiment_layer (after, i)));
  for (guint i = 0; i < n_losses; i++)
    effect = MAX (effect, effect_of_loss (nabla_experiment_loss (before, i),
                                          nabla_experiment_loss (after, i)));
  return effect;
}

gboolean
nabla_experiment_same_data (const NablaExperiment *before, const NablaExperiment *after)
{
  g_return_val_if_fail (before != NULL && after != NULL, FALSE);

  return same_data (before, after)
         && same_points (nabla_experiment_data (before), nabla_experiment_data (after));
}

gboolean
nabla_experiment_same_graph (const NablaExperiment *before, const NablaExperiment *after)
{
  g_return_val_if_fail (before != NULL && after != NULL, FALSE);

  guint n_layers = nabla_experiment_n_layers (before);
  guint n_losses = nabla_experiment_n_losses (before);
  if (n_layers != nabla_experiment_n_layers (after)
      || n_losses != nabla_experiment_n_losses (after)
      || nabla_experiment_train (before)->bug != nabla_experiment_train (after)->bug)
    return FALSE;
  for (guint i = 0; i < n_layers; i++)
    {
      const NablaLayerSpec *a = nabla_experiment_layer (before, i);
      const NablaLayerSpec *b = nabla_experiment_layer (after, i);
      if (effect_of_layer (a, b) == NABLA_EFFECT_RUN || !same_activation (a, b)
          || a->trainable != b->trainable)
        return FALSE;
    }
  for (guint i = 0; i < n_losses; i++)
    if (effect_of_loss (nabla_experiment_loss (before, i), nabla_experiment_loss (after, i))
        != NABLA_EFFECT_NONE)
      return FALSE;
  return TRUE;
}

static void
clear_difference (gpointer data)
{
  NablaDifference *self = data;
  g_free (self->key);
  g_free (self->value);
}

static gboolean
is_chooser (const NablaGroupGrammar *grammar, const char *key)
{
  for (guint i = 0; i < grammar->n_choosers; i++)
    if (g_str_equal (grammar->params[grammar->choosers[i].param].name, key))
      return TRUE;
  return FALSE;
}

static void
append (GArray *list, const NablaDocumentGroup *group, const char *key, const char *value)
{
  NablaDifference difference = {
    .key = g_str_equal (group->kind, "layer") ? g_strconcat (key, "@", group->name, NULL)
                                              : g_strconcat (group->kind, ".", key, NULL),
    .value = g_strdup (value),
  };
  g_array_append_val (list, difference);
}

/* What @after says of a group; first the keys that choose, then the others. */
static void
compare_groups (GArray *list, const NablaDocumentGroup *before, const NablaDocumentGroup *after)
{
  const NablaGroupGrammar *grammar = nabla_grammar_find (after->kind);
  for (int choosers = 1; choosers >= 0; choosers--)
    {
      for (guint i = 0; before != NULL && i < before->n_entries; i++)
        {
          const char *key = before->entries[i].key;
          if (is_chooser (grammar, key) == choosers
              && nabla_document_group_find (after, key) == NULL)
            append (list, after, key, NULL);
        }
      for (guint i = 0; i < after->n_entries; i++)
        {
          const NablaDocumentEntry *entry = &after->entries[i];
          const NablaDocumentEntry *old = nabla_document_group_find (before, entry->key);
          if (is_chooser (grammar, entry->key) == choosers
              && (old == NULL || !g_str_equal (old->value, entry->value)))
            append (list, after, entry->key, entry->value);
        }
    }
}

GArray *
nabla_experiment_differences (const NablaExperiment *before, const NablaExperiment *after)
{
  g_return_val_if_fail (before != NULL && after != NULL, NULL);

  GArray *list = g_array_new (FALSE, FALSE, sizeof (NablaDifference));
  g_array_set_clear_func (list, clear_difference);
  for (guint i = 0; i < nabla_document_n_groups (after->document); i++)
    {
      const NablaDocumentGroup *group = nabla_document_group (after->document, i);
      const NablaDocumentGroup *old
          = nabla_document_find_group (before->document, group->kind, group->name);
      gboolean is_layer = g_str_equal (group->kind, "layer");
      gboolean is_single = g_str_equal (group->kind, "experiment")
                           || g_str_equal (group->kind, "data")
                           || g_str_equal (group->kind, "train")
                           || (g_str_equal (group->kind, "loss") && *group->name == '\0');
      if (is_single || (is_layer && old != NULL))
        compare_groups (list, old, group);
    }
  /* A title changes nothing that is trained. */
  for (guint i = list->len; i-- > 0;)
    if (g_str_has_prefix (g_array_index (list, NablaDifference, i).key, "experiment.title"))
      g_array_remove_index (list, i);
  return list;
}
