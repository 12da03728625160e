/* Where trials are trained: data shared, one thread each.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-trainer.h"
#include "nabla-trial.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Data of so many different [data] are kept, those used last. */
#define MOST_PROBLEMS 8
/* The median rule looks at each tenth of the steps, once so many others have been there. */
#define CHECKPOINTS 10
#define FEWEST_OTHERS 5

typedef struct
{
  NablaExperiment *experiment;
  NablaProblem *problem;
} Data;

struct _NablaTrialBench
{
  NablaExperiment *experiment;
  char *data_path;
  gboolean eager;
  NablaProblem *problem; /* of the experiment as it is */
  pthread_mutex_t mutex;
  GQueue data;                /* of Data, those used last first */
  GArray *means[CHECKPOINTS]; /* of double: of trials, their mean result until there */
};

static void
data_free (gpointer pointer)
{
  Data *data = pointer;
  nabla_experiment_unref (data->experiment);
  nabla_problem_unref (data->problem);
  g_free (data);
}

/* Whether @data's problem is what @experiment would read. */
static gboolean
suits (const Data *data, const NablaExperiment *experiment)
{
  guint n = nabla_experiment_n_losses (experiment);
  if (data->problem->precision != nabla_experiment_train (experiment)->precision
      || !nabla_experiment_same_data (data->experiment, experiment)
      || n != nabla_experiment_n_losses (data->experiment))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!nabla_problem_labels_alike (nabla_experiment_loss (data->experiment, i),
                                     nabla_experiment_loss (experiment, i)))
      return FALSE;
  return nabla_problem_accepts (data->problem, experiment, NULL);
}

/* Returns: (transfer full) (nullable): the data of @experiment. Whoever needs data that are
 * being read waits for them, rather than read them again. */
static NablaProblem *
get_problem_locked (NablaTrialBench *self,
                    NablaExperiment *experiment,
                    GCancellable *cancellable,
                    GError **error)
{
  for (GList *link = self->data.head; link != NULL; link = link->next)
    if (suits (link->data, experiment))
      {
        Data *data = link->data;
        g_queue_unlink (&self->data, link);
        g_queue_push_head_link (&self->data, link);
        return nabla_problem_ref (data->problem);
      }
  NablaProblem *problem = nabla_problem_new (experiment, self->data_path, cancellable, error);
  if (problem == NULL)
    return NULL;
  Data *data = g_new0 (Data, 1);
  data->experiment = nabla_experiment_ref (experiment);
  data->problem = nabla_problem_ref (problem);
  g_queue_push_head (&self->data, data);
  if (self->data.length > MOST_PROBLEMS)
    data_free (g_queue_pop_tail (&self->data));
  return problem;
}

static NablaProblem *
get_problem (NablaTrialBench *self,
             NablaExperiment *experiment,
             GCancellable *cancellable,
             GError **error)
{
  pthread_mutex_lock (&self->mutex);
  NablaProblem *problem = get_problem_locked (self, experiment, cancellable, error);
  pthread_mutex_unlock (&self->mutex);
  return problem;
}

NablaTrialBench *
nabla_trial_bench_new (NablaExperiment *experiment,
                       const char *data_path,
                       gboolean eager,
                       GCancellable *cancellable,
                       GError **error)
{
  g_return_val_if_fail (experiment != NULL, NULL);

  g_autoptr (NablaTrialBench) self = g_new0 (NablaTrialBench, 1);
  self->experiment = nabla_experiment_ref (experiment);
  self->data_path = g_strdup (data_path);
  self->eager = eager;
  pthread_mutex_init (&self->mutex, NULL);
  g_queue_init (&self->data);
  for (guint i = 0; i < CHECKPOINTS; i++)
    self->means[i] = g_array_new (FALSE, FALSE, sizeof (double));
  self->problem = get_problem (self, experiment, cancellable, error);
  return self->problem != NULL ? g_steal_pointer (&self) : NULL;
}

