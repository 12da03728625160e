/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-bowl-private.h"

#include "nabla-random.h"

#include <math.h>
#include <string.h>

/* Cells of the terrain: fine enough that its lines are smooth on a projector. */
#define COLUMNS 160
#define ROWS 120
/* Ways are computed to twice their length at least, so that a trail is copied seldom. */
#define LEAST_LENGTH 128
/* "bowl": the stream of its noise */
#define NOISE_STREAM 0x626f776c

guint
nabla_bowl_slot (const NablaOptimizerClass *optimizer)
{
  static const char *const names[]
      = { "adam", "momentum", "adamw", "gradient_descent", "rmsprop", NULL };
  g_return_val_if_fail (optimizer != NULL, 0);

  guint slot = 0;
  while (names[slot] != NULL && !g_str_equal (names[slot], optimizer->name))
    slot++;
  return slot;
}

void
nabla_bowl_racer_init (NablaBowlRacer *racer,
                       const NablaOptimizerClass *optimizer,
                       double learning_rate)
{
  g_return_if_fail (racer != NULL && optimizer != NULL);

  *racer = (NablaBowlRacer){ .optimizer = optimizer, .learning_rate = learning_rate };
  racer->slot = nabla_bowl_slot (optimizer);
  racer->schedule = nabla_schedule_find ("constant");
  nabla_param_defaults (optimizer->params, racer->settings);
}

NablaBowlOptions
nabla_bowl_options (const NablaBowlArena *arena)
{
  NablaBowlOptions options
      = { .start = arena->start, .seed = 1, .steps_per_epoch = 10, .steps_total = 120 };
  options.finish_cost = arena->finish_cost;
  options.wander_steps = 30;
  return options;
}

static void
evaluate (const NablaBowlRace *self,
          gsize n,
          const NablaPlace *places,
          double *costs,
          NablaPlace *gradients)
{
  self->arena->evaluate (self->settings, self->prepared, n, places, costs, gradients);
}

const char *
nabla_bowl_weight_name (const NablaBowlArena *arena, guint index)
{
  static const char *const usual[] = { "w", "b" };
  return arena->weight_names[index] != NULL ? arena->weight_names[index] : usual[index];
}

/* Fills the terrain row by row. */
static NablaTerrain *
make_terrain (const NablaBowlRace *self, guint columns, guint rows)
{
  const NablaBowlArena *arena = self->arena;
  NablaTerrain *terrain = nabla_terrain_new (columns, rows);
  NablaField *field = terrain->field;
  terrain->scale = arena->scale;
  field->x_minimum = arena->w_minimum;
  field->x_maximum = arena->w_maximum;
  field->y_minimum = arena->b_minimum;
  field->y_maximum = arena->b_maximum;
  field->x_name = g_strdup (nabla_bowl_weight_name (arena, 0));
  field->y_name = g_strdup (nabla_bowl_weight_name (arena, 1));

  g_autofree NablaPlace *places = g_new (NablaPlace, columns);
  g_autofree double *costs = g_new (double, columns);
  for (guint row = 0; row < rows; row++)
    {
      double b = arena->b_minimum + (row + 0.5) * (arena->b_maximum - arena->b_minimum) / rows;
      for (guint i = 0; i < columns; i++)
        places[i] = (NablaPlace){
          arena->w_minimum + (i + 0.5) * (arena->w_maximum - arena->w_minimum) / columns, b
        };
      evaluate (self, columns, places, costs, NULL);
      for (guint i = 0; i < columns; i++)
        field->values[(gsize)row * columns + i] = (float)costs[i];
    }
  if (self->n_minima > 0)
    evaluate (self, 1, self->minima, &terrain->least, NULL);
  nabla_terrain_finish (terrain);
  return terrain;
}

static void
way_free (NablaBowlWay *self)
{
  g_clear_pointer (&self->trail, nabla_trail_unref);
  g_clear_pointer (&self->cost_curve, nabla_series_unref);
  g_array_unref (self->steps);
  g_free (self->title);
  g_free (self);
}

