/* Changes that are more than one value: several at once, layers that come and go,
 * other data. What is not meant stays letter by letter.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "experiment-texts.h"

#include "nabla-experiment-changes.h"
#include "nabla-generator.h"

static NablaExperiment *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  NablaExperiment *experiment = nabla_experiment_parse (text, -1, "/some/whole.nabla", &error);
  g_assert_no_error (error);
  return experiment;
}

static guint
find (const NablaExperiment *experiment, const char *name)
{
  for (guint i = 0; i < nabla_experiment_n_layers (experiment); i++)
    if (g_str_equal (nabla_experiment_layer (experiment, i)->name, name))
      return i;
  g_assert_not_reached ();
}

static void
assert_text (const NablaExperiment *experiment, const char *wanted)
{
  g_autofree char *text = nabla_experiment_to_text (experiment);
  g_assert_cmpstr (text, ==, wanted);
}

/* The lines as Windows ends them. */
static char *
crlf (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  return g_strjoinv ("\r\n", lines);
}

static NablaExperiment *
with_layer (const char *text, const char *before, const char *name, const char *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) experiment = parse (text);
  NablaExperiment *changed
      = nabla_experiment_with_layer (experiment, find (experiment, before), name, body, &error);
  g_assert_no_error (error);
  assert_text (experiment, text);
  return changed;
}

static NablaExperiment *
without_layer (const char *text, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) experiment = parse (text);
  NablaExperiment *changed
      = nabla_experiment_without_layer (experiment, find (experiment, name), &error);
  g_assert_no_error (error);
  assert_text (experiment, text);
  return changed;
}

static void
test_with_all (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) experiment = parse (whole_text);
  const NablaDifference changes[] = {
    { "data.samples", "100" },
    { "train.optimizer", "momentum" },
    { "train.beta", "0.5" },
    { "data.normalize", NULL },
  };
  g_autoptr (NablaExperiment) changed
      = nabla_experiment_with_all (experiment, changes, G_N_ELEMENTS (changes), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (nabla_experiment_train (changed)->optimizer->name, ==, "momentum");
  g_assert_cmpfloat (nabla_experiment_train (changed)->optimizer_settings[0], ==, 0.5);
  g_assert_cmpfloat (nabla_experiment_data (changed)->generator_settings[0], ==, 100);
  g_assert_cmpint (nabla_experiment_data (changed)->normalize, ==, NABLA_NORMALIZE_NONE);
  assert_text (experiment, whole_text);

  /* The second is refused, and nothing of the first stays. */
  const NablaDifference bad[]
      = { { "data.samples", "100" }, { "train.beta1", "7" }, { "data.seed", "9" } };
  g_assert_null (nabla_experiment_with_all (experiment, bad, G_N_ELEMENTS (bad), &error));
  g_assert_nonnull (strstr (error->message, "beta1"));
  assert_text (experiment, whole_text);

  g_autoptr (NablaExperiment) same = nabla_experiment_with_all (experiment, NULL, 0, NULL);
  g_assert_true (same == experiment);
}

#define HEAD "# Head.\n[data]\nsource=moons\n\n"
#define HIDDEN                                                                                     \
  "# Of the hidden layer,\n; in two lines.\n[layer hidden]\nop=dense\nunits=4\n# "                 \
  "inside\nactivation=tanh\n\n"
#define OUTPUT "# Of the output.\n[layer output]\nop=dense\nunits=1\n"
#define LOSS "\n# Of the loss.\n[loss]\nop=sigmoid_cross_entropy\n"
#define SEARCH "[search]\nunits@hidden=integer 2 16\nlearning_rate=log 0.001 1\n"
#define NEW "[layer second]\nop=dense\nunits=3\n\n"

