/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-bench-study.h"

#include "nabla-error.h"
#include "nabla-label.h"
#include "nabla-titles.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define POLL_MILLISECONDS 80

/* What the thread and the window share of one computation. */
typedef struct
{
  const NablaStudy *study;
  NablaRunFork *fork;
  double settings[NABLA_MAX_PARAMS];
  gint cancel;   /* (atomic) */
  gint permille; /* (atomic) */
  GMutex mutex;
  NablaSnapshot *so_far; /* (nullable) */
} Job;

struct _NablaBenchStudy
{
  const NablaStudy *study;
  NablaFigureView *view; /* owned by the tile, as the widgets below */
  NablaSession *session;
  GtkWidget *box, *label, *button, *progress, *stop;
  double settings[NABLA_MAX_PARAMS];
  GCancellable *cancellable; /* (nullable) of what is computed */
  Job *job;                  /* (nullable) its part that is on a thread */
  guint timeout;
  gint64 computed_step; /* −1: nothing yet */
  gint64 step;          /* of the run */
  gboolean when_paused;
  GPtrArray *actions; /* of GSimpleAction, whose menu may outlive this */
  guint revision;     /* of settings: grows with each change */
  guint computed_revision;
};

static void start (NablaBenchStudy *self);

static void
job_clear (gpointer data)
{
  Job *job = data;
  g_clear_pointer (&job->fork, nabla_run_fork_free);
  g_clear_pointer (&job->so_far, nabla_snapshot_unref);
  g_mutex_clear (&job->mutex);
}

static void
job_unref (gpointer job)
{
  g_atomic_rc_box_release_full (job, job_clear);
}

static void
update (NablaBenchStudy *self)
{
  gboolean is_busy = self->cancellable != NULL;
  gboolean is_old
      = self->computed_step >= 0
        && (self->computed_step != self->step || self->computed_revision != self->revision);
  gtk_widget_set_visible (self->button, !is_busy);
  gtk_widget_set_visible (self->progress, is_busy);
  gtk_widget_set_visible (self->stop, is_busy);
  gtk_widget_set_visible (self->label, !is_busy && is_old);
  gtk_button_set_label (GTK_BUTTON (self->button),
                        self->computed_step < 0 ? _ ("Compute") : _ ("Again"));
  if (is_old)
    {
      char number[NABLA_LABEL_LENGTH];
      g_autofree char *text = g_strdup_printf (_ ("computed at step %s"),
                                               nabla_label_count (self->computed_step, number));
      gtk_label_set_text (GTK_LABEL (self->label), text);
    }
}

static void
forget (NablaBenchStudy *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_pointer (&self->job, job_unref);
  g_clear_object (&self->cancellable);
}

static void
stop (NablaBenchStudy *self)
{
  if (self->job != NULL)
    g_atomic_int_set (&self->job->cancel, 1);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  forget (self);
}

static void
progress_cb (double share, const NablaSnapshot *so_far, gpointer data)
{
  Job *job = data;
  g_atomic_int_set (&job->permille, (int)(1000 * share));
  if (so_far == NULL)
    return;
  g_mutex_lock (&job->mutex);
  g_clear_pointer (&job->so_far, nabla_snapshot_unref);
  job->so_far = nabla_snapshot_ref (so_far);
  g_mutex_unlock (&job->mutex);
}

static void
compute (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  const NablaStudyTask study_task = { job->fork, job->settings, progress_cb, job, &job->cancel };
  NablaSnapshot *snapshot = nabla_study_run (job->study, &study_task, &error);
  if (snapshot != NULL)
    g_task_return_pointer (task, snapshot, (GDestroyNotify)nabla_snapshot_unref);
  else
    g_task_return_error (task, error);
}

/* Whatever was stopped answers too late: @data may be gone, so it is not looked at. */
static gboolean
is_stopped (GAsyncResult *result)
{
  return g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result)));
}

static void
fail (NablaBenchStudy *self, const GError *error)
{
  forget (self);
  if (!g_error_matches (error, NABLA_ERROR, NABLA_ERROR_CANCELLED))
    nabla_session_report (self->session, error);
  update (self);
}

static void
computed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  NablaBenchStudy *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaSnapshot) snapshot = g_task_propagate_pointer (G_TASK (result), &error);
  if (is_stopped (result))
    return;
  if (snapshot == NULL)
    {
      fail (self, error);
      return;
    }
  forget (self);
  self->computed_step = snapshot->step;
  nabla_figure_view_set_snapshot (self->view, snapshot);
  update (self);
}

