/* Hidden space: the plane of the data as a layer sees it: its grid, bent and folded, the
 * examples where they are put, and the straight line by which the output divides them.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-csv-private.h"
#include "nabla-field-picture.h"
#include "nabla-figure-private.h"
#include "nabla-label.h"
#include "nabla-plot-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define POINT_RADIUS 3.0
#define POINT_HALO 1.0

enum
{
  SETTING_LAYER
};

static const NablaParamSpec params[] = {
  [SETTING_LAYER] = {
    .name = "layer",
    .title = N_ ("Layer"),
    .help = N_ ("Which hidden layer is looked at, from 0; −1 for the last one."),
    .type = NABLA_PARAM_INTEGER,
    .minimum = -1,
    .maximum = 10000,
    .initial = -1,
  },
  { NULL },
};

static void
widen (double value, double *low, double *high)
{
  if (!isfinite (value))
    return;
  *low = MIN (*low, value);
  *high = MAX (*high, value);
}

/* Returns: whether there is anything to show */
static gboolean
place (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaPlot *plot)
{
  const NablaHiddenSpace *space = snapshot->hidden_space;
  double low[2] = { INFINITY, INFINITY }, high[2] = { -INFINITY, -INFINITY };
  if (space == NULL || space->names == NULL || space->names[0] == NULL)
    return FALSE;
  for (gsize i = 0; i < space->n_points; i++)
    {
      widen (space->u[i], &low[0], &high[0]);
      widen (space->v[i], &low[1], &high[1]);
    }
  for (gsize c = 0; c < (gsize)space->side * space->side; c++)
    {
      widen (space->grid[2 * c], &low[0], &high[0]);
      widen (space->grid[2 * c + 1], &low[1], &high[1]);
    }
  nabla_axis_init (&plot->x, low[0], high[0], FALSE);
  nabla_axis_init (&plot->y, low[1], high[1], FALSE);
  nabla_axis_pad (&plot->x, 0.05);
  nabla_axis_pad (&plot->y, 0.05);
  nabla_figure_apply_window (context, &plot->x, &plot->y);
  nabla_plot_place (plot, context, 0, 0);
  return TRUE;
}

/* Where a crossing of the grid is put, in pixels; NAN for what is not finite. */
static void
crossing (const NablaHiddenSpace *space,
          const NablaPlot *plot,
          guint row,
          guint column,
          double *x,
          double *y)
{
  const float *at = space->grid + 2 * ((gsize)row * space->side + column);
  *x = nabla_axis_place (&plot->x, at[0]);
  *y = nabla_axis_place (&plot->y, at[1]);
}

static void
add_crossing (const NablaHiddenSpace *space,
              const NablaPlot *plot,
              guint row,
              guint column,
              NablaMarks *marks)
{
  double x, y;
  crossing (space, plot, row, column, &x, &y);
  if (isfinite (x) && isfinite (y))
    nabla_marks_point (marks, x, y, row * space->side + column);
  else
    nabla_marks_move (marks);
}

/* Cells of the grid in the color of what the network says there; folds lie on each other. */
static void
draw_cells (const NablaHiddenSpace *space,
            const NablaPlot *plot,
            const NablaFigureContext *context,
            NablaMarks *marks)
{
  NablaField field = {
    .columns = space->side,
    .rows = space->side,
    .n_values = space->n_values,
    .values = space->values,
    .is_probability = space->is_probability,
  };
  NablaValueScale scale = nabla_value_scale (space->is_probability ? NULL : &field, NULL);
  g_autoptr (GBytes) picture = nabla_field_picture (&field, &scale, context->theme);
  gsize size;
  const guint8 *pixels = g_bytes_get_data (picture, &size);
  for (guint r = 0; r + 1 < space->side; r++)
    for (guint c = 0; c + 1 < space->side; c++)
      {
        const guint8 *pixel = pixels + 4 * ((gsize)(space->side - 1 - r) * space->side + c);
        double x[4], y[4];
        crossing (space, plot, r, c, &x[0], &y[0]);
        crossing (space, plot, r, c + 1, &x[1], &y[1]);
        crossing (space, plot, r + 1, c + 1, &x[2], &y[2]);
        crossing (space, plot, r + 1, c, &x[3], &y[3]);
        if (!isfinite (x[0] + x[1] + x[2] + x[3] + y[0] + y[1] + y[2] + y[3]))
          continue;
        NablaMark *mark = nabla_marks_add (marks, NABLA_MARK_POLYGON);
        mark->fill = (NablaColor){ pixel[0] / 255.f, pixel[1] / 255.f, pixel[2] / 255.f, 0.8f };
        for (guint k = 0; k < 4; k++)
          nabla_marks_point (marks, x[k], y[k], r * space->side + c);
      }
}

