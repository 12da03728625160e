/* The bowl: a race of optimizers in a cost of two numbers, w and b.
 *
 * An arena is a const struct: its cost with the gradient, what part of the plane is
 * worth seeing, and where to start. To add one, write it in nabla-bowl-arenas.c and put it
 * in the list there. Optimizers and schedules are the engine's own, run in double
 * precision on arrays of two numbers: nothing of them is written a second time here.
 *
 * A race computes each racer's whole way and keeps it, so that looking at any step is
 * looking into an array. All racers start at one point and, where the gradient is noisy,
 * see the same noise at the same step. It belongs to one thread at a time; what
 * nabla_bowl_race_observe () returns may go to any.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-optimizer.h"
#include "nabla-race-picture.h"
#include "nabla-schedule.h"
#include "nabla-snapshot.h"

G_BEGIN_DECLS

/* So many racers can be told apart, and so few make a race. */
#define NABLA_BOWL_LEAST_RACERS 2
#define NABLA_BOWL_MOST_RACERS 6

/* No race is longer. */
#define NABLA_BOWL_MOST_STEPS 100000

typedef struct
{
  double w, b;
} NablaPlace;

/**
 * NablaBowlArena:
 * @name: such as `rosenbrock`, for settings and the command line
 * @title, @help: for people; marked N_()
 * @params: (nullable): its settings, such as `condition_number`
 * @scale: how its terrain is shown best
 * @w_minimum … @b_maximum: the part of the plane to show
 * @weight_names: (nullable): what w and b are called there, if not so
 * @start: where racers start by default
 * @finish_cost: cost of the finish line by default; NAN if it has no end
 * @formula: (transfer full): J(w, b) as Pango markup
 * @minima: (nullable): fills up to four places of least cost and returns how many there
 *   are; %NULL if there is none
 * @prepare: (nullable): (transfer full): what @evaluate needs for these settings; NULL
 *   with @error set if memory is short
 * @release: (nullable): frees it
 * @evaluate: costs and gradients at @n places; @gradients may be NULL
 */
typedef struct
{
  const char *name;
  const char *title;
  const char *help;
  const NablaParamSpec *params;
  NablaTerrainScale scale;
  double w_minimum, w_maximum, b_minimum, b_maximum;
  const char *weight_names[2];
  NablaPlace start;
  double finish_cost;
  char *(*formula) (const double *settings);
  guint (*minima) (const double *settings, gpointer prepared, NablaPlace *minima);
  gpointer (*prepare) (const double *settings, GError **error);
  void (*release) (gpointer prepared);
  void (*evaluate) (const double *settings,
                    gpointer prepared,
                    gsize n,
                    const NablaPlace *places,
                    double *costs,
                    NablaPlace *gradients);
} NablaBowlArena;

/* Returns: (transfer none) (array zero-terminated=1): bowl, rosenbrock, saddle, ravine,
 * two_weights */
const NablaBowlArena *const *nabla_bowl_arenas (void);

/**
 * nabla_bowl_arena_find:
 * @error: names the nearest right word and what there is
 *
 * Returns: (transfer none) (nullable): the arena called @name
 */
const NablaBowlArena *nabla_bowl_arena_find (const char *name, GError **error);

/**
 * NablaBowlRacer: what races; a plain struct that is copied.
 * @title: (nullable): what to call it; %NULL for the optimizer's own name
 * @slot: of the categorical palette; nabla_bowl_slot () has the usual one
 * @optimizer: of NABLA_DOUBLE
 * @settings: of the optimizer, one number a param
 * @learning_rate: α₀
 * @schedule: (nullable): how α changes; %NULL for constant
 * @schedule_settings: of the schedule
 */
typedef struct
{
  const char *title;
  guint slot;
  const NablaOptimizerClass *optimizer;
  double settings[NABLA_MAX_PARAMS];
  double learning_rate;
  const NablaSchedule *schedule;
  double schedule_settings[NABLA_MAX_PARAMS];
} NablaBowlRacer;

/* Fills @racer with @optimizer's defaults, its usual slot and a constant α. */
void nabla_bowl_racer_init (NablaBowlRacer *racer,
                            const NablaOptimizerClass *optimizer,
                            double learning_rate);

/* Returns: the slot that an optimizer has everywhere: Adam 0, momentum 1, AdamW 2, gradient
 * descent 3, RMSprop 4; 5 for any other */
guint nabla_bowl_slot (const NablaOptimizerClass *optimizer);

/**
 * NablaBowlOptions: what belongs to the race and not to a racer.
 * @start: where all start
 * @noise: standard deviation of what is added to each part of each gradient, as a
 *   mini-batch would add it; 0 for the true gradient
 * @seed: of the noise
 * @steps_per_epoch: how many steps count as one epoch for schedules, at least 1
 * @steps_total: how long the race is; schedules that need the end look at it
 * @finish_cost: cost of the finish line; NAN for none
 * @wander_steps: of how many last places the wander circle tells; 0 for no circle
 */
