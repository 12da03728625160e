/* Short numbers: as a person writes them in arithmetic, the same in every language.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Room for any of them, the NUL included */
#define NABLA_SHORT_NUMBER_LENGTH 32

/**
 * nabla_short_number:
 * @buffer: of at least %NABLA_SHORT_NUMBER_LENGTH bytes
 *
 * Writes @value with two decimals, with more below 1 (four digits that count) and fewer
 * from 1,000 on, without zeros at the end and with the minus sign U+2212: `15.6`,
 * `−0.0125`, `1234.5`, `2.5e−7`, `∞`.
 *
 * Returns: @buffer
 */
const char *nabla_short_number (double value, char *buffer);

/* The same with brackets around what is negative: a factor, or what is added */
const char *nabla_short_factor (double value, char *buffer);

G_END_DECLS
