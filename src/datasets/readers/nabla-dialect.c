/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-dialect.h"

#include "nabla-column-builder.h"
#include "nabla-decimal.h"
#include "nabla-sample.h"
#include "nabla-value.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What stands above the table. */
typedef struct {
  const char *p;
  gsize line;
  const char *comment;     /* the last one, without its # */
  gsize comment_length;
  char delimiter;          /* of a line `sep=;`, as Excel writes it */
} Preamble;

static Preamble
skip_preamble (const char *text, gsize length)
{
  Preamble self = { .p = text, .line = 1 };
  const char *end = text + length;
  while (self.p < end)
    {
      const char *line = self.p, *stop = line;
      while (stop < end && *stop != '\n' && *stop != '\r')
        stop++;
      while (line < stop && (*line == ' ' || *line == '\t'))
        line++;
      if (line < stop && *line == '#')
        {
          self.comment = line + 1;
          self.comment_length = stop - line - 1;
        }
      else if (self.line == 1 && stop - line == 5 && memcmp (line, "sep=", 4) == 0)
        self.delimiter = line[4];
      else if (line < stop)
        break;
      self.line++;
      self.p = stop < end ? stop + (*stop == '\r' && stop + 1 < end && stop[1] == '\n' ? 2 : 1) : end;
    }
  return self;
}

static gboolean
is_number (const NablaDialect *self, const NablaField *field)
{
  double value;
  return field != NULL && nabla_value_number (field->text, field->length, self->point, &value);
}

static gboolean
is_missing (const NablaField *field)
{
  return field == NULL || nabla_value_is_missing (field->text, field->length);
}

static gboolean
is_word (const NablaDialect *self, const NablaField *field)
{
  return !is_missing (field) && !is_number (self, field);
}

/* With a comma that is no delimiter: decimal comma or thousands? */
static char
find_point (const NablaSample *sample, char delimiter)
{
  guint n_dots = 0, n_commas = 0, n_groups = 0;
  if (delimiter == ',')
    return '.';
  for (guint k = 0; k < sample->fields->len; k++)
    {
      const NablaField *field = &g_array_index (sample->fields, NablaField, k);
      const char *comma = memchr (field->text, ',', field->length);
      gboolean dot = memchr (field->text, '.', field->length) != NULL;
      double value;
      if (comma == NULL && dot)
        n_dots += nabla_decimal_parse (field->text, field->length, '.', &value);
      else if (comma != NULL && nabla_decimal_parse (field->text, field->length, ',', &value))
        {
          n_commas++;
          n_groups += nabla_value_number (field->text, field->length, '.', &value);
        }
      else if (comma != NULL && nabla_value_number (field->text, field->length, ',', &value))
        n_commas++;
      else if (comma != NULL && nabla_value_number (field->text, field->length, '.', &value))
        n_dots++;
    }
  if (n_commas == n_groups && delimiter != ';')
    return '.';
  return n_commas > n_dots ? ',' : '.';
}

/* 150,4,setosa,versicolor,virginica: examples, features, names of the classes. */
static gboolean
take_counts_row (NablaDialect *self, const NablaSample *sample)
{
  const NablaField *rows = nabla_sample_field (sample, 0, 0);
  const NablaField *features = nabla_sample_field (sample, 0, 1);
  guint n_fields = g_array_index (sample->rows, NablaSampleRow, 0).n_fields;
  double n_rows, n_features;
  if (sample->rows->len < 2 || features == NULL
      || !nabla_decimal_parse (rows->text, rows->length, '.', &n_rows)
      || !nabla_decimal_parse (features->text, features->length, '.', &n_features)
      || n_rows < sample->rows->len - 1 || n_features + 1 != sample->width)
    return FALSE;
  for (guint j = 2; j < n_fields; j++)
    if (!is_word (self, nabla_sample_field (sample, 0, j)))
      return FALSE;
  if (n_fields == 2)
    return sample->width != 2;

  g_autoptr (GString) buffer = g_string_new (NULL);
  self->class_names = g_new0 (char *, n_fields - 1);
  for (guint j = 2; j < n_fields; j++)
    self->class_names[j - 2]
      = g_strdup (nabla_field_copy (nabla_sample_field (sample, 0, j), buffer));
  return TRUE;
}

