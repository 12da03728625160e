/* Label layout: words beside the ends of curves that do not cover each other.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-marks.h"

#include <pango/pango.h>

G_BEGIN_DECLS

/**
 * NablaLabelBox:
 * @left, @right: where it stands, fixed
 * @height: how high it is
 * @wanted: (inout): where its middle would best be
 * @is_obstacle: whether it is no label but something to keep clear of, such as
 *   the end of a line; it stays where it is
 * @middle: (out): where its middle is to be
 * @is_placed: (out): whether there was room for it
 */
typedef struct {
  double left, right;
  double height;
  double wanted;
  gboolean is_obstacle;
  double middle;
  gboolean is_placed;
} NablaLabelBox;

/**
 * nabla_label_layout:
 * @boxes: the most important ones first
 * @top, @bottom: where there is room
 *
 * Labels that begin or end at the same place are a column: they are spread so
 * that they keep their order and the sum of squared moves is least. Then each
 * label moves up or down as little as it takes to be clear of what stands before
 * it in the list. If it cannot keep clear of obstacles it covers them; if it
 * cannot keep clear of labels it is not placed.
 */
void nabla_label_layout (NablaLabelBox *boxes, guint n, double top, double bottom);

/**
 * NablaLabels:
 *
 * A list of texts that are to be laid out so.
 */
typedef struct _NablaLabels NablaLabels;

NablaLabels *nabla_labels_new (void);
void nabla_labels_free (NablaLabels *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaLabels, nabla_labels_free)

/**
 * nabla_labels_add:
 * @style: its vertical alignment must be the middle
 * @x, @y: where the label would best be
 */
void nabla_labels_add (NablaLabels *self,
                       PangoContext *pango,
                       const NablaTextStyle *style,
                       double x,
                       double y,
                       const char *text);

/* Puts a marker of slot @slot before the label that was added last. */
void nabla_labels_add_marker (NablaLabels *self, NablaTheme theme, guint slot);

/* Asks the labels added after it to keep clear of an area. */
void nabla_labels_add_obstacle (NablaLabels *self,
                                double left,
                                double right,
                                double top,
                                double bottom);

/* Adds the texts for which there is room between @top and @bottom to @marks. */
void nabla_labels_draw (NablaLabels *self, double top, double bottom, NablaMarks *marks);

G_END_DECLS
