/* How long a search takes.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * nabla_bench_search:
 * @trials: of 500 steps of 2-8-8-1 with tanh, batches of 32, Adam
 * @jobs: trials at a time
 * @seconds: (out): from the start to the last trial in the store, data and database made anew
 *
 * Returns: whether it could be done
 */
gboolean nabla_bench_search (guint trials, guint jobs, double *seconds, GError **error);

G_END_DECLS
