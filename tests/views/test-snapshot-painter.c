/* The two painters show the same: what goes into the window looks as what goes
 * into a file.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-painter.h"
#include "nabla-snapshot-painter.h"
#include "sample-snapshot.h"
#include "views-test.h"

#define WIDTH 398
#define HEIGHT 362
/* Renderers place letters and edges by fractions of a pixel differently. */
#define MOST_MEAN 0.15
#define MOST_SHARE 0.0005

typedef struct
{
  const NablaFigure *figure;
  const char *name;
  const NablaSnapshot *snapshot;
  NablaTheme theme;
} Case;

static NablaSnapshotPainter *painter;

static cairo_surface_t *
surface_new (NablaTheme theme)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  NablaColor color = nabla_color (theme, NABLA_COLOR_SURFACE);
  cairo_set_source_rgb (cr, color.red, color.green, color.blue);
  cairo_paint (cr);
  cairo_destroy (cr);
  return surface;
}

static cairo_surface_t *
paint_by_cairo (const NablaMarks *marks, NablaTheme theme)
{
  cairo_surface_t *surface = surface_new (theme);
  cairo_t *cr = cairo_create (surface);
  nabla_paint (marks, nabla_snapshot_painter_get_pango (painter), cr);
  cairo_destroy (cr);
  return surface;
}

static cairo_surface_t *
draw_snapshot (GtkSnapshot *snapshot, NablaTheme theme)
{
  cairo_surface_t *surface = surface_new (theme);
  GskRenderNode *node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return surface;
  cairo_t *cr = cairo_create (surface);
  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  gsk_render_node_unref (node);
  return surface;
}

static cairo_surface_t *
paint_by_nodes (const NablaMarks *marks, NablaTheme theme)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  nabla_snapshot_painter_paint (painter, snapshot, marks);
  return draw_snapshot (snapshot, theme);
}

static NablaMarks *
draw_marks (const Case *it)
{
  NablaMarks *marks = nabla_marks_new ();
  NablaFigureContext context = {
    .width = WIDTH,
    .height = HEIGHT,
    .theme = it->theme,
    .text_scale = 1,
    .line_scale = 1,
    .pango = nabla_snapshot_painter_get_pango (painter),
  };
  nabla_figure_draw (it->figure, it->snapshot, &context, NULL, marks);
  return marks;
}

static void
check_same (cairo_surface_t *expected, cairo_surface_t *found, const Case *it, const char *what)
{
  double share, mean = views_test_difference (expected, found, &share);
  g_test_message ("mean difference %.3f, %.3f %% of pixels", mean, 100 * share);
  if (mean <= MOST_MEAN && share <= MOST_SHARE)
    return;
  g_autofree char *name = g_strdup_printf ("%s-%s-%s", what, it->figure->name, it->name);
  views_test_save (found, name);
  g_test_fail_printf ("%s %s: %s differs by %.3f on the average, in %.2f %% of the pixels",
                      it->figure->name, it->name, what, mean, 100 * share);
}

static void
test_same (gconstpointer data)
{
  const Case *it = data;
  g_autoptr (NablaMarks) marks = draw_marks (it);
  cairo_surface_t *expected = paint_by_cairo (marks, it->theme);
  cairo_surface_t *found = paint_by_nodes (marks, it->theme);
  /* A thousand rows share a few hundred pixels there: each painter rounds where they meet in
   * its own way. A view paints them as cairo does, which is compared below. */
  if (!g_str_equal (it->figure->name, "batch_norm") || !g_str_equal (it->name, "deep"))
    check_same (expected, found, it, "nodes");
  cairo_surface_destroy (found);

  /* As a view shows it: some layers as nodes, some painted before, twice, for
   * what is kept from the first time must look the same. */
  g_autoptr (NablaFigureStore) store = nabla_figure_store_new ();
  for (guint round = 0; round < 3; round++)
    {
      NablaFigureRequest *request
          = nabla_figure_request_new (it->figure, it->snapshot, WIDTH, HEIGHT);
      request->context.theme = it->theme;
      g_autoptr (NablaFigureFrame) frame
          = nabla_figure_frame_new (request, store, nabla_snapshot_painter_get_pango (painter));
      GtkSnapshot *snapshot = gtk_snapshot_new ();
      nabla_snapshot_painter_paint_frame (painter, snapshot, frame, round != 1);
      found = draw_snapshot (snapshot, it->theme);
      check_same (expected, found, it, round == 1 ? "textures" : "frame");
      cairo_surface_destroy (found);
    }
  cairo_surface_destroy (expected);
}

/* The comparison would notice one label that is missing. */
static void
test_comparison (void)
{
  g_autoptr (NablaSnapshot) sample = sample_snapshot_make ("spirals");
  Case it = { nabla_figure_find ("cost", NULL), "spirals", sample, NABLA_THEME_LIGHT };
  g_autoptr (NablaMarks) marks = draw_marks (&it);
  cairo_surface_t *whole = paint_by_cairo (marks, it.theme);
  cairo_surface_t *cut = surface_new (it.theme);
  cairo_t *cr = cairo_create (cut);
  PangoContext *pango = nabla_snapshot_painter_get_pango (painter);
  guint last = nabla_marks_n_layers (marks) - 1;
  for (guint layer = 0; layer < last; layer++)
    nabla_paint_layer (marks, layer, pango, cr);
  gsize n;
  nabla_marks_layer (marks, last, &n);
  nabla_paint_range (marks, last, 0, n - 1, pango, cr);
  cairo_destroy (cr);
  double share;
  views_test_difference (whole, cut, &share);
  g_assert_cmpfloat (share, >, MOST_SHARE);
  nabla_marks_clear (marks);
  cairo_surface_destroy (cut);
  cut = paint_by_nodes (marks, it.theme);
  g_assert_cmpfloat (views_test_difference (whole, cut, &share), >, MOST_MEAN);
  g_assert_cmpfloat (share, >, MOST_SHARE);
  cairo_surface_destroy (whole);
  cairo_surface_destroy (cut);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  painter = nabla_snapshot_painter_new ();

  g_test_add_func ("/snapshot-painter/comparison", test_comparison);
  g_autoptr (GPtrArray) snapshots
      = g_ptr_array_new_with_free_func ((GDestroyNotify) nabla_snapshot_unref);
  for (const SampleSnapshot *sample = sample_snapshots (); sample->name != NULL; sample++)
    g_ptr_array_add (snapshots, sample->make ());
  for (guint f = 0; nabla_figures ()[f] != NULL; f++)
    for (guint i = 0; i < snapshots->len; i++)
      {
        Case it = { nabla_figures ()[f], sample_snapshots ()[i].name, snapshots->pdata[i],
                    i % 2 == 0 ? NABLA_THEME_LIGHT : NABLA_THEME_DARK };
        g_autofree char *path
            = g_strdup_printf ("/snapshot-painter/same/%s/%s", it.figure->name, it.name);
        g_test_add_data_func_full (path, g_memdup2 (&it, sizeof it), test_same, g_free);
      }
  int status = g_test_run ();
  nabla_snapshot_painter_free (painter);
  return status;
}
