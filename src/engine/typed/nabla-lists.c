/* The lists of ops, optimizers and planted bugs of one compilation of typed/.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-sums.h"
#include "nabla-typed-lists.h"

#define DECLARE_OP(name) extern const NablaOp NABLA_T (op_##name);
#define DECLARE_OPTIMIZER(name) extern const NablaOptimizerClass NABLA_T (optim_##name);
#define DECLARE_BUG(name) extern const NablaBug NABLA_T (bug_##name);
#define ADDRESS_OP(name) &NABLA_T (op_##name),
#define ADDRESS_OPTIMIZER(name) &NABLA_T (optim_##name),
#define ADDRESS_BUG(name) &NABLA_T (bug_##name),

NABLA_OPS (DECLARE_OP)
NABLA_OPTIMIZERS (DECLARE_OPTIMIZER)
NABLA_BUGS (DECLARE_BUG)

static const NablaOp *const ops[] = { NABLA_OPS (ADDRESS_OP) NULL };
static const NablaOptimizerClass *const optimizers[] = { NABLA_OPTIMIZERS (ADDRESS_OPTIMIZER) NULL };
static const NablaBug *const bugs[] = { NABLA_BUGS (ADDRESS_BUG) NULL };

const NablaTypedLists NABLA_T (lists) = {
  .ops = ops,
  .optimizers = optimizers,
  .bugs = bugs,
  .grain = NABLA_GRAIN,
  .sum = NABLA_T (sum),
  .sum_squares = NABLA_T (sum_squares),
  .sum_absolutes = NABLA_T (sum_absolutes),
};
