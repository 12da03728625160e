/* Examples: the parts of the view of the data.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-figure-private.h"

G_BEGIN_DECLS

enum
{
  NABLA_EXAMPLES_SELECTED
};

/* The series of areas whose index is the number of an example */
#define NABLA_EXAMPLES_SERIES 0

/* Returns: whether the class predicted for a row of the snapshot's examples is wrong */
gboolean nabla_examples_is_wrong (const NablaSnapshot *snapshot, gsize row);

/* Returns: whether a row is to be outlined */
gboolean
nabla_examples_is_selected (const NablaSnapshot *snapshot, const double *settings, gsize row);

/* Adds the area in which a click means the example, outlined if it is selected. */
void nabla_examples_add_area (const NablaSnapshot *snapshot,
                              const NablaFigureContext *context,
                              gsize row,
                              double x,
                              double y,
                              double width,
                              double height,
                              NablaMarks *marks);

/* Draw as many rows, or pictures, as have room. */
void nabla_examples_draw_table (const NablaSnapshot *snapshot,
                                const NablaFigureContext *context,
                                NablaMarks *marks);
void nabla_examples_draw_pictures (const NablaSnapshot *snapshot,
                                   const NablaFigureContext *context,
                                   NablaMarks *marks);

G_END_DECLS
