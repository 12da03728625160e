/* Something to predict before it is tried: two answers, then why.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-instrument-panel-private.h"

#include <glib/gi18n-lib.h>

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
answered_cb (GtkButton *button, GtkLabel *verdict)
{
  const NablaInstrumentQuestion *question = g_object_get_data (G_OBJECT (verdict), "question");
  int answer = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "answer"));
  gboolean is_right = answer == question->right;
  g_autofree char *text
      = g_strdup_printf ("%s %s", is_right ? "✓" : "✗", _ (question->explanation));
  gtk_label_set_text (verdict, text);
  gtk_widget_remove_css_class (GTK_WIDGET (verdict), is_right ? "nabla-wrong" : "nabla-right");
  gtk_widget_add_css_class (GTK_WIDGET (verdict), is_right ? "nabla-right" : "nabla-wrong");
  gtk_widget_set_visible (GTK_WIDGET (verdict), TRUE);
}

GtkWidget *
nabla_instrument_question_new (const NablaInstrumentQuestion *question)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *verdict = make_label (NULL, NULL);
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "nabla-instrument-question");
  gtk_box_set_homogeneous (GTK_BOX (buttons), TRUE);
  gtk_widget_set_visible (verdict, FALSE);
  g_object_set_data (G_OBJECT (verdict), "question", (gpointer)question);
  for (int i = 0; i < 2; i++)
    {
      GtkWidget *button = gtk_button_new_with_label (_ (question->answers[i]));
      g_object_set_data (G_OBJECT (button), "answer", GINT_TO_POINTER (i));
      g_signal_connect (button, "clicked", G_CALLBACK (answered_cb), verdict);
      gtk_box_append (GTK_BOX (buttons), button);
    }
  gtk_box_append (GTK_BOX (card), make_label (_ ("Predict First"), "heading"));
  gtk_box_append (GTK_BOX (card), make_label (_ (question->question), NULL));
  gtk_box_append (GTK_BOX (card), buttons);
  gtk_box_append (GTK_BOX (card), verdict);
  return card;
}
