/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-window-private.h"

#include "nabla-app-config.h"
#include "nabla-application.h"
#include "nabla-measure-race.h"
#include "nabla-measure.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (NablaWindow, nabla_window, ADW_TYPE_APPLICATION_WINDOW)

#define FIRST_EXPERIMENT "two-spirals.nabla"

void
nabla_window_tell (NablaWindow *self, const char *sentence)
{
  g_return_if_fail (NABLA_IS_WINDOW (self) && sentence != NULL);

  g_autofree char *plain = g_markup_escape_text (sentence, -1);
  AdwToast *toast = adw_toast_new (plain);
  adw_toast_set_timeout (toast, 6);
  /* What happens now is told now, not once the last toast has gone. */
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
failed_cb (NablaWindow *self, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    nabla_window_tell (self, error->message);
}

static void
saved_cb (NablaWindow *self, const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *sentence = g_strdup_printf (_("The model is saved as “%s”."), shown);
  nabla_window_tell (self, sentence);
}

static void
dropped_cb (NablaWindow *self, GPtrArray *files)
{
  nabla_window_open_files (self, (GFile **) files->pdata, files->len);
}

void
nabla_window_update_status (NablaWindow *self)
{
  NablaExperiment *experiment = nabla_session_experiment (self->session);
  if (experiment == NULL)
    return;
  g_autofree char *text = nabla_experiment_to_text (experiment);
  g_autofree char *file = self->path != NULL ? g_path_get_basename (self->path) : NULL;
  gboolean saved = g_strcmp0 (text, self->saved_text) == 0;
  guint run = nabla_session_run_number (self->session);
  g_autofree char *status = file == NULL ? g_strdup_printf (_("Run %u · not saved"), run)
                            : saved      ? g_strdup_printf (_("Run %1$u · %2$s"), run, file)
                                         : g_strdup_printf (_("Run %1$u · %2$s, changed"), run, file);
  nabla_bench_page_set_status (self->bench, status);
}

void
nabla_window_expect (NablaWindow *self, const char *path, const char *text)
{
  g_free (self->next_path);
  g_free (self->next_text);
  self->next_path = g_strdup (path);
  self->next_text = g_strdup (text);
  self->has_next = TRUE;
}

/* Run 1 is that of an experiment that was opened, others come of changes. */
static void
run_changed_cb (NablaWindow *self)
{
  if (self->has_next && nabla_session_run_number (self->session) == 1)
    {
      g_free (self->path);
      g_free (self->saved_text);
      self->path = g_steal_pointer (&self->next_path);
      self->saved_text = g_steal_pointer (&self->next_text);
      self->has_next = FALSE;
    }
  nabla_window_update_status (self);
}

static void open_first (NablaWindow *self);

static void
state_changed_cb (NablaWindow *self)
{
  if (nabla_session_is_loading (self->session))
    return;
  g_clear_pointer (&self->next_path, g_free);
  g_clear_pointer (&self->next_text, g_free);
  self->has_next = FALSE;
  /* What was kept cannot be read any more, or nobody wants to wait for it. */
  if (nabla_session_experiment (self->session) == NULL)
    open_first (self);
  nabla_window_update_status (self); /* a branch has a number of its own */
}

gboolean
nabla_window_open_text (NablaWindow *self, const char *text, const char *path, GError **error)
{
  g_return_val_if_fail (NABLA_IS_WINDOW (self) && text != NULL, FALSE);

  g_autoptr (NablaExperiment) experiment = nabla_experiment_parse (text, -1, path, error);
  if (experiment == NULL)
    return FALSE;
  nabla_window_expect (self, path, path != NULL ? text : NULL);
  const char *const *views = nabla_experiment_views (experiment);
  if (views != NULL && views[0] != NULL)
    nabla_bench_page_show_views (self->bench, views);
  nabla_session_open (self->session, experiment, FALSE);
  nabla_window_show_page (self, "bench");
  return TRUE;
}

NablaLabPage *
nabla_window_visible_lab (NablaWindow *self)
{
  if (adw_view_stack_get_visible_child (self->pages) == GTK_WIDGET (self->workbench))
    return nabla_workbench_get_page (self->workbench);
  if (adw_view_stack_get_visible_child (self->pages) == GTK_WIDGET (self->search))
    return NABLA_LAB_PAGE (self->search);
  return nabla_learn_page_is_in_lesson (self->learn) ? NABLA_LAB_PAGE (self->lesson_bench) : NULL;
}

/* Keys go to the page that is seen; if @from_head, also those of a user who may be about to
 * choose another one. */
static void
move_focus (NablaWindow *self, gboolean from_head)
{
  GtkWidget *page = adw_view_stack_get_visible_child (self->pages);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  if (page == NULL || !gtk_widget_get_mapped (page))
    return;
  if (focus != NULL && gtk_widget_get_mapped (focus)
      && (gtk_widget_is_ancestor (focus, page)
          || (!from_head && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->header)))))
    return;
  if (page == GTK_WIDGET (self->workbench) || page == GTK_WIDGET (self->search))
    gtk_widget_grab_focus (page);
  else
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

