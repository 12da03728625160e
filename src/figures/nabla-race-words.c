/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-race-words-private.h"

#include "nabla-label.h"

#include <glib/gi18n-lib.h>
#include <math.h>

const NablaRacer *
nabla_race_leader (const NablaRacePicture *race)
{
  g_return_val_if_fail (race != NULL, NULL);

  if (race->racers->len == 0)
    return NULL;
  g_autofree guint *order = g_new (guint, race->racers->len);
  nabla_race_picture_order (race, order);
  const NablaRacer *first = race->racers->pdata[order[0]];
  return first->state == NABLA_RACER_DIVERGED || !isfinite (first->cost) ? NULL : first;
}

static gboolean
is_at_start (const NablaRacePicture *race)
{
  for (guint i = 0; i < race->racers->len; i++)
    if (((const NablaRacer *) race->racers->pdata[i])->step > 0)
      return FALSE;
  return TRUE;
}

static guint
count_diverged (const NablaRacePicture *race)
{
  guint n = 0;
  for (guint i = 0; i < race->racers->len; i++)
    n += ((const NablaRacer *) race->racers->pdata[i])->state == NABLA_RACER_DIVERGED;
  return n;
}

char *
nabla_race_summary (const NablaRacePicture *race)
{
  if (race == NULL)
    return g_strdup (_("There is no race to look at."));
  if (race->racers->len == 0)
    return g_strdup (_("Nobody races yet."));
  const NablaRacer *leader = nabla_race_leader (race);
  guint n_diverged = count_diverged (race);
  char cost[NABLA_LABEL_LENGTH], step[NABLA_LABEL_LENGTH];
  if (leader == NULL)
    return g_strdup (n_diverged > 0 ? _("All racers have diverged.")
                                    : _("The costs have not been measured yet."));
  if (is_at_start (race) && n_diverged == 0)
    return g_strdup_printf (_("All start at a cost of %s."), nabla_label_value (leader->cost, cost));
  if (leader->state == NABLA_RACER_FINISHED)
    /* Translators: a racer, the number of a step */
    return g_strdup_printf (_("%1$s reached the finish line first, after step %2$s."), leader->name,
                            nabla_label_count (leader->state_step, step));
  nabla_label_value (leader->cost, cost);
  nabla_label_count (leader->step, step);
  if (n_diverged == 0)
    /* Translators: a racer, a cost, the number of a step */
    return g_strdup_printf (_("%1$s leads with a cost of %2$s after step %3$s."), leader->name, cost,
                            step);
  /* Translators: a racer, a cost, the number of a step, how many racers */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "%1$s leads with a cost of %2$s after step %3$s; %4$u racer "
                                       "has diverged.",
                                       "%1$s leads with a cost of %2$s after step %3$s; %4$u racers "
                                       "have diverged.",
                                       n_diverged),
                          leader->name, cost, step, n_diverged);
}
