/* Sample snapshots: networks that were truly trained, small enough to train in
 * a moment, and the odd cases that figures must survive.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-snapshot.h"

G_BEGIN_DECLS

typedef struct {
  const char *name;
  NablaSnapshot *(*make) (void);
} SampleSnapshot;

/* Returns: (transfer none): all samples, ended by one whose name is NULL */
const SampleSnapshot *sample_snapshots (void);

/* Returns: (transfer full): the sample called @name */
NablaSnapshot *sample_snapshot_make (const char *name);

G_END_DECLS
