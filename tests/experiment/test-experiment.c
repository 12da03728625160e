/* Experiments: what a whole file says, and what is initial where it says nothing.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "experiment-texts.h"
#include "nabla-generator.h"

#include <glib/gstdio.h>

static NablaExperiment *
parse (const char *text, const char *path)
{
  g_autoptr (GError) error = NULL;
  NablaExperiment *experiment = nabla_experiment_parse (text, -1, path, &error);
  g_assert_no_error (error);
  return experiment;
}

static void
test_whole (void)
{
  g_autoptr (NablaExperiment) experiment = parse (whole_text, "/some/whole.nabla");
  g_assert_cmpstr (nabla_experiment_title (experiment), ==, "Whole");
  g_assert_cmpstr (nabla_experiment_file (experiment), ==, "whole.nabla");
  g_assert_cmpuint (nabla_experiment_seed (experiment), ==, 2);

  const NablaDataSpec *data = nabla_experiment_data (experiment);
  g_assert_cmpstr (data->source, ==, "flower");
  g_assert_null (data->path);
  const NablaGenerator *flower = nabla_generator_find ("flower");
  g_assert_cmpfloat (data->generator_settings[nabla_param_find (flower->params, "samples")], ==,
                     400);
  g_assert_cmpfloat (data->generator_settings[nabla_param_find (flower->params, "noise")], ==, 0.2);
  g_assert_cmpuint (data->seed, ==, 1);
  g_assert_cmpfloat (data->train, ==, 0.6);
  g_assert_cmpfloat (data->dev, ==, 0.2);
  g_assert_cmpfloat (data->test, ==, 0.2);
  g_assert_cmpint (data->normalize, ==, NABLA_NORMALIZE_STANDARD);
  g_assert_cmpint (data->task, ==, -1);

  const NablaTrainSpec *train = nabla_experiment_train (experiment);
  g_assert_cmpstr (train->optimizer->name, ==, "adam");
  g_assert_cmpfloat (
      train->optimizer_settings[nabla_param_find (train->optimizer->params, "beta1")], ==, 0.8);
  g_assert_cmpfloat (
      train->optimizer_settings[nabla_param_find (train->optimizer->params, "beta2")], ==, 0.999);
  g_assert_cmpstr (train->schedule->name, ==, "exponential");
  g_assert_cmpfloat (train->schedule_settings[0], ==, 0.99);
  g_assert_cmpfloat (train->learning_rate, ==, 0.01);
  g_assert_cmpuint (train->batch_size, ==, 0);
  g_assert_cmpint (train->steps, ==, 300);

  const char *const *views = nabla_experiment_views (experiment);
  g_assert_cmpuint (g_strv_length ((char **) views), ==, 3);
  g_assert_cmpstr (views[2], ==, "network");
}

static void
test_network (void)
{
  g_autoptr (NablaExperiment) experiment = parse (whole_text, NULL);
  g_assert_cmpuint (nabla_experiment_n_inputs (experiment), ==, 1);
  g_assert_cmpstr (nabla_experiment_input (experiment, 0)->name, ==, "input");
  g_assert_null (nabla_experiment_input (experiment, 0)->columns);

  g_assert_cmpuint (nabla_experiment_n_layers (experiment), ==, 4);
  const NablaLayerSpec *hidden = nabla_experiment_layer (experiment, 0);
  g_assert_cmpstr (hidden->name, ==, "hidden");
  g_assert_cmpuint (hidden->line, ==, 15);
  g_assert_cmpstr (hidden->op->name, ==, "dense");
  g_assert_cmpfloat (hidden->settings[nabla_param_find (hidden->op->params, "units")], ==, 8);
  g_assert_cmpfloat (hidden->settings[nabla_param_find (hidden->op->params, "scale")], ==, 0.5);
  g_assert_cmpstr (hidden->activation->name, ==, "leaky_relu");
  g_assert_cmpfloat (hidden->activation_settings[0], ==, 0.1);
  g_assert_cmpuint (hidden->n_from, ==, 1);
  g_assert_cmpint (hidden->from[0], ==, -1);
  g_assert_cmpint (hidden->share, ==, -1);
  g_assert_true (hidden->trainable);

  const NablaLayerSpec *sum = nabla_experiment_layer (experiment, 2);
  g_assert_null (sum->activation);
  g_assert_cmpuint (sum->n_from, ==, 2);
  g_assert_cmpint (sum->from[0], ==, 0);
  g_assert_cmpint (sum->from[1], ==, 1);
  g_assert_cmpint (nabla_experiment_layer (experiment, 3)->from[0], ==, 2);

  g_assert_cmpuint (nabla_experiment_n_losses (experiment), ==, 1);
  const NablaLossSpec *loss = nabla_experiment_loss (experiment, 0);
  g_assert_cmpstr (loss->name, ==, "");
  g_assert_cmpstr (loss->op->name, ==, "sigmoid_cross_entropy");
  g_assert_cmpint (loss->from, ==, 3);
  g_assert_null (loss->target);
  g_assert_cmpfloat (loss->weight, ==, 1);
}

static void
test_search (void)
{
  g_autoptr (NablaExperiment) experiment = parse (whole_text, NULL);
  const NablaSearchSpec *search = nabla_experiment_search (experiment);
  g_assert_cmpuint (search->trials, ==, 40);
  g_assert_cmpuint (search->rounds, ==, 1);
  g_assert_cmpuint (search->n_axes, ==, 4);

  g_assert_cmpstr (search->axes[0].key, ==, "learning_rate");
  g_assert_cmpstr (search->axes[0].spec->name, ==, "learning_rate");
  g_assert_cmpint (search->axes[0].scale, ==, NABLA_SEARCH_LOG);
  g_assert_cmpfloat (search->axes[0].low, ==, 0.0001);
  g_assert_cmpfloat (search->axes[0].high, ==, 1);
  g_assert_cmpint (search->axes[1].scale, ==, NABLA_SEARCH_ONE_MINUS);
  g_assert_cmpint (search->axes[2].scale, ==, NABLA_SEARCH_INTEGER);
  g_assert_cmpstr (search->axes[2].spec->name, ==, "units");
  g_assert_cmpint (search->axes[3].scale, ==, NABLA_SEARCH_CHOICE);
  g_assert_cmpuint (g_strv_length (search->axes[3].choices), ==, 3);
  g_assert_cmpstr (search->axes[3].choices[1], ==, "64");
  g_assert_cmpstr (search->axes[3].choices[2], ==, "full");
}

static void
test_initial (void)
{
  g_autoptr (NablaExperiment) experiment
    = parse ("[data]\nsource=tables/iris.csv\n[layer "
             "a]\nop=dense\n[loss]\nop=softmax_cross_entropy\n",
             "/home/me/mine.nabla");
  g_assert_cmpstr (nabla_experiment_title (experiment), ==, "mine.nabla");
  g_assert_cmpuint (nabla_experiment_seed (experiment), ==, 1);
  const NablaDataSpec *data = nabla_experiment_data (experiment);
  g_assert_cmpstr (data->source, ==, "tables/iris.csv");
  g_assert_cmpstr (data->path, ==, "/home/me/tables/iris.csv");
  g_assert_cmpfloat (data->train, ==, 1);
  g_assert_cmpfloat (data->dev, ==, 0);
  g_assert_false (data->stratify);
  g_assert_cmpint (data->normalize, ==, NABLA_NORMALIZE_NONE);
  g_assert_null (data->label);
  g_assert_null (data->leave_out);
  const NablaTrainSpec *train = nabla_experiment_train (experiment);
  g_assert_cmpstr (train->optimizer->name, ==, "gradient_descent");
  g_assert_cmpstr (train->schedule->name, ==, "constant");
  g_assert_cmpuint (train->batch_size, ==, 64);
  g_assert_cmpuint (train->batch_seed, ==, 11);
  g_assert_cmpint (train->precision, ==, NABLA_SINGLE);
  g_assert_cmpfloat (train->l2, ==, 0);
  g_assert_cmpfloat (train->clip_norm, ==, 0);
  g_assert_cmpuint (nabla_experiment_search (experiment)->n_axes, ==, 0);
  g_assert_null (nabla_experiment_views (experiment)[0]);
}

static void
test_data_of_a_file (void)
{
  g_autoptr (NablaExperiment) experiment
    = parse ("[data]\nsource=C:\\new data\\t.csv\nlabel=price in €\nleave_out=id; "
             "name;\ntask=regression\n"
             "missing=drop\nstratify=true\n[layer a]\nop=dense\n[loss]\nop=mean_squared_error\n",
             NULL);
  const NablaDataSpec *data = nabla_experiment_data (experiment);
  g_assert_cmpstr (data->path, ==, "C:\\new data\\t.csv");
  g_assert_cmpstr (data->label, ==, "price in €");
  g_assert_cmpuint (g_strv_length (data->leave_out), ==, 2);
  g_assert_cmpstr (data->leave_out[1], ==, "name");
  g_assert_cmpint (data->task, ==, NABLA_TASK_REGRESSION);
  g_assert_cmpint (data->missing, ==, 1);
  g_assert_true (data->stratify);
  g_assert_cmpstr (nabla_experiment_title (experiment), ==, "Untitled");
}

/* Two inputs, shared parameters, a frozen layer, a picture that is trained, several
 * losses: grammar of format 1. */
