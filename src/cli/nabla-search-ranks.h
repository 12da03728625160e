/* Ranks: the processes that mpirun starts, and how trials get to them.
 *
 * Rank 0 has the search, its store, and jobs of its own; the others ask it for trials. After the
 * start nobody calls anything collective: rank 0 looks for messages, and takes a trial back from
 * a rank that has been silent for too long, so that a rank that dies costs that trial's time alone.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-search.h"

G_BEGIN_DECLS

typedef struct _NablaRanks NablaRanks;

/**
 * nabla_ranks_new:
 *
 * Starts MPI, if this process was started by mpirun; else nothing is touched.
 *
 * Returns: (transfer full) (nullable): this process among others; %NULL if it is alone
 */
NablaRanks *nabla_ranks_new (void);

/* Lets the others go, and ends MPI: with MPI_Finalize if all ranks are there, else without, and
 * with it the process, since what remains of MPI would wait for the dead. */
void nabla_ranks_free (NablaRanks *self);

gboolean nabla_ranks_is_first (const NablaRanks *self);

/**
 * nabla_ranks_poll:
 *
 * For rank 0, again and again: takes results from the other ranks and gives them trials.
 *
 * Returns: how many milliseconds may pass until the next call
 */
guint nabla_ranks_poll (NablaRanks *self, NablaSearch *search);

/**
 * nabla_ranks_serve:
 * @interrupted: not 0: leave
 *
 * For the other ranks: trains what rank 0 sends, until it says that all is over or is gone.
 */
gboolean nabla_ranks_serve (NablaRanks *self,
                            NablaExperiment *experiment,
                            const NablaSearchOptions *options,
                            const gint *interrupted,
                            GError **error);

G_END_DECLS
