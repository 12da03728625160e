/* The grid gets a rim: values on the border of the outer cells continue those of
 * the last two centres, so that lines reach it without a bend. Nodes are then
 * (columns + 2) × (rows + 2), a square lies between four of them, and a line
 * crosses edges between two.
 *
 * Every edge is crossed at most once, and by at most two squares; the links
 * between the edges of a square, followed from edge to edge, are the lines.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-contour.h"

#include <math.h>

#define NO_EDGE G_MAXUINT

typedef struct {
  guint links[2];
} Edge;

typedef struct {
  const float *values;
  guint columns, rows;
  float level;
  double x, y, width, height;
  Edge *edges;       /* the horizontal ones, row by row, then the vertical ones */
  guint n_horizontal;
  guint n_edges;
} Grid;

static double
center_value (const Grid *self, guint column, guint row)
{
  return self->values[(gsize) row * self->columns + column];
}

/* The two centres that node @i of @n is made of, and the weight of the second */
static double
node_parts (guint i, guint n, guint *first, guint *second)
{
  *first = CLAMP (i, 1, n) - 1;
  *second = *first;
  if (n < 2 || (i > 0 && i <= n))
    return 0;
  *second = i == 0 ? 1 : n - 2;
  return -0.5;
}

static double
node_value (const Grid *self, guint i, guint j)
{
  guint columns[2], rows[2];
  double u = node_parts (i, self->columns, &columns[0], &columns[1]);
  double v = node_parts (j, self->rows, &rows[0], &rows[1]);
  double value = (1 - u) * (1 - v) * center_value (self, columns[0], rows[0]);
  if (u != 0)
    value += u * (1 - v) * center_value (self, columns[1], rows[0]);
  if (v != 0)
    value += (1 - u) * v * center_value (self, columns[0], rows[1]);
  if (u != 0 && v != 0)
    value += u * v * center_value (self, columns[1], rows[1]);
  return value;
}

static double
node_place (guint i, guint n)
{
  return i == 0 ? 0 : i > n ? n : i - 0.5;
}

/* The edge from node (i, j) to (i + 1, j) */
static guint
horizontal (const Grid *self, guint i, guint j)
{
  return j * (self->columns + 1) + i;
}

/* The edge from node (i, j) to (i, j + 1) */
static guint
vertical (const Grid *self, guint i, guint j)
{
  return self->n_horizontal + j * (self->columns + 2) + i;
}

static void
link_edges (Grid *self, guint a, guint b)
{
  self->edges[a].links[self->edges[a].links[0] != NO_EDGE] = b;
  self->edges[b].links[self->edges[b].links[0] != NO_EDGE] = a;
}

static void
march (Grid *self, guint i, guint j)
{
  double corners[] = { node_value (self, i, j), node_value (self, i + 1, j),
                       node_value (self, i + 1, j + 1), node_value (self, i, j + 1) };
  /* Around the square: below, right, above, left; edge k joins corners k and k + 1. */
  const guint edges[] = { horizontal (self, i, j), vertical (self, i + 1, j),
                          horizontal (self, i, j + 1), vertical (self, i, j) };
  guint crossed[4], n = 0;
  double sum = 0;
  for (guint k = 0; k < 4; k++)
    {
      if (!isfinite (corners[k]))
        return;
      sum += corners[k];
    }
  for (guint k = 0; k < 4; k++)
    if ((corners[k] >= self->level) != (corners[(k + 1) % 4] >= self->level))
      crossed[n++] = edges[k];
  if (n == 2)
    link_edges (self, crossed[0], crossed[1]);
  if (n < 4)
    return;

  /* The corner that agrees with the middle is joined to the opposite one, so
   * the lines cut off the other two. */
  gboolean is_joined = (corners[0] >= self->level) == (sum / 4 >= self->level);
  link_edges (self, crossed[0], crossed[is_joined ? 1 : 3]);
  link_edges (self, crossed[2], crossed[is_joined ? 3 : 1]);
}

/* Adds the point where a line crosses @edge. */
static void
add_crossing (const Grid *self, guint edge, NablaMarks *marks)
{
  gboolean is_vertical = edge >= self->n_horizontal;
  guint place = is_vertical ? edge - self->n_horizontal : edge;
  guint stride = self->columns + (is_vertical ? 2 : 1);
  guint i = place % stride, j = place / stride;
  guint i2 = i + !is_vertical, j2 = j + is_vertical;
  double a = node_value (self, i, j), b = node_value (self, i2, j2);
  double t = CLAMP ((self->level - a) / (b - a), 0, 1);
  double column = (1 - t) * node_place (i, self->columns) + t * node_place (i2, self->columns);
  double row = (1 - t) * node_place (j, self->rows) + t * node_place (j2, self->rows);
  nabla_marks_point (marks, self->x + self->width * column / self->columns,
                     self->y + self->height * (1 - row / self->rows), 0);
}

/* Follows the line through @edge to its end, and forgets its edges. */
static void
follow (Grid *self, guint edge, NablaMarks *marks)
{
  guint first = edge, before = NO_EDGE;
  while (edge != NO_EDGE)
    {
      add_crossing (self, edge, marks);
      Edge *here = &self->edges[edge];
      guint next = here->links[0] != before ? here->links[0] : here->links[1];
      *here = (Edge) { { NO_EDGE, NO_EDGE } };
      if (next == first)
        {
          add_crossing (self, first, marks);
          break;
        }
      before = edge;
      edge = next;
    }
  nabla_marks_move (marks);
}

void
nabla_contour_draw (const float *values,
                    guint columns,
                    guint rows,
                    float level,
                    double x,
                    double y,
                    double width,
                    double height,
                    NablaMarks *marks)
{
  g_return_if_fail (values != NULL && marks != NULL && columns > 0 && rows > 0);

  Grid self = { .values = values, .columns = columns, .rows = rows, .level = level,
                .x = x, .y = y, .width = width, .height = height };
  self.n_horizontal = (columns + 1) * (rows + 2);
  self.n_edges = self.n_horizontal + (columns + 2) * (rows + 1);
  g_autofree Edge *edges = self.edges = g_new (Edge, self.n_edges);
  for (guint e = 0; e < self.n_edges; e++)
    edges[e] = (Edge) { { NO_EDGE, NO_EDGE } };

  for (guint j = 0; j <= rows; j++)
    for (guint i = 0; i <= columns; i++)
      march (&self, i, j);

  /* Lines with two ends first: what is left then is closed. */
  for (guint e = 0; e < self.n_edges; e++)
    if (edges[e].links[0] != NO_EDGE && edges[e].links[1] == NO_EDGE)
      follow (&self, e, marks);
  for (guint e = 0; e < self.n_edges; e++)
    if (edges[e].links[0] != NO_EDGE)
      follow (&self, e, marks);
}
