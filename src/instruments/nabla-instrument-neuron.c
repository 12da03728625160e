/* neuron: z = w·x + b, a = g(z), and the slope g′(z).
 *
 * A network of one dense unit with an activation, run in double precision. The
 * slope is not written down a second time: it is what backpropagation makes of it,
 * dJ/dz over dJ/da of any cost J whose dJ/da is not zero. The squared error with
 * the target a − 1 is such a cost.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-instrument.h"

#include "nabla-workspace.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

enum
{
  X1,
  X2,
  W1,
  W2,
  B,
  ACTIVATION,
  N_SETTINGS
};
enum
{
  Z,
  A,
  SLOPE,
  N_VALUES
};

/* The first is none; the others are words of ops. */
static const char *const activations[]
    = { "identity", "sigmoid", "tanh", "relu", "leaky_relu", NULL };

#define NUMBER(name, title, symbol, help, initial)                                                 \
  {                                                                                                \
    name, title, symbol, help, NABLA_PARAM_REAL, -4, 4, initial, NABLA_SCALE_LINEAR, NULL          \
  }

static const NablaParamSpec params[] = {
  NUMBER ("x1", N_("Input 1"), "x₁", N_("The first feature of the example."), 1),
  NUMBER ("x2", N_("Input 2"), "x₂", N_("The second feature of the example."), 1),
  NUMBER ("w1", N_("Weight 1"), "w₁", N_("How much the first input counts, and which way."), 2),
  NUMBER ("w2", N_("Weight 2"), "w₂", N_("How much the second input counts, and which way."), -1),
  NUMBER ("b", N_("Bias"), "b", N_("What is added whatever the inputs are."), 0.5),
  { "activation", N_("Activation"), "g", N_("The function that turns z into the output a."),
    NABLA_PARAM_CHOICE, 0, 0, 1, NABLA_SCALE_LINEAR, activations },
  { NULL },
};

static const NablaInstrumentOutput outputs[] = {
  { "z", N_("Weighted sum"), "z" },
  { "a", N_("Activation value"), "a" },
  { "slope", N_("Slope of the activation"), "g′(z)" },
  { NULL },
};

/* One neuron with the weights of @settings, ready for @n examples. */
typedef struct
{
  NablaGraph *graph;
  NablaWorkspace *workspace;
  NablaNode *x, *y, *z, *a;
} Neuron;

