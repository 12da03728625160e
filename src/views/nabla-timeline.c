/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-timeline.h"

#include "nabla-axis.h"
#include "nabla-widget-style-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define TRACK_TOP 7
#define TRACK_HEIGHT 24
#define RADIUS 6
#define KNOB 5
#define LABEL_GAP 9
#define FADED 0.35
#define WIDE_RATIO 10
#define CURVE_TOP 3

struct _NablaTimeline
{
  GtkWidget parent_instance;
  gint64 total;
  gint64 step;
  gint64 looked_at; /* -1: the last */
  gboolean is_seekable;

  graphene_point_t *points; /* steps and values */
  guint n;

  GskRenderNode *curve; /* of points, at a width, in a theme */
  int curve_width;
  NablaTheme curve_theme;

  double pointer; /* where it hovers; negative if it does not */
  guint pending;
  gint64 announced;
};

G_DEFINE_FINAL_TYPE (NablaTimeline, nabla_timeline, GTK_TYPE_WIDGET)

enum
{
  PROP_STEPS_TOTAL = 1,
  PROP_STEP,
  PROP_LOOKED_AT,
  PROP_SEEKABLE,
  N_PROPS
};
enum
{
  SEEK,
  N_SIGNALS
};
static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static gint64
shown_step (NablaTimeline *self)
{
  return self->looked_at >= 0 ? self->looked_at : self->step;
}

static double
place_of (NablaTimeline *self, double step)
{
  return CLAMP (step / (double)self->total, 0, 1) * gtk_widget_get_width (GTK_WIDGET (self));
}

static gint64
step_at (NablaTimeline *self, double x)
{
  int width = MAX (gtk_widget_get_width (GTK_WIDGET (self)), 1);
  double step = round (x / width * (double)self->total);
  return (gint64)CLAMP (step, 0, (double)self->step);
}

/* --- Saying it ------------------------------------------------------------------ */

/* While training runs, each hundredth is news enough. */
static void
announce (NablaTimeline *self, gboolean anyway)
{
  gint64 step = shown_step (self);
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

/* --- Drawing -------------------------------------------------------------------- */

/* How values become heights */
typedef struct
{
  double low, high; /* of their logarithms, if is_log */
  gboolean is_log;
} Scale;

/* Returns whether there is anything to draw. */
static gboolean
find_scale (NablaTimeline *self, Scale *scale)
{
  double low = HUGE_VAL, high = -HUGE_VAL;
  for (guint i = 0; i < self->n; i++)
    if (isfinite (self->points[i].y))
      {
        low = MIN (low, (double)self->points[i].y);
        high = MAX (high, (double)self->points[i].y);
      }
  scale->is_log = low > 0 && high > low * WIDE_RATIO;
  scale->low = scale->is_log ? log10 (low) : low;
  scale->high = scale->is_log ? log10 (high) : high;
  return low <= high;
}

/* The outline from point @first up to the next gap, down to the bottom at both
 * ends if @is_closed. Returns where the gap is. */
static guint
trace (NablaTimeline *self,
       cairo_t *cr,
       const Scale *scale,
       guint first,
       int width,
       gboolean is_closed)
{
  /* Some room below, so that the end of a good run is still to be seen. */
  double room = scale->high > scale->low ? (scale->high - scale->low) * 1.2 : 1;
  double x = 0;
  guint i = first;
  for (; i < self->n && isfinite (self->points[i].y); i++)
    {
      double value = (double)self->points[i].y;
      double depth = (scale->high - (scale->is_log ? log10 (value) : value)) / room;
      x = CLAMP ((double)self->points[i].x / (double)self->total, 0, 1) * width;
      if (i == first && is_closed)
        cairo_move_to (cr, x, TRACK_HEIGHT);
      cairo_line_to (cr, x, CURVE_TOP + depth * (TRACK_HEIGHT - CURVE_TOP));
    }
  if (is_closed && i > first)
    {
      cairo_line_to (cr, x, TRACK_HEIGHT);
      cairo_close_path (cr);
    }
  return i;
}

static void
draw_curve (NablaTimeline *self, const Scale *scale, int width)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  NablaColor color = nabla_color_slot (nabla_widget_theme (GTK_WIDGET (self)), 0);
  cairo_t *cr
      = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, TRACK_HEIGHT));
  cairo_set_line_width (cr, 1.5);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (guint first = 0, gap; first < self->n; first = gap + 1)
    {
      gap = trace (self, cr, scale, first, width, TRUE);
      cairo_set_source_rgba (cr, color.red, color.green, color.blue, 0.3);
      cairo_fill (cr);
      trace (self, cr, scale, first, width, FALSE);
      cairo_set_source_rgb (cr, color.red, color.green, color.blue);
      cairo_stroke (cr);
    }
  cairo_destroy (cr);
  g_clear_pointer (&self->curve, gsk_render_node_unref);
  self->curve = gtk_snapshot_free_to_node (snapshot);
  self->curve_width = width;
  self->curve_theme = nabla_widget_theme (GTK_WIDGET (self));
}

