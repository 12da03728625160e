/* Exercise card: a goal, and how near the live run is to it.
 *
 * A line for each condition with the run's value; hints that open one after another.
 * Once all conditions hold at one time, the exercise is met and stays so.
 *
 * Signal `met`: for the first time.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-lesson.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_EXERCISE_CARD (nabla_exercise_card_get_type ())
G_DECLARE_FINAL_TYPE (NablaExerciseCard, nabla_exercise_card, NABLA, EXERCISE_CARD, GtkBox)

/* @exercise: must outlive the card */
GtkWidget *nabla_exercise_card_new (const NablaExercise *exercise);

/* Shows what the run has come to; cheap, so that it may be called each frame. */
void nabla_exercise_card_set_values (NablaExerciseCard *self, const NablaRunValues *values);

gboolean nabla_exercise_card_is_met (NablaExerciseCard *self);

G_END_DECLS
