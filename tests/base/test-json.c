/* JSON as it is written.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-json.h"

#include <math.h>

static void
test_nested (void)
{
  g_autoptr (GString) json = g_string_new (NULL);
  static const char *const names[] = { "red", "green", NULL };
  nabla_json_begin (json, NULL, '{');
  nabla_json_number (json, "step", 120);
  nabla_json_begin (json, "shape", '[');
  nabla_json_number (json, NULL, 400);
  nabla_json_number (json, NULL, 2);
  nabla_json_end (json, ']');
  nabla_json_begin (json, "empty", '[');
  nabla_json_end (json, ']');
  nabla_json_begin (json, "inner", '{');
  nabla_json_end (json, '}');
  nabla_json_strings (json, "colors", names);
  nabla_json_strings (json, "none", NULL);
  nabla_json_boolean (json, "done", TRUE);
  nabla_json_boolean (json, "late", FALSE);
  nabla_json_end (json, '}');
  g_assert_cmpstr (json->str, ==,
                   "{\"step\": 120, \"shape\": [400, 2], \"empty\": [], \"inner\": {}, "
                   "\"colors\": [\"red\", \"green\"], \"none\": null, "
                   "\"done\": true, \"late\": false}");
}

static void
test_numbers (void)
{
  g_autoptr (GString) json = g_string_new (NULL);
  nabla_json_begin (json, NULL, '[');
  static const double values[] = { 0.1, -3, 1e-7, 1e300, 0, NAN, INFINITY, -INFINITY };
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    nabla_json_number (json, NULL, values[i]);
  nabla_json_end (json, ']');
  g_assert_cmpstr (json->str, ==, "[0.1, -3, 1e-07, 1e+300, 0, null, null, null]");
}

static void
test_strings (void)
{
  static const struct { const char *value, *json; } cases[] = {
    { "", "\"\"" },
    { "a \"b\" \\ c", "\"a \\\"b\\\" \\\\ c\"" },
    { "1\n2\r3\t4\x01\x1f\x7f", "\"1\\n2\\r3\\t4\\u0001\\u001f\\u007f\"" },
    { "准确率 π", "\"准确率 π\"" },
    { "caf\xe9!", "\"caf\xef\xbf\xbd!\"" },
    { NULL, "null" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) json = g_string_new (NULL);
      nabla_json_string (json, NULL, cases[i].value);
      g_assert_cmpstr (json->str, ==, cases[i].json);
    }
}

/* A string that ends like an opening bracket, and an object a line. */
static void
test_commas (void)
{
  g_autoptr (GString) json = g_string_new (NULL);
  for (int line = 0; line < 2; line++)
    {
      nabla_json_begin (json, NULL, '{');
      nabla_json_string (json, "a{", "b[");
      nabla_json_string (json, "c", "{");
      nabla_json_end (json, '}');
      g_string_append_c (json, '\n');
    }
  g_assert_cmpstr (json->str, ==,
                   "{\"a{\": \"b[\", \"c\": \"{\"}\n{\"a{\": \"b[\", \"c\": \"{\"}\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/json/nested", test_nested);
  g_test_add_func ("/base/json/numbers", test_numbers);
  g_test_add_func ("/base/json/strings", test_strings);
  g_test_add_func ("/base/json/commas", test_commas);
  return g_test_run ();
}
