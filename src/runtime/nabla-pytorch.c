/* The numbers of a script: data, splits, weights, what the optimizer remembers.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-pytorch.h"

#include "nabla-error.h"
#include "nabla-npz-file.h"
#include "nabla-pytorch-private.h"
#include "nabla-trainer-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static NablaArray *
add_array (GPtrArray *list, const char *name, guint n_dims, const gsize *shape, GError **error)
{
  NablaArray *array = nabla_array_new (name, n_dims, shape, error);
  if (array != NULL)
    g_ptr_array_add (list, array);
  return array;
}

/* m rows of numbers of the problem's precision. */
static gboolean
add_rows (GPtrArray *list,
          const NablaProblem *problem,
          const char *name,
          const void *rows,
          gsize n,
          GError **error)
{
  NablaArray *array = add_array (list, name, 2, (gsize[]){ problem->dataset->m, n }, error);
  for (gsize i = 0; array != NULL && i < array->n_values; i++)
    array->values[i]
        = problem->precision == NABLA_DOUBLE ? ((const double *)rows)[i] : ((const float *)rows)[i];
  return array != NULL;
}

static gboolean
add_splits (GPtrArray *list, const NablaPartition *partition, GError **error)
{
  static const char *const names[] = { "train", "dev", "test" };
  for (guint split = 0; split < NABLA_N_SPLITS; split++)
    {
      NablaArray *array = add_array (list, names[split], 1, &partition->sizes[split], error);
      if (array == NULL)
        return FALSE;
      for (gsize i = 0; i < array->n_values; i++)
        array->values[i] = partition->indices[split][i];
    }
  return TRUE;
}

/* A parameter, and what the optimizer keeps of it. */
static gboolean
add_parameter (GPtrArray *list, const NablaTrainer *trainer, const NablaNode *node, GError **error)
{
  gsize shape[NABLA_MAX_RANK], size = nabla_shape_size (&node->shape);
  for (guint i = 0; i < node->shape.rank; i++)
    shape[i] = node->shape.dim[i];
  NablaArray *array = add_array (list, node->name, node->shape.rank, shape, error);
  if (array == NULL)
    return FALSE;
  nabla_graph_get_parameter (trainer->model->graph, node, array->values);

  const NablaOptimizerClass *klass = nabla_optimizer_class (trainer->optimizer);
  for (guint s = 0; s < klass->n_states; s++)
    {
      g_autofree char *name = g_strconcat (klass->state_names[s], ":", node->name, NULL);
      const void *state = nabla_optimizer_state (trainer->optimizer, s);
      array = add_array (list, name, node->shape.rank, shape, error);
      for (gsize i = 0; array != NULL && i < size; i++)
        array->values[i] = trainer->problem->precision == NABLA_DOUBLE
                               ? ((const double *)state)[node->parameter_offset + i]
                               : ((const float *)state)[node->parameter_offset + i];
      if (array == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_node (GPtrArray *list, const NablaTrainer *trainer, const NablaNode *node, GError **error)
{
  if (node->op->flags & NABLA_OP_PARAMETER)
    return add_parameter (list, trainer, node, error);
  if (node->state_size == 0)
    return TRUE;
  g_autofree char *name = g_strconcat (node->name, "/averages", NULL);
  gsize shape[] = { 2, node->state_size / 2 };
  NablaArray *array = add_array (list, name, 2, shape, error);
  const void *states = nabla_graph_states (trainer->model->graph);
  for (gsize i = 0; array != NULL && i < node->state_size; i++)
    array->values[i] = trainer->problem->precision == NABLA_DOUBLE
                           ? ((const double *)states)[node->state_offset + i]
                           : ((const float *)states)[node->state_offset + i];
  return array != NULL;
}

static gboolean
write_arrays (const NablaTrainer *trainer, const char *path, GError **error)
{
  const NablaProblem *problem = trainer->problem;
  const NablaGraph *graph = trainer->model->graph;
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)nabla_array_free);
  if (!add_rows (list, problem, "x", problem->x, problem->dataset->n_x, error)
      || !add_rows (list, problem, "y", problem->y, problem->n_y, error)
      || !add_splits (list, problem->partition, error))
    return FALSE;
  for (guint i = 0; i < nabla_graph_n_nodes (graph); i++)
    if (!add_node (list, trainer, nabla_graph_node (graph, i), error))
      return FALSE;
  return nabla_npz_file_write (path, (NablaArray *const *)list->pdata, list->len, error);
}

gboolean
nabla_pytorch_export (const NablaTrainer *trainer,
                      const char *script,
                      const char *arrays,
                      GError **error)
{
  g_return_val_if_fail (trainer != NULL && script != NULL, FALSE);

  if (!nabla_pytorch_check (trainer, error))
    return FALSE;
  gsize length = strlen (script) - (g_str_has_suffix (script, ".py") ? strlen (".py") : 0);
  g_autofree char *beside = g_strdup_printf ("%.*s.npz", (int)length, script);
  const char *numbers = arrays != NULL ? arrays : beside;

  /* A file in the same folder is found wherever the folder goes. */
  g_autofree char *script_folder = g_path_get_dirname (script);
  g_autofree char *folder = g_path_get_dirname (numbers);
  g_autofree char *called = g_str_equal (folder, script_folder)
                                ? g_path_get_basename (numbers)
                                : g_canonicalize_filename (numbers, NULL);
  g_autofree char *text = nabla_pytorch_script (trainer, called);
  g_autoptr (GError) reason = NULL;
  if (!write_arrays (trainer, numbers, error))
    return FALSE;
  if (g_file_set_contents_full (script, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0644, &reason))
    return TRUE;
  g_autofree char *name = g_filename_display_name (script);
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_IO, _ ("%s cannot be written: %s"), name,
               reason->message);
  return FALSE;
}
