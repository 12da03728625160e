/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-importance.h"

#include <math.h>
#include <stdlib.h>

#define MOST_BINS 8

typedef struct
{
  double place;
  double y;
} Sample;

static int
compare_samples (const void *a, const void *b)
{
  const Sample *x = a, *y = b;
  return (x->place > y->place) - (x->place < y->place);
}

/* Σ (y − mean of its bin)² over samples sorted by place: bins of @width and more, since
 * equal places share one. */
static double
spread_within (const Sample *samples, guint n, guint width, guint *n_bins)
{
  double within = 0;
  *n_bins = 0;
  for (guint first = 0, last; first < n; first = last)
    {
      last = n - first < width + width / 2 ? n : first + width;
      while (last < n && samples[last].place == samples[last - 1].place)
        last++;
      double mean = 0;
      for (guint i = first; i < last; i++)
        mean += samples[i].y / (last - first);
      for (guint i = first; i < last; i++)
        within += (samples[i].y - mean) * (samples[i].y - mean);
      ++*n_bins;
    }
  return within;
}

/* log result of each trial that counts; places are filled in later. */
static GArray *
collect (NablaTrial *const *trials, guint n, GPtrArray *counted)
{
  GArray *samples = g_array_new (FALSE, TRUE, sizeof (Sample));
  double worst = 0, smallest = G_MAXDOUBLE;
  for (guint i = 0; i < n; i++)
    if (trials[i]->result > 0)
      {
        worst = fmax (worst, trials[i]->result);
        smallest = fmin (smallest, trials[i]->result);
      }
  for (guint i = 0; i < n && worst > 0; i++)
    {
      gboolean diverged = trials[i]->state == NABLA_TRIAL_DIVERGED;
      if (!diverged && (trials[i]->state != NABLA_TRIAL_FINISHED || isnan (trials[i]->result)))
        continue;
      Sample sample = { 0, log (diverged ? worst : fmax (trials[i]->result, smallest)) };
      g_array_append_val (samples, sample);
      g_ptr_array_add (counted, trials[i]);
    }
  return samples;
}

guint
nabla_importance (const NablaSearchAxis *axes,
                  const NablaSearchRange *box,
                  guint n_axes,
                  NablaTrial *const *trials,
                  guint n,
                  double *shares)
{
  g_return_val_if_fail (axes != NULL && box != NULL && shares != NULL, 0);

  g_autoptr (GPtrArray) counted = g_ptr_array_new ();
  g_autoptr (GArray) all = collect (trials, n, counted);
  for (guint a = 0; a < n_axes; a++)
    {
      g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (Sample));
      double mean = 0, total = 0;
      for (guint i = 0; i < counted->len; i++)
        {
          const NablaTrial *trial = g_ptr_array_index (counted, i);
          Sample sample = g_array_index (all, Sample, i);
          sample.place = nabla_search_position (&axes[a], &box[a], trial->values[a]);
          if (trial->applies[a])
            g_array_append_val (samples, sample);
        }
      Sample *sorted = (Sample *)(gpointer)samples->data;
      for (guint i = 0; i < samples->len; i++)
        mean += sorted[i].y / samples->len;
      for (guint i = 0; i < samples->len; i++)
        total += (sorted[i].y - mean) * (sorted[i].y - mean);
      shares[a] = NAN;
      if (samples->len < NABLA_IMPORTANCE_MIN_TRIALS)
        continue;
      qsort (sorted, samples->len, sizeof *sorted, compare_samples);
      guint n_bins, wanted = CLAMP ((guint)sqrt (samples->len / 2.0), 2, MOST_BINS);
      guint width = axes[a].scale == NABLA_SEARCH_CHOICE ? 1 : samples->len / wanted;
      double within = spread_within (sorted, samples->len, width, &n_bins);
      shares[a] = 0;
      if (total > 0 && n_bins > 1 && n_bins < samples->len)
        shares[a]
            = fmax (0, 1 - within / total * (samples->len - 1.0) / (samples->len - (double)n_bins));
    }
  return counted->len;
}
