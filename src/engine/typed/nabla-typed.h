/* One source, two precisions, several processors.
 *
 * Everything in typed/ is compiled once for float and once for double, and that
 * for each instruction set of meson.build: NABLA_TYPED_DOUBLE, NABLA_ISA and
 * NABLA_VECTOR_BYTES say for which. Public names of a file go through NABLA_T (),
 * which gives each of the compilations its own: NABLA_T (gemm) is gemm_f32_v4.
 * At start, nabla-registry.c takes the list that suits the processor.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-op.h"

#define NABLA_PASTE3_(a, b, c) a##_##b##_##c
#define NABLA_PASTE3(a, b, c) NABLA_PASTE3_ (a, b, c)

#ifdef NABLA_TYPED_DOUBLE
typedef double NablaReal;
typedef gint64 NablaInt;
#define NABLA_VECTOR_LENGTH (NABLA_VECTOR_BYTES / 8)
#define NABLA_T(name) NABLA_PASTE3 (name, f64, NABLA_ISA)
#else
typedef float NablaReal;
typedef gint32 NablaInt;
#define NABLA_VECTOR_LENGTH (NABLA_VECTOR_BYTES / 4)
#define NABLA_T(name) NABLA_PASTE3 (name, f32, NABLA_ISA)
#endif

/* A vector register full of numbers; loads and stores need no alignment. */
typedef NablaReal NablaVector __attribute__ ((vector_size (NABLA_VECTOR_BYTES),
                                              aligned (sizeof (NablaReal)), may_alias));

/* Before a short loop over registers: it must vanish, or they live in memory. */
#ifdef __clang__
#define NABLA_UNROLL _Pragma ("unroll")
#else
#define NABLA_UNROLL _Pragma ("GCC unroll 16")
#endif

static inline NablaReal *
nabla_value (const NablaPass *pass, const NablaNode *node)
{
  return pass->values[node->index];
}

static inline NablaReal *
nabla_gradient (const NablaPass *pass, const NablaNode *node)
{
  return pass->gradients[node->index];
}

static inline NablaReal *
nabla_cache (const NablaPass *pass, const NablaNode *node)
{
  return pass->caches[node->index];
}

static inline NablaReal *
nabla_state (const NablaPass *pass, const NablaNode *node)
{
  return pass->states[node->index];
}
