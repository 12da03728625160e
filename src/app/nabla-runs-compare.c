/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-runs-compare.h"

#include "nabla-figure-menu.h"
#include "nabla-message.h"
#include "nabla-runs-notes.h"
#include "nabla-runs-settings.h"
#include "nabla-tile-grid.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _NablaRunsCompare
{
  GtkWidget parent_instance;
  NablaRunsJobs *jobs;
  NablaTileGrid *grid;
  NablaTile *cost_tile, *settings_tile, *notes_tile;
  NablaFigureView *cost;
  NablaRunsSettings *settings;
  NablaRunsNotes *notes;
  GArray *ids; /* that were asked for */
  guint n_selected;
  GCancellable *reading;      /* (nullable) */
  NablaRunsComparison *shown; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (NablaRunsCompare, nabla_runs_compare, GTK_TYPE_WIDGET)

enum
{
  FAILED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
report (NablaRunsCompare *self, const GError *error)
{
  g_signal_emit (self, signals[FAILED], 0, error);
}

static void
say (NablaTile *tile, const char *title, const char *sentence)
{
  nabla_tile_set_message (
      tile, title != NULL ? nabla_message_new (NABLA_MESSAGE_PLAIN, NULL, title, sentence) : NULL);
}

static char *
settings_summary (NablaRunsCompare *self)
{
  const NablaRunsComparison *shown = self->shown;
  if (shown == NULL || shown->n == 1)
    return NULL;
  if (self->n_selected > shown->n)
    return g_strdup_printf (_ ("%1$u differ between the first %2$u of %3$u selected"),
                            shown->n_different, shown->n, self->n_selected);
  return shown->n_different == 0
             ? g_strdup (_ ("no difference"))
             : g_strdup_printf (ngettext ("%u differs", "%u differ", shown->n_different),
                                shown->n_different);
}

static void
update (NablaRunsCompare *self)
{
  NablaRunsComparison *shown = self->shown;
  g_autofree char *summary = settings_summary (self);
  nabla_tile_set_summary (self->settings_tile, summary);
  nabla_runs_settings_set (self->settings, shown);
  nabla_figure_view_set_snapshot (self->cost, shown != NULL ? shown->snapshot : NULL);
  gboolean is_one = shown != NULL && shown->n == 1;
  nabla_runs_notes_set (self->notes, is_one ? g_array_index (self->ids, gint64, 0) : 0,
                        is_one ? shown : NULL);
  say (self->cost_tile, shown != NULL ? NULL : _ ("No Run Is Selected"),
       _ ("Select runs in the table above, with Ctrl or Shift several: their cost curves are laid "
          "over each other here."));
  say (self->settings_tile, shown != NULL ? NULL : _ ("Nothing to Compare"),
       _ ("Hyperparameters in which the selected runs differ come first, in bold."));
  say (self->notes_tile, is_one ? NULL : _ ("Notes Belong to One Run"),
       _ ("Select a single run to give it a title, tags and notes."));
}

static gpointer
compare_job (NablaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const GArray *ids = data;
  return nabla_runs_comparison_new (store, (const gint64 *)(gpointer)ids->data, ids->len, error);
}

static void
compared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (NablaRunsCompare) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaRunsComparison) made = nabla_runs_jobs_run_finish (result, &error);
  if (g_task_get_cancellable (G_TASK (result)) != self->reading)
    return;
  g_clear_object (&self->reading);
  g_clear_pointer (&self->shown, nabla_runs_comparison_unref);
  self->shown = g_steal_pointer (&made);
  update (self);
  if (error != NULL)
    report (self, error);
}