typedef struct
{
  NablaPlace start;
  double noise;
  guint32 seed;
  guint steps_per_epoch;
  guint steps_total;
  double finish_cost;
  guint wander_steps;
} NablaBowlOptions;

/* Returns: the arena's start and finish line, no noise, 120 steps, 10 to an epoch */
NablaBowlOptions nabla_bowl_options (const NablaBowlArena *arena);

typedef struct _NablaBowlRace NablaBowlRace;

/**
 * nabla_bowl_race_new:
 * @settings: (nullable): of the arena; its defaults if %NULL
 * @options: copied
 * @error: want of memory
 *
 * Computes the terrain, which takes some milliseconds.
 *
 * Returns: (transfer full) (nullable): a race without racers
 */
NablaBowlRace *nabla_bowl_race_new (const NablaBowlArena *arena,
                                    const double *settings,
                                    const NablaBowlOptions *options,
                                    GError **error);
void nabla_bowl_race_free (NablaBowlRace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaBowlRace, nabla_bowl_race_free)

/**
 * nabla_bowl_race_set_options:
 *
 * Another start, noise or length: ways are computed anew, from the start, when they are
 * asked for; the terrain stays. Cheap enough for each motion of a dragged start.
 */
void nabla_bowl_race_set_options (NablaBowlRace *self, const NablaBowlOptions *options);
const NablaBowlOptions *nabla_bowl_race_options (const NablaBowlRace *self);

/* Takes all racers out. */
void nabla_bowl_race_clear (NablaBowlRace *self);

/**
 * nabla_bowl_race_add:
 * @racer: copied
 *
 * Returns: its index, or −1 if there are %NABLA_BOWL_MOST_RACERS already
 */
int nabla_bowl_race_add (NablaBowlRace *self, const NablaBowlRacer *racer);
guint nabla_bowl_race_n_racers (const NablaBowlRace *self);

/**
 * nabla_bowl_race_run_to:
 * @step: at most %NABLA_BOWL_MOST_STEPS
 *
 * Computes what is missing of each way up to @step and the step after it. A racer whose
 * numbers are no longer finite stays where it last was finite.
 */
void nabla_bowl_race_run_to (NablaBowlRace *self, guint step);

/* Returns: steps computed for all racers so far */
guint nabla_bowl_race_length (const NablaBowlRace *self);

/**
 * NablaBowlStep: one step of one racer in full.
 * @t: its number, from 1; 0 if there is none: before the start, after divergence
 * @learning_rate: α of this step
 * @before, @after: places
 * @cost: at @after
 * @gradient: at @before, noise included: what the optimizer saw
 * @states_before, @states_after: what the optimizer remembers of w and b, one a state
 */
typedef struct
{
  guint64 t;
  double learning_rate;
  NablaPlace before, after;
  double cost;
  NablaPlace gradient;
  NablaPlace states_before[NABLA_MAX_OPTIMIZER_STATES];
  NablaPlace states_after[NABLA_MAX_OPTIMIZER_STATES];
} NablaBowlStep;

/* Fills @out with the step that led to place @step of racer @index; @step must have been
 * run to. Step 0 is the start: no step, its place and cost alone. */
void nabla_bowl_race_step (const NablaBowlRace *self, guint index, guint step, NablaBowlStep *out);

/* Returns: the step at which racer @index diverged, as far as it ran; −1 if it did not */
gint64 nabla_bowl_race_diverged (const NablaBowlRace *self, guint index);

/* Returns: the first step after which racer @index was at or below the finish line; −1 */
gint64 nabla_bowl_race_finished (const NablaBowlRace *self, guint index);

/* Returns: distance to the nearest minimum; NAN if none is known */
double nabla_bowl_race_distance (const NablaBowlRace *self, NablaPlace place);

/**
 * nabla_bowl_race_wander:
 * @centre: (out): mean of the last places
 *
 * How widely racer @index wanders: of its last wander_steps places at @step, nine of ten
 * lie within this radius around their mean.
 *
 * Returns: the radius; NAN if it has not made so many steps, or no circle is wanted
 */
double
nabla_bowl_race_wander (const NablaBowlRace *self, guint index, guint step, NablaPlace *centre);

/**
 * nabla_bowl_race_observe:
 * @step: is run to if it was not
 * @chosen: whose terms to tell, or −1
 *
 * Returns: (transfer full): a snapshot with the part `race` at @step
 */
NablaSnapshot *nabla_bowl_race_observe (NablaBowlRace *self, guint step, int chosen);

/**
 * nabla_bowl_arena_thumbnail:
 * @columns, @rows: size of the grid
 *
 * Returns: (transfer full): a snapshot whose race has terrain and nothing else, for a
 *   small picture of the arena; %NULL if memory is short
 */
NablaSnapshot *nabla_bowl_arena_thumbnail (const NablaBowlArena *arena,
                                           const double *settings,
                                           guint columns,
                                           guint rows);

G_END_DECLS
