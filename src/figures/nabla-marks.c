/* Marks lie in arrays that are emptied and filled again each frame; a mark
 * names its points, its text or its picture by place, because arrays move.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-marks.h"

#include <math.h>
#include <string.h>

struct _NablaMarks {
  GArray *layers;    /* of gsize: the first mark of each */
  GArray *marks;     /* of NablaMark */
  GArray *points;    /* of NablaMarkPoint */
  GString *text;     /* strings, each with its NUL */
  GArray *pictures;  /* of NablaPicture */
};

static void
clear_picture (NablaPicture *picture)
{
  g_clear_pointer (&picture->pixels, g_bytes_unref);
}

NablaMarks *
nabla_marks_new (void)
{
  NablaMarks *self = g_new0 (NablaMarks, 1);
  self->layers = g_array_sized_new (FALSE, TRUE, sizeof (gsize), 4);
  self->marks = g_array_sized_new (FALSE, TRUE, sizeof (NablaMark), 64);
  self->points = g_array_sized_new (FALSE, FALSE, sizeof (NablaMarkPoint), 1024);
  self->text = g_string_new (NULL);
  self->pictures = g_array_sized_new (FALSE, FALSE, sizeof (NablaPicture), 4);
  g_array_set_clear_func (self->pictures, (GDestroyNotify) clear_picture);
  nabla_marks_begin_layer (self);
  return self;
}

void
nabla_marks_free (NablaMarks *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->layers);
  g_array_unref (self->marks);
  g_array_unref (self->points);
  g_array_unref (self->pictures);
  g_string_free (self->text, TRUE);
  g_free (self);
}

void
nabla_marks_clear (NablaMarks *self)
{
  g_return_if_fail (self != NULL);

  g_array_set_size (self->layers, 0);
  g_array_set_size (self->marks, 0);
  g_array_set_size (self->points, 0);
  g_array_set_size (self->pictures, 0);
  g_string_truncate (self->text, 0);
  nabla_marks_begin_layer (self);
}

void
nabla_marks_begin_layer (NablaMarks *self)
{
  g_return_if_fail (self != NULL);

  gsize first = self->marks->len;
  g_array_append_val (self->layers, first);
}

NablaMark *
nabla_marks_add (NablaMarks *self, NablaMarkType type)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_array_set_size (self->marks, self->marks->len + 1);
  NablaMark *mark = &g_array_index (self->marks, NablaMark, self->marks->len - 1);
  mark->type = type;
  mark->series = -1;
  mark->first_point = self->points->len;
  return mark;
}

void
nabla_marks_point (NablaMarks *self, double x, double y, guint32 index)
{
  g_return_if_fail (self != NULL && self->marks->len > 0);

  NablaMarkPoint point = { (float) x, (float) y, index };
  g_array_append_val (self->points, point);
  g_array_index (self->marks, NablaMark, self->marks->len - 1).n_points++;
}

void
nabla_marks_move (NablaMarks *self)
{
  nabla_marks_point (self, NAN, NAN, 0);
}

void
nabla_marks_set_index (NablaMarks *self, guint32 index)
{
  g_return_if_fail (self != NULL && self->marks->len > 0);

  const NablaMark *mark = &g_array_index (self->marks, NablaMark, self->marks->len - 1);
  for (gsize i = 0; i < mark->n_points; i++)
    g_array_index (self->points, NablaMarkPoint, mark->first_point + i).index = index;
}

NablaMark *
nabla_marks_polyline (NablaMarks *self, NablaColor stroke, double width)
{
  NablaMark *mark = nabla_marks_add (self, NABLA_MARK_POLYLINE);
  mark->stroke = stroke;
  mark->line_width = (float) width;
  return mark;
}

NablaMark *
nabla_marks_line (NablaMarks *self,
                  double x1,
                  double y1,
                  double x2,
                  double y2,
                  NablaColor stroke,
                  double width)
{
  NablaMark *mark = nabla_marks_polyline (self, stroke, width);
  nabla_marks_point (self, x1, y1, 0);
  nabla_marks_point (self, x2, y2, 0);
  return mark;
}

NablaMark *
nabla_marks_markers (NablaMarks *self, NablaMarker shape, double radius, NablaColor fill)
{
  NablaMark *mark = nabla_marks_add (self, NABLA_MARK_MARKERS);
  mark->shape = shape;
  mark->radius = (float) radius;
  mark->fill = fill;
  return mark;
}

static NablaMark *
add_box (NablaMarks *self, NablaMarkType type, double x, double y, double width, double height)
{
  NablaMark *mark = nabla_marks_add (self, type);
  nabla_marks_point (self, x, y, 0);
  nabla_marks_point (self, x + width, y + height, 0);
  return mark;
}

NablaMark *
nabla_marks_rectangle (NablaMarks *self,
                       double x,
                       double y,
                       double width,
                       double height,
                       double radius,
                       NablaColor fill)
{
  NablaMark *mark = add_box (self, NABLA_MARK_RECTANGLE, x, y, width, height);
  mark->radius = (float) radius;
  mark->fill = fill;
  return mark;
}

NablaMark *
nabla_marks_text (NablaMarks *self,
                  const NablaTextStyle *style,
                  double x,
                  double y,
                  const char *text)
{
  g_return_val_if_fail (style != NULL && text != NULL, NULL);

  NablaMark *mark = nabla_marks_add (self, NABLA_MARK_TEXT);
  mark->style = *style;
  mark->content = self->text->len;
  g_string_append_len (self->text, text, strlen (text) + 1);
  nabla_marks_point (self, x, y, 0);
  return mark;
}

