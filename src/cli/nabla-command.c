/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-command.h"

#include "nabla-command-list.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DECLARE(name) extern const NablaCommand nabla_command_##name;
#define ADDRESS(name) &nabla_command_##name,

NABLA_COMMANDS (DECLARE)

static const NablaCommand *const commands[] = { NABLA_COMMANDS (ADDRESS) NULL };

const NablaCommand *const *
nabla_commands (void)
{
  return commands;
}

/* GOption leaves the -- that stands before an argument with a dash. */
static void
remove_separator (int *argc, char **argv)
{
  for (int i = 1; i < *argc; i++)
    if (g_str_equal (argv[i], "--"))
      {
        memmove (argv + i, argv + i + 1, (*argc - i) * sizeof *argv);
        (*argc)--;
        return;
      }
}

int
nabla_command_parse (const NablaCommand *self, const GOptionEntry *entries, int *argc, char ***argv, int least, int most)
{
  g_return_val_if_fail (self != NULL && entries != NULL, NABLA_EXIT_USAGE);

  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (self->arguments);
  g_autofree char *name = g_strdup_printf ("nabla-cli %s", self->name);
  g_set_prgname (name);
  g_option_context_set_summary (context, _(self->summary));
  if (self->details != NULL)
    {
      g_autofree char *details = g_strconcat (_(self->details), "\n", NULL);
      g_option_context_set_description (context, details);
    }
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      g_printerr (_("nabla-cli %s: %s; see nabla-cli %s --help\n"), self->name, error->message, self->name);
      return NABLA_EXIT_USAGE;
    }
  remove_separator (argc, *argv);
  int n = *argc - 1;
  if (n >= least && (most < 0 || n <= most))
    return -1;
  g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);
  g_printerr ("%s", help);
  return NABLA_EXIT_USAGE;
}

int
nabla_command_fail (const GError *error)
{
  g_printerr ("%s\n", error->message);
  return NABLA_EXIT_BAD_INPUT;
}