static gboolean
poll_cb (gpointer data)
{
  NablaBenchStudy *self = data;
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress),
                                 g_atomic_int_get (&self->job->permille) / 1000.0);
  g_mutex_lock (&self->job->mutex);
  g_autoptr (NablaSnapshot) so_far = g_steal_pointer (&self->job->so_far);
  g_mutex_unlock (&self->job->mutex);
  if (so_far != NULL)
    nabla_figure_view_set_snapshot (self->view, so_far);
  return G_SOURCE_CONTINUE;
}

static void
forked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  NablaBenchStudy *self = data;
  g_autoptr (GError) error = NULL;
  NablaRunFork *fork = nabla_session_fork_finish (NABLA_SESSION (source), result, &error);
  if (is_stopped (result))
    {
      nabla_run_fork_free (fork);
      return;
    }
  if (fork == NULL)
    {
      fail (self, error);
      return;
    }
  self->job = g_atomic_rc_box_new0 (Job);
  self->job->study = self->study;
  self->job->fork = fork;
  memcpy (self->job->settings, self->settings, sizeof self->settings);
  g_mutex_init (&self->job->mutex);
  self->timeout = g_timeout_add (POLL_MILLISECONDS, poll_cb, self);
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, computed_cb, self);
  /* What was stopped gives its snapshot to nobody, but ends at its own pace. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_atomic_rc_box_acquire (self->job), job_unref);
  g_task_run_in_thread (task, compute);
}

static void
start (NablaBenchStudy *self)
{
  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  self->computed_revision = self->revision;
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), 0);
  nabla_session_fork_async (self->session, self->cancellable, forked_cb, self);
  update (self);
}

static void
stop_cb (NablaBenchStudy *self)
{
  stop (self);
  update (self);
}

void
nabla_bench_study_free (NablaBenchStudy *self)
{
  if (self == NULL)
    return;
  stop (self);
  g_signal_handlers_disconnect_by_data (self->button, self);
  g_signal_handlers_disconnect_by_data (self->stop, self);
  for (guint i = 0; i < self->actions->len; i++)
    g_signal_handlers_disconnect_by_data (self->actions->pdata[i], self);
  g_ptr_array_unref (self->actions);
  g_clear_object (&self->box);
  g_clear_object (&self->session);
  g_free (self);
}

static void
turn_cb (GSimpleAction *action, GVariant *value, NablaBenchStudy *self)
{
  int index = nabla_param_find (self->study->params, g_action_get_name (G_ACTION (action)));
  if (index < 0)
    return;
  g_simple_action_set_state (action, value);
  self->settings[index] = g_variant_get_double (value);
  self->revision++;
  /* What was computed before is asked for again with the new setting. */
  if (self->computed_step >= 0 || self->cancellable != NULL)
    {
      stop (self);
      start (self);
    }
  update (self);
}

static void
when_paused_cb (GSimpleAction *action, GVariant *value, NablaBenchStudy *self)
{
  g_simple_action_set_state (action, value);
  self->when_paused = g_variant_get_boolean (value);
}

/* A few values between which one may choose: all of a choice, else around the default */
static void
add_values (const NablaParamSpec *spec, const char *action, GMenu *menu)
{
  static const double factors[] = { 0.125, 0.25, 0.5, 1, 2, 4, 8 };
  if (spec->type == NABLA_PARAM_CHOICE)
    for (guint i = 0; spec->choices[i] != NULL; i++)
      {
        g_autoptr (GMenuItem) item = g_menu_item_new (nabla_choice_title (spec->choices[i]), NULL);
        g_menu_item_set_action_and_target (item, action, "d", (double)i);
        g_menu_append_item (menu, item);
      }
  else
    for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
      {
        double value = spec->initial == 0 ? i * 0.1 : spec->initial * factors[i];
        if (spec->type == NABLA_PARAM_INTEGER)
          value = spec->initial < 8 ? i + 1 : round (value);
        if (value < spec->minimum || value > spec->maximum)
          continue;
        g_autofree char *text = nabla_param_format (spec, value);
        g_autoptr (GMenuItem) item = g_menu_item_new (text, NULL);
        g_menu_item_set_action_and_target (item, action, "d", value);
        g_menu_append_item (menu, item);
      }
}

