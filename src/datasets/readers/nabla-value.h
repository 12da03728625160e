/* Values: what one field of a table may be.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * nabla_value_number:
 * @point: `.` or `,`
 * @value: (out): the number, or NaN for what a program writes where a number is
 *   missing or not finite: None, inf, -Infinity; and for what no double can hold, 1e999
 *
 * Beside what nabla_decimal_parse () reads, thousands may be set apart with the
 * other of the two marks: `1,234,567.5`.
 *
 * Returns: whether the text can stand in a column of numbers
 */
gboolean nabla_value_number (const char *text, gsize length, char point, double *value);

/**
 * nabla_value_is_missing:
 *
 * Returns: whether the text says that there is no value: empty, `?`, NA, N/A, #N/A,
 *   NaN, null, in any case
 */
gboolean nabla_value_is_missing (const char *text, gsize length);

/**
 * nabla_value_is_date:
 *
 * Returns: whether the text is a day, a month or a time of day in digits:
 *   `2012-01-31`, `31.1.2012`, `2012-01`, `2012-01-31T12:00:00Z`, `12:30`
 */
gboolean nabla_value_is_date (const char *text, gsize length);

G_END_DECLS
