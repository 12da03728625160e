/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-instrument-picture.h"

#include "nabla-contour.h"
#include "nabla-snapshot-painter.h"
#include "nabla-widget-style-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Cells of the plane, each way; shown smoothly. */
#define CELLS 48

struct _NablaInstrumentPicture
{
  GtkWidget parent_instance;
  const NablaInstrument *instrument;
  NablaSnapshotPainter *painter;
  NablaMarks *marks;
  double settings[NABLA_MAX_PARAMS];
  double value;               /* at the dot */
  int axes[2];                /* params across and up */
  int output, line;           /* values shown */
  float shade[CELLS * CELLS]; /* where on the color map, row 0 at the bottom */
  float zero[CELLS * CELLS];
};

G_DEFINE_FINAL_TYPE (NablaInstrumentPicture, nabla_instrument_picture, GTK_TYPE_WIDGET)

enum
{
  MOVED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static const NablaParamSpec *
axis (NablaInstrumentPicture *self, int i)
{
  return &self->instrument->params[self->axes[i]];
}

static double
at_share (const NablaParamSpec *spec, double share)
{
  return spec->minimum + CLAMP (share, 0, 1) * (spec->maximum - spec->minimum);
}

static double
share_of (const NablaParamSpec *spec, double value)
{
  return (value - spec->minimum) / (spec->maximum - spec->minimum);
}

/* A share of 1 is 1 or more than all others; what is negative is blue. Values within
 * 0 … 1 are taken as probabilities. */
static void
shade_values (NablaInstrumentPicture *self, const double *values, guint n_values)
{
  double low = 0, high = 0;
  for (guint i = 0; i < CELLS * CELLS; i++)
    {
      double value = values[i * n_values + self->output];
      low = MIN (low, value);
      high = MAX (high, value);
    }
  gboolean probability = low >= 0 && high <= 1;
  double reach = MAX (1e-9, MAX (high, -low));
  for (guint i = 0; i < CELLS * CELLS; i++)
    {
      double value = values[i * n_values + self->output];
      self->shade[i] = probability ? value : 0.5 + 0.5 * value / reach;
      self->zero[i] = values[i * n_values + self->line];
    }
}

static void
compute (NablaInstrumentPicture *self)
{
  guint n_params = nabla_param_count (self->instrument->params);
  guint n_values = nabla_instrument_n_outputs (self->instrument);
  g_autofree double *settings = g_new (double, (CELLS * CELLS + 1) * n_params);
  g_autofree double *values = g_new (double, (CELLS * CELLS + 1) * n_values);
  g_autoptr (GError) error = NULL;
  for (guint i = 0; i <= CELLS * CELLS; i++)
    {
      double *row = settings + i * n_params;
      memcpy (row, self->settings, n_params * sizeof (double));
      if (i == CELLS * CELLS)
        break; /* the dot itself */
      row[self->axes[0]] = at_share (axis (self, 0), (i % CELLS + 0.5) / CELLS);
      row[self->axes[1]] = at_share (axis (self, 1), (i / CELLS + 0.5) / CELLS);
    }
  if (!nabla_instrument_compute (self->instrument, settings, CELLS * CELLS + 1, values, &error))
    return;
  shade_values (self, values, n_values);
  self->value = values[CELLS * CELLS * n_values + self->output];
}

/* Marks */

static void
add_field (NablaInstrumentPicture *self, NablaTheme theme, double width, double height)
{
  const guint8 (*table)[4] = nabla_color_table (theme, NABLA_MAP_FIELD);
  guint8 *pixels = g_malloc (CELLS * CELLS * 4);
  for (guint row = 0; row < CELLS; row++)
    for (guint column = 0; column < CELLS; column++)
      {
        float shade = self->shade[(CELLS - 1 - row) * CELLS + column];
        guint place = isfinite (shade) ? (guint)(CLAMP (shade, 0, 1) * 255 + 0.5f) : 127;
        memcpy (pixels + (row * CELLS + column) * 4, table[place], 4);
      }
  nabla_marks_picture (self->marks, 0, 0, width, height, CELLS, CELLS,
                       g_bytes_new_take (pixels, CELLS * CELLS * 4), TRUE);
  nabla_marks_polyline (self->marks, nabla_color_fade (nabla_color (theme, NABLA_COLOR_TEXT), 0.8),
                        1.6);
  nabla_contour_draw (self->zero, CELLS, CELLS, 0, 0, 0, width, height, self->marks);
}

static NablaTextStyle
text_style (NablaTheme theme, double size)
{
  return (NablaTextStyle){
    .size = size,
    .color = nabla_color (theme, NABLA_COLOR_TEXT),
    .halo = nabla_color_fade (nabla_color (theme, NABLA_COLOR_SURFACE), 0.6),
    .halo_width = 3,
    .y_align = NABLA_ALIGN_MIDDLE,
  };
}

static void
add_names (NablaInstrumentPicture *self, NablaTheme theme, double width, double height)
{
  NablaTextStyle style = text_style (theme, 9);
  style.italic = TRUE;
  style.x_align = 1;
  nabla_marks_text (self->marks, &style, width - 10, height - 14, axis (self, 0)->symbol);
  style.x_align = 0;
  nabla_marks_text (self->marks, &style, 10, 14, axis (self, 1)->symbol);
  style.italic = FALSE;
  style.color = nabla_color (theme, NABLA_COLOR_SECONDARY_TEXT);
  for (int i = 0; i < 2; i++)
    for (int tick = 1; tick < 4; tick++)
      {
        char text[16];
        double value = at_share (axis (self, i), tick / 4.0);
        g_snprintf (text, sizeof text, value < 0 ? "−%g" : "%g", fabs (value));
        style.x_align = i == 0 ? 0.5 : 0;
        nabla_marks_text (self->marks, &style, i == 0 ? width * tick / 4 : 10,
                          i == 0 ? height - 14 : height * (4 - tick) / 4, text);
      }
}

static void
add_dot (NablaInstrumentPicture *self, NablaTheme theme, double width, double height)
{
  double x = width * share_of (axis (self, 0), self->settings[self->axes[0]]);
  double y = height * (1 - share_of (axis (self, 1), self->settings[self->axes[1]]));
  NablaMark *dot = nabla_marks_markers (self->marks, NABLA_MARKER_CIRCLE, 6,
                                        nabla_color (theme, NABLA_COLOR_TEXT));
  dot->halo = nabla_color (theme, NABLA_COLOR_SURFACE);
  dot->halo_width = 2;
  nabla_marks_point (self->marks, x, y, 0);
  g_autofree char *text
      = g_strdup_printf (self->value < 0 ? "%s = −%.3f" : "%s = %.3f",
                         self->instrument->outputs[self->output].symbol, fabs (self->value));
  NablaTextStyle style = text_style (theme, 10);
  style.bold = TRUE;
  gboolean left = x > width - 110;
  style.x_align = left ? 1 : 0;
  nabla_marks_text (self->marks, &style, left ? x - 12 : x + 12, CLAMP (y, 12, height - 12), text);
}

static void
nabla_instrument_picture_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NablaInstrumentPicture *self = NABLA_INSTRUMENT_PICTURE (widget);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  NablaTheme theme = nabla_widget_theme (widget);
  if (width < 8 || height < 8)
    return;
  nabla_marks_clear (self->marks);
  add_field (self, theme, width, height);
  add_names (self, theme, width, height);
  add_dot (self, theme, width, height);
  nabla_snapshot_painter_paint (self->painter, snapshot, self->marks);
}

