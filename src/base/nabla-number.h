/* Numbers as text: strict reading, shortest writing, independent of the locale.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Room for any number written by nabla_number_format (), its NUL included. */
#define NABLA_NUMBER_LENGTH 32

/**
 * nabla_number_parse:
 * @text: a number with a decimal point, such as `0.01`, `-3`, `1e-4`
 * @length: bytes of @text to look at, or -1 if it ends with a NUL
 * @value: (out): the number
 *
 * Reads @text as one finite number. White space around it is allowed; anything
 * else before or after it, an empty text, hexadecimal, `nan` and `inf` are not.
 *
 * Returns: whether all of @text was a number; if not, @value is unchanged
 */
gboolean nabla_number_parse (const char *text, gssize length, double *value);

/**
 * nabla_number_format:
 * @value: any number
 * @buffer: (out): at least %NABLA_NUMBER_LENGTH bytes
 *
 * Writes @value with the fewest digits that read back as the same double:
 * `0.1`, `1e-08`, `400`; `nan`, `inf` and `-inf` for the rest.
 *
 * Returns: @buffer
 */
const char *nabla_number_format (double value, char *buffer);

G_END_DECLS
