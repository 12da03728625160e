/* Gradient checking: are the derivatives right?
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-workspace.h"

#include <float.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* The limits of a check, see nabla_gradient_check_run (). */
#define NABLA_CHECK_EPSILON 1e-5
#define NABLA_CHECK_LIMIT 1e-7
#define NABLA_CHECK_NOTHING 1e-8
#define NABLA_CHECK_KINKS 0.01
#define NABLA_CHECK_ROUNDING (4 * DBL_EPSILON / NABLA_CHECK_EPSILON)
#define NABLA_CHECK_COURSE_EPSILON 1e-7

/**
 * NablaGradientCheckRow:
 * @name: of the parameter
 * @n: how many numbers it has
 * @n_checked: of these, how many were checked
 * @n_kinks: how many were left out, since the cost has a kink there
 * @difference: ‖g − g′‖ / (‖g‖ + ‖g′‖) over the others; 0 if both norms sum to
 *   less than %NABLA_CHECK_NOTHING
 * @worst: the number that differs most
 * @analytic, @numeric: its derivative by backpropagation and by differences
 * @passed: @difference ≤ %NABLA_CHECK_LIMIT, and kinks at most 1 % (one is
 *   always allowed). A gradient may be so small that the rounding of the cost is
 *   larger than that: differences see nothing below about 4 u |J| / ε a number
 *   (u: the distance from 1 to the next double), and what lies below is right too.
 */
typedef struct {
  char *name;
  gsize n;
  gsize n_checked;
  gsize n_kinks;
  double difference;
  gsize worst;
  double analytic;
  double numeric;
  gboolean passed;
} NablaGradientCheckRow;

/**
 * NablaGradientCheck:
 * @rows: (array length=n_rows): one a trained parameter
 * @course_difference: the course's own measure: ε = 1e-7, all parameters as one
 *   vector, nothing left out; 2e-7 or less is called right there
 * @passed: whether all rows passed
 */
typedef struct {
  NablaGradientCheckRow *rows;
  guint n_rows;
  double course_difference;
  gboolean passed;
} NablaGradientCheck;

/**
 * nabla_gradient_check_run:
 * @graph: in double precision; its parameters come back as they were
 * @workspace: of @graph, with gradients
 * @batch: examples; its step holds dropout's mask
 * @training: L2 and L1, which belong to the objective
 * @cancellable: (nullable): to stop a long check
 *
 * Compares backpropagation with central differences of the objective,
 * g′ = (J(θ+ε) − J(θ−ε)) / 2ε, number by number. Where they differ, a kink of
 * relu or max may lie within ε: there the two one-sided slopes disagree, and do
 * not come together in proportion as ε is halved, as they do on a smooth curve.
 * Such numbers are left out and counted.
 *
 * Returns: (transfer full) (nullable): the result; %NULL if cancelled
 */
NablaGradientCheck *nabla_gradient_check_run (NablaGraph *graph,
                                              NablaWorkspace *workspace,
                                              const NablaBatch *batch,
                                              const NablaTraining *training,
                                              GCancellable *cancellable,
                                              GError **error);

/**
 * NablaGradientCheckOptions:
 * @most_numbers: of each parameter check no more than so many, evenly chosen; 0 for all
 * @cancel: (nullable): looked at before each number; not 0 ends the check
 * @number: (nullable): told of each number that is not left out: which of the rows its
 *   parameter is, and its own index
 * @progress: (nullable): told what share of the numbers is done
 * @data: for both
 */
typedef struct {
  gsize most_numbers;
  const gint *cancel;
  void (*number) (guint row, gsize index, double analytic, double numeric, gpointer data);
  void (*progress) (double share, gpointer data);
  gpointer data;
} NablaGradientCheckOptions;

/* As nabla_gradient_check_run (), of a part of the numbers, telling of each. */
NablaGradientCheck *nabla_gradient_check_run_part (NablaGraph *graph,
                                                   NablaWorkspace *workspace,
                                                   const NablaBatch *batch,
                                                   const NablaTraining *training,
                                                   const NablaGradientCheckOptions *options,
                                                   GCancellable *cancellable,
                                                   GError **error);
void nabla_gradient_check_free (NablaGradientCheck *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaGradientCheck, nabla_gradient_check_free)

G_END_DECLS
