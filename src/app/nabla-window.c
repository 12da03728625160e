/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-window.h"

struct _NablaWindow {
  AdwApplicationWindow parent_instance;
  AdwToastOverlay *toasts;
  AdwViewStack *pages;
};

G_DEFINE_FINAL_TYPE (NablaWindow, nabla_window, ADW_TYPE_APPLICATION_WINDOW)

static void
nabla_window_class_init (NablaWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/nabla/Nabla/app/nabla-window.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, pages);
}

static void
nabla_window_init (NablaWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

NablaWindow *
nabla_window_new (AdwApplication *application)
{
  return g_object_new (NABLA_TYPE_WINDOW, "application", application, "default-width", 1280,
                       "default-height", 800, NULL);
}
