/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-bowl-plot-private.h"

#include "nabla-field-axes-private.h"
#include "nabla-terrain-lines.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define EDGE 9.0
#define CONTOUR_ALPHA 0.16
#define START_RADIUS 6.5
#define CROSS_RADIUS 5.0
/* A racer's step is found from so far. */
#define REACH 12.0

gboolean
nabla_bowl_plot_init (NablaBowlPlot *self,
                      const NablaRacePicture *race,
                      const NablaFigureContext *context,
                      double left,
                      double width)
{
  *self = (NablaBowlPlot) { .race = race, .context = context };
  if (race == NULL || race->terrain == NULL || race->terrain->field->columns == 0
      || race->terrain->field->rows == 0)
    return FALSE;
  const NablaField *field = race->terrain->field;
  nabla_axis_init (&self->x, field->x_minimum, field->x_maximum, FALSE);
  nabla_axis_init (&self->y, field->y_minimum, field->y_maximum, FALSE);
  nabla_figure_apply_window (context, &self->x, &self->y);
  self->x.start = left;
  self->x.end = left + width;
  self->y.start = context->height;
  self->y.end = 0;
  const double line = NABLA_TEXT_CAPTION * context->text_scale * 96 / 72;
  self->is_small = width < 14 * line || context->height < 9 * line;
  self->taken = g_array_new (FALSE, FALSE, sizeof (double[4]));
  return TRUE;
}

void
nabla_bowl_plot_clear (NablaBowlPlot *self)
{
  g_clear_pointer (&self->taken, g_array_unref);
}

NablaTextStyle
nabla_bowl_plot_style (const NablaFigureContext *context, NablaColorToken color)
{
  NablaTextStyle style = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, color);
  style.halo = nabla_color_fade (nabla_color (context->theme, NABLA_COLOR_SURFACE), 0.6);
  style.halo_width = 3;
  return style;
}

static void
take (NablaBowlPlot *self, double left, double top, double right, double bottom)
{
  const double box[4] = { left, top, right, bottom };
  g_array_append_vals (self->taken, box, 1);
}

static gboolean
is_free (const NablaBowlPlot *self, double left, double top, double right, double bottom)
{
  if (left < self->x.start + 2 || right > self->x.end - 2 || top < 2
      || bottom > self->context->height - 2)
    return FALSE;
  for (guint i = 0; i < self->taken->len; i++)
    {
      const double *box = &g_array_index (self->taken, double, 4 * i);
      if (left < box[2] && box[0] < right && top < box[3] && box[1] < bottom)
        return FALSE;
    }
  return TRUE;
}

gboolean
nabla_bowl_plot_place_text (NablaBowlPlot *self,
                            NablaMarks *marks,
                            const NablaTextStyle *style,
                            double x,
                            double y,
                            const char *text)
{
  double width, height;
  nabla_text_measure (self->context->pango, style, text, &width, &height);
  double left = x - style->x_align * width;
  double top = y - (style->y_align == NABLA_ALIGN_MIDDLE ? height / 2
                    : style->y_align == NABLA_ALIGN_TOP  ? 0 : height);
  if (!is_free (self, left - 2, top, left + width + 2, top + height))
    return FALSE;
  take (self, left - 2, top, left + width + 2, top + height);
  nabla_marks_text (marks, style, x, y, text);
  return TRUE;
}

void
nabla_bowl_plot_draw_ground (const NablaBowlPlot *self, NablaMarks *marks)
{
  const NablaField *field = self->race->terrain->field;
  const NablaFigureContext *context = self->context;
  double left = nabla_axis_place (&self->x, field->x_minimum);
  double top = nabla_axis_place (&self->y, field->y_maximum);
  double width = nabla_axis_place (&self->x, field->x_maximum) - left;
  double height = nabla_axis_place (&self->y, field->y_minimum) - top;
  g_autoptr (NablaTerrainLines) lines = nabla_terrain_lines_get (self->race->terrain);

  nabla_marks_push_clip (marks, self->x.start, 0, self->x.end - self->x.start, context->height, 0);
  nabla_marks_picture (marks, left, top, width, height, field->columns, field->rows,
                       g_bytes_ref (lines->pixels[context->theme]), TRUE);
  NablaColor ink = nabla_color_fade (nabla_color (context->theme, NABLA_COLOR_TEXT), CONTOUR_ALPHA);
  for (guint l = 0; l < lines->n_lines; l++)
    {
      const NablaTerrainLine *line = &lines->lines[l];
      NablaMark *mark = nabla_marks_polyline (marks, ink, context->line_scale);
      mark->series = (int) l;
      for (guint i = 0; i < line->n; i++)
        if (isfinite (line->points[i][0]))
          nabla_marks_point (marks, left + width * line->points[i][0],
                             top + height * line->points[i][1], l);
        else
          nabla_marks_move (marks);
    }
  /* Where one weight is right already: only steps along the other are left. */
  if (self->race->n_minima == 1 && !self->is_small)
    {
      double x = floor (nabla_axis_place (&self->x, self->race->minimum_w[0])) + 0.5;
      double y = floor (nabla_axis_place (&self->y, self->race->minimum_b[0])) + 0.5;
      NablaColor grid = nabla_color (context->theme, NABLA_COLOR_GRID);
      nabla_marks_line (marks, x, 0, x, context->height, grid, context->line_scale);
      nabla_marks_line (marks, self->x.start, y, self->x.end, y, grid, context->line_scale);
    }
  nabla_marks_pop_clip (marks);
}

