/* The same cost twice: before and after something was done to it, such as normalizing the
 * inputs, each with the way of gradient descent.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-bowl-plot-private.h"
#include "nabla-csv-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define GAP 3.0

static const NablaRacePicture *
half_of (const NablaSnapshot *snapshot, guint half)
{
  return snapshot->race == NULL ? NULL : half == 0 ? snapshot->race : snapshot->race->beside;
}

/* One unit is as long in both directions, or what is round would not look so. What is in the
 * middle is seen. */
static void
make_round (NablaBowlPlot *self)
{
  double across = (self->x.end - self->x.start) / (self->x.high - self->x.low);
  double up = (self->y.start - self->y.end) / (self->y.high - self->y.low);
  NablaAxis *axis = up < across ? &self->y : &self->x;
  double half = fabs (axis->end - axis->start) / MAX (up, across) / 2;
  double middle = (axis->low + axis->high) / 2;
  axis->low = middle - half;
  axis->high = middle + half;
}

static gboolean
init (NablaBowlPlot *self, const NablaSnapshot *snapshot, const NablaFigureContext *context, guint half)
{
  double width = MAX ((context->width - GAP) / 2, 1);
  if (!nabla_bowl_plot_init (self, half_of (snapshot, half), context,
                             half == 0 ? 0 : context->width - width, width))
    return FALSE;
  make_round (self);
  return TRUE;
}

/* Returns: (transfer full): what a half is, and how its first racer fared */
static char *
describe (const NablaRacePicture *race)
{
  if (race->racers->len == 0)
    return g_strdup (race->arena);
  const NablaRacer *racer = race->racers->pdata[0];
  char step[NABLA_LABEL_LENGTH];
  if (racer->state == NABLA_RACER_RUNNING)
    /* Translators: what is shown, the number of a step */
    return g_strdup_printf (_("%1$s: not there after %2$s steps"), race->arena,
                            nabla_label_count (racer->step, step));
  nabla_label_count (racer->state_step, step);
  return racer->state == NABLA_RACER_FINISHED
           ? g_strdup_printf (_("%1$s: there in %2$s steps"), race->arena, step)
           : g_strdup_printf (_("%1$s: diverged at step %2$s"), race->arena, step);
}

static void
draw_title (NablaBowlPlot *self, NablaMarks *marks)
{
  if (self->is_small)
    return;
  NablaTextStyle style = nabla_bowl_plot_style (self->context, NABLA_COLOR_TEXT);
  style.bold = TRUE;
  style.x_align = 0.5;
  style.width = (self->x.end - self->x.start) * 0.7;
  double middle = (self->x.start + self->x.end) / 2;
  g_autofree char *text = describe (self->race);
  style.max_lines = 1;
  nabla_bowl_plot_place_text (self, marks, &style, middle, 24 * self->context->text_scale, text);
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  g_auto (NablaBowlPlot) first = { NULL }, second = { NULL };
  if (!init (&first, snapshot, context, 0) || !init (&second, snapshot, context, 1))
    {
      nabla_figure_message (context, marks, _("Nothing to Compare"),
                            _("Two costs are shown side by side, before and after."));
      return;
    }
  NablaBowlPlot *const halves[] = { &first, &second };
  for (guint i = 0; i < 2; i++)
    nabla_bowl_plot_draw_ground (halves[i], marks);
  nabla_marks_begin_layer (marks);
  for (guint i = 0; i < 2; i++)
    nabla_bowl_plot_draw_racers (halves[i], marks);
  nabla_marks_begin_layer (marks);
  for (guint i = 0; i < 2; i++)
    {
      draw_title (halves[i], marks);
      nabla_bowl_plot_draw_words (halves[i], marks);
      nabla_bowl_plot_draw_markers (halves[i], marks);
    }
}

static void
hover (const NablaSnapshot *snapshot,
       const NablaFigureContext *context,
       double x,
       double y,
       NablaMarks *overlay)
{
  for (guint i = 0; i < 2; i++)
    {
      g_auto (NablaBowlPlot) plot = { NULL };
      if (init (&plot, snapshot, context, i) && x >= plot.x.start && x <= plot.x.end)
        nabla_bowl_plot_hover (&plot, x, y, overlay);
    }
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  if (half_of (snapshot, 0) == NULL || half_of (snapshot, 1) == NULL)
    return g_strdup (_("There are no two costs to compare."));
  g_autofree char *first = describe (snapshot->race), *second = describe (snapshot->race->beside);
  /* Translators: two findings, the first about before, the second about after */
  return g_strdup_printf (_("%1$s; %2$s."), first, second);
}

static void
tabulate (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[] = { "cost", "racer", "step", "w", "b", NULL };
  nabla_csv_row (csv, names);
  for (guint half = 0; half < 2; half++)
    {
      const NablaRacePicture *race = half_of (snapshot, half);
      for (guint i = 0; race != NULL && i < race->racers->len; i++)
        {
          const NablaRacer *racer = race->racers->pdata[i];
          for (gsize k = 0; racer->trail != NULL && k < racer->trail->n && (gint64) k <= racer->step; k++)
            {
              nabla_csv_text (csv, race->arena);
              nabla_csv_text (csv, racer->name);
              nabla_csv_index (csv, (gint64) k);
              nabla_csv_number (csv, racer->trail->w[k]);
              nabla_csv_number (csv, racer->trail->b[k]);
              nabla_csv_end_row (csv);
            }
        }
    }
}

const NablaFigure nabla_figure_two_contours = {
  .name = "two_contours",
  .title = N_("Before and After"),
  .help = N_("The contour lines of a cost before and after, each with its way down."),
  .is_apart = TRUE,
  .draw = draw,
  .summary = summary,
  .hover = hover,
  .tabulate = tabulate,
};
