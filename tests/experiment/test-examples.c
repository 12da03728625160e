/* The experiments that ship: each is well-formed, fits its data, and learns what its
 * comments say. A plain training loop stands in for the trainer, which is a layer up.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-batches.h"
#include "nabla-model.h"
#include "nabla-problem.h"
#include "nabla-workspace.h"

#include <math.h>
#include <string.h>

typedef struct {
  const char *file;
  double dev_accuracy; /* at least; 0 without a dev set */
  double dev_cost;     /* at most */
  gboolean fails;      /* what goes wrong in it: tests/runtime/test-laboratory.c */
} Example;

static const Example examples[] = {
  { "planar-flower.nabla", 0, 0 },
  { "two-spirals.nabla", 0.95, 0.25 },
  { "moons.nabla", 0.9, 0.22 },
  { "iris.nabla", 0.9, 0.2 },
  { "wine.nabla", 0.94, 0.2 },
  { "breast-cancer.nabla", 0.95, 0.15 },
  { "digits.nabla", 0.95, 0.2 },
  { "sine.nabla", 0, 0.02 },
  { "batch-norm.nabla", 0.9, 0.25 },
  { "football.nabla", .fails = TRUE },
  { "equal-units.nabla", .fails = TRUE },
  { "large-weights.nabla", .fails = TRUE },
  { "deep-tanh.nabla", .fails = TRUE },
};

/* All that a run needs. */
typedef struct {
  NablaExperiment *experiment;
  NablaProblem *problem;
  NablaModel *model;
  NablaWorkspace *workspace;
  NablaOptimizer *optimizer;
  NablaBatches *batches;
} Run;

static char *
path_of (const char *file)
{
  return g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "data", "experiments", file, NULL);
}

static void
run_init (Run *self, const char *file)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = path_of (file);
  self->experiment = nabla_experiment_load (path, &error);
  g_assert_no_error (error);
  self->problem = nabla_problem_new (self->experiment, NULL, NULL, &error);
  g_assert_no_error (error);
  NablaShape shape = nabla_problem_input_shape (self->problem);
  self->model = nabla_model_new (self->experiment, self->problem->precision, &shape,
                                 self->problem->n_y, &error);
  g_assert_no_error (error);

  const NablaTrainSpec *train = nabla_experiment_train (self->experiment);
  self->workspace
    = nabla_workspace_new (self->model->graph, self->problem->dataset->m, TRUE, NULL, &error);
  g_assert_no_error (error);
  nabla_workspace_feed (self->workspace, self->model->input, self->problem->x);
  nabla_workspace_feed (self->workspace, self->model->target, self->problem->y);
  const NablaOptimizerClass *klass
    = nabla_optimizer_find (self->problem->precision, train->optimizer->name);
  self->optimizer = nabla_optimizer_new (klass, self->model->graph, &error);
  g_assert_no_error (error);
  memcpy (nabla_optimizer_settings (self->optimizer), train->optimizer_settings,
          nabla_param_count (klass->params) * sizeof (double));
  self->batches = nabla_batches_new (self->problem->partition->sizes[NABLA_SPLIT_TRAIN],
                                     train->batch_size, train->batch_seed);
}

