/* Gradient check of the run's network as it is now.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-gradient-check.h"
#include "nabla-study-private.h"

#include <glib/gi18n-lib.h>

enum
{
  EXAMPLES,
  NUMBERS
};

static const NablaParamSpec params[] = {
  [EXAMPLES] = { "examples", N_ ("Examples"), "m", N_ ("How many examples the cost is taken over."),
                 NABLA_PARAM_INTEGER, 1, 512, 64, NABLA_SCALE_LOG },
  [NUMBERS] = { "numbers", N_ ("Numbers of each parameter"), NULL,
                N_ ("No more numbers of each weight matrix are checked; they are chosen evenly."),
                NABLA_PARAM_INTEGER, 4, 4096, 128, NABLA_SCALE_LOG },
  { NULL },
};

typedef struct
{
  const NablaStudyTask *task;
  GArray *numbers; /* of NablaCheckedNumber */
} Work;

static void
number_cb (guint row, gsize index, double analytic, double numeric, gpointer data)
{
  Work *self = data;
  const NablaCheckedNumber number = { row, index, analytic, numeric };
  g_array_append_val (self->numbers, number);
}

static void
progress_cb (double share, gpointer data)
{
  Work *self = data;
  nabla_study_tell (self->task, share, NULL);
}

/* Wrong ones first, each kind by how much they differ. */
static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  const NablaGradientCheckRow *rows = data;
  const NablaGradientCheckRow *one = &rows[*(const guint *)a], *other = &rows[*(const guint *)b];
  if (one->passed != other->passed)
    return one->passed ? 1 : -1;
  if (one->difference != other->difference)
    return one->difference > other->difference ? -1 : 1;
  return *(const guint *)a < *(const guint *)b ? -1 : 1;
}

static NablaGradientCheckPicture *
picture (const NablaGradientCheck *check, const GArray *numbers)
{
  NablaGradientCheckPicture *self = nabla_gradient_check_picture_new (check->n_rows, numbers->len);
  g_autofree guint *order = g_new (guint, MAX (check->n_rows, 1));
  g_autofree guint *place = g_new (guint, MAX (check->n_rows, 1));
  for (guint i = 0; i < check->n_rows; i++)
    order[i] = i;
  g_qsort_with_data (order, (int)check->n_rows, sizeof *order, compare, check->rows);
  for (guint i = 0; i < check->n_rows; i++)
    {
      const NablaGradientCheckRow *row = &check->rows[order[i]];
      place[order[i]] = i;
      self->rows[i] = (NablaCheckedParameter){ .name = g_strdup (row->name),
                                               .n = row->n,
                                               .n_checked = row->n_checked,
                                               .n_kinks = row->n_kinks,
                                               .difference = row->difference,
                                               .worst = row->worst,
                                               .analytic = row->analytic,
                                               .numeric = row->numeric,
                                               .passed = row->passed };
    }
  for (guint i = 0; i < numbers->len; i++)
    {
      self->numbers[i] = g_array_index (numbers, NablaCheckedNumber, i);
      self->numbers[i].row = place[self->numbers[i].row];
    }
  self->limit = NABLA_CHECK_LIMIT;
  self->course_difference = check->course_difference;
  self->passed = check->passed;
  return self;
}

static gboolean
run (const NablaStudyTask *task, NablaSnapshot *snapshot, GError **error)
{
  g_autoptr (NablaStudyNetwork) network
      = nabla_study_network_new (task->fork, (gsize)task->settings[EXAMPLES], error);
  if (network == NULL)
    return FALSE;
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (NablaCheckedNumber));
  Work work = { task, numbers };
  const NablaGradientCheckOptions options = { .most_numbers = (gsize)task->settings[NUMBERS],
                                              .cancel = task->cancel,
                                              .number = number_cb,
                                              .progress = progress_cb,
                                              .data = &work };
  const NablaBatch batch = { .examples = network->examples,
                             .rows = network->m,
                             .step = (guint64)network->step,
                             .seed = network->seed };
  g_autoptr (NablaGradientCheck) check = nabla_gradient_check_run_part (
      network->model->graph, network->workspace, &batch, &network->training, &options, NULL, error);
  if (check == NULL)
    return FALSE;
  snapshot->gradient_check = picture (check, numbers);
  snapshot->gradient_check->step = network->step;
  snapshot->gradient_check->m = network->m;
  return TRUE;
}

static void
values (const NablaSnapshot *snapshot,
        void (*value) (const char *name, double number, gpointer data),
        gpointer data)
{
  const NablaGradientCheckPicture *check = snapshot->gradient_check;
  value ("passed", check->passed, data);
  value ("course_difference", check->course_difference, data);
  value ("numbers", check->n_numbers, data);
  for (guint i = 0; i < check->n_rows; i++)
    value (check->rows[i].name, check->rows[i].difference, data);
}

const NablaStudy nabla_study_gradient_check = {
  .name = "gradient_check",
  .title = N_ ("Gradient Check"),
  .help = N_ ("Compares every derivative by backpropagation with differences of the cost."),
  .params = params,
  .run = run,
  .values = values,
};
