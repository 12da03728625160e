/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-search-panel.h"

#include "nabla-figure-view.h"
#include "nabla-panel-group.h"
#include "nabla-param-row.h"
#include "nabla-search-candidates.h"
#include "nabla-search-row.h"
#include "nabla-segments.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define MATTERED_HEIGHT 150

struct _NablaSearchPanel {
  GtkBox parent_instance;
  NablaSearchModel *model;
  NablaBenchHead *head;
  NablaSegments *method;
  NablaPanelGroup *space;
  NablaPanelGroup *how;
  GtkMenuButton *add;
  GtkWidget *trials, *rounds;
  GtkSwitch *halving, *eager;
  GtkWidget *mattered; /* heading and figure */
  NablaFigureView *importance;
};

G_DEFINE_FINAL_TYPE (NablaSearchPanel, nabla_search_panel, GTK_TYPE_BOX)

static void
add_cb (GSimpleAction *action, GVariant *parameter, NablaSearchPanel *self)
{
  const char *key, *value;
  g_variant_get (parameter, "(&s&s)", &key, &value);
  nabla_search_model_set_axis (self->model, key, value, NULL);
}

/* What could be searched too. */
static void
sync_menu (NablaSearchPanel *self, NablaExperiment *experiment)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GPtrArray) candidates = nabla_search_candidates (experiment);
  for (guint i = 0; i < candidates->len; i++)
    {
      const NablaSearchCandidate *candidate = candidates->pdata[i];
      g_autoptr (GMenuItem) item = g_menu_item_new (candidate->title, NULL);
      g_menu_item_set_action_and_target (item, "search-panel.add", "(ss)", candidate->key, candidate->value);
      g_menu_append_item (menu, item);
    }
  gtk_menu_button_set_menu_model (self->add, G_MENU_MODEL (menu));
  gtk_widget_set_sensitive (GTK_WIDGET (self->add), candidates->len > 0);
}

static void
sync_space (NablaSearchPanel *self, const NablaSearchSpec *spec)
{
  nabla_panel_group_begin (self->space);
  for (guint i = 0; i < spec->n_axes; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u %s %s", i, spec->axes[i].key,
                                             spec->axes[i].choices != NULL ? "choice" : "range");
      GtkWidget *row = nabla_panel_group_next (self->space, id);
      if (row == NULL)
        nabla_panel_group_insert (self->space, id, row = nabla_search_row_new (self->model, i));
      nabla_search_row_update (NABLA_SEARCH_ROW (row));
    }
  nabla_panel_group_end (self->space);
}

static char *
status_line (NablaSearchPanel *self, const NablaSearchStatus *status)
{
  if (status->rounds > 1 && status->round > 0)
    return g_strdup_printf (_("round %1$u of %2$u, looking for the lowest cost"), status->round, status->rounds);
  return g_strdup (_("looking for the lowest cost"));
}

static void
state_changed_cb (NablaSearchPanel *self)
{
  NablaExperiment *experiment = nabla_search_model_experiment (self->model);
  NablaSearchStatus status;
  nabla_search_model_get_status (self->model, &status);
  gboolean has_begun = nabla_search_model_search (self->model) != NULL;
  gtk_widget_set_sensitive (GTK_WIDGET (self), experiment != NULL);
  if (experiment == NULL)
    return;
  const NablaSearchSpec *spec = nabla_experiment_search (experiment);
  g_autofree char *line = status_line (self, &status);
  nabla_bench_head_set_title (self->head, nabla_experiment_title (experiment));
  nabla_bench_head_set_status (self->head, line);
  sync_space (self, spec);
  if (!has_begun)
    sync_menu (self, experiment);
  gtk_widget_set_visible (GTK_WIDGET (self->add), !has_begun);
  nabla_param_row_set_value (NABLA_PARAM_ROW (self->trials), spec->trials);
  nabla_param_row_set_value (NABLA_PARAM_ROW (self->rounds), spec->rounds);
  gtk_widget_set_sensitive (GTK_WIDGET (self->how), !has_begun);
  gtk_widget_set_sensitive (GTK_WIDGET (self->method), !has_begun);
}

static void
changed_cb (NablaSearchPanel *self)
{
  const NablaSnapshot *snapshot = nabla_search_model_snapshot (self->model);
  NablaExperiment *experiment = nabla_search_model_experiment (self->model);
  if (experiment == NULL)
    return;
  sync_space (self, nabla_experiment_search (experiment));
  nabla_figure_view_set_snapshot (self->importance, snapshot);
  gtk_widget_set_visible (self->mattered, nabla_search_model_search (self->model) != NULL);
}

static void
method_changed_cb (NablaSearchPanel *self, int active)
{
  nabla_search_model_options (self->model)->grid = active == 1;
}

static void
count_changed_cb (NablaParamRow *row, const char *text, NablaSearchPanel *self)
{
  nabla_search_model_set_axis (self->model, GTK_WIDGET (row) == self->trials ? "trials" : "rounds", text, NULL);
}

static void
switched_cb (NablaSearchPanel *self)
{
  nabla_search_model_options (self->model)->halving = gtk_switch_get_active (self->halving);
  nabla_search_model_options (self->model)->eager = gtk_switch_get_active (self->eager);
}

static void
dark_changed_cb (NablaSearchPanel *self)
{
  nabla_figure_view_set_dark (self->importance, adw_style_manager_get_dark (adw_style_manager_get_default ()));
}

static void
nabla_search_panel_dispose (GObject *object)
{
  NablaSearchPanel *self = NABLA_SEARCH_PANEL (object);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (nabla_search_panel_parent_class)->dispose (object);
}

