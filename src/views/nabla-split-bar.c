/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-split-bar.h"

#include "nabla-label.h"
#include "nabla-widget-style-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define N_PARTS 3
#define HEIGHT 24
#define GAP 2
#define RADIUS 5
/* What a pointer can hit of a divider */
#define GRIP 10

static const char *const part_names[N_PARTS]
    = { NC_ ("split", "train"), NC_ ("split", "dev"), NC_ ("split", "test") };

/* --- A divider ------------------------------------------------------------------ */

#define NABLA_TYPE_SPLIT_DIVIDER (nabla_split_divider_get_type ())
G_DECLARE_FINAL_TYPE (NablaSplitDivider, nabla_split_divider, NABLA, SPLIT_DIVIDER, GtkWidget)

struct _NablaSplitDivider {
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (NablaSplitDivider, nabla_split_divider, GTK_TYPE_WIDGET)

static void
nabla_split_divider_class_init (NablaSplitDividerClass *klass)
{
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "divider");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_SLIDER);
}

static void
nabla_split_divider_init (NablaSplitDivider *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "col-resize");
}

/* --- The bar -------------------------------------------------------------------- */

struct _NablaSplitBar {
  GtkWidget parent_instance;
  GtkWidget *dividers[N_PARTS - 1];
  double ends[N_PARTS - 1]; /* where train and dev end */
  guint64 total;
  guint64 counts[N_PARTS]; /* what the parts hold, if that is known */
  gboolean has_counts;
  int dragged; /* a divider, or -1 */
  guint pending;
};

G_DEFINE_FINAL_TYPE (NablaSplitBar, nabla_split_bar, GTK_TYPE_WIDGET)

enum {
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static const char *
part_title (int part)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, "split", part_names[part]);
}

static double
end_of (NablaSplitBar *self, int part)
{
  return part < 0 ? 0 : part < N_PARTS - 1 ? self->ends[part] : 1;
}

/* The running sums are rounded, as the data are split. */
static guint64
count_of (NablaSplitBar *self, int part)
{
  if (self->has_counts)
    return self->counts[part];
  return (guint64)round (end_of (self, part) * (double)self->total)
         - (guint64)round (end_of (self, part - 1) * (double)self->total);
}

/* Returns: a label of a part, the short form without its name */
static char *
label_of (NablaSplitBar *self, int part, gboolean is_short)
{
  char number[NABLA_LABEL_LENGTH];
  if (self->total == 0)
    return g_strdup_printf (_("%d%%"), (int)round (100 * end_of (self, part))
                                            - (int)round (100 * end_of (self, part - 1)));
  nabla_label_count ((gint64)count_of (self, part), number);
  return is_short ? g_strdup (number) : g_strdup_printf ("%s %s", part_title (part), number);
}

static void
update (NablaSplitBar *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (int part = 0; part < N_PARTS; part++)
    {
      g_autofree char *label = label_of (self, part, FALSE);
      g_string_append (text, part == 0 ? "" : " · ");
      if (self->total == 0)
        g_string_append_printf (text, "%s ", part_title (part));
      g_string_append (text, label);
    }
  for (int i = 0; i < N_PARTS - 1; i++)
    gtk_accessible_update_property (
        GTK_ACCESSIBLE (self->dividers[i]), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
        GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 100.0, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
        round (100 * self->ends[i]), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text->str, -1);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
pending_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  NablaSplitBar *self = NABLA_SPLIT_BAR (widget);
  double train, dev, test;
  self->pending = 0;
  nabla_split_bar_get_shares (self, &train, &dev, &test);
  g_signal_emit (self, signals[CHANGED], 0, train, dev, test);
  return G_SOURCE_REMOVE;
}

/* At least a hundredth trains. */
static void
move (NablaSplitBar *self, int divider, double end)
{
  end = CLAMP (round (end * 100) / 100, 0.01, 1);
  if (end == self->ends[divider])
    return;
  self->ends[divider] = end;
  self->has_counts = FALSE;
  if (divider == 0)
    self->ends[1] = MAX (self->ends[1], end);
  else
    self->ends[0] = MIN (self->ends[0], end);
  update (self);
  if (self->pending == 0)
    self->pending = gtk_widget_add_tick_callback (GTK_WIDGET (self), pending_cb, NULL, NULL);
}

