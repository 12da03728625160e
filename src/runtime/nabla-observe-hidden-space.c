/* Where a hidden layer puts the plane of the data.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-observer-private.h"

#include <math.h>
#include <string.h>

#define SIDE 25
#define MOST_POINTS 400
/* Turns of the search for principal components: from nothing, and from the last ones. */
#define FIRST_TURNS 40
#define LATER_TURNS 4

/* Activations of one layer for many examples, example by example. */
typedef struct
{
  const NablaObserver *self;
  const NablaNode *node;
  guint units;
  double *a;
  float *values; /* (nullable): predictions */
  guint n_values;
} Journey;

static void
copy_chunk_cb (const NablaWorkspace *workspace,
               const double *predictions,
               gsize first,
               gsize rows,
               gpointer data)
{
  Journey *journey = data;
  gsize pitch;
  const void *a = nabla_workspace_value (workspace, journey->node, &pitch);
  for (guint u = 0; u < journey->units; u++)
    for (gsize e = 0; e < rows; e++)
      journey->a[(first + e) * journey->units + u]
          = nabla_observer_number (journey->self, a, u * pitch + e);
  for (gsize i = 0; journey->values != NULL && i < rows * journey->n_values; i++)
    journey->values[first * journey->n_values + i] = (float)predictions[i];
}

static double
dot (const double *x, const double *y, guint n)
{
  double sum = 0;
  for (guint i = 0; i < n; i++)
    sum += x[i] * y[i];
  return sum;
}

/* Makes both vectors of length 1 and at right angles; those that vanish become others. */
static void
orthonormalize (double *v, guint n)
{
  for (guint k = 0; k < 2; k++)
    {
      double *vector = v + k * n;
      if (k == 1)
        {
          double overlap = dot (v, vector, n);
          for (guint i = 0; i < n; i++)
            vector[i] -= overlap * v[i];
        }
      double length = sqrt (dot (vector, vector, n));
      if (!(length > 1e-150) || !isfinite (length))
        {
          /* The axis along which the other vector is shortest. */
          guint axis = 0;
          for (guint i = 1; k == 1 && i < n; i++)
            axis = fabs (v[i]) < fabs (v[axis]) ? i : axis;
          for (guint i = 0; i < n; i++)
            vector[i] = i == axis;
          if (k == 1)
            {
              double overlap = v[axis];
              for (guint i = 0; i < n; i++)
                vector[i] -= overlap * v[i];
            }
          length = sqrt (dot (vector, vector, n));
        }
      for (guint i = 0; i < n; i++)
        vector[i] /= length;
    }
}

/* One turn of orthogonal iteration: V := XᵀX V, made orthonormal. */
static void
turn (const double *x, gsize m, const double *mean, guint n, double *v, double *next)
{
  memset (next, 0, 2 * n * sizeof *next);
  for (gsize e = 0; e < m; e++)
    {
      const double *row = x + e * n;
      double along[2] = { 0, 0 };
      for (guint i = 0; i < n; i++)
        {
          along[0] += (row[i] - mean[i]) * v[i];
          along[1] += (row[i] - mean[i]) * v[n + i];
        }
      for (guint i = 0; i < n; i++)
        {
          next[i] += (row[i] - mean[i]) * along[0];
          next[n + i] += (row[i] - mean[i]) * along[1];
        }
    }
  memcpy (v, next, 2 * n * sizeof *next);
  orthonormalize (v, n);
}

/* Turns both vectors within their plane onto the axes of the data's spread there, each
 * pointing as it did. Returns: their share of the whole variance */
static double
align (const double *x, gsize m, const double *mean, guint n, double *v)
{
  double xx = 0, xy = 0, yy = 0, all = 0;
  for (gsize e = 0; e < m; e++)
    {
      double u0 = 0, u1 = 0;
      for (guint i = 0; i < n; i++)
        {
          double d = x[e * n + i] - mean[i];
          u0 += d * v[i];
          u1 += d * v[n + i];
          all += d * d;
        }
      xx += u0 * u0;
      xy += u0 * u1;
      yy += u1 * u1;
    }
  double angle = 0.5 * atan2 (2 * xy, xx - yy), c = cos (angle), s = sin (angle);
  for (guint i = 0; isfinite (angle) && i < n; i++)
    {
      double first = v[i], second = v[n + i];
      v[i] = c * first + s * second;
      v[n + i] = c * second - s * first;
    }
  return all > 0 ? MIN ((xx + yy) / all, 1) : 1;
}

static double
find_components (
    NablaObserver *self, guint layer, const double *x, gsize m, const double *mean, guint n)
{
  NablaComponents *kept = &self->components;
  gboolean is_new = kept->vectors == NULL || kept->layer != layer || kept->units != n;
  g_autofree double *next = g_new (double, 2 * n);
  if (is_new)
    {
      kept->layer = layer;
      kept->units = n;
      kept->vectors = g_renew (double, kept->vectors, 2 * n);
      for (guint i = 0; i < n; i++)
        {
          kept->vectors[i] = cos (0.7 * i);
          kept->vectors[n + i] = sin (1.3 * i + 0.5);
        }
      orthonormalize (kept->vectors, n);
    }
  for (guint i = 0; i < (is_new ? FIRST_TURNS : LATER_TURNS); i++)
    turn (x, m, mean, n, kept->vectors, next);
  return align (x, m, mean, n, kept->vectors);
}

