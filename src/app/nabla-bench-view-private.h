/* What the views on the bench share: the frame that all have, and the controls
 * that some have.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-bench-study.h"
#include "nabla-bench-view.h"
#include "nabla-paint.h"
#include "nabla-predict-form.h"
#include "nabla-segments.h"

G_BEGIN_DECLS

struct _NablaBenchView {
  GObject parent_instance;
  NablaSession *session;
  NablaTile *tile;
  NablaFigureView *view;

  NablaDataset *dataset;         /* (nullable) of the run */

  /* metrics */
  NablaSegments *segments;       /* (nullable) */

  /* boundary */
  GtkDropDown *axes[2];  /* (nullable) */
  GtkWidget *axes_box;   /* (nullable) */
  NablaPaint *paint;     /* (nullable) */

  /* examples */
  GtkToggleButton *wrong_first;  /* (nullable) */
  guint first;                   /* the first row that is shown */

  /* those that show one layer, or all */
  GtkDropDown *layers;           /* (nullable) */

  /* prediction */
  NablaPredictForm *form;        /* (nullable) */

  NablaBenchStudy *study;        /* (nullable) what computes the figure's picture */

  gboolean in_change;
};

gboolean nabla_bench_view_is (NablaBenchView *self, const char *name);
void nabla_bench_view_tell_watch (NablaBenchView *self);
void nabla_bench_view_tell_example (NablaBenchView *self, gint64 index);
void nabla_bench_view_report (NablaBenchView *self, const GError *error);

/* Of figures that show one layer: a list of the layers that there are. */
void nabla_bench_layers_make (NablaBenchView *self);
void nabla_bench_layers_set_snapshot (NablaBenchView *self, const NablaSnapshot *snapshot);

/* Puts the figure view, and what controls it has, into the tile. */
void nabla_bench_controls_make (NablaBenchView *self);
void nabla_bench_controls_dispose (NablaBenchView *self);
void nabla_bench_controls_watch (NablaBenchView *self, NablaObserveOptions *options);
void nabla_bench_controls_set_snapshot (NablaBenchView *self, const NablaSnapshot *snapshot);
void nabla_bench_controls_run_changed (NablaBenchView *self);

G_END_DECLS
