/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-colors.h"

#include <math.h>

#define N_STOPS 9
#define TABLE_SIZE 256

/* 0xRRGGBB and percent of alpha */
typedef struct {
  guint32 rgb;
  guint8 percent;
} Token;

static const Token tokens[NABLA_N_COLOR_TOKENS][NABLA_N_THEMES] = {
  [NABLA_COLOR_SURFACE] = { { 0xffffff, 100 }, { 0x1e1e1e, 100 } },
  [NABLA_COLOR_TEXT] = { { 0x333333, 100 }, { 0xffffff, 100 } },
  [NABLA_COLOR_SECONDARY_TEXT] = { { 0x57555d, 100 }, { 0xc6c4cb, 100 } },
  [NABLA_COLOR_ACCENT] = { { 0x7c3bb3, 100 }, { 0x9150d0, 100 } },
  [NABLA_COLOR_CLASS_0] = { { 0x1b66c9, 100 }, { 0x7bb3fe, 100 } },
  [NABLA_COLOR_CLASS_1] = { { 0xbf5300, 100 }, { 0xff9657, 100 } },
  [NABLA_COLOR_SUCCESS] = { { 0x15734a, 100 }, { 0x8ff0a4, 100 } },
  [NABLA_COLOR_WARNING] = { { 0x8a5f00, 100 }, { 0xf8e45c, 100 } },
  [NABLA_COLOR_ERROR] = { { 0xc01c28, 100 }, { 0xff8b76, 100 } },
  [NABLA_COLOR_GRID] = { { 0x000000, 8 }, { 0xffffff, 9 } },
  [NABLA_COLOR_AXIS] = { { 0x000000, 28 }, { 0xffffff, 30 } },
  [NABLA_COLOR_CURSOR] = { { 0x000000, 55 }, { 0xffffff, 55 } },
};

static const guint32 slots[NABLA_N_THEMES][NABLA_N_SLOTS] = {
  { 0x8442b8, 0x1d756c, 0xb90253, 0x2b205a, 0xda7d03,
    0x319add, 0x596700, 0x602210, 0xae629c, 0x8f9292 },
  { 0xd3b2f7, 0x6fd0a9, 0xd83774, 0xe0f9fb, 0xf7a020,
    0x377ded, 0xdceb8a, 0xa46c3e, 0xc77db3, 0x777f81 },
};

static const guint32 stops[NABLA_N_MAPS][NABLA_N_THEMES][N_STOPS] = {
  [NABLA_MAP_SEQUENTIAL] = {
    { 0x330f57, 0x3e2783, 0x40489c, 0x1c6ea7, 0x048fa7, 0x0dafa4, 0x4acf8d, 0xade385, 0xf7f694 },
    { 0x330f57, 0x3e2783, 0x40489c, 0x1c6ea7, 0x048fa7, 0x0dafa4, 0x4acf8d, 0xade385, 0xf7f694 },
  },
  [NABLA_MAP_DIVERGING] = {
    { 0x2576d9, 0x5997e5, 0x8ab8f0, 0xbdd8f7, 0xf8f6f3, 0xedd0b4, 0xe0aa7b, 0xd28243, 0xbd5c05 },
    { 0x7bb3fe, 0x4e8bd8, 0x3c6699, 0x2d435d, 0x23211f, 0x563c23, 0x8d5828, 0xc97432, 0xff9657 },
  },
  [NABLA_MAP_FIELD] = {
    { 0xb9d7ff, 0xc8e0fe, 0xd7e8ff, 0xe6f1ff, 0xfaf9f8, 0xfbeede, 0xfce3c8, 0xfdd7b2, 0xfeca9f },
    { 0x254e83, 0x23426a, 0x203651, 0x1f2b39, 0x1f1e1e, 0x34271d, 0x49301d, 0x5d391d, 0x73411c },
  },
  [NABLA_MAP_TERRAIN] = {
    { 0xfcfcfe, 0xf8f7fc, 0xf4f2fa, 0xf0ecf8, 0xece7f7, 0xe8e2f5, 0xe4ddf3, 0xe0d8f1, 0xdcd3ef },
    { 0x201f22, 0x25232a, 0x2b2832, 0x312c3a, 0x373142, 0x3d354a, 0x433a53, 0x493f5c, 0x4f4364 },
  },
};

static NablaColor
from_rgb (guint32 rgb)
{
  return (NablaColor) { (rgb >> 16 & 0xff) / 255.0f, (rgb >> 8 & 0xff) / 255.0f,
                        (rgb & 0xff) / 255.0f, 1 };
}

