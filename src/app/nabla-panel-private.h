/* What the files of the panel share: one file a group of rows that is more than
 * parameters.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-panel-group.h"
#include "nabla-panel.h"
#include "nabla-param.h"

G_BEGIN_DECLS

struct _NablaPanel {
  GtkBox parent_instance;
  NablaSession *session;
  NablaBenchHead *head;
  NablaPanelGroup *data;
  NablaPanelGroup *model;
  NablaPanelGroup *training;
  NablaPanelGroup *regularization;
  NablaPanelGroup *bug_lab;
  NablaParamSpec source_spec;    /* generators, and the file if there is one */
  GPtrArray *source_choices;
  gboolean in_change;
};

/* The next row of @group is that of @key, whatever the experiment has there now. */
void nabla_panel_sync_param (NablaPanel *self, NablaPanelGroup *group, const char *key);

/* All of @params, as keys of @kind. */
void nabla_panel_sync_params (NablaPanel *self,
                              NablaPanelGroup *group,
                              const char *kind,
                              const NablaParamSpec *params);

/* Puts @experiment in the place of the present one, or tells @error if it is %NULL; takes
 * both. (@error is a pointer to it: it is set by what makes the other argument.) */
void nabla_panel_apply (NablaPanel *self, NablaExperiment *experiment, GError **error);

/* Tells @error; all rows go back to what holds. */
void nabla_panel_refuse (NablaPanel *self, const GError *error);

void nabla_panel_sync_data (NablaPanel *self);
void nabla_panel_sync_model (NablaPanel *self);
void nabla_panel_sync_regularization (NablaPanel *self);

/* Adds a hidden layer in front of the output. */
void nabla_panel_add_layer (NablaPanel *self);

G_END_DECLS
