/* How noisy the cost is with mini-batches of 1, of some, of all examples.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-study-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum
{
  STEPS,
  MIDDLE,
  FROM
};

static const char *const beginnings[] = { "now", "start", NULL };

static const NablaParamSpec params[] = {
  [STEPS] = { "steps", N_ ("Steps"), NULL, N_ ("How many steps each of the three makes."),
              NABLA_PARAM_INTEGER, 10, 10000, 200, NABLA_SCALE_LOG },
  [MIDDLE] = { "middle", N_ ("Size of mini-batches"), NULL,
               N_ ("Of the one between single examples and the whole set."), NABLA_PARAM_INTEGER, 2,
               65536, 64, NABLA_SCALE_LOG },
  [FROM] = { .name = "from",
             .title = N_ ("Begin with"),
             .help = N_ ("The weights that the run has now, or those that it began with. The "
                         "optimizer begins anew."),
             .type = NABLA_PARAM_CHOICE,
             .choices = beginnings },
  { NULL },
};

/* √ of the variance of the changes from step to step */
static double
noise_of (const NablaNoisyRun *run)
{
  double mean = 0, squares = 0;
  if (run->n < 3)
    return NAN;
  const guint n = run->n - 1;
  for (guint i = 0; i < n; i++)
    mean += (run->costs[i + 1] - run->costs[i]) / n;
  for (guint i = 0; i < n; i++)
    {
      double off = run->costs[i + 1] - run->costs[i] - mean;
      squares += off * off;
    }
  return sqrt (squares / (n - 1));
}

static gboolean
train (const NablaStudyTask *task,
       guint index,
       guint n_runs,
       guint steps,
       NablaNoisyRun *run,
       gboolean is_full,
       GError **error)
{
  g_autoptr (NablaTrainer) trainer = nabla_study_trainer (task->fork, task->settings[FROM] == 1,
                                                          is_full ? 0 : run->batch_size, error);
  if (trainer == NULL)
    return FALSE;
  while (run->n < steps)
    {
      double cost;
      NablaStepResult result = nabla_trainer_step (trainer, task->cancel, &cost);
      if (result == NABLA_STEP_CUT_OFF)
        return FALSE;
      run->has_diverged = result == NABLA_STEP_DIVERGED || !isfinite (cost);
      if (run->has_diverged)
        break;
      run->costs[run->n++] = cost;
      nabla_study_tell (task, (index + (double)run->n / steps) / n_runs, NULL);
    }
  run->noise = noise_of (run);
  const guint tail = MAX (1, run->n / 10);
  run->last = run->n > 0 ? 0 : NAN;
  for (guint i = run->n - MIN (tail, run->n); i < run->n; i++)
    run->last += run->costs[i] / tail;
  return TRUE;
}

static gboolean
run (const NablaStudyTask *task, NablaSnapshot *snapshot, GError **error)
{
  const gsize m = task->fork->problem->partition->sizes[NABLA_SPLIT_TRAIN];
  const guint middle = (guint)task->settings[MIDDLE], steps = (guint)task->settings[STEPS];
  guint sizes[3] = { 1 }, n = 1;
  if (middle < m)
    sizes[n++] = middle;
  if (m > 1)
    sizes[n++] = (guint)m;
  NablaBatchNoise *noise = snapshot->batch_noise = nabla_batch_noise_new (n, steps);
  noise->step = task->settings[FROM] == 1 ? 0 : task->fork->steps[task->fork->n - 1];
  noise->m = m;
  for (guint i = 0; i < n; i++)
    {
      noise->runs[i].batch_size = sizes[i];
      if (!train (task, i, n, steps, &noise->runs[i], sizes[i] == m, error))
        return FALSE;
    }
  return TRUE;
}

static void
values (const NablaSnapshot *snapshot,
        void (*value) (const char *name, double number, gpointer data),
        gpointer data)
{
  const NablaBatchNoise *noise = snapshot->batch_noise;
  for (guint i = 0; i < noise->n_runs; i++)
    {
      const NablaNoisyRun *one = &noise->runs[i];
      g_autofree char *first = g_strdup_printf ("noise@%u", one->batch_size);
      g_autofree char *second = g_strdup_printf ("last@%u", one->batch_size);
      g_autofree char *third = g_strdup_printf ("steps@%u", one->batch_size);
      value (first, one->noise, data);
      value (second, one->last, data);
      value (third, one->n, data);
    }
}

const NablaStudy nabla_study_batch_noise = {
  .name = "batch_noise",
  .title = N_ ("Noise of Mini-Batches"),
  .help = N_ ("Trains a little with mini-batches of 1, of some and of all examples, from the same "
              "weights."),
  .params = params,
  .run = run,
  .values = values,
};