void
nabla_trial_bench_free (NablaTrialBench *self)
{
  if (self == NULL)
    return;
  g_queue_clear_full (&self->data, data_free);
  for (guint i = 0; i < CHECKPOINTS; i++)
    g_array_unref (self->means[i]);
  nabla_problem_unref (self->problem);
  nabla_experiment_unref (self->experiment);
  pthread_mutex_destroy (&self->mutex);
  g_free (self->data_path);
  g_free (self);
}

char *
nabla_trial_bench_digest (const NablaTrialBench *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  const NablaProblem *problem = self->problem;
  gsize number = nabla_precision_size (problem->precision), m = problem->dataset->m;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  const struct
  {
    const void *bytes;
    gsize length;
  } parts[] = {
    { problem->x, m * problem->dataset->n_x * number },
    { problem->y, m * problem->n_y * number },
  };
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    for (gsize done = 0; done < parts[i].length; done += G_MAXINT)
      g_checksum_update (checksum, (const guchar *)parts[i].bytes + done,
                         MIN (parts[i].length - done, G_MAXINT));
  return g_strdup (g_checksum_get_string (checksum));
}

gboolean
nabla_trial_bench_has_dev (const NablaTrialBench *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->problem->partition->sizes[NABLA_SPLIT_DEV] > 0;
}

/* A trial while it is trained. */
typedef struct
{
  NablaTrialBench *bench;
  NablaTrial *trial;
  NablaTrialControl *control;
  NablaTrainer *trainer;
  gint64 steps;
  double sum; /* of costs since the last point of the curve */
  guint n_sum;
  double best; /* at the checkpoints */
  double means;
  guint n_checks;
} Training;

static const gint *
cancel_of (const NablaTrialControl *control)
{
  return control != NULL ? &control->cancel : NULL;
}

/* Waits while trials are held. Returns: whether to go on. */
static gboolean
wait_while_held (NablaTrialControl *control)
{
  if (control == NULL)
    return TRUE;
  if (g_atomic_int_get (&control->hold) != 0)
    {
      pthread_mutex_lock (&control->mutex);
      while (g_atomic_int_get (&control->hold) != 0 && g_atomic_int_get (&control->cancel) == 0)
        pthread_cond_wait (&control->changed, &control->mutex);
      pthread_mutex_unlock (&control->mutex);
    }
  return g_atomic_int_get (&control->cancel) == 0;
}

static void
add_to_curve (Training *self, double cost)
{
  NablaTrial *trial = self->trial;
  gint64 step = nabla_trainer_steps (self->trainer);
  self->sum += cost;
  self->n_sum++;
  /* point i ends at step (i + 1) steps / points, rounded up */
  gint64 points = MIN (self->steps, NABLA_TRIAL_CURVE_POINTS);
  gint64 end = ((trial->n_curve + 1) * self->steps + points - 1) / points;
  if (step < end || trial->n_curve >= NABLA_TRIAL_CURVE_POINTS)
    return;
  trial->curve[trial->n_curve++] = (NablaPoint){ step, self->sum / self->n_sum };
  self->sum = 0;
  self->n_sum = 0;
}

