/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-score-table-private.h"

#include "nabla-label.h"
#include "nabla-scores.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MOST_SCORES 4
#define GAP 16.0
#define MOST_PAIRS 5

typedef struct {
  const NablaSnapshot *snapshot;
  const NablaFigureContext *context;
  NablaTextStyle style;
  double line;       /* height of a line of text */
  double row;        /* height of a row */
  double names;      /* width of the first column */
  double numbers;    /* width of the others */
} Table;

static gboolean
has_split (const NablaSnapshot *snapshot, guint split)
{
  const NablaMetrics *metrics = &snapshot->metrics[split];
  return metrics->m > 0 && (snapshot->n_classes == 0 || metrics->confusion != NULL);
}

static guint
count_rows (const NablaSnapshot *snapshot)
{
  return snapshot->n_classes > 0 ? 4 : 3;
}

static const char *
row_name (const NablaSnapshot *snapshot, guint row)
{
  const char *const scores[] = { _("Accuracy"), _("Precision"), _("Recall"), _("F1") };
  /* Translators: mean absolute error, root mean squared error, share of variance explained */
  const char *const errors[] = { _("MAE"), _("RMSE"), _("R²") };
  return snapshot->n_classes > 0 ? scores[row] : errors[row];
}

static const char *
split_name (guint split)
{
  /* Translators: the three sets as columns of a table: keep them short */
  const char *const names[] = { C_("split", "train"), C_("split", "dev"), C_("split", "test") };
  return names[split];
}

static void
fill_column (const NablaSnapshot *snapshot, guint split, char (*texts)[NABLA_LABEL_LENGTH])
{
  const NablaMetrics *metrics = &snapshot->metrics[split];
  if (snapshot->n_classes == 0)
    {
      nabla_label_value (metrics->mae, texts[0]);
      nabla_label_value (metrics->rmse, texts[1]);
      nabla_label_value (metrics->r2, texts[2]);
      return;
    }
  NablaScores scores = nabla_scores (metrics->confusion, snapshot->n_classes);
  nabla_label_percent (scores.accuracy, texts[0]);
  nabla_label_percent (scores.precision, texts[1]);
  nabla_label_percent (scores.recall, texts[2]);
  nabla_label_percent (scores.f1, texts[3]);
}

static void
table_init (Table *self, const NablaSnapshot *snapshot, const NablaFigureContext *context)
{
  *self = (Table) { .snapshot = snapshot, .context = context };
  self->style = nabla_figure_text_style (context, NABLA_TEXT_BODY, NABLA_COLOR_TEXT);
  self->style.bold = TRUE;
  double width;
  nabla_text_measure (context->pango, &self->style, "100.0", &self->numbers, &self->line);
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    {
      nabla_text_measure (context->pango, &self->style, split_name (s), &width, NULL);
      self->numbers = MAX (self->numbers, width);
      if (snapshot->n_classes > 0 || !has_split (snapshot, s))
        continue;
      char texts[MOST_SCORES][NABLA_LABEL_LENGTH];
      fill_column (snapshot, s, texts);
      for (guint row = 0; row < count_rows (snapshot); row++)
        {
          nabla_text_measure (context->pango, &self->style, texts[row], &width, NULL);
          self->numbers = MAX (self->numbers, width);
        }
    }
  self->style.bold = FALSE;
  if (snapshot->n_classes > 0)
    nabla_text_measure (context->pango, &self->style, _("percent"), &self->names, NULL);
  for (guint row = 0; row < count_rows (snapshot); row++)
    {
      nabla_text_measure (context->pango, &self->style, row_name (snapshot, row), &width, NULL);
      self->names = MAX (self->names, width);
    }
  self->names = ceil (self->names);
  self->numbers = ceil (self->numbers) + GAP;
  self->row = floor (1.75 * self->line);
  self->style.y_align = NABLA_ALIGN_MIDDLE;
}

static double
table_width (const Table *self)
{
  double width = self->names + 4;
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    if (has_split (self->snapshot, s))
      width += self->numbers;
  return width;
}

