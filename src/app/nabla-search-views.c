/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-search-views.h"

#include "nabla-figure-menu.h"
#include "nabla-figure-view.h"
#include "nabla-parallel-axes.h"
#include "nabla-text.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

/* A press that moves farther is no click. */
#define DRAG_THRESHOLD 4.0
/* How near to an axis of the parallel coordinates a brush begins */
#define AXIS_REACH 24.0
#define CLICK_REACH 12.0

enum { TRIALS, PARALLEL, BEST, SAMPLED, N_VIEWS };

static const struct {
  const char *figure;
  int span;
} views[N_VIEWS] = { { "trials", 6 }, { "parallel", 6 }, { "best_so_far", 4 }, { "sampled", 4 } };

struct _NablaSearchViews {
  GObject parent_instance;
  NablaSearchModel *model;
  NablaFigureView *views[N_VIEWS];
  NablaTile *tiles[N_VIEWS];
  GtkDropDown *axes[2]; /* across, upwards; what lies across is counted too */
  char *axes_text;      /* which parameters they offer */
  PangoContext *pango;
  double text_scale;

  double start_x, start_y;
  gboolean is_drag;
  int brushed;          /* axis of the parallel coordinates, or −1 */
  int held;             /* corner of the box: bit 0 right, bit 1 upper; −1 for a new one */
  gboolean in_change;
};

G_DEFINE_FINAL_TYPE (NablaSearchViews, nabla_search_views, G_TYPE_OBJECT)

