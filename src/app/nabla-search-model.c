/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-search-model.h"

#include "nabla-error.h"
#include "nabla-search-picture.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

struct _NablaSearchModel {
  GObject parent_instance;
  NablaSession *session;
  char *store_path;
  NablaSearchOptions options;

  NablaSearch *search;          /* (nullable) */
  NablaSearchState state;
  gboolean paused;              /* asked for: a search that still reads says so later */
  GPtrArray *trials;            /* of NablaTrial, by number */
  GArray *boxes;                /* of NablaSearchRange, n_axes a round */
  guint n_rounds;
  double importance[NABLA_MAX_TRIAL_AXES];
  guint measured_round;

  guint chosen;                 /* number of a trial; 0: none */
  NablaSearchRange *box;        /* (nullable): of the next round */
  double *brush;                /* (nullable) */
  NablaSnapshot *snapshot;      /* (nullable): made anew when it is asked for */
};

G_DEFINE_FINAL_TYPE (NablaSearchModel, nabla_search_model, G_TYPE_OBJECT)

enum { CHANGED, STATE_CHANGED, FAILED, AWAKE, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
changed (NablaSearchModel *self)
{
  g_clear_pointer (&self->snapshot, nabla_snapshot_unref);
  g_signal_emit (self, signals[CHANGED], 0);
}

NablaExperiment *
nabla_search_model_experiment (NablaSearchModel *self)
{
  g_return_val_if_fail (NABLA_IS_SEARCH_MODEL (self), NULL);

  return self->search != NULL ? nabla_search_experiment (self->search) : nabla_session_experiment (self->session);
}

NablaSearch *
nabla_search_model_search (NablaSearchModel *self)
{
  g_return_val_if_fail (NABLA_IS_SEARCH_MODEL (self), NULL);

  return self->search;
}

NablaSearchOptions *
nabla_search_model_options (NablaSearchModel *self)
{
  g_return_val_if_fail (NABLA_IS_SEARCH_MODEL (self), NULL);

  return &self->options;
}

static const NablaSearchSpec *
spec_of (NablaSearchModel *self)
{
  NablaExperiment *experiment = nabla_search_model_experiment (self);
  return experiment != NULL ? nabla_experiment_search (experiment) : NULL;
}

static void
forget (NablaSearchModel *self)
{
  g_clear_pointer (&self->search, nabla_search_free);
  g_ptr_array_set_size (self->trials, 0);
  g_array_set_size (self->boxes, 0);
  self->n_rounds = self->measured_round = 0;
  self->chosen = 0;
  g_clear_pointer (&self->box, g_free);
  g_clear_pointer (&self->brush, g_free);
  for (guint i = 0; i < NABLA_MAX_TRIAL_AXES; i++)
    self->importance[i] = NAN;
}

static void
begin (NablaSearchModel *self)
{
  g_autoptr (GError) error = NULL;
  NablaExperiment *experiment = nabla_session_experiment (self->session);
  if (experiment == NULL)
    return;
  forget (self);
  self->options.store_path = self->store_path;
  /* The same trials have the same results: those of a search that was broken off, or closed
   * with the window, are not run again. */
  self->options.resume = self->store_path != NULL;
  self->search = nabla_search_new (experiment, &self->options, &error);
  if (self->search == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error);
      return;
    }
  self->paused = FALSE;
  nabla_search_start (self->search);
}

void
nabla_search_model_play (NablaSearchModel *self)
{
  g_return_if_fail (NABLA_IS_SEARCH_MODEL (self));

  NablaSearchStatus status;
  nabla_search_model_get_status (self, &status);
  if (self->search == NULL || status.state >= NABLA_SEARCH_DONE)
    begin (self);
  else
    {
      self->paused = FALSE;
      nabla_search_set_paused (self->search, FALSE);
    }
  changed (self);
  g_signal_emit (self, signals[STATE_CHANGED], 0);
  g_signal_emit (self, signals[AWAKE], 0);
}

void
nabla_search_model_pause (NablaSearchModel *self)
{
  g_return_if_fail (NABLA_IS_SEARCH_MODEL (self));

  if (self->search == NULL)
    return;
  self->paused = TRUE;
  nabla_search_set_paused (self->search, TRUE);
  g_signal_emit (self, signals[STATE_CHANGED], 0);
  g_signal_emit (self, signals[AWAKE], 0);
}

