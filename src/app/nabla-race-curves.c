/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-race-curves.h"

#include "nabla-colors.h"

#include <adwaita.h>
#include <math.h>

/* Where a timeline has its track */
#define TRACK_TOP 7
#define TRACK_HEIGHT 24
#define EDGE 3
#define LINE 1.3
#define FADED 0.35
/* Points of a curve: more would not be seen. */
#define MOST_POINTS 240
#define WIDE_RATIO 10

typedef struct
{
  guint slot;
  guint n;
  graphene_point_t points[MOST_POINTS]; /* steps and costs */
} Curve;

struct _NablaRaceCurves
{
  GtkWidget parent_instance;
  GArray *curves;
  gint64 looked_at;
  gint64 total;
  double low, high;
};

G_DEFINE_FINAL_TYPE (NablaRaceCurves, nabla_race_curves, GTK_TYPE_WIDGET)

static void
take_curve (const NablaRacer *racer, gint64 recorded, Curve *curve)
{
  gsize n = racer->cost_curve != NULL ? nabla_series_length (racer->cost_curve) : 0;
  n = MIN (n, (gsize)recorded + 1);
  curve->slot = racer->slot;
  curve->n = 0;
  for (gsize i = 0; i < MIN (n, MOST_POINTS); i++)
    {
      gsize at = n <= MOST_POINTS ? i : i * (n - 1) / (MOST_POINTS - 1);
      NablaPoint point = nabla_series_get (racer->cost_curve, at);
      if (isfinite (point.value))
        curve->points[curve->n++]
            = GRAPHENE_POINT_INIT ((float)point.step, (float)MIN (point.value, 1e30));
    }
}

void
nabla_race_curves_set (NablaRaceCurves *self,
                       const NablaRacePicture *race,
                       gint64 recorded,
                       gint64 looked_at,
                       gint64 total)
{
  g_return_if_fail (NABLA_IS_RACE_CURVES (self));

  self->looked_at = looked_at;
  self->total = MAX (total, 1);
  self->low = HUGE_VAL;
  self->high = -HUGE_VAL;
  g_array_set_size (self->curves, race != NULL ? race->racers->len : 0);
  for (guint i = 0; i < self->curves->len; i++)
    {
      Curve *curve = &g_array_index (self->curves, Curve, i);
      take_curve (race->racers->pdata[i], recorded, curve);
      for (guint k = 0; k < curve->n; k++)
        {
          self->low = MIN (self->low, (double)curve->points[k].y);
          self->high = MAX (self->high, (double)curve->points[k].y);
        }
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* A curve that explodes must not press the others flat. */
static double
height_of (const NablaRaceCurves *self, double value)
{
  gboolean is_log = self->low > 0 && self->high > self->low * WIDE_RATIO;
  double low = is_log ? log10 (self->low) : self->low;
  double high = is_log ? log10 (MIN (self->high, self->low * 1e8)) : self->high;
  double share = high > low ? ((is_log ? log10 (value) : value) - low) / (high - low) : 0.5;
  return TRACK_TOP + EDGE + (1 - CLAMP (share, 0, 1)) * (TRACK_HEIGHT - 2 * EDGE);
}

static void
draw_curves (NablaRaceCurves *self, cairo_t *cr, double alpha)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  cairo_set_line_width (cr, LINE);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (guint i = 0; i < self->curves->len; i++)
    {
      const Curve *curve = &g_array_index (self->curves, Curve, i);
      NablaColor color
          = nabla_color_slot (dark ? NABLA_THEME_DARK : NABLA_THEME_LIGHT, curve->slot);
      for (guint k = 0; k < curve->n; k++)
        cairo_line_to (cr, (double)curve->points[k].x / (double)self->total * width,
                       height_of (self, (double)curve->points[k].y));
      cairo_set_source_rgba (cr, color.red, color.green, color.blue, alpha);
      cairo_stroke (cr);
    }
}

static void
nabla_race_curves_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NablaRaceCurves *self = NABLA_RACE_CURVES (widget);
  int width = gtk_widget_get_width (widget);
  double at = CLAMP ((double)self->looked_at / (double)self->total, 0, 1) * width;
  cairo_t *cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, TRACK_TOP, (float)width, TRACK_HEIGHT));
  for (int past = 0; past < 2; past++)
    {
      cairo_save (cr);
      cairo_rectangle (cr, past ? 0 : at, 0, past ? at : width - at, TRACK_TOP + TRACK_HEIGHT);
      cairo_clip (cr);
      draw_curves (self, cr, past ? 1 : FADED);
      cairo_restore (cr);
    }
  cairo_destroy (cr);
}

static void
nabla_race_curves_finalize (GObject *object)
{
  g_array_unref (NABLA_RACE_CURVES (object)->curves);
  G_OBJECT_CLASS (nabla_race_curves_parent_class)->finalize (object);
}

static void
nabla_race_curves_class_init (NablaRaceCurvesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = nabla_race_curves_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = nabla_race_curves_snapshot;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
nabla_race_curves_init (NablaRaceCurves *self)
{
  self->curves = g_array_new (FALSE, TRUE, sizeof (Curve));
  self->total = 1;
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

GtkWidget *
nabla_race_curves_new (void)
{
  return g_object_new (NABLA_TYPE_RACE_CURVES, NULL);
}
