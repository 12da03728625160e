/* A window that takes files and says on standard output which.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-application.h"
#include "nabla-drop-area.h"

static void
dropped_cb (NablaDropArea *area, GPtrArray *files, gpointer data)
{
  for (guint i = 0; i < files->len; i++)
    {
      g_autofree char *path = g_file_get_path (g_ptr_array_index (files, i));
      g_print ("dropped %s\n", path);
    }
  g_print ("end\n");
}

static void
started_cb (GtkApplication *application)
{
  GtkWidget *window = gtk_application_window_new (application);
  gtk_window_set_title (GTK_WINDOW (window), "Drop Host");
  gtk_window_set_default_size (GTK_WINDOW (window), 900, 640);
  GtkWidget *area = nabla_drop_area_new ();
  nabla_drop_area_set_child (NABLA_DROP_AREA (area), gtk_label_new ("Drop here"));
  g_signal_connect (area, "dropped", G_CALLBACK (dropped_cb), NULL);
  gtk_window_set_child (GTK_WINDOW (window), area);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (NablaApplication) application = nabla_application_new ();
  g_signal_connect_after (application, "startup", G_CALLBACK (started_cb), NULL);
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
