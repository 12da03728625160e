/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-application.h"

#include "nabla-app-config.h"
#include "nabla-app-resources.h"
#include "nabla-views.h"
#include "nabla-window.h"

#define PREFIX "/org/nabla/Nabla/app"

struct _NablaApplication {
  AdwApplication parent_instance;
  GtkCssProvider *colors;
};

G_DEFINE_FINAL_TYPE (NablaApplication, nabla_application, ADW_TYPE_APPLICATION)

static void
dark_changed_cb (NablaApplication *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  gtk_css_provider_load_from_resource (self->colors, dark ? PREFIX "/app-dark.css" : PREFIX "/app-light.css");
}

static void
add_provider (GdkDisplay *display, GtkCssProvider *provider)
{
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static void
nabla_application_startup (GApplication *application)
{
  NablaApplication *self = NABLA_APPLICATION (application);
  G_APPLICATION_CLASS (nabla_application_parent_class)->startup (application);

  g_resources_register (nabla_app_get_resource ());
  GdkDisplay *display = gdk_display_get_default ();
  nabla_views_init (display);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (display), PREFIX "/icons");
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, PREFIX "/app.css");
  add_provider (display, provider);
  self->colors = gtk_css_provider_new ();
  add_provider (display, self->colors);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (dark_changed_cb),
                           self, G_CONNECT_SWAPPED);
  dark_changed_cb (self);
}

static GtkWindow *
get_window (NablaApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  return window != NULL ? window : GTK_WINDOW (nabla_window_new (ADW_APPLICATION (self)));
}

static void
nabla_application_activate (GApplication *application)
{
  gtk_window_present (get_window (NABLA_APPLICATION (application)));
}

static void
nabla_application_dispose (GObject *object)
{
  g_clear_object (&NABLA_APPLICATION (object)->colors);
  G_OBJECT_CLASS (nabla_application_parent_class)->dispose (object);
}

static void
nabla_application_class_init (NablaApplicationClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_application_dispose;
  G_APPLICATION_CLASS (klass)->startup = nabla_application_startup;
  G_APPLICATION_CLASS (klass)->activate = nabla_application_activate;
}

static void
nabla_application_init (NablaApplication *self)
{
}

NablaApplication *
nabla_application_new (void)
{
  return g_object_new (NABLA_TYPE_APPLICATION,
                       "application-id", NABLA_APP_ID,
                       "flags", G_APPLICATION_DEFAULT_FLAGS,
                       NULL);
}
