/* One step of an optimizer on arrays: θ, dθ and states go in, θ and states come out.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-error.h"
#include "nabla-op-run.h"
#include "nabla-settings.h"

#include <glib/gi18n-lib.h>
#include <string.h>

enum
{
  LEARNING_RATE,
  T
};
enum
{
  W,
  DW,
  STATES
};

static const NablaParamSpec common[] = {
  { "learning_rate", N_ ("Learning rate"), "α", N_ ("How far one step goes along the gradient."),
    NABLA_PARAM_REAL, 0, 1e6, 0.01, NABLA_SCALE_LOG },
  { "t", N_ ("Update"), "t", N_ ("Which update this is, from 1: bias correction divides by it."),
    NABLA_PARAM_INTEGER, 1, 1e9, 1, NABLA_SCALE_LINEAR },
  { NULL }
};

/* Every array has the shape of the parameters. */
static gboolean
check_inputs (const NablaOpRun *self, const NablaOptimizerClass *optimizer, GError **error)
{
  if (self->dy != NULL)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_SHAPE,
                   _ ("--dy goes with an op; %s is an optimizer and takes W and dW with --in"),
                   optimizer->name);
      return FALSE;
    }
  if (self->n_inputs < STATES || self->n_inputs > STATES + optimizer->n_states)
    {
      g_autoptr (GString) names = g_string_new ("W, dW");
      for (guint i = 0; i < optimizer->n_states; i++)
        g_string_append_printf (names, ", %s", optimizer->state_names[i]);
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_SHAPE,
                   _ ("%s takes these arrays with --in: %s; %u were given"), optimizer->name,
                   names->str, self->n_inputs);
      return FALSE;
    }
  const NablaArray *w = self->inputs[W];
  for (guint i = DW; i < self->n_inputs; i++)
    {
      const NablaArray *other = self->inputs[i];
      if (other->n_dims == w->n_dims
          && memcmp (other->shape, w->shape, w->n_dims * sizeof *w->shape) == 0)
        continue;
      g_autofree char *found = nabla_array_shape_text (other);
      g_autofree char *wanted = nabla_array_shape_text (w);
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_SHAPE, _ ("%s: the shape is %s, but %s has %s"),
                   self->places[i], found, self->places[W], wanted);
      return FALSE;
    }
  return TRUE;
}

gboolean
nabla_optimizer_run (NablaOpRun *self, const NablaOptimizerClass *optimizer, GError **error)
{
  g_return_val_if_fail (self != NULL && optimizer != NULL, FALSE);

  double settings[NABLA_MAX_PARAMS], of_all[G_N_ELEMENTS (common)];
  void *states[NABLA_MAX_OPTIMIZER_STATES];
  if (!nabla_settings_parse (self->changes, optimizer->params, settings, common, of_all, error)
      || !check_inputs (self, optimizer, error))
    return FALSE;

  const NablaArray *w = self->inputs[W];
  NablaArray *new_w = nabla_op_run_add (self, "W", w->n_dims, w->shape, w->values, error);
  if (new_w == NULL)
    return FALSE;
  for (guint i = 0; i < optimizer->n_states; i++)
    {
      const double *before = STATES + i < self->n_inputs ? self->inputs[STATES + i]->values : NULL;
      NablaArray *state
          = nabla_op_run_add (self, optimizer->state_names[i], w->n_dims, w->shape, before, error);
      if (state == NULL)
        return FALSE;
      states[i] = state->values;
    }
  const NablaUpdate update = {
    .t = of_all[T],
    .learning_rate = of_all[LEARNING_RATE],
    .gradient_scale = 1,
    .decays = TRUE,
    .settings = settings,
  };
  optimizer->update (&update, w->n_values, new_w->values, self->inputs[DW]->values, states);
  return TRUE;
}
