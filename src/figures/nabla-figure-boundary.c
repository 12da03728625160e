/* The decision boundary: what the model answers everywhere in the plane of two
 * features, and the examples on it. Filled points were trained on, hollow ones
 * were not.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-boundary-key-private.h"
#include "nabla-contour.h"
#include "nabla-field-axes-private.h"
#include "nabla-field-picture.h"
#include "nabla-label.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define POINT_RADIUS 3.3
#define POINT_HALO 1.1
/* From so many points on they shrink, and no more than so many are drawn. */
#define MANY_POINTS 1000
#define MOST_POINTS 20000
#define RING_RADIUS 9.0
#define BOUNDARY_WIDTH 1.6
#define BOUNDARY_ALPHA 0.8

typedef struct {
  const NablaSnapshot *snapshot;
  const NablaFigureContext *context;
  NablaMarks *marks;
  const NablaField *field;  /* (nullable) */
  NablaAxis x, y;
  double left, top, width, height;  /* where the whole field lies */
  NablaValueScale scale;
} Drawing;

static gboolean
has_cells (const NablaField *field)
{
  return field != NULL && field->columns > 0 && field->rows > 0 && field->n_values > 0;
}

static gboolean
has_one_feature (const NablaSnapshot *snapshot)
{
  return snapshot->layers != NULL && snapshot->layers->len > 0
         && ((const NablaLayerPicture *) snapshot->layers->pdata[0])->units == 1;
}

static void
range_of (const float *values, gsize n, double *low, double *high)
{
  *low = INFINITY;
  *high = -INFINITY;
  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]))
      {
        *low = MIN (*low, values[i]);
        *high = MAX (*high, values[i]);
      }
}

static gboolean
axes (const NablaSnapshot *snapshot,
      const NablaFigureContext *context,
      NablaAxis *x,
      NablaAxis *y)
{
  const NablaField *field = snapshot->field;
  const NablaPoints *points = snapshot->points;
  double low, high;
  if (has_cells (field))
    {
      nabla_axis_init (x, field->x_minimum, field->x_maximum, FALSE);
      nabla_axis_init (y, field->y_minimum, field->y_maximum, FALSE);
    }
  else if (points != NULL && points->n > 0)
    {
      range_of (points->x, points->n, &low, &high);
      nabla_axis_init (x, low, high, FALSE);
      range_of (points->y, points->n, &low, &high);
      nabla_axis_init (y, low, high, FALSE);
      nabla_axis_pad (x, 0.06);
      nabla_axis_pad (y, 0.06);
    }
  else
    return FALSE;
  nabla_figure_apply_window (context, x, y);
  x->end = context->width;
  y->start = context->height;
  return TRUE;
}

static void
place_field (Drawing *self)
{
  self->width = self->context->width;
  self->height = self->context->height;
  if (!self->context->window.is_zoomed)
    return;
  self->left = nabla_axis_place (&self->x, self->field->x_minimum);
  self->top = nabla_axis_place (&self->y, self->field->y_maximum);
  self->width = nabla_axis_place (&self->x, self->field->x_maximum) - self->left;
  self->height = nabla_axis_place (&self->y, self->field->y_minimum) - self->top;
}

static void
add_level (const Drawing *self, const float *values, float level)
{
  nabla_contour_draw (values, self->field->columns, self->field->rows, level, self->left,
                      self->top, self->width, self->height, self->marks);
}

/* The lines on which the probability of a class equals the largest other one;
 * a line between two classes belongs to the first of them. */
static void
add_class_boundaries (const Drawing *self)
{
  const NablaField *field = self->field;
  guint n = field->n_values;
  gsize n_cells = (gsize) field->columns * field->rows;
  g_autofree float *margin = g_new (float, n_cells);
  for (guint k = 0; k < n; k++)
    {
      gboolean is_anywhere = FALSE;
      for (gsize i = 0; i < n_cells; i++)
        {
          const float *p = field->values + i * n;
          float other = -INFINITY;
          for (guint j = 0; j < n; j++)
            if (j != k)
              other = MAX (other, p[j]);
          margin[i] = p[k] - other;
          is_anywhere = is_anywhere || margin[i] >= 0;
        }
      if (is_anywhere)
        add_level (self, margin, 0);
    }
}

static void
draw_boundary (const Drawing *self)
{
  const NablaField *field = self->field;
  if (!field->is_probability)
    return;
  NablaColor ink = nabla_color_fade (nabla_color (self->context->theme, NABLA_COLOR_TEXT),
                                     BOUNDARY_ALPHA);
  nabla_marks_polyline (self->marks, ink, BOUNDARY_WIDTH * self->context->line_scale);
  if (field->n_values > 1)
    add_class_boundaries (self);
  else
    add_level (self, field->values, 0.5f);
}

/* Styles the last mark as points of a color, filled or hollow. */
static void
style_points (const Drawing *self, NablaMark *mark, NablaColor color, gboolean is_hollow)
{
  NablaColor surface = nabla_color (self->context->theme, NABLA_COLOR_SURFACE);
  double shrink = mark->radius / POINT_RADIUS;
  mark->fill = is_hollow ? surface : color;
  if (is_hollow)
    {
      mark->stroke = color;
      mark->line_width = (float) (1.5 * shrink);
      mark->radius *= 0.88f;
    }
  mark->halo = surface;
  mark->halo_width = (float) (POINT_HALO * shrink);
}

