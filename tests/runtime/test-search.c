/* Searches: the same trials and results however they are run, and what is decided of them.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-search.h"

#include "nabla-importance.h"
#include "nabla-search-plan.h"
#include "search-test.h"

#include <string.h>

#define AXES                                                                                       \
  "trials=18\nlearning_rate=log 0.0001 30\nbeta1=one_minus 0.5 0.999\nunits@hidden=integer 2 6\n"

/* What a search came to, and what it told. */
typedef struct
{
  GPtrArray *over; /* of NablaTrial, by number */
  guint n_stored;
  guint n_rounds;
  guint n_rungs;
  NablaSearchState state;
} Outcome;

static void
outcome_clear (Outcome *self)
{
  g_clear_pointer (&self->over, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static int
by_number (gconstpointer a, gconstpointer b)
{
  const NablaTrial *x = *(NablaTrial *const *)a, *y = *(NablaTrial *const *)b;
  return (x->number > y->number) - (x->number < y->number);
}

/* Takes events until the search stands still, or @most trials are over. */
static void
follow (NablaSearch *search, Outcome *outcome, guint most)
{
  NablaSearchStatus status;
  if (outcome->over == NULL)
    outcome->over = g_ptr_array_new_with_free_func ((GDestroyNotify)nabla_trial_free);
  do
    {
      g_autoptr (GPtrArray) events = nabla_search_wait (search, 50);
      nabla_search_get_status (search, &status);
      for (guint i = 0; events != NULL && i < events->len; i++)
        {
          NablaSearchEvent *event = g_ptr_array_index (events, i);
          outcome->n_rounds += event->kind == NABLA_SEARCH_EVENT_ROUND;
          outcome->n_rungs += event->kind == NABLA_SEARCH_EVENT_RUNG;
          if (event->kind != NABLA_SEARCH_EVENT_OVER)
            continue;
          outcome->n_stored += event->stored;
          g_ptr_array_add (outcome->over, g_steal_pointer (&event->trial));
        }
      if (events != NULL)
        continue;
      if (status.state >= NABLA_SEARCH_DONE)
        break;
    }
  while (outcome->over->len < most);
  outcome->state = status.state;
  g_ptr_array_sort (outcome->over, by_number);
}

static void
search_all (const char *axes, const NablaSearchOptions *options, Outcome *outcome)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) experiment = make_experiment (axes, "60");
  g_autoptr (NablaSearch) search = nabla_search_new (experiment, options, &error);
  g_assert_no_error (error);
  nabla_search_start (search);
  follow (search, outcome, G_MAXUINT);
  g_assert_cmpint (outcome->state, ==, NABLA_SEARCH_DONE);
}

static void
assert_same (const Outcome *a, const Outcome *b)
{
  g_assert_cmpuint (a->over->len, ==, b->over->len);
  for (guint i = 0; i < a->over->len; i++)
    {
      const NablaTrial *x = g_ptr_array_index (a->over, i), *y = g_ptr_array_index (b->over, i);
      g_assert_cmpuint (x->number, ==, y->number);
      g_assert_cmpuint (x->rung, ==, y->rung);
      g_assert_cmpint (x->state, ==, y->state);
      g_assert_cmpmem (x->values, x->n_values * sizeof *x->values, y->values,
                       y->n_values * sizeof *y->values);
      g_assert_true (x->result == y->result || (isnan (x->result) && isnan (y->result)));
    }
}

