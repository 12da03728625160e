/* What moves each layer's weights in the next step: the gradient, L2 in the cost, weight
 * decay beside it.
 *
 * The gradient's part is a step of the optimizer itself, on copies. How far L2 pulls is
 * not the difference that it makes to that one step, in which averages have hardly heard
 * of it: it is what α λ/m W comes to step after step, with α divided by √ŝ where the
 * optimizer does so.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-observer-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK 4096
#define MOST_SORTED 509

/* The next step, and room for copies of a part of the parameters. */
typedef struct
{
  const NablaObserver *self;
  const NablaOptimizerClass *klass;
  NablaOptimizer *optimizer;
  NablaUpdate update;
  gboolean is_double;
  gsize size;
  int s_state;       /* which state is s, or −1 */
  double correction; /* what s is divided by */
  double epsilon;
  double plain; /* how far a gradient of 1 goes, without s */
  double l2;    /* λ/m */
  void *theta;
  void *states[NABLA_MAX_OPTIMIZER_STATES];
} Step;

static double
setting (const Step *step, const char *name, double otherwise)
{
  int index = nabla_param_find (step->klass->params, name);
  return index >= 0 ? step->update.settings[index] : otherwise;
}

/* What clipping multiplies the gradient by. */
static double
clip_scale (const NablaObserver *self, const NablaProbe *probe)
{
  double clip_norm = nabla_experiment_train (self->trainer->experiment)->clip_norm, squares = 0;
  const NablaGraph *graph = nabla_trainer_model (self->trainer)->graph;
  if (clip_norm <= 0)
    return 1;
  for (guint i = 0; i < nabla_graph_n_nodes (graph); i++)
    {
      const NablaNode *node = nabla_graph_node (graph, i);
      const void *gradient = node->layout == NABLA_LAYOUT_PARAMETER
                                 ? nabla_workspace_gradient (probe->workspace, node, NULL)
                                 : NULL;
      for (gsize k = 0; gradient != NULL && k < nabla_shape_size (&node->shape); k++)
        {
          double g = nabla_observer_number (self, gradient, k);
          squares += g * g;
        }
    }
  return sqrt (squares) > clip_norm ? clip_norm / sqrt (squares) : 1;
}

static void
step_init (Step *step, const NablaObserver *self, const NablaProbe *probe)
{
  NablaTrainer *trainer = self->trainer;
  const NablaTrainSpec *train = nabla_experiment_train (trainer->experiment);
  *step = (Step){
    .self = self,
    .klass = nabla_optimizer_class (trainer->optimizer),
    .optimizer = trainer->optimizer,
    .is_double = self->problem->precision == NABLA_DOUBLE,
    .size = nabla_precision_size (self->problem->precision),
    .s_state = -1,
  };
  step->update = (NablaUpdate){
    .t = (guint64)(trainer->step - trainer->optimizer_begin) + 1,
    .learning_rate = nabla_trainer_learning_rate (trainer),
    .gradient_scale = clip_scale (self, probe),
    .decays = FALSE,
    .settings = nabla_optimizer_settings (trainer->optimizer),
  };
  gsize count;
  nabla_batches_get (trainer->batches, trainer->step, &count, NULL);
  step->l2 = train->l2 / count;
  for (guint i = 0; i < step->klass->n_states; i++)
    {
      step->states[i] = g_malloc (CHUNK * step->size);
      if (g_str_equal (step->klass->state_names[i], "s"))
        step->s_state = (int)i;
    }
  step->theta = g_malloc (CHUNK * step->size);
  gboolean corrects = setting (step, "bias_correction", 0) != 0;
  step->correction = corrects ? 1 - pow (setting (step, "beta2", 0), step->update.t) : 1;
  step->epsilon = setting (step, "epsilon", 0);
  /* v := β v + dθ comes to dθ / (1 − β). */
  double beta = setting (step, "beta", 0);
  step->plain
      = step->update.learning_rate / (setting (step, "one_minus_beta", 1) != 0 ? 1 : 1 - beta);
}

static void
step_clear (Step *step)
{
  for (guint i = 0; i < step->klass->n_states; i++)
    g_free (step->states[i]);
  g_free (step->theta);
}

static double
number (const Step *step, const void *numbers, gsize index)
{
  return step->is_double ? ((const double *)numbers)[index] : ((const float *)numbers)[index];
}

