/* Wines of one region, from three cultivars.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-embedded.h"

static NablaDataset *
generate (const double *settings, guint32 seed, GError **error)
{
  return nabla_embedded_load ("wine", _("Wine"), error);
}

const NablaGenerator nabla_generator_wine = {
  "wine", N_("Wine"),
  N_("178 Italian wines of three cultivars, by 13 chemical measures of very different scale."),
  NULL, generate,
};
