/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-layer-row.h"

#include "nabla-param.h"
#include "nabla-typed-entry-private.h"
#include "nabla-widget-style-private.h"

#include <glib/gi18n-lib.h>

struct _NablaLayerRow {
  GtkListBoxRow parent_instance;
  NablaParamSpec spec; /* of the units, as they are read and refused */
  int units;
  char **activations;
  gboolean is_updating;

  GtkWidget *content;
  GtkWidget *line;
  GtkWidget *title;
  GtkWidget *less, *entry, *more;
  GtkWidget *choice;
  GtkWidget *fixed_units, *fixed_activation;
  GtkWidget *error;
  GtkWidget *menu;
};

G_DEFINE_FINAL_TYPE (NablaLayerRow, nabla_layer_row, GTK_TYPE_LIST_BOX_ROW)

enum {
  UNITS_CHANGED,
  ACTIVATION_CHANGED,
  REMOVE_REQUESTED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
set_error (NablaLayerRow *self, const char *sentence)
{
  gtk_label_set_text (GTK_LABEL (self->error), sentence != NULL ? sentence : "");
  gtk_widget_set_visible (self->error, sentence != NULL);
}

static void
update_units (NablaLayerRow *self)
{
  if (self->entry == NULL)
    return;
  g_autofree char *text = g_strdup_printf ("%d", self->units);
  nabla_typed_entry_show (NABLA_TYPED_ENTRY (self->entry), text);
  gtk_widget_set_sensitive (self->less, self->units > self->spec.minimum);
  gtk_widget_set_sensitive (self->more, self->units < self->spec.maximum);
  set_error (self, NULL);
}

static void
change_units (NablaLayerRow *self, double units)
{
  int wanted = (int)CLAMP (units, self->spec.minimum, self->spec.maximum);
  gboolean differs = wanted != self->units;
  self->units = wanted;
  update_units (self);
  if (differs)
    g_signal_emit (self, signals[UNITS_CHANGED], 0, self->units);
}

static void
less_cb (NablaLayerRow *self)
{
  change_units (self, self->units - 1.0);
}

static void
more_cb (NablaLayerRow *self)
{
  change_units (self, self->units + 1.0);
}

static void
typed_cb (NablaLayerRow *self, const char *text)
{
  double units;
  g_autoptr (GError) error = NULL;
  const char *title = gtk_label_get_text (GTK_LABEL (self->title));
  if (nabla_param_parse (&self->spec, title, text, &units, &error))
    change_units (self, units);
  else
    {
      set_error (self, error->message);
      nabla_typed_entry_refuse (NABLA_TYPED_ENTRY (self->entry));
    }
}

/* A page doubles or halves. */
static void
step_cb (NablaLayerRow *self, int by, gboolean is_page)
{
  if (!is_page)
    change_units (self, self->units + (double)by);
  else
    change_units (self, by > 0 ? self->units * 2.0 : self->units / 2);
}

static void
taken_back_cb (NablaLayerRow *self)
{
  set_error (self, NULL);
}

static void
choice_cb (NablaLayerRow *self)
{
  const char *name = nabla_layer_row_get_activation (self);
  if (!self->is_updating && name != NULL)
    g_signal_emit (self, signals[ACTIVATION_CHANGED], 0, name);
}

/* --- Removing ------------------------------------------------------------------ */

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[REMOVE_REQUESTED], 0);
}

static void
open_menu (NablaLayerRow *self, double x, double y)
{
  if (self->menu == NULL)
    {
      g_autoptr (GMenu) menu = g_menu_new ();
      g_menu_append (menu, _("_Remove Layer"), "layer.remove");
      self->menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->menu, self->content);
    }
  GdkRectangle at = { (int)x, (int)y, 1, 1 };
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &at);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  open_menu (NABLA_LAYER_ROW (widget), 24, gtk_widget_get_height (widget) / 2.0);
}

static void
second_button_cb (NablaLayerRow *self, int n_press, double x, double y, GtkGesture *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu (self, x, y);
}

