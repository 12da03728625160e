/* Activations of each layer as distributions side by side.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-chart-plot-private.h"

#include <glib/gi18n-lib.h>

NABLA_CHART_FIGURE (
    depth_activations,
    N_ ("Activations per Layer"),
    N_ ("How the activations of each layer are distributed for random inputs; wide is frequent."));
