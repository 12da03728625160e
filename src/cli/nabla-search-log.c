/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-search-log.h"

#include "nabla-json.h"
#include "nabla-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>

#define BEST 5

void
nabla_search_log_clear (NablaSearchLog *self)
{
  g_clear_pointer (&self->over, g_ptr_array_unref);
}

static const char *
state_word (NablaTrialState state)
{
  static const char *const words[]
      = { "waiting", "running", "finished", "diverged", "stopped", "failed" };
  return words[state];
}

static const NablaSearchSpec *
axes_of (const NablaSearchLog *self)
{
  return nabla_experiment_search (nabla_search_experiment (self->search));
}

static void
print_json (const NablaSearchLog *self, const NablaTrial *trial, gboolean stored)
{
  g_autoptr (GString) json = g_string_new (NULL);
  nabla_json_begin (json, NULL, '{');
  nabla_json_number (json, "trial", trial->number);
  nabla_json_number (json, "round", trial->round);
  if (trial->steps > 0 || trial->rung > 0)
    nabla_json_number (json, "rung", trial->rung);
  nabla_trial_append_parameters (trial, axes_of (self), json, "parameters");
  nabla_json_number (json, "result", trial->result);
  nabla_json_string (json, "state", state_word (trial->state));
  nabla_json_number (json, "steps", trial->done_steps);
  nabla_json_number (json, "seconds", trial->seconds);
  if (trial->message != NULL)
    nabla_json_string (json, "message", trial->message);
  if (stored)
    nabla_json_boolean (json, "stored", TRUE);
  nabla_json_end (json, '}');
  g_print ("%s\n", json->str);
}

static void
append_value_cb (const char *key, const char *value, gpointer text)
{
  g_string_append_printf (text, "  %s=%s", key, value);
}

static void
print_trial (const NablaSearchLog *self, const NablaTrial *trial, const char *what)
{
  g_autoptr (GString) values = g_string_new (NULL);
  nabla_trial_each_value (trial, axes_of (self), append_value_cb, values);
  if (isnan (trial->result))
    g_print ("%7u %12s%s%s%s\n", trial->number,
             trial->state == NABLA_TRIAL_FAILED ? C_("trial", "failed") : C_("trial", "diverged"),
             values->str, *what != '\0' ? "  " : "", what);
  else
    g_print ("%7u %12.6f%s%s%s\n", trial->number, trial->result, values->str,
             *what != '\0' ? "  " : "", what);
}

static void
print_round (const NablaSearchLog *self, guint round)
{
  const NablaSearchSpec *axes = axes_of (self);
  g_autofree NablaSearchRange *box = g_new (NablaSearchRange, axes->n_axes);
  if (!nabla_search_get_box (self->search, round, box))
    return;
  g_print (_("Round %u\n"), round);
  for (guint i = 0; i < axes->n_axes; i++)
    {
      const NablaSearchAxis *axis = &axes->axes[i];
      char low[NABLA_NUMBER_LENGTH], high[NABLA_NUMBER_LENGTH];
      if (axis->choices == NULL)
        {
          g_print ("  %s %s … %s\n", axis->key, nabla_number_format (box[i].low, low),
                   nabla_number_format (box[i].high, high));
          continue;
        }
      g_print ("  %s", axis->key);
      for (guint c = 0; axis->choices[c] != NULL; c++)
        if ((box[i].choices >> c & 1) != 0)
          g_print (" %s", axis->choices[c]);
      g_print ("\n");
    }
  NablaSearchStatus status;
  nabla_search_get_status (self->search, &status);
  g_print ("%7s %12s\n", _("trial"), status.has_dev ? _("dev cost") : _("train cost"));
}

void
nabla_search_log_event (NablaSearchLog *self, const NablaSearchEvent *event)
{
  g_return_if_fail (self != NULL && event != NULL);

  if (event->kind == NABLA_SEARCH_EVENT_NOTE)
    g_printerr ("%s\n", event->message);
  else if (event->kind == NABLA_SEARCH_EVENT_STATE)
    {
      NablaSearchStatus status;
      nabla_search_get_status (self->search, &status);
      self->ended = status.state >= NABLA_SEARCH_DONE;
    }
  else if (event->kind == NABLA_SEARCH_EVENT_ROUND && !self->json)
    print_round (self, event->round);
  else if (event->kind == NABLA_SEARCH_EVENT_OVER)
    {
      if (self->over == NULL)
        self->over = g_ptr_array_new_with_free_func ((GDestroyNotify)nabla_trial_free);
      g_ptr_array_add (self->over, nabla_trial_copy (event->trial));
      if (self->json)
        print_json (self, event->trial, event->stored);
      else
        print_trial (self, event->trial,
                     event->stored                                ? _("(stored)")
                     : event->trial->state == NABLA_TRIAL_STOPPED ? _("(given up)")
                                                                  : "");
    }
  fflush (stdout);
}

static int
compare_trials (gconstpointer a, gconstpointer b)
{
  return nabla_trial_compare (*(NablaTrial *const *)a, *(NablaTrial *const *)b);
}

void
nabla_search_log_end (NablaSearchLog *self)
{
  g_return_if_fail (self != NULL);

  const NablaSearchSpec *axes = axes_of (self);
  g_autofree double *shares = g_new (double, axes->n_axes);
  if (self->json || self->over == NULL)
    return;
  g_ptr_array_sort (self->over, compare_trials);
  g_print ("\n%s\n", _("The best:"));
  for (guint i = 0; i < MIN (BEST, self->over->len); i++)
    print_trial (self, g_ptr_array_index (self->over, i), "");
  if (nabla_search_importance (self->search, 1, shares) > 0 && !isnan (shares[0]))
    {
      g_print ("\n%s\n", _("What mattered in round 1, as the share of the spread of the logarithm "
                            "of the cost that each explains alone:"));
      for (guint i = 0; i < axes->n_axes; i++)
        g_print ("%6.0f%%  %s\n", 100 * shares[i], axes->axes[i].key);
    }
  g_print (_("\nAll are kept in %s\n"), self->store);
}