double
nabla_score_table_measure (const NablaSnapshot *snapshot,
                           const NablaFigureContext *context,
                           double *height)
{
  g_return_val_if_fail (snapshot != NULL && context != NULL && height != NULL, 0);

  Table self;
  table_init (&self, snapshot, context);
  *height = (count_rows (snapshot) + 1) * self.row;
  return table_width (&self);
}

static void
draw_column (Table *self, guint split, gboolean is_shown, double right, double y, NablaMarks *marks)
{
  NablaTextStyle style = self->style;
  style.x_align = 1;
  style.bold = is_shown;
  nabla_marks_text (marks, &style, right, y, split_name (split));
  char texts[MOST_SCORES][NABLA_LABEL_LENGTH];
  fill_column (self->snapshot, split, texts);
  for (guint row = 0; row < count_rows (self->snapshot); row++)
    nabla_marks_text (marks, &style, right, y + (row + 1) * self->row, texts[row])->series
      = (int) split;
}

/* “4 → 9” and how often, in the room that is left */
static void
draw_pairs (Table *self, guint split, double x, double y, double bottom, NablaMarks *marks)
{
  const guint64 *confusion = self->snapshot->metrics[split].confusion;
  NablaConfusedPair pairs[MOST_PAIRS];
  guint n = nabla_most_confused (confusion, self->snapshot->n_classes, pairs, MOST_PAIRS);
  double pitch = floor (1.35 * self->line);
  if (self->snapshot->n_classes < 3 || n == 0 || y + 2.5 * pitch > bottom)
    return;

  NablaTextStyle style = self->style;
  style.bold = TRUE;
  /* Translators: heading of a list of pairs, the true and the predicted class */
  nabla_marks_text (marks, &style, x, y, _("Confused most often"));
  style.bold = FALSE;
  for (guint i = 0; i < n && y + (i + 1.5) * pitch <= bottom; i++)
    {
      g_autofree char *true_name = nabla_figure_class_name (self->snapshot, pairs[i].true_class);
      g_autofree char *other = nabla_figure_class_name (self->snapshot, pairs[i].predicted_class);
      g_autofree char *text = g_strdup_printf ("%s → %s", true_name, other);
      char count[NABLA_LABEL_LENGTH];
      double count_width;
      if (pairs[i].count < 1000000)
        nabla_label_count ((gint64) pairs[i].count, count);
      else
        nabla_label_value ((double) pairs[i].count, count);
      nabla_text_measure (self->context->pango, &style, count, &count_width, NULL);
      style.x_align = 1;
      style.width = 0;
      nabla_marks_text (marks, &style, x + table_width (self), y + (i + 1) * pitch, count);
      style.x_align = 0;
      style.width = MAX (table_width (self) - count_width - GAP / 2, 1);
      nabla_marks_text (marks, &style, x, y + (i + 1) * pitch, text);
    }
}

void
nabla_score_table_draw (const NablaSnapshot *snapshot,
                        const NablaFigureContext *context,
                        guint split,
                        double x,
                        double y,
                        double bottom,
                        NablaMarks *marks)
{
  g_return_if_fail (snapshot != NULL && context != NULL && marks != NULL);

  Table self;
  table_init (&self, snapshot, context);
  NablaColor grid = nabla_color (context->theme, NABLA_COLOR_GRID);
  double middle = y + self.row / 2, right = x + self.names + 4;
  NablaTextStyle head = self.style;
  head.color = nabla_color (context->theme, NABLA_COLOR_SECONDARY_TEXT);
  /* Translators: the unit of the numbers in a table */
  if (snapshot->n_classes > 0)
    nabla_marks_text (marks, &head, x, middle, _("percent"));
  for (guint row = 0; row < count_rows (snapshot); row++)
    {
      double line = floor (y + (row + 1) * self.row) + 0.5;
      nabla_marks_line (marks, x, line, x + table_width (&self), line, grid, context->line_scale);
      nabla_marks_text (marks, &self.style, x, middle + (row + 1) * self.row,
                        row_name (snapshot, row));
    }
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    if (has_split (snapshot, s))
      {
        right += self.numbers;
        draw_column (&self, s, s == split, right, middle, marks);
      }
  if (snapshot->n_classes > 0)
    draw_pairs (&self, split, x, y + (count_rows (snapshot) + 1.6) * self.row, bottom, marks);
}
