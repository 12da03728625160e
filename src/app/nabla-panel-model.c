/* The group Model: layers, their start, the loss.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-panel-private.h"

#include "nabla-experiment-changes.h"
#include "nabla-layer-row.h"
#include "nabla-panel-row.h"
#include "nabla-param-row.h"
#include "nabla-titles.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define NEW_UNITS 8

static gboolean
is_dense (const NablaLayerSpec *layer)
{
  return g_str_equal (layer->op->name, "dense");
}

static guint
output_index (const NablaExperiment *experiment)
{
  return nabla_experiment_n_layers (experiment) - 1;
}

static int
find_layer (const NablaExperiment *experiment, const char *name)
{
  for (guint i = 0; i < nabla_experiment_n_layers (experiment); i++)
    if (g_str_equal (nabla_experiment_layer (experiment, i)->name, name))
      return i;
  return -1;
}

static const char *
layer_of (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "nabla-layer");
}

static void
set_key (NablaPanel *self, const char *param, const char *layer, const char *value)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *key = g_strconcat (param, "@", layer, NULL);
  if (!nabla_session_set (self->session, key, value, &error))
    nabla_panel_refuse (self, error);
}

static void
units_changed_cb (GtkWidget *row, int units, NablaPanel *self)
{
  g_autofree char *text = g_strdup_printf ("%d", units);
  set_key (self, "units", layer_of (row), text);
}

/* The layer that has the activation of layer @index: with batch norm between, the
 * function comes behind it. */
static const NablaLayerSpec *
activated_layer (const NablaExperiment *experiment, guint index)
{
  const NablaLayerSpec *layer = nabla_experiment_layer (experiment, index);
  const NablaLayerSpec *next = index + 1 < nabla_experiment_n_layers (experiment)
                                 ? nabla_experiment_layer (experiment, index + 1)
                                 : NULL;
  gboolean is_normed = layer->activation == NULL && next != NULL && g_str_equal (next->op->name, "batch_norm");
  return is_normed ? next : layer;
}

static void
activation_changed_cb (GtkWidget *row, const char *activation, NablaPanel *self)
{
  NablaExperiment *experiment = nabla_session_experiment (self->session);
  int index = find_layer (experiment, layer_of (row));
  if (index >= 0)
    set_key (self, "activation", activated_layer (experiment, index)->name,
             g_str_equal (activation, "none") ? NULL : activation);
}

static void
remove_requested_cb (GtkWidget *row, NablaPanel *self)
{
  NablaExperiment *experiment = nabla_session_experiment (self->session);
  int index = find_layer (experiment, layer_of (row));
  GError *error = NULL;
  if (index >= 0)
    nabla_panel_apply (self, nabla_experiment_without_layer (experiment, index, &error), &error);
}

/* The keys of a new hidden layer: as the last one has them, so that it fits in. */
static char *
new_layer_body (const NablaExperiment *experiment)
{
  const char *activation = "tanh", *initialization = "xavier";
  for (guint i = 0; i < output_index (experiment); i++)
    {
      const NablaLayerSpec *layer = nabla_experiment_layer (experiment, i);
      if (is_dense (layer) && layer->activation != NULL)
        activation = layer->activation->name;
    }
  if (strstr (activation, "relu") != NULL)
    initialization = "he";
  return g_strdup_printf ("op=dense\nunits=%d\nactivation=%s\ninitialization=%s\n", NEW_UNITS, activation,
                          initialization);
}

void
nabla_panel_add_layer (NablaPanel *self)
{
  NablaExperiment *experiment = nabla_session_experiment (self->session);
  if (experiment == NULL || nabla_experiment_n_layers (experiment) == 0)
    return;
  GError *error = NULL;
  g_autofree char *name = nabla_experiment_free_layer_name (experiment, "hidden");
  g_autofree char *body = new_layer_body (experiment);
  nabla_panel_apply (self,
                     nabla_experiment_with_layer (experiment, output_index (experiment), name, body, &error),
                     &error);
}

static GtkWidget *
make_layer_row (NablaPanel *self, const char *name, const NablaParamSpec *activation)
{
  g_auto (GStrv) titles = nabla_choice_titles (activation);
  GtkWidget *row = nabla_layer_row_new ("", activation->choices, (const char *const *) titles);
  g_object_set_data_full (G_OBJECT (row), "nabla-layer", g_strdup (name), g_free);
  g_signal_connect_object (row, "units-changed", G_CALLBACK (units_changed_cb), self, 0);
  g_signal_connect_object (row, "activation-changed", G_CALLBACK (activation_changed_cb), self, 0);
  g_signal_connect_object (row, "remove-requested", G_CALLBACK (remove_requested_cb), self, 0);
  return row;
}

/* What the loss makes of the output: its activation for people. */
static const char *
output_function (const NablaExperiment *experiment)
{
  const char *loss
    = nabla_experiment_n_losses (experiment) > 0 ? nabla_experiment_loss (experiment, 0)->op->name : "";
  if (g_str_equal (loss, "sigmoid_cross_entropy"))
    return _("sigmoid");
  if (g_str_equal (loss, "softmax_cross_entropy"))
    return _("softmax");
  return _("linear");
}

