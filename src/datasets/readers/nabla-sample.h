/* A sample: the first rows of a text, cut with one delimiter, and how much of a
 * table they look.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-records.h"

G_BEGIN_DECLS

/**
 * NablaSampleRow:
 * @first: its first field in NablaSample.fields
 * @n_fields: how many it has
 * @line: in the text, from 1
 * @end, @end_line: where the next row begins
 */
typedef struct {
  gsize first;
  guint n_fields;
  gsize line;
  const char *end;
  gsize end_line;
} NablaSampleRow;

/**
 * NablaSample:
 * @rows: (element-type NablaSampleRow)
 * @fields: (element-type NablaField): of all rows
 * @width: the most frequent number of fields
 * @n_same: rows that have it
 * @n_values: fields that are not empty, those of the first of several rows (a header,
 *   perhaps) not counted
 * @n_numbers: those of them that are numbers, or missing
 */
typedef struct {
  GArray *rows;
  GArray *fields;
  guint width;
  guint n_same;
  gsize n_values;
  gsize n_numbers;
} NablaSample;

void nabla_sample_init (NablaSample *self,
                        char delimiter,
                        const char *text,
                        gsize length,
                        gsize line);
void nabla_sample_clear (NablaSample *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NablaSample, nabla_sample_clear)

/* Returns: (nullable): field @j of row @i, or %NULL if the row has not as many */
const NablaField *nabla_sample_field (const NablaSample *self, guint i, guint j);

/**
 * nabla_sample_score:
 *
 * Returns: how much the rows look like a table with this delimiter, from 0 (not at
 *   all) to 2
 */
double nabla_sample_score (const NablaSample *self, char delimiter, gboolean named_table);

G_END_DECLS
