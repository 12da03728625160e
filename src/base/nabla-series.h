/* Series: an append-only list of numbers, written by one thread, read by any.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * NablaSeries:
 *
 * Points (step, value) in growing order of step. Values live in chunks that
 * never move, and the length is published with release order, so a reader
 * needs no lock and sees whole points only. Loses nothing.
 */
typedef struct _NablaSeries NablaSeries;

typedef struct {
  gint64 step;
  double value;
} NablaPoint;

NablaSeries *nabla_series_new (void);
NablaSeries *nabla_series_ref (NablaSeries *self);
void nabla_series_unref (NablaSeries *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaSeries, nabla_series_unref)

/**
 * nabla_series_append:
 * @step: not smaller than the last one
 * @value: any number, not finite too
 *
 * To be called by the writing thread only. Allocates once in some thousand
 * calls; a step of training never waits for it.
 */
void nabla_series_append (NablaSeries *self, gint64 step, double value);

/* Returns: how many points can be read now; it never shrinks */
gsize nabla_series_length (const NablaSeries *self);

/* Returns: point @index, which must be less than a length that was read */
NablaPoint nabla_series_get (const NablaSeries *self, gsize index);

G_END_DECLS