static void
test_several (void)
{
  g_autoptr (NablaExperiment) experiment = parse (
    "[data]\nsource=none\n"
    "[input left]\ncolumns=x1;x2\n[input right]\ncolumns=x3;x4\n"
    "[layer a]\nop=dense\nunits=7\ninitialization=zeros\nfrom=left\n"
    "[layer b]\nop=dense\nfrom=right\nshare=a\ninitialization=he\n"
    "[layer picture]\nop=parameter\nunits=7\ntrainable=false\n"
    "[layer sum]\nop=add\nfrom=a;b;picture\n"
    "[loss one]\nop=mean_squared_error\nfrom=a\nweight=0.5\ntarget=left\n"
    "[loss]\nop=sigmoid_cross_entropy\n", NULL);
  g_assert_cmpuint (nabla_experiment_n_inputs (experiment), ==, 2);
  g_assert_cmpstr (nabla_experiment_input (experiment, 1)->columns[1], ==, "x4");
  const NablaLayerSpec *b = nabla_experiment_layer (experiment, 1);
  g_assert_cmpint (b->from[0], ==, -2);
  g_assert_cmpint (b->share, ==, 0);
  g_assert_cmpfloat (b->settings[nabla_param_find (b->op->params, "units")], ==, 7);
  g_assert_cmpfloat (b->settings[nabla_param_find (b->op->params, "initialization")], ==, 4);
  const NablaLayerSpec *picture = nabla_experiment_layer (experiment, 2);
  g_assert_cmpuint (picture->n_from, ==, 0);
  g_assert_false (picture->trainable);
  g_assert_cmpuint (nabla_experiment_n_losses (experiment), ==, 2);
  g_assert_cmpstr (nabla_experiment_loss (experiment, 0)->target, ==, "left");
  g_assert_cmpfloat (nabla_experiment_loss (experiment, 0)->weight, ==, 0.5);
  g_assert_cmpint (nabla_experiment_loss (experiment, 0)->from, ==, 0);
  g_assert_cmpint (nabla_experiment_loss (experiment, 1)->from, ==, 3);
}

