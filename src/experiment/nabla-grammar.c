/* The table of groups and keys. To add a key, write its spec here and its place in
 * the enumeration of the header, then read it where the group is read.
 *
 * The specs are constant but for the choices that come from registries: those are
 * filled in once, when the table is first asked for.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-grammar-private.h"

#include "nabla-experiment.h"
#include "nabla-generator.h"
#include "nabla-points-text.h"
#include "nabla-source.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SEED(name, title, help, initial) \
  { name, title, NULL, help, NABLA_PARAM_INTEGER, 0, G_MAXUINT32, initial, NABLA_SCALE_LINEAR }
#define SHARE(name, title, help, initial) \
  { name, title, NULL, help, NABLA_PARAM_REAL, 0, 1, initial, NABLA_SCALE_LINEAR }
#define CHOICE(name, title, help, initial, choices) \
  { name, title, NULL, help, NABLA_PARAM_CHOICE, 0, 0, initial, NABLA_SCALE_LINEAR, choices }
/* To be filled in from a registry. */
#define CHOSEN(name, title, help) CHOICE (name, title, help, 0, NULL)

static const char *const task_names[] = { "automatic", "binary", "multiclass", "regression", NULL };
static const char *const label_normalization_names[] = { "none", "standard", NULL };
static const char *const precision_names[] = { "single", "double", NULL };

static const NablaParamSpec experiment_params[] = {
  { "format", N_("Format"), NULL, N_("Version of the grammar that the file is written in."),
    NABLA_PARAM_INTEGER, 1, 1, 1, NABLA_SCALE_LINEAR },
  SEED ("seed", N_("Seed"), N_("Where the random numbers of initialization and dropout begin."), 1),
  { NULL }
};

static NablaParamSpec data_params[] = {
  CHOSEN ("source", N_("Data set"), N_("A generator, a file, or none.")),
  SEED ("seed", N_("Data seed"), N_("Where the random numbers of a generator begin."), 1),
  SHARE ("train", N_("Training share"),
         N_("Share of the examples that the network learns from."), 1),
  SHARE ("dev", N_("Dev share"),
         N_("Share of the examples by which hyperparameters are chosen."), 0),
  SHARE ("test", N_("Test share"), N_("Share of the examples for the final judgement."), 0),
  SEED ("split_seed", N_("Split seed"),
        N_("Where the random numbers that divide the examples begin."), 1),
  { "stratify", N_("Stratified split"), NULL, N_("Whether each class keeps its share in each part."),
    NABLA_PARAM_BOOLEAN, 0, 1, 0, NABLA_SCALE_LINEAR },
  CHOICE ("normalize", N_("Input normalization"),
          N_("How features are shifted and scaled; computed on the training set only."),
          NABLA_NORMALIZE_NONE, nabla_normalization_names),
  CHOICE ("normalize_label", N_("Label normalization"),
          N_("How a number to predict is shifted and scaled for the network; predictions and errors are in its own units."),
          0, label_normalization_names),
  CHOICE ("task", N_("Task"), N_("Two classes, several, or a number to predict."), 0, task_names),
  CHOICE ("missing", N_("Missing values"), N_("Whether they are filled in or their rows dropped."),
          NABLA_MISSING_FILL, nabla_missing_names),
  CHOICE ("delimiter", N_("Delimiter"), N_("What stands between the fields of a text file."), 0,
          nabla_delimiter_names),
  CHOICE ("decimal_point", N_("Decimal point"), N_("How a text file writes 0.5."), 0,
          nabla_decimal_point_names),
  CHOICE ("header", N_("Header row"), N_("Whether the first row of a text file has names."),
          NABLA_HEADER_GUESS, nabla_header_names),
  { NULL }
};

static NablaParamSpec layer_params[] = {
  CHOSEN ("op", N_("Kind of layer"), N_("What the layer computes.")),
  CHOSEN ("activation", N_("Activation"), N_("The function that its output goes through.")),
  { "trainable", N_("Trainable"), NULL,
    N_("Whether its parameters learn; a frozen layer keeps them."),
    NABLA_PARAM_BOOLEAN, 0, 1, 1, NABLA_SCALE_LINEAR },
  { NULL }
};

static NablaParamSpec loss_params[] = {
  CHOSEN ("op", N_("Loss"), N_("How a prediction is compared with the label.")),
  { "weight", N_("Weight"), NULL, N_("Share of this loss in the objective."),
    NABLA_PARAM_REAL, 0, 1e6, 1, NABLA_SCALE_LINEAR },
  { NULL }
};

