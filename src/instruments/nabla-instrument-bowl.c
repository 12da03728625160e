/* bowl: one optimizer after some steps in a cost of two weights, with all it keeps.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-instrument.h"

#include "nabla-bowl.h"
#include "nabla-label.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum
{
  ARENA,
  CONDITION_NUMBER,
  ROTATION,
  OPTIMIZER,
  LEARNING_RATE,
  BETA1,
  BETA2,
  EPSILON,
  ONE_MINUS_BETA,
  BIAS_CORRECTION,
  SCHEDULE,
  NOISE,
  START_W,
  START_B,
  STEPS,
  N_SETTINGS
};
enum
{
  W,
  B,
  COST,
  GRADIENT_W,
  GRADIENT_B,
  V,
  S,
  V_HAT,
  S_HAT,
  UPDATE_W,
  UPDATE_B,
  EFFECTIVE_RATE,
  TO_MINIMUM,
  WANDER,
  DIVERGED,
  N_VALUES
};

/* Of so many last places the radius tells. */
#define WANDER_STEPS 30
#define MOST_STEPS 5000

static const char *const arena_names[]
    = { "bowl", "rosenbrock", "saddle", "ravine", "two_weights", NULL };
static const char *const optimizer_names[]
    = { "gradient_descent", "momentum", "rmsprop", "adam", "adamw", NULL };
static const char *const schedule_names[]
    = { "constant", "inverse_time", "exponential", "staircase", "cosine", NULL };

static const NablaParamSpec params[] = {
  { "arena", N_("Arena"), NULL, N_("Which cost of w and b."), NABLA_PARAM_CHOICE, 0, 0, 0,
    NABLA_SCALE_LINEAR, arena_names },
  { "condition_number", N_("Condition number"), "κ",
    N_("How many times steeper the steepest direction is than the flattest."), NABLA_PARAM_REAL, 1,
    1000, 50, NABLA_SCALE_LOG },
  { "rotation", N_("Rotation"), NULL,
    N_("By how many degrees the ellipse is turned; at 0, each weight has a direction of its own."),
    NABLA_PARAM_REAL, 0, 90, 0 },
  { "optimizer", N_("Optimizer"), NULL, N_("Who walks down."), NABLA_PARAM_CHOICE, 0, 0, 3,
    NABLA_SCALE_LINEAR, optimizer_names },
  { "learning_rate", N_("Learning rate"), "α", N_("How long steps are."), NABLA_PARAM_REAL, 1e-6,
    10, 0.4, NABLA_SCALE_LOG },
  { "beta1", N_("Momentum"), "β₁", N_("How much of the average of gradients stays at each step."),
    NABLA_PARAM_REAL, 0, 0.999999, 0.9, NABLA_SCALE_ONE_MINUS },
  { "beta2", N_("Second moment"), "β₂",
    N_("How much of the average of squared gradients stays at each step."), NABLA_PARAM_REAL, 0,
    0.999999, 0.999, NABLA_SCALE_ONE_MINUS },
  { "epsilon", N_("Epsilon"), "ε",
    N_("Added to the root, so that nothing is divided by zero; with 0, that can happen."),
    NABLA_PARAM_REAL, 0, 1, 1e-8, NABLA_SCALE_LOG },
  { "one_minus_beta", N_("Weighted average"), "1 − β",
    N_("Whether a gradient enters momentum with the weight 1 − β; if not, with 1."),
    NABLA_PARAM_BOOLEAN, 0, 1, 1 },
  { "bias_correction", N_("Bias correction"), NULL,
    N_("Whether averages, which begin at zero, are divided by 1 − β^t."), NABLA_PARAM_BOOLEAN, 0,
    1, 1 },
  { "schedule", N_("Schedule"), NULL,
    N_("How the learning rate changes; ten steps are an epoch."), NABLA_PARAM_CHOICE, 0, 0, 0,
    NABLA_SCALE_LINEAR, schedule_names },
  { "noise", N_("Noise"), NULL, N_("How noisy gradients are, as those of mini-batches."),
    NABLA_PARAM_REAL, 0, 50, 0 },
  { "start_w", N_("Start at w"), NULL, N_("Where w starts."), NABLA_PARAM_REAL, -10, 10, -9 },
  { "start_b", N_("Start at b"), NULL, N_("Where b starts."), NABLA_PARAM_REAL, -10, 10, 1.9 },
  { "steps", N_("Steps"), "t", N_("After how many steps to look."), NABLA_PARAM_INTEGER, 1,
    MOST_STEPS, 46, NABLA_SCALE_LOG },
  { NULL },
};

