/* What the checker says to each mistake, word by word: a student has to understand it.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "experiment-texts.h"
#include "nabla-error.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

typedef struct {
  const char *old;
  const char *replacement;
  const char *message; /* begins with it */
} Mistake;

static void
assert_mistakes (const Mistake *mistakes, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = replace_in (whole_text, mistakes[i].old, mistakes[i].replacement);
      g_autoptr (NablaExperiment) experiment
        = nabla_experiment_parse (text, -1, "/some/where/whole.nabla", &error);
      g_assert_null (experiment);
      g_assert_nonnull (error);
      g_test_message ("%s", error->message);
      if (!g_str_has_prefix (error->message, mistakes[i].message))
        g_assert_cmpstr (error->message, ==, mistakes[i].message);
    }
}

static void
test_words (void)
{
  static const Mistake mistakes[] = {
    { "optimizer=adam", "optimizer=adma",
      "whole.nabla:36: [train] optimizer: 'adma' is not known; did you mean 'adam'?" },
    { "[train]", "[trian]",
      "whole.nabla:35: [trian]: 'trian' is not known; did you mean 'train'?" },
    { "[loss]", "[zebra]",
      "whole.nabla:33: [zebra]: 'zebra' is not known; allowed are experiment, data, input, block, "
      "layer, loss, train, search, views" },
    { "learning_rate=0.01", "learning_rte=0.01",
      "whole.nabla:38: [train]: 'learning_rte' is not known; did you mean 'learning_rate'?" },
    { "beta1=0.8", "momentum=0.8",
      "whole.nabla:37: [train]: 'momentum' is not known; allowed are optimizer, learning_rate" },
    { "beta1=0.8", "beta=0.8", "whole.nabla:37: [train]: 'beta' belongs to momentum, not to adam" },
    { "optimizer=adam", "optimizer=momentum",
      "whole.nabla:37: [train]: 'beta1' belongs to adam, adamw, not to momentum" },
    { "decay=0.99", "interval=10",
      "whole.nabla:40: [train]: 'interval' belongs to staircase, not to exponential" },
    { "op=add", "op=ad",
      "whole.nabla:26: [layer b/sum] op: 'ad' is not known; did you mean 'add'?" },
    { "activation=leaky_relu", "activation=leaky",
      "whole.nabla:18: [layer hidden] activation: 'leaky' is not known; " },
    { "activation=leaky_relu", "activation=tanh",
      "whole.nabla:19: [layer hidden]: 'slope' belongs to leaky_relu, not to dense" },
    { "units=8", "keep_prob=0.5",
      "whole.nabla:17: [layer hidden]: 'keep_prob' belongs to dropout, not to dense" },
    { "op=dense", "op=softmax_cross_entropy",
      "whole.nabla:16: [layer hidden] op: 'softmax_cross_entropy' is not known; " },
    { "source=flower", "source=flowr",
      "whole.nabla:8: [data] source: 'flowr' is not known; did you mean 'flower'?" },
    { "source=flower", "source=zebra",
      "whole.nabla:8: [data] source: 'zebra' is neither a file, such as iris.csv or ./iris, nor "
      "one of flower, " },
    { "source=flower", "source=iris.csv", "whole.nabla:9: [data]: 'samples' belongs to " },
    { "normalize=standard", "normalize=standart",
      "whole.nabla:14: [data] normalize: 'standart' is not known; did you mean 'standard'?" },
    { "title[zh_CN]", "titel[zh_CN]",
      "whole.nabla:5: [experiment]: 'titel[zh_CN]' is not known; " },
    { "show=cost", "show=cost view",
      "whole.nabla:50: [views] show: 'cost view' is not the name of a view" },
  };
  assert_mistakes (mistakes, G_N_ELEMENTS (mistakes));
}