/* The new layer comes above the comment of the one that it precedes. */
static void
test_with_layer (void)
{
  g_autoptr (NablaExperiment) last
      = with_layer (HEAD HIDDEN OUTPUT LOSS, "output", "second", "op=dense\nunits=3\n");
  assert_text (last, HEAD HIDDEN NEW OUTPUT LOSS);
  g_assert_cmpint (nabla_experiment_layer (last, 2)->from[0], ==, 1);
  g_assert_cmpint (nabla_experiment_layer (last, 1)->from[0], ==, 0);

  g_autoptr (NablaExperiment) first
      = with_layer (HEAD HIDDEN OUTPUT LOSS, "hidden", "second", "op=dense\nunits=3\n");
  assert_text (first, HEAD NEW HIDDEN OUTPUT LOSS);

  g_autoptr (NablaExperiment) bare
      = with_layer ("[layer output]\nop=dense\n[loss]\nop=mean_squared_error\n[data]\nsource=sine",
                    "output", "second", "op=dense\nunits=3\n");
  assert_text (bare,
               NEW "[layer output]\nop=dense\n[loss]\nop=mean_squared_error\n[data]\nsource=sine");
}

static void
test_with_layer_wired (void)
{
  /* A layer that names its input takes the new one, which takes what it took. */
  static const char named[] = HEAD HIDDEN "[layer deep]\nop=dense\nunits=4\n"
                                          "[layer output]\nop=dense\nfrom=hidden\nunits=1\n" LOSS;
  g_autoptr (NablaExperiment) one = with_layer (named, "output", "second", "op=dense\nunits=3\n");
  g_assert_cmpint (nabla_experiment_layer (one, 3)->from[0], ==, 2);
  g_assert_cmpint (nabla_experiment_layer (one, 2)->from[0], ==, 0);

  g_autoptr (NablaExperiment) sum
      = with_layer (whole_text, "b/sum", "b/drop", "op=dropout\nkeep_prob=0.5\n");
  const NablaLayerSpec *layer = nabla_experiment_layer (sum, find (sum, "b/sum"));
  g_assert_cmpint (layer->from[0], ==, find (sum, "hidden"));
  g_assert_cmpint (layer->from[1], ==, find (sum, "b/drop"));
  g_assert_cmpint (nabla_experiment_layer (sum, find (sum, "b/drop"))->from[0], ==,
                   find (sum, "b/deep"));

  /* And all is as before when it is gone. */
  g_autofree char *text = nabla_experiment_to_text (sum);
  g_autoptr (NablaExperiment) again = without_layer (text, "b/drop");
  layer = nabla_experiment_layer (again, find (again, "b/sum"));
  g_assert_cmpint (layer->from[0], ==, find (again, "hidden"));
  g_assert_cmpint (layer->from[1], ==, find (again, "b/deep"));
  g_assert_false (nabla_experiment_same_graph (again, sum));
  g_autoptr (NablaExperiment) whole = parse (whole_text);
  g_assert_true (nabla_experiment_same_graph (again, whole));
}

static void
test_with_layer_refused (void)
{
  static const struct
  {
    const char *name, *body, *message;
  } bad[] = {
    { "hidden", "op=dense\nunits=3\n", "hidden" },
    { "a b", "op=dense\nunits=3\n", "name" },
    { "second", "op=dens\n", "dense" },
    { "second", "op=dense\nunits=0\n", "units" },
    { "second", "op=dense\nfrom=output\n", "output" },
    { "second", "", "op" },
    { "loss", "op=dense\n", "loss" },
  };
  g_autoptr (NablaExperiment) experiment = parse (HEAD HIDDEN OUTPUT LOSS);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (nabla_experiment_with_layer (experiment, 1, bad[i].name, bad[i].body, &error));
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, bad[i].message));
      assert_text (experiment, HEAD HIDDEN OUTPUT LOSS);
    }
}

