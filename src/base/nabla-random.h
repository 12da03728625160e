/* Random numbers: numpy's legacy generator bit for bit, and counter-based draws.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * NablaRandomState:
 *
 * numpy.random.RandomState: a Mersenne twister (MT19937) with numpy's legacy
 * ways of making numbers of it, so that published course digits come out. May
 * live on the stack and be copied by assignment.
 */
typedef struct {
  guint32 key[624];
  int position;
  gboolean has_gauss;
  double gauss;
} NablaRandomState;

/**
 * nabla_random_state_seed:
 * @self: a state to be filled
 * @seed: as in `RandomState(seed)`
 */
void nabla_random_state_seed (NablaRandomState *self, guint32 seed);

/* Returns: a double in [0, 1) with 53 random bits, as `random_sample()` */
double nabla_random_state_uniform (NablaRandomState *self);

/* Returns: a standard normal number, as `randn()` (polar method, pairs kept) */
double nabla_random_state_normal (NablaRandomState *self);

/**
 * nabla_random_state_rand:
 * @values: (array length=n) (out): filled as `rand(n)` fills its result
 */
void nabla_random_state_rand (NablaRandomState *self, double *values, gsize n);

/**
 * nabla_random_state_randn:
 * @values: (array length=n) (out): filled as `randn(n)` fills its result
 */
void nabla_random_state_randn (NablaRandomState *self, double *values, gsize n);

/**
 * nabla_random_state_randint:
 * @low: smallest value
 * @high: one more than the largest
 *
 * Returns: as `randint(low, high)` (masked rejection, as numpy's default dtype
 *   draws it)
 */
gint64 nabla_random_state_randint (NablaRandomState *self, gint64 low, gint64 high);

/**
 * nabla_random_state_shuffle:
 * @items: (array length=n) (inout): permuted in place as `shuffle(items)` does
 */
void nabla_random_state_shuffle (NablaRandomState *self, guint32 *items, gsize n);

/**
 * nabla_random_state_permutation:
 * @items: (array length=n) (out): as `permutation(n)`
 */
void nabla_random_state_permutation (NablaRandomState *self, guint32 *items, gsize n);

/**
 * nabla_random_state_choice:
 * @p: (array length=n): probabilities that sum to 1
 *
 * Returns: an index, as `choice(n, p=p)` (one uniform draw into the cumulated,
 *   renormalized sum)
 */
gsize nabla_random_state_choice (NablaRandomState *self, const double *p, gsize n);

/**
 * nabla_random_counter:
 * @seed: the experiment's seed
 * @stream: what the number is for (a layer, augmentation, noise)
 * @step: step or epoch
 * @example: which example, wherever it stands in its batch
 * @element: which element of the example
 *
 * A draw that depends on nothing but its coordinates, so that any thread can
 * make any of them in any order (Salmon et al., "Parallel random numbers: as
 * easy as 1, 2, 3", SC 2011: Philox 4×32-10, with counter (step's low word, step's
 * high word, example, element / 4) and key (seed, stream); word element mod 4 of
 * the result).
 *
 * Returns: 32 random bits
 */
guint32 nabla_random_counter (guint32 seed,
                              guint32 stream,
                              guint64 step,
                              guint32 example,
                              guint32 element);

G_END_DECLS
