/* Numbers, words and parameter specs.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-error.h"
#include "nabla-number.h"
#include "nabla-param.h"
#include "nabla-words.h"

#include <math.h>

static const char *const colours[] = { "red", "green", NULL };
static const NablaParamSpec specs[] = {
  { "learning_rate", "Learning rate", "α", "", NABLA_PARAM_REAL, 0, 10, 0.01, NABLA_SCALE_LOG, NULL },
  { "units", "Units", NULL, "", NABLA_PARAM_INTEGER, 1, 4096, 4, NABLA_SCALE_LINEAR, NULL },
  { "colour", "Colour", NULL, "", NABLA_PARAM_CHOICE, 0, 0, 1, NABLA_SCALE_LINEAR, colours },
  { "nesterov", "Nesterov", NULL, "", NABLA_PARAM_BOOLEAN, 0, 1, 0, NABLA_SCALE_LINEAR, NULL },
  { NULL }
};

static void
test_number (void)
{
  static const char *const bad[] = { "", " ", "1x", "0x10", "nan", "inf", "1,5", "1e999", "--1", "1 2" };
  double value = -7;
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (nabla_number_parse (bad[i], -1, &value));
  g_assert_cmpfloat (value, ==, -7);
  g_assert_true (nabla_number_parse (" 1e-4 ", -1, &value));
  g_assert_cmpfloat (value, ==, 1e-4);

  char buffer[NABLA_NUMBER_LENGTH];
  g_assert_cmpstr (nabla_number_format (0.1, buffer), ==, "0.1");
  g_assert_cmpstr (nabla_number_format (400, buffer), ==, "400");
  g_assert_cmpstr (nabla_number_format (-INFINITY, buffer), ==, "-inf");
  for (int i = 0; i < 10000; i++)
    {
      double random = g_test_rand_double_range (-1, 1) * pow (10, g_test_rand_int_range (-300, 300));
      g_assert_true (nabla_number_parse (nabla_number_format (random, buffer), -1, &value));
      g_assert_cmpfloat (value, ==, random);
    }
}

static void
test_parse (void)
{
  double settings[4];
  nabla_param_defaults (specs, settings);
  g_assert_cmpfloat (settings[2], ==, 1);
  g_assert_cmpuint (nabla_param_count (specs), ==, 4);
  g_assert_cmpint (nabla_param_find (specs, "units"), ==, 1);
  g_assert_cmpint (nabla_param_find (specs, "unit"), ==, -1);

  static const struct { int spec; const char *text; int code; } bad[] = {
    { 0, "fast", NABLA_ERROR_SYNTAX },  { 0, "-1", NABLA_ERROR_RANGE },
    { 1, "2.5", NABLA_ERROR_RANGE },    { 1, "0", NABLA_ERROR_RANGE },
    { 2, "gren", NABLA_ERROR_UNKNOWN }, { 3, "yes", NABLA_ERROR_UNKNOWN },
  };
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      double value = 42;
      g_assert_false (nabla_param_parse (&specs[bad[i].spec], "[train] key", bad[i].text, &value, &error));
      g_assert_error (error, NABLA_ERROR, bad[i].code);
      g_assert_nonnull (g_strstr_len (error->message, -1, "[train] key"));
      g_assert_nonnull (g_strstr_len (error->message, -1, bad[i].text));
      g_assert_cmpfloat (value, ==, 42);
    }
}

static void
test_nearest (void)
{
  static const char *const names[] = { "momentum", "adam", "adamw", "rmsprop", NULL };
  g_assert_cmpstr (nabla_words_nearest ("adma", names), ==, "adam");
  g_assert_cmpstr (nabla_words_nearest ("RMSProp", names), ==, "rmsprop");
  g_assert_null (nabla_words_nearest ("zebra", names));
  g_autofree char *near = nabla_words_unknown ("[train] optimizer", "adma", names);
  g_assert_cmpstr (near, ==, "[train] optimizer: 'adma' is not known; did you mean 'adam'?");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/number", test_number);
  g_test_add_func ("/base/param/parse", test_parse);
  g_test_add_func ("/base/words/nearest", test_nearest);
  return g_test_run ();
}
