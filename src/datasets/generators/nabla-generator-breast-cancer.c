/* The Wisconsin diagnostic breast cancer data: cell nuclei under the microscope.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-embedded.h"

static NablaDataset *
generate (const double *settings, guint32 seed, GError **error)
{
  return nabla_embedded_load ("breast_cancer", _("Breast cancer"), error);
}

const NablaGenerator nabla_generator_breast_cancer = {
  "breast_cancer", N_("Breast cancer"),
  N_("569 tumors, benign or malignant, by 30 measures of their cell nuclei."),
  NULL, generate,
};
