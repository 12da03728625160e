/* Changed experiments: one line changes, the rest stays; the whole is checked again.
 * And damaged ones: no text, whatever it is, does harm.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "experiment-texts.h"

#include "nabla-error.h"

static NablaExperiment *
parse_whole (void)
{
  g_autoptr (GError) error = NULL;
  NablaExperiment *experiment
    = nabla_experiment_parse (whole_text, -1, "/some/whole.nabla", &error);
  g_assert_no_error (error);
  return experiment;
}

/* Returns: the text after @key was set, which is asserted to be allowed */
static char *
text_with (const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) before = parse_whole ();
  g_autoptr (NablaExperiment) after = nabla_experiment_with (before, key, value, &error);
  g_assert_no_error (error);
  g_autofree char *untouched = nabla_experiment_to_text (before);
  g_assert_cmpstr (untouched, ==, whole_text);
  return nabla_experiment_to_text (after);
}

static void
test_one_line (void)
{
  static const struct { const char *key, *value, *old, *replacement; } changes[] = {
    { "train.learning_rate", "0.5", "learning_rate=0.01", "learning_rate=0.5" },
    { "learning_rate", "1e-3", "learning_rate=0.01", "learning_rate=1e-3" },
    { "beta1", "0.7", "beta1=0.8", "beta1=0.7" },
    { "beta2", "0.9", "steps=300\n", "steps=300\nbeta2=0.9\n" },
    { "batch_size", "32", "batch_size=full", "batch_size=32" },
    { "train.decay", "0.5", "decay=0.99", "decay=0.5" },
    { "data.noise", "0.3", "normalize=standard\n", "normalize=standard\nnoise=0.3\n" },
    { "data.train", "0.5", "train=0.6", "train=0.5" },
    { "experiment.seed", "3", "seed=2", "seed=3" },
    { "experiment.title", "Other", "title=Whole", "title=Other" },
    { "units@hidden", "8", "units=8", "units=8" },
    { "activation@b/deep", "tanh", "[layer b/deep]\nop=dense\nunits=8\n",
      "[layer b/deep]\nop=dense\nunits=8\nactivation=tanh\n" },
    { "from@b/sum", "b/deep;hidden", "from=hidden;b/deep", "from=b/deep;hidden" },
    { "loss.weight", "2", "op=sigmoid_cross_entropy\n", "op=sigmoid_cross_entropy\nweight=2\n" },
    { "search.trials", "7", "trials=40", "trials=7" },
    { "search.units@hidden", "integer 4 8", "units@hidden=integer 2 16",
      "units@hidden=integer 4 8" },
    { "views.show", "cost", "show=cost;boundary;network", "show=cost" },
    { "beta1", NULL, "beta1=0.8\n", "" },
    { "data.normalize", NULL, "normalize=standard\n", "" },
    { "optimizer", "adamw", "optimizer=adam", "optimizer=adamw" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *found = text_with (changes[i].key, changes[i].value);
      g_autofree char *wanted = replace_in (whole_text, changes[i].old, changes[i].replacement);
      g_assert_cmpstr (found, ==, wanted);
    }
}

/* Another choice takes away what belonged to the old one only. */
static void
test_choice (void)
{
  g_autofree char *momentum = text_with ("train.optimizer", "momentum");
  g_autofree char *no_beta1
    = replace_in (whole_text, "optimizer=adam\nbeta1=0.8\n", "optimizer=momentum\n");
  g_autofree char *wanted = replace_in (no_beta1, "beta1=one_minus 0.5 0.999\n", "");
  g_assert_cmpstr (momentum, ==, wanted);

  g_autofree char *constant = text_with ("schedule", NULL);
  g_autofree char *no_decay = replace_in (whole_text, "schedule=exponential\ndecay=0.99\n", "");
  g_assert_cmpstr (constant, ==, no_decay);

  g_autofree char *tanh = text_with ("activation@hidden", "tanh");
  g_autofree char *no_slope
    = replace_in (whole_text, "activation=leaky_relu\nslope=0.1\n", "activation=tanh\n");
  g_assert_cmpstr (tanh, ==, no_slope);

  g_autofree char *file = text_with ("data.source", "iris.csv");
  g_autofree char *no_samples
    = replace_in (whole_text, "source=flower\nsamples=400\n", "source=iris.csv\n");
  g_assert_cmpstr (file, ==, no_samples);
}

static void
test_refused (void)
{
  static const struct { const char *key, *value, *message; } bad[] = {
    { "train.learning_rate", "fast", "[train] learning_rate: 'fast' is not a number" },
    { "train.lerning_rate", "1",
      "[train]: 'lerning_rate' is not known; did you mean 'learning_rate'?" },
    { "lerning_rate", "1", "[train]: 'lerning_rate' is not known; did you mean 'learning_rate'?" },
    { "trian.learning_rate", "1",
      "trian.learning_rate: 'trian' is not known; did you mean 'train'?" },
    { "hidden.units", "4", "'hidden.units' is not known; a layer's key is written units@hidden" },
    { "units@hiden", "4", "units@hiden: 'hiden' is not known; did you mean 'hidden'?" },
    { "units@hidden", "0", "[layer hidden] units: found 0, but only 1 to 65536 is allowed" },
    { "unit@hidden", "4", "[layer hidden]: 'unit' is not known; did you mean 'units'?" },
    { "train.optimizer", "adma", "[train] optimizer: 'adma' is not known; did you mean 'adam'?" },
    { "beta", "0.9", "[train]: 'beta' belongs to momentum, not to adam" },
    { "steps", "5\n[data]", "[train]: 'steps=5\n[data]' cannot be written as one line key=value" },
    { "layer.units", "5", "layer.units: 'layer' is not known; " },
    { "data.source", NULL, "[data] lacks the key 'source'; allowed are " },
    { "\xff", "5", "a key is not UTF-8 text" },
  };
  g_autoptr (NablaExperiment) experiment = parse_whole ();
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (nabla_experiment_with (experiment, bad[i].key, bad[i].value, &error));
      g_assert_nonnull (error);
      if (!g_str_has_prefix (error->message, bad[i].message))
        g_assert_cmpstr (error->message, ==, bad[i].message);
    }
}

