/* The import sheet alone, for a look at it: opens the file that is named, and says on
 * standard output what would be trained.
 *
 *     import-host FILE
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-app-config.h"
#include "nabla-application.h"
#include "nabla-import-sheet.h"
#include "nabla-opener.h"

#include <locale.h>
#include <libintl.h>

static void
train_cb (NablaImportSheet *sheet, const char *text, const char *path, gpointer data)
{
  g_print ("%s\n%s\n", path, text);
}

static void
opened_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaOpened) opened = nabla_opener_open_finish (result, &error);
  if (opened == NULL || opened->plan == NULL)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "no data");
      g_application_release (data);
      return;
    }
  GtkWidget *sheet = nabla_import_sheet_new (NULL, opened->plan);
  gtk_window_set_application (GTK_WINDOW (sheet), data);
  g_signal_connect (sheet, "train", G_CALLBACK (train_cb), NULL);
  gtk_window_present (GTK_WINDOW (sheet));
  g_application_release (data);
}

static void
open_cb (GApplication *application, GFile **files, int n_files, const char *hint)
{
  g_application_hold (application);
  nabla_opener_open_async (files, (gsize) n_files, NULL, NULL, NULL, opened_cb, application);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, NABLA_BUILD_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_autoptr (NablaApplication) application = nabla_application_new ();
  g_application_set_flags (G_APPLICATION (application),
                           G_APPLICATION_NON_UNIQUE | G_APPLICATION_HANDLES_OPEN);
  g_signal_connect (application, "open", G_CALLBACK (open_cb), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
