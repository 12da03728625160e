/* How far the gradients of mini-batches point away from that of the whole set.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-error.h"
#include "nabla-study-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MOST_EXAMPLES 4096
#define DEGREES (180 / G_PI)

enum
{
  BATCHES,
  FACTOR,
  SEED
};

static const NablaParamSpec params[] = {
  [BATCHES] = { "batches", N_ ("Mini-batches of each size"), NULL,
                N_ ("How many mini-batches are drawn of each size."), NABLA_PARAM_INTEGER, 2, 2000,
                200, NABLA_SCALE_LOG },
  [FACTOR]
  = { "factor", N_ ("Factor between sizes"), NULL,
      N_ ("Sizes begin with 1 and are multiplied by this up to the whole set: 1, 8, 64, …"),
      NABLA_PARAM_INTEGER, 2, 64, 8, NABLA_SCALE_LOG },
  [SEED] = { "seed", N_ ("Seed"), NULL, N_ ("Which mini-batches are drawn."), NABLA_PARAM_INTEGER,
             0, 1e6, 1, NABLA_SCALE_LINEAR },
  { NULL },
};

static double
dot (const double *a, const double *b, gsize n)
{
  double sum = 0;
  for (gsize i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

/* How much of the scatter of single examples is left in a batch that is drawn without
 * putting examples back. */
static double
scatter_left (gsize rows, gsize m)
{
  return m < 2 ? 0 : (double)(m - rows) / (m - 1) / rows;
}

/* Returns: mean ‖g_batch − g‖² */
static double
draw_batches (const NablaStudyTask *task,
              NablaStudyNetwork *network,
              const double *full,
              NablaRandomState *random,
              double done,
              double share,
              NablaAngles *angles)
{
  const gsize size = network->size, rows = angles->batch_size;
  const double norm = sqrt (dot (full, full, size));
  const guint n = rows == network->m ? 1 : (guint)task->settings[BATCHES];
  g_autofree double *gradient = g_new (double, MAX (size, 1));
  g_autofree guint32 *order = g_memdup2 (network->examples, network->m * sizeof (guint32));
  double scatter = 0;
  for (guint b = 0; b < n && !nabla_study_is_cancelled (task); b++)
    {
      /* The first rows of a shuffle are a draw without putting back. */
      for (gsize i = 0; i < rows && rows < network->m; i++)
        {
          gsize j = i + (gsize)(nabla_random_state_uniform (random) * (double)(network->m - i));
          guint32 example = order[i];
          order[i] = order[j];
          order[j] = example;
        }
      nabla_study_network_gradient (network, rows < network->m ? order : network->examples, rows,
                                    gradient);
      double length = sqrt (dot (gradient, gradient, size));
      double product = dot (gradient, full, size);
      scatter += (length * length - 2 * product + norm * norm) / n;
      angles->length += length / norm / n;
      nabla_study_tell (task, done + share * (b + 1) / n, NULL);
      if (!(length > 0))
        continue;
      double cosine = CLAMP (product / (length * norm), -1, 1), angle = acos (cosine) * DEGREES;
      angles->n++;
      angles->mean += angle;
      angles->cosine += cosine;
      angles->counts[MIN ((guint)(angle * NABLA_ANGLE_BINS / 180), NABLA_ANGLE_BINS - 1)]++;
    }
  angles->mean = angles->n > 0 ? angles->mean / angles->n : NAN;
  angles->cosine = angles->n > 0 ? angles->cosine / angles->n : NAN;
  return scatter;
}

static gboolean
run (const NablaStudyTask *task, NablaSnapshot *snapshot, GError **error)
{
  g_autoptr (NablaStudyNetwork) network
      = nabla_study_network_new (task->fork, MOST_EXAMPLES, error);
  if (network == NULL)
    return FALSE;
  g_autofree double *full = g_new (double, MAX (network->size, 1));
  nabla_study_network_gradient (network, network->examples, network->m, full);
  double norm = sqrt (dot (full, full, network->size));
  if (!isfinite (norm) || !(norm > 0))
    {
      g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_NOT_FINITE,
                           norm == 0
                               ? _ ("The full gradient is zero here, so nothing has an angle to it")
                               : _ ("The full gradient is not finite here"));
      return FALSE;
    }
  guint n_sizes = 1;
  const double factor = task->settings[FACTOR];
  for (double size = 1; size < network->m; size *= factor)
    n_sizes += size > 1;
  n_sizes += network->m > 1;
  NablaGradientAngles *angles = snapshot->gradient_angles = nabla_gradient_angles_new (n_sizes);
  angles->step = network->step;
  angles->m = network->m;
  angles->m_train = network->m_train;
  angles->norm = norm;
  NablaRandomState random;
  nabla_random_state_seed (&random, (guint32)task->settings[SEED]);
  double work = 0, done = 0, size = 1, variance = 0;
  for (guint i = 0; i < n_sizes; i++, size *= factor)
    {
      angles->sizes[i].batch_size = (guint)MIN (size, (double)network->m);
      work += angles->sizes[i].batch_size + 64;
    }
  for (guint i = 0; i < n_sizes; i++)
    {
      NablaAngles *one = &angles->sizes[i];
      double share = (one->batch_size + 64) / work;
      double scatter = draw_batches (task, network, full, &random, done, share, one);
      done += share;
      if (i == 0 && scatter_left (one->batch_size, network->m) > 0)
        variance = scatter / scatter_left (one->batch_size, network->m);
      one->expected
          = atan (sqrt (variance * scatter_left (one->batch_size, network->m)) / norm) * DEGREES;
    }
  return TRUE;
}

static void
values (const NablaSnapshot *snapshot,
        void (*value) (const char *name, double number, gpointer data),
        gpointer data)
{
  static const char *const names[] = { "mean", "cosine", "length", "expected" };
  const NablaGradientAngles *angles = snapshot->gradient_angles;
  value ("norm", angles->norm, data);
  for (guint i = 0; i < angles->n_sizes; i++)
    {
      const NablaAngles *one = &angles->sizes[i];
      const double numbers[] = { one->mean, one->cosine, one->length, one->expected };
      for (guint k = 0; k < G_N_ELEMENTS (names); k++)
        {
          g_autofree char *name = g_strdup_printf ("%s@%u", names[k], one->batch_size);
          value (name, numbers[k], data);
        }
    }
}

const NablaStudy nabla_study_gradient_angles = {
  .name = "gradient_angles",
  .title = N_ ("Gradient Angles"),
  .help = N_ ("How far the gradients of mini-batches point away from the full gradient."),
  .params = params,
  .run = run,
  .values = values,
};
