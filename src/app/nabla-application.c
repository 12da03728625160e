/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-application.h"

#include "nabla-app-config.h"
#include "nabla-app-resources.h"
#include "nabla-views.h"
#include "nabla-window.h"

#include <glib/gi18n-lib.h>

#define PREFIX "/org/nabla/Nabla/app"

struct _NablaApplication {
  AdwApplication parent_instance;
  GtkCssProvider *colors;
  GSettings *settings;
  double measure_seconds;  /* 0: a usual start */
  char *measure_race;      /* (nullable): the arena of a race that is measured */
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

static NablaWindow *
get_window (NablaApplication *self)
{
  /* The list begins with the window that had the focus last; a dialog may be before its window. */
  for (GList *i = gtk_application_get_windows (GTK_APPLICATION (self)); i != NULL; i = i->next)
    if (NABLA_IS_WINDOW (i->data))
      return NABLA_WINDOW (i->data);
  return nabla_window_new (ADW_APPLICATION (self));
}

static void
measure (NablaApplication *self, NablaWindow *window)
{
  if (self->measure_seconds > 0 && self->measure_race != NULL)
    nabla_window_measure_race (window, self->measure_race, self->measure_seconds);
  else if (self->measure_seconds > 0)
    nabla_window_measure (window, self->measure_seconds);
  g_clear_pointer (&self->measure_race, g_free);
}

static void
nabla_application_activate (GApplication *application)
{
  NablaApplication *self = NABLA_APPLICATION (application);
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (self));
  if (active != NULL)
    {
      gtk_window_present (active);
      return;
    }
  NablaWindow *window = get_window (self);
  measure (self, window);
  gtk_window_present (GTK_WINDOW (window));
}

static void
nabla_application_open (GApplication *application, GFile **files, int n, const char *hint)
{
  NablaApplication *self = NABLA_APPLICATION (application);
  NablaWindow *window = get_window (self);
  nabla_window_open_files (window, files, n);
  measure (self, window);
  gtk_window_present (GTK_WINDOW (window));
}

/* `nabla --measure SECONDS [--race ARENA]` */
static int
nabla_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  NablaApplication *self = NABLA_APPLICATION (application);
  g_variant_dict_lookup (options, "measure", "d", &self->measure_seconds);
  g_variant_dict_lookup (options, "race", "s", &self->measure_race);
  if (self->measure_seconds > 0)
    g_application_set_flags (application, g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  return -1;
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GList *windows = g_list_copy_deep (gtk_application_get_windows (GTK_APPLICATION (data)),
                                     (GCopyFunc) (void (*) (void)) g_object_ref, NULL);
  /* Dialogs first: one that outlives its window would look for it as it goes. */
  for (GList *i = windows; i != NULL; i = i->next)
    if (!NABLA_IS_WINDOW (i->data))
      gtk_window_close (i->data);
  for (GList *i = windows; i != NULL; i = i->next)
    if (NABLA_IS_WINDOW (i->data))
      gtk_window_close (i->data);
  g_list_free_full (windows, g_object_unref);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gtk_show_about_dialog (gtk_application_get_active_window (GTK_APPLICATION (data)),
                         "program-name", _("Nabla"),
                         "logo-icon-name", NABLA_APP_ID,
                         "version", NABLA_VERSION,
                         "comments", _("See neural networks learn"),
                         "copyright", _("© the Nabla contributors"),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         NULL);
}

static void
color_scheme_changed_cb (NablaApplication *self)
{
  const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK };
  int scheme = g_settings_get_enum (self->settings, "color-scheme");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      schemes[CLAMP (scheme, 0, (int) G_N_ELEMENTS (schemes) - 1)]);
}

static void
add_actions (NablaApplication *self)
{
  const GActionEntry entries[] = { { "quit", quit_cb }, { "about", about_cb } };
  const char *const quit_keys[] = { "<Control>q", NULL };
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.quit", quit_keys);
  g_autoptr (GAction) scheme = g_settings_create_action (self->settings, "color-scheme");
  g_action_map_add_action (G_ACTION_MAP (self), scheme);
  g_signal_connect_object (self->settings, "changed::color-scheme", G_CALLBACK (color_scheme_changed_cb), self,
                           G_CONNECT_SWAPPED);
  color_scheme_changed_cb (self);
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
  self->settings = g_settings_new (NABLA_APP_ID);
  add_actions (self);
}

const char *
nabla_application_data_dir (void)
{
  return g_file_test (NABLA_SOURCE_DATADIR, G_FILE_TEST_IS_DIR) ? NABLA_SOURCE_DATADIR : NABLA_DATADIR;
}

static void
nabla_application_dispose (GObject *object)
{
  g_clear_object (&NABLA_APPLICATION (object)->colors);
  g_clear_object (&NABLA_APPLICATION (object)->settings);
  G_OBJECT_CLASS (nabla_application_parent_class)->dispose (object);
}

static void
nabla_application_class_init (NablaApplicationClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_application_dispose;
  G_APPLICATION_CLASS (klass)->startup = nabla_application_startup;
  G_APPLICATION_CLASS (klass)->activate = nabla_application_activate;
  G_APPLICATION_CLASS (klass)->open = nabla_application_open;
  G_APPLICATION_CLASS (klass)->handle_local_options = nabla_application_handle_local_options;
}

static void
nabla_application_init (NablaApplication *self)
{
  g_application_add_main_option (G_APPLICATION (self), "measure", 0, 0, G_OPTION_ARG_DOUBLE,
                                 _("Train for so many seconds, print how smooth the window was, and quit"),
                                 _("SECONDS"));
  g_application_add_main_option (G_APPLICATION (self), "race", 0, 0, G_OPTION_ARG_STRING,
                                 _("Measure a race of six in this arena instead"), _("ARENA"));
}

NablaApplication *
nabla_application_new (void)
{
  return g_object_new (NABLA_TYPE_APPLICATION,
                       "application-id", NABLA_APP_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       NULL);
}
