/* Passes: forward, backward, update, on any number of threads.
 *
 * A pass is a list of sections with a barrier between; in a section, each thread
 * takes its share of the examples or of the units. Ops give the same bits
 * however they are cut, so the number of threads leaves no trace.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-workspace-private.h"

#include <math.h>
#include <stdatomic.h>

/* A thread more is worth its barriers from about so many operations on. */
#define WORK_PER_THREAD 3e6

typedef enum { FORWARD, GRADIENTS, STEP } Purpose;

/* What the threads of a pass share. */
typedef struct {
  NablaWorkspace *workspace;
  Purpose purpose;
  NablaOptimizer *optimizer;
  const NablaTraining *training;
  const gint *cancel;
  atomic_bool cut_off; /* some thread left something out */
  double cost;
  double gradient_scale;
} Run;

/* Share @thread of @n_threads of @n things, cut at multiples of @grain. */
static void
share (gsize n, gsize grain, guint thread, guint n_threads, gsize *begin, gsize *end)
{
  gsize blocks = (n + grain - 1) / grain;
  *begin = MIN (n, blocks * thread / n_threads * grain);
  *end = MIN (n, blocks * (thread + 1) / n_threads * grain);
}

static gboolean
is_cancelled (Run *run)
{
  if (run->cancel == NULL || g_atomic_int_get (run->cancel) == 0)
    return FALSE;
  atomic_store_explicit (&run->cut_off, TRUE, memory_order_relaxed);
  return TRUE;
}

/* Runs the tasks of one kind of range one after another, chunk by chunk, so that
 * what one op leaves in the cache the next finds there. */
static void
run_over_examples (Run *run, const NablaTask *tasks, guint n_tasks, gsize begin, gsize end)
{
  const NablaPass *pass = &run->workspace->pass;
  for (gsize chunk = begin; chunk < end; chunk += run->workspace->chunk_lanes)
    for (guint i = 0; i < n_tasks; i++)
      {
        if (is_cancelled (run))
          return;
        tasks[i].run (tasks[i].node, pass, chunk, MIN (end, chunk + run->workspace->chunk_lanes));
      }
}

static void
run_over_units (Run *run, const NablaTask *tasks, guint n_tasks, guint thread, guint n_threads)
{
  for (guint i = 0; i < n_tasks; i++)
    {
      gsize begin, end;
      if (is_cancelled (run))
        return;
      share (tasks[i].node->shape.dim[0], run->workspace->typed->grain, thread, n_threads, &begin, &end);
      if (begin < end)
        tasks[i].run (tasks[i].node, &run->workspace->pass, begin, end);
    }
}

static void
run_plan (Run *run, const NablaPlan *plan, guint thread, guint n_threads)
{
  NablaWorkspace *self = run->workspace;
  for (guint i = 0; i < plan->sections->len; i++)
    {
      const NablaSection *section = &g_array_index (plan->sections, NablaSection, i);
      const NablaTask *tasks = &g_array_index (plan->tasks, NablaTask, section->first_task);
      guint n_tasks = section->end_task - section->first_task;
      if (i > 0 && n_threads > 1)
        nabla_pool_barrier (self->pool);
      if (section->over == NABLA_OVER_EXAMPLES)
        {
          gsize begin, end;
          share (self->pass.lanes, self->typed->grain, thread, n_threads, &begin, &end);
          run_over_examples (run, tasks, n_tasks, begin, end);
        }
      else
        run_over_units (run, tasks, n_tasks, thread, n_threads);
    }
}

/* Σ over losses of weight · mean over the batch. */
static double
sum_losses (const NablaWorkspace *self)
{
  double cost = 0;
  if (self->graph->losses->len == 0)
    return NAN;
  for (guint i = 0; i < self->graph->losses->len; i++)
    {
      const NablaNode *loss = g_ptr_array_index (self->graph->losses, i);
      double sum = self->typed->sum (self->values[loss->index], self->pass.rows);
      cost += loss->loss_weight * sum / self->pass.rows;
    }
  return cost;
}

/* Clipping by the norm of the whole gradient (Pascanu et al. 2013): what it is to
 * be multiplied by so that the norm is at most @clip_norm. */
