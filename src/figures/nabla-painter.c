/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-painter.h"

#include "nabla-shapes.h"
#include "nabla-text.h"

#include <math.h>
#include <pango/pangocairo.h>

typedef struct {
  const NablaMarks *marks;
  PangoContext *pango;
  cairo_t *cr;
} Painter;

static void
set_color (cairo_t *cr, const NablaColor *color)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha);
}

static void
rounded_box (cairo_t *cr, double x, double y, double width, double height, double radius)
{
  radius = MIN (radius, MIN (fabs (width), fabs (height)) / 2);
  if (radius <= 0)
    {
      cairo_rectangle (cr, x, y, width, height);
      return;
    }
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - radius, y + radius, radius, -G_PI / 2, 0);
  cairo_arc (cr, x + width - radius, y + height - radius, radius, 0, G_PI / 2);
  cairo_arc (cr, x + radius, y + height - radius, radius, G_PI / 2, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

static void
box_path (const Painter *self, const NablaMark *mark)
{
  double x, y, width, height;
  nabla_marks_box (self->marks, mark, &x, &y, &width, &height);
  rounded_box (self->cr, x, y, width, height, mark->radius);
}

/* Fills and strokes the path as the mark says, and forgets it. */
static void
finish_path (cairo_t *cr, const NablaMark *mark)
{
  if (mark->fill.alpha > 0)
    {
      set_color (cr, &mark->fill);
      cairo_fill_preserve (cr);
    }
  if (mark->stroke.alpha > 0 && mark->line_width > 0)
    {
      set_color (cr, &mark->stroke);
      cairo_set_line_width (cr, mark->line_width);
      cairo_stroke_preserve (cr);
    }
  cairo_new_path (cr);
}

static void
points_path (const Painter *self, const NablaMark *mark)
{
  gsize n;
  const NablaMarkPoint *points = nabla_marks_points (self->marks, mark, &n);
  gboolean is_open = FALSE;

  for (gsize i = 0; i < n; i++)
    {
      if (!isfinite (points[i].x) || !isfinite (points[i].y))
        {
          is_open = FALSE;
          continue;
        }
      if (is_open)
        cairo_line_to (self->cr, points[i].x, points[i].y);
      else
        cairo_move_to (self->cr, points[i].x, points[i].y);
      is_open = TRUE;
    }
}

static void
paint_columns (const Painter *self, const NablaMark *mark)
{
  gsize n;
  const NablaMarkPoint *points = nabla_marks_points (self->marks, mark, &n);
  double width = mark->line_width;

  for (gsize i = 0; i + 1 < n; i += 2)
    {
      double top = MIN (points[i].y, points[i + 1].y), bottom = MAX (points[i].y, points[i + 1].y);
      /* A column of equal values still shows, as the line that it is. */
      double missing = MAX (0, width - (bottom - top));
      cairo_rectangle (self->cr, points[i].x - width / 2, top - missing / 2, width,
                       bottom - top + missing);
    }
  set_color (self->cr, &mark->stroke);
  cairo_fill (self->cr);
}

static void
paint_polyline (const Painter *self, const NablaMark *mark)
{
  points_path (self, mark);
  double dash[2];
  if (nabla_mark_dash (mark, dash))
    {
      /* Round ends would make the dashes longer than they are said to be. */
      cairo_set_dash (self->cr, dash, 2, 0);
      cairo_set_line_cap (self->cr, CAIRO_LINE_CAP_BUTT);
    }
  set_color (self->cr, &mark->stroke);
  cairo_set_line_width (self->cr, mark->line_width);
  cairo_stroke (self->cr);
  cairo_set_dash (self->cr, NULL, 0, 0);
  cairo_set_line_cap (self->cr, CAIRO_LINE_CAP_ROUND);
}

static void
paint_polygon (const Painter *self, const NablaMark *mark)
{
  points_path (self, mark);
  cairo_close_path (self->cr);
  cairo_set_fill_rule (self->cr, CAIRO_FILL_RULE_EVEN_ODD);
  finish_path (self->cr, mark);
  cairo_set_fill_rule (self->cr, CAIRO_FILL_RULE_WINDING);
}

static void
paint_markers (const Painter *self, const NablaMark *mark)
{
  double vertices[NABLA_MARKER_VERTICES][2];
  guint n_vertices = nabla_marker_outline (mark->shape, vertices);
  gsize n;
  const NablaMarkPoint *points = nabla_marks_points (self->marks, mark, &n);
  cairo_t *cr = self->cr;

  cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
  for (gsize i = 0; i < n; i++)
    {
      if (!isfinite (points[i].x) || !isfinite (points[i].y))
        continue;
      cairo_new_sub_path (cr);
      if (n_vertices == 0)
        cairo_arc (cr, points[i].x, points[i].y, mark->radius, 0, 2 * G_PI);
      for (guint v = 0; v < n_vertices; v++)
        cairo_line_to (cr, points[i].x + mark->radius * vertices[v][0],
                       points[i].y + mark->radius * vertices[v][1]);
      cairo_close_path (cr);
      if (mark->halo.alpha > 0 && mark->halo_width > 0)
        {
          set_color (cr, &mark->halo);
          cairo_set_line_width (cr, 2 * mark->halo_width + mark->line_width);
          cairo_stroke_preserve (cr);
        }
      finish_path (cr, mark);
    }
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
}

static void
paint_arc (const Painter *self, const NablaMark *mark)
{
  const NablaMarkPoint *center = nabla_marks_points (self->marks, mark, NULL);
  cairo_new_path (self->cr);
  if (mark->fill.alpha > 0)
    cairo_move_to (self->cr, center->x, center->y);
  cairo_arc (self->cr, center->x, center->y, mark->radius, mark->start_angle, mark->end_angle);
  if (mark->fill.alpha > 0)
    cairo_close_path (self->cr);
  finish_path (self->cr, mark);
}

static void
paint_arrow (const Painter *self, const NablaMark *mark)
{
  NablaArrow arrow;
  if (!nabla_arrow_outline (self->marks, mark, &arrow))
    return;
  set_color (self->cr, &mark->stroke);
  cairo_set_line_width (self->cr, mark->line_width);
  cairo_move_to (self->cr, arrow.start[0], arrow.start[1]);
  cairo_line_to (self->cr, arrow.neck[0], arrow.neck[1]);
  cairo_stroke (self->cr);
  for (guint v = 0; v < 3; v++)
    cairo_line_to (self->cr, arrow.head[v][0], arrow.head[v][1]);
  cairo_close_path (self->cr);
  cairo_fill (self->cr);
}

cairo_surface_t *
nabla_picture_surface (const NablaPicture *picture)
{
  g_return_val_if_fail (picture != NULL, NULL);

  cairo_surface_t *surface
    = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, picture->columns, picture->rows);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    return surface;

  /* cairo wants native 0xAARRGGBB with alpha multiplied in. */
  const guint8 *from = g_bytes_get_data (picture->pixels, NULL);
  guint8 *to = cairo_image_surface_get_data (surface);
  gsize stride = cairo_image_surface_get_stride (surface);
  for (guint row = 0; row < picture->rows; row++)
    {
      guint32 *line = (guint32 *) (void *) (to + row * stride);
      for (guint column = 0; column < picture->columns; column++, from += 4)
        {
          guint alpha = from[3];
          line[column] = alpha << 24 | (from[0] * alpha + 127) / 255 << 16
                         | (from[1] * alpha + 127) / 255 << 8 | (from[2] * alpha + 127) / 255;
        }
    }
  cairo_surface_mark_dirty (surface);
  return surface;
}

