/* Generators: data sets that are computed, with numpy's own numbers where the
 * course has the set.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-dataset.h"
#include "nabla-param.h"

G_BEGIN_DECLS

/**
 * NablaGenerator:
 * @name: the word after `source=`
 * @title: what the panel shows; marked N_()
 * @help: one sentence; marked N_()
 * @params: settings beside `seed`: `samples`, mostly `noise`, …
 * @generate: makes the set from @settings (as many as @params) and a seed for
 *   RandomState
 *
 * One file a generator in generators/; the list is in meson.build.
 */
typedef struct {
  const char *name;
  const char *title;
  const char *help;
  const NablaParamSpec *params;
  NablaDataset *(*generate) (const double *settings, guint32 seed, GError **error);
} NablaGenerator;

/* Returns: (array zero-terminated=1): all generators, in the order to show them */
const NablaGenerator *const *nabla_generators (void);

/* Returns: (nullable): the generator called @name */
const NablaGenerator *nabla_generator_find (const char *name);

G_END_DECLS
