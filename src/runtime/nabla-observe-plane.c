/* What is seen over a plane of two features: the field, the points, the maps of the
 * units; and the layers that have such maps.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-observer-private.h"

#include <math.h>
#include <string.h>

/* Space around the data, as a share of its range. */
#define MARGIN 0.08
#define LARGEST_FIELD 1024
#define LARGEST_MAP 256
/* Layers of more units have no maps: nobody could see so many. */
#define MOST_MAPS 256
/* Numbers that are looked at between two glances at cancel. */
#define STRETCH (1 << 18)

static gboolean
find_ranges (NablaObserver *self, const gint *cancel)
{
  const NablaDataset *data = self->problem->dataset;
  guint n_x = data->n_x;
  if (self->has_ranges)
    return TRUE;
  NablaRanges *ranges = &self->ranges;
  if (ranges->low == NULL)
    {
      ranges->low = g_new (double, n_x);
      ranges->high = g_new (double, n_x);
      ranges->mean = g_new (double, n_x);
    }
  for (guint j = 0; j < n_x; j++)
    {
      ranges->low[j] = INFINITY;
      ranges->high[j] = -INFINITY;
      ranges->mean[j] = 0;
    }
  for (gsize i = 0, seen = 0; i < data->m; i++, seen += n_x)
    {
      if (seen >= STRETCH && cancel != NULL && g_atomic_int_get (cancel) != 0)
        return FALSE;
      seen = seen >= STRETCH ? 0 : seen;
      const double *x = data->x + i * n_x;
      for (guint j = 0; j < n_x; j++)
        {
          ranges->low[j] = MIN (ranges->low[j], x[j]);
          ranges->high[j] = MAX (ranges->high[j], x[j]);
          ranges->mean[j] += x[j];
        }
    }
  for (guint j = 0; j < n_x; j++)
    ranges->mean[j] /= data->m;
  self->has_ranges = TRUE;
  return TRUE;
}

static void
cover (const NablaRanges *ranges, guint feature, double *minimum, double *maximum)
{
  double low = ranges->low[feature], high = ranges->high[feature];
  double margin = high > low ? MARGIN * (high - low) : 1;
  *minimum = low - margin;
  *maximum = high + margin;
}

gboolean
nabla_observer_plane (
    NablaObserver *self, guint fx, guint fy, guint side, const gint *cancel, NablaPlane *plane)
{
  const NablaProblem *problem = self->problem;
  guint n_x = problem->dataset->n_x;
  gboolean is_double = problem->precision == NABLA_DOUBLE;
  if (plane->x != NULL && plane->feature_x == fx && plane->feature_y == fy && plane->side == side)
    return TRUE;
  if (!find_ranges (self, cancel))
    return FALSE;

  g_clear_pointer (&plane->x, g_free);
  gsize cells = (gsize)side * side;
  g_autofree void *numbers = g_malloc_n (cells * n_x, nabla_precision_size (problem->precision));
  g_autofree double *example = g_new (double, n_x);
  cover (&self->ranges, fx, &plane->x_minimum, &plane->x_maximum);
  cover (&self->ranges, fy, &plane->y_minimum, &plane->y_maximum);
  for (gsize i = 0; i < cells; i++)
    {
      if (i % side == 0 && cancel != NULL && g_atomic_int_get (cancel) != 0)
        return FALSE;
      memcpy (example, self->ranges.mean, n_x * sizeof *example);
      example[fx]
          = plane->x_minimum + (i % side + 0.5) / side * (plane->x_maximum - plane->x_minimum);
      example[fy]
          = plane->y_minimum + (i / side + 0.5) / side * (plane->y_maximum - plane->y_minimum);
      nabla_normalizer_apply (problem->normalizer, example);
      for (guint j = 0; j < n_x; j++)
        if (is_double)
          ((double *)numbers)[i * n_x + j] = example[j];
        else
          ((float *)numbers)[i * n_x + j] = example[j];
    }
  plane->feature_x = fx;
  plane->feature_y = fy;
  plane->side = side;
  plane->x = g_steal_pointer (&numbers);
  return TRUE;
}

static void
fill_field_cb (const NablaWorkspace *workspace,
               const double *predictions,
               gsize first,
               gsize rows,
               gpointer data)
{
  NablaField *field = data;
  gsize n = field->n_values;
  for (gsize i = 0; i < rows * n; i++)
    field->values[first * n + i] = predictions[i];
}

