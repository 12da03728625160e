/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-study-plane-private.h"

#include <math.h>
#include <string.h>

/* What is shorter than this share of the longest is nothing but rounding. */
#define NOTHING 1e-9

static double
dot (const double *a, const double *b, gsize n)
{
  double sum = 0;
  for (gsize i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

static void
add (double *to, double factor, const double *what, gsize n)
{
  for (gsize i = 0; i < n; i++)
    to[i] += factor * what[i];
}

static double
normalize (double *vector, gsize n)
{
  double length = sqrt (dot (vector, vector, n));
  for (gsize i = 0; i < n && length > 0; i++)
    vector[i] /= length;
  return length;
}

/* θ of a moment as seen from the present */
static void
seen (const NablaStudyPlane *self, guint index, double *way)
{
  const double *now = self->moments[self->n - 1];
  for (gsize i = 0; i < self->size; i++)
    way[i] = self->moments[index][i] - now[i];
}

NablaStudyPlane *
nabla_study_plane_new (const NablaStudyTask *task, NablaStudyNetwork *network, GError **error)
{
  const NablaRunFork *fork = task->fork;
  g_autoptr (NablaStudyPlane) self = g_new0 (NablaStudyPlane, 1);
  g_autoptr (NablaTrainer) trainer = nabla_run_fork_trainer (fork, fork->n - 1, 1, error);
  if (trainer == NULL)
    return NULL;
  self->size = network->size;
  self->n = fork->n;
  self->moments = g_new0 (double *, fork->n);
  self->costs = g_new0 (double, fork->n);
  for (guint i = 0; i < 2; i++)
    self->directions[i] = g_new0 (double, MAX (self->size, 1));
  for (guint i = 0; i < fork->n; i++)
    {
      if (nabla_study_is_cancelled (task) || !nabla_run_fork_go (fork, trainer, i, error))
        return NULL;
      self->moments[i] = g_new0 (double, MAX (self->size, 1));
      nabla_study_get_parameters (nabla_trainer_model (trainer)->graph, self->moments[i]);
      nabla_study_set_parameters (network->model->graph, self->moments[i]);
      self->costs[i] = nabla_study_network_cost (network);
    }
  return g_steal_pointer (&self);
}

void
nabla_study_plane_free (NablaStudyPlane *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n; i++)
    g_free (self->moments[i]);
  g_free (self->moments);
  g_free (self->costs);
  g_free (self->directions[0]);
  g_free (self->directions[1]);
  g_free (self);
}

/* Rows of W belong to a unit each; b, γ, β are taken as a whole. */
static gsize
row_length (const NablaNode *node)
{
  gsize n = nabla_shape_size (&node->shape);
  return node->decays && node->shape.rank > 1 ? n / node->shape.dim[0] : n;
}

void
nabla_study_plane_random (NablaStudyPlane *self, const NablaGraph *graph, guint32 seed)
{
  NablaRandomState random;
  nabla_random_state_seed (&random, seed);
  for (guint d = 0; d < 2; d++)
    {
      double *direction = self->directions[d];
      const double *now = self->moments[self->n - 1];
      nabla_random_state_randn (&random, direction, self->size);
      for (guint i = 0; i < nabla_graph_n_nodes (graph); i++)
        {
          const NablaNode *node = nabla_graph_node (graph, i);
          if (!nabla_study_is_parameter (node))
            continue;
          gsize n = nabla_shape_size (&node->shape), row = row_length (node);
          for (gsize k = 0; k < n; k += row)
            {
              double length = node->needs_gradient ? sqrt (dot (now + k, now + k, row)) : 0;
              normalize (direction + k, row);
              for (gsize j = 0; j < row; j++)
                direction[k + j] *= length;
            }
          direction += n;
          now += n;
        }
    }
}

/* Makes @vector perpendicular to the first direction. */
static void
straighten (const NablaStudyPlane *self, double *vector)
{
  add (vector, -dot (vector, self->directions[0], self->size), self->directions[0], self->size);
}

/* Where the run never left a line, any second direction will do: one that is the same
 * each time. */
static void
make_second (NablaStudyPlane *self)
{
  NablaRandomState random;
  nabla_random_state_seed (&random, 1);
  nabla_random_state_randn (&random, self->directions[1], self->size);
  straighten (self, self->directions[1]);
  normalize (self->directions[1], self->size);
}

/* The most important eigenvector of the n × n matrix, by powers of it. */
static double
find_eigenvector (const double *matrix, guint n, double *vector)
{
  g_autofree double *next = g_new (double, n);
  double value = 0;
  guint longest = 0;
  /* The longest of its columns is no worse a beginning than any. */
  for (guint i = 1; i < n; i++)
    if (matrix[i * n + i] > matrix[longest * n + longest])
      longest = i;
  memcpy (vector, matrix + longest * n, n * sizeof *vector);
  normalize (vector, n);
  for (guint round = 0; round < 1000; round++)
    {
      for (guint i = 0; i < n; i++)
        next[i] = dot (matrix + i * n, vector, n);
      value = normalize (next, n);
      double change = 0;
      for (guint i = 0; i < n; i++)
        change += fabs (next[i] - vector[i]);
      memcpy (vector, next, n * sizeof *vector);
      if (change < 1e-13 * n || !(value > 0))
        break;
    }
  return value;
}

gboolean
nabla_study_plane_path (NablaStudyPlane *self)
{
  const guint n = self->n;
  g_autofree double *ways = g_new (double, n *MAX (self->size, 1));
  g_autofree double *matrix = g_new (double, n *n);
  g_autofree double *vector = g_new (double, n);
  for (guint i = 0; i < n; i++)
    seen (self, i, ways + i * self->size);
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < n; j++)
      matrix[i * n + j] = dot (ways + i * self->size, ways + j * self->size, self->size);
  double first = 0;
  for (guint d = 0; d < 2; d++)
    {
      double value = find_eigenvector (matrix, n, vector);
      if (d == 0 && !(value > 0))
        return FALSE;
      if (d == 1 && !(value > NOTHING * NOTHING * first))
        {
          make_second (self);
          return TRUE;
        }
      first = value;
      for (guint i = 0; i < n; i++)
        add (self->directions[d], vector[i], ways + i * self->size, self->size);
      if (d == 1)
        straighten (self, self->directions[1]);
      normalize (self->directions[d], self->size);
      for (guint i = 0; i < n; i++)
        for (guint j = 0; j < n; j++)
          matrix[i * n + j] -= value * vector[i] * vector[j];
    }
  return TRUE;
}

