/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-search-plan.h"

#include "nabla-error.h"
#include "nabla-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Of successive halving: one in three goes on, with three times the steps. */
#define ETA 3
#define MOST_RUNGS 5

typedef struct
{
  guint trials;
  NablaSearchRange *box; /* (nullable): around the best few, when it begins */
  gboolean begun;
} Round;

struct _NablaSearchPlan
{
  NablaExperiment *experiment;
  const NablaSearchSpec *search;
  guint n_axes;
  guint trials; /* a round */
  gboolean grid;
  gboolean halving;

  GArray *rounds; /* of Round: planned */
  guint round;    /* from 1; 0: none has begun */
  guint rung;
  guint n_rungs;
  GPtrArray *all;     /* of NablaTrial */
  GPtrArray *members; /* of this rung, by number; not owned */
  guint next;         /* of the members, none before it waits */
  guint n_open;       /* of the members, not over */
  guint n_running;
  guint n_over; /* told to be */
  gboolean finishing;
  GHashTable *recalled; /* number → NablaTrial */
  GArray *stored;       /* of gboolean, one a trial: nothing of it was run now */
  guint n_stored;
  NablaPlanFunc func;
  gpointer data;
};

static void
clear_round (gpointer data)
{
  g_free (((Round *)data)->box);
}

static Round *
get_round (const NablaSearchPlan *self, guint round)
{
  return round >= 1 && round <= self->rounds->len ? &g_array_index (self->rounds, Round, round - 1)
                                                  : NULL;
}

static void
add_round (NablaSearchPlan *self, guint trials, const NablaSearchRange *box)
{
  Round round = { trials > 0 ? trials : self->trials, NULL, FALSE };
  if (box != NULL)
    {
      round.box = g_new (NablaSearchRange, self->n_axes);
      for (guint i = 0; i < self->n_axes; i++)
        round.box[i] = nabla_search_range_within (&self->search->axes[i], &box[i]);
    }
  g_array_append_val (self->rounds, round);
}

NablaSearchPlan *
nabla_search_plan_new (NablaExperiment *experiment,
                       const NablaSearchOptions *options,
                       GError **error)
{
  g_return_val_if_fail (experiment != NULL && options != NULL, NULL);

  const NablaSearchSpec *search = nabla_experiment_search (experiment);
  if (search->n_axes == 0)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN,
                   _("%s: [search] names nothing to be searched; a line of it is written as in: "
                      "learning_rate=log 0.0001 1"),
                   nabla_experiment_title (experiment));
      return NULL;
    }
  for (guint i = 0; i < search->n_axes; i++)
    if (search->axes[i].choices != NULL
        && g_strv_length (search->axes[i].choices) > NABLA_SEARCH_MAX_CHOICES)
      {
        g_set_error (error, NABLA_ERROR, NABLA_ERROR_RANGE,
                     _("[search] %s: there are %u choices; %d are allowed"), search->axes[i].key,
                     g_strv_length (search->axes[i].choices), NABLA_SEARCH_MAX_CHOICES);
        return NULL;
      }

  NablaSearchPlan *self = g_new0 (NablaSearchPlan, 1);
  self->experiment = nabla_experiment_ref (experiment);
  self->search = search;
  self->n_axes = search->n_axes;
  self->trials = options->trials > 0 ? options->trials : search->trials;
  self->grid = options->grid;
  self->halving = options->halving;
  self->rounds = g_array_new (FALSE, TRUE, sizeof (Round));
  g_array_set_clear_func (self->rounds, clear_round);
  self->all = g_ptr_array_new_with_free_func ((GDestroyNotify)nabla_trial_free);
  self->members = g_ptr_array_new ();
  self->stored = g_array_new (FALSE, TRUE, sizeof (gboolean));
  self->recalled = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)nabla_trial_free);
  guint rounds = options->rounds > 0 ? options->rounds : search->rounds;
  for (guint i = 0; i < rounds; i++)
    add_round (self, 0, NULL);
  return self;
}

void
nabla_search_plan_free (NablaSearchPlan *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->rounds);
  g_ptr_array_unref (self->members);
  g_ptr_array_unref (self->all);
  g_hash_table_unref (self->recalled);
  g_array_unref (self->stored);
  nabla_experiment_unref (self->experiment);
  g_free (self);
}

void
nabla_search_plan_recall (NablaSearchPlan *self, const NablaTrial *trial)
{
  g_return_if_fail (self != NULL && trial != NULL && self->round == 0);

  if (trial->n_values == self->n_axes)
    g_hash_table_insert (self->recalled, GUINT_TO_POINTER (trial->number),
                         nabla_trial_copy (trial));
}

