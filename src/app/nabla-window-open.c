/* What becomes of files that are dropped, chosen, or named on the command line.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-window-private.h"

#include "nabla-import-sheet.h"
#include "nabla-opener.h"

#include <glib/gi18n-lib.h>

/* What is read sooner needs no progress. */
#define PATIENCE_MS 250

typedef struct {
  NablaWindow *window;
  GCancellable *cancellable;
  guint timeout;
} Opening;

static gboolean
show_progress_cb (gpointer data)
{
  Opening *self = data;
  /* What was given up since may take a while to notice. */
  if (self->cancellable == self->window->opening)
    gtk_widget_set_visible (GTK_WIDGET (self->window->progress), TRUE);
  self->timeout = 0;
  return G_SOURCE_REMOVE;
}

static void
progress_cb (double fraction, gpointer data)
{
  Opening *self = data;
  if (self->cancellable == self->window->opening)
    nabla_progress_card_set_fraction (self->window->progress, fraction);
}

static void
sheet_train_cb (NablaWindow *self, const char *text, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) experiment = nabla_experiment_parse (text, -1, NULL, &error);
  if (experiment == NULL)
    {
      nabla_window_tell (self, error->message);
      return;
    }
  if (nabla_experiment_data (experiment)->path == NULL)
    {
      g_autofree char *shown = g_filename_display_name (path);
      g_autofree char *sentence
        = g_strdup_printf (_("%s: an experiment cannot name a file with such a path; rename it"), shown);
      nabla_window_tell (self, sentence);
      return;
    }
  if (!nabla_window_open_text (self, text, NULL, &error))
    nabla_window_tell (self, error->message);
  else
    nabla_session_play (self->session);
}

/* One sheet at a time: what was dropped last is what is wanted. */
static void
show_sheet (NablaWindow *self, NablaImportPlan *plan)
{
  if (self->sheet != NULL)
    gtk_window_destroy (self->sheet);
  g_set_weak_pointer (&self->sheet, GTK_WINDOW (nabla_import_sheet_new (GTK_WINDOW (self), plan)));
  g_signal_connect_object (self->sheet, "train", G_CALLBACK (sheet_train_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (self->sheet);
}

static void
use (NablaWindow *self, NablaOpened *opened)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  switch (opened->kind)
    {
    case NABLA_OPENED_EXPERIMENT:
      text = nabla_experiment_to_text (opened->experiment);
      if (!nabla_window_open_text (self, text, opened->path, &error))
        nabla_window_tell (self, error->message);
      break;
    case NABLA_OPENED_MODEL:
      nabla_window_show_page (self, "bench");
      nabla_window_expect (self, NULL, NULL);
      nabla_session_open_model (self->session, opened->path);
      break;
    case NABLA_OPENED_DATA:
      show_sheet (self, opened->plan);
      break;
    case NABLA_OPENED_LESSON:
      nabla_window_open_lesson (self, opened->path);
      break;
    }
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Opening *opening = data;
  g_autoptr (NablaWindow) self = opening->window;
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaOpened) opened = nabla_opener_open_finish (result, &error);
  /* Something else may have been dropped meanwhile. */
  gboolean is_wanted = self->opening == opening->cancellable;
  g_clear_handle_id (&opening->timeout, g_source_remove);
  g_object_unref (opening->cancellable);
  g_free (opening);
  if (!is_wanted)
    return;
  g_clear_object (&self->opening);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), FALSE);
  if (opened != NULL)
    use (self, opened);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    nabla_window_tell (self, error->message);
}

void
nabla_window_cancel_opening (NablaWindow *self)
{
  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), FALSE);
}

void
nabla_window_open_files (NablaWindow *self, GFile **files, gsize n)
{
  g_return_if_fail (NABLA_IS_WINDOW (self) && n > 0);

  Opening *opening = g_new0 (Opening, 1);
  g_autofree char *name = g_file_get_basename (files[0]);
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *title = g_strdup_printf (_("Reading “%s”…"), shown);
  nabla_window_cancel_opening (self);
  self->opening = g_cancellable_new ();
  opening->window = g_object_ref (self);
  opening->cancellable = g_object_ref (self->opening);
  opening->timeout = g_timeout_add (PATIENCE_MS, show_progress_cb, opening);
  nabla_progress_card_begin (self->progress, title, NULL);
  nabla_opener_open_async (files, n, self->opening, progress_cb, opening, opened_cb, opening);
}
