/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-field-picture.h"

#include <math.h>

/* How much of a class's color its ground keeps where the model is sure: as pale
 * (or deep) as the ends of the field map. */
#define CLASS_STRENGTH_LIGHT 0.28
#define CLASS_STRENGTH_DARK 0.38
#define VALUE_STRENGTH 0.5

static void
include_values (const float *values, gsize n, double *low, double *high)
{
  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]))
      {
        *low = MIN (*low, values[i]);
        *high = MAX (*high, values[i]);
      }
}

NablaValueScale
nabla_value_scale (const NablaField *field, const NablaPoints *points)
{
  double low = INFINITY, high = -INFINITY;
  if (field != NULL)
    include_values (field->values, (gsize) field->columns * field->rows * field->n_values, &low,
                    &high);
  if (points != NULL)
    include_values (points->label, points->n, &low, &high);
  if (low > high)
    low = high = 0;

  if (low < 0 && high > 0)
    {
      double largest = MAX (-low, high);
      return (NablaValueScale) { NABLA_MAP_DIVERGING, -largest, largest };
    }
  if (low == high)
    high = low + MAX (1, fabs (low));
  return (NablaValueScale) { NABLA_MAP_SEQUENTIAL, low, high };
}

NablaColor
nabla_value_scale_color (const NablaValueScale *self, NablaTheme theme, double value)
{
  return nabla_color_map (theme, self->map, (value - self->low) / (self->high - self->low));
}

NablaColor
nabla_value_scale_ground (const NablaValueScale *self, NablaTheme theme, double value)
{
  return nabla_color_mix (nabla_color (theme, NABLA_COLOR_SURFACE),
                          nabla_value_scale_color (self, theme, value), VALUE_STRENGTH);
}

static void
put_pixel (guint8 *pixel, NablaColor color)
{
  pixel[0] = (guint8) lroundf (255 * color.red);
  pixel[1] = (guint8) lroundf (255 * color.green);
  pixel[2] = (guint8) lroundf (255 * color.blue);
  pixel[3] = 255;
}

static void
paint_probability (const float *values,
                   guint columns,
                   guint stride,
                   NablaTheme theme,
                   guint8 *pixels)
{
  const guint8 (*table)[4] = nabla_color_table (theme, NABLA_MAP_FIELD);
  for (guint column = 0; column < columns; column++, pixels += 4)
    {
      float p = values[column * stride];
      const guint8 *pixel = table[isfinite (p) ? (guint) lroundf (255 * CLAMP (p, 0, 1)) : 128];
      for (guint i = 0; i < 4; i++)
        pixels[i] = pixel[i];
    }
}

static void
paint_values (const float *values,
              guint columns,
              guint stride,
              NablaColor surface,
              const NablaColor *table,
              const NablaValueScale *scale,
              guint8 *pixels)
{
  for (guint column = 0; column < columns; column++, pixels += 4)
    {
      double t = ((double) values[column * stride] - scale->low) / (scale->high - scale->low);
      put_pixel (pixels, isfinite (t) ? table[lround (255 * CLAMP (t, 0, 1))] : surface);
    }
}

/* The grounds of the classes, mixed by their probabilities; where the first two
 * are equal, on a boundary, nothing but the surface is left. */
static void
paint_classes (const float *values,
               guint columns,
               guint n_classes,
               NablaColor surface,
               const NablaColor *grounds,
               guint8 *pixels)
{
  for (guint column = 0; column < columns; column++, values += n_classes, pixels += 4)
    {
      double red = 0, green = 0, blue = 0, sum = 0, first = 0, second = 0;
      for (guint k = 0; k < n_classes; k++)
        {
          double p = values[k];
          red += p * grounds[k].red;
          green += p * grounds[k].green;
          blue += p * grounds[k].blue;
          sum += p;
          second = MAX (second, MIN (p, first));
          first = MAX (first, p);
        }
      if (!isfinite (sum) || sum <= 0)
        {
          put_pixel (pixels, surface);
          continue;
        }
      double sure = CLAMP ((first - second) / sum, 0, 1);
      double t = sqrt (sure);
      NablaColor color = {
        (float) CLAMP (surface.red + t * (red / sum - surface.red), 0, 1),
        (float) CLAMP (surface.green + t * (green / sum - surface.green), 0, 1),
        (float) CLAMP (surface.blue + t * (blue / sum - surface.blue), 0, 1), 1,
      };
      put_pixel (pixels, color);
    }
}

GBytes *
nabla_field_picture (const NablaField *field, const NablaValueScale *scale, NablaTheme theme)
{
  g_return_val_if_fail (field != NULL && scale != NULL, NULL);

  NablaColor surface = nabla_color (theme, NABLA_COLOR_SURFACE);
  guint n = field->n_values;
  gboolean is_classes = field->is_probability && n > 2;
  g_autofree NablaColor *colors = g_new (NablaColor, MAX (n, 256));
  for (guint k = 0; is_classes && k < n; k++)
    colors[k] = nabla_color_mix (surface, nabla_color_class (theme, k, n),
                                 theme == NABLA_THEME_LIGHT ? CLASS_STRENGTH_LIGHT
                                                            : CLASS_STRENGTH_DARK);
  for (guint i = 0; !field->is_probability && i < 256; i++)
    colors[i] = nabla_value_scale_ground (scale, theme,
                                          scale->low + i / 255.0 * (scale->high - scale->low));

  gsize size = (gsize) field->columns * field->rows * 4;
  guint8 *pixels = g_malloc (size);
  for (guint row = 0; row < field->rows; row++)
    {
      /* Row 0 of a field is at the bottom, of a picture at the top. */
      const float *values = field->values + (gsize) (field->rows - 1 - row) * field->columns * n;
      guint8 *line = pixels + (gsize) row * field->columns * 4;
      if (is_classes)
        paint_classes (values, field->columns, n, surface, colors, line);
      else if (field->is_probability)
        paint_probability (values + n - 1, field->columns, n, theme, line);
      else
        paint_values (values, field->columns, n, surface, colors, scale, line);
    }
  return g_bytes_new_take (pixels, size);
}
