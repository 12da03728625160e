/* nabla-cli search: looks for hyperparameters by trying.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-command.h"
#include "nabla-search-log.h"
#include "nabla-search-ranks.h"

#include <glib/gi18n-lib.h>
#include <signal.h>

/* How long to wait for events before looking whether Ctrl+C was pressed. */
#define LOOK_MILLISECONDS 100

typedef struct
{
  int trials;
  int rounds;
  int jobs;
  gboolean grid;
  gboolean halving;
  gboolean resume;
  gboolean json;
  char *stop;
  char *store;
} Options;

static int run (int argc, char **argv);

const NablaCommand nabla_command_search = {
  .name = "search",
  .arguments = "FILE.nabla",
  .summary = N_("Tries hyperparameters: what [search] of the experiment names"),
  .details
  = N_("Every trial is stored as soon as it is over; after a crash or Ctrl+C, --resume goes on\n"
        "where it stopped. Results are the dev cost (the train cost without a dev set).\n"
        "Under mpirun -n N the trials are spread over N processes."),
  .run = run,
};

/* A second Ctrl+C ends the program at once; nothing that was told is lost. */
static gint interrupted;

static void
interrupt_cb (int number)
{
  g_atomic_int_set (&interrupted, 1);
  signal (SIGINT, SIG_DFL);
  signal (SIGTERM, SIG_DFL);
}

/* Prints what happens until the search ends. */
static int
follow (NablaSearch *search, NablaSearchLog *log, NablaRanks *ranks)
{
  NablaSearchStatus status;
  do
    {
      g_autoptr (GPtrArray) events = nabla_search_wait (
          search, ranks != NULL ? nabla_ranks_poll (ranks, search) : LOOK_MILLISECONDS);
      for (guint i = 0; events != NULL && i < events->len; i++)
        nabla_search_log_event (log, g_ptr_array_index (events, i));
      if (g_atomic_int_get (&interrupted) != 0)
        nabla_search_cancel (search);
    }
  while (!log->ended);

  nabla_search_get_status (search, &status);
  if (status.state == NABLA_SEARCH_BROKEN)
    {
      g_autoptr (GError) error = nabla_search_get_error (search);
      return nabla_command_fail (error);
    }
  nabla_search_log_end (log);
  return status.state == NABLA_SEARCH_CANCELLED ? NABLA_EXIT_INTERRUPTED : NABLA_EXIT_OK;
}

static int
run_with (const Options *options, const char *path, NablaRanks *ranks)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *store
      = options->store != NULL ? g_strdup (options->store) : nabla_store_default_path ();
  const NablaSearchOptions search_options = {
    .trials = options->trials,
    .rounds = options->rounds,
    .grid = options->grid,
    .halving = options->halving,
    .eager = options->stop != NULL,
    .jobs = options->jobs > 0 ? options->jobs
            : ranks != NULL   ? 1
                              : 0,
    .store_path = store,
    .resume = options->resume,
  };
  g_autoptr (NablaExperiment) experiment = nabla_experiment_load (path, &error);
  if (experiment == NULL && ranks != NULL && !nabla_ranks_is_first (ranks))
    return NABLA_EXIT_BAD_INPUT;
  if (experiment == NULL)
    return nabla_command_fail (error);
  signal (SIGINT, interrupt_cb);
  signal (SIGTERM, interrupt_cb);
  if (ranks != NULL && !nabla_ranks_is_first (ranks))
    {
      if (nabla_ranks_serve (ranks, experiment, &search_options, &interrupted, &error))
        return NABLA_EXIT_OK;
      return nabla_command_fail (error);
    }
  g_autoptr (NablaSearch) search = nabla_search_new (experiment, &search_options, &error);
  if (search == NULL)
    return nabla_command_fail (error);
  g_auto (NablaSearchLog) log = NABLA_SEARCH_LOG_INIT (search, store, options->json);
  nabla_search_start (search);
  return follow (search, &log, ranks);
}

static int
run (int argc, char **argv)
{
  Options options = { 0 };
  const GOptionEntry entries[] = {
    { "trials", 0, 0, G_OPTION_ARG_INT, &options.trials,
      N_("Trials in a round (default: as [search] says)"), "N" },
    { "jobs", 0, 0, G_OPTION_ARG_INT, &options.jobs,
      N_("Trials at a time, one thread each (default: one a core; under mpirun one a process)"),
      "N" },
    { "rounds", 0, 0, G_OPTION_ARG_INT, &options.rounds,
      N_("Rounds, each closer around the best few (default: as [search] says)"), "N" },
    { "grid", 0, 0, G_OPTION_ARG_NONE, &options.grid,
      N_("A grid of at most so many trials, instead of random draws"), NULL },
    { "halving", 0, 0, G_OPTION_ARG_NONE, &options.halving,
      N_("Successive halving: a third of the trials goes on with three times the steps"), NULL },
    { "stop", 0, 0, G_OPTION_ARG_STRING, &options.stop,
      N_("eager: give up trials that are worse than the median of the others; not reproducible"),
      "eager" },
    { "resume", 0, 0, G_OPTION_ARG_NONE, &options.resume,
      N_("Go on with the latest search of this experiment; what is over is not run again"), NULL },
    { "store", 0, 0, G_OPTION_ARG_FILENAME, &options.store,
      N_("Keep trials in this database (default: runs.sqlite in the user's data folder)"),
      N_("FILE") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json,
      N_("One JSON object a line, for each trial that is over"), NULL },
    { NULL }
  };
  int status = nabla_command_parse (&nabla_command_search, entries, &argc, &argv, 1, 1);
  if (status < 0 && (options.trials < 0 || options.jobs < 0 || options.rounds < 0))
    {
      g_printerr ("%s\n", _("--trials, --jobs and --rounds must not be negative."));
      status = NABLA_EXIT_USAGE;
    }
  if (status < 0 && options.stop != NULL && !g_str_equal (options.stop, "eager"))
    {
      g_printerr (_("--stop %s: the only rule is 'eager'\n"), options.stop);
      status = NABLA_EXIT_USAGE;
    }
  if (status < 0)
    {
      NablaRanks *ranks = nabla_ranks_new ();
      status = run_with (&options, argv[1], ranks);
      nabla_ranks_free (ranks);
    }
  g_free (options.stop);
  g_free (options.store);
  return status;
}
