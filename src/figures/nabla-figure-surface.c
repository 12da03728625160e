/* Cost surface: the cost over a plane through the network's weights as terrain, with the
 * shadow of the run's way on it and the present weights as a ball.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-csv-private.h"
#include "nabla-field-axes-private.h"
#include "nabla-label.h"
#include "nabla-terrain-lines.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define CONTOUR_ALPHA 0.22
#define TRAIL_WIDTH 2.2
#define HALO_WIDTH 4.2
#define HALO_ALPHA 0.7
#define REACH 10.0

typedef struct
{
  const NablaSurfacePicture *surface;
  const NablaFigureContext *context;
  NablaAxis x, y;
  double line;
  gboolean is_small;
} Layout;

static gboolean
place (Layout *self, const NablaSnapshot *snapshot, const NablaFigureContext *context)
{
  *self = (Layout){ .surface = snapshot->surface, .context = context };
  if (self->surface == NULL || self->surface->terrain->field->columns < 2)
    return FALSE;
  const NablaField *field = self->surface->terrain->field;
  nabla_axis_init (&self->x, field->x_minimum, field->x_maximum, FALSE);
  nabla_axis_init (&self->y, field->y_minimum, field->y_maximum, FALSE);
  nabla_figure_apply_window (context, &self->x, &self->y);
  self->x.start = 0;
  self->x.end = context->width;
  self->y.start = context->height;
  self->y.end = 0;
  self->line = NABLA_TEXT_CAPTION * context->text_scale * 96 / 72;
  self->is_small = context->width < 14 * self->line || context->height < 9 * self->line;
  return TRUE;
}

static NablaTextStyle
label_style (const Layout *self, NablaColorToken color)
{
  NablaTextStyle style = nabla_figure_text_style (self->context, NABLA_TEXT_CAPTION, color);
  style.halo = nabla_color_fade (nabla_color (self->context->theme, NABLA_COLOR_SURFACE), 0.8);
  style.halo_width = 3;
  return style;
}

/* Whether a place keeps clear of the words at the edges and of the ball. */
static gboolean
is_clear (const Layout *self, double x, double y, double width)
{
  double ball_x = nabla_axis_place (&self->x, 0), ball_y = nabla_axis_place (&self->y, 0);
  return x > 3.5 * self->line && x + width < self->context->width - self->line && y > 3 * self->line
         && y < self->context->height - 3 * self->line
         && (fabs (x - ball_x) > 8 * self->line || fabs (y - ball_y) > 1.6 * self->line);
}

/* Values stand on their lines, where these cross the upper half, from right to left. */
static void
label_lines (const Layout *self,
             const NablaTerrainLines *lines,
             double left,
             double top,
             double width,
             double height,
             NablaMarks *marks)
{
  NablaTextStyle style = label_style (self, NABLA_COLOR_SECONDARY_TEXT);
  double taken[16][2];
  guint n_taken = 0;
  style.x_align = 0.5;
  style.y_align = NABLA_ALIGN_MIDDLE;
  for (guint l = lines->n_lines; l-- > 0 && n_taken < G_N_ELEMENTS (taken);)
    {
      const NablaTerrainLine *line = &lines->lines[l];
      char text[NABLA_LABEL_LENGTH];
      nabla_label_value (line->level, text);
      double text_width;
      nabla_text_measure (self->context->pango, &style, text, &text_width, NULL);
      for (guint i = 0; i < line->n; i++)
        {
          double x = left + width * line->points[i][0], y = top + height * line->points[i][1];
          if (!isfinite (x) || !is_clear (self, x - text_width / 2, y, text_width))
            continue;
          gboolean is_free = TRUE;
          for (guint k = 0; k < n_taken && is_free; k++)
            is_free = fabs (taken[k][0] - x) > 6 * self->line
                      || fabs (taken[k][1] - y) > 1.8 * self->line;
          if (!is_free)
            continue;
          nabla_marks_text (marks, &style, x, y, text)->series = (int)l;
          taken[n_taken][0] = x;
          taken[n_taken++][1] = y;
          break;
        }
    }
}

