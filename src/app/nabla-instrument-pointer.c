/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-instrument-pointer.h"

#include <math.h>

#define LARGE_STEP 10
#define AXIS_STEPS 100

struct _NablaInstrumentPointer
{
  GObject parent_instance;
  NablaFigureView *view; /* (unowned): which owns this */
  NablaInstrumentState *state;
  const NablaInstrumentHandle *handle; /* (nullable) */
  gboolean draws_here;
  gboolean is_drawing;
  double last_x, last_y; /* of a stroke, in the data's units; NAN before it */
};

G_DEFINE_FINAL_TYPE (NablaInstrumentPointer, nabla_instrument_pointer, G_TYPE_OBJECT)

static int
find (NablaInstrumentPointer *self, const char *param)
{
  const NablaInstrument *instrument = nabla_instrument_state_instrument (self->state);
  return param != NULL ? nabla_param_find (instrument->params, param) : -1;
}

static void
take_along (NablaInstrumentPointer *self, double x, double y)
{
  int param_x = find (self, self->handle->x), param_y = find (self, self->handle->y);
  int width = find (self, self->handle->x_width);
  if (width >= 0)
    x -= nabla_instrument_state_settings (self->state)[width] / 2;
  if (param_x >= 0)
    nabla_instrument_state_set (self->state, (guint)param_x, x);
  if (param_y >= 0)
    nabla_instrument_state_set (self->state, (guint)param_y, y);
}

/* A stroke gives every value between two places of the pointer its own. */
static void
draw_to (NablaInstrumentPointer *self, double x, double y)
{
  const NablaInstrumentSeries *series = nabla_instrument_state_series (self->state);
  if (series == NULL)
    return;
  if (isnan (self->last_x))
    {
      self->last_x = x;
      self->last_y = y;
    }
  g_autoptr (NablaInstrumentSeries) drawn = nabla_instrument_series_copy (series);
  double left = MIN (x, self->last_x), right = MAX (x, self->last_x);
  double low = isfinite (series->low) ? series->low : -G_MAXDOUBLE;
  double high = isfinite (series->high) ? series->high : G_MAXDOUBLE;
  gsize from = (gsize)CLAMP (round (left), 1, (double)series->n);
  gsize to = (gsize)CLAMP (round (right), 1, (double)series->n);
  for (gsize i = from; i <= to; i++)
    {
      double share = right > left ? ((double)i - self->last_x) / (x - self->last_x) : 1;
      double value = self->last_y + CLAMP (share, 0, 1) * (y - self->last_y);
      /* No pointer is more exact. */
      drawn->values[i - 1] = CLAMP (round (10 * value) / 10, low, high);
    }
  self->last_x = x;
  self->last_y = y;
  nabla_instrument_state_set_series (self->state, drawn);
}

static void
move (NablaInstrumentPointer *self, double pixel_x, double pixel_y)
{
  NablaAxis x_axis, y_axis;
  if (!nabla_figure_view_get_axes (self->view, &x_axis, &y_axis))
    return;
  double x = nabla_axis_value (&x_axis, pixel_x), y = nabla_axis_value (&y_axis, pixel_y);
  if (self->is_drawing && self->draws_here)
    draw_to (self, x, y);
  else if (self->handle != NULL)
    take_along (self, x, y);
}

static void
pressed_cb (NablaInstrumentPointer *self, double x, double y)
{
  self->last_x = self->last_y = NAN;
  move (self, x, y);
}

static void
dragged_cb (NablaInstrumentPointer *self, double x, double y)
{
  move (self, x, y);
}

/* One step of a setting by a key */
static gboolean
step (NablaInstrumentPointer *self, const char *name, const NablaAxis *axis, double steps)
{
  int param = find (self, name);
  if (param < 0)
    return GDK_EVENT_PROPAGATE;
  const NablaParamSpec *spec = &nabla_instrument_state_instrument (self->state)->params[param];
  double unit = spec->type == NABLA_PARAM_INTEGER ? 1 : fabs (axis->high - axis->low) / AXIS_STEPS;
  double value = nabla_instrument_state_settings (self->state)[param];
  nabla_instrument_state_set (self->state, (guint)param, value + steps * unit);
  return GDK_EVENT_STOP;
}

static gboolean
key_pressed_cb (NablaInstrumentPointer *self, guint key, guint code, GdkModifierType state)
{
  NablaAxis x, y;
  if (self->handle == NULL || !nabla_figure_view_get_axes (self->view, &x, &y)
      || state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      return step (self, self->handle->x, &x, -1);
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      return step (self, self->handle->x, &x, 1);
    case GDK_KEY_Page_Up:
      return step (self, self->handle->x, &x, -LARGE_STEP);
    case GDK_KEY_Page_Down:
      return step (self, self->handle->x, &x, LARGE_STEP);
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return step (self, self->handle->y, &y, -1);
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return step (self, self->handle->y, &y, 1);
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

void
nabla_instrument_pointer_set_drawing (NablaInstrumentPointer *self, gboolean is_drawing)
{
  g_return_if_fail (NABLA_IS_INSTRUMENT_POINTER (self));

  self->is_drawing = is_drawing;
  gboolean is_pen = is_drawing && self->draws_here;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self->view), is_pen ? "crosshair" : NULL);
}

static void
nabla_instrument_pointer_dispose (GObject *object)
{
  g_clear_object (&NABLA_INSTRUMENT_POINTER (object)->state);
  G_OBJECT_CLASS (nabla_instrument_pointer_parent_class)->dispose (object);
}

static void
nabla_instrument_pointer_class_init (NablaInstrumentPointerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_instrument_pointer_dispose;
}

static void
nabla_instrument_pointer_init (NablaInstrumentPointer *self)
{
  self->last_x = self->last_y = NAN;
}

NablaInstrumentPointer *
nabla_instrument_pointer_new (NablaFigureView *view, NablaInstrumentState *state)
{
  g_return_val_if_fail (NABLA_IS_FIGURE_VIEW (view) && NABLA_IS_INSTRUMENT_STATE (state), NULL);

  NablaInstrumentPointer *self = g_object_new (NABLA_TYPE_INSTRUMENT_POINTER, NULL);
  const NablaInstrument *instrument = nabla_instrument_state_instrument (state);
  const char *figure = nabla_figure_view_get_figure (view)->name;
  self->view = view;
  self->state = g_object_ref (state);
  self->draws_here = g_strcmp0 (instrument->draws_on, figure) == 0;
  for (guint i = 0; instrument->handles != NULL && instrument->handles[i].figure != NULL; i++)
    if (g_str_equal (instrument->handles[i].figure, figure))
      self->handle = &instrument->handles[i];
  g_object_set_data_full (G_OBJECT (view), "nabla-instrument-pointer", self, g_object_unref);
  if (self->handle == NULL && !self->draws_here)
    return self;

  nabla_figure_view_set_tool (view, NABLA_FIGURE_TOOL_PAINT);
  g_signal_connect_object (view, "pressed-at", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "dragged-to", G_CALLBACK (dragged_cb), self, G_CONNECT_SWAPPED);
  GtkEventController *keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (view), keys);
  return self;
}
