/* input_normalization: the cost of two weights before and after their inputs are normalized.
 *
 * A linear unit without bias, ŷ = w₁ x₁ + w₂ x₂, on a hundred examples whose second input is
 * so many times larger than the first. The mean squared error is a quadratic whose Hessian is
 * 2/m Σ x xᵀ: ellipses, as elongated as the inputs differ in size. Normalizing makes it
 * rounder, and round only where the inputs are not correlated.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-instrument.h"

#include "nabla-bowl-private.h"
#include "nabla-bowl-regression-private.h"
#include "nabla-dataset.h"
#include "nabla-label.h"
#include "nabla-random.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define M 100
/* Where the search ends, whether it is there or not */
#define MOST_STEPS 2000
/* There is where so much of the way to the minimum is left. */
#define TOLERANCE 0.05
/* Of the plane, so far to each side of the minimum is shown, and there it starts. */
#define REACH 3.0
/* Halves of the picture are higher than wide. */
#define HIGH_REACH (1.5 * REACH)
#define START_W -2.4
#define START_B 1.2

enum
{
  SCALE,
  CORRELATION,
  NORMALIZE,
  LEARNING_RATE,
  N_SETTINGS
};
enum
{
  CONDITION_BEFORE,
  CONDITION_AFTER,
  LARGEST_RATE_BEFORE,
  LARGEST_RATE_AFTER,
  STEPS_BEFORE,
  STEPS_AFTER,
  N_VALUES
};

static const char *const kinds[] = { "none", "standard", "minmax", NULL };

static const NablaParamSpec params[] = {
  { "scale", N_("Size of x₂"), NULL, N_("How many times larger x₂ is than x₁."), NABLA_PARAM_REAL,
    0.05, 20, 6, NABLA_SCALE_LOG },
  { "correlation", N_("Correlation"), "ρ",
    N_("How far x₂ follows x₁: not at all with 0, wholly with 1."), NABLA_PARAM_REAL, -0.95, 0.95,
    0 },
  { "normalize", N_("Normalization"), NULL, N_("How inputs are normalized."), NABLA_PARAM_CHOICE,
    0, 0, NABLA_NORMALIZE_STANDARD, NABLA_SCALE_LINEAR, kinds },
  { "learning_rate", N_("Learning rate"), "α/α_max",
    N_("As a share of the largest with which gradient descent converges, 2/λ_max of the Hessian."),
    NABLA_PARAM_REAL, 0.01, 1.2, 0.8 },
  { NULL },
};

static const NablaInstrumentOutput outputs[] = {
  { "condition_before", N_("Condition number before"), "κ" },
  { "condition_after", N_("Condition number after"), "κ" },
  { "largest_rate_before", N_("Largest learning rate before"), "α_max" },
  { "largest_rate_after", N_("Largest learning rate after"), "α_max" },
  { "steps_before", N_("Steps before"), NULL },
  { "steps_after", N_("Steps after"), NULL },
  { NULL },
};

/* One of the two costs, as an arena of its own */
typedef struct
{
  NablaBowlRegression *regression;
  NablaPlace minimum;
  double largest, smallest; /* eigenvalues of the Hessian */
  NablaBowlArena arena;
} Half;

/* Two columns of normal numbers with mean 0, variance 1 and no correlation at all, so that
 * what is seen comes from the settings and not from chance */
static void
draw_columns (double (*u)[2])
{
  NablaRandomState random;
  nabla_random_state_seed (&random, 3);
  nabla_random_state_randn (&random, u[0], 2 * M);
  for (guint j = 0; j < 2; j++)
    {
      double mean = 0, product = 0, squares = 0;
      for (guint i = 0; i < M; i++)
        mean += u[i][j] / M;
      for (guint i = 0; i < M; i++)
        u[i][j] -= mean;
      for (guint i = 0; i < M && j == 1; i++)
        product += u[i][0] * u[i][1] / M;
      for (guint i = 0; i < M; i++)
        {
          u[i][j] -= j == 1 ? product * u[i][0] : 0;
          squares += u[i][j] * u[i][j] / M;
        }
      for (guint i = 0; i < M; i++)
        u[i][j] /= sqrt (squares);
    }
}