static void
neuron_clear (Neuron *self)
{
  g_clear_pointer (&self->workspace, nabla_workspace_free);
  g_clear_pointer (&self->graph, nabla_graph_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Neuron, neuron_clear)

static NablaNode *
add (NablaGraph *graph,
     const char *name,
     const char *word,
     NablaNode *first,
     NablaNode *second,
     GError **error)
{
  const NablaOp *op = nabla_op_find (NABLA_DOUBLE, word);
  double settings[NABLA_MAX_PARAMS] = { 0 };
  nabla_param_defaults (op->params, settings);
  int units = nabla_param_find (op->params, "units");
  if (units >= 0)
    settings[units] = 1;
  NablaNode *inputs[] = { first, second };
  return nabla_graph_add (graph, name, word, settings, inputs, second != NULL ? 2 : 1, NULL, error);
}

static gboolean
neuron_init (Neuron *self, const double *settings, gsize n, GError **error)
{
  guint activation = (guint)settings[ACTIVATION];
  NablaGraph *graph = self->graph = nabla_graph_new (NABLA_DOUBLE);
  self->x = nabla_graph_add_input (graph, "x", &NABLA_SHAPE_1 (2), error);
  self->y = self->x != NULL ? nabla_graph_add_input (graph, "y", &NABLA_SHAPE_1 (1), error) : NULL;
  self->z = self->y != NULL ? add (graph, "z", "dense", self->x, NULL, error) : NULL;
  if (self->z == NULL)
    return FALSE;
  self->a
      = activation > 0 ? add (graph, "a", activations[activation], self->z, NULL, error) : self->z;
  NablaNode *loss
      = self->a != NULL ? add (graph, "loss", "mean_squared_error", self->a, self->y, error) : NULL;
  if (loss == NULL)
    return FALSE;
  nabla_graph_add_loss (graph, loss, 1);
  if (!nabla_graph_build (graph, error))
    return FALSE;
  nabla_graph_set_parameter (graph, nabla_graph_find (graph, "z/W"), settings + W1);
  nabla_graph_set_parameter (graph, nabla_graph_find (graph, "z/b"), settings + B);
  self->workspace = nabla_workspace_new (graph, n, TRUE, NULL, error);
  return self->workspace != NULL;
}

/* @n examples for one neuron. */
static gboolean
compute_batch (const double *settings, gsize n, double *values, GError **error)
{
  g_auto (Neuron) neuron = { NULL };
  if (!neuron_init (&neuron, settings, n, error))
    return FALSE;
  g_autofree double *x = g_new (double, n * 2), *y = g_new0 (double, n);
  g_autofree double *z = g_new (double, n), *a = g_new (double, n);
  for (gsize i = 0; i < n; i++)
    memcpy (x + 2 * i, settings + i * N_SETTINGS + X1, 2 * sizeof (double));
  const NablaBatch batch = { .rows = n };
  nabla_workspace_feed (neuron.workspace, neuron.x, x);
  nabla_workspace_feed (neuron.workspace, neuron.y, y);
  nabla_workspace_forward (neuron.workspace, &batch, NABLA_MODE_EVALUATE);
  nabla_workspace_get_value (neuron.workspace, neuron.z, z);
  nabla_workspace_get_value (neuron.workspace, neuron.a, a);
  for (gsize i = 0; i < n; i++)
    {
      values[i * N_VALUES + Z] = z[i];
      values[i * N_VALUES + A] = a[i];
      y[i] = a[i] - 1;
    }

  nabla_workspace_feed (neuron.workspace, neuron.y, y);
  nabla_workspace_gradients (neuron.workspace, &batch);
  nabla_workspace_get_gradient (neuron.workspace, neuron.z, z);
  nabla_workspace_get_gradient (neuron.workspace, neuron.a, a);
  for (gsize i = 0; i < n; i++)
    values[i * N_VALUES + SLOPE] = z[i] / a[i];
  return TRUE;
}

static gboolean
compute (const double *settings, gsize n, double *values, GError **error)
{
  const gsize model = (N_SETTINGS - W1) * sizeof (double);
  for (gsize begin = 0, end; begin < n; begin = end)
    {
      const double *first = settings + begin * N_SETTINGS;
      for (end = begin + 1; end < n; end++)
        if (memcmp (settings + end * N_SETTINGS + W1, first + W1, model) != 0)
          break;
      if (!compute_batch (first, end - begin, values + begin * N_VALUES, error))
        return FALSE;
    }
  return TRUE;
}

/* Room for a number of three decimals, its sign and brackets */
enum
{
  LENGTH = 40
};

/* A number of up to three decimals, as a person would write it. */
static const char *
format (double value, char *buffer)
{
  char digits[LENGTH / 2];
  g_ascii_formatd (digits, sizeof digits, "%.3f", fabs (value));
  char *end = digits + strlen (digits);
  while (end[-1] == '0')
    *--end = '\0';
  if (end[-1] == '.')
    *--end = '\0';
  gboolean negative = value < 0 && !g_str_equal (digits, "0");
  g_snprintf (buffer, LENGTH, "%s%s", negative ? "−" : "", digits);
  return buffer;
}

/* In a product, a negative number stands in brackets. */
static const char *
format_factor (double value, char *buffer)
{
  char number[LENGTH];
  format (value, number);
  g_snprintf (buffer, LENGTH, value < 0 ? "(%s)" : "%s", number);
  return buffer;
}

static char *
sentence (const double *settings, const double *values)
{
  char w1[LENGTH], x1[LENGTH], w2[LENGTH], x2[LENGTH], b[LENGTH], z[LENGTH], a[LENGTH];
  guint activation = (guint)settings[ACTIVATION];
  const char *g = activation == 0 ? "g" : activation == 1 ? "σ" : activations[activation];
  return g_strdup_printf ("z = w₁x₁ + w₂x₂ + b = %s·%s %s %s·%s %s %s = %s\na = %s(%s) = %s",
                          format (settings[W1], w1), format_factor (settings[X1], x1),
                          settings[W2] < 0 ? "−" : "+", format (fabs (settings[W2]), w2),
                          format_factor (settings[X2], x2), settings[B] < 0 ? "−" : "+",
                          format (fabs (settings[B]), b), format (values[Z], z), g, z,
                          format (values[A], a));
}

const NablaInstrument nabla_instrument_neuron = {
  .name = "neuron",
  .title = N_("A Neuron"),
  .help = N_("Weighs its inputs, adds a bias, and passes the sum through an activation."),
  .params = params,
  .outputs = outputs,
  .plane = { "x1", "x2" },
  .plane_output = "a",
  .plane_line = "z",
  .compute = compute,
  .sentence = sentence,
};