static NablaPoints *
choose_points (NablaObserver *self, const NablaObserveOptions *options)
{
  const NablaDataset *data = self->problem->dataset;
  guint fx = options->feature_x, fy = options->feature_y;
  gboolean same = self->points != NULL && self->points_x == fx && self->points_y == fy
                  && self->choice.most == options->most_points;
  if (same)
    return nabla_points_ref (self->points);

  const NablaChoice *choice = nabla_observer_choose (self, options->most_points);
  g_clear_pointer (&self->points, nabla_points_unref);
  self->points = nabla_points_new (choice->n);
  self->points_x = fx;
  self->points_y = fy;
  for (gsize i = 0; i < choice->n; i++)
    {
      gsize example = choice->examples[i];
      self->points->x[i] = data->x[example * data->n_x + fx];
      self->points->y[i] = data->x[example * data->n_x + fy];
      self->points->label[i] = data->y[example];
      self->points->split[i] = choice->split[i];
      self->points->example[i] = example;
    }
  return nabla_points_ref (self->points);
}

gboolean
nabla_observer_field (NablaObserver *self,
                      const NablaObserveOptions *options,
                      const gint *cancel,
                      NablaSnapshot *snapshot)
{
  const NablaDataset *data = self->problem->dataset;
  guint fx = options->feature_x, fy = options->feature_y, side = MIN (options->grid, LARGEST_FIELD);
  NablaPlane *plane = &self->field_plane;
  if (fx >= data->n_x || fy >= data->n_x || fx == fy || side == 0)
    return TRUE;
  if (!nabla_observer_plane (self, fx, fy, side, cancel, plane))
    return FALSE;

  NablaField *field = nabla_field_new (side, side, self->problem->n_y);
  snapshot->field = field;
  field->x_minimum = plane->x_minimum;
  field->x_maximum = plane->x_maximum;
  field->y_minimum = plane->y_minimum;
  field->y_maximum = plane->y_maximum;
  field->x_name = g_strdup (data->feature_names[fx]);
  field->y_name = g_strdup (data->feature_names[fy]);
  field->is_probability = data->task != NABLA_TASK_REGRESSION;
  snapshot->points = choose_points (self, options);
  return nabla_evaluator_pass (nabla_trainer_evaluator (self->trainer), plane->x, NULL,
                               (gsize)side * side, cancel, fill_field_cb, field);
}

/* The parameter of a layer's node that is called by this letter. */
static const NablaNode *
find_parameter (const NablaNode *node, const char *suffix)
{
  for (guint i = node->n_data; i < node->n_inputs; i++)
    if (g_str_has_suffix (node->inputs[i]->name, suffix))
      return node->inputs[i];
  return NULL;
}

static gboolean
has_weights (const NablaNode *node)
{
  return find_parameter (node, "/W") != NULL && node->shape.rank == 1;
}

/* Goes along what stands between this layer and the next one with weights. */
static void
follow (const NablaObserver *self, guint index, NablaShownLayer *layer)
{
  const NablaExperiment *experiment = nabla_trainer_experiment (self->trainer);
  const NablaModel *model = nabla_trainer_model (self->trainer);
  for (guint i = index + 1; i < nabla_experiment_n_layers (experiment); i++)
    {
      const NablaLayerSpec *next = nabla_experiment_layer (experiment, i);
      gboolean goes_on = next->n_from == 1 && next->from[0] == (int)i - 1;
      if (!goes_on || has_weights (model->pre_activations[i])
          || !nabla_shape_equal (&layer->z->shape, &model->outputs[i]->shape))
        return;
      layer->a = model->outputs[i];
      if (layer->activation == NULL && next->activation != NULL)
        layer->activation = next->activation->name;
      else if (layer->activation == NULL && (next->op->flags & NABLA_OP_ACTIVATION))
        layer->activation = next->op->name;
    }
}

const NablaNode *
nabla_shown_layer_pre_activation (const NablaShownLayer *self)
{
  const NablaNode *node = self->a;
  while (node != self->z && node->n_data > 0 && !(node->op->flags & NABLA_OP_ACTIVATION))
    node = node->inputs[0];
  return node != self->z && node->n_data > 0 ? node->inputs[0] : self->z;
}

