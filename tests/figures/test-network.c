/* The network: units, weights and what is left out of large layers.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-network-marks.h"
#include "figure-test.h"

#include <math.h>
#include <string.h>

/* No more weights are drawn. */
#define MOST_EDGES 400

/* 2-3-1 without maps; weights 1, −2, 3 … into the hidden layer, 0.5 out of it */
static NablaSnapshot *
plain_snapshot (void)
{
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  NablaLayerPicture *hidden = nabla_layer_picture_new ("hidden", 3, 2);
  hidden->activation = g_strdup ("tanh");
  hidden->weights = g_new (float, 6);
  hidden->biases = g_new0 (float, 3);
  for (int i = 0; i < 6; i++)
    hidden->weights[i] = (float) ((i + 1) * (i % 2 == 0 ? 1 : -1));
  NablaLayerPicture *output = nabla_layer_picture_new ("output", 1, 3);
  output->weights = g_new (float, 3);
  output->biases = g_new0 (float, 1);
  for (int i = 0; i < 3; i++)
    output->weights[i] = 0.5f;
  nabla_snapshot_add_layer (snapshot, nabla_layer_picture_new ("input", 2, 0));
  nabla_snapshot_add_layer (snapshot, hidden);
  nabla_snapshot_add_layer (snapshot, output);
  return snapshot;
}

static void
test_edges (void)
{
  g_autoptr (NablaSnapshot) snapshot = plain_snapshot ();
  g_autoptr (NablaMarks) marks = figure_test_draw ("network", snapshot, NULL, 800, 420);
  g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_POLYLINE, NABLA_NETWORK_EDGE_SERIES + 1), ==, 6);
  g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_POLYLINE, NABLA_NETWORK_EDGE_SERIES + 2), ==, 3);

  NablaColor blue = nabla_color (NABLA_THEME_LIGHT, NABLA_COLOR_CLASS_0);
  NablaColor orange = nabla_color (NABLA_THEME_LIGHT, NABLA_COLOR_CLASS_1);
  double previous = 0;
  for (guint i = 0; i < 6; i++)
    {
      const NablaMark *edge = figure_test_find (marks, NABLA_MARK_POLYLINE, NABLA_NETWORK_EDGE_SERIES + 1, i);
      guint32 index = nabla_marks_points (marks, edge, NULL)->index;
      /* The strongest are drawn last; |w| here grows with the place in W. */
      g_assert_cmpuint (index, ==, i);
      g_assert_cmpfloat (edge->stroke.red, ==, index % 2 == 0 ? orange.red : blue.red);
      g_assert_cmpfloat (edge->line_width, >, previous);
      previous = edge->line_width;
    }
  g_assert_cmpfloat_with_epsilon (previous, 4.7, 1e-3);
}

static void
test_units (void)
{
  g_autoptr (NablaSnapshot) snapshot = plain_snapshot ();
  g_autoptr (NablaMarks) marks = figure_test_draw ("network", snapshot, NULL, 800, 420);
  g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_MARKERS, 0), ==, 2);
  g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_MARKERS, 1), ==, 3);
  g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_MARKERS, 2), ==, 1);
  g_assert_nonnull (figure_test_find_text (marks, "3 · tanh"));
  g_assert_nonnull (figure_test_find_text (marks, "output <i>ŷ</i>"));
  g_assert_nonnull (figure_test_find_text (marks, "<i>x</i><sub>2</sub>"));

  /* Layers stand from left to right, edges end at their units. */
  const NablaMarkPoint *input = nabla_marks_points (
    marks, figure_test_find (marks, NABLA_MARK_MARKERS, 0, 0), NULL);
  const NablaMarkPoint *output = nabla_marks_points (
    marks, figure_test_find (marks, NABLA_MARK_MARKERS, 2, 0), NULL);
  g_assert_cmpfloat (input->x, <, output->x);
  gsize n;
  const NablaMarkPoint *edge = nabla_marks_points (
    marks, figure_test_find (marks, NABLA_MARK_POLYLINE, NABLA_NETWORK_EDGE_SERIES + 2, 0), &n);
  g_assert_cmpfloat_with_epsilon (edge[n - 1].y, output->y, 1e-3);
}

