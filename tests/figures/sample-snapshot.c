/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample-private.h"

#include <math.h>

double
sample_normal (GRand *random)
{
  double u = 1 - g_rand_double (random), v = g_rand_double (random);
  return sqrt (-2 * log (u)) * cos (2 * G_PI * v);
}

static const SampleSnapshot samples[] = {
  { "empty", nabla_snapshot_new },
  { "one-point", sample_one_point },
  { "huge", sample_huge },
  { "not-finite", sample_not_finite },
  { "infinite", sample_infinite },
  { "million", sample_million },
  { "spirals", sample_spirals },
  { "past", sample_past },
  { "flower", sample_flower },
  { "petals", sample_petals },
  { "waves", sample_waves },
  { "diverged", sample_diverged },
  { "digits", sample_digits },
  { "hundred", sample_hundred },
  { "deep", sample_deep },
  { "twins", sample_twins },
  { "search", sample_search },
  { "search-box", sample_search_box },
  { "search-one", sample_search_one },
  { "search-diverged", sample_search_diverged },
  { "search-large", sample_search_large },
  { "race", sample_race },
  { "race-start", sample_race_start },
  { "race-noise", sample_race_noise },
  { "race-diverged", sample_race_diverged },
  { "race-long", sample_race_long },
  { "race-saddle", sample_race_saddle },
  { "race-two-weights", sample_race_two_weights },
  { "race-ravine", sample_race_ravine },
  { "race-empty", sample_race_empty },
  { "race-inputs", sample_race_inputs },
  { "race-networks", sample_race_networks },
  { NULL },
};

const SampleSnapshot *
sample_snapshots (void)
{
  return samples;
}

NablaSnapshot *
sample_snapshot_make (const char *name)
{
  for (guint i = 0; samples[i].name != NULL; i++)
    if (g_str_equal (samples[i].name, name))
      return samples[i].make ();
  g_assert_not_reached ();
}
