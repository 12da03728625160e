/* The trainer's state: saved, restored, begun anew.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-trainer-private.h"

#include "nabla-weights.h"

#include <string.h>

#define MOST_PIECES (2 + NABLA_MAX_OPTIMIZER_STATES)

/* What stands before the numbers. */
typedef struct
{
  gint64 step;
  gint64 optimizer_begin;
  guint64 optimizer; /* whose numbers follow */
} Head;

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
  gsize sizes[MOST_PIECES];
  guint n = state_pieces (self, pieces, sizes);
  const Head head = { self->step, self->optimizer_begin, optimizer_mark (self) };
  GByteArray *bytes = g_byte_array_new ();
  g_byte_array_append (bytes, (const guint8 *)&head, sizeof head);
  for (guint i = 0; i < n; i++)
    g_byte_array_append (bytes, pieces[i], sizes[i]);
  return g_byte_array_free_to_bytes (bytes);
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
  for (guint i = 0; i < n; i++)
    whole += sizes[i];
  if (length != whole)
    return FALSE;
  memcpy (&head, bytes, sizeof head);
  if (head.optimizer != optimizer_mark (self))
    return FALSE;
  bytes += sizeof head;
  for (guint i = 0; i < n; bytes += sizes[i++])
    memcpy (pieces[i], bytes, sizes[i]);
  self->step = head.step;
  self->optimizer_begin = head.optimizer_begin;
  self->revision++;
  nabla_trainer_forget_divergence (self);
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
nabla_trainer_reset (NablaTrainer *self)
{
  g_return_if_fail (self != NULL);

  void *pieces[MOST_PIECES];
  gsize sizes[MOST_PIECES];
  guint n = state_pieces (self, pieces, sizes);
  for (guint i = 2; i < n; i++)
    memset (pieces[i], 0, sizes[i]);
  self->step = self->optimizer_begin = 0;
  nabla_trainer_initialize (self);
  nabla_trainer_forget_divergence (self);
  g_array_set_size (self->record, 0);
  nabla_experiment_unref (self->beginning);
  self->beginning = nabla_experiment_ref (self->experiment);
}
