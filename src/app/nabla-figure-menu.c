/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-figure-menu.h"

#include "nabla-compat.h"
#include "nabla-number.h"
#include "nabla-titles.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

struct _NablaFigureMenu
{
  GObject parent_instance;
  NablaTile *tile; /* (unowned): which owns the menu */
  NablaFigureView *view;
};

G_DEFINE_FINAL_TYPE (NablaFigureMenu, nabla_figure_menu, G_TYPE_OBJECT)

enum
{
  FAILED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* Smoothing worth choosing from a menu: windows of 1, 2, 5, 10, 50 points. */
static const double betas[] = { 0, 0.5, 0.8, 0.9, 0.98 };
/* Shares worth choosing from a menu: what people get wrong. */
static const double human_errors[] = { 0, 0.005, 0.01, 0.02, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3 };

static void
report (NablaFigureMenu *self, const GError *error)
{
  g_signal_emit (self, signals[FAILED], 0, error);
}

/* Each setting of the figure is an action `view.set-NAME` with the value as its state. */
static void
set_action_cb (GSimpleAction *action, GVariant *value, NablaFigureMenu *self)
{
  g_autoptr (GError) error = NULL;
  const char *name = g_action_get_name (G_ACTION (action)) + strlen ("set-");
  if (nabla_figure_view_set_setting (self->view, name, g_variant_get_double (value), &error))
    g_simple_action_set_state (action, value);
  else
    report (self, error);
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
        g_menu_item_set_action_and_target (item, action, "d", (double)i);
        g_menu_append_item (menu, item);
      }
  else if (spec->type == NABLA_PARAM_BOOLEAN)
    for (guint i = 0; i < 2; i++)
      {
        g_autoptr (GMenuItem) item = g_menu_item_new (i == 1 ? _ ("On") : _ ("Off"), NULL);
        g_menu_item_set_action_and_target (item, action, "d", (double)i);
        g_menu_append_item (menu, item);
      }
  else if (spec->type == NABLA_PARAM_REAL && spec->scale == NABLA_SCALE_LINEAR && spec->minimum == 0
           && spec->maximum == 1)
    for (guint i = 0; i < G_N_ELEMENTS (human_errors); i++)
      {
        char number[NABLA_NUMBER_LENGTH];
        g_autofree char *title
            = g_strconcat (nabla_number_format (100 * human_errors[i], number), "%", NULL);
        g_autoptr (GMenuItem) item = g_menu_item_new (title, NULL);
        g_menu_item_set_action_and_target (item, action, "d", human_errors[i]);
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
  g_autoptr (NablaFigureMenu) self = data;
  g_autoptr (GError) error = NULL;
  if (!nabla_figure_view_export_finish (NABLA_FIGURE_VIEW (view), result, &error))
    report (self, error);
}

static void
export_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (NablaFigureMenu) self = data;
  g_autoptr (GFile) file = nabla_compat_choose_file_finish (result);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  if (path != NULL)
    nabla_figure_view_export_async (self->view, path, exported_cb, g_object_ref (self));
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, NablaFigureMenu *self)
{
  g_autofree char *name
      = g_strconcat (nabla_figure_view_get_figure (self->view)->name, ".png", NULL);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->view));
  nabla_compat_choose_file_async (GTK_WINDOW (root), NABLA_CHOOSE_SAVE,
                                  _ ("Export View (PNG, SVG, PDF or CSV)"), name, NULL, NULL,
                                  export_chosen_cb, g_object_ref (self));
}

static void
copy_cb (GSimpleAction *action, GVariant *parameter, NablaFigureMenu *self)
{
  nabla_figure_view_copy (self->view);
}

static void
add_action (NablaFigureMenu *self, GActionMap *actions, const char *name, GCallback callback)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, NULL);
  g_signal_connect_object (action, "activate", callback, self, 0);
  g_action_map_add_action (actions, G_ACTION (action));
}

static void
make_menu (NablaFigureMenu *self)
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
      g_autoptr (GSimpleAction) action = g_simple_action_new_stateful (
          name, G_VARIANT_TYPE_DOUBLE, g_variant_new_double (value));
      g_signal_connect_object (action, "change-state", G_CALLBACK (set_action_cb), self, 0);
      g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (action));
      g_autoptr (GMenuModel) submenu = setting_menu (spec);
      if (g_menu_model_get_n_items (submenu) > 0)
        g_menu_append_submenu (settings, _ (spec->title), submenu);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (settings));

  g_menu_append (shares, _ ("Export…"), "view.export");
  g_menu_append (shares, _ ("Copy Picture"), "view.copy");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (shares));

  add_action (self, G_ACTION_MAP (actions), "export", G_CALLBACK (export_cb));
  add_action (self, G_ACTION_MAP (actions), "copy", G_CALLBACK (copy_cb));
  gtk_widget_insert_action_group (GTK_WIDGET (self->tile), "view", G_ACTION_GROUP (actions));
  nabla_tile_set_menu_model (self->tile, G_MENU_MODEL (menu));
}

static void
summary_changed_cb (NablaFigureMenu *self)
{
  nabla_tile_set_summary (self->tile, nabla_figure_view_get_summary (self->view));
}

static void
dark_changed_cb (NablaFigureMenu *self)
{
  nabla_figure_view_set_dark (self->view,
                              adw_style_manager_get_dark (adw_style_manager_get_default ()));
}

static void
nabla_figure_menu_dispose (GObject *object)
{
  g_clear_object (&NABLA_FIGURE_MENU (object)->view);
  G_OBJECT_CLASS (nabla_figure_menu_parent_class)->dispose (object);
}

static void
nabla_figure_menu_class_init (NablaFigureMenuClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_figure_menu_dispose;
  signals[FAILED] = g_signal_new ("failed", NABLA_TYPE_FIGURE_MENU, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
nabla_figure_menu_init (NablaFigureMenu *self)
{
}

NablaFigureMenu *
nabla_figure_menu_new (NablaTile *tile, NablaFigureView *view)
{
  g_return_val_if_fail (NABLA_IS_TILE (tile) && NABLA_IS_FIGURE_VIEW (view), NULL);

  NablaFigureMenu *self = g_object_new (NABLA_TYPE_FIGURE_MENU, NULL);
  self->tile = tile;
  self->view = g_object_ref (view);
  g_object_set_data_full (G_OBJECT (tile), "nabla-figure-menu", self, g_object_unref);
  make_menu (self);
  g_signal_connect_object (view, "notify::summary", G_CALLBACK (summary_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (dark_changed_cb), self, G_CONNECT_SWAPPED);
  dark_changed_cb (self);
  return self;
}
