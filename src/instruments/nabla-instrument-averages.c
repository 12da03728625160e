/* averages: exponentially weighted averages of a series, v_t = β v_{t−1} + (1 − β) θ_t,
 * with and without the correction of their bias, v_t / (1 − β^t).
 *
 * The series is four years of daily temperatures, or one that the user brought.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-instrument.h"

#include "nabla-embedded-table.h"
#include "nabla-error.h"
#include "nabla-short-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

enum
{
  DATA,
  BETA,
  BIAS_CORRECTION,
  SHOW_UNCORRECTED,
  COMPARE_05,
  COMPARE_098,
  DAY,
  FIRST,
  LENGTH,
  N_SETTINGS
};
enum
{
  THETA,
  PREVIOUS,
  V,
  CORRECTED,
  DENOMINATOR,
  WINDOW,
  SHARE,
  N_VALUES
};

/* From 1 January to 21 April 2012, with a cold spell and a warm week */
#define FIRST_LENGTH 112
#define FIRST_DAY 38
#define LEAST_LENGTH 5

/* Columns of the embedded table */
static const char *const data[] = { "temp_max", "temp_min", NULL };

#define SWITCH(name, title, help, initial)                                                         \
  {                                                                                                \
    name, title, NULL, help, NABLA_PARAM_BOOLEAN, 0, 1, initial, NABLA_SCALE_LINEAR, NULL          \
  }
#define COUNT(name, title, help, low, initial)                                                     \
  {                                                                                                \
    name, title, NULL, help, NABLA_PARAM_INTEGER, low, NABLA_MAX_SERIES, initial,                  \
        NABLA_SCALE_LINEAR, NULL                                                                   \
  }

static const NablaParamSpec params[] = {
  { "data", N_ ("Data"), "θ", N_ ("Four years of daily temperatures in Seattle, in °C."),
    NABLA_PARAM_CHOICE, 0, 0, 0, NABLA_SCALE_LINEAR, data },
  { "beta", N_ ("Memory"), "β", N_ ("The share of the old average that the new one keeps."),
    NABLA_PARAM_REAL, 0, 0.999, 0.9, NABLA_SCALE_ONE_MINUS, NULL },
  SWITCH ("bias_correction",
          N_ ("Bias correction"),
          N_ ("Divides by 1 − β^t, since the average begins at 0."),
          1),
  SWITCH ("show_uncorrected",
          N_ ("Show uncorrected"),
          N_ ("Shows the average without bias correction as well."),
          1),
  SWITCH ("compare_05", "β = 0.5", N_ ("Compares with an average over about 2 days."), 1),
  SWITCH ("compare_098", "β = 0.98", N_ ("Compares with an average over about 50 days."), 1),
  COUNT ("day", N_ ("Day"), N_ ("The day whose average is computed."), 1, FIRST_DAY),
  COUNT ("first", N_ ("First day shown"), N_ ("The first day that is looked at."), 1, 1),
  COUNT (
      "length", N_ ("Days shown"), N_ ("How many days are looked at."), LEAST_LENGTH, FIRST_LENGTH),
  { NULL },
};

static const NablaInstrumentOutput outputs[] = {
  { "theta", N_ ("Value of the day"), "θ_t" },
  { "previous", N_ ("Average of the day before"), "v_{t−1}" },
  { "v", N_ ("Average"), "v_t" },
  { "corrected", N_ ("Average with bias correction"), "v_t / (1 − β^t)" },
  { "denominator", N_ ("What the weights add up to"), "1 − β^t" },
  { "window", N_ ("Days averaged, about"), "1 / (1 − β)" },
  { "share", N_ ("Weight of these days"), "1 − β^{1/(1−β)}" },
  { NULL },
};

/* The embedded temperatures: read once, never changed, shared by all threads.
 * Returns: (nullable): %NULL with @error set if they cannot be read */