static void
test_find_param (void)
{
  static const struct { const char *key, *name; double value; } known[] = {
    { "learning_rate", "learning_rate", 0.01 }, { "train.batch_size", "batch_size", 0 },
    { "beta2", "beta2", 0.999 },                { "decay", "decay", 0.99 },
    { "units@hidden", "units", 8 },             { "slope@hidden", "slope", 0.1 },
    { "data.noise", "noise", 0.2 },             { "experiment.seed", "seed", 2 },
    { "loss.weight", "weight", 1 },             { "search.trials", "trials", 40 },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) experiment = parse_whole ();
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      double value = -7;
      const NablaParamSpec *spec
        = nabla_experiment_find_param (experiment, known[i].key, &value, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (spec->name, ==, known[i].name);
      g_assert_cmpfloat (value, ==, known[i].value);
    }
  g_assert_null (nabla_experiment_find_param (experiment, "data.label", NULL, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN);
  g_clear_error (&error);
  g_assert_null (nabla_experiment_find_param (experiment, "beta", NULL, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN);
}

/* A text that is accepted is kept letter by letter; one that is refused says where. */
static gboolean
try_text (const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) experiment = nabla_experiment_parse (text, length, "x.nabla", &error);
  if (experiment == NULL)
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_true (g_str_has_prefix (error->message, "x.nabla:"));
      g_assert_cmpuint (strlen (error->message), <, 1000);
      return FALSE;
    }
  g_autofree char *kept = nabla_experiment_to_text (experiment);
  g_assert_cmpmem (kept, strlen (kept), text, length);
  return TRUE;
}

static void
test_damaged (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  gsize length = strlen (whole_text);
  guint n_accepted = 0, n_refused = 0;
  for (gsize cut = 0; cut < length; cut++)
    try_text (whole_text, cut);
  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *text = g_strdup (whole_text);
      guint n_flips = g_rand_int_range (rand, 1, 5);
      for (guint j = 0; j < n_flips; j++)
        {
          gsize at = g_rand_int_range (rand, 0, length);
          /* Mostly letters that mean something, sometimes any byte. */
          text[at] = i % 4 > 0 ? "=[]\n;#. 01@/ab"[g_rand_int_range (rand, 0, 14)]
                               : (char) g_rand_int_range (rand, 0, 256);
        }
      if (try_text (text, length))
        n_accepted++;
      else
        n_refused++;
    }
  g_assert_cmpuint (n_accepted, >, 200);
  g_assert_cmpuint (n_refused, >, 5000);
}

/* A large file is looked through in the time that its lines take, not their square. */
static void
test_large (void)
{
  g_autoptr (GString) text = g_string_new ("[data]\nsource=none\n");
  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, "[layer a%u]\nop=relu\nfrom=%s\n", i, i > 0 ? "a0" : "input");
  g_string_append (text, "[block b]\n[loss]\nop=mean_squared_error\n");
  gint64 begin = g_get_monotonic_time ();
  g_assert_false (try_text (text->str, text->len));
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 10 * G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiment/change/one-line", test_one_line);
  g_test_add_func ("/experiment/change/choice", test_choice);
  g_test_add_func ("/experiment/change/refused", test_refused);
  g_test_add_func ("/experiment/change/find-param", test_find_param);
  g_test_add_func ("/experiment/change/damaged", test_damaged);
  g_test_add_func ("/experiment/change/large", test_large);
  return g_test_run ();
}
