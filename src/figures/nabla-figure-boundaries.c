/* The boundaries of all racers side by side: what each network answers in the plane of two
 * features, with its accuracy on train and dev.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-contour.h"
#include "nabla-csv-private.h"
#include "nabla-field-picture.h"
#include "nabla-figure-private.h"
#include "nabla-label.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define EDGE 12.0
#define GAP 9.0
/* The line over a picture: marker, name, accuracies */
#define HEAD 22.0
#define LEAST_HEAD_WIDTH 96.0
#define CORNER 6.0
#define POINT_RADIUS 2.2
#define MOST_POINTS 600
#define BOUNDARY_WIDTH 1.6
#define BOUNDARY_ALPHA 0.8
/* Width to height of a picture, about which cells are chosen */
#define ASPECT 1.25

typedef struct
{
  double x, y, width, height; /* with the head */
  double head;
} Cell;

typedef struct
{
  const NablaSnapshot *snapshot;
  const NablaRacePicture *race;
  const NablaFigureContext *context;
  guint n, columns, rows;
} Drawing;

static gboolean
has_field (const NablaRacer *racer)
{
  return racer->field != NULL && racer->field->columns > 0 && racer->field->rows > 0
         && racer->field->n_values > 0;
}

static const NablaRacer *
racer_at (const Drawing *self, guint index)
{
  return g_ptr_array_index (self->race->racers, index);
}

/* As many columns as leave the pictures nearest to their aspect. */
static void
divide (Drawing *self)
{
  double best = INFINITY;
  for (guint columns = 1; columns <= self->n; columns++)
    {
      guint rows = (self->n + columns - 1) / columns;
      double width = self->context->width / columns, height = self->context->height / rows - HEAD;
      double off = fabs (log (MAX (width, 1) / MAX (height, 1) / ASPECT))
                   + 0.25 * (columns * rows - self->n);
      if (off < best)
        {
          best = off;
          self->columns = columns;
          self->rows = rows;
        }
    }
}

static gboolean
init (Drawing *self, const NablaSnapshot *snapshot, const NablaFigureContext *context)
{
  *self = (Drawing){ .snapshot = snapshot, .race = snapshot->race, .context = context };
  self->n = self->race != NULL ? self->race->racers->len : 0;
  for (guint i = 0; i < self->n; i++)
    if (has_field (racer_at (self, i)))
      {
        divide (self);
        return TRUE;
      }
  return FALSE;
}

static Cell
cell_at (const Drawing *self, guint index)
{
  double edge = MIN (EDGE, self->context->width / 20), gap = MIN (GAP, edge);
  double width = (self->context->width - 2 * edge + gap) / self->columns - gap;
  double height = (self->context->height - edge - gap / 2 + gap) / self->rows - gap;
  Cell cell = {
    .x = edge + (index % self->columns) * (width + gap),
    .y = gap / 2 + (index / self->columns) * (height + gap),
    .width = MAX (width, 1),
    .height = MAX (height, 1),
  };
  double head = HEAD * self->context->text_scale;
  cell.head
      = width >= LEAST_HEAD_WIDTH * self->context->text_scale && height > 2.5 * head ? head : 0;
  return cell;
}

/* `97.6 · 93.5 %`: train, then dev where there is one. */
static char *
accuracies (const NablaRacer *racer)
{
  char train[NABLA_LABEL_LENGTH], dev[NABLA_LABEL_LENGTH];
  if (racer->state == NABLA_RACER_DIVERGED || isnan (racer->train_accuracy))
    return NULL;
  nabla_label_percent (racer->train_accuracy, train);
  if (isnan (racer->dev_accuracy))
    return g_strdup_printf (_ ("train %s%%"), train);
  nabla_label_percent (racer->dev_accuracy, dev);
  return g_strdup_printf (_ ("train %1$s · dev %2$s%%"), train, dev);
}

static void
draw_head (const Drawing *self, guint index, const Cell *cell, NablaMarks *marks)
{
  const NablaRacer *racer = racer_at (self, index);
  const NablaFigureContext *context = self->context;
  double middle = cell->y + cell->head / 2, scale = context->text_scale, numbers = 0;
  g_autofree char *text = accuracies (racer);
  NablaTextStyle style
      = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  NablaMark *marker = nabla_marks_markers (marks, nabla_marker_slot (racer->slot), 4.5 * scale,
                                           nabla_color_slot (context->theme, racer->slot));
  marker->series = (int)index;
  nabla_marks_point (marks, cell->x + 6 * scale, middle, index);
  style.y_align = NABLA_ALIGN_MIDDLE;
  if (text != NULL)
    nabla_text_measure (context->pango, &style, text, &numbers, NULL);
  double room = cell->width - 16 * scale - numbers - (numbers > 0 ? 8 * scale : 0);
  /* Where both do not fit, the numbers stay: the marker says whose they are. */
  if (text != NULL && cell->width >= numbers + 16 * scale)
    {
      style.x_align = 1;
      nabla_marks_text (marks, &style, cell->x + cell->width, middle, text);
    }
  if (room < 24 * scale)
    return;
  style = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_TEXT);
  style.bold = TRUE;
  style.y_align = NABLA_ALIGN_MIDDLE;
  style.width = room;
  nabla_marks_text (marks, &style, cell->x + 16 * scale, middle, racer->name);
}

