/* How long training takes to a target cost, by the size of mini-batches.
 *
 * Each size is trained from the run's beginning, and its cost over train is looked at some
 * times a pass. What looking takes is not counted.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-study-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LOOKS_A_PASS 4
/* What did not come down to this share of the first cost does not say what all reach. */
#define CAME_DOWN 0.95

enum
{
  TARGET,
  PASSES,
  SECONDS,
  FACTOR,
  REPEATS
};

static const NablaParamSpec params[] = {
  [TARGET] = { "target", N_ ("Target cost"), NULL,
               N_ ("The cost over train to come down to; 0 for the lowest one that all reach."),
               NABLA_PARAM_REAL, 0, 1e6, 0, NABLA_SCALE_LINEAR },
  [PASSES]
  = { "passes", N_ ("Most passes"), NULL, N_ ("No size is trained for more passes over train."),
      NABLA_PARAM_INTEGER, 1, 100000, 1000, NABLA_SCALE_LOG },
  [SECONDS]
  = { "seconds", N_ ("Most seconds"), NULL, N_ ("No size is trained for longer, each time."),
      NABLA_PARAM_REAL, 0.01, 600, 1, NABLA_SCALE_LOG },
  [FACTOR] = { "factor", N_ ("Factor between sizes"), NULL,
               N_ ("Sizes begin with 1 and are multiplied by this up to the whole set."),
               NABLA_PARAM_INTEGER, 2, 64, 2, NABLA_SCALE_LOG },
  [REPEATS] = { "repeats", N_ ("Repeats"), NULL, N_ ("How often each is timed; the median counts."),
                NABLA_PARAM_INTEGER, 1, 15, 3, NABLA_SCALE_LINEAR },
  { NULL },
};

/* A look at the cost over train, after so many steps. */
typedef struct
{
  gint64 steps;
  double seconds;
  double cost;
} Look;

typedef struct
{
  const NablaStudyTask *task;
  guint batch_size;
  gboolean is_full;
  gsize m;
  GArray **looks; /* of Look, one array a repeat */
  double *rates;
  double done, share; /* of the whole study */
} Size;

static double
cost_of (NablaTrainer *trainer, const gint *cancel)
{
  NablaMetrics metrics = { .cost = NAN };
  if (nabla_evaluator_measure (nabla_trainer_evaluator (trainer), NABLA_SPLIT_TRAIN, cancel,
                               &metrics))
    g_free (metrics.confusion);
  return metrics.cost;
}

