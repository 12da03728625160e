/* The lists of ops and optimizers of one compilation of typed/.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-sums.h"
#include "nabla-typed-lists.h"

#define DECLARE_OP(name) extern const NablaOp NABLA_T (op_##name);
#define DECLARE_OPTIMIZER(name) extern const NablaOptimizerClass NABLA_T (optim_##name);
#define ADDRESS_OP(name) &NABLA_T (op_##name),
#define ADDRESS_OPTIMIZER(name) &NABLA_T (optim_##name),

NABLA_OPS (DECLARE_OP)
NABLA_OPTIMIZERS (DECLARE_OPTIMIZER)

static const NablaOp *const ops[] = { NABLA_OPS (ADDRESS_OP) NULL };
static const NablaOptimizerClass *const optimizers[] = { NABLA_OPTIMIZERS (ADDRESS_OPTIMIZER) NULL };

const NablaTypedLists NABLA_T (lists) = {
  .ops = ops,
  .optimizers = optimizers,
  .grain = NABLA_GRAIN,
  .sum = NABLA_T (sum),
  .sum_squares = NABLA_T (sum_squares),
  .sum_absolutes = NABLA_T (sum_absolutes),
};
