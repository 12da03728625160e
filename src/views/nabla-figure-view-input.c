/* What pointer and keys do in a figure view.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-figure-view-private.h"

static void
emit_paint (NablaFigureView *self, guint signal, GtkGesture *gesture, double x, double y)
{
  GdkModifierType state
      = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  g_signal_emit (self, nabla_figure_view_signals[signal], 0, x, y, state);
}

static void
pressed_cb (NablaFigureView *self, int n_press, double x, double y, GtkGesture *gesture)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (self->tool != NABLA_FIGURE_TOOL_LOOK)
    return;
  NablaMarkPoint point;
  const NablaMark *mark = nabla_figure_view_find_mark (self, x, y, &point);
  if (mark == NULL)
    return;
  GdkModifierType state
      = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  g_signal_emit (self, nabla_figure_view_signals[NABLA_FIGURE_VIEW_MARK_ACTIVATED], 0, mark->series,
                 point.index, x, y, n_press, state);
}

static void
drag_begin_cb (NablaFigureView *self, double x, double y, GtkGesture *gesture)
{
  if (self->tool == NABLA_FIGURE_TOOL_PAINT)
    emit_paint (self, NABLA_FIGURE_VIEW_PRESSED_AT, gesture, x, y);
  else
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
}

static void
emit_drag (NablaFigureView *self, guint signal, double x, double y, GtkGesture *gesture)
{
  double start_x, start_y;
  if (gtk_gesture_drag_get_start_point (GTK_GESTURE_DRAG (gesture), &start_x, &start_y))
    emit_paint (self, signal, gesture, start_x + x, start_y + y);
}

static void
drag_update_cb (NablaFigureView *self, double x, double y, GtkGesture *gesture)
{
  if (self->tool == NABLA_FIGURE_TOOL_PAINT)
    emit_drag (self, NABLA_FIGURE_VIEW_DRAGGED_TO, x, y, gesture);
}

static void
drag_end_cb (NablaFigureView *self, double x, double y, GtkGesture *gesture)
{
  if (self->tool == NABLA_FIGURE_TOOL_PAINT)
    emit_drag (self, NABLA_FIGURE_VIEW_RELEASED_AT, x, y, gesture);
}

void
nabla_figure_view_init_input (NablaFigureView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));

  GtkGesture *drag = gtk_gesture_drag_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), GDK_BUTTON_PRIMARY);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}
