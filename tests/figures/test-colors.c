/* Colors: the promises that the palette makes.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-colors.h"

#include <math.h>

/* CIE L* of an opaque color, from the same luminance that contrast is made of */
static double
lightness (NablaColor color)
{
  NablaColor black = { 0, 0, 0, 1 };
  double luminance = nabla_color_contrast (color, black) * 0.05 - 0.05;
  return 116 * cbrt (MAX (luminance, 0.008856)) - 16;
}

static void
test_contrast (void)
{
  NablaColor black = { 0, 0, 0, 1 }, white = { 1, 1, 1, 1 };
  g_assert_cmpfloat_with_epsilon (nabla_color_contrast (black, white), 21, 1e-6);
  g_assert_cmpfloat_with_epsilon (nabla_color_contrast (white, white), 1, 1e-6);

  static const NablaColorToken texts[] = { NABLA_COLOR_TEXT, NABLA_COLOR_SECONDARY_TEXT,
                                           NABLA_COLOR_SUCCESS, NABLA_COLOR_WARNING,
                                           NABLA_COLOR_ERROR };
  for (guint theme = 0; theme < NABLA_N_THEMES; theme++)
    {
      NablaColor surface = nabla_color (theme, NABLA_COLOR_SURFACE);
      for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
        g_assert_cmpfloat (nabla_color_contrast (nabla_color (theme, texts[i]), surface), >=, 4.5);
      for (guint slot = 0; slot < NABLA_N_SLOTS; slot++)
        g_assert_cmpfloat (nabla_color_contrast (nabla_color_slot (theme, slot), surface), >=,
                           2.95);
    }
}

/* Ticks stand on fields, whatever the field shows there. */
static void
test_contrast_on_fields (void)
{
  for (guint theme = 0; theme < NABLA_N_THEMES; theme++)
    for (guint i = 0; i <= 255; i++)
      {
        NablaColor ground = nabla_color_map (theme, NABLA_MAP_FIELD, i / 255.0);
        NablaColor surface = nabla_color (theme, NABLA_COLOR_SURFACE);
        /* The halo is the surface's color at 60 %. */
        NablaColor halo = { 0.6f * surface.red + 0.4f * ground.red,
                            0.6f * surface.green + 0.4f * ground.green,
                            0.6f * surface.blue + 0.4f * ground.blue, 1 };
        NablaColor text = nabla_color (theme, NABLA_COLOR_SECONDARY_TEXT);
        g_assert_cmpfloat (nabla_color_contrast (text, halo), >=, 4.5);
      }
}

static void
test_maps (void)
{
  for (guint theme = 0; theme < NABLA_N_THEMES; theme++)
    for (guint map = 0; map < NABLA_N_MAPS; map++)
      {
        gboolean has_arms = map == NABLA_MAP_DIVERGING || map == NABLA_MAP_FIELD;
        double first = lightness (nabla_color_map (theme, map, 0));
        double middle = lightness (nabla_color_map (theme, map, 0.5));
        double last = lightness (nabla_color_map (theme, map, 1));
        if (has_arms)
          g_assert_cmpfloat_with_epsilon (first, last, 1);
        double previous = first;
        for (guint i = 1; i <= 32; i++)
          {
            double here = lightness (nabla_color_map (theme, map, i / 32.0));
            double end = has_arms && i <= 16 ? middle : last;
            double direction = has_arms && i > 16 ? last - middle : end - first;
            g_assert_cmpfloat ((here - previous) * (direction > 0 ? 1 : -1), >, 0);
            previous = here;
          }
      }
}

static void
test_stops (void)
{
  NablaColor low = nabla_color_map (NABLA_THEME_LIGHT, NABLA_MAP_DIVERGING, 0);
  g_assert_cmpint (lroundf (255 * low.red), ==, 0x25);
  g_assert_cmpint (lroundf (255 * low.green), ==, 0x76);
  g_assert_cmpint (lroundf (255 * low.blue), ==, 0xd9);
  const guint8 (*table)[4] = nabla_color_table (NABLA_THEME_DARK, NABLA_MAP_FIELD);
  g_assert_cmpint (table[255][0], ==, 0x73);
  g_assert_cmpint (table[255][3], ==, 255);

  /* What is outside of a map has the color of its end. */
  NablaColor outside = nabla_color_map (NABLA_THEME_LIGHT, NABLA_MAP_DIVERGING, -INFINITY);
  g_assert_cmpfloat (outside.red, ==, low.red);
  outside = nabla_color_map (NABLA_THEME_LIGHT, NABLA_MAP_SEQUENTIAL, NAN);
  g_assert_true (isfinite (outside.red));
}

static void
test_mix (void)
{
  NablaColor blue = nabla_color (NABLA_THEME_LIGHT, NABLA_COLOR_CLASS_0);
  NablaColor orange = nabla_color (NABLA_THEME_LIGHT, NABLA_COLOR_CLASS_1);
  NablaColor same = nabla_color_mix (blue, orange, 0);
  g_assert_cmpfloat_with_epsilon (same.red, blue.red, 1e-3);
  g_assert_cmpfloat_with_epsilon (same.blue, blue.blue, 1e-3);
  NablaColor other = nabla_color_mix (blue, orange, 1);
  g_assert_cmpfloat_with_epsilon (other.red, orange.red, 1e-3);
  /* In OKLab, the way between black and white is even to the eye. */
  NablaColor gray = nabla_color_mix ((NablaColor) { 0, 0, 0, 1 }, (NablaColor) { 1, 1, 1, 1 }, 0.5);
  g_assert_cmpfloat_with_epsilon (gray.red, 0.3886, 2e-3);
  g_assert_cmpfloat_with_epsilon (nabla_color_fade (gray, 0.25).alpha, 0.25, 1e-6);
}

static void
test_classes (void)
{
  NablaColor blue = nabla_color (NABLA_THEME_LIGHT, NABLA_COLOR_CLASS_0);
  NablaColor first = nabla_color_class (NABLA_THEME_LIGHT, 0, 2);
  g_assert_cmpfloat (first.blue, ==, blue.blue);
  NablaColor third = nabla_color_class (NABLA_THEME_LIGHT, 2, 3);
  g_assert_cmpfloat (third.red, ==, nabla_color_slot (NABLA_THEME_LIGHT, 2).red);
  g_assert_cmpint (nabla_marker_slot (1), ==, NABLA_MARKER_DIAMOND);
  g_assert_cmpint (nabla_marker_slot (10), ==, NABLA_MARKER_CIRCLE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/colors/contrast", test_contrast);
  g_test_add_func ("/colors/contrast-on-fields", test_contrast_on_fields);
  g_test_add_func ("/colors/maps", test_maps);
  g_test_add_func ("/colors/stops", test_stops);
  g_test_add_func ("/colors/mix", test_mix);
  g_test_add_func ("/colors/classes", test_classes);
  return g_test_run ();
}
