/* Suggestions: a first experiment for data that somebody brings.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-dataset.h"

G_BEGIN_DECLS

/**
 * nabla_suggestion_text:
 * @dataset: the data
 * @source: (nullable): the file or generator it came from; %NULL for data that is
 *   given apart (`source=none`)
 * @label: (nullable): the column that was chosen as label; %NULL for the reader's guess
 *
 * A model that learns most small tables without any tuning: one hidden layer of 16
 * ReLU units with He initialization, the loss and the output units that the task
 * asks for, normalized features, Adam.
 *
 * Returns: (transfer full): the text of an experiment, with comments, that
 *   nabla_experiment_parse () accepts
 */
char *nabla_suggestion_text (const NablaDataset *dataset, const char *source, const char *label);

G_END_DECLS