enum { FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

static const NablaTrialsPicture *
picture_of (NablaSearchViews *self)
{
  return nabla_search_model_snapshot (self->model)->trials;
}

static gboolean
context_of (NablaSearchViews *self, NablaFigureView *view, NablaFigureContext *context)
{
  *context = (NablaFigureContext){ .width = gtk_widget_get_width (GTK_WIDGET (view)),
                                   .height = gtk_widget_get_height (GTK_WIDGET (view)),
                                   .text_scale = self->text_scale,
                                   .line_scale = 1,
                                   .pango = self->pango };
  return context->width > 0 && context->height > 0;
}

/* --- Scatter: the box of the next round ------------------------------------------- */

static guint
shown_axis (NablaSearchViews *self, guint which)
{
  double axis = nabla_figure_view_get_setting (self->views[TRIALS], which == 0 ? "x" : "y");
  return MIN ((guint) axis, picture_of (self)->n_axes - 1);
}

static double
value_at (const NablaTrialAxis *axis, const NablaAxis *place, double pixel)
{
  double value = nabla_axis_value (place, pixel);
  return axis->scale == NABLA_SCALE_ONE_MINUS ? 1 - value : value;
}

static gboolean
scatter_axes (NablaSearchViews *self, NablaAxis *x, NablaAxis *y)
{
  return picture_of (self) != NULL && nabla_figure_view_get_axes (self->views[TRIALS], x, y);
}

/* The pixels of the box, if there is one: left, upper, right, lower. */
static gboolean
box_pixels (NablaSearchViews *self, const NablaAxis *x, const NablaAxis *y, double pixels[4])
{
  const NablaTrialsPicture *trials = picture_of (self);
  if (trials->next_box == NULL)
    return FALSE;
  for (guint i = 0; i < 2; i++)
    {
      const NablaTrialAxis *axis = &trials->axes[shown_axis (self, i)];
      const double *range = trials->next_box + 2 * shown_axis (self, i);
      double ends[2];
      for (guint e = 0; e < 2; e++)
        ends[e] = nabla_axis_place (i == 0 ? x : y, axis->scale == NABLA_SCALE_ONE_MINUS ? 1 - range[e] : range[e]);
      pixels[i] = MIN (ends[0], ends[1]);
      pixels[i + 2] = MAX (ends[0], ends[1]);
    }
  return TRUE;
}

static void
set_box (NablaSearchViews *self, double x1, double y1, double x2, double y2)
{
  NablaAxis x, y;
  if (!scatter_axes (self, &x, &y))
    return;
  const NablaTrialsPicture *trials = picture_of (self);
  for (guint i = 0; i < 2; i++)
    {
      guint index = shown_axis (self, i);
      const NablaTrialAxis *axis = &trials->axes[index];
      double a = value_at (axis, i == 0 ? &x : &y, i == 0 ? x1 : y1);
      double b = value_at (axis, i == 0 ? &x : &y, i == 0 ? x2 : y2);
      nabla_search_model_set_box (self->model, index, MIN (a, b), MAX (a, b));
      trials = picture_of (self);
    }
}

/* A press on a corner takes it along, and the opposite one stays. */
static void
hold_corner (NablaSearchViews *self, double x, double y)
{
  NablaAxis x_axis, y_axis;
  double box[4];
  if (!scatter_axes (self, &x_axis, &y_axis) || !box_pixels (self, &x_axis, &y_axis, box))
    return;
  for (guint corner = 0; corner < 4; corner++)
    {
      guint right = corner & 1, lower = corner >> 1;
      if (hypot (x - box[2 * right], y - box[1 + 2 * lower]) > CLICK_REACH)
        continue;
      self->start_x = box[2 * (1 - right)];
      self->start_y = box[1 + 2 * (1 - lower)];
      self->is_drag = TRUE;
      return;
    }
}

/* --- Parallel coordinates: the brush ---------------------------------------------- */

static gboolean
parallel_axes (NablaSearchViews *self, NablaParallelAxes *axes)
{
  NablaFigureContext context;
  return picture_of (self) != NULL && context_of (self, self->views[PARALLEL], &context)
         && nabla_parallel_axes_place (axes, picture_of (self), &context);
}

static int
axis_at (NablaSearchViews *self, double x)
{
  NablaParallelAxes axes;
  if (!parallel_axes (self, &axes))
    return -1;
  for (guint i = 0; i < axes.n; i++)
    if (fabs (axes.x[i] - x) < AXIS_REACH)
      return (int) i;
  return -1;
}

static void
brush_to (NablaSearchViews *self, double y)
{
  NablaParallelAxes axes;
  if (self->brushed < 0 || !parallel_axes (self, &axes))
    return;
  double a = nabla_parallel_axes_value (&axes, picture_of (self), (guint) self->brushed, self->start_y);
  double b = nabla_parallel_axes_value (&axes, picture_of (self), (guint) self->brushed, y);
  nabla_search_model_set_brush (self->model, (guint) self->brushed, MIN (a, b), MAX (a, b));
}

/* --- What the pointer does -------------------------------------------------------- */

/* A click chooses the trial under the pointer, or none. */
static void
choose_at (NablaSearchViews *self, double x, double y)
{
  NablaAxis x_axis, y_axis;
  if (!scatter_axes (self, &x_axis, &y_axis))
    return;
  const NablaTrialsPicture *trials = picture_of (self);
  guint across = shown_axis (self, 0), upwards = shown_axis (self, 1), chosen = 0;
  double nearest = CLICK_REACH;
  for (guint i = 0; i < trials->n_trials; i++)
    {
      const double *values = trials->values + (gsize) i * trials->n_axes;
      double vx = trials->axes[across].scale == NABLA_SCALE_ONE_MINUS ? 1 - values[across] : values[across];
      double vy = trials->axes[upwards].scale == NABLA_SCALE_ONE_MINUS ? 1 - values[upwards] : values[upwards];
      double distance = hypot (nabla_axis_place (&x_axis, vx) - x, nabla_axis_place (&y_axis, vy) - y);
      if (distance < nearest)
        {
          nearest = distance;
          chosen = trials->trials[i].number;
        }
    }
  nabla_search_model_choose (self->model, chosen);
}

static void
pressed_cb (NablaSearchViews *self, double x, double y, GdkModifierType state, NablaFigureView *view)
{
  self->start_x = x;
  self->start_y = y;
  self->is_drag = FALSE;
  self->brushed = -1;
  if (view == self->views[TRIALS])
    hold_corner (self, x, y);
  else
    self->brushed = axis_at (self, x);
}

static void
dragged_cb (NablaSearchViews *self, double x, double y, GdkModifierType state, NablaFigureView *view)
{
  self->is_drag = self->is_drag || hypot (x - self->start_x, y - self->start_y) > DRAG_THRESHOLD;
  if (!self->is_drag)
    return;
  if (view == self->views[TRIALS])
    set_box (self, self->start_x, self->start_y, x, y);
  else
    brush_to (self, y);
}

static void
released_cb (NablaSearchViews *self, double x, double y, GdkModifierType state, NablaFigureView *view)
{
  if (self->is_drag)
    return;
  if (view == self->views[TRIALS])
    choose_at (self, x, y);
  else if (self->brushed >= 0)
    nabla_search_model_set_brush (self->model, (guint) self->brushed, NAN, NAN);
}

/* By keys: the mark under the cursor. */
static void
mark_activated_cb (NablaSearchViews *self, int series, guint index, double x, double y, int n_press)
{
  const NablaTrialsPicture *trials = picture_of (self);
  if (trials != NULL && index < trials->n_trials)
    nabla_search_model_choose (self->model, trials->trials[index].number);
}

/* --- Tiles ------------------------------------------------------------------------ */

static void
axis_changed_cb (NablaSearchViews *self)
{
  static const char *const settings[] = { "x", "y" };
  for (guint i = 0; !self->in_change && i < 2; i++)
    {
      guint axis = gtk_drop_down_get_selected (self->axes[i]);
      if (axis == GTK_INVALID_LIST_POSITION)
        continue;
      nabla_figure_view_set_setting (self->views[TRIALS], settings[i], axis, NULL);
      if (i == 0)
        nabla_figure_view_set_setting (self->views[SAMPLED], "axis", axis, NULL);
    }
}

/* The drop-downs follow the searched parameters, and keep what was chosen as long as it is
 * there. */
static void
sync_axes (NablaSearchViews *self, const NablaTrialsPicture *trials)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; trials != NULL && i < trials->n_axes; i++)
    {
      gtk_string_list_append (names, trials->axes[i].title);
      g_string_append_printf (text, "%s\n", trials->axes[i].title);
    }
  if (g_strcmp0 (text->str, self->axes_text) == 0)
    return;
  g_free (self->axes_text);
  self->axes_text = g_strdup (text->str);
  self->in_change = TRUE;
  for (guint i = 0; i < 2; i++)
    {
      gtk_drop_down_set_model (self->axes[i], G_LIST_MODEL (names));
      if (trials != NULL && trials->n_axes > 0)
        gtk_drop_down_set_selected (self->axes[i], MIN (i == 1 ? 1u : 0u, trials->n_axes - 1));
      gtk_widget_set_visible (GTK_WIDGET (self->axes[i]), trials != NULL && trials->n_axes > 1);
    }
  self->in_change = FALSE;
  axis_changed_cb (self);
}

