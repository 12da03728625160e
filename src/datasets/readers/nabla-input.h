/* What a reader reads: the bytes of one file, and what reading may cost.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-source.h"

G_BEGIN_DECLS

/**
 * NablaInput:
 * @name: the file's, for messages
 * @bytes: (array length=length): all of the file
 * @text: (array length=text_length) (nullable): the same as valid UTF-8 without BOM,
 *   once nabla_input_decode () was called; not NUL-terminated
 * @encoding: what @text was written in
 * @options: never %NULL
 * @budget: bytes that may still be allocated
 * @notes: (element-type utf8): to be handed to the source
 */
typedef struct {
  const char *name;
  const char *bytes;
  gsize length;
  const char *text;
  gsize text_length;
  const char *encoding;
  const NablaReadOptions *options;
  gsize budget;
  GPtrArray *notes;
  /*< private >*/
  char *converted;
  NablaProgressFunc progress;
  gpointer progress_data;
  GCancellable *cancellable;
  double progress_from, progress_to, progress_last;
  gint64 progress_time;
} NablaInput;

void nabla_input_init (NablaInput *self,
                       const char *name,
                       const NablaReadOptions *options,
                       NablaProgressFunc progress,
                       gpointer progress_data,
                       GCancellable *cancellable);
void nabla_input_clear (NablaInput *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NablaInput, nabla_input_clear)

/**
 * nabla_input_phase:
 * @from, @to: part of the whole work that the following ticks are about
 */
void nabla_input_phase (NablaInput *self, double from, double to);

/**
 * nabla_input_tick:
 * @part: of the phase that is done, 0 to 1
 *
 * To be called every few thousand values. Tells the progress now and then.
 *
 * Returns: %FALSE with @error set if the user has cancelled
 */
gboolean nabla_input_tick (NablaInput *self, double part, GError **error);

/**
 * nabla_input_resize:
 * @block: (inout): memory from g_malloc (), or %NULL
 * @n_old: elements it has
 * @n_new: elements it shall have; fewer gives budget back
 * @size: bytes an element
 * @n_expected: elements that will be needed in the end, as far as can be seen, for
 *   the message; at least @n_new
 *
 * Returns: %FALSE with @error set (%NABLA_ERROR_TOO_LARGE, naming the bytes) if the
 *   budget or the system's memory does not suffice; @block is unchanged then
 */
gboolean nabla_input_resize (NablaInput *self,
                             gpointer block,
                             gsize n_old,
                             gsize n_new,
                             gsize size,
                             double n_expected,
                             GError **error);

/**
 * nabla_input_spend:
 * @n_bytes: about to be allocated in small pieces
 *
 * Returns: %FALSE with @error set if the budget does not suffice
 */
gboolean nabla_input_spend (NablaInput *self, gsize n_bytes, GError **error);

/**
 * nabla_input_load:
 * @path: a file
 *
 * Reads all of it into @bytes, which the caller frees.
 */
gboolean nabla_input_load (NablaInput *self, const char *path, char **bytes, GError **error);

/**
 * nabla_input_decode:
 *
 * Sets @text and @encoding; fails if the bytes are no text.
 */
gboolean nabla_input_decode (NablaInput *self, GError **error);

/**
 * nabla_input_fail_at:
 * @line: where in the text, from 1
 * @format: translated: what is wrong there
 *
 * Sets @error to a sentence that begins with file and line.
 *
 * Returns: %FALSE
 */
gboolean nabla_input_fail_at (const NablaInput *self,
                              gsize line,
                              GError **error,
                              const char *format,
                              ...) G_GNUC_PRINTF (4, 5);

/* Adds a translated sentence for the user. */
void nabla_input_note (NablaInput *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
