/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-race-panel.h"

#include "nabla-race-arenas.h"
#include "nabla-race-racers.h"
#include "nabla-segments.h"

#include <glib/gi18n-lib.h>

struct _NablaRacePanel
{
  GtkBox parent_instance;
  NablaRaceModel *model;
  NablaBenchHead *head;
  NablaSegments *pace;
  GtkWidget *pace_row;
};

G_DEFINE_FINAL_TYPE (NablaRacePanel, nabla_race_panel, GTK_TYPE_BOX)

static void
pace_cb (NablaSegments *segments, int index, NablaRacePanel *self)
{
  nabla_race_model_set_pace (self->model, index == 1 ? NABLA_RACE_FULL_SPEED : NABLA_RACE_LOCKSTEP);
}

/* What all racers share, as it was found to be. */
static const char *
what_is_shared (NablaRaceModel *model)
{
  if (nabla_race_model_arena (model) != NULL)
    return _ ("same start, same bowl");
  if (nabla_race_model_base (model) == NULL)
    return _ ("nothing is on the bench yet");
  if (nabla_race_model_race (model) == NULL)
    return "";
  gboolean start = nabla_race_model_same_start (model);
  gboolean batches = nabla_race_model_same_batches (model);
  return start && batches ? _ ("same start, same batches")
         : batches        ? _ ("other starts, same batches")
         : start          ? _ ("same start, other data")
                          : _ ("other starts, other data");
}

static void
update (NablaRacePanel *self)
{
  const NablaRacePreset *preset = nabla_race_model_preset (self->model);
  gboolean is_bowl = nabla_race_model_arena (self->model) != NULL;
  nabla_bench_head_set_title (self->head,
                              preset->title != NULL ? _ (preset->title) : _ ("Optimizer Race"));
  nabla_bench_head_set_status (self->head, what_is_shared (self->model));
  nabla_segments_set_active (self->pace, nabla_race_model_pace (self->model));
  nabla_segments_set_enabled (self->pace, NABLA_RACE_FULL_SPEED, !is_bowl);
  gtk_widget_set_tooltip_text (self->pace_row,
                               is_bowl ? _ ("In a bowl a step takes no time to speak of.")
                                       : _ ("In lockstep all make the same steps; at full speed "
                                            "all get the same time."));
}

NablaBenchHead *
nabla_race_panel_head (NablaRacePanel *self)
{
  g_return_val_if_fail (NABLA_IS_RACE_PANEL (self), NULL);

  return self->head;
}

static void
nabla_race_panel_dispose (GObject *object)
{
  g_clear_object (&NABLA_RACE_PANEL (object)->model);
  G_OBJECT_CLASS (nabla_race_panel_parent_class)->dispose (object);
}

static void
nabla_race_panel_class_init (NablaRacePanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_race_panel_dispose;
}

static void
nabla_race_panel_init (NablaRacePanel *self)
{
}

static GtkWidget *
make_title (const char *text)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_widget_add_css_class (label, "nabla-group-title");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  return label;
}

static GtkWidget *
make_arenas (NablaRacePanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (box), make_title (_ ("Arena")));
  gtk_box_append (GTK_BOX (box), nabla_race_arenas_new (self->model));
  return box;
}

static GtkWidget *
make_pace (NablaRacePanel *self)
{
  const char *const words[] = { _ ("lockstep"), _ ("full speed"), NULL };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *label = gtk_label_new (_ ("Pace"));
  GtkWidget *segments = nabla_segments_new (_ ("Pace"), words);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_valign (segments, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), segments);
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "nabla-row");
  self->pace = NABLA_SEGMENTS (segments);
  self->pace_row = box;
  g_signal_connect_object (segments, "changed", G_CALLBACK (pace_cb), self, 0);
  return box;
}

GtkWidget *
nabla_race_panel_new (NablaRaceModel *model)
{
  g_return_val_if_fail (NABLA_IS_RACE_MODEL (model), NULL);

  NablaRacePanel *self = g_object_new (NABLA_TYPE_RACE_PANEL, NULL);
  GtkWidget *scrolled = gtk_scrolled_window_new (),
            *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
  self->model = g_object_ref (model);
  gtk_widget_add_css_class (GTK_WIDGET (self), "nabla-panel");
  gtk_widget_set_size_request (GTK_WIDGET (self), 288, -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_hexpand (scrolled, TRUE);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 18);
  self->head = NABLA_BENCH_HEAD (nabla_bench_head_new ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->head));
  gtk_box_append (GTK_BOX (box), make_arenas (self));
  gtk_box_append (GTK_BOX (box), nabla_race_racers_new (model));
  gtk_box_append (GTK_BOX (box), make_pace (self));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_box_append (GTK_BOX (self), scrolled);
  g_signal_connect_object (model, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "state-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
