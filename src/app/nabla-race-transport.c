/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-race-transport.h"

#include "nabla-label.h"
#include "nabla-race-curves.h"
#include "nabla-timeline.h"

#include <glib/gi18n-lib.h>

/* What is read is not changed oftener. */
#define TEXT_TIME (G_USEC_PER_SEC / 12)

struct _NablaRaceTransport
{
  GtkBox parent_instance;
  NablaRaceModel *model;
  GtkButton *play;
  GtkMenuButton *speed;
  NablaTimeline *timeline;
  NablaRaceCurves *curves;
  GtkLabel *step;
  GtkLabel *state;
  gint64 text_time;
  gboolean narrow;
};

G_DEFINE_FINAL_TYPE (NablaRaceTransport, nabla_race_transport, GTK_TYPE_BOX)

static const double speeds[] = { 0, 1, 5, 25, 100, 500 };

static char *
speed_title (double speed)
{
  char buffer[NABLA_LABEL_LENGTH];
  if (speed == 0)
    return g_strdup (_ ("Full speed"));
  /* Translators: steps per second */
  return g_strdup_printf (_ ("%s/s"), nabla_label_count ((gint64)speed, buffer));
}

static GMenuModel *
make_speeds (void)
{
  GMenu *menu = g_menu_new ();
  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    {
      g_autofree char *title = speed_title (speeds[i]);
      g_autoptr (GMenuItem) item = g_menu_item_new (title, NULL);
      g_menu_item_set_action_and_target (item, "bench.speed", "d", speeds[i]);
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

static const char *
state_word (NablaRaceTransport *self)
{
  if (nabla_race_model_is_building (self->model))
    return _ ("building the networks…");
  switch (nabla_race_model_state (self->model))
    {
    case NABLA_RUN_RUNNING:
      return _ ("running");
    case NABLA_RUN_FINISHED:
      return _ ("finished");
    case NABLA_RUN_DIVERGED:
      return _ ("all have diverged");
    case NABLA_RUN_PAUSED:
    default:
      return _ ("paused");
    }
}

static void
show_text (NablaRaceTransport *self)
{
  char count[NABLA_LABEL_LENGTH], of[NABLA_LABEL_LENGTH];
  nabla_label_count (nabla_race_model_steps (self->model), count);
  nabla_label_count (nabla_race_model_total (self->model), of);
  g_autofree char *bold = g_strdup_printf ("<span size='13500' weight='bold'>%s</span>", count);
  /* Translators: 46 of 120 steps; the first number is large. Keep the markup. */
  g_autofree char *text
      = self->narrow
            ? g_strdup (bold)
            : g_strdup_printf (_ ("%1$s <span size='9000'>of %2$s steps</span>"), bold, of);
  gtk_label_set_markup (self->step, text);
  gtk_label_set_text (self->state, state_word (self));
  self->text_time = g_get_monotonic_time ();
}

static void
show_timeline (NablaRaceTransport *self)
{
  const NablaSnapshot *snapshot = nabla_race_model_snapshot (self->model);
  gint64 step = nabla_race_model_steps (self->model);
  gint64 recorded = nabla_race_model_recorded (self->model);
  gint64 total = MAX (nabla_race_model_total (self->model), recorded);
  nabla_timeline_set_steps_total (self->timeline, total);
  nabla_timeline_set_step (self->timeline, recorded);
  nabla_timeline_set_looked_at (self->timeline, step < recorded ? step : -1);
  nabla_race_curves_set (self->curves, snapshot != NULL ? snapshot->race : NULL, recorded, step,
                         total);
}

static void
snapshot_cb (NablaRaceTransport *self)
{
  if (g_get_monotonic_time () - self->text_time < TEXT_TIME
      && nabla_race_model_state (self->model) == NABLA_RUN_RUNNING)
    return;
  show_timeline (self);
  show_text (self);
}

static void
state_changed_cb (NablaRaceTransport *self)
{
  gboolean running = nabla_race_model_state (self->model) == NABLA_RUN_RUNNING;
  g_autofree char *speed = speed_title (nabla_race_model_speed (self->model));
  gtk_button_set_icon_name (self->play, running ? "media-playback-pause-symbolic"
                                                : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play),
                               running ? _ ("Pause (Space)") : _ ("Race (Space)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  running ? _ ("Pause") : _ ("Race"), -1);
  gtk_menu_button_set_label (self->speed, speed);
  show_timeline (self);
  show_text (self);
}

static void
seek_cb (NablaTimeline *timeline, gint64 step, NablaRaceTransport *self)
{
  nabla_race_model_seek (self->model, step);
}

void
nabla_race_transport_set_narrow (NablaRaceTransport *self, gboolean narrow)
{
  g_return_if_fail (NABLA_IS_RACE_TRANSPORT (self));

  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  gtk_widget_set_visible (GTK_WIDGET (self->speed), !narrow);
  show_text (self);
}

void
nabla_race_transport_set_scale (NablaRaceTransport *self, double scale)
{
  g_return_if_fail (NABLA_IS_RACE_TRANSPORT (self) && scale > 0);

  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_scale_new (scale));
  gtk_label_set_attributes (self->step, attributes);
  gtk_label_set_attributes (self->state, attributes);
}

/* Space races, wherever the user came from. */
static gboolean
nabla_race_transport_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (NABLA_RACE_TRANSPORT (widget)->play));
}