static void
forget_curve (NablaTimeline *self)
{
  g_clear_pointer (&self->curve, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
append_curve (NablaTimeline *self, GtkSnapshot *snapshot, int width)
{
  Scale scale;
  if (!find_scale (self, &scale))
    return;
  if (self->curve == NULL || self->curve_width != width
      || self->curve_theme != nabla_widget_theme (GTK_WIDGET (self)))
    draw_curve (self, &scale, width);
  if (self->curve == NULL)
    return;
  if (self->looked_at < 0)
    {
      gtk_snapshot_append_node (snapshot, self->curve);
      return;
    }
  float split = (float)place_of (self, (double)self->looked_at);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, split, TRACK_HEIGHT));
  gtk_snapshot_append_node (snapshot, self->curve);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (split, 0, (float)width, TRACK_HEIGHT));
  gtk_snapshot_push_opacity (snapshot, FADED);
  gtk_snapshot_append_node (snapshot, self->curve);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_pop (snapshot);
}

static void
append_playhead (NablaTimeline *self, GtkSnapshot *snapshot, int width)
{
  GdkRGBA ink = nabla_widget_color (GTK_WIDGET (self), NABLA_COLOR_TEXT);
  float x = (float)CLAMP (round (place_of (self, (double)shown_step (self))), 1, width - 1);
  gtk_snapshot_append_color (
      snapshot, &ink, &GRAPHENE_RECT_INIT (x - 1, KNOB, 2, TRACK_TOP + TRACK_HEIGHT + 1 - KNOB));
  GskRoundedRect knob;
  gsk_rounded_rect_init_from_rect (&knob, &GRAPHENE_RECT_INIT (x - KNOB, 0, 2 * KNOB, 2 * KNOB),
                                   KNOB);
  gtk_snapshot_push_rounded_clip (snapshot, &knob);
  gtk_snapshot_append_color (snapshot, &ink, &knob.bounds);
  gtk_snapshot_pop (snapshot);
}

/* Where a label stands on its line; empty if the start lies behind the end */
typedef struct
{
  double start, end;
} Span;

static const Span nowhere = { HUGE_VAL, -HUGE_VAL };

static gboolean
touches (Span a, Span b)
{
  return a.start < b.end + LABEL_GAP && b.start < a.end + LABEL_GAP;
}

/* Draws @text around @x, but within the widget, unless it touches @left or
 * @above. Returns where it stands. */
static Span
append_label (NablaTimeline *self,
              GtkSnapshot *snapshot,
              const char *text,
              double x,
              const GdkRGBA *color,
              Span left,
              Span above)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  int width;
  pango_layout_get_pixel_size (layout, &width, NULL);
  double room = gtk_widget_get_width (GTK_WIDGET (self)) - width;
  double start = round (CLAMP (x - width / 2.0, 0, MAX (room, 0)));
  Span own = { start, start + width };
  if (touches (own, left) || touches (own, above))
    return nowhere;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float)start, TRACK_TOP + TRACK_HEIGHT + 3));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
  return own;
}

/* Returns: what stands under the pointer, such as `step 1,200 · 0.217` */
static char *
readout (NablaTimeline *self)
{
  char step[NABLA_LABEL_LENGTH], value[NABLA_LABEL_LENGTH];
  gint64 at = step_at (self, self->pointer);
  const graphene_point_t *point = NULL;
  for (guint i = 0; i < self->n && (double)self->points[i].x <= (double)at; i++)
    point = &self->points[i];
  nabla_label_count (at, step);
  /* translators: a step number, then the cost at that step */
  return point != NULL ? g_strdup_printf (_("step %s · cost %s"), step,
                                          nabla_label_value ((double)point->y, value))
                       : g_strdup_printf (_("step %s"), step);
}

