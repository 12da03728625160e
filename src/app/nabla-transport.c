/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-transport.h"

#include "nabla-bug-chip.h"
#include "nabla-label.h"
#include "nabla-timeline.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Points of the miniature: more than its pixels would not be seen. */
#define MINIATURE 600
/* Numbers that are read are not changed oftener. */
#define TEXT_TIME (G_USEC_PER_SEC / 8)

struct _NablaTransport {
  GtkBox parent_instance;
  NablaSession *session;
  GtkButton *reset;
  GtkButton *play;
  GtkButton *back;
  GtkButton *step;
  GtkMenuButton *speed;
  GtkStack *branch_place; /* keeps its room: what is dragged must not move */
  GtkWidget *no_branch;
  GtkButton *branch;
  GtkLabel *branch_label;
  GtkBox *timeline_slot;
  GtkLabel *step_label;
  GtkLabel *rate_label;
  NablaTimeline *timeline;
  gint64 text_time;
  gboolean narrow;
};

G_DEFINE_FINAL_TYPE (NablaTransport, nabla_transport, GTK_TYPE_BOX)

static const double speeds[] = { 0, 1, 5, 25, 100, 500, 2500 };

char *
nabla_transport_format_count (gint64 number)
{
  char buffer[NABLA_LABEL_LENGTH];
  return g_strdup (nabla_label_count (number, buffer));
}

static char *
speed_title (double speed)
{
  if (speed == 0)
    return g_strdup (_("Full speed"));
  g_autofree char *count = nabla_transport_format_count (speed);
  /* Translators: steps per second */
  return g_strdup_printf (_("%s/s"), count);
}

static GMenu *
make_speed_menu (void)
{
  GMenu *menu = g_menu_new ();
  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    {
      g_autofree char *title = speed_title (speeds[i]);
      g_autoptr (GMenuItem) item = g_menu_item_new (title, NULL);
      g_menu_item_set_action_and_target (item, "bench.speed", "d", speeds[i]);
      g_menu_append_item (menu, item);
    }
  return menu;
}

/* The cost of the whole run, as few points: of the train set where it is measured,
 * else of the mini-batches. */
static void
show_curve (NablaTransport *self, const NablaSnapshot *snapshot)
{
  float steps[MINIATURE], values[MINIATURE];
  guint n = 0;
  const NablaCostCurves *curves
    = snapshot->curves != NULL && snapshot->curves->len > 0 ? snapshot->curves->pdata[0] : NULL;
  const NablaSeries *series = curves == NULL ? NULL
                              : curves->split_cost[NABLA_SNAPSHOT_TRAIN] != NULL
                                ? curves->split_cost[NABLA_SNAPSHOT_TRAIN]
                                : curves->cost;
  gsize length = series != NULL ? nabla_series_length (series) : 0;
  for (gsize i = 0; i < MIN (length, MINIATURE); i++)
    {
      gsize at = length <= MINIATURE ? i : i * (length - 1) / (MINIATURE - 1);
      NablaPoint point = nabla_series_get (series, at);
      if (!isfinite (point.value))
        continue;
      steps[n] = point.step;
      values[n++] = point.value;
    }
  nabla_timeline_set_curve (self->timeline, steps, values, n);
}

