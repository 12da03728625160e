/* What tests of figures share: drawing into marks, and finding marks.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-figure.h"
#include "sample-snapshot.h"

G_BEGIN_DECLS

/* Returns: (transfer none): the context that text is laid out with */
PangoContext *figure_test_pango (void);

/* Returns: (transfer full): the figure @name of @snapshot at a size, light */
NablaMarks *figure_test_draw (const char *name,
                              const NablaSnapshot *snapshot,
                              const double *settings,
                              double width,
                              double height);

/**
 * figure_test_find:
 * @type: of the mark
 * @series: it belongs to
 * @place: how many such marks to pass over
 *
 * Returns: (transfer none) (nullable): a mark of any layer
 */
const NablaMark *figure_test_find (const NablaMarks *marks,
                                   NablaMarkType type,
                                   int series,
                                   guint place);

guint figure_test_count (const NablaMarks *marks, NablaMarkType type, int series);

/* Returns: (transfer none) (nullable): the first text that contains @part */
const NablaMark *figure_test_find_text (const NablaMarks *marks, const char *part);

/* Returns: the ink of a text, turned as it is: left, top, right, bottom */
void figure_test_text_box (const NablaMarks *marks, const NablaMark *text, double box[4]);

G_END_DECLS
