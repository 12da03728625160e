/* Units: which of a layer are the same unit. In the plane of two features a unit of the
 * first layer is the line w·x + b = 0; equal units have one line, which says how many they
 * are. Elsewhere it is a row of weights, equal rows together.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-csv-private.h"
#include "nabla-field-axes-private.h"
#include "nabla-figure-private.h"
#include "nabla-label-layout.h"
#include "nabla-label.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define POINT_RADIUS 2.6
#define LINE_WIDTH 2.2
/* The lines of equal units stand so far beside each other, at most so many of them. */
#define OFFSET 3.0
#define MOST_BESIDE 5
/* From so many different lines on, only those of several units have a label. */
#define MANY_GROUPS 8
#define GAP 6.0

enum
{
  SETTING_LAYER,
  SETTING_SHOW
};
enum
{
  SHOW_AUTOMATIC,
  SHOW_LINES,
  SHOW_WEIGHTS,
  SHOW_SIMILARITY
};

static const char *const shows[] = { "automatic", "lines", "weights", "similarity", NULL };

static const NablaParamSpec params[] = {
  [SETTING_LAYER] = {
    .name = "layer",
    .title = N_ ("Layer"),
    .help = N_ ("Which layer is shown, from 0."),
    .type = NABLA_PARAM_INTEGER,
    .maximum = 10000,
  },
  [SETTING_SHOW] = {
    .name = "show",
    .title = N_ ("Picture"),
    .help = N_ ("Lines in the plane of two features, weights as rows, or the cosine of the angle "
                "between two units; automatic takes lines where there are any."),
    .type = NABLA_PARAM_CHOICE,
    .choices = shows,
  },
  { NULL },
};

typedef struct
{
  const NablaSnapshot *snapshot;
  const NablaUnits *units;
  const NablaUnitsLayer *layer;
  const NablaFigureContext *context;
  NablaMarks *marks;
  gboolean is_lines, is_similarity;
  NablaAxis x, y;
  /* of a matrix */
  guint n, columns;
  guint32 *order; /* units, group by group */
  double left, top, width, height;
} Drawing;

static const NablaUnitsLayer *
choose_layer (const NablaUnits *units, const double *settings)
{
  if (units == NULL || units->n_layers == 0)
    return NULL;
  return &units->layers[(guint)MIN (settings[SETTING_LAYER], units->n_layers - 1)];
}

static gboolean
choose (Drawing *self,
        const NablaSnapshot *snapshot,
        const NablaFigureContext *context,
        NablaMarks *marks)
{
  double show = context->settings[SETTING_SHOW];
  *self = (Drawing){
    .snapshot = snapshot, .units = snapshot->units, .context = context, .marks = marks
  };
  self->layer = choose_layer (self->units, context->settings);
  if (self->layer == NULL || self->layer->units == 0)
    return FALSE;
  gboolean has_lines = self->units->has_lines && self->layer == &self->units->layers[0];
  self->is_lines = has_lines && (show == SHOW_AUTOMATIC || show == SHOW_LINES);
  self->is_similarity = show == SHOW_SIMILARITY;
  return TRUE;
}

static guint
group_size (const NablaUnitsLayer *layer, guint32 group)
{
  guint n = 0;
  for (guint u = 0; u < layer->units; u++)
    n += layer->group[u] == group;
  return n;
}

