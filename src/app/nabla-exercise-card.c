/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-exercise-card.h"

#include "nabla-lesson-text.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  GtkWidget *icon;
  GtkWidget *words;
  GtkWidget *value;
  GtkWidget *missing;
  gboolean met;
} Line;

struct _NablaExerciseCard
{
  GtkBox parent_instance;
  const NablaExercise *exercise;
  Line lines[NABLA_GOAL_MAX_CONDITIONS];
  GtkWidget *icon;
  GtkWidget *state;
  GtkWidget *hint;
  GtkWidget *hints;
  guint n_hints_shown;
  gboolean met;
};

G_DEFINE_FINAL_TYPE (NablaExerciseCard, nabla_exercise_card, GTK_TYPE_BOX)

enum
{
  MET,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
set_text (GtkWidget *label, const char *text)
{
  if (!g_str_equal (gtk_label_get_text (GTK_LABEL (label)), text))
    gtk_label_set_text (GTK_LABEL (label), text);
}

static void
show_line (NablaExerciseCard *self, guint i, const NablaRunValues *values, gboolean first)
{
  const NablaCondition *condition = &self->exercise->goal.conditions[i];
  Line *line = &self->lines[i];
  gboolean met = nabla_condition_met (condition, values);
  g_autofree char *value = nabla_condition_format_value (condition, values);
  g_autofree char *missing = nabla_condition_format_missing (condition, values);
  set_text (line->value, value);
  set_text (line->missing, missing != NULL ? missing : "");
  gtk_widget_set_visible (line->missing, missing != NULL);
  if (met == line->met && !first)
    return;
  line->met = met;
  gtk_image_set_from_icon_name (GTK_IMAGE (line->icon),
                                met ? "object-select-symbolic" : "radio-symbolic");
  if (met)
    gtk_widget_add_css_class (line->icon, "nabla-right");
  else
    gtk_widget_remove_css_class (line->icon, "nabla-right");
  gtk_accessible_update_property (GTK_ACCESSIBLE (line->icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  met ? _("reached") : _("not yet reached"), -1);
}

static void
set_met (NablaExerciseCard *self)
{
  self->met = TRUE;
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), "object-select-symbolic");
  gtk_widget_add_css_class (self->icon, "nabla-right");
  gtk_widget_add_css_class (GTK_WIDGET (self), "met");
  gtk_widget_set_visible (self->state, TRUE);
  gtk_widget_set_visible (self->hint, FALSE);
  g_signal_emit (self, signals[MET], 0);
}

void
nabla_exercise_card_set_values (NablaExerciseCard *self, const NablaRunValues *values)
{
  g_return_if_fail (NABLA_IS_EXERCISE_CARD (self) && values != NULL);

  for (guint i = 0; i < self->exercise->goal.n_conditions; i++)
    show_line (self, i, values, FALSE);
  if (!self->met && self->exercise->goal.n_conditions > 0
      && nabla_goal_met (&self->exercise->goal, values))
    set_met (self);
}

gboolean
nabla_exercise_card_is_met (NablaExerciseCard *self)
{
  g_return_val_if_fail (NABLA_IS_EXERCISE_CARD (self), FALSE);

  return self->met;
}

static void
hint_cb (NablaExerciseCard *self)
{
  const GPtrArray *hints = self->exercise->hints;
  if (self->n_hints_shown == hints->len)
    return;
  GtkWidget *revealer = gtk_revealer_new ();
  gtk_revealer_set_transition_duration (GTK_REVEALER (revealer), 200);
  gtk_revealer_set_child (
      GTK_REVEALER (revealer),
      nabla_lesson_text_label (g_ptr_array_index (hints, self->n_hints_shown), "nabla-hint"));
  gtk_box_append (GTK_BOX (self->hints), revealer);
  gtk_revealer_set_reveal_child (GTK_REVEALER (revealer), TRUE);
  self->n_hints_shown++;
  gtk_widget_set_visible (self->hint, self->n_hints_shown < hints->len);
}

