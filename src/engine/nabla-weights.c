/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-weights.h"

#include "nabla-error.h"
#include "nabla-graph-private.h"
#include "nabla-number.h"
#include "nabla-safetensors.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* A message names no more differences than these. */
#define MAX_DIFFERENCES 4

#define PARAMETER -2
#define NODE_STATE -1

/* One array of numbers of a network or its optimizer, as a file holds it. */
typedef struct {
  NablaTensor tensor;
  const NablaNode *node;
  int which; /* PARAMETER, NODE_STATE or which of the optimizer's states */
} Piece;

typedef struct {
  const NablaGraph *graph;
  const NablaOptimizer *optimizer;
  GArray *pieces; /* of Piece, in the order of the graph */
} Pieces;

static void
piece_clear (gpointer data)
{
  Piece *self = data;
  g_free (self->tensor.name);
}

static void
pieces_clear (Pieces *self)
{
  g_array_unref (self->pieces);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pieces, pieces_clear)

static void
add_piece (Pieces *self, const NablaNode *node, int which, char *name)
{
  Piece piece = {
    .node = node,
    .which = which,
    .tensor.name = name,
    .tensor.type = self->graph->precision == NABLA_DOUBLE ? NABLA_TENSOR_F64 : NABLA_TENSOR_F32,
    .tensor.rank = which == NODE_STATE ? 1 : node->shape.rank,
  };
  for (guint i = 0; i < piece.tensor.rank; i++)
    piece.tensor.dim[i] = which == NODE_STATE ? node->state_size : node->shape.dim[i];
  g_array_append_val (self->pieces, piece);
}

static Pieces
find_pieces (const NablaGraph *graph, const NablaOptimizer *optimizer)
{
  Pieces self = { graph, optimizer, g_array_new (FALSE, FALSE, sizeof (Piece)) };
  g_array_set_clear_func (self.pieces, piece_clear);
  const NablaOptimizerClass *klass = optimizer != NULL ? nabla_optimizer_class (optimizer) : NULL;

  for (guint i = 0; i < nabla_graph_n_nodes (graph); i++)
    {
      const NablaNode *node = nabla_graph_node (graph, i);
      if (node->state_size > 0)
        add_piece (&self, node, NODE_STATE, g_strdup_printf ("%s.state", node->name));
      if (!nabla_node_is_parameter (node))
        continue;
      add_piece (&self, node, PARAMETER, g_strdup (node->name));
      for (guint state = 0; klass != NULL && state < klass->n_states; state++)
        add_piece (&self, node, state,
                   g_strdup_printf ("%s.%s", node->name, klass->state_names[state]));
    }
  return self;
}

static const Piece *
get_piece (const Pieces *self, guint index)
{
  return &g_array_index (self->pieces, Piece, index);
}

static void
get_numbers (gpointer data, guint index, double *values)
{
  const Pieces *self = data;
  const Piece *piece = get_piece (self, index);

  if (piece->which == PARAMETER)
    nabla_graph_get_parameter (self->graph, piece->node, values);
  else if (piece->which == NODE_STATE)
    nabla_graph_get_state (self->graph, piece->node, values);
  else
    for (gsize i = 0; i < nabla_tensor_size (&piece->tensor); i++)
      values[i] = nabla_precision_get (self->graph->precision,
                                       nabla_optimizer_state (self->optimizer, piece->which),
                                       piece->node->parameter_offset + i);
}

static void
set_numbers (const Pieces *self, NablaGraph *graph, guint index, const double *values)
{
  const Piece *piece = get_piece (self, index);

  if (piece->which == PARAMETER)
    nabla_graph_set_parameter (graph, piece->node, values);
  else if (piece->which == NODE_STATE)
    nabla_graph_set_state (graph, piece->node, values);
  else
    for (gsize i = 0; i < nabla_tensor_size (&piece->tensor); i++)
      nabla_precision_set (graph->precision, nabla_optimizer_state (self->optimizer, piece->which),
                           piece->node->parameter_offset + i, values[i]);
}

gboolean
nabla_weights_save (const NablaGraph *graph,
                    const NablaOptimizer *optimizer,
                    GHashTable *metadata,
                    const char *path,
                    GError **error)
{
  g_return_val_if_fail (graph != NULL && graph->built && path != NULL, FALSE);

  g_auto (Pieces) pieces = find_pieces (graph, optimizer);
  guint n = pieces.pieces->len;
  g_autofree NablaTensor *tensors = g_new (NablaTensor, n);
  for (guint i = 0; i < n; i++)
    tensors[i] = get_piece (&pieces, i)->tensor;
  return nabla_safetensors_write (path, metadata, tensors, n, get_numbers, &pieces, error);
}

static gboolean
same_shape (const NablaTensor *a, const NablaTensor *b)
{
  return a->rank == b->rank && memcmp (a->dim, b->dim, a->rank * sizeof a->dim[0]) == 0;
}

/* Whether @name is what an optimizer keeps of a parameter of @graph. */
static gboolean
is_optimizer_state (const NablaGraph *graph, const char *name)
{
  const char *point = strrchr (name, '.');
  if (point == NULL)
    return FALSE;
  g_autofree char *node_name = g_strndup (name, point - name);
  const NablaNode *node = nabla_graph_find (graph, node_name);
  return node != NULL && nabla_node_is_parameter (node);
}

