/* Keys of the decision boundary: which marker is which class, which color is
 * which value.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-field-picture.h"
#include "nabla-figure-private.h"

G_BEGIN_DECLS

/* Markers and class names in the upper right corner; two classes without names
 * need none. */
void nabla_boundary_class_key (const NablaSnapshot *snapshot,
                               const NablaFigureContext *context,
                               NablaMarks *marks);

/* A bar of the colors with round numbers in the upper right corner */
void nabla_boundary_value_key (const NablaValueScale *scale,
                               const char *name,
                               const NablaFigureContext *context,
                               NablaMarks *marks);

G_END_DECLS
