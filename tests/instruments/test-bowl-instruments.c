/* The instruments bowl and input_normalization: turn one setting, and the numbers change as
 * the formulas say.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-instrument.h"

#include <math.h>
#include <string.h>

typedef struct
{
  const NablaInstrument *instrument;
  double settings[NABLA_MAX_PARAMS];
  double values[NABLA_MAX_OUTPUTS];
} Bench;

static void
bench_init (Bench *self, const char *name)
{
  self->instrument = nabla_instrument_find (name, NULL);
  g_assert_nonnull (self->instrument);
  nabla_param_defaults (self->instrument->params, self->settings);
}

static void
set (Bench *self, const char *key, const char *text)
{
  GError *error = NULL;
  g_assert_true (nabla_instrument_set (self->instrument, self->settings, key, text, &error));
  g_assert_no_error (error);
}

static double
get (Bench *self, const char *name)
{
  g_assert_true (
      nabla_instrument_compute (self->instrument, self->settings, 1, self->values, NULL));
  int i = nabla_instrument_find_output (self->instrument, name, NULL);
  g_assert_cmpint (i, >=, 0);
  return self->values[i];
}

#define assert_near(a, b) g_assert_cmpfloat_with_epsilon (a, b, 1e-12 * MAX (1, fabs (b)))

/* Adam in the bowl of condition number @kappa, written out */
static void
test_adam (void)
{
  Bench bench;
  bench_init (&bench, "bowl");
  set (&bench, "condition_number", "20");
  set (&bench, "beta1", "0.8");
  set (&bench, "learning_rate", "0.3");
  set (&bench, "steps", "50");
  double w = -9, b = 1.9, v[2] = { 0 }, s[2] = { 0 }, before = 0, g[2] = { 0 };
  for (guint t = 1; t <= 50; t++)
    {
      g[0] = w;
      g[1] = 20 * b;
      before = w;
      for (guint i = 0; i < 2; i++)
        {
          v[i] = 0.8 * v[i] + 0.2 * g[i];
          s[i] = 0.999 * s[i] + 0.001 * g[i] * g[i];
          double step
              = 0.3 * v[i] / (1 - pow (0.8, t)) / (sqrt (s[i] / (1 - pow (0.999, t))) + 1e-8);
          *(i == 0 ? &w : &b) -= step;
        }
    }
  const double s_hat = s[0] / (1 - pow (0.999, 50));
  assert_near (get (&bench, "w"), w);
  assert_near (get (&bench, "b"), b);
  assert_near (get (&bench, "cost"), 0.5 * (w * w + 20 * b * b));
  assert_near (get (&bench, "gradient_w"), g[0]);
  assert_near (get (&bench, "v"), v[0]);
  assert_near (get (&bench, "s"), s[0]);
  assert_near (get (&bench, "v_hat"), v[0] / (1 - pow (0.8, 50)));
  assert_near (get (&bench, "s_hat"), s_hat);
  assert_near (get (&bench, "update_w"), w - before);
  assert_near (get (&bench, "effective_rate"), 0.3 / (sqrt (s_hat) + 1e-8));
  assert_near (get (&bench, "to_minimum"), hypot (w, b));
}