void
nabla_runs_compare_show (NablaRunsCompare *self, GArray *ids, guint n_selected)
{
  g_return_if_fail (NABLA_IS_RUNS_COMPARE (self) && ids != NULL);
  g_return_if_fail (ids->len <= NABLA_RUNS_MOST_COMPARED);

  if (ids->len == self->ids->len && n_selected == self->n_selected
      && (ids->len == 0 || memcmp (ids->data, self->ids->data, ids->len * sizeof (gint64)) == 0))
    return;
  nabla_runs_notes_flush (self->notes);
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_array_unref (self->ids);
  self->ids = g_array_ref (ids);
  self->n_selected = n_selected;
  if (ids->len == 0)
    {
      g_clear_pointer (&self->shown, nabla_runs_comparison_unref);
      update (self);
      return;
    }
  self->reading = g_cancellable_new ();
  nabla_runs_jobs_run_async (
      self->jobs, compare_job, g_array_ref (ids), (GDestroyNotify)g_array_unref,
      (GDestroyNotify)nabla_runs_comparison_unref, self->reading, compared_cb, g_object_ref (self));
}

NablaRunsComparison *
nabla_runs_compare_shown (NablaRunsCompare *self)
{
  g_return_val_if_fail (NABLA_IS_RUNS_COMPARE (self), NULL);

  return self->shown;
}

void
nabla_runs_compare_flush (NablaRunsCompare *self)
{
  g_return_if_fail (NABLA_IS_RUNS_COMPARE (self));

  nabla_runs_notes_flush (self->notes);
}

static void
nabla_runs_compare_dispose (GObject *object)
{
  NablaRunsCompare *self = NABLA_RUNS_COMPARE (object);
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  if (self->grid != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->grid));
  self->grid = NULL;
  g_clear_pointer (&self->jobs, nabla_runs_jobs_unref);
  g_clear_pointer (&self->shown, nabla_runs_comparison_unref);
  g_clear_pointer (&self->ids, g_array_unref);
  G_OBJECT_CLASS (nabla_runs_compare_parent_class)->dispose (object);
}

static void
nabla_runs_compare_class_init (NablaRunsCompareClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_runs_compare_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[FAILED] = g_signal_new ("failed", NABLA_TYPE_RUNS_COMPARE, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
nabla_runs_compare_init (NablaRunsCompare *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->grid = NABLA_TILE_GRID (nabla_tile_grid_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->grid), GTK_WIDGET (self));
}

static NablaTile *
add_tile (NablaRunsCompare *self, const char *name, const char *title, GtkWidget *child, int span)
{
  NablaTile *tile = NABLA_TILE (nabla_tile_new (name, title));
  nabla_tile_set_child (tile, child);
  nabla_tile_grid_insert (self->grid, tile, -1, span);
  gtk_widget_action_set_enabled (GTK_WIDGET (tile), "tile.close", FALSE);
  return tile;
}

GtkWidget *
nabla_runs_compare_new (NablaRunsJobs *jobs)
{
  g_return_val_if_fail (jobs != NULL, NULL);

  NablaRunsCompare *self = g_object_new (NABLA_TYPE_RUNS_COMPARE, NULL);
  const NablaFigure *figure = nabla_figure_find ("cost", NULL);
  self->jobs = nabla_runs_jobs_ref (jobs);
  self->cost = NABLA_FIGURE_VIEW (nabla_figure_view_new (figure));
  self->settings = NABLA_RUNS_SETTINGS (nabla_runs_settings_new ());
  self->notes = NABLA_RUNS_NOTES (nabla_runs_notes_new (jobs));
  self->cost_tile = add_tile (self, "cost", _ (figure->title), GTK_WIDGET (self->cost), 5);
  self->settings_tile
      = add_tile (self, "hyperparameters", _ ("Hyperparameters"), GTK_WIDGET (self->settings), 4);
  self->notes_tile = add_tile (self, "notes", _ ("Notes"), GTK_WIDGET (self->notes), 3);
  NablaFigureMenu *menu = nabla_figure_menu_new (self->cost_tile, self->cost);
  g_signal_connect_object (menu, "failed", G_CALLBACK (report), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notes, "failed", G_CALLBACK (report), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
