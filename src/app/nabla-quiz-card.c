/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-quiz-card.h"

#include "nabla-lesson-text.h"
#include "nabla-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_CHOICES 8

/* One choice: its button, the mark at its end, what is said about it. */
typedef struct
{
  GtkWidget *row;
  GtkWidget *button;
  GtkWidget *mark;
  GtkWidget *revealer; /* (nullable) */
} Choice;

struct _NablaQuizCard
{
  GtkBox parent_instance;
  const NablaQuiz *quiz;
  Choice choices[MAX_CHOICES];
  guint n_choices;
  GtkWidget *entry; /* (nullable) */
  GtkWidget *check;
  GtkWidget *status;
  GtkWidget *explanation;
  gint64 steps;
  gboolean given; /* a prediction */
  gboolean done;
};

G_DEFINE_FINAL_TYPE (NablaQuizCard, nabla_quiz_card, GTK_TYPE_BOX)

enum
{
  ANSWERED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
set_class (GtkWidget *widget, const char *css_class, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

static void
set_revealed (GtkWidget *revealer, gboolean revealed)
{
  if (revealer != NULL)
    gtk_revealer_set_reveal_child (GTK_REVEALER (revealer), revealed);
}

/* A sentence below the choices; @css_class colors it, the words say the same. */
static void
set_status (NablaQuizCard *self, const char *text, const char *css_class)
{
  gtk_label_set_text (GTK_LABEL (self->status), text);
  gtk_widget_set_visible (self->status, *text != '\0');
  set_class (self->status, "nabla-right", g_strcmp0 (css_class, "nabla-right") == 0);
  set_class (self->status, "nabla-wrong", g_strcmp0 (css_class, "nabla-wrong") == 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->status), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text, -1);
}

static void
set_mark (Choice *choice, const char *icon, const char *css_class)
{
  gtk_widget_set_visible (choice->mark, icon != NULL);
  if (icon != NULL)
    gtk_image_set_from_icon_name (GTK_IMAGE (choice->mark), icon);
  set_class (choice->row, "right", g_strcmp0 (css_class, "right") == 0);
  set_class (choice->row, "wrong", g_strcmp0 (css_class, "wrong") == 0);
}

static gboolean
is_chosen (const Choice *choice)
{
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (choice->button));
}