static void
append_labels (NablaTimeline *self, GtkSnapshot *snapshot, int width)
{
  GdkRGBA ink = nabla_widget_color (GTK_WIDGET (self), NABLA_COLOR_TEXT);
  GdkRGBA second = nabla_widget_color (GTK_WIDGET (self), NABLA_COLOR_SECONDARY_TEXT);
  Span hovered = nowhere, last = nowhere;
  if (self->pointer >= 0)
    {
      g_autofree char *text = readout (self);
      double x = place_of (self, (double)step_at (self, self->pointer));
      hovered = append_label (self, snapshot, text, x, &ink, nowhere, nowhere);
    }

  NablaAxis axis;
  NablaTick ticks[NABLA_AXIS_MOST_TICKS];
  nabla_axis_init (&axis, 0, (double)self->total, FALSE);
  axis.start = 0;
  axis.end = width;
  axis.is_whole = TRUE;
  guint n = nabla_axis_ticks (&axis, (guint)CLAMP (width / 64, 2, NABLA_AXIS_MOST_TICKS), ticks);
  for (guint i = 0; i < n; i++)
    {
      Span own
          = append_label (self, snapshot, ticks[i].label, ticks[i].place, &second, last, hovered);
      if (own.start < own.end)
        last = own;
    }
}

static void
nabla_timeline_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NablaTimeline *self = NABLA_TIMELINE (widget);
  int width = gtk_widget_get_width (widget);
  GdkRGBA ink = nabla_widget_text_color (widget);
  GdkRGBA track = ink;
  track.alpha *= 0.065f;

  GskRoundedRect bounds;
  gsk_rounded_rect_init_from_rect (&bounds, &GRAPHENE_RECT_INIT (0, 0, width, TRACK_HEIGHT),
                                   RADIUS);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, TRACK_TOP));
  gtk_snapshot_push_rounded_clip (snapshot, &bounds);
  gtk_snapshot_append_color (snapshot, &track, &bounds.bounds);
  append_curve (self, snapshot, width);
  if (self->pointer >= 0)
    {
      GdkRGBA cursor = nabla_widget_color (widget, NABLA_COLOR_CURSOR);
      float x = (float)floor (place_of (self, (double)step_at (self, self->pointer)));
      gtk_snapshot_append_color (snapshot, &cursor, &GRAPHENE_RECT_INIT (x, 0, 1, TRACK_HEIGHT));
    }
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_restore (snapshot);
  append_playhead (self, snapshot, width);
  append_labels (self, snapshot, width);
}

static void
nabla_timeline_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 120;
      *natural = 480;
      return;
    }
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, "0");
  int height;
  pango_layout_get_pixel_size (layout, NULL, &height);
  *minimum = *natural = TRACK_TOP + TRACK_HEIGHT + 3 + height;
}

/* --- Seeking -------------------------------------------------------------------- */

static gboolean
pending_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  NablaTimeline *self = NABLA_TIMELINE (widget);
  self->pending = 0;
  g_signal_emit (self, signals[SEEK], 0, shown_step (self));
  return G_SOURCE_REMOVE;
}

static void
seek (NablaTimeline *self, gint64 step)
{
  step = CLAMP (step, 0, self->step);
  if (!self->is_seekable || step == shown_step (self))
    return;
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
  seek (self, step_at (self, x));
}

static void
drag_update_cb (NablaTimeline *self, double dx, double dy, GtkGesture *gesture)
{
  double x, y;
  if (gtk_gesture_drag_get_start_point (GTK_GESTURE_DRAG (gesture), &x, &y))
    seek (self, step_at (self, x + dx));
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
  gint64 step = shown_step (self), page = MAX (self->total / 10, 1);
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
  forget_curve (NABLA_TIMELINE (widget));
}

static void
nabla_timeline_finalize (GObject *object)
{
  NablaTimeline *self = NABLA_TIMELINE (object);
  g_clear_pointer (&self->curve, gsk_render_node_unref);
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
nabla_timeline_init (NablaTimeline *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  self->total = 1;
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
  forget_curve (self);
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
  forget_curve (self);
}
