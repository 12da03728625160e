/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-search-candidates.h"

#include "nabla-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Ranges of which something can be expected, by the name of the parameter. */
static const struct {
  const char *name;
  const char *value;
} usual[] = {
  { "learning_rate", "log 0.0001 1" },
  { "batch_size", "choice 8;16;32;64;128" },
  { "l2", "log 0.001 10" },
  { "l1", "log 0.001 10" },
  { "units", "integer 2 32" },
  { "activation", "choice tanh;sigmoid;relu" },
  { "keep_prob", "linear 0.5 1" },
  { "scale", "log 0.001 10" },
  { "epsilon", "log 1e-10 0.01" },
  { "optimizer", "choice gradient_descent;momentum;rmsprop;adam" },
};

/* Seeds say where chance begins, and the length of a run is not what is looked for. */
static const char *const left_out[] = { "steps", "batch_seed", "precision", "patience", "bug", NULL };

void
nabla_search_candidate_free (NablaSearchCandidate *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self->value);
  g_free (self->title);
  g_free (self);
}

/* A range for a parameter that the table does not know; %NULL if there is none worth trying. */
static char *
range_of (const NablaParamSpec *spec)
{
  char low[NABLA_NUMBER_LENGTH], high[NABLA_NUMBER_LENGTH];
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    if (g_str_equal (usual[i].name, spec->name))
      return g_strdup (usual[i].value);
  if (spec->scale == NABLA_SCALE_ONE_MINUS)
    return g_strdup ("one_minus 0.5 0.999");
  if (spec->type == NABLA_PARAM_CHOICE && spec->choices != NULL && g_strv_length ((char **) spec->choices) > 1
      && g_strv_length ((char **) spec->choices) <= 8)
    {
      g_autofree char *words = g_strjoinv (";", (char **) spec->choices);
      return g_strconcat ("choice ", words, NULL);
    }
  if (spec->type != NABLA_PARAM_REAL && spec->type != NABLA_PARAM_INTEGER)
    return NULL;
  double least = spec->minimum, most = spec->maximum;
  if (spec->scale == NABLA_SCALE_LOG && least <= 0)
    least = most * 1e-6;
  if (!(least < most) || !isfinite (least) || !isfinite (most))
    return NULL;
  const char *scale = spec->type == NABLA_PARAM_INTEGER ? "integer"
                      : spec->scale == NABLA_SCALE_LOG  ? "log"
                                                        : "linear";
  nabla_number_format (least, low);
  nabla_number_format (most, high);
  return g_strdup_printf ("%s %s %s", scale, low, high);
}

static gboolean
is_searched (NablaExperiment *experiment, const char *key, const NablaParamSpec *spec)
{
  const NablaSearchSpec *search = nabla_experiment_search (experiment);
  for (guint i = 0; i < search->n_axes; i++)
    {
      const char *there = search->axes[i].key, *dot = strchr (there, '.');
      if (g_str_equal (there, key) || (dot != NULL && g_str_equal (dot + 1, key)))
        return TRUE;
      /* The same parameter under its short name, or a layer's under its own */
      if (strchr (key, '@') == NULL && strchr (there, '@') == NULL && search->axes[i].spec == spec)
        return TRUE;
    }
  return FALSE;
}

/* Offers @key, if a search accepts the line. */
static void
offer (GPtrArray *list, NablaExperiment *experiment, const char *key, const char *layer)
{
  const NablaParamSpec *spec = nabla_experiment_find_param (experiment, key, NULL, NULL);
  if (spec == NULL || g_strv_contains (left_out, spec->name) || is_searched (experiment, key, spec))
    return;
  g_autofree char *value = range_of (spec);
  if (value == NULL)
    return;
  g_autofree char *full = g_strconcat ("search.", key, NULL);
  g_autoptr (NablaExperiment) with = nabla_experiment_with (experiment, full, value, NULL);
  if (with == NULL)
    return;
  NablaSearchCandidate *candidate = g_new0 (NablaSearchCandidate, 1);
  candidate->key = g_strdup (key);
  candidate->value = g_steal_pointer (&value);
  candidate->title = layer != NULL ? g_strdup_printf (C_("search", "%1$s of %2$s"), _(spec->title), layer)
                     : spec->symbol != NULL ? g_strdup_printf ("%s %s", _(spec->title), spec->symbol)
                                            : g_strdup (_(spec->title));
  g_ptr_array_add (list, candidate);
}

static void
offer_all (GPtrArray *list, NablaExperiment *experiment, const NablaParamSpec *params, const char *layer)
{
  for (guint i = 0; params != NULL && params[i].name != NULL; i++)
    {
      g_autofree char *key = layer != NULL ? g_strdup_printf ("%s@%s", params[i].name, layer)
                                           : g_strdup_printf ("train.%s", params[i].name);
      offer (list, experiment, key, layer);
    }
}

GPtrArray *
nabla_search_candidates (NablaExperiment *experiment)
{
  g_return_val_if_fail (experiment != NULL, NULL);

  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) nabla_search_candidate_free);
  const NablaTrainSpec *train = nabla_experiment_train (experiment);
  offer (list, experiment, "train.learning_rate", NULL);
  offer_all (list, experiment, train->optimizer->params, NULL);
  guint n = nabla_experiment_n_layers (experiment);
  for (guint i = 0; i < n; i++)
    {
      const NablaLayerSpec *layer = nabla_experiment_layer (experiment, i);
      g_autofree char *activation = g_strconcat ("activation@", layer->name, NULL);
      /* What the last layer puts out is decided by the task. */
      if (i + 1 < n)
        {
          offer_all (list, experiment, layer->op->params, layer->name);
          offer (list, experiment, activation, layer->name);
        }
    }
  static const char *const rest[]
      = { "train.batch_size", "train.l2", "train.optimizer", "train.schedule", "train.l1" };
  for (guint i = 0; i < G_N_ELEMENTS (rest); i++)
    offer (list, experiment, rest[i], NULL);
  offer_all (list, experiment, train->schedule->params, NULL);
  return list;
}
