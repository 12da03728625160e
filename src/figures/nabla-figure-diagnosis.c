/* Bias and variance: the errors of people, train, dev and test as bars, the gaps between
 * them, and what to do about the largest.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-csv-private.h"
#include "nabla-diagnosis-private.h"
#include "nabla-figure-private.h"
#include "nabla-label.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define GAP 10.0
#define WIDEST 720.0
#define BAR 0.42 /* of a row */
#define MOST_PITCH 4.0 /* lines from row to row */
#define ROWS (1 + NABLA_SNAPSHOT_SPLITS)

enum
{
  SETTING_HUMAN_KNOWN,
  SETTING_HUMAN_ERROR
};

static const NablaParamSpec params[] = {
  [SETTING_HUMAN_KNOWN] = {
    .name = "human_level",
    .title = N_ ("Human level is known"),
    .help = N_ ("Whether it is known how many errors people make, or how many nobody can avoid."),
    .type = NABLA_PARAM_BOOLEAN,
    .maximum = 1,
    .initial = 1,
  },
  [SETTING_HUMAN_ERROR] = {
    .name = "human_error",
    .title = N_ ("Human error"),
    .help = N_ ("The share of wrong answers that people give, 0 … 1; stands for the Bayes error."),
    .type = NABLA_PARAM_REAL,
    .maximum = 1,
  },
  { NULL },
};

static double
human_error (const double *settings)
{
  return settings[SETTING_HUMAN_KNOWN] != 0 ? settings[SETTING_HUMAN_ERROR] : NAN;
}

/* A row: an error and the gap to the one above. */
typedef struct
{
  const char *name;
  const char *gap_name; /* (nullable) */
  double error, low, high;
  double gap;
  gboolean is_sure;
  int split; /* −1 for people */
} Row;

static guint
list_rows (const NablaDiagnosis *diagnosis, Row *rows)
{
  guint n = 0;
  const char *const names[] = { C_ ("split", "Train"), C_ ("split", "Dev"), C_ ("split", "Test") };
  const char *const gap_names[]
      = { _ ("avoidable bias"), _ ("variance"), C_ ("diagnosis", "mismatch") };
  const double gaps[] = { diagnosis->bias, diagnosis->variance, diagnosis->mismatch };
  const gboolean are_sure[]
      = { diagnosis->bias_is_sure, diagnosis->variance_is_sure, diagnosis->mismatch_is_sure };
  if (!isnan (diagnosis->human))
    rows[n++] = (Row){ _ ("Human level"), NULL, diagnosis->human, NAN, NAN, NAN, FALSE, -1 };
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    if (diagnosis->is_measured[s])
      rows[n++] = (Row){ names[s],
                         isfinite (gaps[s]) ? gap_names[s] : NULL,
                         diagnosis->error[s],
                         diagnosis->low[s],
                         diagnosis->high[s],
                         gaps[s],
                         are_sure[s],
                         (int)s };
  return n;
}

typedef struct
{
  const NablaSnapshot *snapshot;
  const NablaFigureContext *context;
  NablaDiagnosis diagnosis;
  Row rows[ROWS];
  guint n;
  gboolean is_small, has_gaps, has_advice;
  double line, left, start, end, top, pitch, largest;
  double advice_height;
} Layout;

static const char *
format_error (const NablaSnapshot *snapshot, double error, char *buffer)
{
  if (snapshot->n_classes == 0)
    return nabla_label_value (error, buffer);
  nabla_label_percent (error, buffer);
  g_strlcat (buffer, "%", NABLA_LABEL_LENGTH);
  return buffer;
}

static char *
format_gap (const NablaSnapshot *snapshot, const Row *row)
{
  char number[NABLA_LABEL_LENGTH];
  nabla_label_value (snapshot->n_classes > 0 ? 100 * row->gap : row->gap, number);
  return g_strdup_printf ("%s %s%s%s", row->gap_name, row->gap > 0 ? "+" : "", number,
                          snapshot->n_classes > 0 ? "%" : "");
}

static NablaTextStyle
body (const Layout *self)
{
  NablaTextStyle style = nabla_figure_text_style (self->context, NABLA_TEXT_BODY, NABLA_COLOR_TEXT);
  style.y_align = NABLA_ALIGN_MIDDLE;
  return style;
}

static NablaTextStyle
advice_style (const Layout *self)
{
  NablaTextStyle style = nabla_figure_text_style (self->context, NABLA_TEXT_BODY, NABLA_COLOR_TEXT);
  style.width = MIN (self->context->width, WIDEST) - 2 * NABLA_SPACE;
  style.max_lines = 3;
  return style;
}