void
nabla_search_plan_recall_box (NablaSearchPlan *self, guint round, const NablaSearchRange *box)
{
  g_return_if_fail (self != NULL && box != NULL && round >= 1);

  while (self->rounds->len < round)
    add_round (self, 0, NULL);
  Round *there = get_round (self, round);
  g_free (there->box);
  there->box = g_memdup2 (box, self->n_axes * sizeof *box);
}

void
nabla_search_plan_set_func (NablaSearchPlan *self, NablaPlanFunc func, gpointer data)
{
  g_return_if_fail (self != NULL);

  self->func = func;
  self->data = data;
}

static gboolean *
stored_flag (const NablaSearchPlan *self, const NablaTrial *trial)
{
  return &g_array_index (self->stored, gboolean, trial->number - 1);
}

static void
tell (NablaSearchPlan *self, NablaSearchEventKind kind, const NablaTrial *trial)
{
  gboolean stored = trial != NULL && *stored_flag (self, trial);
  if (self->func != NULL)
    self->func (kind, self->round, trial, stored, self->data);
}

static int
compare_trials (gconstpointer a, gconstpointer b)
{
  return nabla_trial_compare (*(NablaTrial *const *)a, *(NablaTrial *const *)b);
}

static NablaTrial *
add_trial (NablaSearchPlan *self)
{
  NablaTrial *trial = nabla_trial_new (self->all->len + 1, self->n_axes);
  trial->round = self->round;
  g_ptr_array_add (self->all, trial);
  g_ptr_array_add (self->members, trial);
  g_array_set_size (self->stored, self->all->len);
  return trial;
}

/* The trials of the round that begins. */
static void
draw_trials (NablaSearchPlan *self, const Round *round)
{
  g_autofree guint *counts = g_new0 (guint, self->n_axes);
  guint n = round->trials;
  if (self->grid)
    n = nabla_search_grid_counts (self->search->axes, round->box, self->n_axes, n, counts);
  guint32 seed = nabla_experiment_seed (self->experiment);
  for (guint i = 0; i < n; i++)
    {
      NablaTrial *trial = add_trial (self);
      guint cell = i;
      for (guint a = 0; a < self->n_axes; a++)
        {
          const NablaSearchAxis *axis = &self->search->axes[a];
          double u = self->grid ? (cell % counts[a] + 0.5) / counts[a]
                                : nabla_search_draw (seed, trial->number, axis->key);
          trial->values[a] = nabla_search_place (axis, &round->box[a], u);
          cell = self->grid ? cell / counts[a] : 0;
        }
      nabla_trial_find_applying (trial, self->experiment);
    }
}

static guint
count_rungs (const NablaSearchPlan *self, guint n)
{
  gint64 steps = nabla_experiment_train (self->experiment)->steps;
  guint rungs = 1;
  while (self->halving && rungs < MOST_RUNGS && n >= ETA && steps >= ETA)
    {
      n /= ETA;
      steps /= ETA;
      rungs++;
    }
  return rungs;
}

/* Of @trial's own steps, if they are searched; 0 for all of them. */
static gint64
steps_of_rung (const NablaSearchPlan *self, const NablaTrial *trial)
{
  double share = pow (ETA, (double)self->rung + 1 - self->n_rungs);
  double steps = nabla_experiment_train (self->experiment)->steps;
  if (share >= 1)
    return 0;
  for (guint i = 0; i < self->n_axes; i++)
    if (g_str_equal (self->search->axes[i].key, "steps")
        || g_str_equal (self->search->axes[i].key, "train.steps"))
      {
        g_autofree char *text = nabla_search_format (&self->search->axes[i], trial->values[i]);
        nabla_number_parse (text, -1, &steps);
      }
  return MAX (1, (gint64)round (steps * share));
}

static gboolean
same_values (const NablaTrial *a, const NablaTrial *b)
{
  if (a->round != b->round)
    return FALSE;
  for (guint i = 0; i < a->n_values; i++)
    if (a->applies[i] != b->applies[i] || (a->applies[i] && a->values[i] != b->values[i]))
      return FALSE;
  return TRUE;
}

static void
take_result (NablaTrial *trial, const NablaTrial *from)
{
  trial->state = from->state;
  trial->result = from->result;
  trial->done_steps = from->done_steps;
  trial->seconds = from->seconds;
  memcpy (trial->cost, from->cost, sizeof trial->cost);
  memcpy (trial->accuracy, from->accuracy, sizeof trial->accuracy);
  trial->n_curve = from->n_curve;
  memcpy (trial->curve, from->curve, sizeof trial->curve);
  g_free (trial->message);
  trial->message = g_strdup (from->message);
}

