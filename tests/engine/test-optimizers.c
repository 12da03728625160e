/* Every optimizer of the registry against a plain program that does the same.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-optimizer.h"

#include <math.h>
#include <string.h>

#define N 37
#define STEPS 1000
#define ALPHA 0.001

static const double tolerances[] = { [NABLA_SINGLE] = 1e-5, [NABLA_DOUBLE] = 1e-12 };

/* θ, v and s of one number; what is not used stays zero. */
typedef struct {
  double theta, v, s;
} Number;

static double
setting (const NablaOptimizerClass *klass, const double *settings, const char *name)
{
  int index = nabla_param_find (klass->params, name);
  g_assert_cmpint (index, >=, 0);
  return settings[index];
}

#define SETTING(name) setting (klass, u->settings, name)

typedef void (*Reference) (const NablaOptimizerClass *klass,
                           const NablaUpdate *u,
                           Number *n,
                           double g);

static void
reference_gradient_descent (const NablaOptimizerClass *klass,
                            const NablaUpdate *u,
                            Number *n,
                            double g)
{
  n->theta = n->theta - u->learning_rate * g;
}

static void
reference_momentum (const NablaOptimizerClass *klass, const NablaUpdate *u, Number *n, double g)
{
  double beta = SETTING ("beta");
  n->v = beta * n->v + (SETTING ("one_minus_beta") ? (1 - beta) * g : g);
  double v_hat = SETTING ("bias_correction") ? n->v / (1 - pow (beta, u->t)) : n->v;
  n->theta = n->theta - u->learning_rate * v_hat;
}

static void
reference_rmsprop (const NablaOptimizerClass *klass, const NablaUpdate *u, Number *n, double g)
{
  double beta2 = SETTING ("beta2");
  n->s = beta2 * n->s + (1 - beta2) * g * g;
  double s_hat = SETTING ("bias_correction") ? n->s / (1 - pow (beta2, u->t)) : n->s;
  n->theta = n->theta - u->learning_rate * g / (sqrt (s_hat) + SETTING ("epsilon"));
}

static void
reference_adam (const NablaOptimizerClass *klass, const NablaUpdate *u, Number *n, double g)
{
  double beta1 = SETTING ("beta1"), beta2 = SETTING ("beta2");
  n->v = beta1 * n->v + (1 - beta1) * g;
  n->s = beta2 * n->s + (1 - beta2) * g * g;
  double v_hat = n->v, s_hat = n->s;
  if (SETTING ("bias_correction"))
    {
      v_hat = n->v / (1 - pow (beta1, u->t));
      s_hat = n->s / (1 - pow (beta2, u->t));
    }
  n->theta = n->theta - u->learning_rate * v_hat / (sqrt (s_hat) + SETTING ("epsilon"));
}

static void
reference_adamw (const NablaOptimizerClass *klass, const NablaUpdate *u, Number *n, double g)
{
  double decayed = u->decays ? u->learning_rate * SETTING ("weight_decay") * n->theta : 0;
  reference_adam (klass, u, n, g);
  n->theta = n->theta - decayed;
}

static const struct {
  const char *name;
  Reference update;
} references[] = {
  { "gradient_descent", reference_gradient_descent },
  { "momentum", reference_momentum },
  { "rmsprop", reference_rmsprop },
  { "adam", reference_adam },
  { "adamw", reference_adamw },
};

static Reference
reference_of (const NablaOptimizerClass *klass)
{
  for (guint i = 0; i < G_N_ELEMENTS (references); i++)
    if (g_str_equal (references[i].name, klass->name))
      return references[i].update;
  g_test_message ("%s has no reference in this test", klass->name);
  g_assert_not_reached ();
}

/* An array of the precision's numbers. */
typedef struct {
  NablaPrecision precision;
  gsize n;
  float *single_;
  double *double_;
} Array;

static Array
array_new (NablaPrecision precision, gsize n)
{
  Array self = { precision, n, NULL, NULL };
  if (precision == NABLA_SINGLE)
    self.single_ = g_new0 (float, n);
  else
    self.double_ = g_new0 (double, n);
  return self;
}