/* Returns: whether there is anything to show */
static gboolean
place (Layout *self, const NablaSnapshot *snapshot, const NablaFigureContext *context)
{
  *self = (Layout){ .snapshot = snapshot, .context = context };
  nabla_diagnosis_make (&self->diagnosis, snapshot, human_error (context->settings));
  if (self->diagnosis.finding == NABLA_FINDING_NONE)
    return FALSE;
  self->n = list_rows (&self->diagnosis, self->rows);
  NablaTextStyle style = body (self);
  double names = 0, numbers = 0, gaps = 0, width, advice = 0;
  for (guint i = 0; i < self->n; i++)
    {
      char number[NABLA_LABEL_LENGTH];
      nabla_text_measure (context->pango, &style, self->rows[i].name, &width, &self->line);
      names = MAX (names, width);
      style.bold = TRUE;
      format_error (snapshot, self->rows[i].error, number);
      nabla_text_measure (context->pango, &style, number, &width, NULL);
      numbers = MAX (numbers, width);
      style.bold = FALSE;
      if (self->rows[i].gap_name != NULL)
        {
          g_autofree char *gap = format_gap (snapshot, &self->rows[i]);
          nabla_text_measure (context->pango, &style, gap, &width, NULL);
          gaps = MAX (gaps, width);
        }
      self->largest = MAX (self->largest, isfinite (self->rows[i].high) ? self->rows[i].high
                                                                        : self->rows[i].error);
    }
  self->largest = CLAMP (self->largest, 1e-6, 1e6);
  style = advice_style (self);
  nabla_text_measure (context->pango, &style, nabla_diagnosis_advice (&self->diagnosis), NULL,
                      &advice);

  double right = MIN (context->width, WIDEST) - NABLA_SPACE;
  self->left = self->top = NABLA_SPACE;
  self->start = self->left + ceil (names) + GAP;
  double room = context->height - 2 * NABLA_SPACE;
  self->has_advice = room - advice - GAP >= self->n * 1.05 * self->line;
  self->advice_height = self->has_advice ? advice + GAP : 0;
  self->pitch = MIN ((room - self->advice_height) / self->n, MOST_PITCH * self->line);
  self->end = right - ceil (numbers) - GAP;
  /* Gaps stand at the right, if the bars keep the larger part. */
  self->has_gaps = self->end - ceil (gaps) - 2 * GAP - self->start > 0.4 * (right - self->left);
  if (self->has_gaps)
    self->end -= ceil (gaps) + 2 * GAP;
  self->is_small = self->pitch < 1.05 * self->line || self->end - self->start < 3 * GAP;
  if (self->is_small)
    {
      self->start = MIN (NABLA_SPACE, context->width / 8);
      self->end = context->width - self->start;
      self->top = MIN (NABLA_SPACE, context->height / 8);
      self->pitch = (context->height - 2 * self->top) / self->n;
    }
  return TRUE;
}

static double
x_of (const Layout *self, double error)
{
  return self->start + CLAMP (error / self->largest, 0, 1) * (self->end - self->start);
}

static void
draw_bar (const Layout *self, guint i, NablaMarks *marks)
{
  const Row *row = &self->rows[i];
  double y = self->top + (i + 0.5) * self->pitch,
         bar = BAR * MIN (self->pitch, 3 * MAX (self->line, 8));
  NablaColor ink = nabla_color (self->context->theme, NABLA_COLOR_TEXT);
  NablaColor color = row->split < 0 ? nabla_color (self->context->theme, NABLA_COLOR_SECONDARY_TEXT)
                                    : nabla_color_slot (self->context->theme, 0);
  nabla_marks_rectangle (marks, self->start, y - bar / 2,
                         MAX (x_of (self, row->error) - self->start, 1), bar, MIN (2, bar / 2),
                         nabla_color_fade (color, row->split > 0 ? 0.6 : 1))
      ->series
      = row->split;
  /* The gap to the bar above, from its end to this one's */
  if (isfinite (row->gap) && row->gap > 0 && i > 0)
    {
      double from = x_of (self, row->error - row->gap), to = x_of (self, row->error);
      NablaMark *gap = nabla_marks_rectangle (marks, from, y - bar / 2, MAX (to - from, 0), bar, 0,
                                              (NablaColor){ 0 });
      gap->stroke = nabla_color_fade (ink, row->is_sure ? 0.9 : 0.35);
      gap->line_width = (float)((row->is_sure ? 1.6 : 1) * self->context->line_scale);
    }
  if (isfinite (row->low) && row->high > row->low)
    {
      double low = x_of (self, row->low), high = x_of (self, row->high), end = bar / 4;
      NablaColor faint = nabla_color (self->context->theme, NABLA_COLOR_CURSOR);
      double width = 1.2 * self->context->line_scale;
      nabla_marks_line (marks, low, y, high, y, faint, width);
      nabla_marks_line (marks, low, y - end, low, y + end, faint, width);
      nabla_marks_line (marks, high, y - end, high, y + end, faint, width);
    }
}