static void
test_maps (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("flower");
  g_autoptr (NablaMarks) marks = figure_test_draw ("network", snapshot, NULL, 800, 420);
  g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_PICTURE, 0), ==, 2);
  g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_PICTURE, 1), ==, 4);
  double x, y, hidden, output, height;
  nabla_marks_box (marks, figure_test_find (marks, NABLA_MARK_PICTURE, 1, 0), &x, &y, &hidden,
                   &height);
  nabla_marks_box (marks, figure_test_find (marks, NABLA_MARK_PICTURE, 2, 0), &x, &y, &output,
                   &height);
  g_assert_cmpfloat (output, >, 2 * hidden);

  /* The first input grows to the right: blue at the left, orange at the right. */
  const NablaPicture *picture = nabla_marks_get_picture (
    marks, figure_test_find (marks, NABLA_MARK_PICTURE, 0, 0));
  const guint8 *pixels = g_bytes_get_data (picture->pixels, NULL);
  g_assert_cmpint (pixels[2], >, pixels[0]);
  const guint8 *last = pixels + 4 * (picture->columns - 1);
  g_assert_cmpint (last[0], >, last[2]);
}

static void
test_large_layers (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("digits");
  g_autoptr (NablaMarks) marks = figure_test_draw ("network", snapshot, NULL, 800, 420);
  g_assert_nonnull (figure_test_find_text (marks, "… 512 units"));
  g_assert_nonnull (figure_test_find_text (marks, "<i>x</i><sub>784</sub>"));
  guint shown = figure_test_count (marks, NABLA_MARK_MARKERS, 1);
  g_assert_cmpuint (shown, >=, 4);
  g_assert_cmpuint (shown, <=, 10);
  /* The first and the last unit of the layer are among them. */
  const NablaMark *first = figure_test_find (marks, NABLA_MARK_MARKERS, 1, 0);
  const NablaMark *last = figure_test_find (marks, NABLA_MARK_MARKERS, 1, shown - 1);
  g_assert_cmpuint (nabla_marks_points (marks, first, NULL)->index, ==, 0);
  g_assert_cmpuint (nabla_marks_points (marks, last, NULL)->index, ==, 511);
}

static void
test_most_edges (void)
{
  g_autoptr (NablaSnapshot) snapshot = nabla_snapshot_new ();
  guint n = 25;
  NablaLayerPicture *layer = nabla_layer_picture_new ("h", n, n);
  layer->weights = g_new (float, n * n);
  for (guint i = 0; i < n * n; i++)
    layer->weights[i] = (float) (i + 1);
  nabla_snapshot_add_layer (snapshot, nabla_layer_picture_new ("input", n, 0));
  nabla_snapshot_add_layer (snapshot, layer);
  g_autoptr (NablaMarks) marks = figure_test_draw ("network", snapshot, NULL, 800, 700);
  g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_POLYLINE, NABLA_NETWORK_EDGE_SERIES + 1), ==,
                    MOST_EDGES);
  const NablaMark *weakest = figure_test_find (marks, NABLA_MARK_POLYLINE, NABLA_NETWORK_EDGE_SERIES + 1, 0);
  g_assert_cmpuint (nabla_marks_points (marks, weakest, NULL)->index, ==,
                    n * n - MOST_EDGES);
}

/* Layers that do not fit each other (a layer in between is not shown) */
static void
test_mismatch (void)
{
  g_autoptr (NablaSnapshot) snapshot = plain_snapshot ();
  NablaLayerPicture *odd = nabla_layer_picture_new ("odd", 4, 2);
  odd->weights = g_new0 (float, 8);
  g_ptr_array_insert (snapshot->layers, 2, odd);
  g_autoptr (NablaMarks) marks = figure_test_draw ("network", snapshot, NULL, 800, 420);
  /* Of three units before, W has columns for two. */
  g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_POLYLINE, NABLA_NETWORK_EDGE_SERIES + 2), ==, 8);
}

static void
test_summary (void)
{
  g_autoptr (NablaSnapshot) snapshot = plain_snapshot ();
  const NablaFigure *figure = nabla_figure_find ("network", NULL);
  g_autofree char *summary = nabla_figure_summary (figure, snapshot, NULL);
  g_assert_cmpstr (summary, ==, "2-3-1, 13 parameters; the largest weight is 6.00, into “hidden”.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/network/edges", test_edges);
  g_test_add_func ("/network/units", test_units);
  g_test_add_func ("/network/maps", test_maps);
  g_test_add_func ("/network/large-layers", test_large_layers);
  g_test_add_func ("/network/most-edges", test_most_edges);
  g_test_add_func ("/network/mismatch", test_mismatch);
  g_test_add_func ("/network/summary", test_summary);
  return g_test_run ();
}
