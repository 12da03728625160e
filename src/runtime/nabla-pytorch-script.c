/* The text of a script: network, loss, optimizer, schedule, batches, training loop.
 *
 * What PyTorch has is taken from there; where its optimizers do otherwise than the
 * course, the difference is a line in the loop:
 *
 *   momentum: torch's first step takes the whole gradient, so its buffer begins at zero
 *   instead and dampening is β;
 *   corrections that torch has not, or always has, go into lr and eps;
 *   clipping comes before the penalties, which are added to the gradients.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-pytorch-private.h"

#include "nabla-error.h"
#include "nabla-number.h"
#include "nabla-trainer-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Words that a layer's name would be mistaken for: Python's, the script's, and what
 * nn.Module has already. */
static const char *const taken[] = { "and",
                                     "as",
                                     "assert",
                                     "async",
                                     "await",
                                     "break",
                                     "class",
                                     "continue",
                                     "def",
                                     "del",
                                     "elif",
                                     "else",
                                     "except",
                                     "finally",
                                     "for",
                                     "from",
                                     "global",
                                     "if",
                                     "import",
                                     "in",
                                     "is",
                                     "lambda",
                                     "nonlocal",
                                     "not",
                                     "or",
                                     "pass",
                                     "raise",
                                     "return",
                                     "try",
                                     "while",
                                     "with",
                                     "yield",
                                     "None",
                                     "True",
                                     "False",
                                     "x",
                                     "self",
                                     "torch",
                                     "nn",
                                     "np",
                                     "F",
                                     "train",
                                     "eval",
                                     "forward",
                                     "apply",
                                     "type",
                                     "float",
                                     "double",
                                     "half",
                                     "cpu",
                                     "cuda",
                                     "to",
                                     "modules",
                                     "children",
                                     "parameters",
                                     "buffers",
                                     "state_dict",
                                     "training",
                                     "zero_grad",
                                     "add_module",
                                     "dump_patches",
                                     "extra_repr",
                                     "named_parameters",
                                     "share_memory",
                                     "T_destination",
                                     "ipu",
                                     "xpu",
                                     "bfloat16",
                                     "to_empty",
                                     "register_buffer",
                                     "requires_grad_",
                                     NULL };

/* A layer's name as Python can have it. */
static char *
python_name (const NablaExperiment *experiment, guint index)
{
  const char *name = nabla_experiment_layer (experiment, index)->name;
  g_autofree char *plain = g_strdelimit (g_strdup (name), "/", '_');
  gboolean is_word = !g_ascii_isdigit (*plain) && *plain != '_' && !g_strv_contains (taken, plain);
  /* `a/b` and `a_b` are two layers */
  for (guint i = 0; i < index && is_word; i++)
    {
      g_autofree char *other
          = g_strdelimit (g_strdup (nabla_experiment_layer (experiment, i)->name), "/", '_');
      is_word = !g_str_equal (plain, other);
    }
  return is_word ? g_steal_pointer (&plain) : g_strdup_printf ("layer%u_%s", index + 1, plain);
}

static char *
python_source (const NablaExperiment *experiment, int from)
{
  return from >= 0 ? python_name (experiment, from) : g_strdup ("x");
}

static void
add_number (GString *text, double value)
{
  char number[NABLA_NUMBER_LENGTH];
  g_string_append (text, nabla_number_format (value, number));
}

static void
add_constant (GString *text, const char *name, double value)
{
  g_string_append_printf (text, "%s = ", name);
  add_number (text, value);
  g_string_append_c (text, '\n');
}

static void
add_integer (GString *text, const char *name, gint64 value)
{
  g_string_append_printf (text, "%s = %" G_GINT64_FORMAT "\n", name, value);
}

static double
setting (const NablaParamSpec *params, const double *settings, const char *name)
{
  int index = nabla_param_find (params, name);
  g_return_val_if_fail (index >= 0, 0);
  return settings[index];
}