/* Moves a copy of @n weights from @begin on. */
static void
move_chunk (
    Step *step, const NablaNode *w, const char *weights, const char *gradient, gsize begin, gsize n)
{
  memcpy (step->theta, weights + begin * step->size, n * step->size);
  for (guint i = 0; i < step->klass->n_states; i++)
    memcpy (step->states[i],
            (const char *)nabla_optimizer_state (step->optimizer, i)
                + (w->parameter_offset + begin) * step->size,
            n * step->size);
  step->klass->update (&step->update, n, step->theta, gradient + begin * step->size, step->states);
}

/* How far the optimizer goes for a gradient of 1 that stays. */
static double
reach (const Step *step, gsize index)
{
  if (step->s_state < 0)
    return step->plain;
  double s = number (step, step->states[step->s_state], index);
  return step->plain / (sqrt (s / step->correction) + step->epsilon);
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static gboolean
fill_layer (Step *step,
            const NablaProbe *probe,
            const NablaShownLayer *from,
            double weight_decay,
            const gint *cancel,
            NablaDecayLayer *layer)
{
  gsize n = nabla_shape_size (&from->w->shape), chosen = 0;
  const char *weights = nabla_workspace_value (probe->workspace, from->w, NULL);
  const char *gradient = nabla_workspace_gradient (probe->workspace, from->w, NULL);
  gboolean is_trained = gradient != NULL && from->w->trainable;
  double norm = 0, move = 0, pull = 0;
  double factors[MOST_SORTED];
  layer->name = g_strdup (from->spec->name);
  layer->n = n;
  for (gsize begin = 0; begin < n; begin += CHUNK)
    {
      gsize end = MIN (n, begin + CHUNK);
      if (cancel != NULL && g_atomic_int_get (cancel) != 0)
        return FALSE;
      if (is_trained)
        move_chunk (step, from->w, weights, gradient, begin, end - begin);
      for (gsize i = begin; i < end; i++)
        {
          double w = number (step, weights, i);
          norm += w * w;
          if (!is_trained)
            continue;
          double difference = number (step, step->theta, i - begin) - w;
          double shrink = reach (step, i - begin) * step->l2;
          move += difference * difference;
          pull += shrink * shrink * w * w;
          if (chosen < MOST_SORTED && i >= chosen * n / MOST_SORTED)
            factors[chosen++] = 1 - shrink;
        }
    }
  layer->norm = sqrt (norm);
  layer->gradient_move = sqrt (move);
  layer->l2_move = sqrt (pull);
  layer->factor_low = layer->factor_median = layer->factor_high = 1;
  if (!is_trained)
    return TRUE;
  double alpha = step->update.learning_rate;
  layer->decoupled_move = alpha * (weight_decay > 0 ? weight_decay : step->l2) * layer->norm;
  qsort (factors, chosen, sizeof *factors, compare_doubles);
  if (chosen > 0)
    {
      layer->factor_low = factors[(chosen - 1) / 20];
      layer->factor_median = factors[(chosen - 1) / 2];
      layer->factor_high = factors[chosen - 1 - (chosen - 1) / 20];
    }
  return TRUE;
}

gboolean
nabla_observer_decay (NablaObserver *self, const gint *cancel, NablaSnapshot *snapshot)
{
  g_autoptr (GArray) shown = nabla_observer_shown_layers (self);
  const NablaProbe *probe = nabla_observer_probe (self, cancel);
  if (probe == NULL)
    return cancel == NULL || g_atomic_int_get (cancel) == 0;

  Step step;
  step_init (&step, self, probe);
  NablaDecay *decay = snapshot->decay = nabla_decay_new (shown->len);
  decay->optimizer = g_strdup (step.klass->name);
  decay->learning_rate = step.update.learning_rate;
  decay->l2 = nabla_experiment_train (self->trainer->experiment)->l2;
  decay->weight_decay = setting (&step, "weight_decay", 0);
  nabla_batches_get (self->trainer->batches, self->trainer->step, &decay->m, NULL);
  decay->is_adaptive = step.s_state >= 0;
  gboolean done = TRUE;
  for (guint l = 0; done && l < shown->len; l++)
    done = fill_layer (&step, probe, &g_array_index (shown, NablaShownLayer, l),
                       decay->weight_decay, cancel, &decay->layers[l]);
  step_clear (&step);
  return done;
}
