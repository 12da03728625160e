/* Axes: from values to pixels, and the few round numbers to write beside them.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-label.h"

G_BEGIN_DECLS

/* More numbers beside an axis than this are noise. */
#define NABLA_AXIS_MOST_TICKS 7

/**
 * NablaAxis:
 * @low, @high: values at the ends; finite, @low < @high
 * @start, @end: pixels of the ends; @start may be the larger one
 * @is_log: equal steps multiply; @low is positive
 * @is_whole: ticks are whole numbers
 */
typedef struct {
  double low, high;
  double start, end;
  gboolean is_log;
  gboolean is_whole;
} NablaAxis;

typedef struct {
  double value;
  double place;
  char label[NABLA_LABEL_LENGTH];
} NablaTick;

/**
 * nabla_axis_init:
 * @low, @high: the smallest and largest value to show; equal ones get some room
 *   around them, and low > high or what is not finite gives 0 … 1
 * @is_log: wanted; not granted if @low is not positive
 *
 * Fills @self but for its pixels.
 */
void nabla_axis_init (NablaAxis *self, double low, double high, gboolean is_log);

/* Widens @self by @share of its length at both ends. */
void nabla_axis_pad (NablaAxis *self, double share);

/* Returns: the pixel of @value, within ±2²⁰ so that float holds it; NAN for what
 * is not finite; the low end for what a logarithmic axis cannot show */
double nabla_axis_place (const NablaAxis *self, double value);

/* Returns: the value at a pixel */
double nabla_axis_value (const NablaAxis *self, double place);

/**
 * nabla_axis_ticks:
 * @most: no more ticks than this, at most %NABLA_AXIS_MOST_TICKS
 * @ticks: (out): room for %NABLA_AXIS_MOST_TICKS
 *
 * Linear axes step by 1, 2, 2.5 or 5 times a power of ten; logarithmic ones
 * stand at 1, 2 and 5, at 1 and 3, or at whole powers of ten.
 *
 * Returns: how many ticks there are, in growing order
 */
guint nabla_axis_ticks (const NablaAxis *self, guint most, NablaTick *ticks);

G_END_DECLS
