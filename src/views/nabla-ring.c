/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-ring.h"

#include "nabla-widget-style-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SIZE 21
#define LINE 3

struct _NablaRing {
  GtkWidget parent_instance;
  double fraction;
};

G_DEFINE_FINAL_TYPE (NablaRing, nabla_ring, GTK_TYPE_WIDGET)

enum {
  PROP_FRACTION = 1,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

static void
draw_check (cairo_t *cr, const GdkRGBA *disc, const GdkRGBA *mark)
{
  double unit = SIZE / 16.0;
  gdk_cairo_set_source_rgba (cr, disc);
  cairo_arc (cr, SIZE / 2.0, SIZE / 2.0, SIZE / 2.0, 0, 2 * G_PI);
  cairo_fill (cr);
  gdk_cairo_set_source_rgba (cr, mark);
  cairo_set_line_width (cr, 2);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_move_to (cr, 4.75 * unit, 8.25 * unit);
  cairo_line_to (cr, 7 * unit, 10.5 * unit);
  cairo_line_to (cr, 11.25 * unit, 5.75 * unit);
  cairo_stroke (cr);
}

static void
nabla_ring_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NablaRing *self = NABLA_RING (widget);
  float x = (float)(gtk_widget_get_width (widget) - SIZE) / 2;
  float y = (float)(gtk_widget_get_height (widget) - SIZE) / 2;
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (x, y, SIZE, SIZE));
  cairo_translate (cr, (double)x, (double)y);
  GdkRGBA success = nabla_widget_color (widget, NABLA_COLOR_SUCCESS);
  GdkRGBA surface = nabla_widget_color (widget, NABLA_COLOR_SURFACE);
  GdkRGBA rest = nabla_widget_color (widget, NABLA_COLOR_TEXT);
  GdkRGBA accent = nabla_widget_color (widget, NABLA_COLOR_ACCENT);
  if (self->fraction >= 1)
    draw_check (cr, &success, &surface);
  else
    {
      rest.alpha = 0.17f;
      cairo_set_line_width (cr, LINE);
      gdk_cairo_set_source_rgba (cr, &rest);
      cairo_arc (cr, SIZE / 2.0, SIZE / 2.0, (SIZE - LINE) / 2.0, 0, 2 * G_PI);
      cairo_stroke (cr);
      gdk_cairo_set_source_rgba (cr, &accent);
      cairo_arc (cr, SIZE / 2.0, SIZE / 2.0, (SIZE - LINE) / 2.0, -G_PI / 2,
                 2 * G_PI * self->fraction - G_PI / 2);
      if (self->fraction > 0)
        cairo_stroke (cr);
    }
  cairo_destroy (cr);
}

static void
nabla_ring_measure (GtkWidget *widget,
                    GtkOrientation orientation,
                    int for_size,
                    int *minimum,
                    int *natural,
                    int *minimum_baseline,
                    int *natural_baseline)
{
  *minimum = *natural = SIZE;
}

static void
announce (NablaRing *self)
{
  g_autofree char *text = self->fraction >= 1
                              ? g_strdup (_("done"))
                              : g_strdup_printf (_("%d%%"), (int)round (100 * self->fraction));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 1.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, self->fraction,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

static void
nabla_ring_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_FRACTION)
    g_value_set_double (value, NABLA_RING (object)->fraction);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nabla_ring_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_FRACTION)
    nabla_ring_set_fraction (NABLA_RING (object), g_value_get_double (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nabla_ring_class_init (NablaRingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  object_class->get_property = nabla_ring_get_property;
  object_class->set_property = nabla_ring_set_property;
  widget_class->snapshot = nabla_ring_snapshot;
  widget_class->measure = nabla_ring_measure;
  props[PROP_FRACTION]
      = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0,
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_css_name (widget_class, "ring");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PROGRESS_BAR);
}

static void
nabla_ring_init (NablaRing *self)
{
  announce (self);
}

GtkWidget *
nabla_ring_new (void)
{
  return g_object_new (NABLA_TYPE_RING, NULL);
}

void
nabla_ring_set_fraction (NablaRing *self, double fraction)
{
  g_return_if_fail (NABLA_IS_RING (self));
  fraction = CLAMP (fraction, 0, 1);
  if (self->fraction == fraction)
    return;
  self->fraction = fraction;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  announce (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FRACTION]);
}

double
nabla_ring_get_fraction (NablaRing *self)
{
  g_return_val_if_fail (NABLA_IS_RING (self), 0);
  return self->fraction;
}
