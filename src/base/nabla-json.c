/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-json.h"

#include "nabla-number.h"

#include <math.h>
#include <string.h>

static void
append_quoted (GString *json, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_string_append_c (json, '"');
  for (const char *p = valid; *p != '\0'; p++)
    switch (*p)
      {
      case '"':
      case '\\':
        g_string_append_c (json, '\\');
        g_string_append_c (json, *p);
        break;
      case '\n':
        g_string_append (json, "\\n");
        break;
      case '\r':
        g_string_append (json, "\\r");
        break;
      case '\t':
        g_string_append (json, "\\t");
        break;
      default:
        if ((guchar) *p < 0x20 || *p == 0x7f)
          g_string_append_printf (json, "\\u%04x", (guint) *p);
        else
          g_string_append_c (json, *p);
      }
  g_string_append_c (json, '"');
}

/* A comma is due after a value; an opening bracket, an empty text and the start
 * of a line are no values. A bracket within a string cannot be mistaken for one,
 * since a string ends with its quote. */
static void
begin_value (GString *json, const char *key)
{
  if (json->len > 0 && !strchr ("{[\n", json->str[json->len - 1]))
    g_string_append (json, ", ");
  if (key != NULL)
    {
      append_quoted (json, key);
      g_string_append (json, ": ");
    }
}

void
nabla_json_begin (GString *json, const char *key, char bracket)
{
  g_return_if_fail (json != NULL);
  g_return_if_fail (bracket == '{' || bracket == '[');

  begin_value (json, key);
  g_string_append_c (json, bracket);
}

void
nabla_json_end (GString *json, char bracket)
{
  g_return_if_fail (json != NULL);
  g_return_if_fail (bracket == '}' || bracket == ']');

  g_string_append_c (json, bracket);
}

void
nabla_json_string (GString *json, const char *key, const char *value)
{
  g_return_if_fail (json != NULL);

  begin_value (json, key);
  if (value == NULL)
    g_string_append (json, "null");
  else
    append_quoted (json, value);
}

void
nabla_json_number (GString *json, const char *key, double value)
{
  g_return_if_fail (json != NULL);

  char buffer[NABLA_NUMBER_LENGTH];
  begin_value (json, key);
  g_string_append (json, isfinite (value) ? nabla_number_format (value, buffer) : "null");
}

void
nabla_json_boolean (GString *json, const char *key, gboolean value)
{
  g_return_if_fail (json != NULL);

  begin_value (json, key);
  g_string_append (json, value ? "true" : "false");
}

void
nabla_json_strings (GString *json, const char *key, const char *const *values)
{
  g_return_if_fail (json != NULL);

  if (values == NULL)
    {
      nabla_json_string (json, key, NULL);
      return;
    }
  nabla_json_begin (json, key, '[');
  for (guint i = 0; values[i] != NULL; i++)
    nabla_json_string (json, NULL, values[i]);
  nabla_json_end (json, ']');
}
