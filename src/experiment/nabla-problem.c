/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-problem.h"

#include "nabla-arena.h"
#include "nabla-document.h"
#include "nabla-error.h"
#include "nabla-generator.h"
#include "nabla-source.h"
#include "nabla-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* What losses ask of labels. A loss that is not here takes them as they are. */
static const struct
{
  const char *name;
  gboolean takes[NABLA_TASK_REGRESSION + 1]; /* which tasks */
  gboolean one_hot;
} losses[] = {
  { "sigmoid_cross_entropy", { TRUE, FALSE, FALSE }, FALSE },
  { "softmax_cross_entropy", { TRUE, TRUE, FALSE }, TRUE },
  { "mean_squared_error", { TRUE, FALSE, TRUE }, FALSE },
};

static int
find_loss (const NablaLossSpec *loss)
{
  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    if (g_str_equal (losses[i].name, loss->op->name))
      return i;
  return -1;
}

static gboolean
check_loss (const NablaExperiment *experiment,
            const NablaLossSpec *loss,
            const NablaDataset *dataset,
            GError **error)
{
  int known = find_loss (loss);
  if (known < 0 || losses[known].takes[dataset->task])
    return TRUE;

  g_autofree char *message = NULL;
  if (dataset->task == NABLA_TASK_MULTICLASS)
    message = g_strdup_printf (_("[loss] op: %s does not suit labels of %u classes; "
                                  "softmax_cross_entropy does, with a last layer of as many units"),
                               loss->op->name, dataset->n_classes);
  else
    message = g_strdup_printf (_("[loss] op: %s does not suit labels that are numbers to predict; "
                                  "mean_squared_error does, with a last layer of 1 unit"),
                               loss->op->name);
  nabla_document_fail (error, nabla_experiment_file (experiment), loss->line, NABLA_ERROR_SHAPE,
                       message);
  return FALSE;
}

/* The first loss that looks at the label says how the label is written. */
static gboolean
choose_labels (const NablaExperiment *experiment,
               const NablaDataset *dataset,
               gboolean *one_hot,
               GError **error)
{
  guint n_seen = 0;
  *one_hot = FALSE;
  for (guint i = 0; i < nabla_experiment_n_losses (experiment); i++)
    {
      const NablaLossSpec *loss = nabla_experiment_loss (experiment, i);
      if (loss->target != NULL)
        continue;
      if (!check_loss (experiment, loss, dataset, error))
        return FALSE;
      int known = find_loss (loss);
      if (n_seen++ == 0)
        *one_hot = known >= 0 && losses[known].one_hot;
    }
  return TRUE;
}

gboolean
nabla_problem_labels_alike (const NablaLossSpec *one, const NablaLossSpec *other)
{
  g_return_val_if_fail (one != NULL && other != NULL, FALSE);

  int a = find_loss (one), b = find_loss (other);
  return (a >= 0 && losses[a].one_hot) == (b >= 0 && losses[b].one_hot);
}

gboolean
nabla_problem_accepts (const NablaProblem *self, const NablaExperiment *experiment, GError **error)
{
  g_return_val_if_fail (self != NULL && experiment != NULL, FALSE);

  gboolean one_hot;
  return choose_labels (experiment, self->dataset, &one_hot, error);
}

static void
add_notes (GPtrArray *notes, char **more)
{
  for (; more != NULL && *more != NULL; more++)
    g_ptr_array_add (notes, g_strdup (*more));
}

static NablaDataset *
read_file (const NablaDataSpec *data,
           const char *path,
           const NablaProblemFrame *frame,
           GPtrArray *notes,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (NablaSource) source
      = nabla_source_open (path, &data->reading, NULL, NULL, cancellable, error);
  if (source == NULL)
    return NULL;

  NablaDatasetOptions options = NABLA_DATASET_OPTIONS_INIT;
  options.label = data->label;
  options.task = data->task;
  options.missing = data->missing;
  options.leave_out = (const char *const *)data->leave_out;
  if (frame != NULL)
    {
      options.label = frame->label_name;
      options.task = frame->task;
      options.features = (const char *const *)frame->feature_names;
      options.classes = (const char *const *)frame->class_names;
      options.fill = frame->fill;
    }
  g_auto (NablaDatasetReport) report = { 0 };
  NablaDataset *dataset = nabla_source_to_dataset (source, &options, &report, cancellable, error);
  add_notes (notes, source->notes);
  add_notes (notes, report.notes);
  return dataset;
}

