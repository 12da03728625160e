/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-side-pane.h"

struct _NablaSidePane {
  GtkWidget parent_instance;
  GtkWidget *panel;
  GtkWidget *content;
  int room;
  gboolean wanted;      /* beside the content */
  gboolean wanted_over; /* over it */
  gboolean always_over;
  gboolean is_over;
};

G_DEFINE_FINAL_TYPE (NablaSidePane, nabla_side_pane, GTK_TYPE_WIDGET)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
update (NablaSidePane *self)
{
  gboolean visible = self->is_over ? self->wanted_over : self->wanted;
  gtk_widget_set_child_visible (self->panel, visible);
  if (self->is_over)
    gtk_widget_add_css_class (self->panel, "nabla-over");
  else
    gtk_widget_remove_css_class (self->panel, "nabla-over");
}

static void
set_is_over (NablaSidePane *self, gboolean is_over)
{
  if (is_over == self->is_over)
    return;
  self->is_over = is_over;
  self->wanted_over = FALSE;
  update (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
nabla_side_pane_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  NablaSidePane *self = NABLA_SIDE_PANE (widget);
  int of_panel, panel_natural;
  gtk_widget_measure (self->content, orientation, -1, minimum, natural, NULL, NULL);
  gtk_widget_measure (self->panel, orientation, -1, &of_panel, &panel_natural, NULL, NULL);
  *minimum = MAX (*minimum, of_panel);
  *natural = MAX (*natural, *minimum);
}

static void
nabla_side_pane_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  NablaSidePane *self = NABLA_SIDE_PANE (widget);
  gboolean is_over = self->always_over || width < self->room;
  int panel_width;
  set_is_over (self, is_over);
  gtk_widget_measure (self->panel, GTK_ORIENTATION_HORIZONTAL, -1, &panel_width, NULL, NULL, NULL);
  gboolean visible = gtk_widget_get_child_visible (self->panel);
  int left = visible && !is_over ? panel_width : 0;
  GtkAllocation content = { left, 0, width - left, height }, panel = { 0, 0, panel_width, height };
  gtk_widget_size_allocate (self->content, &content, -1);
  if (visible)
    gtk_widget_size_allocate (self->panel, &panel, -1);
}

/* A press beside the panel that lies over the content sends it away. */
static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, NablaSidePane *self)
{
  if (self->is_over && self->wanted_over && x > gtk_widget_get_width (self->panel))
    nabla_side_pane_set_visible (self, FALSE);
}

static gboolean
has_focus (NablaSidePane *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  return focus != NULL && gtk_widget_is_ancestor (focus, self->panel);
}

void
nabla_side_pane_set_visible (NablaSidePane *self, gboolean visible)
{
  g_return_if_fail (NABLA_IS_SIDE_PANE (self));

  if (self->is_over)
    self->wanted_over = visible;
  else
    self->wanted = visible;
  /* Keys must not go to what is not seen. */
  if (!visible && has_focus (self))
    gtk_widget_grab_focus (self->content);
  update (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
nabla_side_pane_get_visible (NablaSidePane *self)
{
  g_return_val_if_fail (NABLA_IS_SIDE_PANE (self), FALSE);

  return self->is_over ? self->wanted_over : self->wanted;
}

void
nabla_side_pane_set_over (NablaSidePane *self, gboolean always_over)
{
  g_return_if_fail (NABLA_IS_SIDE_PANE (self));

  int width = gtk_widget_get_width (GTK_WIDGET (self));
  self->always_over = always_over;
  set_is_over (self, always_over || (width > 0 && width < self->room));
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

gboolean
nabla_side_pane_get_wanted (NablaSidePane *self)
{
  g_return_val_if_fail (NABLA_IS_SIDE_PANE (self), FALSE);

  return self->wanted;
}

static void
nabla_side_pane_dispose (GObject *object)
{
  NablaSidePane *self = NABLA_SIDE_PANE (object);
  g_clear_pointer (&self->panel, gtk_widget_unparent);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (nabla_side_pane_parent_class)->dispose (object);
}

static void
nabla_side_pane_class_init (NablaSidePaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_side_pane_dispose;
  GTK_WIDGET_CLASS (klass)->measure = nabla_side_pane_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = nabla_side_pane_size_allocate;
  signals[CHANGED] = g_signal_new ("changed", NABLA_TYPE_SIDE_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
nabla_side_pane_init (NablaSidePane *self)
{
  self->wanted = TRUE;
  GtkGesture *click = gtk_gesture_click_new ();
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
nabla_side_pane_new (GtkWidget *panel, GtkWidget *content, int room)
{
  g_return_val_if_fail (GTK_IS_WIDGET (panel) && GTK_IS_WIDGET (content), NULL);

  NablaSidePane *self = g_object_new (NABLA_TYPE_SIDE_PANE, NULL);
  self->room = room;
  self->content = content;
  self->panel = panel;
  gtk_widget_set_parent (content, GTK_WIDGET (self));
  gtk_widget_set_parent (panel, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