static void
draw_grid (const NablaHiddenSpace *space,
           const NablaPlot *plot,
           const NablaFigureContext *context,
           NablaMarks *marks)
{
  NablaColor ink = nabla_color (context->theme, NABLA_COLOR_TEXT);
  for (guint i = 0; i < space->side; i++)
    {
      /* Every sixth line is stronger, so that it can be followed through folds. */
      double alpha = i % 6 == 0 ? 0.45 : 0.16;
      nabla_marks_polyline (marks, nabla_color_fade (ink, alpha), context->line_scale)->series = 0;
      for (guint k = 0; k < space->side; k++)
        add_crossing (space, plot, i, k, marks);
      nabla_marks_polyline (marks, nabla_color_fade (ink, alpha), context->line_scale)->series = 1;
      for (guint k = 0; k < space->side; k++)
        add_crossing (space, plot, k, i, marks);
    }
}

static void
draw_points (const NablaSnapshot *snapshot,
             const NablaPlot *plot,
             const NablaFigureContext *context,
             NablaMarks *marks)
{
  const NablaHiddenSpace *space = snapshot->hidden_space;
  guint n_classes = snapshot->n_classes;
  NablaColor surface = nabla_color (context->theme, NABLA_COLOR_SURFACE);
  for (guint k = 0; k < MAX (n_classes, 1); k++)
    for (guint is_hollow = 0; is_hollow < 2; is_hollow++)
      {
        NablaColor color = n_classes > 0 ? nabla_color_class (context->theme, k, n_classes)
                                         : nabla_color_slot (context->theme, 0);
        NablaMark *mark
            = nabla_marks_markers (marks, nabla_marker_slot (k), POINT_RADIUS * context->line_scale,
                                   is_hollow ? surface : color);
        mark->series = (int)k + 2;
        mark->halo = surface;
        mark->halo_width = POINT_HALO;
        if (is_hollow)
          {
            mark->stroke = color;
            mark->line_width = 1.4f;
            mark->radius *= 0.88f;
          }
        for (gsize i = 0; i < space->n_points; i++)
          if ((n_classes == 0 || space->label[i] == (float)k)
              && (space->split[i] != NABLA_SNAPSHOT_TRAIN) == is_hollow && isfinite (space->u[i])
              && isfinite (space->v[i]))
            nabla_marks_point (marks, nabla_axis_place (&plot->x, space->u[i]),
                               nabla_axis_place (&plot->y, space->v[i]), (guint32)i);
      }
}

static void
draw_line (const NablaHiddenSpace *space,
           const NablaPlot *plot,
           const NablaFigureContext *context,
           NablaMarks *marks)
{
  double a = space->line[0], b = space->line[1], c = space->line[2];
  const NablaAxis *x = &plot->x, *y = &plot->y;
  if (!space->has_line || !isfinite (a + b + c) || (a == 0 && b == 0))
    return;
  /* From one side of the room to the other, along the axis that the line crosses less. */
  gboolean is_flat = fabs (b) * (y->high - y->low) >= fabs (a) * (x->high - x->low);
  double ends[4];
  for (guint i = 0; i < 2; i++)
    {
      double along = is_flat ? (i == 0 ? x->low : x->high) : (i == 0 ? y->low : y->high);
      double other = is_flat ? -(a * along + c) / b : -(b * along + c) / a;
      ends[2 * i] = nabla_axis_place (x, is_flat ? along : other);
      ends[2 * i + 1] = nabla_axis_place (y, is_flat ? other : along);
    }
  nabla_marks_line (marks, ends[0], ends[1], ends[2], ends[3],
                    nabla_color_fade (nabla_color (context->theme, NABLA_COLOR_TEXT), 0.8),
                    1.6 * context->line_scale)
      ->series
      = 100;
}

