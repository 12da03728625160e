/* The catalogue: everything that has a name, from all registries.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-param.h"

G_BEGIN_DECLS

/* One thing: an op, an optimizer, a view… Title and help are marked, not
 * translated. */
typedef struct {
  const char *kind;
  const char *name;
  const char *title;
  const char *help;
  const NablaParamSpec *params;
} NablaCatalogueItem;

/* Words for the kinds, NULL-terminated: ops, optimizers, schedules, datasets, views,
 * instruments, bugs */
extern const char *const nabla_catalogue_kinds[];

/**
 * nabla_catalogue:
 * @kind: (nullable): only this kind
 *
 * Returns: (transfer full) (element-type NablaCatalogueItem): what there is
 */
GArray *nabla_catalogue (const char *kind);

G_END_DECLS
