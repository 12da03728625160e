/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-timeline-private.h"

#include "nabla-label.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (NablaTimeline, nabla_timeline, GTK_TYPE_WIDGET)

enum {
  PROP_STEPS_TOTAL = 1,
  PROP_STEP,
  PROP_LOOKED_AT,
  PROP_SEEKABLE,
  N_PROPS
};
enum {
  SEEK,
  N_SIGNALS
};
static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

/* --- Saying it ------------------------------------------------------------------ */

/* While training runs, each hundredth is news enough. */
static void
announce (NablaTimeline *self, gboolean anyway)
{
  gint64 step = nabla_timeline_shown_step (self);
  if (!anyway && ABS (step - self->announced) < MAX (self->total / 100, 1) && step != self->total)
    return;
  self->announced = step;
  char now[NABLA_LABEL_LENGTH], total[NABLA_LABEL_LENGTH];
  /* translators: both are numbers, such as step 4,800 of 6,000 */
  g_autofree char *text = g_strdup_printf (_("step %s of %s"), nabla_label_count (step, now),
                                           nabla_label_count (self->total, total));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double)self->total,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, (double)step,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                  GTK_ACCESSIBLE_PROPERTY_READ_ONLY, !self->is_seekable, -1);
}

/* --- Seeking -------------------------------------------------------------------- */

static gboolean
pending_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  NablaTimeline *self = NABLA_TIMELINE (widget);
  self->pending = 0;
  g_signal_emit (self, signals[SEEK], 0, self->sought);
  return G_SOURCE_REMOVE;
}

static void
seek (NablaTimeline *self, gint64 step)
{
  step = CLAMP (step, 0, self->step);
  if (!self->is_seekable || (self->pending == 0 && step == nabla_timeline_shown_step (self)))
    return;
  self->sought = step;
  nabla_timeline_set_looked_at (self, step);
  if (self->pending == 0)
    self->pending = gtk_widget_add_tick_callback (GTK_WIDGET (self), pending_cb, NULL, NULL);
}

