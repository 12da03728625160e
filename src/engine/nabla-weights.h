/* Weight files: what a network has learned, with the experiment it learned it in.
 *
 * They are safetensors (nabla-safetensors.h), so that other programs read them too.
 * A parameter is called as its node and has the course's shape: `hidden/W`,
 * (n^[l], n^[l−1]). A node's state is `NODE.state`, one row of numbers; what an
 * optimizer keeps is `PARAMETER.LETTER`, `hidden/W.v`, with the parameter's shape.
 * No node's name has a point in it. Numbers are as wide as the graph's precision.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-optimizer.h"

G_BEGIN_DECLS

/**
 * nabla_weights_save:
 * @graph: a built graph
 * @optimizer: (nullable): of @graph, if training is to go on from the file
 * @metadata: (nullable) (element-type utf8 utf8): texts to go with the numbers: the
 *   experiment, the numbers of its normalizer, the step
 * @path: where; a file that is there is replaced at once or, on error, not at all
 *
 * Writes all parameters, frozen ones too, and all state.
 *
 * Returns: whether the file is there
 */
gboolean nabla_weights_save (const NablaGraph *graph,
                             const NablaOptimizer *optimizer,
                             GHashTable *metadata,
                             const char *path,
                             GError **error);

/**
 * nabla_weights_load:
 * @graph: a built graph, of either precision
 * @optimizer: (nullable): of @graph; the file must hold its states. Without it,
 *   those in the file are left alone.
 * @path: a file, from here or another program: F64, F32, F16 or BF16
 * @metadata: (out) (optional) (transfer full): the texts by key
 * @error: %NABLA_ERROR_SHAPE: a sentence that says which tensors are missing, which
 *   are none of the network's, and which have another shape, with both shapes;
 *   %NABLA_ERROR_RANGE: a number too large for single precision; else as
 *   nabla_safetensors_open ()
 *
 * Takes all parameters and all state from the file, or, on error, nothing.
 *
 * Returns: whether they were taken
 */
gboolean nabla_weights_load (NablaGraph *graph,
                             NablaOptimizer *optimizer,
                             const char *path,
                             GHashTable **metadata,
                             GError **error);

/**
 * nabla_weights_read_metadata:
 * @path: a file
 *
 * Reads what is needed to make the graph that nabla_weights_load () is to fill.
 *
 * Returns: (transfer full) (nullable) (element-type utf8 utf8): the texts by key
 */
GHashTable *nabla_weights_read_metadata (const char *path, GError **error);

G_END_DECLS
