/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-search-picture.h"

#include "nabla-titles.h"
#include "nabla-trial-label.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const char *
layer_of (const NablaSearchAxis *axis)
{
  const char *layer = strchr (axis->key, '@');
  return layer != NULL ? layer + 1 : NULL;
}

char *
nabla_search_axis_title (const NablaSearchAxis *axis)
{
  const char *layer = layer_of (axis), *title = _(axis->spec->title);
  /* Translators: a parameter of a layer, as in “Units of hidden1” */
  if (layer != NULL)
    return g_strdup_printf (C_("search", "%1$s of %2$s"), title, layer);
  return axis->spec->symbol != NULL ? g_strdup_printf ("%s %s", title, axis->spec->symbol) : g_strdup (title);
}

char *
nabla_search_axis_symbol (const NablaSearchAxis *axis)
{
  const char *name = axis->spec->symbol != NULL ? axis->spec->symbol : axis->spec->name, *layer = layer_of (axis);
  return layer != NULL ? g_strdup_printf ("%s %s", name, layer) : g_strdup (name);
}

const char *
nabla_search_axis_scale (const NablaSearchAxis *axis)
{
  switch (axis->scale)
    {
    case NABLA_SEARCH_LOG:
      return C_("scale", "log");
    case NABLA_SEARCH_ONE_MINUS:
      return "1 − 10ʳ";
    case NABLA_SEARCH_INTEGER:
      return C_("scale", "integer");
    case NABLA_SEARCH_CHOICE:
      return C_("scale", "choice");
    case NABLA_SEARCH_LINEAR:
    default:
      return C_("scale", "linear");
    }
}

char *
nabla_search_axis_range (const NablaSearchAxis *axis, const NablaSearchRange *range)
{
  if (axis->choices != NULL)
    {
      g_autoptr (GPtrArray) words = g_ptr_array_new ();
      for (guint i = 0; axis->choices[i] != NULL && i < NABLA_SEARCH_MAX_CHOICES; i++)
        if (range->choices & (G_GUINT64_CONSTANT (1) << i))
          g_ptr_array_add (words, (char *) nabla_choice_title (axis->choices[i]));
      g_ptr_array_add (words, NULL);
      return g_strjoinv (", ", (char **) words->pdata);
    }
  NablaTrialAxis shown = { .scale = axis->scale == NABLA_SEARCH_ONE_MINUS ? NABLA_SCALE_ONE_MINUS : NABLA_SCALE_LINEAR,
                           .is_whole = axis->spec->type == NABLA_PARAM_INTEGER };
  g_autofree char *low = nabla_trial_axis_format (&shown, range->low);
  g_autofree char *high = nabla_trial_axis_format (&shown, range->high);
  return g_strdup_printf ("%s – %s", low, high);
}

static void
fill_axis (NablaTrialAxis *self, const NablaSearchAxis *axis)
{
  NablaSearchRange whole = nabla_search_range_whole (axis);
  self->key = g_strdup (axis->key);
  self->title = nabla_search_axis_title (axis);
  self->symbol = nabla_search_axis_symbol (axis);
  self->scale = axis->scale == NABLA_SEARCH_LOG         ? NABLA_SCALE_LOG
                : axis->scale == NABLA_SEARCH_ONE_MINUS ? NABLA_SCALE_ONE_MINUS
                                                        : NABLA_SCALE_LINEAR;
  self->is_whole = axis->spec->type == NABLA_PARAM_INTEGER;
  self->low = whole.low;
  self->high = whole.high;
  if (axis->choices == NULL)
    return;
  self->choices = g_strdupv (axis->choices);
  self->is_whole = FALSE;
  self->low = 0;
  self->high = MAX (1, g_strv_length (axis->choices) - 1);
}

static NablaTrialPointState
state_of (NablaTrialState state)
{
  switch (state)
    {
    case NABLA_TRIAL_FINISHED:
      return NABLA_TRIAL_POINT_DONE;
    case NABLA_TRIAL_DIVERGED:
    case NABLA_TRIAL_FAILED:
      return NABLA_TRIAL_POINT_DIVERGED;
    case NABLA_TRIAL_STOPPED:
      return NABLA_TRIAL_POINT_STOPPED;
    case NABLA_TRIAL_WAITING:
    case NABLA_TRIAL_RUNNING:
    default:
      return NABLA_TRIAL_POINT_RUNNING;
    }
}

/* Of a choice, from the first to the last one that is tried. */
static void
fill_range (double *ends, const NablaSearchAxis *axis, const NablaSearchRange *range)
{
  ends[0] = range->low;
  ends[1] = range->high;
  if (axis->choices == NULL)
    return;
  ends[0] = 0;
  for (guint i = 0; i < NABLA_SEARCH_MAX_CHOICES && axis->choices[i] != NULL; i++)
    if (range->choices & (G_GUINT64_CONSTANT (1) << i))
      ends[1] = i;
  while (ends[0] < ends[1] && !(range->choices & (G_GUINT64_CONSTANT (1) << (guint) ends[0])))
    ends[0]++;
}

NablaTrialsPicture *
nabla_search_picture_new (NablaExperiment *experiment,
                          GPtrArray *trials,
                          const NablaSearchRange *boxes,
                          guint n_rounds,
                          const NablaSearchRange *next_box)
{
  g_return_val_if_fail (experiment != NULL && trials != NULL, NULL);

  const NablaSearchSpec *spec = nabla_experiment_search (experiment);
  guint n_axes = MIN (spec->n_axes, NABLA_MAX_TRIAL_AXES), n = 0;
  NablaTrialsPicture *self = nabla_trials_picture_new (n_axes, trials->len, n_rounds);
  for (guint i = 0; i < n_axes; i++)
    fill_axis (&self->axes[i], &spec->axes[i]);
  for (guint t = 0; t < trials->len; t++)
    {
      const NablaTrial *trial = trials->pdata[t];
      if (trial == NULL)
        continue;
      self->trials[n] = (NablaTrialPoint){ .number = trial->number,
                                           .round = trial->round - 1,
                                           .state = state_of (trial->state),
                                           .result = trial->result };
      for (guint i = 0; i < n_axes; i++)
        self->values[(gsize) n * n_axes + i] = trial->applies[i] ? trial->values[i] : NAN;
      n++;
    }
  self->n_trials = n;
  for (guint r = 0; r < n_rounds; r++)
    for (guint i = 0; i < n_axes; i++)
      fill_range (self->boxes + 2 * (r * n_axes + i), &spec->axes[i], &boxes[r * spec->n_axes + i]);
  if (next_box == NULL)
    return self;
  self->next_box = g_new (double, 2 * n_axes);
  for (guint i = 0; i < n_axes; i++)
    fill_range (self->next_box + 2 * i, &spec->axes[i], &next_box[i]);
  return self;
}
