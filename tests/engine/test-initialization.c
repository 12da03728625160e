/* First values of parameters, number by number as numpy makes them.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-initialization.h"

/* np.random.seed (3), then in this order
 *   randn (4, 3) * np.sqrt (2 / 3)
 *   randn (2, 4) * np.sqrt (1 / 4)
 *   randn (3, 2) * np.sqrt (2 / (2 + 3))
 *   randn (1, 3) * 0.01
 * by numpy 1.24; zeros and a constant between them draw nothing. */
static const struct {
  NablaInitialization how;
  gsize n;
  double values[12];
} layers[] = {
  { { NABLA_INITIALIZATION_HE, 0, 3, 4 }, 12,
    { 1.4604090331058333, 0.35640880048431217, 0.07878985274897744, -1.521535420880872,
      -0.22648651894269448, -0.2896594936265377, -0.06755813673132316, -0.5119439088660415,
      -0.03577738515135877, -0.38964689014559767, -1.07276607892208, 0.7222911490900568 } },
  { { NABLA_INITIALIZATION_ZEROS, 7, 4, 1 }, 4, { 0, 0, 0, 0 } },
  { { NABLA_INITIALIZATION_XAVIER, 0, 4, 2 }, 8,
    { 0.4406590211037649, 0.8547865318264742, 0.025016821088430105, -0.20233870730044543,
      -0.2726799738097652, -0.7732386577914842, 0.49118371712908004, -0.5505338150557378 } },
  { { NABLA_INITIALIZATION_CONSTANT, 0.25, 4, 2 }, 3, { 0.25, 0.25, 0.25 } },
  { { NABLA_INITIALIZATION_GLOROT, 0, 2, 3 }, 6,
    { -0.7494892317312033, -0.13006441655195516, 0.9399227485896722, 0.14971251273002265,
      -0.6474985753603657, -0.45093649371325933 } },
  { { NABLA_INITIALIZATION_NORMAL, 0.01, 3, 1 }, 3,
    { 0.006252449661628293, -0.0016051336318692391, -0.0076883635031923005 } },
};

static void
test_numpy (void)
{
  NablaRandomState random;
  nabla_random_state_seed (&random, 3);
  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      double values[12];
      nabla_initialization_draw (&layers[i].how, &random, values, layers[i].n);
      for (gsize j = 0; j < layers[i].n; j++)
        g_assert_cmpfloat (values[j], ==, layers[i].values[j]);
    }
}

/* Over many draws the variance is what the formula says, whatever the scale of
 * the rules that have none. */
static void
test_variance (void)
{
  static const struct {
    NablaInitialization how;
    double variance;
  } cases[] = {
    { { NABLA_INITIALIZATION_NORMAL, 0.3, 50, 20 }, 0.09 },
    { { NABLA_INITIALIZATION_XAVIER, 9, 50, 20 }, 1 / 50.0 },
    { { NABLA_INITIALIZATION_HE, 9, 50, 20 }, 2 / 50.0 },
    { { NABLA_INITIALIZATION_GLOROT, 9, 50, 20 }, 2 / 70.0 },
  };
  enum { DRAWS = 40000 };
  g_autofree double *values = g_new (double, DRAWS);
  NablaRandomState random;
  nabla_random_state_seed (&random, 1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      nabla_initialization_draw (&cases[i].how, &random, values, DRAWS);
      double sum = 0;
      for (guint j = 0; j < DRAWS; j++)
        sum += values[j] * values[j];
      /* Its standard error is √(2/40000) = 0.7 %. */
      g_assert_cmpfloat_with_epsilon (sum / DRAWS / cases[i].variance, 1, 0.03);
    }
}

static void
test_names (void)
{
  static const char *const names[] = {
    "zeros", "constant", "normal", "xavier", "he", "glorot", NULL,
  };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpstr (nabla_initialization_names[i], ==, names[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/initialization/numpy", test_numpy);
  g_test_add_func ("/engine/initialization/variance", test_variance);
  g_test_add_func ("/engine/initialization/names", test_names);
  return g_test_run ();
}
