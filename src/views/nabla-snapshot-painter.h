/* Snapshot painter: marks as render nodes, for the window.
 *
 * Shows the same as nabla_paint (). What is a box or a text becomes a
 * node of its kind, which a renderer shows fast; other marks are recorded with
 * cairo. Nodes of a layer are kept until its generation changes, and layouts of
 * texts as long as the texts are shown.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-figure-frame.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _NablaSnapshotPainter NablaSnapshotPainter;

/* Returns: (transfer full): a painter, for the main thread */
NablaSnapshotPainter *nabla_snapshot_painter_new (void);
void nabla_snapshot_painter_free (NablaSnapshotPainter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaSnapshotPainter, nabla_snapshot_painter_free)

/* Shows all layers of @marks; nothing is kept but layouts. */
void nabla_snapshot_painter_paint (NablaSnapshotPainter *self,
                                   GtkSnapshot *snapshot,
                                   const NablaMarks *marks);

/**
 * nabla_snapshot_painter_paint_frame:
 * @is_cairo: whether GTK's cairo renderer will show it, which takes other nodes
 *
 * Shows @frame; what it has in common with the last frame is kept.
 */
void nabla_snapshot_painter_paint_frame (NablaSnapshotPainter *self,
                                         GtkSnapshot *snapshot,
                                         const NablaFigureFrame *frame,
                                         gboolean is_cairo);

/* The context that texts are laid out with, for figures that measure */
PangoContext *nabla_snapshot_painter_get_pango (NablaSnapshotPainter *self);

/* Returns: how many nodes and layouts were made so far, for tests */
guint nabla_snapshot_painter_n_nodes (NablaSnapshotPainter *self);
guint nabla_snapshot_painter_n_layouts (NablaSnapshotPainter *self);

G_END_DECLS
