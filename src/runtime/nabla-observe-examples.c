/* What is seen of examples: one on its way through the network, rows of the data, and
 * a regression's predictions beside the truth.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-observer-private.h"

#include <math.h>
#include <string.h>

#define MOST_ROWS 1000
/* Numbers of all rows together: a row may be a large picture. */
#define MOST_NUMBERS (16 << 20)

static gboolean
is_regression (const NablaObserver *self)
{
  return self->problem->dataset->task == NABLA_TASK_REGRESSION;
}

static void
fill_fit_cb (const NablaWorkspace *workspace,
             const double *predictions,
             gsize first,
             gsize rows,
             gpointer data)
{
  NablaFit *fit = data;
  for (gsize i = 0; i < rows; i++)
    fit->prediction[first + i] = predictions[i];
}

gboolean
nabla_observer_fit (NablaObserver *self,
                    const NablaObserveOptions *options,
                    const gint *cancel,
                    NablaSnapshot *snapshot)
{
  if (!is_regression (self) || self->problem->n_y != 1)
    return TRUE;
  const NablaChoice *choice = nabla_observer_choose (self, options->most_points);
  NablaFit *fit = nabla_fit_new (choice->n);
  snapshot->fit = fit;
  for (gsize i = 0; i < choice->n; i++)
    {
      fit->truth[i] = self->problem->dataset->y[choice->examples[i]];
      fit->split[i] = choice->split[i];
      fit->example[i] = choice->examples[i];
    }
  return nabla_evaluator_pass (nabla_trainer_evaluator (self->trainer), NULL, choice->examples,
                               choice->n, cancel, fill_fit_cb, fit);
}

/* Numbers of one column. */
static float *
get_column (const NablaObserver *self, const NablaWorkspace *workspace, const NablaNode *node)
{
  gsize pitch, n = nabla_shape_size (&node->shape);
  const void *values = nabla_workspace_value (workspace, node, &pitch);
  float *column = g_new (float, n);
  for (gsize u = 0; u < n; u++)
    column[u] = nabla_observer_number (self, values, u * pitch);
  return column;
}

static double
get_loss (const NablaObserver *self, const NablaWorkspace *workspace, gsize row)
{
  const NablaNode *loss = nabla_trainer_model (self->trainer)->loss;
  if (loss == NULL)
    return NAN;
  return nabla_observer_number (self, nabla_workspace_value (workspace, loss, NULL), row);
}

typedef struct
{
  NablaObserver *self;
  GArray *layers; /* of NablaShownLayer */
  NablaExample *example;
} Journey;

static void
fill_example_cb (const NablaWorkspace *workspace,
                 const double *predictions,
                 gsize first,
                 gsize rows,
                 gpointer data)
{
  const Journey *journey = data;
  NablaExample *example = journey->example;
  for (guint k = 0; k < example->n_y; k++)
    example->prediction[k] = predictions[k];
  for (guint i = 0; i < journey->layers->len; i++)
    {
      const NablaShownLayer *layer = &g_array_index (journey->layers, NablaShownLayer, i);
      example->z[i + 1] = get_column (journey->self, workspace, layer->z);
      example->a[i + 1] = get_column (journey->self, workspace, layer->a);
    }
  example->loss = isfinite (example->label) ? get_loss (journey->self, workspace, 0) : NAN;
}

/* What somebody typed, normalized, in the network's precision. */
static void *
normalize (const NablaObserver *self, const double *typed)
{
  guint n_x = self->problem->dataset->n_x;
  double *x = g_memdup2 (typed, n_x * sizeof *x);
  nabla_normalizer_apply (self->problem->normalizer, x);
  if (self->problem->precision == NABLA_DOUBLE)
    return x;
  float *singles = g_new (float, n_x);
  for (guint j = 0; j < n_x; j++)
    singles[j] = x[j];
  g_free (x);
  return singles;
}

gboolean
nabla_observer_example (NablaObserver *self,
                        const NablaObserveOptions *options,
                        NablaSnapshot *snapshot)
{
  const NablaDataset *data = self->problem->dataset;
  guint n_x = data->n_x;
  gboolean is_typed = options->typed != NULL && options->n_typed == n_x;
  if (!is_typed && (options->example < 0 || (gsize)options->example >= data->m))
    return TRUE;

  g_autoptr (GArray) layers = nabla_observer_shown_layers (self);
  NablaExample *example = nabla_example_new (n_x, self->problem->n_y, layers->len + 1);
  snapshot->example = example;
  g_autofree void *normalized = is_typed ? normalize (self, options->typed) : NULL;
  const double *raw = is_typed ? options->typed : data->x + options->example * n_x;
  const void *x = is_typed ? normalized : self->problem->x;
  gsize offset = is_typed ? 0 : (gsize)options->example * n_x;
  example->label = NAN;
  if (!is_typed)
    {
      guint8 split = nabla_observer_splits (self)[options->example];
      example->index = options->example;
      example->split = split == NABLA_NO_SPLIT ? -1 : split;
      example->label = data->y[options->example];
    }
  example->a[0] = g_new (float, n_x);
  for (guint j = 0; j < n_x; j++)
    {
      example->x[j] = raw[j];
      example->a[0][j] = nabla_observer_number (self, x, offset + j);
    }
  const guint32 number = is_typed ? 0 : options->example;
  Journey journey = { self, layers, example };
  return nabla_evaluator_pass (nabla_trainer_evaluator (self->trainer), normalized,
                               is_typed ? NULL : &number, 1, NULL, fill_example_cb, &journey);
}

