/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-instrument-panel-private.h"

#include "nabla-colors.h"
#include "nabla-short-number.h"
#include "nabla-titles.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

G_DEFINE_FINAL_TYPE (NablaInstrumentPanel, nabla_instrument_panel, GTK_TYPE_BOX)

enum
{
  DRAWING_CHANGED,
  FAILED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

#define KEY_WIDTH 22
#define KEY_HEIGHT 12

static const NablaInstrument *
instrument_of (NablaInstrumentPanel *self)
{
  return nabla_instrument_state_instrument (self->state);
}

GtkWidget *
nabla_instrument_panel_add_list (NablaInstrumentPanel *self, const char *title)
{
  GtkWidget *group = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new (title), *list = gtk_list_box_new ();
  gtk_widget_add_css_class (label, "nabla-group-title");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_box_append (GTK_BOX (group), label);
  gtk_box_append (GTK_BOX (group), list);
  gtk_box_append (GTK_BOX (self->box), group);
  return list;
}

GtkWidget *
nabla_instrument_panel_row (GtkWidget *child)
{
  GtkWidget *row = gtk_list_box_row_new ();
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), child);
  return row;
}

static void
row_changed_cb (NablaInstrumentPanel *self, const char *text, NablaParamRow *row)
{
  g_autoptr (GError) error = NULL;
  if (!nabla_instrument_state_set_text (self->state, nabla_param_row_get_spec (row)->name, text,
                                        &error))
    nabla_param_row_set_error (row, error->message);
}

/* The line that a switch shows, as the figures draw it */
static void
draw_key_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  const NablaInstrumentKey *key = data;
  gboolean is_dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  NablaColor color = nabla_color_slot (is_dark ? NABLA_THEME_DARK : NABLA_THEME_LIGHT, key->slot);
  const double dash[] = { 4, 3 };
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha);
  cairo_set_line_width (cr, 2);
  if (key->is_dashed)
    cairo_set_dash (cr, dash, G_N_ELEMENTS (dash), 0);
  cairo_move_to (cr, 0, height / 2.0);
  cairo_line_to (cr, width, height / 2.0);
  cairo_stroke (cr);
}

static const NablaInstrumentKey *
find_key (const NablaInstrument *instrument, const char *param)
{
  for (guint i = 0; instrument->keys != NULL && instrument->keys[i].param != NULL; i++)
    if (g_str_equal (instrument->keys[i].param, param))
      return &instrument->keys[i];
  return NULL;
}

/* A switch with the line it shows: name, line, switch in one row of its own */
static GtkWidget *
make_key (const NablaInstrumentKey *key)
{
  GtkWidget *area = gtk_drawing_area_new ();
  gtk_widget_set_size_request (area, KEY_WIDTH, KEY_HEIGHT);
  gtk_widget_set_valign (area, GTK_ALIGN_CENTER);
  gtk_widget_set_can_target (area, FALSE);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_key_cb, (gpointer)key, NULL);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), area, G_CONNECT_SWAPPED);
  return area;
}

static void
hand_clicked_cb (GtkToggleButton *button, NablaInstrumentPanel *self)
{
  guint param = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "param"));
  const double *value = g_object_get_data (G_OBJECT (button), "value");
  if (self->is_updating)
    return;
  nabla_instrument_state_set (self->state, param, *value);
  /* Clicked again, it stays. */
  self->is_updating = TRUE;
  gtk_toggle_button_set_active (button,
                                nabla_instrument_state_settings (self->state)[param] == *value);
  self->is_updating = FALSE;
}

