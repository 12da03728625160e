/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-lesson-page.h"

#include "nabla-exercise-card.h"
#include "nabla-instrument-card.h"
#include "nabla-lesson-text.h"
#include "nabla-quiz-card.h"

struct _NablaLessonPage
{
  GtkBox parent_instance;
};

G_DEFINE_FINAL_TYPE (NablaLessonPage, nabla_lesson_page, GTK_TYPE_BOX)

enum
{
  EXERCISE_MET,
  ANSWERED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
met_cb (NablaLessonPage *self)
{
  g_signal_emit (self, signals[EXERCISE_MET], 0);
}

static void
answered_cb (NablaLessonPage *self, gboolean right)
{
  g_signal_emit (self, signals[ANSWERED], 0, right);
}

void
nabla_lesson_page_set_values (NablaLessonPage *self, const NablaRunValues *values)
{
  g_return_if_fail (NABLA_IS_LESSON_PAGE (self) && values != NULL);

  double steps = values->values[NABLA_QUANTITY_STEPS];
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (NABLA_IS_EXERCISE_CARD (child))
      nabla_exercise_card_set_values (NABLA_EXERCISE_CARD (child), values);
    else if (NABLA_IS_QUIZ_CARD (child))
      nabla_quiz_card_set_steps (NABLA_QUIZ_CARD (child), steps > 0 ? (gint64)steps : 0);
}

gboolean
nabla_lesson_page_is_open (NablaLessonPage *self)
{
  g_return_val_if_fail (NABLA_IS_LESSON_PAGE (self), FALSE);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if ((NABLA_IS_EXERCISE_CARD (child)
         && !nabla_exercise_card_is_met (NABLA_EXERCISE_CARD (child)))
        || (NABLA_IS_QUIZ_CARD (child) && !nabla_quiz_card_is_done (NABLA_QUIZ_CARD (child))))
      return TRUE;
  return FALSE;
}

static GtkWidget *
new_live (NablaLessonPage *self, const NablaLessonBlock *block)
{
  GtkWidget *card = NULL;
  if (block->quiz != NULL)
    {
      card = nabla_quiz_card_new (block->quiz);
      g_signal_connect_swapped (card, "answered", G_CALLBACK (answered_cb), self);
    }
  else if (block->exercise != NULL)
    {
      card = nabla_exercise_card_new (block->exercise);
      g_signal_connect_swapped (card, "met", G_CALLBACK (met_cb), self);
    }
  else if (block->instrument != NULL && block->instrument->instrument != NULL)
    card = nabla_instrument_card_new (block->instrument->instrument, block->instrument->settings,
                                      (const char *const *)block->instrument->controls);
  return card;
}

static void
nabla_lesson_page_class_init (NablaLessonPageClass *klass)
{
  signals[EXERCISE_MET] = g_signal_new ("exercise-met", G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ANSWERED] = g_signal_new ("answered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
nabla_lesson_page_init (NablaLessonPage *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  gtk_widget_add_css_class (GTK_WIDGET (self), "nabla-lesson-page");
}

GtkWidget *
nabla_lesson_page_new (const NablaLessonStep *step, const NablaLessonBlock *instrument)
{
  g_return_val_if_fail (step != NULL, NULL);

  NablaLessonPage *self = g_object_new (NABLA_TYPE_LESSON_PAGE, NULL);
  for (guint i = 0; i < step->blocks->len; i++)
    {
      const NablaLessonBlock *block = g_ptr_array_index (step->blocks, i);
      GtkWidget *child = NULL;
      if (block == instrument)
        continue;
      if (block->type < NABLA_BLOCK_EXPERIMENT)
        child = nabla_lesson_text_new (block);
      else
        child = new_live (self, block);
      if (child != NULL)
        gtk_box_append (GTK_BOX (self), child);
    }
  return GTK_WIDGET (self);
}
