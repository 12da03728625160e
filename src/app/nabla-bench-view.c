/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-bench-view.h"

#include "nabla-bench-view-private.h"
#include "nabla-compat.h"
#include "nabla-titles.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

G_DEFINE_FINAL_TYPE (NablaBenchView, nabla_bench_view, G_TYPE_OBJECT)

enum { WATCH_CHANGED, EXAMPLE_CHOSEN, FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* Smoothing worth choosing from a menu: windows of 1, 2, 5, 10, 50 points. */
static const double betas[] = { 0, 0.5, 0.8, 0.9, 0.98 };

static const struct {
  const char *figure;
  guint watch;
} watches[] = {
  { "boundary", NABLA_WATCH_FIELD },
  { "network", NABLA_WATCH_LAYERS },
  { "metrics", NABLA_WATCH_METRICS },
  { "fit", NABLA_WATCH_FIT },
  { "examples", NABLA_WATCH_EXAMPLES },
  { "prediction", NABLA_WATCH_EXAMPLE },
};

void
nabla_bench_view_tell_watch (NablaBenchView *self)
{
  g_signal_emit (self, signals[WATCH_CHANGED], 0);
}

void
nabla_bench_view_tell_example (NablaBenchView *self, gint64 index)
{
  g_signal_emit (self, signals[EXAMPLE_CHOSEN], 0, index);
}

void
nabla_bench_view_report (NablaBenchView *self, const GError *error)
{
  g_signal_emit (self, signals[FAILED], 0, error);
}

gboolean
nabla_bench_view_is (NablaBenchView *self, const char *name)
{
  return g_str_equal (nabla_bench_view_name (self), name);
}

/* Each setting of the figure is an action `view.set-NAME` with the value as its state. */
static void
set_action_cb (GSimpleAction *action, GVariant *value, NablaBenchView *self)
{
  g_autoptr (GError) error = NULL;
  const char *name = g_action_get_name (G_ACTION (action)) + strlen ("set-");
  if (nabla_figure_view_set_setting (self->view, name, g_variant_get_double (value), &error))
    g_simple_action_set_state (action, value);
  else
    nabla_bench_view_report (self, error);
}

/* @spec as a submenu; settings that are no choice of a few values are left out. */
static GMenuModel *
setting_menu (const NablaParamSpec *spec)
{
  GMenu *menu = g_menu_new ();
  g_autofree char *action = g_strconcat ("view.set-", spec->name, NULL);
  if (spec->type == NABLA_PARAM_CHOICE)
    for (guint i = 0; spec->choices[i] != NULL; i++)
      {
        g_autoptr (GMenuItem) item = g_menu_item_new (nabla_choice_title (spec->choices[i]), NULL);
        g_menu_item_set_action_and_target (item, action, "d", (double) i);
        g_menu_append_item (menu, item);
      }
  else if (spec->type == NABLA_PARAM_BOOLEAN)
    for (guint i = 0; i < 2; i++)
      {
        g_autoptr (GMenuItem) item = g_menu_item_new (i == 1 ? _("On") : _("Off"), NULL);
        g_menu_item_set_action_and_target (item, action, "d", (double) i);
        g_menu_append_item (menu, item);
      }
  else if (spec->scale == NABLA_SCALE_ONE_MINUS)
    for (guint i = 0; i < G_N_ELEMENTS (betas); i++)
      {
        g_autofree char *value = nabla_param_format (spec, betas[i]);
        g_autofree char *title = g_strdup_printf ("β = %s", value);
        g_autoptr (GMenuItem) item = g_menu_item_new (title, NULL);
        g_menu_item_set_action_and_target (item, action, "d", betas[i]);
        g_menu_append_item (menu, item);
      }
  return G_MENU_MODEL (menu);
}

static void
exported_cb (GObject *view, GAsyncResult *result, gpointer data)
{
  g_autoptr (NablaBenchView) self = data;
  g_autoptr (GError) error = NULL;
  if (!nabla_figure_view_export_finish (NABLA_FIGURE_VIEW (view), result, &error))
    nabla_bench_view_report (self, error);
}

static void
export_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (NablaBenchView) self = data;
  g_autoptr (GFile) file = nabla_compat_choose_file_finish (result);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  if (path != NULL)
    nabla_figure_view_export_async (self->view, path, exported_cb, g_object_ref (self));
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, NablaBenchView *self)
{
  g_autofree char *name = g_strconcat (nabla_bench_view_name (self), ".png", NULL);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->tile));
  nabla_compat_choose_file_async (GTK_WINDOW (root), NABLA_CHOOSE_SAVE, _("Export View (PNG, SVG, PDF or CSV)"),
                                  name, NULL, NULL, export_chosen_cb, g_object_ref (self));
}

static void
copy_cb (GSimpleAction *action, GVariant *parameter, NablaBenchView *self)
{
  nabla_figure_view_copy (self->view);
}

