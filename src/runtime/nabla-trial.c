/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-trial.h"

#include "nabla-json.h"
#include "nabla-number.h"

#include <math.h>
#include <string.h>

NablaTrial *
nabla_trial_new (guint number, guint n_values)
{
  NablaTrial *self = g_new0 (NablaTrial, 1);
  self->number = number;
  self->round = 1;
  self->n_values = n_values;
  self->values = g_new0 (double, n_values);
  self->applies = g_new0 (gboolean, n_values);
  for (guint i = 0; i < n_values; i++)
    self->applies[i] = TRUE;
  nabla_trial_clear_result (self);
  return self;
}

NablaTrial *
nabla_trial_copy (const NablaTrial *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  NablaTrial *copy = g_memdup2 (self, sizeof *self);
  copy->values = g_memdup2 (self->values, self->n_values * sizeof *self->values);
  copy->applies = g_memdup2 (self->applies, self->n_values * sizeof *self->applies);
  copy->rung_results = g_memdup2 (self->rung_results, self->rung * sizeof *self->rung_results);
  copy->message = g_strdup (self->message);
  return copy;
}

void
nabla_trial_free (NablaTrial *self)
{
  if (self == NULL)
    return;
  g_free (self->values);
  g_free (self->applies);
  g_free (self->rung_results);
  g_free (self->message);
  g_free (self);
}

gboolean
nabla_trial_is_over (const NablaTrial *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->state > NABLA_TRIAL_RUNNING;
}

void
nabla_trial_clear_result (NablaTrial *self)
{
  g_return_if_fail (self != NULL);

  self->state = NABLA_TRIAL_WAITING;
  self->result = NAN;
  self->done_steps = 0;
  self->seconds = 0;
  self->n_curve = 0;
  for (int split = 0; split < NABLA_N_SPLITS; split++)
    self->cost[split] = self->accuracy[split] = NAN;
  g_clear_pointer (&self->message, g_free);
}

int
nabla_trial_compare (const NablaTrial *a, const NablaTrial *b)
{
  if (a->rung != b->rung)
    return a->rung > b->rung ? -1 : 1;
  if (isnan (a->result) != isnan (b->result))
    return isnan (a->result) ? 1 : -1;
  if (a->result != b->result && !isnan (a->result))
    return a->result < b->result ? -1 : 1;
  return (a->number > b->number) - (a->number < b->number);
}

/* What chooses may bring parameters along, and take others away. */
static gboolean
is_structural (const NablaSearchAxis *axis)
{
  return axis->scale == NABLA_SEARCH_CHOICE && axis->spec->type == NABLA_PARAM_CHOICE;
}

/* The axes in the order of setting: calls of @func with their index. */
static void
each_axis (const NablaSearchSpec *search, void (*func) (guint axis, gpointer data), gpointer data)
{
  for (int structural = TRUE; structural >= FALSE; structural--)
    for (guint i = 0; i < search->n_axes; i++)
      if (is_structural (&search->axes[i]) == structural)
        func (i, data);
}

typedef struct
{
  NablaTrial *trial;
  const NablaSearchSpec *search;
  gboolean has_choices;
  NablaExperiment *experiment; /* (nullable): refused */
  GError **error;
} Setting;

static void
set_axis_cb (guint index, gpointer data)
{
  Setting *self = data;
  const NablaSearchAxis *axis = &self->search->axes[index];
  NablaTrial *trial = self->trial;
  if (self->experiment == NULL)
    return;
  trial->applies[index]
      = !self->has_choices || is_structural (axis)
        || nabla_experiment_find_param (self->experiment, axis->key, NULL, NULL) != NULL;
  if (!trial->applies[index])
    return;
  g_autofree char *value = nabla_search_format (axis, trial->values[index]);
  NablaExperiment *changed
      = nabla_experiment_with (self->experiment, axis->key, value, self->error);
  nabla_experiment_unref (self->experiment);
  self->experiment = changed;
}

NablaExperiment *
nabla_trial_experiment (NablaTrial *self, NablaExperiment *base, GError **error)
{
  g_return_val_if_fail (self != NULL && base != NULL, NULL);
  const NablaSearchSpec *search = nabla_experiment_search (base);
  g_return_val_if_fail (search->n_axes == self->n_values, NULL);

  Setting setting = { self, search, FALSE, nabla_experiment_ref (base), error };
  for (guint i = 0; i < search->n_axes; i++)
    setting.has_choices |= is_structural (&search->axes[i]);
  each_axis (search, set_axis_cb, &setting);
  return setting.experiment;
}

