/* depth: how large activations and gradients are in each layer of a deep network with fresh
 * weights: they vanish, explode, or keep their size.
 *
 * A real network of the engine, in double precision so that what vanishes is still a number:
 * random inputs go forward, and gradients that are random at the last layer come back.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-instrument.h"

#include "nabla-error.h"
#include "nabla-initialization.h"
#include "nabla-short-number.h"
#include "nabla-workspace.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum
{
  LAYERS,
  UNITS,
  ACTIVATION,
  INITIALIZATION,
  SCALE,
  BATCH_NORM,
  LAYER,
  SEED,
  N_SETTINGS
};
enum
{
  FIRST_ACTIVATION,
  LAST_ACTIVATION,
  GRADIENT_RATIO,
  SATURATED,
  N_VALUES
};

#define MOST_LAYERS 50
#define MOST_UNITS 100
#define EXAMPLES 100
#define BINS 40
/* A unit that learns at less than this share of the steepest slope is saturated. */
#define SATURATION 0.1

static const char *const activations[] = { "tanh", "sigmoid", "relu", NULL };
static const char *const initializations[]
    = { "zeros", "constant", "normal", "xavier", "he", "glorot", NULL };

static const NablaParamSpec params[] = {
  { "layers", N_ ("Layers"), "L", N_ ("How deep the network is."), NABLA_PARAM_INTEGER, 1,
    MOST_LAYERS, 12, NABLA_SCALE_LINEAR, NULL },
  { "units", N_ ("Units"), "n", N_ ("How many units each layer has."), NABLA_PARAM_INTEGER, 1,
    MOST_UNITS, 64, NABLA_SCALE_LINEAR, NULL },
  { "activation", N_ ("Activation"), "g", N_ ("The function that turns z into a."),
    NABLA_PARAM_CHOICE, 0, 0, 0, NABLA_SCALE_LINEAR, activations },
  { "initialization", N_ ("Initialization"), NULL, N_ ("How the weights start."),
    NABLA_PARAM_CHOICE, 0, 0, 2, NABLA_SCALE_LINEAR, initializations },
  { "scale", N_ ("Scale"), NULL, N_ ("Factor of normal weights, or the value of constant ones."),
    NABLA_PARAM_REAL, 0.001, 10, 0.05, NABLA_SCALE_LOG, NULL },
  { "batch_norm", N_ ("Batch normalization"), NULL,
    N_ ("Normalizes z of each layer before its activation."), NABLA_PARAM_BOOLEAN, 0, 1, 0,
    NABLA_SCALE_LINEAR, NULL },
  { "layer", N_ ("Layer"), "l", N_ ("The layer whose saturation is shown."), NABLA_PARAM_INTEGER, 1,
    MOST_LAYERS, 1, NABLA_SCALE_LINEAR, NULL },
  { "seed", N_ ("Seed"), NULL, N_ ("Which random weights are drawn."), NABLA_PARAM_INTEGER, 0, 1000,
    1, NABLA_SCALE_LINEAR, NULL },
  { NULL },
};

static const NablaInstrumentOutput outputs[] = {
  { "first_activation", N_ ("Deviation of a in layer 1"), "σ(a^[1])" },
  { "last_activation", N_ ("Deviation of a in the last layer"), "σ(a^[L])" },
  { "gradient_ratio", N_ ("Gradient of layer 1 over the last one's"), "‖da^[1]‖ / ‖da^[L]‖" },
  { "saturated", N_ ("Share of saturated units in the layer"), "|g′(z)| < 0.1" },
  { NULL },
};

/* What one pass gives: examples × units numbers for each layer */
typedef struct
{
  gsize n_layers, n;
  NablaGraph *graph;
  NablaWorkspace *workspace;
  NablaNode *x;
  NablaNode *z[MOST_LAYERS], *a[MOST_LAYERS];
} Network;

