/* Figure view: shows one figure of the latest snapshot, live.
 *
 * Marks are drawn, and what is expensive among them is painted, by a helper
 * thread; the main thread shows what is finished. So training, drawing and the
 * window never wait for each other, and a view that is not on the screen costs
 * nothing.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-figure.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * NablaFigureTool:
 * @NABLA_FIGURE_TOOL_LOOK: dragging moves a figure that was zoomed into
 * @NABLA_FIGURE_TOOL_PAINT: pressing and dragging are told to others, by the
 *   signals #NablaFigureView::pressed-at, ::dragged-to and ::released-at
 */
typedef enum
{
  NABLA_FIGURE_TOOL_LOOK,
  NABLA_FIGURE_TOOL_PAINT,
} NablaFigureTool;

#define NABLA_TYPE_FIGURE_VIEW (nabla_figure_view_get_type ())
G_DECLARE_FINAL_TYPE (NablaFigureView, nabla_figure_view, NABLA, FIGURE_VIEW, GtkWidget)

/**
 * nabla_figure_view_new:
 * @figure: (transfer none): what is shown, as long as the view lives
 *
 * Properties: `summary` (string) and `zoomed` (boolean), read-only and notifying;
 * `dark`, `text-scale`, `line-scale`.
 *
 * Signals:
 *  - `mark-activated (int series, guint index, double x, double y, int n_press,
 *    GdkModifierType state)`: somebody clicked on a mark, or chose it by keys;
 *    @series and @index are those of NablaMark and NablaMarkPoint, @x and @y the
 *    place of the pointer in the view
 *  - `pressed-at`, `dragged-to`, `released-at (double x, double y,
 *    GdkModifierType state)`: with %NABLA_FIGURE_TOOL_PAINT
 *
 * Returns: (transfer floating): a view without a snapshot
 */
GtkWidget *nabla_figure_view_new (const NablaFigure *figure);

const NablaFigure *nabla_figure_view_get_figure (NablaFigureView *self);

/**
 * nabla_figure_view_set_snapshot:
 * @snapshot: (transfer none) (nullable): to be shown next; referenced
 *
 * Does nothing if @snapshot is what is shown already. To be called on the main
 * thread as often as there is news; the view takes the latest one.
 */
void nabla_figure_view_set_snapshot (NablaFigureView *self, const NablaSnapshot *snapshot);

/* Returns: (transfer none) (nullable): the latest snapshot that was set */
const NablaSnapshot *nabla_figure_view_get_snapshot (NablaFigureView *self);

/* Which colors: the figures bring their own, as they do in files. */
void nabla_figure_view_set_dark (NablaFigureView *self, gboolean dark);
gboolean nabla_figure_view_get_dark (NablaFigureView *self);

/* For projectors: how much larger text and lines are than usual, both 1 */
void nabla_figure_view_set_scales (NablaFigureView *self, double text_scale, double line_scale);

/**
 * nabla_figure_view_set_setting:
 * @name: of one of the figure's params
 * @value: of it (a choice is its index, a boolean 0 or 1)
 * @error: names the setting, what was given and what is allowed
 *
 * Returns: whether there is such a setting and it can have the value; otherwise
 *   nothing changes
 */
gboolean nabla_figure_view_set_setting (NablaFigureView *self,
                                        const char *name,
                                        double value,
                                        GError **error);

/* Returns: the value of a setting; NAN if the figure has none called @name */
double nabla_figure_view_get_setting (NablaFigureView *self, const char *name);

/* Returns: (transfer none): all settings, in the order of the figure's params */
const double *nabla_figure_view_get_settings (NablaFigureView *self);

void nabla_figure_view_set_tool (NablaFigureView *self, NablaFigureTool tool);
NablaFigureTool nabla_figure_view_get_tool (NablaFigureView *self);

/**
 * nabla_figure_view_zoom_in:
 *
 * Zooms in by a step, as + does; nabla_figure_view_zoom_out () is the way back, and
 * nabla_figure_view_zoom_reset () shows all again. Figures without axes stay as they
 * are. People use the wheel, drag, double-click, or press +, −, 0 and Shift with the
 * arrow keys.
 */
void nabla_figure_view_zoom_in (NablaFigureView *self);
void nabla_figure_view_zoom_out (NablaFigureView *self);
void nabla_figure_view_zoom_reset (NablaFigureView *self);
gboolean nabla_figure_view_is_zoomed (NablaFigureView *self);

/**
 * nabla_figure_view_get_axes:
 * @x, @y: (out): where values stand in what is shown: nabla_axis_value () says what is
 *   under the pointer
 *
 * Returns: whether the figure has axes and shows something
 */
gboolean nabla_figure_view_get_axes (NablaFigureView *self, NablaAxis *x, NablaAxis *y);

/**
 * nabla_figure_view_get_summary:
 *
 * What is to be seen, in one sentence; also the view's accessible description.
 * It follows the snapshots at most four times a second.
 *
 * Returns: (transfer none): the sentence, empty before the first snapshot
 */
const char *nabla_figure_view_get_summary (NablaFigureView *self);

/**
 * nabla_figure_view_export:
 * @path: ends in .png, .svg, .pdf or .csv, which chooses the format
 * @error: one sentence, as nabla_figure_write () or nabla_figure_table_write ()
 *
 * Writes what is shown, with its settings and colors and on a sheet of its own
 * size with title and summary; .csv has the numbers behind it, all of them. It
 * takes as long as it takes: rather use nabla_figure_view_export_async ().
 *
 * Returns: whether the file was written
 */
gboolean nabla_figure_view_export (NablaFigureView *self, const char *path, GError **error);

/* The same on a thread; the view may change or end meanwhile. */
void nabla_figure_view_export_async (NablaFigureView *self,
                                     const char *path,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean
nabla_figure_view_export_finish (NablaFigureView *self, GAsyncResult *result, GError **error);

/* Writes the numbers behind what is shown as CSV, whatever @path ends in. */
gboolean nabla_figure_view_save_csv (NablaFigureView *self, const char *path, GError **error);

/* Puts a picture of what is shown, without title, on the clipboard. It is drawn at
 * twice the size, on a thread, and is there a moment later. */
void nabla_figure_view_copy (NablaFigureView *self);

G_END_DECLS
