/* Import words: what a plan is, in sentences.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-import-plan.h"

G_BEGIN_DECLS

/* Each returns: (transfer full): translated text; all counts in it are the plan's. */

/* `A table: 178 rows, 14 columns` */
char *nabla_import_title (const NablaImportPlan *self);

/* `comma separated · names in the first line · UTF-8 · 13 numeric columns, 1 with text` */
char *nabla_import_details (const NablaImportPlan *self);

/* `3 classes: 59, 71 and 48 rows`, or `Value to predict: from 1.5 to 50` */
char *nabla_import_label_words (const NablaImportPlan *self);

/* `2 in magnesium`, or `none` */
char *nabla_import_missing_words (const NablaImportPlan *self);

/* How the examples are divided. */
char *nabla_import_split_words (const NablaImportPlan *self);

/* `275 parameters` */
char *nabla_import_parameters_words (const NablaImportPlan *self);

/* `Training starts with Adam, α = 0.01, batches of 32. …` */
char *nabla_import_training_words (const NablaImportPlan *self);

G_END_DECLS
