/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-instrument-state.h"

#include "nabla-error.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

/* What takes longer is given up for newer settings; what is shorter is shown, so that
 * something is seen while a slider is dragged. In microseconds. */
#define PATIENCE 400000

/* One computation, with copies of all it needs: the thread touches nothing else. */
typedef struct
{
  const NablaInstrument *instrument;
  double settings[NABLA_MAX_PARAMS];
  NablaInstrumentSeries *series;
  double values[NABLA_MAX_OUTPUTS];
  gint cancel;
  gint64 begun;
} Job;

struct _NablaInstrumentState
{
  GObject parent_instance;
  const NablaInstrument *instrument;
  double settings[NABLA_MAX_PARAMS];
  NablaInstrumentSeries *series; /* (nullable) */
  NablaSnapshot *snapshot;       /* (nullable) */
  double values[NABLA_MAX_OUTPUTS];
  Job *job; /* (nullable): owned by its task */
  gboolean is_stale, is_stopped;
};

G_DEFINE_FINAL_TYPE (NablaInstrumentState, nabla_instrument_state, G_TYPE_OBJECT)

enum
{
  CHANGED,
  COMPUTED,
  FAILED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
job_free (gpointer data)
{
  Job *job = data;
  g_clear_pointer (&job->series, nabla_instrument_series_unref);
  g_free (job);
}

static void
run_job (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  NablaSnapshot *snapshot = nabla_instrument_observe (job->instrument, job->settings, job->series,
                                                      &job->cancel, job->values, &error);
  if (snapshot != NULL)
    g_task_return_pointer (task, snapshot, (GDestroyNotify)nabla_snapshot_unref);
  else
    g_task_return_error (task, error);
}

static void begin (NablaInstrumentState *self);

static void
job_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  NablaInstrumentState *self = NABLA_INSTRUMENT_STATE (source);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaSnapshot) snapshot = g_task_propagate_pointer (G_TASK (result), &error);
  self->job = NULL;
  if (self->is_stopped)
    return;
  if (self->is_stale)
    begin (self);
  if (snapshot != NULL)
    {
      g_clear_pointer (&self->snapshot, nabla_snapshot_unref);
      self->snapshot = g_steal_pointer (&snapshot);
      memcpy (self->values, job->values, sizeof self->values);
      g_signal_emit (self, signals[COMPUTED], 0);
    }
  else if (!g_error_matches (error, NABLA_ERROR, NABLA_ERROR_CANCELLED))
    g_signal_emit (self, signals[FAILED], 0, error);
}

static void
begin (NablaInstrumentState *self)
{
  if (self->is_stopped)
    return;
  if (self->job != NULL)
    {
      self->is_stale = TRUE;
      if (g_get_monotonic_time () - self->job->begun > PATIENCE)
        g_atomic_int_set (&self->job->cancel, 1);
      return;
    }
  Job *job = self->job = g_new0 (Job, 1);
  job->instrument = self->instrument;
  memcpy (job->settings, self->settings, sizeof job->settings);
  job->series = self->series != NULL ? nabla_instrument_series_ref (self->series) : NULL;
  job->begun = g_get_monotonic_time ();
  self->is_stale = FALSE;
  g_autoptr (GTask) task = g_task_new (self, NULL, job_done_cb, NULL);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, run_job);
}

const NablaInstrument *
nabla_instrument_state_instrument (NablaInstrumentState *self)
{
  g_return_val_if_fail (NABLA_IS_INSTRUMENT_STATE (self), NULL);

  return self->instrument;
}

const double *
nabla_instrument_state_settings (NablaInstrumentState *self)
{
  g_return_val_if_fail (NABLA_IS_INSTRUMENT_STATE (self), NULL);

  return self->settings;
}

/* Brings every number between the ends that it has now: others may depend on what changed. */
static void
clamp_all (NablaInstrumentState *self)
{
  for (guint i = 0; self->instrument->params[i].name != NULL; i++)
    {
      double low, high;
      NablaParamType type = self->instrument->params[i].type;
      if (type != NABLA_PARAM_REAL && type != NABLA_PARAM_INTEGER)
        continue;
      nabla_instrument_span (self->instrument, i, self->settings, self->series, &low, &high);
      self->settings[i] = CLAMP (self->settings[i], low, high);
    }
}