static void
sync_hidden (NablaPanel *self, guint index, guint number)
{
  NablaExperiment *experiment = nabla_session_experiment (self->session);
  const NablaLayerSpec *layer = nabla_experiment_layer (experiment, index);
  g_autofree char *key = g_strconcat ("activation@", activated_layer (experiment, index)->name, NULL);
  g_autofree char *id = g_strconcat ("layer ", layer->name, NULL);
  g_autofree char *title = g_strdup_printf (_("Layer %u"), number);
  double activation = 0;
  const NablaParamSpec *spec = nabla_experiment_find_param (experiment, key, &activation, NULL);
  if (spec == NULL)
    return;

  GtkWidget *row = nabla_panel_group_next (self->model, id);
  if (row == NULL)
    nabla_panel_group_insert (self->model, id, row = make_layer_row (self, layer->name, spec));
  nabla_layer_row_set_title (NABLA_LAYER_ROW (row), title);
  nabla_layer_row_set_units (NABLA_LAYER_ROW (row), layer->settings[0]);
  nabla_layer_row_set_activation (NABLA_LAYER_ROW (row), spec->choices[(guint) activation]);
}

/* As many units as the label asks for. */
static void
sync_output (NablaPanel *self, guint index)
{
  NablaExperiment *experiment = nabla_session_experiment (self->session);
  guint n = nabla_experiment_layer (experiment, index)->settings[0];
  g_autofree char *units = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u unit", "%u units", n), n);
  GtkWidget *row = nabla_panel_group_next (self->model, "output");
  if (row == NULL)
    {
      row = nabla_layer_row_new_fixed (_("Output"), units, output_function (experiment));
      nabla_panel_group_insert (self->model, "output", row);
    }
  nabla_layer_row_set_fixed (NABLA_LAYER_ROW (row), units, output_function (experiment));
}

static void
sync_layers (NablaPanel *self)
{
  NablaExperiment *experiment = nabla_session_experiment (self->session);
  guint number = 0;
  for (guint i = 0; i < nabla_experiment_n_layers (experiment); i++)
    if (!is_dense (nabla_experiment_layer (experiment, i)))
      continue;
    else if (i == output_index (experiment))
      sync_output (self, i);
    else
      sync_hidden (self, i, ++number);
}

/* The start of all dense layers at once. */
static void
initialization_changed_cb (NablaParamRow *row, const char *value, NablaPanel *self)
{
  GError *error = NULL;
  const char *param = g_object_get_data (G_OBJECT (row), "nabla-param");
  NablaExperiment *changed = nabla_experiment_ref (nabla_session_experiment (self->session));
  for (guint i = 0; changed != NULL && i < nabla_experiment_n_layers (changed); i++)
    {
      if (!is_dense (nabla_experiment_layer (changed, i)))
        continue;
      g_autofree char *key = g_strconcat (param, "@", nabla_experiment_layer (changed, i)->name, NULL);
      NablaExperiment *next = nabla_experiment_with (changed, key, value, &error);
      nabla_experiment_unref (changed);
      changed = next;
    }
  nabla_panel_apply (self, changed, &error);
}

static void
sync_all_layers_param (NablaPanel *self, const NablaLayerSpec *first, const char *param)
{
  NablaExperiment *experiment = nabla_session_experiment (self->session);
  g_autofree char *key = g_strconcat (param, "@", first->name, NULL);
  double value;
  const NablaParamSpec *spec = nabla_experiment_find_param (experiment, key, &value, NULL);
  if (spec == NULL)
    return;
  GtkWidget *row = nabla_panel_group_next (self->model, param);
  if (row == NULL)
    {
      row = nabla_panel_row_for_spec (param, spec);
      g_object_set_data_full (G_OBJECT (row), "nabla-param", g_strdup (param), g_free);
      g_signal_connect_object (row, "changed", G_CALLBACK (initialization_changed_cb), self, 0);
      nabla_panel_group_insert (self->model, param, row);
    }
  nabla_param_row_set_value (NABLA_PARAM_ROW (row), value);
}

static void
sync_initialization (NablaPanel *self)
{
  NablaExperiment *experiment = nabla_session_experiment (self->session);
  for (guint i = 0; i < nabla_experiment_n_layers (experiment); i++)
    {
      const NablaLayerSpec *layer = nabla_experiment_layer (experiment, i);
      if (!is_dense (layer))
        continue;
      sync_all_layers_param (self, layer, "initialization");
      int at = nabla_param_find (layer->op->params, "initialization");
      const char *word = layer->op->params[at].choices[(guint) layer->settings[at]];
      if (g_str_equal (word, "normal") || g_str_equal (word, "constant"))
        sync_all_layers_param (self, layer, "scale");
      return;
    }
}

void
nabla_panel_sync_model (NablaPanel *self)
{
  nabla_panel_group_begin (self->model);
  sync_layers (self);
  sync_initialization (self);
  nabla_panel_sync_param (self, self->model, "loss.op");
  nabla_panel_sync_param (self, self->model, "experiment.seed");
  nabla_panel_group_end (self->model);
}
