/* The averages of the instrument are the momentum of the engine: the same series, the same v.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-instrument.h"
#include "nabla-optimizer.h"

#include <string.h>

static void
test_momentum (gconstpointer data)
{
  const double beta = *(const double *)data;
  const NablaInstrument *instrument = nabla_instrument_find ("averages", NULL);
  g_assert_nonnull (instrument);
  double settings[NABLA_MAX_PARAMS], values[NABLA_MAX_OUTPUTS];
  nabla_param_defaults (instrument->params, settings);
  settings[nabla_param_find (instrument->params, "beta")] = beta;
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaInstrumentSeries) series
      = nabla_instrument_series_parse ("3\n-1\n4\n1\n-5\n9\n2\n-6\n5\n3.5\n", &error);
  g_assert_no_error (error);
  g_autoptr (NablaSnapshot) snapshot
      = nabla_instrument_observe (instrument, settings, series, NULL, values, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (snapshot->averages->n, ==, series->n);

  const NablaOptimizerClass *momentum = nabla_optimizer_find (NABLA_DOUBLE, "momentum");
  double own[NABLA_MAX_PARAMS] = { 0 }, theta = 0, v = 0;
  void *states[NABLA_MAX_OPTIMIZER_STATES] = { &v };
  nabla_param_defaults (momentum->params, own);
  own[nabla_param_find (momentum->params, "beta")] = beta;
  for (gsize t = 0; t < series->n; t++)
    {
      NablaUpdate update
          = { .t = t + 1, .learning_rate = 0.1, .gradient_scale = 1, .settings = own };
      momentum->update (&update, 1, &theta, &series->values[t], states);
      g_assert_cmpfloat_with_epsilon (snapshot->averages->averages[0].plain[t], v, 1e-12);
    }
}

int
main (int argc, char **argv)
{
  static const double betas[] = { 0, 0.5, 0.9, 0.98 };
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (betas); i++)
    {
      g_autofree char *path = g_strdup_printf ("/averages/momentum/%u", i);
      g_test_add_data_func (path, &betas[i], test_momentum);
    }
  return g_test_run ();
}
