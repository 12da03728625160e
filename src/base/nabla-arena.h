/* Arenas: large aligned memory, zeroed, in one piece.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Widest vector register and cache line: pieces of an arena begin at multiples. */
#define NABLA_ALIGNMENT 64

/**
 * nabla_arena_alloc:
 * @bytes: how many; 0 gives a piece that must not be touched
 *
 * Returns: (nullable): zeroed memory, aligned to %NABLA_ALIGNMENT, to be freed
 *   with nabla_arena_free (); %NULL if there is not enough
 */
void *nabla_arena_alloc (gsize bytes);
void nabla_arena_free (void *arena);

G_END_DECLS
