/* ε = 0: allowed, and where a gradient is exactly zero the run ends with step and node.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "runtime-test.h"

#include <math.h>

/* The weight of a unit that is never active has no gradient: 0/(√0 + ε). */
#define NETWORK                                                                                    \
  "[experiment]\nseed=3\n[data]\nsource=moons\nsamples=100\nnoise=0.1\n"                           \
  "[layer h]\nop=dense\nunits=4\nactivation=relu\n[layer output]\nop=dense\nunits=1\n"             \
  "[loss]\nop=sigmoid_cross_entropy\n[train]\nlearning_rate=0.01\nbatch_size=full\nsteps=200\n"

static void
test_blow_up (gconstpointer data)
{
  const char *optimizer = data;
  for (int precision = 0; precision < NABLA_N_PRECISIONS; precision++)
    {
      g_autofree char *text
          = g_strdup_printf (NETWORK "optimizer=%s\nepsilon=0\nprecision=%s\n", optimizer,
                             precision == NABLA_DOUBLE ? "double" : "single");
      g_autoptr (NablaTrainer) trainer = runtime_make (text, 1);
      /* all units are alive: ε is not missed */
      runtime_train_to (trainer, 20);
      /* one dies, and its averages begin anew: 0/(√0 + 0) */
      runtime_set (trainer, "b[2]@h", "-100");
      gint64 step;
      double cost;
      runtime_set (trainer, "train.optimizer", "gradient_descent");
      runtime_train_to (trainer, 21);
      runtime_set (trainer, "train.optimizer", optimizer);
      runtime_set (trainer, "train.epsilon", "0");
      runtime_train_to (trainer, 22);
      g_assert_cmpint (nabla_trainer_step (trainer, NULL, &cost), ==, NABLA_STEP_DIVERGED);
      g_assert_cmpstr (nabla_trainer_diverged (trainer, &step), ==, "h/W");
      g_assert_cmpint (step, ==, 22);
      g_assert_false (isfinite (cost));
      /* asked again, it says the same */
      g_assert_cmpint (nabla_trainer_step (trainer, NULL, &cost), ==, NABLA_STEP_DIVERGED);
      g_assert_cmpint (nabla_trainer_steps (trainer), ==, 22);

      /* the usual ε does without */
      g_autofree char *usual = g_strdup_printf (NETWORK "optimizer=%s\n", optimizer);
      g_autoptr (NablaTrainer) safe = runtime_make (usual, 1);
      runtime_set (safe, "b[2]@h", "-100");
      runtime_train_to (safe, 50);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/runtime/epsilon/rmsprop", "rmsprop", test_blow_up);
  g_test_add_data_func ("/runtime/epsilon/adam", "adam", test_blow_up);
  g_test_add_data_func ("/runtime/epsilon/adamw", "adamw", test_blow_up);
  return g_test_run ();
}