static gboolean
is_op (const NablaLayerSpec *layer, const char *op)
{
  return g_str_equal (layer->op->name, op);
}

static gboolean
has_op (const NablaExperiment *experiment, const char *op)
{
  for (guint i = 0; i < nabla_experiment_n_layers (experiment); i++)
    if (is_op (nabla_experiment_layer (experiment, i), op))
      return TRUE;
  return FALSE;
}

gboolean
nabla_pytorch_check (const NablaTrainer *trainer, GError **error)
{
  static const char *const layers[]
      = { "dense",          "relu",       "leaky_relu", "tanh",    "sigmoid", "dropout",
          "gaussian_noise", "batch_norm", "add",        "flatten", NULL };
  static const char *const losses[]
      = { "sigmoid_cross_entropy", "softmax_cross_entropy", "mean_squared_error", NULL };
  static const char *const optimizers[]
      = { "gradient_descent", "momentum", "rmsprop", "adam", "adamw", NULL };
  static const char *const schedules[]
      = { "constant", "inverse_time", "exponential", "staircase", "cosine", "manual", NULL };
  const NablaExperiment *experiment = trainer->experiment;
  const NablaTrainSpec *train = nabla_experiment_train (experiment);
  const char *without = NULL;
  for (guint i = 0; i < nabla_experiment_n_layers (experiment); i++)
    {
      const NablaLayerSpec *layer = nabla_experiment_layer (experiment, i);
      if (!g_strv_contains (layers, layer->op->name))
        without = layer->op->name;
      if (layer->activation != NULL && !g_strv_contains (layers, layer->activation->name))
        without = layer->activation->name;
    }
  if (!g_strv_contains (losses, nabla_experiment_loss (experiment, 0)->op->name))
    without = nabla_experiment_loss (experiment, 0)->op->name;
  if (!g_strv_contains (optimizers, train->optimizer->name))
    without = train->optimizer->name;
  if (!g_strv_contains (schedules, train->schedule->name))
    without = train->schedule->name;
  guint n_sizes;
  nabla_batches_changes (trainer->batches, &n_sizes);
  if (without != NULL)
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
                 _ ("A PyTorch script cannot be made of this: '%s' has no counterpart there yet"),
                 without);
  else if (train->bug != NULL)
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
                 _ ("A PyTorch script cannot be made of this: a bug is planted (%s)"),
                 train->bug->name);
  else if (nabla_experiment_n_losses (experiment) != 1)
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
                 _ ("A PyTorch script cannot be made of this: the experiment has several losses"));
  else if (trainer->step > 0 && n_sizes > 1)
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
                 _ ("A PyTorch script cannot be made of this: the batch size was changed during "
                    "the run"));
  else
    return TRUE;
  return FALSE;
}

/* A title is in a comment: one line, whatever is in it. */
static void
add_head (GString *text, const NablaTrainer *trainer, const char *arrays)
{
  g_autofree char *title = g_strdup (nabla_experiment_title (trainer->experiment));
  g_autofree char *escaped = g_strescape (arrays, NULL);
  g_string_append_printf (
      text,
      "# %s\n#\n"
      "# Exported by Nabla: the same data, weights, batches and updates in PyTorch.\n"
      "#\n#     python3 SCRIPT.py             trains and prints the cost\n"
      "#     python3 SCRIPT.py STEPS       the same, for so many steps\n"
      "import os\nimport sys\n\nimport numpy as np\nimport torch\n"
      "import torch.nn.functional as F\nfrom torch import nn\n\n",
      g_strdelimit (title, "\r\n", ' '));
  g_string_append_printf (text,
                          "ARRAYS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "
                          "\"%s\")\n",
                          escaped);
}

