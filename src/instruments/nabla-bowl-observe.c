/* What a race in the bowl shows of itself at one step.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-bowl-private.h"

#include "nabla-label.h"
#include "nabla-optimizer-terms.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

char *
nabla_bowl_detail (const NablaBowlRacer *racer)
{
  g_autofree char *settings
      = nabla_optimizer_detail (racer->optimizer, racer->settings, racer->learning_rate);
  if (racer->schedule == NULL || g_str_equal (racer->schedule->name, "constant"))
    return g_steal_pointer (&settings);
  return g_strdup_printf ("%s · %s", settings, _(racer->schedule->title));
}

char *
nabla_bowl_reason (const NablaBowlRacer *racer, const NablaBowlStep *failure)
{
  char step[NABLA_LABEL_LENGTH];
  nabla_label_count ((gint64)failure->t, step);
  int epsilon = nabla_param_find (racer->optimizer->params, "epsilon");
  for (guint i = 0; i < racer->optimizer->n_states; i++)
    {
      const NablaPlace *s = &failure->states_after[i];
      if (epsilon < 0 || racer->settings[epsilon] != 0
          || !g_str_equal (racer->optimizer->state_names[i], "s") || (s->w != 0 && s->b != 0))
        continue;
      /* Translators: the number of a step, then the weight w or b */
      return g_strdup_printf (_("At step %1$s the gradient of %2$s and its s are 0: with ε = 0, "
                                 "the update is 0/0."),
                              step, s->w == 0 ? "w" : "b");
    }
  return g_strdup_printf (_("At step %s the numbers left the range of a double: the learning rate "
                             "is too large for this cost."),
                          step);
}

/* Returns: (transfer none): the whole way as a trail, copied only when it has grown */
static NablaTrail *
trail_of (NablaBowlWay *way)
{
  if (way->trail != NULL && way->trail->n == way->steps->len)
    return way->trail;
  g_clear_pointer (&way->trail, nabla_trail_unref);
  way->trail = nabla_trail_new (way->steps->len);
  for (guint i = 0; i < way->steps->len; i++)
    {
      const NablaBowlStep *step = &g_array_index (way->steps, NablaBowlStep, i);
      way->trail->w[i] = step->after.w;
      way->trail->b[i] = step->after.b;
    }
  return way->trail;
}

static void
observe_racer (NablaBowlRace *self, guint index, guint step, NablaRacePicture *picture)
{
  NablaBowlWay *way = self->ways->pdata[index];
  const NablaBowlRacer *racer = &way->racer;
  NablaRacer *out = nabla_race_picture_add (
      picture, way->title != NULL ? way->title : _(racer->optimizer->title), racer->slot);
  const guint shown = MIN (step, way->steps->len - 1);
  const NablaBowlStep *here = &g_array_index (way->steps, NablaBowlStep, shown);
  out->detail = nabla_bowl_detail (racer);
  out->step = shown;
  out->cost = here->cost;
  out->to_minimum = nabla_bowl_race_distance (self, here->after);
  out->cost_curve = nabla_series_ref (way->cost_curve);
  out->trail = nabla_trail_ref (trail_of (way));
  if (way->diverged_step >= 0 && step >= way->diverged_step)
    {
      out->state = NABLA_RACER_DIVERGED;
      out->state_step = way->diverged_step;
      out->reason = nabla_bowl_reason (racer, &way->failure);
    }
  else if (way->finished_step >= 0 && step >= way->finished_step)
    {
      out->state = NABLA_RACER_FINISHED;
      out->state_step = way->finished_step;
    }
  if (shown + 1 < way->steps->len)
    {
      out->next_w = way->trail->w[shown + 1];
      out->next_b = way->trail->b[shown + 1];
    }
  if (self->options.noise > 0)
    {
      NablaPlace centre;
      out->wander_radius = nabla_bowl_race_wander (self, index, step, &centre);
      out->wander_w = centre.w;
      out->wander_b = centre.b;
    }
}

static void
copy_place (NablaPlace place, double *values)
{
  values[0] = place.w;
  values[1] = place.b;
}

/* The terms of the step to come, which the arrow shows; of the last one if none comes. */
static void
observe_terms (NablaBowlRace *self, guint index, guint step, NablaRacePicture *picture)
{
  const NablaBowlWay *way = self->ways->pdata[index];
  NablaBowlStep next;
  nabla_bowl_race_step (self, index, step + 1, &next);
  if (next.t == 0)
    return;
  NablaOptimizerMoment moment = {
    .optimizer = way->racer.optimizer,
    .settings = way->racer.settings,
    .t = next.t,
    .learning_rate = next.learning_rate,
    .n_weights = 2,
    .decays = { TRUE, FALSE },
  };
  copy_place (next.before, moment.before);
  copy_place (next.after, moment.after);
  copy_place (next.gradient, moment.gradient);
  for (guint i = 0; i < way->racer.optimizer->n_states; i++)
    {
      copy_place (next.states_before[i], moment.states_before[i]);
      copy_place (next.states_after[i], moment.states_after[i]);
    }
  picture->chosen = (int)index;
  picture->terms_step = (gint64)next.t;
  nabla_optimizer_terms (&moment, picture);
}

NablaSnapshot *
nabla_bowl_race_observe (NablaBowlRace *self, guint step, int chosen)
{
  g_return_val_if_fail (self != NULL, NULL);

  step = MIN (step, NABLA_BOWL_MOST_STEPS);
  nabla_bowl_race_run_to (self, step);
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  snapshot->title = g_strdup (_(self->arena->title));
  snapshot->step = step;
  snapshot->steps_total = self->options.steps_total;

  NablaRacePicture *picture = snapshot->race = nabla_race_picture_new (_(self->arena->title));
  picture->formula = self->arena->formula (self->settings);
  picture->step = step;
  picture->steps_total = self->options.steps_total;
  picture->finish_cost = self->options.finish_cost;
  picture->terrain = nabla_terrain_ref (nabla_bowl_race_terrain (self));
  picture->n_minima = self->n_minima;
  for (guint i = 0; i < self->n_minima; i++)
    {
      picture->minimum_w[i] = self->minima[i].w;
      picture->minimum_b[i] = self->minima[i].b;
    }
  picture->start_w = self->options.start.w;
  picture->start_b = self->options.start.b;
  for (guint i = 0; i < G_N_ELEMENTS (picture->weight_names); i++)
    picture->weight_names[i] = g_strdup (nabla_bowl_weight_name (self->arena, i));
  for (guint i = 0; i < self->ways->len; i++)
    observe_racer (self, i, step, picture);
  if (chosen >= 0 && (guint)chosen < self->ways->len)
    observe_terms (self, (guint)chosen, step, picture);
  return snapshot;
}
