/* How the readers tell a data set which of its values are missing.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-dataset.h"

G_BEGIN_DECLS

/**
 * nabla_dataset_find_missing:
 * @self: whose x are NaN or infinite where a value is missing
 *
 * Remembers these places. They are to be filled then, by nabla_dataset_fill (), or by
 * nabla_dataset_put_fill () with what the maker has put into @fill.
 */
gboolean nabla_dataset_find_missing (NablaDataset *self, GError **error);
void nabla_dataset_put_fill (NablaDataset *self);

G_END_DECLS
