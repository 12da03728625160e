/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-widget-style-private.h"

void
nabla_widget_ignore_wheel (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_NONE);
    }
}

GtkWidget *
nabla_widget_new_choice (const char *const *words)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  for (guint i = 0; words[i] != NULL; i++)
    gtk_string_list_take (list, g_strdelimit (g_strdup (words[i]), "_", ' '));
  GtkWidget *choice = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&list)), NULL);
  gtk_widget_add_css_class (choice, "nabla-choice");
  gtk_widget_set_valign (choice, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (choice, GTK_ALIGN_END);
  return choice;
}

GtkWidget *
nabla_widget_new_refusal (void)
{
  GtkWidget *label
      = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, "visible",
                      FALSE, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "xalign", 0.0,
                      /* The row's width is not the sentence's to decide. */
                      "max-width-chars", 1, NULL);
  gtk_widget_add_css_class (label, "nabla-refusal");
  return label;
}

/* GTK 4.10 has gtk_widget_get_color (). */
GdkRGBA
nabla_widget_text_color (GtkWidget *widget)
{
  GdkRGBA color;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  return color;
}

NablaTheme
nabla_widget_theme (GtkWidget *widget)
{
  GdkRGBA text = nabla_widget_text_color (widget);
  return text.red + text.green + text.blue > 1.5f ? NABLA_THEME_DARK : NABLA_THEME_LIGHT;
}

GdkRGBA
nabla_widget_color (GtkWidget *widget, NablaColorToken token)
{
  NablaColor color = nabla_color (nabla_widget_theme (widget), token);
  return (GdkRGBA){ color.red, color.green, color.blue, color.alpha };
}
