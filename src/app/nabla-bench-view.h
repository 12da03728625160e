/* Bench views: a figure in a tile, with its menu and the controls it needs.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-figure-view.h"
#include "nabla-session.h"
#include "nabla-tile.h"

G_BEGIN_DECLS

#define NABLA_TYPE_BENCH_VIEW (nabla_bench_view_get_type ())
G_DECLARE_FINAL_TYPE (NablaBenchView, nabla_bench_view, NABLA, BENCH_VIEW, GObject)

/**
 * nabla_bench_view_new:
 * @figure: what it shows
 * @session: whose run
 *
 * Makes a tile for a figure; its signal `::watch-changed` tells that
 * nabla_bench_view_watch () has another answer, `::example-chosen (gint64)` that an example was clicked on, `::failed (GError *)` what an export
 * could not do.
 *
 * Returns: (transfer full): a view that lives as long as its tile and whoever else
 *   holds it
 */
NablaBenchView *nabla_bench_view_new (const NablaFigure *figure, NablaSession *session);

NablaTile *nabla_bench_view_tile (NablaBenchView *self);
NablaFigureView *nabla_bench_view_figure_view (NablaBenchView *self);
const char *nabla_bench_view_name (NablaBenchView *self);

/* Adds to @options what the view wants to see; nothing if it is not mapped. */
void nabla_bench_view_watch (NablaBenchView *self, NablaObserveOptions *options);

/* Shows a snapshot; no more than a reference is taken if the view is not mapped. */
void nabla_bench_view_set_snapshot (NablaBenchView *self, const NablaSnapshot *snapshot);

/* Takes example @index of the data set as the one to be predicted. */
void nabla_bench_view_take_example (NablaBenchView *self, gsize index);

/* The data are others: choices of features and examples begin anew. */
void nabla_bench_view_run_changed (NablaBenchView *self);

G_END_DECLS
