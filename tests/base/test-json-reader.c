/* JSON as it is read: what is right, what is not, and what was damaged.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-json-reader.h"

#include "nabla-error.h"
#include "nabla-json.h"

#include <string.h>

/* Whether all of @text is one value; @message gets the sentence otherwise. */
static gboolean
is_json (const char *text, gsize length, char **message)
{
  /* A copy without a NUL at its end, so that reading beyond is seen. */
  g_autofree char *copy = g_memdup2 (text, length);
  g_autoptr (GError) error = NULL;
  NablaJsonReader reader;
  nabla_json_reader_init (&reader, copy, length);
  nabla_json_read_skip (&reader);
  gboolean good = nabla_json_reader_finish (&reader, &error);
  g_assert_true (good == (error == NULL));
  if (error != NULL)
    g_assert_error (error, NABLA_ERROR, NABLA_ERROR_SYNTAX);
  if (message != NULL)
    *message = error != NULL ? g_strdup (error->message) : NULL;
  return good;
}

static void
test_good (void)
{
  static const char *const texts[] = {
    "0", "-0", "1", "-12.5e-3", "1E+2", "true", " false ", "null", "\"\"", "[]", "{}",
    "[1, [2, {}], \"a\"]", "{\"a\": {\"b\": [null]}, \"c\": 1}", "\r\n\t[ ]\n",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"", "\"代价\"", "\"\x7f\"",
  };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *message = NULL;
      if (!is_json (texts[i], strlen (texts[i]), &message))
        g_error ("%s: %s", texts[i], message);
    }
}

static void
test_bad (void)
{
  static const struct {
    const char *text, *message;
  } cases[] = {
    { "", "byte 0: a value is needed here" },
    { "  ", "byte 2: a value is needed here" },
    { "[1", "byte 2: a comma or a closing bracket is needed here" },
    { "[1,", "byte 3: a value is needed here" },
    { "[1,]", "byte 3: a value is needed here" },
    { "[,1]", "byte 1: a value is needed here" },
    { "[1 2]", "byte 3: a comma or a closing bracket is needed here" },
    { "[1}", "byte 2: a comma or a closing bracket is needed here" },
    { "{1: 2}", "byte 1: a text in double quotes is needed here" },
    { "{\"a\" 2}", "byte 5: ':' is needed here" },
    { "{\"a\": }", "byte 6: a value is needed here" },
    { "{\"a\": 1,}", "byte 8: a text in double quotes is needed here" },
    { "{'a': 1}", "byte 1: a text in double quotes is needed here" },
    { "[] []", "byte 3: something follows after the end" },
    { "nul", "byte 0: a value is needed here" },
    { "nulls", "byte 4: something follows after the end" },
    { "NaN", "byte 0: a value is needed here" },
    { "// a\n1", "byte 0: a value is needed here" },
    { "01", "byte 0: a number is needed here" },
    { "+1", "byte 0: a value is needed here" },
    { ".5", "byte 0: a value is needed here" },
    { "5.", "byte 0: a number is needed here" },
    { "1e", "byte 0: a number is needed here" },
    { "-", "byte 0: a number is needed here" },
    { "1e999", "byte 0: this number is too large or too long" },
    { "0x10", "byte 1: something follows after the end" },
    { "\"a", "byte 2: the quote that closes a text is missing" },
    { "\"a\\", "byte 3: nothing is written like this after a backslash" },
    { "\"\\x\"", "byte 2: nothing is written like this after a backslash" },
    { "\"\\u12g4\"", "byte 3: this is no character that a text may have" },
    { "\"\\u12", "byte 3: this is no character that a text may have" },
    { "\"\\u0000\"", "byte 3: this is no character that a text may have" },
    { "\"\\ud83d\"", "byte 3: this is no character that a text may have" },
    { "\"\\ud83d\\u0041\"", "byte 3: this is no character that a text may have" },
    { "\"\\ude00\"", "byte 3: this is no character that a text may have" },
    { "\"a\nb\"", "byte 2: a text may not have line ends and control characters" },
    { "\"caf\xe9\"", "byte 4: this is no text in UTF-8" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *message = NULL;
      g_assert_false (is_json (cases[i].text, strlen (cases[i].text), &message));
      g_assert_cmpstr (message, ==, cases[i].message);
    }
  g_assert_false (is_json ("1\0", 2, NULL));
}

static void
test_depth (void)
{
  for (guint depth = 1; depth < 100000; depth *= 2)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      for (guint i = 0; i < depth; i++)
        g_string_append_c (text, '[');
      for (guint i = 0; i < depth; i++)
        g_string_append_c (text, ']');
      g_assert_true (is_json (text->str, text->len, NULL) == (depth <= NABLA_JSON_MAX_DEPTH));
    }
}