static void
tell (NablaInstrumentState *self)
{
  clamp_all (self);
  begin (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
nabla_instrument_state_set (NablaInstrumentState *self, guint param, double value)
{
  g_return_if_fail (NABLA_IS_INSTRUMENT_STATE (self));
  g_return_if_fail (param < nabla_param_count (self->instrument->params));

  double low, high;
  const NablaParamSpec *spec = &self->instrument->params[param];
  if (!isfinite (value))
    return;
  if (spec->type == NABLA_PARAM_REAL || spec->type == NABLA_PARAM_INTEGER)
    {
      nabla_instrument_span (self->instrument, param, self->settings, self->series, &low, &high);
      value = CLAMP (spec->type == NABLA_PARAM_INTEGER ? round (value) : value, low, high);
    }
  if (value == self->settings[param])
    return;
  self->settings[param] = value;
  tell (self);
}

gboolean
nabla_instrument_state_set_text (NablaInstrumentState *self,
                                 const char *key,
                                 const char *text,
                                 GError **error)
{
  g_return_val_if_fail (NABLA_IS_INSTRUMENT_STATE (self) && key != NULL && text != NULL, FALSE);

  double settings[NABLA_MAX_PARAMS];
  memcpy (settings, self->settings, sizeof settings);
  if (!nabla_instrument_set (self->instrument, settings, key, text, error))
    return FALSE;
  int param = nabla_param_find (self->instrument->params, key);
  nabla_instrument_state_set (self, (guint)param, settings[param]);
  return TRUE;
}

void
nabla_instrument_state_set_series (NablaInstrumentState *self, const NablaInstrumentSeries *series)
{
  g_return_if_fail (NABLA_IS_INSTRUMENT_STATE (self));

  if (series == self->series)
    return;
  g_clear_pointer (&self->series, nabla_instrument_series_unref);
  self->series = series != NULL ? nabla_instrument_series_ref (series) : NULL;
  tell (self);
}

const NablaInstrumentSeries *
nabla_instrument_state_series (NablaInstrumentState *self)
{
  g_return_val_if_fail (NABLA_IS_INSTRUMENT_STATE (self), NULL);

  return self->series;
}

const NablaSnapshot *
nabla_instrument_state_snapshot (NablaInstrumentState *self)
{
  g_return_val_if_fail (NABLA_IS_INSTRUMENT_STATE (self), NULL);

  return self->snapshot;
}

const double *
nabla_instrument_state_values (NablaInstrumentState *self)
{
  g_return_val_if_fail (NABLA_IS_INSTRUMENT_STATE (self), NULL);

  return self->values;
}

gboolean
nabla_instrument_state_is_busy (NablaInstrumentState *self)
{
  g_return_val_if_fail (NABLA_IS_INSTRUMENT_STATE (self), FALSE);

  return self->job != NULL;
}

void
nabla_instrument_state_stop (NablaInstrumentState *self)
{
  g_return_if_fail (NABLA_IS_INSTRUMENT_STATE (self));

  self->is_stopped = TRUE;
  if (self->job != NULL)
    g_atomic_int_set (&self->job->cancel, 1);
}

static void
nabla_instrument_state_finalize (GObject *object)
{
  NablaInstrumentState *self = NABLA_INSTRUMENT_STATE (object);
  g_clear_pointer (&self->series, nabla_instrument_series_unref);
  g_clear_pointer (&self->snapshot, nabla_snapshot_unref);
  G_OBJECT_CLASS (nabla_instrument_state_parent_class)->finalize (object);
}

static void
nabla_instrument_state_class_init (NablaInstrumentStateClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);
  G_OBJECT_CLASS (klass)->finalize = nabla_instrument_state_finalize;
  signals[CHANGED]
      = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[COMPUTED]
      = g_signal_new ("computed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
nabla_instrument_state_init (NablaInstrumentState *self)
{
}

NablaInstrumentState *
nabla_instrument_state_new (const NablaInstrument *instrument)
{
  g_return_val_if_fail (instrument != NULL && instrument->tiles != NULL, NULL);

  NablaInstrumentState *self = g_object_new (NABLA_TYPE_INSTRUMENT_STATE, NULL);
  self->instrument = instrument;
  nabla_param_defaults (instrument->params, self->settings);
  begin (self);
  return self;
}
