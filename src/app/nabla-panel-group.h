/* Panel groups: a heading and a list of rows that follow the experiment.
 *
 * Rows have names. After each change of the experiment the rows that are wanted
 * now are asked for in their order; those that are there stay, with their focus
 * and half-typed numbers, the others come and go.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_PANEL_GROUP (nabla_panel_group_get_type ())
G_DECLARE_FINAL_TYPE (NablaPanelGroup, nabla_panel_group, NABLA, PANEL_GROUP, GtkBox)

/**
 * nabla_panel_group_new:
 * @title: the heading, translated
 * @button: (nullable) (transfer floating): at the right of the heading
 *
 * Returns: (transfer floating): an empty group
 */
GtkWidget *nabla_panel_group_new (const char *title, GtkWidget *button);

/* Begins to go through the rows that are wanted. */
void nabla_panel_group_begin (NablaPanelGroup *self);

/**
 * nabla_panel_group_next:
 * @id: name of the next row
 *
 * Returns: (transfer none) (nullable): the row, if it is there already. If not,
 *   it is to be given to nabla_panel_group_insert () at once.
 */
GtkWidget *nabla_panel_group_next (NablaPanelGroup *self, const char *id);

/* Puts a new @row (transfer floating) where the last asked for was missing. */
void nabla_panel_group_insert (NablaPanelGroup *self, const char *id, GtkWidget *row);

/* Takes away the rows that were not asked for. */
void nabla_panel_group_end (NablaPanelGroup *self);

G_END_DECLS