/* Draws depend on seed, number and name alone, and fill the range evenly on its scale. */
static void
test_space (void)
{
  g_autoptr (NablaExperiment) experiment = make_experiment (
      "learning_rate=log 0.0001 1\nbeta1=one_minus 0.9 0.999\nunits@hidden=integer 2 5\n"
      "batch_size=choice 16;32;full\nl2=linear 0 2\n",
      "60");
  const NablaSearchSpec *search = nabla_experiment_search (experiment);
  guint decades[4] = { 0 }, units[4] = { 0 }, choices[3] = { 0 }, nines = 0;
  for (guint i = 0; i < 4000; i++)
    for (guint a = 0; a < search->n_axes; a++)
      {
        const NablaSearchAxis *axis = &search->axes[a];
        NablaSearchRange range = nabla_search_range_whole (axis);
        double u = nabla_search_draw (7, i, axis->key), back;
        g_assert_true (u >= 0 && u < 1);
        g_assert_cmpfloat (u, ==, nabla_search_draw (7, i, axis->key));
        double value = nabla_search_place (axis, &range, u);
        g_autofree char *text = nabla_search_format (axis, value);
        g_assert_true (nabla_search_parse (axis, text, &back));
        g_assert_cmpfloat (back, ==, value);
        if (a != 3)
          {
            g_assert_true (value >= range.low && value <= range.high);
            g_assert_cmpuint (strlen (text), <=, 12);
          }
        if (a < 2 || a == 4)
          g_assert_cmpfloat (fabs (nabla_search_position (axis, &range, value) - u), <, 1e-3);
        if (a == 0)
          decades[MIN (3, (int)(log10 (value) + 4))]++;
        else if (a == 1)
          nines += value > 0.99;
        else if (a == 2)
          units[(int)value - 2]++;
        else if (a == 3)
          choices[(int)value]++;
      }
  for (guint i = 0; i < 4; i++)
    {
      g_assert_cmpint (ABS ((int)decades[i] - 1000), <, 120);
      g_assert_cmpint (ABS ((int)units[i] - 1000), <, 120);
    }
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (ABS ((int)choices[i] - 1333), <, 140);
  g_assert_cmpint (ABS ((int)nines - 2000), <, 160);
  g_assert_cmpfloat (nabla_search_draw (7, 1, "a"), !=, nabla_search_draw (8, 1, "a"));
  g_assert_cmpfloat (nabla_search_draw (7, 1, "a"), !=, nabla_search_draw (7, 1, "b"));
}

static void
test_any_jobs (void)
{
  g_auto (Outcome) one = { 0 }, two = { 0 }, five = { 0 };
  search_all (AXES "rounds=2\n", &(NablaSearchOptions){ .jobs = 1 }, &one);
  search_all (AXES "rounds=2\n", &(NablaSearchOptions){ .jobs = 2 }, &two);
  search_all (AXES "rounds=2\n", &(NablaSearchOptions){ .jobs = 5 }, &five);
  g_assert_cmpuint (one.over->len, ==, 36);
  g_assert_cmpuint (one.n_rounds, ==, 2);
  assert_same (&one, &two);
  assert_same (&one, &five);

  /* more trials begin with the same ones */
  g_auto (Outcome) more = { 0 };
  search_all (AXES, &(NablaSearchOptions){ .jobs = 2, .trials = 40 }, &more);
  g_ptr_array_set_size (more.over, 18);
  g_ptr_array_set_size (one.over, 18);
  assert_same (&one, &more);
}

static void
test_rounds (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) experiment = make_experiment (AXES "rounds=2\n", "60");
  g_autoptr (NablaSearch) search
      = nabla_search_new (experiment, &(NablaSearchOptions){ .jobs = 2 }, &error);
  nabla_search_start (search);
  g_auto (Outcome) outcome = { 0 };
  follow (search, &outcome, G_MAXUINT);
  NablaSearchRange first[3], second[3], wanted[3];
  g_assert_true (nabla_search_get_box (search, 1, first));
  g_assert_true (nabla_search_get_box (search, 2, second));
  g_assert_false (nabla_search_get_box (search, 3, wanted));
  g_assert_cmpfloat (second[0].low, >, first[0].low);
  g_assert_cmpfloat (second[0].high, <, first[0].high);

  /* the best three of the first round lie within the second one's box */
  g_autoptr (GPtrArray) round = g_ptr_array_new ();
  for (guint i = 0; i < 18; i++)
    g_ptr_array_add (round, g_ptr_array_index (outcome.over, i));
  for (guint n = 0; n < 3; n++)
    {
      guint best = 0;
      for (guint i = 1; i < round->len; i++)
        if (nabla_trial_compare (g_ptr_array_index (round, i), g_ptr_array_index (round, best)) < 0)
          best = i;
      const NablaTrial *trial = g_ptr_array_index (round, best);
      for (guint a = 0; a < 3; a++)
        g_assert_true (trial->values[a] >= second[a].low && trial->values[a] <= second[a].high);
      g_ptr_array_remove_index (round, best);
    }
  for (guint i = 18; i < 36; i++)
    {
      const NablaTrial *trial = g_ptr_array_index (outcome.over, i);
      for (guint a = 0; a < 3; a++)
        g_assert_true (trial->values[a] >= second[a].low && trial->values[a] <= second[a].high);
    }

  /* one more round, in a box that was dragged */
  memcpy (wanted, first, sizeof wanted);
  wanted[0] = (NablaSearchRange){ 0.01, 0.02, 0 };
  g_assert_true (nabla_search_refine (search, wanted, 5));
  follow (search, &outcome, 41);
  g_assert_cmpuint (outcome.over->len, ==, 41);
  for (guint i = 36; i < 41; i++)
    {
      const NablaTrial *trial = g_ptr_array_index (outcome.over, i);
      g_assert_cmpuint (trial->round, ==, 3);
      g_assert_true (trial->values[0] >= 0.01 && trial->values[0] <= 0.02);
    }
}