/* Returns: (element-type utf8): a clause for each tensor in which file and network
 * differ */
static GPtrArray *
find_differences (const Pieces *self, const NablaSafetensors *file)
{
  GPtrArray *differences = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->pieces->len; i++)
    {
      const NablaTensor *mine = &get_piece (self, i)->tensor;
      const NablaTensor *theirs = nabla_safetensors_find (file, mine->name);
      g_hash_table_add (wanted, mine->name);
      if (theirs != NULL && same_shape (mine, theirs))
        continue;
      g_autofree char *my_shape = nabla_tensor_format_shape (mine);
      if (theirs == NULL)
        {
          g_ptr_array_add (differences,
                           g_strdup_printf (_("'%s' of shape %s is missing in the file"),
                                            mine->name, my_shape));
          continue;
        }
      g_autofree char *their_shape = nabla_tensor_format_shape (theirs);
      g_ptr_array_add (differences,
                       g_strdup_printf (_("'%s' has shape %s in the file, but %s in the network"),
                                        mine->name, their_shape, my_shape));
    }
  for (guint i = 0; i < nabla_safetensors_n_tensors (file); i++)
    {
      const NablaTensor *theirs = nabla_safetensors_tensor (file, i);
      if (g_hash_table_contains (wanted, theirs->name)
          || (self->optimizer == NULL && is_optimizer_state (self->graph, theirs->name)))
        continue;
      g_autofree char *shape = nabla_tensor_format_shape (theirs);
      g_ptr_array_add (differences, g_strdup_printf (_("'%s' of shape %s is not in the network"),
                                                     theirs->name, shape));
    }
  return differences;
}

static gboolean
check_differences (const Pieces *self,
                   const NablaSafetensors *file,
                   const char *path,
                   GError **error)
{
  g_autoptr (GPtrArray) differences = find_differences (self, file);
  if (differences->len == 0)
    return TRUE;

  guint shown = MIN (differences->len, MAX_DIFFERENCES);
  g_autoptr (GString) list = g_string_new (NULL);
  for (guint i = 0; i < shown; i++)
    g_string_append_printf (list, i > 0 ? "; %s" : "%s",
                            (char *) g_ptr_array_index (differences, i));
  guint more = differences->len - shown;
  if (more > 0)
    g_string_append_printf (list,
                            g_dngettext (GETTEXT_PACKAGE, "; and %u more difference",
                                         "; and %u more differences", more),
                            more);
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_SHAPE, _("%s does not fit the network: %s"), path,
               list->str);
  return FALSE;
}

/* Reads the numbers of @piece and sees that the network can hold them. */
static double *
read_piece (NablaSafetensors *file, const Piece *piece, const char *path, GError **error)
{
  gsize n = nabla_tensor_size (&piece->tensor);
  g_autofree double *values = g_try_new (double, MAX (n, 1));
  if (values == NULL)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE,
                   _("%s: there is not memory enough for '%s'"), path, piece->tensor.name);
      return NULL;
    }
  if (!nabla_safetensors_read (file, nabla_safetensors_find (file, piece->tensor.name), values,
                               error))
    return NULL;
  for (gsize i = 0; piece->tensor.type == NABLA_TENSOR_F32 && i < n; i++)
    if (isfinite (values[i]) && fabs (values[i]) > FLT_MAX)
      {
        char number[NABLA_NUMBER_LENGTH];
        g_set_error (error, NABLA_ERROR, NABLA_ERROR_RANGE,
                     _("%s: '%s' has the number %s, which is too large for single precision"),
                     path, piece->tensor.name, nabla_number_format (values[i], number));
        return NULL;
      }
  return g_steal_pointer (&values);
}

gboolean
nabla_weights_load (NablaGraph *graph,
                    NablaOptimizer *optimizer,
                    const char *path,
                    GHashTable **metadata,
                    GError **error)
{
  g_return_val_if_fail (graph != NULL && graph->built && path != NULL, FALSE);

  g_autoptr (NablaSafetensors) file = nabla_safetensors_open (path, error);
  if (file == NULL)
    return FALSE;
  g_auto (Pieces) pieces = find_pieces (graph, optimizer);
  if (!check_differences (&pieces, file, path, error))
    return FALSE;

  /* All is read before anything changes. */
  g_autoptr (GPtrArray) numbers = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < pieces.pieces->len; i++)
    {
      double *values = read_piece (file, get_piece (&pieces, i), path, error);
      if (values == NULL)
        return FALSE;
      g_ptr_array_add (numbers, values);
    }
  for (guint i = 0; i < numbers->len; i++)
    set_numbers (&pieces, graph, i, g_ptr_array_index (numbers, i));
  if (metadata != NULL)
    *metadata = g_hash_table_ref (nabla_safetensors_metadata (file));
  return TRUE;
}

GHashTable *
nabla_weights_read_metadata (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autoptr (NablaSafetensors) file = nabla_safetensors_open (path, error);
  return file != NULL ? g_hash_table_ref (nabla_safetensors_metadata (file)) : NULL;
}
