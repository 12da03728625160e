/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-paint.h"

#include "nabla-experiment-changes.h"
#include "nabla-points-text.h"
#include "nabla-segments.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A stroke leaves a point every so many pixels; a point is caught within the reach. */
#define STROKE_GAP 14
#define REACH 10
/* While a stroke goes on, the run is made anew no oftener. */
#define STROKE_TIME (G_USEC_PER_SEC / 5)

typedef enum {
  TOOL_CLASS_0,
  TOOL_CLASS_1,
  TOOL_MOVE,
  TOOL_ERASE,
} Tool;

struct _NablaPaint {
  NablaFigureView *view;
  NablaSession *session;
  GtkToggleButton *pencil;
  NablaSegments *tools;
  GArray *points;  /* of NablaPaintedPoint */
  int moved;       /* the point that is being moved, or −1 */
  double last_x, last_y;
  gint64 told;
  gboolean is_dirty;
};

static gboolean
can_paint (const NablaProblem *problem)
{
  return problem != NULL && problem->dataset->n_x == 2 && problem->dataset->task == NABLA_TASK_BINARY
         && problem->dataset->m <= NABLA_POINTS_MOST;
}

/* The present examples, as points. */
static void
take_points (NablaPaint *self)
{
  NablaProblem *problem = nabla_session_problem (self->session);
  g_array_set_size (self->points, 0);
  if (!can_paint (problem))
    return;
  /* Those of the stroke before may still be on their way into the data. */
  const NablaDataSpec *spec = nabla_experiment_data (nabla_session_experiment (self->session));
  if (g_str_equal (spec->source, NABLA_POINTS_SOURCE))
    {
      g_array_append_vals (self->points, spec->points->data, spec->points->len);
      return;
    }
  const NablaDataset *data = problem->dataset;
  for (gsize i = 0; i < data->m; i++)
    {
      NablaPaintedPoint point = { data->x[2 * i], data->x[2 * i + 1], (guint) data->y[i] };
      g_array_append_val (self->points, point);
    }
}

/* The experiment on painted points; what belongs to other sources goes. */
static NablaExperiment *
painted (NablaExperiment *experiment, const char *points, GError **error)
{
  if (g_str_equal (nabla_experiment_data (experiment)->source, NABLA_POINTS_SOURCE))
    return nabla_experiment_with (experiment, "data.points", points, error);
  const NablaDifference changes[] = {
    { "data.label", NULL },
    { "data.leave_out", NULL },
    { "data.missing", NULL },
    { "data.task", NULL },
    { "data.points", (char *) points },
    { "data.source", NABLA_POINTS_SOURCE },
    { "experiment.title[zh_CN]", NULL },
    { "experiment.title", _("Painted points") },
  };
  return nabla_experiment_with_all (experiment, changes, G_N_ELEMENTS (changes), error);
}

static void
tell (NablaPaint *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = nabla_points_text_format ((NablaPaintedPoint *) self->points->data, self->points->len);
  g_autoptr (NablaExperiment) changed = painted (nabla_session_experiment (self->session), text, &error);
  self->told = g_get_monotonic_time ();
  self->is_dirty = FALSE;
  if (changed != NULL)
    nabla_session_change (self->session, changed);
  else
    nabla_session_report (self->session, error);
}

/* The figure's field runs to the edges of the view, unless it is zoomed: nothing is
 * painted then, since a stroke begins with the whole plane. */
static gboolean
place_of (NablaPaint *self, double x, double y, double *x1, double *x2)
{
  const NablaSnapshot *snapshot = nabla_session_snapshot (self->session);
  const NablaField *field = snapshot != NULL ? snapshot->field : NULL;
  double width = gtk_widget_get_width (GTK_WIDGET (self->view));
  double height = gtk_widget_get_height (GTK_WIDGET (self->view));
  if (field == NULL || width <= 0 || height <= 0 || nabla_figure_view_is_zoomed (self->view))
    return FALSE;
  *x1 = field->x_minimum + x / width * (field->x_maximum - field->x_minimum);
  *x2 = field->y_maximum - y / height * (field->y_maximum - field->y_minimum);
  return TRUE;
}

/* The point nearest to a place in the view, within reach; −1 if there is none. */
static int
find_point (NablaPaint *self, double x, double y)
{
  double x1, x2, right, up, best = 1;
  int found = -1;
  if (!place_of (self, x, y, &x1, &x2) || !place_of (self, x + REACH, y - REACH, &right, &up))
    return -1;
  for (guint i = 0; i < self->points->len; i++)
    {
      const NablaPaintedPoint *point = &g_array_index (self->points, NablaPaintedPoint, i);
      double distance = hypot ((point->x1 - x1) / (right - x1), (point->x2 - x2) / (up - x2));
      if (distance < best)
        best = distance, found = i;
    }
  return found;
}

static void
add_point (NablaPaint *self, double x, double y, guint label)
{
  NablaPaintedPoint point = { .label = label };
  if (self->points->len >= NABLA_POINTS_MOST || !place_of (self, x, y, &point.x1, &point.x2))
    return;
  /* As many digits as a pixel is worth. */
  point.x1 = round (point.x1 * 1e4) / 1e4;
  point.x2 = round (point.x2 * 1e4) / 1e4;
  g_array_append_val (self->points, point);
  self->last_x = x;
  self->last_y = y;
  self->is_dirty = TRUE;
}