static void
draw_minima (const NablaBowlPlot *self, NablaMarks *marks)
{
  const NablaRacePicture *race = self->race;
  const double r = CROSS_RADIUS * self->context->line_scale, width = 1.6 * self->context->line_scale;
  NablaColor ink = nabla_color (self->context->theme, NABLA_COLOR_TEXT);
  NablaColor halo = nabla_color_fade (nabla_color (self->context->theme, NABLA_COLOR_SURFACE), 0.7);
  for (guint i = 0; i < race->n_minima; i++)
    {
      double x = nabla_axis_place (&self->x, race->minimum_w[i]);
      double y = nabla_axis_place (&self->y, race->minimum_b[i]);
      if (!isfinite (x) || !isfinite (y))
        continue;
      for (guint pass = 0; pass < 2; pass++)
        {
          NablaMark *mark = nabla_marks_polyline (marks, pass == 0 ? halo : ink,
                                                  pass == 0 ? 2.5 * width : width);
          mark->series = -1;
          nabla_marks_point (marks, x - r, y, i);
          nabla_marks_point (marks, x + r, y, i);
          nabla_marks_move (marks);
          nabla_marks_point (marks, x, y - r, i);
          nabla_marks_point (marks, x, y + r, i);
        }
    }
}

static void
draw_start (NablaBowlPlot *self, NablaMarks *marks)
{
  double x = nabla_axis_place (&self->x, self->race->start_w);
  double y = nabla_axis_place (&self->y, self->race->start_b);
  /* A small picture of an arena has nobody at its start. */
  if (!isfinite (x) || !isfinite (y) || (self->is_small && self->race->racers->len == 0))
    return;
  const double radius = START_RADIUS * self->context->line_scale;
  NablaMark *ring = nabla_marks_markers (marks, NABLA_MARKER_CIRCLE, self->is_small ? radius / 2 : radius,
                                         nabla_color (self->context->theme, NABLA_COLOR_SURFACE));
  ring->stroke = nabla_color (self->context->theme, NABLA_COLOR_TEXT);
  ring->line_width = (float) (2 * self->context->line_scale);
  nabla_marks_point (marks, x, y, 0);
  if (self->is_small || !self->names_start)
    return;
  NablaTextStyle style = nabla_bowl_plot_style (self->context, NABLA_COLOR_TEXT);
  const char *text = _("start: drag it");
  const double away = radius + 7;
  /* Above to the right, or where else there is room */
  for (guint i = 0; i < 4; i++)
    {
      style.x_align = i % 2;
      style.y_align = i < 2 ? NABLA_ALIGN_BOTTOM : NABLA_ALIGN_TOP;
      if (nabla_bowl_plot_place_text (self, marks, &style, x + (i % 2 ? -away : away),
                                      y + (i < 2 ? -2 : 2), text))
        return;
    }
}

/* The values of contour lines, where they cross the vertical through the minimum: above it,
 * or below it. */