static void
add_constants (GString *text, const NablaTrainer *trainer)
{
  const NablaTrainSpec *train = nabla_experiment_train (trainer->experiment);
  add_integer (text, "SEED", nabla_experiment_seed (trainer->experiment));
  add_integer (text, "FIRST_STEP", trainer->step);
  add_integer (text, "STEPS", train->steps);
  if (train->batch_size == 0)
    g_string_append (text, "BATCH_SIZE = None  # the whole training set\n");
  else
    add_integer (text, "BATCH_SIZE", train->batch_size);
  add_integer (text, "BATCH_SEED", trainer->batch_seed);
  add_constant (text, "LEARNING_RATE", train->learning_rate);
  if (train->l2 != 0)
    add_constant (text, "L2", train->l2);
  if (train->l1 != 0)
    add_constant (text, "L1", train->l1);
  if (train->clip_norm != 0)
    add_constant (text, "CLIP_NORM", train->clip_norm);
  g_string_append_printf (text,
                          "\ntorch.set_default_dtype(torch.%s)\ntorch.manual_seed(SEED)\n"
                          "arrays = np.load(ARRAYS)\n"
                          "X = torch.tensor(arrays[\"x\"], dtype=torch.get_default_dtype())\n"
                          "Y = torch.tensor(arrays[\"y\"], dtype=torch.get_default_dtype())\n"
                          "TRAIN, DEV, TEST = (arrays[name].astype(int) for name in [\"train\", "
                          "\"dev\", \"test\"])\n",
                          train->precision == NABLA_DOUBLE ? "float64" : "float32");
}

static const char batch_norm_class[]
    = "\n\nclass BatchNorm(nn.Module):\n"
      "    \"\"\"As nn.BatchNorm1d, but the running variance is that of the batch, without m/(m - "
      "1).\"\"\"\n\n"
      "    def __init__(self, n, momentum, eps):\n"
      "        super().__init__()\n"
      "        self.momentum, self.eps = momentum, eps\n"
      "        self.weight = nn.Parameter(torch.ones(n))\n"
      "        self.bias = nn.Parameter(torch.zeros(n))\n"
      "        self.register_buffer(\"mean\", torch.zeros(n))\n"
      "        self.register_buffer(\"variance\", torch.ones(n))\n\n"
      "    def forward(self, z):\n"
      "        mean, variance = self.mean, self.variance\n"
      "        if self.training:\n"
      "            mean, variance = z.mean(dim=0), z.var(dim=0, unbiased=False)\n"
      "            beta = self.momentum\n"
      "            self.mean = beta * self.mean + (1 - beta) * mean.detach()\n"
      "            self.variance = beta * self.variance + (1 - beta) * variance.detach()\n"
      "        return self.weight * (z - mean) / torch.sqrt(variance + self.eps) + self.bias\n";

static const char noise_class[]
    = "\n\nclass GaussianNoise(nn.Module):\n"
      "    \"\"\"Adds noise in training only; other random numbers than Nabla's.\"\"\"\n\n"
      "    def __init__(self, stddev):\n"
      "        super().__init__()\n"
      "        self.stddev = stddev\n\n"
      "    def forward(self, a):\n"
      "        return a + self.stddev * torch.randn_like(a) if self.training else a\n";

/* The module of a layer, if it needs one. */
static void
add_module (GString *text, const NablaTrainer *trainer, guint index)
{
  const NablaLayerSpec *layer = nabla_experiment_layer (trainer->experiment, index);
  const NablaNode *node = trainer->model->pre_activations[index];
  g_autofree char *name = python_name (trainer->experiment, index);
  if (layer->share >= 0)
    return;
  if (is_op (layer, "dense"))
    g_string_append_printf (text, "        self.%s = nn.Linear(%zu, %u)\n", name,
                            nabla_shape_size (&node->inputs[0]->shape), node->shape.dim[0]);
  else if (is_op (layer, "batch_norm"))
    {
      g_string_append_printf (text, "        self.%s = BatchNorm(%u, momentum=", name,
                              node->shape.dim[0]);
      add_number (text, setting (layer->op->params, layer->settings, "momentum"));
      g_string_append (text, ", eps=");
      add_number (text, setting (layer->op->params, layer->settings, "epsilon"));
      g_string_append (text, ")\n");
    }
  else if (is_op (layer, "dropout"))
    {
      g_string_append_printf (text, "        self.%s = nn.Dropout(1 - ", name);
      add_number (text, setting (layer->op->params, layer->settings, "keep_prob"));
      g_string_append (text, ")  # other random numbers than Nabla's\n");
    }
  else if (is_op (layer, "gaussian_noise"))
    {
      g_string_append_printf (text, "        self.%s = GaussianNoise(", name);
      add_number (text, setting (layer->op->params, layer->settings, "stddev"));
      g_string_append (text, ")\n");
    }
}

