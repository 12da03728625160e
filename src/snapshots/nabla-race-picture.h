/* Race picture: what a race of optimizers shows of itself at one step.
 *
 * Two arenas make it: the bowl, a cost of two numbers w and b that can be drawn as
 * terrain, and networks, where only the costs and perhaps the boundaries can be seen.
 * What stays the same from step to step (the terrain, the trails, the curves) is
 * shared by the pictures of all steps; a racer's @step says how much of it counts.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-field.h"
#include "nabla-series.h"

G_BEGIN_DECLS

/* How the colors and lines of a terrain are spread over its costs. */
typedef enum {
  NABLA_TERRAIN_ROOT,    /* equal steps of √(J − least): even rings in a quadratic bowl */
  NABLA_TERRAIN_LOG,     /* equal factors of J − least, for a narrow valley */
  NABLA_TERRAIN_LINEAR,  /* equal steps of J, for costs without a least one */
} NablaTerrainScale;

/**
 * NablaTerrain: the cost over the plane of two weights.
 * @id: differs between any two terrains of a process; equal ids, equal terrain
 * @field: J at the centre of each cell; w across, b up
 * @scale: how it is best shown
 * @least: the smallest cost in the plane; of a field that was sampled, of its cells
 * @range: the largest cost in the plane minus @least
 * @n_levels, @levels: round costs for contour lines, in growing order
 */
typedef struct {
  guint64 id;
  NablaField *field;
  NablaTerrainScale scale;
  double least;
  double range;
  guint n_levels;
  double *levels;
  /*< private >*/
  gint ref_count;
} NablaTerrain;

/**
 * NablaTrail: the way of one racer, as far as it was computed.
 * @n: how many places: place i is that after i steps
 * @w, @b: (array length=n): the places
 */
typedef struct {
  gsize n;
  double *w;
  double *b;
  /*< private >*/
  gint ref_count;
} NablaTrail;

/**
 * NablaRaceTerm: one part of an optimizer's formula, with the numbers of one step.
 * @title: such as “Momentum part”, translated
 * @formula: (nullable): Pango markup, one line, in the course's notation
 * @equation: (nullable): plain text: the formula with the numbers put in, for the
 *   first weight; may have several lines
 * @n_values: how many of @values count: one a weight (w, b), or one for a chosen weight;
 *   0 for a term that is told by its equation alone
 * @is_update: whether it is the step that is taken
 */
typedef struct {
  char *title;
  char *formula;
  char *equation;
  guint n_values;
  double values[2];
  gboolean is_update;
} NablaRaceTerm;

typedef enum {
  NABLA_RACER_RUNNING,
  NABLA_RACER_FINISHED,  /* its cost has reached the finish line */
  NABLA_RACER_DIVERGED,  /* a number was not finite */
} NablaRacerState;

/**
 * NablaRacer: one competitor.
 * @name: such as “Adam”, translated
 * @detail: (nullable): its settings, such as `α 0.4 · β₁ 0.9`
 * @slot: of the categorical palette, 0 … 9: its color and marker everywhere
 * @step: how many steps it has made: what is shown of @trail and @cost_curve ends here
 * @seconds: what these took; NAN if nobody measured
 * @cost: after @step
 * @to_minimum: distance to the nearest minimum; NAN if it is not known
 * @train_accuracy, @dev_accuracy: of a network, 0 … 1; else NAN
 * @state: whether it runs, and
 * @state_step: since which step it does not; −1 while it runs
 * @reason: (nullable): why it diverged, one sentence
 * @cost_curve: (nullable): (step, cost) of all recorded steps, also those after @step
 * @time_curve: (nullable): (step, seconds since the start) of the same points
 * @trail: (nullable): its places in the bowl, also those after @step
 * @next_w, @next_b: its place after one more step; NAN if there is none
 * @wander_w, @wander_b, @wander_radius: a circle that holds nine of ten of its last
 *   places; @wander_radius is NAN if none is to be drawn
 * @field: (nullable): what a network answers in the plane of two features
 * @points: (nullable): the examples in it
 */
