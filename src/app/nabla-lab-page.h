/* Laboratory pages: what the free bench, the race and the instruments have in common.
 *
 * The window knows its pages by this alone: it puts one of them on the workbench, gives it
 * the keys, shows and hides its panel and makes it large for a projector.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-bench-head.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_LAB_PAGE (nabla_lab_page_get_type ())
G_DECLARE_INTERFACE (NablaLabPage, nabla_lab_page, NABLA, LAB_PAGE, GtkWidget)

/**
 * NablaLabPageInterface:
 * @get_head: (nullable): (transfer none): where the page says what it is
 * @get_actions: (nullable): (transfer none): what keys do, as `bench.…` wherever the page is
 *   seen: `play`, `step`, `step-back`, `reset` and more that the page has
 * @set_panel_visible: whether the panel is to be seen; where there is no room it lies over
 *   the views
 * @get_panel_visible: whether it is seen now
 * @set_presenting: larger text and lines, and no panel unless it is asked for
 * @enlarge: (nullable): makes view @number, from 0, large, or goes back if it is large
 *
 * Signal ::panel-changed is emitted when the panel has come or gone by itself.
 */
struct _NablaLabPageInterface
{
  GTypeInterface parent;
  NablaBenchHead *(*get_head) (NablaLabPage *self);
  GActionGroup *(*get_actions) (NablaLabPage *self);
  void (*set_panel_visible) (NablaLabPage *self, gboolean visible);
  gboolean (*get_panel_visible) (NablaLabPage *self);
  void (*set_presenting) (NablaLabPage *self, gboolean presenting);
  void (*enlarge) (NablaLabPage *self, guint number);
};

NablaBenchHead *nabla_lab_page_get_head (NablaLabPage *self);
GActionGroup *nabla_lab_page_get_actions (NablaLabPage *self);
void nabla_lab_page_set_panel_visible (NablaLabPage *self, gboolean visible);
gboolean nabla_lab_page_get_panel_visible (NablaLabPage *self);
void nabla_lab_page_set_presenting (NablaLabPage *self, gboolean presenting);
void nabla_lab_page_enlarge (NablaLabPage *self, guint number);

/* For pages: tells that the panel has come or gone. */
void nabla_lab_page_panel_changed (NablaLabPage *self);

G_END_DECLS
