/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "nabla-experiment.h"
#include "nabla-reading-private.h"

G_BEGIN_DECLS

/* Nodes of a model that are no layers; layers cannot be called so. */
#define NABLA_TARGET_NODE "target"
#define NABLA_LOSS_NODE "loss"

struct _NablaExperiment {
  gint ref_count;
  char *path;
  char *file;
  NablaDocument *document;
  char *title;
  guint32 seed;
  NablaDataSpec data;
  NablaTrainSpec train;
  GArray *inputs; /* of NablaInputSpec */
  GArray *layers; /* of NablaLayerSpec */
  GArray *losses; /* of NablaLossSpec */
  GArray *axes;   /* of NablaSearchAxis */
  NablaSearchSpec search;
  char **views;
};

/**
 * nabla_experiment_from_document:
 * @document: (transfer full): the text
 * @with_lines: whether messages begin with file and line
 */
NablaExperiment *nabla_experiment_from_document (NablaDocument *document,
                                                 const char *path,
                                                 gboolean with_lines,
                                                 GError **error);

/* Fill in what @self's document says, group by group, or report the first mistake. */
gboolean nabla_experiment_check (NablaExperiment *self, const NablaReport *report);
gboolean nabla_experiment_check_network (NablaExperiment *self, const NablaReport *report);
gboolean nabla_experiment_check_search (NablaExperiment *self, const NablaReport *report);

/**
 * NablaKeyPlace:
 * @kind, @name: of the group in which the key is
 * @key: as the group has it
 *
 * Where a key such as `units@hidden` or `train.steps` belongs.
 */
typedef struct {
  char *kind;
  char *name;
  char *key;
} NablaKeyPlace;

gboolean nabla_experiment_locate (const NablaExperiment *self,
                                  const char *key,
                                  NablaKeyPlace *place,
                                  GError **error);
void nabla_key_place_clear (NablaKeyPlace *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NablaKeyPlace, nabla_key_place_clear)

/* Returns: (transfer full): a sentence on @name, which no layer (and no input) has */
char *nabla_experiment_unknown_layer (const NablaExperiment *self,
                                      const char *place,
                                      const char *name,
                                      gboolean or_input);

/* Reads the group of @place again; its text has been checked already. */
gboolean nabla_experiment_read_place (const NablaExperiment *self,
                                      const NablaKeyPlace *place,
                                      NablaReading *reading);

G_END_DECLS
