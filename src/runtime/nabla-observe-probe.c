/* The probe: what the next step will see, seen beforehand in a workspace of its own.
 *
 * The trainer's workspace holds the batch of the step before, with the parameters of the
 * step before, and after a seek that of another time. The next step's batch is always
 * well-defined, belongs to the parameters that all other views show, and costs no more
 * than a step does. Large batches are thinned out evenly.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-observer-private.h"

#include <string.h>

#define MOST_ROWS 2000
/* Wide networks get fewer, by the memory of their values and by their multiplications. */
#define MOST_BYTES (64 * 1024 * 1024)
#define MOST_PRODUCTS 2e9
#define LEAST_ROWS 32

void
nabla_probe_clear (NablaProbe *self)
{
  g_clear_pointer (&self->workspace, nabla_workspace_free);
  g_clear_pointer (&self->experiment, nabla_experiment_unref);
  g_clear_pointer (&self->examples, g_free);
  self->is_valid = FALSE;
  self->rows = self->capacity = 0;
}

static gsize
most_rows (const NablaObserver *self)
{
  const NablaGraph *graph = nabla_trainer_model (self->trainer)->graph;
  double numbers = 1, weights = 1;
  for (guint i = 0; i < nabla_graph_n_nodes (graph); i++)
    {
      const NablaNode *node = nabla_graph_node (graph, i);
      double size = nabla_shape_size (&node->shape);
      if (node->layout == NABLA_LAYOUT_PARAMETER)
        weights += size;
      else
        numbers += size;
    }
  double bytes = 2 * numbers * nabla_precision_size (self->problem->precision);
  double rows = MIN (MOST_BYTES / bytes, MOST_PRODUCTS / (3 * weights));
  return (gsize)CLAMP (rows, LEAST_ROWS, MOST_ROWS);
}

/* Chooses @n of the @count examples of the next step. */
static void
choose (const NablaObserver *self, const guint32 *of_split, gsize count, gsize n, guint32 *examples)
{
  const guint32 *train = self->problem->partition->indices[NABLA_SPLIT_TRAIN];
  for (gsize i = 0; i < n; i++)
    {
      gsize place = (gsize)((guint64)i * count / n);
      examples[i] = train[of_split != NULL ? of_split[place] : place];
    }
}

static gboolean
make_workspace (NablaObserver *self, gsize count)
{
  NablaProbe *probe = &self->probe;
  NablaTrainer *trainer = self->trainer;
  gsize rows = MAX (count, nabla_trainer_batch_rows (self->problem, trainer->experiment));
  gsize capacity = MIN (rows, most_rows (self));
  if (probe->workspace != NULL && probe->experiment == trainer->experiment
      && probe->capacity >= MIN (count, capacity))
    return TRUE;

  nabla_probe_clear (probe);
  const NablaModel *model = trainer->model;
  probe->workspace = nabla_workspace_new (model->graph, capacity, TRUE, trainer->pool, NULL);
  if (probe->workspace == NULL)
    return FALSE;
  nabla_workspace_feed (probe->workspace, model->input, self->problem->x);
  if (model->target != NULL)
    nabla_workspace_feed (probe->workspace, model->target, self->problem->y);
  probe->experiment = nabla_experiment_ref (trainer->experiment);
  probe->examples = g_new (guint32, capacity);
  probe->capacity = capacity;
  return TRUE;
}

const NablaProbe *
nabla_observer_probe (NablaObserver *self, const gint *cancel)
{
  NablaProbe *probe = &self->probe;
  NablaTrainer *trainer = self->trainer;
  guint64 revision = nabla_trainer_revision (trainer);
  if (probe->is_valid && probe->revision == revision && probe->experiment == trainer->experiment)
    return probe;

  gsize count;
  const guint32 *of_split = nabla_batches_get (trainer->batches, trainer->step, &count, NULL);
  if (trainer->model->loss == NULL || !make_workspace (self, count))
    return NULL;
  probe->rows = MIN (count, probe->capacity);
  choose (self, of_split, count, probe->rows, probe->examples);
  const NablaBatch batch = {
    .examples = probe->examples,
    .rows = probe->rows,
    .step = trainer->step,
    .seed = trainer->seed,
  };
  probe->is_valid = nabla_workspace_try_gradients (probe->workspace, &batch, cancel);
  probe->revision = revision;
  return probe->is_valid ? probe : NULL;
}
