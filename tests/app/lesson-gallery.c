/* Shows the Learn page with a small bench, for eyes; not a test.
 *
 *     lesson-gallery [STEP [LESSON-FOLDER]]     a step, counted from 1; without one, the list
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lesson-bench.h"

#include "nabla-app-resources.h"
#include "nabla-course.h"
#include "nabla-views.h"

#include <adwaita.h>
#include <libintl.h>
#include <locale.h>
#include <stdlib.h>

#define PREFIX "/org/nabla/Nabla/app/"

static void
add_styles (void)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  const char *const sheets[]
      = { PREFIX "app.css", dark ? PREFIX "app-dark.css" : PREFIX "app-light.css" };
  g_resources_register (nabla_app_get_resource ());
  for (guint i = 0; i < G_N_ELEMENTS (sheets); i++)
    {
      g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
      gtk_css_provider_load_from_resource (provider, sheets[i]);
      gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                                  GTK_STYLE_PROVIDER (provider),
                                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, NABLA_PO_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  adw_init ();
  nabla_views_init (gdk_display_get_default ());
  add_styles ();

  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "nabla-lesson-gallery.ini", NULL);
  GtkWidget *page = nabla_learn_page_new (NULL, path);
  LessonBench bench;
  lesson_bench_init (&bench, NABLA_LEARN_PAGE (page));
  GtkWidget *drop = gtk_label_new ("Drop a File Here");
  gtk_widget_add_css_class (drop, "card");
  gtk_widget_set_size_request (drop, 240, 178);
  nabla_learn_page_set_side (NABLA_LEARN_PAGE (page), drop);

  GtkWidget *window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window),
                               g_getenv ("WIDTH") ? atoi (g_getenv ("WIDTH")) : 1280,
                               g_getenv ("HEIGHT") ? atoi (g_getenv ("HEIGHT")) : 753);
  gtk_window_set_child (GTK_WINDOW (window), page);
  if (argc > 1)
    {
      g_autofree char *course = nabla_course_folder ();
      g_auto (GStrv) lessons = nabla_course_list (course);
      g_autoptr (GError) error = NULL;
      if (!nabla_learn_page_open (NABLA_LEARN_PAGE (page), argc > 2 ? argv[2] : lessons[0],
                                  atoi (argv[1]) - 1, &error))
        {
          g_printerr ("%s\n", error->message);
          return 1;
        }
      if (bench.run != NULL)
        lesson_bench_play (&bench);
    }
  gtk_window_present (GTK_WINDOW (window));
  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);
  return 0;
}
