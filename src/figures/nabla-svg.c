/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-svg.h"

#include "nabla-painter.h"
#include "nabla-shapes.h"
#include "nabla-svg-write-private.h"
#include "nabla-text.h"

#include <cairo.h>
#include <math.h>

typedef struct {
  GString *out;
  const NablaMarks *marks;
  PangoContext *pango;
} Writer;

static void
add_path (const Writer *self, const NablaMark *mark, gboolean is_closed)
{
  gsize n;
  const NablaMarkPoint *points = nabla_marks_points (self->marks, mark, &n);
  gboolean is_open = FALSE;

  g_string_append (self->out, "<path d=\"");
  for (gsize i = 0; i < n; i++)
    {
      gboolean is_point = isfinite (points[i].x) && isfinite (points[i].y);
      if (is_point)
        nabla_svg_add_position (self->out, is_open ? 'L' : 'M', points[i].x, points[i].y);
      else if (is_open && is_closed)
        g_string_append_c (self->out, 'Z');
      is_open = is_point;
    }
  g_string_append (self->out, is_closed && is_open ? "Z\"" : "\"");
}

static void
write_polyline (const Writer *self, const NablaMark *mark)
{
  add_path (self, mark, FALSE);
  g_string_append (self->out, " fill=\"none\"");
  nabla_svg_add_stroke (self->out, mark->stroke, mark->line_width);
  double dash[2];
  if (nabla_mark_dash (mark, dash))
    {
      g_string_append (self->out, " stroke-linecap=\"butt\" stroke-dasharray=\"");
      nabla_svg_add_position (self->out, 0, dash[0], dash[1]);
      g_string_append_c (self->out, '"');
    }
  g_string_append (self->out, "/>\n");
}

static void
write_polygon (const Writer *self, const NablaMark *mark)
{
  add_path (self, mark, TRUE);
  g_string_append (self->out, " fill-rule=\"evenodd\"");
  nabla_svg_add_color (self->out, "fill", mark->fill);
  nabla_svg_add_stroke (self->out, mark->stroke, mark->line_width);
  g_string_append (self->out, "/>\n");
}

static void
write_columns (const Writer *self, const NablaMark *mark)
{
  gsize n;
  const NablaMarkPoint *points = nabla_marks_points (self->marks, mark, &n);

  g_string_append (self->out, "<path d=\"");
  for (gsize i = 0; i + 1 < n; i += 2)
    {
      nabla_svg_add_position (self->out, 'M', points[i].x, points[i].y);
      nabla_svg_add_position (self->out, 'L', points[i + 1].x, points[i + 1].y);
    }
  g_string_append (self->out, "\" stroke-linecap=\"square\"");
  nabla_svg_add_stroke (self->out, mark->stroke, mark->line_width);
  g_string_append (self->out, "/>\n");
}

static void
write_marker (GString *out, const NablaMark *mark, const NablaMarkPoint *point, gboolean is_halo)
{
  double vertices[NABLA_MARKER_VERTICES][2];
  guint n_vertices = nabla_marker_outline (mark->shape, vertices);

  g_string_append (out, n_vertices == 0 ? "<circle" : "<path d=\"");
  for (guint v = 0; v < n_vertices; v++)
    nabla_svg_add_position (out, v == 0 ? 'M' : 'L', point->x + mark->radius * vertices[v][0],
                  point->y + mark->radius * vertices[v][1]);
  if (n_vertices > 0)
    g_string_append (out, "Z\"");
  else
    {
      nabla_svg_add_attribute (out, "cx", point->x);
      nabla_svg_add_attribute (out, "cy", point->y);
      nabla_svg_add_attribute (out, "r", mark->radius);
    }
  if (is_halo)
    nabla_svg_add_stroke (out, mark->halo, 2 * mark->halo_width + mark->line_width);
  g_string_append (out, "/>\n");
}

