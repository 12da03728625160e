/* Layout cache: texts laid out once, as long as they are shown.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-text.h"

G_BEGIN_DECLS

typedef struct _NablaLayoutCache NablaLayoutCache;

/* Returns: (transfer full): an empty cache with a context of this thread */
NablaLayoutCache *nabla_layout_cache_new (void);
void nabla_layout_cache_free (NablaLayoutCache *self);

PangoContext *nabla_layout_cache_get_pango (NablaLayoutCache *self);

/* Returns: (transfer none): as nabla_text_layout () */
PangoLayout *nabla_layout_cache_get (
    NablaLayoutCache *self, const NablaTextStyle *style, const char *text, double *x, double *y);

/* Ends a frame: forgets what was not asked for in the last ones. */
void nabla_layout_cache_sweep (NablaLayoutCache *self);

/* Returns: how many layouts were made so far */
guint nabla_layout_cache_n_made (NablaLayoutCache *self);

G_END_DECLS
