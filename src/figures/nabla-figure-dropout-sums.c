/* What dropout does to a sum: histograms over many trials.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-chart-plot-private.h"

#include <glib/gi18n-lib.h>

NABLA_CHART_FIGURE (dropout_sums,
                    N_ ("Sums over Many Trials"),
                    N_ ("How the sum of a layer is distributed when units are dropped, with and "
                        "without the division by keep_prob."));