/* The part of a·x + b·y + c = 0 within both axes, as pixels. */
static gboolean
clip_line (const Drawing *self, const float *line, double ends[4])
{
  double a = line[0], b = line[1], c = line[2], found[4][2];
  const NablaAxis *x = &self->x, *y = &self->y;
  guint n = 0;
  if (!isfinite (a) || !isfinite (b) || !isfinite (c) || (a == 0 && b == 0))
    return FALSE;
  const double xs[] = { x->low, x->high }, ys[] = { y->low, y->high };
  for (guint i = 0; i < 2; i++)
    {
      double at = b != 0 ? -(a * xs[i] + c) / b : NAN;
      if (at >= y->low && at <= y->high)
        {
          found[n][0] = xs[i];
          found[n++][1] = at;
        }
      at = a != 0 ? -(b * ys[i] + c) / a : NAN;
      if (n < 4 && at > x->low && at < x->high)
        {
          found[n][0] = at;
          found[n++][1] = ys[i];
        }
    }
  if (n < 2)
    return FALSE;
  ends[0] = nabla_axis_place (x, found[0][0]);
  ends[1] = nabla_axis_place (y, found[0][1]);
  ends[2] = nabla_axis_place (x, found[n - 1][0]);
  ends[3] = nabla_axis_place (y, found[n - 1][1]);
  return hypot (ends[2] - ends[0], ends[3] - ends[1]) > 1;
}

static void
place_plane (Drawing *self)
{
  const NablaUnits *units = self->units;
  nabla_axis_init (&self->x, units->x_minimum, units->x_maximum, FALSE);
  nabla_axis_init (&self->y, units->y_minimum, units->y_maximum, FALSE);
  nabla_figure_apply_window (self->context, &self->x, &self->y);
  self->x.end = self->context->width;
  self->y.start = self->context->height;
}

static void
draw_points (const Drawing *self)
{
  const NablaUnits *units = self->units;
  guint n_classes = self->snapshot->n_classes;
  double shrink = units->n_points > 500 ? MAX (sqrt (500.0 / units->n_points), 0.5) : 1;
  for (guint k = 0; k < MAX (n_classes, 1); k++)
    {
      NablaColor color = n_classes > 0
                             ? nabla_color_class (self->context->theme, k, n_classes)
                             : nabla_color (self->context->theme, NABLA_COLOR_SECONDARY_TEXT);
      NablaMark *mark = nabla_marks_markers (self->marks, nabla_marker_slot (k),
                                             POINT_RADIUS * shrink * self->context->line_scale,
                                             nabla_color_fade (color, 0.55));
      mark->series = -1;
      for (gsize i = 0; i < units->n_points; i++)
        if ((n_classes == 0 || units->label[i] == (float)k) && isfinite (units->x[i])
            && isfinite (units->y[i]))
          nabla_marks_point (self->marks, nabla_axis_place (&self->x, units->x[i]),
                             nabla_axis_place (&self->y, units->y[i]), (guint32)i);
    }
}

/* One line of a group, and dashed ones beside it for the units that have the same. */
static void
draw_group (
    const Drawing *self, guint32 group, guint size, const double ends[4], NablaLabels *labels)
{
  static const guint slots[] = { 0, 1, 2, 3 };
  double dx = ends[2] - ends[0], dy = ends[3] - ends[1], length = hypot (dx, dy);
  double scale = self->context->line_scale;
  guint slot = slots[group % G_N_ELEMENTS (slots)], beside = MIN (size, MOST_BESIDE);
  NablaColor color = nabla_color_slot (self->context->theme, slot);
  for (guint i = 0; i < beside; i++)
    {
      double aside = (i - (beside - 1) / 2.0) * OFFSET * scale;
      double ox = -dy / length * aside, oy = dx / length * aside;
      NablaMark *mark
          = nabla_marks_line (self->marks, ends[0] + ox, ends[1] + oy, ends[2] + ox, ends[3] + oy,
                              color, (size > 1 ? 1.6 : LINE_WIDTH) * scale);
      mark->series = (int)group;
      mark->dash = size > 1 && i % 2 == 1 ? NABLA_DASH_LONG : NABLA_DASH_NONE;
    }
  if (size == 1 && self->layer->n_groups > MANY_GROUPS)
    return;
  NablaTextStyle style
      = nabla_figure_text_style (self->context, NABLA_TEXT_CAPTION, NABLA_COLOR_TEXT);
  style.bold = TRUE;
  style.y_align = NABLA_ALIGN_MIDDLE;
  style.halo = nabla_color_fade (nabla_color (self->context->theme, NABLA_COLOR_SURFACE), 0.8);
  style.halo_width = 3;
  guint first = 0;
  while (first < self->layer->units && self->layer->group[first] != group)
    first++;
  g_autofree char *text
      = size > 1 ? g_strdup_printf ("×%u", size) : g_strdup_printf ("%u", first + 1);
  double width, height;
  nabla_text_measure (self->context->pango, &style, text, &width, &height);
  /* Somewhat inside of the end that lies more to the right; groups keep apart. */
  double t = ends[2] > ends[0] ? 0.86 : 0.14;
  t += (ends[2] > ends[0] ? -1 : 1) * 0.11 * (group % 5);
  double x = CLAMP (ends[0] + t * dx + 6, 60, MAX (self->context->width - width - 6, 60));
  nabla_labels_add (labels, self->context->pango, &style, x, ends[1] + t * dy - height / 2 - 4,
                    text);
}

