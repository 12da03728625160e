/* Data: rows of the data set, or its pictures, with what the model says of each. Wrong
 * answers have a cross; the mark of each row carries the example's number.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-examples-atlas-private.h"
#include "nabla-figure-private.h"
#include "nabla-label.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define GAP 12.0
#define LEAST_COLUMN 44.0
#define MOST_COLUMN 110.0
#define CROSS 4.0

typedef struct {
  const NablaSnapshot *snapshot;
  const NablaExamples *examples;
  const NablaFigureContext *context;
  NablaMarks *marks;
  double row;          /* height of a row */
  double index_width;
  double verdict_width; /* room at the right for prediction and label */
  double column;
  guint n_columns;
} Table;

static gboolean
is_classes (const Table *self)
{
  return self->snapshot->n_classes > 0;
}

static NablaTextStyle
cell_style (const Table *self, NablaColorToken color)
{
  NablaTextStyle style = nabla_figure_text_style (self->context, NABLA_TEXT_BODY, color);
  style.y_align = NABLA_ALIGN_MIDDLE;
  return style;
}

/* A class by its name, a value by its digits */
static char *
write_answer (const Table *self, float value)
{
  char buffer[NABLA_LABEL_LENGTH];
  if (!is_classes (self))
    return g_strdup (nabla_label_value (value, buffer));
  if (!isfinite (value) || value < 0 || value >= self->snapshot->n_classes)
    return g_strdup ("–");
  return nabla_figure_class_name (self->snapshot, (guint) value);
}

static void
table_init (Table *self)
{
  double line, width;
  NablaTextStyle style = cell_style (self, NABLA_COLOR_TEXT);
  nabla_text_measure (self->context->pango, &style, "00000", &self->index_width, &line);
  self->row = floor (1.75 * line);
  double widest = 0;
  for (guint k = 0; k < MIN (self->snapshot->n_classes, 40); k++)
    {
      g_autofree char *name = nabla_figure_class_name (self->snapshot, k);
      nabla_text_measure (self->context->pango, &style, name, &width, NULL);
      widest = MAX (widest, width);
    }
  nabla_text_measure (self->context->pango, &style, "−00,000", &width, NULL);
  widest = CLAMP (is_classes (self) ? widest : width, 30, self->context->width / 5);
  self->verdict_width = 2 * ceil (widest) + 3 * GAP + 2 * CROSS;
  double room = self->context->width - 2 * NABLA_SPACE - self->index_width - self->verdict_width - GAP;
  self->n_columns = (guint) CLAMP (room / (LEAST_COLUMN * self->context->text_scale), 0, self->examples->n_x);
  self->column = self->n_columns > 0 ? MIN (room / self->n_columns, MOST_COLUMN * self->context->text_scale) : 0;
}

static double
verdict_start (const Table *self)
{
  return NABLA_SPACE + self->index_width + GAP + self->n_columns * self->column;
}

