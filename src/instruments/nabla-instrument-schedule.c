/* schedule: the learning rate over the epochs of a run, by the engine's schedules.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-instrument.h"

#include "nabla-schedule.h"
#include "nabla-short-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum
{
  SCHEDULE,
  LEARNING_RATE,
  EPOCHS,
  EPOCH,
  DECAY,
  DECAY_FACTOR,
  FACTOR,
  INTERVAL,
  MINIMUM,
  N_SETTINGS
};
enum
{
  RATE,
  SHARE,
  LAST_RATE,
  MEAN_RATE,
  N_VALUES
};

#define MOST_EPOCHS 1000

static const char *const schedules[]
    = { "constant", "inverse_time", "exponential", "staircase", "cosine", "manual", NULL };

#define SHARE_OF(name, title, help, low, initial)                                                  \
  {                                                                                                \
    name, title, NULL, help, NABLA_PARAM_REAL, low, 1, initial, NABLA_SCALE_LINEAR, NULL           \
  }

static const NablaParamSpec params[] = {
  { "schedule", N_ ("Schedule"), NULL, N_ ("How the learning rate changes over the epochs."),
    NABLA_PARAM_CHOICE, 0, 0, 1, NABLA_SCALE_LINEAR, schedules },
  { "learning_rate", N_ ("Learning rate"), "α₀", N_ ("What it is in the first epoch."),
    NABLA_PARAM_REAL, 1e-5, 10, 0.2, NABLA_SCALE_LOG, NULL },
  { "epochs", N_ ("Epochs"), NULL, N_ ("How long the run is."), NABLA_PARAM_INTEGER, 2, MOST_EPOCHS,
    40, NABLA_SCALE_LOG, NULL },
  { "epoch", N_ ("Epoch"), NULL, N_ ("The epoch whose learning rate is read, from 0."),
    NABLA_PARAM_INTEGER, 0, MOST_EPOCHS, 10, NABLA_SCALE_LINEAR, NULL },
  { "decay", N_ ("Decay rate"), NULL,
    N_ ("Of inverse time decay: with 1, a half, a third, a quarter after 1, 2, 3 epochs."),
    NABLA_PARAM_REAL, 0, 100, 1, NABLA_SCALE_LOG, NULL },
  SHARE_OF ("decay_factor",
            N_ ("Decay factor"),
            N_ ("Of exponential decay: what each epoch multiplies by."),
            0,
            0.95),
  SHARE_OF ("factor",
            N_ ("Factor of a stair"),
            N_ ("Of the staircase: what each stair multiplies by."),
            0,
            0.5),
  { "interval", N_ ("Epochs on a stair"), NULL, N_ ("Of the staircase: how long a stair is."),
    NABLA_PARAM_INTEGER, 1, MOST_EPOCHS, 10, NABLA_SCALE_LOG, NULL },
  SHARE_OF ("minimum",
            N_ ("Final share"),
            N_ ("Of the cosine: what is left at the end of the run."),
            0,
            0),
  { NULL },
};

static const NablaInstrumentOutput outputs[] = {
  { "rate", N_ ("Learning rate of the epoch"), "α" },
  { "share", N_ ("Share of the first one"), "α / α₀" },
  { "last_rate", N_ ("Learning rate of the last epoch"), "α" },
  { "mean_rate", N_ ("Mean over the run"), "α" },
  { NULL },
};

/* The settings of a schedule of the engine, of which only the keys shown here differ from its
 * defaults. Returns: α of @epoch by schedule @which */
static double
rate (const double *settings, guint which, guint64 epoch)
{
  const NablaSchedule *schedule = nabla_schedule_find (schedules[which]);
  double own[NABLA_MAX_PARAMS];
  nabla_param_defaults (schedule->params, own);
  for (guint i = 0; schedule->params != NULL && schedule->params[i].name != NULL; i++)
    {
      const char *key = schedule->params[i].name;
      if (g_str_equal (schedule->name, "exponential") && g_str_equal (key, "decay"))
        key = "decay_factor";
      int param = nabla_param_find (params, key);
      if (param >= 0)
        own[i] = settings[param];
    }
  double progress = (double)epoch / MAX (settings[EPOCHS] - 1, 1);
  return schedule->rate (settings[LEARNING_RATE], epoch, progress, own);
}

static guint64
clamp_epoch (const double *settings)
{
  return (guint64)MIN (settings[EPOCH], settings[EPOCHS] - 1);
}

static void
compute_values (const double *settings, double *values)
{
  guint which = (guint)settings[SCHEDULE];
  guint64 n = (guint64)settings[EPOCHS];
  values[RATE] = rate (settings, which, clamp_epoch (settings));
  values[SHARE] = values[RATE] / settings[LEARNING_RATE];
  values[LAST_RATE] = rate (settings, which, n - 1);
  values[MEAN_RATE] = 0;
  for (guint64 epoch = 0; epoch < n; epoch++)
    values[MEAN_RATE] += rate (settings, which, epoch) / (double)n;
}

