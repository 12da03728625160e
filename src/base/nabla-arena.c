/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-arena.h"

#include <stdlib.h>
#include <string.h>

void *
nabla_arena_alloc (gsize bytes)
{
  if (bytes > G_MAXSSIZE - 2 * NABLA_ALIGNMENT)
    return NULL;
  gsize whole = (bytes + 2 * NABLA_ALIGNMENT - 1) / NABLA_ALIGNMENT * NABLA_ALIGNMENT;
  void *arena = aligned_alloc (NABLA_ALIGNMENT, whole);
  if (arena != NULL)
    memset (arena, 0, whole);
  return arena;
}

void
nabla_arena_free (void *arena)
{
  free (arena);
}
