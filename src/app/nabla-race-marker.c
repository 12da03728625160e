/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-race-marker.h"

#include "nabla-colors.h"
#include "nabla-shapes.h"

#include <adwaita.h>

#define SIZE 18
#define MARKER_RADIUS 6.5

struct _NablaRaceMarker
{
  GtkWidget parent_instance;
  guint slot;
};

G_DEFINE_FINAL_TYPE (NablaRaceMarker, nabla_race_marker, GTK_TYPE_WIDGET)

static void
nabla_race_marker_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NablaRaceMarker *self = NABLA_RACE_MARKER (widget);
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  NablaColor color = nabla_color_slot (dark ? NABLA_THEME_DARK : NABLA_THEME_LIGHT, self->slot);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double vertices[NABLA_MARKER_VERTICES][2];
  guint n = nabla_marker_outline (nabla_marker_slot (self->slot), vertices);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot,
                                           &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
  cairo_translate (cr, width / 2, height / 2);
  for (guint i = 0; i < n; i++)
    cairo_line_to (cr, MARKER_RADIUS * vertices[i][0], MARKER_RADIUS * vertices[i][1]);
  if (n == 0)
    cairo_arc (cr, 0, 0, MARKER_RADIUS, 0, 2 * G_PI);
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha);
  cairo_fill (cr);
  cairo_destroy (cr);
}

static void
nabla_race_marker_measure (GtkWidget *widget,
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
nabla_race_marker_class_init (NablaRaceMarkerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  widget_class->snapshot = nabla_race_marker_snapshot;
  widget_class->measure = nabla_race_marker_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
nabla_race_marker_init (NablaRaceMarker *self)
{
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

void
nabla_race_marker_set_slot (NablaRaceMarker *self, guint slot)
{
  g_return_if_fail (NABLA_IS_RACE_MARKER (self));

  self->slot = slot;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

GtkWidget *
nabla_race_marker_new (guint slot)
{
  NablaRaceMarker *self = g_object_new (NABLA_TYPE_RACE_MARKER, "valign", GTK_ALIGN_CENTER, NULL);
  self->slot = slot;
  return GTK_WIDGET (self);
}