static void
test_grid (void)
{
  g_auto (Outcome) outcome = { 0 };
  search_all (AXES, &(NablaSearchOptions){ .jobs = 2, .grid = TRUE, .trials = 30 }, &outcome);
  g_assert_cmpuint (outcome.over->len, ==, 27);
  g_autoptr (GHashTable) rates = g_hash_table_new_full (g_double_hash, g_double_equal, NULL, NULL);
  for (guint i = 0; i < outcome.over->len; i++)
    g_hash_table_add (rates, &((NablaTrial *)g_ptr_array_index (outcome.over, i))->values[0]);
  g_assert_cmpuint (g_hash_table_size (rates), ==, 3);

  /* what has few values leaves the budget to the others */
  g_autoptr (NablaExperiment) experiment
      = make_experiment ("units@hidden=integer 2 3\nlearning_rate=log 0.01 1\n", "60");
  const NablaSearchSpec *search = nabla_experiment_search (experiment);
  NablaSearchRange box[2] = { nabla_search_range_whole (&search->axes[0]),
                              nabla_search_range_whole (&search->axes[1]) };
  guint counts[2];
  g_assert_cmpuint (nabla_search_grid_counts (search->axes, box, 2, 21, counts), ==, 20);
  g_assert_cmpuint (counts[0], ==, 2);
  g_assert_cmpuint (counts[1], ==, 10);
}

static void
test_halving (void)
{
  g_auto (Outcome) one = { 0 }, four = { 0 };
  const NablaSearchOptions options = { .jobs = 1, .halving = TRUE, .trials = 27 };
  NablaSearchOptions with_four = options;
  with_four.jobs = 4;
  search_all (AXES, &options, &one);
  search_all (AXES, &with_four, &four);
  assert_same (&one, &four);
  g_assert_cmpuint (one.n_rungs, ==, 27 + 9 + 3);
  guint rungs[4] = { 0 };
  const gint64 steps[4] = { 2, 7, 20, 60 };
  for (guint i = 0; i < 27; i++)
    {
      const NablaTrial *trial = g_ptr_array_index (one.over, i);
      rungs[trial->rung]++;
      if (trial->state == NABLA_TRIAL_FINISHED)
        g_assert_cmpint (trial->done_steps, ==, steps[trial->rung]);
    }
  g_assert_cmpuint (rungs[0], ==, 18);
  g_assert_cmpuint (rungs[1], ==, 6);
  g_assert_cmpuint (rungs[2], ==, 2);
  g_assert_cmpuint (rungs[3], ==, 1);
}

static void
give (NablaSearchPlan *plan, guint number, guint rung, double result)
{
  const GPtrArray *trials = nabla_search_plan_trials (plan);
  g_autoptr (NablaTrial) trial = nabla_trial_copy (g_ptr_array_index (trials, number - 1));
  g_assert_cmpuint (trial->rung, ==, rung);
  trial->result = result;
  trial->state = isnan (result) ? NABLA_TRIAL_DIVERGED : NABLA_TRIAL_FINISHED;
  nabla_search_plan_give (plan, trial);
}

