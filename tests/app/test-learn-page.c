/* The Learn page as a student uses it: with pointer and keys, beside a run that trains.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lesson-bench.h"
#include "widget-test.h"

#include "nabla-course.h"
#include "nabla-exercise-card.h"
#include "nabla-instrument-card.h"
#include "nabla-instrument-picture.h"
#include "nabla-lesson-list.h"
#include "nabla-lesson-view.h"
#include "nabla-progress.h"
#include "nabla-quiz-card.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *folder; /* for what the test writes */
  char *progress;
  GtkWidget *page;
  GtkWidget *window;
  LessonBench bench;
  guint n_met;
  guint n_steps;
} Fixture;

static void
count_cb (guint *counter)
{
  *counter += 1;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("nabla-learn-XXXXXX", NULL);
  self->progress = g_build_filename (self->folder, "progress.ini", NULL);
  self->page = nabla_learn_page_new (NULL, self->progress);
  lesson_bench_init (&self->bench, NABLA_LEARN_PAGE (self->page));
  g_signal_connect_swapped (self->page, "exercise-met", G_CALLBACK (count_cb), &self->n_met);
  g_signal_connect_swapped (self->page, "step-changed", G_CALLBACK (count_cb), &self->n_steps);
  self->window = widget_test_show (self->page, 1280, 753);
}

static void
remove_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_unlink (path);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  lesson_bench_clear (&self->bench);
  gtk_window_destroy (GTK_WINDOW (self->window));
  remove_file (self->folder, "progress.ini");
  remove_file (self->folder, "lesson.md");
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->progress);
}

static void
open_welcome (Fixture *self, guint step)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *course = nabla_course_folder ();
  g_autofree char *folder = g_build_filename (course, "00-welcome", NULL);
  gint64 begin = g_get_monotonic_time ();
  g_assert_true (nabla_learn_page_open (NABLA_LEARN_PAGE (self->page), folder, step, &error));
  g_assert_no_error (error);
  g_test_message ("opened in %.1f ms", (g_get_monotonic_time () - begin) / 1000.0);
  widget_test_frames (self->window, 3);
}

static NablaLessonView *
view_of (Fixture *self)
{
  return NABLA_LESSON_VIEW (widget_test_find (self->page, NABLA_TYPE_LESSON_VIEW, NULL));
}

/* The @n-th widget of a type among those that are shown */
static GtkWidget *
find_shown (GtkWidget *widget, GType type, guint *n)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && (*n)-- == 0)
    return widget;
  GtkWidget *found = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_shown (child, type, n);
  return found;
}

static GtkWidget *
shown (Fixture *self, GType type, guint n)
{
  GtkWidget *found = find_shown (self->page, type, &n);
  g_assert_nonnull (found);
  return found;
}

static GtkWidget *
choice (GtkWidget *card, guint n)
{
  return find_shown (card, GTK_TYPE_CHECK_BUTTON, &n);
}

static gboolean
says (GtkWidget *widget, const char *text)
{
  GtkWidget *label = widget_test_find (widget, GTK_TYPE_LABEL, text);
  return label != NULL && gtk_widget_get_mapped (label);
}

static void
activate (GtkWidget *widget, const char *action)
{
  g_assert_true (gtk_widget_activate_action (widget, action, NULL));
}

static void
answer (GtkWidget *card, guint n)
{
  gtk_check_button_set_active (GTK_CHECK_BUTTON (choice (card, n)), TRUE);
  g_signal_emit_by_name (widget_test_find (card, GTK_TYPE_BUTTON, NULL), "clicked");
}

static void
test_list (Fixture *self, gconstpointer data)
{
  g_assert_false (nabla_learn_page_is_in_lesson (NABLA_LEARN_PAGE (self->page)));
  g_assert_true (says (self->page, "Welcome to Nabla"));
  g_assert_true (says (self->page, "4 steps"));
  guint zero = 0;
  GtkWidget *row = find_shown (self->page, GTK_TYPE_LIST_BOX_ROW, &zero);
  if (!widget_test_click (row, 1))
    return;
  widget_test_wait (nabla_learn_page_is_in_lesson (NABLA_LEARN_PAGE (self->page)));
  widget_test_wait (says (self->page, "What a neuron does"));
  g_assert_cmpuint (self->n_steps, ==, 1);

  nabla_learn_page_go_back (NABLA_LEARN_PAGE (self->page));
  widget_test_wait (says (self->page, "Step 1 of 4"));
}

