/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-op-run.h"

#include "nabla-error.h"
#include "nabla-examples.h"
#include "nabla-settings.h"
#include "nabla-workspace.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

enum
{
  MODE,
  SEED,
  STEP
};
enum
{
  TRAIN,
  EVALUATE
};

static const char *const modes[] = { "train", "evaluate", NULL };

static const NablaParamSpec common[]
    = { { "mode", N_ ("Mode"), NULL,
          N_ ("Whether the op works as in training or as in predictions."), NABLA_PARAM_CHOICE, 0,
          1, TRAIN, NABLA_SCALE_LINEAR, modes },
        { "seed", N_ ("Seed"), NULL, N_ ("Where the random numbers begin."), NABLA_PARAM_INTEGER, 0,
          G_MAXUINT32, 0, NABLA_SCALE_LINEAR },
        { "step", N_ ("Step"), NULL, N_ ("Updates made before: dropout draws by it."),
          NABLA_PARAM_INTEGER, 0, 1e9, 0, NABLA_SCALE_LINEAR },
        { NULL } };

/* An op between the arrays that go in and those that come out. */
typedef struct
{
  NablaOpRun *run;
  const NablaOp *op;
  double settings[NABLA_MAX_PARAMS];
  double common[G_N_ELEMENTS (common)];
  guint n_data;
  NablaGraph *graph;
  NablaNode *data[NABLA_MAX_INPUTS];
  double *feeds[NABLA_MAX_INPUTS];
  NablaNode *node;
  NablaWorkspace *workspace;
  gsize m;
} Rig;

static void
rig_clear (Rig *self)
{
  nabla_workspace_free (self->workspace);
  nabla_graph_free (self->graph);
  for (guint i = 0; i < self->n_data; i++)
    g_free (self->feeds[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rig, rig_clear)

static gboolean
is_loss (const Rig *self)
{
  return self->op->flags & NABLA_OP_LOSS;
}

/* x; x1, x2, …; for a loss z and y, logits and targets. */
static char *
data_name (const Rig *self, guint index)
{
  if (is_loss (self))
    return g_strdup (index == 0 ? "z" : "y");
  return self->n_data == 1 ? g_strdup ("x") : g_strdup_printf ("x%u", index + 1);
}

/* The W of `dense/W`. */
static const char *
parameter_name (const NablaNode *parameter)
{
  return strrchr (parameter->name, '/') + 1;
}

/* Dimensions of the value that @node has for all examples. */
static guint
value_dims (const Rig *self, const NablaNode *node, gsize *dims)
{
  const NablaOpRun *run = self->run;
  const NablaArray *first = self->n_data > 0 ? run->inputs[0] : run->dy;
  if (node->shape.rank == 1)
    {
      dims[0] = node->shape.dim[0];
      dims[1] = self->m;
      return self->m == 1 && (first == NULL || first->n_dims < 2) ? 1 : 2;
    }
  dims[0] = self->m;
  for (guint k = 0; k < node->shape.rank; k++)
    dims[k + 1] = node->shape.dim[k];
  return node->shape.rank + 1;
}

/* A dense layer has as many units as W has rows, if nobody says otherwise. */
static void
guess_units (Rig *self)
{
  const NablaOpRun *run = self->run;
  int units = nabla_param_find (self->op->params, "units");
  const NablaArray *w = run->n_inputs > self->n_data ? run->inputs[self->n_data] : NULL;
  if (units >= 0 && w != NULL && w->n_dims > 0 && w->n_dims <= 2 && w->shape[0] > 0
      && w->shape[0] <= self->op->params[units].maximum
      && !nabla_settings_have (run->changes, "units"))
    self->settings[units] = w->shape[0];
}

static gboolean
add_data (Rig *self, guint index, GError **error)
{
  const NablaArray *array = self->run->inputs[index];
  g_autofree char *name = data_name (self, index);
  NablaShape shape;
  gsize m;
  if (!nabla_examples_of (array, self->run->places[index], &shape, &m, error))
    return FALSE;
  if (index > 0 && m != self->m)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_SHAPE,
                   _ ("%s has %zu examples, but %s has %zu; examples are columns"),
                   self->run->places[index], m, self->run->places[0], self->m);
      return FALSE;
    }
  self->m = m;
  self->feeds[index] = g_new (double, array->n_values);
  nabla_examples_to_rows (array, self->feeds[index]);
  self->data[index] = nabla_graph_add_input (self->graph, name, &shape, error);
  if (self->data[index] == NULL)
    return FALSE;
  if (!is_loss (self) || index == 0)
    nabla_graph_want_gradient (self->graph, self->data[index]);
  return TRUE;
}

/* Predictions of batch normalization need its averages, μ and σ². */
static gboolean
takes_averages (const Rig *self)
{
  return self->node != NULL && self->node->state_size > 0 && self->common[MODE] == EVALUATE;
}

