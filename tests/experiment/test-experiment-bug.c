/* Planted bugs in experiments: where they bite, what is said of them, and that the key
 * chooses what models compute.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-model.h"

#include "experiment-texts.h"
#include "nabla-difference.h"

static NablaExperiment *
with (NablaExperiment *self, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;
  NablaExperiment *changed = nabla_experiment_with (self, key, value, &error);
  g_assert_no_error (error);
  return changed;
}

static NablaExperiment *
whole (void)
{
  g_autoptr (GError) error = NULL;
  NablaExperiment *experiment = nabla_experiment_parse (whole_text, -1, NULL, &error);
  g_assert_no_error (error);
  return experiment;
}

static void
test_key (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) experiment = whole ();
  g_assert_null (nabla_experiment_train (experiment)->bug);
  g_assert_null (nabla_experiment_bug_notice (experiment));
  g_assert_false (nabla_experiment_bug_bites (experiment));

  double value;
  const NablaParamSpec *spec = nabla_experiment_find_param (experiment, "bug", &value, &error);
  g_assert_cmpint (spec->type, ==, NABLA_PARAM_CHOICE);
  g_assert_cmpfloat (value, ==, 0);
  g_assert_cmpstr (spec->choices[0], ==, "none");
  for (guint i = 0; nabla_bugs (NABLA_DOUBLE)[i] != NULL; i++)
    {
      const NablaBug *bug = nabla_bugs (NABLA_DOUBLE)[i];
      g_assert_cmpstr (spec->choices[i + 1], ==, bug->name);
      g_autoptr (NablaExperiment) planted = with (experiment, "train.bug", bug->name);
      g_assert_true (nabla_experiment_train (planted)->bug == bug);
      g_assert_cmpint (nabla_experiment_effect (experiment, planted), ==, NABLA_EFFECT_STEP);
      g_assert_false (nabla_experiment_same_graph (experiment, planted));
      g_autofree char *notice = nabla_experiment_bug_notice (planted);
      g_assert_nonnull (strstr (notice, bug->name));
      g_autoptr (NablaExperiment) cured = with (planted, "train.bug", "none");
      g_assert_cmpint (nabla_experiment_effect (experiment, cured), ==, NABLA_EFFECT_NONE);
    }
  g_assert_null (nabla_experiment_with (experiment, "train.bug", "adam_bias", &error));
  g_assert_nonnull (strstr (error->message, "adam_bias_correction"));

  /* a bug is no layer, activation, loss or optimizer */
  static const char *const keys[] = { "op@hidden", "activation@hidden", "loss.op", "optimizer" };
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_null (nabla_experiment_with (experiment, keys[i], "missing_mean", NULL));
}

/* The network has leaky_relu, a sigmoid loss and Adam. */
static void
test_bites (void)
{
  static const struct
  {
    const char *bug, *key, *value;
    gboolean bites;
  } cases[] = {
    { "wrong_activation_derivative", "train.steps", "5", TRUE },
    { "wrong_activation_derivative", "activation@hidden", "none", FALSE },
    { "wrong_activation_derivative", "activation@b/deep", "tanh", TRUE },
    { "wrong_activation_derivative", "op@b/sum", "add", TRUE },
    { "missing_mean", "train.steps", "5", TRUE },
    { "softmax_without_max_shift", "train.steps", "5", FALSE },
    { "softmax_without_max_shift", "loss.op", "softmax_cross_entropy", TRUE },
    { "dropout_scales_at_test_time", "train.steps", "5", FALSE },
    { "adam_bias_correction", "train.steps", "5", TRUE },
    { "adam_bias_correction", "bias_correction", "false", FALSE },
    { "adam_bias_correction", "optimizer", "adamw", TRUE },
    { "adam_bias_correction", "optimizer", "rmsprop", FALSE },
    { "momentum_without_one_minus_beta", "train.steps", "5", FALSE },
    { "momentum_without_one_minus_beta", "optimizer", "momentum", TRUE },
  };
  g_autoptr (NablaExperiment) experiment = whole ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s with %s=%s", cases[i].bug, cases[i].key, cases[i].value);
      g_autoptr (NablaExperiment) planted = with (experiment, "train.bug", cases[i].bug);
      g_autoptr (NablaExperiment) changed = with (planted, cases[i].key, cases[i].value);
      g_assert_cmpint (nabla_experiment_bug_bites (changed), ==, cases[i].bites);
      g_autofree char *notice = nabla_experiment_bug_notice (changed);
      g_assert_cmpint (strstr (notice, "changes nothing here") == NULL, ==, cases[i].bites);
    }
}

/* Models are built with the bug, of the precision that they have. */
static void
test_model (void)
{
  g_autoptr (NablaExperiment) experiment = whole ();
  g_autoptr (NablaExperiment) planted
      = with (experiment, "train.bug", "wrong_activation_derivative");
  NablaShape shape = NABLA_SHAPE_1 (2);
  for (int precision = 0; precision < NABLA_N_PRECISIONS; precision++)
    {
      g_autoptr (NablaModel) right = nabla_model_new (experiment, precision, &shape, 1, NULL);
      g_autoptr (NablaModel) wrong = nabla_model_new (planted, precision, &shape, 1, NULL);
      g_assert_null (nabla_graph_bug (right->graph));
      g_assert_true (nabla_graph_bug (wrong->graph)
                     == nabla_bug_find (precision, "wrong_activation_derivative"));
      const NablaOp *right_op = right->outputs[0]->op, *wrong_op = wrong->outputs[0]->op;
      g_assert_cmpstr (right_op->name, ==, wrong_op->name);
      g_assert_true (right_op == nabla_op_find (precision, "leaky_relu"));
      g_assert_true (right_op->forward[0].run == wrong_op->forward[0].run);
      g_assert_true (right_op->backward_data[0].run != wrong_op->backward_data[0].run);
      g_assert_cmpuint (nabla_graph_hash (right->graph), ==, nabla_graph_hash (wrong->graph));
      /* what the bug is not in is the registry's own */
      g_assert_true (wrong->loss->op == nabla_op_find (precision, "sigmoid_cross_entropy"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiment/bug/key", test_key);
  g_test_add_func ("/experiment/bug/bites", test_bites);
  g_test_add_func ("/experiment/bug/model", test_model);
  return g_test_run ();
}
