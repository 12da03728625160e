/* ARFF lines: a text in ARFF, line by line, and each cut into values.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-input.h"

G_BEGIN_DECLS

/**
 * NablaArffToken:
 * @text: (array length=length): what is between the quotes, or without the blanks
 *   around it
 * @quoted: whether it stood in ' or "
 */
typedef struct {
  const char *text;
  gsize length;
  gboolean quoted;
} NablaArffToken;

/**
 * NablaArffLine:
 * @line: the current one, counted from 1
 * @p: what is not read yet of it
 * @stop: its end
 * @next: where the next line begins
 * @tokens: (element-type NablaArffToken): of the last nabla_arff_line_cut ()
 *
 * A cursor. Lines end with LF, CRLF or CR; what comes after a % that begins a line or
 * follows a blank is a comment.
 */
typedef struct {
  const NablaInput *input;
  gsize line;
  const char *p;
  const char *stop;
  const char *next;
  GArray *tokens;
  /*< private >*/
  GString *word;
} NablaArffLine;

void nabla_arff_line_init (NablaArffLine *self, const NablaInput *input);
void nabla_arff_line_clear (NablaArffLine *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NablaArffLine, nabla_arff_line_clear)

/* Goes to the next line that has more than a comment. Returns: whether there is one */
gboolean nabla_arff_line_next (NablaArffLine *self);

/* Passes over blanks. Returns: whether nothing but a comment is left of the line */
gboolean nabla_arff_line_at_end (NablaArffLine *self);

/* Returns: whether @keyword stands at @p, in any case; it is read then */
gboolean nabla_arff_line_take (NablaArffLine *self, const char *keyword);

/**
 * nabla_arff_line_token:
 * @commas: whether commas separate values; else blanks do, too
 * @close: ends a list: } or another; 0 for none
 *
 * Reads one value, which may be empty.
 */
gboolean nabla_arff_line_token (NablaArffLine *self,
                                gboolean commas,
                                char close,
                                NablaArffToken *token,
                                GError **error);

/**
 * nabla_arff_line_cut:
 *
 * Cuts what is left of the line, or of a list up to @close, into @tokens. Commas
 * separate, and where there is none, blanks.
 */
gboolean nabla_arff_line_cut (NablaArffLine *self, char close, GError **error);

/* Returns: a token's text with its escapes resolved; overwritten by the next call */
const char *nabla_arff_line_text (NablaArffLine *self, const NablaArffToken *token);

/* Returns: (transfer full): the beginning of @text, fit for a message */
char *nabla_arff_excerpt (const char *text);

G_END_DECLS
