/* Delimited text: CSV, TSV, semicolons, blanks.
 *
 * The dialect is found out from the first rows. Then all rows are read once; a column
 * that looked like numbers and turns out to have a word is left for a second pass,
 * which reads it, and only it, as words.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-column-builder.h"
#include "nabla-dialect.h"
#include "nabla-reader.h"
#include "nabla-value.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Fields between two looks at the cancellable: well below a millisecond. */
enum { TICK_FIELDS = 10000 };

typedef struct {
  NablaInput *input;
  const NablaDialect *dialect;
  NablaColumnBuilder *builders;
  gboolean *pending;   /* columns that this pass reads */
  gsize n_rows;
  gsize n_reserved;
  GString *buffer;
} Pass;

static gboolean
read_field (Pass *self, guint j, const NablaField *field, GError **error)
{
  NablaColumnBuilder *builder = &self->builders[j];
  double value;
  if (builder->column.type == NABLA_COLUMN_NUMBER)
    {
      if (nabla_value_number (field->text, field->length, self->dialect->point, &value))
        nabla_column_builder_set_number (builder, self->n_rows, value);
      else if (nabla_value_is_missing (field->text, field->length))
        nabla_column_builder_set_number (builder, self->n_rows, NAN);
      else
        self->pending[j] = FALSE;
      return TRUE;
    }
  gboolean missing = nabla_value_is_missing (field->text, field->length);
  return nabla_column_builder_set_word (builder, self->input, self->n_rows,
                                        missing ? NULL : nabla_field_copy (field, self->buffer),
                                        error);
}

static gboolean
check_width (const Pass *self, const NablaRecords *records, GError **error)
{
  guint n = self->dialect->n_columns;
  if (records->n_fields == n)
    return TRUE;
  const NablaField *last = &records->fields[records->n_fields - 1];
  if (records->n_fields == n + 1 && last->length == 0 && !last->quoted)
    return TRUE;
  return nabla_input_fail_at (self->input, records->line, error,
                              ngettext ("found %u value, but the table has %u columns",
                                        "found %u values, but the table has %u columns",
                                        records->n_fields),
                              records->n_fields, n);
}

static gboolean
fail_records (const Pass *self,
              const NablaRecords *records,
              NablaRecordResult result,
              GError **error)
{
  if (result == NABLA_RECORD_UNCLOSED)
    return nabla_input_fail_at (self->input, records->quote_line, error,
                                _("a quote (\") is opened in column %u and never closed"),
                                records->quote_field);
  return nabla_input_fail_at (self->input, records->line, error,
                              _("more than %u values in a row; this is no table"),
                              NABLA_RECORDS_MAX_FIELDS);
}

static gboolean
read_rows (Pass *self, GError **error)
{
  const NablaDialect *dialect = self->dialect;
  const NablaInput *input = self->input;
  g_auto (NablaRecords) records = { 0 };
  nabla_records_init (&records, dialect->delimiter, input->text + dialect->start,
                      input->text_length - dialect->start, dialect->start_line);
  NablaRecordResult result;
  self->n_rows = self->n_reserved = 0;
  guint n_fields = 0;
  while ((result = nabla_records_next (&records)) == NABLA_RECORD_ROW)
    {
      if (!check_width (self, &records, error)
          || (self->n_rows == self->n_reserved
              && !nabla_column_builders_grow (self->builders, self->pending, dialect->n_columns,
                                              self->input, records.p - input->text, self->n_rows,
                                              &self->n_reserved, error)))
        return FALSE;
      for (guint j = 0; j < dialect->n_columns; j++)
        if (self->pending[j] && !read_field (self, j, &records.fields[j], error))
          return FALSE;
      self->n_rows++;
      n_fields += dialect->n_columns;
      if (n_fields >= TICK_FIELDS)
        {
          n_fields = 0;
          double part = (double) (records.p - input->text) / (double) input->text_length;
          if (!nabla_input_tick (self->input, part, error))
            return FALSE;
        }
    }
  return result == NABLA_RECORD_END || fail_records (self, &records, result, error);
}

