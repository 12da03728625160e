/* The arenas of the bowl, one after another; a new one is its functions and an entry of the
 * list at the end.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-bowl.h"

#include "nabla-bowl-private.h"
#include "nabla-error.h"
#include "nabla-label.h"
#include "nabla-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* An elliptical quadratic: J = ½ (u² + κ v²), where (u, v) is (w, b) turned by an angle. The
 * curvatures are 1 and κ, so that gradient descent needs α < 2/κ and then takes about κ steps
 * for what it would do in one if both were 1. */
enum
{
  BOWL_CONDITION,
  BOWL_ROTATION
};

static const NablaParamSpec bowl_params[] = {
  { "condition_number", N_("Condition number"), "κ",
    N_("How many times steeper the steepest direction is than the flattest."), NABLA_PARAM_REAL, 1,
    1000, 50, NABLA_SCALE_LOG },
  { "rotation", N_("Rotation"), NULL,
    N_("By how many degrees the ellipse is turned; at 0, each weight has a direction of its own."),
    NABLA_PARAM_REAL, 0, 90, 0, NABLA_SCALE_LINEAR },
  { NULL },
};

static char *
bowl_formula (const double *settings)
{
  char number[NABLA_LABEL_LENGTH];
  nabla_label_short (settings[BOWL_CONDITION], number);
  if (settings[BOWL_ROTATION] == 0)
    return g_strdup_printf ("<i>J</i>(<i>w</i>, <i>b</i>) = ½ (<i>w</i>² + %s <i>b</i>²)", number);
  char angle[NABLA_LABEL_LENGTH];
  /* Translators: the formula of a bowl, then by how many degrees it is turned */
  return g_strdup_printf (_("<i>J</i> = ½ (<i>u</i>² + %1$s <i>v</i>²), turned by %2$s°"), number,
                          nabla_label_short (settings[BOWL_ROTATION], angle));
}

static guint
minimum_at_zero (const double *settings, gpointer prepared, NablaPlace *minima)
{
  minima[0] = (NablaPlace){ 0, 0 };
  return 1;
}

static void
bowl_evaluate (const double *settings,
               gpointer prepared,
               gsize n,
               const NablaPlace *places,
               double *costs,
               NablaPlace *gradients)
{
  const double kappa = settings[BOWL_CONDITION], angle = settings[BOWL_ROTATION] * G_PI / 180;
  const double c = cos (angle), s = angle == 0 ? 0 : sin (angle);
  for (gsize i = 0; i < n; i++)
    {
      double u = c * places[i].w + s * places[i].b;
      double v = c * places[i].b - s * places[i].w;
      costs[i] = 0.5 * (u * u + kappa * v * v);
      if (gradients != NULL)
        gradients[i] = (NablaPlace){ c * u - s * kappa * v, s * u + c * kappa * v };
    }
}

static const NablaBowlArena bowl = {
  .name = "bowl",
  .title = N_("Bowl"),
  .help = N_("An elliptical bowl: the more elongated, the more plain gradient descent swings."),
  .params = bowl_params,
  .scale = NABLA_TERRAIN_ROOT,
  .w_minimum = -9.9,
  .w_maximum = 3.4,
  .b_minimum = -2.37,
  .b_maximum = 2.37,
  .start = { -9, 1.9 },
  .finish_cost = 0.01,
  .formula = bowl_formula,
  .minima = minimum_at_zero,
  .evaluate = bowl_evaluate,
};

/* Rosenbrock, "An automatic method for finding the greatest or least value of a function",
 * The Computer Journal 3, 1960: a bent valley whose floor is nearly flat. */
enum
{
  ROSENBROCK_STEEPNESS
};

static const NablaParamSpec rosenbrock_params[] = {
  { "steepness", N_("Steepness of the walls"), NULL,
    N_("How steep the valley's walls are; its floor stays as it is."), NABLA_PARAM_REAL, 1, 1000,
    100, NABLA_SCALE_LOG },
  { NULL },
};

static char *
rosenbrock_formula (const double *settings)
{
  char number[NABLA_LABEL_LENGTH];
  return g_strdup_printf (
      "<i>J</i>(<i>w</i>, <i>b</i>) = (1 − <i>w</i>)² + %s (<i>b</i> − <i>w</i>²)²",
      nabla_label_short (settings[ROSENBROCK_STEEPNESS], number));
}

static guint
rosenbrock_minima (const double *settings, gpointer prepared, NablaPlace *minima)
{
  minima[0] = (NablaPlace){ 1, 1 };
  return 1;
}

static void
rosenbrock_evaluate (const double *settings,
                     gpointer prepared,
                     gsize n,
                     const NablaPlace *places,
                     double *costs,
                     NablaPlace *gradients)
{
  const double c = settings[ROSENBROCK_STEEPNESS];
  for (gsize i = 0; i < n; i++)
    {
      double w = places[i].w, off = places[i].b - w * w;
      costs[i] = (1 - w) * (1 - w) + c * off * off;
      if (gradients != NULL)
        gradients[i] = (NablaPlace){ 2 * (w - 1) - 4 * c * w * off, 2 * c * off };
    }
}