/* The points of the experiment. With one class alone there are two all the same: of the
 * other one nobody has painted any yet. */
static NablaDataset *
paint (const NablaExperiment *experiment, GError **error)
{
  const GArray *points = nabla_experiment_data (experiment)->points;
  guint n_classes = 2;
  if (points->len < 2)
    {
      nabla_document_fail (
          error, nabla_experiment_file (experiment), 0, NABLA_ERROR_DATA,
          points->len == 0
              ? _("[data] points: there are no points yet; a network needs at least 2")
              : _("[data] points: there is 1 point; a network needs at least 2"));
      return NULL;
    }
  for (guint i = 0; i < points->len; i++)
    n_classes = MAX (n_classes, g_array_index (points, NablaPaintedPoint, i).label + 1);
  NablaTask task = n_classes > 2 ? NABLA_TASK_MULTICLASS : NABLA_TASK_BINARY;
  NablaDataset *dataset
      = nabla_dataset_new (_("Painted points"), task, points->len, 2, n_classes, error);
  for (guint i = 0; dataset != NULL && i < points->len; i++)
    {
      const NablaPaintedPoint *point = &g_array_index (points, NablaPaintedPoint, i);
      dataset->x[2 * i] = point->x1;
      dataset->x[2 * i + 1] = point->x2;
      dataset->y[i] = point->label;
    }
  return dataset;
}

static NablaDataset *
get_dataset (const NablaExperiment *experiment,
             const char *data_path,
             const NablaProblemFrame *frame,
             GPtrArray *notes,
             GCancellable *cancellable,
             GError **error)
{
  const NablaDataSpec *data = nabla_experiment_data (experiment);
  const char *path = data_path != NULL ? data_path : data->path;
  if (path != NULL)
    return read_file (data, path, frame, notes, cancellable, error);
  if (g_str_equal (data->source, NABLA_POINTS_SOURCE))
    return paint (experiment, error);
  const NablaGenerator *generator = nabla_generator_find (data->source);
  if (generator != NULL)
    return generator->generate (data->generator_settings, data->seed, error);

  nabla_document_fail (error, nabla_experiment_file (experiment), 0, NABLA_ERROR_DATA,
                       _("[data] source=none: the experiment has no data of its own; give it a "
                          "file"));
  return NULL;
}

/* @dataset with those features only that @input names. */
static NablaDataset *
select_columns (const NablaInputSpec *input, const NablaDataset *dataset, GError **error)
{
  guint n = g_strv_length (input->columns);
  g_autofree guint *columns = g_new0 (guint, n);
  for (guint i = 0; i < n; i++)
    {
      while (columns[i] < dataset->n_x
             && !g_str_equal (dataset->feature_names[columns[i]], input->columns[i]))
        columns[i]++;
      if (columns[i] < dataset->n_x)
        continue;
      g_autofree char *place = g_strdup_printf ("[input %s] columns", input->name);
      g_autofree char *shown = nabla_document_excerpt (input->columns[i]);
      g_autofree char *message
          = nabla_words_unknown (place, shown, (const char *const *)dataset->feature_names);
      g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN, message);
      return NULL;
    }

  NablaDataset *selected
      = nabla_dataset_new (dataset->title, dataset->task, dataset->m, n, dataset->n_classes, error);
  if (selected == NULL)
    return NULL;
  for (gsize i = 0; i < dataset->m; i++)
    for (guint j = 0; j < n; j++)
      selected->x[i * n + j] = dataset->x[i * dataset->n_x + columns[j]];
  memcpy (selected->y, dataset->y, dataset->m * sizeof *dataset->y);
  g_strfreev (selected->feature_names);
  selected->feature_names = g_strdupv (input->columns);
  if (dataset->fill != NULL)
    {
      selected->fill = g_new (double, n);
      for (guint j = 0; j < n; j++)
        selected->fill[j] = dataset->fill[columns[j]];
    }
  g_strfreev (selected->class_names);
  selected->class_names = g_strdupv (dataset->class_names);
  g_free (selected->label_name);
  selected->label_name = g_strdup (dataset->label_name);
  return selected;
}