static double
clip_scale (const NablaWorkspace *self, double clip_norm)
{
  double squares = 0;
  for (guint i = 0; i < self->updates->len; i++)
    {
      const NablaNode *node = g_array_index (self->updates, NablaNode *, i);
      squares += self->typed->sum_squares (self->gradients[node->index], nabla_shape_size (&node->shape));
    }
  double norm = sqrt (squares);
  return norm > clip_norm ? clip_norm / norm : 1;
}

static void
update (Run *run, guint thread, guint n_threads)
{
  NablaWorkspace *self = run->workspace;
  const NablaOptimizerClass *klass = nabla_optimizer_class (run->optimizer);
  gsize size = nabla_precision_size (self->graph->precision);
  NablaUpdate how = {
    .t = self->pass.step - run->training->optimizer_begin + 1,
    .learning_rate = run->training->learning_rate,
    .l2 = run->training->l2 / self->pass.rows,
    .l1 = run->training->l1 / self->pass.rows,
    .gradient_scale = run->gradient_scale,
    .settings = nabla_optimizer_settings (run->optimizer),
  };

  for (guint i = 0; i < self->updates->len; i++)
    {
      const NablaNode *node = g_array_index (self->updates, NablaNode *, i);
      gsize begin, end;
      share (nabla_shape_size (&node->shape), NABLA_LANES, thread, n_threads, &begin, &end);
      if (begin >= end)
        continue;
      void *states[NABLA_MAX_OPTIMIZER_STATES];
      for (guint j = 0; j < klass->n_states; j++)
        states[j] = (char *) nabla_optimizer_state (run->optimizer, j)
                    + (node->parameter_offset + begin) * size;
      how.decays = node->decays;
      klass->update (&how, end - begin, (char *) self->values[node->index] + begin * size,
                     (const char *) self->gradients[node->index] + begin * size, states);
    }
  for (guint i = 0; i < self->commits->len; i++)
    {
      const NablaTask *task = &g_array_index (self->commits, NablaTask, i);
      gsize begin, end;
      share (task->node->shape.dim[0], self->typed->grain, thread, n_threads, &begin, &end);
      if (begin < end)
        task->run (task->node, &self->pass, begin, end);
    }
}

static void
work (gpointer data, guint thread, guint n_threads)
{
  Run *run = data;
  NablaWorkspace *self = run->workspace;

  run_plan (run, run->purpose == FORWARD ? &self->forward : &self->step, thread, n_threads);
  if (run->purpose != STEP)
    return;
  if (n_threads > 1)
    nabla_pool_barrier (self->pool);
  if (thread == 0)
    {
      run->cost = sum_losses (self);
      run->gradient_scale
        = run->training->clip_norm > 0 ? clip_scale (self, run->training->clip_norm) : 1;
    }
  if (n_threads > 1)
    nabla_pool_barrier (self->pool);
  if (!atomic_load_explicit (&run->cut_off, memory_order_relaxed) && isfinite (run->cost))
    update (run, thread, n_threads);
}

static void
run_on_threads (NablaWorkspace *self, Run *run)
{
  /* This thread computes as those of the pool do, whoever it belongs to. */
  nabla_flush_denormals ();
  double operations = self->work_per_lane * self->pass.lanes * (self->pass.with_backward ? 3 : 1);
  guint all = self->pool == NULL ? 1 : nabla_pool_n_threads (self->pool);
  guint n_threads = self->fixed_threads > 0 ? MIN (self->fixed_threads, all)
                                            : CLAMP (operations / WORK_PER_THREAD, 1, all);
  if (n_threads == 1)
    work (run, 0, 1);
  else if (self->fixed_threads > 0)
    nabla_pool_run (self->pool, n_threads, work, run);
  else
    {
      if (nabla_thread_choice_begin (&self->choice))
        nabla_pool_run (self->pool, n_threads, work, run);
      else
        work (run, 0, 1);
      nabla_thread_choice_end (&self->choice);
    }
}

