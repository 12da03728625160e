/* Trials: an experiment with some of its values drawn, trained from beginning to end.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-dataset.h"
#include "nabla-search-space.h"
#include "nabla-series.h"

#include <gio/gio.h>
#include <pthread.h>

G_BEGIN_DECLS

/* So many points of a curve are kept. */
#define NABLA_TRIAL_CURVE_POINTS 32

/**
 * NablaTrialState:
 * @NABLA_TRIAL_WAITING: not yet run
 * @NABLA_TRIAL_RUNNING: some thread or rank trains it
 * @NABLA_TRIAL_FINISHED: trained to its last step
 * @NABLA_TRIAL_DIVERGED: a value was not finite: a result too, the worst
 * @NABLA_TRIAL_STOPPED: given up early by the median rule
 * @NABLA_TRIAL_FAILED: could not be trained at all; its message says why
 */
typedef enum
{
  NABLA_TRIAL_WAITING,
  NABLA_TRIAL_RUNNING,
  NABLA_TRIAL_FINISHED,
  NABLA_TRIAL_DIVERGED,
  NABLA_TRIAL_STOPPED,
  NABLA_TRIAL_FAILED,
} NablaTrialState;

/**
 * NablaTrial:
 * @number: from 1
 * @round: from 1
 * @rung: of successive halving, from 0; how often it has gone on
 * @steps: to be trained in this rung; 0 for as many as the experiment says
 * @n_values, @values: one an axis of [search]; index of the value for a choice
 * @applies: (array length=n_values): FALSE where the trial's choices leave no such
 *   parameter (β₂ with momentum)
 * @state, @result: dev cost after the last step, train cost where there is no dev set;
 *   NAN unless it was finished or stopped
 * @done_steps: updates made
 * @seconds: it took
 * @cost, @accuracy: of train, dev and test; NAN where there is none
 * @curve: (array length=n_curve): the objective on the batches, each point the mean
 *   since the one before
 * @rung_results: (array length=rung): results of the rungs before; NAN for worst
 * @message: (nullable): why it failed, or where it diverged
 */
typedef struct
{
  guint number;
  guint round;
  guint rung;
  gint64 steps;
  guint n_values;
  double *values;
  gboolean *applies;
  NablaTrialState state;
  double result;
  gint64 done_steps;
  double seconds;
  double cost[NABLA_N_SPLITS];
  double accuracy[NABLA_N_SPLITS];
  guint n_curve;
  NablaPoint curve[NABLA_TRIAL_CURVE_POINTS];
  double *rung_results;
  char *message;
} NablaTrial;

NablaTrial *nabla_trial_new (guint number, guint n_values);
NablaTrial *nabla_trial_copy (const NablaTrial *self);
void nabla_trial_free (NablaTrial *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaTrial, nabla_trial_free)

/* Returns: whether @self has been run, whatever came of it */
gboolean nabla_trial_is_over (const NablaTrial *self);

/* Forgets what came of it, so that it can be run (again). */
void nabla_trial_clear_result (NablaTrial *self);

/**
 * nabla_trial_compare:
 *
 * Returns: less than 0 if @a is better: the one that came to a higher rung, then the
 *   lower result, one without result last; ties by number
 */
int nabla_trial_compare (const NablaTrial *a, const NablaTrial *b);

/**
 * nabla_trial_experiment:
 * @base: the experiment with the [search] that @self is of
 * @self: its @applies is filled in
 *
 * Choices that bring parameters of their own are made first. A parameter that is then
 * unknown does not apply to this trial.
 *
 * Returns: (transfer full) (nullable): what @self trains: the experiment with its values,
 *   as `nabla-cli train --set` would make it
 */
NablaExperiment *nabla_trial_experiment (NablaTrial *self, NablaExperiment *base, GError **error);

/* Fills in @applies; quickly if there are no choices that could matter. */
void nabla_trial_find_applying (NablaTrial *self, NablaExperiment *base);

/**
 * nabla_trial_each_value:
 * @func: called for every parameter that applies, in the order in which
 *   nabla_trial_experiment () sets them
 */
void nabla_trial_each_value (const NablaTrial *self,
                             const NablaSearchSpec *search,
                             void (*func) (const char *key, const char *value, gpointer data),
                             gpointer data);

/* Returns: (transfer full): the parameters as a JSON object, keys as in [search] */
char *nabla_trial_parameters (const NablaTrial *self, const NablaSearchSpec *search);

/* As above, as member @key of @json. Values that are numbers are written as such. */
void nabla_trial_append_parameters (const NablaTrial *self,
                                    const NablaSearchSpec *search,
                                    GString *json,
                                    const char *key);

/* Bytes that another process reads back, with all that @self holds. */
GBytes *nabla_trial_to_bytes (const NablaTrial *self);
NablaTrial *nabla_trial_from_bytes (const void *bytes, gsize length);

/**
 * NablaTrialControl:
 *
 * How running trials are held and given up, from any thread. Lives as long as they.
 */
typedef struct
{
  gint cancel; /* atomic: not 0: leave at once, with no result */
  gint hold;   /* atomic: not 0: wait between two steps */
  pthread_mutex_t mutex;
  pthread_cond_t changed;
} NablaTrialControl;

void nabla_trial_control_init (NablaTrialControl *self);
void nabla_trial_control_clear (NablaTrialControl *self);
void nabla_trial_control_set (NablaTrialControl *self, gboolean hold, gboolean cancel);

/**
 * NablaTrialBench:
 *
 * What trials of one process share: the experiment, and data, which are read once for all
 * trials with the same [data]. Any number of threads may run trials of one bench.
 */
typedef struct _NablaTrialBench NablaTrialBench;

/**
 * nabla_trial_bench_new:
 * @data_path: (nullable): a file in place of the experiment's source
 * @eager: whether trials are given up by the median rule
 *
 * Reads the data of the experiment as it is.
 *
 * Returns: (transfer full) (nullable): the bench
 */
NablaTrialBench *nabla_trial_bench_new (NablaExperiment *experiment,
                                        const char *data_path,
                                        gboolean eager,
                                        GCancellable *cancellable,
                                        GError **error);
void nabla_trial_bench_free (NablaTrialBench *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaTrialBench, nabla_trial_bench_free)

/* Returns: (transfer full): a digest of the data: other data, other results */
char *nabla_trial_bench_digest (const NablaTrialBench *self);

/* Returns: whether there is a dev set, whose cost the result is */
gboolean nabla_trial_bench_has_dev (const NablaTrialBench *self);

/**
 * nabla_trial_bench_run:
 * @trial: (inout): its values and steps are read, what came of it is filled in
 * @control: (nullable): to hold it or give it up
 *
 * Trains a trial in this thread, and in no other.
 *
 * Returns: whether it came to an end; if not it was given up and is as before
 */
gboolean
nabla_trial_bench_run (NablaTrialBench *self, NablaTrial *trial, NablaTrialControl *control);

G_END_DECLS