/* Each setting changes what it should. */
static void
test_settings (void)
{
  static const char *const changes[][2] = {
    { "arena", "rosenbrock" },
    { "condition_number", "10" },
    { "rotation", "30" },
    { "optimizer", "adamw" },
    { "learning_rate", "0.1" },
    { "beta1", "0.5" },
    { "beta2", "0.9" },
    { "epsilon", "0.1" },
    { "bias_correction", "false" },
    { "schedule", "cosine" },
    { "noise", "2" },
    { "start_w", "-8" },
    { "start_b", "-1" },
    { "steps", "47" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      Bench bench;
      bench_init (&bench, "bowl");
      double before = get (&bench, "cost");
      set (&bench, changes[i][0], changes[i][1]);
      g_assert_cmpfloat (get (&bench, "cost"), !=, before);
    }
}

static void
test_momentum (void)
{
  Bench bench;
  bench_init (&bench, "bowl");
  set (&bench, "optimizer", "momentum");
  set (&bench, "bias_correction", "false");
  set (&bench, "learning_rate", "0.05");
  double with = get (&bench, "w");
  set (&bench, "one_minus_beta", "false");
  g_assert_cmpfloat (fabs (get (&bench, "w") - with), >, 1e-3);
  set (&bench, "learning_rate", "0.005");
  g_assert_cmpfloat_with_epsilon (get (&bench, "w"), with, 1e-10);
}

/* ε = 0 where a gradient is 0 */
static void
test_blow_up (void)
{
  Bench bench;
  bench_init (&bench, "bowl");
  set (&bench, "start_b", "0");
  g_assert_cmpfloat (get (&bench, "diverged_step"), ==, 0);
  set (&bench, "epsilon", "0");
  g_assert_cmpfloat (get (&bench, "diverged_step"), ==, 1);
  g_autofree char *text
      = nabla_instrument_sentence (bench.instrument, bench.settings, bench.values);
  g_assert_nonnull (strstr (text, "diverges at step 1"));
}

/* Gradient descent in the noise wanders; decay of α calms it. */
static void
test_wander (void)
{
  Bench bench;
  bench_init (&bench, "bowl");
  set (&bench, "optimizer", "gradient_descent");
  set (&bench, "learning_rate", "0.03");
  set (&bench, "noise", "4");
  set (&bench, "steps", "400");
  double wide = get (&bench, "wander_radius");
  g_assert_cmpfloat (wide, >, 0.1);
  set (&bench, "schedule", "cosine");
  g_assert_cmpfloat (get (&bench, "wander_radius"), <, wide / 3);
  set (&bench, "schedule", "constant");
  set (&bench, "noise", "0");
  g_assert_cmpfloat (get (&bench, "wander_radius"), <, wide / 10);
}

/* The Hessian is 2 (1, sρ; sρ, s²) before and 2 (1, ρ; ρ, 1) after. */
static void
test_condition (void)
{
  static const double scales[] = { 0.1, 1, 6, 20 }, correlations[] = { -0.9, 0, 0.5 };
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    for (guint j = 0; j < G_N_ELEMENTS (correlations); j++)
      {
        const double s = scales[i], rho = correlations[j];
        Bench bench;
        bench_init (&bench, "input_normalization");
        bench.settings[nabla_param_find (bench.instrument->params, "scale")] = s;
        bench.settings[nabla_param_find (bench.instrument->params, "correlation")] = rho;
        double mean = (1 + s * s) / 2, off = hypot ((1 - s * s) / 2, s * rho);
        double before = (mean + off) / (mean - off), after = (1 + fabs (rho)) / (1 - fabs (rho));
        g_assert_cmpfloat_with_epsilon (get (&bench, "condition_before"), before, 1e-5 * before);
        g_assert_cmpfloat_with_epsilon (get (&bench, "condition_after"), after, 1e-5 * after);
        g_assert_cmpfloat_with_epsilon (get (&bench, "largest_rate_after"), 1 / (1 + fabs (rho)),
                                        1e-6);
      }
}

/* Rounder is faster; a circle is not reached by normalizing where inputs are correlated. */
static void
test_normalization (void)
{
  Bench bench;
  bench_init (&bench, "input_normalization");
  double before = get (&bench, "steps_before"), after = get (&bench, "steps_after");
  g_assert_cmpfloat (after, <, before / 2);
  g_assert_cmpfloat_with_epsilon (get (&bench, "condition_after"), 1, 1e-5);
  set (&bench, "correlation", "0.8");
  g_assert_cmpfloat_with_epsilon (get (&bench, "condition_after"), 9, 1e-4);
  set (&bench, "normalize", "none");
  g_assert_cmpfloat (get (&bench, "condition_after"), ==, get (&bench, "condition_before"));
  set (&bench, "normalize", "standard");
  set (&bench, "learning_rate", "1.1");
  g_assert_cmpfloat (get (&bench, "steps_after"), ==, 2000);
}

static void
test_picture (void)
{
  Bench bench;
  bench_init (&bench, "input_normalization");
  double steps = get (&bench, "steps_after");
  g_autoptr (NablaSnapshot) snapshot
      = nabla_instrument_observe (bench.instrument, bench.settings, NULL, NULL, bench.values, NULL);
  g_assert_nonnull (snapshot->race->beside);
  const NablaRacer *racer = snapshot->race->beside->racers->pdata[0];
  g_assert_cmpint (racer->state, ==, NABLA_RACER_FINISHED);
  g_assert_cmpfloat (racer->state_step, ==, steps);
  g_assert_cmpstr (snapshot->race->terrain->field->x_name, ==, "w1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bowl-instruments/adam", test_adam);
  g_test_add_func ("/bowl-instruments/settings", test_settings);
  g_test_add_func ("/bowl-instruments/momentum", test_momentum);
  g_test_add_func ("/bowl-instruments/blow-up", test_blow_up);
  g_test_add_func ("/bowl-instruments/wander", test_wander);
  g_test_add_func ("/bowl-instruments/condition", test_condition);
  g_test_add_func ("/bowl-instruments/normalization", test_normalization);
  g_test_add_func ("/bowl-instruments/picture", test_picture);
  return g_test_run ();
}
