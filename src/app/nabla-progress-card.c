/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-progress-card.h"

#include "nabla-message.h"

#include <glib/gi18n-lib.h>

/* Before, an estimate would jump about. */
#define FIRST_ESTIMATE_SECONDS 0.5
#define FIRST_ESTIMATE_FRACTION 0.02

struct _NablaProgressCard {
  GtkWidget parent_instance;
  NablaMessage *message;
  gint64 start;
};

enum { CANCELLED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaProgressCard, nabla_progress_card, GTK_TYPE_WIDGET)

static void
cancel_cb (NablaProgressCard *self)
{
  g_signal_emit (self, signals[CANCELLED], 0);
}

static void
nabla_progress_card_dispose (GObject *object)
{
  NablaProgressCard *self = NABLA_PROGRESS_CARD (object);
  if (self->message != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->message)));
  G_OBJECT_CLASS (nabla_progress_card_parent_class)->dispose (object);
}

static void
nabla_progress_card_class_init (NablaProgressCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_progress_card_dispose;
  signals[CANCELLED] = g_signal_new ("cancelled", NABLA_TYPE_PROGRESS_CARD, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
nabla_progress_card_init (NablaProgressCard *self)
{
  self->message = NABLA_MESSAGE (nabla_message_new (NABLA_MESSAGE_PLAIN, NULL, "", NULL));
  GtkWidget *cancel = nabla_message_add_button (self->message, _("Cancel"), FALSE, FALSE);
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (cancel_cb), self);
  gtk_widget_set_parent (GTK_WIDGET (self->message), GTK_WIDGET (self));
}

GtkWidget *
nabla_progress_card_new (void)
{
  return g_object_new (NABLA_TYPE_PROGRESS_CARD, NULL);
}

void
nabla_progress_card_begin (NablaProgressCard *self, const char *title, const char *sentence)
{
  g_return_if_fail (NABLA_IS_PROGRESS_CARD (self));
  g_return_if_fail (title != NULL);

  nabla_message_set_title (self->message, title);
  nabla_message_set_sentence (self->message, sentence);
  self->start = g_get_monotonic_time ();
  nabla_progress_card_set_fraction (self, 0);
}

static char *
left_text (double seconds)
{
  if (seconds < 60)
    return g_strdup_printf (ngettext ("%u s left", "%u s left", (guint) seconds + 1),
                            (guint) seconds + 1);
  guint minutes = (guint) (seconds / 60 + 0.5);
  return g_strdup_printf (ngettext ("%u min left", "%u min left", minutes), minutes);
}

void
nabla_progress_card_set_fraction (NablaProgressCard *self, double fraction)
{
  g_return_if_fail (NABLA_IS_PROGRESS_CARD (self));

  fraction = CLAMP (fraction, 0, 1);
  double seconds = (double) (g_get_monotonic_time () - self->start) / G_USEC_PER_SEC;
  g_autofree char *done = g_strdup_printf ("%u%%", (guint) (100 * fraction));
  gboolean can_tell = seconds >= FIRST_ESTIMATE_SECONDS && fraction >= FIRST_ESTIMATE_FRACTION;
  g_autofree char *left = can_tell ? left_text (seconds * (1 - fraction) / fraction) : NULL;
  nabla_message_set_progress (self->message, fraction, done, left);
}
