/* Draws the pictures of instruments into files, to be looked at:
 * draw-instruments FOLDER INSTRUMENT [WIDTHxHEIGHT[@SCALE] [KEY=VALUE…]]
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-figure-file.h"
#include "nabla-instrument.h"

#include <libintl.h>
#include <locale.h>
#include <string.h>

static void
draw (const NablaInstrument *instrument,
      const NablaSnapshot *snapshot,
      const char *folder,
      int width,
      int height,
      double text_scale)
{
  static const char *const themes[] = { "light", "dark" };
  for (guint i = 0; instrument->tiles[i].figure != NULL; i++)
    for (guint t = 0; t < NABLA_N_THEMES; t++)
      {
        g_autoptr (GError) error = NULL;
        const NablaFigure *figure = nabla_figure_find (instrument->tiles[i].figure, &error);
        if (figure == NULL)
          {
            g_printerr ("%s\n", error->message);
            continue;
          }
        NablaFigureOptions options = NABLA_FIGURE_OPTIONS_INIT;
        options.theme = (NablaTheme)t;
        options.text_scale = text_scale;
        options.scale = 1;
        if (width > 0)
          {
            options.width = width;
            options.height = height;
            options.with_title = FALSE;
          }
        g_autofree char *name = g_strdup_printf ("%s-%s.png", figure->name, themes[t]);
        g_autofree char *path = g_build_filename (folder, name, NULL);
        if (!nabla_figure_write (figure, snapshot, &options, path, &error))
          g_printerr ("%s\n", error->message);
      }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  const char *catalogs = g_getenv ("NABLA_CATALOGS");
  if (catalogs != NULL)
    {
      bindtextdomain (GETTEXT_PACKAGE, catalogs);
      bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
    }
  g_autoptr (GError) error = NULL;
  const NablaInstrument *instrument = argc > 2 ? nabla_instrument_find (argv[2], &error) : NULL;
  if (instrument == NULL || instrument->tiles == NULL)
    {
      g_printerr ("%s\n", error != NULL ? error->message
                                        : "draw-instruments FOLDER INSTRUMENT [SIZE [KEY=VALUE…]]");
      return 2;
    }
  g_auto (GStrv) size = g_strsplit_set (argc > 3 ? argv[3] : "0x0", "x@", 3);
  double settings[NABLA_MAX_PARAMS], values[NABLA_MAX_OUTPUTS];
  nabla_param_defaults (instrument->params, settings);
  for (int i = 4; i < argc; i++)
    {
      g_auto (GStrv) parts = g_strsplit (argv[i], "=", 2);
      if (parts[1] == NULL
          || !nabla_instrument_set (instrument, settings, parts[0], parts[1], &error))
        g_printerr ("%s\n", error != NULL ? error->message : argv[i]);
      g_clear_error (&error);
    }
  g_autoptr (NablaSnapshot) snapshot
      = nabla_instrument_observe (instrument, settings, NULL, NULL, values, &error);
  if (snapshot == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  draw (instrument, snapshot, argv[1], (int)g_ascii_strtoll (size[0], NULL, 10),
        size[1] != NULL ? (int)g_ascii_strtoll (size[1], NULL, 10) : 0,
        size[1] != NULL && size[2] != NULL ? g_ascii_strtoll (size[2], NULL, 10) / 10.0 : 1);
  return 0;
}