/* Where activations are put: (a₁, a₂), or along the components. */
static void
place (const double *a, guint n, const double *mean, const double *v, float *x, float *y)
{
  if (n <= 2)
    {
      *x = (float)a[0];
      *y = n == 2 ? (float)a[1] : 0;
      return;
    }
  double along[2] = { 0, 0 };
  for (guint i = 0; i < n; i++)
    {
      along[0] += (a[i] - mean[i]) * v[i];
      along[1] += (a[i] - mean[i]) * v[n + i];
    }
  *x = (float)along[0];
  *y = (float)along[1];
}

/* The boundary of an output of one unit, or of two classes, that takes @hidden's a. */
static void
find_line (const NablaObserver *self,
           const NablaShownLayer *hidden,
           const NablaShownLayer *output,
           const double *mean,
           const double *v,
           NablaHiddenSpace *space)
{
  guint n = space->units, rows = output->z->shape.dim[0];
  if (output->z->inputs[0] != hidden->a || self->problem->dataset->task == NABLA_TASK_REGRESSION
      || rows > 2 || output->z != nabla_trainer_model (self->trainer)->logits || n < 2)
    return;
  const NablaGraph *graph = nabla_trainer_model (self->trainer)->graph;
  g_autofree double *w = g_new0 (double, (gsize)rows *n);
  double b[2] = { 0, 0 };
  nabla_graph_get_parameter (graph, output->w, w);
  if (output->b != NULL)
    nabla_graph_get_parameter (graph, output->b, b);
  if (rows == 2)
    {
      for (guint i = 0; i < n; i++)
        w[i] = w[n + i] - w[i];
      b[0] = b[1] - b[0];
    }
  space->has_line = TRUE;
  for (guint k = 0; k < 2; k++)
    space->line[k] = n == 2 ? w[k] : dot (w, v + k * n, n);
  space->line[2] = b[0] + (n == 2 ? 0 : dot (w, mean, n));
}

static void
copy_points (NablaObserver *self,
             const NablaChoice *choice,
             gsize n,
             NablaHiddenSpace *space,
             guint32 *examples)
{
  for (gsize i = 0; i < n; i++)
    {
      gsize place = i * choice->n / n;
      examples[i] = space->example[i] = choice->examples[place];
      space->split[i] = choice->split[place];
      space->label[i] = (float)self->problem->dataset->y[examples[i]];
    }
}

gboolean
nabla_observer_hidden_space (NablaObserver *self,
                             const NablaObserveOptions *options,
                             const gint *cancel,
                             NablaSnapshot *snapshot)
{
  const NablaDataset *data = self->problem->dataset;
  NablaEvaluator *evaluator = nabla_trainer_evaluator (self->trainer);
  g_autoptr (GArray) shown = nabla_observer_shown_layers (self);
  guint n_hidden = shown->len > 0 ? shown->len - 1 : 0;
  guint fx = options->feature_x, fy = options->feature_y;
  gboolean has_plane = fx < data->n_x && fy < data->n_x && fx != fy && data->image_width == 0;
  guint side = has_plane && n_hidden > 0 ? SIDE : 0;
  const NablaChoice *choice = nabla_observer_choose (self, options->most_points);
  gsize n = n_hidden > 0 ? MIN (choice->n, MOST_POINTS) : 0;
  NablaHiddenSpace *space = snapshot->hidden_space
      = nabla_hidden_space_new (side, self->problem->n_y, n);
  space->names = g_new0 (char *, n_hidden + 1);
  for (guint l = 0; l < n_hidden; l++)
    space->names[l] = g_strdup (g_array_index (shown, NablaShownLayer, l).spec->name);
  if (n_hidden == 0)
    return TRUE;

  guint index
      = options->hidden_layer < 0 ? n_hidden - 1 : MIN ((guint)options->hidden_layer, n_hidden - 1);
  const NablaShownLayer *layer = &g_array_index (shown, NablaShownLayer, index);
  guint units = layer->a->shape.dim[0];
  g_autofree guint32 *examples = g_new (guint32, MAX (n, 1));
  g_autofree double *a = g_new (double, MAX (n, 1) * units);
  g_autofree double *crossings = g_new (double, MAX ((gsize)side * side, 1) * units);
  Journey points = { self, layer->a, units, a, NULL, 0 };
  Journey grid = { self, layer->a, units, crossings, space->values, space->n_values };
  space->layer = index;
  space->units = units;
  space->is_projected = units > 2;
  space->is_probability = data->task != NABLA_TASK_REGRESSION;
  copy_points (self, choice, n, space, examples);
  if ((n > 0
       && !nabla_evaluator_pass (evaluator, NULL, examples, n, cancel, copy_chunk_cb, &points))
      || (side > 0
          && (!nabla_observer_plane (self, fx, fy, side, cancel, &self->space_plane)
              || !nabla_evaluator_pass (evaluator, self->space_plane.x, NULL, (gsize)side * side,
                                        cancel, copy_chunk_cb, &grid))))
    return FALSE;

  g_autofree double *mean = g_new0 (double, units);
  for (gsize e = 0; e < n; e++)
    for (guint i = 0; i < units; i++)
      mean[i] += a[e * units + i] / n;
  space->explained = 1;
  if (space->is_projected)
    space->explained = find_components (self, index, a, n, mean, units);
  const double *v = self->components.vectors;
  for (gsize e = 0; e < n; e++)
    place (a + e * units, units, mean, v, &space->u[e], &space->v[e]);
  for (gsize c = 0; c < (gsize)side * side; c++)
    place (crossings + c * units, units, mean, v, &space->grid[2 * c], &space->grid[2 * c + 1]);
  find_line (self, layer, &g_array_index (shown, NablaShownLayer, shown->len - 1), mean, v, space);
  return TRUE;
}
