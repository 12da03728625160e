/* nabla-cli list: the names of what there is.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-catalogue.h"
#include "nabla-command.h"
#include "nabla-words.h"

#include <glib/gi18n-lib.h>

static int run (int argc, char **argv);

const NablaCommand nabla_command_list = {
  .name = "list",
  .arguments = "ops|optimizers|schedules|datasets|views|instruments|bugs",
  .summary = N_("Lists what experiments can be made of"),
  .run = run,
};

static int
run (int argc, char **argv)
{
  const GOptionEntry entries[] = { { NULL } };
  int status = nabla_command_parse (&nabla_command_list, entries, &argc, &argv, 1, 1);
  if (status >= 0)
    return status;
  if (!g_strv_contains (nabla_catalogue_kinds, argv[1]))
    {
      g_autofree char *message = nabla_words_unknown ("nabla-cli list", argv[1], nabla_catalogue_kinds);
      g_printerr ("%s\n", message);
      return NABLA_EXIT_USAGE;
    }
  g_autoptr (GArray) items = nabla_catalogue (argv[1]);
  for (guint i = 0; i < items->len; i++)
    {
      const NablaCatalogueItem *item = &g_array_index (items, NablaCatalogueItem, i);
      g_print ("%-24s %s\n", item->name, _(item->title));
    }
  return NABLA_EXIT_OK;
}