/* "x, W (4, 2), b (4, 1)" */
static char *
describe_inputs (const Rig *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < self->n_data; i++)
    {
      g_autofree char *name = data_name (self, i);
      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", name);
    }
  for (guint i = self->n_data; self->node != NULL && i < self->node->n_inputs; i++)
    {
      g_autofree char *shape = nabla_shape_format (&self->node->inputs[i]->shape, NULL);
      g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : "",
                              parameter_name (self->node->inputs[i]), shape);
    }
  if (takes_averages (self))
    g_string_append_printf (text, ", averages (2, %zu)", self->node->state_size / 2);
  return g_strdup (text->str);
}

static gboolean
check_count (const Rig *self, guint wanted, GError **error)
{
  if (self->run->n_inputs == wanted)
    return TRUE;
  g_autofree char *inputs = describe_inputs (self);
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_SHAPE,
               _ ("%s takes these arrays with --in: %s; %u were given"), self->op->name,
               *inputs != '\0' ? inputs : "–", self->run->n_inputs);
  return FALSE;
}

static gboolean
build (Rig *self, GError **error)
{
  NablaOpRun *run = self->run;
  self->n_data = CLAMP (run->n_inputs, self->op->min_inputs, self->op->max_inputs);
  if (run->n_inputs < self->n_data)
    return check_count (self, self->n_data, error);
  /* Without data, dY tells how many examples there are. */
  NablaShape shape;
  if (self->n_data == 0 && run->dy != NULL
      && !nabla_examples_of (run->dy, run->dy_place, &shape, &self->m, error))
    return FALSE;
  guess_units (self);
  self->graph = nabla_graph_new (NABLA_DOUBLE);
  for (guint i = 0; i < self->n_data; i++)
    if (!add_data (self, i, error))
      return FALSE;
  self->node = nabla_graph_add (self->graph, self->op->name, self->op->name, self->settings,
                                self->data, self->n_data, NULL, error);
  if (self->node == NULL
      || !check_count (self, self->node->n_inputs + takes_averages (self), error))
    return FALSE;
  if (is_loss (self))
    nabla_graph_add_loss (self->graph, self->node, 1);
  else
    nabla_graph_add_output (self->graph, self->node);
  return nabla_graph_build (self->graph, error);
}

/* Checks array @index against the shape that it is to have. */
static gboolean
check_shape (const Rig *self, guint index, guint n_dims, const gsize *dims, GError **error)
{
  const NablaArray *array = self->run->inputs[index];
  if (nabla_examples_same_shape (array->n_dims, array->shape, n_dims, dims))
    return TRUE;
  g_autofree char *found = nabla_array_shape_text (array);
  g_autofree char *inputs = describe_inputs (self);
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_SHAPE,
               _ ("%s: the shape is %s, but with such data %s takes: %s; examples are columns"),
               self->run->places[index], found, self->op->name, inputs);
  return FALSE;
}

static gboolean
set_parameters (Rig *self, GError **error)
{
  NablaRandomState random;
  nabla_random_state_seed (&random, 0);
  nabla_graph_initialize (self->graph, &random);
  for (guint i = self->n_data; i < self->node->n_inputs; i++)
    {
      const NablaNode *parameter = self->node->inputs[i];
      gsize dims[NABLA_MAX_RANK];
      for (guint k = 0; k < parameter->shape.rank; k++)
        dims[k] = parameter->shape.dim[k];
      if (!check_shape (self, i, parameter->shape.rank, dims, error))
        return FALSE;
      nabla_graph_set_parameter (self->graph, parameter, self->run->inputs[i]->values);
    }
  if (takes_averages (self))
    {
      const gsize dims[] = { 2, self->node->state_size / 2 };
      if (!check_shape (self, self->node->n_inputs, 2, dims, error))
        return FALSE;
      nabla_graph_set_state (self->graph, self->node,
                             self->run->inputs[self->node->n_inputs]->values);
    }
  return TRUE;
}

static gboolean
set_output_gradient (Rig *self, GError **error)
{
  const NablaArray *dy = self->run->dy;
  gsize dims[NABLA_ARRAY_MAX_DIMS];
  guint n_dims = value_dims (self, self->node, dims);
  if (is_loss (self) || self->common[MODE] == EVALUATE)
    {
      g_set_error_literal (
          error, NABLA_ERROR, NABLA_ERROR_SHAPE,
          is_loss (self) ? _ ("--dy: a loss begins backpropagation itself; leave it out")
                         : _ ("--dy: gradients are those of training; they go with mode=train"));
      return FALSE;
    }
  if (!nabla_examples_same_shape (dy->n_dims, dy->shape, n_dims, dims))
    {
      g_autofree char *found = nabla_array_shape_text (dy);
      g_autoptr (NablaArray) y = nabla_array_new ("y", n_dims, dims, error);
      g_autofree char *wanted = y != NULL ? nabla_array_shape_text (y) : NULL;
      if (y != NULL)
        g_set_error (error, NABLA_ERROR, NABLA_ERROR_SHAPE, _ ("%s: the shape is %s, but y has %s"),
                     self->run->dy_place, found, wanted);
      return FALSE;
    }
  /* In y's shape, so that it is turned over as y is. */
  g_autoptr (NablaArray) as_y = nabla_array_new ("dy", n_dims, dims, error);
  g_autofree double *rows = g_new (double, dy->n_values);
  if (as_y == NULL)
    return FALSE;
  memcpy (as_y->values, dy->values, dy->n_values * sizeof *rows);
  nabla_examples_to_rows (as_y, rows);
  nabla_workspace_set_gradient (self->workspace, self->node, rows);
  return TRUE;
}