static void
nabla_search_panel_class_init (NablaSearchPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_search_panel_dispose;
}

static void
add_how_row (NablaSearchPanel *self, const char *id, GtkWidget *row)
{
  nabla_panel_group_next (self->how, id);
  nabla_panel_group_insert (self->how, id, row);
}

static GtkWidget *
count_row (NablaSearchPanel *self, const char *name)
{
  const NablaParamSpec *specs = nabla_experiment_group_params ("search");
  GtkWidget *row = nabla_param_row_new (&specs[nabla_param_find (specs, name)]);
  gboolean is_trials = g_str_equal (name, "trials");
  nabla_param_row_set_range (NABLA_PARAM_ROW (row), is_trials ? 4 : 1, is_trials ? 1000 : 5);
  g_signal_connect_object (row, "changed", G_CALLBACK (count_changed_cb), self, 0);
  return row;
}

static GtkSwitch *
add_switch_row (NablaSearchPanel *self, const char *id, const char *title, const char *help)
{
  GtkWidget *row = adw_action_row_new (), *toggle = gtk_switch_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_tooltip_text (row, help);
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  g_signal_connect_object (toggle, "notify::active", G_CALLBACK (switched_cb), self, G_CONNECT_SWAPPED);
  add_how_row (self, id, row);
  return GTK_SWITCH (toggle);
}

static void
make_how (NablaSearchPanel *self, GtkBox *box)
{
  self->how = NABLA_PANEL_GROUP (nabla_panel_group_new (_("How It Is Searched"), NULL));
  nabla_panel_group_begin (self->how);
  self->trials = count_row (self, "trials");
  self->rounds = count_row (self, "rounds");
  add_how_row (self, "trials", self->trials);
  add_how_row (self, "rounds", self->rounds);
  self->halving = add_switch_row (self, "halving", _("Successive halving"),
                                  _("All trials train a little, the better third three times as long, and so on."));
  self->eager = add_switch_row (self, "eager", _("Stop hopeless trials"),
                                _("A trial that is worse than the median of the others at its step is given up; "
                                  "what comes of that depends on timing."));
  nabla_panel_group_end (self->how);
  gtk_box_append (box, GTK_WIDGET (self->how));
}

static void
make_space (NablaSearchPanel *self, GtkBox *box)
{
  GtkWidget *add = gtk_menu_button_new ();
  self->add = GTK_MENU_BUTTON (add);
  gtk_menu_button_set_icon_name (self->add, "list-add-symbolic");
  gtk_menu_button_set_has_frame (self->add, FALSE);
  gtk_widget_set_tooltip_text (add, _("Search another parameter"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (add), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Search another parameter"), -1);
  self->space = NABLA_PANEL_GROUP (nabla_panel_group_new (_("Space"), add));
  gtk_box_append (box, GTK_WIDGET (self->space));

  const GActionEntry entries[] = { { "add", (gpointer) add_cb, "(ss)" } };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "search-panel", G_ACTION_GROUP (actions));
}

static void
make_mattered (NablaSearchPanel *self, GtkBox *box)
{
  GtkWidget *heading = gtk_label_new (_("What Mattered in Round 1")), *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->mattered = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->importance = NABLA_FIGURE_VIEW (nabla_figure_view_new (nabla_figure_find ("importance", NULL)));
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "nabla-group-title");
  gtk_widget_add_css_class (card, "card");
  gtk_widget_set_overflow (card, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_size_request (GTK_WIDGET (self->importance), -1, MATTERED_HEIGHT);
  gtk_widget_set_hexpand (GTK_WIDGET (self->importance), TRUE);
  gtk_box_append (GTK_BOX (card), GTK_WIDGET (self->importance));
  gtk_box_append (GTK_BOX (self->mattered), heading);
  gtk_box_append (GTK_BOX (self->mattered), card);
  gtk_widget_set_visible (self->mattered, FALSE);
  gtk_box_append (box, self->mattered);
}

static void
nabla_search_panel_init (NablaSearchPanel *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
  const char *const methods[] = { C_("search", "Random"), C_("search", "Grid"), NULL };
  gtk_widget_add_css_class (GTK_WIDGET (self), "nabla-panel");
  gtk_widget_set_size_request (GTK_WIDGET (self), 288, -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_hexpand (scrolled, TRUE);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 18);

  self->head = NABLA_BENCH_HEAD (nabla_bench_head_new ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->head));
  self->method = NABLA_SEGMENTS (nabla_segments_new (_("Method"), methods));
  g_signal_connect_object (self->method, "changed", G_CALLBACK (method_changed_cb), self, G_CONNECT_SWAPPED);
  for (GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self->method)); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    gtk_widget_set_hexpand (button, TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->method));
  make_space (self, GTK_BOX (box));
  make_how (self, GTK_BOX (box));
  make_mattered (self, GTK_BOX (box));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_box_append (GTK_BOX (self), scrolled);
}

GtkWidget *
nabla_search_panel_new (NablaSearchModel *model)
{
  g_return_val_if_fail (NABLA_IS_SEARCH_MODEL (model), NULL);

  NablaSearchPanel *self = g_object_new (NABLA_TYPE_SEARCH_PANEL, NULL);
  self->model = g_object_ref (model);
  g_signal_connect_object (model, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "state-changed", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (dark_changed_cb), self,
                           G_CONNECT_SWAPPED);
  dark_changed_cb (self);
  state_changed_cb (self);
  changed_cb (self);
  return GTK_WIDGET (self);
}