/* Moving the dot */

static void
move_to (NablaInstrumentPicture *self, double x, double y)
{
  if (x == self->settings[self->axes[0]] && y == self->settings[self->axes[1]])
    return;
  self->settings[self->axes[0]] = x;
  self->settings[self->axes[1]] = y;
  nabla_instrument_picture_set (self, self->settings);
  g_signal_emit (self, signals[MOVED], 0, x, y);
}

/* To the nearest tenth, so that the arithmetic can be read. */
static double
round_tenth (double value)
{
  return round (value * 10) / 10;
}

static void
move_to_place (NablaInstrumentPicture *self, double x, double y)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  if (width > 0 && height > 0)
    move_to (self, round_tenth (at_share (axis (self, 0), x / width)),
             round_tenth (at_share (axis (self, 1), 1 - y / height)));
}

static void
drag_begin_cb (NablaInstrumentPicture *self, double x, double y)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  move_to_place (self, x, y);
}

static void
drag_update_cb (NablaInstrumentPicture *self, double dx, double dy, GtkGestureDrag *drag)
{
  double x, y;
  if (gtk_gesture_drag_get_start_point (drag, &x, &y))
    move_to_place (self, x + dx, y + dy);
}

static gboolean
key_cb (NablaInstrumentPicture *self, guint key, guint code, GdkModifierType state)
{
  double x = self->settings[self->axes[0]], y = self->settings[self->axes[1]];
  double step = state & GDK_SHIFT_MASK ? 1 : 0.1;
  switch (key)
    {
    case GDK_KEY_Left:
      x -= step;
      break;
    case GDK_KEY_Right:
      x += step;
      break;
    case GDK_KEY_Down:
      y -= step;
      break;
    case GDK_KEY_Up:
      y += step;
      break;
    default:
      return GDK_EVENT_PROPAGATE;
    }
  move_to (self, round_tenth (CLAMP (x, axis (self, 0)->minimum, axis (self, 0)->maximum)),
           round_tenth (CLAMP (y, axis (self, 1)->minimum, axis (self, 1)->maximum)));
  return GDK_EVENT_STOP;
}