static void
draw_head (const Table *self, double y)
{
  NablaTextStyle style
    = nabla_figure_text_style (self->context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  double x = NABLA_SPACE + self->index_width + GAP, half = (self->verdict_width - GAP) / 2;
  style.y_align = NABLA_ALIGN_MIDDLE;
  style.x_align = 1;
  for (guint j = 0; self->snapshot->feature_names != NULL && j < self->n_columns; j++)
    {
      const char *name = self->snapshot->feature_names[j];
      if (name == NULL)
        break;
      if (*name == '\0')
        continue;
      style.width = self->column - 6;
      nabla_marks_text (self->marks, &style, x + (j + 1) * self->column, y, name);
    }
  style.x_align = 0;
  style.width = half - GAP;
  nabla_marks_text (self->marks, &style, verdict_start (self) + GAP, y, C_("examples", "predicted"));
  nabla_marks_text (self->marks, &style, verdict_start (self) + GAP + half, y, C_("examples", "true"));
}

static void
draw_cross (const Table *self, double x, double y)
{
  NablaColor color = nabla_color (self->context->theme, NABLA_COLOR_ERROR);
  double width = 2 * self->context->line_scale;
  nabla_marks_line (self->marks, x - CROSS, y - CROSS, x + CROSS, y + CROSS, color, width);
  nabla_marks_line (self->marks, x - CROSS, y + CROSS, x + CROSS, y - CROSS, color, width);
}

static void
draw_row (const Table *self, gsize i, double y)
{
  const NablaExamples *examples = self->examples;
  NablaTextStyle style = cell_style (self, NABLA_COLOR_SECONDARY_TEXT);
  double x = NABLA_SPACE + self->index_width + GAP, half = (self->verdict_width - GAP) / 2;
  char number[NABLA_LABEL_LENGTH];

  /* The row itself, to be clicked on; it is seen when it is the chosen one. */
  gboolean is_chosen = self->snapshot->example != NULL
                       && self->snapshot->example->index == (gint64) examples->index[i];
  NablaColor accent = nabla_color (self->context->theme, NABLA_COLOR_ACCENT);
  NablaMark *mark = nabla_marks_rectangle (self->marks, NABLA_SPACE / 2, y - self->row / 2,
                                           self->context->width - NABLA_SPACE, self->row, 5,
                                           nabla_color_fade (accent, is_chosen ? 0.16 : 0));
  mark->series = 0;
  nabla_marks_set_index (self->marks, examples->index[i]);

  style.x_align = 1;
  nabla_marks_text (self->marks, &style, NABLA_SPACE + self->index_width, y,
                    nabla_label_count (examples->index[i], number));
  style = cell_style (self, NABLA_COLOR_TEXT);
  style.x_align = 1;
  for (guint j = 0; j < self->n_columns; j++)
    nabla_marks_text (self->marks, &style, x + (j + 1) * self->column, y,
                      nabla_label_value (examples->x[i * examples->n_x + j], number));

  gboolean is_wrong = is_classes (self) && examples->prediction[i] != examples->label[i];
  g_autofree char *predicted = write_answer (self, examples->prediction[i]);
  g_autofree char *truth = write_answer (self, examples->label[i]);
  style.x_align = 0;
  style.width = half - GAP - 2 * CROSS;
  style.bold = is_wrong;
  nabla_marks_text (self->marks, &style, verdict_start (self) + GAP, y, predicted);
  style.bold = FALSE;
  nabla_marks_text (self->marks, &style, verdict_start (self) + GAP + half, y, truth);
  if (is_wrong)
    draw_cross (self, verdict_start (self) + half, y);
}

static void
draw_table (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  Table self = { snapshot, snapshot->examples, context, marks };
  NablaColor grid = nabla_color (context->theme, NABLA_COLOR_GRID);
  table_init (&self);
  draw_head (&self, NABLA_SPACE / 2 + self.row / 2);
  for (gsize i = 0; i < self.examples->n; i++)
    {
      double top = NABLA_SPACE / 2 + (i + 1) * self.row;
      if (top + self.row > context->height)
        break;
      nabla_marks_line (marks, NABLA_SPACE, floor (top) + 0.5, context->width - NABLA_SPACE, floor (top) + 0.5,
                        grid, context->line_scale);
      draw_row (&self, i, top + self.row / 2);
    }
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  const NablaExamples *examples = snapshot->examples;
  if (examples == NULL || examples->n == 0)
    nabla_figure_message (context, marks, _("Nothing to Show Yet"),
                          _("Examples appear when there are data."));
  else if (snapshot->image_height > 0)
    nabla_examples_atlas_draw (snapshot, context, marks);
  else
    draw_table (snapshot, context, marks);
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  const NablaExamples *examples = snapshot->examples;
  char wrong[NABLA_LABEL_LENGTH], total[NABLA_LABEL_LENGTH];
  if (examples == NULL || examples->n == 0)
    return g_strdup (_("There are no examples to show."));
  nabla_label_count ((gint64) examples->n_total, total);
  if (snapshot->n_classes == 0)
    return g_strdup_printf (_("Examples with their predictions, %s in all."), total);
  if (examples->n_wrong == 0)
    return g_strdup_printf (_("All %s examples are right."), total);
  nabla_label_count ((gint64) examples->n_wrong, wrong);
  return g_strdup_printf (_("%1$s of %2$s examples are wrong."), wrong, total);
}

const NablaFigure nabla_figure_examples = {
  .name = "examples",
  .title = N_("Data"),
  .help = N_("Examples with what the model says of them; the worst may come first."),
  .draw = draw,
  .summary = summary,
};