/* Reads the number, which may be written with the minus sign of print. */
static gboolean
read_number (NablaQuizCard *self, double *value)
{
  g_autoptr (GString) text = g_string_new (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  g_string_replace (text, "−", "-", 0);
  return nabla_number_parse (text->str, -1, value);
}

static gboolean
has_answer (NablaQuizCard *self)
{
  double value;
  if (self->entry != NULL)
    return read_number (self, &value);
  for (guint i = 0; i < self->n_choices; i++)
    if (is_chosen (&self->choices[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_right (NablaQuizCard *self)
{
  double value = NAN;
  if (self->entry != NULL)
    return read_number (self, &value) && nabla_quiz_is_right_number (self->quiz, value);
  gboolean chosen[MAX_CHOICES];
  for (guint i = 0; i < self->n_choices; i++)
    chosen[i] = is_chosen (&self->choices[i]);
  return nabla_quiz_is_right (self->quiz, chosen);
}

/* Marks what was chosen; at the end, what would have been right too. */
static void
mark_choices (NablaQuizCard *self, gboolean end)
{
  for (guint i = 0; i < self->n_choices; i++)
    {
      const NablaQuizChoice *choice = g_ptr_array_index (self->quiz->choices, i);
      gboolean chosen = is_chosen (&self->choices[i]);
      if (choice->right && (end || (chosen && self->quiz->n_right > 1)))
        set_mark (&self->choices[i], "object-select-symbolic", "right");
      else if (!choice->right && chosen)
        set_mark (&self->choices[i], "window-close-symbolic", "wrong");
      else
        set_mark (&self->choices[i], NULL, NULL);
      set_revealed (self->choices[i].revealer, chosen && (!choice->right || end));
    }
}

/* Nothing can be changed any more. */
static void
close_card (NablaQuizCard *self)
{
  for (guint i = 0; i < self->n_choices; i++)
    gtk_widget_set_can_target (self->choices[i].button, FALSE),
        gtk_widget_set_focusable (self->choices[i].button, FALSE);
  if (self->entry != NULL)
    gtk_editable_set_editable (GTK_EDITABLE (self->entry), FALSE);
  gtk_widget_set_visible (self->check, FALSE);
}

static void
judge (NablaQuizCard *self)
{
  gboolean right = is_right (self), end = right || self->quiz->reveal > 0;
  mark_choices (self, end);
  if (right)
    set_status (self, _("Right."), "nabla-right");
  else if (self->entry == NULL && self->quiz->n_right > 1)
    set_status (self, _("Not correct yet: choose all that are right, and only those."),
                "nabla-wrong");
  else
    set_status (self, _("Not correct."), "nabla-wrong");
  if (end)
    {
      self->done = TRUE;
      close_card (self);
      set_revealed (self->explanation, TRUE);
    }
  g_signal_emit (self, signals[ANSWERED], 0, right);
}

static void
check_cb (NablaQuizCard *self)
{
  if (self->done || !has_answer (self))
    return;
  self->given = self->quiz->reveal > 0;
  if (self->steps >= self->quiz->reveal)
    {
      judge (self);
      return;
    }
  g_autofree char *text = g_strdup_printf (
      ngettext ("Noted. The run will show it after %lld step.",
                "Noted. The run will show it after %lld steps.", (gulong)self->quiz->reveal),
      (long long)self->quiz->reveal);
  close_card (self);
  set_status (self, text, NULL);
}

/* Another answer: what was said of the last one no longer holds. */
static void
changed_cb (NablaQuizCard *self)
{
  gtk_widget_set_sensitive (self->check, has_answer (self));
  if (self->done || self->given)
    return;
  for (guint i = 0; i < self->n_choices; i++)
    {
      set_mark (&self->choices[i], NULL, NULL);
      set_revealed (self->choices[i].revealer, FALSE);
    }
  set_status (self, "", NULL);
}

static GtkWidget *
new_revealer (GtkWidget *child)
{
  GtkWidget *revealer = gtk_revealer_new ();
  gtk_revealer_set_transition_duration (GTK_REVEALER (revealer), 200);
  gtk_revealer_set_child (GTK_REVEALER (revealer), child);
  return revealer;
}

static void
add_choice (NablaQuizCard *self, const NablaQuizChoice *choice, GtkWidget *box)
{
  Choice *added = &self->choices[self->n_choices];
  added->button = gtk_check_button_new ();
  if (self->quiz->n_right == 1 && self->n_choices > 0)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (added->button),
                                GTK_CHECK_BUTTON (self->choices[0].button));
  GtkWidget *label = nabla_lesson_text_label (choice->text, "nabla-choice-text");
  gtk_check_button_set_child (GTK_CHECK_BUTTON (added->button), label);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (added->button),
                                  GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  gtk_widget_set_hexpand (added->button, TRUE);
  added->mark = gtk_image_new ();
  gtk_widget_set_visible (added->mark, FALSE);
  gtk_widget_set_valign (added->mark, GTK_ALIGN_CENTER);

  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_box_append (GTK_BOX (line), added->button);
  gtk_box_append (GTK_BOX (line), added->mark);
  added->row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (added->row, "nabla-choice-row");
  gtk_box_append (GTK_BOX (added->row), line);
  if (choice->explanation != NULL)
    {
      added->revealer = new_revealer (
          nabla_lesson_text_label (choice->explanation, "nabla-choice-explanation"));
      gtk_box_append (GTK_BOX (added->row), added->revealer);
    }
  gtk_box_append (GTK_BOX (box), added->row);
  g_signal_connect_swapped (added->button, "toggled", G_CALLBACK (changed_cb), self);
  self->n_choices++;
}

static GtkWidget *
new_foot (NablaQuizCard *self)
{
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_add_css_class (foot, "nabla-card-foot");
  if (self->n_choices == 0)
    {
      self->entry = gtk_entry_new ();
      gtk_entry_set_input_purpose (GTK_ENTRY (self->entry), GTK_INPUT_PURPOSE_NUMBER);
      gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 10);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _("Answer"), -1);
      g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (changed_cb), self);
      g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (check_cb), self);
      gtk_box_append (GTK_BOX (foot), self->entry);
    }
  self->check = gtk_button_new_with_mnemonic (self->quiz->reveal > 0 ? _("Keep _Prediction")
                                                                     : _("_Check Answer"));
  gtk_widget_set_sensitive (self->check, FALSE);
  g_signal_connect_swapped (self->check, "clicked", G_CALLBACK (check_cb), self);
  gtk_box_append (GTK_BOX (foot), self->check);
  self->status = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->status), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->status), 0);
  gtk_widget_set_hexpand (self->status, TRUE);
  gtk_widget_set_visible (self->status, FALSE);
  gtk_box_append (GTK_BOX (foot), self->status);
  return foot;
}

static void
nabla_quiz_card_class_init (NablaQuizCardClass *klass)
{
  signals[ANSWERED] = g_signal_new ("answered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
nabla_quiz_card_init (NablaQuizCard *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "nabla-lesson-card");
}

GtkWidget *
nabla_quiz_card_new (const NablaQuiz *quiz)
{
  g_return_val_if_fail (quiz != NULL, NULL);

  NablaQuizCard *self = g_object_new (NABLA_TYPE_QUIZ_CARD, NULL);
  self->quiz = quiz;
  GtkWidget *question = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class (question, "nabla-question");
  nabla_lesson_text_append (GTK_BOX (question), quiz->question);
  gtk_box_append (GTK_BOX (self), question);
  GtkWidget *choices = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  for (guint i = 0; i < MIN (quiz->choices->len, MAX_CHOICES); i++)
    add_choice (self, g_ptr_array_index (quiz->choices, i), choices);
  gtk_box_append (GTK_BOX (self), choices);
  gtk_box_append (GTK_BOX (self), new_foot (self));

  GtkWidget *explanation = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class (explanation, "nabla-explanation");
  for (guint i = 0; i < quiz->explanation->len; i++)
    {
      const NablaLessonBlock *quote = g_ptr_array_index (quiz->explanation, i);
      nabla_lesson_text_append (GTK_BOX (explanation), quote->children);
    }
  self->explanation = new_revealer (explanation);
  gtk_box_append (GTK_BOX (self), self->explanation);
  GtkWidget *first = gtk_widget_get_first_child (question);
  if (GTK_IS_LABEL (first))
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    gtk_label_get_text (GTK_LABEL (first)), -1);
  return GTK_WIDGET (self);
}

void
nabla_quiz_card_set_steps (NablaQuizCard *self, gint64 steps)
{
  g_return_if_fail (NABLA_IS_QUIZ_CARD (self));

  self->steps = steps;
  if (self->given && !self->done && self->quiz->reveal > 0 && steps >= self->quiz->reveal)
    judge (self);
}

gboolean
nabla_quiz_card_is_done (NablaQuizCard *self)
{
  g_return_val_if_fail (NABLA_IS_QUIZ_CARD (self), FALSE);

  return self->done;
}
