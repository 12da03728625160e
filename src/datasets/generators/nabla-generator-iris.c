/* Fisher's irises of 1936: the first table that most people classify.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-embedded.h"

static NablaDataset *
generate (const double *settings, guint32 seed, GError **error)
{
  return nabla_embedded_load ("iris", _("Iris"), error);
}

const NablaGenerator nabla_generator_iris = {
  "iris", N_("Iris"),
  N_("150 irises of three species, by the length and width of sepals and petals."),
  NULL, generate,
};
