/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-message.h"

#include <adwaita.h>

#define PROGRESS_WIDTH 290

struct _NablaMessage {
  GtkWidget parent_instance;
  gboolean is_strip;
  GtkWidget *content; /* the only child: the box, or a window to scroll it in */
  GtkWidget *box;
  GtkWidget *icon;
  GtkWidget *title;
  GtkWidget *sentence;
  GtkWidget *progress; /* holds the bar to a width that is easy to read */
  GtkWidget *bar;
  GtkWidget *left, *right;
  GtkWidget *buttons;
  gboolean is_compact;
};

G_DEFINE_FINAL_TYPE (NablaMessage, nabla_message, GTK_TYPE_WIDGET)

static const struct {
  const char *icon_name;
  const char *css_class;
  GtkAccessibleRole role;
} kinds[] = {
  [NABLA_MESSAGE_PLAIN] = { NULL, "plain", GTK_ACCESSIBLE_ROLE_STATUS },
  [NABLA_MESSAGE_SUCCESS] = { "object-select-symbolic", "done", GTK_ACCESSIBLE_ROLE_STATUS },
  [NABLA_MESSAGE_WARNING] = { "dialog-warning-symbolic", "warned", GTK_ACCESSIBLE_ROLE_STATUS },
  [NABLA_MESSAGE_ERROR] = { "dialog-warning-symbolic", "failed", GTK_ACCESSIBLE_ROLE_ALERT },
};

/* A miniature has room for what happened, not for what can be done. */
static void
update_parts (NablaMessage *self)
{
  gboolean has_sentence = gtk_label_get_text (GTK_LABEL (self->sentence))[0] != '\0';
  gboolean has_buttons = gtk_widget_get_first_child (self->buttons) != NULL;
  gboolean has_icon = gtk_image_get_storage_type (GTK_IMAGE (self->icon)) == GTK_IMAGE_ICON_NAME;
  gtk_widget_set_visible (self->sentence, has_sentence && !(self->is_compact && self->is_strip));
  gtk_widget_set_visible (self->buttons, has_buttons && !self->is_compact);
  gtk_widget_set_visible (self->icon, has_icon && !(self->is_compact && !self->is_strip));
}

static GtkWidget *
text_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
nabla_message_dispose (GObject *object)
{
  g_clear_pointer (&NABLA_MESSAGE (object)->content, gtk_widget_unparent);
  G_OBJECT_CLASS (nabla_message_parent_class)->dispose (object);
}

static void
nabla_message_class_init (NablaMessageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_message_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "message");
}

static void
nabla_message_init (NablaMessage *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->icon = gtk_image_new ();
  self->title = text_label ("nabla-message-title");
  self->sentence = text_label ("nabla-message-sentence");

  self->bar = gtk_progress_bar_new ();
  self->left = gtk_label_new (NULL);
  self->right = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->left), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (self->left), 0);
  gtk_widget_set_hexpand (self->left, TRUE);
  GtkWidget *details = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_add_css_class (details, "nabla-caption");
  gtk_box_append (GTK_BOX (details), self->left);
  gtk_box_append (GTK_BOX (details), self->right);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (lines), self->bar);
  gtk_box_append (GTK_BOX (lines), details);
  self->progress = adw_clamp_new ();
  adw_clamp_set_maximum_size (ADW_CLAMP (self->progress), PROGRESS_WIDTH);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (self->progress), PROGRESS_WIDTH);
  adw_clamp_set_child (ADW_CLAMP (self->progress), lines);
  gtk_widget_add_css_class (self->progress, "nabla-message-progress");
  gtk_widget_set_visible (self->progress, FALSE);

  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  gtk_widget_add_css_class (self->buttons, "nabla-message-buttons");
  gtk_widget_set_visible (self->buttons, FALSE);
}

static void
put_as_page (NablaMessage *self)
{
  GtkWidget *parts[] = { self->icon, self->title, self->sentence, self->progress, self->buttons };
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    gtk_box_append (GTK_BOX (self->box), parts[i]);
  gtk_image_set_pixel_size (GTK_IMAGE (self->icon), 40);
  gtk_label_set_justify (GTK_LABEL (self->title), GTK_JUSTIFY_CENTER);
  gtk_label_set_justify (GTK_LABEL (self->sentence), GTK_JUSTIFY_CENTER);
  gtk_widget_set_halign (self->buttons, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->box, GTK_ALIGN_CENTER);
  self->content = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->content), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->content), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->content), self->box);
}