static void
test_numbers (void)
{
  static const Mistake mistakes[] = {
    { "learning_rate=0.01", "learning_rate=0.01 # slow",
      "whole.nabla:38: [train] learning_rate: found '0.01 # slow'; a comment needs a line of its "
      "own" },
    { "learning_rate=0.01", "learning_rate=0,01",
      "whole.nabla:38: [train] learning_rate: '0,01' is not a number" },
    { "learning_rate=0.01", "learning_rate=-1",
      "whole.nabla:38: [train] learning_rate: found -1, but only 1e-07 to 100 is allowed" },
    { "batch_size=full", "batch_size=all",
      "whole.nabla:41: [train] batch_size: 'all' is neither a number nor 'full'" },
    { "batch_size=full", "batch_size=0",
      "whole.nabla:41: [train] batch_size: found 0, but only 1 to 1048576 is allowed" },
    { "batch_size=full", "batch_size=16.5",
      "whole.nabla:41: [train] batch_size: found 16.5, but only whole numbers are allowed" },
    { "units=8", "units=0",
      "whole.nabla:17: [layer hidden] units: found 0, but only 1 to 65536 is allowed" },
    { "units=8", "units=", "whole.nabla:17: [layer hidden] units: '' is not a number" },
    { "seed=2", "seed=4294967296",
      "whole.nabla:6: [experiment] seed: found 4294967296, but only 0 to 4294967295 is allowed" },
    { "train=0.6", "train=0.7",
      "whole.nabla:11: [data]: train=0.7, dev=0.2 and test=0.2 are shares of the examples, but "
      "more than 1 together" },
    { "train=0.6", "train=0",
      "whole.nabla:11: [data] train: found 0, but without training examples nothing is learned" },
    { "format=1", "format=2",
      "whole.nabla:3: [experiment] format: the experiment has format 2 and was made by a newer "
      "Nabla; this one reads format 1" },
    { "format=1", "format=one", "whole.nabla:3: [experiment] format: 'one' is not a number" },
    { "[data]", "[experiment]",
      "whole.nabla:7: the group [experiment] is there twice, first in line 2" },
    { "steps=300", "steps=3\nsteps=4",
      "whole.nabla:43: [train] has 'steps' twice, first in line 42" },
  };
  assert_mistakes (mistakes, G_N_ELEMENTS (mistakes));
}

static void
test_wiring (void)
{
  static const Mistake mistakes[] = {
    { "[layer output]", "[layer hidden]",
      "whole.nabla:30: the group [layer hidden] is there twice, first in line 15" },
    { "[layer output]", "[layer]", "whole.nabla:30: [layer] needs a name, as in [layer first]" },
    { "[layer output]", "[layer out-put]",
      "whole.nabla:30: [layer out-put]: a name has at most 64 letters, digits, '_', and '/' "
      "between them" },
    { "[layer output]", "[layer a//b]", "whole.nabla:30: [layer a//b]: a name has" },
    { "[layer output]", "[layer target]",
      "whole.nabla:30: [layer target]: the name 'target' is kept for the network's own use; take "
      "another" },
    { "[layer output]", "[layer input]",
      "whole.nabla:30: [layer input]: an input is called 'input' already; take another name" },
    { "[train]", "[train fast]",
      "whole.nabla:35: [train] takes no name, but 'fast' stands behind it" },
    { "from=hidden;b/deep", "from=hidden;output",
      "whole.nabla:27: [layer b/sum] from: 'output' comes later, in line 30; a layer takes only "
      "what stands above it" },
    { "from=hidden;b/deep", "from=hidden;b/sum",
      "whole.nabla:27: [layer b/sum] from: a layer cannot name itself" },
    { "from=hidden;b/deep", "from=hiden;b/deep",
      "whole.nabla:27: [layer b/sum] from: 'hiden' is not known; did you mean 'hidden'?" },
    { "from=hidden;b/deep", "from=hidden;;b/deep",
      "whole.nabla:27: [layer b/sum] from: '' is not known; " },
    { "from=hidden;b/deep", "from=hidden",
      "whole.nabla:27: [layer b/sum] from: add takes 2 to 16 inputs, not 1" },
    { "from=hidden;b/deep\n", "",
      "whole.nabla:25: [layer b/sum]: add takes 2 to 16 inputs; name them, as in from=a;b" },
    { "op=add\nfrom=hidden;b/deep", "op=dense\nshare=outptu",
      "whole.nabla:27: [layer b/sum] share: 'outptu' is not known; " },
    { "op=add\nfrom=hidden;b/deep", "op=batch_norm\nshare=hidden",
      "whole.nabla:27: [layer b/sum] share: 'hidden' is dense, but batch_norm can share the "
      "parameters of another batch_norm only" },
    { "op=add\nfrom=hidden;b/deep", "op=dense\nshare=input",
      "whole.nabla:27: [layer b/sum] share: 'input' is an input and has no parameters" },
    { "[block b]", "[block c]",
      "whole.nabla:28: [block c] holds no layer; its layers are called c/…, as in [layer "
      "c/first]" },
    { "op=sigmoid_cross_entropy", "op=sigmoid_cross_entropy\nfrom=outptu",
      "whole.nabla:35: [loss] from: 'outptu' is not known; did you mean 'output'?" },
    { "op=sigmoid_cross_entropy", "op=mean_squared_error\ntarget=hidden",
      "whole.nabla:35: [loss] target: 'hidden' is a layer; a target is an input, or the label if "
      "there is no target=" },
    { "op=sigmoid_cross_entropy", "op=dense",
      "whole.nabla:34: [loss] op: 'dense' is not known; allowed are sigmoid_cross_entropy" },
    { "op=sigmoid_cross_entropy", "weight=1",
      "whole.nabla:33: [loss] lacks the key 'op'; allowed are sigmoid_cross_entropy" },
  };
  assert_mistakes (mistakes, G_N_ELEMENTS (mistakes));
}

