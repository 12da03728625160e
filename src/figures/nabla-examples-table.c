/* Examples as rows of a table: number, answer, label, how sure and how bad, and
 * as many features as have room.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-examples-private.h"
#include "nabla-example-text-private.h"
#include "nabla-label.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define GAP 16.0
#define WIDEST_COLUMN 130.0
#define ROW_LINES 1.75
#define VERDICT_ROOM 16.0

typedef enum
{
  COLUMN_NUMBER,
  COLUMN_PREDICTION,
  COLUMN_LABEL,
  COLUMN_CONFIDENCE,
  COLUMN_LOSS,
  COLUMN_SPLIT,
  COLUMN_FEATURE,
} ColumnType;

typedef struct
{
  ColumnType type;
  guint feature;
  gboolean is_word; /* starts at the left; numbers end at the right */
  double x, width;
} Column;

typedef struct
{
  const NablaSnapshot *snapshot;
  const NablaFigureContext *context;
  NablaMarks *marks;
  NablaTextStyle style;
  double line, row;
  gsize n_rows;
} Table;

/* Returns: (transfer full): the text of a cell */
static char *
cell_text (const Table *self, const Column *column, gsize row)
{
  const NablaExamples *examples = self->snapshot->examples;
  char number[NABLA_LABEL_LENGTH];
  switch (column->type)
    {
    case COLUMN_NUMBER:
      return g_strdup_printf ("%u", examples->index[row]);
    case COLUMN_PREDICTION:
      return nabla_example_answer (self->snapshot, examples->prediction[row]);
    case COLUMN_LABEL:
      return nabla_example_answer (self->snapshot, examples->label[row]);
    case COLUMN_CONFIDENCE:
      return isfinite (examples->confidence[row])
                 ? g_strdup_printf ("%s%%", nabla_label_percent (examples->confidence[row], number))
                 : g_strdup ("–");
    case COLUMN_LOSS:
      return g_strdup (
          isnan (examples->loss[row]) ? "–" : nabla_label_value (examples->loss[row], number));
    case COLUMN_SPLIT:
      return g_strdup (nabla_example_split_name (examples->split[row]));
    default:
      return g_strdup (
          nabla_label_value (examples->x[row * examples->n_x + column->feature], number));
    }
}

/* Returns: (transfer full): what stands above a column */
static char *
column_name (const Table *self, const Column *column)
{
  switch (column->type)
    {
    case COLUMN_NUMBER:
      /* Translators: heading of the numbers of examples */
      return g_strdup (C_ ("column", "example"));
    case COLUMN_PREDICTION:
      return g_strdup (C_ ("column", "predicted"));
    case COLUMN_LABEL:
      /* Translators: heading of the right answers */
      return g_strdup (C_ ("column", "true"));
    case COLUMN_CONFIDENCE:
      /* Translators: heading of the probability of the predicted class */
      return g_strdup (C_ ("column", "sure"));
    case COLUMN_LOSS:
      return g_strdup (C_ ("column", "loss"));
    case COLUMN_SPLIT:
      return g_strdup (C_ ("column", "set"));
    default:
      return nabla_example_feature_name (self->snapshot, column->feature);
    }
}

static void
measure_column (const Table *self, Column *column)
{
  g_autofree char *name = column_name (self, column);
  NablaTextStyle style = self->style;
  nabla_text_measure (self->context->pango, &style, name, &column->width, NULL);
  style.bold = column->type == COLUMN_PREDICTION;
  for (gsize row = 0; row < self->n_rows; row++)
    {
      double width;
      g_autofree char *text = cell_text (self, column, row);
      nabla_text_measure (self->context->pango, &style, text, &width, NULL);
      column->width = MAX (column->width, width);
    }
  column->width = MIN (ceil (column->width), WIDEST_COLUMN * self->context->text_scale);
  if (column->type == COLUMN_PREDICTION && self->snapshot->n_classes > 0)
    column->width += VERDICT_ROOM * self->context->text_scale;
}

/* Adds a column if it has room. Returns: whether it has */
static gboolean
add_column (const Table *self, GArray *columns, ColumnType type, guint feature, double *end)
{
  Column column = { .type = type, .feature = feature };
  gboolean has_classes = self->snapshot->n_classes > 0;
  column.is_word = type == COLUMN_SPLIT
                   || (has_classes && (type == COLUMN_PREDICTION || type == COLUMN_LABEL));
  measure_column (self, &column);
  column.x = *end + (columns->len > 0 ? GAP : 0);
  if (column.x + column.width > self->context->width - NABLA_SPACE - 4)
    return FALSE;
  *end = column.x + column.width;
  g_array_append_val (columns, column);
  return TRUE;
}

