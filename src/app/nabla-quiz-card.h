/* Quiz card: a question that is answered.
 *
 * A choice or a number is judged when the student asks for it; a wrong one is
 * explained and may be changed, until the answer is right. A prediction is given once,
 * and judged when the run has made the steps that it is about.
 *
 * Signal `answered (gboolean right)`: an answer was judged.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-lesson.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_QUIZ_CARD (nabla_quiz_card_get_type ())
G_DECLARE_FINAL_TYPE (NablaQuizCard, nabla_quiz_card, NABLA, QUIZ_CARD, GtkBox)

/* @quiz: must outlive the card */
GtkWidget *nabla_quiz_card_new (const NablaQuiz *quiz);

/* Tells a prediction how far the run is. */
void nabla_quiz_card_set_steps (NablaQuizCard *self, gint64 steps);

/* Returns: whether it was answered rightly, or, a prediction, judged */
gboolean nabla_quiz_card_is_done (NablaQuizCard *self);

G_END_DECLS
