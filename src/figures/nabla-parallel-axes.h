/* The axes of parallel coordinates; also for who turns a drag into a brush.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-figure.h"

G_BEGIN_DECLS

/**
 * NablaParallelAxes:
 * @n: how many: the searched parameters and the result
 * @x: where each stands
 * @axis: what its heights mean: of a parameter as nabla_trial_axis_shown () has it
 */
typedef struct {
  guint n;
  double x[NABLA_MAX_TRIAL_AXES + 1];
  NablaAxis axis[NABLA_MAX_TRIAL_AXES + 1];
} NablaParallelAxes;

/* Returns: whether there are trials to show */
gboolean nabla_parallel_axes_place (NablaParallelAxes *self,
                                    const NablaTrialsPicture *trials,
                                    const NablaFigureContext *context);

/* Returns: the height of @value of parameter @axis; of a result if it is the last one */
double nabla_parallel_axes_y (const NablaParallelAxes *self,
                              const NablaTrialsPicture *trials,
                              guint axis,
                              double value);

/* Returns: the value at a height */
double nabla_parallel_axes_value (const NablaParallelAxes *self,
                                  const NablaTrialsPicture *trials,
                                  guint axis,
                                  double y);

void nabla_parallel_axes_draw (const NablaParallelAxes *self,
                               const NablaTrialsPicture *trials,
                               const NablaFigureContext *context,
                               NablaMarks *marks);

/* Names and numbers, which stand above the lines. */
void nabla_parallel_axes_draw_words (const NablaParallelAxes *self,
                                     const NablaTrialsPicture *trials,
                                     const NablaFigureContext *context,
                                     NablaMarks *marks);

G_END_DECLS