/* Takes what an earlier search made of @trial in this rung. Returns: whether it did. */
static gboolean
recall (NablaSearchPlan *self, NablaTrial *trial)
{
  const NablaTrial *earlier
      = g_hash_table_lookup (self->recalled, GUINT_TO_POINTER (trial->number));
  if (earlier == NULL || !nabla_trial_is_over (earlier) || !same_values (earlier, trial)
      || earlier->rung < self->rung)
    return FALSE;
  if (earlier->rung > self->rung)
    {
      /* of a lower rung the result alone is known; more is not needed */
      trial->result = earlier->rung_results[self->rung];
      trial->state = isnan (trial->result) ? NABLA_TRIAL_DIVERGED : NABLA_TRIAL_FINISHED;
      return TRUE;
    }
  take_result (trial, earlier);
  return TRUE;
}

/* Puts trials up a rung: what they came to is kept as a result of the rung before. */
static void
go_on (NablaTrial *trial)
{
  trial->rung_results = g_renew (double, trial->rung_results, trial->rung + 1);
  trial->rung_results[trial->rung++] = trial->result;
  nabla_trial_clear_result (trial);
}

static gboolean
is_last_rung (const NablaSearchPlan *self)
{
  return self->rung + 1 >= self->n_rungs;
}

static void
tell_over (NablaSearchPlan *self, const NablaTrial *trial)
{
  self->n_over++;
  self->n_stored += *stored_flag (self, trial);
  tell (self, NABLA_SEARCH_EVENT_OVER, trial);
}

static void
begin_rung (NablaSearchPlan *self)
{
  self->next = 0;
  self->n_open = 0;
  for (guint i = 0; i < self->members->len; i++)
    {
      NablaTrial *trial = g_ptr_array_index (self->members, i);
      gboolean *stored = stored_flag (self, trial);
      gboolean was_stored = self->rung == 0 || *stored;
      gboolean recalled = recall (self, trial);
      trial->steps = steps_of_rung (self, trial);
      *stored = recalled && was_stored;
      self->n_open += !recalled;
      if (recalled && is_last_rung (self))
        tell_over (self, trial);
    }
}

static void
begin_round (NablaSearchPlan *self)
{
  const NablaSearchRange *before = self->round > 0 ? get_round (self, self->round)->box : NULL;
  Round *round = get_round (self, ++self->round);
  if (round->box == NULL)
    round->box = nabla_search_next_box (self->search, self->all, before);
  round->begun = TRUE;
  g_ptr_array_set_size (self->members, 0);
  draw_trials (self, round);
  self->rung = 0;
  self->n_rungs = count_rungs (self, self->members->len);
  tell (self, NABLA_SEARCH_EVENT_ROUND, NULL);
  begin_rung (self);
}

/* All of the rung are over: those that do not go on have their last result. */
static void
end_rung (NablaSearchPlan *self)
{
  g_autoptr (GPtrArray) best = g_ptr_array_copy (self->members, NULL, NULL);
  g_autoptr (GPtrArray) members = g_steal_pointer (&self->members);
  g_ptr_array_sort (best, compare_trials);
  g_ptr_array_set_size (best, MAX (1, best->len / ETA));

  self->members = g_ptr_array_new ();
  for (guint i = 0; i < members->len; i++)
    {
      NablaTrial *trial = g_ptr_array_index (members, i);
      if (!isnan (trial->result) && g_ptr_array_find (best, trial, NULL))
        g_ptr_array_add (self->members, trial);
      else
        tell_over (self, trial);
    }
  for (guint i = 0; i < self->members->len; i++)
    go_on (g_ptr_array_index (self->members, i));
  self->rung++;
  begin_rung (self);
}

/* One trial's end may end a rung, and that a round; of recalled trials whole rounds may be
 * there. */
void
nabla_search_plan_advance (NablaSearchPlan *self)
{
  g_return_if_fail (self != NULL);

  while (!self->finishing && self->n_open == 0)
    if (self->round > 0 && !is_last_rung (self) && self->members->len > 0)
      end_rung (self);
    else if (self->round < self->rounds->len)
      begin_round (self);
    else
      return;
}

