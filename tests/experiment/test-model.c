/* Models: the graph that an experiment's layers become.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-error.h"
#include "nabla-model.h"
#include "nabla-workspace.h"

#include <math.h>

static NablaModel *
try_model (const char *layers, guint n_x, guint n_y, GError **error)
{
  g_autofree char *text = g_strdup_printf ("[experiment]\nseed=2\n[data]\nsource=none\n%s", layers);
  g_autoptr (GError) mistake = NULL;
  g_autoptr (NablaExperiment) experiment
    = nabla_experiment_parse (text, -1, "/tmp/m.nabla", &mistake);
  g_assert_no_error (mistake);
  NablaShape shape = NABLA_SHAPE_1 (n_x);
  return nabla_model_new (experiment, NABLA_DOUBLE, &shape, n_y, error);
}

static NablaModel *
new_model (const char *layers, guint n_x, guint n_y)
{
  g_autoptr (GError) error = NULL;
  NablaModel *model = try_model (layers, n_x, n_y, &error);
  g_assert_no_error (error);
  return model;
}

static void
assert_parameter (const NablaModel *model, const char *name, const double *wanted, guint n)
{
  const NablaNode *node = nabla_graph_find (model->graph, name);
  g_assert_nonnull (node);
  g_assert_cmpuint (nabla_shape_size (&node->shape), ==, n);
  g_autofree double *values = g_new (double, n);
  nabla_graph_get_parameter (model->graph, node, values);
  for (guint i = 0; i < n; i++)
    g_assert_cmpfloat (values[i], ==, wanted[i]);
}

/* RandomState(2): randn(4, 2), then randn(1, 4); biases are zero without a draw. */
static void
test_initialization (void)
{
  g_autoptr (NablaModel) model = new_model (
    "[layer hidden]\nop=dense\nunits=4\nactivation=tanh\ninitialization=normal\nscale=0.01\n"
    "[layer output]\nop=dense\nunits=1\ninitialization=he\n"
    "[loss]\nop=sigmoid_cross_entropy\n", 2, 1);
  NablaRandomState random;
  nabla_random_state_seed (&random, 2);
  double w1[8], w2[4], zeros[4] = { 0 };
  for (guint i = 0; i < 8; i++)
    w1[i] = nabla_random_state_normal (&random) * 0.01;
  for (guint i = 0; i < 4; i++)
    w2[i] = nabla_random_state_normal (&random) * sqrt (2.0 / 4);
  assert_parameter (model, "hidden/W", w1, 8);
  assert_parameter (model, "hidden/b", zeros, 4);
  assert_parameter (model, "output/W", w2, 4);
  assert_parameter (model, "output/b", zeros, 1);
  g_assert_cmpuint (nabla_graph_count_parameters (model->graph), ==, 17);
}

static void
test_nodes (void)
{
  g_autoptr (NablaModel) model = new_model (
    "[layer h1]\nop=dense\nunits=4\nactivation=leaky_relu\nslope=0.25\n"
    "[layer output]\nop=dense\nunits=1\n[loss]\nop=sigmoid_cross_entropy\n", 3, 1);
  g_assert_cmpstr (model->input->name, ==, "input");
  g_assert_cmpstr (model->target->name, ==, "target");
  g_assert_cmpstr (model->pre_activations[0]->name, ==, "h1");
  g_assert_cmpstr (model->outputs[0]->name, ==, "h1/leaky_relu");
  g_assert_cmpfloat (model->outputs[0]->settings[0], ==, 0.25);
  g_assert_true (model->outputs[1] == model->pre_activations[1]);
  g_assert_true (model->logits == model->outputs[1]);
  g_assert_cmpstr (model->loss->name, ==, "loss");
  g_assert_true (model->loss->inputs[0] == model->logits);
  g_assert_true (model->loss->inputs[1] == model->target);
  g_assert_cmpuint (nabla_graph_n_losses (model->graph), ==, 1);
}