static double
point_radius (const Drawing *self)
{
  double n = (double) self->snapshot->points->n;
  double shrink = n > MANY_POINTS ? MAX (sqrt (MANY_POINTS / n), 0.4) : 1;
  return POINT_RADIUS * shrink * self->context->line_scale;
}

/* Adds the points of a class in or outside of the training set to one mark. */
static void
add_class_points (const Drawing *self, guint k, guint n_classes, gboolean is_hollow)
{
  const NablaPoints *points = self->snapshot->points;
  gsize stride = (points->n + MOST_POINTS - 1) / MOST_POINTS;
  NablaMark *mark = nabla_marks_markers (self->marks, nabla_marker_slot (k), point_radius (self),
                                         (NablaColor) { 0 });
  mark->series = (int) k;
  style_points (self, mark, nabla_color_class (self->context->theme, k, n_classes), is_hollow);
  for (gsize i = 0; i < points->n; i += stride)
    if (points->label[i] == (float) k
        && (points->split[i] != NABLA_SNAPSHOT_TRAIN) == is_hollow && isfinite (points->x[i])
        && isfinite (points->y[i]))
      nabla_marks_point (self->marks, nabla_axis_place (&self->x, points->x[i]),
                         nabla_axis_place (&self->y, points->y[i]), (guint32) i);
}

/* Points of a regression: each has the color of its value, and a rim of ink,
 * because that color may be the ground's. */
static void
add_value_points (const Drawing *self)
{
  const NablaPoints *points = self->snapshot->points;
  gsize stride = (points->n + MOST_POINTS - 1) / MOST_POINTS;
  NablaColor ink = nabla_color_fade (nabla_color (self->context->theme, NABLA_COLOR_TEXT), 0.6);
  for (gsize i = 0; i < points->n; i += stride)
    {
      if (!isfinite (points->x[i]) || !isfinite (points->y[i]) || !isfinite (points->label[i]))
        continue;
      gboolean is_hollow = points->split[i] != NABLA_SNAPSHOT_TRAIN;
      NablaColor color
        = nabla_value_scale_color (&self->scale, self->context->theme, points->label[i]);
      NablaMark *mark = nabla_marks_markers (self->marks, NABLA_MARKER_CIRCLE, point_radius (self),
                                             color);
      style_points (self, mark, color, is_hollow);
      mark->halo = ink;
      mark->halo_width = 0.8f;
      mark->series = 0;
      nabla_marks_point (self->marks, nabla_axis_place (&self->x, points->x[i]),
                         nabla_axis_place (&self->y, points->y[i]), (guint32) i);
    }
}

static void
draw_points (const Drawing *self)
{
  if (self->snapshot->points == NULL)
    return;
  guint n_classes = self->snapshot->n_classes;
  if (n_classes == 0)
    add_value_points (self);
  for (guint k = 0; k < n_classes; k++)
    {
      add_class_points (self, k, n_classes, FALSE);
      add_class_points (self, k, n_classes, TRUE);
    }
}

/* A ring around the example that somebody looks at, if the plane has two of its
 * features. */
static void
draw_example (const Drawing *self)
{
  const NablaExample *example = self->snapshot->example;
  char **names = self->snapshot->feature_names;
  double place[2] = { NAN, NAN };
  if (example == NULL || self->field == NULL || names == NULL)
    return;
  for (guint j = 0; j < example->n_x && names[j] != NULL; j++)
    {
      if (g_strcmp0 (names[j], self->field->x_name) == 0)
        place[0] = nabla_axis_place (&self->x, example->x[j]);
      if (g_strcmp0 (names[j], self->field->y_name) == 0)
        place[1] = nabla_axis_place (&self->y, example->x[j]);
    }
  if (!isfinite (place[0]) || !isfinite (place[1]))
    return;
  NablaMark *mark = nabla_marks_markers (self->marks, NABLA_MARKER_CIRCLE, RING_RADIUS * self->context->line_scale,
                                         (NablaColor) { 0 });
  mark->stroke = nabla_color (self->context->theme, NABLA_COLOR_TEXT);
  mark->line_width = (float) (2 * self->context->line_scale);
  nabla_marks_point (self->marks, place[0], place[1], 0);
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  Drawing self = { snapshot, context, marks,
                   .field = has_cells (snapshot->field) ? snapshot->field : NULL };
  if (!axes (snapshot, context, &self.x, &self.y))
    {
      if (has_one_feature (snapshot))
        nabla_figure_message (context, marks, _("No Plane to Show"),
                              _("The boundary needs two features, and these data have one."));
      else
        nabla_figure_message (context, marks, _("Nothing to Show Yet"),
                              _("The boundary is drawn in the plane of two features."));
      return;
    }

  self.scale = nabla_value_scale (self.field, snapshot->points);
  nabla_marks_push_clip (marks, 0, 0, context->width, context->height, 0);
  if (self.field != NULL)
    {
      place_field (&self);
      nabla_marks_picture (marks, self.left, self.top, self.width, self.height,
                           self.field->columns, self.field->rows,
                           nabla_field_picture (self.field, &self.scale, context->theme), TRUE);
      draw_boundary (&self);
    }
  nabla_marks_pop_clip (marks);

  nabla_marks_begin_layer (marks);
  nabla_marks_push_clip (marks, 0, 0, context->width, context->height, 0);
  draw_points (&self);
  draw_example (&self);
  nabla_marks_pop_clip (marks);

  nabla_marks_begin_layer (marks);
  nabla_field_axes_draw (&self.x, &self.y, self.field != NULL ? self.field->x_name : NULL,
                         self.field != NULL ? self.field->y_name : NULL, context, marks);
  if (snapshot->n_classes > 0)
    nabla_boundary_class_key (snapshot, context, marks);
  else
    nabla_boundary_value_key (&self.scale, snapshot->label_name, context, marks);
}

