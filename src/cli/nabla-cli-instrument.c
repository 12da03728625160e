/* nabla-cli instrument: what an instrument shows for given settings.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-command.h"
#include "nabla-error.h"
#include "nabla-instrument.h"
#include "nabla-json.h"
#include "nabla-number.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static int run (int argc, char **argv);

const NablaCommand nabla_command_instrument = {
  .name = "instrument",
  .arguments = N_("NAME"),
  .summary = N_("Computes what an instrument shows"),
  .run = run,
};

static gboolean
set_all (const NablaInstrument *instrument, char **changes, double *settings, GError **error)
{
  for (char **change = changes; change != NULL && *change != NULL; change++)
    {
      const char *equals = strchr (*change, '=');
      if (equals == NULL)
        {
          g_set_error (error, NABLA_ERROR, NABLA_ERROR_SYNTAX,
                       _("--set %s: a setting is written key=value, such as %s=1"), *change,
                       instrument->params[0].name);
          return FALSE;
        }
      g_autofree char *key = g_strndup (*change, equals - *change);
      if (!nabla_instrument_set (instrument, settings, key, equals + 1, error))
        return FALSE;
    }
  return TRUE;
}

static void
print_json (const NablaInstrument *instrument, const double *settings, const double *values)
{
  g_autoptr (GString) json = g_string_new (NULL);
  nabla_json_begin (json, NULL, '{');
  nabla_json_string (json, "instrument", instrument->name);
  nabla_json_begin (json, "settings", '{');
  for (guint i = 0; instrument->params[i].name != NULL; i++)
    {
      const NablaParamSpec *spec = &instrument->params[i];
      if (spec->type == NABLA_PARAM_CHOICE)
        nabla_json_string (json, spec->name, spec->choices[(guint)settings[i]]);
      else
        nabla_json_number (json, spec->name, settings[i]);
    }
  nabla_json_end (json, '}');
  nabla_json_begin (json, "values", '{');
  for (guint i = 0; instrument->outputs[i].name != NULL; i++)
    nabla_json_number (json, instrument->outputs[i].name, values[i]);
  nabla_json_end (json, '}');
  nabla_json_end (json, '}');
  g_print ("%s\n", json->str);
}

static void
print_table (const NablaInstrument *instrument, const double *settings, const double *values)
{
  g_autofree char *sentence = nabla_instrument_sentence (instrument, settings, values);
  g_print ("%s\n\n", sentence);
  for (guint i = 0; instrument->params[i].name != NULL; i++)
    {
      g_autofree char *value = nabla_param_format (&instrument->params[i], settings[i]);
      g_print ("  %-12s %-22s %s\n", instrument->params[i].name, value,
               _ (instrument->params[i].title));
    }
  g_print ("\n");
  for (guint i = 0; instrument->outputs[i].name != NULL; i++)
    {
      char number[NABLA_NUMBER_LENGTH];
      g_print ("  %-12s %-22s %s\n", instrument->outputs[i].name,
               nabla_number_format (values[i], number), _ (instrument->outputs[i].title));
    }
}

static int
run (int argc, char **argv)
{
  g_auto (GStrv) changes = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &changes,
      N_("Turn a setting, such as w1=2; may be given again"), N_("KEY=VALUE") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("The result as one JSON object"), NULL },
    { NULL },
  };
  int status = nabla_command_parse (&nabla_command_instrument, entries, &argc, &argv, 1, 1);
  if (status >= 0)
    return status;
  g_autoptr (GError) error = NULL;
  const NablaInstrument *instrument = nabla_instrument_find (argv[1], &error);
  if (instrument == NULL)
    return nabla_command_fail (error);
  double settings[NABLA_MAX_PARAMS], values[NABLA_MAX_OUTPUTS];
  nabla_param_defaults (instrument->params, settings);
  if (!set_all (instrument, changes, settings, &error)
      || !nabla_instrument_compute (instrument, settings, 1, values, &error))
    return nabla_command_fail (error);
  if (json)
    print_json (instrument, settings, values);
  else
    print_table (instrument, settings, values);
  return NABLA_EXIT_OK;
}