static void
test_language (void)
{
  g_setenv ("LANGUAGE", "zh_CN", TRUE);
  g_autoptr (NablaExperiment) experiment = parse (whole_text, NULL);
  g_setenv ("LANGUAGE", "C", TRUE);
  g_assert_cmpstr (nabla_experiment_title (experiment), ==, "完整");
}

static void
test_save (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("nabla-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "x.nabla", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "no", "x.nabla", NULL);
  g_autoptr (NablaExperiment) experiment = parse (whole_text, NULL);
  g_assert_true (nabla_experiment_save (experiment, path, &error));
  g_assert_no_error (error);
  g_autoptr (NablaExperiment) again = nabla_experiment_load (path, &error);
  g_assert_no_error (error);
  g_autofree char *text = nabla_experiment_to_text (again);
  g_assert_cmpstr (text, ==, whole_text);
  g_assert_false (nabla_experiment_save (experiment, nowhere, &error));
  g_assert_true (g_str_has_prefix (error->message, nowhere));
  g_unlink (path);
  g_rmdir (folder);
}

/* A key has one meaning in its group, whatever is chosen: no parameter of a generator,
 * an optimizer or an op is called as a key that all of them have. */
static void
assert_no_clash (const char *kind, const NablaParamSpec *own)
{
  const NablaParamSpec *common = nabla_experiment_group_params (kind);
  g_assert_nonnull (common);
  for (; own != NULL && own->name != NULL; own++)
    g_assert_cmpint (nabla_param_find (common, own->name), ==, -1);
}

static void
test_no_clashes (void)
{
  for (const NablaGenerator *const *i = nabla_generators (); *i != NULL; i++)
    assert_no_clash ("data", (*i)->params);
  for (const NablaSchedule *const *i = nabla_schedules (); *i != NULL; i++)
    assert_no_clash ("train", (*i)->params);
  for (const NablaOp *const *i = nabla_ops (NABLA_DOUBLE); *i != NULL; i++)
    assert_no_clash ((*i)->flags & NABLA_OP_LOSS ? "loss" : "layer", (*i)->params);
  for (const NablaOptimizerClass *const *i = nabla_optimizers (NABLA_DOUBLE); *i != NULL; i++)
    {
      assert_no_clash ("train", (*i)->params);
      for (const NablaSchedule *const *j = nabla_schedules (); *j != NULL; j++)
        for (const NablaParamSpec *spec = (*j)->params; spec != NULL && spec->name != NULL; spec++)
          g_assert_cmpint (nabla_param_find ((*i)->params, spec->name), ==, -1);
    }
}

/* Where a layer and its activation have a key in common, the activation's is longer. */
static void
test_activation_key (void)
{
  g_autoptr (NablaExperiment) experiment = parse (
    "[data]\nsource=none\n[layer "
    "a]\nop=leaky_relu\nslope=0.25\nactivation=leaky_relu\nactivation_slope=0.5\n"
    "[loss]\nop=mean_squared_error\n", NULL);
  g_assert_cmpfloat (nabla_experiment_layer (experiment, 0)->settings[0], ==, 0.25);
  g_assert_cmpfloat (nabla_experiment_layer (experiment, 0)->activation_settings[0], ==, 0.5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiment/whole", test_whole);
  g_test_add_func ("/experiment/network", test_network);
  g_test_add_func ("/experiment/search", test_search);
  g_test_add_func ("/experiment/initial", test_initial);
  g_test_add_func ("/experiment/data-of-a-file", test_data_of_a_file);
  g_test_add_func ("/experiment/several", test_several);
  g_test_add_func ("/experiment/language", test_language);
  g_test_add_func ("/experiment/save", test_save);
  g_test_add_func ("/experiment/no-clashes", test_no_clashes);
  g_test_add_func ("/experiment/activation-key", test_activation_key);
  return g_test_run ();
}
