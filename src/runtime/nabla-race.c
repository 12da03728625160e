/* The main thread's side of a race.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-race-private.h"

#include "nabla-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <time.h>

/* Keyframes of all racers together */
#define ROOM ((gsize)256 << 20)

NablaExperiment *
nabla_race_variant_apply (const NablaRaceVariant *self, const NablaExperiment *base, GError **error)
{
  g_return_val_if_fail (self != NULL && base != NULL, NULL);

  NablaExperiment *experiment = nabla_experiment_ref ((NablaExperiment *)base);
  for (guint i = 0; experiment != NULL && i < NABLA_RACE_MOST_CHANGES && self->changes[i] != NULL;
       i++)
    {
      const char *equals = strchr (self->changes[i], '=');
      g_autofree char *key = equals != NULL
                                 ? g_strndup (self->changes[i], equals - self->changes[i])
                                 : g_strdup (self->changes[i]);
      NablaExperiment *changed
          = nabla_experiment_with (experiment, key, equals != NULL ? equals + 1 : NULL, error);
      nabla_experiment_unref (experiment);
      experiment = changed;
    }
  if (experiment == NULL)
    g_prefix_error (error, "%s: ", self->name);
  return experiment;
}

static void
send (NablaRace *self, NablaRaceCommand command)
{
  pthread_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->commands, g_memdup2 (&command, sizeof command));
  g_atomic_int_set (&self->interrupt, 1);
  pthread_cond_signal (&self->wake);
  pthread_mutex_unlock (&self->mutex);
}

/* The data of a racer: those of one before it, where they are the same. */
static NablaProblem *
find_problem (const NablaRace *self,
              const NablaExperiment *experiment,
              const char *data_path,
              GError **error)
{
  for (guint i = 0; i < self->n; i++)
    {
      NablaTrainer *trainer = self->racers[i].trainer;
      NablaProblem *problem = nabla_trainer_problem (trainer);
      if (problem->precision == nabla_experiment_train (experiment)->precision
          && nabla_experiment_same_data (nabla_trainer_experiment (trainer), experiment)
          && nabla_problem_accepts (problem, experiment, NULL))
        return nabla_problem_ref (problem);
    }
  return nabla_problem_new (experiment, data_path, NULL, error);
}

static gboolean
add_racer (NablaRace *self,
           NablaExperiment *base,
           const NablaRaceVariant *variant,
           gsize room,
           const char *data_path,
           guint n_threads,
           GError **error)
{
  g_autoptr (NablaExperiment) experiment = nabla_race_variant_apply (variant, base, error);
  if (experiment == NULL)
    return FALSE;
  g_autoptr (NablaProblem) problem = find_problem (self, experiment, data_path, error);
  NablaTrainer *trainer
      = problem != NULL ? nabla_trainer_new (experiment, problem, n_threads, error) : NULL;
  if (trainer == NULL)
    {
      g_prefix_error (error, "%s: ", variant->name);
      return FALSE;
    }
  nabla_race_trainer_init (&self->racers[self->n++], variant, room, trainer);
  return TRUE;
}

/* Whether all parameters that both have begin with the same bits; batch norm in one of them
 * has some that the other knows nothing of. */
static gboolean
same_parameters (NablaTrainer *one, NablaTrainer *other)
{
  const NablaGraph *a = nabla_trainer_model (one)->graph, *b = nabla_trainer_model (other)->graph;
  gsize size = nabla_precision_size (nabla_graph_precision (a));
  guint n_shared = 0;
  if (nabla_graph_precision (a) != nabla_graph_precision (b))
    return FALSE;
  for (guint i = 0; i < nabla_graph_n_nodes (a); i++)
    {
      const NablaNode *node = nabla_graph_node (a, i);
      if (!(node->op->flags & NABLA_OP_PARAMETER))
        continue;
      const NablaNode *twin = nabla_graph_find (b, node->name);
      if (twin == NULL)
        continue;
      n_shared++;
      if (!nabla_shape_equal (&node->shape, &twin->shape)
          || memcmp ((const char *)nabla_graph_parameters (a) + node->parameter_offset * size,
                     (const char *)nabla_graph_parameters (b) + twin->parameter_offset * size,
                     nabla_shape_size (&node->shape) * size)
                 != 0)
        return FALSE;
    }
  return n_shared > 0;
}

