/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-histogram.h"

#include "nabla-widget-style-private.h"

#include <math.h>

#define HEIGHT 24
#define QUIET 0.38f

struct _NablaHistogram {
  GtkWidget parent_instance;
  double *counts;
  guint n;
  gboolean is_accent;
};

G_DEFINE_FINAL_TYPE (NablaHistogram, nabla_histogram, GTK_TYPE_WIDGET)

static void
nabla_histogram_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NablaHistogram *self = NABLA_HISTOGRAM (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double most = 0;
  for (guint i = 0; i < self->n; i++)
    if (isfinite (self->counts[i]))
      most = MAX (most, self->counts[i]);
  if (most <= 0)
    return;

  GdkRGBA color
      = nabla_widget_color (widget, self->is_accent ? NABLA_COLOR_ACCENT : NABLA_COLOR_TEXT);
  color.alpha = self->is_accent ? 1 : QUIET;
  double pitch = (double)width / self->n;
  double gap = pitch < 3 ? 0 : CLAMP (round (pitch * 0.15), 1, 4);
  for (guint i = 0; i < self->n; i++)
    {
      if (!(self->counts[i] > 0))
        continue;
      double left = round (i * pitch), right = round ((i + 1) * pitch) - gap;
      double top = height - MAX (round (height * MIN (self->counts[i] / most, 1)), 1);
      float radius = right - left < 8 ? 1 : 2;
      GskRoundedRect bar;
      gsk_rounded_rect_init_from_rect (&bar,
                                       &GRAPHENE_RECT_INIT ((float)left, (float)top,
                                                            (float)(right - left),
                                                            (float)(height - top)),
                                       radius);
      gtk_snapshot_push_rounded_clip (snapshot, &bar);
      gtk_snapshot_append_color (snapshot, &color, &bar.bounds);
      gtk_snapshot_pop (snapshot);
    }
}

static void
nabla_histogram_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 24 : HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 72 : HEIGHT;
}

static void
nabla_histogram_finalize (GObject *object)
{
  g_free (NABLA_HISTOGRAM (object)->counts);
  G_OBJECT_CLASS (nabla_histogram_parent_class)->finalize (object);
}

static void
nabla_histogram_class_init (NablaHistogramClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->finalize = nabla_histogram_finalize;
  widget_class->snapshot = nabla_histogram_snapshot;
  widget_class->measure = nabla_histogram_measure;
  gtk_widget_class_set_css_name (widget_class, "histogram");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
nabla_histogram_init (NablaHistogram *self)
{
}

GtkWidget *
nabla_histogram_new (void)
{
  return g_object_new (NABLA_TYPE_HISTOGRAM, NULL);
}

void
nabla_histogram_set_counts (NablaHistogram *self, const double *counts, guint n)
{
  g_return_if_fail (NABLA_IS_HISTOGRAM (self));
  g_return_if_fail (counts != NULL || n == 0);
  g_free (self->counts);
  self->counts = g_memdup2 (counts, n * sizeof *counts);
  self->n = n;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
nabla_histogram_set_accent (NablaHistogram *self, gboolean is_accent)
{
  g_return_if_fail (NABLA_IS_HISTOGRAM (self));
  self->is_accent = is_accent;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
nabla_histogram_set_description (NablaHistogram *self, const char *sentence)
{
  g_return_if_fail (NABLA_IS_HISTOGRAM (self));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sentence != NULL ? sentence : "", -1);
}
