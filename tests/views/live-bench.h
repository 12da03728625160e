/* A bench of four live views, for measuring: the figures of a run that goes on, in
 * a window of 1280×800, a new snapshot each frame.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LIVE_BENCH_VIEWS 4
extern const char *const live_bench_figures[LIVE_BENCH_VIEWS];

typedef struct _LiveBench LiveBench;

/**
 * LiveBenchTimes: in milliseconds, of the time that a thread computes: what else
 * runs on the machine does not count
 * @fewest, @median, @many: for a frame; @many is not exceeded by 95 of 100
 * @window_frames, @figure_frames: a second; of each live view
 * @share: of a core, that the main thread takes
 */
typedef struct
{
  double fewest, median, many;
  double window_frames, figure_frames;
  double share;
} LiveBenchTimes;

LiveBench *live_bench_new (guint n_points, guint n_steps);
void live_bench_free (LiveBench *self);

/* Measures what the drawing thread does for one figure. Returns: (transfer full):
 * what the layers are estimated to cost, for people */
char *live_bench_draw (LiveBench *self, guint view, guint n_rounds, LiveBenchTimes *times);

/* Opens the window. */
void live_bench_open (LiveBench *self);

/* Measures the main thread while the views are live that have a bit in @live. */
void live_bench_run (LiveBench *self, guint live, double seconds, LiveBenchTimes *times);

G_END_DECLS
