/* What the figures of a search share: axes of searched parameters, colors of results.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-plot-private.h"
#include "nabla-trial-label.h"

G_BEGIN_DECLS

/* Returns: what an axis shows of @value: 1 − value where that is what was drawn */
double nabla_trial_axis_shown (const NablaTrialAxis *self, double value);

/* Returns: the other way round */
double nabla_trial_axis_value (const NablaTrialAxis *self, double shown);

/* Returns: (transfer full): what is written beside the axis: its title, or 1 − symbol */
char *nabla_trial_axis_name (const NablaTrialAxis *self, gboolean is_short);

/* An axis of the first round's range, with some room; its pixels are to be set. */
void nabla_trial_axis_init (const NablaTrialAxis *self, NablaAxis *axis);

/* As nabla_axis_ticks (); choices have their names. */
guint nabla_trial_axis_ticks (const NablaTrialAxis *self,
                              const NablaAxis *axis,
                              guint most,
                              NablaTick *ticks);

/**
 * NablaResultScale: from a result to a color: the best is farthest from the surface.
 * @low, @high: of the finite results
 * @is_log: if all are positive and far apart
 */
typedef struct {
  double low, high;
  gboolean is_log;
} NablaResultScale;

NablaResultScale nabla_result_scale (const NablaTrialsPicture *trials);

/* Returns: where @result lies, 0 (best) … 1 (worst) */
double nabla_result_scale_place (const NablaResultScale *self, double result);
NablaColor nabla_result_scale_color (const NablaResultScale *self, NablaTheme theme, double place);

/* Says in one line what the figures say of a trial: number, result. */
char *nabla_trial_caption (const NablaTrialsPicture *trials, guint index);

/* The same with all its parameters, a line each. */
char *nabla_trial_describe (const NablaTrialsPicture *trials, guint index);

/* A row a trial: number, round, state, result, parameters. */
void nabla_trials_tabulate (const NablaSnapshot *snapshot, GString *csv);

/* As nabla_figure_message (), for a snapshot without trials. */
void nabla_trials_missing (const NablaFigureContext *context, NablaMarks *marks);

G_END_DECLS
