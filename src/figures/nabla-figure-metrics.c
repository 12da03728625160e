/* The metrics: for classes, accuracy, precision, recall and F1 of each set, and
 * the confusion matrix of one: a row is a true class, a cell the darker the
 * larger its share of the row. For a regression, the errors of each set.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-figure-private.h"
#include "nabla-label.h"
#include "nabla-score-bars-private.h"
#include "nabla-score-table-private.h"
#include "nabla-scores.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* From so many classes on, cells are pixels of a picture. */
#define MANY_CLASSES 25
#define LARGEST_CELL 120.0
#define LARGE_CELL 44.0
#define LARGE_NUMBER 13.5
#define LEAST_MATRIX 90.0
#define MARKER_RADIUS 4.5
#define MARKER_ROOM 14.0
#define GAP 6.0

enum { SETTING_SPLIT, SETTING_NUMBERS };
enum { SPLIT_AUTOMATIC };
enum { NUMBERS_AUTOMATIC, NUMBERS_COUNTS, NUMBERS_PERCENT };

static const char *const splits[] = { "automatic", "train", "dev", "test", NULL };
static const char *const numbers[] = { "automatic", "counts", "percent", NULL };

static const NablaParamSpec params[] = {
  [SETTING_SPLIT] = {
    .name = "split",
    .title = N_("Set"),
    .help = N_("Which examples are counted; automatic takes the dev set if there is one."),
    .type = NABLA_PARAM_CHOICE,
    .choices = splits,
  },
  [SETTING_NUMBERS] = {
    .name = "numbers",
    .title = N_("Numbers in cells"),
    .help = N_("Counts of examples, or percent of the examples of the true class; automatic takes "
               "counts where they have room."),
    .type = NABLA_PARAM_CHOICE,
    .choices = numbers,
  },
  { NULL },
};

typedef struct {
  const NablaSnapshot *snapshot;
  const NablaFigureContext *context;
  NablaMarks *marks;
  guint split;
  guint n;
  const guint64 *counts;
  double *row_sums;
  gboolean has_names, has_markers;
  /* Sizes in logical pixels */
  double line;            /* a line of captions */
  double row_names;       /* room left of the matrix */
  double column_names;    /* room above it */
  gboolean is_turned;     /* whether column names stand upright */
  double side;            /* of the matrix */
  double left, top;
} Drawing;

/* Returns: the split to show, or −1 if none was measured */
static int
choose_split (const NablaSnapshot *snapshot, const double *settings)
{
  static const guint order[] = { NABLA_SNAPSHOT_DEV, NABLA_SNAPSHOT_TEST, NABLA_SNAPSHOT_TRAIN };
  guint wanted = (guint) settings[SETTING_SPLIT];
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      guint split = wanted == SPLIT_AUTOMATIC ? order[i] : wanted - 1;
      if (snapshot->metrics[split].m > 0
          && (snapshot->n_classes == 0 || snapshot->metrics[split].confusion != NULL))
        return (int) split;
    }
  return -1;
}

static double
share_of (const Drawing *self, guint row, guint column)
{
  double sum = self->row_sums[row];
  return sum > 0 ? (double) self->counts[(gsize) row * self->n + column] / sum : 0;
}

/* Right answers have the color of their class, wrong ones are gray. Cells with
 * numbers stay pale (or deep) enough for these to be read. */
static NablaColor
cell_color (const Drawing *self, guint row, guint column)
{
  NablaTheme theme = self->context->theme;
  NablaColor surface = nabla_color (theme, NABLA_COLOR_SURFACE);
  double share = share_of (self, row, column);
  gboolean has_numbers = self->n < MANY_CLASSES;
  if (row != column)
    return nabla_color_mix (surface, nabla_color (theme, NABLA_COLOR_TEXT),
                            0.055 + (has_numbers ? 0.3 : 0.9) * sqrt (share));
  NablaColor color = self->n <= NABLA_N_SLOTS ? nabla_color_class (theme, row, self->n)
                                              : nabla_color_slot (theme, 0);
  double strongest = !has_numbers ? 0.9 : theme == NABLA_THEME_LIGHT ? 0.32 : 0.38;
  return nabla_color_mix (surface, color, 0.08 + (strongest - 0.08) * share);
}