void
nabla_layer_row_set_removable (NablaLayerRow *self, gboolean is_removable)
{
  g_return_if_fail (NABLA_IS_LAYER_ROW (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "layer.remove", is_removable);
}

/* --- Building ------------------------------------------------------------------ */

static GtkWidget *
create_button (NablaLayerRow *self, const char *icon, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_signal_connect_swapped (button, "clicked", callback, self);
  return button;
}

static void
add_stepper (NablaLayerRow *self)
{
  GtkWidget *stepper = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (stepper, "nabla-stepper");
  gtk_widget_set_valign (stepper, GTK_ALIGN_CENTER);
  self->less
      = create_button (self, "list-remove-symbolic", _("One unit less"), G_CALLBACK (less_cb));
  self->more = create_button (self, "list-add-symbolic", _("One unit more"), G_CALLBACK (more_cb));
  self->entry = nabla_typed_entry_new ();
  nabla_typed_entry_set_least_width (NABLA_TYPED_ENTRY (self->entry), 2);
  gtk_editable_set_alignment (GTK_EDITABLE (self->entry), 0.5f);
  g_signal_connect_swapped (self->entry, "typed", G_CALLBACK (typed_cb), self);
  g_signal_connect_swapped (self->entry, "step", G_CALLBACK (step_cb), self);
  g_signal_connect_swapped (self->entry, "taken-back", G_CALLBACK (taken_back_cb), self);
  gtk_box_append (GTK_BOX (stepper), self->less);
  gtk_box_append (GTK_BOX (stepper), self->entry);
  gtk_box_append (GTK_BOX (stepper), self->more);
  gtk_box_append (GTK_BOX (self->line), stepper);
}

static void
add_choice (NablaLayerRow *self, const char *const *titles)
{
  self->choice
      = nabla_widget_new_choice (titles != NULL ? titles : (const char *const *)self->activations);
  gtk_widget_set_hexpand (self->choice, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->choice), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Activation"), -1);
  g_signal_connect_swapped (self->choice, "notify::selected", G_CALLBACK (choice_cb), self);
  gtk_box_append (GTK_BOX (self->line), self->choice);
}

static void
nabla_layer_row_dispose (GObject *object)
{
  NablaLayerRow *self = NABLA_LAYER_ROW (object);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  G_OBJECT_CLASS (nabla_layer_row_parent_class)->dispose (object);
}

static void
nabla_layer_row_finalize (GObject *object)
{
  g_strfreev (NABLA_LAYER_ROW (object)->activations);
  G_OBJECT_CLASS (nabla_layer_row_parent_class)->finalize (object);
}

static void
nabla_layer_row_class_init (NablaLayerRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = NABLA_TYPE_LAYER_ROW;
  G_OBJECT_CLASS (klass)->dispose = nabla_layer_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = nabla_layer_row_finalize;
  signals[UNITS_CHANGED] = g_signal_new ("units-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[ACTIVATION_CHANGED] = g_signal_new ("activation-changed", type, G_SIGNAL_RUN_LAST, 0,
                                              NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[REMOVE_REQUESTED] = g_signal_new ("remove-requested", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "layer.remove", NULL, remove_action);
  gtk_widget_class_install_action (widget_class, "layer.menu", NULL, menu_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "layer.remove", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Delete, 0, "layer.remove", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "layer.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "layer.menu",
                                       NULL);
}

static void
nabla_layer_row_init (NablaLayerRow *self)
{
  self->spec = (NablaParamSpec){ .name = "units",
                                 .type = NABLA_PARAM_INTEGER,
                                 .minimum = 1,
                                 .maximum = 65536,
                                 .initial = 1,
                                 .scale = NABLA_SCALE_LOG };
  self->units = 1;
  self->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->title = gtk_label_new (NULL);
  self->error = nabla_widget_new_refusal ();
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_widget_add_css_class (self->title, "nabla-layer-title");
  gtk_box_append (GTK_BOX (self->line), self->title);
  gtk_box_append (GTK_BOX (self->content), self->line);
  gtk_box_append (GTK_BOX (self->content), self->error);
  gtk_widget_add_css_class (self->content, "nabla-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), self->content);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "nabla-param");
}

GtkWidget *
nabla_layer_row_new (const char *title, const char *const *activations, const char *const *titles)
{
  g_return_val_if_fail (title != NULL && activations != NULL, NULL);
  g_return_val_if_fail (
      titles == NULL || g_strv_length ((char **)titles) == g_strv_length ((char **)activations),
      NULL);

  NablaLayerRow *self = g_object_new (NABLA_TYPE_LAYER_ROW, NULL);
  self->activations = g_strdupv ((char **)activations);
  add_stepper (self);
  add_choice (self, titles);
  GtkGesture *second = gtk_gesture_click_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (second), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (second, "pressed", G_CALLBACK (second_button_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (second));
  nabla_layer_row_set_title (self, title);
  update_units (self);
  return GTK_WIDGET (self);
}

GtkWidget *
nabla_layer_row_new_fixed (const char *title, const char *units, const char *activation)
{
  g_return_val_if_fail (title != NULL, NULL);

  NablaLayerRow *self = g_object_new (NABLA_TYPE_LAYER_ROW, NULL);
  self->fixed_units = gtk_label_new (NULL);
  self->fixed_activation = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->fixed_units, "nabla-sec");
  gtk_label_set_ellipsize (GTK_LABEL (self->fixed_units), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (self->fixed_units), 0);
  gtk_widget_set_hexpand (self->fixed_units, TRUE);
  gtk_box_append (GTK_BOX (self->line), self->fixed_units);
  gtk_box_append (GTK_BOX (self->line), self->fixed_activation);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  nabla_layer_row_set_removable (self, FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "layer.menu", FALSE);
  nabla_layer_row_set_title (self, title);
  nabla_layer_row_set_fixed (self, units, activation);
  return GTK_WIDGET (self);
}

void
nabla_layer_row_set_title (NablaLayerRow *self, const char *title)
{
  g_return_if_fail (NABLA_IS_LAYER_ROW (self));
  g_return_if_fail (title != NULL);
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  if (self->entry == NULL)
    return;
  /* translators: %s is a layer, such as Layer 1 */
  g_autofree char *label = g_strdup_printf (_("Units of %s"), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

void
nabla_layer_row_set_fixed (NablaLayerRow *self, const char *units, const char *activation)
{
  g_return_if_fail (NABLA_IS_LAYER_ROW (self) && self->fixed_units != NULL);
  gtk_label_set_text (GTK_LABEL (self->fixed_units), units != NULL ? units : "");
  gtk_label_set_text (GTK_LABEL (self->fixed_activation), activation != NULL ? activation : "");
}

void
nabla_layer_row_set_units (NablaLayerRow *self, int units)
{
  g_return_if_fail (NABLA_IS_LAYER_ROW (self));
  if (self->units == units || units < self->spec.minimum || units > self->spec.maximum)
    return;
  self->units = units;
  update_units (self);
}

int
nabla_layer_row_get_units (NablaLayerRow *self)
{
  g_return_val_if_fail (NABLA_IS_LAYER_ROW (self), 0);
  return self->units;
}

void
nabla_layer_row_set_range (NablaLayerRow *self, int fewest, int most)
{
  g_return_if_fail (NABLA_IS_LAYER_ROW (self));
  g_return_if_fail (fewest <= most);
  self->spec.minimum = fewest;
  self->spec.maximum = most;
  self->units = CLAMP (self->units, fewest, most);
  update_units (self);
}

void
nabla_layer_row_set_activation (NablaLayerRow *self, const char *name)
{
  g_return_if_fail (NABLA_IS_LAYER_ROW (self) && self->choice != NULL);
  g_return_if_fail (name != NULL);
  for (guint i = 0; self->activations[i] != NULL; i++)
    if (g_str_equal (self->activations[i], name))
      {
        self->is_updating = TRUE;
        gtk_drop_down_set_selected (GTK_DROP_DOWN (self->choice), i);
        self->is_updating = FALSE;
      }
}

const char *
nabla_layer_row_get_activation (NablaLayerRow *self)
{
  g_return_val_if_fail (NABLA_IS_LAYER_ROW (self), NULL);
  guint selected = self->choice == NULL ? GTK_INVALID_LIST_POSITION
                                        : gtk_drop_down_get_selected (GTK_DROP_DOWN (self->choice));
  return selected == GTK_INVALID_LIST_POSITION ? NULL : self->activations[selected];
}