static GtkWidget *
make_hand (NablaInstrumentPanel *self, guint param, const NablaInstrumentAtHand *at_hand)
{
  const NablaParamSpec *spec = &instrument_of (self)->params[param];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (box, "nabla-segments");
  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_bottom (box, 9);
  for (guint i = 0; i < at_hand->n; i++)
    {
      g_autofree char *text = nabla_param_format (spec, at_hand->values[i]);
      g_autofree char *name = g_strdup_printf (
          "%s = %s", spec->symbol != NULL ? spec->symbol : _ (spec->title), text);
      GtkWidget *button = gtk_toggle_button_new_with_label (text);
      g_object_set_data (G_OBJECT (button), "param", GUINT_TO_POINTER (param));
      g_object_set_data (G_OBJECT (button), "value", (gpointer)&at_hand->values[i]);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                      -1);
      g_signal_connect (button, "toggled", G_CALLBACK (hand_clicked_cb), self);
      gtk_box_append (GTK_BOX (box), button);
    }
  return self->hands[param] = box;
}

static GtkWidget *
make_note (NablaInstrumentPanel *self, guint param)
{
  GtkWidget *label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "nabla-instrument-note");
  return self->notes[param] = label;
}

void
nabla_instrument_panel_add_setting (NablaInstrumentPanel *self, GtkWidget *list, guint param)
{
  const NablaInstrument *instrument = instrument_of (self);
  const NablaParamSpec *spec = &instrument->params[param];
  /* What is counted along a series moves evenly, however long a series may be: a slider
   * would otherwise take a range of a hundred times the first value for a logarithmic one. */
  NablaParamSpec own = *spec;
  double low, high;
  nabla_instrument_span (instrument, param, nabla_instrument_state_settings (self->state), NULL,
                         &low, &high);
  if (spec->type == NABLA_PARAM_INTEGER && high < spec->maximum)
    own.initial = MAX (spec->initial, ceil (spec->maximum / 100));
  GtkWidget *row = self->rows[param] = nabla_param_row_new (&own);
  nabla_param_row_set_default (NABLA_PARAM_ROW (row), spec->initial);
  self->ends[param][0] = spec->minimum;
  self->ends[param][1] = spec->maximum;
  if (spec->choices != NULL)
    {
      g_auto (GStrv) titles = nabla_choice_titles (spec);
      nabla_param_row_set_choice_titles (NABLA_PARAM_ROW (row), (const char *const *)titles);
    }
  g_signal_connect_object (row, "changed", G_CALLBACK (row_changed_cb), self, G_CONNECT_SWAPPED);
  const NablaInstrumentKey *key = find_key (instrument, spec->name);
  if (key != NULL)
    nabla_param_row_add_key (NABLA_PARAM_ROW (row), make_key (key));
  gtk_list_box_append (GTK_LIST_BOX (list), row);

  GtkWidget *below = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  for (guint i = 0; instrument->at_hand != NULL && instrument->at_hand[i].param != NULL; i++)
    if (g_str_equal (instrument->at_hand[i].param, spec->name))
      gtk_box_append (GTK_BOX (below), make_hand (self, param, &instrument->at_hand[i]));
  if (instrument->note != NULL)
    gtk_box_append (GTK_BOX (below), make_note (self, param));
  if (gtk_widget_get_first_child (below) == NULL)
    {
      g_object_ref_sink (below);
      g_object_unref (below);
      return;
    }
  GtkWidget *more = nabla_instrument_panel_row (below);
  gtk_widget_add_css_class (row, "nabla-instrument-joined");
  gtk_list_box_append (GTK_LIST_BOX (list), more);
}

static void
add_groups (NablaInstrumentPanel *self)
{
  const NablaInstrument *instrument = instrument_of (self);
  const NablaInstrumentGroup *groups = instrument->groups;
  if (groups == NULL)
    {
      GtkWidget *list = nabla_instrument_panel_add_list (self, _ ("Settings"));
      for (guint i = 0; instrument->params[i].name != NULL; i++)
        nabla_instrument_panel_add_setting (self, list, i);
      return;
    }
  for (; groups->title != NULL; groups++)
    {
      GtkWidget *list = nabla_instrument_panel_add_list (self, _ (groups->title));
      for (guint i = 0; i < NABLA_MAX_GROUP && groups->params[i] != NULL; i++)
        {
          int param = nabla_param_find (instrument->params, groups->params[i]);
          if (param >= 0)
            nabla_instrument_panel_add_setting (self, list, (guint)param);
        }
    }
}

