/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-terrain-lines.h"

#include "nabla-contour.h"

#include <math.h>

/* The page's arenas in small, one in large, and two beside each other */
#define MOST_KEPT 12
/* Contours are found in a square of this side: floats resolve it finely. */
#define SIDE 1024.0

static GMutex mutex;
static NablaTerrainLines *kept[MOST_KEPT];
static guint64 clock_of_use;

void
nabla_terrain_lines_unref (NablaTerrainLines *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  for (guint i = 0; i < self->n_lines; i++)
    g_free (self->lines[i].points);
  for (guint i = 0; i < NABLA_N_THEMES; i++)
    g_bytes_unref (self->pixels[i]);
  g_free (self->lines);
  g_free (self);
}

/* Follows one level in the tones, which are nearly linear between cells where costs are not. */
static void
follow (const NablaTerrain *terrain, const float *tones, double level, NablaTerrainLine *line)
{
  g_autoptr (NablaMarks) marks = nabla_marks_new ();
  nabla_marks_polyline (marks, (NablaColor) { 0 }, 1);
  nabla_contour_draw (tones, terrain->field->columns, terrain->field->rows,
                      (float) nabla_terrain_tone (terrain, level), 0, 0, SIDE, SIDE, marks);
  gsize n_marks, n;
  const NablaMark *mark = nabla_marks_layer (marks, 0, &n_marks);
  const NablaMarkPoint *points = nabla_marks_points (marks, mark, &n);
  line->level = level;
  line->n = (guint) n;
  line->points = g_malloc_n (MAX (n, 1), sizeof *line->points);
  for (gsize i = 0; i < n; i++)
    {
      line->points[i][0] = (float) (points[i].x / SIDE);
      line->points[i][1] = (float) (points[i].y / SIDE);
    }
}

static GBytes *
paint (const NablaField *field, const float *tones, NablaTheme theme)
{
  const guint8 (*table)[4] = nabla_color_table (theme, NABLA_MAP_TERRAIN);
  const gsize columns = field->columns, rows = field->rows;
  guint8 (*pixels)[4] = g_malloc_n (columns * rows, sizeof *pixels);
  for (gsize row = 0; row < rows; row++)
    for (gsize i = 0; i < columns; i++)
      {
        /* What is not finite is as high as can be; row 0 of a picture is at the top. */
        float tone = tones[(rows - 1 - row) * columns + i];
        const guint8 *color = table[isfinite (tone) ? (guint) lroundf (255 * tone) : 255];
        for (guint k = 0; k < 4; k++)
          pixels[row * columns + i][k] = color[k];
      }
  return g_bytes_new_take (pixels, columns * rows * sizeof *pixels);
}

static NablaTerrainLines *
make (const NablaTerrain *terrain)
{
  const NablaField *field = terrain->field;
  const gsize n = (gsize) field->columns * field->rows;
  g_autofree float *tones = g_new (float, n);
  for (gsize i = 0; i < n; i++)
    tones[i] = (float) nabla_terrain_tone (terrain, field->values[i]);

  NablaTerrainLines *self = g_new0 (NablaTerrainLines, 1);
  self->ref_count = 1;
  self->id = terrain->id;
  self->n_lines = terrain->n_levels;
  self->lines = g_new0 (NablaTerrainLine, self->n_lines);
  for (guint i = 0; i < self->n_lines; i++)
    follow (terrain, tones, terrain->levels[i], &self->lines[i]);
  for (guint theme = 0; theme < NABLA_N_THEMES; theme++)
    self->pixels[theme] = paint (field, tones, (NablaTheme) theme);
  return self;
}

/* Returns: (nullable): a reference; the lock is held */
static NablaTerrainLines *
find (guint64 id)
{
  for (guint i = 0; i < MOST_KEPT; i++)
    if (kept[i] != NULL && kept[i]->id == id)
      {
        kept[i]->used = ++clock_of_use;
        g_atomic_int_inc (&kept[i]->ref_count);
        return kept[i];
      }
  return NULL;
}

/* Keeps @lines in place of what was not used for longest; the lock is held. */
static void
keep (NablaTerrainLines *lines)
{
  guint oldest = 0;
  for (guint i = 0; i < MOST_KEPT && kept[oldest] != NULL; i++)
    if (kept[i] == NULL || kept[i]->used < kept[oldest]->used)
      oldest = i;
  g_clear_pointer (&kept[oldest], nabla_terrain_lines_unref);
  lines->used = ++clock_of_use;
  g_atomic_int_inc (&lines->ref_count);
  kept[oldest] = lines;
}

NablaTerrainLines *
nabla_terrain_lines_get (const NablaTerrain *terrain)
{
  g_return_val_if_fail (terrain != NULL, NULL);

  g_mutex_lock (&mutex);
  NablaTerrainLines *lines = find (terrain->id);
  g_mutex_unlock (&mutex);
  if (lines != NULL)
    return lines;
  lines = make (terrain);
  g_mutex_lock (&mutex);
  keep (lines);
  g_mutex_unlock (&mutex);
  return lines;
}