/* Returns: (transfer full) (nullable): the examples, whose label follows both inputs */
static NablaDataset *
make_dataset (const double *settings, GError **error)
{
  NablaDataset *dataset = nabla_dataset_new ("two inputs", NABLA_TASK_REGRESSION, M, 2, 0, error);
  if (dataset == NULL)
    return NULL;
  double u[M][2];
  draw_columns (u);
  const double rho = settings[CORRELATION];
  for (guint i = 0; i < M; i++)
    {
      double second = rho * u[i][0] + sqrt (1 - rho * rho) * u[i][1];
      dataset->x[2 * i] = u[i][0];
      dataset->x[2 * i + 1] = settings[SCALE] * second;
      dataset->y[i] = u[i][0] + 0.5 * second;
    }
  return dataset;
}

static void
evaluate (const double *settings,
          gpointer prepared,
          gsize n,
          const NablaPlace *places,
          double *costs,
          NablaPlace *gradients)
{
  nabla_bowl_regression_evaluate (((Half *)prepared)->regression, n, places, costs, gradients);
}

static guint
minima (const double *settings, gpointer prepared, NablaPlace *minima)
{
  minima[0] = ((Half *)prepared)->minimum;
  return 1;
}

static char *
formula (const double *settings)
{
  return g_strdup ("<i>J</i>(<i>w</i><sub>1</sub>, <i>w</i><sub>2</sub>)");
}

