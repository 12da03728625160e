/* The equations above weighted averages, with the numbers of the chosen day put in.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-averages-picture.h"
#include "nabla-figure-private.h"

G_BEGIN_DECLS

/* Returns: the height they need, logical pixels; less where there is room for neither */
double nabla_averages_head_height (const NablaFigureContext *context);

void nabla_averages_head_draw (const NablaAveragesPicture *self,
                               const NablaFigureContext *context,
                               double left,
                               NablaMarks *marks);

G_END_DECLS
