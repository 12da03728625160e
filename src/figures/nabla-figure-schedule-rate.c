/* The learning rate over the epochs of a run.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-chart-plot-private.h"

#include <glib/gi18n-lib.h>

NABLA_CHART_FIGURE (
    schedule_rate,
    N_ ("Learning Rate"),
    N_ ("The learning rate of each epoch by the chosen schedule, beside those of the others."));
