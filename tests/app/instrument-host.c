/* The page of an instrument alone, for a look at it:
 *
 *     instrument-host NAME [KEY=VALUE… | draw | FILE]
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-app-config.h"
#include "nabla-application.h"
#include "nabla-instrument-page.h"

#include <adwaita.h>
#include <libintl.h>
#include <locale.h>
#include <string.h>

static int n_words;
static char **words;

static void
failed_cb (GtkWidget *page, const GError *error, gpointer data)
{
  g_printerr ("%s\n", error->message);
}

static void
activate_cb (GApplication *application)
{
  /* Instead of the window that the application opens by itself */
  g_signal_stop_emission_by_name (application, "activate");
  g_autoptr (GError) error = NULL;
  const NablaInstrument *instrument = nabla_instrument_find (words[1], &error);
  if (instrument == NULL || instrument->tiles == NULL)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "no pictures");
      return;
    }
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (application));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = nabla_instrument_page_new (instrument);
  g_signal_connect (page, "failed", G_CALLBACK (failed_cb), NULL);
  for (int i = 2; i < n_words; i++)
    {
      g_auto (GStrv) parts = g_strsplit (words[i], "=", 2);
      if (g_str_equal (words[i], "draw"))
        nabla_instrument_page_set_drawing (NABLA_INSTRUMENT_PAGE (page), TRUE);
      else if (g_str_equal (words[i], "present"))
        nabla_lab_page_set_presenting (NABLA_LAB_PAGE (page), TRUE);
      else if (parts[1] == NULL)
        nabla_instrument_page_open (NABLA_INSTRUMENT_PAGE (page), words[i]);
      else if (!nabla_instrument_state_set_text (
                   nabla_instrument_page_get_state (NABLA_INSTRUMENT_PAGE (page)), parts[0],
                   parts[1], &error))
        g_printerr ("%s\n", error->message);
      g_clear_error (&error);
    }
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), page);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  int width = 1280, height = 800;
  const char *size = g_getenv ("NABLA_HOST_SIZE");
  g_auto (GStrv) sides = size != NULL ? g_strsplit (size, "x", 2) : NULL;
  if (sides != NULL && sides[1] != NULL)
    {
      width = (int)g_ascii_strtoll (sides[0], NULL, 10);
      height = (int)g_ascii_strtoll (sides[1], NULL, 10);
    }
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, NABLA_BUILD_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  if (argc < 2)
    {
      g_printerr ("instrument-host NAME [KEY=VALUE… | draw | present | FILE]\n");
      return 2;
    }
  n_words = argc;
  words = argv;
  g_autoptr (NablaApplication) application = nabla_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
  return g_application_run (G_APPLICATION (application), 1, argv);
}