static void
draw_class (const Drawing *self,
            const NablaRacer *racer,
            guint k,
            gboolean is_train,
            const NablaAxis *x,
            const NablaAxis *y,
            NablaMarks *marks)
{
  const NablaPoints *points = racer->points;
  NablaColor color = nabla_color_class (self->context->theme, k, self->snapshot->n_classes);
  NablaColor surface = nabla_color (self->context->theme, NABLA_COLOR_SURFACE);
  gsize stride = (points->n + MOST_POINTS - 1) / MOST_POINTS;
  double radius = POINT_RADIUS * self->context->line_scale;
  NablaMark *mark = nabla_marks_markers (
      marks, nabla_marker_slot (k), is_train ? radius : 0.8 * radius, is_train ? color : surface);
  mark->halo = is_train ? surface : color;
  mark->halo_width = is_train ? 0.8f : 1.0f;
  for (gsize i = 0; i < points->n; i += stride)
    if (points->label[i] == (float)k && (points->split[i] == NABLA_SNAPSHOT_TRAIN) == is_train
        && isfinite (points->x[i]) && isfinite (points->y[i]))
      nabla_marks_point (marks, nabla_axis_place (x, points->x[i]),
                         nabla_axis_place (y, points->y[i]), (guint32)i);
}

static void
draw_plane (const Drawing *self, guint index, const Cell *cell, NablaMarks *marks)
{
  const NablaRacer *racer = racer_at (self, index);
  const NablaField *field = racer->field;
  NablaTheme theme = self->context->theme;
  double top = cell->y + cell->head, height = cell->height - cell->head;
  NablaValueScale scale = nabla_value_scale (field, racer->points);
  NablaAxis x, y;
  nabla_axis_init (&x, field->x_minimum, field->x_maximum, FALSE);
  nabla_axis_init (&y, field->y_minimum, field->y_maximum, FALSE);
  x.start = cell->x;
  x.end = cell->x + cell->width;
  y.start = top + height;
  y.end = top;

  nabla_marks_push_clip (marks, cell->x, top, cell->width, height, CORNER);
  NablaMark *picture
      = nabla_marks_picture (marks, cell->x, top, cell->width, height, field->columns, field->rows,
                             nabla_field_picture (field, &scale, theme), TRUE);
  picture->series = (int)index;
  nabla_marks_set_index (marks, index);
  if (field->is_probability && field->n_values == 1)
    {
      NablaColor ink = nabla_color_fade (nabla_color (theme, NABLA_COLOR_TEXT), BOUNDARY_ALPHA);
      nabla_marks_polyline (marks, ink, BOUNDARY_WIDTH * self->context->line_scale);
      nabla_contour_draw (field->values, field->columns, field->rows, 0.5f, cell->x, top,
                          cell->width, height, marks);
    }
  for (guint k = 0; racer->points != NULL && k < self->snapshot->n_classes; k++)
    {
      draw_class (self, racer, k, FALSE, &x, &y, marks);
      draw_class (self, racer, k, TRUE, &x, &y, marks);
    }
  nabla_marks_pop_clip (marks);
}

/* What happened to a racer that has no answer any more. */
static void
draw_end (const Drawing *self, guint index, const Cell *cell, NablaMarks *marks)
{
  const NablaRacer *racer = racer_at (self, index);
  char step[NABLA_LABEL_LENGTH];
  g_autofree char *text
      = g_strdup_printf (_ ("diverged at step %s"), nabla_label_count (racer->state_step, step));
  NablaTextStyle style
      = nabla_figure_text_style (self->context, NABLA_TEXT_BODY, NABLA_COLOR_ERROR);
  style.bold = TRUE;
  style.x_align = 0.5;
  style.y_align = NABLA_ALIGN_MIDDLE;
  style.halo = nabla_color (self->context->theme, NABLA_COLOR_SURFACE);
  style.halo_width = 3;
  style.width = cell->width - 12;
  style.max_lines = 2;
  nabla_marks_text (marks, &style, cell->x + cell->width / 2,
                    cell->y + cell->head + (cell->height - cell->head) / 2, text);
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  Drawing self;
  if (!init (&self, snapshot, context))
    {
      nabla_figure_message (context, marks, _ ("No Boundaries to Show"),
                            _ ("Boundaries are drawn in the plane of two features."));
      return;
    }
  for (guint i = 0; i < self.n; i++)
    {
      Cell cell = cell_at (&self, i);
      if (has_field (racer_at (&self, i)))
        draw_plane (&self, i, &cell, marks);
    }
  nabla_marks_begin_layer (marks);
  for (guint i = 0; i < self.n; i++)
    {
      Cell cell = cell_at (&self, i);
      if (cell.head > 0)
        draw_head (&self, i, &cell, marks);
      if (racer_at (&self, i)->state == NABLA_RACER_DIVERGED)
        draw_end (&self, i, &cell, marks);
    }
}