static void
test_without_layer (void)
{
  g_autoptr (NablaExperiment) changed = without_layer (HEAD HIDDEN OUTPUT LOSS SEARCH, "hidden");
  assert_text (changed, HEAD OUTPUT LOSS "[search]\nlearning_rate=log 0.001 1\n");
  g_assert_cmpuint (nabla_experiment_search (changed)->n_axes, ==, 1);

  /* The comment of what follows stays there. */
  g_autoptr (NablaExperiment) last = without_layer (HEAD HIDDEN OUTPUT LOSS, "output");
  assert_text (last, HEAD HIDDEN "# Of the loss.\n[loss]\nop=sigmoid_cross_entropy\n");

  /* The last group of the file, without a line end. */
  g_autoptr (NablaExperiment) end = without_layer (
      HEAD "[loss]\nop=sigmoid_cross_entropy\n" OUTPUT "[layer last]\nop=dense", "last");
  assert_text (end, HEAD "[loss]\nop=sigmoid_cross_entropy\n" OUTPUT);

  /* A new layer and away with it again: nothing is left of it. */
  g_autoptr (NablaExperiment) more
      = with_layer (whole_text, "output", "second", "op=dense\nunits=3\n");
  g_autofree char *text = nabla_experiment_to_text (more);
  g_autoptr (NablaExperiment) less = without_layer (text, "second");
  assert_text (less, whole_text);
}

/* An indented head is a head, and an indented comment a comment. */
static void
test_indented (void)
{
  g_autoptr (NablaExperiment) changed = without_layer (
      HEAD
      "  # Gone.\n  [layer hidden]\n  op=dense\n\t# Stays.\n\t[layer output]\n\top=dense\n" LOSS,
      "hidden");
  assert_text (changed, HEAD "\t# Stays.\n\t[layer output]\n\top=dense\n" LOSS);
  g_autoptr (NablaExperiment) more
      = with_layer (HEAD "  # Mine.\n  [layer output]\n  op=dense\n" LOSS, "output", "second",
                    "op=dense\nunits=3\n");
  assert_text (more, HEAD NEW "  # Mine.\n  [layer output]\n  op=dense\n" LOSS);
}

static void
test_without_layer_wired (void)
{
  /* hidden feeds sum by name and b/deep by place: both take the input now. */
  static const char parallel[]
      = "[data]\nsource=moons\n[layer a]\nop=dense\nunits=2\n[layer b]\nop=dense\nunits=2\nfrom=a\n"
        "[layer c]\nop=dense\nunits=2\nfrom=a\n[layer sum]\nop=add\nfrom=b;c\n[layer "
        "output]\nop=dense\n"
        "[loss]\nop=sigmoid_cross_entropy\nfrom=output\n";
  g_autoptr (NablaExperiment) changed = without_layer (parallel, "a");
  g_assert_cmpint (nabla_experiment_layer (changed, 0)->from[0], ==, -1);
  g_assert_cmpint (nabla_experiment_layer (changed, 1)->from[0], ==, -1);

  /* The sum takes a where it took c, not what stands above c. */
  g_autoptr (NablaExperiment) shorter = without_layer (parallel, "c");
  g_assert_cmpint (nabla_experiment_layer (shorter, 2)->from[0], ==, 1);
  g_assert_cmpint (nabla_experiment_layer (shorter, 2)->from[1], ==, 0);

  /* The next one takes it by its place only. */
  static const char placed[]
      = "[data]\nsource=moons\n[layer a]\nop=dense\nunits=2\n[layer b]\nop=dense\nunits=2\n"
        "[layer c]\nop=dense\nunits=2\nfrom=a\n[layer "
        "output]\nop=dense\n[loss]\nop=sigmoid_cross_entropy\n";
  g_autoptr (NablaExperiment) direct = without_layer (placed, "c");
  g_assert_cmpint (nabla_experiment_layer (direct, 2)->from[0], ==, 0);

  /* What the loss looks at. */
  g_autoptr (NablaExperiment) loss = without_layer (parallel, "output");
  g_assert_cmpint (nabla_experiment_loss (loss, 0)->from, ==, 3);
}