static gboolean
compute (const double *settings, gsize n, double *values, GError **error)
{
  for (gsize row = 0; row < n; row++)
    compute_values (settings + row * N_SETTINGS, values + row * N_VALUES);
  return TRUE;
}

static void
add_curve (NablaChart *chart, const double *settings, guint which)
{
  const NablaSchedule *schedule = nabla_schedule_find (schedules[which]);
  gboolean is_chosen = which == (guint)settings[SCHEDULE];
  gsize n = (gsize)settings[EPOCHS];
  NablaChartCurve *curve = nabla_chart_add_curve (chart, _ (schedule->title), which, n);
  if (is_chosen)
    curve->slot = 0;
  else if (which == 0)
    curve->slot = (guint)settings[SCHEDULE];
  curve->is_quiet = !is_chosen;
  curve->is_stepped
      = g_str_equal (schedule->name, "staircase") || g_str_equal (schedule->name, "manual");
  for (gsize epoch = 0; epoch < n; epoch++)
    {
      curve->x[epoch] = (double)epoch;
      curve->y[epoch] = rate (settings, which, epoch);
    }
}

static NablaSnapshot *
observe (const double *settings,
         const NablaInstrumentSeries *series,
         const gint *cancel,
         double *values,
         GError **error)
{
  compute_values (settings, values);
  NablaChart *chart
      = nabla_chart_new ("schedule_rate", C_ ("axis", "epoch"), C_ ("axis", "learning rate"));
  chart->x_is_whole = TRUE;
  chart->mark_x = (double)clamp_epoch (settings);
  add_curve (chart, settings, (guint)settings[SCHEDULE]);
  for (guint which = 0; schedules[which] != NULL; which++)
    if (which != (guint)settings[SCHEDULE])
      add_curve (chart, settings, which);
  char now[NABLA_SHORT_NUMBER_LENGTH], last[NABLA_SHORT_NUMBER_LENGTH];
  char epoch[NABLA_SHORT_NUMBER_LENGTH];
  /* Translators: number of an epoch, its learning rate, that of the last one */
  chart->finding = g_strdup_printf (_ ("epoch %1$s: α = %2$s; in the last epoch it is %3$s"),
                                    nabla_short_number (chart->mark_x, epoch),
                                    nabla_short_number (values[RATE], now),
                                    nabla_short_number (values[LAST_RATE], last));
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  nabla_snapshot_add_chart (snapshot, chart);
  return snapshot;
}

static gboolean
span (const char *param,
      const double *settings,
      const NablaInstrumentSeries *series,
      double *low,
      double *high)
{
  if (!g_str_equal (param, "epoch"))
    return FALSE;
  *high = settings[EPOCHS] - 1;
  return TRUE;
}

static char *
sentence (const double *settings, const double *values)
{
  char first[NABLA_SHORT_NUMBER_LENGTH], epoch[NABLA_SHORT_NUMBER_LENGTH];
  char now[NABLA_SHORT_NUMBER_LENGTH], decay[NABLA_SHORT_NUMBER_LENGTH];
  nabla_short_number (settings[LEARNING_RATE], first);
  nabla_short_number ((double)clamp_epoch (settings), epoch);
  nabla_short_number (values[RATE], now);
  switch ((guint)settings[SCHEDULE])
    {
    case 1:
      return g_strdup_printf ("α = α₀ / (1 + decay · epoch) = %s / (1 + %s · %s) = %s", first,
                              nabla_short_number (settings[DECAY], decay), epoch, now);
    case 2:
      return g_strdup_printf ("α = α₀ · decay^epoch = %s · %s^%s = %s", first,
                              nabla_short_number (settings[DECAY_FACTOR], decay), epoch, now);
    case 3:
      return g_strdup_printf ("α = α₀ · factor^⌊epoch / interval⌋ = %s · %s^⌊%s / %d⌋ = %s", first,
                              nabla_short_number (settings[FACTOR], decay), epoch,
                              (int)settings[INTERVAL], now);
    default:
      return g_strdup_printf ("α₀ = %s, α(%s) = %s", first, epoch, now);
    }
}

static const NablaInstrumentTile tiles[] = { { "schedule_rate", 12, 1, FALSE }, { NULL } };
static const NablaInstrumentHandle handles[]
    = { { "schedule_rate", "epoch", NULL, NULL }, { NULL } };
static const NablaInstrumentGroup groups[] = {
  { N_ ("Schedule"), { "schedule", "learning_rate", "epochs", "epoch" } },
  { N_ ("Of each schedule"), { "decay", "decay_factor", "factor", "interval", "minimum" } },
  { NULL },
};

const NablaInstrument nabla_instrument_schedule = {
  .name = "schedule",
  .title = N_ ("Learning-Rate Decay"),
  .help = N_ ("Shows the learning rate of each epoch by each of the schedules."),
  .params = params,
  .outputs = outputs,
  .compute = compute,
  .sentence = sentence,
  .section = "2.2",
  .tiles = tiles,
  .observe = observe,
  .handles = handles,
  .groups = groups,
  .span = span,
};