typedef struct {
  char *name;
  char *detail;
  guint slot;
  gint64 step;
  double seconds;
  double cost;
  double to_minimum;
  double train_accuracy;
  double dev_accuracy;
  NablaRacerState state;
  gint64 state_step;
  char *reason;
  NablaSeries *cost_curve;
  NablaSeries *time_curve;
  NablaTrail *trail;
  double next_w, next_b;
  double wander_w, wander_b, wander_radius;
  NablaField *field;
  NablaPoints *points;
} NablaRacer;

/**
 * NablaRacePicture: the part `race` of a snapshot.
 * @arena: its title, such as “Bowl”, translated
 * @formula: (nullable): of the cost, Pango markup
 * @step: the step that is looked at
 * @steps_total: where the race ends; 0 if nobody said
 * @finish_cost: cost of the finish line; NAN without one
 * @racers: (element-type NablaRacer): in the order of the racers list
 * @terrain: (nullable): of a bowl
 * @n_minima, @minimum_w, @minimum_b: where the cost is least, if that is known
 * @start_w, @start_b: where all start in a bowl; NAN otherwise
 * @chosen: index of the racer whose terms are shown; −1 for none
 * @terms: (nullable) (element-type NablaRaceTerm): of the step to come, which the arrow
 *   shows; of the last one if none comes
 * @terms_step: which step that is, from 1
 * @beside: (nullable): another race to be seen at its side, such as that in the cost of
 *   normalized inputs
 * @weight_names: what the values of the terms belong to: `w` and `b`, or a chosen
 *   weight's name and NULL; plain text
 */
typedef struct _NablaRacePicture NablaRacePicture;
struct _NablaRacePicture {
  char *arena;
  char *formula;
  gint64 step;
  gint64 steps_total;
  double finish_cost;
  GPtrArray *racers;
  NablaTerrain *terrain;
  guint n_minima;
  double minimum_w[4], minimum_b[4];
  double start_w, start_b;
  int chosen;
  GPtrArray *terms;
  gint64 terms_step;
  char *weight_names[2];
  NablaRacePicture *beside;
};

/* Returns: (transfer full): a race without racers, terrain and terms */
NablaRacePicture *nabla_race_picture_new (const char *arena);
void nabla_race_picture_free (NablaRacePicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaRacePicture, nabla_race_picture_free)

/* Returns: (transfer none): a new racer of @self, running, at step 0, all unknown NAN */
NablaRacer *nabla_race_picture_add (NablaRacePicture *self, const char *name, guint slot);

/**
 * nabla_race_picture_add_term:
 * @term: (transfer full): one more term of the chosen racer
 */
void nabla_race_picture_add_term (NablaRacePicture *self, NablaRaceTerm *term);

NablaRaceTerm *nabla_race_term_new (const char *title);
void nabla_race_term_free (NablaRaceTerm *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaRaceTerm, nabla_race_term_free)

/* Returns: (transfer full): a grid of zeros with an id of its own, to be filled by its maker */
NablaTerrain *nabla_terrain_new (guint columns, guint rows);
NablaTerrain *nabla_terrain_ref (NablaTerrain *self);
void nabla_terrain_unref (NablaTerrain *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaTerrain, nabla_terrain_unref)

/* Finds the least cost of the filled field, if @self->least is NAN, and the levels. */
void nabla_terrain_finish (NablaTerrain *self);

/**
 * nabla_terrain_tone:
 * @cost: a cost
 *
 * Returns: where on a map from the least to the largest cost of the plane it lies,
 *   0 … 1 on the terrain's scale; NAN for what is not finite
 */
double nabla_terrain_tone (const NablaTerrain *self, double cost);

/* Returns: (transfer full): @n places of zero */
NablaTrail *nabla_trail_new (gsize n);
NablaTrail *nabla_trail_ref (NablaTrail *self);
void nabla_trail_unref (NablaTrail *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaTrail, nabla_trail_unref)

/**
 * nabla_race_picture_order:
 * @order: (out): room for as many indices as there are racers
 *
 * The standings: first those that have reached the finish line, the earliest first;
 * then those that run, by cost; last those that diverged.
 */
void nabla_race_picture_order (const NablaRacePicture *self, guint *order);

G_END_DECLS
