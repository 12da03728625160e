/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-typed-entry-private.h"

#define LEAST_WIDTH 4
#define MOST_WIDTH 9

struct _NablaTypedEntry {
  GtkEntry parent_instance;
  char *shown;
  int least_width; /* in characters */
  gboolean is_refused;
};

G_DEFINE_FINAL_TYPE (NablaTypedEntry, nabla_typed_entry, GTK_TYPE_ENTRY)

enum {
  TYPED,
  STEP,
  TAKEN_BACK,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
mark (NablaTypedEntry *self, gboolean is_refused)
{
  self->is_refused = is_refused;
  if (is_refused)
    gtk_widget_add_css_class (GTK_WIDGET (self), "refused");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "refused");
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_INVALID,
      is_refused ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
take_back (NablaTypedEntry *self)
{
  g_autofree char *shown = g_strdup (self->shown);
  nabla_typed_entry_show (self, shown);
  g_signal_emit (self, signals[TAKEN_BACK], 0);
}

static void
take (NablaTypedEntry *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self)));
  if (!g_str_equal (text, self->shown))
    g_signal_emit (self, signals[TYPED], 0, text);
  else if (self->is_refused)
    take_back (self);
}

static void
leave_cb (NablaTypedEntry *self)
{
  take (self);
  if (self->is_refused)
    {
      /* The sentence that says why stays: only the text is of no use any more. */
      gtk_editable_set_text (GTK_EDITABLE (self), self->shown);
      mark (self, FALSE);
    }
}

static gboolean
key_cb (NablaTypedEntry *self, guint key, guint code, GdkModifierType modifiers)
{
  static const struct
  {
    guint key, keypad_key;
    int by;
    gboolean is_page;
  } steps[] = {
    { GDK_KEY_Up, GDK_KEY_KP_Up, 1, FALSE },
    { GDK_KEY_Down, GDK_KEY_KP_Down, -1, FALSE },
    { GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, 1, TRUE },
    { GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, -1, TRUE },
  };
  if ((modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Escape)
    {
      gboolean is_changed
          = self->is_refused
            || !g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self)), self->shown);
      if (!is_changed)
        return GDK_EVENT_PROPAGATE;
      take_back (self);
      gtk_editable_select_region (GTK_EDITABLE (self), 0, -1);
      return GDK_EVENT_STOP;
    }
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (key == steps[i].key || key == steps[i].keypad_key)
      {
        take (self);
        if (!self->is_refused)
          g_signal_emit (self, signals[STEP], 0, steps[i].by, steps[i].is_page);
        gtk_editable_set_position (GTK_EDITABLE (self), -1);
        return GDK_EVENT_STOP;
      }
  return GDK_EVENT_PROPAGATE;
}

static void
nabla_typed_entry_finalize (GObject *object)
{
  g_free (NABLA_TYPED_ENTRY (object)->shown);
  G_OBJECT_CLASS (nabla_typed_entry_parent_class)->finalize (object);
}

static void
nabla_typed_entry_class_init (NablaTypedEntryClass *klass)
{
  GType type = NABLA_TYPE_TYPED_ENTRY;
  G_OBJECT_CLASS (klass)->finalize = nabla_typed_entry_finalize;
  signals[TYPED] = g_signal_new ("typed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, G_TYPE_STRING);
  signals[STEP] = g_signal_new ("step", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                2, G_TYPE_INT, G_TYPE_BOOLEAN);
  signals[TAKEN_BACK]
      = g_signal_new ("taken-back", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
nabla_typed_entry_init (NablaTypedEntry *self)
{
  self->shown = g_strdup ("");
  self->least_width = LEAST_WIDTH;
  gtk_widget_add_css_class (GTK_WIDGET (self), "nabla-value");
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_editable_set_alignment (GTK_EDITABLE (self), 1);
  g_signal_connect (self, "activate", G_CALLBACK (take), NULL);
  GtkEventController *focus = gtk_event_controller_focus_new ();
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  GtkEventController *keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
nabla_typed_entry_new (void)
{
  return g_object_new (NABLA_TYPE_TYPED_ENTRY, NULL);
}

void
nabla_typed_entry_set_least_width (NablaTypedEntry *self, int n_chars)
{
  self->least_width = n_chars;
}

void
nabla_typed_entry_show (NablaTypedEntry *self, const char *text)
{
  int width = CLAMP ((int)g_utf8_strlen (text, -1), self->least_width, MOST_WIDTH);
  g_free (self->shown);
  self->shown = g_strdup (text);
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self)), text))
    gtk_editable_set_text (GTK_EDITABLE (self), text);
  gtk_editable_set_width_chars (GTK_EDITABLE (self), width);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self), width);
  mark (self, FALSE);
}

void
nabla_typed_entry_refuse (NablaTypedEntry *self)
{
  mark (self, TRUE);
}
