/* Ops and nodes: the words and sentences of a network.
 *
 * A network is a graph of nodes. A node is an op with inputs, a shape, a value
 * and a gradient. Parameters are nodes too, so that shared weights, frozen
 * layers and "the picture is what we train" need nothing extra.
 *
 * Values are laid out as the course writes them: A^[l] has shape (n^[l], m),
 * examples are columns. The number of columns in memory, the pitch, is the
 * largest batch rounded up to whole blocks of %NABLA_LANES, so that loops over
 * examples are whole vectors; columns beyond the batch hold finite rubbish, and
 * losses give them zero gradients. Pictures are laid out plane by plane (see
 * NablaLayout) and become columns in flatten.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-param.h"
#include "nabla-shape.h"

G_BEGIN_DECLS

#define NABLA_LANES 16
#define NABLA_MAX_INPUTS 16
#define NABLA_MAX_PHASES 3

typedef enum {
  NABLA_SINGLE, /* float: training */
  NABLA_DOUBLE, /* double: gradient checks, published digits */
  NABLA_N_PRECISIONS,
} NablaPrecision;

/**
 * NablaLayout:
 * @NABLA_LAYOUT_COLUMNS: element i of example e is value[i · pitch + e]
 * @NABLA_LAYOUT_PLANES: example e begins at e · example_stride and has one
 *   zero-padded plane a channel: row h of channel c begins at
 *   c · plane_stride + (h + pad) · row_pitch. The padding at the right end of a
 *   row serves as the left padding of the next.
 * @NABLA_LAYOUT_PARAMETER: row-major, no examples
 */
typedef enum {
  NABLA_LAYOUT_COLUMNS,
  NABLA_LAYOUT_PLANES,
  NABLA_LAYOUT_PARAMETER,
} NablaLayout;

typedef struct {
  guint pad;
  guint row_pitch;
  gsize plane_stride;
  gsize example_stride;
} NablaPlanes;

/* How a parameter gets its first values. Glorot is by both sides' units, Xavier
 * as the course has it; see nabla-initialization.h. */
typedef struct {
  guint kind;
  double scale;
  guint fan_in;
  guint fan_out;
} NablaInitialization;

typedef struct _NablaOp NablaOp;
typedef struct _NablaNode NablaNode;
typedef struct _NablaPass NablaPass;
typedef struct _NablaGraph NablaGraph;
typedef struct _NablaBug NablaBug;

/**
 * NablaNode:
 * @index: place in the graph; inputs come before the nodes that use them
 * @name: unique in its graph: `hidden`, `hidden/W`
 * @settings: one number a parameter spec of its op
 * @inputs: data inputs first, then the op's parameters
 * @n_data: how many of @inputs are data
 * @shape: of one example, or of the parameter
 * @trainable: for a parameter: whether it is updated
 * @is_output: whether its gradient begins with one from outside
 * @is_wanted: for an input: whether its gradient is asked for
 * @needs_gradient: whether something trained or wanted lies at or before this node
 * @decays: for a parameter: whether L1, L2 and weight decay act on it (W, not b)
 * @accumulate: for each input: whether its gradient holds another consumer's
 *   part already, so that this node must add to it
 * @cache_fixed, @cache_lanes: numbers that the op keeps from forward to
 *   backward: so many in all, and so many an example
 * @state_size: numbers that are not trained but kept between steps and saved
 * @loss_weight: for a loss: its share in the objective
 * @parameter_offset: for a parameter: where it begins in the graph's arena
 * @state_offset: where the state begins in the graph's arena
 */
struct _NablaNode {
  guint index;
  char *name;
  const NablaOp *op;
  double settings[NABLA_MAX_PARAMS];
  NablaNode *inputs[NABLA_MAX_INPUTS];
  guint n_inputs;
  guint n_data;
  NablaShape shape;
  NablaLayout layout;
  NablaPlanes planes;
  gboolean trainable;
  gboolean is_output;
  gboolean is_wanted;
  gboolean needs_gradient;
  gboolean decays;
  gboolean accumulate[NABLA_MAX_INPUTS];
  NablaInitialization initialization;
  gsize cache_fixed;
  gsize cache_lanes;
  gsize state_size;
  double loss_weight;
  gsize parameter_offset;
  gsize state_offset;
};

/* What a pass over the graph is for. */
typedef enum {
  NABLA_MODE_EVALUATE, /* dropout off, stored averages; what predictions use */
  NABLA_MODE_TRAIN,    /* dropout on, the batch's own averages, state written */
  NABLA_MODE_OBJECTIVE, /* as train, but no state is written: gradient check, cost */
} NablaMode;

