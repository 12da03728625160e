/* A prediction: what the network says of one example: how sure it is of each
 * class, or which value it predicts, and whether that is right.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-example-text-private.h"
#include "nabla-label.h"
#include "nabla-axis.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#define BAR_HEIGHT 9.0
#define GAP 12.0
#define MARKER_RADIUS 4.0
#define WIDEST_BARS 460.0
#define LARGE_NUMBER 15.0
#define LARGEST_PICTURE 168.0

typedef struct
{
  const NablaSnapshot *snapshot;
  const NablaFigureContext *context;
  NablaMarks *marks;
  const NablaExample *example;
  double left, right, top, bottom;
  double line;
} Drawing;

static gboolean
is_known (const NablaExample *example)
{
  return isfinite (example->label);
}

static double
probability (const NablaExample *example, guint k)
{
  double p = example->prediction[example->n_y > 1 ? k : 0];
  return example->n_y == 1 && k == 0 ? 1 - p : p;
}

static guint
count_classes (const NablaSnapshot *snapshot)
{
  guint n_y = snapshot->example->n_y;
  return n_y == 1 ? MIN (snapshot->n_classes, 2) : MIN (snapshot->n_classes, n_y);
}

/* Returns: the most probable class; −1 if no probability is finite */
static int
predicted_class (const NablaSnapshot *snapshot)
{
  int best = -1;
  for (guint k = 0; k < count_classes (snapshot); k++)
    if (isfinite (probability (snapshot->example, k))
        && (best < 0
            || probability (snapshot->example, k) > probability (snapshot->example, (guint)best)))
      best = (int)k;
  return best;
}

static gboolean
can_draw (const NablaSnapshot *snapshot)
{
  const NablaExample *example = snapshot->example;
  return example != NULL && example->n_y > 0
         && (snapshot->n_classes == 0 || count_classes (snapshot) > 0);
}

/* Returns: (transfer full): `example 37 · dev`, or what somebody made */
static char *
example_name (const NablaExample *example)
{
  if (example->index < 0)
    return g_strdup (_ ("your example"));
  const char *split = nabla_example_split_name (example->split);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, example->index);
  /* Translators: the number of an example */
  g_autofree char *name = g_strdup_printf (_ ("example %s"), number);
  return *split == '\0' ? g_steal_pointer (&name) : g_strdup_printf ("%s · %s", name, split);
}

/* The picture stands at the left, and the rest beside it. */
static void
draw_picture (Drawing *self)
{
  const NablaSnapshot *snapshot = self->snapshot;
  guint columns = snapshot->image_width, rows = snapshot->image_height;
  double side = MIN (MIN (LARGEST_PICTURE * self->context->text_scale, self->bottom - self->top),
                     0.34 * (self->right - self->left));
  if (!nabla_example_is_picture (snapshot, self->example->n_x) || side < 24)
    return;
  double scale = side / MAX (columns, rows);
  gsize stride = (gsize)4 * columns;
  NablaPictureRange range
      = nabla_example_picture_range (snapshot, self->example->x, self->example->n_x);
  guint8 *pixels = g_malloc (stride * rows);
  nabla_example_picture_write (snapshot, self->example->x, &range, self->context->theme, pixels,
                               stride);
  NablaMark *mark
      = nabla_marks_picture (self->marks, self->left, self->top, columns * scale, rows * scale,
                             columns, rows, g_bytes_new_take (pixels, stride * rows), FALSE);
  mark->radius = 6;
  mark->stroke = nabla_color (self->context->theme, NABLA_COLOR_GRID);
  mark->line_width = 1;
  self->left += columns * scale + 1.5 * NABLA_SPACE;
}

