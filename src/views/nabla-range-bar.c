/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-range-bar.h"

#include "nabla-widget-style-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define HEIGHT 30
#define KNOB 16
#define TRACK 4
#define TICK_TOP 1
#define TICK_HEIGHT 8
/* The bar's middle, under the ticks */
#define MIDDLE 19
/* More strokes than this would be one block. */
#define MOST_TICKS 400

/* --- A knob --------------------------------------------------------------------- */

#define NABLA_TYPE_RANGE_KNOB (nabla_range_knob_get_type ())
G_DECLARE_FINAL_TYPE (NablaRangeKnob, nabla_range_knob, NABLA, RANGE_KNOB, GtkWidget)

struct _NablaRangeKnob {
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (NablaRangeKnob, nabla_range_knob, GTK_TYPE_WIDGET)

static void
nabla_range_knob_class_init (NablaRangeKnobClass *klass)
{
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "knob");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_SLIDER);
}

static void
nabla_range_knob_init (NablaRangeKnob *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

/* --- The bar -------------------------------------------------------------------- */

struct _NablaRangeBar {
  GtkWidget parent_instance;
  GtkWidget *knobs[2];
  double ends[2];
  float *ticks;
  guint n_ticks;
  int dragged; /* a knob, or −1 */
  guint pending;
};

G_DEFINE_FINAL_TYPE (NablaRangeBar, nabla_range_bar, GTK_TYPE_WIDGET)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static double
x_of (NablaRangeBar *self, double place)
{
  return KNOB / 2.0 + place * (gtk_widget_get_width (GTK_WIDGET (self)) - KNOB);
}

static void
update (NablaRangeBar *self)
{
  for (int i = 0; i < 2; i++)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->knobs[i]), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                    GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 100.0,
                                    GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, round (100 * self->ends[i]), -1);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
pending_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  NablaRangeBar *self = NABLA_RANGE_BAR (widget);
  self->pending = 0;
  g_signal_emit (self, signals[CHANGED], 0, self->ends[0], self->ends[1]);
  return G_SOURCE_REMOVE;
}

static void
move (NablaRangeBar *self, int knob, double place)
{
  place = knob == 0 ? CLAMP (place, 0, self->ends[1]) : CLAMP (place, self->ends[0], 1);
  if (place == self->ends[knob])
    return;
  self->ends[knob] = place;
  update (self);
  if (self->pending == 0)
    self->pending = gtk_widget_add_tick_callback (GTK_WIDGET (self), pending_cb, NULL, NULL);
}

/* The nearer knob; of two in one place the one that can go where the pointer is. */
static void
drag_begin_cb (NablaRangeBar *self, double x, double y, GtkGesture *gesture)
{
  double to_low = fabs (x - x_of (self, self->ends[0])), to_high = fabs (x - x_of (self, self->ends[1]));
  self->dragged = to_low == to_high ? x > x_of (self, self->ends[0]) : to_high < to_low;
  if (MIN (to_low, to_high) > KNOB)
    self->dragged = -1;
  gtk_gesture_set_state (gesture, self->dragged < 0 ? GTK_EVENT_SEQUENCE_DENIED : GTK_EVENT_SEQUENCE_CLAIMED);
  if (self->dragged >= 0)
    gtk_widget_grab_focus (self->knobs[self->dragged]);
}

static void
drag_update_cb (NablaRangeBar *self, double dx, double dy, GtkGesture *gesture)
{
  double x, y, room = gtk_widget_get_width (GTK_WIDGET (self)) - KNOB;
  if (self->dragged >= 0 && room > 0
      && gtk_gesture_drag_get_start_point (GTK_GESTURE_DRAG (gesture), &x, &y))
    move (self, self->dragged, (x + dx - KNOB / 2.0) / room);
}

static void
drag_end_cb (NablaRangeBar *self)
{
  self->dragged = -1;
}

