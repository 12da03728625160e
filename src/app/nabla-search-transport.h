/* The foot of the search page: play and pause, how far it is, and what comes next.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-search-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_SEARCH_TRANSPORT (nabla_search_transport_get_type ())
G_DECLARE_FINAL_TYPE (NablaSearchTransport, nabla_search_transport, NABLA, SEARCH_TRANSPORT, GtkBox)

/* Its buttons have the actions `bench.play`, `bench.finish`, `bench.refine` and `bench.reset` of
 * whoever holds it. */
GtkWidget *nabla_search_transport_new (NablaSearchModel *model);

/* Without what is not needed. */
void nabla_search_transport_set_narrow (NablaSearchTransport *self, gboolean narrow);

G_END_DECLS
