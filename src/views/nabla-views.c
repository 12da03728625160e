/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-views.h"

#include "nabla-views-resources.h"

#define PREFIX "/org/nabla/Nabla/views"

void
nabla_views_init (GdkDisplay *display)
{
  g_return_if_fail (GDK_IS_DISPLAY (display));

  static gsize done = 0;
  if (!g_once_init_enter (&done))
    return;
  g_resources_register (nabla_views_get_resource ());
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (display), PREFIX "/icons");
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, PREFIX "/views.css");
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_once_init_leave (&done, 1);
}