static const NablaBowlArena rosenbrock = {
  .name = "rosenbrock",
  .title = N_("Rosenbrock"),
  .help = N_("A bent valley: its floor is soon found, and its lowest point takes long."),
  .params = rosenbrock_params,
  .scale = NABLA_TERRAIN_LOG,
  .w_minimum = -2,
  .w_maximum = 2,
  .b_minimum = -1,
  .b_maximum = 3,
  .start = { -1.2, 1 },
  .finish_cost = 0.01,
  .formula = rosenbrock_formula,
  .minima = rosenbrock_minima,
  .evaluate = rosenbrock_evaluate,
};

/* J = ½ w² + ¼ (b² − 1)²: a saddle at the origin, where the gradient is zero though the cost
 * is not least, between two minima. */
static char *
saddle_formula (const double *settings)
{
  return g_strdup ("<i>J</i>(<i>w</i>, <i>b</i>) = ½ <i>w</i>² + ¼ (<i>b</i>² − 1)²");
}

static guint
saddle_minima (const double *settings, gpointer prepared, NablaPlace *minima)
{
  minima[0] = (NablaPlace){ 0, 1 };
  minima[1] = (NablaPlace){ 0, -1 };
  return 2;
}

static void
saddle_evaluate (const double *settings,
                 gpointer prepared,
                 gsize n,
                 const NablaPlace *places,
                 double *costs,
                 NablaPlace *gradients)
{
  for (gsize i = 0; i < n; i++)
    {
      double w = places[i].w, b = places[i].b, off = b * b - 1;
      costs[i] = 0.5 * w * w + 0.25 * off * off;
      if (gradients != NULL)
        gradients[i] = (NablaPlace){ w, b * off };
    }
}

static const NablaBowlArena saddle = {
  .name = "saddle",
  .title = N_("Saddle"),
  .help = N_("A saddle between two minima: near it the gradient is almost zero."),
  .scale = NABLA_TERRAIN_LOG,
  .w_minimum = -2.6,
  .w_maximum = 2.6,
  .b_minimum = -1.7,
  .b_maximum = 1.7,
  .start = { -2.2, 0.01 },
  .finish_cost = 0.01,
  .formula = saddle_formula,
  .minima = saddle_minima,
  .evaluate = saddle_evaluate,
};

/* J = ½ (w²/10 + c (b − sin w)²): a winding ravine that slopes gently towards the origin. */
enum
{
  RAVINE_STEEPNESS
};

static const NablaParamSpec ravine_params[] = {
  { "steepness", N_("Steepness of the walls"), NULL,
    N_("How steep the valley's walls are; its floor stays as it is."), NABLA_PARAM_REAL, 1, 1000,
    20, NABLA_SCALE_LOG },
  { NULL },
};

static char *
ravine_formula (const double *settings)
{
  char number[NABLA_LABEL_LENGTH];
  return g_strdup_printf (
      "<i>J</i>(<i>w</i>, <i>b</i>) = ½ (<i>w</i>²/10 + %s (<i>b</i> − sin <i>w</i>)²)",
      nabla_label_short (settings[RAVINE_STEEPNESS], number));
}

static void
ravine_evaluate (const double *settings,
                 gpointer prepared,
                 gsize n,
                 const NablaPlace *places,
                 double *costs,
                 NablaPlace *gradients)
{
  const double c = settings[RAVINE_STEEPNESS];
  for (gsize i = 0; i < n; i++)
    {
      double w = places[i].w, off = places[i].b - sin (w);
      costs[i] = 0.5 * (0.1 * w * w + c * off * off);
      if (gradients != NULL)
        gradients[i] = (NablaPlace){ 0.1 * w - c * off * cos (w), c * off };
    }
}

static const NablaBowlArena ravine = {
  .name = "ravine",
  .title = N_("Ravine"),
  .help = N_("A winding ravine between steep walls that slopes gently."),
  .params = ravine_params,
  .scale = NABLA_TERRAIN_LOG,
  .w_minimum = -6.6,
  .w_maximum = 2.4,
  .b_minimum = -2.4,
  .b_maximum = 2.4,
  .start = { -5.6, 2 },
  .finish_cost = 0.01,
  .formula = ravine_formula,
  .minima = minimum_at_zero,
  .evaluate = ravine_evaluate,
};

static const NablaBowlArena *const arenas[] = {
  &bowl, &rosenbrock, &saddle, &ravine, &nabla_bowl_two_weights, NULL,
};

const NablaBowlArena *const *
nabla_bowl_arenas (void)
{
  return arenas;
}

const NablaBowlArena *
nabla_bowl_arena_find (const char *name, GError **error)
{
  g_return_val_if_fail (name != NULL, NULL);

  const char *names[G_N_ELEMENTS (arenas)] = { NULL };
  for (guint i = 0; arenas[i] != NULL; i++)
    {
      if (g_str_equal (arenas[i]->name, name))
        return arenas[i];
      names[i] = arenas[i]->name;
    }
  /* Translators: what kind of thing a name is unknown for, before a colon */
  g_autofree char *message = nabla_words_unknown (_("arena"), name, names);
  g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN, message);
  return NULL;
}
