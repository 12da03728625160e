/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-network-edges-private.h"

#include "nabla-network-marks.h"

#include <math.h>
#include <stdlib.h>

#define LEAST_WIDTH 0.5
#define MOST_WIDTH 4.7
#define LEAST_ALPHA 0.1
#define MOST_ALPHA 0.55
#define N_BENDS 32

typedef struct {
  guint layer;        /* the one it leads to */
  guint from, to;     /* shown units */
  guint32 index;      /* place in W */
  double strength;    /* |w| as a share of the largest; NAN if w is not finite */
  gboolean is_negative;
} Edge;

static double
largest_weight (const NablaNetworkColumn *columns, guint n)
{
  double largest = 0;
  for (guint l = 1; l < n; l++)
    {
      const NablaLayerPicture *layer = columns[l].layer;
      gsize n_weights = layer->weights != NULL ? (gsize) layer->units * layer->n_previous : 0;
      for (gsize i = 0; i < n_weights; i++)
        if (isfinite (layer->weights[i]))
          largest = MAX (largest, fabs (layer->weights[i]));
    }
  return largest;
}

static void
collect_edges (const NablaNetworkColumn *columns, guint l, double largest, GArray *edges)
{
  const NablaNetworkColumn *from = &columns[l - 1], *to = &columns[l];
  const NablaLayerPicture *layer = to->layer;
  for (guint i = 0; i < to->n_shown; i++)
    for (guint j = 0; j < from->n_shown; j++)
      {
        guint unit = nabla_network_column_unit (to, i);
        guint previous = nabla_network_column_unit (from, j);
        gsize index = (gsize) unit * layer->n_previous + previous;
        if (layer->weights == NULL || previous >= layer->n_previous)
          continue;
        double weight = layer->weights[index];
        Edge edge = { l, j, i, (guint32) index, .is_negative = weight < 0 };
        edge.strength = !isfinite (weight) ? NAN : largest > 0 ? fabs (weight) / largest : 0;
        g_array_append_val (edges, edge);
      }
}

/* The strongest last; what is not finite is worth seeing too. */
static int
compare_edges (gconstpointer a, gconstpointer b)
{
  const Edge *first = a, *second = b;
  double x = isnan (first->strength) ? INFINITY : first->strength;
  double y = isnan (second->strength) ? INFINITY : second->strength;
  return (x > y) - (x < y);
}

/* A cubic curve that leaves and arrives horizontally */
static void
add_bend (NablaMarks *marks, double x1, double y1, double x2, double y2, guint32 index)
{
  for (guint i = 0; i <= N_BENDS; i++)
    {
      double t = (double) i / N_BENDS, u = 1 - t;
      double middle = (x1 + x2) / 2;
      double x = u * u * u * x1 + 3 * u * t * middle + t * t * t * x2;
      double y = u * u * (u + 3 * t) * y1 + t * t * (t + 3 * u) * y2;
      nabla_marks_point (marks, x, y, index);
    }
}

/* Where an edge arrives: side by side with the others if the unit is large */
static double
arrival (const NablaNetworkColumn *from, const NablaNetworkColumn *to, const Edge *edge)
{
  double y = nabla_network_column_y (to, edge->to);
  if (to->size < 2 * from->size)
    return y;
  return y + 0.6 * to->size * ((edge->from + 0.5) / from->n_shown - 0.5);
}

static void
draw_edge (const NablaNetworkColumn *columns,
           const Edge *edge,
           const NablaFigureContext *context,
           NablaMarks *marks)
{
  const NablaNetworkColumn *from = &columns[edge->layer - 1], *to = &columns[edge->layer];
  gboolean is_finite = !isnan (edge->strength);
  double strength = is_finite ? edge->strength : 0.2;
  NablaColor color = nabla_color (context->theme, !is_finite          ? NABLA_COLOR_CURSOR
                                                  : edge->is_negative ? NABLA_COLOR_CLASS_0
                                                                      : NABLA_COLOR_CLASS_1);
  double alpha = is_finite ? LEAST_ALPHA + (MOST_ALPHA - LEAST_ALPHA) * strength : 1;
  double width = LEAST_WIDTH + (MOST_WIDTH - LEAST_WIDTH) * strength;
  NablaMark *mark
    = nabla_marks_polyline (marks, nabla_color_fade (color, alpha), width * context->line_scale);
  mark->series = NABLA_NETWORK_EDGE_SERIES + (int) edge->layer;
  if (!is_finite)
    mark->dash = NABLA_DASH_DOT;
  add_bend (marks, from->x + from->size / 2 + 1, nabla_network_column_y (from, edge->from),
            to->x - to->size / 2 - 1, arrival (from, to, edge), edge->index);
}

void
nabla_network_edges_draw (const NablaNetworkColumn *columns,
                          guint n,
                          const NablaFigureContext *context,
                          NablaMarks *marks)
{
  g_return_if_fail (columns != NULL && context != NULL && marks != NULL);

  g_autoptr (GArray) edges = g_array_new (FALSE, FALSE, sizeof (Edge));
  double largest = largest_weight (columns, n);
  for (guint l = 1; l < n; l++)
    collect_edges (columns, l, largest, edges);
  g_array_sort (edges, compare_edges);
  guint first = edges->len > NABLA_NETWORK_MOST_EDGES ? edges->len - NABLA_NETWORK_MOST_EDGES : 0;
  for (guint i = first; i < edges->len; i++)
    draw_edge (columns, &g_array_index (edges, Edge, i), context, marks);
}