/**
 * NablaPass:
 * @values, @gradients, @caches: of each node, by its index; of the graph's
 *   precision. A gradient is %NULL where no trained parameter needs it.
 * @states: state of each node, or %NULL
 * @rows: examples in this batch
 * @lanes: @rows rounded up to whole blocks
 * @pitch: columns that values have in memory
 * @step: updates made before this pass: what dropout draws by
 * @seed: of the experiment
 * @examples: number of each example in its data set: what dropout draws by;
 *   %NULL for @first, @first + 1, …
 * @inputs_kept: whether inputs hold the same examples as in the pass before
 * @feeds: for each input node, rows of the data (example-major) of the graph's
 *   precision, from which @examples are gathered
 *
 * What an op may look at while it runs.
 */
struct _NablaPass {
  void **values;
  void **gradients;
  void **caches;
  void **states;
  const void **feeds;
  const guint32 *examples;
  guint32 first;
  gsize rows;
  gsize lanes;
  gsize pitch;
  NablaMode mode;
  gboolean with_backward;
  gboolean inputs_kept;
  guint64 step;
  guint32 seed;
};

/* How a phase may be cut so that threads share it. */
typedef enum {
  NABLA_OVER_EXAMPLES, /* ranges of columns, whole blocks of lanes; no barrier needed */
  NABLA_OVER_UNITS,    /* ranges of the node's units (first dimension), all examples */
} NablaOver;

/**
 * NablaPhase:
 * @over: how it is cut
 * @run: works on [@begin, @end); starts no thread, never fails, never allocates,
 *   and gives the same bits however it is cut
 */
typedef struct {
  NablaOver over;
  void (*run) (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end);
} NablaPhase;

typedef enum {
  NABLA_OP_NONE = 0,
  NABLA_OP_LOSS = 1 << 0,       /* value is (1, m): each example's loss; its cache
                                 * holds the prediction, of the logits' shape */
  NABLA_OP_INPUT = 1 << 1,      /* fed from outside */
  NABLA_OP_PARAMETER = 1 << 2,  /* the node is a parameter itself */
  NABLA_OP_ACTIVATION = 1 << 3, /* may stand after `activation=` */
  NABLA_OP_RANDOM = 1 << 4,     /* draws numbers in training */
} NablaOpFlags;

/**
 * NablaOp:
 * @name: the word after `op=`, the field's term
 * @title, @help: for people; marked N_()
 * @params: settings; the end has a name of %NULL
 * @min_inputs, @max_inputs: data inputs it takes
 * @infer: checks the inputs' shapes, sets shape, layout, caches and state, and
 *   adds the op's parameters by nabla_node_add_parameter (); reports a sentence
 *   that names the node and both shapes
 * @reset_state: (nullable): writes the state's first values; zeros without it
 * @forward: computes the value from the inputs' values
 * @backward_data: from its own gradient, gives the data inputs theirs
 * @backward_parameters: gives its parameters their gradients
 * @commit: writes the state, after the whole step was computed, so that a step
 *   that is cut off leaves no trace
 *
 * A phase without a function ends a list of phases.
 */
struct _NablaOp {
  const char *name;
  const char *title;
  const char *help;
  const NablaParamSpec *params;
  guint min_inputs;
  guint max_inputs;
  NablaOpFlags flags;
  gboolean (*infer) (NablaGraph *graph, NablaNode *node, GError **error);
  void (*reset_state) (const NablaNode *node, double *state);
  NablaPhase forward[NABLA_MAX_PHASES];
  NablaPhase backward_data[NABLA_MAX_PHASES];
  NablaPhase backward_parameters[NABLA_MAX_PHASES];
  NablaPhase commit;
};

/**
 * nabla_ops:
 * @precision: of the numbers
 *
 * Returns: (array zero-terminated=1): all ops, compiled for @precision and this
 *   processor
 */
const NablaOp *const *nabla_ops (NablaPrecision precision);

/* Returns: (nullable): the op called @name */
const NablaOp *nabla_op_find (NablaPrecision precision, const char *name);

/* Returns: what typed/ was compiled for and runs here: `v4` (AVX-512), `v3`
 * (AVX2) or `portable` */
const char *nabla_instruction_set (void);

/**
 * nabla_node_add_parameter:
 * @graph: the graph
 * @node: the node whose op needs a parameter; called from its infer
 * @suffix: the course's letter: `W`, `b`, `gamma`, `beta`
 * @shape: of the parameter; the first dimension is the units
 * @initialization: how it starts
 * @decays: whether penalties act on it
 *
 * Makes the parameter a node called `NAME/SUFFIX` and the next input of @node;
 * if @node shares another node's parameters, that one's is taken instead.
 *
 * Returns: whether it could be done; a shared parameter of another shape cannot
 */
gboolean nabla_node_add_parameter (NablaGraph *graph,
                                   NablaNode *node,
                                   const char *suffix,
                                   NablaShape shape,
                                   NablaInitialization initialization,
                                   gboolean decays,
                                   GError **error);

G_END_DECLS
