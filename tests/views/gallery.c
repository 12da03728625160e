/* Shows the widgets with sample content, for eyes; not a test.
 *
 *     gallery [PAGE]      tiles, states, rows …; the first if none is named
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "gallery-pages.h"
#include "nabla-views.h"

static void
add_styles (GdkDisplay *display)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  g_autofree char *path
      = g_build_filename (NABLA_UI_DIR, dark ? "app-dark.css" : "app-light.css", NULL);
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_path (provider, path);
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

int
main (int argc, char **argv)
{
  adw_init ();
  nabla_views_init (gdk_display_get_default ());
  add_styles (gdk_display_get_default ());

  const char *name = argc > 1 ? argv[1] : gallery_pages[0].name;
  for (guint i = 0; gallery_pages[i].name != NULL; i++)
    if (g_str_equal (gallery_pages[i].name, name))
      {
        GtkWidget *window = gtk_window_new ();
        gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
        gtk_window_set_default_size (GTK_WINDOW (window), argc > 2 ? atoi (argv[2]) : 1280,
                                     argc > 3 ? atoi (argv[3]) : 800);
        gtk_window_set_child (GTK_WINDOW (window), gallery_pages[i].create ());
        gtk_window_present (GTK_WINDOW (window));
        while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
          g_main_context_iteration (NULL, TRUE);
        return 0;
      }
  g_printerr ("There is no page “%s”\n", name);
  return 1;
}
