/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-titles.h"

#include "nabla-bug.h"
#include "nabla-generator.h"
#include "nabla-optimizer.h"
#include "nabla-schedule.h"

#include <glib/gi18n-lib.h>

/* Words that belong to no registry. */
static const struct {
  const char *word;
  const char *title;
} words[] = {
  { "none", NC_ ("choice", "None") },
  { "zeros", NC_ ("choice", "Zeros") },
  { "constant", NC_ ("choice", "Constant") },
  { "normal", NC_ ("choice", "Normal") },
  { "xavier", NC_ ("choice", "Xavier") },
  { "he", NC_ ("choice", "He") },
  { "glorot", NC_ ("choice", "Glorot") },
  { "standard", NC_ ("choice", "Mean 0, variance 1") },
  { "minmax", NC_ ("choice", "Range 0 to 1") },
  { "pixels", NC_ ("choice", "Divide by 255") },
  { "fill", NC_ ("choice", "Fill in") },
  { "drop", NC_ ("choice", "Drop the row") },
  { "single", NC_ ("choice", "Single (32 bits)") },
  { "double", NC_ ("choice", "Double (64 bits)") },
  { "automatic", NC_ ("choice", "Automatic") },
  { "binary", NC_ ("choice", "Two classes") },
  { "multiclass", NC_ ("choice", "Several classes") },
  { "regression", NC_ ("choice", "A number") },
  { "points", NC_ ("choice", "Painted points") },
  { "random", NC_ ("choice", "Random directions") },
  { "path", NC_ ("choice", "Where the run moved most") },
  { "start", NC_ ("choice", "Start of the run") },
  { "now", NC_ ("choice", "Present weights") },
  { "temp_max", NC_ ("choice", "Seattle, daily max") },
  { "temp_min", NC_ ("choice", "Seattle, daily min") },
  { "pre_activations", NC_ ("choice", "Pre-activations z") },
  { "activations", NC_ ("choice", "Activations a") },
  { "gradients", NC_ ("choice", "Gradients dJ/dz") },
  { "weights", NC_ ("choice", "Weights W") },
  { "this_step", NC_ ("choice", "This step") },
  { "over_time", NC_ ("choice", "Over time") },
  { "linear", NC_ ("choice", "Linear") },
  { "log", NC_ ("choice", "Logarithmic") },
  { "lines", NC_ ("choice", "Lines") },
  { "similarity", NC_ ("choice", "Similarity") },
};

#define FIND(list)                              \
  for (guint i = 0; list[i] != NULL; i++)       \
    if (g_str_equal (list[i]->name, word))      \
      return _(list[i]->title);

const char *
nabla_choice_title (const char *word)
{
  g_return_val_if_fail (word != NULL, NULL);

  const NablaOptimizerClass *const *optimizers = nabla_optimizers (NABLA_DOUBLE);
  const NablaSchedule *const *schedules = nabla_schedules ();
  const NablaGenerator *const *generators = nabla_generators ();
  const NablaOp *const *ops = nabla_ops (NABLA_DOUBLE);
  const NablaBug *const *bugs = nabla_bugs (NABLA_DOUBLE);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].word, word))
      return g_dpgettext2 (GETTEXT_PACKAGE, "choice", words[i].title);
  FIND (optimizers)
  FIND (schedules)
  FIND (generators)
  FIND (ops)
  FIND (bugs)
  return word;
}

char **
nabla_choice_titles (const NablaParamSpec *spec)
{
  g_return_val_if_fail (spec != NULL && spec->choices != NULL, NULL);

  g_autoptr (GStrvBuilder) titles = g_strv_builder_new ();
  for (guint i = 0; spec->choices[i] != NULL; i++)
    g_strv_builder_add (titles, nabla_choice_title (spec->choices[i]));
  return g_strv_builder_end (titles);
}
