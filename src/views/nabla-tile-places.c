/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-tile-places.h"

#include <math.h>

/* Widths of @n tiles that share a row: by span, each at least its minimum.
 * Returns whether they fit. */
static gboolean
share_width (const NablaTileRequest *tiles, guint n, int width, int gap, GdkRectangle *places)
{
  int spans = 0;
  for (guint i = 0; i < n; i++)
    spans += tiles[i].span;
  int left = 0;
  int room = width - (int)(n - 1) * gap;
  int sum = 0;
  for (guint i = 0; i < n; i++)
    {
      /* Shares are rounded where they end, so that nothing is lost between them. */
      int begin = (int)lround ((double)room * sum / spans);
      sum += tiles[i].span;
      places[i].width = (int)lround ((double)room * sum / spans) - begin;
      places[i].x = left;
      if (n > 1 && places[i].width < tiles[i].min_width)
        return FALSE;
      left += places[i].width + gap;
    }
  return TRUE;
}

/* How many of the tiles go into the first row. */
static guint
fill_row (const NablaTileRequest *tiles, guint n, int width, int gap, GdkRectangle *places)
{
  guint count = 0;
  for (int spans = 0; count < n; count++)
    {
      spans += tiles[count].span;
      if (count > 0 && spans > NABLA_TILE_TWELFTHS)
        break;
      if (!share_width (tiles, count + 1, width, gap, places))
        break;
    }
  count = MAX (count, 1);
  share_width (tiles, count, width, gap, places);
  return count;
}

/* Divides @room by @weights, no part under its minimum: what a part is given
 * beyond its share is taken from the others. */
static void
share_height (const double *weights, const int *minima, guint n, int room, int *heights)
{
  g_autofree gboolean *is_fixed = g_new0 (gboolean, n);
  for (gboolean again = TRUE; again;)
    {
      double weight = 0;
      int left = room;
      for (guint i = 0; i < n; i++)
        if (is_fixed[i])
          left -= minima[i];
        else
          weight += weights[i];
      again = FALSE;
      double sum = 0;
      for (guint i = 0; i < n; i++)
        {
          if (is_fixed[i])
            {
              heights[i] = minima[i];
              continue;
            }
          int begin = (int)lround (left * sum / weight);
          sum += weights[i];
          heights[i] = (int)lround (left * sum / weight) - begin;
          if (heights[i] < minima[i])
            is_fixed[i] = again = TRUE;
        }
    }
}

int
nabla_tile_places_grid (
    const NablaTileRequest *tiles, guint n, int width, int height, int gap, GdkRectangle *places)
{
  if (n == 0)
    return 0;
  g_autofree guint *firsts = g_new (guint, n + 1);
  g_autofree double *weights = g_new (double, n);
  g_autofree int *minima = g_new (int, n);
  g_autofree int *heights = g_new (int, n);
  guint n_rows = 0;
  for (guint i = 0; i < n; n_rows++)
    {
      guint count = fill_row (tiles + i, n - i, width, gap, places + i);
      firsts[n_rows] = i;
      weights[n_rows] = 0;
      minima[n_rows] = NABLA_TILE_MIN_HEIGHT;
      for (guint k = i; k < i + count; k++)
        {
          weights[n_rows] = MAX (weights[n_rows], tiles[k].weight);
          minima[n_rows] = MAX (minima[n_rows], tiles[k].min_height);
        }
      i += count;
    }
  firsts[n_rows] = n;

  share_height (weights, minima, n_rows, height - (int)(n_rows - 1) * gap, heights);
  int y = 0;
  for (guint row = 0; row < n_rows; row++)
    {
      for (guint i = firsts[row]; i < firsts[row + 1]; i++)
        {
          places[i].y = y;
          places[i].height = heights[row];
        }
      y += heights[row] + gap;
    }
  return y - gap;
}

int
nabla_tile_places_focus (const NablaTileRequest *tiles,
                         guint n,
                         guint large,
                         int width,
                         int height,
                         int gap,
                         GdkRectangle *places)
{
  g_return_val_if_fail (large < n, 0);

  int column = 0;
  if (n > 1)
    column = CLAMP ((int)lround ((width - gap) * 0.33), NABLA_TILE_MIN_WIDTH, 420);
  /* A large tile that needs more goes before the miniatures. */
  int large_width = n > 1 ? width - column - gap : width;
  large_width = MAX (large_width, tiles[large].min_width);
  places[large] = (GdkRectangle){ 0, 0, large_width, MAX (height, tiles[large].min_height) };

  guint n_small = n - 1;
  if (n_small == 0)
    return 0;
  g_autofree double *weights = g_new (double, n_small);
  g_autofree int *minima = g_new (int, n_small);
  g_autofree int *heights = g_new (int, n_small);
  for (guint i = 0, k = 0; i < n; i++)
    if (i != large)
      {
        weights[k] = 1;
        minima[k++] = MAX (NABLA_TILE_MIN_HEIGHT, tiles[i].min_height);
      }
  share_height (weights, minima, n_small, height - (int)(n_small - 1) * gap, heights);
  int y = 0;
  for (guint i = 0, k = 0; i < n; i++)
    if (i != large)
      {
        places[i] = (GdkRectangle){ large_width + gap, y, column, heights[k] };
        y += heights[k++] + gap;
      }
  return y - gap;
}