NablaBowlRace *
nabla_bowl_race_new (const NablaBowlArena *arena,
                     const double *settings,
                     const NablaBowlOptions *options,
                     GError **error)
{
  g_return_val_if_fail (arena != NULL && options != NULL, NULL);

  g_autoptr (NablaBowlRace) self = g_new0 (NablaBowlRace, 1);
  self->arena = arena;
  self->options = *options;
  self->ways = g_ptr_array_new_with_free_func ((GDestroyNotify)way_free);
  nabla_param_defaults (arena->params, self->settings);
  if (settings != NULL)
    memcpy (self->settings, settings, nabla_param_count (arena->params) * sizeof *settings);
  if (arena->prepare != NULL)
    {
      self->prepared = arena->prepare (self->settings, error);
      if (self->prepared == NULL)
        return NULL;
    }
  if (arena->minima != NULL)
    self->n_minima = arena->minima (self->settings, self->prepared, self->minima);
  return g_steal_pointer (&self);
}

NablaBowlRace *
nabla_bowl_race_new_prepared (const NablaBowlArena *arena,
                              gpointer prepared,
                              const NablaBowlOptions *options)
{
  g_return_val_if_fail (arena != NULL && arena->prepare == NULL && arena->release == NULL, NULL);

  NablaBowlRace *self = g_new0 (NablaBowlRace, 1);
  self->arena = arena;
  self->options = *options;
  self->ways = g_ptr_array_new_with_free_func ((GDestroyNotify)way_free);
  self->prepared = prepared;
  if (arena->minima != NULL)
    self->n_minima = arena->minima (self->settings, self->prepared, self->minima);
  return self;
}

void
nabla_bowl_race_free (NablaBowlRace *self)
{
  g_return_if_fail (self != NULL);

  if (self->prepared != NULL && self->arena->release != NULL)
    self->arena->release (self->prepared);
  g_clear_pointer (&self->terrain, nabla_terrain_unref);
  g_ptr_array_unref (self->ways);
  g_free (self);
}

/* Back to the start, which is a place with a cost and no step. */
static void
way_reset (NablaBowlRace *race, NablaBowlWay *self)
{
  NablaBowlStep start = { .before = race->options.start, .after = race->options.start };
  evaluate (race, 1, &start.after, &start.cost, NULL);
  g_array_set_size (self->steps, 0);
  g_array_append_val (self->steps, start);
  self->failure = (NablaBowlStep){ .t = 0 };
  self->diverged_step = isfinite (start.cost) ? -1 : 0;
  self->finished_step = start.cost <= race->options.finish_cost ? 0 : -1;
  g_clear_pointer (&self->trail, nabla_trail_unref);
  g_clear_pointer (&self->cost_curve, nabla_series_unref);
  self->cost_curve = nabla_series_new ();
  nabla_series_append (self->cost_curve, 0, start.cost);
}

void
nabla_bowl_race_set_options (NablaBowlRace *self, const NablaBowlOptions *options)
{
  g_return_if_fail (self != NULL && options != NULL);

  self->options = *options;
  self->length = 0;
  for (guint i = 0; i < self->ways->len; i++)
    way_reset (self, self->ways->pdata[i]);
}

const NablaBowlOptions *
nabla_bowl_race_options (const NablaBowlRace *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->options;
}

void
nabla_bowl_race_clear (NablaBowlRace *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_set_size (self->ways, 0);
  self->length = 0;
}

int
nabla_bowl_race_add (NablaBowlRace *self, const NablaBowlRacer *racer)
{
  g_return_val_if_fail (self != NULL && racer != NULL && racer->optimizer != NULL, -1);

  if (self->ways->len >= NABLA_BOWL_MOST_RACERS)
    return -1;
  NablaBowlWay *way = g_new0 (NablaBowlWay, 1);
  way->racer = *racer;
  way->title = g_strdup (racer->title);
  way->racer.title = way->title;
  way->steps = g_array_new (FALSE, FALSE, sizeof (NablaBowlStep));
  way_reset (self, way);
  g_ptr_array_add (self->ways, way);
  self->length = 0;
  return (int)self->ways->len - 1;
}

