/* How long looking takes: 2 ms for a small network, and five times that for slow machines;
 * of wide ones so much more as a step of theirs takes.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-observe.h"
#include "runtime-test.h"

#include <time.h>

static const struct
{
  const char *name;
  guint watch;
} parts[] = {
  { "distributions", NABLA_WATCH_DISTRIBUTIONS },
  { "saturation", NABLA_WATCH_SATURATION },
  { "units", NABLA_WATCH_UNITS },
  { "batch norm", NABLA_WATCH_BATCH_NORM },
  { "decay", NABLA_WATCH_DECAY },
  { "hidden space", NABLA_WATCH_HIDDEN_SPACE },
};

/* Time that this thread has worked, whatever else runs on the machine */
static double
milliseconds (void)
{
  struct timespec now;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

/* The fewest milliseconds of a look at one part, with a step before each; and of the step. */
static double
time_look (NablaTrainer *trainer, guint watch, guint rounds, double *step)
{
  g_autoptr (NablaObserver) observer = nabla_observer_new (trainer);
  NablaObserveOptions options = nabla_observe_defaults;
  double fewest = G_MAXDOUBLE;
  options.watch = watch;
  *step = G_MAXDOUBLE;
  for (guint i = 0; i < rounds; i++)
    {
      double start = milliseconds ();
      runtime_train_to (trainer, nabla_trainer_steps (trainer) + 1);
      *step = MIN (*step, milliseconds () - start);
      start = milliseconds ();
      g_autoptr (NablaSnapshot) snapshot G_GNUC_UNUSED
          = nabla_observer_observe (observer, &options, NULL);
      fewest = MIN (fewest, milliseconds () - start);
    }
  return fewest;
}

static void
test_small (void)
{
  g_autoptr (NablaTrainer) trainer = runtime_make (
      "[experiment]\nseed=3\n[data]\nsource=moons\nsamples=2000\nnoise=0.2\nseed=1\n"
      "[layer h1]\nop=dense\nunits=8\n[layer n]\nop=batch_norm\nactivation=tanh\n"
      "[layer h2]\nop=dense\nunits=8\nactivation=relu\n[layer output]\nop=dense\nunits=1\n"
      "[loss]\nop=sigmoid_cross_entropy\n[train]\noptimizer=adam\nlearning_rate=0.01\n"
      "batch_size=full\nsteps=1000\nl2=1\n",
      1);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      double step, look = time_look (trainer, parts[i].watch, 15, &step);
      g_test_minimized_result (look, "%s: %.2f ms", parts[i].name, look);
      g_assert_cmpfloat (look, <, 10);
    }
}

static void
test_wide (void)
{
  g_autoptr (NablaTrainer) trainer = runtime_make (
      "[experiment]\nseed=3\n[data]\nsource=moons\nsamples=1200\nnoise=0.2\nseed=1\n"
      "[layer h1]\nop=dense\nunits=1000\nactivation=tanh\n"
      "[layer h2]\nop=dense\nunits=1000\nactivation=relu\n"
      "[layer h3]\nop=dense\nunits=1000\n[layer n]\nop=batch_norm\nactivation=relu\n"
      "[layer output]\nop=dense\nunits=1\n[loss]\nop=sigmoid_cross_entropy\n"
      "[train]\noptimizer=adam\nlearning_rate=0.001\nbatch_size=full\nsteps=1000\n",
      1);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      double step, look = time_look (trainer, parts[i].watch, 2, &step);
      g_test_minimized_result (look, "%s of 1000 units: %.2f ms, a step %.2f ms", parts[i].name,
                               look, step);
      g_assert_cmpfloat (look, <, 2 * step + 50);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/observe-speed/small", test_small);
  g_test_add_func ("/observe-speed/wide", test_wide);
  return g_test_run ();
}
