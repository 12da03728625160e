/* What the files of the trainer share.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-batches.h"
#include "nabla-trainer.h"

G_BEGIN_DECLS

/* What early stopping has seen so far; see nabla_trainer_early_stopping (). */
typedef struct
{
  gint64 is_due; /* an epoch has ended that was not judged yet */
  gint64 waited; /* epochs without a better cost */
  NablaEarlyStopping seen;
} NablaJudgement;

struct _NablaTrainer
{
  NablaExperiment *beginning;  /* as it was when the run began */
  NablaExperiment *experiment; /* as it is now */
  NablaProblem *problem;
  NablaModel *model;
  NablaPool *pool;
  NablaWorkspace *workspace;
  NablaOptimizer *optimizer;
  gint64 optimizer_begin; /* step at which its states were zero */
  NablaEvaluator *evaluator;
  NablaBatches *batches;
  guint32 *examples;  /* of a batch, as numbers in the data set */
  guint32 seed;       /* with which the run began; what dropout draws by */
  guint32 batch_seed; /* as well; what batches are shuffled by */
  gint64 step;
  guint64 revision; /* grows whenever what the network says may have changed */
  GArray *record;
  NablaJudgement judgement;
  char *diverged_node;
  gint64 diverged_step;
};

/* Parameters and states as the experiment's seed draws them, batches from the first. */
void nabla_trainer_initialize (NablaTrainer *self);

/* A model of @experiment on the trainer's data. */
NablaModel *nabla_trainer_make_model (const NablaTrainer *self,
                                      const NablaExperiment *experiment,
                                      GError **error);

/* A workspace that takes @experiment's batches of @problem on @model. */
NablaWorkspace *nabla_trainer_make_workspace (const NablaTrainer *self,
                                              const NablaModel *model,
                                              const NablaProblem *problem,
                                              const NablaExperiment *experiment,
                                              GError **error);

/* An optimizer as @experiment has it, with states of zero. */
NablaOptimizer *nabla_trainer_make_optimizer (const NablaModel *model,
                                              const NablaExperiment *experiment,
                                              GError **error);

/* Rows that @experiment's batches of @problem have. */
gsize nabla_trainer_batch_rows (const NablaProblem *problem, const NablaExperiment *experiment);

/* Batches of the data as they are now, from the first one on. */
void nabla_trainer_restart_batches (NablaTrainer *self);

/* Says that all is well again. */
void nabla_trainer_forget_divergence (NablaTrainer *self);

/* Gets the trainer to be one of @after, a moment of the same run: graph, optimizer, data
 * and settings. Batches and numbers are left to the caller. Returns: whether it could */
gboolean nabla_trainer_become (NablaTrainer *self, NablaExperiment *after, GError **error);

/* Step 0, as the experiment now says. */
void nabla_trainer_restart (NablaTrainer *self);

/* Makes the changes of @record that come next, if they are of this step. The trainer's own
 * record must be the first part of it. */
gboolean nabla_trainer_redo_due (NablaTrainer *self, const GArray *record, GError **error);

/* Trains to step @step. Returns: whether it got there */
gboolean
nabla_trainer_train_to (NablaTrainer *self, gint64 step, const gint *cancel, GError **error);

/* Judges the epoch that a step of @epoch may have ended. */
void nabla_trainer_end_step (NablaTrainer *self, guint64 epoch, const gint *cancel);

/* Nothing was judged yet. */
extern const NablaJudgement nabla_judgement_none;

GArray *nabla_record_new (void);

/* Appends to the record what was changed at this step. */
void nabla_trainer_note (NablaTrainer *self, const char *key, const char *value);

/* Whether @key is that of a single weight, as `W[3,1]@hidden`. */
gboolean nabla_trainer_is_weight_key (const char *key);
gboolean
nabla_trainer_set_weight (NablaTrainer *self, const char *key, const char *value, GError **error);

G_END_DECLS
