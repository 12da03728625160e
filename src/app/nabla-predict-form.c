/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-predict-form.h"

#include "nabla-error.h"
#include "nabla-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* An example of more features has no field for each: it can be pasted or dropped. */
#define MOST_FIELDS 64
/* What may stand between the values of a row. */
#define SEPARATORS ",;\t\n\r "

struct _NablaPredictForm {
  GtkBox parent_instance;
  NablaDataset *dataset;
  GtkGrid *grid;
  GtkLabel *note;
  GPtrArray *entries; /* of GtkEditable */
  double *values;
  guint n;
  gboolean in_change;
};

G_DEFINE_FINAL_TYPE (NablaPredictForm, nabla_predict_form, GTK_TYPE_BOX)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* Five significant digits are what a person reads and types. */
static void
show_values (NablaPredictForm *self)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  self->in_change = TRUE;
  for (guint j = 0; j < self->entries->len; j++)
    {
      GtkWidget *entry = self->entries->pdata[j];
      gtk_editable_set_text (GTK_EDITABLE (entry), g_ascii_formatd (buffer, sizeof buffer, "%.5g", self->values[j]));
      gtk_widget_remove_css_class (entry, "error");
    }
  self->in_change = FALSE;
}

static void
entry_changed_cb (GtkEditable *entry, NablaPredictForm *self)
{
  guint index;
  double value;
  if (self->in_change || !g_ptr_array_find (self->entries, entry, &index))
    return;
  if (!nabla_number_parse (gtk_editable_get_text (entry), -1, &value))
    {
      gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE, -1);
      return;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  gtk_accessible_reset_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID);
  self->values[index] = value;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* What is wrong with a row, or else that there are more features than fields. */
static void
show_note (NablaPredictForm *self, const char *problem)
{
  g_autofree char *hint
    = self->n > MOST_FIELDS
        ? g_strdup_printf (_("The first %1$u of %2$u features. A row of all of them can be pasted or dropped here."),
                           MOST_FIELDS, self->n)
        : NULL;
  const char *text = problem != NULL ? problem : hint;
  if (problem != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->note), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->note), "error");
  gtk_label_set_text (self->note, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), text != NULL);
}

/* A row of a table may be pasted into any field; a single letter was typed. */
static gboolean
take_row (NablaPredictForm *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  if (strlen (text) < 2 || strpbrk (text, SEPARATORS) == NULL)
    return FALSE;
  if (!nabla_predict_form_read (self, text, &error))
    show_note (self, error->message);
  return TRUE;
}

static gboolean
dropped_cb (GtkDropTarget *target, const GValue *value, double x, double y, NablaPredictForm *self)
{
  return self->n > 0 && take_row (self, g_value_get_string (value));
}

static void
insert_text_cb (GtkEditable *text, const char *inserted, int length, int *position, NablaPredictForm *self)
{
  g_autofree char *row = g_strndup (inserted, length < 0 ? strlen (inserted) : (gsize) length);
  /* The cell of a spreadsheet comes with the end of its line. */
  g_autofree char *cell = g_strstrip (g_strdup (row));
  gboolean is_cell = *cell != '\0' && !g_str_equal (cell, row) && strpbrk (cell, SEPARATORS) == NULL;
  if (self->in_change || (!is_cell && !take_row (self, row)))
    return;
  g_signal_stop_emission_by_name (text, "insert-text");
  if (is_cell)
    gtk_editable_insert_text (text, cell, -1, position);
}

static GtkWidget *
add_field (NablaPredictForm *self, guint j)
{
  GtkWidget *label = gtk_label_new (self->dataset->feature_names[j]), *entry = gtk_entry_new ();
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 14);
  gtk_widget_set_tooltip_text (label, self->dataset->feature_names[j]);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (entry, "nabla-value");
  gtk_widget_set_valign (entry, GTK_ALIGN_CENTER);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 7);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), 9);
  gtk_editable_set_alignment (GTK_EDITABLE (entry), 1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  g_signal_connect_object (entry, "changed", G_CALLBACK (entry_changed_cb), self, 0);
  g_signal_connect_object (gtk_editable_get_delegate (GTK_EDITABLE (entry)), "insert-text",
                           G_CALLBACK (insert_text_cb), self, 0);
  gtk_grid_attach (self->grid, label, 0, j, 1, 1);
  gtk_grid_attach (self->grid, entry, 1, j, 1, 1);
  return entry;
}

