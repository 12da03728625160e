/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-weight-popover.h"

#include "nabla-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The slider spans as much to both sides as weights usually have. */
#define SPAN 5

typedef struct {
  NablaSession *session;
  char *key;
  GtkEditable *entry;
  GtkRange *slider;
  gboolean in_change;
} Editing;

static void
editing_free (Editing *self)
{
  g_object_unref (self->session);
  g_free (self->key);
  g_free (self);
}

static void
tell (Editing *self, double value)
{
  char buffer[NABLA_NUMBER_LENGTH];
  nabla_session_edit (self->session, self->key, nabla_number_format (value, buffer));
}

static void
set_text (Editing *self, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  gtk_editable_set_text (self->entry, g_ascii_formatd (buffer, sizeof buffer, "%.4g", value));
}

static void
slider_cb (GtkRange *slider, Editing *self)
{
  if (self->in_change)
    return;
  double value = round (gtk_range_get_value (slider) * 1000) / 1000;
  self->in_change = TRUE;
  set_text (self, value);
  self->in_change = FALSE;
  gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  tell (self, value);
}

static void
entry_cb (GtkEditable *entry, Editing *self)
{
  double value;
  if (self->in_change)
    return;
  if (!nabla_number_parse (gtk_editable_get_text (entry), -1, &value))
    {
      gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
      return;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  self->in_change = TRUE;
  gtk_range_set_value (self->slider, value);
  self->in_change = FALSE;
  tell (self, value);
}

/* GTK may hold on to a popover whose window is closed; the session goes at once. */
static void
closed_cb (GtkWidget *popover)
{
  Editing *self = g_object_get_data (G_OBJECT (popover), "nabla-editing");
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->entry, self);
  g_signal_handlers_disconnect_by_data (self->slider, self);
  g_object_set_data (G_OBJECT (popover), "nabla-editing", NULL);
  gtk_widget_unparent (popover);
}

static GtkWidget *
make_content (Editing *self, const char *title, double value)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (NULL), *entry = gtk_entry_new ();
  GtkWidget *slider = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, -SPAN, SPAN, 0.01);
  gtk_label_set_markup (GTK_LABEL (label), title);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (entry, "nabla-value");
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 8);
  gtk_editable_set_alignment (GTK_EDITABLE (entry), 1);
  gtk_widget_set_size_request (slider, 220, -1);
  gtk_widget_add_css_class (slider, "nabla");
  gtk_scale_add_mark (GTK_SCALE (slider), 0, GTK_POS_BOTTOM, NULL);
  for (GtkWidget **named = (GtkWidget *[]) { entry, slider, NULL }; *named != NULL; named++)
    gtk_accessible_update_relation (GTK_ACCESSIBLE (*named), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), entry);
  gtk_box_append (GTK_BOX (box), row);
  gtk_box_append (GTK_BOX (box), slider);
  self->entry = GTK_EDITABLE (entry);
  self->slider = GTK_RANGE (slider);
  set_text (self, value);
  gtk_range_set_value (self->slider, value);
  g_signal_connect (slider, "value-changed", G_CALLBACK (slider_cb), self);
  g_signal_connect (entry, "changed", G_CALLBACK (entry_cb), self);
  return box;
}

void
nabla_weight_popover_show (GtkWidget *parent,
                           double x,
                           double y,
                           NablaSession *session,
                           guint layer,
                           guint unit,
                           int previous)
{
  g_return_if_fail (GTK_IS_WIDGET (parent) && NABLA_IS_SESSION (session));

  const NablaSnapshot *snapshot = nabla_session_snapshot (session);
  if (snapshot == NULL || snapshot->layers == NULL || layer == 0 || layer >= snapshot->layers->len)
    return;
  const NablaLayerPicture *picture = snapshot->layers->pdata[layer];
  const float *values = previous >= 0 ? picture->weights : picture->biases;
  if (values == NULL || unit >= picture->units || previous >= (int) picture->n_previous)
    return;

  Editing *self = g_new0 (Editing, 1);
  self->session = g_object_ref (session);
  self->key = previous >= 0 ? g_strdup_printf ("W[%u,%d]@%s", unit + 1, previous + 1, picture->name)
                            : g_strdup_printf ("b[%u]@%s", unit + 1, picture->name);
  g_autofree char *title
    = previous >= 0 ? g_strdup_printf ("<i>W</i><sup>[%u]</sup><sub>%u,%d</sub>", layer, unit + 1, previous + 1)
                    : g_strdup_printf ("<i>b</i><sup>[%u]</sup><sub>%u</sub>", layer, unit + 1);
  double value = previous >= 0 ? values[unit * picture->n_previous + previous] : values[unit];

  GtkWidget *popover = gtk_popover_new ();
  g_object_set_data_full (G_OBJECT (popover), "nabla-editing", self, (GDestroyNotify) editing_free);
  gtk_popover_set_child (GTK_POPOVER (popover), make_content (self, title, value));
  gtk_widget_set_parent (popover, parent);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &(GdkRectangle) { x, y, 1, 1 });
  g_signal_connect (popover, "closed", G_CALLBACK (closed_cb), NULL);
  /* A view may be taken away while its popover is open. */
  g_signal_connect_object (parent, "unrealize", G_CALLBACK (closed_cb), popover, G_CONNECT_SWAPPED);
  gtk_popover_popup (GTK_POPOVER (popover));
}
