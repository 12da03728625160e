/* The bowl: its arenas' gradients against differences of their costs, its racers against
 * loops written out here a second time, and what it says of itself.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-bowl.h"

#include "nabla-error.h"

#include <math.h>
#include <string.h>

static const NablaOptimizerClass *
optimizer (const char *name)
{
  return nabla_optimizer_find (NABLA_DOUBLE, name);
}

static void
set (NablaBowlRacer *racer, const char *name, double value)
{
  int i = nabla_param_find (racer->optimizer->params, name);
  g_assert_cmpint (i, >=, 0);
  racer->settings[i] = value;
}

static NablaBowlRacer
racer_of (const char *name, double learning_rate)
{
  NablaBowlRacer racer;
  nabla_bowl_racer_init (&racer, optimizer (name), learning_rate);
  return racer;
}

/* The plain bowl with a racer of @optimizer in it */
static NablaBowlRace *
race_of (const NablaBowlOptions *options, const NablaBowlRacer *racers, guint n)
{
  NablaBowlRace *race
      = nabla_bowl_race_new (nabla_bowl_arena_find ("bowl", NULL), NULL, options, NULL);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (nabla_bowl_race_add (race, &racers[i]), ==, i);
  return race;
}

static NablaBowlOptions
usual (void)
{
  return nabla_bowl_options (nabla_bowl_arena_find ("bowl", NULL));
}

static void
assert_near (double a, double b, double relative)
{
  if (!(fabs (a - b) <= relative * MAX (1, fabs (b))))
    g_error ("%.17g is not %.17g", a, b);
}

/* Every arena's gradient is the slope of its cost, at each setting's ends too. */
static void
test_gradients (void)
{
  const NablaBowlArena *const *arenas = nabla_bowl_arenas ();
  for (guint a = 0; arenas[a] != NULL; a++)
    for (guint row = 0; row < 1 + 2 * nabla_param_count (arenas[a]->params); row++)
      {
        const NablaBowlArena *arena = arenas[a];
        double settings[NABLA_MAX_PARAMS];
        nabla_param_defaults (arena->params, settings);
        if (row > 0)
          settings[(row - 1) / 2] = row % 2 ? arena->params[(row - 1) / 2].minimum
                                            : arena->params[(row - 1) / 2].maximum;
        gpointer prepared = arena->prepare != NULL ? arena->prepare (settings, NULL) : NULL;
        const double h = 1e-5;
        for (guint i = 0; i < 20; i++)
          {
            double w = arena->w_minimum + (i % 5 + 0.3) / 5 * (arena->w_maximum - arena->w_minimum);
            double b = arena->b_minimum + (i / 5 + 0.6) / 4 * (arena->b_maximum - arena->b_minimum);
            const NablaPlace places[]
                = { { w, b }, { w + h, b }, { w - h, b }, { w, b + h }, { w, b - h } };
            double costs[5], alone;
            NablaPlace gradients[5];
            arena->evaluate (settings, prepared, 5, places, costs, gradients);
            assert_near ((costs[1] - costs[2]) / (2 * h), gradients[0].w, 1e-5);
            assert_near ((costs[3] - costs[4]) / (2 * h), gradients[0].b, 1e-5);
            arena->evaluate (settings, prepared, 1, places, &alone, NULL);
            g_assert_cmpfloat (alone, ==, costs[0]);
          }

        NablaPlace minima[4], gradient;
        guint n = arena->minima (settings, prepared, minima);
        g_assert_cmpuint (n, >, 0);
        for (guint i = 0; i < n; i++)
          {
            double cost, other;
            arena->evaluate (settings, prepared, 1, &minima[i], &cost, &gradient);
            g_assert_cmpfloat (hypot (gradient.w, gradient.b), <, 1e-8);
            arena->evaluate (settings, prepared, 1,
                             &(NablaPlace){ minima[i].w + 0.01, minima[i].b - 0.01 }, &other, NULL);
            g_assert_cmpfloat (other, >, cost);
            g_assert_cmpfloat (minima[i].w, >, arena->w_minimum);
            g_assert_cmpfloat (minima[i].w, <, arena->w_maximum);
            g_assert_cmpfloat (minima[i].b, >, arena->b_minimum);
            g_assert_cmpfloat (minima[i].b, <, arena->b_maximum);
          }
        if (arena->release != NULL)
          arena->release (prepared);
      }
}

