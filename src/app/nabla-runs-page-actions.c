/* What is done to stored runs: open, export, delete and take that back.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-runs-page-private.h"

#include "nabla-compat.h"

#include <glib/gi18n-lib.h>

/* Rows that were deleted in sight may be brought back by another window for so long. */
#define PURGE_AFTER ((gint64)24 * 60 * 60 * G_USEC_PER_SEC)

/* What a job is about; the page is told when it is done. */
typedef struct
{
  GArray *ids;
  gboolean deleted;
  char *path;
} Rows;

static Rows *
rows_new (GArray *ids)
{
  Rows *self = g_new0 (Rows, 1);
  self->ids = ids;
  return self;
}

static void
rows_free (gpointer data)
{
  Rows *self = data;
  g_clear_pointer (&self->ids, g_array_unref);
  g_free (self->path);
  g_free (self);
}

static const gint64 *
ids_of (const Rows *rows)
{
  return (const gint64 *)(gpointer)rows->ids->data;
}

/* --- Open ------------------------------------------------------------------------- */

static gpointer
open_job (NablaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Rows *rows = data;
  return nabla_store_get_experiment (store, ids_of (rows)[0], error);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (NablaRunsPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) experiment = nabla_runs_jobs_run_finish (result, &error);
  if (experiment != NULL)
    g_signal_emit (self, nabla_runs_page_signals[NABLA_RUNS_PAGE_OPEN_REQUESTED], 0, experiment);
  else
    nabla_runs_page_report (self, error);
}

void
nabla_runs_page_open (NablaRunsPage *self, gint64 id)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_val (ids, id);
  nabla_runs_jobs_run_async (self->jobs, open_job, rows_new (ids), rows_free,
                             (GDestroyNotify)nabla_experiment_unref, NULL, opened_cb,
                             g_object_ref (self));
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  NablaRunsPage *self = data;
  g_autoptr (GArray) ids = nabla_runs_model_ids (self->model, TRUE, 1);
  if (ids->len > 0)
    nabla_runs_page_open (self, g_array_index (ids, gint64, 0));
}

/* --- Export ----------------------------------------------------------------------- */

static gpointer
export_job (NablaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Rows *rows = data;
  return nabla_store_export (store, ids_of (rows), rows->ids->len, rows->path, error)
             ? g_strdup (rows->path)
             : NULL;
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (NablaRunsPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = nabla_runs_jobs_run_finish (result, &error);
  if (path != NULL)
    g_signal_emit (self, nabla_runs_page_signals[NABLA_RUNS_PAGE_EXPORTED], 0, path);
  else
    nabla_runs_page_report (self, error);
}

void
nabla_runs_page_export_to (NablaRunsPage *self, const char *path)
{
  g_return_if_fail (NABLA_IS_RUNS_PAGE (self) && path != NULL);

  gboolean selected = nabla_runs_model_n_selected (self->model) > 0;
  Rows *rows = rows_new (nabla_runs_model_ids (self->model, selected, 0));
  g_autofree char *lower = g_ascii_strdown (path, -1);
  gboolean has_suffix = g_str_has_suffix (lower, ".csv") || g_str_has_suffix (lower, ".json");
  rows->path = g_strconcat (path, has_suffix ? "" : ".csv", NULL);
  nabla_runs_jobs_run_async (self->jobs, export_job, rows, rows_free, g_free, NULL, exported_cb,
                             g_object_ref (self));
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (NablaRunsPage) self = data;
  g_autoptr (GFile) file = nabla_compat_choose_file_finish (result);
  if (file != NULL && g_file_peek_path (file) != NULL)
    nabla_runs_page_export_to (self, g_file_peek_path (file));
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  NablaRunsPage *self = data;
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  gtk_file_filter_set_name (filter, _ ("CSV and JSON"));
  gtk_file_filter_add_suffix (filter, "csv");
  gtk_file_filter_add_suffix (filter, "json");
  g_list_store_append (filters, filter);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  nabla_compat_choose_file_async (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                  NABLA_CHOOSE_SAVE, _ ("Export Runs as .csv or .json"), "runs.csv",
                                  G_LIST_MODEL (filters), NULL, chosen_cb, g_object_ref (self));
}

/* --- Delete ----------------------------------------------------------------------- */

static gpointer
delete_job (NablaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Rows *rows = data;
  return nabla_store_delete (store, ids_of (rows), rows->ids->len, rows->deleted, error)
             ? g_array_ref (rows->ids)
             : NULL;
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (NablaRunsPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = nabla_runs_jobs_run_finish (result, &error);
  if (ids == NULL)
    {
      nabla_runs_page_report (self, error);
      return;
    }
  guint n = ids->len;
  g_clear_pointer (&self->deleted, g_array_unref);
  self->deleted = g_steal_pointer (&ids);
  g_simple_action_set_enabled (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "undo")), TRUE);
  nabla_runs_model_refresh (self->model);
  g_signal_emit (self, nabla_runs_page_signals[NABLA_RUNS_PAGE_DELETED], 0, n);
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (NablaRunsPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = nabla_runs_jobs_run_finish (result, &error);
  if (ids != NULL)
    nabla_runs_model_refresh (self->model);
  else
    nabla_runs_page_report (self, error);
}

static void
delete_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  NablaRunsPage *self = data;
  Rows *rows = rows_new (nabla_runs_model_ids (self->model, TRUE, 0));
  rows->deleted = TRUE;
  if (rows->ids->len > 0)
    nabla_runs_jobs_run_async (self->jobs, delete_job, rows, rows_free,
                               (GDestroyNotify)g_array_unref, NULL, deleted_cb,
                               g_object_ref (self));
  else
    rows_free (rows);
}

