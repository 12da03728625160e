/* Examples as pictures: a row of them is one picture with gaps, crisp; below each
 * stands the answer.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-examples-private.h"
#include "nabla-example-text-private.h"

#include <math.h>

#define WANTED_SIDE 58.0
#define GAP 12.0
#define MARGIN 4.0

typedef struct
{
  const NablaSnapshot *snapshot;
  const NablaFigureContext *context;
  NablaMarks *marks;
  NablaTextStyle style;
  NablaPictureRange range;
  double line;
  double scale;         /* logical pixels a pixel */
  double width, height; /* of a picture */
  guint gap;            /* between pictures, in their pixels */
  double pitch_x, pitch_y;
  guint columns, rows;
  double left, top;
} Grid;

static void
draw_row_of_pictures (const Grid *self, guint row, guint n)
{
  const NablaSnapshot *snapshot = self->snapshot;
  guint pitch = snapshot->image_width + self->gap;
  guint columns = n * pitch - self->gap, rows = snapshot->image_height;
  gsize stride = 4 * (gsize)columns;
  guint8 *pixels = g_malloc0 (stride * rows);
  for (guint c = 0; c < n; c++)
    nabla_example_picture_write (
        snapshot,
        snapshot->examples->x + (gsize)(row * self->columns + c) * snapshot->examples->n_x,
        &self->range, self->context->theme, pixels + (gsize)4 * c * pitch, stride);
  nabla_marks_picture (self->marks, self->left, self->top + row * self->pitch_y,
                       columns * self->scale, self->height, columns, rows,
                       g_bytes_new_take (pixels, stride * rows), FALSE);
}

/* “7”, or a cross and “1, not 7” */
static void
draw_answer (const Grid *self, gsize i, double x, double y)
{
  const NablaExamples *examples = self->snapshot->examples;
  NablaTextStyle style = self->style;
  gboolean is_wrong = nabla_examples_is_wrong (self->snapshot, i);
  g_autofree char *answer = nabla_example_answer (self->snapshot, examples->prediction[i]);
  g_autofree char *label = nabla_example_answer (self->snapshot, examples->label[i]);
  g_autofree char *text
      = is_wrong ? g_strdup_printf ("%s ≠ %s", answer, label) : g_steal_pointer (&answer);
  double room = is_wrong ? 12 * self->context->text_scale : 0, width;
  style.bold = is_wrong;
  style.color = nabla_color (self->context->theme, is_wrong ? NABLA_COLOR_ERROR : NABLA_COLOR_TEXT);
  style.width = self->width + self->gap * self->scale - 4 - room;
  nabla_text_measure (self->context->pango, &style, text, &width, NULL);
  double start = x + (self->width - width - room) / 2;
  if (is_wrong)
    nabla_example_draw_verdict (self->context, FALSE, start + 3 * self->context->text_scale, y,
                                self->marks);
  nabla_marks_text (self->marks, &style, start + room, y, text);
}

static void
choose_grid (Grid *self)
{
  const NablaSnapshot *snapshot = self->snapshot;
  guint longest = MAX (snapshot->image_width, snapshot->image_height);
  double side = WANTED_SIDE * self->context->text_scale;
  /* Whole pixels a pixel, where pictures are small, so that all have one size */
  self->scale = longest <= side ? floor (side / longest) : side / longest;
  self->width = snapshot->image_width * self->scale;
  self->height = snapshot->image_height * self->scale;
  self->gap = (guint)ceil (GAP / self->scale);
  self->pitch_x = self->width + self->gap * self->scale;
  self->pitch_y = floor (self->height + self->line + GAP);
  double width = self->context->width - 2 * NABLA_SPACE;
  double height = self->context->height - 2 * NABLA_SPACE;
  self->columns = (guint)MAX ((width + self->gap * self->scale) / self->pitch_x, 1);
  self->columns = (guint)MIN (self->columns, snapshot->examples->n);
  self->rows = (guint)MAX ((height + GAP / 2) / self->pitch_y, 1);
  self->left = self->top = NABLA_SPACE;
}

void
nabla_examples_draw_pictures (const NablaSnapshot *snapshot,
                              const NablaFigureContext *context,
                              NablaMarks *marks)
{
  g_return_if_fail (snapshot != NULL && context != NULL && marks != NULL);

  const NablaExamples *examples = snapshot->examples;
  Grid self = { snapshot, context, marks };
  self.style = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_TEXT);
  self.style.y_align = NABLA_ALIGN_MIDDLE;
  nabla_text_measure (context->pango, &self.style, "0", NULL, &self.line);
  choose_grid (&self);
  gsize n = MIN (examples->n, (gsize)self.columns * self.rows);
  self.range = nabla_example_picture_range (snapshot, examples->x, n * examples->n_x);

  nabla_marks_push_clip (marks, 0, 0, context->width, context->height, 0);
  for (guint row = 0; row * self.columns < n; row++)
    draw_row_of_pictures (&self, row, (guint)MIN (self.columns, n - row * self.columns));
  nabla_marks_pop_clip (marks);
  nabla_marks_begin_layer (marks);
  gboolean has_room = self.top + self.height + self.line + 2 <= context->height
                      && self.left + self.width <= context->width;
  for (gsize i = 0; i < n; i++)
    {
      double x = self.left + (i % self.columns) * self.pitch_x;
      double y = self.top + (i / self.columns) * self.pitch_y;
      if (has_room)
        draw_answer (&self, i, x, y + self.height + 2 + self.line / 2);
      nabla_examples_add_area (snapshot, context, i, x - MARGIN, y - MARGIN,
                               self.width + 2 * MARGIN, self.pitch_y - 3, marks);
    }
}
