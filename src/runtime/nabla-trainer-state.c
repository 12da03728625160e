/* The trainer's state: saved, restored, begun anew.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-trainer-private.h"

#include "nabla-error.h"
#include "nabla-weights.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MOST_PIECES (2 + NABLA_MAX_OPTIMIZER_STATES)

/* What stands before the numbers, and is followed by @n_batch_changes. */
typedef struct
{
  gint64 step;
  gint64 optimizer_begin;
  guint64 optimizer; /* whose numbers follow */
  guint32 seed;
  guint32 batch_seed;
  guint64 n_batch_changes;
  NablaJudgement judgement;
} Head;

const NablaJudgement nabla_judgement_none
    = { .seen = { .best_step = -1, .best_cost = NAN, .stopped_step = -1 } };

static guint64
optimizer_mark (const NablaTrainer *self)
{
  return g_str_hash (nabla_optimizer_class (self->optimizer)->name);
}

/* The pieces of memory that make up a run's state. */
static guint
state_pieces (const NablaTrainer *self, void *pieces[MOST_PIECES], gsize sizes[MOST_PIECES])
{
  const NablaGraph *graph = self->model->graph;
  gsize size = nabla_precision_size (nabla_graph_precision (graph));
  guint n = 0;
  gsize parameters = nabla_graph_parameters_size (graph) * size;
  pieces[n] = nabla_graph_parameters (graph), sizes[n++] = parameters;
  pieces[n] = nabla_graph_states (graph), sizes[n++] = nabla_graph_states_size (graph) * size;
  for (guint i = 0; i < nabla_optimizer_class (self->optimizer)->n_states; i++)
    pieces[n] = nabla_optimizer_state (self->optimizer, i), sizes[n++] = parameters;
  return n;
}

GBytes *
nabla_trainer_save_state (const NablaTrainer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  void *pieces[MOST_PIECES];
  gsize sizes[MOST_PIECES], whole = sizeof (Head);
  guint n = state_pieces (self, pieces, sizes), n_changes;
  const NablaBatchChange *changes = nabla_batches_changes (self->batches, &n_changes);
  const Head head = { .step = self->step,
                      .optimizer_begin = self->optimizer_begin,
                      .optimizer = optimizer_mark (self),
                      .seed = self->seed,
                      .batch_seed = self->batch_seed,
                      .n_batch_changes = n_changes,
                      .judgement = self->judgement };
  whole += n_changes * sizeof *changes;
  for (guint i = 0; i < n; i++)
    whole += sizes[i];
  GByteArray *bytes = g_byte_array_sized_new (whole);
  g_byte_array_append (bytes, (const guint8 *)&head, sizeof head);
  g_byte_array_append (bytes, (const guint8 *)changes, n_changes * sizeof *changes);
  for (guint i = 0; i < n; i++)
    g_byte_array_append (bytes, pieces[i], sizes[i]);
  return g_byte_array_free_to_bytes (bytes);
}

/* Cuts the data as they are now into batches as they were then. */
static void
restore_batches (NablaTrainer *self, const guint8 *bytes, guint64 n)
{
  nabla_trainer_restart_batches (self);
  for (guint64 i = 0; i < n; i++)
    {
      NablaBatchChange change;
      memcpy (&change, bytes + i * sizeof change, sizeof change);
      nabla_batches_change_size (self->batches, change.step, change.batch_size);
    }
}

gboolean
nabla_trainer_restore_state (NablaTrainer *self, GBytes *state)
{
  g_return_val_if_fail (self != NULL && state != NULL, FALSE);

  void *pieces[MOST_PIECES];
  Head head;
  gsize sizes[MOST_PIECES], length, whole = sizeof head;
  guint n = state_pieces (self, pieces, sizes);
  const guint8 *bytes = g_bytes_get_data (state, &length);
  if (length < whole)
    return FALSE;
  memcpy (&head, bytes, sizeof head);
  if (head.optimizer != optimizer_mark (self)
      || head.n_batch_changes > length / sizeof (NablaBatchChange))
    return FALSE;
  gsize changes_size = head.n_batch_changes * sizeof (NablaBatchChange);
  whole += changes_size;
  for (guint i = 0; i < n; i++)
    whole += sizes[i];
  if (length != whole)
    return FALSE;

  bytes += sizeof head;
  self->step = head.step;
  self->optimizer_begin = head.optimizer_begin;
  self->seed = head.seed;
  self->batch_seed = head.batch_seed;
  self->judgement = head.judgement;
  restore_batches (self, bytes, head.n_batch_changes);
  bytes += changes_size;
  for (guint i = 0; i < n; bytes += sizes[i++])
    memcpy (pieces[i], bytes, sizes[i]);
  self->revision++;
  nabla_trainer_forget_divergence (self);
  return TRUE;
}

gboolean
nabla_trainer_restore (
    NablaTrainer *self, NablaExperiment *then, const GArray *record, GBytes *state, GError **error)
{
  g_return_val_if_fail (self != NULL && then != NULL && record != NULL && state != NULL, FALSE);

  if (!nabla_trainer_become (self, then, error))
    return FALSE;
  if (!nabla_trainer_restore_state (self, state))
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
                   _("This state is of another network or optimizer than the experiment's"));
      return FALSE;
    }
  GArray *own = nabla_record_copy (record);
  g_array_unref (self->record);
  self->record = own;
  return TRUE;
}

gboolean
nabla_trainer_load (
    NablaTrainer *self, const GArray *record, const char *path, gint64 step, GError **error)
{
  g_return_val_if_fail (self != NULL && record != NULL && path != NULL && step >= 0, FALSE);

  /* Changes are made at their steps, without the training between: what they leave in
   * the numbers is loaded afterwards. */
  for (guint i = 0; i < record->len; i++)
    {
      const NablaChange *change = &g_array_index (record, NablaChange, i);
      self->step = change->step;
      if (!nabla_trainer_set (self, change->key, change->value, error))
        return FALSE;
    }
  if (!nabla_weights_load (self->model->graph, self->optimizer, path, NULL, error))
    return FALSE;
  self->step = step;
  self->revision++;
  return TRUE;
}

void
nabla_trainer_restart (NablaTrainer *self)
{
  void *pieces[MOST_PIECES];
  gsize sizes[MOST_PIECES];
  guint n = state_pieces (self, pieces, sizes);
  for (guint i = 2; i < n; i++)
    memset (pieces[i], 0, sizes[i]);
  self->step = self->optimizer_begin = 0;
  self->judgement = nabla_judgement_none;
  nabla_trainer_initialize (self);
  nabla_trainer_forget_divergence (self);
  g_array_set_size (self->record, 0);
}

void
nabla_trainer_reset (NablaTrainer *self)
{
  g_return_if_fail (self != NULL);

  nabla_trainer_restart (self);
  nabla_experiment_unref (self->beginning);
  self->beginning = nabla_experiment_ref (self->experiment);
}

gboolean
nabla_trainer_rewind (NablaTrainer *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!nabla_trainer_become (self, self->beginning, error))
    return FALSE;
  nabla_trainer_restart (self);
  return TRUE;
}
