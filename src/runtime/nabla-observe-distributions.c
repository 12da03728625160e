/* How the numbers of each layer are spread, now and at the steps that were seen before.
 *
 * Of the past so many columns are kept as fit a bound. Once there are more, every second
 * one is dropped and from then on new ones are kept half as often, so that they cover a
 * run of any length evenly.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-observer-private.h"

/* A prime, so that evenly chosen numbers are of all units and of all examples. */
#define MOST_NUMBERS 4093
#define MOST_BYTES (8 * 1024 * 1024)
#define MOST_COLUMNS 128
#define LEAST_COLUMNS 16

void
nabla_past_clear (NablaPast *self)
{
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_pointer (&self->experiment, nabla_experiment_unref);
  self->stride = 0;
}

static float
number_at (const NablaObserver *self, const void *numbers, gsize index)
{
  return (float)nabla_observer_number (self, numbers, index);
}

/* Of @rows examples of a node's value or gradient, or of all of a parameter if it is 0. */
static void
count (const NablaObserver *self,
       const void *numbers,
       const NablaNode *node,
       gsize pitch,
       gsize rows,
       NablaDistribution *cell)
{
  float chosen[MOST_NUMBERS];
  gsize size = nabla_shape_size (&node->shape);
  guint64 all = rows > 0 ? (guint64)size * rows : size;
  guint32 n = (guint32)MIN (all, MOST_NUMBERS);
  if (numbers == NULL || (rows > 0 && node->layout != NABLA_LAYOUT_COLUMNS))
    n = 0;
  for (guint32 k = 0; k < n; k++)
    {
      guint64 place = all > MOST_NUMBERS ? k * all / MOST_NUMBERS : k;
      gsize index = rows > 0 ? place / rows * pitch + place % rows : place;
      chosen[k] = number_at (self, numbers, index);
    }
  nabla_distribution_count (cell, chosen, n);
}

static void
count_layer (const NablaObserver *self,
             const NablaProbe *probe,
             const NablaShownLayer *layer,
             guint index,
             NablaDistributionColumn *column)
{
  gsize pitch;
  const NablaNode *z = nabla_shown_layer_pre_activation (layer);
  const void *values = nabla_workspace_value (probe->workspace, z, &pitch);
  count (self, values, z, pitch, probe->rows,
         nabla_distribution_column_cell (column, index, NABLA_LAYER_Z));
  values = nabla_workspace_value (probe->workspace, layer->a, &pitch);
  count (self, values, layer->a, pitch, probe->rows,
         nabla_distribution_column_cell (column, index, NABLA_LAYER_A));
  values = nabla_workspace_gradient (probe->workspace, z, &pitch);
  count (self, values, z, pitch, probe->rows,
         nabla_distribution_column_cell (column, index, NABLA_LAYER_GRADIENT));
  values = nabla_workspace_value (probe->workspace, layer->w, NULL);
  count (self, values, layer->w, 0, 0,
         nabla_distribution_column_cell (column, index, NABLA_LAYER_WEIGHTS));
}

/* Forgets what was seen at @step and later: it may be otherwise this time. */
static void
forget_from (NablaPast *past, gint64 step)
{
  while (past->columns->len > 0)
    {
      const NablaDistributionColumn *last = past->columns->pdata[past->columns->len - 1];
      if (last->step < step)
        return;
      g_ptr_array_set_size (past->columns, past->columns->len - 1);
    }
}

static void
look_at_past (NablaObserver *self, guint n_layers)
{
  NablaPast *past = &self->past;
  NablaTrainer *trainer = self->trainer;
  const GArray *record = nabla_trainer_record (trainer);
  if (past->columns != NULL && past->columns->len > 0)
    {
      const NablaDistributionColumn *first = past->columns->pdata[0];
      if (first->n_layers != n_layers)
        nabla_past_clear (past);
    }
  if (past->columns == NULL)
    past->columns
        = g_ptr_array_new_with_free_func ((GDestroyNotify)nabla_distribution_column_unref);
  past->stride = MAX (past->stride, 1);
  if (past->experiment != trainer->experiment || past->n_changes != record->len)
    {
      gint64 same = MIN (nabla_trainer_steps (trainer) - 1, past->last_seen);
      if (record->len > 0)
        same = MIN (same, g_array_index (record, NablaChange, record->len - 1).step);
      forget_from (past, same + 1);
      g_clear_pointer (&past->experiment, nabla_experiment_unref);
      past->experiment = nabla_experiment_ref (trainer->experiment);
      past->n_changes = record->len;
    }
  past->last_seen = nabla_trainer_steps (trainer);
}

/* Keeps @column, if it is far enough from the last one that was kept. */
static void
keep (NablaPast *past, NablaDistributionColumn *column)
{
  gsize bytes = MAX (1, column->n_layers) * NABLA_N_LAYER_QUANTITIES * sizeof (NablaDistribution);
  guint most = (guint)CLAMP (MOST_BYTES / bytes, LEAST_COLUMNS, MOST_COLUMNS);
  const NablaDistributionColumn *last
      = past->columns->len > 0 ? past->columns->pdata[past->columns->len - 1] : NULL;
  if (last != NULL && column->step < last->step + past->stride)
    return;
  g_ptr_array_add (past->columns, nabla_distribution_column_ref (column));
  if (past->columns->len <= most)
    return;
  for (guint i = 1; i < past->columns->len; i++)
    g_ptr_array_remove_index (past->columns, i);
  const NablaDistributionColumn *first = past->columns->pdata[0];
  const NablaDistributionColumn *end = past->columns->pdata[past->columns->len - 1];
  past->stride = MAX (2 * past->stride, (end->step - first->step) / (most - 1));
}

gboolean
nabla_observer_distributions (NablaObserver *self, const gint *cancel, NablaSnapshot *snapshot)
{
  g_autoptr (GArray) shown = nabla_observer_shown_layers (self);
  const NablaProbe *probe = nabla_observer_probe (self, cancel);
  if (probe == NULL)
    return cancel == NULL || g_atomic_int_get (cancel) == 0;

  gint64 step = nabla_trainer_steps (self->trainer);
  look_at_past (self, shown->len);
  NablaDistributions *picture = snapshot->distributions = nabla_distributions_new (shown->len);
  NablaDistributionColumn *now = nabla_distribution_column_new (step, shown->len);
  for (guint i = 0; i < self->past.columns->len; i++)
    {
      NablaDistributionColumn *column = self->past.columns->pdata[i];
      if (column->step < step)
        g_ptr_array_add (picture->columns, nabla_distribution_column_ref (column));
    }
  g_ptr_array_add (picture->columns, now);
  for (guint l = 0; l < shown->len; l++)
    {
      const NablaShownLayer *layer = &g_array_index (shown, NablaShownLayer, l);
      if (cancel != NULL && g_atomic_int_get (cancel) != 0)
        return FALSE;
      picture->names[l] = g_strdup (layer->spec->name);
      picture->activations[l] = g_strdup (layer->activation);
      picture->units[l] = layer->z->shape.dim[0];
      count_layer (self, probe, layer, l, now);
    }
  keep (&self->past, now);
  return TRUE;
}
