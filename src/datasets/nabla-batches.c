/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-batches.h"

#include "nabla-random.h"

/* Epochs of one batch size. */
typedef struct {
  guint64 first_step;
  guint64 first_epoch;
  gsize batch_size;
  gsize steps_per_epoch;
} Stretch;

struct _NablaBatches {
  gsize n_train;
  guint32 batch_seed;
  GArray *changes;    /* of NablaBatchChange, by step; the first one is the initial size */
  GArray *stretches;  /* of Stretch, by step; made of the changes */
  guint32 *order;     /* the permutation of epoch drawn_epoch */
  guint64 drawn_epoch;
  gboolean has_order;
};

static NablaBatchChange *
change_at (NablaBatches *self, guint i)
{
  return &g_array_index (self->changes, NablaBatchChange, i);
}

static Stretch *
stretch_at (NablaBatches *self, guint i)
{
  return &g_array_index (self->stretches, Stretch, i);
}

static void
append_stretch (NablaBatches *self, guint64 first_step, guint64 first_epoch, gsize batch_size)
{
  gsize size = batch_size == 0 ? self->n_train : MIN (batch_size, self->n_train);
  Stretch stretch = {
    .first_step = first_step,
    .first_epoch = first_epoch,
    .batch_size = batch_size,
    .steps_per_epoch = (self->n_train - 1) / size + 1,
  };
  g_array_append_val (self->stretches, stretch);
}

static void
make_stretches (NablaBatches *self)
{
  g_array_set_size (self->stretches, 0);
  append_stretch (self, 0, 0, change_at (self, 0)->batch_size);
  for (guint i = 1; i < self->changes->len; i++)
    {
      const NablaBatchChange *change = change_at (self, i);
      Stretch last = *stretch_at (self, self->stretches->len - 1);
      /* Of several changes in one epoch the last one decides. */
      if (change->step <= last.first_step)
        {
          g_array_set_size (self->stretches, self->stretches->len - 1);
          append_stretch (self, last.first_step, last.first_epoch, change->batch_size);
          continue;
        }
      guint64 n_epochs = (change->step - last.first_step - 1) / last.steps_per_epoch + 1;
      append_stretch (self, last.first_step + n_epochs * last.steps_per_epoch,
                      last.first_epoch + n_epochs, change->batch_size);
    }
}

NablaBatches *
nabla_batches_new (gsize n_train, gsize batch_size, guint32 batch_seed)
{
  g_return_val_if_fail (n_train >= 1 && n_train <= G_MAXUINT32, NULL);

  NablaBatches *self = g_new0 (NablaBatches, 1);
  self->n_train = n_train;
  self->batch_seed = batch_seed;
  self->changes = g_array_new (FALSE, FALSE, sizeof (NablaBatchChange));
  self->stretches = g_array_new (FALSE, FALSE, sizeof (Stretch));
  self->order = g_new (guint32, n_train);
  nabla_batches_change_size (self, 0, batch_size);
  return self;
}

void
nabla_batches_free (NablaBatches *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->changes);
  g_array_unref (self->stretches);
  g_free (self->order);
  g_free (self);
}

void
nabla_batches_change_size (NablaBatches *self, guint64 step, gsize batch_size)
{
  g_return_if_fail (self != NULL);

  guint place = self->changes->len;
  while (place > 0 && change_at (self, place - 1)->step > step)
    place--;
  NablaBatchChange change = { step, batch_size };
  if (place > 0 && change_at (self, place - 1)->step == step)
    *change_at (self, place - 1) = change;
  else
    g_array_insert_val (self->changes, place, change);
  make_stretches (self);
}

const NablaBatchChange *
nabla_batches_changes (const NablaBatches *self, guint *n)
{
  g_return_val_if_fail (self != NULL && n != NULL, NULL);

  *n = self->changes->len;
  return (const NablaBatchChange *) self->changes->data;
}

const guint32 *
nabla_batches_get (NablaBatches *self, guint64 step, gsize *count, guint64 *epoch)
{
  g_return_val_if_fail (self != NULL && count != NULL, NULL);

  guint i = self->stretches->len - 1;
  while (stretch_at (self, i)->first_step > step)
    i--;
  const Stretch *stretch = stretch_at (self, i);
  guint64 since = step - stretch->first_step;
  guint64 this_epoch = stretch->first_epoch + since / stretch->steps_per_epoch;
  gsize batch = since % stretch->steps_per_epoch;
  if (epoch != NULL)
    *epoch = this_epoch;

  if (stretch->batch_size == 0)
    {
      *count = self->n_train;
      return NULL;
    }
  if (!self->has_order || self->drawn_epoch != this_epoch)
    {
      NablaRandomState random;
      nabla_random_state_seed (&random, self->batch_seed + (guint32) this_epoch);
      nabla_random_state_permutation (&random, self->order, self->n_train);
      self->drawn_epoch = this_epoch;
      self->has_order = TRUE;
    }
  gsize start = batch * stretch->batch_size;
  *count = MIN (stretch->batch_size, self->n_train - start);
  return self->order + start;
}
