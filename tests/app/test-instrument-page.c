/* The page of an instrument: series that are dropped, pasted and drawn, good and bad; keys;
 * settings changed faster than they are computed; closed while it computes.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-figure-view.h"
#include "nabla-instrument-page.h"
#include "nabla-instrument-panel.h"
#include "widget-test.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  GtkWidget *window;
  NablaInstrumentPage *page;
  NablaInstrumentPanel *panel;
  NablaInstrumentState *state;
  guint n_failed;
} Fixture;

static void
failed_cb (Fixture *self, const GError *error)
{
  g_assert_true (error != NULL && strlen (error->message) > 10);
  g_test_message ("%s", error->message);
  self->n_failed++;
}

static void
set_up (Fixture *self, gconstpointer name)
{
  self->page = NABLA_INSTRUMENT_PAGE (
      nabla_instrument_page_new (nabla_instrument_find (name != NULL ? name : "averages", NULL)));
  self->state = nabla_instrument_page_get_state (self->page);
  self->window = widget_test_show (GTK_WIDGET (self->page), 1280, 800);
  self->panel = NABLA_INSTRUMENT_PANEL (
      widget_test_find (GTK_WIDGET (self->page), NABLA_TYPE_INSTRUMENT_PANEL, NULL));
  g_signal_connect_swapped (self->page, "failed", G_CALLBACK (failed_cb), self);
  widget_test_wait (nabla_instrument_state_snapshot (self->state) != NULL);
}

static void
tear_down (Fixture *self, gconstpointer name)
{
  g_object_add_weak_pointer (G_OBJECT (self->page), (gpointer *)&self->page);
  g_object_add_weak_pointer (G_OBJECT (self->state), (gpointer *)&self->state);
  gtk_window_destroy (GTK_WINDOW (self->window));
  widget_test_wait (self->page == NULL && self->state == NULL);
}

static double
setting (Fixture *self, const char *name)
{
  const NablaInstrument *instrument = nabla_instrument_state_instrument (self->state);
  return nabla_instrument_state_settings (
      self->state)[nabla_param_find (instrument->params, name)];
}

static const NablaAveragesPicture *
settle (Fixture *self)
{
  widget_test_wait (!nabla_instrument_state_is_busy (self->state));
  return nabla_instrument_state_snapshot (self->state)->averages;
}

/* A good series is taken; bad ones are told, and the good one stays. */
static void
test_paste (Fixture *self, gconstpointer data)
{
  nabla_instrument_panel_paste (self->panel, "1\n2\n3\n4\n");
  g_assert_cmpuint (settle (self)->n, ==, 4);
  g_assert_cmpfloat (settle (self)->theta[3], ==, 4);
  const char *const bad[] = { "", "\n\n", "some words\nand others\n", "inf\ninf\n" };
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      nabla_instrument_panel_paste (self->panel, bad[i]);
      g_assert_cmpuint (self->n_failed, ==, i + 1);
      g_assert_cmpuint (settle (self)->n, ==, 4);
    }
}

static void
write_rows (const char *path, guint n)
{
  g_autoptr (GString) text = g_string_new ("value\n");
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%u\n", i % 17);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
}

static void
test_files (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("nabla-series-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "series.csv", NULL);
  write_rows (path, 100000);
  nabla_instrument_page_open (self->page, path);
  widget_test_wait (settle (self)->n == 100000);
  write_rows (path, 100001);
  nabla_instrument_page_open (self->page, path);
  widget_test_wait (self->n_failed == 1);
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  nabla_instrument_page_open (self->page, path);
  widget_test_wait (self->n_failed == 2);
  g_unlink (path);
  nabla_instrument_page_open (self->page, path);
  widget_test_wait (self->n_failed == 3);
  g_assert_cmpuint (settle (self)->n, ==, 100000);
  g_rmdir (folder);
}

/* The day is chosen by a click and by arrows; on the paper the pointer draws. */
static void
test_pointer (Fixture *self, gconstpointer data)
{
  GtkWidget *view = widget_test_find (GTK_WIDGET (self->page), NABLA_TYPE_FIGURE_VIEW, NULL);
  g_assert_nonnull (view);
  double before = setting (self, "day");
  if (!widget_test_focus_window (self->window) || !widget_test_click (view, 1))
    return;
  widget_test_wait (setting (self, "day") != before);
  before = setting (self, "day");
  gtk_widget_grab_focus (view);
  widget_test_xdotool ("key Right");
  widget_test_wait (setting (self, "day") == before + 1);
  widget_test_xdotool ("key Left Left");
  widget_test_wait (setting (self, "day") == before - 1);

  nabla_instrument_page_set_drawing (self->page, TRUE);
  const NablaAveragesPicture *paper = settle (self);
  g_assert_cmpuint (paper->n, ==, 100);
  for (gsize i = 0; i < paper->n; i++)
    g_assert_cmpfloat (paper->theta[i], ==, paper->theta[0]);
  widget_test_frames (view, 2);
  const NablaInstrumentSeries *blank = nabla_instrument_state_series (self->state);
  widget_test_click (view, 1);
  widget_test_wait (nabla_instrument_state_series (self->state) != blank);
  guint n_other = 0;
  const NablaAveragesPicture *drawn = settle (self);
  for (gsize i = 0; i < drawn->n; i++)
    n_other += drawn->theta[i] != 10;
  g_assert_cmpuint (n_other, ==, 1);
}

/* What is shown in the end is what was set last. */
static void
test_latest (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < 200; i++)
    {
      char number[G_ASCII_DTOSTR_BUF_SIZE];
      g_ascii_formatd (number, sizeof number, "%.3f", 0.5 + 0.002 * i);
      g_assert_true (nabla_instrument_state_set_text (self->state, "beta", number, NULL));
      if (i % 10 == 0)
        g_main_context_iteration (NULL, FALSE);
    }
  g_assert_cmpfloat_with_epsilon (settle (self)->averages[0].beta, 0.898, 1e-12);
  g_action_group_activate_action (nabla_lab_page_get_actions (NABLA_LAB_PAGE (self->page)),
                                  "reset", NULL);
  g_assert_cmpfloat (settle (self)->averages[0].beta, ==, 0.9);
}

/* tear_down closes it in the middle of what takes longest. */
static void
test_closed (Fixture *self, gconstpointer data)
{
  g_assert_true (nabla_instrument_state_set_text (self->state, "layers", "30", NULL));
  g_assert_true (nabla_instrument_state_is_busy (self->state));
}

int
main (int argc, char **argv)
{
  widget_test_init (&argc, &argv);
#define ADD(path, name, function)                                                                  \
  g_test_add ("/instrument-page/" path, Fixture, name, set_up, function, tear_down)
  ADD ("paste", NULL, test_paste);
  ADD ("files", NULL, test_files);
  ADD ("pointer", NULL, test_pointer);
  ADD ("latest", NULL, test_latest);
  ADD ("closed", "depth", test_closed);
  return g_test_run ();
}
