/* The group Regularization: penalties, clipping, and dropout behind every hidden
 * layer at once, and early stopping.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-panel-private.h"

#include "nabla-experiment-changes.h"
#include "nabla-panel-row.h"
#include "nabla-param-row.h"

#include <glib.h>

static gboolean
is_op (const NablaExperiment *experiment, guint index, const char *op)
{
  return g_str_equal (nabla_experiment_layer (experiment, index)->op->name, op);
}

static const NablaParamSpec *
keep_prob_spec (void)
{
  const NablaOp *op = nabla_op_find (NABLA_DOUBLE, "dropout");
  return &op->params[nabla_param_find (op->params, "keep_prob")];
}

/* keep_prob of the first dropout layer; 1 if there is none. */
static double
keep_prob_of (const NablaExperiment *experiment)
{
  for (guint i = 0; i < nabla_experiment_n_layers (experiment); i++)
    if (is_op (experiment, i, "dropout"))
      return nabla_experiment_layer (experiment, i)->settings[0];
  return 1;
}

/* Takes @next for @experiment, which is given up. */
static NablaExperiment *
replace (NablaExperiment *experiment, NablaExperiment *next)
{
  nabla_experiment_unref (experiment);
  return next;
}

static NablaExperiment *
with_dropout_layers (NablaExperiment *experiment, const char *keep_prob, GError **error)
{
  NablaExperiment *changed = nabla_experiment_ref (experiment);
  g_autofree char *body = g_strdup_printf ("op=dropout\nkeep_prob=%s\n", keep_prob);
  for (guint i = 0; changed != NULL && i + 1 < nabla_experiment_n_layers (changed); i++)
    {
      if (!is_op (changed, i, "dense") || is_op (changed, i + 1, "dropout"))
        continue;
      g_autofree char *name = nabla_experiment_free_layer_name (changed, "dropout");
      changed = replace (changed, nabla_experiment_with_layer (changed, i + 1, name, body, error));
    }
  return changed;
}

static NablaExperiment *
without_dropout_layers (NablaExperiment *experiment, GError **error)
{
  NablaExperiment *changed = nabla_experiment_ref (experiment);
  for (guint i = nabla_experiment_n_layers (experiment); changed != NULL && i-- > 0;)
    if (is_op (changed, i, "dropout"))
      changed = replace (changed, nabla_experiment_without_layer (changed, i, error));
  return changed;
}

/* Changes keep_prob where there is dropout already: the run goes on with it. */
static void
set_keep_prob (NablaPanel *self, const char *keep_prob)
{
  g_autoptr (NablaExperiment) experiment = nabla_experiment_ref (nabla_session_experiment (self->session));
  for (guint i = 0; i < nabla_experiment_n_layers (experiment); i++)
    {
      if (!is_op (experiment, i, "dropout"))
        continue;
      g_autoptr (GError) error = NULL;
      g_autofree char *key = g_strconcat ("keep_prob@", nabla_experiment_layer (experiment, i)->name, NULL);
      if (!nabla_session_set (self->session, key, keep_prob, &error))
        {
          nabla_panel_refuse (self, error);
          return;
        }
    }
}

static void
keep_prob_changed_cb (NablaParamRow *row, const char *value, NablaPanel *self)
{
  NablaExperiment *experiment = nabla_session_experiment (self->session);
  GError *error = NULL;
  gboolean has_dropout = FALSE;
  for (guint i = 0; i < nabla_experiment_n_layers (experiment); i++)
    has_dropout = has_dropout || is_op (experiment, i, "dropout");
  if (g_str_equal (value, "1"))
    nabla_panel_apply (self, without_dropout_layers (experiment, &error), &error);
  else if (has_dropout)
    set_keep_prob (self, value);
  else
    nabla_panel_apply (self, with_dropout_layers (experiment, value, &error), &error);
}

static void
sync_dropout (NablaPanel *self)
{
  NablaExperiment *experiment = nabla_session_experiment (self->session);
  if (nabla_experiment_n_layers (experiment) < 2)
    return;
  NablaParamSpec spec = *keep_prob_spec ();
  spec.initial = 1;
  GtkWidget *row = nabla_panel_group_next (self->regularization, "keep_prob");
  if (row == NULL)
    {
      row = nabla_panel_row_for_spec ("keep_prob", &spec);
      g_signal_connect_object (row, "changed", G_CALLBACK (keep_prob_changed_cb), self, 0);
      nabla_panel_group_insert (self->regularization, "keep_prob", row);
    }
  nabla_param_row_set_value (NABLA_PARAM_ROW (row), keep_prob_of (experiment));
}

void
nabla_panel_sync_regularization (NablaPanel *self)
{
  NablaPanelGroup *group = self->regularization;
  nabla_panel_group_begin (group);
  nabla_panel_sync_param (self, group, "train.l2");
  sync_dropout (self);
  nabla_panel_sync_param (self, group, "train.l1");
  nabla_panel_sync_param (self, group, "train.clip_norm");
  /* It is judged by the dev set. */
  NablaExperiment *experiment = nabla_session_experiment (self->session);
  if (nabla_experiment_data (experiment)->dev > 0 || nabla_experiment_train (experiment)->patience > 0)
    nabla_panel_sync_param (self, group, "train.patience");
  nabla_panel_group_end (group);
}