guint
nabla_bowl_race_n_racers (const NablaBowlRace *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->ways->len;
}

/* A standard normal number for part @element of the gradient at @step, the same for every
 * racer: Box and Muller, "A note on the generation of random normal deviates", 1958. */
static double
draw_noise (guint32 seed, guint64 step, guint element)
{
  guint32 first = nabla_random_counter (seed, NOISE_STREAM, step, 0, 2 * element);
  guint32 second = nabla_random_counter (seed, NOISE_STREAM, step, 0, 2 * element + 1);
  double radius = sqrt (-2 * log ((first + 0.5) / 4294967296.0));
  return radius * cos (2 * G_PI * ((second + 0.5) / 4294967296.0));
}

static double
learning_rate_at (const NablaBowlOptions *options, const NablaBowlRacer *racer, guint64 t)
{
  if (racer->schedule == NULL)
    return racer->learning_rate;
  guint64 epoch = (t - 1) / MAX (options->steps_per_epoch, 1);
  double progress = options->steps_total > 0 ? (double)(t - 1) / options->steps_total : 0;
  return racer->schedule->rate (racer->learning_rate, epoch, MIN (progress, 1),
                                racer->schedule_settings);
}

/* One step of the engine's optimizer. w is a weight and may decay; b is a bias and does not. */
static void
update_place (const NablaBowlRacer *racer, NablaBowlStep *step)
{
  NablaUpdate update = {
    .t = step->t,
    .learning_rate = step->learning_rate,
    .gradient_scale = 1,
    .settings = racer->settings,
  };
  void *w_states[NABLA_MAX_OPTIMIZER_STATES], *b_states[NABLA_MAX_OPTIMIZER_STATES];
  for (guint i = 0; i < NABLA_MAX_OPTIMIZER_STATES; i++)
    {
      w_states[i] = &step->states_after[i].w;
      b_states[i] = &step->states_after[i].b;
    }
  update.decays = TRUE;
  racer->optimizer->update (&update, 1, &step->after.w, &step->gradient.w, w_states);
  update.decays = FALSE;
  racer->optimizer->update (&update, 1, &step->after.b, &step->gradient.b, b_states);
}

static void
way_step (NablaBowlRace *race, NablaBowlWay *self)
{
  const NablaBowlOptions *options = &race->options;
  const NablaBowlStep *last = &g_array_index (self->steps, NablaBowlStep, self->steps->len - 1);
  NablaBowlStep step = { .t = self->steps->len, .before = last->after, .after = last->after };
  memcpy (step.states_before, last->states_after, sizeof step.states_before);
  memcpy (step.states_after, last->states_after, sizeof step.states_after);
  step.learning_rate = learning_rate_at (options, &self->racer, step.t);

  double cost;
  evaluate (race, 1, &step.before, &cost, &step.gradient);
  if (options->noise > 0)
    {
      step.gradient.w += options->noise * draw_noise (options->seed, step.t, 0);
      step.gradient.b += options->noise * draw_noise (options->seed, step.t, 1);
    }
  update_place (&self->racer, &step);
  evaluate (race, 1, &step.after, &step.cost, NULL);
  gboolean is_finite = isfinite (step.after.w) && isfinite (step.after.b) && isfinite (step.cost);
  for (guint i = 0; i < self->racer.optimizer->n_states; i++)
    is_finite = is_finite && isfinite (step.states_after[i].w) && isfinite (step.states_after[i].b);
  if (!is_finite)
    {
      self->failure = step;
      self->diverged_step = (gint64)step.t;
      return;
    }
  g_array_append_val (self->steps, step);
  nabla_series_append (self->cost_curve, (gint64)step.t, step.cost);
  if (self->finished_step < 0 && step.cost <= options->finish_cost)
    self->finished_step = (gint64)step.t;
}

