/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-control-strip.h"

#include "nabla-panel-row.h"
#include "nabla-param-row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _NablaControlStrip {
  GtkBox parent_instance;
  NablaSession *session;
  char **keys;      /* (nullable) */
  GPtrArray *rows;  /* of NablaParamRow */
};

G_DEFINE_FINAL_TYPE (NablaControlStrip, nabla_control_strip, GTK_TYPE_BOX)

static const char *
key_of (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "nabla-key");
}

/* Each row in a card of its own, side by side. */
static void
add_row (NablaControlStrip *self, const char *key, const NablaParamSpec *spec)
{
  GtkWidget *list = gtk_list_box_new (), *row = nabla_panel_row_new (self->session, key, spec);
  const char *layer = strchr (key, '@');
  if (layer != NULL)
    {
      /* Translators: a hyperparameter of a layer, and the layer's name */
      g_autofree char *title = g_strdup_printf (_("%1$s, layer “%2$s”"), _(spec->title), layer + 1);
      nabla_param_row_set_title (NABLA_PARAM_ROW (row), title);
    }
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_set_valign (list, GTK_ALIGN_START);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  gtk_box_append (GTK_BOX (self), list);
  g_ptr_array_add (self->rows, row);
  g_object_set_data (G_OBJECT (row), "nabla-spec", (gpointer) spec);
}

static gboolean
has_rows_for (NablaControlStrip *self)
{
  NablaExperiment *experiment = nabla_session_experiment (self->session);
  guint n = 0;
  for (guint i = 0; self->keys != NULL && self->keys[i] != NULL; i++)
    {
      /* Other data may have the same key with another range. */
      const NablaParamSpec *spec = nabla_experiment_find_param (experiment, self->keys[i], NULL, NULL);
      if (spec == NULL)
        continue;
      if (n >= self->rows->len || !g_str_equal (key_of (self->rows->pdata[n]), self->keys[i])
          || g_object_get_data (G_OBJECT (self->rows->pdata[n]), "nabla-spec") != spec)
        return FALSE;
      n++;
    }
  return n == self->rows->len;
}

static void
rebuild (NablaControlStrip *self)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_box_remove (GTK_BOX (self), child);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; self->keys != NULL && self->keys[i] != NULL; i++)
    {
      const NablaParamSpec *spec = nabla_experiment_find_param (nabla_session_experiment (self->session),
                                                                self->keys[i], NULL, NULL);
      if (spec != NULL)
        add_row (self, self->keys[i], spec);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}

static void
sync_rows (NablaControlStrip *self)
{
  NablaExperiment *experiment = nabla_session_experiment (self->session);
  if (experiment == NULL)
    return;
  if (!has_rows_for (self))
    rebuild (self);
  for (guint i = 0; i < self->rows->len; i++)
    {
      double value;
      if (nabla_experiment_find_param (experiment, key_of (self->rows->pdata[i]), &value, NULL) != NULL)
        nabla_param_row_set_value (NABLA_PARAM_ROW (self->rows->pdata[i]), value);
    }
}

void
nabla_control_strip_set_keys (NablaControlStrip *self, const char *const *keys)
{
  g_return_if_fail (NABLA_IS_CONTROL_STRIP (self));

  g_strfreev (self->keys);
  self->keys = g_strdupv ((char **) keys);
  sync_rows (self);
}

gboolean
nabla_control_strip_point_at (NablaControlStrip *self, const char *key)
{
  g_return_val_if_fail (NABLA_IS_CONTROL_STRIP (self) && key != NULL, FALSE);

  for (guint i = 0; i < self->rows->len; i++)
    if (g_str_equal (key_of (self->rows->pdata[i]), key))
      return gtk_widget_child_focus (self->rows->pdata[i], GTK_DIR_TAB_FORWARD);
  return FALSE;
}

static void
nabla_control_strip_dispose (GObject *object)
{
  NablaControlStrip *self = NABLA_CONTROL_STRIP (object);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (nabla_control_strip_parent_class)->dispose (object);
}

static void
nabla_control_strip_finalize (GObject *object)
{
  NablaControlStrip *self = NABLA_CONTROL_STRIP (object);
  g_strfreev (self->keys);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (nabla_control_strip_parent_class)->finalize (object);
}

static void
nabla_control_strip_class_init (NablaControlStripClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_control_strip_dispose;
  G_OBJECT_CLASS (klass)->finalize = nabla_control_strip_finalize;
}

static void
nabla_control_strip_init (NablaControlStrip *self)
{
  self->rows = g_ptr_array_new ();
  gtk_box_set_spacing (GTK_BOX (self), 12);
  gtk_box_set_homogeneous (GTK_BOX (self), TRUE);
  gtk_widget_set_margin_start (GTK_WIDGET (self), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (self), 12);
  gtk_widget_set_margin_top (GTK_WIDGET (self), 12);
  gtk_widget_add_css_class (GTK_WIDGET (self), "nabla-panel");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
nabla_control_strip_new (NablaSession *session)
{
  g_return_val_if_fail (NABLA_IS_SESSION (session), NULL);

  NablaControlStrip *self = g_object_new (NABLA_TYPE_CONTROL_STRIP, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "experiment-changed", G_CALLBACK (sync_rows), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
