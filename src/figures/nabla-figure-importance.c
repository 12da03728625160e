/* Importance: which searched parameter mattered: the share of the results' spread that each
 * explains alone.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-csv-private.h"
#include "nabla-trial-plot-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define BAR 8.0

/* The parameters by falling importance. */
static guint
sort (const NablaTrialsPicture *trials, guint *order)
{
  guint n = 0;
  for (guint i = 0; trials != NULL && i < trials->n_axes; i++)
    {
      if (!isfinite (trials->axes[i].importance))
        continue;
      guint place = n++;
      for (; place > 0 && trials->axes[order[place - 1]].importance < trials->axes[i].importance;
           place--)
        order[place] = order[place - 1];
      order[place] = i;
    }
  return n;
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  const NablaTrialsPicture *trials = snapshot->trials;
  guint order[NABLA_MAX_TRIAL_AXES], n = sort (trials, order);
  if (n == 0)
    {
      nabla_figure_message (context, marks, _ ("Not Measured Yet"),
                            _ ("When a round has finished, its trials tell which parameter mattered."));
      return;
    }
  NablaTextStyle name = nabla_figure_text_style (context, NABLA_TEXT_BODY, NABLA_COLOR_TEXT);
  NablaTextStyle value = nabla_figure_text_style (context, NABLA_TEXT_BODY, NABLA_COLOR_TEXT);
  double names = 0, values, line;
  name.y_align = value.y_align = NABLA_ALIGN_MIDDLE;
  value.x_align = 1;
  nabla_text_measure (context->pango, &value, "100%", &values, &line);
  for (guint i = 0; i < n; i++)
    {
      double width;
      nabla_text_measure (context->pango, &name, trials->axes[order[i]].title, &width, NULL);
      names = MAX (names, width);
    }
  names = MIN (ceil (names), context->width * 0.45);
  name.width = names;
  double row = CLAMP ((context->height - 2 * NABLA_SPACE) / n, 1, line * 1.7);
  double left = NABLA_SPACE + names + NABLA_SPACE;
  double room = context->width - NABLA_SPACE - values - NABLA_SPACE - left;
  gboolean has_words = row >= line && room > 20;
  if (!has_words)
    {
      left = NABLA_SPACE;
      room = MAX (context->width - 2 * NABLA_SPACE, 1);
    }
  NablaColor accent = nabla_color (context->theme, NABLA_COLOR_ACCENT);
  NablaColor track = nabla_color (context->theme, NABLA_COLOR_GRID);
  for (guint i = 0; i < n; i++)
    {
      const NablaTrialAxis *axis = &trials->axes[order[i]];
      double y = NABLA_SPACE + row * (i + 0.5), share = CLAMP (axis->importance, 0, 1);
      double height = MIN (BAR * context->line_scale, row * 0.6);
      char text[16];
      nabla_marks_rectangle (marks, left, y - height / 2, room, height, height / 2, track);
      NablaMark *bar = nabla_marks_rectangle (marks, left, y - height / 2, MAX (room * share, height),
                                              height, height / 2, accent);
      bar->series = (int) order[i];
      if (!has_words)
        continue;
      nabla_marks_text (marks, &name, NABLA_SPACE, y, axis->title);
      g_snprintf (text, sizeof text, "%.0f%%", 100 * share);
      nabla_marks_text (marks, &value, context->width - NABLA_SPACE, y, text);
    }
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  guint order[NABLA_MAX_TRIAL_AXES], n = sort (snapshot->trials, order);
  if (n == 0)
    return g_strdup (_ ("What mattered is measured when a round has finished."));
  const NablaTrialAxis *axis = &snapshot->trials->axes[order[0]];
  return g_strdup_printf (_ ("%1$s mattered most: it alone explains %2$.0f%% of the spread."), axis->title,
                          100 * axis->importance);
}

static void
tabulate (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[] = { "parameter", "importance", NULL };
  nabla_csv_row (csv, names);
  for (guint i = 0; snapshot->trials != NULL && i < snapshot->trials->n_axes; i++)
    {
      nabla_csv_text (csv, snapshot->trials->axes[i].key);
      nabla_csv_number (csv, snapshot->trials->axes[i].importance);
      nabla_csv_end_row (csv);
    }
}

const NablaFigure nabla_figure_importance = {
  .name = "importance",
  .title = N_ ("What Mattered"),
  .help = N_ ("Share of the results' spread that each searched parameter explains alone."),
  .is_apart = TRUE,
  .draw = draw,
  .summary = summary,
  .tabulate = tabulate,
};