static void
add_menu (NablaBenchStudy *self, NablaTile *tile)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GMenu) section = g_menu_new ();
  GMenuModel *menu = nabla_tile_get_menu_model (tile);
  for (guint i = 0; self->study->params[i].name != NULL; i++)
    {
      const NablaParamSpec *spec = &self->study->params[i];
      g_autofree char *full = g_strconcat ("study.", spec->name, NULL);
      g_autoptr (GMenu) submenu = g_menu_new ();
      g_autoptr (GSimpleAction) action = g_simple_action_new_stateful (
          spec->name, G_VARIANT_TYPE_DOUBLE, g_variant_new_double (self->settings[i]));
      g_signal_connect (action, "change-state", G_CALLBACK (turn_cb), self);
      g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (action));
      g_ptr_array_add (self->actions, g_object_ref (action));
      add_values (spec, full, submenu);
      g_menu_append_submenu (section, _ (spec->title), G_MENU_MODEL (submenu));
    }
  g_autoptr (GSimpleAction) automatic
      = g_simple_action_new_stateful ("when-paused", NULL, g_variant_new_boolean (FALSE));
  g_signal_connect (automatic, "change-state", G_CALLBACK (when_paused_cb), self);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (automatic));
  g_ptr_array_add (self->actions, g_object_ref (automatic));
  g_menu_append (section, _ ("Compute When Paused"), "study.when-paused");
  if (G_IS_MENU (menu))
    g_menu_prepend_section (G_MENU (menu), NULL, G_MENU_MODEL (section));
  gtk_widget_insert_action_group (GTK_WIDGET (tile), "study", G_ACTION_GROUP (actions));
}

NablaBenchStudy *
nabla_bench_study_new (const NablaStudy *study,
                       NablaTile *tile,
                       NablaFigureView *view,
                       NablaSession *session)
{
  g_return_val_if_fail (study != NULL && NABLA_IS_TILE (tile), NULL);

  NablaBenchStudy *self = g_new0 (NablaBenchStudy, 1);
  self->study = study;
  self->view = view;
  self->session = g_object_ref (session);
  self->computed_step = -1;
  self->actions = g_ptr_array_new_with_free_func (g_object_unref);
  nabla_param_defaults (study->params, self->settings);
  self->box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  self->label = gtk_label_new (NULL);
  self->button = gtk_button_new_with_label (_ ("Compute"));
  self->progress = gtk_progress_bar_new ();
  self->stop = gtk_button_new_from_icon_name ("process-stop-symbolic");
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->label, "caption");
  gtk_widget_add_css_class (self->label, "nabla-sec");
  gtk_widget_add_css_class (self->button, "nabla-small");
  gtk_widget_add_css_class (self->stop, "flat");
  gtk_widget_set_size_request (self->progress, 80, -1);
  gtk_widget_set_tooltip_text (self->button, _ (study->help));
  gtk_widget_set_tooltip_text (self->stop, _ ("Stop Computing"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->stop), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Stop Computing"), -1);
  GtkWidget *const children[] = { self->label, self->progress, self->button, self->stop };
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      gtk_widget_set_valign (children[i], GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (self->box), children[i]);
    }
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (start), self);
  g_signal_connect_swapped (self->stop, "clicked", G_CALLBACK (stop_cb), self);
  nabla_tile_add_end (tile, self->box);
  add_menu (self, tile);
  g_autoptr (NablaSnapshot) empty = nabla_snapshot_new ();
  nabla_figure_view_set_snapshot (view, empty);
  update (self);
  return self;
}

void
nabla_bench_study_follow (NablaBenchStudy *self, const NablaSnapshot *snapshot)
{
  self->step = snapshot->step;
  if (self->when_paused && self->cancellable == NULL && self->computed_step != self->step
      && nabla_session_state (self->session) != NABLA_RUN_RUNNING
      && gtk_widget_get_mapped (GTK_WIDGET (self->view)))
    start (self);
  update (self);
}

void
nabla_bench_study_run_changed (NablaBenchStudy *self)
{
  stop (self);
  self->computed_step = -1;
  g_autoptr (NablaSnapshot) empty = nabla_snapshot_new ();
  nabla_figure_view_set_snapshot (self->view, empty);
  update (self);
}