/* Whether all rows end with a delimiter; the first may be a header without one. */
static gboolean
has_trailing_delimiter (const NablaSample *sample)
{
  const NablaSampleRow *first = &g_array_index (sample->rows, NablaSampleRow, 0);
  for (guint i = 0; i < sample->rows->len; i++)
    {
      const NablaField *last = nabla_sample_field (sample, i, sample->width - 1);
      if (last != NULL ? last->length > 0 || last->quoted
                       : i > 0 || first->n_fields + 1 != sample->width)
        return FALSE;
    }
  return sample->width > 1;
}

static gboolean
same_text (const NablaField *a, const NablaField *b)
{
  return a != NULL && b != NULL && a->length == b->length
         && memcmp (a->text, b->text, a->length) == 0;
}

/* 0,1,2,3 or ,0,1,2: the names that pandas gives to columns without any. */
static gboolean
is_counting (const NablaDialect *self, const NablaSample *sample)
{
  gboolean index = nabla_sample_field (sample, 0, 0)->length == 0;
  for (guint j = index; j < self->n_columns; j++)
    {
      const NablaField *field = nabla_sample_field (sample, 0, j);
      double value;
      if (field == NULL || !nabla_decimal_parse (field->text, field->length, '.', &value)
          || value != j - index)
        return FALSE;
    }
  return self->n_columns >= (index ? 2 : 4);
}

/* Words above numbers speak for a header, numbers above numbers against it. Where
 * all is words, a header is a row of different words that do not come again. */
static gboolean
has_header (const NablaDialect *self, const NablaSample *sample)
{
  guint n_for = 0, n_against = 0, n_rows = sample->rows->len;
  gboolean words_only = TRUE, words_differ = TRUE;
  for (guint j = 0; j < self->n_columns; j++)
    {
      const NablaField *top = nabla_sample_field (sample, 0, j);
      guint n_numbers = 0, n_words = 0;
      for (guint i = 1; i < n_rows; i++)
        {
          const NablaField *field = nabla_sample_field (sample, i, j);
          n_numbers += is_number (self, field);
          n_words += is_word (self, field);
          if (same_text (top, field))
            words_differ = FALSE;
        }
      if (n_numbers > 0 && n_words == 0)
        {
          words_only = FALSE;
          n_for += is_word (self, top);
          n_against += is_number (self, top);
        }
      if (!is_word (self, top))
        words_differ = FALSE;
      for (guint k = 0; k < MIN (j, 100); k++)
        if (same_text (top, nabla_sample_field (sample, 0, k)))
          words_differ = FALSE;
    }
  if (n_for > 0)
    return n_for >= n_against;
  return words_only ? words_differ : is_counting (self, sample);
}

/* Names the columns after @fields; no two alike, none empty. */
static void
set_names (NablaDialect *self, const NablaField *fields, guint n_fields, guint shift)
{
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) buffer = g_string_new (NULL);
  self->names = g_new0 (char *, self->n_columns + 1);
  for (guint j = 0; j < self->n_columns; j++)
    {
      g_autofree char *name = NULL;
      if (j < shift)
        name = g_strdup ("row");
      else if (j - shift < n_fields && fields[j - shift].length > 0)
        name = g_strdelimit (g_strdup (nabla_field_copy (&fields[j - shift], buffer)), "\r\n\t", ' ');
      else
        name = g_strdup_printf ("column %u", j + 1);
      self->names[j] = nabla_column_name_unique (taken, name);
    }
}

/* The last comment above the table, if it has as many words as there are columns. */
static gboolean
name_after_comment (NablaDialect *self, const Preamble *preamble)
{
  if (preamble->comment == NULL)
    return FALSE;
  g_auto (NablaRecords) records = { 0 };
  nabla_records_init (&records, self->delimiter, preamble->comment, preamble->comment_length, 1);
  if (nabla_records_next (&records) != NABLA_RECORD_ROW || records.n_fields != self->n_columns)
    return FALSE;
  for (guint j = 0; j < records.n_fields; j++)
    if (!is_word (self, &records.fields[j]))
      return FALSE;
  set_names (self, records.fields, records.n_fields, 0);
  return TRUE;
}

