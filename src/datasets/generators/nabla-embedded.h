/* Data sets that are built into the program: CSV files of data/sets/.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-generator.h"

#include <glib/gi18n-lib.h>

G_BEGIN_DECLS

/**
 * nabla_embedded_load:
 * @name: data/sets/NAME.csv
 * @title: translated
 *
 * The last column is the class, and every other one a feature, even one that has the
 * same value throughout: pixels in the corner of a picture often have.
 *
 * Returns: (transfer full) (nullable): the data set, for its generator to complete
 */
NablaDataset *nabla_embedded_load (const char *name, const char *title, GError **error);

G_END_DECLS
