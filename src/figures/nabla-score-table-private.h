/* Score table: accuracy, precision, recall and F1 of each split, and the pairs
 * of classes that are confused most often; MAE, RMSE and R² of a regression.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-figure-private.h"

G_BEGIN_DECLS

/* Returns: the width that the table needs; its height in @height */
double nabla_score_table_measure (const NablaSnapshot *snapshot,
                                  const NablaFigureContext *context,
                                  double *height);

/**
 * nabla_score_table_draw:
 * @split: the one to stress, and whose confused pairs are listed
 * @x, @y: the left top corner
 * @bottom: nothing is drawn below it
 */
void nabla_score_table_draw (const NablaSnapshot *snapshot,
                             const NablaFigureContext *context,
                             guint split,
                             double x,
                             double y,
                             double bottom,
                             NablaMarks *marks);

G_END_DECLS
