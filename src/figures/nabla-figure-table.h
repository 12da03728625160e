/* Figures as tables: the numbers behind a figure, for spreadsheets.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-figure.h"

G_BEGIN_DECLS

/**
 * nabla_figure_table:
 * @error: %NABLA_ERROR_UNSUPPORTED for a figure without a table
 *
 * All numbers that the figure is drawn from, none left out:
 *  - `cost`: a row a step, a column a curve (`objective`, `train`, `dev`, `test`,
 *    then those of other runs); empty where a curve has no value
 *  - `boundary`: a row an example: its two features, class or value, split
 *  - `metrics`: a row a pair of classes and split, with its count; of a regression a
 *    row a split, with its errors
 *  - `network`: a row a weight, and a bias as the weight of the input `bias`
 *  - `fit`: a row an example: truth and prediction
 *  - `examples`: a row an example: features, label, prediction, confidence, loss
 *  - `prediction`: a row a unit: z and a
 *
 * Numbers are written in full, with a decimal point whatever the language.
 *
 * Returns: (transfer full) (nullable): the table as CSV, its first line the names
 *   of the columns; with nothing below it if there is nothing yet
 */
GString *
nabla_figure_table (const NablaFigure *self, const NablaSnapshot *snapshot, GError **error);

/**
 * nabla_figure_table_write:
 * @path: replaced as a whole or not at all
 *
 * Returns: whether the file was written
 */
gboolean nabla_figure_table_write (const NablaFigure *self,
                                   const NablaSnapshot *snapshot,
                                   const char *path,
                                   GError **error);

G_END_DECLS