static void
erase_point (NablaPaint *self, double x, double y)
{
  int found = find_point (self, x, y);
  if (found < 0)
    return;
  g_array_remove_index (self->points, found);
  self->is_dirty = TRUE;
}

static Tool
get_tool (NablaPaint *self)
{
  return nabla_segments_get_active (self->tools);
}

static void
pressed_at_cb (NablaFigureView *view, double x, double y, GdkModifierType state, NablaPaint *self)
{
  nabla_figure_view_zoom_reset (view);
  take_points (self);
  self->moved = -1;
  self->told = 0;
  switch (get_tool (self))
    {
    case TOOL_CLASS_0:
    case TOOL_CLASS_1:
      add_point (self, x, y, get_tool (self));
      break;
    case TOOL_MOVE:
      self->moved = find_point (self, x, y);
      break;
    case TOOL_ERASE:
      erase_point (self, x, y);
      break;
    }
  if (self->is_dirty)
    tell (self);
}

static void
dragged_to_cb (NablaFigureView *view, double x, double y, GdkModifierType state, NablaPaint *self)
{
  switch (get_tool (self))
    {
    case TOOL_CLASS_0:
    case TOOL_CLASS_1:
      if (hypot (x - self->last_x, y - self->last_y) >= STROKE_GAP)
        add_point (self, x, y, get_tool (self));
      break;
    case TOOL_MOVE:
      if (self->moved >= 0)
        {
          NablaPaintedPoint *point = &g_array_index (self->points, NablaPaintedPoint, self->moved);
          self->is_dirty = place_of (self, x, y, &point->x1, &point->x2) || self->is_dirty;
        }
      break;
    case TOOL_ERASE:
      erase_point (self, x, y);
      break;
    }
  if (self->is_dirty && g_get_monotonic_time () - self->told >= STROKE_TIME)
    tell (self);
}

static void
released_at_cb (NablaFigureView *view, double x, double y, GdkModifierType state, NablaPaint *self)
{
  self->moved = -1;
  if (self->is_dirty)
    tell (self);
}

static void
pencil_cb (NablaPaint *self)
{
  gboolean active = gtk_toggle_button_get_active (self->pencil);
  gtk_widget_set_visible (GTK_WIDGET (self->tools), active);
  nabla_figure_view_set_tool (self->view, active ? NABLA_FIGURE_TOOL_PAINT : NABLA_FIGURE_TOOL_LOOK);
}

void
nabla_paint_run_changed (NablaPaint *self)
{
  g_return_if_fail (self != NULL);

  gboolean possible = can_paint (nabla_session_problem (self->session));
  gtk_widget_set_visible (GTK_WIDGET (self->pencil), possible);
  if (!possible)
    gtk_toggle_button_set_active (self->pencil, FALSE);
}

NablaPaint *
nabla_paint_new (NablaTile *tile, GtkOverlay *overlay, NablaFigureView *view, NablaSession *session)
{
  g_return_val_if_fail (NABLA_IS_TILE (tile) && NABLA_IS_FIGURE_VIEW (view) && NABLA_IS_SESSION (session), NULL);

  const char *const names[] = { "●", "◆", _("Move"), _("Erase"), NULL };
  NablaPaint *self = g_new0 (NablaPaint, 1);
  self->view = view;
  self->session = g_object_ref (session);
  self->points = g_array_new (FALSE, FALSE, sizeof (NablaPaintedPoint));
  self->tools = NABLA_SEGMENTS (nabla_segments_new (_("Painting tool"), names));
  self->pencil = GTK_TOGGLE_BUTTON (gtk_toggle_button_new ());
  gtk_button_set_icon_name (GTK_BUTTON (self->pencil), "document-edit-symbolic");
  gtk_widget_add_css_class (GTK_WIDGET (self->pencil), "flat");
  gtk_widget_set_valign (GTK_WIDGET (self->pencil), GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->pencil), _("Paint points"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->pencil), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Paint points"), -1);
  gtk_widget_set_visible (GTK_WIDGET (self->tools), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->pencil), FALSE);
  gtk_widget_set_halign (GTK_WIDGET (self->tools), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self->tools), GTK_ALIGN_END);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->tools), 30);
  gtk_widget_add_css_class (GTK_WIDGET (self->tools), "nabla-on-field");
  gtk_overlay_add_overlay (overlay, GTK_WIDGET (self->tools));
  nabla_tile_add_end (tile, GTK_WIDGET (self->pencil));
  g_signal_connect_swapped (self->pencil, "toggled", G_CALLBACK (pencil_cb), self);
  g_signal_connect (view, "pressed-at", G_CALLBACK (pressed_at_cb), self);
  g_signal_connect (view, "dragged-to", G_CALLBACK (dragged_to_cb), self);
  g_signal_connect (view, "released-at", G_CALLBACK (released_at_cb), self);
  return self;
}

void
nabla_paint_free (NablaPaint *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->pencil, self);
  g_signal_handlers_disconnect_by_data (self->view, self);
  g_object_unref (self->session);
  g_array_unref (self->points);
  g_free (self);
}
