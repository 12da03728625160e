/* What several of the small widgets have in common.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-colors.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Lets the wheel scroll the panel instead of the slider that the pointer happens
 * to be over. */
void nabla_widget_ignore_wheel (GtkWidget *widget);

/* Returns: a drop-down list that looks like text with an arrow; @words are shown
 * as they are, but for underscores */
GtkWidget *nabla_widget_new_choice (const char *const *words);

/* Returns: a hidden sentence, to say why what was typed is not taken */
GtkWidget *nabla_widget_new_refusal (void);

/* Returns: the theme that the color of the widget's text belongs to */
NablaTheme nabla_widget_theme (GtkWidget *widget);

/* Returns: the color of the widget's text */
GdkRGBA nabla_widget_text_color (GtkWidget *widget);

/* Returns: a color of the theme that @widget is in */
GdkRGBA nabla_widget_color (GtkWidget *widget, NablaColorToken token);

G_END_DECLS
