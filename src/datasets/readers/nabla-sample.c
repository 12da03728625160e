/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-sample.h"

#include "nabla-value.h"

/* A sample is at most so many rows and fields, but two rows if it can be, and it
 * never looks further into the text than the last. */
enum { MAX_ROWS = 500, MAX_FIELDS = 500000, MAX_BYTES = 4 << 20 };

static int
compare_widths (gconstpointer a, gconstpointer b)
{
  guint first = *(const guint *) a, second = *(const guint *) b;
  return (first > second) - (first < second);
}

/* The most frequent width; of equally frequent ones that of the earliest row. */
static void
find_width (NablaSample *self)
{
  guint n_rows = self->rows->len;
  g_autofree guint *widths = g_new (guint, MAX (n_rows, 1));
  for (guint i = 0; i < n_rows; i++)
    widths[i] = g_array_index (self->rows, NablaSampleRow, i).n_fields;
  guint first_width = n_rows > 0 ? widths[0] : 0;
  qsort (widths, n_rows, sizeof *widths, compare_widths);
  for (guint i = 0, n = 0; i < n_rows; i += n)
    {
      for (n = 1; i + n < n_rows && widths[i + n] == widths[i];)
        n++;
      if (n > self->n_same || (n == self->n_same && widths[i] == first_width))
        {
          self->n_same = n;
          self->width = widths[i];
        }
    }
}

static void
count_numbers (NablaSample *self, char delimiter)
{
  for (guint i = self->rows->len > 1; i < self->rows->len; i++)
    {
      guint n_fields = g_array_index (self->rows, NablaSampleRow, i).n_fields;
      for (guint j = 0; j < n_fields; j++)
        {
          const NablaField *field = nabla_sample_field (self, i, j);
          double value;
          if (field->length == 0)
            continue;
          self->n_values++;
          self->n_numbers
            += nabla_value_number (field->text, field->length, '.', &value)
               || (delimiter != ',' && nabla_value_number (field->text, field->length, ',', &value))
               || nabla_value_is_missing (field->text, field->length);
        }
    }
}

void
nabla_sample_init (NablaSample *self, char delimiter, const char *text, gsize length, gsize line)
{
  *self = (NablaSample) {
    .rows = g_array_new (FALSE, FALSE, sizeof (NablaSampleRow)),
    .fields = g_array_new (FALSE, FALSE, sizeof (NablaField)),
  };
  gboolean cut = length > MAX_BYTES;
  g_auto (NablaRecords) records = { 0 };
  nabla_records_init (&records, delimiter, text, cut ? MAX_BYTES : length, line);
  while (self->rows->len < MAX_ROWS && (self->rows->len < 2 || self->fields->len < MAX_FIELDS))
    {
      NablaRecordResult result = nabla_records_next (&records);
      /* A row that is too wide shows what it is nevertheless. */
      if (result != NABLA_RECORD_ROW && result != NABLA_RECORD_TOO_WIDE)
        break;
      if (cut && records.p == records.end && self->rows->len > 0)
        break;
      NablaSampleRow row = { .first = self->fields->len,
                             .n_fields = records.n_fields,
                             .line = records.line,
                             .end = records.p,
                             .end_line = records.next_line };
      g_array_append_vals (self->fields, records.fields, records.n_fields);
      g_array_append_val (self->rows, row);
      if (result == NABLA_RECORD_TOO_WIDE)
        break;
    }
  find_width (self);
  count_numbers (self, delimiter);
}

void
nabla_sample_clear (NablaSample *self)
{
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->fields, g_array_unref);
}

const NablaField *
nabla_sample_field (const NablaSample *self, guint i, guint j)
{
  const NablaSampleRow *row = &g_array_index (self->rows, NablaSampleRow, i);
  return j < row->n_fields ? &g_array_index (self->fields, NablaField, row->first + j) : NULL;
}

double
nabla_sample_score (const NablaSample *self, char delimiter, gboolean named_table)
{
  if (self->width < 2)
    return 0;
  double same = (double) self->n_same / self->rows->len;
  double numeric = (double) self->n_numbers / (double) MAX (self->n_values, 1);
  gboolean convincing = numeric >= 0.5 || named_table;
  /* Words with blanks between them are prose. */
  if (delimiter == ' ' && numeric < 0.5)
    return 0;
  if (self->rows->len == 1 && !convincing)
    return 0;
  if (same < (convincing ? 0.5 : 0.9))
    return 0;
  return same + numeric;
}