gboolean
nabla_study_plane_start (NablaStudyPlane *self)
{
  g_autofree double *way = g_new (double, MAX (self->size, 1));
  double farthest = 0;
  seen (self, 0, self->directions[0]);
  double length = normalize (self->directions[0], self->size);
  if (!(length > 0))
    return FALSE;
  for (guint i = 1; i + 1 < self->n; i++)
    {
      seen (self, i, way);
      straighten (self, way);
      double away = sqrt (dot (way, way, self->size));
      if (away <= farthest)
        continue;
      farthest = away;
      memcpy (self->directions[1], way, self->size * sizeof *way);
    }
  if (farthest <= NOTHING * length)
    make_second (self);
  else
    normalize (self->directions[1], self->size);
  return TRUE;
}

void
nabla_study_plane_project (const NablaStudyPlane *self, guint index, double place[2], double *away)
{
  g_autofree double *way = g_new (double, MAX (self->size, 1));
  const double *u = self->directions[0], *v = self->directions[1];
  seen (self, index, way);
  /* Least squares, since random directions are not quite perpendicular. */
  const double uu = dot (u, u, self->size), vv = dot (v, v, self->size);
  const double uv = dot (u, v, self->size);
  const double wu = dot (way, u, self->size), wv = dot (way, v, self->size);
  const double determinant = uu * vv - uv * uv;
  place[0] = determinant > 0 ? (wu * vv - wv * uv) / determinant : 0;
  place[1] = determinant > 0 ? (wv * uu - wu * uv) / determinant : 0;
  add (way, -place[0], u, self->size);
  add (way, -place[1], v, self->size);
  *away = sqrt (dot (way, way, self->size));
}
