/* How large activations and gradients are in each layer.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-chart-plot-private.h"

#include <glib/gi18n-lib.h>

NABLA_CHART_FIGURE (depth_scales,
                    N_ ("Scales over Depth"),
                    N_ ("The standard deviation of activations and of gradients in each layer."));
