/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-trial-plot-private.h"

#include "nabla-csv-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

double
nabla_trial_axis_shown (const NablaTrialAxis *self, double value)
{
  return self->scale == NABLA_SCALE_ONE_MINUS ? 1 - value : value;
}

double
nabla_trial_axis_value (const NablaTrialAxis *self, double shown)
{
  return self->scale == NABLA_SCALE_ONE_MINUS ? 1 - shown : shown;
}

char *
nabla_trial_axis_name (const NablaTrialAxis *self, gboolean is_short)
{
  if (self->scale == NABLA_SCALE_ONE_MINUS)
    return g_strdup_printf ("1 − %s", self->symbol);
  return g_strdup (is_short ? self->symbol : self->title);
}

char *
nabla_trial_axis_format (const NablaTrialAxis *self, double value)
{
  char buffer[NABLA_LABEL_LENGTH];
  if (self->choices != NULL)
    {
      guint n = g_strv_length (self->choices);
      return g_strdup (value >= 0 && value < n ? self->choices[(guint) value] : "?");
    }
  if (self->is_whole)
    return g_strdup (nabla_label_count ((gint64) value, buffer));
  /* 0.999 and 0.99 must not both be 1. */
  if (self->scale == NABLA_SCALE_ONE_MINUS && value > 0.9 && value < 1)
    {
      int digits = (int) CLAMP (1 + ceil (-log10 (1 - value)), 2, 9);
      return g_strdup (g_ascii_formatd (buffer, sizeof buffer, (char[]){ '%', '.', (char) ('0' + digits), 'f', 0 }, value));
    }
  return g_strdup (nabla_label_value (value, buffer));
}

void
nabla_trial_axis_init (const NablaTrialAxis *self, NablaAxis *axis)
{
  double low = nabla_trial_axis_shown (self, self->low);
  double high = nabla_trial_axis_shown (self, self->high);
  nabla_axis_init (axis, MIN (low, high), MAX (low, high), self->scale != NABLA_SCALE_LINEAR);
  nabla_axis_pad (axis, self->choices != NULL ? 0.12 : 0.04);
  axis->is_whole = self->is_whole || self->choices != NULL;
}

guint
nabla_trial_axis_ticks (const NablaTrialAxis *self,
                        const NablaAxis *axis,
                        guint most,
                        NablaTick *ticks)
{
  if (self->choices == NULL)
    return nabla_axis_ticks (axis, most, ticks);
  guint length = g_strv_length (self->choices), n = 0;
  for (guint i = 0; i < length && n < NABLA_AXIS_MOST_TICKS; i++, n++)
    {
      ticks[n].value = i;
      ticks[n].place = nabla_axis_place (axis, i);
      g_strlcpy (ticks[n].label, self->choices[i], sizeof ticks[n].label);
    }
  return n;
}

NablaResultScale
nabla_result_scale (const NablaTrialsPicture *trials)
{
  NablaResultScale self = { INFINITY, -INFINITY, FALSE };
  for (guint i = 0; i < trials->n_trials; i++)
    if (isfinite (trials->trials[i].result))
      {
        self.low = MIN (self.low, trials->trials[i].result);
        self.high = MAX (self.high, trials->trials[i].result);
      }
  if (self.low > self.high)
    self.low = self.high = 0;
  self.is_log = self.low > 0 && self.high > 3 * self.low;
  return self;
}

double
nabla_result_scale_place (const NablaResultScale *self, double result)
{
  if (!isfinite (result) || self->high <= self->low)
    return isfinite (result) ? 0 : 1;
  double place = self->is_log ? log (result / self->low) / log (self->high / self->low)
                              : (result - self->low) / (self->high - self->low);
  return CLAMP (place, 0, 1);
}

/* The map's ends nearest to the surface would not be seen on it. */
NablaColor
nabla_result_scale_color (const NablaResultScale *self, NablaTheme theme, double place)
{
  return nabla_color_map (theme, NABLA_MAP_SEQUENTIAL,
                          theme == NABLA_THEME_LIGHT ? 0.82 * place : 1 - 0.82 * place);
}

char *
nabla_trial_caption (const NablaTrialsPicture *trials, guint index)
{
  const NablaTrialPoint *trial = &trials->trials[index];
  char buffer[NABLA_LABEL_LENGTH];
  switch (trial->state)
    {
    case NABLA_TRIAL_POINT_RUNNING:
      return g_strdup_printf (_ ("trial %u: running"), trial->number);
    case NABLA_TRIAL_POINT_DIVERGED:
      return g_strdup_printf (_ ("trial %u: diverged"), trial->number);
    case NABLA_TRIAL_POINT_STOPPED:
      return g_strdup_printf (_ ("trial %1$u: %2$s, stopped early"), trial->number,
                              nabla_label_value (trial->result, buffer));
    case NABLA_TRIAL_POINT_DONE:
    default:
      return g_strdup_printf (_ ("trial %1$u: %2$s"), trial->number,
                              nabla_label_value (trial->result, buffer));
    }
}

char *
nabla_trial_describe (const NablaTrialsPicture *trials, guint index)
{
  g_autofree char *caption = nabla_trial_caption (trials, index);
  GString *text = g_string_new (caption);
  for (guint i = 0; i < trials->n_axes; i++)
    {
      const NablaTrialAxis *axis = &trials->axes[i];
      g_autofree char *value
          = nabla_trial_axis_format (axis, trials->values[(gsize) index * trials->n_axes + i]);
      g_string_append_printf (text, "\n%s = %s", axis->symbol, value);
    }
  return g_string_free (text, FALSE);
}

/* Words of files: not translated. */
static const char *
state_name (NablaTrialPointState state)
{
  static const char *const names[] = { "running", "done", "diverged", "stopped" };
  return names[state];
}

void
nabla_trials_tabulate (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[] = { "trial", "round", "state", "result" };
  const NablaTrialsPicture *trials = snapshot->trials;
  guint n_axes = trials != NULL ? trials->n_axes : 0;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    nabla_csv_text (csv, names[i]);
  for (guint i = 0; i < n_axes; i++)
    nabla_csv_text (csv, trials->axes[i].key);
  nabla_csv_end_row (csv);
  for (guint t = 0; trials != NULL && t < trials->n_trials; t++)
    {
      const NablaTrialPoint *trial = &trials->trials[t];
      nabla_csv_index (csv, trial->number);
      nabla_csv_index (csv, trial->round + 1);
      nabla_csv_text (csv, state_name (trial->state));
      if (isfinite (trial->result))
        nabla_csv_number (csv, trial->result);
      else
        nabla_csv_text (csv, "");
      for (guint i = 0; i < n_axes; i++)
        {
          double value = trials->values[(gsize) t * n_axes + i];
          g_autofree char *choice = trials->axes[i].choices != NULL
                                        ? nabla_trial_axis_format (&trials->axes[i], value)
                                        : NULL;
          if (choice != NULL)
            nabla_csv_text (csv, choice);
          else
            nabla_csv_number (csv, value);
        }
      nabla_csv_end_row (csv);
    }
}

void
nabla_trials_missing (const NablaFigureContext *context, NablaMarks *marks)
{
  nabla_figure_message (context, marks, _ ("No Trials Yet"),
                        _ ("They appear as the search tries one setting after another."));
}