/* Says what the model answers at the cell under the pointer. */
static void
hover (const NablaSnapshot *snapshot,
       const NablaFigureContext *context,
       double x,
       double y,
       NablaMarks *overlay)
{
  const NablaField *field = snapshot->field;
  NablaAxis x_axis, y_axis;
  if (!has_cells (field) || !axes (snapshot, context, &x_axis, &y_axis))
    return;
  double right = (nabla_axis_value (&x_axis, x) - field->x_minimum)
                 / (field->x_maximum - field->x_minimum) * field->columns;
  double up = (nabla_axis_value (&y_axis, y) - field->y_minimum)
              / (field->y_maximum - field->y_minimum) * field->rows;
  if (!(right >= 0 && right <= field->columns && up >= 0 && up <= field->rows))
    return;
  gsize column = MIN ((gsize) right, field->columns - 1), row = MIN ((gsize) up, field->rows - 1);
  const float *values = field->values + (row * field->columns + column) * field->n_values;

  guint best = 0;
  for (guint k = 1; k < field->n_values; k++)
    if (values[k] > values[best])
      best = k;
  char number[NABLA_LABEL_LENGTH];
  g_autofree char *text = NULL;
  if (!field->is_probability)
    text = g_strdup (nabla_label_value (values[0], number));
  else if (field->n_values == 1 && snapshot->n_classes < 2)
    text = g_strdup_printf ("%s%%", nabla_label_percent (values[0], number));
  else
    {
      guint k = field->n_values > 1 ? MIN (best, MAX (snapshot->n_classes, 1) - 1) : 1;
      g_autofree char *name = nabla_figure_class_name (snapshot, k);
      text = g_strdup_printf ("P(%s) = %s%%", name, nabla_label_percent (values[best], number));
    }
  nabla_figure_tip (context, overlay, x, y, text);
}

static char *
summarize_classes (const NablaMetrics *train, const NablaMetrics *dev)
{
  char first[NABLA_LABEL_LENGTH], second[NABLA_LABEL_LENGTH];
  if (!isfinite (train->accuracy))
    return g_strdup (_("Not measured yet; filled points are trained on, hollow ones are not."));
  if (dev->m > 0 && isfinite (dev->accuracy))
    /* Translators: two percentages */
    return g_strdup_printf (
      _("Train accuracy %1$s%%, dev %2$s%%; hollow points are not trained on."),
      nabla_label_percent (train->accuracy, first), nabla_label_percent (dev->accuracy, second));
  guint64 right = (guint64) llround (train->accuracy * (double) train->m);
  /* Translators: two numbers of examples, both written as numbers */
  return g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "%1$s of %2$s example right.", "%1$s of %2$s examples right.",
                 (gulong) MIN (train->m, G_MAXINT32)),
    nabla_label_count ((gint64) right, first), nabla_label_count ((gint64) train->m, second));
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  const NablaMetrics *train = &snapshot->metrics[NABLA_SNAPSHOT_TRAIN];
  const NablaMetrics *dev = &snapshot->metrics[NABLA_SNAPSHOT_DEV];
  if (train->m == 0)
    return g_strdup (_("The model has not been measured yet."));
  if (snapshot->n_classes > 0)
    return summarize_classes (train, dev);

  char first[NABLA_LABEL_LENGTH], second[NABLA_LABEL_LENGTH];
  nabla_label_value (train->rmse, first);
  if (dev->m == 0)
    /* Translators: an error in the unit of the predicted value */
    return g_strdup_printf (_("Root mean squared error: train %s."), first);
  return g_strdup_printf (_("Root mean squared error: train %1$s, dev %2$s."), first,
                          nabla_label_value (dev->rmse, second));
}

const NablaFigure nabla_figure_boundary = {
  .name = "boundary",
  .title = N_("Decision Boundary"),
  .help = N_("What the model answers everywhere in the plane of two features, and the examples."),
  .section = NABLA_FIGURE_DATA_AND_MODEL,
  .draw = draw,
  .summary = summary,
  .hover = hover,
  .axes = axes,
};