static void
drag_begin_cb (NablaSplitBar *self, double x, double y, GtkGesture *gesture)
{
  GtkWidget *under = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  self->dragged = under == self->dividers[0] ? 0 : under == self->dividers[1] ? 1 : -1;
  gtk_gesture_set_state (gesture, self->dragged < 0 ? GTK_EVENT_SEQUENCE_DENIED
                                                    : GTK_EVENT_SEQUENCE_CLAIMED);
  if (self->dragged >= 0)
    gtk_widget_grab_focus (under);
}

static void
drag_update_cb (NablaSplitBar *self, double dx, double dy, GtkGesture *gesture)
{
  double x, y;
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  if (self->dragged >= 0 && width > 0
      && gtk_gesture_drag_get_start_point (GTK_GESTURE_DRAG (gesture), &x, &y))
    move (self, self->dragged, (x + dx) / width);
}

static gboolean
key_cb (
    NablaSplitBar *self, guint key, guint code, GdkModifierType modifiers, GtkEventController *keys)
{
  int divider = gtk_event_controller_get_widget (keys) == self->dividers[0] ? 0 : 1;
  double end = self->ends[divider];
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_Down:
      move (self, divider, end - 0.01);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_Up:
      move (self, divider, end + 0.01);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up:
      move (self, divider, end + 0.1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Down:
      move (self, divider, end - 0.1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Home:
      move (self, divider, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_End:
      move (self, divider, 1);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
append_label (NablaSplitBar *self, GtkSnapshot *snapshot, int part, float left, float width)
{
  GdkRGBA ink = nabla_widget_color (GTK_WIDGET (self), NABLA_COLOR_TEXT);
  for (int is_short = 0; is_short < 2; is_short++)
    {
      g_autofree char *text = label_of (self, part, is_short);
      g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
      int text_width, text_height;
      pango_layout_get_pixel_size (layout, &text_width, &text_height);
      if (text_width + 4 > width)
        continue;
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot,
                              &GRAPHENE_POINT_INIT (left + roundf ((width - (float)text_width) / 2),
                                                    roundf ((float)(HEIGHT - text_height) / 2)));
      gtk_snapshot_append_layout (snapshot, layout, &ink);
      gtk_snapshot_restore (snapshot);
      return;
    }
}

static void
nabla_split_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  static const float shades[NABLA_N_THEMES][N_PARTS]
      = { { 0.21f, 0.127f, 0.074f }, { 0.164f, 0.1f, 0.055f } };
  NablaSplitBar *self = NABLA_SPLIT_BAR (widget);
  int width = gtk_widget_get_width (widget);
  NablaTheme theme = nabla_widget_theme (widget);
  GskRoundedRect bounds;
  gsk_rounded_rect_init_from_rect (&bounds, &GRAPHENE_RECT_INIT (0, 0, width, HEIGHT), RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &bounds);
  for (int part = 0; part < N_PARTS; part++)
    {
      float left = roundf ((float)(end_of (self, part - 1) * width));
      float right = roundf ((float)(end_of (self, part) * width));
      left += end_of (self, part - 1) > 0 ? GAP / 2 : 0;
      right -= end_of (self, part) < 1 ? GAP / 2 : 0;
      if (right <= left)
        continue;
      GdkRGBA shade = nabla_widget_color (widget, NABLA_COLOR_TEXT);
      shade.alpha = shades[theme][part];
      gtk_snapshot_append_color (snapshot, &shade,
                                 &GRAPHENE_RECT_INIT (left, 0, right - left, HEIGHT));
      append_label (self, snapshot, part, left, right - left);
    }
  gtk_snapshot_pop (snapshot);
  /* Where a part is empty, nothing else tells that there is a divider. */
  for (int i = 0; i < N_PARTS - 1; i++)
    {
      graphene_rect_t place;
      GdkRGBA grip = nabla_widget_color (widget, NABLA_COLOR_TEXT);
      grip.alpha = 0.4f;
      if (end_of (self, i + 1) - end_of (self, i) < 0.005
          && gtk_widget_compute_bounds (self->dividers[i], widget, &place))
        gtk_snapshot_append_color (
            snapshot, &grip,
            &GRAPHENE_RECT_INIT (place.origin.x + GRIP / 2 - 1, HEIGHT / 2 - 5, 2, 10));
      gtk_widget_snapshot_child (widget, self->dividers[i], snapshot);
    }
}

static void
nabla_split_bar_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 120 : HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 252 : HEIGHT;
}

/* Dividers in one place, or at an end, stand beside each other. */
static void
nabla_split_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  NablaSplitBar *self = NABLA_SPLIT_BAR (widget);
  int first = (int)round (self->ends[0] * width) - GRIP / 2;
  int second = (int)round (self->ends[1] * width) - GRIP / 2;
  second = MIN (second, width - GRIP);
  first = CLAMP (first, 0, second);
  if (second - first < GRIP)
    {
      first = MAX ((first + second - GRIP) / 2, 0);
      second = first + GRIP;
      if (second > width - GRIP)
        {
          second = width - GRIP;
          first = second - GRIP;
        }
    }
  int lefts[] = { first, second };
  for (int i = 0; i < N_PARTS - 1; i++)
    {
      gtk_widget_measure (self->dividers[i], GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL,
                          NULL);
      gtk_widget_size_allocate (self->dividers[i],
                                &(GtkAllocation){ lefts[i], 0, GRIP, MIN (height, HEIGHT) }, -1);
    }
}