static void
test_number (Fixture *self, gconstpointer data)
{
  open_welcome (self, 0);
  GtkWidget *card = shown (self, NABLA_TYPE_QUIZ_CARD, 0);
  GtkWidget *entry = widget_test_find (card, GTK_TYPE_ENTRY, NULL);
  GtkWidget *check = widget_test_find (card, GTK_TYPE_BUTTON, NULL);
  g_assert_false (gtk_widget_get_sensitive (check));
  gtk_editable_set_text (GTK_EDITABLE (entry), "half");
  g_assert_false (gtk_widget_get_sensitive (check));
  gtk_editable_set_text (GTK_EDITABLE (entry), "5.5");
  if (!widget_test_click (check, 1))
    return;
  widget_test_wait (says (card, "Not correct."));
  g_assert_false (nabla_quiz_card_is_done (NABLA_QUIZ_CARD (card)));
  gtk_editable_set_text (GTK_EDITABLE (entry), "−0.5");
  g_assert_false (says (card, "Not correct."));
  g_signal_emit_by_name (entry, "activate");
  widget_test_wait (says (card, "Right."));
  g_assert_true (nabla_quiz_card_is_done (NABLA_QUIZ_CARD (card)));
  g_assert_false (gtk_editable_get_editable (GTK_EDITABLE (entry)));
}

static void
test_choices (Fixture *self, gconstpointer data)
{
  open_welcome (self, 0);
  GtkWidget *card = shown (self, NABLA_TYPE_QUIZ_CARD, 1);
  answer (card, 1);
  widget_test_wait (says (card, "Not correct."));
  GtkWidget *revealer = widget_test_find (card, GTK_TYPE_REVEALER, NULL);
  g_assert_true (gtk_revealer_get_reveal_child (GTK_REVEALER (revealer)));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (choice (card, 0)), TRUE);
  g_assert_false (gtk_revealer_get_reveal_child (GTK_REVEALER (revealer)));
  answer (card, 0);
  widget_test_wait (says (card, "Right."));
  g_assert_true (nabla_quiz_card_is_done (NABLA_QUIZ_CARD (card)));
}

static void
test_instrument (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  open_welcome (self, 0);
  NablaInstrumentCard *card = NABLA_INSTRUMENT_CARD (shown (self, NABLA_TYPE_INSTRUMENT_CARD, 0));
  GtkWidget *picture = shown (self, NABLA_TYPE_INSTRUMENT_PICTURE, 0);
  g_assert_true (
      says (GTK_WIDGET (card), "z = w₁x₁ + w₂x₂ + b = 2·1 − 1·1 + 0.5 = 1.5\na = σ(1.5) = 0.818"));
  g_assert_true (nabla_instrument_card_set (card, "w1", "-2", &error));
  g_assert_cmpfloat (nabla_instrument_card_get_values (card)[0], ==, -2.5);
  g_assert_false (nabla_instrument_card_set (card, "w1", "99", &error));
  g_assert_nonnull (error);
  g_assert_cmpfloat (nabla_instrument_card_get_values (card)[0], ==, -2.5);

  /* In the middle of the plane both inputs are zero. */
  if (!widget_test_click (picture, 1))
    return;
  widget_test_wait (nabla_instrument_card_get_values (card)[0] == 0.5);
  if (!widget_test_focus_window (self->window)
      || !widget_test_xdotool ("key Right key Right key shift+Up"))
    return;
  widget_test_wait (nabla_instrument_card_get_settings (card)[0] == 0.2);
  g_assert_cmpfloat (nabla_instrument_card_get_settings (card)[1], ==, 1);
}

/* A prediction is kept, and judged when the run is there. */
static void
test_prediction (Fixture *self, gconstpointer data)
{
  open_welcome (self, 1);
  g_assert_cmpuint (self->bench.n_wanted, ==, 1);
  GtkWidget *card = shown (self, NABLA_TYPE_QUIZ_CARD, 0);
  answer (card, 1);
  widget_test_wait (says (card, "Noted. The run will show it after 1000 steps."));
  g_assert_false (nabla_quiz_card_is_done (NABLA_QUIZ_CARD (card)));
  g_assert_true (nabla_lesson_view_is_step_open (view_of (self)));
  lesson_bench_play (&self->bench);
  widget_test_wait (nabla_quiz_card_is_done (NABLA_QUIZ_CARD (card)));
  g_assert_true (says (card, "Not correct."));
  g_assert_false (nabla_lesson_view_is_step_open (view_of (self)));
}

