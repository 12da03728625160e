/* nabla-cli describe: what a name means, and what can be set.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-catalogue.h"
#include "nabla-command.h"
#include "nabla-number.h"
#include "nabla-words.h"

#include <glib/gi18n-lib.h>

static int run (int argc, char **argv);

const NablaCommand nabla_command_describe = {
  .name = "describe",
  .arguments = N_("NAME"),
  .summary = N_("Explains an op, optimizer, schedule, data set, view, instrument or planted bug"),
  .run = run,
};

static void
print_param (const NablaParamSpec *spec)
{
  char low[NABLA_NUMBER_LENGTH], high[NABLA_NUMBER_LENGTH];
  g_autofree char *initial = nabla_param_format (spec, spec->initial);
  g_autofree char *allowed = NULL;
  if (spec->type == NABLA_PARAM_BOOLEAN)
    allowed = g_strdup ("true, false");
  else if (spec->type == NABLA_PARAM_CHOICE)
    allowed = g_strjoinv (", ", (char **) spec->choices);
  else
    allowed = g_strdup_printf ("%s … %s", nabla_number_format (spec->minimum, low),
                               nabla_number_format (spec->maximum, high));
  g_print ("  %-18s %s (%s; %s)\n", spec->name, _(spec->help), allowed, initial);
}

static int
run (int argc, char **argv)
{
  const GOptionEntry entries[] = { { NULL } };
  int status = nabla_command_parse (&nabla_command_describe, entries, &argc, &argv, 1, 1);
  if (status >= 0)
    return status;

  g_autoptr (GArray) items = nabla_catalogue (NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  gboolean found = FALSE;
  for (guint i = 0; i < items->len; i++)
    {
      const NablaCatalogueItem *item = &g_array_index (items, NablaCatalogueItem, i);
      g_ptr_array_add (names, (char *) item->name);
      if (!g_str_equal (item->name, argv[1]))
        continue;
      g_print ("%s%s (%s)\n%s\n", found ? "\n" : "", _(item->title), item->kind, _(item->help));
      for (const NablaParamSpec *spec = item->params; spec != NULL && spec->name != NULL; spec++)
        print_param (spec);
      found = TRUE;
    }
  if (found)
    return NABLA_EXIT_OK;
  g_ptr_array_add (names, NULL);
  g_autofree char *message
    = nabla_words_unknown ("nabla-cli describe", argv[1], (const char *const *) names->pdata);
  g_printerr ("%s\n", message);
  return NABLA_EXIT_BAD_INPUT;
}
