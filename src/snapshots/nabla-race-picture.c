/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-race-picture.h"

#include <math.h>

/* More lines than this are a hatching. */
#define MOST_LEVELS 16

NablaTerrain *
nabla_terrain_new (guint columns, guint rows)
{
  static guint last_id; /* (atomic) */
  NablaTerrain *self = g_new0 (NablaTerrain, 1);
  self->ref_count = 1;
  self->id = 1 + (guint) g_atomic_int_add ((gint *) &last_id, 1);
  self->field = nabla_field_new (columns, rows, 1);
  self->least = NAN;
  return self;
}

NablaTerrain *
nabla_terrain_ref (NablaTerrain *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
nabla_terrain_unref (NablaTerrain *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  nabla_field_free (self->field);
  g_free (self->levels);
  g_free (self);
}

/* Returns: the smallest of 1, 2 and 5 times a power of ten that is not below @value */
static double
round_up (double value)
{
  double power = pow (10, floor (log10 (value)));
  double digit = value / power;
  return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
}

static void
add_level (NablaTerrain *self, double level)
{
  if (self->n_levels < MOST_LEVELS)
    self->levels[self->n_levels++] = level;
}

/* k² times a round number: these lines are equally far apart in a quadratic bowl. */
static void
add_root_levels (NablaTerrain *self, double range)
{
  double unit = round_up (range / ((MOST_LEVELS - 1) * (MOST_LEVELS - 1)));
  for (guint k = 1; k * k * unit < range && k < MOST_LEVELS; k++)
    add_level (self, self->least + k * k * unit);
}

/* 1, 2 and 5 times powers of ten above the least cost, rounded to that power. */
static void
add_log_levels (NablaTerrain *self, double range)
{
  static const double digits[] = { 1, 2, 5 };
  double power = pow (10, floor (log10 (range)) - MOST_LEVELS / 3 + 1);
  for (guint i = 0; i < MOST_LEVELS; i++)
    {
      double unit = pow (10, i / 3) * power;
      double level = round (self->least / unit + digits[i % 3]) * unit;
      if (level > self->least && level < self->least + range
          && (self->n_levels == 0 || level > self->levels[self->n_levels - 1]))
        add_level (self, level);
    }
}

static void
add_linear_levels (NablaTerrain *self, double range)
{
  double step = round_up (range / (MOST_LEVELS - 1));
  for (double level = ceil (self->least / step) * step; level < self->least + range; level += step)
    if (level > self->least)
      add_level (self, fabs (level) < step / 2 ? 0 : level);
}

/* Returns: the largest finite cost minus the least one */
static double
range_of (const NablaTerrain *self, double *least)
{
  const NablaField *field = self->field;
  gsize n = (gsize) field->columns * field->rows;
  double low = INFINITY, high = -INFINITY;
  for (gsize i = 0; i < n; i++)
    if (isfinite (field->values[i]))
      {
        low = MIN (low, field->values[i]);
        high = MAX (high, field->values[i]);
      }
  if (isfinite (self->least))
    low = MIN (low, self->least);
  *least = low;
  return high - low;
}

void
nabla_terrain_finish (NablaTerrain *self)
{
  g_return_if_fail (self != NULL);

  double least;
  double range = self->range = range_of (self, &least);
  self->n_levels = 0;
  g_free (self->levels);
  self->levels = g_new (double, MOST_LEVELS);
  if (!isfinite (range) || !(range > 0))
    {
      self->range = 0;
      return;
    }
  if (!isfinite (self->least))
    self->least = least;
  switch (self->scale)
    {
    case NABLA_TERRAIN_ROOT:
      add_root_levels (self, range);
      break;
    case NABLA_TERRAIN_LOG:
      add_log_levels (self, range);
      break;
    case NABLA_TERRAIN_LINEAR:
      add_linear_levels (self, range);
      break;
    default:
      break;
    }
}

double
nabla_terrain_tone (const NablaTerrain *self, double cost)
{
  g_return_val_if_fail (self != NULL, NAN);

  if (!isfinite (cost) || !(self->range > 0))
    return NAN;
  double share = CLAMP ((cost - self->least) / self->range, 0, 1);
  switch (self->scale)
    {
    case NABLA_TERRAIN_ROOT:
      return sqrt (share);
    case NABLA_TERRAIN_LOG:
      return log1p (1e4 * share) / log1p (1e4);
    case NABLA_TERRAIN_LINEAR:
    default:
      return share;
    }
}

NablaTrail *
nabla_trail_new (gsize n)
{
  NablaTrail *self = g_new0 (NablaTrail, 1);
  self->ref_count = 1;
  self->n = n;
  self->w = g_new0 (double, n);
  self->b = g_new0 (double, n);
  return self;
}

NablaTrail *
nabla_trail_ref (NablaTrail *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
nabla_trail_unref (NablaTrail *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_free (self->w);
  g_free (self->b);
  g_free (self);
}

NablaRaceTerm *
nabla_race_term_new (const char *title)
{
  NablaRaceTerm *self = g_new0 (NablaRaceTerm, 1);
  self->title = g_strdup (title);
  return self;
}

void
nabla_race_term_free (NablaRaceTerm *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->title);
  g_free (self->formula);
  g_free (self->equation);
  g_free (self);
}

static void
racer_free (NablaRacer *self)
{
  g_clear_pointer (&self->cost_curve, nabla_series_unref);
  g_clear_pointer (&self->time_curve, nabla_series_unref);
  g_clear_pointer (&self->trail, nabla_trail_unref);
  g_clear_pointer (&self->field, nabla_field_free);
  g_clear_pointer (&self->points, nabla_points_unref);
  g_free (self->reason);
  g_free (self->detail);
  g_free (self->name);
  g_free (self);
}

NablaRacePicture *
nabla_race_picture_new (const char *arena)
{
  NablaRacePicture *self = g_new0 (NablaRacePicture, 1);
  self->arena = g_strdup (arena);
  self->finish_cost = NAN;
  self->start_w = self->start_b = NAN;
  self->chosen = -1;
  self->racers = g_ptr_array_new_with_free_func ((GDestroyNotify) racer_free);
  return self;
}

void
nabla_race_picture_free (NablaRacePicture *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->racers);
  g_clear_pointer (&self->terms, g_ptr_array_unref);
  g_clear_pointer (&self->terrain, nabla_terrain_unref);
  g_clear_pointer (&self->beside, nabla_race_picture_free);
  for (guint i = 0; i < G_N_ELEMENTS (self->weight_names); i++)
    g_free (self->weight_names[i]);
  g_free (self->formula);
  g_free (self->arena);
  g_free (self);
}