/* The logistic regression's minimum is that which was published for these students. */
static void
test_two_weights (void)
{
  const NablaBowlArena *arena = nabla_bowl_arena_find ("two_weights", NULL);
  gpointer prepared = arena->prepare (NULL, NULL);
  NablaPlace minimum;
  g_assert_cmpuint (arena->minima (NULL, prepared, &minimum), ==, 1);
  assert_near (minimum.w, 1.5046, 1e-4);
  assert_near (minimum.b, -4.0777, 1e-4);
  double cost;
  arena->evaluate (NULL, prepared, 1, &(NablaPlace){ 0, 0 }, &cost, NULL);
  assert_near (cost, log (2), 1e-15);
  arena->release (prepared);
}

/* Adam, momentum and RMSprop in the bowl, step by step. */
static void
test_adam (void)
{
  NablaBowlOptions options = usual ();
  NablaBowlRacer adam = racer_of ("adam", 0.4);
  g_autoptr (NablaBowlRace) race = race_of (&options, &adam, 1);
  nabla_bowl_race_run_to (race, 300);

  double w[2] = { options.start.w, options.start.b }, v[2] = { 0 }, s[2] = { 0 };
  const double curvature[2] = { 1, 50 };
  for (guint t = 1; t <= 300; t++)
    {
      double before[2] = { w[0], w[1] }, g[2];
      for (guint i = 0; i < 2; i++)
        {
          g[i] = curvature[i] * w[i];
          v[i] = 0.9 * v[i] + 0.1 * g[i];
          s[i] = 0.999 * s[i] + 0.001 * g[i] * g[i];
          w[i] -= 0.4 * (v[i] / (1 - pow (0.9, t))) / (sqrt (s[i] / (1 - pow (0.999, t))) + 1e-8);
        }
      NablaBowlStep step;
      nabla_bowl_race_step (race, 0, t, &step);
      g_assert_cmpuint (step.t, ==, t);
      assert_near (step.before.w, before[0], 1e-12);
      assert_near (step.gradient.b, g[1], 1e-12);
      assert_near (step.states_after[0].w, v[0], 1e-12);
      assert_near (step.states_after[1].b, s[1], 1e-12);
      assert_near (step.after.w, w[0], 1e-12);
      assert_near (step.after.b, w[1], 1e-12);
      assert_near (step.cost, 0.5 * (w[0] * w[0] + 50 * w[1] * w[1]), 1e-12);
    }
}

/* α without (1 − β) is α / (1 − β) with it. */
static void
test_momentum_forms (void)
{
  NablaBowlOptions options = usual ();
  NablaBowlRacer racers[] = { racer_of ("momentum", 0.06), racer_of ("momentum", 0.06 * (1 - 0.9)),
                              racer_of ("momentum", 0.06) };
  set (&racers[1], "one_minus_beta", 0);
  set (&racers[2], "one_minus_beta", 0);
  g_autoptr (NablaBowlRace) race = race_of (&options, racers, 3);
  nabla_bowl_race_run_to (race, 100);
  NablaBowlStep with, without, ten_times;
  for (guint t = 1; t <= 100; t++)
    {
      nabla_bowl_race_step (race, 0, t, &with);
      nabla_bowl_race_step (race, 1, t, &without);
      assert_near (without.after.w, with.after.w, 1e-12);
      assert_near (without.after.b, with.after.b, 1e-12);
    }
  nabla_bowl_race_step (race, 0, 1, &with);
  nabla_bowl_race_step (race, 2, 1, &ten_times);
  assert_near (ten_times.after.w - ten_times.before.w, 10 * (with.after.w - with.before.w), 1e-12);
}

/* With ε = 0 and a gradient of 0, the update is 0/0; with ε > 0 it is 0. */
static void
test_epsilon (void)
{
  static const char *const names[] = { "rmsprop", "adam", "adamw" };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      NablaBowlOptions options = usual ();
      options.start.b = 0;
      NablaBowlRacer racers[] = { racer_of (names[i], 0.1), racer_of (names[i], 0.1) };
      set (&racers[1], "epsilon", 0);
      g_autoptr (NablaBowlRace) race = race_of (&options, racers, 2);
      g_autoptr (NablaSnapshot) before = nabla_bowl_race_observe (race, 0, 1);
      g_autoptr (NablaSnapshot) after = nabla_bowl_race_observe (race, 20, 1);
      g_assert_cmpint (nabla_bowl_race_diverged (race, 0), ==, -1);
      g_assert_cmpint (nabla_bowl_race_diverged (race, 1), ==, 1);
      const NablaRacer *racer = before->race->racers->pdata[1];
      g_assert_cmpint (racer->state, ==, NABLA_RACER_RUNNING);
      racer = after->race->racers->pdata[1];
      g_assert_cmpint (racer->state, ==, NABLA_RACER_DIVERGED);
      g_assert_cmpint (racer->state_step, ==, 1);
      g_assert_nonnull (strstr (racer->reason, "0/0"));
      g_assert_nonnull (strstr (racer->reason, "gradient of b"));
      g_assert_cmpfloat (racer->cost, ==, 0.5 * 81);
      const NablaRaceTerm *update = NULL;
      for (guint k = 0; k < after->race->terms->len; k++)
        if (g_str_equal (((NablaRaceTerm *)after->race->terms->pdata[k])->title, "Update"))
          update = after->race->terms->pdata[k];
      g_assert_true (isnan (update->values[1]) && isfinite (update->values[0]));
    }
}

