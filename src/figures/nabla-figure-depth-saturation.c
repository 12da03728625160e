/* Where pre-activations fall on the slope of the activation.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-chart-plot-private.h"

#include <glib/gi18n-lib.h>

NABLA_CHART_FIGURE (depth_saturation,
                    N_ ("Saturation"),
                    N_ ("The histogram of z of the chosen layer beside the slope g′(z): far out, "
                        "nothing is learned."));