static void
draw_ground (const Layout *self, NablaMarks *marks)
{
  const NablaField *field = self->surface->terrain->field;
  const NablaFigureContext *context = self->context;
  double left = nabla_axis_place (&self->x, field->x_minimum);
  double top = nabla_axis_place (&self->y, field->y_maximum);
  double width = nabla_axis_place (&self->x, field->x_maximum) - left;
  double height = nabla_axis_place (&self->y, field->y_minimum) - top;
  g_autoptr (NablaTerrainLines) lines = nabla_terrain_lines_get (self->surface->terrain);
  nabla_marks_push_clip (marks, 0, 0, context->width, context->height, 0);
  nabla_marks_picture (marks, left, top, width, height, field->columns, field->rows,
                       g_bytes_ref (lines->pixels[context->theme]), TRUE);
  NablaColor ink = nabla_color_fade (nabla_color (context->theme, NABLA_COLOR_TEXT), CONTOUR_ALPHA);
  for (guint l = 0; l < lines->n_lines; l++)
    {
      const NablaTerrainLine *line = &lines->lines[l];
      NablaMark *mark = nabla_marks_polyline (marks, ink, context->line_scale);
      mark->series = (int)l;
      for (guint i = 0; i < line->n; i++)
        if (isfinite (line->points[i][0]))
          nabla_marks_point (marks, left + width * line->points[i][0],
                             top + height * line->points[i][1], l);
        else
          nabla_marks_move (marks);
    }
  nabla_marks_pop_clip (marks);
  if (!self->is_small)
    label_lines (self, lines, left, top, width, height, marks);
}

/* The way with a dot a moment; where it leaves the plane it is the shadow that is shown. */
static void
draw_way (const Layout *self, NablaMarks *marks)
{
  const NablaSurfacePicture *surface = self->surface;
  const NablaFigureContext *context = self->context;
  const double scale = context->line_scale;
  NablaColor color = nabla_color_slot (context->theme, 0);
  NablaColor halo = nabla_color (context->theme, NABLA_COLOR_SURFACE);
  nabla_marks_push_clip (marks, 0, 0, context->width, context->height, 0);
  for (guint pass = 0; pass < 2 && surface->n_points > 1; pass++)
    {
      NablaMark *mark
          = nabla_marks_polyline (marks, pass == 0 ? nabla_color_fade (halo, HALO_ALPHA) : color,
                                  (pass == 0 ? HALO_WIDTH : TRAIL_WIDTH) * scale);
      mark->series = pass == 0 ? -1 : 100;
      for (guint i = 0; i < surface->n_points; i++)
        nabla_marks_point (marks, nabla_axis_place (&self->x, surface->points[i].x),
                           nabla_axis_place (&self->y, surface->points[i].y), i);
    }
  if (surface->n_points > 1)
    {
      NablaMark *dots = nabla_marks_markers (marks, NABLA_MARKER_CIRCLE, 2.6 * scale, color);
      dots->series = 101;
      dots->halo = halo;
      dots->halo_width = (float)(0.9 * scale);
      for (guint i = 0; i + 1 < surface->n_points; i++)
        nabla_marks_point (marks, nabla_axis_place (&self->x, surface->points[i].x),
                           nabla_axis_place (&self->y, surface->points[i].y), i);
    }
  NablaMark *ball = nabla_marks_markers (marks, NABLA_MARKER_CIRCLE, 6 * scale, color);
  ball->series = 102;
  ball->halo = halo;
  ball->halo_width = (float)(2 * scale);
  nabla_marks_point (marks, nabla_axis_place (&self->x, 0), nabla_axis_place (&self->y, 0),
                     MAX (surface->n_points, 1) - 1);
  nabla_marks_pop_clip (marks);
}

static void
draw_words (const Layout *self, NablaMarks *marks)
{
  const NablaSurfacePicture *surface = self->surface;
  gboolean is_random = surface->plane == NABLA_SURFACE_RANDOM;
  nabla_field_axes_draw (
      &self->x, &self->y, is_random ? C_ ("axis", "direction 1") : C_ ("axis", "along the way"),
      is_random ? C_ ("axis", "direction 2") : C_ ("axis", "across"), self->context, marks);
  char number[NABLA_LABEL_LENGTH];
  NablaTextStyle style = label_style (self, NABLA_COLOR_TEXT);
  double x = nabla_axis_place (&self->x, 0), y = nabla_axis_place (&self->y, 0);
  style.bold = TRUE;
  style.y_align = NABLA_ALIGN_MIDDLE;
  style.x_align = x > 0.7 * self->context->width ? 1 : 0;
  nabla_marks_text (marks, &style, x + (style.x_align > 0 ? -12 : 12) * self->context->line_scale,
                    y, nabla_label_value (surface->cost, number));
  if (!isfinite (surface->explained))
    return;
  style = label_style (self, NABLA_COLOR_SECONDARY_TEXT);
  style.x_align = 1;
  char share[NABLA_LABEL_LENGTH];
  /* Translators: how much of a run's way lies in a plane that is drawn */
  g_autofree char *text = g_strdup_printf (_ ("%s%% of the way lies in this plane"),
                                           nabla_label_percent (surface->explained, share));
  double width;
  nabla_text_measure (self->context->pango, &style, text, &width, NULL);
  if (width < self->context->width - 12 * self->line)
    nabla_marks_text (marks, &style, self->context->width - 9, 7, text);
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  Layout self;
  if (!place (&self, snapshot, context))
    {
      nabla_figure_message (context, marks, _ ("Not Computed Yet"),
                            _ ("“Compute” measures the cost over a plane through the weights."));
      return;
    }
  draw_ground (&self, marks);
  nabla_marks_begin_layer (marks);
  draw_way (&self, marks);
  nabla_marks_begin_layer (marks);
  if (!self.is_small)
    draw_words (&self, marks);
}