/* Gradient descent beyond 2/κ leaves every range; the others go on. */
static void
test_divergence (void)
{
  NablaBowlOptions options = usual ();
  NablaBowlRacer racers[] = { racer_of ("gradient_descent", 0.06), racer_of ("adam", 0.4) };
  g_autoptr (NablaBowlRace) race = race_of (&options, racers, 2);
  nabla_bowl_race_run_to (race, 2000);
  gint64 step = nabla_bowl_race_diverged (race, 0);
  g_assert_cmpint (step, >, 100);
  g_assert_cmpint (nabla_bowl_race_diverged (race, 1), ==, -1);
  g_autoptr (NablaSnapshot) snapshot = nabla_bowl_race_observe (race, 1500, 0);
  const NablaRacer *racer = snapshot->race->racers->pdata[0];
  g_assert_cmpint (racer->step, ==, step - 1);
  g_assert_true (isfinite (racer->cost) && isnan (racer->next_w));
  g_assert_nonnull (strstr (racer->reason, "learning rate"));
  guint order[2];
  nabla_race_picture_order (snapshot->race, order);
  g_assert_cmpuint (order[0], ==, 1);
}

/* All see the same noise; without it, and at a finer rate, they wander less. */
static void
test_noise (void)
{
  NablaBowlOptions options = usual ();
  options.noise = 4;
  options.steps_total = 400;
  NablaBowlRacer racers[]
      = { racer_of ("gradient_descent", 0.03), racer_of ("gradient_descent", 0.03),
          racer_of ("gradient_descent", 0.03) };
  racers[2].schedule = nabla_schedule_find ("cosine");
  g_autoptr (NablaBowlRace) race = race_of (&options, racers, 3);
  nabla_bowl_race_run_to (race, 400);
  NablaBowlStep first, second;
  double sum = 0, squares = 0;
  for (guint t = 1; t <= 400; t++)
    {
      nabla_bowl_race_step (race, 0, t, &first);
      nabla_bowl_race_step (race, 1, t, &second);
      g_assert_cmpfloat (first.after.w, ==, second.after.w);
      double noise = first.gradient.w - first.before.w;
      sum += noise / 400;
      squares += noise * noise / 400;
    }
  g_assert_cmpfloat (fabs (sum), <, 4 * 4 / sqrt (400));
  g_assert_cmpfloat (fabs (sqrt (squares) - 4), <, 0.6);

  NablaPlace centre;
  double wide = nabla_bowl_race_wander (race, 0, 400, &centre);
  g_assert_cmpfloat (hypot (centre.w, centre.b), <, 1);
  double narrow = nabla_bowl_race_wander (race, 2, 400, &centre);
  g_assert_cmpfloat (narrow, <, wide / 3);
  g_assert_true (isnan (nabla_bowl_race_wander (race, 0, 10, &centre)));

  g_autoptr (NablaSnapshot) snapshot = nabla_bowl_race_observe (race, 400, 0);
  const NablaRacer *racer = snapshot->race->racers->pdata[0];
  g_assert_cmpfloat (racer->wander_radius, ==, wide);
  guint inside = 0;
  for (guint i = 371; i <= 400; i++)
    inside += hypot (racer->trail->w[i] - racer->wander_w, racer->trail->b[i] - racer->wander_b)
              <= racer->wander_radius;
  g_assert_cmpuint (inside, ==, 27);

  options.noise = 0;
  nabla_bowl_race_set_options (race, &options);
  g_assert_cmpuint (nabla_bowl_race_length (race), ==, 0);
  nabla_bowl_race_run_to (race, 400);
  g_assert_cmpfloat (nabla_bowl_race_wander (race, 0, 400, &centre), <, wide / 10);
}