static void
test_without_layer_refused (void)
{
  static const struct
  {
    const char *text, *layer, *message;
  } bad[] = {
    /* A sum has two inputs that could stand for it. */
    { "[data]\nsource=moons\n[layer a]\nop=dense\n[layer b]\nop=dense\n[layer "
      "sum]\nop=add\nfrom=a;b\n"
      "[layer output]\nop=dense\nfrom=sum\n[loss]\nop=sigmoid_cross_entropy\n",
      "sum", "'sum'" },
    { "[data]\nsource=moons\n[layer a]\nop=dense\nunits=2\n[layer b]\nop=dense\nunits=2\nshare=a\n"
      "[layer output]\nop=dense\n[loss]\nop=sigmoid_cross_entropy\n",
      "a", "'a'" },
    { "[data]\nsource=moons\n[layer only]\nop=dense\n[loss]\nop=sigmoid_cross_entropy\n", "only",
      "there is no layer" },
    { "[data]\nsource=moons\n[layer k/only]\nop=dense\n[block k]\n[layer output]\nop=dense\n"
      "[loss]\nop=sigmoid_cross_entropy\n",
      "k/only", "[block k] holds no layer" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (NablaExperiment) experiment = parse (bad[i].text);
      g_assert_null (
          nabla_experiment_without_layer (experiment, find (experiment, bad[i].layer), &error));
      g_assert_nonnull (error);
      if (strstr (error->message, bad[i].message) == NULL)
        g_assert_cmpstr (error->message, ==, bad[i].message);
      assert_text (experiment, bad[i].text);
    }
}

/* Lines that end with CR LF, and a byte order mark, stay what they are. */
static void
test_crlf (void)
{
  g_autofree char *text = crlf (HEAD HIDDEN OUTPUT LOSS SEARCH);
  g_autofree char *longer = crlf (HEAD HIDDEN NEW OUTPUT LOSS SEARCH);
  g_autofree char *shorter = crlf (HEAD OUTPUT LOSS "[search]\nlearning_rate=log 0.001 1\n");
  g_autoptr (NablaExperiment) more = with_layer (text, "output", "second", "op=dense\nunits=3\n");
  assert_text (more, longer);
  g_autoptr (NablaExperiment) less = without_layer (text, "hidden");
  assert_text (less, shorter);

  static const char marked[] = "\xef\xbb\xbf" HIDDEN OUTPUT LOSS HEAD;
  g_autoptr (NablaExperiment) first
      = with_layer (marked, "hidden", "second", "op=dense\nunits=3\n");
  assert_text (first, "\xef\xbb\xbf" NEW HIDDEN OUTPUT LOSS HEAD);
  g_autoptr (NablaExperiment) gone = without_layer (marked, "hidden");
  assert_text (gone, "\xef\xbb\xbf" OUTPUT LOSS HEAD);
}

static void
test_names (void)
{
  g_autoptr (NablaExperiment) experiment
      = parse (HEAD HIDDEN "[layer hidden1]\nop=dense\n[layer hidden3]\nop=dense\n" OUTPUT LOSS);
  g_autofree char *hidden = nabla_experiment_free_layer_name (experiment, "hidden");
  g_autofree char *dropout = nabla_experiment_free_layer_name (experiment, "dropout");
  g_assert_cmpstr (hidden, ==, "hidden2");
  g_assert_cmpstr (dropout, ==, "dropout1");
}

static NablaDataset *
generate (const char *name)
{
  g_autoptr (GError) error = NULL;
  double settings[NABLA_MAX_PARAMS];
  const NablaGenerator *generator = nabla_generator_find (name);
  g_assert_nonnull (generator);
  nabla_param_defaults (generator->params, settings);
  NablaDataset *dataset = generator->generate (settings, 1, &error);
  g_assert_no_error (error);
  return dataset;
}

/* Units of the output, the loss and the normalization that @data ask for. */
static NablaExperiment *
fit (NablaExperiment *experiment,
     const char *data,
     guint units,
     const char *loss,
     NablaNormalization normalize)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaDataset) dataset = generate (data);
  NablaExperiment *changed = nabla_experiment_fitted (experiment, dataset, &error);
  g_assert_no_error (error);
  const NablaLayerSpec *output
      = nabla_experiment_layer (changed, nabla_experiment_n_layers (changed) - 1);
  g_assert_cmpfloat (output->settings[nabla_param_find (output->op->params, "units")], ==, units);
  g_assert_cmpstr (nabla_experiment_loss (changed, 0)->op->name, ==, loss);
  g_assert_cmpint (nabla_experiment_data (changed)->normalize, ==, normalize);
  return changed;
}

