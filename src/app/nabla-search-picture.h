/* Trials as the figures of a search want them.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-search.h"
#include "nabla-trials-picture.h"

G_BEGIN_DECLS

/**
 * nabla_search_picture_new:
 * @experiment: with the axes
 * @trials: (element-type NablaTrial): places may be %NULL: not begun
 * @boxes: (array): ranges of @n_rounds rounds
 * @next_box: (nullable): of the round that is being chosen
 *
 * Returns: (transfer full): the picture; result_name is to be set
 */
NablaTrialsPicture *nabla_search_picture_new (NablaExperiment *experiment,
                                              GPtrArray *trials,
                                              const NablaSearchRange *boxes,
                                              guint n_rounds,
                                              const NablaSearchRange *next_box);

/* Returns: (transfer full): what people call a searched parameter: “Learning rate α”, “Units of
 * hidden” */
char *nabla_search_axis_title (const NablaSearchAxis *axis);

/* Returns: (transfer full): the same in short: `α`, `n hidden` */
char *nabla_search_axis_symbol (const NablaSearchAxis *axis);

/* Returns: (transfer none): how it is drawn, translated: “log” */
const char *nabla_search_axis_scale (const NablaSearchAxis *axis);

/* Returns: (transfer full): a range in words: “0.0032 – 0.063” */
char *nabla_search_axis_range (const NablaSearchAxis *axis, const NablaSearchRange *range);

G_END_DECLS
