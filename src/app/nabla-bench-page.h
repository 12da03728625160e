/* The free bench: panel, views, transport. A page of the workbench.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-lab-page.h"
#include "nabla-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_BENCH_PAGE (nabla_bench_page_get_type ())
G_DECLARE_FINAL_TYPE (NablaBenchPage, nabla_bench_page, NABLA, BENCH_PAGE, GtkWidget)

/* Returns: (transfer floating): a bench on @session. Its signal ::failed (GError *)
 * tells what could not be done. */
GtkWidget *nabla_bench_page_new (NablaSession *session);

NablaSession *nabla_bench_page_session (NablaBenchPage *self);

/**
 * nabla_bench_page_show_views:
 * @names: (array zero-terminated=1): figures, in order; words without a figure are
 *   passed over
 */
void nabla_bench_page_show_views (NablaBenchPage *self, const char *const *names);

/* Adds the view of one figure, unless it is there. */
void nabla_bench_page_show_view (NablaBenchPage *self, const char *name);

/* Whether the panel is to be seen; where there is no room it lies over the views. */
void nabla_bench_page_set_panel_visible (NablaBenchPage *self, gboolean visible);
gboolean nabla_bench_page_get_panel_visible (NablaBenchPage *self);

/* Whether it is seen where there is room. */
gboolean nabla_bench_page_get_panel_wanted (NablaBenchPage *self);

/* Keys whose controls stand above the views, for a lesson; %NULL for none. */
void nabla_bench_page_set_controls (NablaBenchPage *self, const char *const *keys);

/* Moves the focus to one of those controls. Returns: whether it is there */
gboolean nabla_bench_page_point_at (NablaBenchPage *self, const char *key);

/* What the panel says of the experiment's file. */
void nabla_bench_page_set_status (NablaBenchPage *self, const char *status);

/* For a projector: larger text and lines, keys in place of menus, and the panel, once it is
 * asked for, over the views. */
void nabla_bench_page_set_presenting (NablaBenchPage *self, gboolean presenting);

/* Returns: (transfer full): views, their order and spans, as GSettings keep them */
GVariant *nabla_bench_page_get_tiles (NablaBenchPage *self);
void nabla_bench_page_set_tiles (NablaBenchPage *self, GVariant *tiles);

/* Enlarges view @number, from 0, or goes back if it is large already. */
void nabla_bench_page_enlarge (NablaBenchPage *self, guint number);

G_END_DECLS
