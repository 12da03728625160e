/* Races: real ones in the bowl, and one of networks as it would be recorded.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sample-private.h"

#include "nabla-bowl.h"
#include "nabla-instrument.h"

#include <math.h>

static NablaBowlRacer
racer_of (const char *optimizer, double learning_rate)
{
  NablaBowlRacer racer;
  nabla_bowl_racer_init (&racer, nabla_optimizer_find (NABLA_DOUBLE, optimizer), learning_rate);
  return racer;
}

static void
set (NablaBowlRacer *racer, const char *name, double value)
{
  racer->settings[nabla_param_find (racer->optimizer->params, name)] = value;
}

static NablaSnapshot *
observe (const char *arena_name,
         const NablaBowlOptions *wanted,
         const NablaBowlRacer *racers,
         guint n,
         guint step,
         int chosen)
{
  const NablaBowlArena *arena = nabla_bowl_arena_find (arena_name, NULL);
  NablaBowlOptions options = wanted != NULL ? *wanted : nabla_bowl_options (arena);
  g_autoptr (NablaBowlRace) race = nabla_bowl_race_new (arena, NULL, &options, NULL);
  for (guint i = 0; i < n; i++)
    nabla_bowl_race_add (race, &racers[i]);
  return nabla_bowl_race_observe (race, step, chosen);
}

static NablaSnapshot *
usual (guint step, int chosen)
{
  NablaBowlRacer racers[] = { racer_of ("gradient_descent", 0.0355), racer_of ("momentum", 0.06),
                              racer_of ("rmsprop", 0.2), racer_of ("adam", 0.4) };
  return observe ("bowl", NULL, racers, G_N_ELEMENTS (racers), step, chosen);
}

NablaSnapshot *
sample_race (void)
{
  return usual (46, 3);
}

NablaSnapshot *
sample_race_start (void)
{
  return usual (0, 1);
}

/* Noisy gradients, with and without decay of the learning rate */
NablaSnapshot *
sample_race_noise (void)
{
  NablaBowlOptions options = nabla_bowl_options (nabla_bowl_arena_find ("bowl", NULL));
  options.noise = 12;
  options.steps_total = 300;
  NablaBowlRacer racers[] = { racer_of ("gradient_descent", 0.03), racer_of ("rmsprop", 0.1),
                              racer_of ("rmsprop", 0.1) };
  racers[2].schedule = nabla_schedule_find ("cosine");
  racers[2].title = "RMSprop with decay";
  racers[2].slot = 5;
  return observe ("bowl", &options, racers, G_N_ELEMENTS (racers), 300, 2);
}

/* Two that leave every range: a learning rate too large, and 0/0 */
NablaSnapshot *
sample_race_diverged (void)
{
  NablaBowlOptions options = nabla_bowl_options (nabla_bowl_arena_find ("bowl", NULL));
  options.start = (NablaPlace){ -9, 0 };
  options.steps_total = 2000;
  NablaBowlRacer racers[] = { racer_of ("rmsprop", 0.2), racer_of ("adam", 0.4), racer_of ("gradient_descent", 2.5) };
  set (&racers[0], "epsilon", 0);
  return observe ("bowl", &options, racers, G_N_ELEMENTS (racers), 1999, 0);
}

/* Six racers and thousands of steps */
NablaSnapshot *
sample_race_long (void)
{
  NablaBowlOptions options = nabla_bowl_options (nabla_bowl_arena_find ("rosenbrock", NULL));
  options.steps_total = 5000;
  options.finish_cost = 1e-6;
  NablaBowlRacer racers[] = {
    racer_of ("gradient_descent", 0.0015), racer_of ("momentum", 0.004), racer_of ("rmsprop", 0.004),
    racer_of ("adam", 0.01),  racer_of ("adamw", 0.02), racer_of ("momentum", 0.0006),
  };
  racers[5].slot = 5;
  racers[5].title = "Momentum without (1 − β)";
  set (&racers[5], "one_minus_beta", 0);
  return observe ("rosenbrock", &options, racers, G_N_ELEMENTS (racers), 4000, 5);
}

NablaSnapshot *
sample_race_saddle (void)
{
  NablaBowlRacer racers[] = { racer_of ("gradient_descent", 0.1), racer_of ("adamw", 0.05) };
  return observe ("saddle", NULL, racers, G_N_ELEMENTS (racers), 60, 0);
}

NablaSnapshot *
sample_race_two_weights (void)
{
  NablaBowlOptions options = nabla_bowl_options (nabla_bowl_arena_find ("two_weights", NULL));
  options.steps_total = 400;
  NablaBowlRacer racers[] = { racer_of ("gradient_descent", 0.5), racer_of ("momentum", 0.5),
                              racer_of ("adam", 0.1), racer_of ("rmsprop", 0.05) };
  return observe ("two_weights", &options, racers, G_N_ELEMENTS (racers), 300, 2);
}

NablaSnapshot *
sample_race_ravine (void)
{
  NablaBowlRacer racers[] = { racer_of ("gradient_descent", 0.04), racer_of ("momentum", 0.05),
                              racer_of ("adam", 0.2) };
  return observe ("ravine", NULL, racers, G_N_ELEMENTS (racers), 90, 1);
}

NablaSnapshot *
sample_race_empty (void)
{
  return observe ("bowl", NULL, NULL, 0, 0, -1);
}

/* One cost beside another */
NablaSnapshot *
sample_race_inputs (void)
{
  const NablaInstrument *instrument = nabla_instrument_find ("input_normalization", NULL);
  double settings[NABLA_MAX_PARAMS], values[NABLA_MAX_OUTPUTS];
  nabla_param_defaults (instrument->params, settings);
  return nabla_instrument_observe (instrument, settings, NULL, NULL, values, NULL);
}

/* A race of networks has no terrain; one has diverged, one is slower than the others. */
NablaSnapshot *
sample_race_networks (void)
{
  static const char *const names[] = { "Adam", "Momentum with decay", "RMSprop" };
  static const guint slots[] = { 0, 1, 4 };
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  NablaRacePicture *race = snapshot->race = nabla_race_picture_new ("Planar flower");
  race->step = 900;
  race->steps_total = 2000;
  race->finish_cost = 0.3;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      NablaRacer *racer = nabla_race_picture_add (race, names[i], slots[i]);
      racer->step = i == 1 ? 640 : 900;
      racer->cost_curve = nabla_series_new ();
      racer->time_curve = nabla_series_new ();
      for (gint64 step = 0; step <= racer->step; step++)
        {
          double cost = 0.1 * (i + 2) + (0.69 - 0.1 * (i + 2)) * exp (-(double)step / (100 * (i + 1)));
          racer->cost = i == 2 && step > 500 ? NAN : cost;
          nabla_series_append (racer->cost_curve, step, racer->cost);
          nabla_series_append (racer->time_curve, step, (double)step * 1e-3 * (i + 1));
        }
      racer->seconds = (double)racer->step * 1e-3 * (i + 1);
      racer->train_accuracy = 0.97 - 0.05 * i;
      racer->dev_accuracy = 0.94 - 0.06 * i;
    }
  NablaRacer *last = race->racers->pdata[2];
  last->state = NABLA_RACER_DIVERGED;
  last->state_step = 501;
  last->reason = g_strdup ("At step 501 the cost was not finite.");
  return snapshot;
}