static NablaParamSpec train_params[] = {
  CHOSEN ("optimizer", N_("Optimizer"), N_("How parameters follow their gradients.")),
  { "learning_rate", N_("Learning rate"), "α", N_("How far one step goes along the gradient."),
    NABLA_PARAM_REAL, 1e-7, 100, 0.01, NABLA_SCALE_LOG },
  CHOSEN ("schedule", N_("Learning-rate schedule"),
          N_("How the learning rate changes over the epochs.")),
  { "batch_size", N_("Batch size"), NULL,
    N_("Examples of a mini-batch; full takes the whole training set at each step."),
    NABLA_PARAM_INTEGER, 1, 1 << 20, 64, NABLA_SCALE_LOG },
  SEED ("batch_seed", N_("Batch seed"),
        N_("Where the random numbers that shuffle the mini-batches begin."), 11),
  { "steps", N_("Steps"), NULL, N_("How many updates the run makes."),
    NABLA_PARAM_INTEGER, 0, 1e9, 1000, NABLA_SCALE_LINEAR },
  CHOICE ("precision", N_("Precision"), N_("Whether numbers have 32 or 64 bits."),
          NABLA_SINGLE, precision_names),
  { "l2", N_("L2 regularization"), "λ", N_("Adds λ/2m times the squared weights to the cost."),
    NABLA_PARAM_REAL, 0, 1000, 0, NABLA_SCALE_LINEAR },
  { "l1", N_("L1 regularization"), "λ₁", N_("Adds λ₁/m times the absolute weights to the cost."),
    NABLA_PARAM_REAL, 0, 1000, 0, NABLA_SCALE_LINEAR },
  { "clip_norm", N_("Gradient clipping"), NULL,
    N_("Largest norm that the whole gradient may have; 0 for no limit."),
    NABLA_PARAM_REAL, 0, 1e6, 0, NABLA_SCALE_LINEAR },
  CHOSEN ("bug", N_("Planted bug"),
          N_("A mistake in the program, to be found from what the run shows.")),
  { "patience", N_("Early stopping"), NULL,
    N_("Epochs without a lower cost over the dev set after which training stops; 0 for never."),
    NABLA_PARAM_INTEGER, 0, 1e6, 0, NABLA_SCALE_LINEAR },
  { NULL }
};

static const NablaParamSpec search_params[] = {
  { "trials", N_("Trials"), NULL, N_("How many settings the search tries in a round."),
    NABLA_PARAM_INTEGER, 1, 1e6, 20, NABLA_SCALE_LOG },
  { "rounds", N_("Rounds"), NULL, N_("How many times the search looks closer around the best."),
    NABLA_PARAM_INTEGER, 1, 20, 1, NABLA_SCALE_LINEAR },
  { NULL }
};

static NablaRegistry optimizers, schedules, sources, layer_ops, activations, losses, bugs;

/* A file without an ending is written as ./data, so that a generator's name that is
 * misspelled is not taken for a file. */
static gboolean
looks_like_path (const char *source)
{
  return strpbrk (source, "./\\") != NULL;
}

static const NablaGroupGrammar groups[] = {
  {
    .kind = "experiment",
    .params = experiment_params,
    .texts = { "title" },
    .locale_text = "title",
  },
  {
    .kind = "data",
    .params = data_params,
    .texts = { "label", "leave_out", "encoding", "points" },
    .n_choosers = 1,
    .choosers = { { NABLA_DATA_SOURCE, &sources, .required = TRUE, .accepts = looks_like_path } },
  },
  { .kind = "input", .name = NABLA_NAME_ALWAYS, .texts = { "columns" } },
  {
    .kind = "block",
    .name = NABLA_NAME_ALWAYS,
    .texts = { "title" },
    .locale_text = "title",
  },
  {
    .kind = "layer",
    .name = NABLA_NAME_ALWAYS,
    .params = layer_params,
    .texts = { "from", "share" },
    .n_choosers = 2,
    .choosers = { { NABLA_LAYER_OP, &layer_ops, .required = TRUE },
                  { NABLA_LAYER_ACTIVATION, &activations } },
  },
  {
    .kind = "loss",
    .name = NABLA_NAME_OPTIONAL,
    .params = loss_params,
    .texts = { "from", "target" },
    .n_choosers = 1,
    .choosers = { { NABLA_LOSS_OP, &losses, .required = TRUE } },
  },
  {
    .kind = "train",
    .params = train_params,
    .n_choosers = 2,
    .choosers = { { NABLA_TRAIN_OPTIMIZER, &optimizers }, { NABLA_TRAIN_SCHEDULE, &schedules } },
    .word_param = "batch_size",
    .word = "full",
  },
  { .kind = "search", .params = search_params, .any_key = TRUE },
  { .kind = "views", .texts = { "show" } },
};
static const char *kinds[G_N_ELEMENTS (groups) + 1];

