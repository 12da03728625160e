/* The fields and rows of the tables that figures are saved as.
 *
 * Each field brings the comma behind it; the last one's becomes the line's end. Numbers
 * are written in full, with a decimal point whatever the language.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Quoted where it has to be */
void nabla_csv_text (GString *csv, const char *text);
void nabla_csv_number (GString *csv, double value);
/* A number of 32 bits, as short as such a number can be written */
void nabla_csv_float (GString *csv, float value);
void nabla_csv_index (GString *csv, gint64 index);
void nabla_csv_end_row (GString *csv);

/* A whole row: @names ends with NULL. */
void nabla_csv_row (GString *csv, const char *const *names);

G_END_DECLS