static const NablaInstrumentOutput outputs[] = {
  { "w", N_("Weight"), "w" },
  { "b", N_("Bias"), "b" },
  { "cost", N_("Cost"), "J" },
  { "gradient_w", N_("Gradient of w"), "dw" },
  { "gradient_b", N_("Gradient of b"), "db" },
  { "v", N_("Average of gradients of w"), "v" },
  { "s", N_("Average of squared gradients of w"), "s" },
  { "v_hat", N_("The same, corrected"), "v̂" },
  { "s_hat", N_("Squares, corrected"), "ŝ" },
  { "update_w", N_("Step of w"), "Δw" },
  { "update_b", N_("Step of b"), "Δb" },
  { "effective_rate", N_("What w has for α"), "α/(√ŝ + ε)" },
  { "to_minimum", N_("Distance to the minimum"), NULL },
  { "wander_radius", N_("Radius of wandering"), NULL },
  { "diverged_step", N_("Step of divergence, 0 for none"), NULL },
  { NULL },
};

static void
set (NablaBowlRacer *racer, const char *name, double value)
{
  int i = nabla_param_find (racer->optimizer->params, name);
  if (i >= 0)
    racer->settings[i] = value;
}

static NablaBowlRacer
racer_of (const double *settings)
{
  NablaBowlRacer racer;
  nabla_bowl_racer_init (
      &racer, nabla_optimizer_find (NABLA_DOUBLE, optimizer_names[(guint)settings[OPTIMIZER]]),
      settings[LEARNING_RATE]);
  set (&racer, "beta", settings[BETA1]);
  set (&racer, "beta1", settings[BETA1]);
  set (&racer, "beta2", settings[BETA2]);
  set (&racer, "epsilon", settings[EPSILON]);
  set (&racer, "one_minus_beta", settings[ONE_MINUS_BETA]);
  set (&racer, "bias_correction", settings[BIAS_CORRECTION]);
  racer.schedule = nabla_schedule_find (schedule_names[(guint)settings[SCHEDULE]]);
  nabla_param_defaults (racer.schedule->params, racer.schedule_settings);
  return racer;
}

static NablaBowlRace *
race_of (const double *settings, GError **error)
{
  const NablaBowlArena *arena = nabla_bowl_arena_find (arena_names[(guint)settings[ARENA]], NULL);
  NablaBowlOptions options = nabla_bowl_options (arena);
  options.start = (NablaPlace){ settings[START_W], settings[START_B] };
  options.noise = settings[NOISE];
  options.steps_total = (guint)settings[STEPS];
  options.wander_steps = MIN (WANDER_STEPS, options.steps_total + 1);
  double arena_settings[NABLA_MAX_PARAMS];
  nabla_param_defaults (arena->params, arena_settings);
  static const int shared[] = { CONDITION_NUMBER, ROTATION };
  for (guint i = 0; i < G_N_ELEMENTS (shared); i++)
    {
      int k = nabla_param_find (arena->params, params[shared[i]].name);
      if (k >= 0)
        arena_settings[k] = settings[shared[i]];
    }
  NablaBowlRace *race = nabla_bowl_race_new (arena, arena_settings, &options, error);
  if (race == NULL)
    return NULL;
  NablaBowlRacer racer = racer_of (settings);
  nabla_bowl_race_add (race, &racer);
  return race;
}