static GtkWidget *
new_hint_button (void)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name ("nabla-hint-symbolic"));
  gtk_box_append (GTK_BOX (content), gtk_label_new_with_mnemonic (_("H_int")));
  GtkWidget *button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "nabla-hint-button");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Show a hint"), -1);
  return button;
}

static GtkWidget *
new_head (NablaExerciseCard *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  self->icon = gtk_image_new_from_icon_name ("nabla-target-symbolic");
  gtk_widget_add_css_class (self->icon, "nabla-exercise-icon");
  GtkWidget *word = gtk_label_new (_("Exercise"));
  gtk_widget_add_css_class (word, "nabla-exercise-word");
  GtkWidget *title = gtk_label_new (self->exercise->title);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (title, "nabla-sec");
  self->state = gtk_label_new (_("Reached"));
  gtk_widget_add_css_class (self->state, "nabla-right");
  gtk_widget_set_visible (self->state, FALSE);
  self->hint = new_hint_button ();
  g_signal_connect_swapped (self->hint, "clicked", G_CALLBACK (hint_cb), self);
  gtk_widget_set_visible (self->hint, self->exercise->hints->len > 0);
  GtkWidget *const parts[] = { self->icon, word, title, self->state, self->hint };
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    gtk_box_append (GTK_BOX (head), parts[i]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->exercise->title, -1);
  return head;
}

static GtkWidget *
new_lines (NablaExerciseCard *self)
{
  GtkWidget *grid = gtk_grid_new ();
  NablaRunValues unknown;
  nabla_run_values_init (&unknown);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 9);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 3);
  for (guint i = 0; i < self->exercise->goal.n_conditions; i++)
    {
      Line *line = &self->lines[i];
      g_autofree char *words = nabla_condition_describe (&self->exercise->goal.conditions[i]);
      line->icon = gtk_image_new ();
      line->words = gtk_label_new (words);
      line->value = gtk_label_new ("");
      line->missing = gtk_label_new ("");
      gtk_label_set_xalign (GTK_LABEL (line->words), 0);
      gtk_label_set_wrap (GTK_LABEL (line->words), TRUE);
      gtk_widget_set_hexpand (line->words, TRUE);
      gtk_label_set_xalign (GTK_LABEL (line->value), 1);
      gtk_widget_add_css_class (line->value, "numeric");
      gtk_widget_add_css_class (line->value, "nabla-goal-value");
      gtk_label_set_xalign (GTK_LABEL (line->missing), 0);
      gtk_label_set_wrap (GTK_LABEL (line->missing), TRUE);
      gtk_widget_add_css_class (line->missing, "nabla-caption");
      gtk_widget_add_css_class (line->missing, "nabla-sec");
      gtk_grid_attach (GTK_GRID (grid), line->icon, 0, 2 * i, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), line->words, 1, 2 * i, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), line->value, 2, 2 * i, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), line->missing, 1, 2 * i + 1, 2, 1);
      show_line (self, i, &unknown, TRUE);
    }
  return grid;
}

static void
nabla_exercise_card_class_init (NablaExerciseCardClass *klass)
{
  signals[MET] = g_signal_new ("met", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
nabla_exercise_card_init (NablaExerciseCard *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 9);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "nabla-lesson-card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "nabla-exercise");
}

GtkWidget *
nabla_exercise_card_new (const NablaExercise *exercise)
{
  g_return_val_if_fail (exercise != NULL, NULL);

  NablaExerciseCard *self = g_object_new (NABLA_TYPE_EXERCISE_CARD, NULL);
  self->exercise = exercise;
  gtk_box_append (GTK_BOX (self), new_head (self));
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class (text, "nabla-exercise-text");
  nabla_lesson_text_append (GTK_BOX (text), exercise->text);
  gtk_box_append (GTK_BOX (self), text);
  gtk_box_append (GTK_BOX (self), new_lines (self));
  self->hints = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self), self->hints);
  return GTK_WIDGET (self);
}