void
nabla_trial_find_applying (NablaTrial *self, NablaExperiment *base)
{
  g_return_if_fail (self != NULL && base != NULL);

  const NablaSearchSpec *search = nabla_experiment_search (base);
  for (guint i = 0; i < search->n_axes; i++)
    if (is_structural (&search->axes[i]))
      {
        nabla_experiment_unref (nabla_trial_experiment (self, base, NULL));
        return;
      }
}

typedef struct
{
  const NablaTrial *trial;
  const NablaSearchSpec *search;
  void (*func) (const char *key, const char *value, gpointer data);
  gpointer data;
} Telling;

static void
tell_axis_cb (guint index, gpointer data)
{
  const Telling *self = data;
  if (!self->trial->applies[index])
    return;
  const NablaSearchAxis *axis = &self->search->axes[index];
  g_autofree char *value = nabla_search_format (axis, self->trial->values[index]);
  self->func (axis->key, value, self->data);
}

void
nabla_trial_each_value (const NablaTrial *self,
                        const NablaSearchSpec *search,
                        void (*func) (const char *key, const char *value, gpointer data),
                        gpointer data)
{
  g_return_if_fail (self != NULL && search != NULL && search->n_axes == self->n_values);

  Telling telling = { self, search, func, data };
  each_axis (search, tell_axis_cb, &telling);
}

static void
append_value_cb (const char *key, const char *value, gpointer json)
{
  double number;
  if (nabla_number_parse (value, -1, &number))
    nabla_json_number (json, key, number);
  else
    nabla_json_string (json, key, value);
}

void
nabla_trial_append_parameters (const NablaTrial *self,
                               const NablaSearchSpec *search,
                               GString *json,
                               const char *key)
{
  nabla_json_begin (json, key, '{');
  nabla_trial_each_value (self, search, append_value_cb, json);
  nabla_json_end (json, '}');
}

char *
nabla_trial_parameters (const NablaTrial *self, const NablaSearchSpec *search)
{
  GString *json = g_string_new (NULL);
  nabla_trial_append_parameters (self, search, json, NULL);
  return g_string_free (json, FALSE);
}

/* The struct as it lies in memory, then what it points to: for processes of one program. */
GBytes *
nabla_trial_to_bytes (const NablaTrial *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  GByteArray *bytes = g_byte_array_new ();
  g_byte_array_append (bytes, (const guint8 *)self, sizeof *self);
  g_byte_array_append (bytes, (const guint8 *)self->values, self->n_values * sizeof (double));
  g_byte_array_append (bytes, (const guint8 *)self->applies, self->n_values * sizeof (gboolean));
  g_byte_array_append (bytes, (const guint8 *)self->rung_results, self->rung * sizeof (double));
  if (self->message != NULL)
    g_byte_array_append (bytes, (const guint8 *)self->message, strlen (self->message) + 1);
  return g_byte_array_free_to_bytes (bytes);
}

NablaTrial *
nabla_trial_from_bytes (const void *bytes, gsize length)
{
  const char *from = bytes;
  if (length < sizeof (NablaTrial))
    return NULL;
  NablaTrial *self = g_memdup2 (from, sizeof *self);
  gsize values = self->n_values * sizeof (double), applies = self->n_values * sizeof (gboolean);
  gsize rungs = self->rung * sizeof (double), whole = sizeof *self + values + applies + rungs;
  gboolean has_message = self->message != NULL;
  if (length < whole || (has_message && (length == whole || from[length - 1] != '\0')))
    {
      g_free (self);
      return NULL;
    }
  from += sizeof *self;
  self->values = g_memdup2 (from, values);
  self->applies = g_memdup2 (from + values, applies);
  self->rung_results = g_memdup2 (from + values + applies, rungs);
  self->message = has_message ? g_strdup (from + values + applies + rungs) : NULL;
  return self;
}

void
nabla_trial_control_init (NablaTrialControl *self)
{
  *self = (NablaTrialControl){ 0 };
  pthread_mutex_init (&self->mutex, NULL);
  pthread_cond_init (&self->changed, NULL);
}

void
nabla_trial_control_clear (NablaTrialControl *self)
{
  pthread_mutex_destroy (&self->mutex);
  pthread_cond_destroy (&self->changed);
}

void
nabla_trial_control_set (NablaTrialControl *self, gboolean hold, gboolean cancel)
{
  g_return_if_fail (self != NULL);

  pthread_mutex_lock (&self->mutex);
  g_atomic_int_set (&self->hold, hold);
  g_atomic_int_set (&self->cancel, cancel);
  pthread_cond_broadcast (&self->changed);
  pthread_mutex_unlock (&self->mutex);
}