/* The averages of w, and what they come to after correction; 0 where the optimizer has none */
static void
read_states (const NablaBowlRacer *racer, const NablaBowlStep *step, double *values)
{
  int corrects = nabla_param_find (racer->optimizer->params, "bias_correction");
  gboolean is_corrected = corrects >= 0 && racer->settings[corrects] != 0;
  int first = nabla_param_find (racer->optimizer->params, "beta1");
  if (first < 0)
    first = nabla_param_find (racer->optimizer->params, "beta");
  int second = nabla_param_find (racer->optimizer->params, "beta2");
  values[V] = values[S] = values[V_HAT] = values[S_HAT] = 0;
  values[EFFECTIVE_RATE] = step->learning_rate;
  for (guint i = 0; i < racer->optimizer->n_states; i++)
    {
      gboolean is_square = g_str_equal (racer->optimizer->state_names[i], "s");
      int beta = is_square ? second : first;
      double correction
          = is_corrected && beta >= 0 ? 1 - pow (racer->settings[beta], (double)step->t) : 1;
      values[is_square ? S : V] = step->states_after[i].w;
      values[is_square ? S_HAT : V_HAT] = step->states_after[i].w / correction;
    }
  int epsilon = nabla_param_find (racer->optimizer->params, "epsilon");
  double divisor = epsilon >= 0 ? sqrt (values[S_HAT]) + racer->settings[epsilon] : 1;
  values[EFFECTIVE_RATE] = divisor > 0 ? step->learning_rate / divisor : 0;
}

static gboolean
compute (const double *settings, gsize n, double *values, GError **error)
{
  for (gsize row = 0; row < n; row++, settings += N_SETTINGS, values += N_VALUES)
    {
      g_autoptr (NablaBowlRace) race = race_of (settings, error);
      if (race == NULL)
        return FALSE;
      guint steps = (guint)settings[STEPS];
      nabla_bowl_race_run_to (race, steps);
      gint64 diverged = nabla_bowl_race_diverged (race, 0);
      gboolean has_diverged = diverged >= 0 && diverged <= steps;
      guint last = has_diverged ? (guint)MAX (diverged - 1, 0) : steps;
      NablaBowlStep step;
      nabla_bowl_race_step (race, 0, last, &step);
      values[W] = step.after.w;
      values[B] = step.after.b;
      values[COST] = isfinite (step.cost) ? step.cost : G_MAXDOUBLE;
      values[GRADIENT_W] = step.gradient.w;
      values[GRADIENT_B] = step.gradient.b;
      values[UPDATE_W] = step.after.w - step.before.w;
      values[UPDATE_B] = step.after.b - step.before.b;
      NablaBowlRacer racer = racer_of (settings);
      read_states (&racer, &step, values);
      values[TO_MINIMUM] = nabla_bowl_race_distance (race, step.after);
      NablaPlace centre;
      double radius = nabla_bowl_race_wander (race, 0, last, &centre);
      values[WANDER] = isfinite (radius) ? radius : 0;
      values[DIVERGED] = has_diverged ? (double)diverged : 0;
    }
  return TRUE;
}

static char *
sentence (const double *settings, const double *values)
{
  char w[NABLA_LABEL_LENGTH], b[NABLA_LABEL_LENGTH], cost[NABLA_LABEL_LENGTH];
  char step[NABLA_LABEL_LENGTH], distance[NABLA_LABEL_LENGTH];
  const NablaOptimizerClass *optimizer
      = nabla_optimizer_find (NABLA_DOUBLE, optimizer_names[(guint)settings[OPTIMIZER]]);
  nabla_label_value (values[W], w);
  nabla_label_value (values[B], b);
  nabla_label_value (values[COST], cost);
  if (values[DIVERGED] > 0)
    /* Translators: an optimizer, the number of a step */
    return g_strdup_printf (_("%1$s diverges at step %2$s."), _(optimizer->title),
                            nabla_label_count ((gint64)values[DIVERGED], step));
  /* Translators: an optimizer, the number of a step, then w, b, J and a distance as numbers */
  return g_strdup_printf (
      _("%1$s after step %2$s: w = %3$s, b = %4$s, J = %5$s, %6$s from the minimum."),
      _(optimizer->title), nabla_label_count ((gint64)settings[STEPS], step), w, b, cost,
      nabla_label_value (values[TO_MINIMUM], distance));
}

const NablaInstrument nabla_instrument_bowl = {
  .name = "bowl",
  .title = N_("An Optimizer in the Bowl"),
  .help = N_("Where an optimizer is after some steps, and what it keeps of its gradients."),
  .params = params,
  .outputs = outputs,
  .compute = compute,
  .sentence = sentence,
};
