/* Model sketches: a network's layers as columns of dots.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-import-plan.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * NablaModelSketch:
 *
 * Layers with more units than there is room for are drawn with a gap. What stands
 * under the layers is the accessible label, too.
 */
#define NABLA_TYPE_MODEL_SKETCH (nabla_model_sketch_get_type ())
G_DECLARE_FINAL_TYPE (NablaModelSketch, nabla_model_sketch, NABLA, MODEL_SKETCH, GtkWidget)

/* Shows the layers of @plan, which is kept. */
void nabla_model_sketch_set_plan (NablaModelSketch *self, NablaImportPlan *plan);

G_END_DECLS