static void *
new_numbers (gsize m, gsize n, NablaPrecision precision, GError **error)
{
  gsize bytes;
  void *numbers = NULL;
  if (g_size_checked_mul (&bytes, m, n)
      && g_size_checked_mul (&bytes, bytes, nabla_precision_size (precision)))
    numbers = nabla_arena_alloc (bytes);
  if (numbers == NULL)
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE,
                 _("%zu examples of %zu numbers need more memory than there is"), m, n);
  return numbers;
}

static inline void
store (void *numbers, NablaPrecision precision, gsize index, double value)
{
  if (precision == NABLA_SINGLE)
    ((float *)numbers)[index] = value;
  else
    ((double *)numbers)[index] = value;
}

static gboolean
fill_x (NablaProblem *self, GError **error)
{
  gsize m = self->dataset->m, n = self->dataset->n_x;
  self->x = new_numbers (m, n, self->precision, error);
  if (self->x == NULL)
    return FALSE;
  g_autofree double *example = g_new (double, n);
  for (gsize i = 0; i < m; i++)
    {
      memcpy (example, self->dataset->x + i * n, n * sizeof *example);
      nabla_normalizer_apply (self->normalizer, example);
      for (gsize j = 0; j < n; j++)
        store (self->x, self->precision, i * n + j, example[j]);
    }
  return TRUE;
}

/* (y − μ) / σ over train. Labels that are all the same are only shifted. */
static void
normalize_label (NablaProblem *self)
{
  const double *y = self->dataset->y;
  const guint32 *train = self->partition->indices[NABLA_SPLIT_TRAIN];
  gsize m = self->partition->sizes[NABLA_SPLIT_TRAIN];
  double mean = 0, squares = 0;
  for (gsize i = 0; i < m; i++)
    mean += y[train[i]] / m;
  for (gsize i = 0; i < m; i++)
    squares += (y[train[i]] - mean) * (y[train[i]] - mean) / m;
  self->label_shift = mean;
  self->label_scale = squares > 0 ? 1 / sqrt (squares) : 1;
}

static gboolean
fill_y (NablaProblem *self, gboolean one_hot, GError **error)
{
  gsize m = self->dataset->m;
  self->n_y = one_hot ? self->dataset->n_classes : 1;
  self->y = new_numbers (m, self->n_y, self->precision, error);
  if (self->y == NULL)
    return FALSE;
  for (gsize i = 0; i < m; i++)
    {
      double y = (self->dataset->y[i] - self->label_shift) * self->label_scale;
      if (!one_hot)
        store (self->y, self->precision, i, y);
      else if (y >= 0 && y < self->n_y)
        store (self->y, self->precision, i * self->n_y + (gsize)y, 1);
    }
  return TRUE;
}

static NablaNormalizer *
copy_normalizer (const NablaNormalizer *normalizer)
{
  gsize bytes = normalizer->n_x * sizeof (double);
  NablaNormalizer *copy = g_memdup2 (normalizer, sizeof *normalizer);
  copy->shift = g_memdup2 (normalizer->shift, bytes);
  copy->scale = g_memdup2 (normalizer->scale, bytes);
  return copy;
}

