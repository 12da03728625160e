/* The series of an instrument: its own data, drawing by hand, or a file of numbers.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-instrument-panel-private.h"

#include "nabla-compat.h"
#include "nabla-titles.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The paper: so many days, and values between these */
#define DRAWN_DAYS 100
#define DRAWN_LOW 0
#define DRAWN_HIGH 30
#define DRAWN_FIRST 10

static const NablaParamSpec value_spec = {
  .name = "value",
  .title = N_ ("Value of the chosen day"),
  .symbol = "θ",
  .help = N_ ("Draws without a pointer: choose a day, then give it a value."),
  .type = NABLA_PARAM_REAL,
  .minimum = DRAWN_LOW,
  .maximum = DRAWN_HIGH,
  .initial = DRAWN_FIRST,
};

static gboolean
is_drawn (const NablaInstrumentSeries *series)
{
  return series != NULL && isfinite (series->low);
}

/* The setting of the chosen value's number */
static int
chosen_param (NablaInstrumentPanel *self)
{
  const NablaInstrument *instrument = nabla_instrument_state_instrument (self->state);
  for (guint i = 0; instrument->handles != NULL && instrument->handles[i].figure != NULL; i++)
    if (g_str_equal (instrument->handles[i].figure, instrument->draws_on))
      return nabla_param_find (instrument->params, instrument->handles[i].x);
  return -1;
}

/* The index of the chosen value in @series */
static gsize
chosen_index (NablaInstrumentPanel *self, const NablaInstrumentSeries *series)
{
  int param = chosen_param (self);
  double day = param >= 0 ? nabla_instrument_state_settings (self->state)[param] : 1;
  return (gsize)CLAMP (day, 1, (double)series->n) - 1;
}

static void
value_changed_cb (NablaInstrumentPanel *self, const char *text, NablaParamRow *row)
{
  const NablaInstrumentSeries *series = nabla_instrument_state_series (self->state);
  if (!is_drawn (series))
    return;
  g_autoptr (NablaInstrumentSeries) drawn = nabla_instrument_series_copy (series);
  drawn->values[chosen_index (self, series)] = nabla_param_row_get_value (row);
  nabla_instrument_state_set_series (self->state, drawn);
}

void
nabla_instrument_series_rows_update (NablaInstrumentPanel *self)
{
  const NablaInstrumentSeries *series = nabla_instrument_state_series (self->state);
  gboolean is_drawing = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->draw_toggle));
  int data = nabla_param_find (nabla_instrument_state_instrument (self->state)->params, "data");
  gtk_widget_set_visible (self->own_row, series != NULL);
  if (data >= 0 && self->rows[data] != NULL)
    gtk_widget_set_visible (self->rows[data], series == NULL);
  gtk_label_set_text (GTK_LABEL (self->own_title), series != NULL ? series->title : "");
  gtk_widget_set_tooltip_text (self->own_title, series != NULL ? series->title : NULL);
  gtk_widget_set_visible (self->value_row, is_drawing && is_drawn (series));
  if (is_drawn (series))
    nabla_param_row_set_value (NABLA_PARAM_ROW (self->value_row),
                               series->values[chosen_index (self, series)]);
}

/* Shows the whole of a series that has come. */
static void
take (NablaInstrumentPanel *self, const NablaInstrumentSeries *series)
{
  const NablaInstrument *instrument = nabla_instrument_state_instrument (self->state);
  nabla_instrument_state_set_series (self->state, series);
  for (guint i = 0; instrument->params[i].name != NULL; i++)
    {
      double low, high;
      const char *name = instrument->params[i].name;
      nabla_instrument_span (instrument, i, nabla_instrument_state_settings (self->state), series,
                             &low, &high);
      if (g_str_equal (name, "first"))
        nabla_instrument_state_set (self->state, i, 1);
      else if (g_str_equal (name, "length"))
        nabla_instrument_state_set (
            self->state, i, series != NULL ? MIN (high, 400) : instrument->params[i].initial);
      else if ((int)i == chosen_param (self))
        nabla_instrument_state_set (self->state, i, instrument->params[i].initial);
    }
}

static void
begin_drawing (NablaInstrumentPanel *self)
{
  /* Translators: the title of a series of numbers */
  g_autoptr (NablaInstrumentSeries) paper
      = nabla_instrument_series_new (_ ("Drawn by Hand"), DRAWN_DAYS);
  for (gsize i = 0; i < paper->n; i++)
    paper->values[i] = DRAWN_FIRST;
  paper->low = DRAWN_LOW;
  paper->high = DRAWN_HIGH;
  take (self, paper);
}

static void
draw_toggled_cb (NablaInstrumentPanel *self)
{
  gboolean is_drawing = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->draw_toggle));
  if (is_drawing && !is_drawn (nabla_instrument_state_series (self->state)))
    begin_drawing (self);
  nabla_instrument_panel_tell_drawing (self, is_drawing);
  nabla_instrument_series_rows_update (self);
}

