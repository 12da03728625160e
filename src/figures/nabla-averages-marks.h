/* Which marks of weighted averages are what.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-averages-picture.h"

G_BEGIN_DECLS

/* Series of marks: the averages by their index, and */
enum
{
  NABLA_AVERAGES_PLAIN = NABLA_MAX_AVERAGES,
  NABLA_AVERAGES_THETA,
  NABLA_AVERAGES_WEIGHTS,
  NABLA_AVERAGES_WINDOW,
  NABLA_AVERAGES_CHOSEN,
};

G_END_DECLS
