/* Histories: what it takes to go back to any step of a run.
 *
 * A history keeps keyframes: the states that a run had at some steps, each with its
 * experiment and with how much had been changed by then. To get to a step, the nearest
 * keyframe before it is restored and the steps between are made again, with the changes of
 * the run's record at their steps: bit for bit, since a step follows from its state alone.
 *
 * Keyframes are so close that making the steps between two of them again takes 50 ms of
 * the run's own measured step time, and never farther apart than a 64th of the run. When
 * they would need more memory than the bound, every second one is given up and they are
 * taken half as often from then on: old and new ones alike stand twice as far apart. So
 * the replay is doubled, the whole past stays equally near, and the bound always holds:
 * if not even one keyframe fits in it, a seek begins at the run's beginning.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-run-fork.h"

G_BEGIN_DECLS

/* Bytes that keyframes may take. */
#define NABLA_HISTORY_BOUND ((gsize)256 << 20)
/* Seconds that a replay between two keyframes takes at most, until the bound is hit. */
#define NABLA_HISTORY_REPLAY 0.05

typedef struct _NablaHistory NablaHistory;

/**
 * nabla_history_new:
 * @bound: bytes that keyframes may take: %NABLA_HISTORY_BOUND
 *
 * Returns: (transfer full): the history of a run of which nothing was kept yet
 */
NablaHistory *nabla_history_new (gsize bound);
void nabla_history_free (NablaHistory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaHistory, nabla_history_free)

/* Says how long a step takes, in seconds, as it was measured; 0 if nobody knows. */
void nabla_history_set_step_time (NablaHistory *self, double seconds);

/**
 * nabla_history_visit:
 * @trainer: about to make a step
 *
 * Takes a keyframe if one is due. To be called before each step: it costs a comparison
 * where none is.
 */
void nabla_history_visit (NablaHistory *self, const NablaTrainer *trainer);

/* Takes a keyframe here, due or not: of the last step before the past is looked at. */
void nabla_history_keep (NablaHistory *self, const NablaTrainer *trainer);

/* Forgets the keyframes of @step and all later ones; of 0, everything. */
void nabla_history_cut (NablaHistory *self, gint64 step);

/* Called with the steps that the trainer stands at on its way. */
typedef void (*NablaHistoryFunc) (gint64 step, gpointer data);

/**
 * nabla_history_seek:
 * @trainer: the run's; its record is the first part of @record
 * @record: (element-type NablaChange): all that was changed in the run
 * @step: one that the run has reached
 * @cancel: (nullable): looked at between nodes
 * @func: (nullable) (scope call): told of the way
 *
 * Takes the trainer to @step with the changes that were made until then and at it. What it
 * passes is kept as keyframes where those are sparse.
 *
 * Returns: whether it got there; if not, it stands at some step of the run, and the seek
 *   can be called again or another one
 */
gboolean nabla_history_seek (NablaHistory *self,
                             NablaTrainer *trainer,
                             const GArray *record,
                             gint64 step,
                             const gint *cancel,
                             NablaHistoryFunc func,
                             gpointer data,
                             GError **error);

/* Returns: how many steps a seek to @step would make again, from a keyframe or, if it lies
 * on the way, from where the trainer stands */
gint64 nabla_history_distance (const NablaHistory *self, const NablaTrainer *trainer, gint64 step);

/**
 * nabla_history_fork:
 * @trainer: at the step that is looked at
 *
 * Returns: (transfer full): that moment, and up to 64 kept ones before it, evenly chosen
 */
NablaRunFork *nabla_history_fork (const NablaHistory *self, const NablaTrainer *trainer);

/* Returns: after how many steps the next keyframe is due */
gint64 nabla_history_interval (const NablaHistory *self, const NablaTrainer *trainer);
guint nabla_history_n_keyframes (const NablaHistory *self);
gint64 nabla_history_keyframe_step (const NablaHistory *self, guint index);
/* Returns: bytes that keyframes take now */
gsize nabla_history_bytes (const NablaHistory *self);

G_END_DECLS