static void
find_types (NablaDialect *self, const NablaSample *sample, guint first_row)
{
  self->is_text = g_new0 (gboolean, self->n_columns);
  for (guint i = first_row; i < sample->rows->len; i++)
    for (guint j = 0; j < self->n_columns; j++)
      if (is_word (self, nabla_sample_field (sample, i, j)))
        self->is_text[j] = TRUE;
}

/* R leaves out the name of the first column when it has row names or numbers. */
static gboolean
has_row_names (const NablaDialect *self, const NablaSample *sample)
{
  guint n_names = g_array_index (sample->rows, NablaSampleRow, 0).n_fields;
  if (n_names + 1 != self->n_columns || sample->rows->len < 2)
    return FALSE;
  for (guint j = 0; j < n_names; j++)
    if (!is_word (self, nabla_sample_field (sample, 0, j)))
      return FALSE;
  for (guint i = 1; i < sample->rows->len; i++)
    {
      const NablaField *field = nabla_sample_field (sample, i, 0);
      double value;
      if (!is_word (self, field)
          && !(nabla_decimal_parse (field->text, field->length, '.', &value) && value == i))
        return FALSE;
    }
  return TRUE;
}

static void
describe (NablaDialect *self,
          const NablaSample *sample,
          const Preamble *preamble,
          const char *text,
          NablaHeader header)
{
  const NablaSampleRow *top = &g_array_index (sample->rows, NablaSampleRow, 0);
  gboolean counts = header == NABLA_HEADER_GUESS && take_counts_row (self, sample);
  gboolean trailing = !counts && has_trailing_delimiter (sample);
  self->n_columns = sample->width - trailing;
  guint shift = has_row_names (self, sample);
  gboolean fits = top->n_fields + shift == self->n_columns || (trailing && top->n_fields == sample->width);
  gboolean named = !counts && fits
                   && (header == NABLA_HEADER_PRESENT
                       || (header == NABLA_HEADER_GUESS && (shift || has_header (self, sample))));
  if (named)
    {
      self->header_line = top->line;
      set_names (self, nabla_sample_field (sample, 0, 0), top->n_fields, shift);
    }
  else if (!name_after_comment (self, preamble))
    set_names (self, NULL, 0, 0);
  find_types (self, sample, named || counts);
  self->start = (named || counts ? top->end : preamble->p) - text;
  self->start_line = named || counts ? top->end_line : preamble->line;
}

gboolean
nabla_dialect_find (NablaDialect *self, NablaInput *input, gboolean named_table)
{
  memset (self, 0, sizeof *self);
  Preamble preamble = skip_preamble (input->text, input->text_length);
  gsize length = input->text + input->text_length - preamble.p;

  /* In the order in which to prefer them. */
  static const char candidates[] = "\t;|, ";
  char delimiter = input->options->delimiter != 0 ? input->options->delimiter : preamble.delimiter;
  double best = 0;
  for (const char *p = candidates; delimiter == 0 && *p != '\0'; p++)
    {
      g_auto (NablaSample) sample = { 0 };
      nabla_sample_init (&sample, *p, preamble.p, length, preamble.line);
      double score = nabla_sample_score (&sample, *p, named_table);
      if (score > best)
        {
          best = score;
          self->delimiter = *p;
        }
    }
  if (delimiter != 0)
    self->delimiter = delimiter;
  gboolean single = self->delimiter == 0;
  if (single)
    self->delimiter = '\t';

  g_auto (NablaSample) sample = { 0 };
  nabla_sample_init (&sample, self->delimiter, preamble.p, length, preamble.line);
  if (sample.rows->len == 0)
    return FALSE;
  if (single
      && (sample.width != 1 || sample.n_same != sample.rows->len
          || sample.n_numbers < sample.n_values || sample.n_values == 0))
    return FALSE;
  self->point = input->options->decimal_point;
  if (self->point == 0)
    self->point = find_point (&sample, self->delimiter);
  describe (self, &sample, &preamble, input->text, input->options->header);
  return TRUE;
}

void
nabla_dialect_clear (NablaDialect *self)
{
  g_clear_pointer (&self->names, g_strfreev);
  g_clear_pointer (&self->class_names, g_strfreev);
  g_clear_pointer (&self->is_text, g_free);
}
