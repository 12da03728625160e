/* Shows the Runs page over a made-up store, for eyes; not a test.
 *
 *     runs-gallery [TRIALS [SELECTED…]]     SELECTED: rows, from 0; without TRIALS an empty store
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "runs-test.h"

#include "nabla-app-resources.h"
#include "nabla-runs-page.h"
#include "nabla-views.h"

#include <adwaita.h>
#include <glib/gstdio.h>
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

static void
fill (const char *path, guint n_trials)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaStore) store = nabla_store_open (path, NULL, &error);
  g_assert_no_error (error);
  if (n_trials == 0)
    return;
  runs_put_trials (store, n_trials);
  runs_put (store, NULL, NULL, 0.12);
  runs_put (store, NULL, (const char *[]){ "train.learning_rate=0.1", NULL }, 0.06);
  runs_put (store, NULL, (const char *[]){ "train.learning_rate=90", NULL }, NAN);
  gint64 id
      = runs_put (store, "Moons, with momentum",
                  (const char *[]){ "train.optimizer=momentum", "units@hidden=8", NULL }, 0.21);
  nabla_store_set_tags (store, id, "lecture baseline", NULL);
  nabla_store_set_notes (store, id, "Slower than Adam at the same learning rate.", NULL);
}

static void
print_cb (const char *what, const GError *error)
{
  g_printerr ("%s: %s\n", what, error->message);
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

  g_autofree char *folder = g_dir_make_tmp ("nabla-runs-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "runs.sqlite", NULL);
  fill (path, argc > 1 ? atoi (argv[1]) : 0);
  GtkWidget *page = nabla_runs_page_new (path), *window = gtk_window_new ();
  g_signal_connect_swapped (page, "failed", G_CALLBACK (print_cb), (gpointer) "failed");
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window),
                               g_getenv ("WIDTH") ? atoi (g_getenv ("WIDTH")) : 1280,
                               g_getenv ("HEIGHT") ? atoi (g_getenv ("HEIGHT")) : 753);
  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  GListModel *model = nabla_runs_page_model (NABLA_RUNS_PAGE (page));
  while (argc > 1 && g_list_model_get_n_items (model) == 0)
    g_main_context_iteration (NULL, TRUE);
  for (int i = 2; i < argc; i++)
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (model), atoi (argv[i]), FALSE);
  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);
  return 0;
}