static void
compare (NablaRace *self)
{
  NablaTrainer *first = self->racers[0].trainer;
  const NablaTrainSpec *train = nabla_experiment_train (nabla_trainer_experiment (first));
  self->same_start = self->same_batches = TRUE;
  for (guint i = 1; i < self->n; i++)
    {
      NablaTrainer *other = self->racers[i].trainer;
      const NablaTrainSpec *own = nabla_experiment_train (nabla_trainer_experiment (other));
      self->same_start = self->same_start && same_parameters (first, other);
      self->same_batches
          = self->same_batches && nabla_trainer_problem (first) == nabla_trainer_problem (other)
            && train->batch_size == own->batch_size && train->batch_seed == own->batch_seed;
    }
}

NablaRace *
nabla_race_new (NablaExperiment *base,
                const NablaRaceVariant *variants,
                guint n,
                const char *data_path,
                guint n_threads,
                GError **error)
{
  g_return_val_if_fail (base != NULL && variants != NULL && n >= 1 && n <= NABLA_RACE_MOST, NULL);

  NablaRace *self = g_new0 (NablaRace, 1);
  for (guint i = 0; i < n; i++)
    if (!add_racer (self, base, &variants[i], ROOM / n, data_path, n_threads, error))
      {
        for (guint k = 0; k < self->n; k++)
          nabla_race_trainer_clear (&self->racers[k]);
        g_free (self);
        return NULL;
      }
  compare (self);

  pthread_condattr_t monotonic;
  pthread_condattr_init (&monotonic);
  pthread_condattr_setclock (&monotonic, CLOCK_MONOTONIC);
  pthread_mutex_init (&self->mutex, NULL);
  pthread_cond_init (&self->wake, &monotonic);
  pthread_cond_init (&self->idle, &monotonic);
  pthread_condattr_destroy (&monotonic);
  g_queue_init (&self->commands);
  self->mailbox = nabla_mailbox_new ((GDestroyNotify)nabla_race_view_free);
  self->options = (NablaRaceOptions){ .feature_y = 1, .grid = 64, .terms = -1 };
  self->revision = 1;
  self->busy = TRUE; /* until the first snapshot is out */
  pthread_create (&self->thread, NULL, nabla_race_worker_main, self);
  return self;
}

void
nabla_race_free (NablaRace *self)
{
  if (self == NULL)
    return;
  g_atomic_int_set (&self->quit, 1);
  send (self, (NablaRaceCommand){ NABLA_RACE_COMMAND_QUIT });
  pthread_join (self->thread, NULL);
  nabla_mailbox_free (self->mailbox);
  for (guint i = 0; i < self->n; i++)
    nabla_race_trainer_clear (&self->racers[i]);
  g_free (self->parameter);
  pthread_cond_destroy (&self->idle);
  pthread_cond_destroy (&self->wake);
  pthread_mutex_destroy (&self->mutex);
  g_free (self);
}

guint
nabla_race_n_racers (const NablaRace *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n;
}

NablaExperiment *
nabla_race_experiment (const NablaRace *self, guint index)
{
  g_return_val_if_fail (self != NULL && index < self->n, NULL);

  return (NablaExperiment *)nabla_trainer_experiment (self->racers[index].trainer);
}

NablaTrainer *
nabla_race_trainer (const NablaRace *self, guint index)
{
  g_return_val_if_fail (self != NULL && index < self->n, NULL);

  return self->racers[index].trainer;
}

void
nabla_race_set_memory (NablaRace *self, gsize bytes)
{
  g_return_if_fail (self != NULL);

  send (self, (NablaRaceCommand){ NABLA_RACE_COMMAND_MEMORY, .number = bytes });
}

gboolean
nabla_race_same_start (const NablaRace *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->same_start;
}

gboolean
nabla_race_same_batches (const NablaRace *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->same_batches;
}

void
nabla_race_play (NablaRace *self)
{
  g_return_if_fail (self != NULL);

  send (self, (NablaRaceCommand){ NABLA_RACE_COMMAND_PLAY });
}