void
nabla_instrument_panel_set_drawing (NablaInstrumentPanel *self, gboolean is_drawing)
{
  g_return_if_fail (NABLA_IS_INSTRUMENT_PANEL (self) && self->draw_toggle != NULL);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->draw_toggle), is_drawing);
}

static void
back_cb (NablaInstrumentPanel *self)
{
  nabla_instrument_panel_set_drawing (self, FALSE);
  take (self, NULL);
}

static void
take_read (NablaInstrumentPanel *self, NablaInstrumentSeries *read, const GError *error)
{
  g_autoptr (NablaInstrumentSeries) series = read;
  if (series == NULL)
    {
      nabla_instrument_panel_report (self, error);
      return;
    }
  nabla_instrument_panel_set_drawing (self, FALSE);
  take (self, series);
}

static void
read_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  NablaInstrumentSeries *series = nabla_instrument_series_read (data, &error);
  if (series != NULL)
    g_task_return_pointer (task, series, (GDestroyNotify)nabla_instrument_series_unref);
  else
    g_task_return_error (task, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  NablaInstrumentSeries *series = g_task_propagate_pointer (G_TASK (result), &error);
  NablaInstrumentPanel *self = NABLA_INSTRUMENT_PANEL (source);
  if (self->state != NULL)
    take_read (self, series, error);
  else
    g_clear_pointer (&series, nabla_instrument_series_unref);
}

void
nabla_instrument_panel_open (NablaInstrumentPanel *self, const char *path)
{
  g_return_if_fail (NABLA_IS_INSTRUMENT_PANEL (self) && path != NULL && self->own_row != NULL);

  g_autoptr (GTask) task = g_task_new (self, NULL, read_cb, NULL);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, read_thread);
}

void
nabla_instrument_panel_paste (NablaInstrumentPanel *self, const char *text)
{
  g_return_if_fail (NABLA_IS_INSTRUMENT_PANEL (self) && text != NULL && self->own_row != NULL);

  g_autoptr (GError) error = NULL;
  NablaInstrumentSeries *series = nabla_instrument_series_parse (text, &error);
  take_read (self, series, error);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (NablaInstrumentPanel) self = data;
  g_autoptr (GFile) file = nabla_compat_choose_file_finish (result);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  if (path != NULL && self->state != NULL)
    nabla_instrument_panel_open (self, path);
}

static void
open_cb (NablaInstrumentPanel *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  nabla_compat_choose_file_async (GTK_WINDOW (root), NABLA_CHOOSE_OPEN,
                                  _ ("Open a Column of Numbers"), NULL, NULL, NULL, chosen_cb,
                                  g_object_ref (self));
}

/* A button that fills a row: an icon, then words */
static GtkWidget *
make_button (GtkWidget *button, const char *icon, const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "nabla-instrument-row-button");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  return button;
}

static GtkWidget *
make_own_row (NablaInstrumentPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *back = gtk_button_new_from_icon_name ("edit-undo-symbolic");
  self->own_title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->own_title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->own_title), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_hexpand (self->own_title, TRUE);
  gtk_widget_add_css_class (back, "flat");
  gtk_widget_add_css_class (back, "nabla-reset");
  gtk_widget_set_valign (back, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (back, _ ("Back to the embedded data"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (back), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Back to the embedded data"), -1);
  g_signal_connect_object (back, "clicked", G_CALLBACK (back_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (box, "nabla-instrument-drop");
  gtk_box_append (GTK_BOX (box), self->own_title);
  gtk_box_append (GTK_BOX (box), back);
  return self->own_row = nabla_instrument_panel_row (box);
}

void
nabla_instrument_series_rows_add (NablaInstrumentPanel *self)
{
  const NablaInstrument *instrument = nabla_instrument_state_instrument (self->state);
  GtkWidget *list = nabla_instrument_panel_add_list (self, _ ("Series"));
  int data = nabla_param_find (instrument->params, "data");
  if (data >= 0)
    nabla_instrument_panel_add_setting (self, list, (guint)data);
  gtk_list_box_append (GTK_LIST_BOX (list), make_own_row (self));

  self->draw_toggle
      = make_button (gtk_toggle_button_new (), "document-edit-symbolic", _ ("Draw your own"));
  gtk_widget_set_tooltip_text (self->draw_toggle,
                               _ ("Strokes over the large picture set the values of its days."));
  g_signal_connect_object (self->draw_toggle, "toggled", G_CALLBACK (draw_toggled_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_list_box_append (GTK_LIST_BOX (list), nabla_instrument_panel_row (self->draw_toggle));
  self->value_row = nabla_param_row_new (&value_spec);
  g_signal_connect_object (self->value_row, "changed", G_CALLBACK (value_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_list_box_append (GTK_LIST_BOX (list), self->value_row);

  GtkWidget *open = make_button (gtk_button_new (), "document-open-symbolic",
                                 _ ("or drop a column of numbers"));
  g_signal_connect_object (open, "clicked", G_CALLBACK (open_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (GTK_LIST_BOX (list), nabla_instrument_panel_row (open));
}