/* What an activation makes of @input, as an expression. */
static void
add_activation (GString *text, const NablaOp *op, const double *settings, const char *input)
{
  if (g_str_equal (op->name, "leaky_relu"))
    {
      g_string_append_printf (text, "F.leaky_relu(%s, ", input);
      add_number (text, setting (op->params, settings, "slope"));
      g_string_append (text, ")\n");
    }
  else
    g_string_append_printf (text, "torch.%s(%s)\n", op->name, input);
}

static void
add_line (GString *text, const NablaExperiment *experiment, guint index)
{
  const NablaLayerSpec *layer = nabla_experiment_layer (experiment, index);
  g_autofree char *name = python_name (experiment, index);
  g_autofree char *module
      = python_name (experiment, layer->share >= 0 ? (guint)layer->share : index);
  g_autofree char *input = python_source (experiment, layer->from[0]);
  g_string_append_printf (text, "        %s = ", name);
  if (is_op (layer, "add"))
    for (guint i = 0; i < layer->n_from; i++)
      {
        g_autofree char *term = python_source (experiment, layer->from[i]);
        g_string_append_printf (text, "%s%s%s", i > 0 ? " + " : "", term,
                                i + 1 == layer->n_from ? "\n" : "");
      }
  else if (is_op (layer, "flatten"))
    g_string_append_printf (text, "%s.flatten(1)\n", input);
  else if (layer->op->flags & NABLA_OP_ACTIVATION)
    add_activation (text, layer->op, layer->settings, input);
  else
    g_string_append_printf (text, "self.%s(%s)\n", module, input);
  if (layer->activation == NULL)
    return;
  g_string_append_printf (text, "        %s = ", name);
  add_activation (text, layer->activation, layer->activation_settings, name);
}

static void
add_network (GString *text, const NablaTrainer *trainer)
{
  const NablaExperiment *experiment = trainer->experiment;
  const NablaLossSpec *loss = nabla_experiment_loss (experiment, 0);
  guint n_layers = nabla_experiment_n_layers (experiment);
  if (has_op (experiment, "batch_norm"))
    g_string_append (text, batch_norm_class);
  if (has_op (experiment, "gaussian_noise"))
    g_string_append (text, noise_class);
  g_string_append (text, "\n\nclass Network(nn.Module):\n    def __init__(self):\n"
                         "        super().__init__()\n");
  for (guint i = 0; i < n_layers; i++)
    add_module (text, trainer, i);
  g_string_append (text, "\n    def forward(self, x):\n");
  for (guint i = 0; i < n_layers; i++)
    add_line (text, experiment, i);
  g_autofree char *output = python_source (experiment, loss->from);
  g_string_append_printf (text, "        return %s%s\n", output,
                          g_str_equal (loss->op->name, "mean_squared_error") ? "" : "  # logits");
}

