/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-tile-private.h"

#include "nabla-message.h"

#include <glib/gi18n-lib.h>

struct _NablaTile {
  GtkWidget parent_instance;

  GtkWidget *head;
  GtkLabel *title;
  GtkLabel *summary;
  GtkBox *ends;
  GtkButton *resize;
  GtkMenuButton *menu;
  GtkLabel *badge;
  GtkBox *body;

  GtkWidget *child;
  GtkWidget *message;
  GtkWidget *footer;
  GMenuModel *menu_model;
  NablaTilePlacement placement;
  double weight;
};

G_DEFINE_FINAL_TYPE (NablaTile, nabla_tile, GTK_TYPE_WIDGET)

enum {
  PROP_TITLE = 1,
  PROP_SUMMARY,
  PROP_CHILD,
  PROP_MENU_MODEL,
  PROP_WEIGHT,
  N_PROPS
};
enum {
  ENLARGE,
  CLOSE_REQUESTED,
  MOVE,
  CHANGE_SPAN,
  N_SIGNALS
};
static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void
update_menu (NablaTile *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  if (self->menu_model != NULL)
    g_menu_append_section (menu, NULL, self->menu_model);
  g_autoptr (GMenu) place = g_menu_new ();
  gboolean is_large
      = self->placement == NABLA_TILE_LARGE || self->placement == NABLA_TILE_LARGE_ONLY;
  g_menu_append (place, is_large ? _("Back to the _Grid") : _("_Enlarge"), "tile.enlarge");
  if (self->placement == NABLA_TILE_IN_GRID)
    {
      g_menu_append (place, _("_Wider"), "tile.wider");
      g_menu_append (place, _("_Narrower"), "tile.narrower");
    }
  g_menu_append (place, _("_Remove"), "tile.close");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (place));
  gtk_menu_button_set_menu_model (self->menu, G_MENU_MODEL (menu));
}

/* Miniatures are too small for controls; a badge says which key stands for them. */
static void
update_head (NablaTile *self)
{
  gboolean is_miniature = self->placement == NABLA_TILE_MINIATURE;
  gboolean has_badge = gtk_label_get_text (self->badge)[0] != '\0';
  gboolean can_grow = self->placement == NABLA_TILE_LARGE_ONLY;
  gtk_widget_set_visible (GTK_WIDGET (self->ends), !is_miniature);
  gtk_widget_set_visible (GTK_WIDGET (self->menu), !is_miniature && !has_badge);
  gtk_widget_set_visible (GTK_WIDGET (self->badge), has_badge);
  gtk_widget_set_visible (GTK_WIDGET (self->resize),
                          !has_badge && (can_grow || self->placement == NABLA_TILE_LARGE));
  gtk_button_set_icon_name (self->resize,
                            can_grow ? "view-fullscreen-symbolic" : "view-restore-symbolic");
  const char *label = can_grow ? _("Hide or Show the Other Views") : _("Back to the Grid");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->resize), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->resize), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  gtk_widget_set_can_target (GTK_WIDGET (self->body), !is_miniature);
  if (is_miniature)
    gtk_widget_add_css_class (GTK_WIDGET (self), "miniature");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "miniature");
}

static void
update_messages (NablaTile *self)
{
  gboolean is_miniature = self->placement == NABLA_TILE_MINIATURE;
  if (NABLA_IS_MESSAGE (self->message))
    nabla_message_set_compact (NABLA_MESSAGE (self->message), is_miniature);
  if (NABLA_IS_MESSAGE (self->footer))
    nabla_message_set_compact (NABLA_MESSAGE (self->footer), is_miniature);
}

static void
head_pressed_cb (NablaTile *self, int n_press, double x, double y, GtkGesture *gesture)
{
  if (n_press != 2)
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  g_signal_emit (self, signals[ENLARGE], 0);
}

static void
tile_released_cb (NablaTile *self, int n_press, double x, double y, GtkGesture *gesture)
{
  if (self->placement == NABLA_TILE_MINIATURE && n_press == 1)
    g_signal_emit (self, signals[ENLARGE], 0);
}

/* What the head has no room for */
static gboolean
summary_tooltip_cb (GtkLabel *label, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  gtk_tooltip_set_text (tooltip, gtk_label_get_text (label));
  return pango_layout_is_ellipsized (gtk_label_get_layout (label));
}

static void
enlarge_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[ENLARGE], 0);
}

static void
close_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[CLOSE_REQUESTED], 0);
}

static void
span_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[CHANGE_SPAN], 0, g_str_equal (name, "tile.wider") ? 1 : -1);
}

static void
nabla_tile_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  NablaTile *self = NABLA_TILE (object);
  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, nabla_tile_get_title (self));
      break;
    case PROP_SUMMARY:
      g_value_set_string (value, nabla_tile_get_summary (self));
      break;
    case PROP_CHILD:
      g_value_set_object (value, self->child);
      break;
    case PROP_MENU_MODEL:
      g_value_set_object (value, self->menu_model);
      break;
    case PROP_WEIGHT:
      g_value_set_double (value, self->weight);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
