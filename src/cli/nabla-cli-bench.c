/* nabla-cli bench: how fast the engine trains, beside a peer in the same run.
 *
 * Each workload is measured in rounds, ours and the peer's in turn, so that both
 * see the same moods of the machine; medians count.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-bench-peer.h"
#include "nabla-bench-search.h"
#include "nabla-command.h"
#include "nabla-error.h"
#include "nabla-json.h"
#include "nabla-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct {
  int threads;
  int rounds;
  double seconds;
  gboolean json;
  int search;
  char *peer_name;
  char **wanted;
  NablaBenchPeer *peer;
} Options;

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

static double
median (GArray *values)
{
  g_array_sort (values, compare_doubles);
  return g_array_index (values, double, values->len / 2);
}

static void
print_row (const Options *options, const NablaWorkload *workload, guint threads, double ours, double peer)
{
  if (options->json)
    {
      g_autoptr (GString) json = g_string_new (NULL);
      nabla_json_begin (json, NULL, '{');
      nabla_json_string (json, "workload", workload->name);
      nabla_json_number (json, "threads", threads);
      nabla_json_number (json, "ours_us", ours);
      nabla_json_string (json, "peer", options->peer != NULL ? options->peer_name : NULL);
      nabla_json_number (json, "peer_us", options->peer != NULL ? peer : NAN);
      nabla_json_number (json, "ratio", options->peer != NULL ? peer / ours : NAN);
      nabla_json_string (json, "instruction_set", nabla_instruction_set ());
      nabla_json_end (json, '}');
      g_print ("%s\n", json->str);
    }
  else if (options->peer != NULL)
    g_print ("%-8s %7u %12.2f %12.2f %8.2f   %s\n", workload->name, threads, ours, peer, peer / ours, _(workload->what));
  else
    g_print ("%-8s %7u %12.2f   %s\n", workload->name, threads, ours, _(workload->what));
}

static gboolean
run_workload (const Options *options, const NablaWorkload *workload, guint threads, GError **error)
{
  g_autoptr (NablaBench) bench = nabla_bench_new (workload, threads, error);
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) theirs = g_array_new (FALSE, FALSE, sizeof (double));
  if (bench == NULL)
    return FALSE;

  nabla_bench_run (bench, options->seconds / 4); /* warm */
  for (int round = 0; round < options->rounds; round++)
    {
      double microseconds = nabla_bench_run (bench, options->seconds);
      g_array_append_val (ours, microseconds);
      if (options->peer == NULL)
        continue;
      microseconds = nabla_bench_peer_run (options->peer, workload, threads, options->seconds, error);
      if (microseconds < 0)
        return FALSE;
      g_array_append_val (theirs, microseconds);
    }
  print_row (options, workload, threads, median (ours), options->peer != NULL ? median (theirs) : 0);
  return TRUE;
}

static gboolean
is_wanted (const Options *options, const NablaWorkload *workload)
{
  return options->wanted == NULL || g_strv_contains ((const char *const *) options->wanted, workload->name);
}

static gboolean
check_wanted (const Options *options, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (const NablaWorkload *workload = nabla_workloads; workload->name != NULL; workload++)
    g_ptr_array_add (names, (char *) workload->name);
  g_ptr_array_add (names, NULL);
  for (char **name = options->wanted; name != NULL && *name != NULL; name++)
    if (!g_strv_contains ((const char *const *) names->pdata, *name))
      {
        g_autofree char *message = nabla_words_unknown ("--workload", *name, (const char *const *) names->pdata);
        g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN, message);
        return FALSE;
      }
  return TRUE;
}