GArray *
nabla_observer_shown_layers (const NablaObserver *self)
{
  const NablaExperiment *experiment = nabla_trainer_experiment (self->trainer);
  const NablaModel *model = nabla_trainer_model (self->trainer);
  GArray *layers = g_array_new (FALSE, FALSE, sizeof (NablaShownLayer));
  for (guint i = 0; i < nabla_experiment_n_layers (experiment); i++)
    {
      const NablaLayerSpec *spec = nabla_experiment_layer (experiment, i);
      const NablaNode *z = model->pre_activations[i];
      NablaShownLayer layer = {
        .spec = spec,
        .activation = spec->activation != NULL ? spec->activation->name : NULL,
        .z = z,
        .a = model->outputs[i],
        .w = find_parameter (z, "/W"),
        .b = find_parameter (z, "/b"),
      };
      if (!has_weights (z))
        continue;
      follow (self, i, &layer);
      g_array_append_val (layers, layer);
    }
  return layers;
}

static float *
get_floats (const NablaObserver *self, const NablaNode *parameter)
{
  if (parameter == NULL)
    return NULL;
  const NablaGraph *graph = nabla_trainer_model (self->trainer)->graph;
  gsize n = nabla_shape_size (&parameter->shape);
  float *floats = g_new (float, n);
  for (gsize i = 0; i < n; i++)
    floats[i] = nabla_observer_number (self, nabla_graph_parameters (graph),
                                       parameter->parameter_offset + i);
  return floats;
}

/* Pictures to be filled, each with the node whose values it shows. */
typedef struct
{
  const NablaObserver *self;
  gsize cells;
  GPtrArray *pictures;
  GPtrArray *nodes;
} Maps;

/* A unit's row of activations is its map. */
static void
fill_maps_cb (const NablaWorkspace *workspace,
              const double *predictions,
              gsize first,
              gsize rows,
              gpointer data)
{
  const Maps *maps = data;
  for (guint i = 0; i < maps->pictures->len; i++)
    {
      NablaLayerPicture *picture = g_ptr_array_index (maps->pictures, i);
      gsize pitch;
      const void *values
          = nabla_workspace_value (workspace, g_ptr_array_index (maps->nodes, i), &pitch);
      for (guint u = 0; u < picture->units; u++)
        for (gsize e = 0; e < rows; e++)
          picture->unit_maps[u * maps->cells + first + e]
              = nabla_observer_number (maps->self, values, u * pitch + e);
    }
}

static void
add_map (Maps *maps, guint side, NablaLayerPicture *picture, const NablaNode *node)
{
  if (picture->units > MOST_MAPS || node->shape.rank != 1)
    return;
  picture->unit_map_size = side;
  picture->unit_maps = g_new (float, maps->cells * picture->units);
  g_ptr_array_add (maps->pictures, picture);
  g_ptr_array_add (maps->nodes, (gpointer)node);
}

gboolean
nabla_observer_layers (NablaObserver *self,
                       const NablaObserveOptions *options,
                       const gint *cancel,
                       NablaSnapshot *snapshot)
{
  const NablaModel *model = nabla_trainer_model (self->trainer);
  guint n_x = self->problem->dataset->n_x;
  guint side = n_x == 2 ? MIN (options->map_size, LARGEST_MAP) : 0;
  g_autoptr (GPtrArray) pictures = g_ptr_array_new ();
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();
  g_autoptr (GArray) shown = nabla_observer_shown_layers (self);
  Maps maps = { self, (gsize)side * side, pictures, nodes };

  NablaLayerPicture *input = nabla_layer_picture_new (model->input->name, n_x, 0);
  nabla_snapshot_add_layer (snapshot, input);
  if (side > 0)
    add_map (&maps, side, input, model->input);
  for (guint i = 0; i < shown->len; i++)
    {
      const NablaShownLayer *layer = &g_array_index (shown, NablaShownLayer, i);
      NablaLayerPicture *picture
          = nabla_layer_picture_new (layer->spec->name, layer->z->shape.dim[0],
                                     nabla_shape_size (&layer->z->inputs[0]->shape));
      nabla_snapshot_add_layer (snapshot, picture);
      picture->activation = g_strdup (layer->activation);
      picture->weights = get_floats (self, layer->w);
      picture->biases = get_floats (self, layer->b);
      if (side > 0)
        add_map (&maps, side, picture, layer->a);
    }
  if (pictures->len == 0)
    return TRUE;
  /* The same axes as the field has. */
  gboolean turned = options->feature_x == 1 && options->feature_y == 0;
  return nabla_observer_plane (self, turned, !turned, side, cancel, &self->map_plane)
         && nabla_evaluator_pass (nabla_trainer_evaluator (self->trainer), self->map_plane.x, NULL,
                                  maps.cells, cancel, fill_maps_cb, &maps);
}