/* Equal results go on by number, and those that diverged never do. */
static void
test_ties (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) experiment = make_experiment (AXES, "60");
  const NablaSearchOptions options = { .halving = TRUE, .trials = 9 };
  g_autoptr (NablaSearchPlan) plan = nabla_search_plan_new (experiment, &options, &error);
  g_assert_no_error (error);
  nabla_search_plan_advance (plan);
  for (guint i = 1; i <= 9; i++)
    g_assert_cmpuint (nabla_search_plan_next (plan)->number, ==, i);
  g_assert_null (nabla_search_plan_next (plan));
  for (guint i = 9; i >= 1; i--)
    give (plan, i, 0, i == 1 ? NAN : 0.5);
  /* one that comes again, or was never given out, changes nothing */
  g_autoptr (NablaTrial) twice = nabla_trial_new (1, 3);
  twice->state = NABLA_TRIAL_FINISHED;
  g_assert_null (nabla_search_plan_give (plan, twice));
  for (guint i = 2; i <= 4; i++)
    g_assert_cmpuint (nabla_search_plan_next (plan)->number, ==, i);
  g_assert_null (nabla_search_plan_next (plan));

  /* whoever took trial 3 is gone: another gets it */
  nabla_search_plan_put_back (plan, 3);
  g_assert_cmpuint (nabla_search_plan_next (plan)->number, ==, 3);
  g_assert_null (nabla_search_plan_next (plan));
  give (plan, 3, 1, NAN);
  give (plan, 4, 1, NAN);
  give (plan, 2, 1, NAN);
  g_assert_true (nabla_search_plan_is_done (plan));
}

/* Where a choice leaves no such parameter, it is not set. */
static void
test_choices (void)
{
  g_auto (Outcome) outcome = { 0 };
  search_all ("trials=20\ntrain.optimizer=choice adam;momentum\nbeta2=one_minus 0.9 0.999\n"
              "learning_rate=log 0.001 0.1\n",
              &(NablaSearchOptions){ .jobs = 2 }, &outcome);
  guint n_adam = 0;
  for (guint i = 0; i < outcome.over->len; i++)
    {
      const NablaTrial *trial = g_ptr_array_index (outcome.over, i);
      g_assert_cmpint (trial->state, ==, NABLA_TRIAL_FINISHED);
      g_assert_cmpint (trial->applies[1], ==, trial->values[0] == 0);
      n_adam += trial->applies[1];
    }
  g_assert_cmpuint (n_adam, >, 3);
  g_assert_cmpuint (n_adam, <, 17);
}

static void
test_resume (void)
{
  g_autoptr (GError) error = NULL;
  char *path = new_path ();
  const NablaSearchOptions options
      = { .jobs = 2, .store_path = path, .resume = TRUE, .halving = TRUE, .rounds = 2 };
  g_auto (Outcome) whole = { 0 };
  search_all (AXES, &(NablaSearchOptions){ .jobs = 2, .halving = TRUE, .rounds = 2 }, &whole);

  /* given up again and again, at other places each time */
  g_autoptr (NablaExperiment) experiment = make_experiment (AXES, "60");
  guint stored = 0;
  for (guint most = 1;; most += 5)
    {
      g_auto (Outcome) part = { 0 };
      g_autoptr (NablaSearch) search = nabla_search_new (experiment, &options, &error);
      g_assert_no_error (error);
      nabla_search_start (search);
      follow (search, &part, most);
      g_assert_cmpuint (part.n_stored, >=, stored);
      stored = part.n_stored;
      if (part.over->len < whole.over->len)
        continue;
      assert_same (&whole, &part);
      break;
    }
  g_auto (Outcome) again = { 0 };
  search_all (AXES, &options, &again);
  assert_same (&whole, &again);
  g_assert_cmpuint (again.n_stored, ==, 36);

  /* another seed is another search */
  g_autoptr (NablaExperiment) other
      = nabla_experiment_with (experiment, "experiment.seed", "8", &error);
  g_autoptr (NablaSearch) search = nabla_search_new (other, &options, &error);
  g_auto (Outcome) fresh = { 0 };
  nabla_search_start (search);
  follow (search, &fresh, G_MAXUINT);
  g_assert_cmpuint (fresh.n_stored, ==, 0);
  g_clear_pointer (&search, nabla_search_free);

  g_autoptr (NablaStore) store = nabla_store_open (path, NULL, &error);
  g_autoptr (GArray) searches = nabla_store_list_searches (store, &error);
  g_assert_cmpuint (searches->len, ==, 2);
  g_assert_true (g_array_index (searches, NablaStoredSearch, 1).done);
  forget_path (path);
}

