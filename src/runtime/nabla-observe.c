/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-observe.h"

#include <math.h>
#include <string.h>

/* Space around the data, as a share of its range. */
#define MARGIN 0.08

const NablaObserveOptions nabla_observe_defaults = {
  .watch = NABLA_WATCH_ALL,
  .feature_x = 0,
  .feature_y = 1,
  .grid = 100,
  .most_points = 2000,
  .map_size = 24,
};

static void
describe (NablaTrainer *trainer, NablaSnapshot *snapshot)
{
  const NablaExperiment *experiment = nabla_trainer_experiment (trainer);
  const NablaDataset *data = nabla_trainer_problem (trainer)->dataset;
  gint64 diverged_step;
  const char *diverged = nabla_trainer_diverged (trainer, &diverged_step);

  snapshot->title = g_strdup (nabla_experiment_title (experiment));
  snapshot->step = nabla_trainer_steps (trainer);
  snapshot->epoch = nabla_trainer_epoch (trainer);
  snapshot->steps_total = nabla_experiment_train (experiment)->steps;
  snapshot->diverged_step = diverged != NULL ? diverged_step : -1;
  snapshot->diverged_node = g_strdup (diverged);
  snapshot->n_classes = data->task == NABLA_TASK_REGRESSION ? 0 : data->n_classes;
  snapshot->class_names = g_strdupv (data->class_names);
  snapshot->label_name = g_strdup (data->label_name);
}

static void
range_of (const NablaDataset *data, guint feature, double *low, double *high, double *mean)
{
  double sum = 0;
  *low = INFINITY;
  *high = -INFINITY;
  for (gsize i = 0; i < data->m; i++)
    {
      double x = data->x[i * data->n_x + feature];
      *low = MIN (*low, x);
      *high = MAX (*high, x);
      sum += x;
    }
  *mean = sum / data->m;
}

/* A plane through the data: grid × grid examples, normalized, as rows. */
static void *
make_plane (const NablaProblem *problem, const NablaObserveOptions *options, guint grid, NablaField *field)
{
  const NablaDataset *data = problem->dataset;
  guint n_x = data->n_x, fx = options->feature_x, fy = options->feature_y;
  gboolean is_double = problem->precision == NABLA_DOUBLE;
  void *plane = g_malloc_n ((gsize) grid * grid * n_x, is_double ? sizeof (double) : sizeof (float));
  g_autofree double *example = g_new (double, n_x), *center = g_new (double, n_x);
  double low, high;

  for (guint j = 0; j < n_x; j++)
    {
      range_of (data, j, &low, &high, &center[j]);
      double margin = high > low ? MARGIN * (high - low) : 1;
      if (j == fx)
        field->x_minimum = low - margin, field->x_maximum = high + margin;
      if (j == fy)
        field->y_minimum = low - margin, field->y_maximum = high + margin;
    }
  for (guint r = 0; r < grid; r++)
    for (guint c = 0; c < grid; c++)
      {
        memcpy (example, center, n_x * sizeof *example);
        example[fy] = field->y_minimum + (r + 0.5) / grid * (field->y_maximum - field->y_minimum);
        example[fx] = field->x_minimum + (c + 0.5) / grid * (field->x_maximum - field->x_minimum);
        nabla_normalizer_apply (problem->normalizer, example);
        for (guint j = 0; j < n_x; j++)
          if (is_double)
            ((double *) plane)[((gsize) r * grid + c) * n_x + j] = example[j];
          else
            ((float *) plane)[((gsize) r * grid + c) * n_x + j] = example[j];
      }
  return plane;
}

static NablaField *
observe_field (NablaTrainer *trainer, const NablaObserveOptions *options)
{
  const NablaProblem *problem = nabla_trainer_problem (trainer);
  const NablaDataset *data = problem->dataset;
  gsize cells = (gsize) options->grid * options->grid;
  NablaField *field = nabla_field_new (options->grid, options->grid, problem->n_y);
  g_autofree void *plane = make_plane (problem, options, options->grid, field);
  g_autofree double *values = g_new (double, cells * problem->n_y);

  field->x_name = g_strdup (data->feature_names[options->feature_x]);
  field->y_name = g_strdup (data->feature_names[options->feature_y]);
  field->is_probability = data->task != NABLA_TASK_REGRESSION;
  nabla_evaluator_predict (nabla_trainer_evaluator (trainer), plane, cells, values, NULL, NULL);
  for (gsize i = 0; i < cells * problem->n_y; i++)
    field->values[i] = values[i];
  return field;
}

static NablaPoints *
observe_points (const NablaProblem *problem, const NablaObserveOptions *options)
{
  const NablaDataset *data = problem->dataset;
  gsize m = 0;
  for (int split = 0; split < NABLA_N_SPLITS; split++)
    m += problem->partition->sizes[split];
  gsize stride = MAX (1, (m + options->most_points - 1) / MAX (1, options->most_points));
  NablaPoints *points = nabla_points_new ((m + stride - 1) / stride);

  gsize at = 0, n = 0;
  for (int split = 0; split < NABLA_N_SPLITS; split++)
    for (gsize i = 0; i < problem->partition->sizes[split]; i++)
      if (at++ % stride == 0)
        {
          gsize example = problem->partition->indices[split][i];
          points->x[n] = data->x[example * data->n_x + options->feature_x];
          points->y[n] = data->x[example * data->n_x + options->feature_y];
          points->label[n] = data->y[example];
          points->split[n++] = split;
        }
  return points;
}