static const char *
axis_name (const NablaHiddenSpace *space, guint k)
{
  static const char *const plain[] = { "a₁", "a₂" };
  return space->is_projected ? (k == 0 ? _ ("component 1") : _ ("component 2")) : plain[k];
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  NablaPlot plot = { 0 };
  if (!place (snapshot, context, &plot))
    {
      gboolean is_seen = snapshot->hidden_space != NULL;
      nabla_figure_message (context, marks,
                            is_seen ? _ ("No Hidden Layer") : _ ("Nothing to Show Yet"),
                            is_seen ? _ ("This network goes from the input to the output at once.")
                                    : _ ("The hidden space appears when examples have been passed "
                                         "through the network."));
      return;
    }
  const NablaHiddenSpace *space = snapshot->hidden_space;
  nabla_plot_draw (&plot, context, axis_name (space, 0), marks);
  nabla_marks_begin_layer (marks);
  nabla_marks_push_clip (marks, plot.x.start, plot.y.end, plot.x.end - plot.x.start,
                         plot.y.start - plot.y.end, 0);
  draw_cells (space, &plot, context, marks);
  draw_grid (space, &plot, context, marks);
  draw_line (space, &plot, context, marks);
  draw_points (snapshot, &plot, context, marks);
  nabla_marks_pop_clip (marks);
  if (plot.is_small)
    return;
  NablaTextStyle style
      = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  style.y_align = NABLA_ALIGN_MIDDLE;
  double y = plot.y.end - NABLA_PLOT_HEAD / 2, width;
  nabla_marks_text (marks, &style, plot.x.start, y, axis_name (space, 1));
  nabla_text_measure (context->pango, &style, axis_name (space, 1), &width, NULL);
  g_autofree char *text = NULL;
  char share[NABLA_LABEL_LENGTH], units[NABLA_LABEL_LENGTH];
  if (space->is_projected)
    /* Translators: a layer, the number of its units, a percentage */
    text = g_strdup_printf (_ ("%1$s: 2 of %2$s dimensions, %3$s%% of the variance"),
                            space->names[space->layer], nabla_label_count (space->units, units),
                            nabla_label_percent (space->explained, share));
  else
    text = g_strdup (space->names[space->layer]);
  style.x_align = 1;
  style.width = context->width - NABLA_SPACE - plot.x.start - width - NABLA_SPACE;
  style.color = nabla_color (context->theme, NABLA_COLOR_TEXT);
  if (style.width > 20)
    nabla_marks_text (marks, &style, context->width - NABLA_SPACE, y, text);
}

/* The example nearest to the pointer */
static void
hover (const NablaSnapshot *snapshot,
       const NablaFigureContext *context,
       double x,
       double y,
       NablaMarks *overlay)
{
  NablaPlot plot = { 0 };
  if (!place (snapshot, context, &plot))
    return;
  const NablaHiddenSpace *space = snapshot->hidden_space;
  double nearest = 14;
  gsize found = space->n_points;
  for (gsize i = 0; i < space->n_points; i++)
    {
      double distance = hypot (nabla_axis_place (&plot.x, space->u[i]) - x,
                               nabla_axis_place (&plot.y, space->v[i]) - y);
      if (distance < nearest)
        {
          nearest = distance;
          found = i;
        }
    }
  if (found == space->n_points)
    return;
  char u[NABLA_LABEL_LENGTH], v[NABLA_LABEL_LENGTH], number[NABLA_LABEL_LENGTH];
  nabla_label_count (space->example[found], number);
  g_autofree char *answer = NULL;
  if (snapshot->n_classes > 0 && space->label[found] >= 0
      && space->label[found] < (float)snapshot->n_classes)
    answer = nabla_figure_class_name (snapshot, (guint)space->label[found]);
  else
    answer = g_strdup (nabla_label_value (space->label[found], u));
  nabla_label_value (space->u[found], u);
  nabla_label_value (space->v[found], v);
  NablaMark *ring = nabla_marks_markers (overlay, NABLA_MARKER_CIRCLE, 6 * context->line_scale,
                                         (NablaColor){ 0 });
  ring->stroke = nabla_color (context->theme, NABLA_COLOR_TEXT);
  ring->line_width = (float)(1.6 * context->line_scale);
  nabla_marks_point (overlay, nabla_axis_place (&plot.x, space->u[found]),
                     nabla_axis_place (&plot.y, space->v[found]), (guint32)found);
  /* Translators: number and class of an example; where it lies on two axes */
  g_autofree char *text
      = g_strdup_printf (_ ("example %1$s: %2$s\n%3$s %4$s, %5$s %6$s"), number, answer,
                         axis_name (space, 0), u, axis_name (space, 1), v);
  nabla_figure_tip (context, overlay, x, y, text);
}