NablaMark *
nabla_marks_picture (NablaMarks *self,
                     double x,
                     double y,
                     double width,
                     double height,
                     guint columns,
                     guint rows,
                     GBytes *pixels,
                     gboolean is_smooth)
{
  g_return_val_if_fail (g_bytes_get_size (pixels) == (gsize) columns * rows * 4, NULL);

  NablaMark *mark = add_box (self, NABLA_MARK_PICTURE, x, y, width, height);
  mark->content = self->pictures->len;
  NablaPicture picture = { columns, rows, pixels, is_smooth };
  g_array_append_val (self->pictures, picture);
  return mark;
}

void
nabla_marks_push_clip (NablaMarks *self,
                       double x,
                       double y,
                       double width,
                       double height,
                       double radius)
{
  NablaMark *mark = add_box (self, NABLA_MARK_PUSH_CLIP, x, y, width, height);
  mark->radius = (float) radius;
}

void
nabla_marks_pop_clip (NablaMarks *self)
{
  nabla_marks_add (self, NABLA_MARK_POP_CLIP);
}

guint
nabla_marks_n_layers (const NablaMarks *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->layers->len;
}

const NablaMark *
nabla_marks_layer (const NablaMarks *self, guint layer, gsize *n_marks)
{
  g_return_val_if_fail (self != NULL && layer < self->layers->len && n_marks != NULL, NULL);

  gsize first = g_array_index (self->layers, gsize, layer);
  gsize end = layer + 1 < self->layers->len ? g_array_index (self->layers, gsize, layer + 1)
                                            : self->marks->len;
  *n_marks = end - first;
  return &g_array_index (self->marks, NablaMark, first);
}

const NablaMarkPoint *
nabla_marks_points (const NablaMarks *self, const NablaMark *mark, gsize *n_points)
{
  g_return_val_if_fail (self != NULL && mark != NULL, NULL);

  if (n_points != NULL)
    *n_points = mark->n_points;
  return &g_array_index (self->points, NablaMarkPoint, mark->first_point);
}

const char *
nabla_marks_string (const NablaMarks *self, const NablaMark *text)
{
  g_return_val_if_fail (self != NULL && text != NULL && text->type == NABLA_MARK_TEXT, NULL);

  return self->text->str + text->content;
}

const NablaPicture *
nabla_marks_get_picture (const NablaMarks *self, const NablaMark *picture)
{
  g_return_val_if_fail (self != NULL && picture != NULL, NULL);
  g_return_val_if_fail (picture->type == NABLA_MARK_PICTURE, NULL);

  return &g_array_index (self->pictures, NablaPicture, picture->content);
}

gboolean
nabla_mark_dash (const NablaMark *mark, double lengths[2])
{
  double unit = mark->line_width / 2;
  lengths[0] = (mark->dash == NABLA_DASH_LONG ? 5 : 1) * unit;
  lengths[1] = 4 * unit;
  return mark->dash != NABLA_DASH_NONE;
}

void
nabla_marks_box (const NablaMarks *self,
                 const NablaMark *mark,
                 double *x,
                 double *y,
                 double *width,
                 double *height)
{
  g_return_if_fail (mark->n_points == 2);

  const NablaMarkPoint *corners = nabla_marks_points (self, mark, NULL);
  *x = corners[0].x;
  *y = corners[0].y;
  *width = corners[1].x - corners[0].x;
  *height = corners[1].y - corners[0].y;
}

/* One multiplication for eight bytes: a picture of a megapixel takes half a
 * millisecond. The last bytes are filled up with zeros. */
static guint64
mix_bytes (guint64 hash, gconstpointer data, gsize length)
{
  const char *bytes = data;
  for (gsize i = 0; i < length; i += 8)
    {
      guint64 word = 0;
      memcpy (&word, bytes + i, MIN (8, length - i));
      hash = (hash ^ word) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      hash ^= hash >> 32;
    }
  return hash;
}

static guint64
mix_mark (guint64 hash, const NablaMarks *self, const NablaMark *mark)
{
  const NablaTextStyle *style = &mark->style;
  const gint64 whole[] = {
    mark->type, mark->series, mark->dash, mark->shape, style->bold, style->italic,
    style->is_markup, style->y_align, style->max_lines, (gint64) mark->n_points,
  };
  const double real[] = {
    mark->line_width, mark->halo_width, mark->radius, mark->start_angle, mark->end_angle,
    style->size, style->halo_width, style->x_align, style->angle, style->width,
  };
  const NablaColor colors[] = { mark->fill, mark->stroke, mark->halo, style->color, style->halo };

  hash = mix_bytes (hash, whole, sizeof whole);
  hash = mix_bytes (hash, real, sizeof real);
  hash = mix_bytes (hash, colors, sizeof colors);
  hash = mix_bytes (hash, nabla_marks_points (self, mark, NULL),
                    mark->n_points * sizeof (NablaMarkPoint));
  if (mark->type == NABLA_MARK_TEXT)
    {
      const char *text = nabla_marks_string (self, mark);
      hash = mix_bytes (hash, text, strlen (text));
    }
  else if (mark->type == NABLA_MARK_PICTURE)
    {
      const NablaPicture *picture = nabla_marks_get_picture (self, mark);
      const guint64 size[] = { picture->columns, picture->rows, (guint64) picture->is_smooth };
      hash = mix_bytes (hash, size, sizeof size);
      hash = mix_bytes (hash, g_bytes_get_data (picture->pixels, NULL),
                        g_bytes_get_size (picture->pixels));
    }
  return hash;
}

guint64
nabla_marks_generation (const NablaMarks *self, guint layer)
{
  gsize n_marks;
  const NablaMark *marks = nabla_marks_layer (self, layer, &n_marks);
  guint64 hash = n_marks;
  for (gsize i = 0; i < n_marks; i++)
    hash = mix_mark (hash, self, &marks[i]);
  return hash;
}