/* The activation of every unit of a layer over the plane of two features. */
static void
observe_unit_maps (NablaTrainer *trainer, const NablaObserveOptions *options, const void *plane,
                   const NablaNode *node, NablaLayerPicture *picture)
{
  const NablaProblem *problem = nabla_trainer_problem (trainer);
  guint units = picture->units;
  gsize cells = (gsize) options->map_size * options->map_size;
  g_autofree double *predictions = g_new (double, cells * problem->n_y);
  g_autofree double *values = g_new (double, cells * units);

  nabla_evaluator_predict (nabla_trainer_evaluator (trainer), plane, cells, predictions, node, values);
  picture->unit_map_size = options->map_size;
  picture->unit_maps = g_new (float, cells * units);
  for (guint u = 0; u < units; u++)
    for (gsize i = 0; i < cells; i++)
      picture->unit_maps[u * cells + i] = values[i * units + u];
}

/* Parameter @suffix of a layer's node as floats; NULL if it has none. */
static float *
get_floats (const NablaGraph *graph, const NablaNode *node, const char *suffix)
{
  for (guint i = node->n_data; i < node->n_inputs; i++)
    {
      const NablaNode *parameter = node->inputs[i];
      if (!g_str_has_suffix (parameter->name, suffix))
        continue;
      gsize n = nabla_shape_size (&parameter->shape);
      g_autofree double *values = g_new (double, n);
      float *floats = g_new (float, n);
      nabla_graph_get_parameter (graph, parameter, values);
      for (gsize j = 0; j < n; j++)
        floats[j] = values[j];
      return floats;
    }
  return NULL;
}

/* The input, then every layer with weights; what stands between them (batch norm,
 * dropout) changes no number of units and is left out of the picture. */
static GPtrArray *
observe_layers (NablaTrainer *trainer, const NablaObserveOptions *options)
{
  const NablaExperiment *experiment = nabla_trainer_experiment (trainer);
  const NablaProblem *problem = nabla_trainer_problem (trainer);
  const NablaModel *model = nabla_trainer_model (trainer);
  GPtrArray *layers = g_ptr_array_new_with_free_func ((GDestroyNotify) nabla_layer_picture_free);
  gboolean with_maps = problem->dataset->n_x == 2 && options->map_size > 0;
  NablaField *frame = nabla_field_new (1, 1, 1);
  g_autofree void *plane = with_maps ? make_plane (problem, options, options->map_size, frame) : NULL;

  NablaLayerPicture *input = nabla_layer_picture_new (model->input->name, problem->dataset->n_x, 0);
  if (with_maps)
    observe_unit_maps (trainer, options, plane, model->input, input);
  g_ptr_array_add (layers, input);
  for (guint i = 0; i < nabla_experiment_n_layers (experiment); i++)
    {
      const NablaLayerSpec *spec = nabla_experiment_layer (experiment, i);
      const NablaNode *node = model->pre_activations[i];
      g_autofree float *weights = get_floats (model->graph, node, "/W");
      if (weights == NULL || node->shape.rank != 1)
        continue;
      guint n_previous = nabla_shape_size (&node->inputs[0]->shape);
      NablaLayerPicture *picture = nabla_layer_picture_new (spec->name, node->shape.dim[0], n_previous);
      picture->activation = spec->activation != NULL ? g_strdup (spec->activation->name) : NULL;
      picture->weights = g_steal_pointer (&weights);
      picture->biases = get_floats (model->graph, node, "/b");
      if (with_maps)
        observe_unit_maps (trainer, options, plane, model->outputs[i], picture);
      g_ptr_array_add (layers, picture);
    }
  nabla_field_free (frame);
  return layers;
}

NablaSnapshot *
nabla_observe (NablaTrainer *trainer, const NablaObserveOptions *options)
{
  g_return_val_if_fail (trainer != NULL && options != NULL, NULL);

  const NablaProblem *problem = nabla_trainer_problem (trainer);
  guint n_x = problem->dataset->n_x;
  NablaSnapshot *snapshot = nabla_snapshot_new ();

  describe (trainer, snapshot);
  if (options->watch & NABLA_WATCH_METRICS)
    for (int split = 0; split < NABLA_N_SPLITS; split++)
      nabla_evaluator_measure (nabla_trainer_evaluator (trainer), split, NULL, &snapshot->metrics[split]);
  if ((options->watch & NABLA_WATCH_FIELD) && options->feature_x < n_x && options->feature_y < n_x
      && options->feature_x != options->feature_y)
    {
      snapshot->field = observe_field (trainer, options);
      snapshot->points = observe_points (problem, options);
    }
  if (options->watch & NABLA_WATCH_LAYERS)
    snapshot->layers = observe_layers (trainer, options);
  return snapshot;
}
