/* A session's way back: moments of the run, and branches from them.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-session-private.h"

#include "nabla-label.h"
#include "nabla-number.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A value that is longer would cover a curve: only what it is of is said. */
#define LONGEST_VALUE 24

gint64
nabla_session_tip (NablaSession *self)
{
  g_return_val_if_fail (NABLA_IS_SESSION (self), 0);

  return self->run != NULL ? nabla_run_tip (self->run) : 0;
}

gint64
nabla_session_looked_at (NablaSession *self)
{
  g_return_val_if_fail (NABLA_IS_SESSION (self), -1);

  if (self->run == NULL)
    return -1;
  if (self->sought >= 0)
    return self->sought < nabla_run_tip (self->run) ? self->sought : -1;
  return nabla_run_looked_at (self->run);
}

double
nabla_session_seek_progress (NablaSession *self)
{
  g_return_val_if_fail (NABLA_IS_SESSION (self), -1);

  return self->run != NULL ? nabla_run_seek_progress (self->run) : -1;
}

void
nabla_session_seek (NablaSession *self, gint64 step)
{
  g_return_if_fail (NABLA_IS_SESSION (self));

  if (self->run == NULL || self->building != NULL)
    return;
  gboolean running = self->state == NABLA_RUN_RUNNING;
  /* The tip of a run that trains is further on when the worker hears of this. */
  self->sought = CLAMP (step, 0, nabla_run_tip (self->run));
  nabla_run_seek (self->run, self->sought);
  if (running || self->sought < nabla_run_tip (self->run))
    nabla_session_set_state (self, NABLA_RUN_PAUSED);
  nabla_session_wake (self);
}

static void
take_if_nearer (gint64 step, gint64 from, int direction, gint64 *nearest)
{
  if ((step - from) * direction > 0 && (*nearest < 0 || (*nearest - step) * direction > 0))
    *nearest = step;
}

void
nabla_session_seek_notable (NablaSession *self, int direction)
{
  g_return_if_fail (NABLA_IS_SESSION (self) && (direction == 1 || direction == -1));

  if (self->run == NULL)
    return;
  gint64 from = nabla_session_steps (self), tip = nabla_session_tip (self), nearest = -1;
  gint64 tenth = MAX (nabla_experiment_train (self->experiment)->steps / 10, 1);
  g_autoptr (GArray) record = nabla_run_record (self->run);
  take_if_nearer (direction < 0 ? (from - 1) / tenth * tenth : (from / tenth + 1) * tenth, from,
                  direction, &nearest);
  for (guint i = 0; i < record->len; i++)
    take_if_nearer (g_array_index (record, NablaChange, i).step, from, direction, &nearest);
  if (self->snapshot != NULL && self->snapshot->best_step >= 0)
    take_if_nearer (self->snapshot->best_step, from, direction, &nearest);
  take_if_nearer (direction < 0 ? 0 : tip, from, direction, &nearest);
  if (nearest >= 0)
    nabla_session_seek (self, MIN (nearest, tip));
}

void
nabla_session_branch (NablaSession *self)
{
  g_return_if_fail (NABLA_IS_SESSION (self));

  if (self->run == NULL || self->building != NULL)
    return;
  nabla_session_expect_branch (self, NULL, NULL);
  nabla_run_branch (self->run);
  nabla_session_wake (self);
}

GArray *
nabla_session_record (NablaSession *self)
{
  g_return_val_if_fail (NABLA_IS_SESSION (self), NULL);

  return self->run != NULL ? nabla_run_record (self->run)
                           : g_array_new (FALSE, FALSE, sizeof (NablaChange));
}

NablaExperiment *
nabla_session_beginning (NablaSession *self)
{
  g_return_val_if_fail (NABLA_IS_SESSION (self), NULL);

  return self->run != NULL ? nabla_run_beginning (self->run) : NULL;
}

