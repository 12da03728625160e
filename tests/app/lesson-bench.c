/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-bench.h"

#include "nabla-figure-view.h"

static gboolean
tick_cb (gpointer data)
{
  LessonBench *self = data;
  g_autoptr (NablaSnapshot) snapshot
      = self->run != NULL ? nabla_run_take_snapshot (self->run) : NULL;
  if (snapshot == NULL)
    return G_SOURCE_CONTINUE;
  for (GtkWidget *view = gtk_widget_get_first_child (self->box); view != NULL;
       view = gtk_widget_get_next_sibling (view))
    nabla_figure_view_set_snapshot (NABLA_FIGURE_VIEW (view), snapshot);
  nabla_learn_page_set_snapshot (self->page, snapshot, self->experiment);
  return G_SOURCE_CONTINUE;
}

static void
start (LessonBench *self)
{
  g_autoptr (GError) error = NULL;
  g_clear_pointer (&self->run, nabla_run_free);
  g_autoptr (NablaProblem) problem = nabla_problem_new (self->experiment, NULL, NULL, &error);
  g_assert_no_error (error);
  NablaTrainer *trainer = nabla_trainer_new (self->experiment, problem, 1, &error);
  g_assert_no_error (error);
  self->run = nabla_run_new (trainer);
  nabla_run_watch (self->run, &nabla_observe_defaults);
}

static void
bench_wanted_cb (LessonBench *self, const NablaLessonBench *bench)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *view;
  self->n_wanted++;
  g_clear_pointer (&self->experiment, nabla_experiment_unref);
  self->experiment = nabla_experiment_parse (bench->text, -1, bench->path, &error);
  g_assert_no_error (error);
  while ((view = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), view);
  for (char **name = bench->views; *name != NULL; name++)
    {
      view = nabla_figure_view_new (nabla_figure_find (*name, NULL));
      gtk_widget_set_vexpand (view, TRUE);
      gtk_widget_add_css_class (view, "card");
      gtk_widget_add_css_class (view, "nabla-tile");
      gtk_widget_set_overflow (view, GTK_OVERFLOW_HIDDEN);
      gtk_box_append (GTK_BOX (self->box), view);
    }
  start (self);
}

void
lesson_bench_init (LessonBench *self, NablaLearnPage *page)
{
  *self = (LessonBench){ .page = page };
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_margin_top (self->box, 12);
  gtk_widget_set_margin_end (self->box, 12);
  gtk_widget_set_margin_bottom (self->box, 12);
  gtk_box_set_homogeneous (GTK_BOX (self->box), TRUE);
  nabla_learn_page_set_bench (page, self->box);
  g_signal_connect_swapped (page, "bench-wanted", G_CALLBACK (bench_wanted_cb), self);
  self->tick = g_timeout_add (15, tick_cb, self);
}

void
lesson_bench_clear (LessonBench *self)
{
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_pointer (&self->run, nabla_run_free);
  g_clear_pointer (&self->experiment, nabla_experiment_unref);
}

void
lesson_bench_change (LessonBench *self, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;
  NablaExperiment *changed = nabla_experiment_with (self->experiment, key, value, &error);
  g_assert_no_error (error);
  nabla_experiment_unref (self->experiment);
  self->experiment = changed;
  start (self);
}

void
lesson_bench_play (LessonBench *self)
{
  nabla_run_play (self->run, 0);
}