static void
nabla_instrument_picture_dispose (GObject *object)
{
  NablaInstrumentPicture *self = NABLA_INSTRUMENT_PICTURE (object);
  g_clear_pointer (&self->painter, nabla_snapshot_painter_free);
  g_clear_pointer (&self->marks, nabla_marks_free);
  G_OBJECT_CLASS (nabla_instrument_picture_parent_class)->dispose (object);
}

static void
nabla_instrument_picture_class_init (NablaInstrumentPictureClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_instrument_picture_dispose;
  GTK_WIDGET_CLASS (klass)->snapshot = nabla_instrument_picture_snapshot;
  signals[MOVED] = g_signal_new ("moved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "nabla-picture");
}

static void
nabla_instrument_picture_init (NablaInstrumentPicture *self)
{
  self->painter = nabla_snapshot_painter_new ();
  self->marks = nabla_marks_new ();
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);

  GtkGesture *drag = gtk_gesture_drag_new ();
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
nabla_instrument_picture_new (const NablaInstrument *instrument)
{
  g_return_val_if_fail (instrument != NULL && instrument->plane[0] != NULL, NULL);

  NablaInstrumentPicture *self = g_object_new (NABLA_TYPE_INSTRUMENT_PICTURE, NULL);
  double settings[NABLA_MAX_PARAMS];
  self->instrument = instrument;
  for (int i = 0; i < 2; i++)
    self->axes[i] = nabla_param_find (instrument->params, instrument->plane[i]);
  self->output = nabla_instrument_find_output (instrument, instrument->plane_output, NULL);
  self->line = nabla_instrument_find_output (instrument, instrument->plane_line, NULL);
  nabla_param_defaults (instrument->params, settings);
  nabla_instrument_picture_set (self, settings);
  return GTK_WIDGET (self);
}

void
nabla_instrument_picture_set (NablaInstrumentPicture *self, const double *settings)
{
  g_return_if_fail (NABLA_IS_INSTRUMENT_PICTURE (self) && settings != NULL);

  if (settings != self->settings)
    memcpy (self->settings, settings,
            nabla_param_count (self->instrument->params) * sizeof (double));
  compute (self);
  g_autofree char *label = g_strdup_printf (
      /* Translators: two settings with their values, then a value that is shown */
      _("The plane of %s and %s; at %.1f, %.1f the value is %.3f"), axis (self, 0)->symbol,
      axis (self, 1)->symbol, self->settings[self->axes[0]], self->settings[self->axes[1]],
      self->value);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
