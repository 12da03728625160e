/* What tests of searches and of their store share.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-search.h"

#include <glib/gstdio.h>
#include <math.h>

/* A small experiment with @search as the lines of its [search]. */
static inline NablaExperiment *
make_experiment (const char *search, const char *steps)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strdup_printf (
      "[experiment]\nseed=7\ntitle=Moons\n[data]\nsource=moons\nsamples=120\nnoise=0.2\n"
      "train=0.75\ndev=0.25\n[layer hidden]\nop=dense\nunits=4\nactivation=tanh\n"
      "[layer output]\nop=dense\nunits=1\n[loss]\nop=sigmoid_cross_entropy\n"
      "[train]\noptimizer=adam\nlearning_rate=0.01\nbatch_size=16\nsteps=%s\n[search]\n%s",
      steps, search);
  NablaExperiment *experiment = nabla_experiment_parse (text, -1, NULL, &error);
  g_assert_no_error (error);
  return experiment;
}

/* Returns: (transfer full): a path in a new folder; free with forget_path () */
static inline char *
new_path (void)
{
  g_autofree char *folder = g_dir_make_tmp ("nabla-store-XXXXXX", NULL);
  g_assert_nonnull (folder);
  return g_build_filename (folder, "runs.sqlite", NULL);
}

/* Returns: how many files in the folder of @path begin as it does and go on with @kind */
static inline guint
count_files (const char *path, const char *kind)
{
  guint n = 0;
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *prefix = g_strconcat (name, kind, NULL);
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  for (const char *file; (file = g_dir_read_name (files)) != NULL;)
    n += g_str_has_prefix (file, prefix);
  return n;
}

static inline void
forget_path (char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name (files)) != NULL;)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);
      g_unlink (file);
    }
  g_rmdir (folder);
  g_free (path);
}
