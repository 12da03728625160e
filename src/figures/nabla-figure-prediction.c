/* The prediction: what the model says of one example, as a bar a class, or as a value
 * on a scale.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-figure-private.h"
#include "nabla-label.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#define BAR 12.0
#define PITCH 24.0
#define GAP 8.0
#define MOST_BARS 20
#define MARKER_RADIUS 4.5
#define LARGE 22.0

typedef struct {
  const NablaSnapshot *snapshot;
  const NablaExample *example;
  const NablaFigureContext *context;
  NablaMarks *marks;
} Drawing;

static guint
n_classes (const Drawing *self)
{
  return self->snapshot->n_classes;
}

/* The probability of class @k; binary models give that of class 1 only. */
static double
probability (const NablaSnapshot *snapshot, guint k)
{
  const NablaExample *example = snapshot->example;
  if (example->n_y == 1)
    return k == 1 ? example->prediction[0] : 1 - example->prediction[0];
  return k < example->n_y ? example->prediction[k] : 0;
}

static guint
predicted_class (const NablaSnapshot *snapshot)
{
  guint best = 0;
  for (guint k = 1; k < snapshot->n_classes; k++)
    if (probability (snapshot, k) > probability (snapshot, best))
      best = k;
  return best;
}

/* The classes by falling probability, if not all have room. */
static guint *
choose_classes (const Drawing *self, guint room, guint *n)
{
  guint *order = g_new (guint, n_classes (self));
  for (guint k = 0; k < n_classes (self); k++)
    order[k] = k;
  *n = MIN (n_classes (self), room);
  if (*n == n_classes (self))
    return order;
  for (guint i = 0; i < *n; i++)
    for (guint j = i + 1; j < n_classes (self); j++)
      if (probability (self->snapshot, order[j]) > probability (self->snapshot, order[i]))
        {
          guint other = order[i];
          order[i] = order[j];
          order[j] = other;
        }
  return order;
}

static void
draw_bar (const Drawing *self, guint k, double x, double y, double length, double thickness)
{
  NablaTheme theme = self->context->theme;
  NablaColor track = nabla_color_fade (nabla_color (theme, NABLA_COLOR_TEXT), 0.08);
  double p = probability (self->snapshot, k);
  nabla_marks_rectangle (self->marks, x, y - thickness / 2, length, thickness, thickness / 2, track);
  double filled = isfinite (p) ? CLAMP (p, 0, 1) * length : 0;
  NablaMark *mark = nabla_marks_rectangle (self->marks, x, y - thickness / 2, MAX (filled, thickness * 0.4),
                                           thickness, thickness / 2,
                                           nabla_color_class (theme, k, n_classes (self)));
  mark->series = (int) k;
}

static void
draw_class (const Drawing *self, guint k, double names, double numbers, double y)
{
  double scale = self->context->text_scale;
  NablaTextStyle style = nabla_figure_text_style (self->context, NABLA_TEXT_BODY, NABLA_COLOR_TEXT);
  g_autofree char *name = nabla_figure_class_name (self->snapshot, k);
  char percent[NABLA_LABEL_LENGTH];
  g_autofree char *text = g_strconcat (nabla_label_percent (probability (self->snapshot, k), percent), "%", NULL);
  gboolean is_true = isfinite (self->example->label) && (guint) self->example->label == k;
  double left = NABLA_SPACE, marker = 3 * MARKER_RADIUS * scale;

  if (n_classes (self) <= NABLA_N_SLOTS)
    {
      NablaMark *mark = nabla_marks_markers (self->marks, nabla_marker_slot (k), MARKER_RADIUS * scale,
                                             nabla_color_class (self->context->theme, k, n_classes (self)));
      mark->series = (int) k;
      nabla_marks_point (self->marks, left + MARKER_RADIUS * scale, y, k);
    }
  style.y_align = NABLA_ALIGN_MIDDLE;
  style.bold = k == predicted_class (self->snapshot);
  style.width = names;
  nabla_marks_text (self->marks, &style, left + marker, y, name);
  style.width = 0;
  style.x_align = 1;
  double right = self->context->width - NABLA_SPACE;
  nabla_marks_text (self->marks, &style, right, y, text);
  double x = left + marker + names + GAP, length = right - numbers - GAP - x;
  if (length > 2 * BAR)
    draw_bar (self, k, x, y, length, BAR * scale);
  /* Translators: beside the class that is the right answer */
  if (is_true && length > 2 * BAR)
    {
      NablaTextStyle note = nabla_figure_text_style (self->context, NABLA_TEXT_CAPTION, NABLA_COLOR_TEXT);
      note.y_align = NABLA_ALIGN_MIDDLE;
      note.x_align = 1;
      note.halo = nabla_color (self->context->theme, NABLA_COLOR_SURFACE);
      note.halo_width = 3;
      nabla_marks_text (self->marks, &note, x + length - 4, y, C_("label", "true"));
    }
}

