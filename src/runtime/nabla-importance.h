/* Importance: how much of the spread of results each hyperparameter explains alone.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-trial.h"

G_BEGIN_DECLS

/* With fewer trials nothing can be said. */
#define NABLA_IMPORTANCE_MIN_TRIALS 8

/**
 * nabla_importance:
 * @axes: (array length=n_axes): what was varied
 * @box: (array length=n_axes): the ranges in which it was drawn
 * @trials: (array length=n): of one round, with their results; those that are not over, failed
 *   or were given up are not counted
 * @shares: (array length=n_axes) (out): 0 … 1 each; NAN with too few trials
 *
 * The share of the variance of log result that the main effect of each axis explains
 * (Hutter, Hoos, Leyton-Brown, "An efficient approach for assessing hyperparameter
 * importance", ICML 2014: fANOVA), with the effect estimated by the means of bins of
 * equally many trials along the axis. Bins explain some of pure noise as well: that is
 * taken off (ε² of Kelley 1935: 1 − (1 − η²)(n − 1)/(n − bins)), and what is then below
 * 0 is 0. A trial that diverged counts as the worst result there was.
 *
 * Shares need not sum to 1: the rest are interactions, and chance.
 *
 * Returns: how many trials were counted
 */
guint nabla_importance (const NablaSearchAxis *axes,
                        const NablaSearchRange *box,
                        guint n_axes,
                        NablaTrial *const *trials,
                        guint n,
                        double *shares);

G_END_DECLS