static void
test_search (void)
{
  static const Mistake mistakes[] = {
    { "learning_rate=log", "learning_rate=logarithmic",
      "whole.nabla:45: [search] learning_rate: 'logarithmic' is not known; allowed are linear, "
      "log, one_minus, integer, choice" },
    { "learning_rate=log 0.0001 1", "learning_rte=log 0.0001 1",
      "whole.nabla:45: [search] learning_rte: [train]: 'learning_rte' is not known; did you mean "
      "'learning_rate'?" },
    { "learning_rate=log 0.0001 1", "learning_rate=log 0.0001",
      "whole.nabla:45: [search] learning_rate: log takes two numbers, the lowest and the highest, "
      "not 1" },
    { "learning_rate=log 0.0001 1", "learning_rate=log 1 0.0001",
      "whole.nabla:45: [search] learning_rate: the first number must be below the second" },
    { "learning_rate=log 0.0001 1", "learning_rate=log 0.0001 1000",
      "whole.nabla:45: [search] learning_rate: [train] learning_rate: found 1000, but only 1e-07 "
      "to 100 is allowed" },
    { "learning_rate=log 0.0001 1", "learning_rate=integer 1 2",
      "whole.nabla:45: [search] learning_rate: integer is for whole numbers; 'learning_rate' "
      "takes linear, log, one_minus or choice" },
    { "learning_rate=log 0.0001 1", "l2=log 0 1",
      "whole.nabla:45: [search] l2: a log range must begin above 0" },
    { "learning_rate=log 0.0001 1", "l2=one_minus 0 1",
      "whole.nabla:45: [search] l2: a one_minus range must end below 1" },
    { "learning_rate=log 0.0001 1", "optimizer=log 0 1",
      "whole.nabla:45: [search] optimizer: 'optimizer' is no number; it is searched as in: choice "
      "a;b" },
    { "learning_rate=log 0.0001 1", "optimizer=choice adam;adma",
      "whole.nabla:45: [search] optimizer: [train] optimizer: 'adma' is not known; did you mean "
      "'adam'?" },
    { "learning_rate=log 0.0001 1", "optimizer=choice",
      "whole.nabla:45: [search] optimizer: the choices are missing; they are written as in: "
      "choice 16;32;64" },
    { "units@hidden=", "units@hiden=",
      "whole.nabla:47: [search] units@hiden: 'hiden' is not known; did you mean 'hidden'?" },
    { "units@hidden=", "hidden.units=",
      "whole.nabla:47: [search] 'hidden.units' is not known; a layer's key is written "
      "units@hidden" },
    { "units@hidden=integer 2 16", "train.learning_rate=linear 1 2",
      "whole.nabla:47: [search] train.learning_rate: another line searches it already" },
    { "units@hidden=integer 2 16", "experiment.title=choice a;b",
      "whole.nabla:47: [search] experiment.title: 'title' cannot be searched" },
    { "units@hidden=integer 2 16", "search.trials=integer 2 16",
      "whole.nabla:47: [search] search.trials: 'trials' cannot be searched" },
    { "units@hidden=integer 2 16", "beta=linear 0 1",
      "whole.nabla:47: [search] beta: [train]: 'beta' belongs to momentum, not to adam" },
    { "trials=40", "trials=0",
      "whole.nabla:44: [search] trials: found 0, but only 1 to 1000000 is allowed" },
  };
  assert_mistakes (mistakes, G_N_ELEMENTS (mistakes));
}