static void
show_text (NablaTransport *self)
{
  const NablaSnapshot *snapshot = nabla_session_snapshot (self->session);
  NablaExperiment *experiment = nabla_session_experiment (self->session);
  gint64 step = nabla_session_steps (self->session);
  gint64 total = experiment != NULL ? nabla_experiment_train (experiment)->steps : 0;
  double rate = nabla_session_rate (self->session);
  gboolean running = nabla_session_state (self->session) == NABLA_RUN_RUNNING;
  g_autofree char *count = nabla_transport_format_count (step);
  g_autofree char *of = nabla_transport_format_count (total);
  g_autofree char *per_second = nabla_transport_format_count (rate >= 1000 ? round (rate / 100) * 100 : round (rate));
  g_autofree char *epoch = nabla_transport_format_count (snapshot != NULL ? snapshot->epoch : 0);

  g_autofree char *bold = g_strdup_printf ("<span size='13500' weight='bold'>%s</span>", count);
  /* Translators: 4,800 of 6,000 steps; the first number is large. Keep the markup. */
  g_autofree char *first
    = self->narrow ? g_strdup (bold)
                   : g_strdup_printf (_("%1$s <span size='9000'>of %2$s steps</span>"), bold, of);
  double progress = nabla_session_seek_progress (self->session);
  g_autofree char *second
    = progress >= 0 ? g_strdup_printf (_("on the way there · %.0f%%"), 100 * progress)
      : running && rate > 0 ? g_strdup_printf (_("epoch %1$s · %2$s steps/s"), epoch, per_second)
      : nabla_session_looked_at (self->session) >= 0 ? g_strdup_printf (_("epoch %s · looking back"), epoch)
                                                     : g_strdup_printf (_("epoch %s"), epoch);
  gtk_label_set_markup (self->step_label, first);
  gtk_label_set_text (self->rate_label, second);
  self->text_time = g_get_monotonic_time ();
}

/* What was changed in the run, at its steps. */
static void
show_changes (NablaTransport *self)
{
  g_autoptr (GArray) record = nabla_session_record (self->session);
  g_autofree gint64 *steps = g_new (gint64, record->len);
  g_auto (GStrv) texts = g_new0 (char *, record->len + 1);
  guint n = 0;
  for (guint i = 0; i < record->len; i++)
    {
      const NablaChange *change = &g_array_index (record, NablaChange, i);
      g_autofree char *text = nabla_session_describe_recorded (self->session, record, i);
      if (n > 0 && steps[n - 1] == change->step)
        {
          g_autofree char *before = texts[n - 1];
          texts[n - 1] = g_strjoin (", ", before, text, NULL);
          continue;
        }
      steps[n] = change->step;
      texts[n++] = g_steal_pointer (&text);
    }
  nabla_timeline_set_marks (self->timeline, steps, (const char *const *) texts, n);
}

static void
show_place (NablaTransport *self)
{
  NablaExperiment *experiment = nabla_session_experiment (self->session);
  gint64 tip = nabla_session_tip (self->session), looked_at = nabla_session_looked_at (self->session);
  /* A past step may be one of an experiment that was to end earlier. */
  if (experiment != NULL)
    nabla_timeline_set_steps_total (self->timeline, MAX (nabla_experiment_train (experiment)->steps, tip));
  nabla_timeline_set_step (self->timeline, tip);
  nabla_timeline_set_looked_at (self->timeline, looked_at);
  gtk_stack_set_visible_child (self->branch_place, looked_at >= 0 ? GTK_WIDGET (self->branch) : self->no_branch);
}

static void
snapshot_cb (NablaTransport *self, const NablaSnapshot *snapshot)
{
  show_place (self);
  if (g_get_monotonic_time () - self->text_time < TEXT_TIME
      && nabla_session_state (self->session) == NABLA_RUN_RUNNING)
    return;
  show_curve (self, snapshot);
  show_changes (self);
  show_text (self);
}

static void
seek_cb (NablaTransport *self, gint64 step)
{
  nabla_session_seek (self->session, step);
  show_text (self);
}

static void
state_changed_cb (NablaTransport *self)
{
  NablaExperiment *experiment = nabla_session_experiment (self->session);
  gboolean running = nabla_session_is_playing (self->session);
  const char *name = running ? _("Pause") : _("Train");
  gtk_button_set_icon_name (self->play, running ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  const char *tip = running ? _("Pause (Space)") : _("Train (Space)");
  if (g_strcmp0 (gtk_widget_get_tooltip_text (GTK_WIDGET (self->play)), tip) != 0)
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->play), tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  nabla_timeline_set_seekable (self->timeline, experiment != NULL);
  if (nabla_session_snapshot (self->session) != NULL)
    show_curve (self, nabla_session_snapshot (self->session));
  show_place (self);
  show_changes (self);
  show_text (self);
}

