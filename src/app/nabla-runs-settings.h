/* The hyperparameters of compared runs: a row each, a column a run; those that differ come
 * first, bold and with a mark.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-runs-comparison.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_RUNS_SETTINGS (nabla_runs_settings_get_type ())
G_DECLARE_FINAL_TYPE (NablaRunsSettings, nabla_runs_settings, NABLA, RUNS_SETTINGS, GtkWidget)

GtkWidget *nabla_runs_settings_new (void);

/* @comparison: (nullable): what is shown */
void nabla_runs_settings_set (NablaRunsSettings *self, NablaRunsComparison *comparison);

G_END_DECLS
