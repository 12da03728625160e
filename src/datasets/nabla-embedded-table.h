/* Embedded tables: the CSV files of data/sets/ that are built into the program, as they
 * are, for who wants their numbers and no data set.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-source.h"

G_BEGIN_DECLS

/**
 * nabla_embedded_table:
 * @name: data/sets/NAME.csv: iris, wine, breast_cancer, digits, temperature
 * @title: what messages call it, translated
 *
 * Returns: (transfer full) (nullable): the table
 */
NablaSource *nabla_embedded_table (const char *name, const char *title, GError **error);

G_END_DECLS
