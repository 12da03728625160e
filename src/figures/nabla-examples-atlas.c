/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-examples-atlas-private.h"

#include <math.h>

#define LEAST_CELL 44.0
#define GAP 6.0
#define CROSS 4.0

typedef struct {
  const NablaSnapshot *snapshot;
  const NablaFigureContext *context;
  NablaMarks *marks;
  double low, high;  /* gray values that are black and white */
} Atlas;

static void
find_range (Atlas *self)
{
  const NablaExamples *examples = self->snapshot->examples;
  self->low = INFINITY;
  self->high = -INFINITY;
  for (gsize i = 0; i < examples->n * examples->n_x; i++)
    if (isfinite (examples->x[i]))
      {
        self->low = MIN (self->low, examples->x[i]);
        self->high = MAX (self->high, examples->x[i]);
      }
  if (!(self->high > self->low))
    self->high = self->low + 1;
}

static guint8
tone (const Atlas *self, float value)
{
  double share = (value - self->low) / (self->high - self->low);
  return isfinite (share) ? (guint8) lround (255 * CLAMP (share, 0, 1)) : 0;
}

/* One channel is gray, more are red, green, blue. */
static GBytes *
picture_of (const Atlas *self, gsize i)
{
  const NablaSnapshot *snapshot = self->snapshot;
  guint channels = MAX (snapshot->image_channels, 1);
  gsize n = (gsize) snapshot->image_height * snapshot->image_width;
  const float *x = snapshot->examples->x + i * snapshot->examples->n_x;
  guint8 *pixels = g_malloc (4 * n);
  for (gsize p = 0; p < n; p++)
    {
      for (guint c = 0; c < 3; c++)
        pixels[4 * p + c] = tone (self, x[p * channels + (channels >= 3 ? c : 0)]);
      pixels[4 * p + 3] = 255;
    }
  return g_bytes_new_take (pixels, 4 * n);
}

static void
draw_cell (const Atlas *self, gsize i, double x, double y, double side, double line)
{
  const NablaSnapshot *snapshot = self->snapshot;
  const NablaExamples *examples = snapshot->examples;
  NablaTheme theme = self->context->theme;
  gboolean is_wrong = snapshot->n_classes > 0 && examples->prediction[i] != examples->label[i];
  gboolean is_chosen = snapshot->example != NULL && snapshot->example->index == (gint64) examples->index[i];
  NablaMark *mark = nabla_marks_picture (self->marks, x, y, side, side, snapshot->image_width,
                                         snapshot->image_height, picture_of (self, i), FALSE);
  mark->radius = 3;
  mark->series = 0;
  nabla_marks_set_index (self->marks, examples->index[i]);
  if (is_chosen)
    {
      NablaMark *ring = nabla_marks_rectangle (self->marks, x - 2, y - 2, side + 4, side + 4, 5, (NablaColor) { 0 });
      ring->stroke = nabla_color (theme, NABLA_COLOR_ACCENT);
      ring->line_width = (float) (2 * self->context->line_scale);
    }
  if (snapshot->n_classes == 0 || !(examples->prediction[i] >= 0 && examples->prediction[i] < snapshot->n_classes))
    return;

  g_autofree char *name = nabla_figure_class_name (snapshot, (guint) examples->prediction[i]);
  NablaTextStyle style = nabla_figure_text_style (self->context, NABLA_TEXT_CAPTION,
                                                  is_wrong ? NABLA_COLOR_TEXT : NABLA_COLOR_SECONDARY_TEXT);
  style.bold = is_wrong;
  style.x_align = 0.5;
  style.y_align = NABLA_ALIGN_MIDDLE;
  style.width = side - (is_wrong ? 4 * CROSS : 0);
  double middle = y + side + line / 2 + 1;
  nabla_marks_text (self->marks, &style, x + side / 2, middle, name);
  if (!is_wrong)
    return;
  NablaColor color = nabla_color (theme, NABLA_COLOR_ERROR);
  double at = x + CROSS, width = 2 * self->context->line_scale;
  nabla_marks_line (self->marks, at - CROSS, middle - CROSS, at + CROSS, middle + CROSS, color, width);
  nabla_marks_line (self->marks, at - CROSS, middle + CROSS, at + CROSS, middle - CROSS, color, width);
}

void
nabla_examples_atlas_draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  g_return_if_fail (snapshot != NULL && snapshot->examples != NULL && context != NULL && marks != NULL);

  const NablaExamples *examples = snapshot->examples;
  if (examples->n_x != snapshot->image_height * snapshot->image_width * MAX (snapshot->image_channels, 1))
    return;
  Atlas self = { snapshot, context, marks };
  NablaTextStyle style = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_TEXT);
  double line;
  nabla_text_measure (context->pango, &style, "0", NULL, &line);
  find_range (&self);

  double width = context->width - 2 * NABLA_SPACE, height = context->height - NABLA_SPACE;
  guint columns = (guint) MAX (1, floor ((width + GAP) / (LEAST_CELL * context->text_scale + GAP)));
  double side = floor ((width + GAP) / columns - GAP);
  guint rows = (guint) MAX (1, floor ((height + GAP) / (side + line + GAP)));
  for (gsize i = 0; i < MIN (examples->n, (gsize) rows * columns); i++)
    draw_cell (&self, i, NABLA_SPACE + i % columns * (side + GAP),
               NABLA_SPACE / 2 + i / columns * (side + line + GAP), side, line);
}