static void
nabla_race_transport_dispose (GObject *object)
{
  g_clear_object (&NABLA_RACE_TRANSPORT (object)->model);
  G_OBJECT_CLASS (nabla_race_transport_parent_class)->dispose (object);
}

static void
nabla_race_transport_class_init (NablaRaceTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_race_transport_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = nabla_race_transport_grab_focus;
}

static GtkWidget *
add_button (
    GtkBox *box, const char *icon, const char *action, const char *tooltip, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (box, button);
  return button;
}

static void
make_buttons (NablaRaceTransport *self, GtkBox *box)
{
  const char *const round[] = { "flat", "circular", NULL };
  const char *const play[] = { "suggested-action", "nabla-play", NULL };
  g_autoptr (GMenuModel) menu = make_speeds ();
  GtkWidget *reset = add_button (box, "view-refresh-symbolic", "bench.reset",
                                 _ ("Back to step 0 (R)"), _ ("Reset"));
  GtkWidget *back = add_button (box, "media-skip-backward-symbolic", "bench.step-back",
                                _ ("One step back (←)"), _ ("Step Back"));
  self->play = GTK_BUTTON (add_button (box, "media-playback-start-symbolic", "bench.play",
                                       _ ("Race (Space)"), _ ("Race")));
  GtkWidget *forward = add_button (box, "media-skip-forward-symbolic", "bench.step",
                                   _ ("One step forward (→)"), _ ("Step Forward"));
  gtk_widget_set_css_classes (reset, (const char **)round);
  gtk_widget_set_css_classes (back, (const char **)round);
  gtk_widget_set_css_classes (forward, (const char **)round);
  gtk_widget_set_css_classes (GTK_WIDGET (self->play), (const char **)play);
  self->speed = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_menu_model (self->speed, menu);
  gtk_menu_button_set_always_show_arrow (self->speed, TRUE);
  gtk_menu_button_set_has_frame (self->speed, FALSE);
  gtk_widget_set_valign (GTK_WIDGET (self->speed), GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->speed), _ ("Most steps per second"));
  gtk_box_append (box, GTK_WIDGET (self->speed));
}

static GtkLabel *
add_label (GtkBox *box)
{
  GtkWidget *label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (box, label);
  return GTK_LABEL (label);
}

static void
nabla_race_transport_init (NablaRaceTransport *self)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *overlay = gtk_overlay_new ();
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_widget_set_size_request (GTK_WIDGET (self), -1, 64);
  gtk_widget_set_margin_start (GTK_WIDGET (self), 18);
  gtk_widget_set_margin_end (GTK_WIDGET (self), 18);
  make_buttons (self, GTK_BOX (buttons));
  self->timeline = NABLA_TIMELINE (nabla_timeline_new ());
  self->curves = NABLA_RACE_CURVES (nabla_race_curves_new ());
  nabla_timeline_set_seekable (self->timeline, TRUE);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->timeline));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (self->curves));
  gtk_widget_set_hexpand (overlay, TRUE);
  gtk_widget_set_valign (overlay, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (texts, 132, -1);
  gtk_widget_set_margin_start (texts, 6);
  self->step = add_label (GTK_BOX (texts));
  self->state = add_label (GTK_BOX (texts));
  gtk_widget_add_css_class (GTK_WIDGET (self->state), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->state), "nabla-sec");
  gtk_box_append (GTK_BOX (self), buttons);
  gtk_box_append (GTK_BOX (self), overlay);
  gtk_box_append (GTK_BOX (self), texts);
  g_signal_connect_object (self->timeline, "seek", G_CALLBACK (seek_cb), self, 0);
}

GtkWidget *
nabla_race_transport_new (NablaRaceModel *model)
{
  g_return_val_if_fail (NABLA_IS_RACE_MODEL (model), NULL);

  NablaRaceTransport *self = g_object_new (NABLA_TYPE_RACE_TRANSPORT, NULL);
  self->model = g_object_ref (model);
  g_signal_connect_object (model, "snapshot", G_CALLBACK (snapshot_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "state-changed", G_CALLBACK (state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  state_changed_cb (self);
  return GTK_WIDGET (self);
}
