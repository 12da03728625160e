/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-race-start.h"

#include "nabla-label.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

/* How near the hand must be */
#define REACH 18
/* Pixels that a key moves it; with Control, one */
#define KEY_STEP 8

struct _NablaRaceStart
{
  GtkWidget parent_instance;
  NablaRaceModel *model;
  NablaFigureView *view;
  NablaPlace grabbed; /* the start in pixels, when it was taken */
};

G_DEFINE_FINAL_TYPE (NablaRaceStart, nabla_race_start, GTK_TYPE_WIDGET)

/* Where values stand in the view; not while it is zoomed, since nobody tells by how much. */
static gboolean
find_axes (NablaRaceStart *self, NablaAxis *x, NablaAxis *y)
{
  const NablaSnapshot *snapshot = nabla_race_model_snapshot (self->model);
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  if (nabla_race_model_arena (self->model) == NULL || snapshot == NULL || width < 1 || height < 1
      || nabla_figure_view_is_zoomed (self->view))
    return FALSE;
  const NablaFigureContext context = {
    .width = width,
    .height = height,
    .text_scale = 1,
    .line_scale = 1,
    .pango = gtk_widget_get_pango_context (GTK_WIDGET (self)),
  };
  return nabla_figure_axes (nabla_figure_view_get_figure (self->view), snapshot, &context,
                            nabla_figure_view_get_settings (self->view), x, y);
}

static gboolean
find_start (NablaRaceStart *self, NablaPlace *place)
{
  NablaAxis x, y;
  if (!find_axes (self, &x, &y))
    return FALSE;
  const NablaBowlOptions *options = nabla_race_model_options (self->model);
  place->w = nabla_axis_place (&x, options->start.w);
  place->b = nabla_axis_place (&y, options->start.b);
  return isfinite (place->w) && isfinite (place->b);
}

static void
update_label (NablaRaceStart *self)
{
  char w[NABLA_LABEL_LENGTH], b[NABLA_LABEL_LENGTH];
  const NablaBowlOptions *options = nabla_race_model_options (self->model);
  nabla_label_value (options->start.w, w);
  nabla_label_value (options->start.b, b);
  g_autofree char *text = g_strdup_printf (_ ("Start of all racers: w = %1$s, b = %2$s"), w, b);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

/* Puts the start to a pixel. */
static void
move_to (NablaRaceStart *self, double px, double py)
{
  NablaAxis x, y;
  if (!find_axes (self, &x, &y))
    return;
  /* As many digits as a pixel is worth. */
  double w = nabla_axis_value (&x, px), b = nabla_axis_value (&y, py);
  nabla_race_model_set_start (self->model, round (w * 1000) / 1000, round (b * 1000) / 1000);
  update_label (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
nabla_race_start_contains (GtkWidget *widget, double x, double y)
{
  NablaPlace place;
  return find_start (NABLA_RACE_START (widget), &place)
         && hypot (x - place.w, y - place.b) <= REACH;
}

static void
drag_begin_cb (NablaRaceStart *self, double x, double y, GtkGesture *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  find_start (self, &self->grabbed);
}

static void
drag_update_cb (NablaRaceStart *self, double dx, double dy)
{
  move_to (self, self->grabbed.w + dx, self->grabbed.b + dy);
}

static gboolean
key_cb (NablaRaceStart *self, guint key, guint code, GdkModifierType state)
{
  double step = state & GDK_CONTROL_MASK ? 1 : KEY_STEP;
  NablaPlace place;
  if (state & (GDK_ALT_MASK | GDK_SHIFT_MASK) || !find_start (self, &place))
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      move_to (self, place.w - step, place.b);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      move_to (self, place.w + step, place.b);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move_to (self, place.w, place.b - step);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move_to (self, place.w, place.b + step);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* A ring around the start, while the keys go to it. */
static void
nabla_race_start_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NablaPlace place;
  GdkRGBA accent = { 0.49f, 0.23f, 0.70f, 1 };
  if (!gtk_widget_has_visible_focus (widget) || !find_start (NABLA_RACE_START (widget), &place))
    return;
  if (adw_style_manager_get_dark (adw_style_manager_get_default ()))
    accent = (GdkRGBA){ 0.83f, 0.70f, 0.97f, 1 };
  GskRoundedRect ring;
  gsk_rounded_rect_init_from_rect (
      &ring, &GRAPHENE_RECT_INIT ((float)place.w - 12, (float)place.b - 12, 24, 24), 12);
  gtk_snapshot_append_border (snapshot, &ring, (float[4]){ 2, 2, 2, 2 },
                              (GdkRGBA[4]){ accent, accent, accent, accent });
}

static void
model_changed_cb (NablaRaceStart *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), nabla_race_model_arena (self->model) != NULL);
  update_label (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
nabla_race_start_dispose (GObject *object)
{
  NablaRaceStart *self = NABLA_RACE_START (object);
  g_clear_object (&self->model);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (nabla_race_start_parent_class)->dispose (object);
}

static void
nabla_race_start_class_init (NablaRaceStartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = nabla_race_start_dispose;
  widget_class->contains = nabla_race_start_contains;
  widget_class->snapshot = nabla_race_start_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
nabla_race_start_init (NablaRaceStart *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_name (GTK_WIDGET (self), "race-start");
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grab");
}

GtkWidget *
nabla_race_start_new (NablaRaceModel *model, NablaFigureView *view)
{
  g_return_val_if_fail (NABLA_IS_RACE_MODEL (model) && NABLA_IS_FIGURE_VIEW (view), NULL);

  NablaRaceStart *self = g_object_new (NABLA_TYPE_RACE_START, NULL);
  self->model = g_object_ref (model);
  self->view = g_object_ref (view);
  g_signal_connect_object (model, "changed", G_CALLBACK (model_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "snapshot", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  model_changed_cb (self);
  return GTK_WIDGET (self);
}
