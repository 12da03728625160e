/* Import plans: what would be trained on a file that somebody brought, for the choices
 * made so far.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-experiment.h"
#include "nabla-import-preview.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * NablaImportChoices:
 * @label: (nullable): the column or array that is y; %NULL for the reader's guess
 * @task: a NablaTask, or −1 for the reader's guess
 * @missing: what becomes of rows that lack a value
 * @leave_out: (nullable) (array zero-terminated=1): columns not to use
 * @normalize: a NablaNormalization, or −1 for what is suggested
 * @train, @dev, @test: shares of the examples; @train < 0 for what is suggested
 * @delimiter, @decimal_point, @header, @encoding: as in NablaReadOptions: how the file
 *   was read
 *
 * What a person decides before training.
 */
typedef struct {
  char *label;
  int task;
  NablaMissing missing;
  char **leave_out;
  int normalize;
  double train, dev, test;
  char delimiter;
  char decimal_point;
  NablaHeader header;
  char *encoding;
} NablaImportChoices;

/* Leave everything to the guess and the suggestion. */
#define NABLA_IMPORT_CHOICES_INIT                                                                  \
  {                                                                                                \
    .task = -1, .normalize = -1, .train = -1                                                       \
  }

void nabla_import_choices_copy (NablaImportChoices *self, const NablaImportChoices *other);
void nabla_import_choices_clear (NablaImportChoices *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NablaImportChoices, nabla_import_choices_clear)

/* Returns: how to read the file; it points into @self */
NablaReadOptions nabla_import_choices_read_options (const NablaImportChoices *self);

/**
 * NablaImportLayer:
 * @units: how many numbers it gives
 * @caption: translated: `16 ReLU`
 */
typedef struct {
  gsize units;
  char *caption;
} NablaImportLayer;

/**
 * NablaImportPlan:
 * @source: the file as it was read
 * @choices: all of them made: the label by its name, shares and normalization as the
 *   experiment has them; @task stays −1 where it was left to the guess
 * @dataset: the examples
 * @class_counts: (array length=dataset->n_classes): examples of each class
 * @sizes: examples in train, dev and test
 * @n_missing: values that are missing in the columns that are used, y not counted
 * @missing_columns: (array zero-terminated=1): names of the columns that lack some; of
 *   arrays, of the features
 * @notes: (array zero-terminated=1): translated sentences on what was left out, dropped
 *   or changed
 * @preview: what the file looks like
 * @layers: (array length=n_layers): of the suggested network, the input first
 * @n_parameters: of the suggested network
 * @experiment: what would be trained: its text names the file and says all choices
 *
 * Immutable; reference-counted; may be made and freed on any thread.
 */
typedef struct {
  /*< public, const >*/
  NablaSource *source;
  NablaImportChoices choices;
  NablaDataset *dataset;
  gsize *class_counts;
  gsize sizes[NABLA_N_SPLITS];
  gsize n_missing;
  char **missing_columns;
  char **notes;
  NablaImportPreview *preview;
  NablaImportLayer *layers;
  guint n_layers;
  gsize n_parameters;
  NablaExperiment *experiment;
  /*< private >*/
  NablaDatasetReport report;
  gint ref_count;
} NablaImportPlan;

/**
 * nabla_import_plan_new:
 * @choices: (nullable): guess and suggest everything if %NULL
 * @previous: (nullable): a plan whose work is used again where nothing has changed
 * @cancellable: (nullable): looked at every few milliseconds
 * @error: one translated sentence: why nothing can be trained on this
 *
 * Makes the examples, counts them, and suggests an experiment. For a file of a million
 * rows it takes seconds: it is for a thread.
 *
 * Returns: (transfer full) (nullable): the plan
 */
NablaImportPlan *nabla_import_plan_new (NablaSource *source,
                                        const NablaImportChoices *choices,
                                        const NablaImportPlan *previous,
                                        GCancellable *cancellable,
                                        GError **error);

NablaImportPlan *nabla_import_plan_ref (NablaImportPlan *self);
void nabla_import_plan_unref (NablaImportPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaImportPlan, nabla_import_plan_unref)

/* Returns: (transfer full): the text of the experiment */
char *nabla_import_plan_text (const NablaImportPlan *self);

G_END_DECLS