/* Columns that the first pass gave up become words in the second. */
static gboolean
read_columns (Pass *self, GError **error)
{
  gboolean again = FALSE;
  nabla_input_phase (self->input, 0.4, 0.8);
  if (!read_rows (self, error))
    return FALSE;
  for (guint j = 0; j < self->dialect->n_columns; j++)
    {
      gboolean given_up = !self->pending[j];
      if (given_up)
        nabla_column_builder_retype (&self->builders[j], self->input);
      self->pending[j] = given_up;
      again = again || given_up;
    }
  nabla_input_phase (self->input, 0.8, 1);
  return !again || read_rows (self, error);
}

/* The numbers in the last column of a scikit-learn file are classes with names. */
static void
name_classes (const NablaDialect *dialect, NablaTable *table)
{
  NablaColumn *column = &table->columns[table->n_columns - 1];
  guint n_classes = g_strv_length (dialect->class_names);
  if (column->type != NABLA_COLUMN_NUMBER)
    return;
  for (gsize i = 0; i < table->n_rows; i++)
    {
      double value = column->numbers[i];
      if (!(value >= 0 && value < n_classes && value == trunc (value)))
        return;
    }
  g_free (column->name);
  column->name = g_strdup ("target");
  column->type = NABLA_COLUMN_TEXT;
  column->n_words = n_classes;
  column->words = g_new (const char *, n_classes);
  column->letters = g_string_chunk_new (256);
  for (guint k = 0; k < n_classes; k++)
    column->words[k] = g_string_chunk_insert (column->letters, dialect->class_names[k]);
  column->codes = g_new (guint32, table->n_rows);
  for (gsize i = 0; i < table->n_rows; i++)
    column->codes[i] = (guint32) column->numbers[i];
  g_clear_pointer (&column->numbers, g_free);
}

static NablaTable *
read_table (NablaInput *input, const NablaDialect *dialect, GError **error)
{
  g_autoptr (GString) buffer = g_string_new (NULL);
  g_autofree gboolean *pending = g_new (gboolean, dialect->n_columns);
  g_autofree NablaColumnBuilder *builders = g_new (NablaColumnBuilder, dialect->n_columns);
  for (guint j = 0; j < dialect->n_columns; j++)
    {
      pending[j] = TRUE;
      nabla_column_builder_init (&builders[j], dialect->names[j],
                                 dialect->is_text[j] ? NABLA_COLUMN_TEXT : NABLA_COLUMN_NUMBER);
    }
  Pass pass = { .input = input, .dialect = dialect, .builders = builders,
                .pending = pending, .buffer = buffer };
  gboolean done = read_columns (&pass, error);
  if (done && pass.n_rows == 0)
    done = nabla_input_fail_at (input, MAX (dialect->header_line, 1), error,
                                _("there are names of columns, but no row of values below them"));

  NablaTable *table = NULL;
  if (done)
    {
      table = nabla_column_builders_finish (builders, dialect->n_columns, input, pass.n_rows);
      if (dialect->class_names != NULL)
        name_classes (dialect, table);
    }
  for (guint j = 0; j < dialect->n_columns; j++)
    nabla_column_builder_clear (&builders[j]);
  return table;
}

static gboolean
is_named_table (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  return g_str_has_suffix (lower, ".csv") || g_str_has_suffix (lower, ".tsv")
         || g_str_has_suffix (lower, ".tab");
}

static NablaReaderResult
read_csv (NablaInput *input, NablaSource *source, GError **error)
{
  g_auto (NablaDialect) dialect = { 0 };
  if (!nabla_dialect_find (&dialect, input, is_named_table (input->name)))
    return NABLA_READER_PASS;
  source->table = read_table (input, &dialect, error);
  if (source->table == NULL)
    return NABLA_READER_FAILED;
  source->kind = NABLA_SOURCE_TABLE;
  source->delimiter = dialect.delimiter;
  source->decimal_point = dialect.point;
  source->has_header = dialect.header_line > 0;
  source->format = dialect.delimiter == '\t' && dialect.n_columns > 1 ? "TSV"
                   : dialect.delimiter == ' ' ? "text table" : "CSV";
  return NABLA_READER_DONE;
}

const NablaReader nabla_reader_csv = { "csv", TRUE, read_csv };