static void
draw_levels (NablaBowlPlot *self, NablaMarks *marks)
{
  const NablaField *field = self->race->terrain->field;
  g_autoptr (NablaTerrainLines) lines = nabla_terrain_lines_get (self->race->terrain);
  double left = nabla_axis_place (&self->x, field->x_minimum);
  double top = nabla_axis_place (&self->y, field->y_maximum);
  double width = nabla_axis_place (&self->x, field->x_maximum) - left;
  double height = nabla_axis_place (&self->y, field->y_minimum) - top;
  double column = self->race->n_minima > 0
                    ? nabla_axis_place (&self->x, self->race->minimum_w[0]) : NAN;
  if (!(column > self->x.start + 40 && column < self->x.end - 40))
    column = (self->x.start + self->x.end) / 2;

  NablaTextStyle style = nabla_bowl_plot_style (self->context, NABLA_COLOR_SECONDARY_TEXT);
  style.x_align = 0.5;
  style.y_align = NABLA_ALIGN_MIDDLE;
  const double spacing = 2.6 * style.size * 96 / 72;
  double last = INFINITY;
  for (guint l = 0; l < lines->n_lines; l++)
    {
      const NablaTerrainLine *line = &lines->lines[l];
      double best = NAN;
      for (guint i = 0; i < line->n; i++)
        {
          double x = left + width * line->points[i][0], y = top + height * line->points[i][1];
          if (fabs (x - column) < 4 && y > EDGE && y < self->context->height - EDGE
              && (isnan (best) || y < best))
            best = y;
        }
      if (isnan (best) || fabs (best - last) < spacing)
        continue;
      char text[NABLA_LABEL_LENGTH];
      if (nabla_bowl_plot_place_text (self, marks, &style, column, best,
                                      nabla_label_short (line->level, text)))
        last = best;
    }
}

/* How widely a racer wanders, written at the circle's top. */
static void
draw_wander_labels (NablaBowlPlot *self, NablaMarks *marks)
{
  NablaTextStyle style = nabla_bowl_plot_style (self->context, NABLA_COLOR_TEXT);
  style.halo = nabla_color_fade (nabla_color (self->context->theme, NABLA_COLOR_SURFACE), 0.85);
  style.x_align = 0.5;
  for (guint i = 0; i < self->race->racers->len; i++)
    {
      const NablaRacer *racer = self->race->racers->pdata[i];
      if (!isfinite (racer->wander_radius))
        continue;
      char number[NABLA_LABEL_LENGTH];
      g_autofree char *text = g_strdup_printf ("±%s", nabla_label_value (racer->wander_radius, number));
      double x = nabla_axis_place (&self->x, racer->wander_w);
      double top = nabla_axis_place (&self->y, racer->wander_b + racer->wander_radius);
      double bottom = nabla_axis_place (&self->y, racer->wander_b - racer->wander_radius);
      style.y_align = NABLA_ALIGN_BOTTOM;
      if (nabla_bowl_plot_place_text (self, marks, &style, x, top - 3, text))
        continue;
      style.y_align = NABLA_ALIGN_TOP;
      nabla_bowl_plot_place_text (self, marks, &style, x, bottom + 3, text);
    }
}

/* Where a minimum or a racer is, there are no words. */
static void
take_places (NablaBowlPlot *self)
{
  const NablaRacePicture *race = self->race;
  const double radius = 8 * self->context->line_scale;
  for (guint i = 0; i < race->n_minima + race->racers->len; i++)
    {
      double w = NAN, b = NAN;
      if (i < race->n_minima)
        {
          w = race->minimum_w[i];
          b = race->minimum_b[i];
        }
      else
        {
          const NablaRacer *racer = race->racers->pdata[i - race->n_minima];
          if (racer->trail == NULL || racer->step <= 0 || (gsize) racer->step >= racer->trail->n)
            continue;
          w = racer->trail->w[racer->step];
          b = racer->trail->b[racer->step];
        }
      double x = nabla_axis_place (&self->x, w), y = nabla_axis_place (&self->y, b);
      if (isfinite (x) && isfinite (y))
        take (self, x - radius, y - radius, x + radius, y + radius);
    }
}

void
nabla_bowl_plot_draw_words (NablaBowlPlot *self, NablaMarks *marks)
{
  const NablaFigureContext *context = self->context;
  nabla_marks_push_clip (marks, self->x.start, 0, self->x.end - self->x.start, context->height, 0);
  if (!self->is_small || self->race->racers->len > 0)
    draw_minima (self, marks);
  if (!self->is_small)
    {
      /* The strips of the ticks belong to them. */
      NablaTextStyle style = nabla_bowl_plot_style (context, NABLA_COLOR_SECONDARY_TEXT);
      double width, height;
      nabla_text_measure (context->pango, &style, "−0.00", &width, &height);
      take (self, self->x.start, 0, self->x.start + EDGE + width, context->height);
      take (self, self->x.start, context->height - EDGE - height, self->x.end, context->height);
      take_places (self);
    }
  draw_start (self, marks);
  if (!self->is_small)
    {
      draw_wander_labels (self, marks);
      draw_levels (self, marks);
      nabla_field_axes_draw (&self->x, &self->y, self->race->terrain->field->x_name,
                             self->race->terrain->field->y_name, context, marks);
    }
  nabla_marks_pop_clip (marks);
}