static gboolean
axes (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaAxis *x, NablaAxis *y)
{
  NablaPlot plot = { 0 };
  if (!place (snapshot, context, &plot))
    return FALSE;
  *x = plot.x;
  *y = plot.y;
  return TRUE;
}

/* The share of examples that lie on their class' side of the line. */
static double
share_right (const NablaHiddenSpace *space)
{
  gsize right = 0;
  for (gsize i = 0; i < space->n_points; i++)
    {
      double z = space->line[0] * space->u[i] + space->line[1] * space->v[i] + space->line[2];
      right += (z > 0) == (space->label[i] > 0.5);
    }
  return (double)right / (double)MAX (space->n_points, 1);
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  const NablaHiddenSpace *space = snapshot->hidden_space;
  char share[NABLA_LABEL_LENGTH], units[NABLA_LABEL_LENGTH];
  if (space == NULL || space->names == NULL)
    return g_strdup (_ ("No hidden layer has been looked at yet."));
  if (space->names[0] == NULL)
    return g_strdup (_ ("This network has no hidden layer."));
  const char *name = space->names[space->layer];
  if (space->is_projected)
    /* Translators: a layer; the number of its units; a percentage */
    return g_strdup_printf (
        _ ("Two principal components hold %3$s%% of what the %2$s units of “%1$s” do."), name,
        nabla_label_count (space->units, units), nabla_label_percent (space->explained, share));
  if (space->has_line && snapshot->n_classes == 2 && space->n_points > 0)
    /* Translators: a layer and a percentage */
    return g_strdup_printf (
        _ ("“%1$s” bends the plane so that one straight line tells %2$s%% of the examples apart."),
        name, nabla_label_percent (share_right (space), share));
  return g_strdup_printf (_ ("The plane of the data as “%s” sees it."), name);
}

static void
tabulate (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[] = { "example", "u", "v", "label", "split", NULL };
  static const char *const splits[NABLA_SNAPSHOT_SPLITS] = { "train", "dev", "test" };
  const NablaHiddenSpace *space = snapshot->hidden_space;
  nabla_csv_row (csv, names);
  for (gsize i = 0; space != NULL && i < space->n_points; i++)
    {
      nabla_csv_index (csv, space->example[i]);
      nabla_csv_float (csv, space->u[i]);
      nabla_csv_float (csv, space->v[i]);
      nabla_csv_float (csv, space->label[i]);
      nabla_csv_text (csv, space->split[i] < NABLA_SNAPSHOT_SPLITS ? splits[space->split[i]] : "");
      nabla_csv_end_row (csv);
    }
}

const NablaFigure nabla_figure_hidden_space = {
  .name = "hidden_space",
  .title = N_ ("Hidden Space"),
  .help = N_ ("Where a hidden layer puts the plane of the data: its grid, the examples and the "
              "output's boundary."),
  .section = NABLA_FIGURE_INSIDE,
  .params = params,
  .draw = draw,
  .summary = summary,
  .hover = hover,
  .axes = axes,
  .tabulate = tabulate,
};
