/* One thread or many: whatever is faster now.
 *
 * Many threads that wait for each other several times a step are slower than one
 * as soon as something else wants a core. Results do not depend on the number of
 * threads, so it may change at any step: from time to time both are timed, and
 * the faster does the next steps. The more often one side has lost, the more
 * seldom it is tried.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

typedef struct {
  guint trial;     /* which trial is next: many, one, many, one; then none */
  guint left;      /* passes until trials begin again */
  guint period;
  gboolean many;   /* who won last */
  gint64 times[2]; /* best of the trials; [1] is many */
  gint64 start;
} NablaThreadChoice;

#define NABLA_CHOICE_TRIALS 4
#define NABLA_CHOICE_SHORTEST 32
#define NABLA_CHOICE_LONGEST 2048

/* Returns: whether many threads are to make the next pass */
static inline gboolean
nabla_thread_choice_begin (NablaThreadChoice *self)
{
  if (self->left > 0)
    {
      self->left--;
      return self->many;
    }
  if (self->trial == 0)
    self->times[0] = self->times[1] = G_MAXINT64;
  self->start = g_get_monotonic_time ();
  return self->trial % 2 == 0;
}

/* To be called after the pass. */
static inline void
nabla_thread_choice_end (NablaThreadChoice *self)
{
  if (self->start == 0)
    return;
  gint64 time = g_get_monotonic_time () - self->start, *best = &self->times[self->trial % 2 == 0];
  *best = MIN (*best, time);
  self->start = 0;
  if (++self->trial < NABLA_CHOICE_TRIALS)
    return;
  gboolean many = self->times[1] < self->times[0];
  self->period = many == self->many ? CLAMP (self->period * 2, NABLA_CHOICE_SHORTEST, NABLA_CHOICE_LONGEST)
                                    : NABLA_CHOICE_SHORTEST;
  self->many = many;
  self->left = self->period;
  self->trial = 0;
}
