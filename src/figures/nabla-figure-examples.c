/* The data: rows of a table, or pictures, with what the network says of each. A
 * wrong answer has a cross and the color of errors.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-examples-private.h"
#include "nabla-example-text-private.h"
#include "nabla-label.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const NablaParamSpec params[] = {
  [NABLA_EXAMPLES_SELECTED] = {
    .name = "selected",
    .title = N_("Selected example"),
    .help = N_("Number of the example that is outlined; −1 for the one that other views show."),
    .type = NABLA_PARAM_INTEGER,
    .minimum = -1,
    .maximum = G_MAXINT32,
    .initial = -1,
  },
  { NULL },
};

gboolean
nabla_examples_is_wrong (const NablaSnapshot *snapshot, gsize row)
{
  g_return_val_if_fail (snapshot != NULL && snapshot->examples != NULL, FALSE);

  const NablaExamples *examples = snapshot->examples;
  return snapshot->n_classes > 0 && isfinite (examples->label[row])
         && examples->prediction[row] != examples->label[row];
}

gboolean
nabla_examples_is_selected (const NablaSnapshot *snapshot, const double *settings, gsize row)
{
  g_return_val_if_fail (snapshot != NULL && settings != NULL, FALSE);

  gint64 selected = (gint64)settings[NABLA_EXAMPLES_SELECTED];
  if (selected < 0 && snapshot->example != NULL)
    selected = snapshot->example->index;
  return selected == snapshot->examples->index[row];
}

void
nabla_examples_add_area (const NablaSnapshot *snapshot,
                         const NablaFigureContext *context,
                         gsize row,
                         double x,
                         double y,
                         double width,
                         double height,
                         NablaMarks *marks)
{
  g_return_if_fail (snapshot != NULL && context != NULL && marks != NULL);

  NablaMark *area = nabla_marks_rectangle (marks, x, y, width, height, 6, (NablaColor){ 0 });
  area->series = NABLA_EXAMPLES_SERIES;
  nabla_marks_set_index (marks, snapshot->examples->index[row]);
  if (!nabla_examples_is_selected (snapshot, context->settings, row))
    return;
  area->stroke = nabla_color (context->theme, NABLA_COLOR_ACCENT);
  area->line_width = (float)(2 * context->line_scale);
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  const NablaExamples *examples = snapshot->examples;
  if (examples == NULL || examples->n == 0)
    {
      nabla_figure_message (context, marks, _ ("Nothing to Show Yet"),
                            _ ("Rows or pictures of the data appear when there are data."));
      return;
    }
  if (nabla_example_is_picture (snapshot, examples->n_x))
    nabla_examples_draw_pictures (snapshot, context, marks);
  else
    nabla_examples_draw_table (snapshot, context, marks);
}

/* Returns: the row with the largest loss, or −1 */
static gssize
find_worst (const NablaExamples *examples)
{
  gssize worst = -1;
  for (gsize i = 0; i < examples->n; i++)
    if (isfinite (examples->loss[i]) && (worst < 0 || examples->loss[i] > examples->loss[worst]))
      worst = (gssize)i;
  return worst;
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  const NablaExamples *examples = snapshot->examples;
  if (examples == NULL || examples->n == 0)
    return g_strdup (_ ("There are no data yet."));
  char wrong[NABLA_LABEL_LENGTH], total[NABLA_LABEL_LENGTH], number[NABLA_LABEL_LENGTH];
  char loss[NABLA_LABEL_LENGTH];
  nabla_label_count ((gint64)MIN (examples->n_total, G_MAXINT64), total);
  nabla_label_count ((gint64)MIN (examples->n_wrong, G_MAXINT64), wrong);
  gssize worst = find_worst (examples);
  if (worst < 0)
    /* Translators: a number of examples */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s example.", "%s examples.",
                                         (gulong)MIN (examples->n_total, G_MAXINT32)),
                            total);
  g_snprintf (number, sizeof number, "%u", examples->index[worst]);
  nabla_label_value (examples->loss[worst], loss);
  gboolean is_all = examples->n >= examples->n_total;
  if (snapshot->n_classes == 0)
    return g_strdup_printf (
        /* Translators: a number of examples, the number of one of them, its loss */
        is_all
            ? _ ("%1$s examples; the worst is example %2$s, with a loss of %3$s.")
            : _ ("%1$s examples; the worst of those shown is example %2$s, with a loss of %3$s."),
        total, number, loss);
  if (examples->n_wrong == 0)
    /* Translators: a number of examples */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s example, and it is right.",
                                         "%s examples, and all are right.",
                                         (gulong)MIN (examples->n_total, G_MAXINT32)),
                            total);
  return g_strdup_printf (
      /* Translators: two numbers of examples, and the number of one of them */
      is_all ? _ ("%1$s of %2$s are wrong; the worst is example %3$s.")
             : _ ("%1$s of %2$s are wrong; the worst of those shown is example %3$s."),
      wrong, total, number);
}

const NablaFigure nabla_figure_examples = {
  .name = "examples",
  .title = N_ ("Data"),
  .help = N_ ("Rows or pictures of the data with prediction, label and loss; wrong ones have a "
              "cross."),
  .section = NABLA_FIGURE_DATA_AND_MODEL,
  .params = params,
  .draw = draw,
  .summary = summary,
};