static void
write_markers (const Writer *self, const NablaMark *mark)
{
  gsize n;
  const NablaMarkPoint *points = nabla_marks_points (self->marks, mark, &n);
  gboolean has_halo = mark->halo.alpha > 0 && mark->halo_width > 0;

  g_string_append (self->out, "<g stroke-linejoin=\"miter\"");
  nabla_svg_add_color (self->out, "fill", mark->fill);
  nabla_svg_add_stroke (self->out, mark->stroke, mark->line_width);
  g_string_append (self->out, ">\n");
  for (gsize i = 0; i < n; i++)
    {
      if (!isfinite (points[i].x) || !isfinite (points[i].y))
        continue;
      if (has_halo)
        write_marker (self->out, mark, &points[i], TRUE);
      write_marker (self->out, mark, &points[i], FALSE);
    }
  g_string_append (self->out, "</g>\n");
}

static void
add_rectangle (const Writer *self, const NablaMark *mark)
{
  double x, y, width, height;
  nabla_marks_box (self->marks, mark, &x, &y, &width, &height);
  g_string_append (self->out, "<rect");
  nabla_svg_add_attribute (self->out, "x", x);
  nabla_svg_add_attribute (self->out, "y", y);
  nabla_svg_add_attribute (self->out, "width", MAX (width, 0));
  nabla_svg_add_attribute (self->out, "height", MAX (height, 0));
  if (mark->radius > 0)
    nabla_svg_add_attribute (self->out, "rx", mark->radius);
}

/* Opens a group that shows only inside the mark's box. The clip's name is its
 * place in the document, hence unique. */
static void
begin_clip (const Writer *self, const NablaMark *mark)
{
  gsize place = self->out->len;
  g_string_append_printf (self->out, "<clipPath id=\"clip%" G_GSIZE_FORMAT "\">", place);
  add_rectangle (self, mark);
  g_string_append_printf (self->out,
                          "/></clipPath>\n<g clip-path=\"url(#clip%" G_GSIZE_FORMAT ")\">\n",
                          place);
}

static void
write_rectangle (const Writer *self, const NablaMark *mark)
{
  add_rectangle (self, mark);
  nabla_svg_add_color (self->out, "fill", mark->fill);
  nabla_svg_add_stroke (self->out, mark->stroke, mark->line_width);
  g_string_append (self->out, "/>\n");
}

static void
write_arc (const Writer *self, const NablaMark *mark)
{
  const NablaMarkPoint *center = nabla_marks_points (self->marks, mark, NULL);
  double r = mark->radius;
  double sweep = CLAMP (mark->end_angle - mark->start_angle, 0, 2 * G_PI);

  g_string_append (self->out, "<path d=\"");
  gboolean is_pie = mark->fill.alpha > 0;
  if (is_pie)
    nabla_svg_add_position (self->out, 'M', center->x, center->y);
  /* SVG draws no arc whose ends coincide, so there are always two halves. */
  for (int half = 0; half <= 2; half++)
    {
      double angle = mark->start_angle + sweep * half / 2;
      double x = center->x + r * cos (angle), y = center->y + r * sin (angle);
      if (half == 0)
        {
          nabla_svg_add_position (self->out, is_pie ? 'L' : 'M', x, y);
          continue;
        }
      nabla_svg_add_position (self->out, 'A', r, r);
      nabla_svg_add_position (self->out, ' ', 0, 0);
      nabla_svg_add_position (self->out, ' ', 1, x);
      g_string_append_c (self->out, ' ');
      nabla_svg_add_number (self->out, y);
    }
  g_string_append (self->out, is_pie ? "Z\"" : "\"");
  nabla_svg_add_color (self->out, "fill", mark->fill);
  nabla_svg_add_stroke (self->out, mark->stroke, mark->line_width);
  g_string_append (self->out, "/>\n");
}