static void
nabla_window_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (nabla_window_parent_class)->map (widget);
  move_focus (NABLA_WINDOW (widget), TRUE);
}

void
nabla_window_update_page (NablaWindow *self)
{
  gboolean learn = g_strcmp0 (adw_view_stack_get_visible_child_name (self->pages), "learn") == 0;
  gboolean lesson = learn && nabla_learn_page_is_in_lesson (self->learn);
  NablaLabPage *visible = nabla_window_visible_lab (self);
  gboolean has_panel = visible != NULL && !lesson;
  gtk_widget_set_visible (GTK_WIDGET (self->panel_button), has_panel);
  gtk_widget_set_visible (GTK_WIDGET (self->views_button), visible == NABLA_LAB_PAGE (self->bench));
  gtk_widget_set_visible (GTK_WIDGET (self->present_button), has_panel);
  gtk_widget_set_visible (GTK_WIDGET (self->back_button), lesson);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "panel")), has_panel);
  /* Keys steer the bench that is seen. */
  gtk_widget_insert_action_group (GTK_WIDGET (self), "bench",
                                  visible != NULL ? nabla_lab_page_get_actions (visible) : NULL);
  nabla_window_update_panel (self);
  move_focus (self, FALSE);
}

/* What has just come can have the focus once it has its place: the first tick is before that. */
static gboolean
focus_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  NablaWindow *self = NABLA_WINDOW (widget);
  if (self->focus_ticks++ == 0)
    return G_SOURCE_CONTINUE;
  self->focus_tick = 0;
  move_focus (self, TRUE);
  return G_SOURCE_REMOVE;
}

void
nabla_window_lesson_changed (NablaWindow *self)
{
  nabla_window_update_page (self);
  self->focus_ticks = 0;
  if (self->focus_tick == 0)
    self->focus_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), focus_tick_cb, NULL, NULL);
}

static void
workbench_changed_cb (NablaWindow *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "workbench");
  const char *shown = nabla_workbench_get_shown (self->workbench);
  if (action != NULL)
    g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (shown));
  nabla_window_lesson_changed (self);
}

/* A trial becomes the experiment on the bench, and trains. */
static void
open_requested_cb (NablaWindow *self, NablaExperiment *experiment)
{
  nabla_window_expect (self, NULL, NULL);
  nabla_session_open (self->session, experiment, TRUE);
  nabla_window_show_page (self, "bench");
}

static void
bench_requested_cb (NablaWindow *self)
{
  nabla_window_show_page (self, "bench");
}

