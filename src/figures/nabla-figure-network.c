/* The network: layers from left to right, each unit as the function that it
 * computes over the plane, or as a circle with the color of its bias; each
 * weight as a line with the color of its sign and the width of its size.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-field-picture.h"
#include "nabla-label.h"
#include "nabla-network-edges-private.h"
#include "nabla-network-names-private.h"
#include "nabla-network-unit-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LARGE_MAP 20.0

enum { SETTING_LAYER, SETTING_UNIT };

static const NablaParamSpec params[] = {
  [SETTING_LAYER] = {
    .name = "layer",
    .title = N_("Chosen layer"),
    .help = N_("Layer of the unit whose arithmetic is shown, the input being 0; −1 for none."),
    .type = NABLA_PARAM_INTEGER,
    .minimum = -1,
    .maximum = 10000,
    .initial = -1,
  },
  [SETTING_UNIT] = {
    .name = "unit",
    .title = N_("Chosen unit"),
    .help = N_("The unit whose arithmetic is shown, counted from 0."),
    .type = NABLA_PARAM_INTEGER,
    .minimum = 0,
    .maximum = 100000,
    .initial = 0,
  },
  { NULL },
};

typedef struct {
  const NablaSnapshot *snapshot;
  const NablaFigureContext *context;
  NablaMarks *marks;
  NablaNetworkColumn *columns;
  guint n;
  double largest_bias;
} Drawing;

static double
largest_of (const float *values, gsize n)
{
  double largest = 0;
  for (gsize i = 0; values != NULL && i < n; i++)
    if (isfinite (values[i]))
      largest = MAX (largest, fabs (values[i]));
  return largest;
}

static void
put_pixel (guint8 *pixel, NablaColor color)
{
  pixel[0] = (guint8) lroundf (255 * color.red);
  pixel[1] = (guint8) lroundf (255 * color.green);
  pixel[2] = (guint8) lroundf (255 * color.blue);
  pixel[3] = 255;
}

/* What a hidden unit computes, from its map; all units of a layer have one
 * scale, so that they can be compared. */
static NablaMark *
add_map (const Drawing *self, guint l, guint unit, double x, double y, double size)
{
  const NablaLayerPicture *layer = self->columns[l].layer;
  guint side = layer->unit_map_size;
  gsize n_cells = (gsize) side * side;
  double largest = MAX (largest_of (layer->unit_maps, n_cells * layer->units), 1e-12);
  guint8 *pixels = g_malloc (4 * n_cells), *pixel = pixels;
  for (guint row = side; row-- > 0;)
    for (guint column = 0; column < side; column++, pixel += 4)
      {
        double value = layer->unit_maps[unit * n_cells + (gsize) row * side + column];
        put_pixel (pixel, nabla_color_map (self->context->theme, NABLA_MAP_DIVERGING,
                                           0.5 + 0.5 * value / largest));
      }
  return nabla_marks_picture (self->marks, x, y, size, size, side, side,
                              g_bytes_new_take (pixels, 4 * n_cells), TRUE);
}

/* What an output says, from the field: a probability, in the class's color */
static NablaMark *
add_output (const Drawing *self, guint unit, double x, double y, double size)
{
  const NablaField *field = self->snapshot->field;
  NablaTheme theme = self->context->theme;
  NablaValueScale scale = { NABLA_MAP_FIELD, 0, 1 };
  if (field->n_values == 1)
    return nabla_marks_picture (self->marks, x, y, size, size, field->columns, field->rows,
                                nabla_field_picture (field, &scale, theme), TRUE);

  NablaColor surface = nabla_color (theme, NABLA_COLOR_SURFACE);
  NablaColor color = nabla_color_class (theme, unit, field->n_values);
  NablaColor colors[64];
  for (guint i = 0; i < G_N_ELEMENTS (colors); i++)
    colors[i] = nabla_color_mix (surface, color, 0.85 * i / (G_N_ELEMENTS (colors) - 1));
  gsize n_cells = (gsize) field->columns * field->rows;
  guint8 *pixels = g_malloc (4 * n_cells), *pixel = pixels;
  for (guint row = field->rows; row-- > 0;)
    for (guint column = 0; column < field->columns; column++, pixel += 4)
      {
        float p = field->values[((gsize) row * field->columns + column) * field->n_values + unit];
        guint i = isfinite (p) ? (guint) lround (CLAMP (p, 0, 1) * (G_N_ELEMENTS (colors) - 1)) : 0;
        put_pixel (pixel, colors[i]);
      }
  return nabla_marks_picture (self->marks, x, y, size, size, field->columns, field->rows,
                              g_bytes_new_take (pixels, 4 * n_cells), TRUE);
}