/* The rate follows the engine's schedules, an epoch being so many steps. */
static void
test_schedule (void)
{
  NablaBowlOptions options = usual ();
  options.steps_per_epoch = 5;
  NablaBowlRacer racer = racer_of ("gradient_descent", 0.02);
  racer.schedule = nabla_schedule_find ("inverse_time");
  racer.schedule_settings[0] = 1;
  g_autoptr (NablaBowlRace) race = race_of (&options, &racer, 1);
  nabla_bowl_race_run_to (race, 20);
  NablaBowlStep step;
  for (guint t = 1; t <= 20; t++)
    {
      nabla_bowl_race_step (race, 0, t, &step);
      assert_near (step.learning_rate, 0.02 / (1 + (t - 1) / 5), 1e-15);
    }
}

/* Any step looks the same whether it was run to at once or bit by bit. */
static void
test_seek (void)
{
  NablaBowlOptions options = usual ();
  options.noise = 1;
  options.steps_total = 1000;
  NablaBowlRacer racers[] = { racer_of ("adamw", 0.3), racer_of ("rmsprop", 0.1) };
  g_autoptr (NablaBowlRace) slow = race_of (&options, racers, 2);
  g_autoptr (NablaBowlRace) fast = race_of (&options, racers, 2);
  nabla_bowl_race_run_to (fast, 1000);
  for (guint t = 0; t <= 1000; t += 37)
    {
      g_autoptr (NablaSnapshot) a = nabla_bowl_race_observe (slow, t, 0);
      g_autoptr (NablaSnapshot) b = nabla_bowl_race_observe (fast, t, 0);
      g_assert_cmpuint (a->race->terms->len, ==, b->race->terms->len);
      for (guint i = 0; i < 2; i++)
        {
          const NablaRacer *first = a->race->racers->pdata[i], *second = b->race->racers->pdata[i];
          g_assert_cmpint (first->step, ==, t);
          g_assert_cmpfloat (first->cost, ==, second->cost);
          g_assert_cmpfloat (first->trail->w[t], ==, second->trail->w[t]);
          g_assert_cmpfloat (first->next_b, ==, second->next_b);
        }
      g_assert_true (a->race->terrain != b->race->terrain);
    }
  g_autoptr (NablaSnapshot) first = nabla_bowl_race_observe (fast, 3, -1);
  g_autoptr (NablaSnapshot) second = nabla_bowl_race_observe (fast, 900, -1);
  g_assert_true (first->race->terrain == second->race->terrain);
  g_assert_true (((NablaRacer *)first->race->racers->pdata[0])->trail
                 == ((NablaRacer *)second->race->racers->pdata[0])->trail);
}

/* The terms of Adam at the step to come, with the numbers put in. */
static void
test_terms (void)
{
  NablaBowlOptions options = usual ();
  NablaBowlRacer adam = racer_of ("adam", 0.4);
  g_autoptr (NablaBowlRace) race = race_of (&options, &adam, 1);
  g_autoptr (NablaSnapshot) snapshot = nabla_bowl_race_observe (race, 0, 0);
  const NablaRacePicture *picture = snapshot->race;
  g_assert_cmpint (picture->terms_step, ==, 1);
  g_assert_cmpuint (picture->terms->len, ==, 6);
  const NablaRaceTerm *gradient = picture->terms->pdata[0], *v = picture->terms->pdata[1];
  const NablaRaceTerm *s = picture->terms->pdata[2], *correction = picture->terms->pdata[3];
  const NablaRaceTerm *update = picture->terms->pdata[4], *damping = picture->terms->pdata[5];
  g_assert_cmpfloat (gradient->values[0], ==, -9);
  g_assert_cmpfloat (gradient->values[1], ==, 95);
  g_assert_cmpstr (v->equation, ==, "0.9 · 0 + 0.1 · (−9.00)");
  assert_near (v->values[0], -0.9, 1e-12);
  g_assert_cmpstr (s->equation, ==, "0.999 · 0 + 0.001 · (−9.00)²");
  assert_near (s->values[1], 9.025, 1e-12);
  g_assert_cmpstr (correction->equation, ==,
                   "v̂ = −0.900 / 0.100 = −9.00\nŝ = 0.0810 / 0.00100 = 81.0");
  g_assert_cmpuint (correction->n_values, ==, 0);
  g_assert_cmpstr (update->equation, ==, "−0.4 · (−9.00) / (9.00 + 1e−8)");
  assert_near (update->values[0], 0.4, 1e-8);
  assert_near (damping->values[1], 0.4 / 95, 1e-8);
  g_assert_cmpstr (((NablaRacer *)picture->racers->pdata[0])->detail, ==,
                   "α 0.4 · β₁ 0.9 · β₂ 0.999");

  g_autoptr (NablaSnapshot) later = nabla_bowl_race_observe (race, 46, 0);
  const NablaRaceTerm *other = later->race->terms->pdata[1];
  g_assert_cmpint (later->race->terms_step, ==, 47);
  g_assert_cmpstr (other->equation, !=, v->equation);
}