void
nabla_race_step (NablaRace *self, gint64 n)
{
  g_return_if_fail (self != NULL && n > 0);

  send (self, (NablaRaceCommand){ NABLA_RACE_COMMAND_STEP, .step = n });
}

void
nabla_race_pause (NablaRace *self)
{
  g_return_if_fail (self != NULL);

  send (self, (NablaRaceCommand){ NABLA_RACE_COMMAND_PAUSE });
}

void
nabla_race_reset (NablaRace *self)
{
  g_return_if_fail (self != NULL);

  send (self, (NablaRaceCommand){ NABLA_RACE_COMMAND_RESET });
}

void
nabla_race_seek (NablaRace *self, gint64 step)
{
  g_return_if_fail (self != NULL && step >= 0);

  send (self, (NablaRaceCommand){ NABLA_RACE_COMMAND_SEEK, .step = step });
}

void
nabla_race_seek_seconds (NablaRace *self, double seconds)
{
  g_return_if_fail (self != NULL && seconds >= 0);

  send (self, (NablaRaceCommand){ NABLA_RACE_COMMAND_SEEK_SECONDS, .number = seconds });
}

void
nabla_race_set_pace (NablaRace *self, NablaRacePace pace)
{
  g_return_if_fail (self != NULL);

  send (self, (NablaRaceCommand){ NABLA_RACE_COMMAND_PACE, .pace = pace });
}

void
nabla_race_set_speed (NablaRace *self, double steps_per_second)
{
  g_return_if_fail (self != NULL && steps_per_second >= 0);

  send (self, (NablaRaceCommand){ NABLA_RACE_COMMAND_SPEED, .number = steps_per_second });
}

void
nabla_race_watch (NablaRace *self, const NablaRaceOptions *options)
{
  g_return_if_fail (self != NULL && options != NULL);

  NablaRaceCommand command = { NABLA_RACE_COMMAND_WATCH, .options = *options };
  command.options.parameter = g_strdup (options->parameter);
  send (self, command);
}

NablaRunState
nabla_race_state (NablaRace *self)
{
  g_return_val_if_fail (self != NULL, NABLA_RUN_PAUSED);

  return atomic_load (&self->state);
}

gint64
nabla_race_steps (NablaRace *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return atomic_load (&self->steps);
}

gint64
nabla_race_recorded (NablaRace *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return atomic_load (&self->recorded);
}

double
nabla_race_seconds (NablaRace *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return atomic_load (&self->seconds);
}

double
nabla_race_recorded_seconds (NablaRace *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return atomic_load (&self->recorded_seconds);
}

void
nabla_race_view_free (NablaRaceView *self)
{
  g_clear_pointer (&self->snapshot, nabla_snapshot_unref);
  g_free (self);
}

NablaSnapshot *
nabla_race_take_snapshot (NablaRace *self, NablaRaceMoment *moment)
{
  g_return_val_if_fail (self != NULL, NULL);

  NablaRaceView *view = nabla_mailbox_take (self->mailbox);
  if (view == NULL)
    return NULL;
  NablaSnapshot *snapshot = g_steal_pointer (&view->snapshot);
  if (moment != NULL)
    *moment = view->moment;
  nabla_race_view_free (view);
  return snapshot;
}

gboolean
nabla_race_wait (NablaRace *self, int milliseconds)
{
  g_return_val_if_fail (self != NULL, FALSE);

  struct timespec end;
  clock_gettime (CLOCK_MONOTONIC, &end);
  end.tv_sec += milliseconds / 1000;
  end.tv_nsec += milliseconds % 1000 * 1000000L;
  if (end.tv_nsec >= 1000000000L)
    end.tv_sec++, end.tv_nsec -= 1000000000L;

  int late = 0;
  pthread_mutex_lock (&self->mutex);
  while (late == 0 && (self->busy || !g_queue_is_empty (&self->commands)))
    late = milliseconds < 0 ? pthread_cond_wait (&self->idle, &self->mutex)
                            : pthread_cond_timedwait (&self->idle, &self->mutex, &end);
  gboolean done = !self->busy && g_queue_is_empty (&self->commands);
  pthread_mutex_unlock (&self->mutex);
  return done;
}
