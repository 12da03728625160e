/* Handwritten digits of 8 × 8 pixels with 17 shades each.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-embedded.h"

static NablaDataset *
generate (const double *settings, guint32 seed, GError **error)
{
  NablaDataset *self = nabla_embedded_load ("digits", _("Digits"), error);
  if (self == NULL)
    return NULL;

  self->image_height = 8;
  self->image_width = 8;
  self->image_channels = 1;
  return self;
}

const NablaGenerator nabla_generator_digits = {
  "digits", N_("Digits"),
  N_("1,797 handwritten digits as pictures of 8 × 8 pixels."),
  NULL, generate,
};