static const NablaInstrumentSeries *
embedded (guint column, GError **error)
{
  static const NablaInstrumentSeries *all[G_N_ELEMENTS (data)];
  static GMutex mutex;
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&mutex);
  if (all[column] != NULL)
    return all[column];

  const char *title = column == 0 ? N_ ("Daily Maximum Temperature, Seattle")
                                  : N_ ("Daily Minimum Temperature, Seattle");
  g_autoptr (NablaSource) source = nabla_embedded_table ("temperature", title, error);
  if (source == NULL)
    return NULL;
  const NablaColumn *dates = &source->table->columns[nabla_table_find (source->table, "date")];
  const NablaColumn *values
      = &source->table->columns[nabla_table_find (source->table, data[column])];
  NablaInstrumentSeries *series = nabla_instrument_series_new (title, source->table->n_rows);
  series->labels = g_new0 (char *, series->n);
  for (gsize i = 0; i < series->n; i++)
    {
      series->values[i] = values->numbers[i];
      series->labels[i] = g_strdup (dates->words[dates->codes[i]]);
    }
  return all[column] = series;
}

/* A day, from 1, of a series that may be shorter than the setting says */
static gsize
clamp_day (double setting, const NablaInstrumentSeries *series)
{
  return CLAMP ((gsize)setting, 1, series->n);
}

static void
compute_values (const double *settings, const NablaInstrumentSeries *series, double *values)
{
  double beta = settings[BETA];
  gsize day = clamp_day (settings[DAY], series);
  double v = 0;
  for (gsize t = 1; t < day; t++)
    v = beta * v + (1 - beta) * series->values[t - 1];
  values[THETA] = series->values[day - 1];
  values[PREVIOUS] = v;
  values[V] = beta * v + (1 - beta) * values[THETA];
  values[DENOMINATOR] = 1 - pow (beta, (double)day);
  values[CORRECTED] = values[V] / values[DENOMINATOR];
  values[WINDOW] = nabla_average_window (beta);
  values[SHARE] = nabla_average_share (beta, (gsize)llround (values[WINDOW]));
}

static gboolean
compute (const double *settings, gsize n, double *values, GError **error)
{
  for (gsize row = 0; row < n; row++)
    {
      const double *own = settings + row * N_SETTINGS;
      const NablaInstrumentSeries *series = embedded ((guint)own[DATA], error);
      if (series == NULL)
        return FALSE;
      compute_values (own, series, values + row * N_VALUES);
    }
  return TRUE;
}

static NablaAveragesPicture *
make_picture (const double *settings, const NablaInstrumentSeries *series)
{
  NablaAveragesPicture *picture = nabla_averages_picture_new (series->n);
  memcpy (picture->theta, series->values, series->n * sizeof (double));
  if (series->labels != NULL)
    {
      picture->labels = g_new0 (char *, series->n);
      for (gsize i = 0; i < series->n; i++)
        picture->labels[i] = g_strdup (series->labels[i]);
    }
  nabla_averages_picture_find_dates (picture);
  picture->low = series->low;
  picture->high = series->high;
  picture->is_corrected = settings[BIAS_CORRECTION] != 0;
  picture->shows_plain = picture->is_corrected && settings[SHOW_UNCORRECTED] != 0;
  picture->day = clamp_day (settings[DAY], series);
  picture->first = clamp_day (settings[FIRST], series);
  picture->length = MIN ((gsize)settings[LENGTH], series->n - picture->first + 1);
  nabla_averages_picture_add (picture, settings[BETA], 0);
  if (settings[COMPARE_05] != 0)
    nabla_averages_picture_add (picture, 0.5, 1);
  if (settings[COMPARE_098] != 0)
    nabla_averages_picture_add (picture, 0.98, 4);
  return picture;
}

static NablaSnapshot *
observe (const double *settings,
         const NablaInstrumentSeries *series,
         const gint *cancel,
         double *values,
         GError **error)
{
  gboolean is_own = series != NULL;
  if (!is_own)
    series = embedded ((guint)settings[DATA], error);
  if (series == NULL)
    return NULL;
  compute_values (settings, series, values);
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  snapshot->title = g_strdup (is_own ? series->title : _ (series->title));
  snapshot->averages = make_picture (settings, series);
  snapshot->averages->unit = g_strdup (is_own ? "" : "°");
  return snapshot;
}