static void
draw_lines (Drawing *self)
{
  const NablaUnitsLayer *layer = self->layer;
  place_plane (self);
  draw_points (self);
  nabla_marks_begin_layer (self->marks);
  g_autoptr (NablaLabels) labels = nabla_labels_new ();
  guint n_drawn = 0;
  for (guint u = 0; u < layer->n_shown; u++)
    {
      double ends[4];
      guint32 group = layer->group[u];
      gboolean is_first = TRUE;
      for (guint v = 0; is_first && v < u; v++)
        is_first = layer->group[v] != group;
      if (!is_first || !clip_line (self, self->units->lines + 3 * u, ends))
        continue;
      draw_group (self, group, group_size (layer, group), ends, labels);
      n_drawn++;
    }
  nabla_marks_begin_layer (self->marks);
  double line;
  NablaTextStyle style
      = nabla_figure_text_style (self->context, NABLA_TEXT_CAPTION, NABLA_COLOR_TEXT);
  nabla_text_measure (self->context->pango, &style, "0", NULL, &line);
  if (self->context->width < 15 * line || self->context->height < 9 * line)
    return;
  nabla_field_axes_draw (&self->x, &self->y, self->units->x_name, self->units->y_name,
                         self->context, self->marks);
  if (n_drawn == 0)
    {
      style.bold = TRUE;
      style.x_align = 0.5;
      style.y_align = NABLA_ALIGN_MIDDLE;
      style.halo = nabla_color_fade (nabla_color (self->context->theme, NABLA_COLOR_SURFACE), 0.8);
      style.halo_width = 3;
      style.width = self->context->width / 2;
      nabla_marks_text (self->marks, &style, self->context->width / 2, self->context->height / 2,
                        layer->weights_zero ? _ ("w = 0: no line") : _ ("no line in this plane"));
      return;
    }
  nabla_labels_draw (labels, 2 * line, self->context->height - 2 * line, self->marks);
}

static void
order_units (Drawing *self)
{
  const NablaUnitsLayer *layer = self->layer;
  guint n = 0;
  self->n = layer->n_shown;
  self->order = g_new (guint32, self->n);
  for (guint32 g = 0; g < layer->n_groups && n < self->n; g++)
    for (guint u = 0; u < self->n; u++)
      if (layer->group[u] == g)
        self->order[n++] = u;
}