static void
add_loss (GString *text, const NablaExperiment *experiment)
{
  const NablaLossSpec *loss = nabla_experiment_loss (experiment, 0);
  static const struct
  {
    const char *op, *value, *prediction;
  } losses[] = {
    { "sigmoid_cross_entropy",
      "F.binary_cross_entropy_with_logits(z, y, reduction=\"sum\") / len(z)", "torch.sigmoid(z)" },
    { "softmax_cross_entropy", "-(y * F.log_softmax(z, dim=1)).sum() / len(z)",
      "torch.softmax(z, dim=1)" },
    { "mean_squared_error", "F.mse_loss(z, y)", "z" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    if (g_str_equal (losses[i].op, loss->op->name))
      {
        g_string_append (text, "\n\ndef loss_of(z, y):\n    return ");
        if (loss->weight != 1)
          {
            add_number (text, loss->weight);
            g_string_append (text, " * ");
          }
        g_string_append_printf (text, "%s\n\n\n", losses[i].value);
        g_string_append_printf (text,
                                "def predict(network, x):\n    network.eval()\n"
                                "    with torch.no_grad():\n        z = network(x)\n"
                                "        return %s\n",
                                losses[i].prediction);
      }
}

static void
add_schedule (GString *text, const NablaTrainSpec *train)
{
  const NablaParamSpec *params = train->schedule->params;
  g_string_append (text, "\n\ndef learning_rate(step, epoch):\n");
  for (guint i = 0; params != NULL && params[i].name != NULL; i++)
    {
      g_autofree char *line = g_strconcat ("    ", params[i].name, NULL);
      if (params[i].type == NABLA_PARAM_INTEGER)
        add_integer (text, line, train->schedule_settings[i]);
      else
        add_constant (text, line, train->schedule_settings[i]);
    }
  static const char *const rates[][2] = {
    { "constant", "    return LEARNING_RATE\n" },
    { "inverse_time", "    return LEARNING_RATE / (1 + decay * epoch)\n" },
    { "exponential", "    return LEARNING_RATE * decay**epoch\n" },
    { "staircase", "    return LEARNING_RATE * factor ** (epoch // interval)\n" },
    { "cosine", "    progress = min(1, step / max(1, STEPS))\n"
                "    wave = 0.5 * (1 + np.cos(np.pi * progress))\n"
                "    return LEARNING_RATE * (minimum + (1 - minimum) * wave)\n" },
    { "manual",
      "    changes = sorted([(epoch_1, 1, factor_1), (epoch_2, 2, factor_2), (epoch_3, 3, "
      "factor_3)])\n"
      "    reached = [factor for at, _, factor in changes if at <= epoch]\n"
      "    return LEARNING_RATE * (reached[-1] if reached else 1)\n" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    if (g_str_equal (rates[i][0], train->schedule->name))
      g_string_append (text, rates[i][1]);
}

static const char batches[]
    = "\n\ndef batches():\n"
      "    \"\"\"Epoch and examples of each step: every epoch is shuffled from a seed of its "
      "own.\"\"\"\n"
      "    size = BATCH_SIZE or len(TRAIN)\n"
      "    per_epoch = -(-len(TRAIN) // size)\n"
      "    step = FIRST_STEP\n"
      "    while True:\n"
      "        epoch, batch = divmod(step, per_epoch)\n"
      "        order = TRAIN\n"
      "        if BATCH_SIZE is not None:\n"
      "            random = np.random.RandomState((BATCH_SEED + epoch) % 2**32)\n"
      "            order = TRAIN[random.permutation(len(TRAIN))]\n"
      "        for batch in range(batch, per_epoch):\n"
      "            yield step, epoch, order[batch * size : (batch + 1) * size]\n"
      "            step += 1\n";

/* Weights decay, biases do not: two groups of parameters. Parameters are named in both
 * programs, W (n_l, n_{l−1}) being nn.Linear's own shape. */
static void
add_parameters (GString *text, const NablaTrainer *trainer)
{
  const NablaExperiment *experiment = trainer->experiment;
  g_string_append (text, "\n\ndef parameters(network):\n"
                         "    \"\"\"Nabla's name, PyTorch's parameter, whether penalties act on "
                         "it.\"\"\"\n    return [\n");
  for (guint i = 0; i < nabla_experiment_n_layers (experiment); i++)
    {
      const NablaLayerSpec *layer = nabla_experiment_layer (experiment, i);
      const char *w = is_op (layer, "dense") ? "W" : is_op (layer, "batch_norm") ? "gamma" : NULL;
      g_autofree char *name = python_name (experiment, i);
      const NablaNode *node = trainer->model->pre_activations[i];
      if (w == NULL || layer->share >= 0)
        continue;
      for (guint k = 0; k < 2; k++)
        {
          const NablaNode *parameter = node->inputs[node->n_data + k];
          g_string_append_printf (text, "        (\"%s\", network.%s.%s, %s),\n", parameter->name,
                                  name, k == 0 ? "weight" : "bias",
                                  parameter->decays ? "True" : "False");
        }
    }
  g_string_append (text, "    ]\n\n\ndef load(network):\n"
                         "    \"\"\"The weights that the training begins with.\"\"\"\n"
                         "    for name, parameter, _ in parameters(network):\n"
                         "        values = torch.tensor(arrays[name], "
                         "dtype=parameter.dtype)\n"
                         "        parameter.data = values.reshape(parameter.shape)\n");
  for (guint i = 0; i < nabla_experiment_n_layers (experiment); i++)
    {
      const NablaLayerSpec *layer = nabla_experiment_layer (experiment, i);
      g_autofree char *name = python_name (experiment, i);
      if (is_op (layer, "batch_norm") && layer->share < 0)
        g_string_append_printf (text,
                                "    averages = torch.tensor(arrays[\"%s/averages\"], "
                                "dtype=X.dtype)\n"
                                "    network.%s.mean, network.%s.variance = averages\n",
                                layer->name, name, name);
      if (!layer->trainable && (is_op (layer, "dense") || is_op (layer, "batch_norm"))
          && layer->share < 0)
        g_string_append_printf (text, "    network.%s.requires_grad_(False)\n", name);
    }
  g_string_append (text, "    return network\n");
}

static void
add_optimizer (GString *text, const NablaTrainer *trainer)
{
  const NablaTrainSpec *train = nabla_experiment_train (trainer->experiment);
  const NablaParamSpec *params = train->optimizer->params;
  const char *name = train->optimizer->name;
  gboolean is_momentum = g_str_equal (name, "momentum"), is_rms = g_str_equal (name, "rmsprop");
  gboolean is_adam = g_str_has_prefix (name, "adam");
  g_string_append (text, "\n\n");
  for (guint i = 0; params != NULL && params[i].name != NULL; i++)
    {
      g_autofree char *upper = g_ascii_strup (params[i].name, -1);
      if (params[i].type == NABLA_PARAM_REAL)
        add_constant (text, upper, train->optimizer_settings[i]);
    }
  g_string_append (text,
                   "\n\ndef make_optimizer(network):\n    groups = [\n"
                   "        {\"params\": [p for _, p, decays in parameters(network) if decays "
                   "and p.requires_grad]");
  if (g_str_equal (name, "adamw"))
    g_string_append (text, ", \"weight_decay\": WEIGHT_DECAY");
  g_string_append (text,
                   "},\n        {\"params\": [p for _, p, decays in parameters(network) if not "
                   "decays and p.requires_grad]");
  if (g_str_equal (name, "adamw"))
    g_string_append (text, ", \"weight_decay\": 0}");
  else
    g_string_append (text, "}");
  g_string_append (text, ",\n    ]\n    optimizer = ");
  if (is_momentum)
    g_string_append_printf (
        text, "torch.optim.SGD(groups, lr=LEARNING_RATE, momentum=BETA, dampening=%s)\n",
        setting (params, train->optimizer_settings, "one_minus_beta") != 0 ? "BETA" : "0");
  else if (is_rms)
    g_string_append (text,
                     "torch.optim.RMSprop(groups, lr=LEARNING_RATE, alpha=BETA2, eps=EPSILON)\n");
  else if (is_adam)
    g_string_append_printf (
        text, "torch.optim.%s(groups, lr=LEARNING_RATE, betas=(BETA1, BETA2), eps=EPSILON)\n",
        g_str_equal (name, "adamw") ? "AdamW" : "Adam");
  else
    g_string_append (text, "torch.optim.SGD(groups, lr=LEARNING_RATE)\n");

  if (is_momentum || is_rms || is_adam)
    g_string_append (text, "    for name, parameter, _ in parameters(network):\n"
                           "        if not parameter.requires_grad:\n            continue\n"
                           "        def state(letter):\n"
                           "            values = torch.tensor(arrays[f\"{letter}:{name}\"], "
                           "dtype=parameter.dtype)\n"
                           "            return values.reshape(parameter.shape).clone()\n");
  g_autofree char *made
      = g_strdup_printf ("%" G_GINT64_FORMAT, trainer->step - trainer->optimizer_begin);
  if (is_momentum)
    g_string_append (text, "        optimizer.state[parameter][\"momentum_buffer\"] = "
                           "state(\"v\")\n");
  else if (is_rms)
    g_string_append_printf (text,
                            "        optimizer.state[parameter] = {\"step\": %s, \"square_avg\": "
                            "state(\"s\")}\n",
                            made);
  else if (is_adam)
    g_string_append_printf (
        text,
        "        optimizer.state[parameter] = {\n            \"step\": torch.tensor(%s.0),\n"
        "            \"exp_avg\": state(\"v\"),\n            \"exp_avg_sq\": state(\"s\"),\n"
        "        }\n",
        made);
  g_string_append (text, "    return optimizer\n");
}

/* lr and eps of an update, where they are not simply α and ε. */
static void
add_corrections (GString *text, const NablaTrainer *trainer)
{
  const NablaTrainSpec *train = nabla_experiment_train (trainer->experiment);
  const char *name = train->optimizer->name;
  int index = nabla_param_find (train->optimizer->params, "bias_correction");
  gboolean corrects = index >= 0 && train->optimizer_settings[index] != 0;
  gboolean is_adam = g_str_has_prefix (name, "adam");
  g_string_append (text, "        lr = learning_rate(step, epoch)\n");
  if (index >= 0 && corrects != is_adam)
    g_string_append_printf (text, "        t = step + 1 - %" G_GINT64_FORMAT "\n",
                            trainer->optimizer_begin);
  if (g_str_equal (name, "momentum") && corrects)
    g_string_append (text, "        lr /= 1 - BETA**t  # bias correction\n");
  if (g_str_equal (name, "rmsprop") && corrects)
    g_string_append (text, "        # bias correction: s / (1 - beta2^t) under the root\n"
                           "        root = np.sqrt(1 - BETA2**t)\n        lr *= root\n");
  if (is_adam && !corrects)
    g_string_append (text, "        # PyTorch corrects always; here nothing is corrected\n"
                           "        root = 1 / np.sqrt(1 - BETA2**t)\n"
                           "        lr *= (1 - BETA1**t) * root\n");
  g_string_append (text, "        for group in optimizer.param_groups:\n"
                         "            group[\"lr\"] = lr\n");
  if (index >= 0 && corrects != is_adam && !g_str_equal (name, "momentum"))
    g_string_append (text, "            group[\"eps\"] = EPSILON * root\n");
  /* AdamW takes lr · weight decay, which is to be α · λ. */
  if (g_str_equal (name, "adamw") && !corrects)
    g_string_append (text, "        optimizer.param_groups[0][\"weight_decay\"] = WEIGHT_DECAY * "
                           "learning_rate(step, epoch) / lr\n");
}

static void
add_training (GString *text, const NablaTrainer *trainer)
{
  const NablaTrainSpec *train = nabla_experiment_train (trainer->experiment);
  const NablaLossSpec *loss = nabla_experiment_loss (trainer->experiment, 0);
  g_string_append (text, "\n\ndef train(network, steps=STEPS):\n"
                         "    \"\"\"Yields each step and the cost before it.\"\"\"\n"
                         "    optimizer = make_optimizer(network)\n"
                         "    for step, epoch, examples in batches():\n"
                         "        if step >= steps:\n            return\n");
  g_string_append_printf (text,
                          "        x, y = X[examples], %s[examples]\n        network.train()\n"
                          "        optimizer.zero_grad()\n        loss = loss_of(network(x), y)\n"
                          "        loss.backward()\n        cost = loss.item()\n",
                          loss->target != NULL ? "X" : "Y");
  if (train->clip_norm != 0)
    g_string_append (text,
                     "        gradients = [p.grad for _, p, _ in parameters(network) if p.grad "
                     "is not None]\n"
                     "        norm = torch.sqrt(sum((g**2).sum() for g in gradients))\n"
                     "        if norm > CLIP_NORM:\n"
                     "            for gradient in gradients:\n"
                     "                gradient *= CLIP_NORM / norm\n");
  if (train->l2 != 0 || train->l1 != 0)
    {
      g_string_append (text, "        for _, parameter, decays in parameters(network):\n"
                             "            if not decays or parameter.grad is None:\n"
                             "                continue\n            w = parameter.data\n");
      if (train->l2 != 0)
        g_string_append (text, "            cost += (L2 / 2 / len(x) * (w**2).sum()).item()\n"
                               "            parameter.grad += L2 / len(x) * w\n");
      if (train->l1 != 0)
        g_string_append (text, "            cost += (L1 / len(x) * w.abs().sum()).item()\n"
                               "            parameter.grad += L1 / len(x) * torch.sign(w)\n");
    }
  add_corrections (text, trainer);
  g_string_append (text, "        yield step, cost\n        optimizer.step()\n");
}

static void
add_main (GString *text, const NablaTrainer *trainer)
{
  const NablaExperiment *experiment = trainer->experiment;
  const NablaLossSpec *loss = nabla_experiment_loss (experiment, 0);
  g_string_append (text, "\n\ndef main():\n"
                         "    steps = int(sys.argv[1]) if len(sys.argv) > 1 else STEPS\n"
                         "    network = load(Network())\n"
                         "    for step, cost in train(network, steps):\n"
                         "        if step % max(1, steps // 20) == 0:\n"
                         "            print(f\"step {step:6d}  cost {cost:.6f}\")\n");
  if (loss->target == NULL)
    {
      const char *right = g_str_equal (loss->op->name, "softmax_cross_entropy")
                              ? "(prediction.argmax(dim=1) == label.argmax(dim=1)).double().mean()"
                          : g_str_equal (loss->op->name, "sigmoid_cross_entropy")
                              ? "((prediction > 0.5) == (label > 0.5)).double().mean()"
                              : "((prediction - label) ** 2).mean()";
      g_string_append_printf (
          text,
          "    for name, split in [(\"train\", TRAIN), (\"dev\", DEV), (\"test\", TEST)]:\n"
          "        if len(split) > 0:\n"
          "            prediction, label = predict(network, X[split]), Y[split]\n"
          "            print(f\"{name}: %s {%s:.4f}\")\n",
          g_str_equal (loss->op->name, "mean_squared_error") ? "mean squared error" : "accuracy",
          right);
    }
  g_string_append (text, "\n\nif __name__ == \"__main__\":\n    main()\n");
}

char *
nabla_pytorch_script (const NablaTrainer *trainer, const char *arrays)
{
  GString *text = g_string_new (NULL);
  const NablaExperiment *experiment = trainer->experiment;
  add_head (text, trainer, arrays);
  add_constants (text, trainer);
  add_network (text, trainer);
  add_loss (text, experiment);
  add_schedule (text, nabla_experiment_train (experiment));
  g_string_append (text, batches);
  add_parameters (text, trainer);
  add_optimizer (text, trainer);
  add_training (text, trainer);
  add_main (text, trainer);
  return g_string_free (text, FALSE);
}
