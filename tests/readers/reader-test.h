/* What the tests of readers share: sources from texts, and checks of tables.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-error.h"
#include "nabla-source.h"

#include <math.h>
#include <string.h>

/* Reads what would be in a file called @name; it must succeed. */
static inline NablaSource *
read_as (const char *name, const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;
  NablaSource *source = nabla_source_from_bytes (name, text, length, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (source);
  return source;
}

static inline NablaSource *
read_text (const char *text)
{
  return read_as ("data.csv", text, strlen (text));
}

/* Reading must fail with @code and a sentence that begins with the file's name and
 * has @words in it. */
static inline void
refuse_as (const char *name, const char *text, gsize length, int code, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaSource) source = nabla_source_from_bytes (name, text, length, NULL, &error);
  g_assert_null (source);
  g_assert_error (error, NABLA_ERROR, code);
  g_assert_true (g_str_has_prefix (error->message, name));
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” is not in “%s”", words, error->message);
}

static inline void
refuse (const char *text, const char *words)
{
  refuse_as ("data.csv", text, strlen (text), NABLA_ERROR_DATA, words);
}

/* The table as text: names, then rows, with | between fields and newlines between
 * rows; missing values are empty. */
static inline char *
table_text (const NablaSource *source)
{
  const NablaTable *table = source->table;
  g_assert_nonnull (table);
  GString *text = g_string_new (NULL);
  for (guint j = 0; j < table->n_columns; j++)
    g_string_append_printf (text, "%s%s", j > 0 ? "|" : "", table->columns[j].name);
  for (gsize i = 0; i < table->n_rows; i++)
    for (guint j = 0; j < table->n_columns; j++)
      {
        const NablaColumn *column = &table->columns[j];
        g_string_append_c (text, j > 0 ? '|' : '\n');
        if (column->type == NABLA_COLUMN_NUMBER && !isnan (column->numbers[i]))
          g_string_append_printf (text, "%.15g", column->numbers[i]);
        else if (column->type == NABLA_COLUMN_TEXT && column->codes[i] != NABLA_CODE_MISSING)
          g_string_append (text, column->words[column->codes[i]]);
      }
  return g_string_free (text, FALSE);
}

/* The letters n and t for columns of numbers and of text. */
static inline char *
table_types (const NablaSource *source)
{
  GString *text = g_string_new (NULL);
  for (guint j = 0; j < source->table->n_columns; j++)
    g_string_append_c (text, source->table->columns[j].type == NABLA_COLUMN_NUMBER ? 'n' : 't');
  return g_string_free (text, FALSE);
}

static inline void
check_table (const char *text, const char *types, const char *expected)
{
  g_autoptr (NablaSource) source = read_text (text);
  g_autofree char *found = table_text (source);
  g_autofree char *found_types = table_types (source);
  g_assert_cmpstr (found, ==, expected);
  g_assert_cmpstr (found_types, ==, types);
}