static void
paint_picture (const Painter *self, const NablaMark *mark)
{
  const NablaPicture *picture = nabla_marks_get_picture (self->marks, mark);
  double x, y, width, height;
  nabla_marks_box (self->marks, mark, &x, &y, &width, &height);
  if (picture->columns == 0 || picture->rows == 0 || !(width > 0) || !(height > 0))
    return;

  cairo_surface_t *surface = nabla_picture_surface (picture);
  cairo_save (self->cr);
  rounded_box (self->cr, x, y, width, height, mark->radius);
  cairo_clip (self->cr);
  cairo_translate (self->cr, x, y);
  cairo_scale (self->cr, width / picture->columns, height / picture->rows);
  cairo_set_source_surface (self->cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (self->cr),
                            picture->is_smooth ? CAIRO_FILTER_BILINEAR : CAIRO_FILTER_NEAREST);
  cairo_pattern_set_extend (cairo_get_source (self->cr), CAIRO_EXTEND_PAD);
  cairo_rectangle (self->cr, 0, 0, picture->columns, picture->rows);
  cairo_fill (self->cr);
  cairo_restore (self->cr);
  cairo_surface_destroy (surface);

  if (mark->stroke.alpha > 0 && mark->line_width > 0)
    {
      rounded_box (self->cr, x, y, width, height, mark->radius);
      set_color (self->cr, &mark->stroke);
      cairo_set_line_width (self->cr, mark->line_width);
      cairo_stroke (self->cr);
    }
}

