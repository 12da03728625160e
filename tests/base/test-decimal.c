/* Decimal numbers read fast, against strtod.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-decimal.h"
#include "nabla-number.h"

#include <math.h>
#include <string.h>

static void
check (const char *text)
{
  double value = -7;
  g_assert_true (nabla_decimal_parse (text, strlen (text), '.', &value));
  double right = g_ascii_strtod (text, NULL);
  g_assert_cmpfloat (value, ==, right);
  g_assert_true (signbit (value) == signbit (right));
}

static void
test_chosen (void)
{
  static const char *const texts[] = {
    "0", "-0", "0.0", "-0.000e5", "0e999", "7", "+7", "-12.5", ".5", "5.", "1e-4", "1E+4",
    "0.1", "0.3", "3.14159265358979312", "1.234567890123456789e+00", "9999999999999999999",
    /* Halfway between two doubles: to the even one, and just beside. */
    "9007199254740993", "9007199254740992.5", "9007199254740995", "90071992547409.925",
    "1.00000000000000011102230246251565404", "9007199254740993.0000000001",
    "18014398509481985", "18014398509481987", "9223372036854775807",
    /* Beyond the fast path, and the ends of the range. */
    "1e23", "8.41e21", "9.5e-23", "1e27", "1e-27", "1e28", "1e-28", "4.9e-324", "2.2250738585072011e-308",
    "1.7976931348623157e308", "1e-400", "00000000000000000000000000000001.5",
    "0.00000000000000000000000000012345", "123456789012345678901234567890",
  };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    check (texts[i]);
}

static void
test_random (void)
{
  for (int i = 0; i < 300000; i++)
    {
      guint64 number = ((guint64) g_test_rand_int () << 32 | (guint32) g_test_rand_int ())
                       >> g_test_rand_int_range (0, 64);
      int power = g_test_rand_int_range (-30, 31);
      char text[64];
      g_snprintf (text, sizeof text, "%" G_GUINT64_FORMAT "e%d", number, power);
      check (text);

      double value = g_test_rand_double_range (-1, 1) * pow (10, g_test_rand_int_range (-12, 12));
      g_ascii_formatd (text, sizeof text, "%.17g", value);
      check (text);
      g_ascii_formatd (text, sizeof text, "%.18e", value);
      check (text);
    }
}

static void
test_refused (void)
{
  static const char *const texts[] = {
    "", "-", "+", ".", "e5", "1e", "1e+", "1x", "x1", "0x10", "nan", "inf", "1,5", "1 ", " 1",
    "1e5.", "1.2.3", "--1", "+-1", "1e999", "1e99999999999999999999", "1-2", "2020-01-02", "½",
  };
  double value = -7;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_false (nabla_decimal_parse (texts[i], strlen (texts[i]), '.', &value));
  g_assert_cmpfloat (value, ==, -7);
}

static void
test_comma (void)
{
  double value;
  g_assert_true (nabla_decimal_parse ("-1,25", 5, ',', &value));
  g_assert_cmpfloat (value, ==, -1.25);
  g_assert_true (nabla_decimal_parse ("1,2345678901234567890123", 24, ',', &value));
  g_assert_cmpfloat (value, ==, 1.2345678901234567890123);
  g_assert_false (nabla_decimal_parse ("1.25", 4, ',', &value));
  g_assert_false (nabla_decimal_parse ("12345678901234567890.5", 22, ',', &value));
  g_assert_false (nabla_decimal_parse ("1,2,3", 5, ',', &value));
  /* Only the given bytes count. */
  g_assert_true (nabla_decimal_parse ("12;34", 2, '.', &value));
  g_assert_cmpfloat (value, ==, 12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/decimal/chosen", test_chosen);
  g_test_add_func ("/base/decimal/random", test_random);
  g_test_add_func ("/base/decimal/refused", test_refused);
  g_test_add_func ("/base/decimal/comma", test_comma);
  return g_test_run ();
}
