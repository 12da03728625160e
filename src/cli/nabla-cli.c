/* nabla-cli: Nabla without a window.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-cli-config.h"
#include "nabla-command.h"
#include "nabla-words.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <string.h>

static void
print_help (void)
{
  g_print (_("Usage: nabla-cli COMMAND …\n\nNabla trains neural networks without a window.\n\nCommands:\n"));
  for (const NablaCommand *const *command = nabla_commands (); *command != NULL; command++)
    g_print ("  %-10s %s\n", (*command)->name, _((*command)->summary));
  g_print (_("\nnabla-cli COMMAND --help tells more of each.\n\n"
             "Exit status: 0 done; 1 a file or value is wrong, one sentence says which; 2 the command\n"
             "line is wrong; 4 the training diverged; 130 interrupted.\n"));
}

static int
fail_unknown (const char *word)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (const NablaCommand *const *command = nabla_commands (); *command != NULL; command++)
    g_ptr_array_add (names, (char *) (*command)->name);
  g_ptr_array_add (names, NULL);
  g_autofree char *message = nabla_words_unknown ("nabla-cli", word, (const char *const *) names->pdata);
  g_printerr ("%s\n", message);
  return NABLA_EXIT_USAGE;
}

/* Translations lie in the build folder until Nabla is installed. */
static void
bind_translations (void)
{
  const char *folder = g_file_test (NABLA_BUILD_LOCALEDIR, G_FILE_TEST_IS_DIR) ? NABLA_BUILD_LOCALEDIR
                                                                               : NABLA_LOCALEDIR;
  const char *charset;
  setlocale (LC_ALL, "");
  /* In the C locale, which services and containers have, every letter beyond ASCII would
   * be printed as ?, and no script could tell one class from another. */
  if (!g_get_charset (&charset) && g_str_equal (charset, "ANSI_X3.4-1968"))
    setlocale (LC_CTYPE, "C.UTF-8");
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
}

int
main (int argc, char **argv)
{
  bind_translations ();
  if (argc < 2)
    {
      print_help ();
      return NABLA_EXIT_USAGE;
    }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h") || g_str_equal (argv[1], "help"))
    {
      print_help ();
      return NABLA_EXIT_OK;
    }
  if (g_str_equal (argv[1], "--version"))
    {
      g_print ("nabla-cli %s\n", NABLA_VERSION);
      return NABLA_EXIT_OK;
    }
  for (const NablaCommand *const *command = nabla_commands (); *command != NULL; command++)
    if (g_str_equal ((*command)->name, argv[1]))
      return (*command)->run (argc - 1, argv + 1);
  return fail_unknown (argv[1]);
}
