/* Sources: files that people bring, recognized by what is in them.
 *
 * A source is a file as it was read: a table, arrays, lines of text. What a network
 * can be trained on, a NablaDataset, is made from it in a second step, because that
 * takes choices (which column is the label? what about missing values?) that the
 * window asks while the file stays loaded.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-array.h"
#include "nabla-dataset.h"
#include "nabla-table.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * NablaSourceKind:
 * @NABLA_SOURCE_TABLE: rows and columns: CSV, TSV, ARFF
 * @NABLA_SOURCE_SERIES: one column of numbers, with or without dates beside it
 * @NABLA_SOURCE_ARRAY: one array: NPY
 * @NABLA_SOURCE_ARRAYS: named arrays: NPZ
 * @NABLA_SOURCE_TEXT_LINES: plain text that is no table
 */
typedef enum {
  NABLA_SOURCE_TABLE,
  NABLA_SOURCE_SERIES,
  NABLA_SOURCE_ARRAY,
  NABLA_SOURCE_ARRAYS,
  NABLA_SOURCE_TEXT_LINES,
} NablaSourceKind;

/* Words for the above, NULL-terminated: table, series, array, arrays, text lines.
 * They are for scripts; _() gives the word to show. */
extern const char *const nabla_source_kind_names[];

/**
 * NablaSource:
 * @path: as it was given
 * @title: its last part, as UTF-8
 * @kind: what it was recognized as
 * @format: how it was written: `CSV`, `ARFF`, `NPY`, `NPZ`, `text`
 * @encoding: (nullable): of a text: `UTF-8`, `UTF-16LE`, `GB18030`, `WINDOWS-1252`…
 * @size: bytes of the file
 * @table: (nullable): of a table or a series
 * @arrays: (nullable) (array length=n_arrays): of an array or arrays
 * @lines: (nullable) (array length=n_lines): of text lines, without their ends
 * @delimiter, @decimal_point: of a CSV or TSV table or series, as in NablaReadOptions;
 *   else 0
 * @has_header: whether the columns have their names from the file
 * @notes: (array zero-terminated=1): translated sentences on what was passed over or
 *   changed while reading, for the user to see
 *
 * Immutable; reference-counted.
 */
typedef struct {
  /*< public, const >*/
  char *path;
  char *title;
  NablaSourceKind kind;
  const char *format;
  const char *encoding;
  gsize size;
  NablaTable *table;
  NablaArray **arrays;
  guint n_arrays;
  const char **lines;
  gsize n_lines;
  char delimiter;
  char decimal_point;
  gboolean has_header;
  char **notes;
  /*< private >*/
  char *text;
  gint ref_count;
} NablaSource;

typedef enum {
  NABLA_HEADER_GUESS,
  NABLA_HEADER_PRESENT,
  NABLA_HEADER_ABSENT,
} NablaHeader;

/**
 * NablaReadOptions:
 * @memory_limit: most bytes that reading may need, the file's own included; 0 for
 *   three quarters of the memory that is free
 * @delimiter: what stands between the fields of a table; `' '` is any run of blanks
 *   and tabs; 0 to find out
 * @decimal_point: `.` or `,`; 0 to find out
 * @header: whether the first row of a table has names
 * @encoding: (nullable): of a text, as iconv calls it; %NULL to find out
 *
 * What the user may set where the guess is wrong. All zero: guess everything.
 */
typedef struct {
  gsize memory_limit;
  char delimiter;
  char decimal_point;
  NablaHeader header;
  const char *encoding;
} NablaReadOptions;

/* What an experiment file calls them, NULL-terminated, and the characters in the same
 * order: automatic, comma, semicolon, tab, bar, blank; automatic, point, comma; and, by
 * NablaHeader, automatic, present, absent. */
extern const char *const nabla_delimiter_names[];
extern const char nabla_delimiters[];
extern const char *const nabla_decimal_point_names[];
extern const char nabla_decimal_points[];
extern const char *const nabla_header_names[];

/**
 * NablaProgressFunc:
 * @fraction: of the work done, from 0 to 1, never falling
 * @data: as given
 *
 * Called about thirty times a second, on the thread that reads.
 */
typedef void (*NablaProgressFunc) (double fraction, gpointer data);

/**
 * nabla_source_open:
 * @path: a file
 * @options: (nullable): guess everything if %NULL
 * @progress: (nullable): told how far it is
 * @data: for @progress
 * @cancellable: (nullable): looked at every few milliseconds
 * @error: one translated sentence that begins with the file's name, with line and
 *   column where there is one: what was found and what is allowed
 *
 * Recognizes a file by its content, not by its name, and reads it whole. It is read
 * into memory and not mapped, so that a file which another program shortens
 * meanwhile gives an error and not a bus error. Folders, pipes and devices are
 * refused without waiting for them. May be called on any thread.
 *
 * Returns: (transfer full) (nullable): the source
 */