static void
changed_cb (NablaSearchViews *self)
{
  const NablaSnapshot *snapshot = nabla_search_model_snapshot (self->model);
  sync_axes (self, snapshot->trials);
  for (guint i = 0; i < N_VIEWS; i++)
    nabla_figure_view_set_snapshot (self->views[i], snapshot);
}

static void
dark_changed_cb (NablaSearchViews *self)
{
  for (guint i = 0; i < N_VIEWS; i++)
    nabla_figure_view_set_dark (self->views[i], adw_style_manager_get_dark (adw_style_manager_get_default ()));
}

static void
failed_cb (NablaSearchViews *self, const GError *error)
{
  g_signal_emit (self, signals[FAILED], 0, error);
}

static void
add_view (NablaSearchViews *self, guint i, NablaTileGrid *grid)
{
  const NablaFigure *figure = nabla_figure_find (views[i].figure, NULL);
  self->tiles[i] = NABLA_TILE (nabla_tile_new (figure->name, _(figure->title)));
  self->views[i] = NABLA_FIGURE_VIEW (nabla_figure_view_new (figure));
  nabla_tile_set_child (self->tiles[i], GTK_WIDGET (self->views[i]));
  NablaFigureMenu *menu = nabla_figure_menu_new (self->tiles[i], self->views[i]);
  g_signal_connect_object (menu, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  nabla_tile_grid_insert (grid, self->tiles[i], -1, views[i].span);
  if (i <= PARALLEL)
    nabla_tile_set_weight (self->tiles[i], 1.3);
  g_signal_connect_object (self->views[i], "mark-activated", G_CALLBACK (mark_activated_cb), self,
                           G_CONNECT_SWAPPED);
  if (i > PARALLEL)
    return;
  nabla_figure_view_set_tool (self->views[i], NABLA_FIGURE_TOOL_PAINT);
  g_signal_connect_object (self->views[i], "pressed-at", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->views[i], "dragged-to", G_CALLBACK (dragged_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->views[i], "released-at", G_CALLBACK (released_cb), self, G_CONNECT_SWAPPED);
}

static void
add_axis (NablaSearchViews *self, guint i, NablaTile *tile)
{
  const char *names[] = { _("Parameter across"), _("Parameter upwards") };
  self->axes[i] = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->axes[i]), "nabla-small");
  gtk_widget_set_valign (GTK_WIDGET (self->axes[i]), GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->axes[i]), names[i]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->axes[i]), GTK_ACCESSIBLE_PROPERTY_LABEL, names[i], -1);
  g_signal_connect_object (self->axes[i], "notify::selected", G_CALLBACK (axis_changed_cb), self,
                           G_CONNECT_SWAPPED);
  nabla_tile_add_end (tile, GTK_WIDGET (self->axes[i]));
}