/* Returns: cost of the cell at a place; NAN outside */
static double
cost_at (const NablaField *field, double x, double y)
{
  double column = (x - field->x_minimum) / (field->x_maximum - field->x_minimum) * field->columns;
  double row = (y - field->y_minimum) / (field->y_maximum - field->y_minimum) * field->rows;
  if (!(column >= 0 && column < field->columns && row >= 0 && row < field->rows))
    return NAN;
  return (double)field->values[(gsize)row * field->columns + (gsize)column];
}

static void
hover (const NablaSnapshot *snapshot,
       const NablaFigureContext *context,
       double x,
       double y,
       NablaMarks *overlay)
{
  Layout self;
  if (!place (&self, snapshot, context))
    return;
  const NablaSurfacePoint *nearest = NULL;
  double least = REACH * REACH;
  for (guint i = 0; i < self.surface->n_points; i++)
    {
      double dx = nabla_axis_place (&self.x, self.surface->points[i].x) - x;
      double dy = nabla_axis_place (&self.y, self.surface->points[i].y) - y;
      if (!(dx * dx + dy * dy <= least))
        continue;
      least = dx * dx + dy * dy;
      nearest = &self.surface->points[i];
    }
  char first[NABLA_LABEL_LENGTH], second[NABLA_LABEL_LENGTH], third[NABLA_LABEL_LENGTH];
  g_autofree char *text = NULL;
  if (nearest != NULL)
    text = g_strdup_printf (
        _ ("step %1$s: cost %2$s\n%3$s beside the plane"), nabla_label_count (nearest->step, first),
        nabla_label_value (nearest->cost, second), nabla_label_value (nearest->distance, third));
  else
    text = g_strdup_printf (
        _ ("cost %s"),
        nabla_label_value (cost_at (self.surface->terrain->field, nabla_axis_value (&self.x, x),
                                    nabla_axis_value (&self.y, y)),
                           first));
  nabla_figure_tip (context, overlay, x, y, text);
}

static gboolean
axes (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaAxis *x, NablaAxis *y)
{
  Layout self;
  if (!place (&self, snapshot, context))
    return FALSE;
  *x = self.x;
  *y = self.y;
  return TRUE;
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  const NablaSurfacePicture *surface = snapshot->surface;
  if (surface == NULL)
    return g_strdup (_ ("The surface has not been computed yet."));
  char cost[NABLA_LABEL_LENGTH], lowest[NABLA_LABEL_LENGTH];
  nabla_label_value (surface->cost, cost);
  nabla_label_value (surface->lowest, lowest);
  if (surface->lowest < surface->cost * 0.999)
    return g_strdup_printf (_ ("The cost is %1$s here, and in this plane it goes down to %2$s."),
                            cost, lowest);
  return g_strdup_printf (_ ("The cost is %s here, and nowhere in this plane is it lower."), cost);
}

static void
tabulate (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[] = { "x", "y", "cost", NULL };
  const NablaField *field = snapshot->surface != NULL ? snapshot->surface->terrain->field : NULL;
  nabla_csv_row (csv, names);
  for (guint row = 0; field != NULL && row < field->rows; row++)
    for (guint column = 0; column < field->columns; column++)
      {
        nabla_csv_number (csv, field->x_minimum
                                   + (column + 0.5) * (field->x_maximum - field->x_minimum)
                                         / field->columns);
        nabla_csv_number (csv,
                          field->y_minimum
                              + (row + 0.5) * (field->y_maximum - field->y_minimum) / field->rows);
        nabla_csv_float (csv, field->values[(gsize)row * field->columns + column]);
        nabla_csv_end_row (csv);
      }
}

const NablaFigure nabla_figure_surface = {
  .name = "surface",
  .title = N_ ("Cost Surface"),
  .help = N_ ("The cost over a plane through the network's weights, with the way of the run."),
  .section = NABLA_FIGURE_TRAINING,
  .draw = draw,
  .summary = summary,
  .hover = hover,
  .axes = axes,
  .tabulate = tabulate,
};