static void
put_as_strip (NablaMessage *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  gtk_widget_set_hexpand (self->title, TRUE);
  gtk_box_append (GTK_BOX (line), self->icon);
  gtk_box_append (GTK_BOX (line), self->title);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_label_set_xalign (GTK_LABEL (self->sentence), 0);
  GtkWidget *parts[] = { line, self->sentence, self->progress, self->buttons };
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    gtk_box_append (GTK_BOX (self->box), parts[i]);
  self->content = self->box;
}

static GtkWidget *
create (gboolean is_strip,
        NablaMessageKind kind,
        const char *icon_name,
        const char *title,
        const char *sentence)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kinds), NULL);
  NablaMessage *self = g_object_new (NABLA_TYPE_MESSAGE, "accessible-role", kinds[kind].role, NULL);
  self->is_strip = is_strip;
  if (is_strip)
    put_as_strip (self);
  else
    put_as_page (self);
  gtk_widget_set_parent (self->content, GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), is_strip ? "strip" : "page");
  gtk_widget_add_css_class (GTK_WIDGET (self), kinds[kind].css_class);
  if (icon_name == NULL)
    icon_name = kinds[kind].icon_name;
  if (icon_name != NULL)
    gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon_name);
  nabla_message_set_title (self, title);
  nabla_message_set_sentence (self, sentence);
  return GTK_WIDGET (self);
}

GtkWidget *
nabla_message_new (NablaMessageKind kind,
                   const char *icon_name,
                   const char *title,
                   const char *sentence)
{
  return create (FALSE, kind, icon_name, title, sentence);
}

GtkWidget *
nabla_message_new_strip (NablaMessageKind kind,
                         const char *icon_name,
                         const char *title,
                         const char *sentence)
{
  return create (TRUE, kind, icon_name, title, sentence);
}

void
nabla_message_set_title (NablaMessage *self, const char *title)
{
  g_return_if_fail (NABLA_IS_MESSAGE (self));
  gtk_label_set_text (GTK_LABEL (self->title), title != NULL ? title : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title != NULL ? title : "", -1);
}

void
nabla_message_set_sentence (NablaMessage *self, const char *sentence)
{
  g_return_if_fail (NABLA_IS_MESSAGE (self));
  gtk_label_set_text (GTK_LABEL (self->sentence), sentence != NULL ? sentence : "");
  update_parts (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  sentence != NULL ? sentence : "", -1);
}

void
nabla_message_set_progress (NablaMessage *self,
                            double fraction,
                            const char *left,
                            const char *right)
{
  g_return_if_fail (NABLA_IS_MESSAGE (self));
  gtk_widget_set_visible (self->progress, fraction >= 0);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), CLAMP (fraction, 0, 1));
  gtk_label_set_text (GTK_LABEL (self->left), left != NULL ? left : "");
  gtk_label_set_text (GTK_LABEL (self->right), right != NULL ? right : "");
}

GtkWidget *
nabla_message_add_button (NablaMessage *self,
                          const char *label,
                          gboolean is_suggested,
                          gboolean is_flat)
{
  g_return_val_if_fail (NABLA_IS_MESSAGE (self), NULL);
  g_return_val_if_fail (label != NULL, NULL);
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  /* Two long buttons fit into the narrowest tile, too. */
  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))),
                           PANGO_ELLIPSIZE_END);
  if (is_suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  if (is_flat)
    gtk_widget_add_css_class (button, "flat");
  gtk_box_append (GTK_BOX (self->buttons), button);
  update_parts (self);
  return button;
}

void
nabla_message_set_compact (NablaMessage *self, gboolean is_compact)
{
  g_return_if_fail (NABLA_IS_MESSAGE (self));
  self->is_compact = is_compact;
  if (is_compact)
    gtk_widget_add_css_class (GTK_WIDGET (self), "compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "compact");
  update_parts (self);
}
