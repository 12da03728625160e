/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-param-row.h"

#include "nabla-param-track.h"
#include "nabla-typed-entry-private.h"
#include "nabla-widget-style-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

struct _NablaParamRow {
  GtkListBoxRow parent_instance;
  NablaParamSpec spec;
  NablaParamTrack track;
  gboolean has_track;
  char *title;
  char *word;
  double word_value;
  double value;
  double default_value;

  GtkWidget *name;
  GtkWidget *reset;
  GtkWidget *choice; /* of these, one */
  GtkWidget *toggle;
  GtkWidget *entry;
  GtkWidget *scale;
  GtkWidget *error;

  guint pending; /* tick callback that tells of a dragged value */
  gboolean is_updating;
};

G_DEFINE_FINAL_TYPE (NablaParamRow, nabla_param_row, GTK_TYPE_LIST_BOX_ROW)

enum {
  PROP_VALUE = 1,
  N_PROPS
};
enum {
  CHANGED,
  N_SIGNALS
};
static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static gboolean
is_number (NablaParamRow *self)
{
  return self->spec.type == NABLA_PARAM_REAL || self->spec.type == NABLA_PARAM_INTEGER;
}

static gboolean
is_word (NablaParamRow *self, double value)
{
  return self->word != NULL && value == self->word_value;
}

static char *
text_of (NablaParamRow *self, double value)
{
  return is_word (self, value) ? g_strdup (self->word) : nabla_param_format (&self->spec, value);
}

/* Words are shown translated and written as the file has them: both are read. */
static gboolean
parse (NablaParamRow *self, const char *text, double *value, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  if (self->word != NULL
      && (g_ascii_strcasecmp (stripped, self->word) == 0 || g_str_equal (stripped, _(self->word))))
    {
      *value = self->word_value;
      return TRUE;
    }
  return nabla_param_parse (&self->spec, self->title, stripped, value, error);
}

static void
update_entry (NablaParamRow *self)
{
  if (self->entry == NULL)
    return;
  g_autofree char *text = text_of (self, self->value);
  nabla_typed_entry_show (NABLA_TYPED_ENTRY (self->entry),
                          is_word (self, self->value) ? _(self->word) : text);
}

static void
update_widgets (NablaParamRow *self)
{
  self->is_updating = TRUE;
  update_entry (self);
  if (self->scale != NULL
      && nabla_param_track_value (&self->track, gtk_range_get_value (GTK_RANGE (self->scale)))
             != self->value)
    gtk_range_set_value (GTK_RANGE (self->scale),
                         nabla_param_track_place (&self->track, self->value));
  if (self->scale != NULL)
    {
      g_autofree char *text = text_of (self, self->value);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale),
                                      GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
    }
  if (self->choice != NULL)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->choice), (guint)self->value);
  if (self->toggle != NULL)
    gtk_switch_set_active (GTK_SWITCH (self->toggle), self->value != 0);
  gtk_widget_set_visible (self->reset, self->value != self->default_value);
  self->is_updating = FALSE;
}

static void
set_value (NablaParamRow *self, double value)
{
  gboolean differs = self->value != value;
  self->value = value;
  nabla_param_row_set_error (self, NULL);
  update_widgets (self);
  if (differs)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VALUE]);
}

static void
emit_changed (NablaParamRow *self)
{
  g_autofree char *text = text_of (self, self->value);
  g_signal_emit (self, signals[CHANGED], 0, text);
}

static void
forget_pending (NablaParamRow *self)
{
  if (self->pending != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->pending);
  self->pending = 0;
}

/* A value by the user's hand, told at once */
static void
change (NablaParamRow *self, double value)
{
  gboolean differs = value != self->value || self->pending != 0;
  forget_pending (self);
  set_value (self, value);
  if (differs)
    emit_changed (self);
}

static gboolean
pending_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  NablaParamRow *self = NABLA_PARAM_ROW (widget);
  self->pending = 0;
  emit_changed (self);
  return G_SOURCE_REMOVE;
}

static void
scale_changed_cb (NablaParamRow *self)
{
  if (self->is_updating)
    return;
  double value
      = nabla_param_track_value (&self->track, gtk_range_get_value (GTK_RANGE (self->scale)));
  if (value == self->value)
    return;
  set_value (self, value);
  if (self->pending == 0)
    self->pending = gtk_widget_add_tick_callback (GTK_WIDGET (self), pending_cb, NULL, NULL);
}

static void
choice_changed_cb (NablaParamRow *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->choice));
  if (!self->is_updating && selected != GTK_INVALID_LIST_POSITION)
    change (self, selected);
}

