/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-bench-head.h"

#include <glib/gi18n-lib.h>

struct _NablaBenchHead
{
  GtkWidget parent_instance;
  GtkMenuButton *button;
  GtkLabel *title;
  GtkLabel *status;
  GtkWidget *arrow;
};

G_DEFINE_FINAL_TYPE (NablaBenchHead, nabla_bench_head, GTK_TYPE_WIDGET)

void
nabla_bench_head_set_title (NablaBenchHead *self, const char *title)
{
  g_return_if_fail (NABLA_IS_BENCH_HEAD (self) && title != NULL);

  gtk_label_set_text (self->title, title);
}

void
nabla_bench_head_set_status (NablaBenchHead *self, const char *status)
{
  g_return_if_fail (NABLA_IS_BENCH_HEAD (self) && status != NULL);

  gtk_label_set_text (self->status, status);
  gtk_widget_set_visible (GTK_WIDGET (self->status), *status != '\0');
}

void
nabla_bench_head_set_menu (NablaBenchHead *self, GMenuModel *menu)
{
  g_return_if_fail (NABLA_IS_BENCH_HEAD (self));

  gtk_menu_button_set_menu_model (self->button, menu);
  gtk_widget_set_visible (self->arrow, menu != NULL);
  gtk_widget_set_can_target (GTK_WIDGET (self), menu != NULL);
  gtk_widget_set_can_focus (GTK_WIDGET (self), menu != NULL);
}

static void
nabla_bench_head_dispose (GObject *object)
{
  NablaBenchHead *self = NABLA_BENCH_HEAD (object);
  if (self->button != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->button));
  self->button = NULL;
  G_OBJECT_CLASS (nabla_bench_head_parent_class)->dispose (object);
}

static void
nabla_bench_head_class_init (NablaBenchHeadClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_bench_head_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "bench-head");
}

static GtkLabel *
add_label (GtkBox *box, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);
  return GTK_LABEL (label);
}

static void
nabla_bench_head_init (NablaBenchHead *self)
{
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->title = add_label (GTK_BOX (lines), "heading");
  self->status = add_label (GTK_BOX (lines), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->status), "nabla-sec");
  gtk_widget_set_visible (GTK_WIDGET (self->status), FALSE);
  self->arrow = gtk_image_new_from_icon_name ("pan-down-symbolic");
  gtk_box_append (GTK_BOX (box), lines);
  gtk_box_append (GTK_BOX (box), self->arrow);

  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_child (self->button, box);
  /* A menu button centres what it is given. */
  gtk_widget_set_halign (gtk_widget_get_parent (box), GTK_ALIGN_FILL);
  gtk_menu_button_set_has_frame (self->button, FALSE);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), _ ("What is on the bench"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What is on the bench"), -1);
  gtk_widget_set_parent (GTK_WIDGET (self->button), GTK_WIDGET (self));
  nabla_bench_head_set_menu (self, NULL);
}

GtkWidget *
nabla_bench_head_new (void)
{
  return g_object_new (NABLA_TYPE_BENCH_HEAD, NULL);
}
