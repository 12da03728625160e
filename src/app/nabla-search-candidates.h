/* What a search could vary: the numbers and choices of an experiment, each with a range to
 * begin with.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-experiment.h"

G_BEGIN_DECLS

/**
 * NablaSearchCandidate:
 * @key, @value: a line of [search], such as `learning_rate` and `log 0.0001 1`
 * @title: (transfer full): what people call it, with its layer
 */
typedef struct {
  char *key;
  char *value;
  char *title;
} NablaSearchCandidate;

void nabla_search_candidate_free (NablaSearchCandidate *self);

/* Returns: (transfer full) (element-type NablaSearchCandidate): what @experiment does not
 * search yet, what matters most first */
GPtrArray *nabla_search_candidates (NablaExperiment *experiment);

G_END_DECLS
