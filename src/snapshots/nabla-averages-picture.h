/* Averages picture: a series and its exponentially weighted averages,
 * v_t = β v_{t−1} + (1 − β) θ_t with v_0 = 0, and v_t / (1 − β^t).
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The chosen β's curve, and some to compare it with */
#define NABLA_MAX_AVERAGES 4

/**
 * NablaAverage:
 * @beta: β
 * @slot: its categorical color
 * @plain: (array length=n): v_t
 * @corrected: (array length=n): v_t / (1 − β^t)
 */
typedef struct
{
  double beta;
  guint slot;
  double *plain;
  double *corrected;
} NablaAverage;

/**
 * NablaAveragesPicture: the part `averages` of a snapshot. Days count from 1 in the
 * course's formulas; arrays from 0.
 * @n, @theta: the series
 * @labels: (nullable) (array length=n): what its values are called; may be %NULL
 * @first_date: the Julian day of the first value if each value is that of the next day; else 0
 * @unit: what follows a value, such as `°`; empty if nobody knows
 * @low, @high: values that are to be seen whatever the series is; NAN otherwise
 * @n_averages, @averages: the chosen one first
 * @is_corrected: whether curves are those with bias correction
 * @shows_plain: whether the chosen one is shown without correction as well
 * @day: the chosen day, 1 … n
 * @first, @length: days that are looked at
 */
typedef struct
{
  gsize n;
  double *theta;
  char **labels;
  guint32 first_date;
  char *unit;
  double low, high;
  guint n_averages;
  NablaAverage averages[NABLA_MAX_AVERAGES];
  gboolean is_corrected;
  gboolean shows_plain;
  gsize day;
  gsize first;
  gsize length;
} NablaAveragesPicture;

/* Returns: (transfer full): @n values of zero without averages, all of them looked at */
NablaAveragesPicture *nabla_averages_picture_new (gsize n);
void nabla_averages_picture_free (NablaAveragesPicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaAveragesPicture, nabla_averages_picture_free)

/* Adds the average of @beta, computed from the series as it is now. */
void nabla_averages_picture_add (NablaAveragesPicture *self, double beta, guint slot);

/* Sets the first date from labels such as 2012-01-31, if there is one for each next day. */
void nabla_averages_picture_find_dates (NablaAveragesPicture *self);

/* Returns: the curve that is shown of @average */
const double *nabla_averages_picture_curve (const NablaAveragesPicture *self, guint average);

/**
 * nabla_average_window:
 *
 * Returns: 1 / (1 − β), about so many days are averaged: those before have weights below
 *   1/e of the newest
 */
double nabla_average_window (double beta);

/* Returns: the share of all weight that the newest @days carry: 1 − β^days */
double nabla_average_share (double beta, gsize days);

/* Returns: the weight of the value of @days ago: (1 − β) β^days */
double nabla_average_weight (double beta, gsize days);

G_END_DECLS