/* Weights decay, the bias does not, and the term says by how much. */
static void
test_decay (void)
{
  NablaBowlOptions options = usual ();
  NablaBowlRacer racer = racer_of ("adamw", 0.4);
  set (&racer, "weight_decay", 0.1);
  g_autoptr (NablaBowlRace) race = race_of (&options, &racer, 1);
  g_autoptr (NablaSnapshot) snapshot = nabla_bowl_race_observe (race, 0, 0);
  const NablaRaceTerm *decay = snapshot->race->terms->pdata[4];
  assert_near (decay->values[0], 0.4 * 0.1 * 9, 1e-12);
  g_assert_cmpfloat (decay->values[1], ==, 0);
  NablaBowlStep step;
  nabla_bowl_race_step (race, 0, 1, &step);
  assert_near (step.after.w, -9 + 0.4 + 0.36, 1e-8);
  assert_near (step.after.b, 1.9 - 0.4, 1e-8);
}

static void
test_every_optimizer (void)
{
  const NablaOptimizerClass *const *optimizers = nabla_optimizers (NABLA_DOUBLE);
  const NablaBowlArena *const *arenas = nabla_bowl_arenas ();
  for (guint a = 0; arenas[a] != NULL; a++)
    for (guint i = 0; optimizers[i] != NULL; i++)
      {
        NablaBowlOptions options = nabla_bowl_options (arenas[a]);
        NablaBowlRacer racer = racer_of (optimizers[i]->name, 0.001);
        g_autoptr (NablaBowlRace) race = nabla_bowl_race_new (arenas[a], NULL, &options, NULL);
        nabla_bowl_race_add (race, &racer);
        g_autoptr (NablaSnapshot) snapshot = nabla_bowl_race_observe (race, 100, 0);
        const NablaRacer *seen = snapshot->race->racers->pdata[0];
        const double start = nabla_series_get (seen->cost_curve, 0).value;
        g_assert_cmpfloat (seen->cost, <, start);
        g_assert_cmpuint (snapshot->race->terms->len, >=, 2);
        g_assert_cmpuint (snapshot->race->terrain->n_levels, >=, 4);
      }
}

static void
test_mistakes (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (nabla_bowl_arena_find ("rosenbrok", &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN);
  g_assert_nonnull (strstr (error->message, "rosenbrock"));
  NablaBowlOptions options = usual ();
  g_autoptr (NablaBowlRace) race = race_of (&options, NULL, 0);
  NablaBowlRacer racer = racer_of ("adam", 0.1);
  for (int i = 0; i < NABLA_BOWL_MOST_RACERS; i++)
    g_assert_cmpint (nabla_bowl_race_add (race, &racer), ==, i);
  g_assert_cmpint (nabla_bowl_race_add (race, &racer), ==, -1);
  nabla_bowl_race_clear (race);
  g_assert_cmpuint (nabla_bowl_race_n_racers (race), ==, 0);
  g_autoptr (NablaSnapshot) empty = nabla_bowl_race_observe (race, 5, 0);
  g_assert_null (empty->race->terms);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bowl/gradients", test_gradients);
  g_test_add_func ("/bowl/two-weights", test_two_weights);
  g_test_add_func ("/bowl/adam", test_adam);
  g_test_add_func ("/bowl/momentum-forms", test_momentum_forms);
  g_test_add_func ("/bowl/epsilon", test_epsilon);
  g_test_add_func ("/bowl/divergence", test_divergence);
  g_test_add_func ("/bowl/noise", test_noise);
  g_test_add_func ("/bowl/schedule", test_schedule);
  g_test_add_func ("/bowl/seek", test_seek);
  g_test_add_func ("/bowl/terms", test_terms);
  g_test_add_func ("/bowl/decay", test_decay);
  g_test_add_func ("/bowl/every-optimizer", test_every_optimizer);
  g_test_add_func ("/bowl/mistakes", test_mistakes);
  return g_test_run ();
}
