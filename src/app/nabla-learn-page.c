/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-learn-page.h"

#include "nabla-course.h"
#include "nabla-error.h"
#include "nabla-lesson-list.h"
#include "nabla-lesson-view.h"
#include "nabla-progress.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _NablaLearnPage
{
  GtkWidget parent_instance;
  char *folder;
  NablaProgress *progress;
  guint step; /* that is shown */
  GtkWidget *stack;
  GtkWidget *list;
  GtkWidget *view;
};

G_DEFINE_FINAL_TYPE (NablaLearnPage, nabla_learn_page, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_IN_LESSON,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

enum
{
  BENCH_WANTED,
  BENCH_REQUESTED,
  STEP_CHANGED,
  EXERCISE_MET,
  LINK_ACTIVATED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

gboolean
nabla_learn_page_is_in_lesson (NablaLearnPage *self)
{
  g_return_val_if_fail (NABLA_IS_LEARN_PAGE (self), FALSE);

  return gtk_stack_get_visible_child (GTK_STACK (self->stack)) == self->view;
}

const NablaLesson *
nabla_learn_page_get_lesson (NablaLearnPage *self)
{
  g_return_val_if_fail (NABLA_IS_LEARN_PAGE (self), NULL);

  return nabla_lesson_view_get_lesson (NABLA_LESSON_VIEW (self->view));
}

gboolean
nabla_learn_page_open (NablaLearnPage *self, const char *folder, guint step, GError **error)
{
  g_return_val_if_fail (NABLA_IS_LEARN_PAGE (self) && folder != NULL, FALSE);

  NablaLesson *lesson = nabla_lesson_load (folder, NULL, error);
  if (lesson == NULL)
    return FALSE;
  if (lesson->steps->len == 0)
    {
      g_autofree char *problem
          = nabla_lesson_problem_format (g_ptr_array_index (lesson->problems, 0));
      g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_DATA, problem);
      nabla_lesson_free (lesson);
      return FALSE;
    }
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->view);
  self->step = MIN (step, lesson->steps->len - 1);
  nabla_lesson_view_set_lesson (NABLA_LESSON_VIEW (self->view), lesson, self->step);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IN_LESSON]);
  return TRUE;
}

void
nabla_learn_page_go_back (NablaLearnPage *self)
{
  g_return_if_fail (NABLA_IS_LEARN_PAGE (self));

  if (!nabla_learn_page_is_in_lesson (self))
    return;
  nabla_lesson_list_refresh (NABLA_LESSON_LIST (self->list));
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->list);
  nabla_lesson_view_set_lesson (NABLA_LESSON_VIEW (self->view), NULL, 0);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IN_LESSON]);
}

/* A step that the student leaves with nothing left to do there is done. */
static void
note_done (NablaLearnPage *self)
{
  const NablaLesson *lesson = nabla_learn_page_get_lesson (self);
  if (lesson != NULL && !nabla_lesson_view_is_step_open (NABLA_LESSON_VIEW (self->view)))
    nabla_progress_set_done (self->progress, lesson,
                             nabla_lesson_view_get_step (NABLA_LESSON_VIEW (self->view)));
}

static void
open_lesson_cb (NablaLearnPage *self, const char *folder, guint step)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *copy = g_strdup (folder);
  if (!nabla_learn_page_open (self, copy, step, &error))
    g_message ("%s", error->message);
}

static void
bench_requested_cb (NablaLearnPage *self)
{
  g_signal_emit (self, signals[BENCH_REQUESTED], 0);
}

static void
bench_wanted_cb (NablaLearnPage *self, gpointer bench)
{
  g_signal_emit (self, signals[BENCH_WANTED], 0, bench);
}

static void
step_leaving_cb (NablaLearnPage *self)
{
  note_done (self);
}

static void
step_changed_cb (NablaLearnPage *self, guint step)
{
  nabla_progress_visit (self->progress, nabla_learn_page_get_lesson (self), step);
  self->step = step;
  g_signal_emit (self, signals[STEP_CHANGED], 0, step);
}

static void
exercise_met_cb (NablaLearnPage *self, guint step)
{
  g_signal_emit (self, signals[EXERCISE_MET], 0, step);
}

static void
finished_cb (NablaLearnPage *self)
{
  note_done (self);
  nabla_learn_page_go_back (self);
}

/* `lesson:01-introduction` lies beside the lesson that is open. */
static void
link_activated_cb (NablaLearnPage *self, const char *uri)
{
  const NablaLesson *lesson = nabla_learn_page_get_lesson (self);
  if (!g_str_has_prefix (uri, "lesson:") || lesson == NULL)
    {
      g_signal_emit (self, signals[LINK_ACTIVATED], 0, uri);
      return;
    }
  const char *name = uri + strlen ("lesson:");
  g_autofree char *beside = g_path_get_dirname (lesson->folder);
  g_autofree char *folder = g_build_filename (beside, name, NULL);
  if (strchr (name, '/') == NULL && *name != '.')
    open_lesson_cb (self, folder, 0);
}

void
nabla_learn_page_set_bench (NablaLearnPage *self, GtkWidget *bench)
{
  g_return_if_fail (NABLA_IS_LEARN_PAGE (self));

  nabla_lesson_view_set_bench (NABLA_LESSON_VIEW (self->view), bench);
}