void
nabla_transport_set_session (NablaTransport *self, NablaSession *session)
{
  g_return_if_fail (NABLA_IS_TRANSPORT (self) && NABLA_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  gtk_box_insert_child_after (GTK_BOX (self), nabla_bug_chip_new (session), GTK_WIDGET (self->timeline_slot));
  g_signal_connect_object (session, "snapshot", G_CALLBACK (snapshot_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "state-changed", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "experiment-changed", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
  state_changed_cb (self);
}

void
nabla_transport_set_speed (NablaTransport *self, double speed)
{
  g_return_if_fail (NABLA_IS_TRANSPORT (self));

  g_autofree char *title = speed_title (speed);
  gtk_menu_button_set_label (self->speed, title);
}

void
nabla_transport_set_narrow (NablaTransport *self, gboolean narrow)
{
  g_return_if_fail (NABLA_IS_TRANSPORT (self));

  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  gtk_widget_set_visible (GTK_WIDGET (self->speed), !narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->branch_label), !narrow);
  if (self->session != NULL)
    show_text (self);
}

void
nabla_transport_set_scale (NablaTransport *self, double scale)
{
  g_return_if_fail (NABLA_IS_TRANSPORT (self) && scale > 0);

  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_scale_new (scale));
  gtk_label_set_attributes (self->step_label, attributes);
  gtk_label_set_attributes (self->rate_label, attributes);
}

static void
nabla_transport_dispose (GObject *object)
{
  NablaTransport *self = NABLA_TRANSPORT (object);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (nabla_transport_parent_class)->dispose (object);
}

/* Space trains, wherever the user came from. */
static gboolean
nabla_transport_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (NABLA_TRANSPORT (widget)->play));
}

static void
nabla_transport_class_init (NablaTransportClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = nabla_transport_dispose;
  widget_class->grab_focus = nabla_transport_grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/nabla/Nabla/app/nabla-transport.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaTransport, reset);
  gtk_widget_class_bind_template_child (widget_class, NablaTransport, back);
  gtk_widget_class_bind_template_child (widget_class, NablaTransport, play);
  gtk_widget_class_bind_template_child (widget_class, NablaTransport, step);
  gtk_widget_class_bind_template_child (widget_class, NablaTransport, speed);
  gtk_widget_class_bind_template_child (widget_class, NablaTransport, branch_place);
  gtk_widget_class_bind_template_child (widget_class, NablaTransport, no_branch);
  gtk_widget_class_bind_template_child (widget_class, NablaTransport, branch);
  gtk_widget_class_bind_template_child (widget_class, NablaTransport, branch_label);
  gtk_widget_class_bind_template_child (widget_class, NablaTransport, timeline_slot);
  gtk_widget_class_bind_template_child (widget_class, NablaTransport, step_label);
  gtk_widget_class_bind_template_child (widget_class, NablaTransport, rate_label);
}

static void
nabla_transport_init (NablaTransport *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->timeline = NABLA_TIMELINE (nabla_timeline_new ());
  gtk_widget_set_hexpand (GTK_WIDGET (self->timeline), TRUE);
  gtk_box_append (self->timeline_slot, GTK_WIDGET (self->timeline));
  g_signal_connect_object (self->timeline, "seek", G_CALLBACK (seek_cb), self, G_CONNECT_SWAPPED);
  g_autoptr (GMenu) menu = make_speed_menu ();
  gtk_menu_button_set_menu_model (self->speed, G_MENU_MODEL (menu));
  nabla_transport_set_speed (self, NABLA_TRANSPORT_SPEED);
}
