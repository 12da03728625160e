/* What one compilation of typed/ gives to the engine.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-lists.h"
#include "nabla-registry-private.h"
#include "nabla-typed.h"

/* Our own kernels give an element the same bits wherever a range begins; OpenBLAS,
 * which the portable build uses, does not: there, products are cut at fixed points. */
#ifdef NABLA_ISA_PORTABLE
#define NABLA_GRAIN 64
#else
#define NABLA_GRAIN NABLA_LANES
#endif
