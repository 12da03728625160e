/* The workbench: the free bench, and the pages of the laboratory in its place.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-bench-page.h"
#include "nabla-lab-page.h"

G_BEGIN_DECLS

#define NABLA_TYPE_WORKBENCH (nabla_workbench_get_type ())
G_DECLARE_FINAL_TYPE (NablaWorkbench, nabla_workbench, NABLA, WORKBENCH, GtkWidget)

/* What the free bench is called among the pages. */
#define NABLA_WORKBENCH_BENCH "bench"

/**
 * nabla_workbench_new:
 * @bench: the free bench, which is shown first
 * @examples: experiments to be offered in the head's menu
 *
 * Signal ::changed is emitted when another page is shown, ::panel-changed when the panel of
 * the one that is shown has come or gone, ::failed (GError *) when a page could not do
 * something.
 */
GtkWidget *nabla_workbench_new (NablaBenchPage *bench, GMenuModel *examples);

/**
 * nabla_workbench_show:
 * @name: %NABLA_WORKBENCH_BENCH or a page of the laboratory
 *
 * A page is made when it is shown first, and stays as it was left.
 *
 * Returns: whether there is such a page
 */
gboolean nabla_workbench_show (NablaWorkbench *self, const char *name);

/* Returns: (transfer none): the name of the page that is shown */
const char *nabla_workbench_get_shown (NablaWorkbench *self);

/* For a projector: whichever page is shown. */
void nabla_workbench_set_presenting (NablaWorkbench *self, gboolean presenting);

/* Returns: (transfer none): the page that is shown */
NablaLabPage *nabla_workbench_get_page (NablaWorkbench *self);

G_END_DECLS
