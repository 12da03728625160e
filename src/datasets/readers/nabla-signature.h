/* Signatures: the first bytes by which a file's kind is known.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * nabla_signature_name:
 * @bytes: (array length=length): the beginning of a file, at least 512 bytes if it
 *   has as many
 *
 * Knows the files that people take for data and that are no table, array or text:
 * pictures, office files, archives, web pages, models.
 *
 * Returns: (nullable): what it is, with its article, translated: `a PNG picture`
 */
const char *nabla_signature_name (const char *bytes, gsize length);

/**
 * nabla_signature_is_binary:
 *
 * Returns: whether the bytes are no text in any encoding: a NUL byte outside
 *   UTF-16 and UTF-32, or more than a few control characters
 */
gboolean nabla_signature_is_binary (const char *bytes, gsize length);

G_END_DECLS