static void
draw_words (const Layout *self, guint i, NablaMarks *marks)
{
  const Row *row = &self->rows[i];
  double y = self->top + (i + 0.5) * self->pitch;
  double right = MIN (self->context->width, WIDEST) - NABLA_SPACE;
  NablaTextStyle style = body (self);
  char number[NABLA_LABEL_LENGTH];
  nabla_marks_text (marks, &style, self->left, y, row->name);
  style.x_align = 1;
  if (self->has_gaps && row->gap_name != NULL)
    {
      g_autofree char *gap = format_gap (self->snapshot, row);
      style.color = nabla_color (self->context->theme,
                                 row->is_sure ? NABLA_COLOR_TEXT : NABLA_COLOR_SECONDARY_TEXT);
      nabla_marks_text (marks, &style, right, y, gap)->series = row->split;
      style.color = nabla_color (self->context->theme, NABLA_COLOR_TEXT);
    }
  style.bold = TRUE;
  style.x_align = 0;
  nabla_marks_text (marks, &style, self->end + GAP, y,
                    format_error (self->snapshot, row->error, number))
      ->series
      = row->split;
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  Layout self;
  if (!place (&self, snapshot, context))
    {
      nabla_figure_message (context, marks, _ ("Nothing to Show Yet"),
                            _ ("Bias and variance appear when the model has been measured."));
      return;
    }
  for (guint i = 0; i < self.n; i++)
    {
      draw_bar (&self, i, marks);
      if (!self.is_small)
        draw_words (&self, i, marks);
    }
  if (self.is_small || !self.has_advice)
    return;
  NablaTextStyle style = advice_style (&self);
  nabla_marks_text (marks, &style, self.left, self.top + self.n * self.pitch + GAP,
                    nabla_diagnosis_advice (&self.diagnosis));
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
  int i = (int)floor ((y - self.top) / self.pitch);
  if (i < 0 || i >= (int)self.n)
    return;
  const Row *row = &self.rows[i];
  char error[NABLA_LABEL_LENGTH], low[NABLA_LABEL_LENGTH], high[NABLA_LABEL_LENGTH];
  format_error (snapshot, row->error, error);
  /* Translators: a set; its error; the ends of an interval */
  g_autofree char *text = row->split < 0
                              ? g_strdup_printf ("%s %s", row->name, error)
                              : g_strdup_printf (_ ("%1$s %2$s\n95%% interval: %3$s … %4$s"), row->name,
                                                 error, format_error (snapshot, row->low, low),
                                                 format_error (snapshot, row->high, high));
  nabla_figure_tip (context, overlay, x, y, text);
}

/* The gaps in numbers; what to do about them stands in the figure. */
static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  NablaDiagnosis diagnosis;
  char number[NABLA_LABEL_LENGTH], other[NABLA_LABEL_LENGTH];
  nabla_diagnosis_make (&diagnosis, snapshot, human_error (settings));
  format_error (snapshot, diagnosis.bias, number);
  format_error (snapshot, diagnosis.variance, other);
  switch (diagnosis.finding)
    {
    case NABLA_FINDING_BIAS:
      /* Translators: the gap between train and human level */
      return g_strdup_printf (_ ("High bias: train is %s above the human level."), number);
    case NABLA_FINDING_VARIANCE:
      /* Translators: the gap between dev and train */
      return g_strdup_printf (_ ("High variance: dev is %s above train."), other);
    case NABLA_FINDING_BOTH:
      return g_strdup_printf (_ ("High bias and high variance: train is %1$s above the human "
                                 "level, dev %2$s above train."),
                              number, other);
    case NABLA_FINDING_MISMATCH:
      format_error (snapshot, diagnosis.mismatch, other);
      return g_strdup_printf (_ ("Test is %s above dev: they do not measure the same."), other);
    default:
      return g_strdup (nabla_diagnosis_advice (&diagnosis));
    }
}

static void
tabulate (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[] = { "split", "error", "low", "high", NULL };
  static const char *const splits[] = { "train", "dev", "test" };
  NablaDiagnosis diagnosis;
  nabla_diagnosis_make (&diagnosis, snapshot, NAN);
  nabla_csv_row (csv, names);
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    {
      if (!diagnosis.is_measured[s])
        continue;
      nabla_csv_text (csv, splits[s]);
      nabla_csv_number (csv, diagnosis.error[s]);
      nabla_csv_number (csv, diagnosis.low[s]);
      nabla_csv_number (csv, diagnosis.high[s]);
      nabla_csv_end_row (csv);
    }
}

const NablaFigure nabla_figure_diagnosis = {
  .name = "diagnosis",
  .title = N_ ("Bias and Variance"),
  .help = N_ ("The errors of people, train, dev and test, the gaps between them, and what to do "
              "about the largest."),
  .section = NABLA_FIGURE_CHECKS,
  .params = params,
  .draw = draw,
  .summary = summary,
  .hover = hover,
  .tabulate = tabulate,
};
