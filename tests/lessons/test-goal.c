/* Goals: the grammar, the judgement, the words.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-error.h"
#include "nabla-goal.h"

#include <math.h>
#include <string.h>

static void
test_parse (void)
{
  NablaGoal goal;
  g_autoptr (GError) error = NULL;
  g_assert_true (nabla_goal_parse ("dev_accuracy >= 90% and hidden_units<=5 within 2000 steps",
                                   &goal, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (goal.n_conditions, ==, 3);
  g_assert_cmpint (goal.conditions[0].quantity, ==, NABLA_QUANTITY_DEV_ACCURACY);
  g_assert_cmpint (goal.conditions[0].comparison, ==, NABLA_AT_LEAST);
  g_assert_cmpfloat (goal.conditions[0].bound, ==, 0.9);
  g_assert_cmpint (goal.conditions[1].quantity, ==, NABLA_QUANTITY_HIDDEN_UNITS);
  g_assert_cmpint (goal.conditions[1].comparison, ==, NABLA_AT_MOST);
  g_assert_cmpint (nabla_goal_steps (&goal), ==, 2000);
  g_assert_true (nabla_goal_parse ("train_cost < 0.1", &goal, NULL));
  g_assert_cmpint (nabla_goal_steps (&goal), ==, 0);
  for (guint i = 0; i < NABLA_N_QUANTITIES; i++)
    {
      g_autofree char *text = g_strdup_printf ("%s > -1.5e3", nabla_quantity_name (i));
      g_assert_true (nabla_goal_parse (text, &goal, NULL));
      g_assert_cmpint (goal.conditions[0].quantity, ==, i);
      g_assert_cmpfloat (goal.conditions[0].bound, ==, -1500);
    }
}

/* Each with a word that its message must have. */
static void
test_mistakes (void)
{
  const char *const wrong[][2] = {
    { "", "quantity" },
    { "   ", "quantity" },
    { "dev_acuracy >= 0.9", "dev_accuracy" },
    { "dev_accuracy", ">=" },
    { "dev_accuracy => 0.9", "=>" },
    { "dev_accuracy >=", "number" },
    { "dev_accuracy >= high", "high" },
    { "dev_accuracy >= %", "%" },
    { "dev_accuracy >= 0.9 and", "quantity" },
    { "dev_accuracy >= 0.9 or train_cost < 1", "or" },
    { "dev_accuracy >= 0.9 within", "steps" },
    { "dev_accuracy >= 0.9 within many steps", "many" },
    { "dev_accuracy >= 0.9 within 0 steps", "0" },
    { "dev_accuracy >= 0.9 within 1.5 steps", "1.5" },
    { "dev_accuracy >= 0.9 within 100 epochs", "epochs" },
    { "dev_accuracy >= 0.9 within 100 steps and train_cost < 1", "and" },
    { "steps<1 and steps<1 and steps<1 and steps<1 and steps<1 and steps<1 and steps<1 and steps<1",
      "many" },
  };
  NablaGoal goal = { .n_conditions = 77 };
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (nabla_goal_parse (wrong[i][0], &goal, &error));
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, wrong[i][1]));
      g_assert_cmpuint (goal.n_conditions, ==, 77);
    }
}

static void
test_met (void)
{
  NablaGoal goal;
  NablaRunValues values;
  nabla_run_values_init (&values);
  g_assert_true (
      nabla_goal_parse ("dev_accuracy >= 0.9 and train_cost < 0.5 within 100 steps", &goal, NULL));
  g_assert_false (nabla_goal_met (&goal, &values));
  values.values[NABLA_QUANTITY_DEV_ACCURACY] = 0.9;
  values.values[NABLA_QUANTITY_TRAIN_COST] = 0.4;
  g_assert_false (nabla_goal_met (&goal, &values));
  values.values[NABLA_QUANTITY_STEPS] = 100;
  g_assert_true (nabla_goal_met (&goal, &values));
  values.values[NABLA_QUANTITY_STEPS] = 101;
  g_assert_false (nabla_goal_met (&goal, &values));
  values.values[NABLA_QUANTITY_STEPS] = 100;
  values.values[NABLA_QUANTITY_TRAIN_COST] = 0.5;
  g_assert_false (nabla_goal_met (&goal, &values));
  values.values[NABLA_QUANTITY_TRAIN_COST] = NAN;
  g_assert_false (nabla_goal_met (&goal, &values));
}

