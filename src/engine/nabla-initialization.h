/* First values of parameters.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-op.h"
#include "nabla-random.h"

G_BEGIN_DECLS

typedef enum {
  NABLA_INITIALIZATION_ZEROS,
  NABLA_INITIALIZATION_CONSTANT, /* all equal to scale; draws nothing */
  NABLA_INITIALIZATION_NORMAL,   /* randn · scale */
  NABLA_INITIALIZATION_XAVIER,   /* randn · √(1/n^[l−1]), as the course has it */
  NABLA_INITIALIZATION_HE,       /* randn · √(2/n^[l−1]): He et al. 2015, eq. 10 */
  NABLA_INITIALIZATION_GLOROT,   /* randn · √(2/(n^[l−1]+n^[l])): Glorot, Bengio 2010, eq. 12 */
} NablaInitializationKind;

/* zeros, constant, normal, xavier, he, glorot; NULL-terminated */
extern const char *const nabla_initialization_names[];

/**
 * nabla_initialization_draw:
 * @self: how
 * @random: numpy's generator; advanced by @n normal draws, or not at all for
 *   zeros and constant
 * @values: (array length=n) (out): in the parameter's row-major order
 */
void nabla_initialization_draw (const NablaInitialization *self,
                                NablaRandomState *random,
                                double *values,
                                gsize n);

G_END_DECLS
