/* The neuron against its formulas, written out here a second time.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-instrument.h"

#include <math.h>

enum
{
  X1,
  X2,
  W1,
  W2,
  B,
  ACTIVATION,
  N_SETTINGS
};
enum
{
  Z,
  A,
  SLOPE,
  N_VALUES
};

static double
g (guint activation, double z)
{
  switch (activation)
    {
    case 1:
      return 1 / (1 + exp (-z));
    case 2:
      return tanh (z);
    case 3:
      return MAX (z, 0);
    case 4:
      return z > 0 ? z : 0.01 * z;
    default:
      return z;
    }
}

static double
slope (guint activation, double z)
{
  double a = g (activation, z);
  switch (activation)
    {
    case 1:
      return a * (1 - a);
    case 2:
      return 1 - a * a;
    case 3:
      return z > 0;
    case 4:
      return z > 0 ? 1 : 0.01;
    default:
      return 1;
    }
}

static void
test_formulas (void)
{
  enum
  {
    N = 500
  };
  const NablaInstrument *neuron = nabla_instrument_find ("neuron", NULL);
  double settings[N * N_SETTINGS], values[N * N_VALUES];
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  for (guint i = 0; i < N; i++)
    {
      /* Runs of ten share their weights, so that batches are made. */
      for (guint k = X1; k < N_SETTINGS; k++)
        settings[i * N_SETTINGS + k] = k >= W1 && i % 10 != 0 ? settings[(i - 1) * N_SETTINGS + k]
                                       : k == ACTIVATION      ? g_rand_int_range (rand, 0, 5)
                                                              : g_rand_double_range (rand, -4, 4);
    }
  g_assert_true (nabla_instrument_compute (neuron, settings, N, values, NULL));
  for (guint i = 0; i < N; i++)
    {
      const double *s = settings + i * N_SETTINGS, *v = values + i * N_VALUES;
      double z = s[W1] * s[X1] + s[W2] * s[X2] + s[B];
      g_assert_cmpfloat_with_epsilon (v[Z], z, 1e-12);
      g_assert_cmpfloat_with_epsilon (v[A], g (s[ACTIVATION], z), 1e-12);
      g_assert_cmpfloat_with_epsilon (v[SLOPE], slope (s[ACTIVATION], z), 1e-12);
    }
}

static void
test_sentence (void)
{
  const NablaInstrument *neuron = nabla_instrument_find ("neuron", NULL);
  const struct
  {
    double settings[N_SETTINGS];
    const char *sentence;
  } cases[] = {
    { { 1, 2, 2, -1, 0.5, 1 }, "z = w₁x₁ + w₂x₂ + b = 2·1 − 1·2 + 0.5 = 0.5\na = σ(0.5) = 0.622" },
    { { -1, -2, -2, 1, -1, 3 },
      "z = w₁x₁ + w₂x₂ + b = −2·(−1) + 1·(−2) − 1 = −1\na = relu(−1) = 0" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double values[N_VALUES];
      g_assert_true (nabla_instrument_compute (neuron, cases[i].settings, 1, values, NULL));
      g_autofree char *sentence = nabla_instrument_sentence (neuron, cases[i].settings, values);
      g_assert_cmpstr (sentence, ==, cases[i].sentence);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/neuron/formulas", test_formulas);
  g_test_add_func ("/neuron/sentence", test_sentence);
  return g_test_run ();
}
