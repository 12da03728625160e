/* What holds for every instrument: it is fully described, its values are finite at
 * both ends of every setting, a batch gives what single rows give, and mistakes are
 * told in a sentence.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-error.h"
#include "nabla-instrument.h"

#include <math.h>
#include <string.h>

static void
check_described (const NablaInstrument *self)
{
  guint n = nabla_instrument_n_outputs (self);
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <=, NABLA_MAX_OUTPUTS);
  g_assert_cmpuint (nabla_param_count (self->params), <=, NABLA_MAX_PARAMS);
  g_assert_true (strlen (self->title) > 0 && g_str_has_suffix (self->help, "."));
  g_assert_true ((self->plane[0] == NULL) == (self->plane[1] == NULL));
  for (guint i = 0; i < 2 && self->plane[i] != NULL; i++)
    g_assert_cmpint (nabla_param_find (self->params, self->plane[i]), >=, 0);
  if (self->plane[0] != NULL)
    {
      g_assert_cmpint (nabla_instrument_find_output (self, self->plane_output, NULL), >=, 0);
      g_assert_cmpint (nabla_instrument_find_output (self, self->plane_line, NULL), >=, 0);
    }
  for (guint i = 0; self->params[i].name != NULL; i++)
    g_assert_true (strlen (self->params[i].title) > 0
                   && g_str_has_suffix (self->params[i].help, "."));
}

static double
end_of (const NablaParamSpec *spec, gboolean high)
{
  if (spec->type == NABLA_PARAM_BOOLEAN)
    return high;
  if (spec->type == NABLA_PARAM_CHOICE)
    return high ? g_strv_length ((char **)spec->choices) - 1 : 0;
  return high ? spec->maximum : spec->minimum;
}

/* The defaults, and each setting at its ends, in one batch and one by one. */
static void
check_values (const NablaInstrument *self)
{
  guint n_params = nabla_param_count (self->params), n_values = nabla_instrument_n_outputs (self);
  gsize n = 1 + 2 * n_params;
  g_autofree double *settings = g_new (double, n *n_params), *values = g_new (double, n *n_values);
  for (gsize row = 0; row < n; row++)
    {
      nabla_param_defaults (self->params, settings + row * n_params);
      if (row > 0)
        settings[row * n_params + (row - 1) / 2] = end_of (&self->params[(row - 1) / 2], row % 2);
    }
  GError *error = NULL;
  g_assert_true (nabla_instrument_compute (self, settings, n, values, &error));
  g_assert_no_error (error);
  for (gsize row = 0; row < n; row++)
    {
      double alone[NABLA_MAX_OUTPUTS];
      g_assert_true (nabla_instrument_compute (self, settings + row * n_params, 1, alone, &error));
      for (guint i = 0; i < n_values; i++)
        {
          g_assert_true (isfinite (values[row * n_values + i]));
          g_assert_cmpfloat (values[row * n_values + i], ==, alone[i]);
        }
      g_autofree char *sentence
          = nabla_instrument_sentence (self, settings + row * n_params, alone);
      g_assert_true (strlen (sentence) > 0 && g_utf8_validate (sentence, -1, NULL));
    }
}

static void
test_registry (void)
{
  const NablaInstrument *const *instruments = nabla_instruments ();
  g_assert_nonnull (instruments[0]);
  for (guint i = 0; instruments[i] != NULL; i++)
    {
      g_test_message ("%s", instruments[i]->name);
      g_assert_true (nabla_instrument_find (instruments[i]->name, NULL) == instruments[i]);
      check_described (instruments[i]);
      check_values (instruments[i]);
    }
}

static void
test_mistakes (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (nabla_instrument_find ("nueron", &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN);
  g_assert_nonnull (strstr (error->message, "neuron"));
  g_clear_error (&error);

  const NablaInstrument *neuron = nabla_instrument_find ("neuron", NULL);
  double settings[NABLA_MAX_PARAMS], before[NABLA_MAX_PARAMS];
  nabla_param_defaults (neuron->params, settings);
  memcpy (before, settings, sizeof (before));
  const char *const wrong[][2] = {
    { "w3", "1" }, { "w1", "5" }, { "w1", "" }, { "w1", "1x" }, { "activation", "swish" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_false (nabla_instrument_set (neuron, settings, wrong[i][0], wrong[i][1], &error));
      g_assert_nonnull (strstr (error->message, "neuron"));
      g_assert_nonnull (strstr (error->message, wrong[i][0]));
      g_clear_error (&error);
      for (guint k = 0; neuron->params[k].name != NULL; k++)
        g_assert_cmpfloat (settings[k], ==, before[k]);
    }
  g_assert_cmpint (nabla_instrument_find_output (neuron, "y", &error), ==, -1);
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/instruments/registry", test_registry);
  g_test_add_func ("/instruments/mistakes", test_mistakes);
  return g_test_run ();
}