/* The words beside a matrix, above it and at its right. */
static void
place_matrix (Drawing *self)
{
  const NablaFigureContext *context = self->context;
  NablaTextStyle style = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_TEXT);
  double line, width;
  style.bold = TRUE;
  g_autofree char *widest = g_strdup_printf ("×%u", self->layer->units);
  nabla_text_measure (context->pango, &style, widest, &width, &line);
  gboolean is_small = context->width < 15 * line || context->height < 7 * line;
  self->columns
      = self->is_similarity ? self->n : self->layer->n_columns + (self->layer->biases != NULL);
  self->left = is_small ? 4 : NABLA_SPACE + width + GAP;
  self->top = is_small ? 4 : NABLA_SPACE + line + GAP;
  double right = is_small ? 4 : NABLA_SPACE + width + GAP, bottom = is_small ? 4 : NABLA_SPACE;
  double room_x = MAX (context->width - self->left - right, 1);
  double room_y = MAX (context->height - self->top - bottom, 1);
  double cell = MIN (MIN (room_x / MAX (self->columns, 1), room_y / MAX (self->n, 1)), 40);
  double stretch = self->is_similarity ? cell : MIN (room_x / MAX (self->columns, 1), 3 * cell);
  self->width = stretch * self->columns;
  self->height = cell * self->n;
  self->left += floor (MAX (room_x - self->width, 0) / 2);
}

static double
cell_value (const Drawing *self, guint row, guint column)
{
  const NablaUnitsLayer *layer = self->layer;
  guint32 u = self->order[row];
  if (self->is_similarity)
    return layer->similarity[u * layer->n_shown + self->order[column]];
  return column < layer->n_columns ? layer->weights[u * layer->n_columns + column]
                                   : layer->biases[u];
}

static void
draw_cells (const Drawing *self)
{
  double largest = self->is_similarity ? 1 : 0;
  for (guint r = 0; !self->is_similarity && r < self->n; r++)
    for (guint c = 0; c < self->columns; c++)
      {
        double value = fabs (cell_value (self, r, c));
        if (isfinite (value))
          largest = MAX (largest, value);
      }
  const guint8 (*table)[4] = nabla_color_table (self->context->theme, NABLA_MAP_DIVERGING);
  gsize size = (gsize)self->n * self->columns * 4;
  guint8 *pixels = g_malloc0 (size), *pixel = pixels;
  for (guint r = 0; r < self->n; r++)
    for (guint c = 0; c < self->columns; c++, pixel += 4)
      {
        double value = cell_value (self, r, c);
        double t = largest > 0 ? value / largest : 0;
        if (!isfinite (value))
          continue;
        const guint8 *color = table[(guint)lround (127.5 + 127.5 * CLAMP (t, -1, 1))];
        for (guint k = 0; k < 4; k++)
          pixel[k] = color[k];
      }
  nabla_marks_picture (self->marks, self->left, self->top, self->width, self->height, self->columns,
                       self->n, g_bytes_new_take (pixels, size), FALSE)
      ->series
      = 0;
}

/* Brackets with their number around rows that are equal, numbers before single ones. */
static void
draw_rows (const Drawing *self)
{
  const NablaFigureContext *context = self->context;
  NablaTextStyle style = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_TEXT);
  double cell = self->height / self->n, line, next = -INFINITY;
  nabla_text_measure (context->pango, &style, "0", NULL, &line);
  style.y_align = NABLA_ALIGN_MIDDLE;
  for (guint r = 0; r < self->n;)
    {
      guint32 group = self->layer->group[self->order[r]];
      guint end = r;
      while (end < self->n && self->layer->group[self->order[end]] == group)
        end++;
      double top = self->top + r * cell, bottom = self->top + end * cell,
             middle = (top + bottom) / 2;
      double right = self->left + self->width + GAP;
      if (end - r > 1)
        nabla_marks_line (self->marks, right, top + 1, right, bottom - 1,
                          nabla_color (context->theme, NABLA_COLOR_TEXT), 1.6 * context->line_scale)
            ->series
            = (int)group;
      if (middle - line / 2 >= next)
        {
          g_autofree char *size = g_strdup_printf ("×%u", group_size (self->layer, group));
          g_autofree char *number = g_strdup_printf ("%u", self->order[r] + 1);
          style.x_align = 1;
          style.bold = FALSE;
          style.color = nabla_color (context->theme, NABLA_COLOR_SECONDARY_TEXT);
          nabla_marks_text (self->marks, &style, self->left - GAP, middle, number);
          style.x_align = 0;
          style.bold = TRUE;
          style.color = nabla_color (context->theme, NABLA_COLOR_TEXT);
          if (end - r > 1)
            nabla_marks_text (self->marks, &style, right + GAP / 2, middle, size);
          next = middle + line / 2 + 1;
        }
      r = end;
    }
  style.bold = FALSE;
  style.x_align = 0;
  style.y_align = NABLA_ALIGN_BOTTOM;
  style.color = nabla_color (context->theme, NABLA_COLOR_SECONDARY_TEXT);
  style.width = context->width - self->left - NABLA_SPACE;
  nabla_marks_text (self->marks, &style, self->left, self->top - GAP / 2,
                    self->is_similarity           ? _ ("cosine of the angle between units")
                    : self->layer->biases != NULL ? _ ("weights of each unit, its bias at the end")
                                                  : _ ("weights of each unit"));
}

