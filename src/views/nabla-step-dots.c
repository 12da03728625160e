/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-step-dots.h"

#include "nabla-widget-style-private.h"

#include <glib/gi18n-lib.h>

#define DOT 8
#define LONG_DOT 22
#define GAP 11
#define HEIGHT 24

struct _NablaStepDots
{
  GtkWidget parent_instance;
  guint n;
  guint at;
};

G_DEFINE_FINAL_TYPE (NablaStepDots, nabla_step_dots, GTK_TYPE_WIDGET)

enum
{
  ACTIVATED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* Wide if there is room, narrower if not. */
static double
gap_in (NablaStepDots *self, double width)
{
  double dots = (self->n - 1) * DOT + LONG_DOT;
  return self->n > 1 ? CLAMP ((width - dots) / (self->n - 1), 2, GAP) : 0;
}

static double
left_of (NablaStepDots *self, guint i, double gap)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double all = (self->n - 1) * (DOT + gap) + LONG_DOT;
  return (width - all) / 2 + i * (DOT + gap) + (i > self->at ? LONG_DOT - DOT : 0);
}

static void
nabla_step_dots_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NablaStepDots *self = NABLA_STEP_DOTS (widget);
  double gap = gap_in (self, gtk_widget_get_width (widget));
  double y = (gtk_widget_get_height (widget) - DOT) / 2.0;
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  for (guint i = 0; i < self->n; i++)
    {
      double width = i == self->at ? LONG_DOT : DOT, x = left_of (self, i, gap);
      GdkRGBA color
          = nabla_widget_color (widget, i == self->at ? NABLA_COLOR_ACCENT : NABLA_COLOR_TEXT);
      if (i != self->at)
        color.alpha = i < self->at ? 0.7 : 0.25;
      if (mirrored)
        x = gtk_widget_get_width (widget) - x - width;
      GskRoundedRect bounds;
      gsk_rounded_rect_init_from_rect (&bounds, &GRAPHENE_RECT_INIT (x, y, width, DOT), DOT / 2.0);
      gtk_snapshot_push_rounded_clip (snapshot, &bounds);
      gtk_snapshot_append_color (snapshot, &color, &bounds.bounds);
      gtk_snapshot_pop (snapshot);
    }
}

static void
nabla_step_dots_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  NablaStepDots *self = NABLA_STEP_DOTS (widget);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = HEIGHT;
  else
    {
      int dots = self->n > 0 ? (self->n - 1) * DOT + LONG_DOT : 0;
      int gaps = self->n > 0 ? self->n - 1 : 0;
      *minimum = dots + gaps * 2;
      *natural = dots + gaps * GAP;
    }
}

static void
pressed_cb (NablaStepDots *self, int n_press, double x, double y)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)), gap = gap_in (self, width);
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = width - x;
  for (guint i = 0; i < self->n; i++)
    {
      double left = left_of (self, i, gap) - gap / 2;
      double right = left + gap + (i == self->at ? LONG_DOT : DOT);
      if (x >= left && x < right && i != self->at)
        {
          g_signal_emit (self, signals[ACTIVATED], 0, i);
          return;
        }
    }
}

static void
nabla_step_dots_class_init (NablaStepDotsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  widget_class->snapshot = nabla_step_dots_snapshot;
  widget_class->measure = nabla_step_dots_measure;
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "nabla-dots");
}

static void
nabla_step_dots_init (NablaStepDots *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
nabla_step_dots_new (void)
{
  return g_object_new (NABLA_TYPE_STEP_DOTS, NULL);
}

void
nabla_step_dots_set (NablaStepDots *self, guint n, guint at)
{
  g_return_if_fail (NABLA_IS_STEP_DOTS (self) && (n == 0 || at < n));

  self->n = n;
  self->at = at;
  g_autofree char *label = g_strdup_printf (_("Step %u of %u"), at + 1, n);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