static void
network_clear (Network *self)
{
  g_clear_pointer (&self->workspace, nabla_workspace_free);
  g_clear_pointer (&self->graph, nabla_graph_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Network, network_clear)

static NablaNode *
add (NablaGraph *graph,
     const char *kind,
     gsize layer,
     const char *word,
     const double *settings,
     NablaNode *input,
     GError **error)
{
  g_autofree char *name = g_strdup_printf ("%s%zu", kind, layer + 1);
  return nabla_graph_add (graph, name, word, settings, &input, 1, NULL, error);
}

static gboolean
add_layers (Network *self, const double *settings, GError **error)
{
  const NablaOp *dense = nabla_op_find (NABLA_DOUBLE, "dense");
  double own[NABLA_MAX_PARAMS];
  nabla_param_defaults (dense->params, own);
  own[nabla_param_find (dense->params, "units")] = settings[UNITS];
  int initialization = nabla_param_find (dense->params, "initialization");
  own[nabla_param_find (dense->params, "scale")] = settings[SCALE];
  for (guint i = 0; nabla_initialization_names[i] != NULL; i++)
    if (g_str_equal (nabla_initialization_names[i],
                     initializations[(guint)settings[INITIALIZATION]]))
      own[initialization] = i;
  NablaNode *node = self->x;
  for (gsize l = 0; l < self->n_layers; l++)
    {
      node = add (self->graph, "z", l, "dense", own, node, error);
      if (node != NULL && settings[BATCH_NORM] != 0)
        node = add (self->graph, "norm", l, "batch_norm", NULL, node, error);
      self->z[l] = node;
      if (node != NULL)
        node = add (self->graph, "a", l, activations[(guint)settings[ACTIVATION]], NULL, node,
                    error);
      if (node == NULL)
        return FALSE;
      self->a[l] = node;
    }
  return TRUE;
}

/* Forward with random inputs, and back with a random gradient of the last activations */
static gboolean
network_run (Network *self, const double *settings, const gint *cancel, GError **error)
{
  self->n_layers = (gsize)settings[LAYERS];
  self->n = (gsize)settings[UNITS];
  self->graph = nabla_graph_new (NABLA_DOUBLE);
  self->x = nabla_graph_add_input (self->graph, "x", &NABLA_SHAPE_1 ((guint)self->n), error);
  if (self->x == NULL || !add_layers (self, settings, error))
    return FALSE;
  NablaNode *last = self->a[self->n_layers - 1];
  nabla_graph_add_output (self->graph, last);
  if (!nabla_graph_build (self->graph, error))
    return FALSE;
  NablaRandomState random;
  nabla_random_state_seed (&random, (guint32)settings[SEED]);
  nabla_graph_initialize (self->graph, &random);
  self->workspace = nabla_workspace_new (self->graph, EXAMPLES, TRUE, NULL, error);
  if (self->workspace == NULL)
    return FALSE;

  g_autofree double *x = g_new (double, EXAMPLES * self->n);
  g_autofree double *gradient = g_new (double, EXAMPLES * self->n);
  nabla_random_state_randn (&random, x, EXAMPLES * self->n);
  nabla_random_state_randn (&random, gradient, EXAMPLES * self->n);
  nabla_workspace_feed (self->workspace, self->x, x);
  nabla_workspace_set_gradient (self->workspace, last, gradient);
  const NablaBatch batch = { .rows = EXAMPLES };
  const gint never = 0;
  if (!nabla_workspace_try_gradients (self->workspace, &batch, cancel != NULL ? cancel : &never))
    {
      g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_CANCELLED, _ ("Given up."));
      return FALSE;
    }
  return TRUE;
}

static double
root_mean_square (const double *values, gsize n, gboolean is_centred)
{
  double mean = 0, square = 0;
  for (gsize i = 0; i < n && is_centred; i++)
    mean += values[i] / (double)n;
  for (gsize i = 0; i < n; i++)
    square += (values[i] - mean) * (values[i] - mean) / (double)n;
  return sqrt (square);
}

/* The slope of the activation at @n places, by the instrument of one neuron: what
 * backpropagation makes of it */