static void
draw_matrix (Drawing *self)
{
  order_units (self);
  place_matrix (self);
  draw_cells (self);
  if (self->top > NABLA_SPACE)
    draw_rows (self);
  g_free (self->order);
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  Drawing self;
  if (!choose (&self, snapshot, context, marks))
    nabla_figure_message (context, marks, _ ("Nothing to Show Yet"),
                          _ ("Units appear when their weights have been looked at."));
  else if (self.is_lines)
    draw_lines (&self);
  else if (context->settings[SETTING_SHOW] == SHOW_LINES)
    nabla_figure_message (context, marks, _ ("No Lines to Show"),
                          _ ("Only units of the first layer have lines, and only in the plane of "
                             "two features."));
  else
    draw_matrix (&self);
}

/* The line nearest to the pointer */
static int
find_unit (const Drawing *self, double x, double y)
{
  double nearest = 12;
  int found = -1;
  for (guint u = 0; u < self->layer->n_shown; u++)
    {
      double ends[4];
      if (!clip_line (self, self->units->lines + 3 * u, ends))
        continue;
      double dx = ends[2] - ends[0], dy = ends[3] - ends[1];
      double distance = fabs (dx * (y - ends[1]) - dy * (x - ends[0])) / hypot (dx, dy);
      if (distance < nearest)
        {
          nearest = distance;
          found = (int)u;
        }
    }
  return found;
}

static char *
list_units (const NablaUnitsLayer *layer, guint32 group)
{
  GString *list = g_string_new (NULL);
  guint n = 0;
  for (guint u = 0; u < layer->units; u++)
    if (layer->group[u] == group && n++ < 12)
      g_string_append_printf (list, "%s%u", list->len > 0 ? ", " : "", u + 1);
  if (n > 12)
    g_string_append (list, " …");
  return g_string_free (list, FALSE);
}

static void
hover (const NablaSnapshot *snapshot,
       const NablaFigureContext *context,
       double x,
       double y,
       NablaMarks *overlay)
{
  Drawing self;
  if (!choose (&self, snapshot, context, overlay))
    return;
  g_autofree char *text = NULL;
  char value[NABLA_LABEL_LENGTH];
  if (self.is_lines)
    {
      place_plane (&self);
      int u = find_unit (&self, x, y);
      if (u < 0)
        return;
      g_autofree char *units = list_units (self.layer, self.layer->group[u]);
      /* Translators: a list of numbers of units, which may be one */
      text = g_strdup_printf (_ ("unit %s"), units);
    }
  else
    {
      order_units (&self);
      place_matrix (&self);
      double row = (y - self.top) / self.height * self.n;
      double column = (x - self.left) / self.width * self.columns;
      if (row >= 0 && row < self.n && column >= 0 && column < self.columns)
        {
          nabla_label_value (cell_value (&self, (guint)row, (guint)column), value);
          guint unit = self.order[(guint)row] + 1;
          text = self.is_similarity
                     /* Translators: two numbers of units and a cosine */
                     ? g_strdup_printf (_ ("units %1$u and %2$u: %3$s"), unit,
                                        self.order[(guint)column] + 1, value)
                     : column < self.layer->n_columns
                           /* Translators: numbers of a unit and of its input; a weight */
                           ? g_strdup_printf (_ ("unit %1$u, input %2$u: %3$s"), unit,
                                              (guint)column + 1, value)
                           : g_strdup_printf (_ ("unit %1$u, bias: %2$s"), unit, value);
        }
      g_free (self.order);
    }
  if (text != NULL)
    nabla_figure_tip (context, overlay, x, y, text);
}

