/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-drop-area.h"

#include <glib/gi18n-lib.h>

struct _NablaDropArea {
  GtkWidget parent_instance;
  GtkWidget *child;
  GtkWidget *highlight;
};

enum { PROP_CHILD = 1, N_PROPS };
enum { DROPPED, N_SIGNALS };

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaDropArea, nabla_drop_area, GTK_TYPE_WIDGET)

static GPtrArray *
files_of_text (const char *text)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      const char *name = g_strstrip (*line);
      if (g_str_has_prefix (name, "file://"))
        g_ptr_array_add (files, g_file_new_for_uri (name));
      else if (g_path_is_absolute (name))
        g_ptr_array_add (files, g_file_new_for_path (name));
      else if (*name != '\0')
        return NULL;
    }
  return files->len > 0 ? g_steal_pointer (&files) : NULL;
}

GPtrArray *
nabla_drop_area_files (const GValue *value)
{
  g_return_val_if_fail (G_IS_VALUE (value), NULL);

  if (G_VALUE_HOLDS_STRING (value))
    return files_of_text (g_value_get_string (value));

  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    for (GSList *link = g_value_get_boxed (value); link != NULL; link = link->next)
      g_ptr_array_add (files, g_object_ref (link->data));
  else if (G_VALUE_HOLDS (value, G_TYPE_FILE) && g_value_get_object (value) != NULL)
    g_ptr_array_add (files, g_value_dup_object (value));
  return files->len > 0 ? g_steal_pointer (&files) : NULL;
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, NablaDropArea *self)
{
  g_autoptr (GPtrArray) files = nabla_drop_area_files (value);
  if (files == NULL)
    return FALSE;
  g_signal_emit (self, signals[DROPPED], 0, files);
  return TRUE;
}

void
nabla_drop_area_set_child (NablaDropArea *self, GtkWidget *child)
{
  g_return_if_fail (NABLA_IS_DROP_AREA (self));
  g_return_if_fail (child == NULL || GTK_IS_WIDGET (child));

  if (self->child == child)
    return;
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_insert_before (child, GTK_WIDGET (self), self->highlight);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHILD]);
}

GtkWidget *
nabla_drop_area_get_child (NablaDropArea *self)
{
  g_return_val_if_fail (NABLA_IS_DROP_AREA (self), NULL);

  return self->child;
}

static void
nabla_drop_area_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CHILD)
    nabla_drop_area_set_child (NABLA_DROP_AREA (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nabla_drop_area_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CHILD)
    g_value_set_object (value, NABLA_DROP_AREA (object)->child);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nabla_drop_area_dispose (GObject *object)
{
  NablaDropArea *self = NABLA_DROP_AREA (object);
  g_clear_pointer (&self->child, gtk_widget_unparent);
  g_clear_pointer (&self->highlight, gtk_widget_unparent);
  G_OBJECT_CLASS (nabla_drop_area_parent_class)->dispose (object);
}

static void
nabla_drop_area_class_init (NablaDropAreaClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  object_class->dispose = nabla_drop_area_dispose;
  object_class->set_property = nabla_drop_area_set_property;
  object_class->get_property = nabla_drop_area_get_property;
  properties[PROP_CHILD]
    = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[DROPPED] = g_signal_new ("dropped", NABLA_TYPE_DROP_AREA, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "nabla-drop-area");
}

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
make_highlight (void)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name ("nabla-drop-symbolic");
  gtk_image_set_pixel_size (GTK_IMAGE (icon), 48);
  gtk_widget_set_margin_bottom (icon, 6);
  gtk_box_append (GTK_BOX (words), icon);
  gtk_box_append (GTK_BOX (words), make_label (_("Drop to Open"), "title-2"));
  gtk_box_append (GTK_BOX (words),
                  make_label (_("Data, an experiment, a model or a lesson"), "nabla-sec"));
  gtk_widget_set_halign (words, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_vexpand (words, TRUE);

  GtkWidget *highlight = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (highlight, "highlight");
  gtk_widget_set_can_target (highlight, FALSE);
  gtk_box_append (GTK_BOX (highlight), words);
  /* It is seen only while a mouse drags. */
  gtk_accessible_update_state (GTK_ACCESSIBLE (highlight), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  return highlight;
}

static void
nabla_drop_area_init (NablaDropArea *self)
{
  /* Shown by its style while this widget is :drop(active). */
  self->highlight = make_highlight ();
  gtk_widget_set_parent (self->highlight, GTK_WIDGET (self));

  GType types[] = { GDK_TYPE_FILE_LIST, G_TYPE_FILE, G_TYPE_STRING };
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

GtkWidget *
nabla_drop_area_new (void)
{
  return g_object_new (NABLA_TYPE_DROP_AREA, NULL);
}