static void
test_range (void)
{
  NablaGoal range;
  g_assert_true (nabla_range_parse (">= 0.6 and < 90%", &range, NULL));
  g_assert_true (nabla_range_holds (&range, 0.6));
  g_assert_true (nabla_range_holds (&range, 0.89));
  g_assert_false (nabla_range_holds (&range, 0.9));
  g_assert_false (nabla_range_holds (&range, 0.5));
  g_assert_false (nabla_range_holds (&range, NAN));
  g_autoptr (GError) error = NULL;
  g_assert_false (nabla_range_parse ("0.5", &range, &error));
  g_assert_nonnull (error);
}

static void
assert_words (const char *text, double value, const char *words, const char *shown)
{
  NablaGoal goal;
  NablaRunValues values;
  nabla_run_values_init (&values);
  g_assert_true (nabla_goal_parse (text, &goal, NULL));
  values.values[goal.conditions[0].quantity] = value;
  g_autofree char *described = nabla_condition_describe (&goal.conditions[0]);
  g_autofree char *formatted = nabla_condition_format_value (&goal.conditions[0], &values);
  g_assert_cmpstr (described, ==, words);
  g_assert_cmpstr (formatted, ==, shown);
}

static void
test_words (void)
{
  assert_words ("dev_accuracy >= 0.9", 0.8975, "Dev accuracy of 90% or more", "89.75%");
  assert_words ("train_cost <= 0.25", 0.254449, "Train cost of 0.25 or less", "0.2544");
  assert_words ("hidden_units <= 1", 4, "At most 1 hidden unit", "4");
  assert_words ("hidden_units <= 5", NAN, "At most 5 hidden units", "–");
  assert_words ("steps <= 5000", 12345678, "Within 5,000 steps", "12,345,678");
  assert_words ("train_r2 > 0.5", 1, "Train R² > 0.5", "1");
  assert_words ("parameters < 1000", 999, "Parameters < 1,000", "999");
}

static void
test_missing (void)
{
  NablaGoal goal;
  NablaRunValues values;
  nabla_run_values_init (&values);
  g_assert_true (nabla_goal_parse ("train_accuracy >= 0.9", &goal, NULL));
  g_assert_null (nabla_condition_format_missing (&goal.conditions[0], &values));
  values.values[NABLA_QUANTITY_TRAIN_ACCURACY] = 359 / 400.;
  values.examples[0] = 400;
  g_autofree char *one = nabla_condition_format_missing (&goal.conditions[0], &values);
  g_assert_cmpstr (one, ==, "1 example to go: 359 of 400 are right, 360 are needed");
  values.values[NABLA_QUANTITY_TRAIN_ACCURACY] = 300 / 400.;
  g_autofree char *more = nabla_condition_format_missing (&goal.conditions[0], &values);
  g_assert_cmpstr (more, ==, "60 examples to go: 300 of 400 are right, 360 are needed");
  values.values[NABLA_QUANTITY_TRAIN_ACCURACY] = 0.9;
  g_assert_null (nabla_condition_format_missing (&goal.conditions[0], &values));
}

static void
test_hidden_units (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) experiment
      = nabla_experiment_parse ("[data]\nsource=moons\n[layer "
                                "h1]\nop=dense\nunits=5\nactivation=relu\n[layer d]\nop=dropout\n"
                                "[layer h2]\nop=dense\nunits=3\n[layer "
                                "output]\nop=dense\nunits=1\n[loss]\nop=sigmoid_cross_entropy\n",
                                -1, NULL, &error);
  g_assert_no_error (error);
  NablaRunValues values;
  nabla_run_values_init (&values);
  nabla_run_values_set_experiment (&values, experiment);
  g_assert_cmpfloat (values.values[NABLA_QUANTITY_HIDDEN_UNITS], ==, 8);
  g_assert_cmpfloat (values.values[NABLA_QUANTITY_HIDDEN_LAYERS], ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/goal/parse", test_parse);
  g_test_add_func ("/goal/mistakes", test_mistakes);
  g_test_add_func ("/goal/met", test_met);
  g_test_add_func ("/goal/range", test_range);
  g_test_add_func ("/goal/words", test_words);
  g_test_add_func ("/goal/missing", test_missing);
  g_test_add_func ("/goal/hidden-units", test_hidden_units);
  return g_test_run ();
}