static gboolean
axes (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaAxis *x, NablaAxis *y)
{
  Drawing self;
  if (!choose (&self, snapshot, context, NULL) || !self.is_lines)
    return FALSE;
  place_plane (&self);
  *x = self.x;
  *y = self.y;
  return TRUE;
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  const NablaUnits *units = snapshot->units;
  const NablaUnitsLayer *layer = choose_layer (units, settings);
  if (layer == NULL)
    return g_strdup (_ ("No unit has been looked at yet."));
  char n[NABLA_LABEL_LENGTH], distinct[NABLA_LABEL_LENGTH];
  if (units->moves == NABLA_UNITS_OUTPUT_BIAS)
    return g_strdup (
        _ ("Nothing but the output's bias can move: all other gradients are exactly zero."));
  if (units->moves == NABLA_UNITS_NOTHING)
    return g_strdup (_ ("Nothing can move: all gradients are exactly zero."));
  nabla_label_count (layer->units, n);
  nabla_label_count (layer->n_groups, distinct);
  if (layer->units == 1)
    return g_strdup_printf (_ ("“%s” has one unit."), layer->name);
  if (layer->n_groups == layer->units)
    /* Translators: a number of units and a layer */
    return g_strdup_printf (_ ("All %1$s units of “%2$s” are different."), n, layer->name);
  if (layer->n_groups == 1)
    return g_strdup_printf (_ ("All %1$s units of “%2$s” are one and the same unit."), n,
                            layer->name);
  /* Translators: how many different units there are, of how many, in which layer */
  return g_strdup_printf (_ ("“%3$s” has %1$s different units among %2$s; equal ones stay equal."),
                          distinct, n, layer->name);
}

static void
tabulate (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[] = { "layer", "unit", "same_as", "input", "weight", NULL };
  nabla_csv_row (csv, names);
  for (guint l = 0; snapshot->units != NULL && l < snapshot->units->n_layers; l++)
    {
      const NablaUnitsLayer *layer = &snapshot->units->layers[l];
      for (guint u = 0; u < layer->n_shown; u++)
        for (guint j = 0; j < layer->n_columns + (layer->biases != NULL); j++)
          {
            guint first = 0;
            while (layer->group[first] != layer->group[u])
              first++;
            nabla_csv_text (csv, layer->name);
            nabla_csv_index (csv, u);
            nabla_csv_index (csv, first);
            if (j < layer->n_columns)
              nabla_csv_index (csv, j);
            else
              nabla_csv_text (csv, "bias");
            nabla_csv_float (csv, j < layer->n_columns ? layer->weights[u * layer->n_columns + j]
                                                       : layer->biases[u]);
            nabla_csv_end_row (csv);
          }
    }
}

const NablaFigure nabla_figure_units = {
  .name = "units",
  .title = N_ ("Units Compared"),
  .help = N_ ("Which units of a layer are the same: their lines in the plane, their weights, or "
              "the angles between them."),
  .section = NABLA_FIGURE_INSIDE,
  .params = params,
  .draw = draw,
  .summary = summary,
  .hover = hover,
  .axes = axes,
  .tabulate = tabulate,
};