static void
toggle_changed_cb (NablaParamRow *self)
{
  if (!self->is_updating)
    change (self, gtk_switch_get_active (GTK_SWITCH (self->toggle)));
}

static void
reset_cb (NablaParamRow *self)
{
  GtkWidget *control = self->entry != NULL    ? self->entry
                       : self->choice != NULL ? self->choice
                                              : self->toggle;
  /* The button is about to go: who used the keyboard stays in the row. */
  if (gtk_widget_has_focus (self->reset))
    gtk_widget_grab_focus (control);
  change (self, self->default_value);
}

static void
entry_typed_cb (NablaParamRow *self, const char *text)
{
  double value;
  g_autoptr (GError) error = NULL;
  if (parse (self, text, &value, &error))
    change (self, value);
  else
    {
      nabla_param_row_set_error (self, error->message);
      nabla_typed_entry_refuse (NABLA_TYPED_ENTRY (self->entry));
    }
}

static void
entry_step_cb (NablaParamRow *self, int by, gboolean is_page)
{
  double value = self->has_track ? nabla_param_track_step (&self->track, self->value, by, is_page)
                                 : CLAMP (self->value + by * (is_page ? 10 : 1), self->spec.minimum,
                                          self->spec.maximum);
  change (self, value);
}

static void
entry_taken_back_cb (NablaParamRow *self)
{
  nabla_param_row_set_error (self, NULL);
}

/* --- Building --------------------------------------------------------------- */

/* `β1` as a letter with an index, `n_H` likewise */
static char *
symbol_markup (const char *symbol)
{
  const char *index = strchr (symbol, '_');
  gsize length = index != NULL ? (gsize)(index - symbol) : strcspn (symbol, "0123456789");
  g_autofree char *letter = g_markup_escape_text (symbol, (gssize)length);
  index = symbol + length + (index != NULL);
  g_autofree char *below = g_markup_escape_text (index, -1);
  return *below == '\0' ? g_strdup_printf ("<i>%s</i>", letter)
                        : g_strdup_printf ("<i>%s</i><span rise='-2500' size='smaller'>%s</span>",
                                           letter, below);
}

static void
update_name (NablaParamRow *self)
{
  g_autofree char *title = g_markup_escape_text (self->title, -1);
  g_autofree char *symbol = self->spec.symbol != NULL ? symbol_markup (self->spec.symbol) : NULL;
  g_autofree char *markup
      = symbol != NULL ? g_strdup_printf ("%s %s", title, symbol) : g_strdup (title);
  gtk_label_set_markup (GTK_LABEL (self->name), markup);
  GtkWidget *controls[] = { self->choice, self->toggle, self->entry, self->scale };
  for (guint i = 0; i < G_N_ELEMENTS (controls); i++)
    if (controls[i] != NULL)
      gtk_accessible_update_property (GTK_ACCESSIBLE (controls[i]), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      self->title, -1);
  /* translators: %s is the name of a hyperparameter */
  g_autofree char *reset = g_strdup_printf (_("Reset %s to its default value"), self->title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reset), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  reset, -1);
}

static GtkWidget *
create_entry (NablaParamRow *self)
{
  GtkWidget *entry = nabla_typed_entry_new ();
  g_signal_connect_swapped (entry, "typed", G_CALLBACK (entry_typed_cb), self);
  g_signal_connect_swapped (entry, "step", G_CALLBACK (entry_step_cb), self);
  g_signal_connect_swapped (entry, "taken-back", G_CALLBACK (entry_taken_back_cb), self);
  return entry;
}

static void
update_scale (NablaParamRow *self)
{
  static const double strides[][2] = {
    [NABLA_PARAM_TRACK_LINEAR] = { 1, 10 },
    [NABLA_PARAM_TRACK_DECADES] = { 0.1, 1 },
    [NABLA_PARAM_TRACK_BINARY] = { 1, 2 },
    [NABLA_PARAM_TRACK_ONE_MINUS] = { 0.1, 1 },
  };
  double first, last, ticks[NABLA_PARAM_TRACK_MOST_TICKS];
  double unit = self->track.kind == NABLA_PARAM_TRACK_LINEAR ? self->track.step : 1;
  const double *stride = strides[self->track.kind];
  nabla_param_track_ends (&self->track, &first, &last);
  self->is_updating = TRUE;
  gtk_adjustment_configure (gtk_range_get_adjustment (GTK_RANGE (self->scale)),
                            nabla_param_track_place (&self->track, self->value), first, last,
                            stride[0] * unit, stride[1] * unit, 0);
  self->is_updating = FALSE;
  gtk_scale_clear_marks (GTK_SCALE (self->scale));
  guint n = nabla_param_track_ticks (&self->track, ticks);
  if (n > 0)
    gtk_widget_add_css_class (gtk_widget_get_parent (self->scale), "has-ticks");
  for (guint i = 0; i < n; i++)
    gtk_scale_add_mark (GTK_SCALE (self->scale), ticks[i], GTK_POS_BOTTOM, NULL);
}