static void
make_menu (NablaBenchView *self)
{
  const NablaFigure *figure = nabla_figure_view_get_figure (self->view);
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) settings = g_menu_new ();
  g_autoptr (GMenu) shares = g_menu_new ();
  for (guint i = 0; figure->params != NULL && figure->params[i].name != NULL; i++)
    {
      const NablaParamSpec *spec = &figure->params[i];
      g_autofree char *name = g_strconcat ("set-", spec->name, NULL);
      double value = nabla_figure_view_get_setting (self->view, spec->name);
      g_autoptr (GSimpleAction) action
        = g_simple_action_new_stateful (name, G_VARIANT_TYPE_DOUBLE, g_variant_new_double (value));
      g_signal_connect_object (action, "change-state", G_CALLBACK (set_action_cb), self, 0);
      g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (action));
      g_autoptr (GMenuModel) submenu = setting_menu (spec);
      if (g_menu_model_get_n_items (submenu) > 0)
        g_menu_append_submenu (settings, _(spec->title), submenu);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (settings));

  g_menu_append (shares, _("Export…"), "view.export");
  g_menu_append (shares, _("Copy Picture"), "view.copy");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (shares));

  g_autoptr (GSimpleAction) export_action = g_simple_action_new ("export", NULL);
  g_autoptr (GSimpleAction) copy_action = g_simple_action_new ("copy", NULL);
  g_signal_connect_object (export_action, "activate", G_CALLBACK (export_cb), self, 0);
  g_signal_connect_object (copy_action, "activate", G_CALLBACK (copy_cb), self, 0);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (export_action));
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (copy_action));
  gtk_widget_insert_action_group (GTK_WIDGET (self->tile), "view", G_ACTION_GROUP (actions));
  nabla_tile_set_menu_model (self->tile, G_MENU_MODEL (menu));
}

static void
summary_changed_cb (NablaBenchView *self)
{
  nabla_tile_set_summary (self->tile, nabla_figure_view_get_summary (self->view));
}

static void
dark_changed_cb (NablaBenchView *self)
{
  nabla_figure_view_set_dark (self->view, adw_style_manager_get_dark (adw_style_manager_get_default ()));
}

NablaTile *
nabla_bench_view_tile (NablaBenchView *self)
{
  g_return_val_if_fail (NABLA_IS_BENCH_VIEW (self), NULL);

  return self->tile;
}

NablaFigureView *
nabla_bench_view_figure_view (NablaBenchView *self)
{
  g_return_val_if_fail (NABLA_IS_BENCH_VIEW (self), NULL);

  return self->view;
}

const char *
nabla_bench_view_name (NablaBenchView *self)
{
  g_return_val_if_fail (NABLA_IS_BENCH_VIEW (self), NULL);

  return nabla_figure_view_get_figure (self->view)->name;
}

void
nabla_bench_view_watch (NablaBenchView *self, NablaObserveOptions *options)
{
  g_return_if_fail (NABLA_IS_BENCH_VIEW (self) && options != NULL);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self->view)))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (watches); i++)
    if (nabla_bench_view_is (self, watches[i].figure))
      options->watch |= watches[i].watch;
  nabla_bench_controls_watch (self, options);
}

void
nabla_bench_view_set_snapshot (NablaBenchView *self, const NablaSnapshot *snapshot)
{
  g_return_if_fail (NABLA_IS_BENCH_VIEW (self));

  nabla_figure_view_set_snapshot (self->view, snapshot);
  nabla_bench_controls_set_snapshot (self, snapshot);
}

void
nabla_bench_view_take_example (NablaBenchView *self, gsize index)
{
  g_return_if_fail (NABLA_IS_BENCH_VIEW (self));

  if (self->form != NULL)
    nabla_predict_form_take (self->form, index);
}

void
nabla_bench_view_run_changed (NablaBenchView *self)
{
  g_return_if_fail (NABLA_IS_BENCH_VIEW (self));

  nabla_bench_controls_run_changed (self);
}

static void
nabla_bench_view_dispose (GObject *object)
{
  NablaBenchView *self = NABLA_BENCH_VIEW (object);
  nabla_bench_controls_dispose (self);
  g_clear_object (&self->tile);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (nabla_bench_view_parent_class)->dispose (object);
}

static void
nabla_bench_view_class_init (NablaBenchViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_bench_view_dispose;
  signals[WATCH_CHANGED] = g_signal_new ("watch-changed", NABLA_TYPE_BENCH_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);
  signals[EXAMPLE_CHOSEN] = g_signal_new ("example-chosen", NABLA_TYPE_BENCH_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[FAILED] = g_signal_new ("failed", NABLA_TYPE_BENCH_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
nabla_bench_view_init (NablaBenchView *self)
{
}

NablaBenchView *
nabla_bench_view_new (const NablaFigure *figure, NablaSession *session)
{
  g_return_val_if_fail (figure != NULL && NABLA_IS_SESSION (session), NULL);

  NablaBenchView *self = g_object_new (NABLA_TYPE_BENCH_VIEW, NULL);
  self->session = g_object_ref (session);
  self->tile = NABLA_TILE (g_object_ref_sink (nabla_tile_new (figure->name, _(figure->title))));
  self->view = NABLA_FIGURE_VIEW (nabla_figure_view_new (figure));
  nabla_bench_controls_make (self);
  make_menu (self);
  if (nabla_bench_view_is (self, "boundary") || nabla_bench_view_is (self, "network"))
    nabla_tile_set_weight (self->tile, 1.56);
  g_signal_connect_object (self->view, "notify::summary", G_CALLBACK (summary_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "map", G_CALLBACK (nabla_bench_view_tell_watch), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "unmap", G_CALLBACK (nabla_bench_view_tell_watch), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (dark_changed_cb), self,
                           G_CONNECT_SWAPPED);
  dark_changed_cb (self);
  return self;
}