static gboolean
run_all (Options *options, GError **error)
{
  guint cores = g_get_num_processors ();
  guint threads[] = { options->threads > 0 ? (guint) options->threads : 1, cores };
  guint n_threads = options->threads > 0 || cores == 1 ? 1 : 2;

  if (!check_wanted (options, error))
    return FALSE;
  if (options->peer_name != NULL)
    {
      options->peer = nabla_bench_peer_new (options->peer_name, error);
      if (options->peer == NULL)
        return FALSE;
    }
  if (!options->json)
    {
      g_print (_("Instruction set %s, %u cores; microseconds a step, medians of %d rounds.\n"),
               nabla_instruction_set (), cores, options->rounds);
      if (options->peer != NULL)
        g_print (_("Peer: %s %s.\n"), options->peer_name, nabla_bench_peer_version (options->peer));
      g_print (options->peer != NULL ? "%-8s %7s %12s %12s %8s\n" : "%-8s %7s %12s\n", _("workload"),
               _("threads"), _("ours"), _("peer"), _("ratio"));
    }
  for (const NablaWorkload *workload = nabla_workloads; workload->name != NULL; workload++)
    for (guint i = 0; i < n_threads; i++)
      if (is_wanted (options, workload) && !run_workload (options, workload, threads[i], error))
        return FALSE;
  return TRUE;
}

/* A whole search, again and again; the median counts. */
static gboolean
run_search (const Options *options, GError **error)
{
  guint jobs = options->threads > 0 ? (guint) options->threads : g_get_num_processors ();
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (double));
  for (int round = 0; round < options->rounds; round++)
    {
      double seconds;
      if (!nabla_bench_search (options->search, jobs, &seconds, error))
        return FALSE;
      g_array_append_val (all, seconds);
    }
  double seconds = median (all);
  if (options->json)
    {
      g_autoptr (GString) json = g_string_new (NULL);
      nabla_json_begin (json, NULL, '{');
      nabla_json_string (json, "workload", "search");
      nabla_json_number (json, "trials", options->search);
      nabla_json_number (json, "jobs", jobs);
      nabla_json_number (json, "seconds", seconds);
      nabla_json_string (json, "instruction_set", nabla_instruction_set ());
      nabla_json_end (json, '}');
      g_print ("%s\n", json->str);
    }
  else
    g_print (_("%d trials of 500 steps of 2-8-8-1 (batch 32), %u at a time: %.2f s, the median of %d rounds.\n"),
             options->search, jobs, seconds, options->rounds);
  return TRUE;
}

static int run (int argc, char **argv);

const NablaCommand nabla_command_bench = {
  .name = "bench",
  .summary = N_("Measures how fast networks train"),
  .run = run,
};

static int
run (int argc, char **argv)
{
  Options options = { .rounds = 9, .seconds = 0.3 };
  const GOptionEntry entries[] = {
    { "threads", 0, 0, G_OPTION_ARG_INT, &options.threads, N_("Train with N threads (default: one, then one a core)"), "N" },
    { "workload", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.wanted, N_("Only this workload; may be given again"), N_("NAME") },
    { "peer", 0, 0, G_OPTION_ARG_STRING, &options.peer_name, N_("Run the same in another program, in turn: pytorch"), N_("NAME") },
    { "rounds", 0, 0, G_OPTION_ARG_INT, &options.rounds, N_("Rounds whose median counts (9)"), "N" },
    { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &options.seconds, N_("How long to measure in each round (0.3)"), N_("SECONDS") },
    { "search", 0, 0, G_OPTION_ARG_INT, &options.search, N_("Measure a search of N trials instead, stored as any other"), "N" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_("One JSON object a line"), NULL },
    { NULL }
  };
  g_autoptr (GError) error = NULL;
  int status = nabla_command_parse (&nabla_command_bench, entries, &argc, &argv, 0, 0);
  if (status >= 0)
    return status;
  if (options.rounds < 1 || !(options.seconds > 0) || options.threads < 0 || options.search < 0)
    {
      g_printerr ("%s\n", _("--rounds and --seconds must be greater than 0, --threads and --search not negative."));
      return NABLA_EXIT_USAGE;
    }
  gboolean done = options.search > 0 ? run_search (&options, &error) : run_all (&options, &error);
  nabla_bench_peer_free (options.peer);
  g_free (options.peer_name);
  g_strfreev (options.wanted);
  if (done)
    return NABLA_EXIT_OK;
  return nabla_command_fail (error);
}