/* What was deleted can be brought back for as long as the toast is there. */
static void
deleted_cb (NablaWindow *self, guint n)
{
  g_autofree char *sentence = g_strdup_printf (ngettext ("%u run deleted", "%u runs deleted", n), n);
  AdwToast *toast = adw_toast_new (sentence);
  adw_toast_set_button_label (toast, _("Undo"));
  adw_toast_set_action_name (toast, "win.undo-delete");
  adw_toast_set_timeout (toast, 10);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
exported_cb (NablaWindow *self, const char *path)
{
  g_autofree char *name = g_path_get_basename (path), *shown = g_filename_display_name (name);
  g_autofree char *sentence = g_strdup_printf (_("The runs are saved as “%s”."), shown);
  nabla_window_tell (self, sentence);
}

static void
keeper_cb (const char *message, gpointer data)
{
  nabla_window_tell (NABLA_WINDOW (data), message);
}

static void
back_cb (NablaWindow *self)
{
  nabla_learn_page_go_back (self->learn);
}

static void
fill_views_menu (NablaWindow *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) beside = g_menu_new ();
  for (guint section = 0; section < NABLA_N_FIGURE_SECTIONS; section++)
    {
      g_autoptr (GMenu) list = g_menu_new ();
      for (const NablaFigure *const *figure = nabla_figures (); *figure != NULL; figure++)
        {
          if ((*figure)->is_apart || (*figure)->section != section)
            continue;
          g_autofree char *action = g_strconcat ("bench.view-", (*figure)->name, NULL);
          g_menu_append (list, _((*figure)->title), action);
        }
      /* All at once would not fit on a projector: what is shown more seldom opens beside. */
      if (section < NABLA_FIGURE_INSIDE)
        g_menu_append_section (menu, nabla_figure_section_title (section), G_MENU_MODEL (list));
      else
        g_menu_append_submenu (beside, nabla_figure_section_title (section), G_MENU_MODEL (list));
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (beside));
  gtk_menu_button_set_menu_model (self->views_button, G_MENU_MODEL (menu));
}

static gboolean
nabla_window_close_request (GtkWindow *window)
{
  NablaWindow *self = NABLA_WINDOW (window);
  int width, height;
  nabla_window_stop_presenting (self);
  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (self->settings, "window-width", width);
  g_settings_set_int (self->settings, "window-height", height);
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (window));
  g_settings_set_boolean (self->settings, "panel-visible", nabla_bench_page_get_panel_wanted (self->bench));
  g_settings_set_string (self->settings, "page", adw_view_stack_get_visible_child_name (self->pages));
  g_autoptr (GVariant) tiles = nabla_bench_page_get_tiles (self->bench);
  g_settings_set_value (self->settings, "tiles", tiles);
  nabla_window_keep_experiment (self);
  g_clear_pointer (&self->keeper, nabla_run_keeper_free);
  return GTK_WINDOW_CLASS (nabla_window_parent_class)->close_request (window);
}

static void
nabla_window_dispose (GObject *object)
{
  NablaWindow *self = NABLA_WINDOW (object);
  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  g_clear_weak_pointer (&self->sheet);
  g_clear_pointer (&self->keeper, nabla_run_keeper_free);
  g_clear_object (&self->settings);
  g_clear_object (&self->session);
  g_clear_object (&self->lesson_session);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->saved_text, g_free);
  g_clear_pointer (&self->next_path, g_free);
  g_clear_pointer (&self->next_text, g_free);
  g_clear_pointer (&self->page_before, g_free);
  G_OBJECT_CLASS (nabla_window_parent_class)->dispose (object);
}

static void
nabla_window_class_init (NablaWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = nabla_window_dispose;
  widget_class->map = nabla_window_map;
  GTK_WINDOW_CLASS (klass)->close_request = nabla_window_close_request;
  g_type_ensure (NABLA_TYPE_DROP_AREA);
  g_type_ensure (NABLA_TYPE_PROGRESS_CARD);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/nabla/Nabla/app/nabla-window.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, drop_area);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, header);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, panel_button);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, present_button);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, views_button);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, examples_menu);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, back_button);
}

static void
add_page (NablaWindow *self, GtkWidget *page, const char *name, const char *title, const char *icon)
{
  AdwViewStackPage *added = adw_view_stack_add_titled (self->pages, page, name, title);
  adw_view_stack_page_set_icon_name (added, icon);
}

