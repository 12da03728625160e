/* A window that takes files as Nabla's does, and says on standard output what comes of
 * them: a line `dropped PATH` for each file and `end`; then, for one file, a line
 * `refused SENTENCE`, or `sheet` once the import sheet is up; and, after Train,
 * `trained ACCURACY` once the experiment has made its steps.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app-test.h"
#include "nabla-application.h"
#include "nabla-drop-area.h"
#include "nabla-import-sheet.h"
#include "nabla-progress-card.h"

typedef struct {
  GtkApplication *application;
  GtkWidget *window;
  GtkWidget *stack;
  GtkWidget *card;
  GCancellable *cancellable;
} Host;

static void
train_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  g_autoptr (NablaExperiment) experiment = nabla_experiment_parse (data, -1, NULL, NULL);
  g_print ("trained %.4f\n", train_text (data, nabla_experiment_train (experiment)->steps));
  g_task_return_boolean (task, TRUE);
}

static void
train_cb (NablaImportSheet *sheet, const char *text, const char *path, Host *host)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_task_data (task, g_strdup (text), g_free);
  g_task_run_in_thread (task, train_thread);
}

static void
progress_cb (double fraction, gpointer data)
{
  Host *host = data;
  nabla_progress_card_set_fraction (NABLA_PROGRESS_CARD (host->card), fraction);
}

static void
host_opened_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  Host *host = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaOpened) opened = nabla_opener_open_finish (result, &error);
  gtk_stack_set_visible_child_name (GTK_STACK (host->stack), "idle");
  if (opened == NULL || opened->plan == NULL)
    {
      g_print ("refused %s\n", error != NULL ? error->message : "no data");
      return;
    }
  GtkWidget *sheet = nabla_import_sheet_new (GTK_WINDOW (host->window), opened->plan);
  g_signal_connect (sheet, "train", G_CALLBACK (train_cb), host);
  gtk_window_present (GTK_WINDOW (sheet));
  g_print ("sheet\n");
}

static void
dropped_cb (NablaDropArea *area, GPtrArray *files, Host *host)
{
  for (guint i = 0; i < files->len; i++)
    {
      g_autofree char *path = g_file_get_path (g_ptr_array_index (files, i));
      g_print ("dropped %s\n", path);
    }
  g_print ("end\n");

  g_autofree char *name = g_file_get_basename (g_ptr_array_index (files, 0));
  g_autofree char *title = g_strdup_printf ("Reading “%s”…", name);
  nabla_progress_card_begin (NABLA_PROGRESS_CARD (host->card), title, NULL);
  gtk_stack_set_visible_child_name (GTK_STACK (host->stack), "reading");
  g_clear_object (&host->cancellable);
  host->cancellable = g_cancellable_new ();
  nabla_opener_open_async ((GFile *const *) files->pdata, files->len, host->cancellable,
                           progress_cb, host, host_opened_cb, host);
}

static void
cancelled_cb (NablaProgressCard *card, Host *host)
{
  g_cancellable_cancel (host->cancellable);
}

static void
started_cb (GtkApplication *application, Host *host)
{
  host->window = gtk_application_window_new (application);
  gtk_window_set_title (GTK_WINDOW (host->window), "Drop Host");
  gtk_window_set_default_size (GTK_WINDOW (host->window), 900, 640);
  host->stack = gtk_stack_new ();
  host->card = nabla_progress_card_new ();
  gtk_stack_add_named (GTK_STACK (host->stack), gtk_label_new ("Drop here"), "idle");
  gtk_stack_add_named (GTK_STACK (host->stack), host->card, "reading");
  g_signal_connect (host->card, "cancelled", G_CALLBACK (cancelled_cb), host);
  GtkWidget *area = nabla_drop_area_new ();
  nabla_drop_area_set_child (NABLA_DROP_AREA (area), host->stack);
  g_signal_connect (area, "dropped", G_CALLBACK (dropped_cb), host);
  gtk_window_set_child (GTK_WINDOW (host->window), area);
  gtk_window_present (GTK_WINDOW (host->window));
}

int
main (int argc, char **argv)
{
  Host host = { 0 };
  g_autoptr (NablaApplication) application = nabla_application_new ();
  g_signal_connect_after (application, "startup", G_CALLBACK (started_cb), &host);
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
