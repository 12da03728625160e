/* The painter and the SVG writer: each kind of mark arrives where it belongs.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "figure-test.h"

#include "nabla-painter.h"
#include "nabla-shapes.h"
#include "nabla-svg.h"

#include <math.h>
#include <string.h>

#define SIDE 60

static const NablaColor red = { 1, 0, 0, 1 }, blue = { 0, 0, 1, 1 };

/* Paints on white. Returns: (transfer full): the image */
static cairo_surface_t *
paint (const NablaMarks *marks)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, SIDE, SIDE);
  cairo_t *cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  nabla_paint (marks, figure_test_pango (), cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static guint32
pixel_at (cairo_surface_t *surface, int x, int y)
{
  const guint8 *line = cairo_image_surface_get_data (surface)
                       + (gsize) y * cairo_image_surface_get_stride (surface);
  guint32 pixel;
  memcpy (&pixel, line + 4 * x, 4);
  return pixel & 0xffffff;
}

static guint
count_ink (cairo_surface_t *surface)
{
  guint n = 0;
  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      n += pixel_at (surface, x, y) != 0xffffff;
  return n;
}

static void
test_shapes (void)
{
  g_autoptr (NablaMarks) marks = nabla_marks_new ();
  nabla_marks_rectangle (marks, 5, 5, 10, 10, 0, red);
  nabla_marks_line (marks, 30, 5, 30, 25, blue, 4);
  nabla_marks_markers (marks, NABLA_MARKER_CIRCLE, 5, red);
  nabla_marks_point (marks, 45, 15, 0);
  nabla_marks_point (marks, NAN, 15, 0);
  NablaMark *polygon = nabla_marks_add (marks, NABLA_MARK_POLYGON);
  polygon->fill = blue;
  nabla_marks_point (marks, 5, 40, 0);
  nabla_marks_point (marks, 25, 40, 0);
  nabla_marks_point (marks, 5, 58, 0);
  NablaMark *arc = nabla_marks_add (marks, NABLA_MARK_ARC);
  arc->fill = red;
  arc->radius = 12;
  arc->end_angle = (float) G_PI / 2;
  nabla_marks_point (marks, 40, 40, 0);

  cairo_surface_t *surface = paint (marks);
  g_assert_cmphex (pixel_at (surface, 10, 10), ==, 0xff0000);
  g_assert_cmphex (pixel_at (surface, 20, 10), ==, 0xffffff);
  g_assert_cmphex (pixel_at (surface, 30, 15), ==, 0x0000ff);
  g_assert_cmphex (pixel_at (surface, 45, 15), ==, 0xff0000);
  g_assert_cmphex (pixel_at (surface, 8, 44), ==, 0x0000ff);
  g_assert_cmphex (pixel_at (surface, 24, 56), ==, 0xffffff);
  /* Clockwise from the right: the quarter below, at the right */
  g_assert_cmphex (pixel_at (surface, 45, 45), ==, 0xff0000);
  g_assert_cmphex (pixel_at (surface, 35, 45), ==, 0xffffff);
  cairo_surface_destroy (surface);
}

static void
test_columns_and_arrow (void)
{
  g_autoptr (NablaMarks) marks = nabla_marks_new ();
  NablaMark *columns = nabla_marks_add (marks, NABLA_MARK_COLUMNS);
  columns->stroke = red;
  columns->line_width = 2;
  nabla_marks_point (marks, 10, 50, 0);
  nabla_marks_point (marks, 10, 20, 0);
  nabla_marks_point (marks, 20, 30, 0);
  nabla_marks_point (marks, 20, 30, 0);
  NablaMark *arrow = nabla_marks_add (marks, NABLA_MARK_ARROW);
  arrow->stroke = blue;
  arrow->line_width = 2;
  nabla_marks_point (marks, 30, 10, 0);
  nabla_marks_point (marks, 55, 10, 0);

  cairo_surface_t *surface = paint (marks);
  g_assert_cmphex (pixel_at (surface, 10, 35), ==, 0xff0000);
  g_assert_cmphex (pixel_at (surface, 10, 15), ==, 0xffffff);
  /* A column of one value is not lost. */
  g_assert_cmphex (pixel_at (surface, 20, 30), ==, 0xff0000);
  g_assert_cmphex (pixel_at (surface, 35, 10), ==, 0x0000ff);
  g_assert_cmphex (pixel_at (surface, 47, 12), ==, 0x0000ff);
  g_assert_cmphex (pixel_at (surface, 35, 13), ==, 0xffffff);
  cairo_surface_destroy (surface);
}

static void
test_picture (void)
{
  g_autoptr (NablaMarks) marks = nabla_marks_new ();
  const guint8 pixels[] = { 255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 0, 0, 0, 0 };
  nabla_marks_picture (marks, 10, 10, 40, 40, 2, 2, g_bytes_new (pixels, sizeof pixels), FALSE);
  cairo_surface_t *surface = paint (marks);
  g_assert_cmphex (pixel_at (surface, 12, 12), ==, 0xff0000);
  g_assert_cmphex (pixel_at (surface, 28, 28), ==, 0xff0000);
  g_assert_cmphex (pixel_at (surface, 40, 20), ==, 0x00ff00);
  g_assert_cmphex (pixel_at (surface, 20, 40), ==, 0x0000ff);
  /* Transparent */
  g_assert_cmphex (pixel_at (surface, 40, 40), ==, 0xffffff);
  cairo_surface_destroy (surface);
}

static void
test_clip (void)
{
  g_autoptr (NablaMarks) marks = nabla_marks_new ();
  nabla_marks_push_clip (marks, 0, 0, 20, SIDE, 0);
  nabla_marks_rectangle (marks, 0, 0, SIDE, 30, 0, red);
  nabla_marks_pop_clip (marks);
  nabla_marks_rectangle (marks, 40, 40, 10, 10, 0, blue);
  cairo_surface_t *surface = paint (marks);
  g_assert_cmphex (pixel_at (surface, 10, 10), ==, 0xff0000);
  g_assert_cmphex (pixel_at (surface, 30, 10), ==, 0xffffff);
  g_assert_cmphex (pixel_at (surface, 45, 45), ==, 0x0000ff);
  cairo_surface_destroy (surface);
}

/* Ink lies in the box that the text was measured to have, turned or not. */
static void
test_text (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (NablaMarks) marks = nabla_marks_new ();
      NablaTextStyle style = { .size = 9, .color = blue, .x_align = 0.5,
                               .y_align = NABLA_ALIGN_MIDDLE, .angle = i * -G_PI / 2 };
      NablaMark *text = nabla_marks_text (marks, &style, 30, 30, "step");
      double box[4];
      figure_test_text_box (marks, text, box);
      cairo_surface_t *surface = paint (marks);
      g_assert_cmpuint (count_ink (surface), >, 40);
      for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++)
          if (x + 2 < box[0] || x - 1 > box[2] || y + 2 < box[1] || y - 1 > box[3])
            g_assert_cmphex (pixel_at (surface, x, y), ==, 0xffffff);
      cairo_surface_destroy (surface);
    }
}

