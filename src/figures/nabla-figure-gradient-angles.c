/* Gradient angles: a histogram for each size of mini-batches, on one scale of degrees.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-csv-private.h"
#include "nabla-label.h"
#include "nabla-plot-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  const NablaGradientAngles *angles;
  const NablaFigureContext *context;
  NablaAxis x; /* degrees */
  double line;
  double top, row; /* of the first row, and the height of each */
  guint first;     /* size shown in the first row */
  gboolean is_small;
} Layout;

static const double ticks[] = { 0, 45, 90, 135, 180 };

static gboolean
place (Layout *self, const NablaSnapshot *snapshot, const NablaFigureContext *context)
{
  *self = (Layout){ .angles = snapshot->gradient_angles, .context = context };
  if (self->angles == NULL || self->angles->n_sizes == 0)
    return FALSE;
  NablaTextStyle style = nabla_figure_text_style (context, NABLA_TEXT_BODY, NABLA_COLOR_TEXT);
  double names, values;
  nabla_text_measure (context->pango, &style, "B = 0,000", &names, &self->line);
  nabla_text_measure (context->pango, &style, "000.0°", &values, NULL);
  self->is_small = context->width < names + values + 120 || context->height < 7 * self->line;
  nabla_axis_init (&self->x, 0, 180, FALSE);
  self->x.start = NABLA_SPACE + (self->is_small ? 0 : names + NABLA_SPACE);
  self->x.end = context->width - NABLA_SPACE - (self->is_small ? 0 : values + NABLA_SPACE);
  self->x.end = MAX (self->x.end, self->x.start + 1);
  self->top = self->is_small ? 4 : 1.6 * self->line;
  double bottom = context->height - (self->is_small ? 4 : 1.7 * self->line);
  /* Where rows would be too low to read, the smallest sizes are left out. */
  guint most = (guint)MAX ((bottom - self->top) / (self->is_small ? 10 : 1.5 * self->line), 1);
  self->first = self->angles->n_sizes > most ? self->angles->n_sizes - most : 0;
  self->row = MIN ((bottom - self->top) / (self->angles->n_sizes - self->first), 8 * self->line);
  return TRUE;
}

static void
draw_ground (const Layout *self, NablaMarks *marks)
{
  const NablaFigureContext *context = self->context;
  NablaTextStyle style
      = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  double bottom = self->top + self->row * (self->angles->n_sizes - self->first);
  style.x_align = 0.5;
  for (guint i = 0; i < G_N_ELEMENTS (ticks); i++)
    {
      double x = floor (nabla_axis_place (&self->x, ticks[i])) + 0.5;
      nabla_marks_line (marks, x, self->top, x, bottom,
                        nabla_color (context->theme, NABLA_COLOR_GRID), context->line_scale);
      /* Where there is no room for all, every second one has a number. */
      gboolean is_narrow = self->x.end - self->x.start < 10 * self->line;
      if (self->is_small || (is_narrow && i % 2 == 1))
        continue;
      g_autofree char *text = g_strdup_printf ("%g°", ticks[i]);
      nabla_marks_text (marks, &style, x, bottom + 3, text);
    }
  if (self->is_small)
    return;
  style.y_align = NABLA_ALIGN_MIDDLE;
  style.x_align = 0;
  style.width = self->x.end - NABLA_SPACE;
  style.max_lines = 1;
  nabla_marks_text (marks, &style, NABLA_SPACE, 0.9 * self->line,
                    /* Translators: above histograms */
                    _ ("angle to the full gradient; line: mean, triangle: expected"));
}