/* The answer, right or wrong, and a line that says of what */
static void
draw_head (Drawing *self, const char *answer, gboolean is_judged, gboolean is_right)
{
  NablaTextStyle style = nabla_figure_text_style (self->context, LARGE_NUMBER, NABLA_COLOR_TEXT);
  style.bold = TRUE;
  style.width
      = MAX (self->right - self->left - (is_judged ? 22 : 0) * self->context->text_scale, 1);
  double width, height;
  nabla_text_measure (self->context->pango, &style, answer, &width, &height);
  if (self->top + height + self->line > self->bottom)
    return;
  nabla_marks_text (self->marks, &style, self->left, self->top, answer);
  if (is_judged)
    nabla_example_draw_verdict (self->context, is_right,
                                self->left + width + 13 * self->context->text_scale,
                                self->top + 0.55 * height, self->marks);
  self->top += height;

  style = nabla_figure_text_style (self->context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  style.width = MAX (self->right - self->left, 1);
  g_autofree char *name = example_name (self->example);
  g_autoptr (GString) text = g_string_new (name);
  if (is_known (self->example))
    {
      g_autofree char *label = nabla_example_answer (self->snapshot, self->example->label);
      char loss[NABLA_LABEL_LENGTH];
      /* Translators: the right answer, and the loss of an example */
      g_string_append_printf (text, " · ");
      g_string_append_printf (
          text, _ ("truly %1$s · loss %2$s"), label,
          isnan (self->example->loss) ? "–" : nabla_label_value (self->example->loss, loss));
    }
  nabla_marks_text (self->marks, &style, self->left, self->top, text->str);
  self->top += self->line + NABLA_SPACE;
}

/* Classes by falling probability */
static int
compare_classes (gconstpointer a, gconstpointer b, gpointer data)
{
  double first = probability (data, *(const guint *)a);
  double second = probability (data, *(const guint *)b);
  if (isnan (first) || isnan (second))
    return isnan (first) - isnan (second);
  return (first < second) - (first > second);
}

static void
draw_bar (const Drawing *self, guint k, gboolean is_best, double names, double numbers, double y)
{
  NablaTheme theme = self->context->theme;
  double scale = self->context->text_scale, bar = BAR_HEIGHT * scale;
  double start = self->left + names, end = self->right - numbers;
  double p = probability (self->example, k);
  guint n = self->snapshot->n_classes;
  NablaTextStyle style = nabla_figure_text_style (self->context, NABLA_TEXT_BODY, NABLA_COLOR_TEXT);
  style.y_align = NABLA_ALIGN_MIDDLE;
  style.bold = is_best;
  double x = self->left;
  if (n <= NABLA_N_SLOTS)
    {
      NablaMark *marker
          = nabla_marks_markers (self->marks, nabla_marker_slot (k), MARKER_RADIUS * scale,
                                 nabla_color_class (theme, k, n));
      nabla_marks_point (self->marks, x + MARKER_RADIUS * scale, y, k);
      marker->series = (int)k;
      x += 15 * scale;
    }
  g_autofree char *name = nabla_figure_class_name (self->snapshot, k);
  style.width = MAX (start - GAP - x, 1);
  nabla_marks_text (self->marks, &style, x, y, name);

  nabla_marks_rectangle (self->marks, start, y - bar / 2, end - start, bar, bar / 2,
                         nabla_color (theme, NABLA_COLOR_GRID));
  double width = isfinite (p) ? CLAMP (p, 0, 1) * (end - start) : 0;
  NablaColor color
      = is_best ? nabla_color (theme, NABLA_COLOR_ACCENT) : nabla_color (theme, NABLA_COLOR_CURSOR);
  if (width >= 0.5)
    {
      nabla_marks_rectangle (self->marks, start, y - bar / 2, width, bar, MIN (bar, width) / 2,
                             color)
          ->series
          = (int)k;
      nabla_marks_set_index (self->marks, k);
    }
  char percent[NABLA_LABEL_LENGTH];
  g_autofree char *text = isfinite (p) ? g_strdup_printf ("%s%%", nabla_label_percent (p, percent))
                                       : g_strdup ("NaN");
  style.width = 0;
  style.x_align = 1;
  nabla_marks_text (self->marks, &style, self->right, y, text);
}

static void
draw_classes (Drawing *self)
{
  guint n = count_classes (self->snapshot);
  g_autofree guint *order = g_new (guint, n);
  for (guint k = 0; k < n; k++)
    order[k] = k;
  double pitch = MIN ((self->bottom - self->top) / n, 2 * self->line);
  guint n_shown = n;
  if (pitch < 1.1 * self->line)
    {
      /* Where not all have room, the most probable ones are worth it. */
      pitch = 1.2 * self->line;
      n_shown = (guint)CLAMP ((self->bottom - self->top) / pitch, 0, n);
      g_qsort_with_data (order, (int)n, sizeof *order, compare_classes, (gpointer)self->example);
    }

  NablaTextStyle style = nabla_figure_text_style (self->context, NABLA_TEXT_BODY, NABLA_COLOR_TEXT);
  style.bold = TRUE;
  double names = 0, numbers, width;
  for (guint i = 0; i < n_shown; i++)
    {
      g_autofree char *name = nabla_figure_class_name (self->snapshot, order[i]);
      nabla_text_measure (self->context->pango, &style, name, &width, NULL);
      names = MAX (names, width);
    }
  nabla_text_measure (self->context->pango, &style, "100.0%", &numbers, NULL);
  numbers += GAP;
  names = MIN (ceil (names), 0.35 * (self->right - self->left)) + GAP
          + (self->snapshot->n_classes <= NABLA_N_SLOTS ? 15 * self->context->text_scale : 0);
  if (names + numbers + GAP > self->right - self->left)
    return;
  int best = predicted_class (self->snapshot);
  for (guint i = 0; i < n_shown; i++)
    draw_bar (self, order[i], (int)order[i] == best, names, numbers, self->top + (i + 0.5) * pitch);
}

/* The range of the labels that were trained on, to see where the value lies */
static gboolean
label_range (const NablaSnapshot *snapshot, double *low, double *high)
{
  const NablaFit *fit = snapshot->fit;
  const NablaPoints *points = snapshot->points;
  const float *labels = fit != NULL ? fit->truth : points != NULL ? points->label : NULL;
  const guint8 *splits = fit != NULL ? fit->split : points != NULL ? points->split : NULL;
  gsize n = fit != NULL ? fit->n : points != NULL ? points->n : 0;
  *low = INFINITY;
  *high = -INFINITY;
  for (gsize i = 0; i < n; i++)
    if (isfinite (labels[i]) && splits[i] == NABLA_SNAPSHOT_TRAIN)
      {
        *low = MIN (*low, labels[i]);
        *high = MAX (*high, labels[i]);
      }
  return *low < *high;
}

static void
draw_scale (Drawing *self)
{
  double low, high, value = self->example->prediction[0];
  NablaTheme theme = self->context->theme;
  double scale = self->context->text_scale, bar = BAR_HEIGHT * scale;
  if (!label_range (self->snapshot, &low, &high) || !isfinite (value)
      || self->top + 4 * self->line > self->bottom)
    return;
  NablaAxis axis;
  nabla_axis_init (&axis, MIN (low, value), MAX (high, value), FALSE);
  nabla_axis_pad (&axis, 0.04);
  axis.start = self->left;
  axis.end = self->right;
  double y = self->top + self->line;
  double from = nabla_axis_place (&axis, low), to = nabla_axis_place (&axis, high);
  nabla_marks_rectangle (self->marks, self->left, y - bar / 2, self->right - self->left, bar,
                         bar / 2, nabla_color (theme, NABLA_COLOR_GRID));
  nabla_marks_rectangle (self->marks, from, y - bar / 2, MAX (to - from, 1), bar, bar / 2,
                         nabla_color (theme, NABLA_COLOR_AXIS));
  double place = nabla_axis_place (&axis, value), radius = 7 * scale;
  NablaColor surface = nabla_color (theme, NABLA_COLOR_SURFACE);
  NablaMark *mark;
  if (is_known (self->example))
    {
      mark = nabla_marks_markers (self->marks, NABLA_MARKER_DIAMOND, radius, surface);
      mark->stroke = nabla_color (theme, NABLA_COLOR_TEXT);
      mark->line_width = (float)(1.8 * scale);
      mark->series = 1;
      double label = CLAMP (self->example->label, axis.low, axis.high);
      nabla_marks_point (self->marks, nabla_axis_place (&axis, label), y, 0);
    }
  mark
      = nabla_marks_markers (self->marks, NABLA_MARKER_CIRCLE, radius, nabla_color_slot (theme, 0));
  mark->halo = surface;
  mark->halo_width = 1.5f;
  mark->series = 0;
  nabla_marks_point (self->marks, place, y, 0);

  NablaTextStyle style
      = nabla_figure_text_style (self->context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  style.x_align = 0.5;
  style.y_align = NABLA_ALIGN_TOP;
  NablaTick ticks[NABLA_AXIS_MOST_TICKS];
  guint n = nabla_axis_ticks (&axis, 5, ticks);
  for (guint i = 0; i < n; i++)
    {
      double width;
      nabla_text_measure (self->context->pango, &style, ticks[i].label, &width, NULL);
      if (ticks[i].place - width / 2 >= self->left - NABLA_SPACE
          && ticks[i].place + width / 2 <= self->right + NABLA_SPACE)
        nabla_marks_text (self->marks, &style, ticks[i].place, y + radius + 3, ticks[i].label);
    }
  if (y + radius + 2.6 * self->line > self->bottom)
    return;
  style.x_align = 0;
  style.width = self->right - self->left;
  nabla_marks_text (
      self->marks, &style, self->left, y + radius + 1.5 * self->line,
      is_known (self->example)
          ? _ ("circle predicted, diamond true; the dark part holds the training labels")
          : _ ("circle predicted; the dark part holds the training labels"));
}

/* One bar, where words have no room: how sure the network is */
static void
draw_miniature (const Drawing *self)
{
  const NablaFigureContext *context = self->context;
  int best = predicted_class (self->snapshot);
  double edge = MIN (NABLA_SPACE / 2, context->width / 8), room = context->width - 2 * edge;
  double bar = MIN (BAR_HEIGHT, context->height / 3), y = (context->height - bar) / 2;
  nabla_marks_rectangle (self->marks, edge, y, room, bar, bar / 2,
                         nabla_color (context->theme, NABLA_COLOR_GRID));
  if (best < 0)
    return;
  double width = CLAMP (probability (self->example, (guint)best), 0, 1) * room;
  nabla_marks_rectangle (self->marks, edge, y, width, bar, MIN (bar, width) / 2,
                         nabla_color (context->theme, NABLA_COLOR_ACCENT))
      ->series
      = best;
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  if (!can_draw (snapshot))
    {
      nabla_figure_message (context, marks, _ ("Nothing to Predict Yet"),
                            _ ("Choose an example of the data, or type a new one."));
      return;
    }
  Drawing self = {
    snapshot,
    context,
    marks,
    snapshot->example,
    .left = NABLA_SPACE,
    .right = context->width - NABLA_SPACE,
    .top = NABLA_SPACE,
    .bottom = context->height - NABLA_SPACE,
  };
  NablaTextStyle style = nabla_figure_text_style (context, NABLA_TEXT_BODY, NABLA_COLOR_TEXT);
  nabla_text_measure (context->pango, &style, "0", NULL, &self.line);
  if (context->width < 8 * self.line || context->height < 3.5 * self.line)
    {
      draw_miniature (&self);
      return;
    }
  draw_picture (&self);
  self.right = MIN (self.right, self.left + WIDEST_BARS * context->text_scale);
  if (snapshot->n_classes > 0)
    {
      int best = predicted_class (snapshot);
      g_autofree char *name = nabla_example_answer (snapshot, best >= 0 ? (float)best : NAN);
      draw_head (&self, name, is_known (self.example) && best >= 0,
                 (float)best == self.example->label);
      draw_classes (&self);
      return;
    }
  char number[NABLA_LABEL_LENGTH];
  nabla_label_value (self.example->prediction[0], number);
  g_autofree char *text = snapshot->label_name != NULL
                              ? g_strdup_printf ("%s %s", snapshot->label_name, number)
                              : g_strdup (number);
  draw_head (&self, text, FALSE, FALSE);
  draw_scale (&self);
}

static char *
summarize_class (const NablaSnapshot *snapshot)
{
  const NablaExample *example = snapshot->example;
  int best = predicted_class (snapshot);
  if (best < 0)
    return g_strdup (_ ("The prediction is not a number."));
  g_autofree char *name = nabla_figure_class_name (snapshot, (guint)best);
  char percent[NABLA_LABEL_LENGTH];
  nabla_label_percent (probability (example, (guint)best), percent);
  if (!is_known (example))
    /* Translators: the name of a class and a percentage */
    return g_strdup_printf (_ ("The answer is “%1$s”, with %2$s%%."), name, percent);
  if ((float)best == example->label)
    return g_strdup_printf (_ ("The answer is “%1$s”, with %2$s%%, and it is right."), name,
                            percent);
  g_autofree char *label = nabla_example_answer (snapshot, example->label);
  return g_strdup_printf (_ ("The answer is “%1$s”, with %2$s%%, but “%3$s” is true."), name,
                          percent, label);
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  if (!can_draw (snapshot))
    return g_strdup (_ ("No example has been chosen yet."));
  if (snapshot->n_classes > 0)
    return summarize_class (snapshot);
  char value[NABLA_LABEL_LENGTH], label[NABLA_LABEL_LENGTH], error[NABLA_LABEL_LENGTH];
  const NablaExample *example = snapshot->example;
  nabla_label_value (example->prediction[0], value);
  if (!is_known (example))
    return g_strdup_printf (_ ("Predicted is %s."), value);
  return g_strdup_printf (
      _ ("Predicted is %1$s, true is %2$s: off by %3$s."), value,
      nabla_label_value (example->label, label),
      nabla_label_value (fabs (example->prediction[0] - example->label), error));
}

const NablaFigure nabla_figure_prediction = {
  .name = "prediction",
  .title = N_ ("Predict"),
  .help = N_ ("What the network says of one example: how sure it is of each class, or the value "
              "it predicts."),
  .section = NABLA_FIGURE_DATA_AND_MODEL,
  .draw = draw,
  .summary = summary,
};