/* What is known of an example that the network was asked about. */
typedef struct
{
  guint32 number;
  gboolean wrong;
  float prediction;
  float confidence;
  float loss;
} Answer;

typedef struct
{
  const NablaObserver *self;
  Answer *answers;
} Answers;

static void
fill_answers_cb (const NablaWorkspace *workspace,
                 const double *predictions,
                 gsize first,
                 gsize rows,
                 gpointer data)
{
  const Answers *to = data;
  const NablaDataset *dataset = to->self->problem->dataset;
  guint n_y = to->self->problem->n_y;
  for (gsize i = 0; i < rows; i++)
    {
      Answer *answer = &to->answers[first + i];
      const double *p = predictions + i * n_y;
      double y = dataset->y[answer->number];
      answer->loss = isfinite (y) ? get_loss (to->self, workspace, i) : NAN;
      if (is_regression (to->self))
        {
          answer->prediction = p[0];
          answer->confidence = NAN;
          continue;
        }
      guint class = nabla_prediction_class (p, n_y);
      answer->prediction = class;
      answer->confidence = n_y > 1 ? p[class] : CLAMP (class == 1 ? p[0] : 1 - p[0], 0, 1);
      answer->wrong = class != y;
    }
}

/* Wrong ones first, then by falling loss; what is not a number is the worst. */
static int
compare_answers (gconstpointer a, gconstpointer b)
{
  const Answer *one = a, *other = b;
  if (one->wrong != other->wrong)
    return one->wrong ? -1 : 1;
  gboolean odd = isnan (one->loss), other_odd = isnan (other->loss);
  if (odd != other_odd)
    return odd ? -1 : 1;
  if (!odd && one->loss != other->loss)
    return one->loss > other->loss ? -1 : 1;
  return one->number < other->number ? -1 : one->number > other->number;
}

/* The examples of a split, or all, as numbers in the data set in rising order. */
static guint32 *
list_examples (NablaObserver *self, int split, gsize *n)
{
  gsize m = self->problem->dataset->m;
  const guint8 *splits = nabla_observer_splits (self);
  guint32 *list = g_new (guint32, m);
  *n = 0;
  for (gsize i = 0; i < m; i++)
    if (split < 0 || splits[i] == split)
      list[(*n)++] = i;
  return list;
}

static NablaExamples *
make_rows (NablaObserver *self, const Answer *answers, gsize n)
{
  const NablaDataset *data = self->problem->dataset;
  const guint8 *splits = nabla_observer_splits (self);
  NablaExamples *rows = nabla_examples_new (n, data->n_x);
  for (gsize i = 0; i < n; i++)
    {
      const double *x = data->x + (gsize)answers[i].number * data->n_x;
      for (guint j = 0; j < data->n_x; j++)
        rows->x[i * data->n_x + j] = x[j];
      rows->index[i] = answers[i].number;
      rows->split[i] = splits[answers[i].number];
      rows->label[i] = data->y[answers[i].number];
      rows->prediction[i] = answers[i].prediction;
      rows->confidence[i] = answers[i].confidence;
      rows->loss[i] = answers[i].loss;
    }
  return rows;
}

/* Asks the network about @n examples: every @stride-th of @list. */
static Answer *
ask (NablaObserver *self, const guint32 *list, gsize stride, gsize n, const gint *cancel)
{
  g_autofree guint32 *numbers = g_new (guint32, n);
  g_autofree Answer *answers = g_new0 (Answer, n);
  const Answers to = { self, answers };
  for (gsize i = 0; i < n; i++)
    answers[i].number = numbers[i] = list[i * stride];
  if (n > 0
      && !nabla_evaluator_pass (nabla_trainer_evaluator (self->trainer), NULL, numbers, n, cancel,
                                fill_answers_cb, (gpointer)&to))
    return NULL;
  return g_steal_pointer (&answers);
}

gboolean
nabla_observer_examples (NablaObserver *self,
                         const NablaObserveOptions *options,
                         const gint *cancel,
                         NablaSnapshot *snapshot)
{
  gsize n_all, count = MIN (options->examples_count, MOST_ROWS);
  g_autofree guint32 *list = list_examples (self, options->examples_split, &n_all);
  gsize stride = MAX (1, (n_all + NABLA_OBSERVE_MOST_EXAMPLES - 1) / NABLA_OBSERVE_MOST_EXAMPLES);
  gsize n_seen = (n_all + stride - 1) / stride;
  g_autofree Answer *seen = ask (self, list, stride, n_seen, cancel);
  if (seen == NULL)
    return FALSE;

  gsize n_total = options->wrong_first ? n_seen : n_all;
  gsize first = MIN (options->examples_first, n_total);
  count = MIN (MIN (count, n_total - first), MAX (1, MOST_NUMBERS / self->problem->dataset->n_x));
  g_autofree Answer *page = NULL;
  const Answer *shown = seen + (options->wrong_first || stride == 1 ? first : 0);
  gsize n_wrong = 0;
  for (gsize i = 0; i < n_seen; i++)
    n_wrong += seen[i].wrong;
  if (options->wrong_first)
    qsort (seen, n_seen, sizeof *seen, compare_answers);
  else if (stride > 1)
    {
      page = ask (self, list + first, 1, count, cancel);
      if (page == NULL)
        return FALSE;
      shown = page;
    }
  snapshot->examples = make_rows (self, shown, count);
  snapshot->examples->n_total = n_total;
  snapshot->examples->first = first;
  snapshot->examples->n_seen = n_seen;
  snapshot->examples->n_wrong = n_wrong;
  return TRUE;
}