/* Whether the units of layer @l are the probabilities that the field shows */
static gboolean
is_shown_by_field (const Drawing *self, guint l)
{
  const NablaField *field = self->snapshot->field;
  return l + 1 == self->n && field != NULL && field->is_probability && field->columns > 0
         && field->rows > 0 && field->n_values == self->columns[l].layer->units;
}

static void
draw_unit (const Drawing *self, guint l, guint k)
{
  const NablaNetworkColumn *column = &self->columns[l];
  const NablaLayerPicture *layer = column->layer;
  guint unit = nabla_network_column_unit (column, k);
  double y = nabla_network_column_y (column, k), half = column->size / 2;
  NablaColor rim = nabla_color (self->context->theme, NABLA_COLOR_AXIS);
  NablaColor surface = nabla_color (self->context->theme, NABLA_COLOR_SURFACE);
  if (column->has_maps)
    {
      double x = column->x - half, top = y - half;
      NablaMark *mark = is_shown_by_field (self, l)
                          ? add_output (self, unit, x, top, column->size)
                          : add_map (self, l, unit, x, top, column->size);
      mark->radius = column->size >= LARGE_MAP ? 6 : 3;
      mark->stroke = nabla_color (self->context->theme, NABLA_COLOR_GRID);
      mark->line_width = 1;
      mark->series = (int) l;
      nabla_marks_set_index (self->marks, unit);
      return;
    }
  NablaColor fill = surface;
  if (layer->biases != NULL && isfinite (layer->biases[unit]))
    fill = nabla_color_map (self->context->theme, NABLA_MAP_DIVERGING,
                            0.5 + 0.5 * layer->biases[unit] / MAX (self->largest_bias, 1e-12));
  NablaMark *mark = nabla_marks_markers (self->marks, NABLA_MARKER_CIRCLE, half, fill);
  mark->stroke = rim;
  mark->line_width = 1;
  mark->halo = surface;
  mark->halo_width = 1;
  mark->series = (int) l;
  nabla_marks_point (self->marks, column->x, y, unit);
}

static void
draw_gap (const Drawing *self, guint l)
{
  const NablaNetworkColumn *column = &self->columns[l];
  char count[NABLA_LABEL_LENGTH];
  nabla_label_count (column->layer->units, count);
  /* Translators: stands for the units of a layer that are not drawn; %s is the
   * number of all units */
  g_autofree char *text = g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "… %s unit", "… %s units", column->layer->units), count);
  NablaTextStyle style = nabla_network_caption_style (self->context);
  style.x_align = 0.5;
  style.halo = nabla_color (self->context->theme, NABLA_COLOR_SURFACE);
  style.halo_width = 4;
  double width;
  nabla_text_measure (self->context->pango, &style, text, &width, NULL);
  /* Where layers stand close together, the dots must do. */
  double pitch = self->n > 1 ? self->columns[1].x - self->columns[0].x : self->context->width;
  const char *shown = width < pitch - NABLA_SPACE ? text : "…";
  nabla_text_measure (self->context->pango, &style, shown, &width, NULL);
  double edge = width / 2 + NABLA_SPACE / 2;
  double x = CLAMP (column->x, edge, MAX (self->context->width - edge, edge));
  nabla_marks_text (self->marks, &style, x, nabla_network_column_gap_y (column), shown);
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  if (snapshot->layers == NULL || snapshot->layers->len == 0)
    {
      nabla_figure_message (context, marks, _("Nothing to Show Yet"),
                            _("The network appears when the model is built."));
      return;
    }

  NablaTextStyle style = nabla_network_caption_style (context);
  double line;
  nabla_text_measure (context->pango, &style, "0", NULL, &line);
  gboolean is_small = context->width < 16 * line || context->height < 8 * line;
  double edge = is_small ? NABLA_SPACE / 2 : NABLA_SPACE;
  double left = edge, right = context->width - edge;
  if (!is_small)
    {
      left += nabla_network_names_room (snapshot, context, TRUE);
      right -= nabla_network_names_room (snapshot, context, FALSE);
    }
  double top = edge + (is_small ? 0 : line + NABLA_NETWORK_GAP);
  g_autofree NablaNetworkColumn *columns = nabla_network_layout (
    snapshot->layers, context->text_scale, left, right, top, context->height - edge);

  Drawing self = { snapshot, context, marks, columns, snapshot->layers->len, .largest_bias = 0 };
  if (context->settings[SETTING_LAYER] >= 0 && !is_small)
    nabla_network_unit_make_room (snapshot, columns, self.n, (guint) context->settings[SETTING_LAYER],
                                  (guint) context->settings[SETTING_UNIT], top, context);
  for (guint l = 0; l < self.n; l++)
    self.largest_bias
      = MAX (self.largest_bias, largest_of (columns[l].layer->biases, columns[l].layer->units));

  nabla_network_edges_draw (columns, self.n, context, marks);
  nabla_marks_begin_layer (marks);
  for (guint l = 0; l < self.n; l++)
    {
      for (guint k = 0; k < columns[l].n_shown; k++)
        draw_unit (&self, l, k);
      if (nabla_network_column_is_cut (&columns[l]) && !is_small)
        draw_gap (&self, l);
    }
  if (context->settings[SETTING_LAYER] >= 0)
    nabla_network_unit_draw (snapshot, columns, self.n, (guint) context->settings[SETTING_LAYER],
                             (guint) context->settings[SETTING_UNIT], context, marks);
  if (is_small)
    return;
  nabla_network_captions_draw (columns, self.n, edge + line / 2, context, marks);
  nabla_network_names_draw (snapshot, columns, self.n, context, marks);
}