static void
add_outputs (NablaInstrumentPanel *self)
{
  const NablaInstrument *instrument = instrument_of (self);
  GtkWidget *list = nabla_instrument_panel_add_list (self, _ ("Results"));
  for (guint i = 0; instrument->outputs[i].name != NULL; i++)
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
      GtkWidget *name = gtk_label_new (_ (instrument->outputs[i].title));
      GtkWidget *value = self->outputs[i] = gtk_label_new (NULL);
      gtk_label_set_xalign (GTK_LABEL (name), 0);
      gtk_label_set_wrap (GTK_LABEL (name), TRUE);
      gtk_widget_set_hexpand (name, TRUE);
      gtk_label_set_selectable (GTK_LABEL (value), TRUE);
      gtk_widget_add_css_class (value, "nabla-instrument-value");
      gtk_widget_set_tooltip_text (box, instrument->outputs[i].symbol);
      gtk_widget_add_css_class (box, "nabla-instrument-output");
      gtk_box_append (GTK_BOX (box), name);
      gtk_box_append (GTK_BOX (box), value);
      gtk_list_box_append (GTK_LIST_BOX (list), nabla_instrument_panel_row (box));
    }
  self->sentence = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->sentence), 0);
  gtk_label_set_wrap (GTK_LABEL (self->sentence), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->sentence), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (self->sentence), TRUE);
  gtk_widget_add_css_class (self->sentence, "nabla-instrument-note");
  gtk_list_box_append (GTK_LIST_BOX (list), nabla_instrument_panel_row (self->sentence));
}

static void
update_hand (NablaInstrumentPanel *self, guint param, double value)
{
  for (GtkWidget *button
       = self->hands[param] != NULL ? gtk_widget_get_first_child (self->hands[param]) : NULL;
       button != NULL; button = gtk_widget_get_next_sibling (button))
    {
      const double *own = g_object_get_data (G_OBJECT (button), "value");
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), *own == value);
    }
}

static void
changed_cb (NablaInstrumentPanel *self)
{
  const NablaInstrument *instrument = instrument_of (self);
  const double *settings = nabla_instrument_state_settings (self->state);
  self->is_updating = TRUE;
  for (guint i = 0; instrument->params[i].name != NULL; i++)
    {
      const NablaParamSpec *spec = &instrument->params[i];
      if (self->rows[i] == NULL)
        continue;
      if (spec->type == NABLA_PARAM_INTEGER || spec->type == NABLA_PARAM_REAL)
        {
          double low, high;
          nabla_instrument_span (instrument, i, settings,
                                 nabla_instrument_state_series (self->state), &low, &high);
          if (low != self->ends[i][0] || high != self->ends[i][1])
            nabla_param_row_set_range (NABLA_PARAM_ROW (self->rows[i]), low, MAX (high, low + 1));
          self->ends[i][0] = low;
          self->ends[i][1] = high;
        }
      nabla_param_row_set_value (NABLA_PARAM_ROW (self->rows[i]), settings[i]);
      update_hand (self, i, settings[i]);
    }
  self->is_updating = FALSE;
  if (self->own_row != NULL)
    nabla_instrument_series_rows_update (self);
}