static void
draw_classes (const Drawing *self)
{
  double scale = self->context->text_scale, widest = 0, numbers;
  NablaTextStyle style = nabla_figure_text_style (self->context, NABLA_TEXT_BODY, NABLA_COLOR_TEXT);
  style.bold = TRUE;
  double pitch = PITCH * scale;
  guint room = (guint) CLAMP ((self->context->height - 2 * NABLA_SPACE) / pitch, 1, MOST_BARS), n;
  g_autofree guint *order = choose_classes (self, room, &n);
  nabla_text_measure (self->context->pango, &style, "100.0%", &numbers, NULL);
  for (guint i = 0; i < n; i++)
    {
      double width;
      g_autofree char *name = nabla_figure_class_name (self->snapshot, order[i]);
      nabla_text_measure (self->context->pango, &style, name, &width, NULL);
      widest = MAX (widest, width);
    }
  widest = MIN (ceil (widest) + 1, self->context->width / 3);
  double y = MAX ((self->context->height - n * pitch) / 2, NABLA_SPACE) + pitch / 2;
  for (guint i = 0; i < n; i++)
    draw_class (self, order[i], widest, numbers, y + i * pitch);
}

static void
draw_value (const Drawing *self)
{
  char value[NABLA_LABEL_LENGTH], label[NABLA_LABEL_LENGTH];
  double x = self->context->width / 2, y = self->context->height / 2;
  NablaTextStyle style = nabla_figure_text_style (self->context, LARGE, NABLA_COLOR_TEXT);
  style.bold = TRUE;
  style.x_align = 0.5;
  style.y_align = NABLA_ALIGN_BOTTOM;
  style.width = self->context->width - 2 * NABLA_SPACE;
  nabla_marks_text (self->marks, &style, x, y + 4, nabla_label_value (self->example->prediction[0], value));

  style = nabla_figure_text_style (self->context, NABLA_TEXT_BODY, NABLA_COLOR_SECONDARY_TEXT);
  style.x_align = 0.5;
  style.width = self->context->width - 2 * NABLA_SPACE;
  const char *name = self->snapshot->label_name != NULL ? self->snapshot->label_name : "y";
  g_autofree char *text
    = isfinite (self->example->label)
        ? g_strdup_printf (_("%1$s; the truth is %2$s"), name, nabla_label_value (self->example->label, label))
        : g_strdup (name);
  nabla_marks_text (self->marks, &style, x, y + 8, text);
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  if (snapshot->example == NULL || snapshot->example->n_y == 0)
    {
      nabla_figure_message (context, marks, _("Nothing to Predict Yet"),
                            _("Type an example, or click on one in another view."));
      return;
    }
  Drawing self = { snapshot, snapshot->example, context, marks };
  if (snapshot->n_classes == 0)
    draw_value (&self);
  else
    draw_classes (&self);
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  const NablaExample *example = snapshot->example;
  char number[NABLA_LABEL_LENGTH], truth[NABLA_LABEL_LENGTH];
  if (example == NULL || example->n_y == 0)
    return g_strdup (_("No example has been chosen."));
  if (snapshot->n_classes == 0)
    {
      nabla_label_value (example->prediction[0], number);
      if (!isfinite (example->label))
        return g_strdup_printf (_("The model predicts %s."), number);
      return g_strdup_printf (_("The model predicts %1$s; the truth is %2$s."), number,
                              nabla_label_value (example->label, truth));
    }
  guint k = predicted_class (snapshot);
  g_autofree char *name = nabla_figure_class_name (snapshot, k);
  nabla_label_percent (probability (snapshot, k), number);
  if (!isfinite (example->label))
    return g_strdup_printf (_("The model says “%1$s” with %2$s%%."), name, number);
  if ((guint) example->label == k)
    return g_strdup_printf (_("The model says “%1$s” with %2$s%%, which is right."), name, number);
  g_autofree char *other = nabla_figure_class_name (snapshot, MIN ((guint) example->label, snapshot->n_classes - 1));
  return g_strdup_printf (_("The model says “%1$s” with %2$s%%; the truth is “%3$s”."), name, number, other);
}

const NablaFigure nabla_figure_prediction = {
  .name = "prediction",
  .title = N_("Predict"),
  .help = N_("What the model says of one example, which may be typed."),
  .draw = draw,
  .summary = summary,
};