static void
nabla_split_bar_dispose (GObject *object)
{
  NablaSplitBar *self = NABLA_SPLIT_BAR (object);
  for (int i = 0; i < N_PARTS - 1; i++)
    g_clear_pointer (&self->dividers[i], gtk_widget_unparent);
  G_OBJECT_CLASS (nabla_split_bar_parent_class)->dispose (object);
}

static void
nabla_split_bar_class_init (NablaSplitBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = nabla_split_bar_dispose;
  widget_class->snapshot = nabla_split_bar_snapshot;
  widget_class->measure = nabla_split_bar_measure;
  widget_class->size_allocate = nabla_split_bar_size_allocate;
  signals[CHANGED]
      = g_signal_new ("changed", NABLA_TYPE_SPLIT_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 3, G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  gtk_widget_class_set_css_name (widget_class, "splitbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
nabla_split_bar_init (NablaSplitBar *self)
{
  const char *names[] = { _("End of the training share"), _("End of the dev share") };
  self->ends[0] = self->ends[1] = 1;
  self->dragged = -1;
  for (int i = 0; i < N_PARTS - 1; i++)
    {
      self->dividers[i] = g_object_new (NABLA_TYPE_SPLIT_DIVIDER, NULL);
      gtk_widget_set_parent (self->dividers[i], GTK_WIDGET (self));
      gtk_widget_set_tooltip_text (self->dividers[i], names[i]);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->dividers[i]),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, names[i], -1);
      GtkEventController *keys = gtk_event_controller_key_new ();
      g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
      gtk_widget_add_controller (self->dividers[i], keys);
    }
  GtkGesture *drag = gtk_gesture_drag_new ();
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Split"),
                                  -1);
  update (self);
}

GtkWidget *
nabla_split_bar_new (void)
{
  return g_object_new (NABLA_TYPE_SPLIT_BAR, NULL);
}

void
nabla_split_bar_set_shares (NablaSplitBar *self, double train, double dev, double test)
{
  g_return_if_fail (NABLA_IS_SPLIT_BAR (self));
  double sum = train + dev + test;
  g_return_if_fail (train >= 0 && dev >= 0 && test >= 0 && sum > 0);
  /* What the user drags is newer than what comes back. */
  if (self->pending != 0)
    return;
  self->ends[0] = train / sum;
  self->ends[1] = MIN ((train + dev) / sum, 1);
  self->has_counts = FALSE;
  update (self);
}

void
nabla_split_bar_get_shares (NablaSplitBar *self, double *train, double *dev, double *test)
{
  g_return_if_fail (NABLA_IS_SPLIT_BAR (self));
  double *results[] = { train, dev, test };
  for (int part = 0; part < N_PARTS; part++)
    if (results[part] != NULL)
      {
        /* 0.8 − 0.6 is to be the 0.2 that a file has. */
        double share = end_of (self, part) - end_of (self, part - 1);
        double rounded = round (share * 1e6) / 1e6;
        *results[part] = fabs (rounded - share) < 1e-9 ? rounded : share;
      }
}

void
nabla_split_bar_set_total (NablaSplitBar *self, guint64 n_examples)
{
  g_return_if_fail (NABLA_IS_SPLIT_BAR (self));
  self->total = n_examples;
  self->has_counts = FALSE;
  update (self);
}

void
nabla_split_bar_set_counts (NablaSplitBar *self, guint64 train, guint64 dev, guint64 test)
{
  g_return_if_fail (NABLA_IS_SPLIT_BAR (self));
  guint64 counts[N_PARTS] = { train, dev, test };
  memcpy (self->counts, counts, sizeof counts);
  self->total = train + dev + test;
  self->has_counts = self->total > 0;
  update (self);
}