NablaColor
nabla_color (NablaTheme theme, NablaColorToken token)
{
  const Token *entry = &tokens[token][theme];
  return nabla_color_fade (from_rgb (entry->rgb), entry->percent / 100.0);
}

NablaColor
nabla_color_slot (NablaTheme theme, guint slot)
{
  return from_rgb (slots[theme][slot % NABLA_N_SLOTS]);
}

NablaMarker
nabla_marker_slot (guint slot)
{
  return (NablaMarker) (slot % NABLA_N_SLOTS);
}

NablaColor
nabla_color_class (NablaTheme theme, guint k, guint n_classes)
{
  if (n_classes > 2)
    return nabla_color_slot (theme, k);
  return nabla_color (theme, k == 0 ? NABLA_COLOR_CLASS_0 : NABLA_COLOR_CLASS_1);
}

NablaColor
nabla_color_fade (NablaColor color, double alpha)
{
  color.alpha *= (float) alpha;
  return color;
}

/* sRGB's transfer function (IEC 61966-2-1) and its inverse */
static double
to_linear (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
from_linear (double light)
{
  double channel = light <= 0.0031308 ? 12.92 * light : 1.055 * pow (light, 1 / 2.4) - 0.055;
  return CLAMP (channel, 0, 1);
}

/* Björn Ottosson, "A perceptual color space for image processing", 2020 */
static void
to_oklab (NablaColor color, double lab[3])
{
  double r = to_linear (color.red), g = to_linear (color.green), b = to_linear (color.blue);
  double l = cbrt (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  double m = cbrt (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  double s = cbrt (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  lab[0] = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
  lab[1] = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
  lab[2] = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
}

static NablaColor
from_oklab (const double lab[3], float alpha)
{
  double l = lab[0] + 0.3963377774 * lab[1] + 0.2158037573 * lab[2];
  double m = lab[0] - 0.1055613458 * lab[1] - 0.0638541728 * lab[2];
  double s = lab[0] - 0.0894841775 * lab[1] - 1.2914855480 * lab[2];
  l = l * l * l;
  m = m * m * m;
  s = s * s * s;
  return (NablaColor) {
    (float) from_linear (4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    (float) from_linear (-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    (float) from_linear (-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s),
    alpha,
  };
}

NablaColor
nabla_color_mix (NablaColor from, NablaColor to, double t)
{
  double a[3], b[3];
  to_oklab (from, a);
  to_oklab (to, b);
  for (int i = 0; i < 3; i++)
    a[i] += t * (b[i] - a[i]);
  return from_oklab (a, (float) (from.alpha + t * (to.alpha - from.alpha)));
}

static void
fill_table (const guint32 *map, guint8 (*table)[4])
{
  for (guint i = 0; i < TABLE_SIZE; i++)
    {
      double place = (double) i * (N_STOPS - 1) / (TABLE_SIZE - 1);
      guint stop = MIN ((guint) place, N_STOPS - 2);
      NablaColor color = nabla_color_mix (from_rgb (map[stop]), from_rgb (map[stop + 1]),
                                          place - stop);
      table[i][0] = (guint8) lroundf (255 * color.red);
      table[i][1] = (guint8) lroundf (255 * color.green);
      table[i][2] = (guint8) lroundf (255 * color.blue);
      table[i][3] = 255;
    }
}

const guint8 (*nabla_color_table (NablaTheme theme, NablaMap map))[4]
{
  static guint8 tables[NABLA_N_MAPS][NABLA_N_THEMES][TABLE_SIZE][4];
  static gsize filled;

  if (g_once_init_enter (&filled))
    {
      for (guint m = 0; m < NABLA_N_MAPS; m++)
        for (guint t = 0; t < NABLA_N_THEMES; t++)
          fill_table (stops[m][t], tables[m][t]);
      g_once_init_leave (&filled, 1);
    }
  return (const guint8 (*)[4]) tables[map][theme];
}

NablaColor
nabla_color_map (NablaTheme theme, NablaMap map, double t)
{
  guint index = isnan (t) ? TABLE_SIZE / 2 : (guint) lround ((TABLE_SIZE - 1) * CLAMP (t, 0, 1));
  const guint8 *pixel = nabla_color_table (theme, map)[index];
  return (NablaColor) { pixel[0] / 255.0f, pixel[1] / 255.0f, pixel[2] / 255.0f, 1 };
}

static double
luminance (NablaColor color)
{
  return 0.2126 * to_linear (color.red) + 0.7152 * to_linear (color.green)
         + 0.0722 * to_linear (color.blue);
}

double
nabla_color_contrast (NablaColor color, NablaColor surface)
{
  double a = luminance (color), b = luminance (surface);
  return (MAX (a, b) + 0.05) / (MIN (a, b) + 0.05);
}