void
nabla_runs_page_undo (NablaRunsPage *self)
{
  g_return_if_fail (NABLA_IS_RUNS_PAGE (self));

  if (self->deleted == NULL)
    return;
  Rows *rows = rows_new (g_steal_pointer (&self->deleted));
  g_simple_action_set_enabled (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "undo")), FALSE);
  nabla_runs_jobs_run_async (self->jobs, delete_job, rows, rows_free, (GDestroyNotify)g_array_unref,
                             NULL, restored_cb, g_object_ref (self));
}

static void
undo_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  nabla_runs_page_undo (data);
}

static gpointer
purge_job (NablaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  nabla_store_purge (store, g_get_real_time () - PURGE_AFTER, error);
  return NULL;
}

void
nabla_runs_page_purge (NablaRunsPage *self)
{
  if (self->is_purged)
    return;
  self->is_purged = TRUE;
  nabla_runs_jobs_run_async (self->jobs, purge_job, NULL, NULL, NULL, NULL, NULL, NULL);
}

/* --- The rest --------------------------------------------------------------------- */

static void
bench_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_signal_emit (data, nabla_runs_page_signals[NABLA_RUNS_PAGE_BENCH_REQUESTED], 0);
}

static void
find_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gtk_widget_grab_focus (GTK_WIDGET (NABLA_RUNS_PAGE (data)->search));
}

static void
select_all_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (NABLA_RUNS_PAGE (data)->model);
  gtk_selection_model_select_range (model, 0,
                                    nabla_runs_model_length (NABLA_RUNS_PAGE (data)->model), TRUE);
}

void
nabla_runs_page_add_actions (NablaRunsPage *self)
{
  const GActionEntry entries[] = {
    { "open", open_cb, NULL, NULL, NULL },
    { "export", export_cb, NULL, NULL, NULL },
    { "delete", delete_cb, NULL, NULL, NULL },
    { "undo", undo_cb, NULL, NULL, NULL },
    { "bench", bench_cb, NULL, NULL, NULL },
    { "find", find_cb, NULL, NULL, NULL },
    { "select-all", select_all_cb, NULL, NULL, NULL },
  };
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  g_simple_action_set_enabled (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "undo")), FALSE);
}
