/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-suggestion.h"

#include "nabla-generator.h"
#include "nabla-points-text.h"

#include <string.h>

/* Fewer examples are all used for training. */
#define ENOUGH_TO_SPLIT 30
#define MANY_EXAMPLES 10000

/* Up to here a step takes the whole training set. */
#define LARGEST_FULL_BATCH 512
#define BATCH_SIZE 64
#define FULL_STEPS 1000
#define EPOCHS 30
#define MOST_STEPS 20000

static const struct
{
  const char *loss;
  const char *views;
} tasks[] = {
  [NABLA_TASK_BINARY] = { "sigmoid_cross_entropy", "metrics" },
  [NABLA_TASK_MULTICLASS] = { "softmax_cross_entropy", "metrics" },
  [NABLA_TASK_REGRESSION] = { "mean_squared_error", "fit" },
};

static gboolean
is_one_line (const char *value)
{
  if (*value == '\0' || !g_utf8_validate (value, -1, NULL) || strchr (" \t", *value) != NULL
      || strchr (" \t", value[strlen (value) - 1]) != NULL)
    return FALSE;
  for (const char *c = value; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      return FALSE;
  return TRUE;
}

/* A path that no line of text can hold is left to be given apart; a file without an
 * ending is marked as a file. */
static char *
write_source (const char *source)
{
  if (source == NULL || !is_one_line (source))
    return g_strdup ("none");
  gboolean is_clear = nabla_generator_find (source) != NULL
                      || g_str_equal (source, NABLA_POINTS_SOURCE)
                      || strpbrk (source, "./\\") != NULL;
  return is_clear ? g_strdup (source) : g_strconcat ("./", source, NULL);
}

static char *
write_title (const char *title)
{
  g_autofree char *text = g_utf8_make_valid (title, -1);
  for (char *c = text; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  return g_strdup (g_strstrip (text));
}

static const char *
choose_normalization (const NablaDataset *self)
{
  if (self->image_height == 0)
    return "standard";
  for (gsize i = 0; i < self->m * self->n_x; i++)
    if (self->x[i] > 1)
      return "pixels";
  return "none";
}

/* Returns: the share of examples that are trained on */
static double
append_split (GString *text, const NablaDataset *dataset)
{
  if (dataset->m < ENOUGH_TO_SPLIT)
    {
      g_string_append (text, "train=1\n");
      return 1;
    }
  gboolean many = dataset->m >= MANY_EXAMPLES;
  g_string_append (text,
                   many ? "train=0.9\ndev=0.05\ntest=0.05\n" : "train=0.6\ndev=0.2\ntest=0.2\n");
  if (dataset->task != NABLA_TASK_REGRESSION)
    g_string_append (text, "stratify=true\n");
  return many ? 0.9 : 0.6;
}

static void
append_layers (GString *text, const NablaDataset *dataset)
{
  guint units = dataset->task == NABLA_TASK_MULTICLASS ? dataset->n_classes : 1;
  if (dataset->image_height > 0)
    g_string_append (text, "# Pixels become one column of features.\n"
                           "[layer flat]\nop=flatten\n\n");
  g_string_append (text,
                   "[layer hidden]\nop=dense\nunits=16\nactivation=relu\n"
                   "initialization=he\n\n"
                   "# As many units as the label has rows; the loss makes predictions of them.\n");
  g_string_append_printf (text,
                          "[layer output]\nop=dense\nunits=%u\ninitialization=xavier\n\n"
                          "[loss]\nop=%s\n\n",
                          units, tasks[dataset->task].loss);
}

static void
append_train (GString *text, gsize n_train)
{
  gboolean full = n_train <= LARGEST_FULL_BATCH;
  gsize steps = full ? FULL_STEPS : CLAMP (EPOCHS * (n_train / BATCH_SIZE), FULL_STEPS, MOST_STEPS);
  g_string_append (text, "[train]\noptimizer=adam\nlearning_rate=0.01\n");
  if (full)
    g_string_append (text, "batch_size=full\n");
  else
    g_string_append_printf (text, "batch_size=%d\n", BATCH_SIZE);
  g_string_append_printf (text, "steps=%zu\n\n", steps);
}

static void
append_views (GString *text, const NablaDataset *dataset)
{
  g_string_append (text, "[views]\nshow=cost");
  if (dataset->n_x == 2)
    g_string_append (text, ";boundary");
  if (tasks[dataset->task].views != NULL)
    g_string_append_printf (text, ";%s", tasks[dataset->task].views);
  g_string_append (text, ";network\n");
}

char *
nabla_suggestion_text (const NablaDataset *dataset, const char *source, const char *label)
{
  g_return_val_if_fail (dataset != NULL, NULL);

  g_autofree char *title = write_title (dataset->title);
  g_autofree char *source_value = write_source (source);
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_append_printf (text, "[experiment]\nformat=1\ntitle=%s\nseed=1\n\n[data]\nsource=%s\n",
                          title, source_value);
  if (label != NULL && is_one_line (label))
    g_string_append_printf (text, "label=%s\n", label);
  double share = append_split (text, dataset);
  g_string_append_printf (text, "normalize=%s\n", choose_normalization (dataset));
  if (dataset->task == NABLA_TASK_REGRESSION)
    g_string_append (text,
                     "# The network learns (y - mean) / deviation, whatever the label's units.\n"
                     "normalize_label=standard\n");
  g_string_append_c (text, '\n');
  append_layers (text, dataset);
  append_train (text, share * dataset->m);
  append_views (text, dataset);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
