/* The Learn page: lessons beside a bench of their own, so that the free bench stays as
 * it was left.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-window-private.h"

#include "nabla-application.h"
#include "nabla-experiment-cards.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
bench_wanted_cb (NablaWindow *self, const NablaLessonBench *bench)
{
  g_autoptr (GError) error = NULL;
  if (bench->text == NULL)
    return;
  g_autoptr (NablaExperiment) experiment = nabla_experiment_parse (bench->text, -1, bench->path, &error);
  if (experiment == NULL)
    {
      nabla_window_tell (self, error->message);
      return;
    }
  const char *const *views = (const char *const *) bench->views;
  nabla_bench_page_show_views (self->lesson_bench,
                               views != NULL && views[0] != NULL ? views : nabla_experiment_views (experiment));
  nabla_bench_page_set_controls (self->lesson_bench, (const char *const *) bench->controls);
  nabla_session_open (self->lesson_session, experiment, FALSE);
}

static void
snapshot_cb (NablaWindow *self, const NablaSnapshot *snapshot)
{
  /* While another run is being built, the old one still shows itself: eight units'
   * accuracy must not count for the three that were asked for since. */
  if (!nabla_session_is_loading (self->lesson_session))
    nabla_learn_page_set_snapshot (self->learn, snapshot, nabla_session_experiment (self->lesson_session));
}

static void
bench_requested_cb (NablaWindow *self)
{
  /* Whoever leaves a lesson takes its experiment along. */
  NablaExperiment *experiment = nabla_session_experiment (self->lesson_session);
  if (nabla_learn_page_is_in_lesson (self->learn) && experiment != NULL)
    {
      g_autofree char *text = nabla_experiment_to_text (experiment);
      nabla_window_open_text (self, text, NULL, NULL);
    }
  nabla_window_show_page (self, "bench");
}

static void
link_activated_cb (NablaWindow *self, const char *uri)
{
  if (g_str_has_prefix (uri, "control:"))
    nabla_bench_page_point_at (self->lesson_bench, uri + strlen ("control:"));
  else if (g_str_has_prefix (uri, "view:"))
    nabla_bench_page_show_view (self->lesson_bench, uri + strlen ("view:"));
}

static void
failed_cb (NablaWindow *self, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    nabla_window_tell (self, error->message);
}

static GtkWidget *
add_label (GtkBox *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);
  return label;
}

/* Where files may be dropped, for those who do not know that they may be anywhere. */
static GtkWidget *
make_drop_card (NablaWindow *self)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *icon = gtk_image_new_from_icon_name ("nabla-drop-symbolic");
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *examples = gtk_menu_button_new ();
  GtkWidget *open = gtk_button_new_with_label (_("Open…"));
  gtk_image_set_pixel_size (GTK_IMAGE (icon), 28);
  gtk_box_append (GTK_BOX (card), icon);
  add_label (GTK_BOX (card), _("Drop a File Here"), "heading");
  gtk_widget_add_css_class (add_label (GTK_BOX (card), _("a table, arrays, an experiment,\na saved model or a lesson"), "body"),
                            "nabla-sec");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (open), "win.open");
  gtk_menu_button_set_label (GTK_MENU_BUTTON (examples), C_("experiments", "Examples"));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (examples), G_MENU_MODEL (self->examples_menu));
  gtk_widget_add_css_class (examples, "flat");
  gtk_box_append (GTK_BOX (buttons), open);
  gtk_box_append (GTK_BOX (buttons), examples);
  gtk_widget_set_halign (buttons, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (buttons, 6);
  gtk_box_append (GTK_BOX (card), buttons);
  gtk_widget_set_valign (card, GTK_ALIGN_FILL);
  gtk_widget_add_css_class (card, "nabla-drop-card");
  return card;
}

void
nabla_window_add_lessons (NablaWindow *self)
{
  self->lesson_session = nabla_session_new (0);
  self->lesson_bench = NABLA_BENCH_PAGE (nabla_bench_page_new (self->lesson_session));
  nabla_bench_page_set_panel_visible (self->lesson_bench, FALSE);
  self->learn = NABLA_LEARN_PAGE (nabla_learn_page_new (NULL, NULL));
  nabla_learn_page_set_bench (self->learn, GTK_WIDGET (self->lesson_bench));
  nabla_learn_page_set_side (self->learn, make_drop_card (self));
  g_autofree char *folder = g_build_filename (nabla_application_data_dir (), "experiments", NULL);
  nabla_learn_page_set_below (self->learn, nabla_experiment_cards_new (folder));
  g_signal_connect_object (self->learn, "bench-wanted", G_CALLBACK (bench_wanted_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->learn, "bench-requested", G_CALLBACK (bench_requested_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->learn, "link-activated", G_CALLBACK (link_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->learn, "notify::in-lesson", G_CALLBACK (nabla_window_lesson_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->lesson_session, "snapshot", G_CALLBACK (snapshot_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->lesson_bench, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
}

void
nabla_window_open_lesson (NablaWindow *self, const char *folder)
{
  g_autoptr (GError) error = NULL;
  if (!nabla_learn_page_open (self->learn, folder, 0, &error))
    {
      nabla_window_tell (self, error->message);
      return;
    }
  nabla_window_show_page (self, "learn");
  nabla_window_lesson_changed (self);
}
