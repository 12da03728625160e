/* Records: a delimited text cut into rows and fields (RFC 4180, and what people
 * make of it).
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* More fields in a row than any table has; keeps damaged files from costing gigabytes. */
#define NABLA_RECORDS_MAX_FIELDS 100000

/**
 * NablaField:
 * @text: (array length=length): within the file's text, blanks around it cut off;
 *   of a quoted field what is between the quotes
 * @quoted: whether it stood in quotes
 * @doubled: whether @text has doubled quotes, see nabla_field_copy ()
 */
typedef struct {
  const char *text;
  gsize length;
  gboolean quoted;
  gboolean doubled;
} NablaField;

typedef enum {
  NABLA_RECORD_ROW,        /* fields are there */
  NABLA_RECORD_END,        /* no more rows */
  NABLA_RECORD_UNCLOSED,   /* a quote was opened and never closed: @quote_line */
  NABLA_RECORD_TOO_WIDE,   /* more than NABLA_RECORDS_MAX_FIELDS */
} NablaRecordResult;

/**
 * NablaRecords:
 * @delimiter: between fields; `' '` is any run of blanks and tabs
 * @p: where the next row begins
 * @end: of the text
 * @line: of the row last read, counted from 1
 * @next_line: of @p
 * @fields: (array length=n_fields): of the row last read
 * @quote_line, @quote_field: where the unclosed quote stands, from 1
 *
 * A cursor. Rows end with LF, CRLF or CR, alone or mixed. A field that begins with a
 * double quote goes to the next single one, over line ends too; inside, a quote is
 * written twice. If more than blanks follow the closing quote, the quotes belong to
 * the text. Rows without any value are passed over.
 */
typedef struct {
  char delimiter;
  const char *p;
  const char *end;
  gsize line;
  gsize next_line;
  NablaField *fields;
  guint n_fields;
  gsize quote_line;
  guint quote_field;
  /*< private >*/
  guint n_allocated;
} NablaRecords;

void nabla_records_init (NablaRecords *self,
                         char delimiter,
                         const char *text,
                         gsize length,
                         gsize line);
void nabla_records_clear (NablaRecords *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NablaRecords, nabla_records_clear)

NablaRecordResult nabla_records_next (NablaRecords *self);

/**
 * nabla_field_copy:
 * @buffer: overwritten with the field's text, doubled quotes made single
 *
 * Returns: the text, with a NUL
 */
const char *nabla_field_copy (const NablaField *self, GString *buffer);

G_END_DECLS