static void
test_values (void)
{
  static const char text[]
      = "{\"step\": 120, \"skipped\": [1, {\"step\": 2}], "
        "\"title\": \"\\u4ee3\\u4ef7 \\ud83d\\ude00\\n\", \"shape\": [400, 2.5]}";
  NablaJsonReader reader;
  g_autoptr (GError) error = NULL;
  g_autofree char *key = NULL;
  g_autofree char *title = NULL;
  double step = 0, shape[2] = { 0, 0 };
  guint n = 0;

  nabla_json_reader_init (&reader, text, strlen (text));
  nabla_json_read_begin (&reader, '{');
  while (nabla_json_read_member (&reader, &key))
    if (g_str_equal (key, "step"))
      nabla_json_read_number (&reader, &step);
    else if (g_str_equal (key, "title"))
      nabla_json_read_string (&reader, &title);
    else if (g_str_equal (key, "shape"))
      {
        nabla_json_read_begin (&reader, '[');
        while (nabla_json_read_item (&reader))
          nabla_json_read_number (&reader, &shape[n++]);
      }
    else
      nabla_json_read_skip (&reader);
  g_assert_true (nabla_json_reader_finish (&reader, &error));
  g_assert_no_error (error);
  g_assert_null (key);
  g_assert_cmpfloat (step, ==, 120);
  g_assert_cmpstr (title, ==, "代价 😀\n");
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat (shape[0], ==, 400);
  g_assert_cmpfloat (shape[1], ==, 2.5);
}

/* A value of another kind than wanted, and a caller's own complaint: the first
 * mistake is told, and nothing is read after it. */
static void
test_first_mistake (void)
{
  static const char text[] = "[\"a\", 2, 3]";
  NablaJsonReader reader;
  g_autoptr (GError) error = NULL;
  double number = 7;

  nabla_json_reader_init (&reader, text, strlen (text));
  g_assert_false (nabla_json_read_begin (&reader, '{'));
  g_assert_false (nabla_json_read_begin (&reader, '['));
  g_assert_false (nabla_json_read_item (&reader));
  g_assert_false (nabla_json_read_number (&reader, &number));
  g_assert_false (nabla_json_reader_finish (&reader, &error));
  g_assert_cmpstr (error->message, ==, "byte 0: '{' is needed here");
  g_assert_cmpfloat (number, ==, 7);
  g_clear_error (&error);

  nabla_json_reader_init (&reader, text, strlen (text));
  nabla_json_read_begin (&reader, '[');
  nabla_json_read_item (&reader);
  nabla_json_read_skip (&reader);
  g_assert_false (nabla_json_reader_fail (&reader, "too short"));
  g_assert_false (nabla_json_reader_fail (&reader, "too late"));
  g_assert_false (nabla_json_reader_finish (&reader, &error));
  g_assert_cmpstr (error->message, ==, "byte 4: too short");
}

/* What nabla-json.h writes comes back. */
static void
test_round_trip (void)
{
  static const char *const texts[] = { "", "\"\\/\b\f\n\r\t\x01\x1f\x7f", "代价 π", "{[,:]}" };
  static const double numbers[] = { 0, -1.5, 1e-300, 0.1, 123456789012, G_MAXDOUBLE, 5e-324 };
  g_autoptr (GString) json = g_string_new (NULL);
  nabla_json_begin (json, NULL, '[');
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    nabla_json_string (json, NULL, texts[i]);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    nabla_json_number (json, NULL, numbers[i]);
  nabla_json_end (json, ']');

  NablaJsonReader reader;
  nabla_json_reader_init (&reader, json->str, json->len);
  nabla_json_read_begin (&reader, '[');
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = NULL;
      g_assert_true (nabla_json_read_item (&reader));
      g_assert_true (nabla_json_read_string (&reader, &text));
      g_assert_cmpstr (text, ==, texts[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      double number;
      g_assert_true (nabla_json_read_item (&reader));
      g_assert_true (nabla_json_read_number (&reader, &number));
      g_assert_cmpfloat (number, ==, numbers[i]);
    }
  g_assert_false (nabla_json_read_item (&reader));
  g_assert_true (nabla_json_reader_finish (&reader, NULL));
}

/* A text that is cut off anywhere is no text; one with changed bytes may be. */
static void
test_damaged (void)
{
  static const char text[]
      = "{\"__metadata__\": {\"title\": \"\\u4ee3价\"}, "
        "\"W\": {\"shape\": [4, 2], \"data_offsets\": [0, 1.5e1]}, \"t\": true}";
  gsize length = strlen (text);
  for (gsize cut = 0; cut < length; cut++)
    g_assert_false (is_json (text, cut, NULL));

  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *damaged = g_memdup2 (text, length);
      for (int flips = g_rand_int_range (random, 1, 4); flips > 0; flips--)
        damaged[g_rand_int_range (random, 0, length)] = g_rand_int_range (random, 0, 256);
      is_json (damaged, length, NULL);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/json-reader/good", test_good);
  g_test_add_func ("/base/json-reader/bad", test_bad);
  g_test_add_func ("/base/json-reader/depth", test_depth);
  g_test_add_func ("/base/json-reader/values", test_values);
  g_test_add_func ("/base/json-reader/first-mistake", test_first_mistake);
  g_test_add_func ("/base/json-reader/round-trip", test_round_trip);
  g_test_add_func ("/base/json-reader/damaged", test_damaged);
  return g_test_run ();
}