void
nabla_bowl_race_run_to (NablaBowlRace *self, guint step)
{
  g_return_if_fail (self != NULL);

  guint wanted = MIN (step, NABLA_BOWL_MOST_STEPS) + 1;
  if (wanted <= self->length)
    return;
  guint most = MAX (self->options.steps_total, 1) + 1;
  guint length = MAX (2 * self->length, LEAST_LENGTH);
  if (length > most)
    length = MAX (most, wanted);
  length = MAX (length, wanted);
  for (guint i = 0; i < self->ways->len; i++)
    {
      NablaBowlWay *way = self->ways->pdata[i];
      while (way->steps->len <= length && way->diverged_step < 0)
        way_step (self, way);
    }
  self->length = length;
}

guint
nabla_bowl_race_length (const NablaBowlRace *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->length;
}

void
nabla_bowl_race_step (const NablaBowlRace *self, guint index, guint step, NablaBowlStep *out)
{
  g_return_if_fail (self != NULL && out != NULL && index < self->ways->len);

  const NablaBowlWay *way = self->ways->pdata[index];
  if (way->diverged_step > 0 && step >= way->diverged_step)
    *out = way->failure;
  else
    *out = g_array_index (way->steps, NablaBowlStep, MIN (step, way->steps->len - 1));
}

gint64
nabla_bowl_race_diverged (const NablaBowlRace *self, guint index)
{
  g_return_val_if_fail (self != NULL && index < self->ways->len, -1);

  return ((const NablaBowlWay *)self->ways->pdata[index])->diverged_step;
}

gint64
nabla_bowl_race_finished (const NablaBowlRace *self, guint index)
{
  g_return_val_if_fail (self != NULL && index < self->ways->len, -1);

  return ((const NablaBowlWay *)self->ways->pdata[index])->finished_step;
}

double
nabla_bowl_race_distance (const NablaBowlRace *self, NablaPlace place)
{
  g_return_val_if_fail (self != NULL, NAN);

  double least = NAN;
  for (guint i = 0; i < self->n_minima; i++)
    least = fmin (least, hypot (place.w - self->minima[i].w, place.b - self->minima[i].b));
  return least;
}

static int
compare_numbers (gconstpointer first, gconstpointer second)
{
  double a = *(const double *)first, b = *(const double *)second;
  return a < b ? -1 : a > b;
}

double
nabla_bowl_race_wander (const NablaBowlRace *self, guint index, guint step, NablaPlace *centre)
{
  g_return_val_if_fail (self != NULL && centre != NULL && index < self->ways->len, NAN);

  const NablaBowlWay *way = self->ways->pdata[index];
  const guint n = self->options.wander_steps;
  *centre = (NablaPlace){ NAN, NAN };
  if (n == 0 || step + 1 < n || step + 1 > way->steps->len)
    return NAN;
  const NablaBowlStep *steps = &g_array_index (way->steps, NablaBowlStep, step + 1 - n);
  NablaPlace mean = { 0, 0 };
  for (guint i = 0; i < n; i++)
    {
      mean.w += steps[i].after.w / n;
      mean.b += steps[i].after.b / n;
    }
  g_autofree double *distances = g_new (double, n);
  for (guint i = 0; i < n; i++)
    distances[i] = hypot (steps[i].after.w - mean.w, steps[i].after.b - mean.b);
  qsort (distances, n, sizeof *distances, compare_numbers);
  *centre = mean;
  return distances[(9 * n + 9) / 10 - 1];
}

NablaTerrain *
nabla_bowl_race_terrain (NablaBowlRace *self)
{
  if (self->terrain == NULL)
    self->terrain = make_terrain (self, COLUMNS, ROWS);
  return self->terrain;
}

NablaSnapshot *
nabla_bowl_arena_thumbnail (const NablaBowlArena *arena,
                            const double *settings,
                            guint columns,
                            guint rows)
{
  g_return_val_if_fail (arena != NULL && columns > 0 && rows > 0, NULL);

  NablaBowlOptions options = nabla_bowl_options (arena);
  g_autoptr (NablaBowlRace) race = nabla_bowl_race_new (arena, settings, &options, NULL);
  if (race == NULL)
    return NULL;
  race->terrain = make_terrain (race, columns, rows);
  return nabla_bowl_race_observe (race, 0, -1);
}