static gboolean
span (const char *param,
      const double *settings,
      const NablaInstrumentSeries *series,
      double *low,
      double *high)
{
  if (series == NULL)
    series = embedded ((guint)settings[DATA], NULL);
  if (series == NULL)
    return FALSE;
  double n = (double)series->n;
  if (g_str_equal (param, "day"))
    {
      *low = settings[FIRST];
      *high = MIN (settings[FIRST] + settings[LENGTH] - 1, n);
    }
  else if (g_str_equal (param, "length"))
    *high = n;
  else if (g_str_equal (param, "first"))
    *high = MAX (n - settings[LENGTH] + 1, 1);
  else
    return FALSE;
  return TRUE;
}

static char *
note (const char *param, const double *settings, const double *values)
{
  if (!g_str_equal (param, "beta"))
    return NULL;
  char window[NABLA_SHORT_NUMBER_LENGTH];
  gulong days = (gulong)lround (values[WINDOW]);
  nabla_short_number (values[WINDOW], window);
  g_autofree char *words
      = g_strdup_printf (ngettext ("so <i>v</i> averages over about %lu day",
                                   "so <i>v</i> averages over about %lu days", days),
                         days);
  return g_strdup_printf ("1 / (1 − <i>β</i>) = <b>%s</b>\n%s", window, words);
}

static char *
sentence (const double *settings, const double *values)
{
  char beta[NABLA_SHORT_NUMBER_LENGTH], rest[NABLA_SHORT_NUMBER_LENGTH];
  char previous[NABLA_SHORT_NUMBER_LENGTH], theta[NABLA_SHORT_NUMBER_LENGTH];
  char v[NABLA_SHORT_NUMBER_LENGTH], denominator[NABLA_SHORT_NUMBER_LENGTH];
  char corrected[NABLA_SHORT_NUMBER_LENGTH];
  nabla_short_number (values[V], v);
  return g_strdup_printf (
      "v_t = β·v_{t−1} + (1 − β)·θ_t = %s·%s + %s·%s = %s\nv_t / (1 − β^t) = %s / %s = %s",
      nabla_short_number (settings[BETA], beta), nabla_short_factor (values[PREVIOUS], previous),
      nabla_short_number (1 - settings[BETA], rest), nabla_short_factor (values[THETA], theta), v,
      v, nabla_short_number (values[DENOMINATOR], denominator),
      nabla_short_number (values[CORRECTED], corrected));
}

static const NablaInstrumentTile tiles[] = {
  { "averages", 12, 2.6, TRUE },
  { "averages_overview", 7, 1, FALSE },
  { "averages_bias", 5, 1, FALSE },
  { NULL },
};
static const NablaInstrumentHandle handles[] = {
  { "averages", "day", NULL, NULL },
  { "averages_overview", "first", NULL, "length" },
  { NULL },
};
static const NablaInstrumentGroup groups[] = {
  { N_ ("Averaging"), { "beta", "bias_correction", "show_uncorrected" } },
  { N_ ("Compare"), { "compare_05", "compare_098" } },
  { N_ ("Days"), { "day", "first", "length" } },
  { NULL },
};
static const NablaInstrumentAtHand at_hand[] = { { "beta", 3, { 0.5, 0.9, 0.98 } }, { NULL } };
static const NablaInstrumentKey keys[] = {
  { "show_uncorrected", 0, TRUE },
  { "compare_05", 1, FALSE },
  { "compare_098", 4, FALSE },
  { NULL },
};

const NablaInstrument nabla_instrument_averages = {
  .name = "averages",
  .title = N_ ("Weighted Averages"),
  .help = N_ ("Averages a series so that each day counts β times as much as the next."),
  .params = params,
  .outputs = outputs,
  .compute = compute,
  .sentence = sentence,
  .section = "2.2",
  .tiles = tiles,
  .observe = observe,
  .handles = handles,
  .groups = groups,
  .at_hand = at_hand,
  .keys = keys,
  .note = note,
  .span = span,
  .question = {
    N_ ("With β = 0.98, will the curve turn up in spring sooner or later?"),
    { N_ ("Sooner"), N_ ("Later") },
    1,
    N_ ("Later: about 50 days are averaged, so many cold ones still count."),
  },
  .draws_on = "averages",
};
