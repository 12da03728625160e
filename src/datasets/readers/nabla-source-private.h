/* What the parts of sources share.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-source.h"
#include "nabla-target.h"

G_BEGIN_DECLS

/* Returns: the column that is probably the label, see NablaDatasetOptions; −1 if the
 * table has one column only */
int nabla_table_guess_label (const NablaTable *table);

/**
 * nabla_dataset_from_table:
 * @notes: (element-type utf8): gets sentences
 */
NablaDataset *nabla_dataset_from_table (const char *title,
                                        const NablaTable *table,
                                        const NablaDatasetOptions *options,
                                        NablaDatasetReport *report,
                                        GPtrArray *notes,
                                        GCancellable *cancellable,
                                        GError **error);

/**
 * nabla_dataset_from_arrays:
 * @notes: (element-type utf8): gets sentences
 */
NablaDataset *nabla_dataset_from_arrays (const NablaSource *source,
                                         const NablaDatasetOptions *options,
                                         NablaDatasetReport *report,
                                         GPtrArray *notes,
                                         GCancellable *cancellable,
                                         GError **error);

/* Sets @error if the list of rows could not be made or is empty. */
gboolean nabla_dataset_check_rows (const char *title,
                                   const guint32 *rows,
                                   gsize n_rows,
                                   gsize n_kept,
                                   GError **error);

/* Adds sentences on the rows that were dropped and the values that were filled in. */
void nabla_dataset_note_rows (const NablaDatasetReport *report, GPtrArray *notes);

/* Gives a data set the names of @target's classes. */
void nabla_dataset_name_classes (NablaDataset *dataset, const NablaTarget *target);

/* Fills in what is NaN in x, with what @options say or else with what is most frequent. */
gboolean nabla_dataset_fill_missing (NablaDataset *dataset,
                                     const NablaDatasetOptions *options,
                                     GError **error);

/* Sets @error if the user has cancelled. */
gboolean nabla_check_cancelled (const char *title, GCancellable *cancellable, GError **error);

G_END_DECLS
