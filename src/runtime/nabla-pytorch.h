/* Experiments as PyTorch scripts: the same training, to be read and gone on with
 * elsewhere.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-trainer.h"

G_BEGIN_DECLS

/**
 * nabla_pytorch_export:
 * @trainer: standing between two steps
 * @script: where the Python script goes
 * @arrays: (nullable): where its numbers go, an .npz; %NULL for one beside @script of the
 *   same name
 *
 * Writes a script that trains this experiment with PyTorch from where @trainer stands:
 * the same data, batches in the same order, the same weights and optimizer state to
 * begin with, the same updates. Without dropout and noise, whose random numbers are
 * other ones, it has Nabla's costs to rounding.
 *
 * Returns: whether both files were written; what PyTorch cannot do in the same way is
 *   refused with a sentence: planted bugs, several losses, layers that are parameters
 */
gboolean nabla_pytorch_export (const NablaTrainer *trainer,
                               const char *script,
                               const char *arrays,
                               GError **error);

G_END_DECLS
