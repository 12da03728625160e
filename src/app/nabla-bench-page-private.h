/* What the files of the bench share: its widgets and its actions.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-bench-page.h"
#include "nabla-bench-view.h"
#include "nabla-control-strip.h"
#include "nabla-panel.h"
#include "nabla-side-pane.h"
#include "nabla-tile-grid.h"
#include "nabla-transport.h"

G_BEGIN_DECLS

struct _NablaBenchPage {
  GtkWidget parent_instance;
  NablaSession *session;
  GSimpleActionGroup *actions;
  NablaSidePane *pane;
  NablaPanel *panel;
  NablaControlStrip *strip;
  NablaTileGrid *grid;
  NablaTransport *transport;
  GPtrArray *views;  /* of NablaBenchView, in the order in which they came */
  gint64 example;    /* that somebody chose, or −1 */
  guint tick;
  guint watch_idle;
  GtkWidget *loading;
  guint loading_timeout;
  gboolean presenting;
};

/* The actions bench.play, bench.step, bench.reset, bench.speed, bench.view-NAME. */
void nabla_bench_page_add_actions (NablaBenchPage *self);

/* Keeps actions true to session and views. */
void nabla_bench_page_update_actions (NablaBenchPage *self);

NablaBenchView *nabla_bench_page_find_view (NablaBenchPage *self, const char *name);
void nabla_bench_page_add_view (NablaBenchPage *self, const NablaFigure *figure);
void nabla_bench_page_remove_view (NablaBenchPage *self, NablaBenchView *view);

/* Tells the run what is to be seen, once all changes of this turn are made. */
void nabla_bench_page_queue_watch (NablaBenchPage *self);

/* Puts what says so over @child: returns both. Shows it while the session is loading, if that
 * takes a while. */
GtkWidget *nabla_bench_page_make_loading (NablaBenchPage *self, GtkWidget *child);
void nabla_bench_page_update_loading (NablaBenchPage *self);

/* Says under the cost how the run ended, if it did. */
void nabla_bench_page_update_footer (NablaBenchPage *self);

G_END_DECLS
