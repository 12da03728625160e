/* The arena of two weights: the cost of a logistic regression with one feature on twenty real
 * examples, J(w, b) = mean cross-entropy of σ(w x + b).
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-bowl-private.h"

#include "nabla-bowl-regression-private.h"

#include <glib/gi18n-lib.h>

/* Hours that twenty students spent studying, and whether they passed: the example of
 * logistic regression in Wikipedia's article of that name. */
static const double hours[] = { 0.50, 0.75, 1.00, 1.25, 1.50, 1.75, 1.75, 2.00, 2.25, 2.50,
                                2.75, 3.00, 3.25, 3.50, 4.00, 4.25, 4.50, 4.75, 5.00, 5.50 };
static const double passed[] = { 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1 };
#define N_STUDENTS G_N_ELEMENTS (hours)

static gpointer
prepare (const double *settings, GError **error)
{
  double x[N_STUDENTS][2];
  for (guint i = 0; i < N_STUDENTS; i++)
    {
      x[i][0] = hours[i];
      x[i][1] = 1;
    }
  return nabla_bowl_regression_new ("sigmoid_cross_entropy", N_STUDENTS, x[0], passed, error);
}

static void
release (gpointer prepared)
{
  nabla_bowl_regression_free (prepared);
}

static void
evaluate (const double *settings,
          gpointer prepared,
          gsize n,
          const NablaPlace *places,
          double *costs,
          NablaPlace *gradients)
{
  nabla_bowl_regression_evaluate (prepared, n, places, costs, gradients);
}

static char *
formula (const double *settings)
{
  /* Translators: the cost of a logistic regression on what is known of 20 students */
  return g_strdup (_("<i>J</i>(<i>w</i>, <i>b</i>) of <i>ŷ</i> = <i>σ</i>(<i>w x</i> + <i>b</i>), "
                      "20 students"));
}

static guint
minima (const double *settings, gpointer prepared, NablaPlace *minima)
{
  minima[0] = nabla_bowl_regression_minimum (prepared);
  return 1;
}

const NablaBowlArena nabla_bowl_two_weights = {
  .name = "two_weights",
  .title = N_("Two Weights"),
  .help = N_("The real cost of a logistic regression: hours of study, and who passed."),
  .scale = NABLA_TERRAIN_LOG,
  .w_minimum = -1.2,
  .w_maximum = 3.8,
  .b_minimum = -8.2,
  .b_maximum = 2.2,
  .start = { 0, 0 },
  .finish_cost = 0.405,
  .formula = formula,
  .minima = minima,
  .prepare = prepare,
  .release = release,
  .evaluate = evaluate,
};