NablaTrial *
nabla_search_plan_next (NablaSearchPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  while (!self->finishing && self->next < self->members->len)
    {
      NablaTrial *trial = g_ptr_array_index (self->members, self->next++);
      if (trial->state != NABLA_TRIAL_WAITING)
        continue;
      trial->state = NABLA_TRIAL_RUNNING;
      self->n_running++;
      return trial;
    }
  return NULL;
}

/* Returns: (nullable): trial @number, if it is running */
static NablaTrial *
find_running (const NablaSearchPlan *self, guint number)
{
  NablaTrial *trial
      = number >= 1 && number <= self->all->len ? g_ptr_array_index (self->all, number - 1) : NULL;
  return trial != NULL && trial->state == NABLA_TRIAL_RUNNING ? trial : NULL;
}

/* A plan that was asked to finish has done so: what was reached on a lower rung is the
 * result. */
static void
settle (NablaSearchPlan *self)
{
  for (guint i = 0; i < self->members->len && !is_last_rung (self); i++)
    if (nabla_trial_is_over (g_ptr_array_index (self->members, i)))
      tell_over (self, g_ptr_array_index (self->members, i));
}

const NablaTrial *
nabla_search_plan_give (NablaSearchPlan *self, const NablaTrial *result)
{
  g_return_val_if_fail (self != NULL && result != NULL, NULL);

  NablaTrial *trial = find_running (self, result->number);
  if (trial == NULL || result->rung != trial->rung || !nabla_trial_is_over (result))
    return NULL;
  take_result (trial, result);
  self->n_running--;
  self->n_open--;
  if (is_last_rung (self))
    tell_over (self, trial);
  else
    tell (self, NABLA_SEARCH_EVENT_RUNG, trial);
  if (self->finishing && self->n_running == 0)
    settle (self);
  nabla_search_plan_advance (self);
  return trial;
}

void
nabla_search_plan_put_back (NablaSearchPlan *self, guint number)
{
  g_return_if_fail (self != NULL);

  NablaTrial *trial = find_running (self, number);
  guint index;
  if (trial == NULL)
    return;
  trial->state = NABLA_TRIAL_WAITING;
  self->n_running--;
  if (g_ptr_array_find (self->members, trial, &index))
    self->next = MIN (self->next, index);
  if (self->finishing && self->n_running == 0)
    settle (self);
}

void
nabla_search_plan_finish (NablaSearchPlan *self)
{
  g_return_if_fail (self != NULL);

  if (self->finishing || nabla_search_plan_is_done (self))
    return;
  self->finishing = TRUE;
  if (self->n_running == 0)
    settle (self);
}

gboolean
nabla_search_plan_is_done (const NablaSearchPlan *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  if (self->n_running > 0)
    return FALSE;
  return self->finishing || (self->n_open == 0 && self->round >= self->rounds->len);
}

void
nabla_search_plan_refine (NablaSearchPlan *self, const NablaSearchRange *box, guint trials)
{
  g_return_if_fail (self != NULL);

  /* what a round that was ended early left over is left */
  if (self->finishing && self->n_running == 0)
    {
      self->finishing = FALSE;
      self->n_open = 0;
      self->n_rungs = self->rung + 1;
      g_array_set_size (self->rounds, self->round);
    }
  add_round (self, trials, box);
}

const GPtrArray *
nabla_search_plan_trials (const NablaSearchPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->all;
}

gboolean
nabla_search_plan_box (const NablaSearchPlan *self, guint round, NablaSearchRange *box)
{
  g_return_val_if_fail (self != NULL && box != NULL, FALSE);

  const Round *of = get_round (self, round);
  if (of == NULL || !of->begun)
    return FALSE;
  memcpy (box, of->box, self->n_axes * sizeof *box);
  return TRUE;
}

void
nabla_search_plan_status (const NablaSearchPlan *self, NablaSearchStatus *status)
{
  g_return_if_fail (self != NULL && status != NULL);

  status->round = self->round;
  status->rounds = self->rounds->len;
  status->rung = self->rung;
  status->n_rungs = self->n_rungs;
  status->n_planned = self->all->len;
  for (guint i = self->round; i < self->rounds->len; i++)
    status->n_planned += g_array_index (self->rounds, Round, i).trials;
  status->n_over = self->n_over;
  status->n_running = self->n_running;
  status->n_stored = self->n_stored;
}

guint
nabla_search_plan_trials_a_round (const NablaSearchPlan *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->trials;
}

char *
nabla_search_plan_method (const NablaSearchPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_strconcat (self->grid ? "grid" : "random", self->halving ? "+halving" : "", NULL);
}