static void
test_wiring (void)
{
  g_autoptr (NablaModel) model = new_model (
    "[layer a]\nop=dense\nunits=3\nactivation=tanh\n"
    "[layer b]\nop=dense\nfrom=input\nshare=a\n"
    "[layer frozen]\nop=dense\nunits=3\ntrainable=false\n"
    "[layer sum]\nop=add\nfrom=a;frozen;input\n"
    "[loss]\nop=mean_squared_error\nfrom=sum\ntarget=input\n"
    "[loss label]\nop=mean_squared_error\nfrom=b\nweight=0.25\n", 3, 3);
  g_assert_true (model->pre_activations[1]->inputs[1] == nabla_graph_find (model->graph, "a/W"));
  g_assert_null (nabla_graph_find (model->graph, "b/W"));
  g_assert_false (nabla_graph_find (model->graph, "frozen/W")->trainable);
  g_assert_true (nabla_graph_find (model->graph, "a/W")->trainable);
  g_assert_true (model->outputs[3]->inputs[0] == model->outputs[0]);
  g_assert_true (model->outputs[3]->inputs[2] == model->input);
  g_assert_true (model->loss->inputs[1] == model->input);
  g_assert_nonnull (model->target);
  double weight;
  g_assert_true (nabla_graph_loss (model->graph, 0, &weight) == model->loss);
  g_assert_cmpfloat (weight, ==, 1);
  g_assert_cmpstr (nabla_graph_loss (model->graph, 1, &weight)->name, ==, "loss/label");
  g_assert_cmpfloat (weight, ==, 0.25);

  g_autoptr (NablaModel) autoencoder = new_model (
    "[layer code]\nop=dense\nunits=1\n[layer output]\nop=dense\nunits=3\n"
    "[loss]\nop=mean_squared_error\ntarget=input\n", 3, 1);
  g_assert_null (autoencoder->target);
}

static void
test_misfits (void)
{
  static const struct { const char *layers, *message; } bad[] = {
    { "[layer hidden]\nop=dense\n[layer "
      "output]\nop=dense\nunits=1\n[loss]\nop=softmax_cross_entropy\n",
      "m.nabla:7: The loss 'softmax_cross_entropy' compares Y of shape (3, m) with layer "
      "'output', which gives (1, m); "
      "the last layer needs as many units as Y has rows" },
    { "[layer a]\nop=dense\nunits=4\n[layer b]\nop=dense\nunits=5\n[layer "
      "sum]\nop=add\nfrom=a;b\n[loss]\nop=softmax_cross_entropy\n",
      "m.nabla:11: Layer 'sum' (add) needs inputs of one shape, but 'a' gives (4) and 'b' gives "
      "(5)" },
    { "[layer a]\nop=dense\nunits=4\n[layer "
      "b]\nop=dense\nshare=a\n[loss]\nop=softmax_cross_entropy\n",
      "m.nabla:8: Layer 'b' needs W of shape (4, 4), but 'a' that it shares has (4, 2)" },
    { "[layer a]\nop=dense\n[layer a/W]\nop=relu\n[loss]\nop=softmax_cross_entropy\n",
      "m.nabla:7: Two layers are called 'a/W'" },
    { "[input left]\n[input right]\n[layer a]\nop=dense\n[loss]\nop=softmax_cross_entropy\n",
      "m.nabla:6: a network of several inputs can be written, but not yet trained" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (try_model (bad[i].layers, 2, 3, &error));
      g_assert_nonnull (error);
      g_assert_cmpstr (error->message, ==, bad[i].message);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiment/model/initialization", test_initialization);
  g_test_add_func ("/experiment/model/nodes", test_nodes);
  g_test_add_func ("/experiment/model/wiring", test_wiring);
  g_test_add_func ("/experiment/model/misfits", test_misfits);
  return g_test_run ();
}
