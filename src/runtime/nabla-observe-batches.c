/* How the present epoch is cut into mini-batches, and which one comes next.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-observer-private.h"
#include "nabla-trainer-private.h"

/* The epoch that @step belongs to */
static guint64
epoch_of (NablaBatches *batches, gint64 step, gsize *count)
{
  guint64 epoch;
  nabla_batches_get (batches, (guint64)step, count, &epoch);
  return epoch;
}

/* The first step of the epoch of @step, by halving. */
static gint64
first_of (NablaBatches *batches, gint64 step, guint64 epoch)
{
  gint64 low = 0, high = step;
  gsize count;
  while (low < high)
    {
      gint64 middle = low + (high - low) / 2;
      if (epoch_of (batches, middle, &count) < epoch)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

void
nabla_observer_batches (NablaObserver *self, NablaSnapshot *snapshot)
{
  NablaTrainer *trainer = self->trainer;
  NablaBatches *batches = trainer->batches;
  const NablaDataset *dataset = self->problem->dataset;
  const guint32 *train = self->problem->partition->indices[NABLA_SPLIT_TRAIN];
  const gsize m = self->problem->partition->sizes[NABLA_SPLIT_TRAIN];
  gsize count;
  if (m == 0)
    return;
  const guint64 epoch = epoch_of (batches, trainer->step, &count);
  const gint64 first = first_of (batches, trainer->step, epoch);
  nabla_batches_get (batches, (guint64)first, &count, NULL);
  NablaBatchesPicture *picture
      = nabla_batches_picture_new (m, (guint)((m + count - 1) / MAX (count, 1)));
  snapshot->batches = picture;
  picture->epoch = (gint64)epoch;
  picture->first_step = first;
  picture->next = (guint)(trainer->step - first);
  picture->batch_size = (guint)count;
  gsize at = 0;
  for (guint b = 0; b < picture->n && at < m; b++)
    {
      const guint32 *of_split = nabla_batches_get (batches, (guint64)(first + b), &count, NULL);
      picture->starts[b] = at;
      for (gsize i = 0; i < count && at < m; i++, at++)
        {
          picture->examples[at] = train[of_split != NULL ? of_split[i] : i];
          picture->labels[at] = (float)dataset->y[picture->examples[at]];
        }
    }
  picture->starts[picture->n] = at;
}