/* Adds the value of the op, or the prediction of a loss, which is as large as z. */
static gboolean
add_value (Rig *self, const char *name, gboolean prediction, GError **error)
{
  gsize dims[NABLA_ARRAY_MAX_DIMS];
  const NablaNode *like = prediction ? self->data[0] : self->node;
  guint n_dims = value_dims (self, like, dims);
  g_autofree double *rows = g_new (double, self->m *nabla_shape_size (&like->shape));
  NablaArray *array = nabla_op_run_add (self->run, name, n_dims, dims, NULL, error);
  if (array == NULL)
    return FALSE;
  if (prediction)
    nabla_workspace_get_prediction (self->workspace, self->node, rows);
  else
    nabla_workspace_get_value (self->workspace, self->node, rows);
  nabla_examples_from_rows (rows, array);
  return TRUE;
}

/* Adds the gradient of each input that has one, in its own array's shape. */
static gboolean
add_gradients (Rig *self, GError **error)
{
  for (guint i = 0; i < self->node->n_inputs; i++)
    {
      const NablaArray *input = self->run->inputs[i];
      const NablaNode *node = self->node->inputs[i];
      g_autofree char *data = i < self->n_data ? data_name (self, i) : NULL;
      g_autofree char *name = g_strconcat ("d", data != NULL ? data : parameter_name (node), NULL);
      g_autofree double *numbers = g_new (double, input->n_values);
      if (!nabla_workspace_get_gradient (self->workspace, node, numbers))
        continue;
      NablaArray *array
          = nabla_op_run_add (self->run, name, input->n_dims, input->shape, numbers, error);
      if (array == NULL)
        return FALSE;
      if (data != NULL)
        nabla_examples_from_rows (numbers, array);
    }
  return TRUE;
}

static gboolean
compute (Rig *self, GError **error)
{
  NablaOpRun *run = self->run;
  gboolean backward = is_loss (self) || run->dy != NULL;
  const NablaBatch batch
      = { .rows = self->m, .seed = self->common[SEED], .step = self->common[STEP] };
  self->workspace = nabla_workspace_new (self->graph, self->m, backward, NULL, error);
  if (self->workspace == NULL)
    return FALSE;
  for (guint i = 0; i < self->n_data; i++)
    nabla_workspace_feed (self->workspace, self->data[i], self->feeds[i]);
  if (run->dy != NULL && !set_output_gradient (self, error))
    return FALSE;

  NablaMode mode = self->common[MODE] == EVALUATE ? NABLA_MODE_EVALUATE : NABLA_MODE_OBJECTIVE;
  double cost = backward ? nabla_workspace_gradients (self->workspace, &batch)
                         : nabla_workspace_forward (self->workspace, &batch, mode);
  if (!add_value (self, "y", FALSE, error))
    return FALSE;
  if (is_loss (self)
      && (nabla_op_run_add (run, "cost", 0, NULL, &cost, error) == NULL
          || !add_value (self, "prediction", TRUE, error)))
    return FALSE;
  return !backward || add_gradients (self, error);
}

NablaArray *
nabla_op_run_add (NablaOpRun *self,
                  const char *name,
                  guint n_dims,
                  const gsize *shape,
                  const double *values,
                  GError **error)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  NablaArray *array = nabla_array_new (name, n_dims, shape, error);
  if (array == NULL)
    return NULL;
  if (values != NULL)
    memcpy (array->values, values, array->n_values * sizeof *values);
  g_ptr_array_add (self->outputs, array);
  return array;
}

gboolean
nabla_op_run (NablaOpRun *self, const NablaOp *op, GError **error)
{
  g_return_val_if_fail (self != NULL && op != NULL, FALSE);

  g_auto (Rig) rig = { .run = self, .op = op, .m = 1 };
  if (op->flags & NABLA_OP_INPUT)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED, _ ("%s computes nothing"),
                   op->name);
      return FALSE;
    }
  return nabla_settings_parse (self->changes, op->params, rig.settings, common, rig.common, error)
         && build (&rig, error) && set_parameters (&rig, error) && compute (&rig, error);
}