static void
half_clear (Half *self)
{
  g_clear_pointer (&self->regression, nabla_bowl_regression_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Half, half_clear)

static gboolean
half_init (Half *self,
           const NablaDataset *dataset,
           const NablaNormalizer *normalizer,
           GError **error)
{
  double x[M][2];
  memcpy (x, dataset->x, sizeof x);
  for (guint i = 0; i < M && normalizer != NULL; i++)
    nabla_normalizer_apply (normalizer, x[i]);
  self->regression = nabla_bowl_regression_new ("mean_squared_error", M, x[0], dataset->y, error);
  if (self->regression == NULL)
    return FALSE;
  self->minimum = nabla_bowl_regression_minimum (self->regression);
  double h[3];
  nabla_bowl_regression_hessian (self->regression, self->minimum, h);
  double mean = (h[0] + h[2]) / 2, off = hypot ((h[0] - h[2]) / 2, h[1]);
  self->largest = mean + off;
  self->smallest = mean - off;
  self->arena = (NablaBowlArena){
    .name = "inputs",
    .title = normalizer == NULL ? N_("As they are") : N_("Normalized"),
    .scale = NABLA_TERRAIN_ROOT,
    .w_minimum = self->minimum.w - REACH,
    .w_maximum = self->minimum.w + REACH,
    .b_minimum = self->minimum.b - HIGH_REACH,
    .b_maximum = self->minimum.b + HIGH_REACH,
    .weight_names = { "w1", "w2" },
    .start = { self->minimum.w + START_W, self->minimum.b + START_B },
    .formula = formula,
    .minima = minima,
    .evaluate = evaluate,
  };
  return TRUE;
}

/* Returns: (transfer full): gradient descent in one of the costs, run to its end */
static NablaBowlRace *
half_race (Half *self, const double *settings)
{
  NablaBowlOptions options = nabla_bowl_options (&self->arena);
  options.finish_cost = NAN;
  options.steps_total = MOST_STEPS;
  options.wander_steps = 0;
  NablaBowlRace *race = nabla_bowl_race_new_prepared (&self->arena, self, &options);
  NablaBowlRacer racer;
  nabla_bowl_racer_init (&racer, nabla_optimizer_find (NABLA_DOUBLE, "gradient_descent"),
                         settings[LEARNING_RATE] * 2 / self->largest);
  nabla_bowl_race_add (race, &racer);
  nabla_bowl_race_run_to (race, MOST_STEPS);
  return race;
}

/* Returns: the first step after which the racer is there; −1 if none is */
static gint64
find_there (const NablaBowlRace *race)
{
  NablaBowlStep step;
  nabla_bowl_race_step (race, 0, 0, &step);
  const double near = TOLERANCE * nabla_bowl_race_distance (race, step.after);
  for (guint t = 1; t <= MOST_STEPS; t++)
    {
      nabla_bowl_race_step (race, 0, t, &step);
      if (nabla_bowl_race_distance (race, step.after) <= near)
        return t;
    }
  return -1;
}

/* Returns: (transfer full): the race as it was when the racer was there, or at its end */
static NablaSnapshot *
observe_half (NablaBowlRace *race, gint64 there)
{
  NablaSnapshot *snapshot
      = nabla_bowl_race_observe (race, there >= 0 ? (guint)there : MOST_STEPS, -1);
  NablaRacer *racer = snapshot->race->racers->pdata[0];
  if (there >= 0)
    {
      racer->state = NABLA_RACER_FINISHED;
      racer->state_step = there;
    }
  return snapshot;
}

/* Computes the values and, if @out is not NULL, what the figure shows. */
static gboolean
run (const double *settings, double *values, NablaSnapshot **out, GError **error)
{
  g_autoptr (NablaDataset) dataset = make_dataset (settings, error);
  g_autoptr (NablaPartition) partition
      = dataset != NULL ? nabla_partition_new (dataset, 1, 0, 0, FALSE, 1, error) : NULL;
  if (partition == NULL)
    return FALSE;
  g_autoptr (NablaNormalizer) normalizer
      = nabla_normalizer_new ((NablaNormalization)settings[NORMALIZE], dataset, partition);
  g_autoptr (NablaSnapshot) shown = NULL;
  for (guint i = 0; i < 2; i++)
    {
      g_auto (Half) half = { NULL };
      if (!half_init (&half, dataset, i == 0 ? NULL : normalizer, error))
        return FALSE;
      g_autoptr (NablaBowlRace) race = half_race (&half, settings);
      gint64 there = find_there (race);
      values[CONDITION_BEFORE + i] = half.largest / half.smallest;
      values[LARGEST_RATE_BEFORE + i] = 2 / half.largest;
      values[STEPS_BEFORE + i] = there >= 0 ? (double)there : MOST_STEPS;
      if (out == NULL)
        continue;
      NablaSnapshot *snapshot = observe_half (race, there);
      if (i == 0)
        shown = snapshot;
      else
        {
          shown->race->beside = g_steal_pointer (&snapshot->race);
          nabla_snapshot_unref (snapshot);
        }
    }
  if (out != NULL)
    *out = g_steal_pointer (&shown);
  return TRUE;
}

static gboolean
compute (const double *settings, gsize n, double *values, GError **error)
{
  for (gsize row = 0; row < n; row++)
    if (!run (settings + row * N_SETTINGS, values + row * N_VALUES, NULL, error))
      return FALSE;
  return TRUE;
}

static NablaSnapshot *
observe (const double *settings,
         const NablaInstrumentSeries *series,
         const gint *cancel,
         double *values,
         GError **error)
{
  NablaSnapshot *snapshot = NULL;
  if (!run (settings, values, &snapshot, error))
    return NULL;
  g_free (snapshot->title);
  snapshot->title = g_strdup (_("The Cost of Two Weights"));
  return snapshot;
}

static char *
sentence (const double *settings, const double *values)
{
  char before[NABLA_LABEL_LENGTH], after[NABLA_LABEL_LENGTH];
  char steps_before[NABLA_LABEL_LENGTH], steps_after[NABLA_LABEL_LENGTH];
  /* Translators: condition numbers and numbers of steps, before and after */
  return g_strdup_printf (
      _("Normalizing takes the condition number from %1$s to %2$s, and the steps from %3$s to "
         "%4$s."),
      nabla_label_value (values[CONDITION_BEFORE], before),
      nabla_label_value (values[CONDITION_AFTER], after),
      nabla_label_count ((gint64)values[STEPS_BEFORE], steps_before),
      nabla_label_count ((gint64)values[STEPS_AFTER], steps_after));
}

static const NablaInstrumentTile tiles[] = {
  { "two_contours", 12, 1 },
  { NULL },
};

const NablaInstrument nabla_instrument_input_normalization = {
  .name = "input_normalization",
  .title = N_("Normalizing Inputs"),
  .help = N_("Inputs of different size make a long, narrow cost; normalized ones a rounder one."),
  .params = params,
  .outputs = outputs,
  .compute = compute,
  .sentence = sentence,
  .section = "2.1",
  .tiles = tiles,
  .observe = observe,
};