NablaRacer *
nabla_race_picture_add (NablaRacePicture *self, const char *name, guint slot)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  NablaRacer *racer = g_new0 (NablaRacer, 1);
  racer->name = g_strdup (name);
  racer->slot = slot;
  racer->state_step = -1;
  racer->seconds = racer->cost = racer->to_minimum = NAN;
  racer->train_accuracy = racer->dev_accuracy = NAN;
  racer->next_w = racer->next_b = NAN;
  racer->wander_w = racer->wander_b = racer->wander_radius = NAN;
  g_ptr_array_add (self->racers, racer);
  return racer;
}

void
nabla_race_picture_add_term (NablaRacePicture *self, NablaRaceTerm *term)
{
  g_return_if_fail (self != NULL && term != NULL);

  if (self->terms == NULL)
    self->terms = g_ptr_array_new_with_free_func ((GDestroyNotify) nabla_race_term_free);
  g_ptr_array_add (self->terms, term);
}

static int
compare_racers (gconstpointer first, gconstpointer second, gpointer data)
{
  static const int ranks[] = {
    [NABLA_RACER_FINISHED] = 0, [NABLA_RACER_RUNNING] = 1, [NABLA_RACER_DIVERGED] = 2,
  };
  const NablaRacePicture *self = data;
  guint i = *(const guint *) first, j = *(const guint *) second;
  const NablaRacer *a = self->racers->pdata[i], *b = self->racers->pdata[j];
  if (a->state != b->state)
    return ranks[a->state] - ranks[b->state];
  if (a->state != NABLA_RACER_RUNNING && a->state_step != b->state_step)
    return (a->state_step > b->state_step) == (a->state == NABLA_RACER_FINISHED) ? 1 : -1;
  if (a->cost < b->cost || (isnan (b->cost) && !isnan (a->cost)))
    return -1;
  if (a->cost > b->cost || (isnan (a->cost) && !isnan (b->cost)))
    return 1;
  return i < j ? -1 : i > j;
}

void
nabla_race_picture_order (const NablaRacePicture *self, guint *order)
{
  g_return_if_fail (self != NULL && order != NULL);

  for (guint i = 0; i < self->racers->len; i++)
    order[i] = i;
  g_qsort_with_data (order, (int) self->racers->len, sizeof *order, compare_racers,
                     (gpointer) self);
}