static void
array_clear (Array *self)
{
  g_clear_pointer (&self->single_, g_free);
  g_clear_pointer (&self->double_, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Array, array_clear)

static double
array_get (const Array *self, gsize i)
{
  return self->precision == NABLA_SINGLE ? self->single_[i] : self->double_[i];
}

/* Returns: what is stored, which in single is not quite @value */
static double
array_set (Array *self, gsize i, double value)
{
  if (self->precision == NABLA_SINGLE)
    self->single_[i] = value;
  else
    self->double_[i] = value;
  return array_get (self, i);
}

static void *
array_at (const Array *self, gsize i)
{
  return self->precision == NABLA_SINGLE ? (void *) (self->single_ + i)
                                         : (void *) (self->double_ + i);
}

static void
array_fill (Array *self, GRand *random, double low, double high)
{
  for (gsize i = 0; i < self->n; i++)
    array_set (self, i, g_rand_double_range (random, low, high));
}

/* STEPS updates by recorded gradients; @update holds everything but t. */
static void
compare (const NablaOptimizerClass *klass, NablaPrecision precision, NablaUpdate update)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_auto (Array) theta = array_new (precision, N), gradient = array_new (precision, N);
  g_auto (Array) first = array_new (precision, N), second = array_new (precision, N);
  void *const states[] = { array_at (&first, 0), array_at (&second, 0) };
  Reference reference = reference_of (klass);
  Number numbers[N] = { 0 };

  /* Far enough from zero for the sign of L1 to be the same in float. */
  for (gsize i = 0; i < N; i++)
    numbers[i].theta = array_set (&theta, i, (i % 2 ? 1 : -1) * g_rand_double_range (random, 2, 3));

  for (update.t = 1; update.t <= STEPS; update.t++)
    {
      array_fill (&gradient, random, -1, 1.5);
      for (gsize i = 0; i < N; i++)
        {
          double w = numbers[i].theta;
          double g = update.gradient_scale * array_get (&gradient, i);
          if (update.decays)
            g += update.l2 * w + update.l1 * (w > 0 ? 1 : w < 0 ? -1 : 0);
          reference (klass, &update, &numbers[i], g);
        }
      klass->update (&update, N, array_at (&theta, 0), array_at (&gradient, 0), states);
    }

  for (gsize i = 0; i < N; i++)
    {
      double right = numbers[i].theta;
      double allowed = tolerances[precision] * MAX (1, fabs (right));
      if (!(fabs (array_get (&theta, i) - right) <= allowed))
        g_error ("%s, %s: element %zu is %.17g, not %.17g", klass->name,
                 precision == NABLA_SINGLE ? "single" : "double", i, array_get (&theta, i), right);
    }
}

static NablaUpdate
plain_update (const double *settings)
{
  return (NablaUpdate) {
    .learning_rate = ALPHA, .gradient_scale = 1, .decays = TRUE, .settings = settings,
  };
}

typedef void (*Test) (const NablaOptimizerClass *klass, NablaPrecision precision, double *settings);

/* Each optimizer, in each precision, beginning with its default settings. */
static void
test_all (gconstpointer data)
{
  const Test *test = data;
  for (NablaPrecision precision = 0; precision < NABLA_N_PRECISIONS; precision++)
    for (guint i = 0; nabla_optimizers (precision)[i] != NULL; i++)
      {
        const NablaOptimizerClass *klass = nabla_optimizers (precision)[i];
        double settings[NABLA_MAX_PARAMS];
        nabla_param_defaults (klass->params, settings);
        (*test) (klass, precision, settings);
      }
}

/* Every setting at its ends, at its default and between, the others at theirs. */
static void
test_settings (const NablaOptimizerClass *klass, NablaPrecision precision, double *settings)
{
  NablaUpdate update = plain_update (settings);
  compare (klass, precision, update);
  for (guint i = 0; i < nabla_param_count (klass->params); i++)
    {
      const NablaParamSpec *spec = &klass->params[i];
      double middle
          = spec->type == NABLA_PARAM_REAL ? (spec->minimum + spec->maximum) / 2 : spec->maximum;
      const double values[] = { spec->minimum, middle, spec->maximum };
      for (guint k = 0; k < G_N_ELEMENTS (values); k++)
        {
          settings[i] = values[k];
          compare (klass, precision, update);
        }
      settings[i] = spec->initial;
    }
}