/* Whether a network that is there can go on learning from these data. */
static gboolean
check_frame (const NablaProblemFrame *frame, const NablaDataset *dataset, GError **error)
{
  gsize unlabelled = 0;
  guint n_classes = frame->task == NABLA_TASK_REGRESSION ? 0 : g_strv_length (frame->class_names);
  for (gsize i = 0; i < dataset->m; i++)
    unlabelled += isnan (dataset->y[i]);
  if (unlabelled > 0)
    g_set_error (
        error, NABLA_ERROR, NABLA_ERROR_DATA,
        _("the network predicts '%s', but the data lack it, so there is nothing to learn from"),
        frame->label_name);
  else if (dataset->n_x != frame->normalizer->n_x || dataset->task != frame->task
           || dataset->n_classes != n_classes)
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_SHAPE,
                 _("the network takes %u features and predicts one of %u classes, but the data "
                    "have %u and %u (0 classes: a number)"),
                 frame->normalizer->n_x, n_classes, dataset->n_x, dataset->n_classes);
  else
    return TRUE;
  return FALSE;
}

NablaProblem *
nabla_problem_new (const NablaExperiment *experiment,
                   const char *data_path,
                   GCancellable *cancellable,
                   GError **error)
{
  return nabla_problem_new_in_frame (experiment, data_path, NULL, cancellable, error);
}

NablaProblem *
nabla_problem_new_in_frame (const NablaExperiment *experiment,
                            const char *data_path,
                            const NablaProblemFrame *frame,
                            GCancellable *cancellable,
                            GError **error)
{
  g_return_val_if_fail (experiment != NULL, NULL);

  const NablaDataSpec *data = nabla_experiment_data (experiment);
  const NablaInputSpec *input = nabla_experiment_input (experiment, 0);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (NablaProblem) self = g_new0 (NablaProblem, 1);
  self->ref_count = 1;
  self->precision = nabla_experiment_train (experiment)->precision;
  self->dataset = get_dataset (experiment, data_path, frame, notes, cancellable, error);
  if (self->dataset == NULL)
    return NULL;
  self->partition = nabla_partition_new (self->dataset, data->train, data->dev, data->test,
                                         data->stratify, data->split_seed, error);
  if (self->partition == NULL)
    return NULL;
  if (frame == NULL || frame->fill == NULL)
    nabla_dataset_fill (self->dataset, self->partition);
  if (input->columns != NULL)
    {
      g_autoptr (NablaDataset) whole = self->dataset;
      self->dataset = select_columns (input, whole, error);
    }
  gboolean one_hot;
  if (self->dataset != NULL && frame != NULL && !check_frame (frame, self->dataset, error))
    return NULL;
  if (self->dataset == NULL || !choose_labels (experiment, self->dataset, &one_hot, error))
    return NULL;

  self->normalizer = frame != NULL
                         ? copy_normalizer (frame->normalizer)
                         : nabla_normalizer_new (data->normalize, self->dataset, self->partition);
  self->label_shift = frame != NULL ? frame->label_shift : 0;
  self->label_scale = frame != NULL ? frame->label_scale : 1;
  if (frame == NULL && data->normalize_label && self->dataset->task == NABLA_TASK_REGRESSION)
    normalize_label (self);
  if (!fill_x (self, error) || !fill_y (self, one_hot, error))
    return NULL;
  g_ptr_array_add (notes, NULL);
  self->notes = (char **)g_ptr_array_steal (notes, NULL);
  return g_steal_pointer (&self);
}

NablaProblem *
nabla_problem_ref (NablaProblem *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
nabla_problem_unref (NablaProblem *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_clear_pointer (&self->dataset, nabla_dataset_unref);
  g_clear_pointer (&self->partition, nabla_partition_free);
  g_clear_pointer (&self->normalizer, nabla_normalizer_free);
  nabla_arena_free (self->x);
  nabla_arena_free (self->y);
  g_strfreev (self->notes);
  g_free (self);
}

NablaShape
nabla_problem_input_shape (const NablaProblem *self)
{
  const NablaDataset *dataset = self->dataset;
  if (dataset->image_height > 0 && dataset->image_width > 0 && dataset->image_channels > 0)
    return NABLA_SHAPE_3 (dataset->image_height, dataset->image_width, dataset->image_channels);
  return NABLA_SHAPE_1 (dataset->n_x);
}
