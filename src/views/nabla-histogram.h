/* A small histogram: how the values of a column are spread, as bars without axes.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_HISTOGRAM (nabla_histogram_get_type ())
G_DECLARE_FINAL_TYPE (NablaHistogram, nabla_histogram, NABLA, HISTOGRAM, GtkWidget)

GtkWidget *nabla_histogram_new (void);

/**
 * nabla_histogram_set_counts:
 * @counts: (array length=n): heights from left to right, of which the largest
 *   fills the widget; a positive one is never less than a pixel
 */
void nabla_histogram_set_counts (NablaHistogram *self, const double *counts, guint n);

/* Whether it is the column that the network is to predict, and in its color */
void nabla_histogram_set_accent (NablaHistogram *self, gboolean is_accent);

/* A sentence for those who do not see it; also the tooltip */
void nabla_histogram_set_description (NablaHistogram *self, const char *sentence);

G_END_DECLS
