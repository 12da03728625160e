/* The cost of a network over a plane through its weights.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-error.h"
#include "nabla-study-plane-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The coarse surface has every fourth cell of the fine one. */
#define COARSE 4
/* Room around the way of the run, as a share of it */
#define ROOM 0.25

enum
{
  PLANE,
  GRID,
  REACH,
  EXAMPLES,
  SEED
};

static const char *const planes[] = { "random", "path", "start", NULL };

static const NablaParamSpec params[] = {
  [PLANE] = { .name = "plane",
              .title = N_ ("Plane"),
              .help = N_ ("Two random directions, those in which the run moved most, or through "
                          "its start and the present weights."),
              .type = NABLA_PARAM_CHOICE,
              .initial = NABLA_SURFACE_PATH,
              .choices = planes },
  [GRID] = { "grid", N_ ("Cells a side"), NULL, N_ ("How fine the surface is."),
             NABLA_PARAM_INTEGER, 25, 101, 49, NABLA_SCALE_LINEAR },
  [REACH] = { "reach", N_ ("Reach"), NULL,
              N_ ("How far random directions are followed: 1 is as far as the weights are long."),
              NABLA_PARAM_REAL, 0.01, 10, 1, NABLA_SCALE_LOG },
  [EXAMPLES] = { "examples", N_ ("Examples"), "m",
                 N_ ("The cost is taken over no more examples of train, evenly chosen."),
                 NABLA_PARAM_INTEGER, 1, 65536, 1024, NABLA_SCALE_LOG },
  [SEED] = { "seed", N_ ("Seed"), NULL, N_ ("Of random directions."), NABLA_PARAM_INTEGER, 0, 1e6,
             1, NABLA_SCALE_LINEAR },
  { NULL },
};

typedef struct
{
  const NablaStudyTask *task;
  NablaStudyNetwork *network;
  NablaStudyPlane *plane;
  guint side;
  double low[2], high[2]; /* of the cells' centres */
  double *costs;          /* side × side, rows from below */
  double *theta;
  guint n_done;
} Surface;

/* The plane reaches from the farthest shadow to the other, with some room, and is as wide
 * as it is high in the weights' own units if it is not random. */
static void
choose_range (Surface *self)
{
  const NablaStudyPlane *plane = self->plane;
  for (guint d = 0; d < 2; d++)
    self->low[d] = self->high[d] = 0;
  if (self->task->settings[PLANE] == NABLA_SURFACE_RANDOM)
    {
      for (guint d = 0; d < 2; d++)
        {
          self->low[d] = -self->task->settings[REACH];
          self->high[d] = self->task->settings[REACH];
        }
      return;
    }
  for (guint i = 0; i < plane->n; i++)
    {
      double place[2], away;
      nabla_study_plane_project (plane, i, place, &away);
      for (guint d = 0; d < 2; d++)
        {
          self->low[d] = MIN (self->low[d], place[d]);
          self->high[d] = MAX (self->high[d], place[d]);
        }
    }
  double longest = MAX (self->high[0] - self->low[0], self->high[1] - self->low[1]);
  for (guint d = 0; d < 2; d++)
    {
      double least = 0.5 * longest - (self->high[d] - self->low[d]);
      double room = ROOM * MAX (self->high[d] - self->low[d], 0.5 * longest);
      self->low[d] -= room + MAX (least, 0) / 2;
      self->high[d] += room + MAX (least, 0) / 2;
    }
}

static double
cost_at (Surface *self, double x, double y)
{
  const NablaStudyPlane *plane = self->plane;
  const double *now = plane->moments[plane->n - 1];
  for (gsize i = 0; i < plane->size; i++)
    self->theta[i] = now[i] + x * plane->directions[0][i] + y * plane->directions[1][i];
  nabla_study_set_parameters (self->network->model->graph, self->theta);
  return nabla_study_network_cost (self->network);
}

static double
place_of (const Surface *self, guint d, guint index)
{
  return self->low[d] + (self->high[d] - self->low[d]) * index / (self->side - 1);
}

/* Every @stride-th cell that has no cost yet */
static gboolean
fill (Surface *self, guint stride)
{
  for (guint row = 0; row < self->side; row += stride)
    for (guint column = 0; column < self->side; column += stride)
      {
        double *cost = &self->costs[row * self->side + column];
        if (nabla_study_is_cancelled (self->task))
          return FALSE;
        if (!isnan (*cost))
          continue;
        double value = cost_at (self, place_of (self, 0, column), place_of (self, 1, row));
        *cost = isnan (value) ? INFINITY : value;
        nabla_study_tell (self->task, (double)++self->n_done / (self->side * self->side), NULL);
      }
  return TRUE;
}

/* Every @stride-th cell as terrain; cells are around the places where the cost is known. */
static NablaTerrain *
make_terrain (const Surface *self, guint stride)
{
  const guint side = (self->side - 1) / stride + 1;
  NablaTerrain *terrain = nabla_terrain_new (side, side);
  NablaField *field = terrain->field;
  const double half[2] = { (self->high[0] - self->low[0]) / (side - 1) / 2,
                           (self->high[1] - self->low[1]) / (side - 1) / 2 };
  field->x_minimum = self->low[0] - half[0];
  field->x_maximum = self->high[0] + half[0];
  field->y_minimum = self->low[1] - half[1];
  field->y_maximum = self->high[1] + half[1];
  double low = INFINITY, high = -INFINITY;
  for (guint row = 0; row < side; row++)
    for (guint column = 0; column < side; column++)
      {
        double cost = self->costs[row * stride * self->side + column * stride];
        field->values[row * side + column] = (float)cost;
        if (!isfinite (cost))
          continue;
        low = MIN (low, cost);
        high = MAX (high, cost);
      }
  /* Costs of networks reach over decades; small ones must be told apart too. */
  terrain->scale = high > 50 * low ? NABLA_TERRAIN_LOG : NABLA_TERRAIN_ROOT;
  nabla_terrain_finish (terrain);
  return terrain;
}

