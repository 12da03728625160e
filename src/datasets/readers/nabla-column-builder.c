/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-column-builder.h"

#include <string.h>

/* What a word costs beside its letters: its place in the index and in the list. */
enum { WORD_OVERHEAD = 64 };

/* Rows to make room for before anything but the first is known. */
enum { FIRST_ROWS = 1024 };

static void
start_words (NablaColumnBuilder *self)
{
  self->column.letters = g_string_chunk_new (4096);
  self->index = g_hash_table_new (g_str_hash, g_str_equal);
  self->words = g_ptr_array_new ();
}

void
nabla_column_builder_init (NablaColumnBuilder *self, const char *name, NablaColumnType type)
{
  memset (self, 0, sizeof *self);
  self->column.name = g_strdup (name);
  self->column.type = type;
  if (type == NABLA_COLUMN_TEXT)
    start_words (self);
}

void
nabla_column_builder_clear (NablaColumnBuilder *self)
{
  g_clear_pointer (&self->column.name, g_free);
  g_clear_pointer (&self->column.numbers, g_free);
  g_clear_pointer (&self->column.codes, g_free);
  g_clear_pointer (&self->column.letters, g_string_chunk_free);
  g_clear_pointer (&self->index, g_hash_table_unref);
  g_clear_pointer (&self->words, g_ptr_array_unref);
}

void
nabla_column_builder_retype (NablaColumnBuilder *self, NablaInput *input)
{
  g_clear_pointer (&self->column.numbers, g_free);
  input->budget += self->n_reserved * sizeof (double);
  self->n_reserved = 0;
  self->column.n_missing = 0;
  self->column.type = NABLA_COLUMN_TEXT;
  start_words (self);
}

gboolean
nabla_column_builder_reserve (NablaColumnBuilder *self,
                              NablaInput *input,
                              gsize n_rows,
                              double n_expected,
                              GError **error)
{
  gboolean text = self->column.type == NABLA_COLUMN_TEXT;
  if (!nabla_input_resize (input, text ? (gpointer) &self->column.codes : &self->column.numbers,
                           self->n_reserved, n_rows, text ? sizeof (guint32) : sizeof (double),
                           n_expected, error))
    return FALSE;
  self->n_reserved = n_rows;
  return TRUE;
}

gboolean
nabla_column_builder_set_word (NablaColumnBuilder *self,
                               NablaInput *input,
                               gsize row,
                               const char *word,
                               GError **error)
{
  guint32 code = NABLA_CODE_MISSING;
  gpointer known;
  if (word == NULL)
    self->column.n_missing++;
  else if (g_hash_table_lookup_extended (self->index, word, NULL, &known))
    code = GPOINTER_TO_UINT (known);
  else
    {
      gsize length = strlen (word);
      if (!nabla_input_spend (input, length + WORD_OVERHEAD, error))
        return FALSE;
      char *copy = g_string_chunk_insert_len (self->column.letters, word, length);
      code = self->words->len;
      g_ptr_array_add (self->words, copy);
      g_hash_table_insert (self->index, copy, GUINT_TO_POINTER (code));
    }
  self->column.codes[row] = code;
  return TRUE;
}

void
nabla_column_builder_finish (NablaColumnBuilder *self,
                             NablaInput *input,
                             gsize n_rows,
                             NablaColumn *column)
{
  /* Giving memory back cannot fail. */
  nabla_column_builder_reserve (self, input, n_rows, 0, NULL);
  if (self->words != NULL)
    {
      self->column.n_words = self->words->len;
      self->column.words = (const char **) g_ptr_array_free (g_steal_pointer (&self->words), FALSE);
    }
  *column = self->column;
  memset (&self->column, 0, sizeof self->column);
  nabla_column_builder_clear (self);
}

gboolean
nabla_column_builders_grow (NablaColumnBuilder *builders,
                            const gboolean *wanted,
                            guint n_columns,
                            NablaInput *input,
                            gsize n_read,
                            gsize n_rows,
                            gsize *n_reserved,
                            GError **error)
{
  /* Doubling, but not beyond what the rest of the text lets expect; the first row alone
   * tells little, but of a text as short as itself that there are few. */
  gsize room = MAX (FIRST_ROWS, 2 * *n_reserved);
  double expected = (double)input->text_length / (double)MAX (n_read, 1) * (double)(n_rows + 1);
  gsize spare = *n_reserved < FIRST_ROWS ? 16 : FIRST_ROWS;
  if (expected + (double)spare < (double)room)
    room = MAX ((gsize)expected, n_rows) + spare;
  for (guint j = 0; j < n_columns; j++)
    if ((wanted == NULL || wanted[j])
        && !nabla_column_builder_reserve (&builders[j], input, room, expected, error))
      return FALSE;
  *n_reserved = room;
  return TRUE;
}

NablaTable *
nabla_column_builders_finish (NablaColumnBuilder *builders,
                              guint n_columns,
                              NablaInput *input,
                              gsize n_rows)
{
  NablaTable *table = g_new0 (NablaTable, 1);
  table->n_rows = n_rows;
  table->n_columns = n_columns;
  table->columns = g_new0 (NablaColumn, n_columns);
  for (guint j = 0; j < n_columns; j++)
    nabla_column_builder_finish (&builders[j], input, n_rows, &table->columns[j]);
  return table;
}

char *
nabla_column_name_unique (GHashTable *taken, const char *name)
{
  char *unique = g_strdup (name);
  /* How often each name was asked for. */
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (taken, name));
  while (g_hash_table_contains (taken, unique))
    {
      g_free (unique);
      unique = g_strdup_printf ("%s (%u)", name, ++n);
    }
  g_hash_table_insert (taken, g_strdup (name), GUINT_TO_POINTER (MAX (n, 1)));
  if (n > 0)
    g_hash_table_insert (taken, g_strdup (unique), GUINT_TO_POINTER (1));
  return unique;
}