/* Says what the network under the pointer answers there. */
static void
hover (const NablaSnapshot *snapshot,
       const NablaFigureContext *context,
       double x,
       double y,
       NablaMarks *overlay)
{
  Drawing self;
  if (!init (&self, snapshot, context))
    return;
  for (guint i = 0; i < self.n; i++)
    {
      const NablaRacer *racer = racer_at (&self, i);
      Cell cell = cell_at (&self, i);
      double right = (x - cell.x) / cell.width;
      double down = (y - cell.y - cell.head) / (cell.height - cell.head);
      if (!has_field (racer) || right < 0 || right >= 1 || down < 0 || down >= 1)
        continue;
      const NablaField *field = racer->field;
      gsize column = (gsize)(right * field->columns), row = (gsize)((1 - down) * field->rows);
      const float *values
          = field->values
            + (MIN (row, field->rows - 1) * field->columns + column) * field->n_values;
      guint best = 0;
      for (guint k = 1; k < field->n_values; k++)
        best = values[k] > values[best] ? k : best;
      char number[NABLA_LABEL_LENGTH];
      guint class = field->n_values > 1 ? best : 1;
      g_autofree char *name
          = class < snapshot->n_classes ? nabla_figure_class_name (snapshot, class) : NULL;
      g_autofree char *text
          = !field->is_probability || name == NULL
                ? g_strdup_printf ("%s: %s", racer->name, nabla_label_value (values[0], number))
                : g_strdup_printf ("%s: P(%s) = %s%%", racer->name, name,
                                   nabla_label_percent (values[best], number));
      nabla_figure_tip (context, overlay, x, y, text);
      return;
    }
}

/* Who is best on dev, and who has learned most by heart. */
static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  const NablaRacer *best = NULL, *widest = NULL;
  for (guint i = 0; snapshot->race != NULL && i < snapshot->race->racers->len; i++)
    {
      const NablaRacer *racer = g_ptr_array_index (snapshot->race->racers, i);
      if (racer->state == NABLA_RACER_DIVERGED || isnan (racer->train_accuracy))
        continue;
      gboolean has_dev = !isnan (racer->dev_accuracy);
      double score = has_dev ? racer->dev_accuracy : racer->train_accuracy;
      double gap = has_dev ? racer->train_accuracy - racer->dev_accuracy : 0;
      if (best == NULL
          || score > (isnan (best->dev_accuracy) ? best->train_accuracy : best->dev_accuracy))
        best = racer;
      if (has_dev && (widest == NULL || gap > widest->train_accuracy - widest->dev_accuracy))
        widest = racer;
    }
  if (best == NULL)
    return g_strdup (_ ("Nobody has been measured yet."));
  char score[NABLA_LABEL_LENGTH], gap[NABLA_LABEL_LENGTH];
  if (isnan (best->dev_accuracy))
    return g_strdup_printf (_ ("%1$s is best on train: %2$s%%."), best->name,
                            nabla_label_percent (best->train_accuracy, score));
  nabla_label_percent (best->dev_accuracy, score);
  double points = 100 * (widest->train_accuracy - widest->dev_accuracy);
  if (points < 1)
    return g_strdup_printf (_ ("%1$s is best on dev: %2$s%%."), best->name, score);
  g_snprintf (gap, sizeof gap, "%.1f", points);
  return g_strdup_printf (_ ("%1$s is best on dev: %2$s%%; %3$s is %4$s points better on train."),
                          best->name, score, widest->name, gap);
}

/* A row a racer */
static void
tabulate (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[]
      = { "racer", "step", "train_accuracy", "dev_accuracy", "train_cost", "diverged_step", NULL };
  nabla_csv_row (csv, names);
  for (guint i = 0; snapshot->race != NULL && i < snapshot->race->racers->len; i++)
    {
      const NablaRacer *racer = g_ptr_array_index (snapshot->race->racers, i);
      nabla_csv_text (csv, racer->name);
      nabla_csv_index (csv, racer->step);
      nabla_csv_number (csv, racer->train_accuracy);
      nabla_csv_number (csv, racer->dev_accuracy);
      nabla_csv_number (csv, racer->cost);
      if (racer->state == NABLA_RACER_DIVERGED)
        nabla_csv_index (csv, racer->state_step);
      else
        nabla_csv_text (csv, "");
      nabla_csv_end_row (csv);
    }
}

const NablaFigure nabla_figure_boundaries = {
  .name = "boundaries",
  .title = N_ ("Boundaries"),
  .help = N_ ("What the network of each racer answers in the plane of two features, side by side."),
  .is_apart = TRUE,
  .draw = draw,
  .summary = summary,
  .hover = hover,
  .tabulate = tabulate,
};
