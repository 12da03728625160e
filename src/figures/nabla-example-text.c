/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-example-text-private.h"

#include "nabla-label.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A border as light as this share of the range, in the mean, is paper. */
#define PAPER 0.25
#define MOST_CHANNELS 4

gboolean
nabla_example_is_picture (const NablaSnapshot *snapshot, guint n_x)
{
  g_return_val_if_fail (snapshot != NULL, FALSE);

  guint64 n = (guint64)snapshot->image_height * snapshot->image_width;
  guint channels = snapshot->image_channels;
  return n > 0 && (channels == 1 || channels == 3 || channels == MOST_CHANNELS)
         && n * channels == n_x;
}

static gboolean
is_drawing (const NablaSnapshot *snapshot, const float *x, gsize n, const NablaPictureRange *range)
{
  guint height = snapshot->image_height, width = snapshot->image_width;
  if (snapshot->image_channels != 1)
    return FALSE;
  double sum = 0, count = 0;
  for (gsize i = 0; i < n; i++)
    {
      guint row = (guint)(i / width % height), column = (guint)(i % width);
      if ((row == 0 || column == 0 || row + 1 == height || column + 1 == width) && isfinite (x[i]))
        {
          sum += (x[i] - range->low) / (range->high - range->low);
          count++;
        }
    }
  return sum <= PAPER * count;
}

NablaPictureRange
nabla_example_picture_range (const NablaSnapshot *snapshot, const float *x, gsize n)
{
  NablaPictureRange range = { INFINITY, -INFINITY, FALSE };
  g_return_val_if_fail (snapshot != NULL && x != NULL, range);

  for (gsize i = 0; i < n; i++)
    if (isfinite (x[i]))
      {
        range.low = MIN (range.low, x[i]);
        range.high = MAX (range.high, x[i]);
      }
  if (range.low >= 0 && range.high <= 255 && range.high > 100)
    range.high = 255;
  if (range.low >= 0 && range.high <= 1)
    range.high = 1;
  if (range.low >= 0)
    range.low = 0;
  if (!(range.high > range.low))
    {
      range.low = isfinite (range.low) ? range.low : 0;
      range.high = range.low + 1;
    }
  range.is_ink = is_drawing (snapshot, x, n, &range);
  return range;
}

static guint8
byte_of (double t)
{
  return (guint8)lround (255 * CLAMP (t, 0, 1));
}

void
nabla_example_picture_write (const NablaSnapshot *snapshot,
                             const float *x,
                             const NablaPictureRange *range,
                             NablaTheme theme,
                             guint8 *pixels,
                             gsize stride)
{
  g_return_if_fail (snapshot != NULL && x != NULL && range != NULL && pixels != NULL);

  guint channels = snapshot->image_channels;
  NablaColor paper = nabla_color (theme, NABLA_COLOR_SURFACE);
  NablaColor ink = nabla_color (theme, NABLA_COLOR_TEXT);
  for (guint row = 0; row < snapshot->image_height; row++)
    for (guint column = 0; column < snapshot->image_width; column++, x += channels)
      {
        guint8 *pixel = pixels + row * stride + 4 * column;
        double t[MOST_CHANNELS] = { 0 };
        for (guint c = 0; c < channels; c++)
          t[c] = isfinite (x[c]) ? (x[c] - range->low) / (range->high - range->low) : 0;
        pixel[0] = byte_of (t[0]);
        pixel[1] = byte_of (channels > 1 ? t[1] : t[0]);
        pixel[2] = byte_of (channels > 1 ? t[2] : t[0]);
        pixel[3] = channels == MOST_CHANNELS ? byte_of (t[3]) : 255;
        if (!range->is_ink)
          continue;
        pixel[0] = byte_of (paper.red + t[0] * (ink.red - paper.red));
        pixel[1] = byte_of (paper.green + t[0] * (ink.green - paper.green));
        pixel[2] = byte_of (paper.blue + t[0] * (ink.blue - paper.blue));
      }
}

char *
nabla_example_feature_name (const NablaSnapshot *snapshot, guint j)
{
  g_return_val_if_fail (snapshot != NULL, NULL);

  guint n = snapshot->feature_names != NULL ? g_strv_length (snapshot->feature_names) : 0;
  return j < n ? g_strdup (snapshot->feature_names[j]) : g_strdup_printf ("x%u", j + 1);
}

char *
nabla_example_answer (const NablaSnapshot *snapshot, float value)
{
  g_return_val_if_fail (snapshot != NULL, NULL);

  char number[NABLA_LABEL_LENGTH];
  if (value >= 0 && value < (float)snapshot->n_classes)
    return nabla_figure_class_name (snapshot, (guint)value);
  return g_strdup (isnan (value) ? "–" : nabla_label_value (value, number));
}

const char *
nabla_example_split_name (int split)
{
  switch (split)
    {
    case NABLA_SNAPSHOT_TRAIN:
      return C_ ("split", "train");
    case NABLA_SNAPSHOT_DEV:
      return C_ ("split", "dev");
    case NABLA_SNAPSHOT_TEST:
      return C_ ("split", "test");
    default:
      return "";
    }
}

void
nabla_example_draw_verdict (
    const NablaFigureContext *context, gboolean is_right, double x, double y, NablaMarks *marks)
{
  g_return_if_fail (context != NULL && marks != NULL);

  double arm = 3.6 * context->text_scale, width = 2 * context->text_scale;
  NablaColor color
      = nabla_color (context->theme, is_right ? NABLA_COLOR_SUCCESS : NABLA_COLOR_ERROR);
  nabla_marks_polyline (marks, color, width);
  if (is_right)
    {
      nabla_marks_point (marks, x - arm, y, 0);
      nabla_marks_point (marks, x - arm / 4, y + 0.75 * arm, 0);
      nabla_marks_point (marks, x + arm, y - 0.75 * arm, 0);
      return;
    }
  nabla_marks_point (marks, x - arm, y - arm, 0);
  nabla_marks_point (marks, x + arm, y + arm, 0);
  nabla_marks_move (marks);
  nabla_marks_point (marks, x - arm, y + arm, 0);
  nabla_marks_point (marks, x + arm, y - arm, 0);
}