static void
run_clear (Run *self)
{
  nabla_batches_free (self->batches);
  nabla_optimizer_free (self->optimizer);
  nabla_workspace_free (self->workspace);
  nabla_model_free (self->model);
  nabla_problem_unref (self->problem);
  nabla_experiment_unref (self->experiment);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static void
run_train (Run *self)
{
  const NablaTrainSpec *train = nabla_experiment_train (self->experiment);
  const guint32 *examples_of_split = self->problem->partition->indices[NABLA_SPLIT_TRAIN];
  gsize n_train = self->problem->partition->sizes[NABLA_SPLIT_TRAIN];
  g_autofree guint32 *picked = g_new (guint32, n_train);
  for (gint64 step = 0; step < train->steps; step++)
    {
      gsize n;
      guint64 epoch;
      const guint32 *places = nabla_batches_get (self->batches, step, &n, &epoch);
      for (gsize i = 0; i < n; i++)
        picked[i] = examples_of_split[places != NULL ? places[i] : i];
      NablaBatch batch = {
        .examples = picked,
        .rows = n,
        .step = step,
        .seed = nabla_experiment_seed (self->experiment),
      };
      NablaTraining training = {
        .learning_rate = train->schedule->rate (train->learning_rate, epoch,
                                                (double) step / train->steps,
                                                train->schedule_settings),
        .l2 = train->l2,
        .l1 = train->l1,
        .clip_norm = train->clip_norm,
      };
      double cost;
      g_assert_true (nabla_workspace_step (self->workspace, &batch, self->optimizer, &training,
                                           NULL, &cost));
    }
}

/* The mean loss over a split; @accuracy is the share of right classes. */
static double
run_evaluate (Run *self, NablaSplit split, double *accuracy)
{
  const NablaDataset *dataset = self->problem->dataset;
  const guint32 *indices = self->problem->partition->indices[split];
  gsize m = self->problem->partition->sizes[split], n_y = self->problem->n_y, n_right = 0;
  NablaBatch batch = { .examples = indices, .rows = m };
  double cost = nabla_workspace_forward (self->workspace, &batch, NABLA_MODE_EVALUATE);
  g_autofree double *prediction = g_new (double, m * n_y);
  nabla_workspace_get_prediction (self->workspace, self->model->loss, prediction);
  for (gsize i = 0; i < m; i++)
    {
      const double *p = prediction + i * n_y;
      gsize best = n_y == 1 ? p[0] > 0.5 : 0;
      for (gsize k = 1; k < n_y; k++)
        if (p[k] > p[best])
          best = k;
      n_right += best == dataset->y[indices[i]];
    }
  *accuracy = (double) n_right / m;
  return cost;
}

static void
test_learns (gconstpointer data)
{
  const Example *example = data;
  g_auto (Run) run = { NULL };
  run_init (&run, example->file);
  double before, accuracy;
  before = run_evaluate (&run, NABLA_SPLIT_TRAIN, &accuracy);
  run_train (&run);
  double after = run_evaluate (&run, NABLA_SPLIT_TRAIN, &accuracy);
  g_test_message ("%s: cost %.4f to %.4f, accuracy %.4f", example->file, before, after, accuracy);
  g_assert_cmpfloat (after, <, 0.5 * before);
  if (run.problem->partition->sizes[NABLA_SPLIT_DEV] == 0)
    return;
  double cost = run_evaluate (&run, NABLA_SPLIT_DEV, &accuracy);
  g_test_message ("%s: dev cost %.4f, dev accuracy %.4f", example->file, cost, accuracy);
  g_assert_cmpfloat (accuracy, >=, example->dev_accuracy);
  g_assert_cmpfloat (cost, <=, example->dev_cost);
}

/* The course's own numbers. */
static void
test_flower (void)
{
  g_auto (Run) run = { NULL };
  run_init (&run, "planar-flower.nabla");
  double accuracy;
  g_assert_cmpfloat_with_epsilon (run_evaluate (&run, NABLA_SPLIT_TRAIN, &accuracy), 0.6930, 5e-5);
  run_train (&run);
  g_assert_cmpfloat_with_epsilon (run_evaluate (&run, NABLA_SPLIT_TRAIN, &accuracy), 0.2175, 1e-3);
}

/* Every file of the folder is one of those, has a title in both languages and
 * comments, and is kept letter by letter. */
static void
test_folder (void)
{
  g_autofree char *folder = path_of ("");
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  g_assert_no_error (error);
  guint n = 0;
  const char *name;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      gboolean known = FALSE;
      for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
        known = known || g_str_equal (examples[i].file, name);
      g_test_message ("%s", name);
      g_assert_true (known);
      n++;

      g_autofree char *path = path_of (name);
      g_autofree char *text = NULL;
      g_assert_true (g_file_get_contents (path, &text, NULL, &error));
      g_assert_nonnull (strstr (text, "\ntitle="));
      g_assert_nonnull (strstr (text, "\ntitle[zh_CN]="));
      g_assert_true (g_str_has_prefix (text, "# "));
      g_autoptr (NablaExperiment) experiment = nabla_experiment_load (path, &error);
      g_assert_no_error (error);
      g_autofree char *kept = nabla_experiment_to_text (experiment);
      g_assert_cmpstr (kept, ==, text);
    }
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (examples));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiment/examples/folder", test_folder);
  g_test_add_func ("/experiment/examples/flower", test_flower);
  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_autofree char *path = g_strconcat ("/experiment/examples/learns/", examples[i].file, NULL);
      if (!examples[i].fails)
        g_test_add_data_func (path, &examples[i], test_learns);
    }
  return g_test_run ();
}
