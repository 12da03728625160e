/* nabla-cli data: what files are recognized as.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-command.h"
#include "nabla-source.h"

#include <glib/gi18n-lib.h>

static int run (int argc, char **argv);

const NablaCommand nabla_command_data = {
  .name = "data",
  .arguments = N_("FILE…"),
  .summary = N_("Says what files are recognized as"),
  .run = run,
};

static gboolean
describe (const char *path, gboolean json, gboolean *first)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaSource) source = nabla_source_open (path, NULL, NULL, NULL, NULL, &error);
  if (source == NULL)
    {
      nabla_command_fail (error);
      return FALSE;
    }
  g_autoptr (GString) text = g_string_new (NULL);
  if (json)
    nabla_source_describe_json (source, text);
  else
    nabla_source_describe_text (source, text);
  if (!json && !*first)
    g_print ("\n");
  g_print (g_str_has_suffix (text->str, "\n") ? "%s" : "%s\n", text->str);
  *first = FALSE;
  return TRUE;
}

static int
run (int argc, char **argv)
{
  gboolean json = FALSE, all = TRUE, first = TRUE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("One JSON object a file"), NULL },
    { NULL }
  };
  int status = nabla_command_parse (&nabla_command_data, entries, &argc, &argv, 1, -1);
  if (status >= 0)
    return status;
  for (int i = 1; i < argc; i++)
    all = describe (argv[i], json, &first) && all;
  return all ? NABLA_EXIT_OK : NABLA_EXIT_BAD_INPUT;
}
