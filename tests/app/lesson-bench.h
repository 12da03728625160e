/* A bench for lessons, as small as can be: a live run, and the figures that a step asks
 * for, one below the other.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-learn-page.h"
#include "nabla-run.h"

typedef struct
{
  NablaLearnPage *page;
  GtkWidget *box;
  NablaRun *run;
  NablaExperiment *experiment;
  guint tick;
  guint n_wanted; /* how often a bench was asked for */
} LessonBench;

/* Serves @page until lesson_bench_clear (). */
void lesson_bench_init (LessonBench *self, NablaLearnPage *page);
void lesson_bench_clear (LessonBench *self);

/* Starts anew with @key=@value changed. */
void lesson_bench_change (LessonBench *self, const char *key, const char *value);

/* Trains to the end of the experiment. */
void lesson_bench_play (LessonBench *self);
