/* What planted bugs share: the right ops and optimizers that they stand in for.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-bug.h"
#include "nabla-lists.h"
#include "nabla-typed.h"

#include <glib/gi18n-lib.h>

#define NABLA_DECLARE_OP(name) extern const NablaOp NABLA_T (op_##name);
#define NABLA_DECLARE_OPTIMIZER(name) extern const NablaOptimizerClass NABLA_T (optim_##name);

NABLA_OPS (NABLA_DECLARE_OP)
NABLA_OPTIMIZERS (NABLA_DECLARE_OPTIMIZER)
