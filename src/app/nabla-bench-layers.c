/* Which layer a view shows: a list of those that the snapshot has something of.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-bench-view-private.h"

#include <glib/gi18n-lib.h>

/* The layers that @self may show, by name. */
static GPtrArray *
list_names (NablaBenchView *self, const NablaSnapshot *snapshot)
{
  GPtrArray *names = g_ptr_array_new ();
  const NablaDistributions *distributions = snapshot->distributions;
  const NablaSaturation *saturation = snapshot->saturation;
  const NablaUnits *units = snapshot->units;
  const NablaBatchNorm *batch_norm = snapshot->batch_norm;
  if (nabla_bench_view_is (self, "distributions") && distributions != NULL)
    for (guint l = 0; l < distributions->n_layers; l++)
      g_ptr_array_add (names, distributions->names[l]);
  else if (nabla_bench_view_is (self, "saturation") && saturation != NULL)
    for (guint l = 0; l < saturation->n_layers; l++)
      g_ptr_array_add (names, saturation->layers[l].name);
  else if (nabla_bench_view_is (self, "units") && units != NULL)
    for (guint l = 0; l < units->n_layers; l++)
      g_ptr_array_add (names, units->layers[l].name);
  else if (nabla_bench_view_is (self, "batch_norm") && batch_norm != NULL)
    for (guint l = 0; l < batch_norm->n_layers; l++)
      g_ptr_array_add (names, batch_norm->layers[l].name);
  else if (nabla_bench_view_is (self, "hidden_space") && snapshot->hidden_space != NULL)
    for (char **name = snapshot->hidden_space->names; name != NULL && *name != NULL; name++)
      g_ptr_array_add (names, *name);
  return names;
}

/* The first item of the list stands for this setting. */
static int
first_setting (NablaBenchView *self)
{
  return nabla_bench_view_is (self, "distributions") || nabla_bench_view_is (self, "hidden_space")
           ? -1 : 0;
}

static void
selected_cb (NablaBenchView *self)
{
  guint selected = gtk_drop_down_get_selected (self->layers);
  if (self->in_change || selected == GTK_INVALID_LIST_POSITION)
    return;
  nabla_figure_view_set_setting (self->view, "layer", (int) selected + first_setting (self), NULL);
  if (nabla_bench_view_is (self, "hidden_space"))
    nabla_bench_view_tell_watch (self);
}

void
nabla_bench_layers_make (NablaBenchView *self)
{
  static const char *const figures[]
    = { "distributions", "saturation", "units", "batch_norm", "hidden_space", NULL };
  if (!g_strv_contains (figures, nabla_bench_view_name (self)))
    return;
  self->layers = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->layers), "nabla-small");
  gtk_widget_set_valign (GTK_WIDGET (self->layers), GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->layers), _("Layer"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->layers), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Layer"), -1);
  gtk_widget_set_visible (GTK_WIDGET (self->layers), FALSE);
  g_signal_connect_object (self->layers, "notify::selected", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  nabla_tile_add_end (self->tile, GTK_WIDGET (self->layers));
}

static gboolean
are_listed (GListModel *list, char **names)
{
  guint n = g_strv_length (names);
  if (list == NULL || g_list_model_get_n_items (list) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (list), i), names[i]))
      return FALSE;
  return TRUE;
}

/* The list changes with the network only, so that an open one is left alone. */
void
nabla_bench_layers_set_snapshot (NablaBenchView *self, const NablaSnapshot *snapshot)
{
  if (self->layers == NULL)
    return;
  g_autoptr (GPtrArray) names = list_names (self, snapshot);
  if (names->len == 0)
    return;
  int first = first_setting (self);
  gboolean has_choice = names->len > 1;
  if (first < 0)
    g_ptr_array_insert (names, 0, (char *) (nabla_bench_view_is (self, "distributions")
                                              ? _("All Layers") : _("Last Layer")));
  g_ptr_array_add (names, NULL);
  if (are_listed (gtk_drop_down_get_model (self->layers), (char **) names->pdata))
    return;
  g_autoptr (GtkStringList) list = gtk_string_list_new ((const char *const *) names->pdata);
  self->in_change = TRUE;
  gtk_drop_down_set_model (self->layers, G_LIST_MODEL (list));
  gtk_drop_down_set_selected (self->layers, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->layers), has_choice);
  self->in_change = FALSE;
  nabla_figure_view_set_setting (self->view, "layer", first, NULL);
  if (nabla_bench_view_is (self, "hidden_space"))
    nabla_bench_view_tell_watch (self);
}
