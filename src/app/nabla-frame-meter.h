/* Frame meter: how long a window's frames take.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _NablaFrameMeter NablaFrameMeter;

/* What was seen while the meter looked. */
typedef struct
{
  guint n;                /* frames */
  double median_fps;      /* from the beginning of a frame to that of the next */
  double p95_frame_ms;
  double under_20_ms;     /* share of the frames, 0 … 1 */
  double p95_work_ms;     /* of what a frame took by itself, layout and painting */
  double first_frame_ms;  /* since the process began */
} NablaFrameTimes;

/* Meters the frames of @window, which must outlive it. */
NablaFrameMeter *nabla_frame_meter_new (GtkWidget *window);
void nabla_frame_meter_free (NablaFrameMeter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaFrameMeter, nabla_frame_meter_free)

/* Frames count from now on, or no more. */
void nabla_frame_meter_look (NablaFrameMeter *self, gboolean looks);

NablaFrameTimes nabla_frame_meter_times (NablaFrameMeter *self);

G_END_DECLS
