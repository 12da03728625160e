/* What pointer and keys do in a figure view.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-figure-view-private.h"

#include <math.h>

/* Pixels that a key moves the cursor; with Control, one */
#define CURSOR_STEP 8
/* The share of the view that Shift and a key pan */
#define PAN_SHARE 0.1
/* A press that moves farther is no click. */
#define DRAG_THRESHOLD 4.0
#define WHEEL_STEP 1.15

static void
emit_at (NablaFigureView *self, guint signal, GtkEventController *controller, double x, double y)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (controller);
  g_signal_emit (self, nabla_figure_view_signals[signal], 0, x, y, state);
}

static gboolean
activate_mark (NablaFigureView *self, double x, double y, int n_press, GdkModifierType state)
{
  NablaMarkPoint point;
  const NablaMark *mark = nabla_figure_view_find_mark (self, x, y, &point);
  if (mark == NULL)
    return FALSE;
  g_signal_emit (self, nabla_figure_view_signals[NABLA_FIGURE_VIEW_MARK_ACTIVATED], 0, mark->series,
                 point.index, x, y, n_press, state);
  return TRUE;
}

static void
pressed_cb (NablaFigureView *self, int n_press, double x, double y)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (self->tool == NABLA_FIGURE_TOOL_LOOK && n_press == 2)
    nabla_figure_view_zoom_reset (self);
}

/* A press that became a drag never gets here. */
static void
released_cb (NablaFigureView *self, int n_press, double x, double y, GtkGesture *gesture)
{
  if (self->tool == NABLA_FIGURE_TOOL_LOOK)
    activate_mark (self, x, y, n_press,
                   gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture)));
}

static void
drag_begin_cb (NablaFigureView *self, double x, double y, GtkGesture *gesture)
{
  self->drag_x = x;
  self->drag_y = y;
  self->drag_window = self->window;
  self->is_dragging = FALSE;
  if (self->tool == NABLA_FIGURE_TOOL_PAINT)
    emit_at (self, NABLA_FIGURE_VIEW_PRESSED_AT, GTK_EVENT_CONTROLLER (gesture), x, y);
}

static void
drag_update_cb (NablaFigureView *self, double x, double y, GtkGesture *gesture)
{
  if (self->tool == NABLA_FIGURE_TOOL_PAINT)
    {
      emit_at (self, NABLA_FIGURE_VIEW_DRAGGED_TO, GTK_EVENT_CONTROLLER (gesture), self->drag_x + x,
               self->drag_y + y);
      return;
    }
  if (!self->drag_window.is_zoomed || (!self->is_dragging && hypot (x, y) < DRAG_THRESHOLD))
    return;
  if (!self->is_dragging)
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  self->is_dragging = TRUE;
  nabla_figure_view_pan (self, &self->drag_window, -x, -y);
}

static void
drag_end_cb (NablaFigureView *self, double x, double y, GtkGesture *gesture)
{
  if (self->tool == NABLA_FIGURE_TOOL_PAINT)
    emit_at (self, NABLA_FIGURE_VIEW_RELEASED_AT, GTK_EVENT_CONTROLLER (gesture), self->drag_x + x,
             self->drag_y + y);
}

static void
motion_cb (NablaFigureView *self, double x, double y)
{
  nabla_figure_view_set_cursor (self, x, y, FALSE);
}

static void
leave_cb (NablaFigureView *self)
{
  /* A cursor that keys have moved stays where it is. */
  if (!self->is_cursor_moved_by_keys)
    nabla_figure_view_set_cursor (self, NAN, NAN, FALSE);
}

static gboolean
scroll_cb (NablaFigureView *self, double dx, double dy)
{
  if (isnan (self->cursor_x) || dy == 0)
    return GDK_EVENT_PROPAGATE;
  return nabla_figure_view_zoom_at (self, self->cursor_x, self->cursor_y, pow (WHEEL_STEP, -dy));
}

/* Moves the cursor; the first key puts it in the middle. */
static void
move_cursor (NablaFigureView *self, int dx, int dy, GdkModifierType state)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  if (state & GDK_SHIFT_MASK)
    {
      if (self->window.is_zoomed)
        nabla_figure_view_pan (self, &self->window, PAN_SHARE * dx * width,
                               PAN_SHARE * dy * height);
      return;
    }
  double x = width / 2, y = height / 2;
  if (!isnan (self->cursor_x))
    {
      int step = state & GDK_CONTROL_MASK ? 1 : CURSOR_STEP;
      x = CLAMP (self->cursor_x + dx * step, 0, width - 1);
      y = CLAMP (self->cursor_y + dy * step, 0, height - 1);
    }
  nabla_figure_view_set_cursor (self, x, y, TRUE);
}

static gboolean
key_pressed_cb (NablaFigureView *self, guint key, guint code, GdkModifierType state)
{
  gboolean is_arrow
      = key == GDK_KEY_Left || key == GDK_KEY_Right || key == GDK_KEY_Up || key == GDK_KEY_Down;
  /* Other keys with Control belong to the window, arrows with Shift too to the tile. */
  gboolean is_control = (state & GDK_CONTROL_MASK) != 0;
  if (state & GDK_ALT_MASK || (is_control && (!is_arrow || state & GDK_SHIFT_MASK)))
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      move_cursor (self, -1, 0, state);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      move_cursor (self, 1, 0, state);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move_cursor (self, 0, -1, state);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move_cursor (self, 0, 1, state);
      return GDK_EVENT_STOP;
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      nabla_figure_view_zoom_in (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      nabla_figure_view_zoom_out (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      nabla_figure_view_zoom_reset (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      return !isnan (self->cursor_x)
             && activate_mark (self, self->cursor_x, self->cursor_y, 1, state);
    case GDK_KEY_Escape:
      if (isnan (self->cursor_x))
        return GDK_EVENT_PROPAGATE;
      nabla_figure_view_set_cursor (self, NAN, NAN, TRUE);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
focus_leave_cb (NablaFigureView *self)
{
  if (self->is_cursor_moved_by_keys)
    nabla_figure_view_set_cursor (self, NAN, NAN, TRUE);
}

void
nabla_figure_view_init_input (NablaFigureView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *click = gtk_gesture_click_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));

  GtkGesture *drag = gtk_gesture_drag_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), GDK_BUTTON_PRIMARY);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));

  GtkEventController *motion = gtk_event_controller_motion_new ();
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (widget, motion);

  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (widget, scroll);

  GtkEventController *key = gtk_event_controller_key_new ();
  g_signal_connect_swapped (key, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (widget, key);

  GtkEventController *focus = gtk_event_controller_focus_new ();
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_leave_cb), self);
  gtk_widget_add_controller (widget, focus);
}