char *
nabla_session_describe_change (NablaSession *self, const char *key, const char *value)
{
  g_return_val_if_fail (NABLA_IS_SESSION (self) && key != NULL, NULL);

  const NablaParamSpec *spec = nabla_experiment_find_param (self->experiment, key, NULL, NULL);
  const char *layer = strchr (key, '@');
  const char *name = spec == NULL ? key : spec->symbol != NULL ? spec->symbol : _ (spec->title);
  if (g_str_equal (key, "data.points"))
    return g_strdup (_("points painted"));
  if (value != NULL && strlen (value) > LONGEST_VALUE)
    return g_strdup (name);
  if (layer != NULL && spec != NULL)
    return g_strdup_printf ("%s@%s = %s", name, layer + 1, value != NULL ? value : "");
  return g_strdup_printf ("%s = %s", name, value != NULL ? value : _("initial value"));
}

/* Returns: (transfer full) (nullable): what @key was before change @index */
static char *
value_before (NablaSession *self, const GArray *record, guint index, const char *key)
{
  while (index-- > 0)
    {
      const NablaChange *change = &g_array_index (record, NablaChange, index);
      if (g_str_equal (change->key, key))
        return g_strdup (change->value);
    }
  double value;
  char number[NABLA_NUMBER_LENGTH];
  g_autoptr (NablaExperiment) beginning = nabla_run_beginning (self->run);
  const NablaParamSpec *spec = nabla_experiment_find_param (beginning, key, &value, NULL);
  if (spec == NULL || spec->type == NABLA_PARAM_BOOLEAN || value < 0)
    return NULL;
  if (spec->choices != NULL)
    return g_strdup (spec->choices[(int)value]);
  if (value == 0 && g_str_has_suffix (key, "batch_size"))
    return g_strdup ("full");
  nabla_number_format (value, number);
  return g_strdup (number);
}

char *
nabla_session_describe_recorded (NablaSession *self, const GArray *record, guint index)
{
  g_return_val_if_fail (NABLA_IS_SESSION (self) && record != NULL && index < record->len, NULL);

  const NablaChange *change = &g_array_index (record, NablaChange, index);
  g_autofree char *plain = nabla_session_describe_change (self, change->key, change->value);
  const char *equals = strstr (plain, " = ");
  g_autofree char *before
      = self->run != NULL && equals != NULL ? value_before (self, record, index, change->key) : NULL;
  if (before == NULL || strlen (before) > LONGEST_VALUE)
    return g_steal_pointer (&plain);
  return g_strdup_printf ("%.*s %s → %s", (int)(equals - plain), plain, before, equals + 3);
}

void
nabla_session_expect_branch (NablaSession *self, const char *key, const char *value)
{
  g_clear_pointer (&self->branch_change, g_free);
  if (key != NULL)
    self->branch_change = nabla_session_describe_change (self, key, value);
}

/* The run has begun a branch at @step: it has a number of its own, and says where it comes
 * from. */
static void
begin_branch (NablaSession *self, gint64 step, NablaCostCurves *left)
{
  char number[NABLA_LABEL_LENGTH];
  nabla_label_count (step, number);
  gint64 length = left->cost != NULL ? (gint64)nabla_series_length (left->cost) : 0;
  if (length >= NABLA_SESSION_LEAST_STEPS)
    nabla_session_keep_curves (self, left);
  else
    nabla_cost_curves_free (left);
  self->run_number++;
  g_free (self->change);
  self->change
      = self->branch_change != NULL
            /* Translators: what sets a run apart that left another one: a step, a change */
            ? g_strdup_printf (_("from step %1$s: %2$s"), number, self->branch_change)
            : g_strdup_printf (_("from step %s"), number);
  g_clear_pointer (&self->branch_change, g_free);
}

void
nabla_session_poll_past (NablaSession *self, gboolean is_idle)
{
  gint64 step;
  NablaCostCurves *left = NULL;
  gboolean has_branched = FALSE;
  while (nabla_run_take_branch (self->run, &step, &left))
    {
      begin_branch (self, step, g_steal_pointer (&left));
      has_branched = TRUE;
    }
  if (is_idle)
    self->sought = -1;
  if (!has_branched && nabla_session_looked_at (self) == self->shown_looked_at)
    return;
  gboolean is_news
      = has_branched || (self->shown_looked_at < 0) != (nabla_session_looked_at (self) < 0);
  self->shown_looked_at = nabla_session_looked_at (self);
  if (is_news)
    g_signal_emit (self, nabla_session_signals[NABLA_SESSION_STATE_CHANGED], 0);
}
