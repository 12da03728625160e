/* The controls of a view whose figure belongs to a study: a button that computes, progress,
 * and of what step the picture is.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-figure-view.h"
#include "nabla-session.h"
#include "nabla-study.h"
#include "nabla-tile.h"

G_BEGIN_DECLS

typedef struct _NablaBenchStudy NablaBenchStudy;

/**
 * nabla_bench_study_new:
 * @study: what computes
 * @tile: gets the controls at the end of its head, and the settings in its menu
 * @view: gets the pictures
 * @session: whose run is studied
 *
 * Returns: (transfer full): the controls; free with nabla_bench_study_free (), which stops
 *   what is being computed
 */
NablaBenchStudy *nabla_bench_study_new (const NablaStudy *study,
                                        NablaTile *tile,
                                        NablaFigureView *view,
                                        NablaSession *session);
void nabla_bench_study_free (NablaBenchStudy *self);

/* The run is at another step, or at rest. */
void nabla_bench_study_follow (NablaBenchStudy *self, const NablaSnapshot *snapshot);

/* Another run is there: what was computed is not about it. */
void nabla_bench_study_run_changed (NablaBenchStudy *self);

G_END_DECLS