static void
draw_size (const Layout *self, guint index, NablaMarks *marks)
{
  const NablaAngles *one = &self->angles->sizes[index];
  const NablaFigureContext *context = self->context;
  const double base = self->top + self->row * (index - self->first + 1);
  const double height = self->row * 0.82;
  NablaColor color = nabla_color_slot (context->theme, index);
  guint highest = 1;
  for (guint b = 0; b < NABLA_ANGLE_BINS; b++)
    highest = MAX (highest, one->counts[b]);
  for (guint b = 0; b < NABLA_ANGLE_BINS; b++)
    {
      if (one->counts[b] == 0)
        continue;
      double left = nabla_axis_place (&self->x, b * 180.0 / NABLA_ANGLE_BINS);
      double right = nabla_axis_place (&self->x, (b + 1) * 180.0 / NABLA_ANGLE_BINS);
      double high = height * one->counts[b] / highest;
      NablaMark *mark
          = nabla_marks_rectangle (marks, left + 0.5, base - high, MAX (right - left - 1, 1), high,
                                   0, nabla_color_fade (color, 0.6));
      mark->series = (int)index;
      nabla_marks_set_index (marks, b);
    }
  nabla_marks_line (marks, self->x.start, floor (base) + 0.5, self->x.end, floor (base) + 0.5,
                    nabla_color (context->theme, NABLA_COLOR_AXIS), context->line_scale);
  if (isfinite (one->mean))
    {
      double x = nabla_axis_place (&self->x, one->mean);
      nabla_marks_line (marks, x, base, x, base - height,
                        nabla_color (context->theme, NABLA_COLOR_TEXT), 1.6 * context->line_scale)
          ->series
          = (int)index;
    }
  if (isfinite (one->expected))
    {
      NablaMark *mark = nabla_marks_markers (marks, NABLA_MARKER_TRIANGLE, 4 * context->line_scale,
                                             nabla_color (context->theme, NABLA_COLOR_TEXT));
      mark->series = (int)index;
      mark->halo = nabla_color (context->theme, NABLA_COLOR_SURFACE);
      mark->halo_width = 1.1f;
      nabla_marks_point (marks, nabla_axis_place (&self->x, one->expected), base - 3, index);
    }
  if (self->is_small)
    return;
  NablaTextStyle style = nabla_figure_text_style (context, NABLA_TEXT_BODY, NABLA_COLOR_TEXT);
  char number[NABLA_LABEL_LENGTH];
  g_autofree char *size
      = g_strdup_printf ("<i>B</i> = %s", nabla_label_count (one->batch_size, number));
  g_autofree char *mean
      = isfinite (one->mean) ? g_strdup_printf ("%.1f°", one->mean) : g_strdup ("–");
  style.y_align = NABLA_ALIGN_MIDDLE;
  style.is_markup = TRUE;
  nabla_marks_text (marks, &style, NABLA_SPACE, base - self->row / 2, size)->series = (int)index;
  style.x_align = 1;
  nabla_marks_text (marks, &style, context->width - NABLA_SPACE, base - self->row / 2, mean)->series
      = (int)index;
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  Layout self;
  if (!place (&self, snapshot, context))
    {
      nabla_figure_message (context, marks, _ ("Not Measured Yet"),
                            _ ("“Compute” draws mini-batches and compares their gradients with the "
                               "full one."));
      return;
    }
  draw_ground (&self, marks);
  for (guint i = self.first; i < self.angles->n_sizes; i++)
    draw_size (&self, i, marks);
}

static void
hover (const NablaSnapshot *snapshot,
       const NablaFigureContext *context,
       double x,
       double y,
       NablaMarks *overlay)
{
  Layout self;
  if (!place (&self, snapshot, context) || y < self.top)
    return;
  guint index = self.first + (guint)((y - self.top) / self.row);
  if (index >= self.angles->n_sizes)
    return;
  const NablaAngles *one = &self.angles->sizes[index];
  char size[NABLA_LABEL_LENGTH], cosine[NABLA_LABEL_LENGTH], length[NABLA_LABEL_LENGTH];
  /* Translators: of the gradients of mini-batches of one size */
  g_autofree char *text = g_strdup_printf (
      _ ("mini-batches of %1$s\nmean angle %2$.1f°, expected %3$.1f°\nmean cosine %4$s\n%5$s times "
         "as long as the full gradient"),
      nabla_label_count (one->batch_size, size), one->mean, one->expected,
      nabla_label_value (one->cosine, cosine), nabla_label_value (one->length, length));
  nabla_figure_tip (context, overlay, x, y, text);
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  const NablaGradientAngles *angles = snapshot->gradient_angles;
  if (angles == NULL || angles->n_sizes == 0)
    return g_strdup (_ ("The angles have not been measured yet."));
  const NablaAngles *first = &angles->sizes[0];
  const NablaAngles *last = &angles->sizes[angles->n_sizes > 2 ? angles->n_sizes - 2 : 0];
  return g_strdup_printf (_ ("Single examples point %1$.0f° away from the full gradient, "
                             "mini-batches of %2$u %3$.0f°."),
                          first->mean, last->batch_size, last->mean);
}

static void
tabulate (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[] = { "batch_size", "from_degrees", "to_degrees", "count", NULL };
  const NablaGradientAngles *angles = snapshot->gradient_angles;
  nabla_csv_row (csv, names);
  for (guint i = 0; angles != NULL && i < angles->n_sizes; i++)
    for (guint b = 0; b < NABLA_ANGLE_BINS; b++)
      {
        nabla_csv_index (csv, angles->sizes[i].batch_size);
        nabla_csv_index (csv, b * 180 / NABLA_ANGLE_BINS);
        nabla_csv_index (csv, (b + 1) * 180 / NABLA_ANGLE_BINS);
        nabla_csv_index (csv, angles->sizes[i].counts[b]);
        nabla_csv_end_row (csv);
      }
}

const NablaFigure nabla_figure_gradient_angles = {
  .name = "gradient_angles",
  .title = N_ ("Gradient Angles"),
  .help = N_ ("How far the gradients of mini-batches point away from the full gradient."),
  .section = NABLA_FIGURE_CHECKS,
  .draw = draw,
  .summary = summary,
  .hover = hover,
  .tabulate = tabulate,
};