static GtkWidget *
create_scale (NablaParamRow *self)
{
  GtkWidget *scale = gtk_scale_new (GTK_ORIENTATION_HORIZONTAL, NULL);
  gtk_widget_add_css_class (scale, "nabla");
  gtk_scale_set_draw_value (GTK_SCALE (scale), FALSE);
  nabla_widget_ignore_wheel (scale);
  g_signal_connect_swapped (scale, "value-changed", G_CALLBACK (scale_changed_cb), self);
  return scale;
}

static GtkWidget *
create_choice (NablaParamRow *self)
{
  GtkWidget *choice = nabla_widget_new_choice (self->spec.choices);
  g_signal_connect_swapped (choice, "notify::selected", G_CALLBACK (choice_changed_cb), self);
  return choice;
}

static GtkWidget *
create_toggle (NablaParamRow *self)
{
  GtkWidget *toggle = gtk_switch_new ();
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (toggle, "notify::active", G_CALLBACK (toggle_changed_cb), self);
  return toggle;
}

static GtkWidget *
create_reset (NablaParamRow *self)
{
  GtkWidget *reset = gtk_button_new_from_icon_name ("edit-undo-symbolic");
  gtk_widget_add_css_class (reset, "flat");
  gtk_widget_add_css_class (reset, "nabla-reset");
  gtk_widget_set_valign (reset, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (reset, _("Reset to Default"));
  g_signal_connect_swapped (reset, "clicked", G_CALLBACK (reset_cb), self);
  return reset;
}

static void
build (NablaParamRow *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->name = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->name), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->name, TRUE);
  self->reset = create_reset (self);
  gtk_box_append (GTK_BOX (line), self->name);
  gtk_box_append (GTK_BOX (line), self->reset);
  gtk_box_append (GTK_BOX (content), line);

  if (self->spec.type == NABLA_PARAM_CHOICE)
    gtk_box_append (GTK_BOX (line), self->choice = create_choice (self));
  else if (self->spec.type == NABLA_PARAM_BOOLEAN)
    gtk_box_append (GTK_BOX (line), self->toggle = create_toggle (self));
  else
    gtk_box_append (GTK_BOX (line), self->entry = create_entry (self));
  self->has_track = nabla_param_track_init (&self->track, &self->spec);
  if (self->has_track)
    {
      self->scale = create_scale (self);
      gtk_box_append (GTK_BOX (content), self->scale);
      gtk_widget_add_css_class (content, "has-scale");
      update_scale (self);
    }

  self->error = nabla_widget_new_refusal ();
  gtk_box_append (GTK_BOX (content), self->error);

  gtk_widget_add_css_class (content, "nabla-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), content);
  if (self->spec.help != NULL)
    gtk_widget_set_tooltip_text (self->name, _(self->spec.help));
  update_name (self);
  update_widgets (self);
}