void
nabla_search_views_set_scales (NablaSearchViews *self, double text_scale, double line_scale)
{
  g_return_if_fail (NABLA_IS_SEARCH_VIEWS (self));

  self->text_scale = text_scale;
  for (guint i = 0; i < N_VIEWS; i++)
    nabla_figure_view_set_scales (self->views[i], text_scale, line_scale);
}

static void
nabla_search_views_finalize (GObject *object)
{
  NablaSearchViews *self = NABLA_SEARCH_VIEWS (object);
  g_clear_object (&self->model);
  g_clear_object (&self->pango);
  g_free (self->axes_text);
  G_OBJECT_CLASS (nabla_search_views_parent_class)->finalize (object);
}

static void
nabla_search_views_class_init (NablaSearchViewsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = nabla_search_views_finalize;
  signals[FAILED] = g_signal_new ("failed", NABLA_TYPE_SEARCH_VIEWS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
nabla_search_views_init (NablaSearchViews *self)
{
  self->text_scale = 1;
  self->pango = nabla_text_context_new ();
}

NablaSearchViews *
nabla_search_views_new (NablaSearchModel *model, NablaTileGrid *grid)
{
  g_return_val_if_fail (NABLA_IS_SEARCH_MODEL (model) && NABLA_IS_TILE_GRID (grid), NULL);

  NablaSearchViews *self = g_object_new (NABLA_TYPE_SEARCH_VIEWS, NULL);
  self->model = g_object_ref (model);
  for (guint i = 0; i < N_VIEWS; i++)
    add_view (self, i, grid);
  add_axis (self, 0, self->tiles[TRIALS]);
  add_axis (self, 1, self->tiles[TRIALS]);
  g_signal_connect_object (model, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (dark_changed_cb), self,
                           G_CONNECT_SWAPPED);
  dark_changed_cb (self);
  changed_cb (self);
  return self;
}