static void
test_missing_groups (void)
{
  static const struct { const char *text, *message; } texts[] = {
    { "", "x.nabla: there is no group such as [data] in it, so it is not an experiment" },
    { "# nothing\n",
      "x.nabla: there is no group such as [data] in it, so it is not an experiment" },
    { "[experiment]\n", "x.nabla: [data] lacks the key 'source'; allowed are " },
    { "[data]\nsource=none\n",
      "x.nabla: there is no layer; a network needs at least one, such as [layer output] with "
      "op=dense" },
    { "[data]\nsource=none\n[layer a]\n",
      "x.nabla:3: [layer a] lacks the key 'op'; allowed are dense, " },
    { "[data]\nsource=none\n[layer a]\nop=dense\n",
      "x.nabla: there is no [loss], so nothing says what a good prediction is" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (nabla_experiment_parse (texts[i].text, -1, "x.nabla", &error));
      if (!g_str_has_prefix (error->message, texts[i].message))
        g_assert_cmpstr (error->message, ==, texts[i].message);
    }
}

static void
assert_not_loaded (const char *path, int code, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (nabla_experiment_load (path, &error));
  g_assert_error (error, NABLA_ERROR, code);
  if (strstr (error->message, message) == NULL)
    g_assert_cmpstr (error->message, ==, message);
}

static void
test_files (void)
{
  g_autofree char *folder = g_dir_make_tmp ("nabla-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "x.nabla", NULL);
  assert_not_loaded (path, NABLA_ERROR_IO, "x.nabla cannot be read: No such file");
  assert_not_loaded (folder, NABLA_ERROR_IO, "is a folder or a device, not an experiment file");
  assert_not_loaded ("/dev/zero", NABLA_ERROR_IO, "is a folder or a device");

  g_autofree char *huge = g_strnfill (2000000, '#');
  g_assert_true (g_file_set_contents (path, huge, -1, NULL));
  assert_not_loaded (path, NABLA_ERROR_SYNTAX, "x.nabla: the text is longer than the 1048576 "
                                               "bytes");
  g_assert_true (g_file_set_contents (path, "\x89PNG\r\n\x1a\n\0\0", 10, NULL));
  assert_not_loaded (path, NABLA_ERROR_SYNTAX, "x.nabla:1: the line is not UTF-8");
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiment/mistakes/words", test_words);
  g_test_add_func ("/experiment/mistakes/numbers", test_numbers);
  g_test_add_func ("/experiment/mistakes/wiring", test_wiring);
  g_test_add_func ("/experiment/mistakes/search", test_search);
  g_test_add_func ("/experiment/mistakes/missing-groups", test_missing_groups);
  g_test_add_func ("/experiment/mistakes/files", test_files);
  return g_test_run ();
}
