/* Draws every figure of every sample into files, to be looked at:
 * draw-samples FOLDER [FIGURE [SAMPLE [ENDING…]]], PNG if no ending is given.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-figure-file.h"
#include "sample-snapshot.h"

#include <locale.h>
#include <libintl.h>

static gboolean
is_wanted (const char *word, const char *name)
{
  return word == NULL || g_str_equal (word, "all") || g_str_equal (word, name);
}

static void
draw (const NablaFigure *figure,
      const SampleSnapshot *sample,
      const char *folder,
      const char *ending)
{
  static const char *const themes[] = { "light", "dark" };
  g_autoptr (NablaSnapshot) snapshot = sample->make ();
  for (guint t = 0; t < NABLA_N_THEMES; t++)
    {
      NablaFigureOptions options = NABLA_FIGURE_OPTIONS_INIT;
      options.theme = (NablaTheme) t;
      g_autofree char *name
        = g_strdup_printf ("%s-%s-%s.%s", figure->name, sample->name, themes[t], ending);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GError) error = NULL;
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
  if (argc < 2)
    {
      g_printerr ("draw-samples FOLDER [FIGURE [SAMPLE [ENDING…]]]\n");
      return 2;
    }

  const char *const usual[] = { "png", NULL };
  const char *const *endings = argc > 4 ? (const char *const *) argv + 4 : usual;
  for (guint f = 0; nabla_figures ()[f] != NULL; f++)
    for (const SampleSnapshot *sample = sample_snapshots (); sample->name != NULL; sample++)
      for (guint e = 0; endings[e] != NULL; e++)
        if (is_wanted (argc > 2 ? argv[2] : NULL, nabla_figures ()[f]->name)
            && is_wanted (argc > 3 ? argv[3] : NULL, sample->name))
          draw (nabla_figures ()[f], sample, argv[1], endings[e]);
  return 0;
}
