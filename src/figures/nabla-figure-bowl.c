/* The bowl: optimizers on their way down a cost of two weights, from one start.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-bowl-plot-private.h"
#include "nabla-csv-private.h"
#include "nabla-race-words-private.h"

#include <glib/gi18n-lib.h>

enum { NAMES_START };

static const NablaParamSpec params[] = {
  { "start", N_("Start can be dragged"), NULL,
    N_("Whether words at the start say that it can be dragged."), NABLA_PARAM_BOOLEAN, 0, 1, 1 },
  { NULL },
};

static gboolean
init (NablaBowlPlot *self, const NablaSnapshot *snapshot, const NablaFigureContext *context)
{
  if (!nabla_bowl_plot_init (self, snapshot->race, context, 0, context->width))
    return FALSE;
  self->names_start = context->settings[NAMES_START] != 0;
  return TRUE;
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  g_auto (NablaBowlPlot) plot = { NULL };
  if (!init (&plot, snapshot, context))
    {
      nabla_figure_message (context, marks, _("No Bowl to Show"),
                            _("The bowl shows a race of optimizers in a cost of two weights."));
      return;
    }
  nabla_bowl_plot_draw_ground (&plot, marks);
  nabla_marks_begin_layer (marks);
  nabla_bowl_plot_draw_racers (&plot, marks);
  nabla_marks_begin_layer (marks);
  nabla_bowl_plot_draw_words (&plot, marks);
  nabla_bowl_plot_draw_markers (&plot, marks);
}

static void
hover (const NablaSnapshot *snapshot,
       const NablaFigureContext *context,
       double x,
       double y,
       NablaMarks *overlay)
{
  g_auto (NablaBowlPlot) plot = { NULL };
  if (init (&plot, snapshot, context))
    nabla_bowl_plot_hover (&plot, x, y, overlay);
}

static gboolean
axes (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaAxis *x, NablaAxis *y)
{
  g_auto (NablaBowlPlot) plot = { NULL };
  if (!init (&plot, snapshot, context))
    return FALSE;
  *x = plot.x;
  *y = plot.y;
  return TRUE;
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  return nabla_race_summary (snapshot->race);
}

/* A row a step and racer, up to the step that is looked at */
static void
tabulate (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[] = { "racer", "step", "w", "b", "cost", NULL };
  nabla_csv_row (csv, names);
  for (guint i = 0; snapshot->race != NULL && i < snapshot->race->racers->len; i++)
    {
      const NablaRacer *racer = snapshot->race->racers->pdata[i];
      gsize n = racer->trail != NULL ? racer->trail->n : 0;
      gsize n_costs = racer->cost_curve != NULL ? nabla_series_length (racer->cost_curve) : 0;
      for (gsize k = 0; k < n && (gint64) k <= racer->step; k++)
        {
          nabla_csv_text (csv, racer->name);
          nabla_csv_index (csv, (gint64) k);
          nabla_csv_number (csv, racer->trail->w[k]);
          nabla_csv_number (csv, racer->trail->b[k]);
          if (k < n_costs)
            nabla_csv_number (csv, nabla_series_get (racer->cost_curve, k).value);
          else
            nabla_csv_text (csv, "");
          nabla_csv_end_row (csv);
        }
    }
}

const NablaFigure nabla_figure_bowl = {
  .name = "bowl",
  .title = N_("Bowl"),
  .help = N_("Optimizers on their way down a cost of two weights, from one start."),
  .params = params,
  .is_apart = TRUE,
  .draw = draw,
  .summary = summary,
  .hover = hover,
  .axes = axes,
  .tabulate = tabulate,
};