nabla_tile_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  NablaTile *self = NABLA_TILE (object);
  switch (id)
    {
    case PROP_TITLE:
      nabla_tile_set_title (self, g_value_get_string (value));
      break;
    case PROP_SUMMARY:
      nabla_tile_set_summary (self, g_value_get_string (value));
      break;
    case PROP_CHILD:
      nabla_tile_set_child (self, g_value_get_object (value));
      break;
    case PROP_MENU_MODEL:
      nabla_tile_set_menu_model (self, g_value_get_object (value));
      break;
    case PROP_WEIGHT:
      nabla_tile_set_weight (self, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
nabla_tile_dispose (GObject *object)
{
  NablaTile *self = NABLA_TILE (object);
  g_clear_object (&self->menu_model);
  self->child = self->message = self->footer = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), NABLA_TYPE_TILE);
  G_OBJECT_CLASS (nabla_tile_parent_class)->dispose (object);
}

static void
bind_move (GtkWidgetClass *klass, guint key, guint keypad_key, GtkDirectionType direction)
{
  GdkModifierType keys = GDK_CONTROL_MASK | GDK_SHIFT_MASK;
  gtk_widget_class_add_binding_signal (klass, key, keys, "move", "(i)", direction);
  gtk_widget_class_add_binding_signal (klass, keypad_key, keys, "move", "(i)", direction);
}

static void
nabla_tile_class_init (NablaTileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = nabla_tile_dispose;
  object_class->get_property = nabla_tile_get_property;
  object_class->set_property = nabla_tile_set_property;

  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  props[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, NULL, flags);
  props[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_MENU_MODEL] = g_param_spec_object ("menu-model", NULL, NULL, G_TYPE_MENU_MODEL, flags);
  props[PROP_WEIGHT] = g_param_spec_double ("weight", NULL, NULL, 0.1, 10, 1, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  GSignalFlags action = G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION;
  GType type = NABLA_TYPE_TILE;
  signals[ENLARGE] = g_signal_new ("enlarge", type, action, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CLOSE_REQUESTED]
      = g_signal_new ("close-requested", type, action, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MOVE] = g_signal_new ("move", type, action, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                GTK_TYPE_DIRECTION_TYPE);
  /* by how many twelfths the tile is to get wider */
  signals[CHANGE_SPAN]
      = g_signal_new ("change-span", type, action, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  gtk_widget_class_install_action (widget_class, "tile.enlarge", NULL, enlarge_action);
  gtk_widget_class_install_action (widget_class, "tile.close", NULL, close_action);
  gtk_widget_class_install_action (widget_class, "tile.wider", NULL, span_action);
  gtk_widget_class_install_action (widget_class, "tile.narrower", NULL, span_action);
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_Return, 0, "enlarge", NULL);
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_KP_Enter, 0, "enlarge", NULL);
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_Delete, 0, "close-requested", NULL);
  bind_move (widget_class, GDK_KEY_Left, GDK_KEY_KP_Left, GTK_DIR_LEFT);
  bind_move (widget_class, GDK_KEY_Right, GDK_KEY_KP_Right, GTK_DIR_RIGHT);
  bind_move (widget_class, GDK_KEY_Up, GDK_KEY_KP_Up, GTK_DIR_UP);
  bind_move (widget_class, GDK_KEY_Down, GDK_KEY_KP_Down, GTK_DIR_DOWN);

  gtk_widget_class_set_css_name (widget_class, "tile");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/nabla/Nabla/views/nabla-tile.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaTile, head);
  gtk_widget_class_bind_template_child (widget_class, NablaTile, title);
  gtk_widget_class_bind_template_child (widget_class, NablaTile, summary);
  gtk_widget_class_bind_template_child (widget_class, NablaTile, ends);
  gtk_widget_class_bind_template_child (widget_class, NablaTile, resize);
  gtk_widget_class_bind_template_child (widget_class, NablaTile, menu);
  gtk_widget_class_bind_template_child (widget_class, NablaTile, badge);
  gtk_widget_class_bind_template_child (widget_class, NablaTile, body);
}

static void
nabla_tile_init (NablaTile *self)
{
  self->weight = 1;
  gtk_widget_init_template (GTK_WIDGET (self));

  GtkGesture *head_click = gtk_gesture_click_new ();
  g_signal_connect_swapped (head_click, "pressed", G_CALLBACK (head_pressed_cb), self);
  gtk_widget_add_controller (self->head, GTK_EVENT_CONTROLLER (head_click));
  GtkGesture *click = gtk_gesture_click_new ();
  g_signal_connect_swapped (click, "released", G_CALLBACK (tile_released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self->summary), TRUE);
  g_signal_connect (self->summary, "query-tooltip", G_CALLBACK (summary_tooltip_cb), NULL);
  update_menu (self);
  update_head (self);
}

GtkWidget *
nabla_tile_new (const char *name, const char *title)
{
  return g_object_new (NABLA_TYPE_TILE, "name", name, "title", title, NULL);
}

