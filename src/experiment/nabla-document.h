/* Documents: texts of groups and keys, kept letter by letter.
 *
 * What a GKeyFile looks like, read by our own reader: each message has its line, a
 * group or a key given twice is a mistake and not a merge, values are literal (the
 * backslashes of a path stay), and a change leaves everything else as it was:
 * comments, blank lines, order, spacing, BOM and line ends.
 *
 *   # a comment: a line of its own that begins with # or ;
 *   [layer hidden]
 *   units = 4
 *   title[zh_CN]=隐藏层
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-error.h"

G_BEGIN_DECLS

/* No document is longer: an experiment of a thousand layers has a tenth of it. */
#define NABLA_DOCUMENT_MAX_BYTES (1024 * 1024)

/**
 * NablaDocumentEntry:
 * @key: what stands before `=`, its `[zh_CN]` included
 * @value: what stands after it, without white space around
 * @line: from 1
 */
typedef struct {
  /*< public, const >*/
  const char *key;
  const char *value;
  guint line;
  /*< private >*/
  gsize line_begin, line_end, value_begin, value_end;
} NablaDocumentEntry;

/**
 * NablaDocumentGroup:
 * @kind: the first word of `[layer hidden]`
 * @name: the second, or an empty text
 * @line: of the head, from 1
 * @entries: (array length=n_entries): its keys in their order
 */
typedef struct {
  /*< public, const >*/
  const char *kind;
  const char *name;
  guint line;
  guint n_entries;
  const NablaDocumentEntry *entries;
  /*< private >*/
  gsize end;
  gboolean crlf;
} NablaDocumentGroup;

/**
 * NablaDocument:
 *
 * A text and where in it groups, keys and values are. Immutable.
 */
typedef struct _NablaDocument NablaDocument;

/**
 * nabla_document_parse:
 * @text: (array length=length): UTF-8, with or without BOM, lines ended by LF or CRLF
 * @length: in bytes, or -1 if @text ends with a NUL
 * @file: (nullable): what messages call it
 * @error: one sentence that begins with file and line
 *
 * Returns: (transfer full) (nullable): the document
 */
NablaDocument *nabla_document_parse (const char *text,
                                     gssize length,
                                     const char *file,
                                     GError **error);
void nabla_document_free (NablaDocument *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaDocument, nabla_document_free)

/* Returns: the whole text, letter by letter as it was parsed */
const char *nabla_document_text (const NablaDocument *self);

guint nabla_document_n_groups (const NablaDocument *self);
const NablaDocumentGroup *nabla_document_group (const NablaDocument *self, guint index);

/* Returns: (nullable): the group `[kind name]`, or `[kind]` if @name is empty */
const NablaDocumentGroup *nabla_document_find_group (const NablaDocument *self,
                                                     const char *kind,
                                                     const char *name);

/* Returns: (nullable): the entry of @key in @group, which may be %NULL */
const NablaDocumentEntry *nabla_document_group_find (const NablaDocumentGroup *group,
                                                     const char *key);

/**
 * nabla_document_with:
 * @kind, @name: of a group; one that is not there is added at the end
 * @key: one that is not there is added at the end of its group
 * @value: (nullable): its new value; %NULL takes the line away
 * @error: if @key=@value cannot be one line of a document
 *
 * Returns: (transfer full) (nullable): the document with this one change
 */
NablaDocument *nabla_document_with (const NablaDocument *self,
                                    const char *kind,
                                    const char *name,
                                    const char *key,
                                    const char *value,
                                    GError **error);

/**
 * nabla_document_excerpt:
 *
 * Returns: (transfer full): @text, or its beginning and `…` if it is too long to
 *   stand in a message
 */
char *nabla_document_excerpt (const char *text);

/**
 * nabla_document_fail:
 * @file: (nullable): what the message calls the text
 * @line: where the mistake is; 0 if it is nowhere in particular
 * @code: what kind of mistake
 * @message: a translated sentence
 *
 * Sets @error to "planar.nabla:31: …", or "line 31: …" without a file.
 */
void nabla_document_fail (GError **error,
                          const char *file,
                          guint line,
                          NablaError code,
                          const char *message);

G_END_DECLS
