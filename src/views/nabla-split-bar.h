/* The split bar: which shares of the examples train, choose and judge.
 *
 * Its two dividers are dragged, or moved with the keys of a slider: a hundredth
 * with the arrows, a tenth with Page Up and Page Down. A divider that meets the
 * other one pushes it on.
 *
 * Signal `changed` (double train, double dev, double test): shares in whole
 * hundredths, which make 1; once a frame at most.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_SPLIT_BAR (nabla_split_bar_get_type ())
G_DECLARE_FINAL_TYPE (NablaSplitBar, nabla_split_bar, NABLA, SPLIT_BAR, GtkWidget)

/* All the examples train at first. */
GtkWidget *nabla_split_bar_new (void);

/* None of them negative, their sum positive: divided by it. Emits nothing. */
void nabla_split_bar_set_shares (NablaSplitBar *self, double train, double dev, double test);

/* Each of the results may be NULL. */
void nabla_split_bar_get_shares (NablaSplitBar *self, double *train, double *dev, double *test);

/**
 * nabla_split_bar_set_total:
 * @n_examples: how many there are to divide; 0 if that is not known
 *
 * With a number, parts are labelled by what they hold: `train 106`; else in
 * percent.
 */
void nabla_split_bar_set_total (NablaSplitBar *self, guint64 n_examples);

/* What the parts hold in truth, which differs by some where classes keep their
 * shares; until the shares change. */
void nabla_split_bar_set_counts (NablaSplitBar *self, guint64 train, guint64 dev, guint64 test);

G_END_DECLS
