/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-score-bars-private.h"

#include "nabla-example-text-private.h"
#include "nabla-label.h"
#include "nabla-scores.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define BAR_HEIGHT 7.0
#define GAP 12.0
#define WIDEST 560.0

static gboolean
is_measured (const NablaSnapshot *snapshot, guint split)
{
  return snapshot->metrics[split].m > 0;
}

static double
score_of (const NablaSnapshot *snapshot, guint split)
{
  const NablaMetrics *metrics = &snapshot->metrics[split];
  if (snapshot->n_classes == 0)
    return metrics->r2;
  return metrics->confusion != NULL
             ? nabla_scores (metrics->confusion, snapshot->n_classes).accuracy
             : metrics->accuracy;
}

/* Bars alone, where words have no room */
static void
draw_miniature (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  double pitch = context->height / NABLA_SNAPSHOT_SPLITS, bar = MIN (pitch / 2, BAR_HEIGHT);
  double edge = MIN (NABLA_SPACE / 2, context->width / 8), room = context->width - 2 * edge;
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    {
      double score = score_of (snapshot, s), y = (s + 0.5) * pitch - bar / 2;
      if (!is_measured (snapshot, s))
        continue;
      nabla_marks_rectangle (marks, edge, y, room, bar, bar / 2,
                             nabla_color (context->theme, NABLA_COLOR_GRID));
      if (score > 0)
        nabla_marks_rectangle (marks, edge, y, MIN (score, 1) * room, bar,
                               MIN (bar, MIN (score, 1) * room) / 2,
                               nabla_color_slot (context->theme, 0))
            ->series
            = (int)s;
    }
}

void
nabla_score_bars_draw (const NablaSnapshot *snapshot,
                       const NablaFigureContext *context,
                       NablaMarks *marks)
{
  g_return_if_fail (snapshot != NULL && context != NULL && marks != NULL);

  NablaTextStyle style = nabla_figure_text_style (context, NABLA_TEXT_BODY, NABLA_COLOR_TEXT);
  style.y_align = NABLA_ALIGN_MIDDLE;
  char texts[NABLA_SNAPSHOT_SPLITS][NABLA_LABEL_LENGTH + 1];
  double line = 1, names = 0, numbers = 0, width;
  guint n = 0;
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    {
      if (!is_measured (snapshot, s))
        continue;
      n++;
      double score = score_of (snapshot, s);
      if (snapshot->n_classes > 0)
        g_strlcat ((char *)nabla_label_percent (score, texts[s]), "%", sizeof texts[s]);
      else
        nabla_label_value (score, texts[s]);
      nabla_text_measure (context->pango, &style, nabla_example_split_name (s), &width, &line);
      names = MAX (names, width);
      style.bold = TRUE;
      nabla_text_measure (context->pango, &style, texts[s], &width, NULL);
      numbers = MAX (numbers, width);
      style.bold = FALSE;
    }
  if (n == 0)
    return;

  double left = NABLA_SPACE, right = MIN (context->width, WIDEST) - NABLA_SPACE;
  double start = left + ceil (names) + GAP, end = right - ceil (numbers) - GAP;
  double room = context->height - 2 * NABLA_SPACE;
  /* The tile's title does not say what is measured: a line above does, if there is room. */
  gboolean has_head = room >= (n + 1) * 1.3 * line;
  double pitch = MIN (room / (n + (has_head ? 1 : 0)), 1.75 * line);
  if (pitch < 0.95 * line || end - start < 2 * GAP)
    {
      draw_miniature (snapshot, context, marks);
      return;
    }
  double y = NABLA_SPACE + pitch / 2;
  if (has_head)
    {
      style.color = nabla_color (context->theme, NABLA_COLOR_SECONDARY_TEXT);
      nabla_marks_text (marks, &style, left, y,
                        snapshot->n_classes > 0 ? _ ("Accuracy") : _ ("R²"));
      style.color = nabla_color (context->theme, NABLA_COLOR_TEXT);
      y += pitch;
    }
  double bar = BAR_HEIGHT * context->text_scale;
  NablaColor ground = nabla_color (context->theme, NABLA_COLOR_GRID);
  NablaColor color = nabla_color_slot (context->theme, 0);
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    {
      if (!is_measured (snapshot, s))
        continue;
      double score = score_of (snapshot, s);
      double share = isfinite (score) ? CLAMP (score, 0, 1) : 0;
      style.x_align = 0;
      nabla_marks_text (marks, &style, left, y, nabla_example_split_name (s));
      nabla_marks_rectangle (marks, start, y - bar / 2, end - start, bar, bar / 2, ground);
      if (share > 0)
        nabla_marks_rectangle (marks, start, y - bar / 2, MAX (share * (end - start), 1), bar,
                               MIN (bar / 2, share * (end - start) / 2), color)
            ->series
            = (int)s;
      style.x_align = 1;
      style.bold = TRUE;
      nabla_marks_text (marks, &style, right, y, texts[s])->series = (int)s;
      style.bold = FALSE;
      y += pitch;
    }
}
