/* Series: chunks that double in size, so that no point ever moves.
 *
 * Chunk k holds FIRST_CHUNK · 2ᵏ points, hence index i lies in the chunk that
 * the highest bit of i + FIRST_CHUNK names, and a fixed directory reaches
 * further than memory does. The writer fills a point, and the chunk's place in
 * the directory if it is new, before it publishes the length with release
 * order; who reads the length with acquire order sees both.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-series.h"

#include <stdatomic.h>

#define FIRST_CHUNK_BITS 12
#define FIRST_CHUNK ((gsize) 1 << FIRST_CHUNK_BITS)
#define N_CHUNKS 40

struct _NablaSeries {
  atomic_int ref_count;
  atomic_size_t length;
  NablaPoint *chunks[N_CHUNKS];
};

/* Where point @index lies: the chunk, and the place in it. */
static guint
chunk_of (gsize index, gsize *place)
{
  gsize shifted = index + FIRST_CHUNK;
  guint bit = 8 * sizeof (gsize) - 1 - __builtin_clzl (shifted);
  *place = shifted - ((gsize) 1 << bit);
  return bit - FIRST_CHUNK_BITS;
}

NablaSeries *
nabla_series_new (void)
{
  NablaSeries *self = g_new0 (NablaSeries, 1);
  atomic_init (&self->ref_count, 1);
  atomic_init (&self->length, 0);
  return self;
}

NablaSeries *
nabla_series_ref (NablaSeries *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  atomic_fetch_add_explicit (&self->ref_count, 1, memory_order_relaxed);
  return self;
}

void
nabla_series_unref (NablaSeries *self)
{
  g_return_if_fail (self != NULL);

  if (atomic_fetch_sub_explicit (&self->ref_count, 1, memory_order_acq_rel) > 1)
    return;
  for (guint k = 0; k < N_CHUNKS; k++)
    g_free (self->chunks[k]);
  g_free (self);
}

void
nabla_series_append (NablaSeries *self, gint64 step, double value)
{
  g_return_if_fail (self != NULL);

  /* The writer is the only one who changes the length. */
  gsize length = atomic_load_explicit (&self->length, memory_order_relaxed);
  g_return_if_fail (length == 0 || nabla_series_get (self, length - 1).step <= step);

  gsize place;
  guint k = chunk_of (length, &place);
  if (place == 0)
    self->chunks[k] = g_new (NablaPoint, FIRST_CHUNK << k);
  self->chunks[k][place] = (NablaPoint) { step, value };
  atomic_store_explicit (&self->length, length + 1, memory_order_release);
}

gsize
nabla_series_length (const NablaSeries *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return atomic_load_explicit (&self->length, memory_order_acquire);
}

NablaPoint
nabla_series_get (const NablaSeries *self, gsize index)
{
  gsize place;
  guint k = chunk_of (index, &place);
  return self->chunks[k][place];
}
