/* Runs of lessons: experiments trained headless, and what they come to.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-goal.h"

G_BEGIN_DECLS

/**
 * NablaLessonLook:
 *
 * Called at each look at a run, as a window would look at it.
 *
 * Returns: whether to go on
 */
typedef gboolean (*NablaLessonLook) (const NablaRunValues *values, gpointer data);

/**
 * nabla_lesson_run:
 * @steps: to train; 0 for the experiment's own
 * @looks: how often to look on the way, evenly; the end is looked at once more
 * @look: (nullable): gets the values
 * @values: (out) (optional): at the end
 * @error: if it cannot be trained, or diverges
 *
 * Returns: whether it was trained
 */
gboolean nabla_lesson_run (NablaExperiment *experiment,
                           gint64 steps,
                           guint looks,
                           NablaLessonLook look,
                           gpointer data,
                           NablaRunValues *values,
                           GError **error);

G_END_DECLS
