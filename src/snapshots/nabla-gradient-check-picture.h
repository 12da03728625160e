/* Gradient check: each parameter's derivative by backpropagation beside the one by
 * differences.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * NablaCheckedParameter:
 * @name: such as `hidden/W`
 * @n: its numbers
 * @n_checked: of these, how many were checked
 * @n_kinks: of these, how many were left out, since the cost has a kink there
 * @difference: ‖g − g′‖ / (‖g‖ + ‖g′‖) over the others
 * @worst: the number that differs most, from 0
 * @analytic, @numeric: its derivative by backpropagation and by differences
 * @passed: whether @difference is below the limit
 */
typedef struct
{
  char *name;
  guint64 n;
  guint64 n_checked;
  guint64 n_kinks;
  double difference;
  guint64 worst;
  double analytic;
  double numeric;
  gboolean passed;
} NablaCheckedParameter;

/**
 * NablaCheckedNumber: one number of a parameter.
 * @row: of which parameter, as an index of the rows
 * @index: which of its numbers, from 0
 */
typedef struct
{
  guint row;
  guint64 index;
  double analytic;
  double numeric;
} NablaCheckedNumber;

/**
 * NablaGradientCheckPicture:
 * @step: of the run, when it was checked
 * @m: examples of the batch
 * @limit: differences up to this are right
 * @course_difference: the course's measure: ε = 1e−7, all that was checked as one vector
 * @passed: whether all rows passed
 * @n_rows, @rows: the worst one first
 * @n_numbers, @numbers: what was checked, without kinks
 */
typedef struct
{
  gint64 step;
  guint64 m;
  double limit;
  double course_difference;
  gboolean passed;
  guint n_rows;
  NablaCheckedParameter *rows;
  gsize n_numbers;
  NablaCheckedNumber *numbers;
} NablaGradientCheckPicture;

NablaGradientCheckPicture *nabla_gradient_check_picture_new (guint n_rows, gsize n_numbers);
void nabla_gradient_check_picture_free (NablaGradientCheckPicture *self);

G_END_DECLS
