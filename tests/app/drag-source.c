/* A window that offers files, or with --text a text, to whoever it is dragged to. It
 * says on standard output when a drag has ended, and whether there was a target.
 *
 *     drag-source [--text] FILE…
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <gtk/gtk.h>

static GdkContentProvider *
offer (int argc, char **argv)
{
  if (argc > 2 && g_str_equal (argv[1], "--text"))
    return gdk_content_provider_new_typed (G_TYPE_STRING, argv[2]);
  GSList *files = NULL;
  for (int i = argc - 1; i > 0; i--)
    files = g_slist_prepend (files, g_file_new_for_commandline_arg (argv[i]));
  GdkContentProvider *provider = gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, files);
  g_slist_free_full (files, g_object_unref);
  return provider;
}

static gboolean
drag_cancel_cb (GtkDragSource *source, GdkDrag *drag, GdkDragCancelReason reason, gboolean *lost)
{
  *lost = reason == GDK_DRAG_CANCEL_NO_TARGET;
  return FALSE;
}

static void
drag_end_cb (GtkDragSource *source, GdkDrag *drag, gboolean delete, gboolean *lost)
{
  g_print (*lost ? "no target\n" : "end\n");
  *lost = FALSE;
}

int
main (int argc, char **argv)
{
  gboolean lost = FALSE;
  gtk_init ();
  GtkWidget *window = gtk_window_new ();
  gtk_window_set_title (GTK_WINDOW (window), "Drag Source");
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), 200, 200);
  GtkWidget *label = gtk_label_new ("Drag me");
  GtkDragSource *source = gtk_drag_source_new ();
  g_autoptr (GdkContentProvider) content = offer (argc, argv);
  gtk_drag_source_set_content (source, content);
  g_signal_connect (source, "drag-cancel", G_CALLBACK (drag_cancel_cb), &lost);
  g_signal_connect (source, "drag-end", G_CALLBACK (drag_end_cb), &lost);
  gtk_widget_add_controller (label, GTK_EVENT_CONTROLLER (source));
  gtk_window_set_child (GTK_WINDOW (window), label);
  gtk_window_present (GTK_WINDOW (window));
  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);
  return 0;
}