/* Clipped, with penalties, on weights and on biases. */
static void
test_penalties (const NablaOptimizerClass *klass, NablaPrecision precision, double *settings)
{
  static const struct {
    double scale, l2, l1;
  } cases[] = {
    { 0.25, 0, 0 }, { 1, 0.01, 0 }, { 1, 0, 0.02 }, { 0.3, 0.01, 0.02 }, { 1e-3, 0.1, 0.1 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (int decays = 0; decays <= 1; decays++)
      {
        NablaUpdate update = plain_update (settings);
        update.gradient_scale = cases[i].scale;
        update.l2 = cases[i].l2;
        update.l1 = cases[i].l1;
        update.decays = decays;
        compare (klass, precision, update);
      }
}

/* Threads may cut the numbers anywhere and get the same bits. */
static void
test_ranges (const NablaOptimizerClass *klass, NablaPrecision precision, double *settings)
{
  enum { LENGTH = 1000 };
  static const gsize cuts[] = { 16, 1, 7, 333 };
  const gsize size = nabla_precision_size (precision);

  for (guint c = 0; c < 2 * G_N_ELEMENTS (cuts); c++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (c);
      g_auto (Array) gradient = array_new (precision, LENGTH);
      g_auto (Array) theta = array_new (precision, LENGTH),
                     theta_cut = array_new (precision, LENGTH);
      g_auto (Array) first = array_new (precision, LENGTH),
                     first_cut = array_new (precision, LENGTH);
      g_auto (Array) second = array_new (precision, LENGTH),
                     second_cut = array_new (precision, LENGTH);
      NablaUpdate update = plain_update (settings);
      if (c % 2)
        {
          update.gradient_scale = 0.7;
          update.l2 = 0.013;
          update.l1 = 0.0017;
        }
      array_fill (&theta, random, -1, 1);
      memcpy (array_at (&theta_cut, 0), array_at (&theta, 0), LENGTH * size);

      for (update.t = 1; update.t <= 20; update.t++)
        {
          array_fill (&gradient, random, -1, 1);
          klass->update (&update, LENGTH, array_at (&theta, 0), array_at (&gradient, 0),
                         (void *[]) { array_at (&first, 0), array_at (&second, 0) });
          for (gsize i = 0, step = cuts[c / 2]; i < LENGTH; i += step)
            klass->update (&update, MIN (step, LENGTH - i), array_at (&theta_cut, i),
                           array_at (&gradient, i),
                           (void *[]) { array_at (&first_cut, i), array_at (&second_cut, i) });
        }
      g_assert_cmpmem (array_at (&theta, 0), LENGTH * size, array_at (&theta_cut, 0),
                       LENGTH * size);
      g_assert_cmpmem (array_at (&first, 0), LENGTH * size, array_at (&first_cut, 0),
                       LENGTH * size);
      g_assert_cmpmem (array_at (&second, 0), LENGTH * size, array_at (&second_cut, 0),
                       LENGTH * size);
    }
}

/* What one update makes of a parameter and its gradient, states at zero. */
static double
one_step (const NablaOptimizerClass *klass,
          NablaPrecision precision,
          const NablaUpdate *update,
          double value,
          double gradient)
{
  g_auto (Array) theta = array_new (precision, 1), dtheta = array_new (precision, 1);
  g_auto (Array) first = array_new (precision, 1), second = array_new (precision, 1);
  array_set (&theta, 0, value);
  array_set (&dtheta, 0, gradient);
  klass->update (update, 1, array_at (&theta, 0), array_at (&dtheta, 0),
                 (void *[]) { array_at (&first, 0), array_at (&second, 0) });
  return array_get (&theta, 0);
}

/* No gradient, no step: not with ε, and a division of zero by zero without. */
static void
test_zero_gradient (const NablaOptimizerClass *klass, NablaPrecision precision, double *settings)
{
  int epsilon = nabla_param_find (klass->params, "epsilon");
  int decay = nabla_param_find (klass->params, "weight_decay");
  if (decay >= 0)
    settings[decay] = 0;
  NablaUpdate update = plain_update (settings);
  update.t = 1;
  update.l1 = 0.5;

  g_assert_cmpfloat (one_step (klass, precision, &update, 0, 0), ==, 0);
  update.l1 = 0;
  g_assert_cmpfloat (one_step (klass, precision, &update, 0.5, 0), ==, 0.5);
  if (epsilon >= 0)
    {
      settings[epsilon] = 0;
      g_assert_true (isnan (one_step (klass, precision, &update, 0.5, 0)));
      g_assert_cmpfloat (one_step (klass, precision, &update, 0.5, 0.25), <, 0.5);
    }
}

/* Gradients whose squares are too small or too large for the precision: finite
 * numbers or none, but no step uphill. */
static void
test_extreme_gradients (const NablaOptimizerClass *klass,
                        NablaPrecision precision,
                        double *settings)
{
  const double tiny[] = { [NABLA_SINGLE] = 1e-42, [NABLA_DOUBLE] = 1e-310 };
  const double huge[] = { [NABLA_SINGLE] = 1e30, [NABLA_DOUBLE] = 1e300 };
  NablaUpdate update = plain_update (settings);
  update.t = 1;
  update.decays = FALSE;

  double moved = one_step (klass, precision, &update, 1, tiny[precision]);
  g_assert_cmpfloat (moved, <=, 1);
  g_assert_cmpfloat (moved, >=, 1 - 2 * ALPHA);
  g_assert_false (one_step (klass, precision, &update, 1, huge[precision]) > 1);
  g_assert_false (one_step (klass, precision, &update, 1, -huge[precision]) < 1);
  g_assert_true (isnan (one_step (klass, precision, &update, 1, NAN)));
}

/* The first step of Adam is α, whatever the gradient: what bias correction is for. */
static void
test_first_adam_step (void)
{
  for (NablaPrecision precision = 0; precision < NABLA_N_PRECISIONS; precision++)
    {
      const NablaOptimizerClass *adam = nabla_optimizer_find (precision, "adam");
      double settings[NABLA_MAX_PARAMS];
      nabla_param_defaults (adam->params, settings);
      NablaUpdate update = plain_update (settings);
      update.t = 1;
      for (double g = 0.01; g < 1000; g *= 7)
        {
          double step = 1 - one_step (adam, precision, &update, 1, g);
          g_assert_cmpfloat_with_epsilon (step, ALPHA, 1e-6 * 1.1);
        }
    }
}

/* The same names, settings and number of states in both precisions; settings that
 * an experiment file can hold. */
static void
test_descriptions (void)
{
  const NablaOptimizerClass *const *singles = nabla_optimizers (NABLA_SINGLE);
  const NablaOptimizerClass *const *doubles = nabla_optimizers (NABLA_DOUBLE);
  static const char *const keys_of_train[] = {
    "optimizer", "learning_rate", "batch_size", "batch_seed", "steps",
    "precision", "schedule", "l2", "l1", "clip_norm", "bug", "patience", NULL,
  };

  for (guint i = 0; singles[i] != NULL || doubles[i] != NULL; i++)
    {
      g_assert_cmpstr (singles[i]->name, ==, doubles[i]->name);
      g_assert_cmpuint (singles[i]->n_states, ==, doubles[i]->n_states);
      g_assert_cmpuint (singles[i]->n_states, <=, NABLA_MAX_OPTIMIZER_STATES);
      for (guint k = 0; k < singles[i]->n_states; k++)
        g_assert_nonnull (singles[i]->state_names[k]);
      guint n = nabla_param_count (singles[i]->params);
      g_assert_cmpuint (n, ==, nabla_param_count (doubles[i]->params));
      g_assert_cmpuint (n, <=, NABLA_MAX_PARAMS);
      for (guint k = 0; k < n; k++)
        {
          const NablaParamSpec *spec = &singles[i]->params[k];
          g_autoptr (GError) error = NULL;
          nabla_param_check (spec, spec->name, spec->initial, &error);
          g_assert_no_error (error);
          g_assert_false (g_strv_contains (keys_of_train, spec->name));
          g_assert_cmpstr (spec->name, ==, doubles[i]->params[k].name);
          g_assert_cmpint (nabla_param_find (singles[i]->params, spec->name), ==, k);
          g_assert_nonnull (spec->title);
          g_assert_nonnull (spec->help);
        }
    }
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    Test run;
  } tests[] = {
    { "/engine/optimizers/settings", test_settings },
    { "/engine/optimizers/penalties", test_penalties },
    { "/engine/optimizers/ranges", test_ranges },
    { "/engine/optimizers/zero-gradient", test_zero_gradient },
    { "/engine/optimizers/extreme-gradients", test_extreme_gradients },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_data_func (tests[i].path, &tests[i].run, test_all);
  g_test_add_func ("/engine/optimizers/first-adam-step", test_first_adam_step);
  g_test_add_func ("/engine/optimizers/descriptions", test_descriptions);
  return g_test_run ();
}