static NablaSplit
judged_split (const NablaTrainer *trainer)
{
  return nabla_trainer_problem (trainer)->partition->sizes[NABLA_SPLIT_DEV] > 0 ? NABLA_SPLIT_DEV
                                                                                : NABLA_SPLIT_TRAIN;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double
median (const GArray *values)
{
  g_autoptr (GArray) sorted = g_array_copy ((GArray *)values);
  g_array_sort (sorted, compare_doubles);
  return (g_array_index (sorted, double, (sorted->len - 1) / 2)
          + g_array_index (sorted, double, sorted->len / 2))
         / 2;
}

/* Whether the best so far is worse than the median of the others' mean until here. */
static gboolean
is_hopeless (Training *self)
{
  gint64 step = nabla_trainer_steps (self->trainer), tenth = self->steps / CHECKPOINTS;
  if (!self->bench->eager || tenth == 0 || step % tenth != 0 || step == 0 || step >= self->steps
      || step / tenth >= CHECKPOINTS)
    return FALSE;
  NablaMetrics metrics;
  nabla_evaluator_measure (nabla_trainer_evaluator (self->trainer), judged_split (self->trainer),
                           NULL, &metrics);
  g_free (metrics.confusion);
  self->best = self->n_checks == 0 ? metrics.cost : fmin (self->best, metrics.cost);
  self->means += (metrics.cost - self->means) / ++self->n_checks;

  pthread_mutex_lock (&self->bench->mutex);
  GArray *others = self->bench->means[step / tenth];
  gboolean hopeless = others->len >= FEWEST_OTHERS && self->best > median (others);
  if (isfinite (self->means))
    g_array_append_val (others, self->means);
  pthread_mutex_unlock (&self->bench->mutex);
  return hopeless;
}

static void
measure (Training *self)
{
  NablaTrial *trial = self->trial;
  for (int split = 0; split < NABLA_N_SPLITS; split++)
    {
      NablaMetrics metrics;
      nabla_evaluator_measure (nabla_trainer_evaluator (self->trainer), split, NULL, &metrics);
      g_free (metrics.confusion);
      trial->cost[split] = metrics.cost;
      trial->accuracy[split] = metrics.accuracy;
    }
  trial->result = trial->cost[judged_split (self->trainer)];
}

/* Returns: whether it came to an end */
static gboolean
train (Training *self)
{
  NablaTrial *trial = self->trial;
  NablaStepResult result = NABLA_STEP_DONE;
  gboolean hopeless = FALSE;
  while (!hopeless && nabla_trainer_steps (self->trainer) < self->steps)
    {
      double cost;
      if (!wait_while_held (self->control))
        return FALSE;
      result = nabla_trainer_step (self->trainer, cancel_of (self->control), &cost);
      if (result != NABLA_STEP_DONE)
        break;
      add_to_curve (self, cost);
      hopeless = is_hopeless (self);
    }
  if (result == NABLA_STEP_CUT_OFF)
    return FALSE;
  trial->done_steps = nabla_trainer_steps (self->trainer);
  measure (self);
  trial->state = hopeless ? NABLA_TRIAL_STOPPED : NABLA_TRIAL_FINISHED;
  if (result != NABLA_STEP_DIVERGED && isfinite (trial->result))
    return TRUE;
  trial->state = NABLA_TRIAL_DIVERGED;
  trial->result = NAN;
  const char *node = nabla_trainer_diverged (self->trainer, NULL);
  trial->message = g_strdup_printf (
      _("The first value that is not a finite number is in '%s', at step %lld."),
      node != NULL ? node : "cost", (long long)trial->done_steps);
  return TRUE;
}

gboolean
nabla_trial_bench_run (NablaTrialBench *self, NablaTrial *trial, NablaTrialControl *control)
{
  g_return_val_if_fail (self != NULL && trial != NULL, FALSE);

  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) experiment = nabla_trial_experiment (trial, self->experiment, &error);
  if (experiment != NULL && trial->steps > 0
      && trial->steps != nabla_experiment_train (experiment)->steps)
    {
      g_autofree char *steps = g_strdup_printf ("%" G_GINT64_FORMAT, trial->steps);
      NablaExperiment *shorter = nabla_experiment_with (experiment, "train.steps", steps, &error);
      nabla_experiment_unref (experiment);
      experiment = shorter;
    }
  g_autoptr (NablaProblem) problem
      = experiment != NULL ? get_problem (self, experiment, NULL, &error) : NULL;
  g_autoptr (NablaTrainer) trainer
      = problem != NULL ? nabla_trainer_new (experiment, problem, 1, &error) : NULL;

  nabla_trial_clear_result (trial);
  if (trainer == NULL)
    {
      trial->state = NABLA_TRIAL_FAILED;
      trial->message = g_strdup (error->message);
      return TRUE;
    }
  Training training = {
    .bench = self,
    .trial = trial,
    .control = control,
    .trainer = trainer,
    .steps = nabla_experiment_train (experiment)->steps,
  };
  if (!train (&training))
    {
      nabla_trial_clear_result (trial);
      return FALSE;
    }
  trial->seconds = (g_get_monotonic_time () - start) / (double)G_USEC_PER_SEC;
  return TRUE;
}