NablaSource *nabla_source_open (const char *path,
                                const NablaReadOptions *options,
                                NablaProgressFunc progress,
                                gpointer data,
                                GCancellable *cancellable,
                                GError **error);

/**
 * nabla_source_from_bytes:
 * @name: what messages call it
 * @bytes: (array length=length): what would be in the file
 *
 * As nabla_source_open (), for what is in memory already: pasted text, tests.
 *
 * Returns: (transfer full) (nullable): the source
 */
NablaSource *nabla_source_from_bytes (const char *name,
                                      const void *bytes,
                                      gsize length,
                                      const NablaReadOptions *options,
                                      GError **error);

NablaSource *nabla_source_ref (NablaSource *self);
void nabla_source_unref (NablaSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaSource, nabla_source_unref)

typedef enum {
  NABLA_MISSING_FILL,  /* the column's mean, or its most frequent word: nabla_dataset_fill () */
  NABLA_MISSING_DROP,  /* the whole row goes */
} NablaMissing;

/* Names of the above as an experiment file writes them, NULL-terminated: fill, drop. */
extern const char *const nabla_missing_names[];

/**
 * NablaDatasetOptions:
 * @label: (nullable): the column (a name, or a number from 1) or array that is y.
 *   %NULL guesses: the last column if the file says that it is a category (ARFF), else
 *   a column called label, class, target, species, y…, else the last column of words
 *   with few different ones, else the last column
 * @task: a NablaTask, or −1 to guess: words and few different whole numbers are
 *   classes, two of them binary; other numbers are a regression
 * @missing: what to do with rows that lack a feature. Rows that lack the label are
 *   always dropped.
 * @leave_out: (array zero-terminated=1) (nullable): columns not to use
 * @features: (array zero-terminated=1) (nullable): exactly these features, in this
 *   order, with the names that a data set gave them (`color=red` included): what a
 *   trained network expects of new data. %NULL takes all columns that can help.
 * @classes: (array zero-terminated=1) (nullable): with @features: the classes and
 *   their order. A file without the label column is then allowed; its y are NaN.
 * @fill: (nullable): with @features: what stands for a missing value of each, as the data
 *   that the network learned from had it (NablaDataset.fill). %NULL learns it from this
 *   file.
 */
typedef struct {
  const char *label;
  int task;
  NablaMissing missing;
  const char *const *leave_out;
  const char *const *features;
  const char *const *classes;
  const double *fill;
} NablaDatasetOptions;

/* Guess everything, fill what is missing. */
#define NABLA_DATASET_OPTIONS_INIT { .task = -1 }

/**
 * NablaDatasetReport:
 * @n_dropped: rows that were not used
 * @n_filled: values that were filled in
 * @notes: (array zero-terminated=1): translated sentences: columns left out and why,
 *   rows dropped, values filled
 */
typedef struct {
  gsize n_dropped;
  gsize n_filled;
  char **notes;
} NablaDatasetReport;

void nabla_dataset_report_clear (NablaDatasetReport *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NablaDatasetReport, nabla_dataset_report_clear)

/**
 * nabla_source_to_dataset:
 * @options: (nullable): as NABLA_DATASET_OPTIONS_INIT if %NULL
 * @report: (out caller-allocates) (nullable): what was done
 * @cancellable: (nullable): looked at every few milliseconds
 *
 * Makes examples of a table or of arrays.
 *
 * A column of words becomes one feature a word, 1 where the row has it (one-hot);
 * words and classes are sorted, as numbers if they are numbers, else by their bytes,
 * so that in a binary task y = 1 is the second. Columns that cannot help are left
 * out: one value only, row numbers, words that are (nearly) all different.
 *
 * Of several arrays the features are the one called X, x_train, data…, the labels the
 * one called y, labels, target…, or those whose shapes fit. Labels may be numbers,
 * words, or one-hot rows; examples may be rows, or columns as in the course's
 * (n_x, m). Examples of three or four axes are pictures: (m, h, w) or (m, h, w, c).
 *
 * Returns: (transfer full) (nullable): the data set, or %NULL with @error set to a
 *   sentence that says what is lacking
 */
NablaDataset *nabla_source_to_dataset (const NablaSource *self,
                                       const NablaDatasetOptions *options,
                                       NablaDatasetReport *report,
                                       GCancellable *cancellable,
                                       GError **error);

/**
 * nabla_source_describe_json:
 * @json: one JSON object is appended: file, kind, shape, columns, rows,
 *   classes, size (of the file, in bytes), missing (values in all); counts that a kind
 *   does not have are null. Behind them the details: format, encoding, column_list (name,
 *   type, missing, words), label, task, class_names, arrays (name, shape, type), notes
 */
void nabla_source_describe_json (const NablaSource *self, GString *json);

/**
 * nabla_source_describe_text:
 * @text: the same for people, translated, a fact a line
 */
void nabla_source_describe_text (const NablaSource *self, GString *text);

G_END_DECLS