static gboolean
key_cb (NablaRangeBar *self, guint key, guint code, GdkModifierType modifiers, GtkEventController *keys)
{
  int knob = gtk_event_controller_get_widget (keys) == self->knobs[0] ? 0 : 1;
  double steps[] = { 0.01, 0.1 };
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_Down:
    case GDK_KEY_Page_Down:
      move (self, knob, self->ends[knob] - steps[key == GDK_KEY_Page_Down]);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_Up:
    case GDK_KEY_Page_Up:
      move (self, knob, self->ends[knob] + steps[key == GDK_KEY_Page_Up]);
      return GDK_EVENT_STOP;
    case GDK_KEY_Home:
      move (self, knob, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_End:
      move (self, knob, 1);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
append_bar (GtkSnapshot *snapshot, const GdkRGBA *color, double from, double to)
{
  GskRoundedRect bounds;
  gsk_rounded_rect_init_from_rect (
      &bounds, &GRAPHENE_RECT_INIT ((float) from, MIDDLE - TRACK / 2, (float) (to - from), TRACK), TRACK / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &bounds);
  gtk_snapshot_append_color (snapshot, color, &bounds.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
append_knob (NablaRangeBar *self, GtkSnapshot *snapshot, int knob)
{
  GdkRGBA face = nabla_widget_color (GTK_WIDGET (self), NABLA_COLOR_SURFACE);
  gboolean has_focus = gtk_widget_has_visible_focus (self->knobs[knob]);
  GdkRGBA rim = nabla_widget_color (GTK_WIDGET (self), has_focus ? NABLA_COLOR_ACCENT : NABLA_COLOR_AXIS);
  float x = (float) x_of (self, self->ends[knob]), width = has_focus ? 2 : 1;
  GskRoundedRect bounds;
  gsk_rounded_rect_init_from_rect (
      &bounds, &GRAPHENE_RECT_INIT (x - KNOB / 2, MIDDLE - KNOB / 2, KNOB, KNOB), KNOB / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &bounds);
  gtk_snapshot_append_color (snapshot, &face, &bounds.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &bounds, (float[4]){ width, width, width, width },
                              (GdkRGBA[4]){ rim, rim, rim, rim });
}

static void
nabla_range_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NablaRangeBar *self = NABLA_RANGE_BAR (widget);
  GdkRGBA track = nabla_widget_color (widget, NABLA_COLOR_AXIS);
  GdkRGBA accent = nabla_widget_color (widget, NABLA_COLOR_ACCENT);
  GdkRGBA stroke = nabla_widget_color (widget, NABLA_COLOR_SECONDARY_TEXT);
  track.alpha *= 0.6f;
  stroke.alpha *= 0.55f;
  for (guint i = 0; i < self->n_ticks; i++)
    gtk_snapshot_append_color (
        snapshot, &stroke,
        &GRAPHENE_RECT_INIT (roundf ((float) x_of (self, self->ticks[i])), TICK_TOP, 1, TICK_HEIGHT));
  append_bar (snapshot, &track, x_of (self, 0), x_of (self, 1));
  append_bar (snapshot, &accent, x_of (self, self->ends[0]), x_of (self, self->ends[1]));
  append_knob (self, snapshot, 0);
  append_knob (self, snapshot, 1);
}

static void
nabla_range_bar_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 80 : HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 252 : HEIGHT;
}

static void
nabla_range_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  NablaRangeBar *self = NABLA_RANGE_BAR (widget);
  for (int i = 0; i < 2; i++)
    {
      gtk_widget_measure (self->knobs[i], GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
      gtk_widget_size_allocate (
          self->knobs[i],
          &(GtkAllocation){ (int) round (x_of (self, self->ends[i])) - KNOB / 2, MIDDLE - KNOB / 2, KNOB, KNOB },
          -1);
    }
}

static void
nabla_range_bar_dispose (GObject *object)
{
  NablaRangeBar *self = NABLA_RANGE_BAR (object);
  for (int i = 0; i < 2; i++)
    g_clear_pointer (&self->knobs[i], gtk_widget_unparent);
  G_OBJECT_CLASS (nabla_range_bar_parent_class)->dispose (object);
}

static void
nabla_range_bar_finalize (GObject *object)
{
  g_free (NABLA_RANGE_BAR (object)->ticks);
  G_OBJECT_CLASS (nabla_range_bar_parent_class)->finalize (object);
}

static void
nabla_range_bar_class_init (NablaRangeBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = nabla_range_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = nabla_range_bar_finalize;
  widget_class->snapshot = nabla_range_bar_snapshot;
  widget_class->measure = nabla_range_bar_measure;
  widget_class->size_allocate = nabla_range_bar_size_allocate;
  signals[CHANGED] = g_signal_new ("changed", NABLA_TYPE_RANGE_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  gtk_widget_class_set_css_name (widget_class, "rangebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
nabla_range_bar_init (NablaRangeBar *self)
{
  const char *names[] = { _("Lowest value"), _("Highest value") };
  self->ends[1] = 1;
  self->dragged = -1;
  for (int i = 0; i < 2; i++)
    {
      self->knobs[i] = g_object_new (NABLA_TYPE_RANGE_KNOB, NULL);
      gtk_widget_set_parent (self->knobs[i], GTK_WIDGET (self));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->knobs[i]), GTK_ACCESSIBLE_PROPERTY_LABEL, names[i], -1);
      GtkEventController *keys = gtk_event_controller_key_new ();
      g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
      gtk_widget_add_controller (self->knobs[i], keys);
      GtkEventController *focus = gtk_event_controller_focus_new ();
      g_signal_connect_swapped (focus, "enter", G_CALLBACK (gtk_widget_queue_draw), self);
      g_signal_connect_swapped (focus, "leave", G_CALLBACK (gtk_widget_queue_draw), self);
      gtk_widget_add_controller (self->knobs[i], focus);
    }
  GtkGesture *drag = gtk_gesture_drag_new ();
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  update (self);
}

GtkWidget *
nabla_range_bar_new (const char *label)
{
  g_return_val_if_fail (label != NULL, NULL);

  GtkWidget *self = g_object_new (NABLA_TYPE_RANGE_BAR, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return self;
}

void
nabla_range_bar_set_range (NablaRangeBar *self, double low, double high)
{
  g_return_if_fail (NABLA_IS_RANGE_BAR (self) && low <= high);

  /* What the user drags is newer than what comes back. */
  if (self->pending != 0 || self->dragged >= 0)
    return;
  self->ends[0] = CLAMP (low, 0, 1);
  self->ends[1] = CLAMP (high, 0, 1);
  update (self);
}

void
nabla_range_bar_get_range (NablaRangeBar *self, double *low, double *high)
{
  g_return_if_fail (NABLA_IS_RANGE_BAR (self) && low != NULL && high != NULL);

  *low = self->ends[0];
  *high = self->ends[1];
}

void
nabla_range_bar_set_text (NablaRangeBar *self, const char *text)
{
  g_return_if_fail (NABLA_IS_RANGE_BAR (self) && text != NULL);

  for (int i = 0; i < 2; i++)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->knobs[i]), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

void
nabla_range_bar_set_ticks (NablaRangeBar *self, const float *places, guint n)
{
  g_return_if_fail (NABLA_IS_RANGE_BAR (self) && (places != NULL || n == 0));

  guint stride = n / MOST_TICKS + 1;
  self->ticks = g_renew (float, self->ticks, n / stride + 1);
  self->n_ticks = 0;
  for (guint i = 0; i < n; i += stride)
    if (places[i] >= 0 && places[i] <= 1)
      self->ticks[self->n_ticks++] = places[i];
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