static void
test_pause_and_finish (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) experiment = make_experiment (AXES, "3000");
  g_autoptr (NablaSearch) search
      = nabla_search_new (experiment, &(NablaSearchOptions){ .jobs = 2 }, &error);
  nabla_search_start (search);
  g_auto (Outcome) outcome = { 0 };
  follow (search, &outcome, 2);
  nabla_search_set_paused (search, TRUE);
  NablaSearchStatus status;
  nabla_search_get_status (search, &status);
  g_assert_cmpint (status.state, ==, NABLA_SEARCH_PAUSED);
  g_assert_null (nabla_search_take (search));
  /* what ended just before is told; then all stands still */
  g_usleep (50000);
  g_autoptr (GPtrArray) last G_GNUC_UNUSED = nabla_search_poll (search);
  g_usleep (100000);
  g_assert_null (nabla_search_poll (search));

  nabla_search_finish (search);
  follow (search, &outcome, G_MAXUINT);
  g_assert_cmpint (outcome.state, ==, NABLA_SEARCH_DONE);
  nabla_search_get_status (search, &status);
  g_assert_cmpuint (status.n_running, ==, 0);
  g_assert_cmpuint (status.n_over, <, 18);

  g_autoptr (NablaSearch) cancelled
      = nabla_search_new (experiment, &(NablaSearchOptions){ .jobs = 2 }, &error);
  g_auto (Outcome) none = { 0 };
  nabla_search_start (cancelled);
  nabla_search_cancel (cancelled);
  follow (cancelled, &none, G_MAXUINT);
  g_assert_cmpint (none.state, ==, NABLA_SEARCH_CANCELLED);
  g_assert_false (nabla_search_refine (cancelled, NULL, 0));
}

/* A trial that was run elsewhere counts as one of the search's own. */
static void
test_elsewhere (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (Outcome) whole = { 0 }, outcome = { 0 };
  search_all (AXES, &(NablaSearchOptions){ .jobs = 2 }, &whole);
  g_autoptr (NablaExperiment) experiment = make_experiment (AXES, "60");
  g_autoptr (NablaTrialBench) bench = nabla_trial_bench_new (experiment, NULL, FALSE, NULL, &error);
  g_autoptr (NablaSearch) search
      = nabla_search_new (experiment, &(NablaSearchOptions){ .jobs = 1 }, &error);
  nabla_search_start (search);
  NablaSearchStatus status;
  do
    {
      g_autoptr (NablaTrial) trial = nabla_search_take (search);
      if (trial != NULL && trial->number % 3 == 0)
        nabla_search_put_back (search, trial->number);
      else if (trial != NULL)
        {
          g_autoptr (GBytes) there = nabla_trial_to_bytes (trial);
          g_autoptr (NablaTrial) run
              = nabla_trial_from_bytes (g_bytes_get_data (there, NULL), g_bytes_get_size (there));
          g_assert_true (nabla_trial_bench_run (bench, run, NULL));
          nabla_search_give (search, run);
          nabla_search_give (search, run);
        }
      nabla_search_get_status (search, &status);
    }
  while (status.state < NABLA_SEARCH_DONE);
  follow (search, &outcome, G_MAXUINT);
  assert_same (&whole, &outcome);
}

/* The median rule gives some up, and those that it does not end as they would have. */
static void
test_eager (void)
{
  g_auto (Outcome) whole = { 0 }, eager = { 0 };
  search_all (AXES, &(NablaSearchOptions){ .jobs = 2, .trials = 40 }, &whole);
  search_all (AXES, &(NablaSearchOptions){ .jobs = 2, .trials = 40, .eager = TRUE }, &eager);
  guint n_stopped = 0;
  for (guint i = 0; i < 40; i++)
    {
      const NablaTrial *a = g_ptr_array_index (whole.over, i);
      const NablaTrial *b = g_ptr_array_index (eager.over, i);
      n_stopped += b->state == NABLA_TRIAL_STOPPED;
      if (b->state == NABLA_TRIAL_STOPPED)
        g_assert_cmpint (b->done_steps, <, 60);
      else if (b->state == NABLA_TRIAL_FINISHED)
        g_assert_cmpfloat (a->result, ==, b->result);
    }
  g_assert_cmpuint (n_stopped, >, 3);
}

