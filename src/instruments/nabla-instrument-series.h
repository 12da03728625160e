/* Series: a column of numbers that the user brings to an instrument, by dropping a file,
 * by pasting, or by drawing.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A longer one is refused: nobody could see its values. */
#define NABLA_MAX_SERIES 100000

/**
 * NablaInstrumentSeries:
 * @title: what it is called
 * @n, @values: its numbers, all finite
 * @labels: (nullable) (array length=n): what each is called, such as a date; may be %NULL
 * @low, @high: values that are to be seen whatever the numbers are, for one that is being
 *   drawn; NAN otherwise
 *
 * Immutable once it is shared; reference-counted.
 */
typedef struct
{
  char *title;
  gsize n;
  double *values;
  char **labels;
  double low, high;
  /*< private >*/
  gint ref_count;
} NablaInstrumentSeries;

/* Returns: (transfer full): @n zeros, for its maker to fill */
NablaInstrumentSeries *nabla_instrument_series_new (const char *title, gsize n);

/* Returns: (transfer full): the same numbers in memory of their own */
NablaInstrumentSeries *nabla_instrument_series_copy (const NablaInstrumentSeries *self);

NablaInstrumentSeries *nabla_instrument_series_ref (const NablaInstrumentSeries *self);
void nabla_instrument_series_unref (const NablaInstrumentSeries *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaInstrumentSeries, nabla_instrument_series_unref)

/**
 * nabla_instrument_series_read:
 * @path: a file with a column of numbers, as all readers of data sets take it
 *
 * Takes the last column of numbers; the first column of words gives the labels. Rows
 * without a number are left out.
 *
 * Returns: (transfer full) (nullable): the series, or %NULL with a sentence that says what
 *   was found
 */
NablaInstrumentSeries *nabla_instrument_series_read (const char *path, GError **error);

/* The same for text that was pasted */
NablaInstrumentSeries *nabla_instrument_series_parse (const char *text, GError **error);

G_END_DECLS
