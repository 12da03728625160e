/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-progress-card.h"

#include <glib/gi18n-lib.h>

/* Before, an estimate would jump about. */
#define FIRST_ESTIMATE_SECONDS 0.5
#define FIRST_ESTIMATE_FRACTION 0.02

struct _NablaProgressCard
{
  GtkWidget parent_instance;
  GtkWidget *box;
  GtkLabel *title;
  GtkProgressBar *bar;
  GtkLabel *done;
  GtkLabel *left;
  char *size;
  gint64 start;
};

enum
{
  CANCELLED,
  N_SIGNALS
};
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
  g_clear_pointer (&NABLA_PROGRESS_CARD (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (nabla_progress_card_parent_class)->dispose (object);
}

static void
nabla_progress_card_finalize (GObject *object)
{
  g_free (NABLA_PROGRESS_CARD (object)->size);
  G_OBJECT_CLASS (nabla_progress_card_parent_class)->finalize (object);
}

static void
nabla_progress_card_class_init (NablaProgressCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  object_class->dispose = nabla_progress_card_dispose;
  object_class->finalize = nabla_progress_card_finalize;
  signals[CANCELLED] = g_signal_new ("cancelled", NABLA_TYPE_PROGRESS_CARD, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/nabla/Nabla/app/nabla-progress-card.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaProgressCard, box);
  gtk_widget_class_bind_template_child (widget_class, NablaProgressCard, title);
  gtk_widget_class_bind_template_child (widget_class, NablaProgressCard, bar);
  gtk_widget_class_bind_template_child (widget_class, NablaProgressCard, done);
  gtk_widget_class_bind_template_child (widget_class, NablaProgressCard, left);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
nabla_progress_card_init (NablaProgressCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
nabla_progress_card_new (void)
{
  return g_object_new (NABLA_TYPE_PROGRESS_CARD, NULL);
}

void
nabla_progress_card_begin (NablaProgressCard *self, const char *title, const char *size)
{
  g_return_if_fail (NABLA_IS_PROGRESS_CARD (self));
  g_return_if_fail (title != NULL);

  gtk_label_set_label (self->title, title);
  g_free (self->size);
  self->size = g_strdup (size);
  self->start = g_get_monotonic_time ();
  nabla_progress_card_set_fraction (self, 0);
}

static char *
left_text (double seconds)
{
  if (seconds < 60)
    return g_strdup_printf (ngettext ("%u s left", "%u s left", (guint)seconds + 1),
                            (guint)seconds + 1);
  guint minutes = (guint)(seconds / 60 + 0.5);
  return g_strdup_printf (ngettext ("%u min left", "%u min left", minutes), minutes);
}

void
nabla_progress_card_set_fraction (NablaProgressCard *self, double fraction)
{
  g_return_if_fail (NABLA_IS_PROGRESS_CARD (self));

  fraction = CLAMP (fraction, 0, 1);
  double seconds = (double)(g_get_monotonic_time () - self->start) / G_USEC_PER_SEC;
  guint percent = (guint)(100 * fraction);
  gtk_progress_bar_set_fraction (self->bar, fraction);
  /* Translators: how much of how much, as in 61% of 128 MB. */
  g_autofree char *done = self->size != NULL
                              ? g_strdup_printf (_ ("%u%% of %s"), percent, self->size)
                              : g_strdup_printf ("%u%%", percent);
  gtk_label_set_label (self->done, done);
  gboolean can_tell = seconds >= FIRST_ESTIMATE_SECONDS && fraction >= FIRST_ESTIMATE_FRACTION;
  g_autofree char *left
      = can_tell ? left_text (seconds * (1 - fraction) / fraction) : g_strdup ("");
  gtk_label_set_label (self->left, left);
}