static gboolean
train (const Size *self, guint repeat, GError **error)
{
  const NablaStudyTask *task = self->task;
  g_autoptr (NablaTrainer) trainer
      = nabla_study_trainer (task->fork, TRUE, self->is_full ? 0 : self->batch_size, error);
  if (trainer == NULL)
    return FALSE;
  const gint64 pass = (gint64)((self->m + self->batch_size - 1) / self->batch_size);
  const gint64 stride = MAX (1, pass / LOOKS_A_PASS);
  const gint64 most = (gint64)task->settings[PASSES] * pass;
  const double target = task->settings[TARGET], most_seconds = task->settings[SECONDS];
  Look look = { 0, 0, cost_of (trainer, task->cancel) };
  g_array_append_val (self->looks[repeat], look);
  while (look.steps < most && look.seconds < most_seconds && !(target > 0 && look.cost <= target))
    {
      gint64 begin = g_get_monotonic_time ();
      NablaStepResult result = NABLA_STEP_DONE;
      for (gint64 i = 0; i < stride && look.steps < most && result == NABLA_STEP_DONE; i++)
        {
          result = nabla_trainer_step (trainer, task->cancel, NULL);
          look.steps += result == NABLA_STEP_DONE;
        }
      look.seconds += (double)(g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
      if (result == NABLA_STEP_CUT_OFF)
        return FALSE;
      look.cost = cost_of (trainer, task->cancel);
      if (result == NABLA_STEP_DIVERGED || !isfinite (look.cost))
        break;
      g_array_append_val (self->looks[repeat], look);
      double far = MIN (MAX (look.seconds / most_seconds, (double)look.steps / (double)most), 1);
      nabla_study_tell (task, self->done + self->share * (repeat + far) / task->settings[REPEATS],
                        NULL);
    }
  self->rates[repeat] = look.seconds > 0 && look.steps > 0
                            ? (double)look.steps / (double)pass * (double)self->m / look.seconds
                            : NAN;
  return !nabla_study_is_cancelled (task);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double one = *(const double *)a, other = *(const double *)b;
  return one < other ? -1 : one > other;
}

static double
median (double *values, guint n)
{
  qsort (values, n, sizeof *values, compare);
  return n == 0 ? NAN : n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

static double
lowest (const GArray *looks)
{
  double cost = INFINITY;
  for (guint i = 0; i < looks->len; i++)
    cost = fmin (cost, g_array_index (looks, Look, i).cost);
  return cost;
}

/* The costs are the same in each repeat as far as it went, the times are not. */
static void
judge (const Size *self, double target, guint repeats, NablaBatchTime *time)
{
  const gsize pass = (self->m + self->batch_size - 1) / self->batch_size;
  g_autofree double *seconds = g_new (double, repeats);
  guint n = 0;
  time->batch_size = self->batch_size;
  time->lowest = INFINITY;
  time->steps = time->passes = NAN;
  for (guint r = 0; r < repeats; r++)
    {
      time->lowest = MIN (time->lowest, lowest (self->looks[r]));
      for (guint i = 0; i < self->looks[r]->len; i++)
        {
          const Look *look = &g_array_index (self->looks[r], Look, i);
          if (!(look->cost <= target))
            continue;
          seconds[n++] = look->seconds;
          time->steps = (double)look->steps;
          time->passes = (double)look->steps / (double)pass;
          break;
        }
    }
  /* Whoever got there only now and then was stopped by the clock. */
  time->reached = 2 * n > repeats;
  time->seconds = time->reached ? median (seconds, n) : NAN;
  if (!time->reached)
    time->steps = time->passes = NAN;
  time->rate = median (self->rates, repeats);
}

static double
target_of (const Size *sizes, guint n, guint repeats, double wanted)
{
  double target = -INFINITY, best = INFINITY;
  if (wanted > 0)
    return wanted;
  for (guint i = 0; i < n; i++)
    {
      double all = -INFINITY, first = g_array_index (sizes[i].looks[0], Look, 0).cost;
      for (guint r = 0; r < repeats; r++)
        all = MAX (all, lowest (sizes[i].looks[r]));
      best = MIN (best, all);
      if (all < CAME_DOWN * first)
        target = MAX (target, all);
    }
  return isfinite (target) ? target : best;
}

static gboolean
run (const NablaStudyTask *task, NablaSnapshot *snapshot, GError **error)
{
  const gsize m = task->fork->problem->partition->sizes[NABLA_SPLIT_TRAIN];
  const double factor = task->settings[FACTOR];
  const guint repeats = (guint)task->settings[REPEATS];
  guint n = 0;
  gboolean is_done = TRUE;
  for (double size = 1; size < m; size *= factor)
    n++;
  n++;
  g_autofree Size *sizes = g_new0 (Size, n);
  double size = 1;
  for (guint i = 0; i < n; i++, size *= factor)
    {
      sizes[i] = (Size){ .task = task,
                         .batch_size = (guint)MIN (size, (double)m),
                         .is_full = i == n - 1,
                         .m = m,
                         .looks = g_new0 (GArray *, repeats),
                         .rates = g_new0 (double, repeats),
                         .done = (double)i / n,
                         .share = 1.0 / n };
      for (guint r = 0; r < repeats; r++)
        sizes[i].looks[r] = g_array_new (FALSE, FALSE, sizeof (Look));
      for (guint r = 0; r < repeats && is_done; r++)
        is_done = train (&sizes[i], r, error);
    }
  if (is_done)
    {
      NablaBatchSizes *picture = snapshot->batch_sizes = nabla_batch_sizes_new (n);
      picture->m = m;
      picture->repeats = repeats;
      picture->is_automatic = task->settings[TARGET] == 0;
      picture->target = target_of (sizes, n, repeats, task->settings[TARGET]);
      for (guint i = 0; i < n; i++)
        judge (&sizes[i], picture->target, repeats, &picture->sizes[i]);
    }
  for (guint i = 0; i < n; i++)
    {
      for (guint r = 0; r < repeats; r++)
        g_array_unref (sizes[i].looks[r]);
      g_free (sizes[i].looks);
      g_free (sizes[i].rates);
    }
  return is_done;
}

static void
values (const NablaSnapshot *snapshot,
        void (*value) (const char *name, double number, gpointer data),
        gpointer data)
{
  static const char *const names[] = { "reached", "seconds", "passes", "steps", "rate", "lowest" };
  const NablaBatchSizes *picture = snapshot->batch_sizes;
  value ("target", picture->target, data);
  for (guint i = 0; i < picture->n_sizes; i++)
    {
      const NablaBatchTime *time = &picture->sizes[i];
      const double numbers[]
          = { time->reached, time->seconds, time->passes, time->steps, time->rate, time->lowest };
      for (guint k = 0; k < G_N_ELEMENTS (names); k++)
        {
          g_autofree char *name = g_strdup_printf ("%s@%u", names[k], time->batch_size);
          value (name, numbers[k], data);
        }
    }
}

const NablaStudy nabla_study_batch_sizes = {
  .name = "batch_sizes",
  .title = N_ ("Time by Batch Size"),
  .help = N_ ("How long training takes to a target cost with mini-batches of different sizes, "
              "measured on this computer."),
  .params = params,
  .run = run,
  .values = values,
};
