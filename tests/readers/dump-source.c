/* dump-source FILE…: what the reader found, for test-numpy.py to compare: of arrays a
 * line with name, type, shape and the values; of what cannot be read the sentence.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-json.h"
#include "nabla-source.h"

#include <locale.h>
#include <stdio.h>

static void
add_value (GString *json, const NablaArray *array, gsize i)
{
  double value = array->values[i];
  g_autofree char *text = NULL;
  if (array->words != NULL)
    text = g_strdup (array->words[(guint) value]);
  else
    text = g_strdup_printf ("%.17g", value);
  nabla_json_string (json, NULL, text);
}

static void
dump (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (NablaSource) source = nabla_source_open (path, NULL, NULL, NULL, NULL, &error);
  nabla_json_begin (json, NULL, '{');
  nabla_json_string (json, "error", error != NULL ? error->message : NULL);
  for (guint k = 0; source != NULL && k < source->n_arrays; k++)
    {
      const NablaArray *array = source->arrays[k];
      nabla_json_begin (json, array->name, '{');
      nabla_json_string (json, "type", array->type);
      nabla_json_begin (json, "shape", '[');
      for (guint d = 0; d < array->n_dims; d++)
        nabla_json_number (json, NULL, (double) array->shape[d]);
      nabla_json_end (json, ']');
      nabla_json_begin (json, "values", '[');
      for (gsize i = 0; i < array->n_values; i++)
        add_value (json, array, i);
      nabla_json_end (json, ']');
      nabla_json_end (json, '}');
    }
  nabla_json_end (json, '}');
  /* Not g_print (), which knows only what the locale can show. */
  puts (json->str);
}

int
main (int argc, char **argv)
{
  /* Names in archives are in UTF-8, as in every program of ours. */
  setlocale (LC_CTYPE, "C.UTF-8");
  for (int i = 1; i < argc; i++)
    dump (argv[i]);
  return 0;
}
