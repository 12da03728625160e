/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-segments.h"

struct _NablaSegments {
  GtkWidget parent_instance;
  GPtrArray *buttons;
  int active;
  gboolean is_updating;
};

G_DEFINE_FINAL_TYPE (NablaSegments, nabla_segments, GTK_TYPE_WIDGET)

enum {
  PROP_ACTIVE = 1,
  N_PROPS
};
enum {
  CHANGED,
  N_SIGNALS
};
static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void
toggled_cb (NablaSegments *self, GtkToggleButton *button)
{
  guint index;
  if (self->is_updating || !gtk_toggle_button_get_active (button)
      || !g_ptr_array_find (self->buttons, button, &index) || (int)index == self->active)
    return;
  self->active = (int)index;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ACTIVE]);
  g_signal_emit (self, signals[CHANGED], 0, self->active);
}

static void
nabla_segments_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ACTIVE)
    g_value_set_int (value, NABLA_SEGMENTS (object)->active);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nabla_segments_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ACTIVE)
    nabla_segments_set_active (NABLA_SEGMENTS (object), g_value_get_int (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nabla_segments_dispose (GObject *object)
{
  NablaSegments *self = NABLA_SEGMENTS (object);
  g_ptr_array_set_size (self->buttons, 0);
  for (GtkWidget *child; (child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL;)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (nabla_segments_parent_class)->dispose (object);
}

static void
nabla_segments_finalize (GObject *object)
{
  g_ptr_array_unref (NABLA_SEGMENTS (object)->buttons);
  G_OBJECT_CLASS (nabla_segments_parent_class)->finalize (object);
}

static void
nabla_segments_class_init (NablaSegmentsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->dispose = nabla_segments_dispose;
  object_class->finalize = nabla_segments_finalize;
  object_class->get_property = nabla_segments_get_property;
  object_class->set_property = nabla_segments_set_property;
  props[PROP_ACTIVE]
      = g_param_spec_int ("active", NULL, NULL, 0, G_MAXINT, 0,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[CHANGED] = g_signal_new ("changed", NABLA_TYPE_SEGMENTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
nabla_segments_init (NablaSegments *self)
{
  self->buttons = g_ptr_array_new ();
  gtk_widget_add_css_class (GTK_WIDGET (self), "nabla-segments");
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

GtkWidget *
nabla_segments_new (const char *label, const char *const *words)
{
  g_return_val_if_fail (label != NULL && words != NULL && words[0] != NULL, NULL);

  NablaSegments *self = g_object_new (NABLA_TYPE_SEGMENTS, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label (words[i]);
      if (i > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button),
                                     g_ptr_array_index (self->buttons, 0));
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), i == 0);
      g_ptr_array_add (self->buttons, button);
      gtk_widget_set_parent (button, GTK_WIDGET (self));
      g_signal_connect_swapped (button, "toggled", G_CALLBACK (toggled_cb), self);
    }
  return GTK_WIDGET (self);
}

void
nabla_segments_set_active (NablaSegments *self, int index)
{
  g_return_if_fail (NABLA_IS_SEGMENTS (self));
  if (index < 0 || (guint)index >= self->buttons->len || index == self->active)
    return;
  self->active = index;
  self->is_updating = TRUE;
  gtk_toggle_button_set_active (g_ptr_array_index (self->buttons, index), TRUE);
  self->is_updating = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ACTIVE]);
}

int
nabla_segments_get_active (NablaSegments *self)
{
  g_return_val_if_fail (NABLA_IS_SEGMENTS (self), 0);
  return self->active;
}

void
nabla_segments_set_enabled (NablaSegments *self, int index, gboolean is_enabled)
{
  g_return_if_fail (NABLA_IS_SEGMENTS (self));
  g_return_if_fail (index >= 0 && (guint)index < self->buttons->len);
  gtk_widget_set_sensitive (g_ptr_array_index (self->buttons, index), is_enabled);
}
