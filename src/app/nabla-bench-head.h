/* The head of a panel: what is on the bench, and a menu of what else could be.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_BENCH_HEAD (nabla_bench_head_get_type ())
G_DECLARE_FINAL_TYPE (NablaBenchHead, nabla_bench_head, NABLA, BENCH_HEAD, GtkWidget)

GtkWidget *nabla_bench_head_new (void);

void nabla_bench_head_set_title (NablaBenchHead *self, const char *title);
/* One line below the title */
void nabla_bench_head_set_status (NablaBenchHead *self, const char *status);

/* @menu: (nullable): without one, the head is two lines of text */
void nabla_bench_head_set_menu (NablaBenchHead *self, GMenuModel *menu);

G_END_DECLS