static void
computed_cb (NablaInstrumentPanel *self)
{
  const NablaInstrument *instrument = instrument_of (self);
  const double *settings = nabla_instrument_state_settings (self->state);
  const double *values = nabla_instrument_state_values (self->state);
  for (guint i = 0; instrument->outputs[i].name != NULL; i++)
    {
      char number[NABLA_SHORT_NUMBER_LENGTH];
      gtk_label_set_text (GTK_LABEL (self->outputs[i]), nabla_short_number (values[i], number));
    }
  g_autofree char *sentence = nabla_instrument_sentence (instrument, settings, values);
  gtk_label_set_text (GTK_LABEL (self->sentence), sentence);
  for (guint i = 0; instrument->params[i].name != NULL; i++)
    if (self->notes[i] != NULL)
      {
        g_autofree char *note = instrument->note (instrument->params[i].name, settings, values);
        gtk_label_set_markup (GTK_LABEL (self->notes[i]), note != NULL ? note : "");
        gtk_widget_set_visible (self->notes[i], note != NULL);
        /* Without values at hand, the row is there for the note alone. */
        gboolean is_joined = note != NULL || self->hands[i] != NULL;
        gtk_widget_set_visible (gtk_widget_get_ancestor (self->notes[i], GTK_TYPE_LIST_BOX_ROW),
                                is_joined);
        if (is_joined)
          gtk_widget_add_css_class (self->rows[i], "nabla-instrument-joined");
        else
          gtk_widget_remove_css_class (self->rows[i], "nabla-instrument-joined");
      }
}

NablaBenchHead *
nabla_instrument_panel_head (NablaInstrumentPanel *self)
{
  g_return_val_if_fail (NABLA_IS_INSTRUMENT_PANEL (self), NULL);

  return self->head;
}

void
nabla_instrument_panel_report (NablaInstrumentPanel *self, const GError *error)
{
  g_signal_emit (self, signals[FAILED], 0, error);
}

void
nabla_instrument_panel_tell_drawing (NablaInstrumentPanel *self, gboolean is_drawing)
{
  g_signal_emit (self, signals[DRAWING_CHANGED], 0, is_drawing);
}

static void
nabla_instrument_panel_dispose (GObject *object)
{
  NablaInstrumentPanel *self = NABLA_INSTRUMENT_PANEL (object);
  if (self->state != NULL)
    g_signal_handlers_disconnect_by_data (self->state, self);
  g_clear_object (&self->state);
  G_OBJECT_CLASS (nabla_instrument_panel_parent_class)->dispose (object);
}

static void
nabla_instrument_panel_class_init (NablaInstrumentPanelClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = nabla_instrument_panel_dispose;
  signals[DRAWING_CHANGED] = g_signal_new ("drawing-changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
nabla_instrument_panel_init (NablaInstrumentPanel *self)
{
}

static void
make_frame (NablaInstrumentPanel *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
  gtk_widget_add_css_class (GTK_WIDGET (self), "nabla-panel");
  gtk_widget_set_size_request (GTK_WIDGET (self), 288, -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_hexpand (scrolled, TRUE);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_set_margin_start (self->box, 12);
  gtk_widget_set_margin_top (self->box, 12);
  gtk_widget_set_margin_bottom (self->box, 18);
  self->head = NABLA_BENCH_HEAD (nabla_bench_head_new ());
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->head));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->box);
  gtk_box_append (GTK_BOX (self), scrolled);
}

GtkWidget *
nabla_instrument_panel_new (NablaInstrumentState *state)
{
  g_return_val_if_fail (NABLA_IS_INSTRUMENT_STATE (state), NULL);

  NablaInstrumentPanel *self = g_object_new (NABLA_TYPE_INSTRUMENT_PANEL, NULL);
  self->state = g_object_ref (state);
  const NablaInstrument *instrument = instrument_of (self);
  make_frame (self);
  nabla_bench_head_set_title (self->head, _ (instrument->title));
  if (instrument->section != NULL)
    {
      /* Translators: %s is the number of a section, such as 2.2 */
      g_autofree char *status
          = g_strdup_printf (_ ("instrument of section %s"), instrument->section);
      nabla_bench_head_set_status (self->head, status);
    }
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->head), _ (instrument->help));
  if (instrument->draws_on != NULL)
    nabla_instrument_series_rows_add (self);
  add_groups (self);
  if (instrument->question.question != NULL)
    gtk_box_append (GTK_BOX (self->box), nabla_instrument_question_new (&instrument->question));
  add_outputs (self);
  g_signal_connect_object (state, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (state, "computed", G_CALLBACK (computed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);
  return GTK_WIDGET (self);
}
