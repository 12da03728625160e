/* A row of the list of runs.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-runs-model-private.h"

G_DEFINE_FINAL_TYPE (NablaRunsItem, nabla_runs_item, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

gint64
nabla_runs_item_id (NablaRunsItem *self)
{
  g_return_val_if_fail (NABLA_IS_RUNS_ITEM (self), 0);

  return self->id;
}

const NablaStoreRow *
nabla_runs_item_row (NablaRunsItem *self)
{
  g_return_val_if_fail (NABLA_IS_RUNS_ITEM (self), NULL);

  if (!self->is_read && self->id != 0 && self->model != NULL)
    {
      self->is_read = TRUE;
      self->is_there = nabla_runs_model_look_up (self->model, self->id, &self->row);
    }
  return self->is_there ? &self->row : NULL;
}

/* Costs and results differ only if a trial was run again, which gives it another time. */
static gboolean
is_same (const NablaStoreRow *a, const NablaStoreRow *b)
{
  return a->created == b->created && a->steps == b->steps && a->state == b->state
         && a->rung == b->rung && g_strcmp0 (a->title, b->title) == 0
         && g_strcmp0 (a->tags, b->tags) == 0;
}

void
nabla_runs_item_point (NablaRunsItem *self, gint64 id)
{
  if (self->id == id)
    return;
  self->id = id;
  self->is_new = TRUE;
  self->is_read = self->is_there = FALSE;
  nabla_store_row_clear (&self->row);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
nabla_runs_item_refresh (NablaRunsItem *self)
{
  gboolean is_new = self->is_new;
  self->is_new = FALSE;
  if (is_new || !self->is_read)
    return;
  g_auto (NablaStoreRow) old = self->row;
  gboolean was_there = self->is_there;
  self->row = (NablaStoreRow){ 0 };
  self->is_read = FALSE;
  const NablaStoreRow *row = nabla_runs_item_row (self);
  if ((row != NULL) != was_there || (row != NULL && !is_same (row, &old)))
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
nabla_runs_item_finalize (GObject *object)
{
  NablaRunsItem *self = NABLA_RUNS_ITEM (object);
  if (self->model != NULL)
    nabla_runs_model_forget (self->model, self);
  nabla_store_row_clear (&self->row);
  G_OBJECT_CLASS (nabla_runs_item_parent_class)->finalize (object);
}

static void
nabla_runs_item_class_init (NablaRunsItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = nabla_runs_item_finalize;
  signals[CHANGED] = g_signal_new ("changed", NABLA_TYPE_RUNS_ITEM, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
nabla_runs_item_init (NablaRunsItem *self)
{
}