static void
test_exercise (Fixture *self, gconstpointer data)
{
  open_welcome (self, 3);
  NablaExerciseCard *card = NABLA_EXERCISE_CARD (shown (self, NABLA_TYPE_EXERCISE_CARD, 0));
  lesson_bench_play (&self->bench);
  widget_test_wait (says (GTK_WIDGET (card), "1,000"));
  g_assert_false (nabla_exercise_card_is_met (card));
  g_assert_true (says (GTK_WIDGET (card), "2"));

  /* Hints open one after another. */
  GtkWidget *hint = widget_test_find (GTK_WIDGET (card), GTK_TYPE_BUTTON, NULL);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (gtk_widget_get_visible (hint));
      g_signal_emit_by_name (hint, "clicked");
    }
  g_assert_false (gtk_widget_get_visible (hint));

  lesson_bench_change (&self->bench, "units@hidden", "3");
  lesson_bench_change (&self->bench, "train.learning_rate", "1");
  lesson_bench_play (&self->bench);
  widget_test_wait (nabla_exercise_card_is_met (card));
  g_assert_true (says (GTK_WIDGET (card), "Reached"));
  widget_test_wait (self->n_met == 1);

  /* What was met stays so. */
  lesson_bench_change (&self->bench, "units@hidden", "1");
  widget_test_wait (says (GTK_WIDGET (card), "1"));
  g_assert_true (nabla_exercise_card_is_met (card));
  g_assert_cmpuint (self->n_met, ==, 1);
}

/* Next to the end and back: each step sets up what it wants, and going back restores it. */
static void
test_walk (Fixture *self, gconstpointer data)
{
  open_welcome (self, 0);
  NablaLessonView *view = view_of (self);
  g_assert_cmpuint (self->bench.n_wanted, ==, 0);
  for (guint step = 1; step < 4; step++)
    {
      activate (GTK_WIDGET (view), "lesson.next");
      widget_test_frames (self->window, 2);
      g_assert_cmpuint (nabla_lesson_view_get_step (view), ==, step);
      g_assert_cmpuint (self->bench.n_wanted, ==, step);
    }
  g_assert_cmpint (nabla_experiment_train (self->bench.experiment)->steps, ==, 1000);
  activate (GTK_WIDGET (view), "lesson.previous");
  g_assert_cmpuint (self->bench.n_wanted, ==, 4);
  g_assert_cmpint (nabla_experiment_train (self->bench.experiment)->steps, ==, 2000);
  activate (GTK_WIDGET (view), "lesson.next");
  activate (GTK_WIDGET (view), "lesson.next");
  g_assert_false (nabla_learn_page_is_in_lesson (NABLA_LEARN_PAGE (self->page)));
  /* Nothing was answered: nothing is done. */
  g_assert_true (says (self->page, "4 steps"));
}

static void
test_keys (Fixture *self, gconstpointer data)
{
  open_welcome (self, 0);
  NablaLessonView *view = view_of (self);
  GtkWidget *next = widget_test_find (GTK_WIDGET (view), GTK_TYPE_LABEL, "Next");
  if (!widget_test_focus_window (self->window) || !widget_test_click (next, 1))
    return;
  widget_test_wait (nabla_lesson_view_get_step (view) == 1);
  if (!widget_test_xdotool ("key alt+Right"))
    return;
  widget_test_wait (nabla_lesson_view_get_step (view) == 2);
  if (!widget_test_xdotool ("key alt+Left"))
    return;
  widget_test_wait (nabla_lesson_view_get_step (view) == 1);
  GtkWidget *title = widget_test_find (GTK_WIDGET (view), GTK_TYPE_LABEL, "One neuron, one line");
  g_assert_true (gtk_widget_get_mapped (title));
  if (!widget_test_xdotool ("key F9"))
    return;
  widget_test_wait (!gtk_widget_get_mapped (title));
  nabla_lesson_view_set_text_visible (view, TRUE);
  widget_test_wait (gtk_widget_get_mapped (title));
}