static void
start (NablaWorkspace *self, const NablaBatch *batch, NablaMode mode, gboolean with_backward, Run *run)
{
  gsize lanes = (batch->rows + NABLA_LANES - 1) / NABLA_LANES * NABLA_LANES;
  /* A full batch is the same at every step: no need to gather it again. */
  gboolean kept = self->inputs_valid && batch->examples == NULL && self->pass.examples == NULL
                  && batch->first == self->pass.first && batch->rows == self->pass.rows;
  self->pass = (NablaPass) {
    .values = self->values,
    .gradients = self->gradients,
    .caches = self->caches,
    .states = self->states,
    .feeds = self->feeds,
    .examples = batch->examples,
    .first = batch->first,
    .rows = batch->rows,
    .lanes = lanes,
    .pitch = self->pitch,
    .mode = mode,
    .with_backward = with_backward,
    .inputs_kept = kept,
    .step = batch->step,
    .seed = batch->seed,
  };
  run_on_threads (self, run);
  self->inputs_valid = !run->cut_off;
}

double
nabla_workspace_forward (NablaWorkspace *self, const NablaBatch *batch, NablaMode mode)
{
  g_return_val_if_fail (self != NULL && batch != NULL && mode != NABLA_MODE_TRAIN, NAN);
  g_return_val_if_fail (batch->rows > 0 && batch->rows <= self->rows, NAN);

  Run run = { .workspace = self, .purpose = FORWARD };
  start (self, batch, mode, FALSE, &run);
  return sum_losses (self);
}

double
nabla_workspace_gradients (NablaWorkspace *self, const NablaBatch *batch)
{
  g_return_val_if_fail (self != NULL && batch != NULL && self->with_gradients, NAN);
  g_return_val_if_fail (batch->rows > 0 && batch->rows <= self->rows, NAN);

  Run run = { .workspace = self, .purpose = GRADIENTS };
  start (self, batch, NABLA_MODE_OBJECTIVE, TRUE, &run);
  return sum_losses (self);
}

gboolean
nabla_workspace_try_gradients (NablaWorkspace *self, const NablaBatch *batch, const gint *cancel)
{
  g_return_val_if_fail (self != NULL && batch != NULL && self->with_gradients, FALSE);
  g_return_val_if_fail (batch->rows > 0 && batch->rows <= self->rows, FALSE);

  Run run = { .workspace = self, .purpose = GRADIENTS, .cancel = cancel };
  start (self, batch, NABLA_MODE_OBJECTIVE, TRUE, &run);
  return !run.cut_off;
}

gboolean
nabla_workspace_step (NablaWorkspace *self,
                      const NablaBatch *batch,
                      NablaOptimizer *optimizer,
                      const NablaTraining *training,
                      const gint *cancel,
                      double *cost)
{
  g_return_val_if_fail (self != NULL && batch != NULL && self->with_gradients, FALSE);
  g_return_val_if_fail (optimizer != NULL && training != NULL, FALSE);
  g_return_val_if_fail (batch->rows > 0 && batch->rows <= self->rows, FALSE);

  Run run = {
    .workspace = self,
    .purpose = STEP,
    .optimizer = optimizer,
    .training = training,
    .cancel = cancel,
  };
  start (self, batch, NABLA_MODE_TRAIN, TRUE, &run);
  if (cost != NULL)
    *cost = run.cost;
  return !run.cut_off && isfinite (run.cost);
}

double
nabla_workspace_penalty (const NablaWorkspace *self, const NablaTraining *training, gsize rows)
{
  g_return_val_if_fail (self != NULL && training != NULL && rows > 0, NAN);

  double squares = 0, absolutes = 0;
  if (training->l2 == 0 && training->l1 == 0)
    return 0;
  for (guint i = 0; i < self->updates->len; i++)
    {
      const NablaNode *node = g_array_index (self->updates, NablaNode *, i);
      gsize n = nabla_shape_size (&node->shape);
      if (!node->decays)
        continue;
      if (training->l2 != 0)
        squares += self->typed->sum_squares (self->values[node->index], n);
      if (training->l1 != 0)
        absolutes += self->typed->sum_absolutes (self->values[node->index], n);
    }
  return (training->l2 / 2 * squares + training->l1 * absolutes) / rows;
}