/* The widest class name, cut at a fifth of the figure */
static double
widest_name (const Drawing *self, const NablaTextStyle *style)
{
  double widest = 0;
  for (guint k = 0; self->has_names && k < self->n; k++)
    {
      double width;
      g_autofree char *name = nabla_figure_class_name (self->snapshot, k);
      nabla_text_measure (self->context->pango, style, name, &width, NULL);
      widest = MAX (widest, width);
    }
  return MIN (ceil (widest), self->context->width / 5);
}

/* Finds the largest matrix that fits beside @table_width. */
static void
choose_sizes (Drawing *self, double table_width)
{
  NablaTextStyle style
    = nabla_figure_text_style (self->context, NABLA_TEXT_CAPTION, NABLA_COLOR_TEXT);
  nabla_text_measure (self->context->pango, &style, "0", NULL, &self->line);
  double widest = widest_name (self, &style);
  double marker = self->has_markers ? MARKER_ROOM * self->context->text_scale : 0;
  double caption = self->line + GAP;
  double width = self->context->width - 2 * NABLA_SPACE - table_width;
  double height = self->context->height - 2 * NABLA_SPACE;

  self->row_names = caption + marker + widest + GAP;
  double side = MIN (width - self->row_names, height - caption - self->line - GAP);
  side = MIN (side, LARGEST_CELL * self->context->text_scale * self->n);
  self->is_turned = widest + marker + 4 > side / self->n && widest + marker > self->line;
  self->column_names = caption + GAP + (self->is_turned ? widest + marker : self->line);
  self->side = MAX (MIN (side, height - self->column_names), 0);
  if (self->n >= MANY_CLASSES && self->side > self->n)
    self->side = floor (self->side / self->n) * self->n;
}

static double
cell_start (const Drawing *self, double start, guint k)
{
  return start + self->side * k / self->n;
}

static NablaTextStyle
name_style (const Drawing *self)
{
  NablaTextStyle style
    = nabla_figure_text_style (self->context, NABLA_TEXT_CAPTION, NABLA_COLOR_TEXT);
  style.y_align = NABLA_ALIGN_MIDDLE;
  style.width = self->context->width / 5;
  return style;
}

/* So many names are left out after each one, so that lines have room. */
static guint
name_stride (const Drawing *self)
{
  static const guint strides[] = { 1, 2, 5, 10, 20, 50, 100, 200, 500 };
  double cell = self->side / self->n;
  for (guint i = 0; i < G_N_ELEMENTS (strides); i++)
    if (cell * strides[i] >= 0.95 * self->line)
      return strides[i];
  return self->n;
}

static void
draw_marker (const Drawing *self, guint k, double x, double y)
{
  if (!self->has_markers)
    return;
  NablaMark *mark
    = nabla_marks_markers (self->marks, nabla_marker_slot (k),
                           MARKER_RADIUS * self->context->text_scale,
                           nabla_color_class (self->context->theme, k, self->n));
  mark->series = (int) k;
  nabla_marks_point (self->marks, x, y, 0);
}

static void
draw_names (const Drawing *self)
{
  NablaTextStyle style = name_style (self);
  double marker = self->has_markers ? MARKER_ROOM * self->context->text_scale : 0;
  double radius = MARKER_RADIUS * self->context->text_scale;
  guint stride = name_stride (self);
  for (guint k = 0; k < self->n; k += stride)
    {
      g_autofree char *name = nabla_figure_class_name (self->snapshot, k);
      double half = self->side / self->n / 2;
      double y = cell_start (self, self->top, k) + half, x = self->left - GAP;
      style.angle = 0;
      style.x_align = 1;
      draw_marker (self, k, x - radius, y);
      if (self->has_names)
        nabla_marks_text (self->marks, &style, x - marker, y, name);

      x = cell_start (self, self->left, k) + half;
      y = self->top - GAP;
      if (self->is_turned)
        {
          draw_marker (self, k, x, y - radius);
          style.angle = -G_PI / 2;
          style.x_align = 0;
          nabla_marks_text (self->marks, &style, x, y - marker, name);
          continue;
        }
      double width = 0;
      if (self->has_names)
        nabla_text_measure (self->context->pango, &style, name, &width, NULL);
      draw_marker (self, k, x - (width > 0 ? (width + marker) / 2 - radius : 0),
                   y - self->line / 2);
      style.x_align = 0;
      if (self->has_names)
        nabla_marks_text (self->marks, &style, x - (width - marker) / 2, y - self->line / 2, name);
    }
}

