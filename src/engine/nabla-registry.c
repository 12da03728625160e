/* The registries of ops and optimizers: those compiled for this processor.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-registry-private.h"

#include <cblas.h>
#include <string.h>

typedef struct {
  const char *name;
  const NablaTypedLists *lists[NABLA_N_PRECISIONS];
} InstructionSet;

#define DECLARE(isa) extern const NablaTypedLists lists_f32_##isa, lists_f64_##isa;
#define ENTRY(isa) { #isa, { &lists_f32_##isa, &lists_f64_##isa } }

DECLARE (portable)
#ifdef NABLA_HAS_V3
DECLARE (v3)
DECLARE (v4)
#endif

/* Best last. */
static const InstructionSet sets[] = {
  ENTRY (portable),
#ifdef NABLA_HAS_V3
  ENTRY (v3),
  ENTRY (v4),
#endif
};

static guint
best_supported (void)
{
#ifdef NABLA_HAS_V3
  __builtin_cpu_init ();
  if (!__builtin_cpu_supports ("avx2") || !__builtin_cpu_supports ("fma")
      || !__builtin_cpu_supports ("bmi2"))
    return 0;
  if (!__builtin_cpu_supports ("avx512f") || !__builtin_cpu_supports ("avx512bw")
      || !__builtin_cpu_supports ("avx512cd") || !__builtin_cpu_supports ("avx512dq")
      || !__builtin_cpu_supports ("avx512vl"))
    return 1;
  return 2;
#else
  return 0;
#endif
}

static const InstructionSet *
chosen (void)
{
  static gsize once;
  static const InstructionSet *set;

  if (g_once_init_enter (&once))
    {
      guint best = best_supported ();
      /* For tests and comparisons; a set that the processor lacks is not taken. */
      const char *wanted = g_getenv ("NABLA_INSTRUCTION_SET");
      for (guint i = 0; wanted != NULL && i < best; i++)
        if (g_str_equal (wanted, sets[i].name))
          best = i;
      set = &sets[best];
      /* Our own pool cuts the work; threads of OpenBLAS's would fight for its cores,
       * and give other bits on other machines. */
      openblas_set_num_threads (1);
      g_once_init_leave (&once, 1);
    }
  return set;
}

const char *
nabla_instruction_set (void)
{
  return chosen ()->name;
}

const NablaTypedLists *
nabla_typed_lists (NablaPrecision precision)
{
  return chosen ()->lists[precision];
}

const NablaOp *const *
nabla_ops (NablaPrecision precision)
{
  g_return_val_if_fail (precision < NABLA_N_PRECISIONS, NULL);

  return chosen ()->lists[precision]->ops;
}

const NablaOp *
nabla_op_find (NablaPrecision precision, const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (const NablaOp *const *op = nabla_ops (precision); *op != NULL; op++)
    if (g_str_equal ((*op)->name, name))
      return *op;
  return NULL;
}

const NablaOptimizerClass *const *
nabla_optimizers (NablaPrecision precision)
{
  g_return_val_if_fail (precision < NABLA_N_PRECISIONS, NULL);

  return chosen ()->lists[precision]->optimizers;
}

const NablaOptimizerClass *
nabla_optimizer_find (NablaPrecision precision, const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (const NablaOptimizerClass *const *klass = nabla_optimizers (precision); *klass != NULL; klass++)
    if (g_str_equal ((*klass)->name, name))
      return *klass;
  return NULL;
}
