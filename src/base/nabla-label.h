/* Labels: numbers as figures and sentences write them.
 *
 * The same in every language and locale: a decimal point, commas between
 * thousands, the minus sign U+2212, and 1e−4 where zeros would have to be
 * counted.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Room for any label, its NUL included. */
#define NABLA_LABEL_LENGTH 48

/* Each writes into @buffer of at least %NABLA_LABEL_LENGTH bytes and returns it. */

/* Three significant digits: `0.217`, `−12.5`, `27,000`, `1.50e−4`; `∞`, `NaN` */
const char *nabla_label_value (double value, char *buffer);

/* A setting, with the fewest of six significant digits: `0.4`, `0.999`, `50`, `1e−8` */
const char *nabla_label_short (double value, char *buffer);

/* A whole number: `27,000,100` */
const char *nabla_label_count (gint64 count, char *buffer);

/* A share 0 … 1 in percent: `96.7`; no less than 1 gives `100.0`, no more than 0 `0.0` */
const char *nabla_label_percent (double share, char *buffer);

/**
 * nabla_label_tick:
 * @value: a multiple of @step
 * @step: the distance of two ticks of a linear axis
 * @largest: the largest absolute value on the axis
 *
 * Writes as many digits as tell neighbouring ticks apart, and the same number
 * for all of them; zero is `0`.
 */
const char *nabla_label_tick (double value, double step, double largest, char *buffer);

/* A tick of a logarithmic axis, with the fewest digits: `100`, `0.03`, `1e−4` */
const char *nabla_label_log_tick (double value, char *buffer);

G_END_DECLS