void
nabla_predict_form_set_dataset (NablaPredictForm *self, const NablaDataset *dataset)
{
  g_return_if_fail (NABLA_IS_PREDICT_FORM (self));

  if (dataset == self->dataset)
    return;
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
  g_ptr_array_set_size (self->entries, 0);
  g_clear_pointer (&self->dataset, nabla_dataset_unref);
  g_clear_pointer (&self->values, g_free);
  self->n = 0;
  if (dataset != NULL)
    self->n = dataset->n_x;
  show_note (self, NULL);
  if (dataset == NULL)
    return;
  self->dataset = nabla_dataset_ref ((NablaDataset *) dataset);
  self->values = g_new (double, self->n);
  for (guint j = 0; j < MIN (self->n, MOST_FIELDS); j++)
    g_ptr_array_add (self->entries, add_field (self, j));
  nabla_predict_form_take (self, 0);
}

const double *
nabla_predict_form_values (NablaPredictForm *self, guint *n)
{
  g_return_val_if_fail (NABLA_IS_PREDICT_FORM (self) && n != NULL, NULL);

  *n = self->n;
  return self->values;
}

void
nabla_predict_form_take (NablaPredictForm *self, gsize index)
{
  g_return_if_fail (NABLA_IS_PREDICT_FORM (self));

  if (self->dataset == NULL || index >= self->dataset->m)
    return;
  memcpy (self->values, self->dataset->x + index * self->n, self->n * sizeof *self->values);
  show_values (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
nabla_predict_form_read (NablaPredictForm *self, const char *text, GError **error)
{
  g_return_val_if_fail (NABLA_IS_PREDICT_FORM (self) && text != NULL, FALSE);

  g_autofree double *values = g_new (double, self->n + 1);
  g_auto (GStrv) words = g_strsplit_set (text, SEPARATORS, -1);
  guint n = 0;
  for (char **word = words; *word != NULL; word++)
    {
      double value = 0;
      if (**word == '\0')
        continue;
      if (n <= self->n && !nabla_number_parse (*word, -1, &value))
        {
          /* A label behind the features is passed over. */
          if (n == self->n)
            {
              n++;
              continue;
            }
          g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA,
                       _("value %u of the example is “%s”, which is no number"), n + 1, *word);
          return FALSE;
        }
      if (n <= self->n)
        values[n] = value;
      n++;
    }
  /* One more is the label. */
  if (n != self->n && n != self->n + 1)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA,
                   _("the example has %u values, and the network takes %u"), n, self->n);
      return FALSE;
    }
  memcpy (self->values, values, self->n * sizeof *values);
  show_note (self, NULL);
  show_values (self);
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

static void
nabla_predict_form_finalize (GObject *object)
{
  NablaPredictForm *self = NABLA_PREDICT_FORM (object);
  g_clear_pointer (&self->dataset, nabla_dataset_unref);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_free (self->values);
  G_OBJECT_CLASS (nabla_predict_form_parent_class)->finalize (object);
}

static void
nabla_predict_form_class_init (NablaPredictFormClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = nabla_predict_form_finalize;
  signals[CHANGED] = g_signal_new ("changed", NABLA_TYPE_PREDICT_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
nabla_predict_form_init (NablaPredictForm *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->entries = g_ptr_array_new ();
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_row_spacing (self->grid, 3);
  gtk_grid_set_column_spacing (self->grid, 6);
  gtk_widget_set_margin_start (GTK_WIDGET (self->grid), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (self->grid), 6);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->grid), 12);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->grid));
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (self), scrolled);

  self->note = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->note, TRUE);
  gtk_label_set_xalign (self->note, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->note), "caption");
  gtk_widget_set_margin_start (GTK_WIDGET (self->note), 12);
  gtk_widget_set_visible (GTK_WIDGET (self->note), FALSE);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->note));

  GtkDropTarget *drop = gtk_drop_target_new (G_TYPE_STRING, GDK_ACTION_COPY);
  g_signal_connect (drop, "drop", G_CALLBACK (dropped_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

GtkWidget *
nabla_predict_form_new (void)
{
  return g_object_new (NABLA_TYPE_PREDICT_FORM, NULL);
}
