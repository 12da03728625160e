/* What the window does with files: experiments, models and data come in, are kept
 * and go out.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-window-private.h"

#include "nabla-compat.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define KEPT "last.nabla"

static char *
kept_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "nabla", KEPT, NULL);
}

void
nabla_window_keep_experiment (NablaWindow *self)
{
  NablaExperiment *experiment = nabla_session_experiment (self->session);
  g_autofree char *path = kept_path (), *folder = g_path_get_dirname (path);
  if (experiment == NULL || g_mkdir_with_parents (folder, 0700) != 0)
    return;
  /* A relative source means another file in another folder: what is kept names it
   * in full. */
  g_autoptr (NablaExperiment) absolute = NULL;
  if (nabla_experiment_data (experiment)->path != NULL)
    absolute = nabla_experiment_with (experiment, "data.source", nabla_experiment_data (experiment)->path, NULL);
  nabla_experiment_save (absolute != NULL ? absolute : experiment, path, NULL);
}

gboolean
nabla_window_restore_experiment (NablaWindow *self)
{
  g_autofree char *path = kept_path ();
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return FALSE;
  g_autoptr (NablaExperiment) experiment = nabla_experiment_load (path, NULL);
  if (experiment == NULL)
    return FALSE;
  nabla_session_open (self->session, experiment, FALSE);
  return TRUE;
}

static void
open_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (NablaWindow) self = data;
  g_autoptr (GFile) file = nabla_compat_choose_file_finish (result);
  if (file != NULL)
    nabla_window_open_files (self, &file, 1);
}

void
nabla_window_open_dialog (NablaWindow *self)
{
  nabla_compat_choose_file_async (GTK_WINDOW (self), NABLA_CHOOSE_OPEN,
                                  _("Open Data, an Experiment or a Model"), NULL, NULL, NULL, open_chosen_cb,
                                  g_object_ref (self));
}

static void
write_experiment (NablaWindow *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  NablaExperiment *experiment = nabla_session_experiment (self->session);
  if (!nabla_experiment_save (experiment, path, &error))
    {
      nabla_window_tell (self, error->message);
      return;
    }
  char **kept_path = self->has_next ? &self->next_path : &self->path;
  char **kept_text = self->has_next ? &self->next_text : &self->saved_text;
  /* @path may be what is kept already. */
  char *copy = g_strdup (path);
  g_free (*kept_path);
  g_free (*kept_text);
  *kept_path = copy;
  *kept_text = nabla_experiment_to_text (experiment);
  nabla_window_update_status (self);
}

static void
save_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (NablaWindow) self = data;
  g_autoptr (GFile) file = nabla_compat_choose_file_finish (result);
  if (file != NULL)
    write_experiment (self, g_file_peek_path (file));
}

/* A file's name from the experiment's title. */
static char *
propose_name (NablaWindow *self, const char *ending)
{
  g_autofree char *title = g_strdup (nabla_experiment_title (nabla_session_experiment (self->session)));
  return g_strconcat (g_strdelimit (title, "/\\:,;", ' '), ending, NULL);
}

void
nabla_window_save (NablaWindow *self, gboolean as)
{
  if (nabla_session_experiment (self->session) == NULL)
    return;
  const char *path = self->has_next ? self->next_path : self->path;
  if (path != NULL && !as)
    {
      write_experiment (self, path);
      return;
    }
  g_autofree char *name = propose_name (self, ".nabla");
  nabla_compat_choose_file_async (GTK_WINDOW (self), NABLA_CHOOSE_SAVE, _("Save Experiment"), name, NULL, NULL,
                                  save_chosen_cb, g_object_ref (self));
}

static void
model_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (NablaWindow) self = data;
  g_autoptr (GFile) file = nabla_compat_choose_file_finish (result);
  if (file != NULL)
    nabla_session_save_model (self->session, g_file_peek_path (file));
}

void
nabla_window_save_model (NablaWindow *self)
{
  if (nabla_session_experiment (self->session) == NULL)
    return;
  g_autofree char *name = propose_name (self, ".safetensors");
  nabla_compat_choose_file_async (GTK_WINDOW (self), NABLA_CHOOSE_SAVE, _("Save Model"), name, NULL, NULL,
                                  model_chosen_cb, g_object_ref (self));
}

void
nabla_window_copy_experiment (NablaWindow *self)
{
  NablaExperiment *experiment = nabla_session_experiment (self->session);
  if (experiment == NULL)
    return;
  g_autofree char *text = nabla_experiment_to_text (experiment);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  nabla_window_tell (self, _("The experiment is on the clipboard as text."));
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (NablaWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, &error);
  if (text == NULL)
    nabla_window_tell (self, _("There is no text on the clipboard."));
  else if (!nabla_window_open_text (self, text, NULL, &error))
    nabla_window_tell (self, error->message);
}

void
nabla_window_paste_experiment (NablaWindow *self)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, pasted_cb,
                                 g_object_ref (self));
}
