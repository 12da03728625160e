/* The panel: it shows the experiment there is, and changes it by what is done in it.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "bench-test.h"

#include "nabla-bug-chip.h"
#include "nabla-generator.h"
#include "nabla-layer-row.h"
#include "nabla-panel.h"
#include "nabla-param-row.h"
#include "nabla-split-bar.h"

/* Whether the row is called @name; of a parameter's row that is its key. */
static gboolean
is_named (GtkWidget *row, const char *name)
{
  const char *id = g_object_get_data (G_OBJECT (row), "nabla-id");
  gsize length = strlen (name);
  return id != NULL && strncmp (id, name, length) == 0 && (id[length] == '\0' || id[length] == ' ');
}

static GtkWidget *
find_row_in (GtkWidget *widget, const char *name)
{
  GtkWidget *found = GTK_IS_LIST_BOX_ROW (widget) && is_named (widget, name) ? widget : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_row_in (child, name);
  return found;
}

static GtkWidget *
find_row (Bench *bench, const char *name)
{
  return find_row_in (find (GTK_WIDGET (bench->page), NABLA_TYPE_PANEL, NULL), name);
}

static void
change (Bench *bench, const char *name, const char *value)
{
  GtkWidget *row = find_row (bench, name);
  g_assert_nonnull (row);
  nabla_param_row_set_text (NABLA_PARAM_ROW (row), value);
  g_signal_emit_by_name (row, "changed", value);
}

