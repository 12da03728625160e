/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-panel-group.h"

struct _NablaPanelGroup {
  GtkBox parent_instance;
  GtkListBox *list;
  int at;
};

G_DEFINE_FINAL_TYPE (NablaPanelGroup, nabla_panel_group, GTK_TYPE_BOX)

static const char *
id_of (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "nabla-id");
}

void
nabla_panel_group_begin (NablaPanelGroup *self)
{
  g_return_if_fail (NABLA_IS_PANEL_GROUP (self));

  self->at = 0;
}

static void
remove_row (NablaPanelGroup *self, int at)
{
  gtk_list_box_remove (self->list, GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, at)));
}

GtkWidget *
nabla_panel_group_next (NablaPanelGroup *self, const char *id)
{
  g_return_val_if_fail (NABLA_IS_PANEL_GROUP (self) && id != NULL, NULL);

  int found = self->at;
  GtkListBoxRow *row;
  while ((row = gtk_list_box_get_row_at_index (self->list, found)) != NULL
         && !g_str_equal (id_of (row), id))
    found++;
  if (row == NULL)
    return NULL;
  while (found-- > self->at)
    remove_row (self, self->at);
  self->at++;
  return GTK_WIDGET (row);
}

void
nabla_panel_group_insert (NablaPanelGroup *self, const char *id, GtkWidget *row)
{
  g_return_if_fail (NABLA_IS_PANEL_GROUP (self) && id != NULL && GTK_IS_LIST_BOX_ROW (row));

  g_object_set_data_full (G_OBJECT (row), "nabla-id", g_strdup (id), g_free);
  gtk_list_box_insert (self->list, row, self->at++);
}

void
nabla_panel_group_end (NablaPanelGroup *self)
{
  g_return_if_fail (NABLA_IS_PANEL_GROUP (self));

  while (gtk_list_box_get_row_at_index (self->list, self->at) != NULL)
    remove_row (self, self->at);
  gtk_widget_set_visible (GTK_WIDGET (self), self->at > 0);
}

static void
nabla_panel_group_class_init (NablaPanelGroupClass *klass)
{
}

static void
nabla_panel_group_init (NablaPanelGroup *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
}

GtkWidget *
nabla_panel_group_new (const char *title, GtkWidget *button)
{
  NablaPanelGroup *self = g_object_new (NABLA_TYPE_PANEL_GROUP, NULL);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *label = gtk_label_new (title);
  gtk_widget_add_css_class (label, "nabla-group-title");
  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (head), label);
  if (button != NULL)
    gtk_box_append (GTK_BOX (head), button);
  gtk_widget_set_size_request (head, -1, 24);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_box_append (GTK_BOX (self), head);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->list));
  return GTK_WIDGET (self);
}