static gboolean
find_slopes (guint activation, const double *z, gsize n, double *slopes, GError **error)
{
  const NablaInstrument *neuron = nabla_instrument_find ("neuron", error);
  if (neuron == NULL)
    return FALSE;
  guint n_params = nabla_param_count (neuron->params);
  guint n_values = nabla_instrument_n_outputs (neuron);
  int slope = nabla_instrument_find_output (neuron, "slope", NULL);
  int x1 = nabla_param_find (neuron->params, "x1"), word = 0;
  const NablaParamSpec *choice = &neuron->params[nabla_param_find (neuron->params, "activation")];
  for (guint i = 0; choice->choices[i] != NULL; i++)
    if (g_str_equal (choice->choices[i], activations[activation]))
      word = (int)i;
  g_autofree double *settings = g_new0 (double, n *n_params);
  g_autofree double *values = g_new (double, n *n_values);
  for (gsize i = 0; i < n; i++)
    {
      double *own = settings + i * n_params;
      own[x1] = z[i];
      own[nabla_param_find (neuron->params, "w1")] = 1;
      own[choice - neuron->params] = word;
    }
  if (!nabla_instrument_compute (neuron, settings, n, values, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    slopes[i] = values[i * n_values + (gsize)slope];
  return TRUE;
}

static double
steepest (guint activation)
{
  return g_str_equal (activations[activation], "sigmoid") ? 0.25 : 1;
}

static gsize
chosen_layer (const double *settings)
{
  return (gsize)MIN (settings[LAYER], settings[LAYERS]) - 1;
}

static gboolean
measure (Network *self,
         const double *settings,
         double *deviations,
         double *gradients,
         double *values,
         GError **error)
{
  gsize size = EXAMPLES * self->n;
  guint activation = (guint)settings[ACTIVATION];
  g_autofree double *numbers = g_new (double, size), *slopes = g_new (double, size);
  for (gsize l = 0; l < self->n_layers; l++)
    {
      nabla_workspace_get_value (self->workspace, self->a[l], numbers);
      deviations[l] = root_mean_square (numbers, size, TRUE);
      nabla_workspace_get_gradient (self->workspace, self->a[l], numbers);
      gradients[l] = root_mean_square (numbers, size, FALSE);
    }
  nabla_workspace_get_value (self->workspace, self->z[chosen_layer (settings)], numbers);
  if (!find_slopes (activation, numbers, size, slopes, error))
    return FALSE;
  gsize n_saturated = 0;
  for (gsize i = 0; i < size; i++)
    n_saturated += !(fabs (slopes[i]) >= SATURATION * steepest (activation));
  values[FIRST_ACTIVATION] = deviations[0];
  values[LAST_ACTIVATION] = deviations[self->n_layers - 1];
  values[GRADIENT_RATIO] = gradients[0] / gradients[self->n_layers - 1];
  values[SATURATED] = (double)n_saturated / (double)size;
  return TRUE;
}

static gboolean
compute (const double *settings, gsize n, double *values, GError **error)
{
  for (gsize row = 0; row < n; row++)
    {
      g_auto (Network) network = { 0 };
      double deviations[MOST_LAYERS], gradients[MOST_LAYERS];
      if (!network_run (&network, settings + row * N_SETTINGS, NULL, error)
          || !measure (&network, settings + row * N_SETTINGS, deviations, gradients,
                       values + row * N_VALUES, error))
        return FALSE;
    }
  return TRUE;
}

static NablaChart *
make_activations (const Network *self, const double *deviations)
{
  NablaChart *chart
      = nabla_chart_new ("depth_activations", C_ ("axis", "layer"), C_ ("axis", "activation a"));
  chart->x_is_whole = TRUE;
  gsize size = EXAMPLES * self->n, step = self->n_layers / 26 + 1;
  g_autofree double *numbers = g_new (double, size);
  for (gsize l = 0; l < self->n_layers; l += step)
    {
      /* Each layer between its own ends: parts as wide as the widest layer needs would show
       * the narrow ones all alike. */
      double low = INFINITY, high = -INFINITY;
      nabla_workspace_get_value (self->workspace, self->a[l], numbers);
      for (gsize i = 0; i < size; i++)
        if (isfinite (numbers[i]))
          {
            low = MIN (low, numbers[i]);
            high = MAX (high, numbers[i]);
          }
      if (!(low <= high))
        continue;
      double least = 1e-9 * MAX (fabs (low), fabs (high)) + G_MINDOUBLE;
      if (high - low < least)
        {
          low -= least;
          high += least;
        }
      NablaChartSpread *spread = nabla_chart_add_spread (chart, (double)l + 1, low, high, BINS);
      nabla_chart_count (numbers, size, low, high, spread->shares, BINS);
    }
  char first[NABLA_SHORT_NUMBER_LENGTH], last[NABLA_SHORT_NUMBER_LENGTH];
  /* Translators: standard deviations of activations */
  chart->finding = g_strdup_printf (_ ("from ±%1$s in layer 1 to ±%2$s in the last layer"),
                                    nabla_short_number (deviations[0], first),
                                    nabla_short_number (deviations[self->n_layers - 1], last));
  return chart;
}

static const char *
judge (double ratio)
{
  return !(ratio > 0)   ? _ ("no gradient arrives at layer 1")
         : ratio < 0.01 ? _ ("gradients vanish on the way back")
         : ratio > 100  ? _ ("gradients explode on the way back")
                        : _ ("gradients keep their size");
}

static NablaChart *
make_scales (const Network *self,
             const double *deviations,
             const double *gradients,
             const double *values)
{
  NablaChart *chart
      = nabla_chart_new ("depth_scales", C_ ("axis", "layer"), C_ ("axis", "standard deviation"));
  chart->x_is_whole = TRUE;
  chart->y_is_log = TRUE;
  NablaChartCurve *forward = nabla_chart_add_curve (chart, _ ("activations"), 0, self->n_layers);
  NablaChartCurve *backward = nabla_chart_add_curve (chart, _ ("gradients"), 2, self->n_layers);
  for (gsize l = 0; l < self->n_layers; l++)
    {
      forward->x[l] = backward->x[l] = (double)l + 1;
      forward->y[l] = deviations[l];
      backward->y[l] = gradients[l];
    }
  char ratio[NABLA_SHORT_NUMBER_LENGTH];
  nabla_short_number (values[GRADIENT_RATIO], ratio);
  /* Translators: what becomes of gradients; a ratio */
  chart->finding = g_strdup_printf (_ ("%1$s: layer 1 has %2$s times those of the last layer"),
                                    judge (values[GRADIENT_RATIO]), ratio);
  return chart;
}

static NablaChart *
make_saturation (const Network *self, const double *settings, const double *values, GError **error)
{
  enum
  {
    N = 121
  };
  g_autoptr (NablaChart) chart
      = nabla_chart_new ("depth_saturation", "z", C_ ("axis", "share of units"));
  guint activation = (guint)settings[ACTIVATION];
  gsize size = EXAMPLES * self->n;
  g_autofree double *z = g_new (double, size);
  nabla_workspace_get_value (self->workspace, self->z[chosen_layer (settings)], z);
  double reach = 4;
  for (gsize i = 0; i < size; i++)
    if (isfinite (z[i]))
      reach = MAX (reach, fabs (z[i]));
  reach = MIN (reach, 1e6);
  NablaChartBars *bars = nabla_chart_add_bars (chart, _ ("units by z"), 0, -reach, reach, BINS);
  nabla_chart_count (z, size, -reach, reach, bars->heights, BINS);
  double most = 0;
  for (gsize b = 0; b < BINS; b++)
    most = MAX (most, bars->heights[b]);
  /* The slope has no unit in common with shares: its highest value stands as high as the
   * highest bar. */
  NablaChartCurve *curve = nabla_chart_add_curve (chart, _ ("slope g′(z), scaled"), 2, N);
  for (gsize i = 0; i < N; i++)
    curve->x[i] = reach * (2.0 * (double)i / (N - 1) - 1);
  if (!find_slopes (activation, curve->x, N, curve->y, error))
    return NULL;
  for (gsize i = 0; i < N; i++)
    curve->y[i] *= most / steepest (activation);
  char percent[16], layer[NABLA_SHORT_NUMBER_LENGTH];
  g_snprintf (percent, sizeof percent, "%.0f", 100 * values[SATURATED]);
  chart->finding = g_strdup_printf (
      /* Translators: number of a layer, a whole number of percent */
      _ ("layer %1$s: %2$s%% of the units have a slope below a tenth of the steepest"),
      nabla_short_number ((double)chosen_layer (settings) + 1, layer), percent);
  return g_steal_pointer (&chart);
}

static NablaSnapshot *
observe (const double *settings,
         const NablaInstrumentSeries *series,
         const gint *cancel,
         double *values,
         GError **error)
{
  g_auto (Network) network = { 0 };
  double deviations[MOST_LAYERS], gradients[MOST_LAYERS];
  if (!network_run (&network, settings, cancel, error)
      || !measure (&network, settings, deviations, gradients, values, error))
    return NULL;
  NablaChart *saturation = make_saturation (&network, settings, values, error);
  if (saturation == NULL)
    return NULL;
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  nabla_snapshot_add_chart (snapshot, make_activations (&network, deviations));
  nabla_snapshot_add_chart (snapshot, make_scales (&network, deviations, gradients, values));
  nabla_snapshot_add_chart (snapshot, saturation);
  return snapshot;
}

static gboolean
span (const char *param,
      const double *settings,
      const NablaInstrumentSeries *series,
      double *low,
      double *high)
{
  if (!g_str_equal (param, "layer"))
    return FALSE;
  *high = settings[LAYERS];
  return TRUE;
}

static char *
sentence (const double *settings, const double *values)
{
  char first[NABLA_SHORT_NUMBER_LENGTH], last[NABLA_SHORT_NUMBER_LENGTH];
  char ratio[NABLA_SHORT_NUMBER_LENGTH];
  return g_strdup_printf ("σ(a^[1]) = %s, σ(a^[L]) = %s, ‖da^[1]‖ / ‖da^[L]‖ = %s",
                          nabla_short_number (values[FIRST_ACTIVATION], first),
                          nabla_short_number (values[LAST_ACTIVATION], last),
                          nabla_short_number (values[GRADIENT_RATIO], ratio));
}

static const NablaInstrumentTile tiles[] = {
  { "depth_activations", 12, 1.2, FALSE },
  { "depth_scales", 7, 1, FALSE },
  { "depth_saturation", 5, 1, FALSE },
  { NULL },
};
static const NablaInstrumentHandle handles[] = { { "depth_scales", "layer", NULL, NULL },
                                                 { "depth_activations", "layer", NULL, NULL },
                                                 { NULL } };
static const NablaInstrumentGroup groups[] = {
  { N_ ("Network"), { "layers", "units", "activation", "batch_norm" } },
  { N_ ("Initialization"), { "initialization", "scale", "seed" } },
  { N_ ("Looked at"), { "layer" } },
  { NULL },
};
static const NablaInstrumentAtHand at_hand[] = { { "scale", 4, { 0.01, 0.1, 0.3, 1 } }, { NULL } };

const NablaInstrument nabla_instrument_depth = {
  .name = "depth",
  .title = N_ ("Initialization over Depth"),
  .help = N_ ("Sends random inputs through a deep network with fresh weights and random gradients "
              "back."),
  .params = params,
  .outputs = outputs,
  .compute = compute,
  .sentence = sentence,
  .section = "2.1",
  .tiles = tiles,
  .observe = observe,
  .handles = handles,
  .groups = groups,
  .at_hand = at_hand,
  .span = span,
  .question = {
    N_ ("With weights of 0.05 · randn and tanh, do activations grow or shrink over the layers?"),
    { N_ ("Grow"), N_ ("Shrink") },
    1,
    N_ ("Shrink: 64 inputs times 0.05² is 0.16, so each layer has 0.4 times the deviation."),
  },
};
