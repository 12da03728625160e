/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-timeline-private.h"

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
#define MARK_SIDE 6
#define MARK_REACH 5 /* pixels within which the pointer is at a mark */

gint64
nabla_timeline_shown_step (NablaTimeline *self)
{
  return self->looked_at >= 0 ? self->looked_at : self->step;
}

static double
place_of (NablaTimeline *self, double step)
{
  return CLAMP (step / (double)self->total, 0, 1) * gtk_widget_get_width (GTK_WIDGET (self));
}

gint64
nabla_timeline_step_at (NablaTimeline *self, double x)
{
  int width = MAX (gtk_widget_get_width (GTK_WIDGET (self)), 1);
  double step = round (x / width * (double)self->total);
  return (gint64)CLAMP (step, 0, (double)self->step);
}

/* How values become heights */
typedef struct {
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

void
nabla_timeline_forget_curve (NablaTimeline *self)
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
  /* GTK 4.8 loses what is drawn in a clip without a width. */
  if (split > 0)
    {
      gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, split, TRACK_HEIGHT));
      gtk_snapshot_append_node (snapshot, self->curve);
      gtk_snapshot_pop (snapshot);
    }
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
  float x = (float)CLAMP (round (place_of (self, (double)nabla_timeline_shown_step (self))), 1, width - 1);
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
typedef struct {
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

/* Returns: (nullable): the mark under the pointer */
static const NablaTimelineMark *
pointed_mark (NablaTimeline *self)
{
  const NablaTimelineMark *nearest = NULL;
  double least = MARK_REACH;
  for (guint i = 0; i < self->marks->len; i++)
    {
      const NablaTimelineMark *mark = &g_array_index (self->marks, NablaTimelineMark, i);
      double away = fabs (place_of (self, (double)mark->step) - self->pointer);
      if (away <= least)
        {
          nearest = mark;
          least = away;
        }
    }
  return nearest;
}

/* A small diamond at the foot of the track for each change; those of the future are faded. */
static void
append_marks (NablaTimeline *self, GtkSnapshot *snapshot, int width)
{
  GdkRGBA ink = nabla_widget_color (GTK_WIDGET (self), NABLA_COLOR_TEXT);
  for (guint i = 0; i < self->marks->len; i++)
    {
      const NablaTimelineMark *mark = &g_array_index (self->marks, NablaTimelineMark, i);
      gboolean is_future = self->looked_at >= 0 && mark->step > self->looked_at;
      float x = (float)CLAMP (place_of (self, (double)mark->step), MARK_SIDE / 2, width - MARK_SIDE / 2);
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, TRACK_TOP + TRACK_HEIGHT));
      gtk_snapshot_rotate (snapshot, 45);
      if (is_future)
        gtk_snapshot_push_opacity (snapshot, FADED);
      gtk_snapshot_append_color (
          snapshot, &ink, &GRAPHENE_RECT_INIT (-MARK_SIDE / 2, -MARK_SIDE / 2, MARK_SIDE, MARK_SIDE));
      if (is_future)
        gtk_snapshot_pop (snapshot);
      gtk_snapshot_restore (snapshot);
    }
}

/* Returns: what stands under the pointer, such as `step 1,200 · 0.217` */
static char *
readout (NablaTimeline *self)
{
  char step[NABLA_LABEL_LENGTH], value[NABLA_LABEL_LENGTH];
  gint64 at = nabla_timeline_step_at (self, self->pointer);
  const graphene_point_t *point = NULL;
  for (guint i = 0; i < self->n && (double)self->points[i].x <= (double)at; i++)
    point = &self->points[i];
  const NablaTimelineMark *mark = pointed_mark (self);
  nabla_label_count (mark != NULL ? mark->step : at, step);
  if (mark != NULL)
    /* translators: a step number, then what was changed at that step */
    return g_strdup_printf (_("step %s · %s"), step, mark->text);
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
      double x = place_of (self, (double)nabla_timeline_step_at (self, self->pointer));
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

void
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
      float x = (float)floor (place_of (self, (double)nabla_timeline_step_at (self, self->pointer)));
      gtk_snapshot_append_color (snapshot, &cursor, &GRAPHENE_RECT_INIT (x, 0, 1, TRACK_HEIGHT));
    }
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_restore (snapshot);
  append_marks (self, snapshot, width);
  append_playhead (self, snapshot, width);
  append_labels (self, snapshot, width);
}

void
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
