/* The import sheet: what was recognized in a file, the choices before training, and the
 * model that is suggested.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-import-plan.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * NablaImportSheet:
 *
 * A modal window. Each choice makes a new plan on a thread; until it is there, and
 * while the choices make none, nothing can be trained. It closes by itself after
 *
 *   train (const char *experiment, const char *path)
 *
 * with the text of the experiment and the file of its data. The text names the file,
 * too, unless its path is one that a line of text cannot hold.
 */
#define NABLA_TYPE_IMPORT_SHEET (nabla_import_sheet_get_type ())
G_DECLARE_FINAL_TYPE (NablaImportSheet, nabla_import_sheet, NABLA, IMPORT_SHEET, AdwWindow)

/**
 * nabla_import_sheet_new:
 * @parent: (nullable): the window in front of which it appears
 * @plan: of the file, as nabla_opener_open_finish () gives it
 *
 * Returns: (transfer none): a sheet, to be presented
 */
GtkWidget *nabla_import_sheet_new (GtkWindow *parent, NablaImportPlan *plan);

/* Returns: (transfer none): the plan that is shown now */
NablaImportPlan *nabla_import_sheet_get_plan (NablaImportSheet *self);

/* Returns: whether a plan is being made. */
gboolean nabla_import_sheet_is_busy (NablaImportSheet *self);

G_END_DECLS