void
nabla_tile_set_title (NablaTile *self, const char *title)
{
  g_return_if_fail (NABLA_IS_TILE (self));
  title = title != NULL ? title : "";
  if (g_str_equal (gtk_label_get_text (self->title), title))
    return;
  gtk_label_set_text (self->title, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
}

const char *
nabla_tile_get_title (NablaTile *self)
{
  g_return_val_if_fail (NABLA_IS_TILE (self), NULL);
  return gtk_label_get_text (self->title);
}

void
nabla_tile_set_summary (NablaTile *self, const char *summary)
{
  g_return_if_fail (NABLA_IS_TILE (self));
  summary = summary != NULL ? summary : "";
  if (g_str_equal (gtk_label_get_text (self->summary), summary))
    return;
  gtk_label_set_text (self->summary, summary);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  summary, -1);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SUMMARY]);
}

const char *
nabla_tile_get_summary (NablaTile *self)
{
  g_return_val_if_fail (NABLA_IS_TILE (self), NULL);
  return gtk_label_get_text (self->summary);
}

/* Puts @widget where *@slot was, or takes it away. */
static gboolean
replace (NablaTile *self, GtkWidget **slot, GtkWidget *widget, GtkWidget *after)
{
  if (*slot == widget)
    return FALSE;
  if (*slot != NULL)
    gtk_box_remove (self->body, *slot);
  *slot = widget;
  if (widget != NULL)
    gtk_box_insert_child_after (self->body, widget, after);
  return TRUE;
}

void
nabla_tile_set_child (NablaTile *self, GtkWidget *child)
{
  g_return_if_fail (NABLA_IS_TILE (self));
  g_return_if_fail (child == NULL || GTK_IS_WIDGET (child));
  if (!replace (self, &self->child, child, NULL))
    return;
  if (child != NULL)
    {
      gtk_widget_set_vexpand (child, TRUE);
      gtk_widget_set_visible (child, self->message == NULL);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CHILD]);
}

GtkWidget *
nabla_tile_get_child (NablaTile *self)
{
  g_return_val_if_fail (NABLA_IS_TILE (self), NULL);
  return self->child;
}

void
nabla_tile_add_end (NablaTile *self, GtkWidget *widget)
{
  g_return_if_fail (NABLA_IS_TILE (self));
  g_return_if_fail (GTK_IS_WIDGET (widget));
  gtk_box_append (self->ends, widget);
}

void
nabla_tile_set_menu_model (NablaTile *self, GMenuModel *model)
{
  g_return_if_fail (NABLA_IS_TILE (self));
  if (!g_set_object (&self->menu_model, model))
    return;
  update_menu (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MENU_MODEL]);
}

GMenuModel *
nabla_tile_get_menu_model (NablaTile *self)
{
  g_return_val_if_fail (NABLA_IS_TILE (self), NULL);
  return self->menu_model;
}

void
nabla_tile_set_badge (NablaTile *self, const char *badge)
{
  g_return_if_fail (NABLA_IS_TILE (self));
  badge = badge != NULL ? badge : "";
  if (g_str_equal (gtk_label_get_text (self->badge), badge))
    return;
  gtk_label_set_text (self->badge, badge);
  update_head (self);
}

void
nabla_tile_set_message (NablaTile *self, GtkWidget *message)
{
  g_return_if_fail (NABLA_IS_TILE (self));
  g_return_if_fail (message == NULL || GTK_IS_WIDGET (message));
  if (!replace (self, &self->message, message, self->child))
    return;
  if (message != NULL)
    gtk_widget_set_vexpand (message, TRUE);
  update_messages (self);
  if (self->child != NULL)
    gtk_widget_set_visible (self->child, message == NULL);
}

GtkWidget *
nabla_tile_get_message (NablaTile *self)
{
  g_return_val_if_fail (NABLA_IS_TILE (self), NULL);
  return self->message;
}

void
nabla_tile_set_footer (NablaTile *self, GtkWidget *footer)
{
  g_return_if_fail (NABLA_IS_TILE (self));
  g_return_if_fail (footer == NULL || GTK_IS_WIDGET (footer));
  replace (self, &self->footer, footer, self->message != NULL ? self->message : self->child);
  update_messages (self);
}

GtkWidget *
nabla_tile_get_footer (NablaTile *self)
{
  g_return_val_if_fail (NABLA_IS_TILE (self), NULL);
  return self->footer;
}

void
nabla_tile_set_weight (NablaTile *self, double weight)
{
  g_return_if_fail (NABLA_IS_TILE (self));
  g_return_if_fail (weight >= 0.1 && weight <= 10);
  if (self->weight == weight)
    return;
  self->weight = weight;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WEIGHT]);
}

double
nabla_tile_get_weight (NablaTile *self)
{
  g_return_val_if_fail (NABLA_IS_TILE (self), 1);
  return self->weight;
}

void
nabla_tile_set_placement (NablaTile *self, NablaTilePlacement placement)
{
  if (self->placement == placement)
    return;
  self->placement = placement;
  update_menu (self);
  update_head (self);
  update_messages (self);
}

GtkWidget *
nabla_tile_get_head (NablaTile *self)
{
  return self->head;
}