/* Returns: (transfer full): the sizes of the layers, such as 2-8-8-1 */
static char *
sizes_of (GPtrArray *layers)
{
  GString *sizes = g_string_new (NULL);
  for (guint l = 0; l < layers->len; l++)
    {
      /* Of very many layers, the first four and the last one are told. */
      if (layers->len > 8 && l == 4)
        {
          g_string_append (sizes, "-…");
          l = layers->len - 1;
        }
      const NablaLayerPicture *layer = layers->pdata[l];
      g_string_append_printf (sizes, l == 0 ? "%u" : "-%u", layer->units);
    }
  return g_string_free (sizes, FALSE);
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  if (snapshot->layers == NULL || snapshot->layers->len == 0)
    return g_strdup (_("No model has been built yet."));

  gint64 n_parameters = 0;
  double largest = 0;
  const NablaLayerPicture *strongest = NULL;
  for (guint l = 1; l < snapshot->layers->len; l++)
    {
      const NablaLayerPicture *layer = snapshot->layers->pdata[l];
      gint64 n_weights = (gint64) layer->units * layer->n_previous;
      n_parameters += (layer->weights != NULL ? n_weights : 0)
                      + (layer->biases != NULL ? (gint64) layer->units : 0);
      double here = largest_of (layer->weights, (gsize) n_weights);
      if (here > largest)
        {
          largest = here;
          strongest = layer;
        }
    }

  g_autofree char *sizes = sizes_of (snapshot->layers);
  char count[NABLA_LABEL_LENGTH], weight[NABLA_LABEL_LENGTH];
  nabla_label_count (n_parameters, count);
  gulong n = (gulong) MIN (n_parameters, G_MAXINT32);
  if (strongest == NULL)
    /* Translators: the sizes of the layers, such as 2-8-8-1, and a number */
    return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%1$s, %2$s parameter.", "%1$s, %2$s parameters.", n), sizes,
      count);
  /* Translators: the sizes of the layers, a number, the size of a weight, the
   * name of the layer that it leads to */
  return g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE,
                 "%1$s, %2$s parameter; the largest weight is %3$s, into “%4$s”.",
                 "%1$s, %2$s parameters; the largest weight is %3$s, into “%4$s”.", n),
    sizes, count, nabla_label_value (largest, weight), strongest->name);
}

const NablaFigure nabla_figure_network = {
  .name = "network",
  .title = N_("Network"),
  .help = N_("Units as the functions that they compute, weights by sign and size; of many, the "
             "strongest."),
  .section = NABLA_FIGURE_DATA_AND_MODEL,
  .params = params,
  .draw = draw,
  .summary = summary,
};