static void
add (NablaRegistry *self, const char *name, const NablaParamSpec *params)
{
  self->names = g_renew (const char *, self->names, self->n + 2);
  self->params = g_renew (const NablaParamSpec *, self->params, self->n + 1);
  self->names[self->n] = name;
  self->params[self->n] = params;
  self->names[++self->n] = NULL;
}

static void
fill_registries (void)
{
  for (const NablaOptimizerClass *const *i = nabla_optimizers (NABLA_DOUBLE); *i != NULL; i++)
    add (&optimizers, (*i)->name, (*i)->params);
  for (const NablaSchedule *const *i = nabla_schedules (); *i != NULL; i++)
    add (&schedules, (*i)->name, (*i)->params);

  for (const NablaGenerator *const *i = nabla_generators (); *i != NULL; i++)
    add (&sources, (*i)->name, (*i)->params);
  add (&sources, NABLA_POINTS_SOURCE, NULL);
  add (&sources, "none", NULL);

  add (&activations, "none", NULL);
  for (const NablaOp *const *i = nabla_ops (NABLA_DOUBLE); *i != NULL; i++)
    {
      if ((*i)->flags & NABLA_OP_LOSS)
        add (&losses, (*i)->name, (*i)->params);
      else if (!((*i)->flags & NABLA_OP_INPUT))
        add (&layer_ops, (*i)->name, (*i)->params);
      if ((*i)->flags & NABLA_OP_ACTIVATION)
        add (&activations, (*i)->name, (*i)->params);
    }

  add (&bugs, "none", NULL);
  for (const NablaBug *const *i = nabla_bugs (NABLA_DOUBLE); *i != NULL; i++)
    add (&bugs, (*i)->name, NULL);

  data_params[NABLA_DATA_SOURCE].choices = sources.names;
  layer_params[NABLA_LAYER_OP].choices = layer_ops.names;
  layer_params[NABLA_LAYER_ACTIVATION].choices = activations.names;
  loss_params[NABLA_LOSS_OP].choices = losses.names;
  train_params[NABLA_TRAIN_OPTIMIZER].choices = optimizers.names;
  train_params[NABLA_TRAIN_SCHEDULE].choices = schedules.names;
  train_params[NABLA_TRAIN_BUG].choices = bugs.names;
}

static void
ensure_filled (void)
{
  static gsize once;
  if (!g_once_init_enter (&once))
    return;
  fill_registries ();
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    kinds[i] = groups[i].kind;
  g_once_init_leave (&once, 1);
}

int
nabla_registry_find (const NablaRegistry *self, const char *name)
{
  for (guint i = 0; i < self->n; i++)
    if (g_str_equal (self->names[i], name))
      return i;
  return -1;
}

const NablaGroupGrammar *
nabla_grammar_find (const char *kind)
{
  ensure_filled ();
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (g_str_equal (groups[i].kind, kind))
      return &groups[i];
  return NULL;
}

const char *const *
nabla_grammar_kinds (void)
{
  ensure_filled ();
  return kinds;
}

gboolean
nabla_grammar_has_text (const NablaGroupGrammar *grammar, const char *key)
{
  if (g_strv_contains (grammar->texts, key))
    return TRUE;
  if (grammar->locale_text == NULL || !g_str_has_prefix (key, grammar->locale_text))
    return FALSE;
  const char *locale = key + strlen (grammar->locale_text);
  gsize letters
    = *locale == '[' ? strspn (locale + 1, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_@.-") : 0;
  return letters > 0 && g_str_equal (locale + 1 + letters, "]");
}

const NablaParamSpec *
nabla_experiment_group_params (const char *kind)
{
  g_return_val_if_fail (kind != NULL, NULL);

  const NablaGroupGrammar *grammar = nabla_grammar_find (kind);
  return grammar != NULL ? grammar->params : NULL;
}
