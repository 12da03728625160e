/* Step dots: how far in a sequence one is, a dot a step, the one at hand longer.
 *
 * Clicking on a dot goes there: signal `activated (guint step)`. By keyboard,
 * Previous and Next beside it do the same.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_STEP_DOTS (nabla_step_dots_get_type ())
G_DECLARE_FINAL_TYPE (NablaStepDots, nabla_step_dots, NABLA, STEP_DOTS, GtkWidget)

GtkWidget *nabla_step_dots_new (void);

/**
 * nabla_step_dots_set:
 * @n: how many steps
 * @at: the one at hand, from 0
 */
void nabla_step_dots_set (NablaStepDots *self, guint n, guint at);

G_END_DECLS