static void
draw_captions (const Drawing *self)
{
  NablaTextStyle style
    = nabla_figure_text_style (self->context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  style.x_align = 0.5;
  style.y_align = NABLA_ALIGN_TOP;
  /* Translators: above the columns of a confusion matrix */
  nabla_marks_text (self->marks, &style, self->left + self->side / 2,
                    self->top - self->column_names, C_("confusion matrix", "predicted"));
  style.angle = -G_PI / 2;
  /* Translators: beside the rows of a confusion matrix */
  nabla_marks_text (self->marks, &style, self->left - self->row_names, self->top + self->side / 2,
                    C_("confusion matrix", "true"));
}

static void
draw_many_cells (const Drawing *self)
{
  gsize size = (gsize) self->n * self->n * 4;
  guint8 *pixels = g_malloc (size), *pixel = pixels;
  for (guint row = 0; row < self->n; row++)
    for (guint column = 0; column < self->n; column++, pixel += 4)
      {
        NablaColor color = cell_color (self, row, column);
        pixel[0] = (guint8) lroundf (255 * color.red);
        pixel[1] = (guint8) lroundf (255 * color.green);
        pixel[2] = (guint8) lroundf (255 * color.blue);
        pixel[3] = 255;
      }
  nabla_marks_picture (self->marks, self->left, self->top, self->side, self->side, self->n, self->n,
                       g_bytes_new_take (pixels, size), FALSE)
    ->series
    = (int) self->split;
}

/* Writes the number of a cell, as counts or percent, if it has room. */
static void
draw_number (const Drawing *self, guint row, guint column, double x, double y, double size)
{
  gboolean is_large = size >= LARGE_CELL * self->context->text_scale;
  double setting = self->context->settings[SETTING_NUMBERS];
  char count[NABLA_LABEL_LENGTH], percent[NABLA_LABEL_LENGTH];
  guint64 number = self->counts[(gsize) row * self->n + column];
  nabla_label_count ((gint64) MIN (number, G_MAXINT64), count);
  nabla_label_percent (share_of (self, row, column), percent);

  gboolean is_zero = number == 0;
  NablaTextStyle style = nabla_figure_text_style (
    self->context, is_large ? LARGE_NUMBER : NABLA_TEXT_CAPTION,
    is_zero ? NABLA_COLOR_SECONDARY_TEXT : NABLA_COLOR_TEXT);
  style.bold = row == column && !is_zero;
  style.x_align = 0.5;
  style.y_align = NABLA_ALIGN_MIDDLE;
  double width;
  nabla_text_measure (self->context->pango, &style, count, &width, NULL);
  gboolean is_percent
    = setting == NUMBERS_PERCENT || (setting == NUMBERS_AUTOMATIC && width > size - 4);
  g_autofree char *share = g_strconcat (percent, "%", NULL);
  const char *text = is_percent ? share : count;
  nabla_text_measure (self->context->pango, &style, text, &width, NULL);
  if (is_percent && width > size - 2)
    {
      /* The sign gives way first. */
      text = percent;
      nabla_text_measure (self->context->pango, &style, text, &width, NULL);
    }
  if (width > size - 2 || size < 0.95 * self->line)
    return;

  gboolean has_second = size >= 1.5 * LARGE_CELL * self->context->text_scale && !is_percent
                        && !is_zero;
  nabla_marks_text (self->marks, &style, x, y - (has_second ? 0.45 * self->line : 0), text);
  if (!has_second)
    return;
  style = nabla_figure_text_style (self->context, NABLA_TEXT_CAPTION, NABLA_COLOR_TEXT);
  style.x_align = 0.5;
  style.y_align = NABLA_ALIGN_MIDDLE;
  nabla_marks_text (self->marks, &style, x, y + 0.75 * self->line, share);
}

static void
draw_cells (const Drawing *self)
{
  double cell = self->side / self->n;
  double gap = cell > 30 ? 3 : cell > 6 ? 1 : 0;
  for (guint row = 0; row < self->n; row++)
    for (guint column = 0; column < self->n; column++)
      {
        double x = cell_start (self, self->left, column), y = cell_start (self, self->top, row);
        NablaMark *mark = nabla_marks_rectangle (self->marks, x, y, cell - gap, cell - gap,
                                                 cell > 30 ? 6 : 2, cell_color (self, row, column));
        mark->series = (int) self->split;
        nabla_marks_set_index (self->marks, row * self->n + column);
        draw_number (self, row, column, x + (cell - gap) / 2, y + (cell - gap) / 2, cell - gap);
      }
}

static void
draw_matrix (Drawing *self)
{
  g_autofree double *row_sums = self->row_sums = g_new0 (double, self->n);
  for (guint row = 0; row < self->n; row++)
    for (guint column = 0; column < self->n; column++)
      row_sums[row] += (double) self->counts[(gsize) row * self->n + column];

  draw_captions (self);
  draw_names (self);
  if (self->n >= MANY_CLASSES)
    draw_many_cells (self);
  else
    draw_cells (self);
}

/* Chooses what is shown and its place. Returns: whether a matrix has room */
static gboolean
place (Drawing *self, gboolean *has_table, double *table_x, double *table_y)
{
  const NablaFigureContext *context = self->context;
  double table_height;
  double table_width = nabla_score_table_measure (self->snapshot, context, &table_height);
  const double between = 3 * NABLA_SPACE;
  choose_sizes (self, table_width + between);
  *has_table = self->side >= LEAST_MATRIX && table_height <= context->height - 2 * NABLA_SPACE;
  if (!*has_table)
    choose_sizes (self, 0);
  if (self->side < LEAST_MATRIX && self->has_markers)
    {
      /* Markers tell the classes where names take too much room. */
      self->has_names = FALSE;
      choose_sizes (self, 0);
    }
  if (self->side < LEAST_MATRIX || self->side < self->n)
    return FALSE;

  double width = self->row_names + self->side + (*has_table ? table_width + between : 0);
  double height = self->column_names + self->side;
  double x = floor (MAX ((context->width - width) / 2, NABLA_SPACE));
  double y = floor (MAX ((context->height - height) / 2, NABLA_SPACE));
  self->left = x + width - self->side;
  self->top = y + self->column_names;
  *table_x = x;
  *table_y = MIN (y, context->height - NABLA_SPACE - table_height);
  return TRUE;
}

static void
draw_errors (const Drawing *self)
{
  double height, width = nabla_score_table_measure (self->snapshot, self->context, &height);
  if (width > self->context->width - 2 * NABLA_SPACE
      || height > self->context->height - 2 * NABLA_SPACE)
    nabla_score_bars_draw (self->snapshot, self->context, self->marks);
  else
    nabla_score_table_draw (self->snapshot, self->context, self->split,
                            floor ((self->context->width - width) / 2),
                            floor (MIN ((self->context->height - height) / 2, 4 * NABLA_SPACE)),
                            self->context->height - NABLA_SPACE, self->marks);
}

static Drawing
drawing_of (const NablaSnapshot *snapshot,
            const NablaFigureContext *context,
            guint split,
            NablaMarks *marks)
{
  return (Drawing) {
    snapshot, context, marks,
    .split = split,
    .n = snapshot->n_classes,
    .counts = snapshot->metrics[split].confusion,
    .has_names = snapshot->n_classes > 2 || snapshot->class_names != NULL,
    .has_markers = snapshot->n_classes <= NABLA_N_SLOTS,
  };
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  int split = choose_split (snapshot, context->settings);
  if (split < 0)
    {
      nabla_figure_message (context, marks, _("Nothing to Show Yet"),
                            _("The numbers appear when the model has been measured on a set."));
      return;
    }

  Drawing self = drawing_of (snapshot, context, (guint) split, marks);
  gboolean has_table;
  double table_x, table_y;
  if (snapshot->n_classes == 0)
    draw_errors (&self);
  else if (!place (&self, &has_table, &table_x, &table_y))
    nabla_score_bars_draw (snapshot, context, marks);
  else
    {
      draw_matrix (&self);
      if (has_table)
        nabla_score_table_draw (snapshot, context, self.split, table_x, table_y,
                                context->height - NABLA_SPACE, marks);
    }
}

/* Rings the cell under the pointer and says in words what it counts. */
static void
hover (const NablaSnapshot *snapshot,
       const NablaFigureContext *context,
       double x,
       double y,
       NablaMarks *overlay)
{
  int split = choose_split (snapshot, context->settings);
  if (split < 0 || snapshot->n_classes == 0)
    return;
  Drawing self = drawing_of (snapshot, context, (guint) split, overlay);
  gboolean has_table;
  double table_x, table_y;
  if (!place (&self, &has_table, &table_x, &table_y) || x < self.left || y < self.top
      || x >= self.left + self.side || y >= self.top + self.side)
    return;
  guint column = MIN ((guint) ((x - self.left) / self.side * self.n), self.n - 1);
  guint row = MIN ((guint) ((y - self.top) / self.side * self.n), self.n - 1);
  double cell = self.side / self.n;
  NablaMark *ring = nabla_marks_rectangle (
    overlay, cell_start (&self, self.left, column), cell_start (&self, self.top, row), cell, cell,
    cell > 30 ? 6 : 2, (NablaColor) { 0 });
  ring->stroke = nabla_color (context->theme, NABLA_COLOR_TEXT);
  ring->line_width = (float) (1.6 * context->line_scale);
  ring->series = split;

  g_autofree char *true_name = nabla_figure_class_name (snapshot, row);
  g_autofree char *other_name = nabla_figure_class_name (snapshot, column);
  char number[NABLA_LABEL_LENGTH];
  guint64 count = self.counts[(gsize) row * self.n + column];
  nabla_label_count ((gint64) MIN (count, G_MAXINT64), number);
  /* Translators: names of classes and a number: so many examples of the first
   * class were taken for the second one */
  g_autofree char *text = row == column
                            ? g_strdup_printf (_("“%1$s” recognized: %2$s"), true_name, number)
                            : g_strdup_printf (_("“%1$s” taken for “%2$s”: %3$s"), true_name,
                                               other_name, number);
  nabla_figure_tip (context, overlay, x, y, text);
}

static char *
summarize_errors (const NablaMetrics *metrics, guint split)
{
  const char *const formats[] = {
    /* Translators: two errors in the unit of the label, and a share of variance */
    _("Train: mean absolute error %1$s, root mean squared error %2$s, R² %3$s."),
    _("Dev: mean absolute error %1$s, root mean squared error %2$s, R² %3$s."),
    _("Test: mean absolute error %1$s, root mean squared error %2$s, R² %3$s."),
  };
  char mae[NABLA_LABEL_LENGTH], rmse[NABLA_LABEL_LENGTH], r2[NABLA_LABEL_LENGTH];
  return g_strdup_printf (formats[split], nabla_label_value (metrics->mae, mae),
                          nabla_label_value (metrics->rmse, rmse),
                          nabla_label_value (metrics->r2, r2));
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  int split = choose_split (snapshot, settings);
  if (split < 0)
    return g_strdup (_("The model has not been measured yet."));
  if (snapshot->n_classes == 0)
    return summarize_errors (&snapshot->metrics[split], (guint) split);

  const char *const plain[] = {
    /* Translators: a percentage, written as a number */
    _("Train accuracy %s%%."),
    _("Dev accuracy %s%%."),
    _("Test accuracy %s%%."),
  };
  const char *const with_pair[] = {
    /* Translators: a percentage; the true and the predicted class; how often */
    _("Train accuracy %1$s%%; most often “%2$s” is taken for “%3$s” (%4$s×)."),
    _("Dev accuracy %1$s%%; most often “%2$s” is taken for “%3$s” (%4$s×)."),
    _("Test accuracy %1$s%%; most often “%2$s” is taken for “%3$s” (%4$s×)."),
  };
  const guint64 *counts = snapshot->metrics[split].confusion;
  char accuracy[NABLA_LABEL_LENGTH], count[NABLA_LABEL_LENGTH];
  nabla_label_percent (nabla_scores (counts, snapshot->n_classes).accuracy, accuracy);
  NablaConfusedPair pair;
  if (nabla_most_confused (counts, snapshot->n_classes, &pair, 1) == 0)
    return g_strdup_printf (plain[split], accuracy);
  g_autofree char *true_name = nabla_figure_class_name (snapshot, pair.true_class);
  g_autofree char *other_name = nabla_figure_class_name (snapshot, pair.predicted_class);
  nabla_label_count ((gint64) MIN (pair.count, G_MAXINT64), count);
  return g_strdup_printf (with_pair[split], accuracy, true_name, other_name, count);
}

const NablaFigure nabla_figure_metrics = {
  .name = "metrics",
  .title = N_("Metrics"),
  .help = N_("Accuracy, precision, recall and F1 of each set, and which class is taken for which; "
             "of a regression, its errors."),
  .section = NABLA_FIGURE_CHECKS,
  .params = params,
  .draw = draw,
  .summary = summary,
  .hover = hover,
};
