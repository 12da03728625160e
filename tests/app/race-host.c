/* Shows the race page alone, for eyes; not a test.
 *
 *     race-host [ARENA-OR-PRESET [EXPERIMENT.nabla]]
 *
 * Environment: STEPS goes to a step at once, PLAY=1 plays, PRESENT=1 is for a projector, PANEL=1
 * shows the panel where it lies over the views.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-app-resources.h"
#include "nabla-race-page.h"
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
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    PREFIX "icons");
  for (guint i = 0; i < G_N_ELEMENTS (sheets); i++)
    {
      g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
      gtk_css_provider_load_from_resource (provider, sheets[i]);
      gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                                  GTK_STYLE_PROVIDER (provider),
                                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
    }
}

static void
failed_cb (GtkWidget *page, const GError *error)
{
  g_printerr ("failed: %s\n", error->message);
}

static int
number (const char *name, int otherwise)
{
  return g_getenv (name) != NULL ? atoi (g_getenv (name)) : otherwise;
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

  g_autoptr (NablaSession) session = nabla_session_new (1);
  if (argc > 2)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (NablaExperiment) experiment = nabla_experiment_load (argv[2], &error);
      if (experiment == NULL)
        {
          g_printerr ("%s\n", error->message);
          return 1;
        }
      nabla_session_open (session, experiment, FALSE);
      while (nabla_session_is_loading (session))
        g_main_context_iteration (NULL, TRUE);
    }
  GtkWidget *page = nabla_race_page_new (session), *window = gtk_window_new ();
  NablaRaceModel *model = nabla_race_page_model (NABLA_RACE_PAGE (page));
  g_signal_connect (page, "failed", G_CALLBACK (failed_cb), NULL);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), number ("WIDTH", 1280), number ("HEIGHT", 753));
  gtk_window_set_child (GTK_WINDOW (window), page);
  if (argc > 1 && !nabla_race_page_open (NABLA_RACE_PAGE (page), argv[1]))
    return 1;
  g_autoptr (GMenu) menu = g_menu_new ();
  nabla_bench_head_set_menu (nabla_lab_page_get_head (NABLA_LAB_PAGE (page)), G_MENU_MODEL (menu));
  if (number ("PRESENT", 0))
    nabla_lab_page_set_presenting (NABLA_LAB_PAGE (page), TRUE);
  gtk_window_present (GTK_WINDOW (window));
  while (nabla_race_model_is_building (model))
    g_main_context_iteration (NULL, TRUE);
  if (number ("PANEL", 0))
    nabla_lab_page_set_panel_visible (NABLA_LAB_PAGE (page), TRUE);
  if (number ("STEPS", 0) > 0)
    nabla_race_model_step (model, number ("STEPS", 0));
  if (number ("PLAY", 0))
    nabla_race_model_play (model);
  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);
  return 0;
}