static void
drag_begin_cb (NablaTimeline *self, double x, double y, GtkGesture *gesture)
{
  if (!self->is_seekable)
    {
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  seek (self, nabla_timeline_step_at (self, x));
}

static void
drag_update_cb (NablaTimeline *self, double dx, double dy, GtkGesture *gesture)
{
  double x, y;
  if (gtk_gesture_drag_get_start_point (GTK_GESTURE_DRAG (gesture), &x, &y))
    seek (self, nabla_timeline_step_at (self, x + dx));
}

static void
pointer_cb (NablaTimeline *self, double x, double y)
{
  self->pointer = CLAMP (x, 0, gtk_widget_get_width (GTK_WIDGET (self)));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
pointer_left_cb (NablaTimeline *self)
{
  self->pointer = -1;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
key_cb (NablaTimeline *self, guint key, guint code, GdkModifierType modifiers)
{
  gint64 step = nabla_timeline_shown_step (self), page = MAX (self->total / 10, 1);
  if (!self->is_seekable || (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_Down:
      seek (self, step - 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_Up:
      seek (self, step + 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up:
      seek (self, step - page);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Down:
      seek (self, step + page);
      return GDK_EVENT_STOP;
    case GDK_KEY_Home:
      seek (self, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_End:
      seek (self, self->step);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* --- Widget --------------------------------------------------------------------- */

static void
nabla_timeline_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  NablaTimeline *self = NABLA_TIMELINE (object);
  switch (id)
    {
    case PROP_STEPS_TOTAL:
      g_value_set_int64 (value, self->total);
      break;
    case PROP_STEP:
      g_value_set_int64 (value, self->step);
      break;
    case PROP_LOOKED_AT:
      g_value_set_int64 (value, self->looked_at);
      break;
    case PROP_SEEKABLE:
      g_value_set_boolean (value, self->is_seekable);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
nabla_timeline_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  NablaTimeline *self = NABLA_TIMELINE (object);
  switch (id)
    {
    case PROP_STEPS_TOTAL:
      nabla_timeline_set_steps_total (self, g_value_get_int64 (value));
      break;
    case PROP_STEP:
      nabla_timeline_set_step (self, g_value_get_int64 (value));
      break;
    case PROP_LOOKED_AT:
      nabla_timeline_set_looked_at (self, g_value_get_int64 (value));
      break;
    case PROP_SEEKABLE:
      nabla_timeline_set_seekable (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
nabla_timeline_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (nabla_timeline_parent_class)->css_changed (widget, change);
  nabla_timeline_forget_curve (NABLA_TIMELINE (widget));
}

static void
nabla_timeline_finalize (GObject *object)
{
  NablaTimeline *self = NABLA_TIMELINE (object);
  g_clear_pointer (&self->curve, gsk_render_node_unref);
  g_array_unref (self->marks);
  g_free (self->points);
  G_OBJECT_CLASS (nabla_timeline_parent_class)->finalize (object);
}

static void
nabla_timeline_class_init (NablaTimelineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  object_class->finalize = nabla_timeline_finalize;
  object_class->get_property = nabla_timeline_get_property;
  object_class->set_property = nabla_timeline_set_property;
  widget_class->snapshot = nabla_timeline_snapshot;
  widget_class->measure = nabla_timeline_measure;
  widget_class->css_changed = nabla_timeline_css_changed;
  props[PROP_STEPS_TOTAL] = g_param_spec_int64 ("steps-total", NULL, NULL, 1, G_MAXINT64, 1, flags);
  props[PROP_STEP] = g_param_spec_int64 ("step", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_LOOKED_AT] = g_param_spec_int64 ("looked-at", NULL, NULL, -1, G_MAXINT64, -1, flags);
  props[PROP_SEEKABLE] = g_param_spec_boolean ("seekable", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[SEEK] = g_signal_new ("seek", NABLA_TYPE_TIMELINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_INT64);
  gtk_widget_class_set_css_name (widget_class, "timeline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
}

static void
mark_clear (gpointer data)
{
  NablaTimelineMark *self = data;
  g_free (self->text);
}

static void
nabla_timeline_init (NablaTimeline *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  self->total = 1;
  self->marks = g_array_new (FALSE, FALSE, sizeof (NablaTimelineMark));
  g_array_set_clear_func (self->marks, mark_clear);
  self->looked_at = -1;
  self->pointer = -1;
  GtkGesture *drag = gtk_gesture_drag_new ();
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  GtkEventController *motion = gtk_event_controller_motion_new ();
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (pointer_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (pointer_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (pointer_left_cb), self);
  gtk_widget_add_controller (widget, motion);
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (widget, keys);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Timeline"), -1);
  announce (self, TRUE);
}

GtkWidget *
nabla_timeline_new (void)
{
  return g_object_new (NABLA_TYPE_TIMELINE, NULL);
}

void
nabla_timeline_set_steps_total (NablaTimeline *self, gint64 steps_total)
{
  g_return_if_fail (NABLA_IS_TIMELINE (self));
  steps_total = MAX (steps_total, 1);
  if (self->total == steps_total)
    return;
  self->total = steps_total;
  nabla_timeline_forget_curve (self);
  announce (self, TRUE);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STEPS_TOTAL]);
}

gint64
nabla_timeline_get_steps_total (NablaTimeline *self)
{
  g_return_val_if_fail (NABLA_IS_TIMELINE (self), 1);
  return self->total;
}

void
nabla_timeline_set_step (NablaTimeline *self, gint64 step)
{
  g_return_if_fail (NABLA_IS_TIMELINE (self));
  step = MAX (step, 0);
  if (self->step == step)
    return;
  self->step = step;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  announce (self, FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STEP]);
}

gint64
nabla_timeline_get_step (NablaTimeline *self)
{
  g_return_val_if_fail (NABLA_IS_TIMELINE (self), 0);
  return self->step;
}

void
nabla_timeline_set_looked_at (NablaTimeline *self, gint64 step)
{
  g_return_if_fail (NABLA_IS_TIMELINE (self));
  step = MAX (step, -1);
  if (self->looked_at == step)
    return;
  self->looked_at = step;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  announce (self, TRUE);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOOKED_AT]);
}

gint64
nabla_timeline_get_looked_at (NablaTimeline *self)
{
  g_return_val_if_fail (NABLA_IS_TIMELINE (self), -1);
  return self->looked_at;
}

void
nabla_timeline_set_seekable (NablaTimeline *self, gboolean is_seekable)
{
  g_return_if_fail (NABLA_IS_TIMELINE (self));
  if (self->is_seekable == is_seekable)
    return;
  self->is_seekable = is_seekable;
  gtk_widget_set_focusable (GTK_WIDGET (self), is_seekable);
  announce (self, TRUE);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SEEKABLE]);
}

gboolean
nabla_timeline_get_seekable (NablaTimeline *self)
{
  g_return_val_if_fail (NABLA_IS_TIMELINE (self), FALSE);
  return self->is_seekable;
}

void
nabla_timeline_set_curve (NablaTimeline *self, const float *steps, const float *values, guint n)
{
  g_return_if_fail (NABLA_IS_TIMELINE (self));
  g_return_if_fail (n == 0 || (steps != NULL && values != NULL));
  if (n > self->n)
    self->points = g_renew (graphene_point_t, self->points, n);
  for (guint i = 0; i < n; i++)
    self->points[i] = GRAPHENE_POINT_INIT (steps[i], values[i]);
  self->n = n;
  nabla_timeline_forget_curve (self);
}

static gboolean
same_marks (NablaTimeline *self, const gint64 *steps, const char *const *texts, guint n)
{
  if (self->marks->len != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const NablaTimelineMark *mark = &g_array_index (self->marks, NablaTimelineMark, i);
      if (mark->step != steps[i] || !g_str_equal (mark->text, texts[i]))
        return FALSE;
    }
  return TRUE;
}

void
nabla_timeline_set_marks (NablaTimeline *self,
                          const gint64 *steps,
                          const char *const *texts,
                          guint n)
{
  g_return_if_fail (NABLA_IS_TIMELINE (self));
  g_return_if_fail (n == 0 || (steps != NULL && texts != NULL));
  if (same_marks (self, steps, texts, n))
    return;
  g_array_set_size (self->marks, 0);
  for (guint i = 0; i < n; i++)
    {
      NablaTimelineMark mark = { steps[i], g_strdup (texts[i]) };
      g_array_append_val (self->marks, mark);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