void
nabla_learn_page_set_side (NablaLearnPage *self, GtkWidget *card)
{
  g_return_if_fail (NABLA_IS_LEARN_PAGE (self));

  nabla_lesson_list_set_side (NABLA_LESSON_LIST (self->list), card);
}

void
nabla_learn_page_set_below (NablaLearnPage *self, GtkWidget *widget)
{
  g_return_if_fail (NABLA_IS_LEARN_PAGE (self));

  nabla_lesson_list_set_below (NABLA_LESSON_LIST (self->list), widget);
}

void
nabla_learn_page_set_values (NablaLearnPage *self, const NablaRunValues *values)
{
  g_return_if_fail (NABLA_IS_LEARN_PAGE (self) && values != NULL);

  nabla_lesson_view_set_values (NABLA_LESSON_VIEW (self->view), values);
}

void
nabla_learn_page_set_snapshot (NablaLearnPage *self,
                               const NablaSnapshot *snapshot,
                               const NablaExperiment *experiment)
{
  g_return_if_fail (NABLA_IS_LEARN_PAGE (self) && snapshot != NULL);

  NablaRunValues values;
  nabla_run_values_init (&values);
  if (experiment != NULL)
    nabla_run_values_set_experiment (&values, experiment);
  values.values[NABLA_QUANTITY_STEPS] = snapshot->step;
  for (int split = 0; split < NABLA_SNAPSHOT_SPLITS; split++)
    {
      const NablaMetrics *metrics = &snapshot->metrics[split];
      values.examples[split] = metrics->m;
      if (metrics->m == 0)
        continue;
      values.values[NABLA_QUANTITY_TRAIN_COST + split] = metrics->cost;
      values.values[NABLA_QUANTITY_TRAIN_ACCURACY + split] = metrics->accuracy;
      values.values[NABLA_QUANTITY_TRAIN_RMSE + split] = metrics->rmse;
      values.values[NABLA_QUANTITY_TRAIN_R2 + split] = metrics->r2;
    }
  nabla_learn_page_set_values (self, &values);
}

void
nabla_learn_page_reset_progress (NablaLearnPage *self)
{
  g_return_if_fail (NABLA_IS_LEARN_PAGE (self));

  nabla_progress_reset (self->progress);
  nabla_lesson_list_refresh (NABLA_LESSON_LIST (self->list));
}

static void
nabla_learn_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_IN_LESSON)
    g_value_set_boolean (value, nabla_learn_page_is_in_lesson (NABLA_LEARN_PAGE (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nabla_learn_page_dispose (GObject *object)
{
  g_clear_pointer (&NABLA_LEARN_PAGE (object)->stack, gtk_widget_unparent);
  G_OBJECT_CLASS (nabla_learn_page_parent_class)->dispose (object);
}

static void
nabla_learn_page_finalize (GObject *object)
{
  NablaLearnPage *self = NABLA_LEARN_PAGE (object);
  g_clear_pointer (&self->progress, nabla_progress_free);
  g_free (self->folder);
  G_OBJECT_CLASS (nabla_learn_page_parent_class)->finalize (object);
}

static void
nabla_learn_page_class_init (NablaLearnPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);
  object_class->get_property = nabla_learn_page_get_property;
  object_class->dispose = nabla_learn_page_dispose;
  object_class->finalize = nabla_learn_page_finalize;
  props[PROP_IN_LESSON]
      = g_param_spec_boolean ("in-lesson", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[BENCH_WANTED] = g_signal_new ("bench-wanted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[BENCH_REQUESTED] = g_signal_new ("bench-requested", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 0);
  signals[STEP_CHANGED] = g_signal_new ("step-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[EXERCISE_MET] = g_signal_new ("exercise-met", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[LINK_ACTIVATED] = g_signal_new ("link-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
nabla_learn_page_init (NablaLearnPage *self)
{
  static const struct
  {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "bench-wanted", G_CALLBACK (bench_wanted_cb) },
    { "step-leaving", G_CALLBACK (step_leaving_cb) },
    { "step-changed", G_CALLBACK (step_changed_cb) },
    { "exercise-met", G_CALLBACK (exercise_met_cb) },
    { "finished", G_CALLBACK (finished_cb) },
    { "link-activated", G_CALLBACK (link_activated_cb) },
  };
  self->view = nabla_lesson_view_new ();
  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_swapped (self->view, handlers[i].signal, handlers[i].callback, self);
  self->stack = gtk_stack_new ();
  gtk_stack_set_hhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_stack_set_vhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
}

GtkWidget *
nabla_learn_page_new (const char *folder, const char *progress_path)
{
  NablaLearnPage *self = g_object_new (NABLA_TYPE_LEARN_PAGE, NULL);
  self->folder = folder != NULL ? g_strdup (folder) : nabla_course_folder ();
  self->progress = nabla_progress_new (progress_path);
  self->list = nabla_lesson_list_new (self->folder, self->progress);
  g_signal_connect_swapped (self->list, "open-lesson", G_CALLBACK (open_lesson_cb), self);
  g_signal_connect_swapped (self->list, "bench-requested", G_CALLBACK (bench_requested_cb), self);
  gtk_stack_add_child (GTK_STACK (self->stack), self->list);
  gtk_stack_add_child (GTK_STACK (self->stack), self->view);
  return GTK_WIDGET (self);
}
