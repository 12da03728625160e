/* JSON, read one value after another.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* No more brackets may be open at a time. */
#define NABLA_JSON_MAX_DEPTH 32

/**
 * NablaJsonReader:
 *
 * A place in a JSON text (RFC 8259, strictly: no comments, no commas too many),
 * the counterpart of nabla-json.h. It builds no tree: who reads knows what is to
 * come, takes it or skips it. The first mistake is kept, and from then on every
 * function returns %FALSE, so that only the end needs a check:
 *
 *   NablaJsonReader reader;
 *   nabla_json_reader_init (&reader, text, length);
 *   nabla_json_read_begin (&reader, '{');
 *   g_autofree char *key = NULL;
 *   while (nabla_json_read_member (&reader, &key))
 *     if (g_str_equal (key, "step"))
 *       nabla_json_read_number (&reader, &step);
 *     else
 *       nabla_json_read_skip (&reader);
 *   if (!nabla_json_reader_finish (&reader, error))
 *     return FALSE;
 *
 * Lives on the stack; nabla_json_reader_finish () frees what it holds.
 */
typedef struct {
  /*< private >*/
  const char *text;
  const char *p;
  const char *end;
  guint depth;
  gboolean first; /* nothing was read yet of the innermost object or array */
  GError *error;
} NablaJsonReader;

/**
 * nabla_json_reader_init:
 * @text: (array length=length): UTF-8; must outlive the reader
 * @length: its bytes
 */
void nabla_json_reader_init (NablaJsonReader *self, const char *text, gsize length);

/**
 * nabla_json_read_begin:
 * @bracket: `{` or `[`
 *
 * Enters an object or an array. It is left by the call of nabla_json_read_member ()
 * or nabla_json_read_item () that finds no more.
 *
 * Returns: whether there was one
 */
gboolean nabla_json_read_begin (NablaJsonReader *self, char bracket);

/**
 * nabla_json_read_member:
 * @key: (inout): the member's name, which replaces the one before, freeing it;
 *   %NULL at the end. Whether a name comes twice is for the caller to find.
 *
 * Returns: whether there is one more member, whose value is to be read next
 */
gboolean nabla_json_read_member (NablaJsonReader *self, char **key);

/* Returns: whether the array has one more value, which is to be read next */
gboolean nabla_json_read_item (NablaJsonReader *self);

/**
 * nabla_json_read_string:
 * @value: (out) (transfer full): a text without NUL; unchanged on error
 */
gboolean nabla_json_read_string (NablaJsonReader *self, char **value);

/**
 * nabla_json_read_number:
 * @value: (out): the nearest double; unchanged on error
 */
gboolean nabla_json_read_number (NablaJsonReader *self, double *value);

/* Reads any value, whatever it is, and forgets it. */
gboolean nabla_json_read_skip (NablaJsonReader *self);

/**
 * nabla_json_reader_fail:
 * @message: a translated sentence about what was read last
 *
 * For a caller that finds what was read to be wrong. Does nothing if there is a
 * mistake already.
 *
 * Returns: %FALSE
 */
gboolean nabla_json_reader_fail (NablaJsonReader *self, const char *message);

/**
 * nabla_json_reader_finish:
 * @error: %NABLA_ERROR_SYNTAX: a sentence that begins with the byte, from 0
 *
 * Returns: whether all was read, there was no mistake and nothing follows
 */
gboolean nabla_json_reader_finish (NablaJsonReader *self, GError **error);

G_END_DECLS