/* All markers look about equally large. */
static void
test_markers (void)
{
  for (guint shape = 1; shape < NABLA_N_SLOTS; shape++)
    {
      double vertices[NABLA_MARKER_VERTICES][2], area = 0;
      guint n = nabla_marker_outline ((NablaMarker) shape, vertices);
      g_assert_cmpuint (n, >=, 3);
      for (guint v = 0; v < n; v++)
        {
          const double *a = vertices[v], *b = vertices[(v + 1) % n];
          area += (a[0] * b[1] - a[1] * b[0]) / 2;
          g_assert_cmpfloat (hypot (a[0], a[1]), <, 1.6);
        }
      g_assert_cmpfloat (fabs (area) / G_PI, >, 0.7);
      g_assert_cmpfloat (fabs (area) / G_PI, <, 1.25);
    }
}

static void
test_svg (void)
{
  g_autoptr (NablaMarks) marks = nabla_marks_new ();
  nabla_marks_push_clip (marks, 0, 0, 20, 20, 4);
  nabla_marks_rectangle (marks, 0, 0, 10, 10, 2, nabla_color_fade (red, 0.5));
  nabla_marks_pop_clip (marks);
  nabla_marks_line (marks, 1, 2, 3, 4, blue, 2)->dash = NABLA_DASH_LONG;
  NablaMark *hollow = nabla_marks_markers (marks, NABLA_MARKER_STAR, 3, red);
  hollow->stroke = hollow->halo = blue;
  hollow->line_width = hollow->halo_width = 1;
  nabla_marks_point (marks, 5, 5, 0);
  NablaMark *arc = nabla_marks_add (marks, NABLA_MARK_ARC);
  arc->fill = red;
  arc->radius = 3;
  arc->end_angle = (float) (2 * G_PI);
  nabla_marks_point (marks, 9, 9, 0);
  NablaTextStyle style = { .size = 9, .color = blue, .is_markup = TRUE };
  nabla_marks_text (marks, &style, 5, 5, "a &lt; <b>x</b><sub>2</sub>");

  GString *svg = nabla_svg_begin (60, 40, red, "Cost & more", "dev < train");
  nabla_svg_add (svg, marks, figure_test_pango (), 0, 0);
  nabla_svg_add (svg, marks, figure_test_pango (), 10, 0);
  nabla_svg_end (svg);
  GMarkupParser parser = { NULL };
  GMarkupParseContext *context = g_markup_parse_context_new (&parser, 0, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_markup_parse_context_parse (context, svg->str, (gssize) svg->len, &error);
  g_assert_no_error (error);
  g_assert_true (g_markup_parse_context_end_parse (context, &error));
  g_markup_parse_context_free (context);

  g_assert_nonnull (strstr (svg->str, "<title>Cost &amp; more</title>"));
  g_assert_nonnull (strstr (svg->str, "<desc>dev &lt; train</desc>"));
  g_assert_nonnull (strstr (svg->str, "fill=\"#ff0000\" fill-opacity=\"0.5\""));
  g_assert_nonnull (strstr (svg->str, "stroke-dasharray=\"5 4\""));
  g_assert_nonnull (strstr (svg->str, ">a &lt; </tspan>"));
  g_assert_nonnull (strstr (svg->str, "font-weight=\"bold\""));
  /* Clips have names of their own, though the same marks were added twice. */
  g_auto (GStrv) parts = g_strsplit (svg->str, "<clipPath id=\"", -1);
  g_assert_cmpuint (g_strv_length (parts), ==, 3);
  g_assert_cmpint (strncmp (parts[1], parts[2], strcspn (parts[1], "\"") + 1), !=, 0);
  g_string_free (svg, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/painter/shapes", test_shapes);
  g_test_add_func ("/painter/columns-and-arrow", test_columns_and_arrow);
  g_test_add_func ("/painter/picture", test_picture);
  g_test_add_func ("/painter/clip", test_clip);
  g_test_add_func ("/painter/text", test_text);
  g_test_add_func ("/painter/markers", test_markers);
  g_test_add_func ("/painter/svg", test_svg);
  return g_test_run ();
}
