/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-bench-search.h"

#include "nabla-search.h"

#include <glib/gstdio.h>

static const char text[]
    = "[experiment]\ntitle=bench\nseed=1\n"
      "[data]\nsource=moons\nsamples=400\nnoise=0.2\ntrain=0.8\ndev=0.2\n"
      "[layer h1]\nop=dense\nunits=8\nactivation=tanh\n"
      "[layer h2]\nop=dense\nunits=8\nactivation=tanh\n"
      "[layer output]\nop=dense\nunits=1\n[loss]\nop=sigmoid_cross_entropy\n"
      "[train]\noptimizer=adam\nbatch_size=32\nsteps=500\n"
      "[search]\nlearning_rate=log 0.0001 0.1\nbeta1=one_minus 0.5 0.999\nl2=log 0.0001 10\n";

/* Deletes what a database consists of, and its folder. */
static void
clean_up (const char *folder, const char *path)
{
  static const char *const parts[] = { "", "-wal", "-shm", "-journal" };
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *file = g_strconcat (path, parts[i], NULL);
      g_unlink (file);
    }
  g_rmdir (folder);
}

gboolean
nabla_bench_search (guint trials, guint jobs, double *seconds, GError **error)
{
  g_return_val_if_fail (trials > 0 && seconds != NULL, FALSE);

  g_autofree char *folder = g_dir_make_tmp ("nabla-bench-XXXXXX", error);
  g_autoptr (NablaExperiment) experiment
      = folder != NULL ? nabla_experiment_parse (text, -1, NULL, error) : NULL;
  if (experiment == NULL)
    return FALSE;
  g_autofree char *path = g_build_filename (folder, "runs.sqlite", NULL);
  const NablaSearchOptions options = { .trials = trials, .jobs = jobs, .store_path = path };
  g_autoptr (NablaSearch) search = nabla_search_new (experiment, &options, error);
  NablaSearchStatus status = { 0 };
  gint64 start = g_get_monotonic_time ();
  if (search != NULL)
    nabla_search_start (search);
  while (search != NULL && status.state < NABLA_SEARCH_DONE)
    {
      g_autoptr (GPtrArray) events G_GNUC_UNUSED = nabla_search_wait (search, 100);
      nabla_search_get_status (search, &status);
    }
  *seconds = (g_get_monotonic_time () - start) / (double)G_USEC_PER_SEC;
  GError *reason = search != NULL ? nabla_search_get_error (search) : NULL;
  gboolean done = search != NULL && reason == NULL;
  if (reason != NULL)
    g_propagate_error (error, reason);
  g_clear_pointer (&search, nabla_search_free);
  clean_up (folder, path);
  return done;
}
