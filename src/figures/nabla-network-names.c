/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-network-names-private.h"

#include "nabla-label.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MARKER_RADIUS 4.0
#define MARKER_ROOM 13.0
#define MOST_MEASURED 40

NablaTextStyle
nabla_network_caption_style (const NablaFigureContext *context)
{
  NablaTextStyle style
    = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  style.y_align = NABLA_ALIGN_MIDDLE;
  return style;
}

/* Returns: (transfer full): markup for feature @unit */
static char *
input_name (const NablaSnapshot *snapshot, const NablaLayerPicture *input, guint unit)
{
  const NablaField *field = snapshot->field;
  const char *name = NULL;
  if (field != NULL && input->units == 2)
    name = unit == 0 ? field->x_name : field->y_name;
  if (name != NULL)
    return nabla_figure_name_markup (name);
  g_autofree char *variable = g_strdup_printf ("x%u", unit + 1);
  return nabla_figure_name_markup (variable);
}

static gboolean
has_class_outputs (const NablaSnapshot *snapshot)
{
  const NablaLayerPicture *output = snapshot->layers->pdata[snapshot->layers->len - 1];
  return snapshot->layers->len > 1 && output->units > 1 && output->units == snapshot->n_classes;
}

double
nabla_network_names_room (const NablaSnapshot *snapshot,
                          const NablaFigureContext *context,
                          gboolean is_input)
{
  g_return_val_if_fail (snapshot != NULL && context != NULL, 0);

  if (!is_input && !has_class_outputs (snapshot))
    return 0;
  const NablaLayerPicture *input = snapshot->layers->pdata[0];
  NablaTextStyle style = nabla_network_caption_style (context);
  style.is_markup = TRUE;
  double widest = 0;
  guint n = is_input ? input->units : snapshot->n_classes, n_measured = MIN (n, MOST_MEASURED);
  for (guint i = 0; i < n_measured; i++)
    {
      /* Of many names, only the first ones and the last one are shown. */
      guint k = i + 1 < n_measured ? i : n - 1;
      g_autofree char *name = is_input ? NULL : nabla_figure_class_name (snapshot, k);
      g_autofree char *markup = is_input ? input_name (snapshot, input, k)
                                         : g_markup_escape_text (name, -1);
      double width;
      nabla_text_measure (context->pango, &style, markup, &width, NULL);
      widest = MAX (widest, width);
    }
  if (!is_input && snapshot->n_classes <= NABLA_N_SLOTS)
    widest += MARKER_ROOM * context->text_scale;
  return MIN (ceil (widest), context->width / 5) + NABLA_NETWORK_GAP;
}

/* Returns: (transfer full): markup for what stands above a layer */
static char *
caption_of (const NablaNetworkColumn *columns, guint n, guint l, gboolean is_short)
{
  const NablaLayerPicture *layer = columns[l].layer;
  char units[NABLA_LABEL_LENGTH];
  nabla_label_count (layer->units, units);
  if (is_short)
    return g_strdup (units);
  if (l == 0)
    return g_strdup (C_("layer", "input"));
  if (l + 1 == n && layer->units == 1)
    /* Translators: the output layer and the prediction; keep the markup */
    return g_strdup (_("output <i>ŷ</i>"));
  if (l + 1 == n)
    /* Translators: the output layer; %s is a number of units */
    return g_strdup_printf (_("output · %s"), units);
  return layer->activation == NULL ? g_strdup (units)
                                   : g_markup_printf_escaped ("%s · %s", units, layer->activation);
}

void
nabla_network_captions_draw (const NablaNetworkColumn *columns,
                             guint n,
                             double y,
                             const NablaFigureContext *context,
                             NablaMarks *marks)
{
  g_return_if_fail (columns != NULL && context != NULL && marks != NULL);

  NablaTextStyle style = nabla_network_caption_style (context);
  style.is_markup = TRUE;
  style.x_align = 0.5;
  gboolean is_short = FALSE;
  double room = n > 1 ? columns[1].x - columns[0].x : context->width;
  for (guint l = 0; l < n; l++)
    {
      double width;
      g_autofree char *caption = caption_of (columns, n, l, FALSE);
      nabla_text_measure (context->pango, &style, caption, &width, NULL);
      is_short = is_short || width > room - NABLA_NETWORK_GAP;
    }
  double end = 0;
  for (guint l = 0; l < n; l++)
    {
      g_autofree char *caption = caption_of (columns, n, l, is_short);
      double width;
      nabla_text_measure (context->pango, &style, caption, &width, NULL);
      double edge = width / 2 + NABLA_SPACE;
      double x = CLAMP (columns[l].x, edge, MAX (context->width - edge, edge));
      if (x - width / 2 < end)
        continue;
      nabla_marks_text (marks, &style, x, y, caption)->series = (int) l;
      end = x + width / 2 + NABLA_NETWORK_GAP;
    }
}

void
nabla_network_names_draw (const NablaSnapshot *snapshot,
                          const NablaNetworkColumn *columns,
                          guint n,
                          const NablaFigureContext *context,
                          NablaMarks *marks)
{
  g_return_if_fail (snapshot != NULL && columns != NULL && context != NULL && marks != NULL);

  NablaTextStyle style = nabla_network_caption_style (context);
  style.color = nabla_color (context->theme, NABLA_COLOR_TEXT);
  style.is_markup = TRUE;
  style.x_align = 1;
  style.width = context->width / 5;
  const NablaNetworkColumn *input = &columns[0];
  for (guint k = 0; k < input->n_shown; k++)
    {
      g_autofree char *markup = input_name (snapshot, input->layer,
                                            nabla_network_column_unit (input, k));
      nabla_marks_text (marks, &style, input->x - input->size / 2 - NABLA_NETWORK_GAP,
                        nabla_network_column_y (input, k), markup);
    }
  if (!has_class_outputs (snapshot))
    return;

  const NablaNetworkColumn *output = &columns[n - 1];
  gboolean has_markers = snapshot->n_classes <= NABLA_N_SLOTS;
  double radius = MARKER_RADIUS * context->text_scale;
  style.is_markup = FALSE;
  style.x_align = 0;
  for (guint k = 0; k < output->n_shown; k++)
    {
      guint unit = nabla_network_column_unit (output, k);
      double x = output->x + output->size / 2 + NABLA_NETWORK_GAP;
      double y = nabla_network_column_y (output, k);
      if (has_markers)
        {
          nabla_marks_markers (marks, nabla_marker_slot (unit), radius,
                               nabla_color_class (context->theme, unit, snapshot->n_classes));
          nabla_marks_point (marks, x + radius, y, 0);
        }
      g_autofree char *name = nabla_figure_class_name (snapshot, unit);
      nabla_marks_text (marks, &style, x + (has_markers ? MARKER_ROOM * context->text_scale : 0), y,
                        name);
    }
}