static void
paint_text (const Painter *self, const NablaMark *mark)
{
  const NablaTextStyle *style = &mark->style;
  const NablaMarkPoint *point = nabla_marks_points (self->marks, mark, NULL);
  double x, y;
  g_autoptr (PangoLayout) layout = nabla_text_layout (
    self->pango, style, nabla_marks_string (self->marks, mark), &x, &y);

  cairo_save (self->cr);
  cairo_translate (self->cr, point->x, point->y);
  cairo_rotate (self->cr, style->angle);
  cairo_move_to (self->cr, x, y);
  if (style->halo.alpha > 0 && style->halo_width > 0)
    {
      pango_cairo_layout_path (self->cr, layout);
      set_color (self->cr, &style->halo);
      cairo_set_line_width (self->cr, 2 * style->halo_width);
      cairo_stroke (self->cr);
      cairo_move_to (self->cr, x, y);
    }
  set_color (self->cr, &style->color);
  pango_cairo_show_layout (self->cr, layout);
  cairo_restore (self->cr);
}

static void
paint_mark (const Painter *self, const NablaMark *mark)
{
  switch (mark->type)
    {
    case NABLA_MARK_COLUMNS:
      paint_columns (self, mark);
      return;
    case NABLA_MARK_POLYLINE:
      paint_polyline (self, mark);
      return;
    case NABLA_MARK_POLYGON:
      paint_polygon (self, mark);
      return;
    case NABLA_MARK_MARKERS:
      paint_markers (self, mark);
      return;
    case NABLA_MARK_RECTANGLE:
      box_path (self, mark);
      finish_path (self->cr, mark);
      return;
    case NABLA_MARK_ARC:
      paint_arc (self, mark);
      return;
    case NABLA_MARK_ARROW:
      paint_arrow (self, mark);
      return;
    case NABLA_MARK_PICTURE:
      paint_picture (self, mark);
      return;
    case NABLA_MARK_TEXT:
      paint_text (self, mark);
      return;
    case NABLA_MARK_PUSH_CLIP:
      cairo_save (self->cr);
      box_path (self, mark);
      cairo_clip (self->cr);
      return;
    case NABLA_MARK_POP_CLIP:
      cairo_restore (self->cr);
      return;
    }
}

void
nabla_paint_range (const NablaMarks *marks,
                   guint layer,
                   gsize first,
                   gsize n,
                   PangoContext *pango,
                   cairo_t *cr)
{
  g_return_if_fail (marks != NULL && pango != NULL && cr != NULL);

  Painter self = { marks, pango, cr };
  cairo_save (cr);
  cairo_new_path (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  gsize n_marks;
  const NablaMark *list = nabla_marks_layer (marks, layer, &n_marks);
  for (gsize i = first; i < n_marks && i - first < n; i++)
    paint_mark (&self, &list[i]);
  cairo_restore (cr);
}

void
nabla_paint_layer (const NablaMarks *marks, guint layer, PangoContext *pango, cairo_t *cr)
{
  nabla_paint_range (marks, layer, 0, G_MAXSIZE, pango, cr);
}

void
nabla_paint (const NablaMarks *marks, PangoContext *pango, cairo_t *cr)
{
  for (guint layer = 0; layer < nabla_marks_n_layers (marks); layer++)
    nabla_paint_layer (marks, layer, pango, cr);
}