static NablaSurfacePicture *
make_picture (const Surface *self, guint stride)
{
  const NablaStudyPlane *plane = self->plane;
  NablaSurfacePicture *picture = nabla_surface_picture_new (make_terrain (self, stride), plane->n);
  picture->step = self->network->step;
  picture->plane = (NablaSurfacePlane)self->task->settings[PLANE];
  picture->cost = plane->costs[plane->n - 1];
  picture->m = self->network->m;
  picture->m_train = self->network->m_train;
  picture->is_coarse = stride > 1;
  picture->lowest = INFINITY;
  for (guint row = 0; row < self->side; row += stride)
    for (guint column = 0; column < self->side; column += stride)
      if (self->costs[row * self->side + column] < picture->lowest)
        {
          picture->lowest = self->costs[row * self->side + column];
          picture->lowest_x = place_of (self, 0, column);
          picture->lowest_y = place_of (self, 1, row);
        }
  double rest = 0, whole = 0;
  for (guint i = 0; i < plane->n; i++)
    {
      double place[2], away, squares = 0;
      nabla_study_plane_project (plane, i, place, &away);
      picture->points[i] = (NablaSurfacePoint){ self->task->fork->steps[i], place[0], place[1],
                                                away, plane->costs[i] };
      for (gsize k = 0; k < plane->size; k++)
        {
          double way = plane->moments[i][k] - plane->moments[plane->n - 1][k];
          squares += way * way;
        }
      whole += squares;
      rest += away * away;
    }
  picture->explained = whole > 0 ? CLAMP (1 - rest / whole, 0, 1) : NAN;
  return picture;
}

static gboolean
choose_plane (Surface *self, GError **error)
{
  gboolean has_way = TRUE;
  switch ((NablaSurfacePlane)self->task->settings[PLANE])
    {
    case NABLA_SURFACE_RANDOM:
      nabla_study_plane_random (self->plane, self->network->model->graph,
                                (guint32)self->task->settings[SEED]);
      break;
    case NABLA_SURFACE_PATH:
      has_way = nabla_study_plane_path (self->plane);
      break;
    case NABLA_SURFACE_START:
    default:
      has_way = nabla_study_plane_start (self->plane);
      break;
    }
  if (!has_way)
    g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
                         _ ("The run has not moved yet, so no plane lies along its way: train "
                            "some steps, or choose random directions"));
  return has_way;
}

static gboolean
run (const NablaStudyTask *task, NablaSnapshot *snapshot, GError **error)
{
  g_autoptr (NablaStudyNetwork) network
      = nabla_study_network_new (task->fork, (gsize)task->settings[EXAMPLES], error);
  if (network == NULL)
    return FALSE;
  g_autoptr (NablaStudyPlane) plane = nabla_study_plane_new (task, network, error);
  if (plane == NULL)
    return FALSE;
  /* An odd number of cells on each side of the middle, so that random directions have a
   * cell there; and every fourth one makes the coarse surface. */
  const guint side = ((guint)task->settings[GRID] - 1) / COARSE * COARSE + 1;
  g_autofree double *costs = g_new (double, side *side);
  g_autofree double *theta = g_new (double, MAX (plane->size, 1));
  Surface self = {
    .task = task, .network = network, .plane = plane, .side = side, .costs = costs, .theta = theta
  };
  for (guint i = 0; i < side * side; i++)
    costs[i] = NAN;
  if (!choose_plane (&self, error))
    return FALSE;
  choose_range (&self);
  if (!fill (&self, COARSE))
    return FALSE;
  g_autoptr (NablaSnapshot) coarse = nabla_study_snapshot_new (task->fork);
  coarse->surface = make_picture (&self, COARSE);
  nabla_study_tell (task, (double)self.n_done / (side * side), coarse);
  if (!fill (&self, 1))
    return FALSE;
  snapshot->surface = make_picture (&self, 1);
  return TRUE;
}

static void
values (const NablaSnapshot *snapshot,
        void (*value) (const char *name, double number, gpointer data),
        gpointer data)
{
  const NablaSurfacePicture *surface = snapshot->surface;
  const NablaField *field = surface->terrain->field;
  value ("cost", surface->cost, data);
  value ("lowest", surface->lowest, data);
  value ("lowest_x", surface->lowest_x, data);
  value ("lowest_y", surface->lowest_y, data);
  value ("explained", surface->explained, data);
  value ("side", field->columns, data);
  value ("x_minimum", field->x_minimum, data);
  value ("x_maximum", field->x_maximum, data);
  value ("y_minimum", field->y_minimum, data);
  value ("y_maximum", field->y_maximum, data);
  value ("middle", (double)field->values[field->rows / 2 * field->columns + field->columns / 2],
         data);
  value ("start_x", surface->points[0].x, data);
  value ("start_y", surface->points[0].y, data);
  value ("start_cost", surface->points[0].cost, data);
}

const NablaStudy nabla_study_surface = {
  .name = "surface",
  .title = N_ ("Cost Surface"),
  .help = N_ ("The cost over a plane through the network's weights, with the way of the run."),
  .params = params,
  .run = run,
  .values = values,
};
