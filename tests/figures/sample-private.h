/* The makers of samples, which sample-snapshot.c lists.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sample-snapshot.h"

G_BEGIN_DECLS

/* Returns: a standard normal number */
double sample_normal (GRand *random);

NablaSnapshot *sample_spirals (void);
NablaSnapshot *sample_past (void);
NablaSnapshot *sample_flower (void);
NablaSnapshot *sample_petals (void);
NablaSnapshot *sample_waves (void);
NablaSnapshot *sample_diverged (void);
NablaSnapshot *sample_digits (void);
NablaSnapshot *sample_hundred (void);
NablaSnapshot *sample_one_point (void);
NablaSnapshot *sample_huge (void);
NablaSnapshot *sample_not_finite (void);
NablaSnapshot *sample_infinite (void);
NablaSnapshot *sample_million (void);
NablaSnapshot *sample_race (void);
NablaSnapshot *sample_race_start (void);
NablaSnapshot *sample_race_noise (void);
NablaSnapshot *sample_race_diverged (void);
NablaSnapshot *sample_race_long (void);
NablaSnapshot *sample_race_saddle (void);
NablaSnapshot *sample_race_two_weights (void);
NablaSnapshot *sample_race_ravine (void);
NablaSnapshot *sample_race_empty (void);
NablaSnapshot *sample_race_inputs (void);
NablaSnapshot *sample_race_networks (void);
NablaSnapshot *sample_deep (void);
NablaSnapshot *sample_twins (void);

/* Adds what is seen inside of a network, with numbers that are @odd. */
void sample_add_odd_layers (NablaSnapshot *snapshot, double odd);

NablaSnapshot *sample_search (void);
NablaSnapshot *sample_search_box (void);
NablaSnapshot *sample_search_one (void);
NablaSnapshot *sample_search_diverged (void);
NablaSnapshot *sample_search_large (void);

G_END_DECLS