static void
add_layer (Bench *bench)
{
  GtkWidget *button = find (GTK_WIDGET (bench->page), GTK_TYPE_BUTTON, "Add a hidden layer");
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static GtkWidget *
split_bar (Bench *bench)
{
  return g_object_get_data (G_OBJECT (find_row (bench, "split")), "nabla-bar");
}

static void
assert_row (Bench *bench, const char *key)
{
  g_autoptr (GError) error = NULL;
  double value;
  const NablaParamSpec *spec
      = nabla_experiment_find_param (experiment_of (bench), key, &value, &error);
  g_assert_no_error (error);
  GtkWidget *row = find_row (bench, key);
  if (row == NULL)
    g_error ("no row of %s", key);
  g_assert_cmpstr (nabla_param_row_get_spec (NABLA_PARAM_ROW (row))->name, ==, spec->name);
  g_assert_cmpfloat (nabla_param_row_get_value (NABLA_PARAM_ROW (row)), ==, value);
}

static void
assert_rows (Bench *bench, const char *kind, const NablaParamSpec *params)
{
  for (guint i = 0; params != NULL && params[i].name != NULL; i++)
    {
      g_autofree char *key = g_strconcat (kind, ".", params[i].name, NULL);
      assert_row (bench, key);
    }
}

static void
assert_layers (Bench *bench)
{
  NablaExperiment *experiment = experiment_of (bench);
  guint n = nabla_experiment_n_layers (experiment);
  for (guint i = 0; i + 1 < n; i++)
    {
      const NablaLayerSpec *layer = nabla_experiment_layer (experiment, i);
      g_autofree char *name = g_strconcat ("layer ", layer->name, NULL);
      GtkWidget *row = find_row (bench, name);
      if (!g_str_equal (layer->op->name, "dense"))
        {
          g_assert_null (row);
          continue;
        }
      g_assert_nonnull (row);
      g_assert_cmpfloat (nabla_layer_row_get_units (NABLA_LAYER_ROW (row)), ==,
                         layer->settings[nabla_param_find (layer->op->params, "units")]);
      if (layer->activation != NULL)
        g_assert_cmpstr (nabla_layer_row_get_activation (NABLA_LAYER_ROW (row)), ==,
                         layer->activation->name);
    }
  g_assert_nonnull (find_row (bench, "output"));
}

/* All that the panel shows is what the experiment says. */
static void
assert_panel (Bench *bench)
{
  NablaExperiment *experiment = experiment_of (bench);
  const NablaDataSpec *data = nabla_experiment_data (experiment);
  const NablaTrainSpec *train = nabla_experiment_train (experiment);
  const NablaGenerator *generator = nabla_generator_find (data->source);
  g_autofree char *source = nabla_param_row_get_text (NABLA_PARAM_ROW (find_row (bench, "source")));
  g_assert_cmpstr (source, ==, data->source);
  if (generator != NULL)
    assert_rows (bench, "data", generator->params);
  double shares[3];
  nabla_split_bar_get_shares (NABLA_SPLIT_BAR (split_bar (bench)), &shares[0], &shares[1],
                              &shares[2]);
  g_assert_cmpfloat_with_epsilon (shares[0], data->train, 1e-9);
  g_assert_cmpfloat_with_epsilon (shares[1], data->dev, 1e-9);
  g_assert_cmpfloat_with_epsilon (shares[2], data->test, 1e-9);
  assert_rows (bench, "train", train->optimizer->params);
  assert_rows (bench, "train", train->schedule->params);
  const char *const keys[]
      = { "data.normalize",      "loss.op",          "experiment.seed", "train.optimizer",
          "train.learning_rate", "train.batch_size", "train.schedule",  "train.steps",
          "train.precision",     "train.l2",         "train.l1",        "train.clip_norm",     "train.bug" };
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    assert_row (bench, keys[i]);
  assert_layers (bench);
}

static void
test_shipped (Bench *bench, gconstpointer data)
{
  const char *name;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "experiments", NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  guint n = 0;
  while ((name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_suffix (name, ".nabla"))
      {
        open_shipped (bench, name);
        g_test_message ("%s", name);
        assert_panel (bench);
        n++;
      }
  g_assert_cmpuint (n, >=, 8);
  g_assert_cmpuint (bench->n_failed, ==, 0);
}

static void
test_rows (Bench *bench, gconstpointer data)
{
  GtkWidget *rate = find_row (bench, "train.learning_rate"),
            *noise = find_row (bench, "data.noise");
  GtkWidget *split = find_row (bench, "split"), *hidden = find_row (bench, "layer hidden");
  change (bench, "train.learning_rate", "0.02");
  g_assert_cmpfloat (nabla_experiment_train (experiment_of (bench))->learning_rate, ==, 0.02);
  change (bench, "data.noise", "0.4");
  change (bench, "train.batch_size", "full");
  g_assert_cmpint (nabla_experiment_train (experiment_of (bench))->batch_size, ==, 0);
  g_signal_emit_by_name (hidden, "units-changed", 6);
  g_signal_emit_by_name (hidden, "activation-changed", "tanh");
  g_assert_cmpfloat (nabla_experiment_layer (experiment_of (bench), 0)->settings[0], ==, 6);
  g_assert_cmpstr (nabla_experiment_layer (experiment_of (bench), 0)->activation->name, ==, "tanh");
  g_signal_emit_by_name (split_bar (bench), "changed", 0.5, 0.3, 0.2);
  g_assert_cmpfloat (nabla_experiment_data (experiment_of (bench))->dev, ==, 0.3);
  assert_panel (bench);

  /* Rows of the old optimizer go, those of the new come. */
  g_assert_nonnull (find_row (bench, "train.beta"));
  change (bench, "train.optimizer", "adam");
  g_assert_null (find_row (bench, "train.beta"));
  g_assert_nonnull (find_row (bench, "train.beta2"));
  change (bench, "train.beta2", "0.9");
  assert_panel (bench);

  /* The start of all layers at once, with the spread where it has one. */
  g_assert_null (find_row (bench, "scale"));
  change (bench, "initialization", "normal");
  change (bench, "scale", "0.3");
  for (guint i = 0; i < 2; i++)
    {
      double value;
      g_autofree char *key
          = g_strconcat ("scale@", nabla_experiment_layer (experiment_of (bench), i)->name, NULL);
      g_assert_nonnull (nabla_experiment_find_param (experiment_of (bench), key, &value, NULL));
      g_assert_cmpfloat (value, ==, 0.3);
    }
  change (bench, "initialization", "zeros");
  g_assert_null (find_row (bench, "scale"));

  /* Who types in a row keeps it. */
  g_assert_true (find_row (bench, "train.learning_rate") == rate);
  g_assert_true (find_row (bench, "data.noise") == noise);
  g_assert_true (find_row (bench, "split") == split);
  g_assert_true (find_row (bench, "layer hidden") == hidden);
  change (bench, "initialization", "he");
  assert_panel (bench);
  assert_trains (bench);
}

static guint
n_layers (Bench *bench, const char *op)
{
  guint n = 0;
  for (guint i = 0; i < nabla_experiment_n_layers (experiment_of (bench)); i++)
    n += g_str_equal (nabla_experiment_layer (experiment_of (bench), i)->op->name, op);
  return n;
}

static void
test_layers (Bench *bench, gconstpointer data)
{
  g_autofree char *before = nabla_experiment_to_text (experiment_of (bench));
  GtkWidget *hidden = find_row (bench, "layer hidden");
  add_layer (bench);
  add_layer (bench);
  g_assert_cmpuint (n_layers (bench, "dense"), ==, 4);
  g_assert_cmpstr (nabla_experiment_layer (experiment_of (bench), 3)->name, ==, "output");
  g_assert_cmpstr (nabla_experiment_layer (experiment_of (bench), 2)->activation->name, ==, "relu");
  assert_panel (bench);
  g_assert_true (find_row (bench, "layer hidden") == hidden);
  assert_trains (bench);

  g_signal_emit_by_name (find_row (bench, "layer hidden1"), "remove-requested");
  g_signal_emit_by_name (find_row (bench, "layer hidden2"), "remove-requested");
  g_assert_null (find_row (bench, "layer hidden1"));
  g_autofree char *after = nabla_experiment_to_text (experiment_of (bench));
  g_assert_cmpstr (after, ==, before);

  /* The last hidden layer too: logistic regression is left, without its axis of the search. */
  g_signal_emit_by_name (hidden, "remove-requested");
  g_assert_cmpuint (n_layers (bench, "dense"), ==, 1);
  g_autofree char *single = nabla_experiment_to_text (experiment_of (bench));
  g_assert_null (strstr (single, "@hidden"));
  assert_panel (bench);
  assert_trains (bench);
}

static void
test_dropout (Bench *bench, gconstpointer data)
{
  add_layer (bench);
  settle (bench);
  g_autofree char *before = nabla_experiment_to_text (experiment_of (bench));
  GtkWidget *row = find_row (bench, "keep_prob");
  g_assert_cmpfloat (nabla_param_row_get_value (NABLA_PARAM_ROW (row)), ==, 1);
  change (bench, "keep_prob", "1");
  g_autofree char *same = nabla_experiment_to_text (experiment_of (bench));
  g_assert_cmpstr (same, ==, before);

  change (bench, "keep_prob", "0.8");
  g_assert_cmpuint (n_layers (bench, "dropout"), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const NablaLayerSpec *layer = nabla_experiment_layer (experiment_of (bench), 2 * i + 1);
      g_assert_cmpstr (layer->op->name, ==, "dropout");
      g_assert_cmpfloat (layer->settings[0], ==, 0.8);
      g_assert_cmpint (layer->from[0], ==, 2 * i);
    }
  assert_trains (bench);

  /* While it trains, and the run goes on. */
  guint number = nabla_session_run_number (bench->session);
  gint64 steps = nabla_session_steps (bench->session);
  change (bench, "keep_prob", "0.6");
  settle (bench);
  g_assert_cmpuint (nabla_session_run_number (bench->session), ==, number);
  g_assert_cmpint (nabla_session_steps (bench->session), >=, steps);
  g_assert_cmpfloat (nabla_experiment_layer (experiment_of (bench), 1)->settings[0], ==, 0.6);
  g_assert_cmpfloat (nabla_experiment_layer (experiment_of (bench), 3)->settings[0], ==, 0.6);
  g_assert_true (find_row (bench, "keep_prob") == row);

  change (bench, "keep_prob", "1");
  g_autofree char *after = nabla_experiment_to_text (experiment_of (bench));
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (bench->n_failed, ==, 0);
}

/* Other data have the output and the loss that they ask for, and train. */
static void
test_data (Bench *bench, gconstpointer data)
{
  static const struct
  {
    const char *source, *loss;
    guint units;
  } steps[] = {
    { "iris", "softmax_cross_entropy", 3 },    { "sine", "mean_squared_error", 1 },
    { "moons", "sigmoid_cross_entropy", 1 },   { "digits", "softmax_cross_entropy", 10 },
    { "spirals", "softmax_cross_entropy", 3 }, { "breast_cancer", "sigmoid_cross_entropy", 1 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_test_message ("%s", steps[i].source);
      g_assert_nonnull (nabla_generator_find (steps[i].source));
      change (bench, "source", steps[i].source);
      settle (bench);
      g_assert_cmpstr (bench->failure, ==, NULL);
      NablaExperiment *experiment = experiment_of (bench);
      const NablaLayerSpec *output
          = nabla_experiment_layer (experiment, nabla_experiment_n_layers (experiment) - 1);
      g_assert_cmpstr (nabla_experiment_data (experiment)->source, ==, steps[i].source);
      g_assert_cmpstr (nabla_experiment_loss (experiment, 0)->op->name, ==, steps[i].loss);
      g_assert_cmpfloat (output->settings[0], ==, steps[i].units);
      assert_panel (bench);
      assert_trains (bench);
    }
  g_assert_cmpuint (bench->n_failed, ==, 0);
}

/* What is refused is told, and rows go back to what holds. */
static void
test_refused (Bench *bench, gconstpointer data)
{
  NablaExperiment *before = nabla_experiment_ref (experiment_of (bench));
  nabla_split_bar_set_shares (NABLA_SPLIT_BAR (split_bar (bench)), 0, 0.5, 0.5);
  g_signal_emit_by_name (split_bar (bench), "changed", 0.0, 0.5, 0.5);
  g_assert_cmpuint (bench->n_failed, ==, 1);
  g_assert_nonnull (strstr (bench->failure, "[data] train"));
  g_assert_true (experiment_of (bench) == before);
  assert_panel (bench);

  GtkWidget *hidden = find_row (bench, "layer hidden");
  nabla_layer_row_set_units (NABLA_LAYER_ROW (hidden), 5);
  g_signal_emit_by_name (hidden, "units-changed", 100000);
  g_signal_emit_by_name (hidden, "activation-changed", "dense");
  g_signal_emit_by_name (find_row (bench, "train.learning_rate"), "changed", "fast");
  g_signal_emit_by_name (find_row (bench, "initialization"), "changed", "none");
  g_signal_emit_by_name (find_row (bench, "keep_prob"), "changed", "7");
  g_assert_cmpuint (bench->n_failed, ==, 6);
  g_assert_true (experiment_of (bench) == before);
  assert_panel (bench);

  /* What only the network shows comes later. */
  change (bench, "loss.op", "softmax_cross_entropy");
  settle (bench);
  g_assert_cmpuint (bench->n_failed, ==, 7);
  g_autofree char *wanted = nabla_experiment_to_text (before);
  g_autofree char *found = nabla_experiment_to_text (experiment_of (bench));
  g_assert_cmpstr (found, ==, wanted);
  assert_panel (bench);
  assert_trains (bench);
  nabla_experiment_unref (before);
}

/* A bug is planted while the run goes on, and marked for as long as it is there. */
static void
test_bug (Bench *bench, gconstpointer data)
{
  GtkWidget *chip = find (GTK_WIDGET (bench->page), NABLA_TYPE_BUG_CHIP, NULL);
  g_assert_false (gtk_widget_get_visible (chip));
  assert_trains (bench);
  guint run = nabla_session_run_number (bench->session);

  change (bench, "train.bug", "missing_mean");
  g_assert_true (gtk_widget_get_visible (chip));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (chip), "Bug Lab"));
  assert_panel (bench);
  assert_trains (bench);
  g_assert_cmpuint (nabla_session_run_number (bench->session), ==, run);

  /* there is no softmax in it */
  change (bench, "train.bug", "softmax_without_max_shift");
  g_assert_true (gtk_widget_get_visible (chip));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (chip), "does not use"));
  change (bench, "train.bug", "none");
  g_assert_false (gtk_widget_get_visible (chip));
  assert_trains (bench);
  g_assert_cmpuint (nabla_session_run_number (bench->session), ==, run);
}

int
main (int argc, char **argv)
{
  bench_test_init (&argc, &argv);
#define ADD(name, function) g_test_add ("/panel/" name, Bench, NULL, set_up, function, tear_down)
  ADD ("shipped", test_shipped);
  ADD ("rows", test_rows);
  ADD ("layers", test_layers);
  ADD ("dropout", test_dropout);
  ADD ("data", test_data);
  ADD ("bug", test_bug);
  ADD ("refused", test_refused);
  return g_test_run ();
}