/* The answers come first, then features: these are cut where they have no room. */
static GArray *
choose_columns (const Table *self)
{
  static const ColumnType first[] = { COLUMN_NUMBER, COLUMN_PREDICTION, COLUMN_LABEL,
                                      COLUMN_LOSS,   COLUMN_CONFIDENCE, COLUMN_SPLIT };
  GArray *columns = g_array_new (FALSE, TRUE, sizeof (Column));
  double end = NABLA_SPACE + 4;
  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    if ((first[i] != COLUMN_CONFIDENCE || self->snapshot->n_classes > 0)
        && !add_column (self, columns, first[i], 0, &end))
      return columns;
  for (guint j = 0; j < self->snapshot->examples->n_x; j++)
    if (!add_column (self, columns, COLUMN_FEATURE, j, &end))
      break;
  return columns;
}

static void
draw_cell (const Table *self,
           const Column *column,
           double y,
           const NablaTextStyle *style,
           const char *text)
{
  NablaTextStyle own = *style;
  own.width = column->width;
  if (column->is_word && column->type == COLUMN_PREDICTION)
    own.width -= VERDICT_ROOM * self->context->text_scale;
  double width;
  nabla_text_measure (self->context->pango, &own, text, &width, NULL);
  /* Right-aligned text that is cut still begins at the column's left. */
  double x
      = column->is_word ? column->x + column->width - own.width : column->x + column->width - width;
  nabla_marks_text (self->marks, &own, x, y, text);
}

static void
draw_row (const Table *self, const GArray *columns, gsize row, double right)
{
  double top = NABLA_SPACE / 2 + (row + 1) * self->row, y = top + self->row / 2;
  gboolean is_wrong = nabla_examples_is_wrong (self->snapshot, row);
  NablaTextStyle style = self->style;
  for (guint c = 0; c < columns->len; c++)
    {
      const Column *column = &g_array_index (columns, Column, c);
      g_autofree char *text = cell_text (self, column, row);
      gboolean is_answer = column->type == COLUMN_PREDICTION;
      style.bold = is_answer && is_wrong;
      style.color = nabla_color (self->context->theme,
                                 is_answer && is_wrong ? NABLA_COLOR_ERROR
                                 : column->type == COLUMN_FEATURE || column->type == COLUMN_NUMBER
                                     ? NABLA_COLOR_SECONDARY_TEXT
                                     : NABLA_COLOR_TEXT);
      if (is_answer && is_wrong)
        nabla_example_draw_verdict (self->context, FALSE, column->x + 5 * self->context->text_scale,
                                    y, self->marks);
      if (*text != '\0')
        draw_cell (self, column, y, &style, text);
    }
  nabla_examples_add_area (self->snapshot, self->context, row, NABLA_SPACE - 2, top + 1,
                           right - NABLA_SPACE + 4, self->row - 2, self->marks);
}

/* The lines of a table, where words have no room */
static void
draw_miniature (const NablaFigureContext *context, NablaMarks *marks)
{
  NablaColor grid = nabla_color (context->theme, NABLA_COLOR_AXIS);
  double edge = MIN (NABLA_SPACE / 2, context->width / 8);
  for (guint i = 1; i < 4; i++)
    nabla_marks_line (marks, edge, i * context->height / 4, context->width - edge,
                      i * context->height / 4, grid, context->line_scale);
}

void
nabla_examples_draw_table (const NablaSnapshot *snapshot,
                           const NablaFigureContext *context,
                           NablaMarks *marks)
{
  g_return_if_fail (snapshot != NULL && context != NULL && marks != NULL);

  Table self = { snapshot, context, marks };
  self.style = nabla_figure_text_style (context, NABLA_TEXT_BODY, NABLA_COLOR_TEXT);
  self.style.y_align = NABLA_ALIGN_MIDDLE;
  nabla_text_measure (context->pango, &self.style, "0", NULL, &self.line);
  self.row = floor (ROW_LINES * self.line);
  double room = context->height - NABLA_SPACE - self.row;
  self.n_rows = MIN (snapshot->examples->n, (gsize)MAX (room / self.row, 0));

  g_autoptr (GArray) columns = choose_columns (&self);
  if (columns->len == 0 || self.n_rows == 0)
    {
      draw_miniature (context, marks);
      return;
    }
  const Column *last = &g_array_index (columns, Column, columns->len - 1);
  double right = last->x + last->width + 4;
  NablaTextStyle head = self.style;
  head.color = nabla_color (context->theme, NABLA_COLOR_SECONDARY_TEXT);
  for (guint c = 0; c < columns->len; c++)
    {
      const Column *column = &g_array_index (columns, Column, c);
      g_autofree char *name = column_name (&self, column);
      draw_cell (&self, column, NABLA_SPACE / 2 + self.row / 2, &head, name);
    }
  NablaColor grid = nabla_color (context->theme, NABLA_COLOR_GRID);
  for (gsize row = 0; row < self.n_rows; row++)
    {
      double line = floor (NABLA_SPACE / 2 + (row + 1) * self.row) + 0.5;
      nabla_marks_line (marks, NABLA_SPACE, line, right, line, grid, context->line_scale);
    }
  for (gsize row = 0; row < self.n_rows; row++)
    draw_row (&self, columns, row, right);
}
