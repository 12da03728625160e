/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-instrument-series.h"

#include "nabla-error.h"
#include "nabla-source.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

NablaInstrumentSeries *
nabla_instrument_series_new (const char *title, gsize n)
{
  g_return_val_if_fail (title != NULL && n > 0, NULL);

  NablaInstrumentSeries *self = g_new0 (NablaInstrumentSeries, 1);
  self->ref_count = 1;
  self->title = g_strdup (title);
  self->n = n;
  self->values = g_new0 (double, n);
  self->low = self->high = NAN;
  return self;
}

NablaInstrumentSeries *
nabla_instrument_series_copy (const NablaInstrumentSeries *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  NablaInstrumentSeries *copy = nabla_instrument_series_new (self->title, self->n);
  memcpy (copy->values, self->values, self->n * sizeof (double));
  copy->low = self->low;
  copy->high = self->high;
  if (self->labels != NULL)
    {
      copy->labels = g_new0 (char *, self->n + 1);
      for (gsize i = 0; i < self->n; i++)
        copy->labels[i] = g_strdup (self->labels[i]);
    }
  return copy;
}

NablaInstrumentSeries *
nabla_instrument_series_ref (const NablaInstrumentSeries *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  NablaInstrumentSeries *shared = (NablaInstrumentSeries *)self;
  g_atomic_int_inc (&shared->ref_count);
  return shared;
}

void
nabla_instrument_series_unref (const NablaInstrumentSeries *self)
{
  g_return_if_fail (self != NULL);

  NablaInstrumentSeries *shared = (NablaInstrumentSeries *)self;
  if (!g_atomic_int_dec_and_test (&shared->ref_count))
    return;
  for (gsize i = 0; shared->labels != NULL && i < shared->n; i++)
    g_free (shared->labels[i]);
  g_free (shared->labels);
  g_free (shared->values);
  g_free (shared->title);
  g_free (shared);
}

static gboolean
is_there (const NablaColumn *column, gsize row)
{
  return isfinite (column->numbers[row]);
}

/* @labels and a column of words, as far as there is a number beside them */
static NablaInstrumentSeries *
take_columns (const char *title, const NablaTable *table, int number, int words)
{
  const NablaColumn *column = &table->columns[number];
  gsize n = 0;
  for (gsize row = 0; row < table->n_rows; row++)
    n += is_there (column, row);
  NablaInstrumentSeries *self = nabla_instrument_series_new (title, n);
  self->labels = words >= 0 ? g_new0 (char *, n + 1) : NULL;
  for (gsize row = 0, i = 0; row < table->n_rows; row++)
    if (is_there (column, row))
      {
        guint32 code = words >= 0 ? table->columns[words].codes[row] : NABLA_CODE_MISSING;
        self->values[i] = column->numbers[row];
        if (words >= 0 && code != NABLA_CODE_MISSING)
          self->labels[i] = g_strdup (table->columns[words].words[code]);
        i++;
      }
  return self;
}

static NablaInstrumentSeries *
take_table (const NablaSource *source, GError **error)
{
  const NablaTable *table = source->table;
  int number = -1, words = -1;
  for (guint c = 0; c < table->n_columns; c++)
    if (table->columns[c].type == NABLA_COLUMN_NUMBER
        && table->columns[c].n_missing < table->n_rows)
      number = (int)c;
    else if (table->columns[c].type == NABLA_COLUMN_TEXT && words < 0)
      words = (int)c;
  if (number < 0)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
                   _ ("“%s” has no column of numbers to average."), source->title);
      return NULL;
    }
  if (table->n_rows > NABLA_MAX_SERIES)
    {
      g_autofree char *rows = g_strdup_printf ("%zu", table->n_rows);
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE,
                   _ ("“%1$s” has %2$s rows; a series has at most 100,000."), source->title, rows);
      return NULL;
    }
  const char *name = table->columns[number].name;
  g_autofree char *title = source->has_header ? g_strdup_printf ("%s: %s", source->title, name)
                                              : g_strdup (source->title);
  return take_columns (title, table, number, words);
}

static NablaInstrumentSeries *
take (NablaSource *source, GError **error)
{
  if (source == NULL)
    return NULL;
  g_autoptr (NablaSource) own = source;
  if (own->table != NULL && own->table->n_rows > 0)
    return take_table (own, error);
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
               _ ("“%s” has no column of numbers to average."), own->title);
  return NULL;
}

NablaInstrumentSeries *
nabla_instrument_series_read (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  return take (nabla_source_open (path, NULL, NULL, NULL, NULL, error), error);
}

NablaInstrumentSeries *
nabla_instrument_series_parse (const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  /* Translators: what text from the clipboard is called */
  return take (nabla_source_from_bytes (_ ("pasted numbers"), text, strlen (text), NULL, error),
               error);
}