/* Made results, of which the first axis explains all, half or nothing. */
static void
test_importance (void)
{
  g_autoptr (NablaExperiment) experiment
      = make_experiment ("learning_rate=log 0.0001 1\nl2=linear 0 2\n", "60");
  const NablaSearchSpec *search = nabla_experiment_search (experiment);
  NablaSearchRange box[2] = { nabla_search_range_whole (&search->axes[0]),
                              nabla_search_range_whole (&search->axes[1]) };
  g_autoptr (GPtrArray) trials = g_ptr_array_new_with_free_func ((GDestroyNotify)nabla_trial_free);
  for (guint i = 0; i < 400; i++)
    {
      NablaTrial *trial = nabla_trial_new (i + 1, 2);
      for (guint a = 0; a < 2; a++)
        trial->values[a] = nabla_search_place (&search->axes[a], &box[a],
                                               nabla_search_draw (3, i, search->axes[a].key));
      trial->state = NABLA_TRIAL_FINISHED;
      g_ptr_array_add (trials, trial);
    }
  double shares[2];
  const double weights[][2] = { { 1, 0 }, { 1, 1 }, { 0, 0 } };
  for (guint w = 0; w < G_N_ELEMENTS (weights); w++)
    {
      for (guint i = 0; i < trials->len; i++)
        {
          NablaTrial *trial = g_ptr_array_index (trials, i);
          double u = nabla_search_position (&search->axes[0], &box[0], trial->values[0]);
          double v = nabla_search_position (&search->axes[1], &box[1], trial->values[1]);
          double noise = weights[w][0] == 0 ? nabla_search_draw (4, i, "noise") : 0;
          trial->result = exp (weights[w][0] * u + weights[w][1] * v + noise);
        }
      g_assert_cmpuint (nabla_importance (search->axes, box, 2, (NablaTrial **)trials->pdata,
                                          trials->len, shares),
                        ==, 400);
      double expected[2] = { weights[w][0], weights[w][1] };
      double sum = MAX (1, expected[0] + expected[1]);
      for (guint a = 0; a < 2; a++)
        g_assert_cmpfloat (fabs (shares[a] - expected[a] / sum), <, 0.08);
    }
  nabla_importance (search->axes, box, 2, (NablaTrial **)trials->pdata, 5, shares);
  g_assert_true (isnan (shares[0]));
}

static void
test_mistakes (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) empty = make_experiment ("", "60");
  g_assert_null (nabla_search_new (empty, &(NablaSearchOptions){ 0 }, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);

  /* data that are not there, a store that cannot be */
  g_autoptr (NablaExperiment) experiment = make_experiment (AXES, "60");
  const NablaSearchOptions options[] = {
    { .data_path = "/nowhere/at-all.csv" },
    { .store_path = "/dev/null/runs.sqlite" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_auto (Outcome) outcome = { 0 };
      g_autoptr (NablaSearch) search = nabla_search_new (experiment, &options[i], &error);
      nabla_search_start (search);
      follow (search, &outcome, G_MAXUINT);
      g_assert_cmpint (outcome.state, ==, NABLA_SEARCH_BROKEN);
      g_autoptr (GError) reason = nabla_search_get_error (search);
      g_assert_nonnull (reason);
    }

  /* a trial that cannot be trained is over, and the others go on */
  g_auto (Outcome) outcome = { 0 };
  search_all ("trials=8\nunits@output=choice 1;2\nlearning_rate=log 0.01 0.1\n",
              &(NablaSearchOptions){ .jobs = 2 }, &outcome);
  for (guint i = 0; i < 8; i++)
    {
      const NablaTrial *trial = g_ptr_array_index (outcome.over, i);
      g_assert_cmpint (trial->state, ==,
                       trial->values[0] == 0 ? NABLA_TRIAL_FINISHED : NABLA_TRIAL_FAILED);
      g_assert_cmpint (trial->message != NULL, ==, trial->state == NABLA_TRIAL_FAILED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/space", test_space);
  g_test_add_func ("/search/any-jobs", test_any_jobs);
  g_test_add_func ("/search/rounds", test_rounds);
  g_test_add_func ("/search/grid", test_grid);
  g_test_add_func ("/search/halving", test_halving);
  g_test_add_func ("/search/ties", test_ties);
  g_test_add_func ("/search/choices", test_choices);
  g_test_add_func ("/search/resume", test_resume);
  g_test_add_func ("/search/pause-and-finish", test_pause_and_finish);
  g_test_add_func ("/search/elsewhere", test_elsewhere);
  g_test_add_func ("/search/eager", test_eager);
  g_test_add_func ("/search/importance", test_importance);
  g_test_add_func ("/search/mistakes", test_mistakes);
  return g_test_run ();
}