/* Returns: the index of the step that is nearest to a pixel, −1 if none is within reach */
static gint64
nearest_step (const NablaBowlPlot *self, const NablaRacer *racer, double x, double y, double *reach)
{
  gint64 best = -1;
  if (racer->trail == NULL)
    return -1;
  gsize n = MIN ((gsize) MAX (racer->step, 0) + 1, racer->trail->n);
  for (gsize i = 0; i < n; i++)
    {
      double distance = hypot (nabla_axis_place (&self->x, racer->trail->w[i]) - x,
                               nabla_axis_place (&self->y, racer->trail->b[i]) - y);
      if (distance <= *reach)
        {
          *reach = distance;
          best = (gint64) i;
        }
    }
  return best;
}

static const char *
name_of (const NablaBowlPlot *self, guint i)
{
  static const char *const usual[] = { "w", "b" };
  return self->race->weight_names[i] != NULL ? self->race->weight_names[i] : usual[i];
}

/* Returns: (nullable): the cost of the cell under a pixel */
static char *
cost_text (const NablaBowlPlot *self, double x, double y)
{
  const NablaField *field = self->race->terrain->field;
  double w = nabla_axis_value (&self->x, x), b = nabla_axis_value (&self->y, y);
  double right = (w - field->x_minimum) / (field->x_maximum - field->x_minimum) * field->columns;
  double up = (b - field->y_minimum) / (field->y_maximum - field->y_minimum) * field->rows;
  if (!(right >= 0 && right < field->columns && up >= 0 && up < field->rows))
    return NULL;
  char cost[NABLA_LABEL_LENGTH], first[NABLA_LABEL_LENGTH], second[NABLA_LABEL_LENGTH];
  return g_strdup_printf ("J ≈ %s\n%s %s · %s %s",
                          nabla_label_value (field->values[(gsize) up * field->columns + (gsize) right], cost),
                          name_of (self, 0), nabla_label_value (w, first), name_of (self, 1),
                          nabla_label_value (b, second));
}

void
nabla_bowl_plot_hover (const NablaBowlPlot *self, double x, double y, NablaMarks *overlay)
{
  double reach = REACH;
  gint64 step = -1;
  const NablaRacer *found = NULL;
  for (guint i = 0; i < self->race->racers->len; i++)
    {
      const NablaRacer *racer = self->race->racers->pdata[i];
      gint64 nearest = nearest_step (self, racer, x, y, &reach);
      if (nearest >= 0)
        {
          found = racer;
          step = nearest;
        }
    }
  g_autofree char *text = NULL;
  if (found != NULL)
    {
      char cost[NABLA_LABEL_LENGTH] = "–", w[NABLA_LABEL_LENGTH], b[NABLA_LABEL_LENGTH];
      char count[NABLA_LABEL_LENGTH];
      double at_w = found->trail->w[step], at_b = found->trail->b[step];
      if (found->cost_curve != NULL && (gsize) step < nabla_series_length (found->cost_curve))
        nabla_label_value (nabla_series_get (found->cost_curve, (gsize) step).value, cost);
      /* Translators: a racer, the number of a step */
      g_autofree char *head = g_strdup_printf (_("%1$s, step %2$s"), found->name,
                                               nabla_label_count (step, count));
      text = g_strdup_printf ("%s\nJ = %s\n%s %s · %s %s", head, cost, name_of (self, 0),
                              nabla_label_value (at_w, w), name_of (self, 1),
                              nabla_label_value (at_b, b));
      NablaMark *dot = nabla_marks_markers (overlay, NABLA_MARKER_CIRCLE, 4 * self->context->line_scale,
                                            nabla_color_slot (self->context->theme, found->slot));
      dot->halo = nabla_color (self->context->theme, NABLA_COLOR_SURFACE);
      dot->halo_width = (float) (2 * self->context->line_scale);
      x = nabla_axis_place (&self->x, at_w);
      y = nabla_axis_place (&self->y, at_b);
      nabla_marks_point (overlay, x, y, (guint32) step);
    }
  else
    text = cost_text (self, x, y);
  if (text != NULL)
    nabla_figure_tip (self->context, overlay, x, y, text);
}
