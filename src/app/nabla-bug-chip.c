/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-bug-chip.h"

#include <glib/gi18n-lib.h>

struct _NablaBugChip
{
  GtkBox parent_instance;
  NablaSession *session;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (NablaBugChip, nabla_bug_chip, GTK_TYPE_BOX)

static void
experiment_changed_cb (NablaBugChip *self)
{
  NablaExperiment *experiment = nabla_session_experiment (self->session);
  gboolean is_planted = experiment != NULL && nabla_experiment_train (experiment)->bug != NULL;
  gtk_widget_set_visible (GTK_WIDGET (self), is_planted);
  if (!is_planted)
    return;

  gboolean bites = nabla_experiment_bug_bites (experiment);
  const char *text = bites ? _ ("Planted bug") : _ ("Planted bug: changes nothing here");
  const char *tip = bites
                        ? _ ("A mistake is planted in the program. Find it from what the run "
                             "shows; the panel says under Bug Lab which it is.")
                        : _ ("The planted mistake is in something that this network does not use.");
  gtk_label_set_text (self->label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, tip, -1);
}

static void
nabla_bug_chip_dispose (GObject *object)
{
  NablaBugChip *self = NABLA_BUG_CHIP (object);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (nabla_bug_chip_parent_class)->dispose (object);
}

static void
nabla_bug_chip_class_init (NablaBugChipClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_bug_chip_dispose;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "bug-chip");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
nabla_bug_chip_init (NablaBugChip *self)
{
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (self), icon);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->label));
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_widget_add_css_class (GTK_WIDGET (self), "nabla-chip");
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
nabla_bug_chip_new (NablaSession *session)
{
  g_return_val_if_fail (NABLA_IS_SESSION (session), NULL);

  NablaBugChip *self = g_object_new (NABLA_TYPE_BUG_CHIP, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "experiment-changed", G_CALLBACK (experiment_changed_cb), self,
                           G_CONNECT_SWAPPED);
  experiment_changed_cb (self);
  return GTK_WIDGET (self);
}