/* Steps with nothing left to do count, and are remembered. */
static void
test_progress (Fixture *self, gconstpointer data)
{
  open_welcome (self, 0);
  GtkWidget *number = shown (self, NABLA_TYPE_QUIZ_CARD, 0);
  GtkWidget *entry = widget_test_find (number, GTK_TYPE_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "-.5");
  g_signal_emit_by_name (entry, "activate");
  answer (shown (self, NABLA_TYPE_QUIZ_CARD, 1), 0);
  activate (GTK_WIDGET (view_of (self)), "lesson.next");
  nabla_learn_page_go_back (NABLA_LEARN_PAGE (self->page));
  widget_test_wait (says (self->page, "1 of 4 steps"));
  g_assert_true (says (self->page, "Step 2 of 4"));

  g_autoptr (NablaProgress) progress = nabla_progress_new (self->progress);
  g_autofree char *course = nabla_course_folder ();
  g_autofree char *folder = g_build_filename (course, "00-welcome", NULL);
  g_autoptr (NablaLesson) lesson = nabla_lesson_load (folder, "en", NULL);
  g_assert_cmpuint (nabla_progress_count_done (progress, lesson), ==, 1);
  g_assert_cmpuint (nabla_progress_get_step (progress, lesson), ==, 1);
  nabla_learn_page_reset_progress (NABLA_LEARN_PAGE (self->page));
  widget_test_wait (says (self->page, "4 steps"));
}

static void
write_lesson (Fixture *self, const char *text)
{
  g_autofree char *path = g_build_filename (self->folder, "lesson.md", NULL);
  g_assert_true (
      g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
}

static void
test_mistakes (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  NablaLearnPage *page = NABLA_LEARN_PAGE (self->page);
  g_assert_false (nabla_learn_page_open (page, self->folder, 0, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  write_lesson (self, "# Nothing in it\n");
  g_assert_false (nabla_learn_page_open (page, self->folder, 0, &error));
  g_assert_nonnull (strstr (error->message, "lesson.md:1"));
  g_clear_error (&error);
  g_assert_false (nabla_learn_page_is_in_lesson (page));

  /* All kinds of text, live blocks that cannot be, and a step that is too far. */
  write_lesson (
      self,
      "# Mine\n\n## One {#one}\n\n```quiz\n```\n\n```exercise\n```\n\n```instrument none\n```\n\n"
      "```experiment none.nabla\n```\n\n## Two {#two}\n\n- a\n  1. b\n\n| a | b |\n|---|:-:|\n| 1 "
      "| 2 |\n\n"
      "> quoted\n\n```c\nint x;\n```\n\n```math\nz = 1\n```\n\n### End\n");
  g_assert_true (nabla_learn_page_open (page, self->folder, 99, &error));
  g_assert_cmpuint (nabla_lesson_view_get_step (view_of (self)), ==, 1);
  widget_test_frames (self->window, 2);
  nabla_lesson_view_set_step (view_of (self), 0);
  widget_test_frames (self->window, 2);
  g_assert_nonnull (shown (self, GTK_TYPE_EXPANDER, 0));
  g_assert_cmpuint (self->bench.n_wanted, ==, 0);
}

/* From very narrow to very wide, text and bench have their room. */
static void
test_widths (Fixture *self, gconstpointer data)
{
  static const int widths[] = { 360, 700, 800, 1000, 1280, 1590 };
  open_welcome (self, 1);
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      gtk_widget_allocate (GTK_WIDGET (view_of (self)), widths[i], 600, -1, NULL);
      GtkWidget *quiz = widget_test_find (self->page, NABLA_TYPE_QUIZ_CARD, NULL);
      graphene_rect_t bounds;
      g_assert_true (gtk_widget_compute_bounds (quiz, GTK_WIDGET (view_of (self)), &bounds));
      g_assert_cmpfloat (bounds.origin.x, >=, 0);
      g_assert_cmpfloat (bounds.origin.x + bounds.size.width, <=,
                         widths[i] < 720 ? widths[i] : 472);
    }
}

int
main (int argc, char **argv)
{
  widget_test_init (&argc, &argv);
  static const struct
  {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/learn-page/list", test_list },
    { "/learn-page/number", test_number },
    { "/learn-page/choices", test_choices },
    { "/learn-page/instrument", test_instrument },
    { "/learn-page/prediction", test_prediction },
    { "/learn-page/exercise", test_exercise },
    { "/learn-page/walk", test_walk },
    { "/learn-page/keys", test_keys },
    { "/learn-page/progress", test_progress },
    { "/learn-page/mistakes", test_mistakes },
    { "/learn-page/widths", test_widths },
  };
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
