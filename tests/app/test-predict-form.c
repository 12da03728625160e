/* The form of an example to be predicted: rows that are pasted, and fields that are typed.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-predict-form.h"
#include "nabla-problem.h"

#include <adwaita.h>

static const char text[] = "[experiment]\nformat=1\ntitle=Moons\nseed=1\n"
                           "[data]\nsource=moons\nsamples=20\n"
                           "[layer output]\nop=dense\nunits=1\n"
                           "[loss]\nop=sigmoid_cross_entropy\n"
                           "[train]\noptimizer=adam\nlearning_rate=0.01\n";

typedef struct {
  NablaPredictForm *form;
  guint n_changed;
} Fixture;

static void
changed_cb (Fixture *fixture)
{
  fixture->n_changed++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) experiment = nabla_experiment_parse (text, -1, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (NablaProblem) problem = nabla_problem_new (experiment, NULL, NULL, &error);
  g_assert_no_error (error);
  fixture->form = NABLA_PREDICT_FORM (g_object_ref_sink (nabla_predict_form_new ()));
  nabla_predict_form_set_dataset (fixture->form, problem->dataset);
  g_signal_connect_swapped (fixture->form, "changed", G_CALLBACK (changed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->form);
}

static void
assert_values (Fixture *fixture, double first, double second)
{
  guint n;
  const double *values = nabla_predict_form_values (fixture->form, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat (values[0], ==, first);
  g_assert_cmpfloat (values[1], ==, second);
}

/* A row may have its label behind it, a number or a word; nothing more. */
static void
test_rows (Fixture *fixture, gconstpointer data)
{
  const char *const good[] = { "0.5,-2", "0.5;-2;1", " 0.5\t-2\tupper\n", "0.5 -2" };
  const char *const bad[] = { "", "0.5", "0.5,-2,1,7", "0.5,-2,upper,7", "half,-2", "0.5,nan", "0.5,-2,1,x,y" };
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_true (nabla_predict_form_read (fixture->form, "7,7", &error));
      g_assert_true (nabla_predict_form_read (fixture->form, good[i], &error));
      g_assert_no_error (error);
      assert_values (fixture, 0.5, -2);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      guint n_changed = fixture->n_changed;
      g_assert_false (nabla_predict_form_read (fixture->form, bad[i], &error));
      g_assert_nonnull (error);
      g_assert_cmpuint (fixture->n_changed, ==, n_changed);
      assert_values (fixture, 0.5, -2);
    }
}

static GtkWidget *
find_entry (GtkWidget *widget)
{
  if (GTK_IS_ENTRY (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_entry (child);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
insert (GtkWidget *entry, const char *inserted)
{
  int position = -1;
  gtk_editable_insert_text (gtk_editable_get_delegate (GTK_EDITABLE (entry)), inserted, -1, &position);
}

/* A comma that is typed is a mistake in one number, not a row; a pasted row is one. */
static void
test_typed (Fixture *fixture, gconstpointer data)
{
  GtkWidget *entry = find_entry (GTK_WIDGET (fixture->form));
  g_autoptr (GError) error = NULL;
  g_assert_true (nabla_predict_form_read (fixture->form, "3,4", &error));
  insert (entry, "5");
  assert_values (fixture, 35, 4);
  insert (entry, ",");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "35,");
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  assert_values (fixture, 35, 4);
  insert (entry, "1.5, 2.5, 0");
  assert_values (fixture, 1.5, 2.5);
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
#define ADD(name, function) g_test_add ("/predict-form/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("rows", test_rows);
  ADD ("typed", test_typed);
  return g_test_run ();
}