static void
write_arrow (const Writer *self, const NablaMark *mark)
{
  NablaArrow arrow;
  if (!nabla_arrow_outline (self->marks, mark, &arrow))
    return;
  g_string_append (self->out, "<path d=\"");
  nabla_svg_add_position (self->out, 'M', arrow.start[0], arrow.start[1]);
  nabla_svg_add_position (self->out, 'L', arrow.neck[0], arrow.neck[1]);
  g_string_append_c (self->out, '"');
  nabla_svg_add_stroke (self->out, mark->stroke, mark->line_width);
  g_string_append (self->out, "/>\n<path d=\"");
  for (guint v = 0; v < 3; v++)
    nabla_svg_add_position (self->out, v == 0 ? 'M' : 'L', arrow.head[v][0], arrow.head[v][1]);
  g_string_append (self->out, "Z\"");
  nabla_svg_add_color (self->out, "fill", mark->stroke);
  g_string_append (self->out, "/>\n");
}

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
write_picture (const Writer *self, const NablaMark *mark)
{
  const NablaPicture *picture = nabla_marks_get_picture (self->marks, mark);
  double x, y, width, height;
  nabla_marks_box (self->marks, mark, &x, &y, &width, &height);
  if (picture->columns == 0 || picture->rows == 0)
    return;

  cairo_surface_t *surface = nabla_picture_surface (picture);
  g_autoptr (GByteArray) png = g_byte_array_new ();
  cairo_surface_write_to_png_stream (surface, append_bytes, png);
  cairo_surface_destroy (surface);
  g_autofree char *base64 = g_base64_encode (png->data, png->len);

  if (mark->radius > 0)
    begin_clip (self, mark);
  g_string_append (self->out, "<image preserveAspectRatio=\"none\"");
  if (!picture->is_smooth)
    g_string_append (self->out, " style=\"image-rendering:pixelated\"");
  nabla_svg_add_attribute (self->out, "x", x);
  nabla_svg_add_attribute (self->out, "y", y);
  nabla_svg_add_attribute (self->out, "width", width);
  nabla_svg_add_attribute (self->out, "height", height);
  g_string_append_printf (self->out, " xlink:href=\"data:image/png;base64,%s\"/>\n", base64);
  if (mark->radius > 0)
    g_string_append (self->out, "</g>\n");
  if (mark->stroke.alpha > 0 && mark->line_width > 0)
    {
      add_rectangle (self, mark);
      g_string_append (self->out, " fill=\"none\"");
      nabla_svg_add_stroke (self->out, mark->stroke, mark->line_width);
      g_string_append (self->out, "/>\n");
    }
}

/* One run of one font, where Pango put it */
static void
write_run (GString *out, const char *text, const PangoGlyphItem *run, double x, double baseline)
{
  PangoFontDescription *font = pango_font_describe (run->item->analysis.font);
  PangoRectangle extents;
  pango_glyph_string_extents (run->glyphs, run->item->analysis.font, NULL, &extents);

  g_string_append (out, "<tspan");
  nabla_svg_add_attribute (out, "x", x);
  nabla_svg_add_attribute (out, "y", baseline - (double) run->y_offset / PANGO_SCALE);
  g_string_append (out, " font-family=\"");
  nabla_svg_add_escaped (out, pango_font_description_get_family (font), -1);
  g_string_append (out, ", sans-serif\"");
  nabla_svg_add_attribute (out, "font-size",
                           pango_font_description_get_size (font) * 96.0 / 72 / PANGO_SCALE);
  if (pango_font_description_get_weight (font) >= PANGO_WEIGHT_SEMIBOLD)
    g_string_append (out, " font-weight=\"bold\"");
  if (pango_font_description_get_style (font) != PANGO_STYLE_NORMAL)
    g_string_append (out, " font-style=\"italic\"");
  nabla_svg_add_attribute (out, "textLength", (double) extents.width / PANGO_SCALE);
  g_string_append (out, " lengthAdjust=\"spacingAndGlyphs\">");
  nabla_svg_add_escaped (out, text + run->item->offset, run->item->length);
  g_string_append (out, "</tspan>");
  pango_font_description_free (font);
}

