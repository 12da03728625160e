/* The values of NPY.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-column-builder.h"
#include "nabla-error.h"
#include "nabla-npy.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

enum { TICK_VALUES = 1 << 16 };

static guint64
read_bits (const guchar *p, gsize size, gboolean big_endian)
{
  guint64 bits = 0;
  for (gsize k = 0; k < size; k++)
    bits = bits << 8 | p[big_endian ? k : size - 1 - k];
  return bits;
}

/* IEEE 754 binary16: 1 sign, 5 exponent and 10 fraction bits. */
static double
half_to_double (guint bits)
{
  int exponent = bits >> 10 & 31;
  double fraction = bits & 1023;
  double size = exponent == 31  ? (fraction == 0 ? INFINITY : NAN)
                : exponent == 0 ? ldexp (fraction, -24)
                                : ldexp (fraction + 1024, exponent - 25);
  return bits & 0x8000 ? -size : size;
}

static double
read_number (const NablaNpyHeader *self, const guchar *p)
{
  guint64 bits = read_bits (p, self->item_size, self->big_endian);
  if (self->kind == 'b')
    return bits != 0;
  if (self->kind == 'u')
    return (double) bits;
  if (self->kind == 'i')
    {
      guint shift = 64 - 8 * (guint) self->item_size;
      return (double) ((gint64) (bits << shift) >> shift);
    }
  if (self->item_size == 2)
    return half_to_double ((guint) bits);
  if (self->item_size == 4)
    {
      guint32 narrow = (guint32) bits;
      float value;
      memcpy (&value, &narrow, sizeof value);
      return value;
    }
  double value;
  memcpy (&value, &bits, sizeof value);
  return value;
}

/* A fixed number of characters, zeros at the end cut off. */
static void
read_word (const NablaNpyHeader *self, const guchar *p, GString *word)
{
  g_string_truncate (word, 0);
  if (self->kind == 'S')
    {
      g_string_append_len (word, (const char *) p, strnlen ((const char *) p, self->item_size));
      g_autofree char *valid = g_utf8_make_valid (word->str, (gssize) word->len);
      g_string_assign (word, valid);
      return;
    }
  for (gsize k = 0; k < self->item_size; k += 4)
    {
      guint32 c = (guint32) read_bits (p + k, 4, self->big_endian);
      if (c == 0)
        break;
      g_string_append_unichar (word, g_unichar_validate (c) ? c : 0xfffd);
    }
}

/* Where the values of the last axis lie in the file, for one place on the others. */
typedef struct {
  guint n_dims;
  const gsize *shape;
  gsize steps[NABLA_ARRAY_MAX_DIMS];
  gsize index[NABLA_ARRAY_MAX_DIMS];
  gsize place;
} Walk;

static void
walk_init (Walk *self, const NablaNpyHeader *header)
{
  gsize step = 1;
  *self = (Walk) { .n_dims = header->n_dims, .shape = header->shape };
  for (guint k = 0; k < header->n_dims; k++)
    {
      guint axis = header->fortran ? k : header->n_dims - 1 - k;
      self->steps[axis] = step;
      step *= header->shape[axis];
    }
}

/* To the next value in C order. */
static void
walk_next (Walk *self)
{
  for (guint k = self->n_dims; k-- > 0;)
    {
      self->place += self->steps[k];
      if (++self->index[k] < self->shape[k])
        return;
      self->place -= self->shape[k] * self->steps[k];
      self->index[k] = 0;
    }
}

static gboolean
read_words (const NablaNpyHeader *self,
            NablaInput *input,
            NablaArray *array,
            const guchar *data,
            GError **error)
{
  NablaColumnBuilder builder;
  NablaColumn column;
  g_autoptr (GString) word = g_string_new (NULL);
  Walk walk;
  walk_init (&walk, self);
  nabla_column_builder_init (&builder, "", NABLA_COLUMN_TEXT);
  gboolean done = nabla_column_builder_reserve (&builder, input, self->n_values, 0, error);
  for (gsize i = 0; done && i < self->n_values; i++)
    {
      read_word (self, data + walk.place * self->item_size, word);
      walk_next (&walk);
      done = nabla_column_builder_set_word (&builder, input, i, word->str, error)
             && (i % TICK_VALUES != 0
                 || nabla_input_tick (input, (double) i / (double) self->n_values, error));
    }
  if (done)
    {
      nabla_column_builder_finish (&builder, input, self->n_values, &column);
      for (gsize i = 0; i < self->n_values; i++)
        array->values[i] = column.codes[i];
      array->words = column.words;
      array->n_words = column.n_words;
      array->letters = column.letters;
      g_free (column.name);
      g_free (column.codes);
    }
  nabla_column_builder_clear (&builder);
  return done;
}

static gboolean
read_numbers (const NablaNpyHeader *self,
              NablaInput *input,
              NablaArray *array,
              const guchar *data,
              GError **error)
{
  Walk walk;
  walk_init (&walk, self);
  for (gsize i = 0; i < self->n_values; i++)
    {
      array->values[i] = read_number (self, data + walk.place * self->item_size);
      walk_next (&walk);
      if (i % TICK_VALUES == 0
          && !nabla_input_tick (input, (double) i / (double) self->n_values, error))
        return FALSE;
    }
  return TRUE;
}

static char *
type_name (const NablaNpyHeader *self)
{
  switch (self->kind)
    {
    case 'b':
      return g_strdup ("bool");
    case 'U':
      return g_strdup ("str");
    case 'S':
      return g_strdup ("bytes");
    default:
      return g_strdup_printf ("%s%u",
                              self->kind == 'f' ? "float" : self->kind == 'i' ? "int" : "uint",
                              8 * (guint) self->item_size);
    }
}

NablaArray *
nabla_npy_read_values (const NablaNpyHeader *self,
                       NablaInput *input,
                       const char *place,
                       const char *bytes,
                       gsize length,
                       GError **error)
{
  if (length < self->size)
    {
      gsize n_there = (length - MIN (length, self->data)) / MAX (self->item_size, 1);
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA,
                   _("%s: the file ends after %zu of %zu values"), place, n_there, self->n_values);
      return NULL;
    }
  g_autoptr (NablaArray) array = g_new0 (NablaArray, 1);
  array->name = g_strdup ("");
  array->type = type_name (self);
  array->n_dims = self->n_dims;
  memcpy (array->shape, self->shape, sizeof array->shape);
  array->n_values = self->n_values;
  if (!nabla_input_resize (input, &array->values, 0, self->n_values, sizeof (double), 0, error))
    return NULL;
  const guchar *data = (const guchar *) bytes + self->data;
  gboolean text = self->kind == 'U' || self->kind == 'S';
  if (!(text ? read_words : read_numbers) (self, input, array, data, error))
    return NULL;
  return g_steal_pointer (&array);
}