void
nabla_search_model_finish (NablaSearchModel *self)
{
  g_return_if_fail (NABLA_IS_SEARCH_MODEL (self));

  if (self->search == NULL)
    return;
  /* What is held would never end. */
  self->paused = FALSE;
  nabla_search_set_paused (self->search, FALSE);
  nabla_search_finish (self->search);
  g_signal_emit (self, signals[AWAKE], 0);
}

void
nabla_search_model_refine (NablaSearchModel *self)
{
  g_return_if_fail (NABLA_IS_SEARCH_MODEL (self));

  if (self->search == NULL || !nabla_search_refine (self->search, self->box, 0))
    return;
  nabla_search_model_clear_box (self);
  g_signal_emit (self, signals[STATE_CHANGED], 0);
  g_signal_emit (self, signals[AWAKE], 0);
}

void
nabla_search_model_reset (NablaSearchModel *self)
{
  g_return_if_fail (NABLA_IS_SEARCH_MODEL (self));

  forget (self);
  changed (self);
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

void
nabla_search_model_get_status (NablaSearchModel *self, NablaSearchStatus *status)
{
  g_return_if_fail (NABLA_IS_SEARCH_MODEL (self) && status != NULL);

  memset (status, 0, sizeof *status);
  if (self->search != NULL)
    nabla_search_get_status (self->search, status);
}

gboolean
nabla_search_model_is_running (NablaSearchModel *self)
{
  g_return_val_if_fail (NABLA_IS_SEARCH_MODEL (self), FALSE);

  NablaSearchStatus status;
  nabla_search_model_get_status (self, &status);
  return self->search != NULL && !self->paused && status.state <= NABLA_SEARCH_RUNNING;
}

gboolean
nabla_search_model_set_axis (NablaSearchModel *self, const char *key, const char *value, GError **error)
{
  g_return_val_if_fail (NABLA_IS_SEARCH_MODEL (self) && key != NULL, FALSE);

  g_autofree char *full = g_strconcat ("search.", key, NULL);
  return nabla_session_set (self->session, full, value, error);
}

const NablaSnapshot *
nabla_search_model_snapshot (NablaSearchModel *self)
{
  g_return_val_if_fail (NABLA_IS_SEARCH_MODEL (self), NULL);

  if (self->snapshot != NULL)
    return self->snapshot;
  self->snapshot = nabla_snapshot_new ();
  NablaExperiment *experiment = nabla_search_model_experiment (self);
  if (experiment == NULL)
    return self->snapshot;
  NablaSearchStatus status;
  nabla_search_model_get_status (self, &status);
  NablaTrialsPicture *picture = nabla_search_picture_new (
      experiment, self->trials, (const NablaSearchRange *) (gpointer) self->boxes->data, self->n_rounds, self->box);
  self->snapshot->title = g_strdup (nabla_experiment_title (experiment));
  self->snapshot->trials = picture;
  picture->result_name = g_strdup (status.has_dev || self->search == NULL ? _("dev cost") : _("train cost"));
  picture->n_planned = status.n_planned;
  for (guint i = 0; i < picture->n_trials; i++)
    if (picture->trials[i].number == self->chosen)
      picture->chosen = i;
  picture->brush = g_memdup2 (self->brush, self->brush != NULL ? 2 * (picture->n_axes + 1) * sizeof (double) : 0);
  for (guint i = 0; i < picture->n_axes; i++)
    picture->axes[i].importance = self->importance[i];
  return self->snapshot;
}

GPtrArray *
nabla_search_model_trials (NablaSearchModel *self)
{
  g_return_val_if_fail (NABLA_IS_SEARCH_MODEL (self), NULL);

  return self->trials;
}

void
nabla_search_model_choose (NablaSearchModel *self, guint number)
{
  g_return_if_fail (NABLA_IS_SEARCH_MODEL (self) && number <= self->trials->len);

  if (self->chosen == number)
    return;
  self->chosen = number;
  changed (self);
}

guint
nabla_search_model_get_chosen (NablaSearchModel *self)
{
  g_return_val_if_fail (NABLA_IS_SEARCH_MODEL (self), 0);

  return self->chosen;
}

NablaExperiment *
nabla_search_model_trial_experiment (NablaSearchModel *self, guint number, GError **error)
{
  g_return_val_if_fail (NABLA_IS_SEARCH_MODEL (self) && number > 0 && number <= self->trials->len, NULL);
  g_return_val_if_fail (self->trials->pdata[number - 1] != NULL, NULL);

  return nabla_trial_experiment (self->trials->pdata[number - 1], nabla_search_model_experiment (self), error);
}

/* The box begins as what the last round tried. */
static void
ensure_box (NablaSearchModel *self, const NablaSearchSpec *spec)
{
  if (self->box != NULL)
    return;
  self->box = g_new0 (NablaSearchRange, spec->n_axes);
  for (guint i = 0; i < spec->n_axes; i++)
    self->box[i] = self->n_rounds > 0
                       ? g_array_index (self->boxes, NablaSearchRange, (self->n_rounds - 1) * spec->n_axes + i)
                       : nabla_search_range_whole (&spec->axes[i]);
}

void
nabla_search_model_set_box (NablaSearchModel *self, guint axis, double low, double high)
{
  g_return_if_fail (NABLA_IS_SEARCH_MODEL (self) && low <= high);

  const NablaSearchSpec *spec = spec_of (self);
  if (self->search == NULL || axis >= spec->n_axes)
    return;
  ensure_box (self, spec);
  if (spec->axes[axis].spec->type == NABLA_PARAM_INTEGER)
    {
      low = ceil (low);
      high = MAX (low, floor (high));
    }
  NablaSearchRange range = { .low = low, .high = high };
  for (int i = MAX (0, (int) ceil (low)); spec->axes[axis].choices != NULL && i <= high && i < 64; i++)
    range.choices |= G_GUINT64_CONSTANT (1) << i;
  self->box[axis] = nabla_search_range_within (&spec->axes[axis], &range);
  changed (self);
}

const NablaSearchRange *
nabla_search_model_get_box (NablaSearchModel *self)
{
  g_return_val_if_fail (NABLA_IS_SEARCH_MODEL (self), NULL);

  return self->box;
}

void
nabla_search_model_clear_box (NablaSearchModel *self)
{
  g_return_if_fail (NABLA_IS_SEARCH_MODEL (self));

  g_clear_pointer (&self->box, g_free);
  changed (self);
}

void
nabla_search_model_set_brush (NablaSearchModel *self, guint axis, double low, double high)
{
  g_return_if_fail (NABLA_IS_SEARCH_MODEL (self));

  const NablaSearchSpec *spec = spec_of (self);
  if (spec == NULL || axis > spec->n_axes)
    return;
  guint n = 2 * (spec->n_axes + 1);
  if (self->brush == NULL)
    {
      self->brush = g_new (double, n);
      for (guint i = 0; i < n; i++)
        self->brush[i] = NAN;
    }
  self->brush[2 * axis] = isnan (low) ? NAN : MIN (low, high);
  self->brush[2 * axis + 1] = isnan (low) ? NAN : MAX (low, high);
  gboolean any = FALSE;
  for (guint i = 0; i < n; i++)
    any = any || !isnan (self->brush[i]);
  if (!any)
    g_clear_pointer (&self->brush, g_free);
  changed (self);
}

static void
take_trial (NablaSearchModel *self, NablaSearchEvent *event)
{
  guint index = event->trial->number - 1;
  if (index >= self->trials->len)
    g_ptr_array_set_size (self->trials, index + 1);
  g_clear_pointer (&self->trials->pdata[index], nabla_trial_free);
  self->trials->pdata[index] = g_steal_pointer (&event->trial);
}

static void
take_round (NablaSearchModel *self, guint round)
{
  guint n = spec_of (self)->n_axes;
  g_autofree NablaSearchRange *box = g_new0 (NablaSearchRange, n);
  if (round != self->n_rounds + 1 || !nabla_search_get_box (self->search, round, box))
    return;
  g_array_append_vals (self->boxes, box, n);
  self->n_rounds = round;
}

/* The first round's trials are spread over the whole space: they tell what matters. */
static void
measure_importance (NablaSearchModel *self, const NablaSearchStatus *status)
{
  gboolean is_over = status->round > 1 || status->state == NABLA_SEARCH_DONE;
  if (self->measured_round == 1 || !is_over || spec_of (self)->n_axes > NABLA_MAX_TRIAL_AXES)
    return;
  nabla_search_importance (self->search, 1, self->importance);
  self->measured_round = 1;
}

static void
take_event (NablaSearchModel *self, NablaSearchEvent *event)
{
  if (event->trial != NULL)
    take_trial (self, event);
  else if (event->kind == NABLA_SEARCH_EVENT_ROUND)
    take_round (self, event->round);
  else if (event->kind == NABLA_SEARCH_EVENT_NOTE)
    {
      g_autoptr (GError) note = g_error_new_literal (NABLA_ERROR, NABLA_ERROR_IO, event->message);
      g_signal_emit (self, signals[FAILED], 0, note);
    }
}

gboolean
nabla_search_model_poll (NablaSearchModel *self)
{
  g_return_val_if_fail (NABLA_IS_SEARCH_MODEL (self), FALSE);

  if (self->search == NULL)
    return FALSE;
  g_autoptr (GPtrArray) events = nabla_search_poll (self->search);
  NablaSearchStatus status;
  nabla_search_get_status (self->search, &status);
  for (guint i = 0; events != NULL && i < events->len; i++)
    take_event (self, events->pdata[i]);
  if (events != NULL)
    {
      measure_importance (self, &status);
      changed (self);
    }
  if (status.state != self->state || events != NULL)
    {
      gboolean broke = status.state == NABLA_SEARCH_BROKEN && self->state != status.state;
      self->state = status.state;
      g_signal_emit (self, signals[STATE_CHANGED], 0);
      g_autoptr (GError) error = broke ? nabla_search_get_error (self->search) : NULL;
      if (error != NULL)
        g_signal_emit (self, signals[FAILED], 0, error);
    }
  return status.state <= NABLA_SEARCH_RUNNING;
}

static void
experiment_changed_cb (NablaSearchModel *self)
{
  if (self->search != NULL)
    return;
  changed (self);
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

static void
nabla_search_model_dispose (GObject *object)
{
  NablaSearchModel *self = NABLA_SEARCH_MODEL (object);
  forget (self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (nabla_search_model_parent_class)->dispose (object);
}

static void
nabla_search_model_finalize (GObject *object)
{
  NablaSearchModel *self = NABLA_SEARCH_MODEL (object);
  g_clear_pointer (&self->snapshot, nabla_snapshot_unref);
  g_ptr_array_unref (self->trials);
  g_array_unref (self->boxes);
  g_free (self->store_path);
  G_OBJECT_CLASS (nabla_search_model_parent_class)->finalize (object);
}

static guint
add_signal (const char *name, guint n_params, GType type)
{
  return g_signal_new (name, NABLA_TYPE_SEARCH_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                       n_params, type);
}

static void
nabla_search_model_class_init (NablaSearchModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_search_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = nabla_search_model_finalize;
  signals[CHANGED] = add_signal ("changed", 0, G_TYPE_NONE);
  signals[STATE_CHANGED] = add_signal ("state-changed", 0, G_TYPE_NONE);
  signals[FAILED] = add_signal ("failed", 1, G_TYPE_ERROR);
  signals[AWAKE] = add_signal ("awake", 0, G_TYPE_NONE);
}

static void
free_trial (gpointer trial)
{
  g_clear_pointer ((NablaTrial **) &trial, nabla_trial_free);
}

static void
nabla_search_model_init (NablaSearchModel *self)
{
  self->trials = g_ptr_array_new_with_free_func (free_trial);
  self->boxes = g_array_new (FALSE, TRUE, sizeof (NablaSearchRange));
  forget (self);
}

NablaSearchModel *
nabla_search_model_new (NablaSession *session, const char *store_path)
{
  g_return_val_if_fail (NABLA_IS_SESSION (session), NULL);

  NablaSearchModel *self = g_object_new (NABLA_TYPE_SEARCH_MODEL, NULL);
  self->session = g_object_ref (session);
  self->store_path = g_strdup (store_path);
  g_signal_connect_object (session, "experiment-changed", G_CALLBACK (experiment_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}