static void
nabla_window_init (NablaWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = g_settings_new (NABLA_APP_ID);
  self->session = nabla_session_new (0);
  self->bench = NABLA_BENCH_PAGE (nabla_bench_page_new (self->session));
  nabla_window_add_lessons (self);
  add_page (self, GTK_WIDGET (self->learn), "learn", _("Learn"), "accessories-dictionary-symbolic");
  self->workbench = NABLA_WORKBENCH (nabla_workbench_new (self->bench, G_MENU_MODEL (self->examples_menu)));
  add_page (self, GTK_WIDGET (self->workbench), "bench", _("Bench"), "nabla-bench-symbolic");
  g_autofree char *store = nabla_store_default_path ();
  self->search = NABLA_SEARCH_PAGE (nabla_search_page_new (self->session, store));
  add_page (self, GTK_WIDGET (self->search), "search", _("Search"), "system-search-symbolic");
  self->runs = NABLA_RUNS_PAGE (nabla_runs_page_new (store));
  add_page (self, GTK_WIDGET (self->runs), "runs", C_ ("page", "Runs"), "view-list-symbolic");
  self->keeper = nabla_run_keeper_new (self->session, store, keeper_cb, self);
  fill_views_menu (self);
  nabla_window_add_actions (self);

  g_autoptr (GVariant) tiles = g_settings_get_value (self->settings, "tiles");
  nabla_bench_page_set_tiles (self->bench, tiles);
  nabla_bench_page_set_panel_visible (self->bench, g_settings_get_boolean (self->settings, "panel-visible"));
  g_signal_connect_object (self->workbench, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "open-requested", G_CALLBACK (open_requested_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runs, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runs, "open-requested", G_CALLBACK (open_requested_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runs, "bench-requested", G_CALLBACK (bench_requested_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runs, "deleted", G_CALLBACK (deleted_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runs, "exported", G_CALLBACK (exported_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->workbench, "changed", G_CALLBACK (workbench_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->drop_area, "dropped", G_CALLBACK (dropped_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->back_button, "clicked", G_CALLBACK (back_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->progress, "cancelled", G_CALLBACK (nabla_window_cancel_opening), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "experiment-changed", G_CALLBACK (nabla_window_update_status), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "run-changed", G_CALLBACK (run_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "state-changed", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pages, "notify::visible-child", G_CALLBACK (nabla_window_update_page), self,
                           G_CONNECT_SWAPPED);
}

NablaSession *
nabla_window_session (NablaWindow *self)
{
  g_return_val_if_fail (NABLA_IS_WINDOW (self), NULL);

  return self->session;
}

NablaBenchPage *
nabla_window_bench (NablaWindow *self)
{
  g_return_val_if_fail (NABLA_IS_WINDOW (self), NULL);

  return self->bench;
}

void
nabla_window_show_page (NablaWindow *self, const char *name)
{
  g_return_if_fail (NABLA_IS_WINDOW (self) && name != NULL);

  if (g_str_equal (name, "bench"))
    nabla_workbench_show (self->workbench, NABLA_WORKBENCH_BENCH);
  adw_view_stack_set_visible_child_name (self->pages, name);
}

void
nabla_window_measure (NablaWindow *self, double seconds)
{
  g_return_if_fail (NABLA_IS_WINDOW (self));

  nabla_window_show_page (self, "bench");
  nabla_measure_begin (gtk_window_get_application (GTK_WINDOW (self)), GTK_WINDOW (self), self->bench, seconds);
}

void
nabla_window_measure_race (NablaWindow *self, const char *arena, double seconds)
{
  g_return_if_fail (NABLA_IS_WINDOW (self) && arena != NULL);

  nabla_workbench_show (self->workbench, "race");
  adw_view_stack_set_visible_child_name (self->pages, "bench");
  nabla_measure_race_begin (gtk_window_get_application (GTK_WINDOW (self)), GTK_WINDOW (self), self->session,
                            NABLA_RACE_PAGE (nabla_workbench_get_page (self->workbench)), arena, seconds);
}

/* What a window begins with that has kept nothing. */
static void
open_first (NablaWindow *self)
{
  if (self->tried_first)
    return;
  self->tried_first = TRUE;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (nabla_application_data_dir (), "experiments", FIRST_EXPERIMENT, NULL);
  g_autoptr (NablaExperiment) experiment = nabla_experiment_load (path, &error);
  if (experiment != NULL)
    nabla_session_open (self->session, experiment, FALSE);
  else
    nabla_window_tell (self, error->message);
}

NablaWindow *
nabla_window_new (AdwApplication *application)
{
  NablaWindow *self = g_object_new (NABLA_TYPE_WINDOW, "application", application, NULL);
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  g_autofree char *page = g_settings_get_string (self->settings, "page");
  if (adw_view_stack_get_child_by_name (self->pages, page) != NULL)
    adw_view_stack_set_visible_child_name (self->pages, page);
  nabla_window_update_page (self);
  if (!nabla_window_restore_experiment (self))
    open_first (self);
  return self;
}