static void
nabla_param_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_VALUE)
    g_value_set_double (value, NABLA_PARAM_ROW (object)->value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nabla_param_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_VALUE)
    nabla_param_row_set_value (NABLA_PARAM_ROW (object), g_value_get_double (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nabla_param_row_finalize (GObject *object)
{
  NablaParamRow *self = NABLA_PARAM_ROW (object);
  g_free (self->title);
  g_free (self->word);
  G_OBJECT_CLASS (nabla_param_row_parent_class)->finalize (object);
}

static void
nabla_param_row_class_init (NablaParamRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->finalize = nabla_param_row_finalize;
  object_class->get_property = nabla_param_row_get_property;
  object_class->set_property = nabla_param_row_set_property;
  props[PROP_VALUE]
      = g_param_spec_double ("value", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0,
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[CHANGED] = g_signal_new ("changed", NABLA_TYPE_PARAM_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
nabla_param_row_init (NablaParamRow *self)
{
  /* Tab goes from control to control; the row itself does nothing. */
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "nabla-param");
}

GtkWidget *
nabla_param_row_new (const NablaParamSpec *spec)
{
  g_return_val_if_fail (spec != NULL && spec->title != NULL, NULL);
  g_return_val_if_fail (spec->type != NABLA_PARAM_CHOICE || spec->choices != NULL, NULL);

  NablaParamRow *self = g_object_new (NABLA_TYPE_PARAM_ROW, NULL);
  self->spec = *spec;
  self->title = g_strdup (_(spec->title));
  self->value = self->default_value = spec->initial;
  build (self);
  return GTK_WIDGET (self);
}

void
nabla_param_row_add_key (NablaParamRow *self, GtkWidget *key)
{
  g_return_if_fail (NABLA_IS_PARAM_ROW (self) && GTK_IS_WIDGET (key));

  GtkWidget *line = gtk_widget_get_parent (self->reset);
  gtk_box_insert_child_after (GTK_BOX (line), key, self->reset);
}

const NablaParamSpec *
nabla_param_row_get_spec (NablaParamRow *self)
{
  g_return_val_if_fail (NABLA_IS_PARAM_ROW (self), NULL);
  return &self->spec;
}

void
nabla_param_row_set_value (NablaParamRow *self, double value)
{
  g_return_if_fail (NABLA_IS_PARAM_ROW (self));
  if (!is_word (self, value) && !nabla_param_check (&self->spec, self->title, value, NULL))
    return;
  /* What the user drags is newer than what comes back from the run. */
  if (self->pending == 0)
    set_value (self, value);
}

double
nabla_param_row_get_value (NablaParamRow *self)
{
  g_return_val_if_fail (NABLA_IS_PARAM_ROW (self), 0);
  return self->value;
}

gboolean
nabla_param_row_set_text (NablaParamRow *self, const char *text)
{
  g_return_val_if_fail (NABLA_IS_PARAM_ROW (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);
  double value;
  if (!parse (self, text, &value, NULL))
    return FALSE;
  nabla_param_row_set_value (self, value);
  return TRUE;
}

char *
nabla_param_row_get_text (NablaParamRow *self)
{
  g_return_val_if_fail (NABLA_IS_PARAM_ROW (self), NULL);
  return text_of (self, self->value);
}

void
nabla_param_row_set_default (NablaParamRow *self, double value)
{
  g_return_if_fail (NABLA_IS_PARAM_ROW (self));
  self->default_value = value;
  update_widgets (self);
}

void
nabla_param_row_set_title (NablaParamRow *self, const char *title)
{
  g_return_if_fail (NABLA_IS_PARAM_ROW (self));
  g_return_if_fail (title != NULL);
  g_free (self->title);
  self->title = g_strdup (title);
  update_name (self);
}

void
nabla_param_row_set_choice_titles (NablaParamRow *self, const char *const *titles)
{
  g_return_if_fail (NABLA_IS_PARAM_ROW (self) && self->choice != NULL);
  g_return_if_fail (titles != NULL
                    && g_strv_length ((char **)titles)
                           == g_strv_length ((char **)self->spec.choices));
  self->is_updating = TRUE;
  g_autoptr (GtkStringList) list = gtk_string_list_new (titles);
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->choice), G_LIST_MODEL (list));
  self->is_updating = FALSE;
  update_widgets (self);
}

void
nabla_param_row_set_word (NablaParamRow *self, const char *word, double value)
{
  g_return_if_fail (NABLA_IS_PARAM_ROW (self) && is_number (self));
  g_return_if_fail (word != NULL);
  g_free (self->word);
  self->word = g_strdup (word);
  self->word_value = value;
  nabla_param_track_set_word (&self->track, value);
  if (self->scale != NULL)
    update_scale (self);
  update_widgets (self);
}

void
nabla_param_row_set_range (NablaParamRow *self, double low, double high)
{
  g_return_if_fail (NABLA_IS_PARAM_ROW (self) && is_number (self));
  if (self->scale == NULL)
    return;
  nabla_param_track_set_range (&self->track, low, high);
  update_scale (self);
  update_widgets (self);
}

void
nabla_param_row_set_error (NablaParamRow *self, const char *sentence)
{
  g_return_if_fail (NABLA_IS_PARAM_ROW (self));
  if (sentence == NULL && !gtk_widget_get_visible (self->error))
    return;
  gtk_label_set_text (GTK_LABEL (self->error), sentence != NULL ? sentence : "");
  gtk_widget_set_visible (self->error, sentence != NULL);
}

const char *
nabla_param_row_get_error (NablaParamRow *self)
{
  g_return_val_if_fail (NABLA_IS_PARAM_ROW (self), NULL);
  return gtk_widget_get_visible (self->error) ? gtk_label_get_text (GTK_LABEL (self->error)) : NULL;
}