static void
test_fitted (void)
{
  static const char plain[] = HEAD HIDDEN "[layer output]\nop=dense\nunits=%u\n[loss]\nop=%s\n";
  g_autofree char *binary_text = g_strdup_printf (plain, 1, "sigmoid_cross_entropy");
  g_autoptr (NablaExperiment) binary = parse (binary_text);
  g_autoptr (NablaExperiment) same
      = fit (binary, "moons", 1, "sigmoid_cross_entropy", NABLA_NORMALIZE_NONE);
  g_assert_true (same == binary);
  g_autoptr (NablaExperiment) iris
      = fit (binary, "iris", 3, "softmax_cross_entropy", NABLA_NORMALIZE_NONE);
  g_autoptr (NablaExperiment) sine
      = fit (iris, "sine", 1, "mean_squared_error", NABLA_NORMALIZE_NONE);
  G_GNUC_UNUSED g_autoptr (NablaExperiment) wine
      = fit (sine, "wine", 3, "softmax_cross_entropy", NABLA_NORMALIZE_STANDARD);
  g_autoptr (NablaExperiment) digits
      = fit (sine, "digits", 10, "softmax_cross_entropy", NABLA_NORMALIZE_MINMAX);
  g_assert_cmpstr (nabla_experiment_layer (digits, 0)->op->name, ==, "flatten");
  g_assert_cmpint (nabla_experiment_layer (digits, 1)->from[0], ==, 0);
  /* A normalization that was chosen stays. */
  g_autoptr (NablaExperiment) cancer
      = fit (digits, "breast_cancer", 1, "sigmoid_cross_entropy", NABLA_NORMALIZE_MINMAX);
  g_autoptr (NablaExperiment) back
      = fit (cancer, "moons", 1, "sigmoid_cross_entropy", NABLA_NORMALIZE_MINMAX);
  g_autofree char *text = nabla_experiment_to_text (back);
  g_autofree char *wanted
      = replace_in (binary_text, "source=moons\n", "source=moons\nnormalize=minmax\n");
  g_assert_cmpstr (text, ==, wanted);

  /* What suits already, though it is not the usual, stays. */
  g_autofree char *two_text = g_strdup_printf (plain, 2, "softmax_cross_entropy");
  g_autoptr (NablaExperiment) two = parse (two_text);
  G_GNUC_UNUSED g_autoptr (NablaExperiment) still_two
      = fit (two, "moons", 2, "softmax_cross_entropy", NABLA_NORMALIZE_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiment/changes/with-all", test_with_all);
  g_test_add_func ("/experiment/changes/with-layer", test_with_layer);
  g_test_add_func ("/experiment/changes/with-layer-wired", test_with_layer_wired);
  g_test_add_func ("/experiment/changes/with-layer-refused", test_with_layer_refused);
  g_test_add_func ("/experiment/changes/without-layer", test_without_layer);
  g_test_add_func ("/experiment/changes/indented", test_indented);
  g_test_add_func ("/experiment/changes/without-layer-wired", test_without_layer_wired);
  g_test_add_func ("/experiment/changes/without-layer-refused", test_without_layer_refused);
  g_test_add_func ("/experiment/changes/crlf", test_crlf);
  g_test_add_func ("/experiment/changes/names", test_names);
  g_test_add_func ("/experiment/changes/fitted", test_fitted);
  return g_test_run ();
}