static void
write_text (const Writer *self, const NablaMark *mark)
{
  const NablaTextStyle *style = &mark->style;
  const NablaMarkPoint *point = nabla_marks_points (self->marks, mark, NULL);
  double x, y;
  g_autoptr (PangoLayout) layout = nabla_text_layout (
    self->pango, style, nabla_marks_string (self->marks, mark), &x, &y);
  const char *text = pango_layout_get_text (layout);

  g_string_append (self->out, "<text xml:space=\"preserve\"");
  nabla_svg_add_color (self->out, "fill", style->color);
  if (style->halo.alpha > 0 && style->halo_width > 0)
    {
      g_string_append (self->out, " paint-order=\"stroke\"");
      nabla_svg_add_stroke (self->out, style->halo, 2 * style->halo_width);
    }
  if (style->angle != 0)
    {
      g_string_append (self->out, " transform=\"translate(");
      nabla_svg_add_position (self->out, 0, point->x, point->y);
      g_string_append (self->out, ") rotate(");
      nabla_svg_add_number (self->out, style->angle * 180 / G_PI);
      g_string_append (self->out, ")\"");
    }
  else
    {
      x += point->x;
      y += point->y;
    }
  g_string_append_c (self->out, '>');

  PangoLayoutIter *iter = pango_layout_get_iter (layout);
  do
    {
      const PangoGlyphItem *run = pango_layout_iter_get_run_readonly (iter);
      if (run == NULL)
        continue;
      PangoRectangle extents;
      pango_layout_iter_get_run_extents (iter, NULL, &extents);
      double baseline = (double) pango_layout_iter_get_baseline (iter) / PANGO_SCALE;
      write_run (self->out, text, run, x + (double) extents.x / PANGO_SCALE, y + baseline);
    }
  while (pango_layout_iter_next_run (iter));
  pango_layout_iter_free (iter);
  g_string_append (self->out, "</text>\n");
}

static void
write_mark (const Writer *self, const NablaMark *mark)
{
  switch (mark->type)
    {
    case NABLA_MARK_COLUMNS:
      write_columns (self, mark);
      return;
    case NABLA_MARK_POLYLINE:
      write_polyline (self, mark);
      return;
    case NABLA_MARK_POLYGON:
      write_polygon (self, mark);
      return;
    case NABLA_MARK_MARKERS:
      write_markers (self, mark);
      return;
    case NABLA_MARK_RECTANGLE:
      write_rectangle (self, mark);
      return;
    case NABLA_MARK_ARC:
      write_arc (self, mark);
      return;
    case NABLA_MARK_ARROW:
      write_arrow (self, mark);
      return;
    case NABLA_MARK_PICTURE:
      write_picture (self, mark);
      return;
    case NABLA_MARK_TEXT:
      write_text (self, mark);
      return;
    case NABLA_MARK_PUSH_CLIP:
      begin_clip (self, mark);
      return;
    case NABLA_MARK_POP_CLIP:
      g_string_append (self->out, "</g>\n");
      return;
    }
}

GString *
nabla_svg_begin (double width,
                 double height,
                 NablaColor surface,
                 const char *title,
                 const char *description)
{
  GString *out = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                               "<svg xmlns=\"http://www.w3.org/2000/svg\""
                               " xmlns:xlink=\"http://www.w3.org/1999/xlink\" role=\"img\"");
  nabla_svg_add_attribute (out, "width", width);
  nabla_svg_add_attribute (out, "height", height);
  g_string_append (out, " viewBox=\"0 0 ");
  nabla_svg_add_position (out, 0, width, height);
  g_string_append (out, "\" stroke-linejoin=\"round\" stroke-linecap=\"round\""
                        " font-feature-settings=\"'tnum'\">\n<title>");
  nabla_svg_add_escaped (out, title, -1);
  g_string_append (out, "</title>\n<desc>");
  nabla_svg_add_escaped (out, description, -1);
  g_string_append (out, "</desc>\n<rect width=\"100%\" height=\"100%\"");
  nabla_svg_add_color (out, "fill", surface);
  g_string_append (out, "/>\n");
  return out;
}

void
nabla_svg_add (GString *svg, const NablaMarks *marks, PangoContext *pango, double x, double y)
{
  g_return_if_fail (svg != NULL && marks != NULL && pango != NULL);

  Writer self = { .out = svg, .marks = marks, .pango = pango };
  g_string_append (svg, "<g transform=\"translate(");
  nabla_svg_add_position (svg, 0, x, y);
  g_string_append (svg, ")\">\n");
  for (guint layer = 0; layer < nabla_marks_n_layers (marks); layer++)
    {
      gsize n_marks;
      const NablaMark *list = nabla_marks_layer (marks, layer, &n_marks);
      for (gsize i = 0; i < n_marks; i++)
        write_mark (&self, &list[i]);
    }
  g_string_append (svg, "</g>\n");
}

void
nabla_svg_end (GString *svg)
{
  g_return_if_fail (svg != NULL);

  g_string_append (svg, "</svg>\n");
}
