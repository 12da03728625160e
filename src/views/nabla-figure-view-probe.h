/* What a figure view shows at the moment, for tests and measurements.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-figure-view.h"
#include "nabla-snapshot-painter.h"

G_BEGIN_DECLS

/* Returns: (transfer none) (nullable): what is shown, until the main loop runs */
const NablaFigureFrame *nabla_figure_view_get_frame (NablaFigureView *self);

/* Returns: how many frames were shown so far */
guint nabla_figure_view_n_frames (NablaFigureView *self);

/* Returns: (transfer none) (nullable): what is shown at the cursor */
const NablaMarks *nabla_figure_view_get_overlay (NablaFigureView *self);

/* Returns: (transfer none): what shows it */
NablaSnapshotPainter *nabla_figure_view_get_painter (NablaFigureView *self);

G_END_DECLS
