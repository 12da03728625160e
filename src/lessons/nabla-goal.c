/* Goals: the grammar, and the judgement.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-goal.h"

#include "nabla-error.h"
#include "nabla-number.h"
#include "nabla-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* In the order of NablaQuantity. */
static const char *const names[] = {
  "train_cost",   "dev_cost",      "test_cost",  "train_accuracy", "dev_accuracy", "test_accuracy",
  "train_rmse",   "dev_rmse",      "test_rmse",  "train_r2",       "dev_r2",       "test_r2",
  "hidden_units", "hidden_layers", "parameters", "steps",          NULL,
};

static const char *const signs[] = { ">=", "<=", ">", "<", NULL };

void
nabla_run_values_init (NablaRunValues *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < NABLA_N_QUANTITIES; i++)
    self->values[i] = NAN;
  memset (self->examples, 0, sizeof self->examples);
}

static gboolean
is_output (const NablaExperiment *experiment, int layer)
{
  for (guint i = 0; i < nabla_experiment_n_losses (experiment); i++)
    if (nabla_experiment_loss (experiment, i)->from == layer)
      return TRUE;
  return FALSE;
}

void
nabla_run_values_set_experiment (NablaRunValues *self, const NablaExperiment *experiment)
{
  g_return_if_fail (self != NULL && experiment != NULL);

  double units = 0, layers = 0;
  for (guint i = 0; i < nabla_experiment_n_layers (experiment); i++)
    {
      const NablaLayerSpec *layer = nabla_experiment_layer (experiment, i);
      int setting = nabla_param_find (layer->op->params, "units");
      if (setting < 0 || is_output (experiment, i))
        continue;
      units += layer->settings[setting];
      layers++;
    }
  self->values[NABLA_QUANTITY_HIDDEN_UNITS] = units;
  self->values[NABLA_QUANTITY_HIDDEN_LAYERS] = layers;
}

const char *
nabla_quantity_name (NablaQuantity quantity)
{
  g_return_val_if_fail (quantity < NABLA_N_QUANTITIES, NULL);

  return names[quantity];
}

gboolean
nabla_quantity_parse (const char *name, NablaQuantity *quantity, GError **error)
{
  g_return_val_if_fail (name != NULL && quantity != NULL, FALSE);

  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], name))
      {
        *quantity = i;
        return TRUE;
      }
  /* Translators: what kind of thing a name is unknown for, before a colon */
  g_autofree char *message = nabla_words_unknown (_("quantity"), name, names);
  g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN, message);
  return FALSE;
}

gboolean
nabla_comparison_holds (NablaComparison comparison, double value, double bound)
{
  switch (comparison)
    {
    case NABLA_AT_LEAST:
      return value >= bound;
    case NABLA_AT_MOST:
      return value <= bound;
    case NABLA_MORE_THAN:
      return value > bound;
    case NABLA_LESS_THAN:
      return value < bound;
    default:
      g_return_val_if_reached (FALSE);
    }
}

/* Words and signs, whether or not there is space between them. */
static GPtrArray *
tokenize (const char *text)
{
  GPtrArray *tokens = g_ptr_array_new_with_free_func (g_free);
  while (*text != '\0')
    {
      gsize length = strcspn (text, " \t<>=");
      if (length == 0)
        length = strspn (text, "<>=");
      if (length > 0)
        g_ptr_array_add (tokens, g_strndup (text, length));
      else
        length = strspn (text, " \t");
      text += length;
    }
  return tokens;
}

/* The token that is next, which an empty text stands for at the end. */
static const char *
token_at (const GPtrArray *tokens, guint i)
{
  return i < tokens->len ? g_ptr_array_index (tokens, i) : "";
}

static gboolean
fail (GError **error, const char *found, const char *allowed)
{
  if (*found == '\0')
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_SYNTAX, _("the goal ends where %s should follow"),
                 allowed);
  else
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_SYNTAX,
                 _("'%s' stands in the goal where %s should"), found, allowed);
  return FALSE;
}

static gboolean
parse_bound (const char *token, double *bound)
{
  gsize length = strlen (token);
  gboolean percent = length > 1 && token[length - 1] == '%';
  if (!nabla_number_parse (token, percent ? (gssize)length - 1 : -1, bound))
    return FALSE;
  if (percent)
    *bound /= 100;
  return TRUE;
}

/* `>= 0.9`: two tokens from *@i on. */
static gboolean
parse_comparison (const GPtrArray *tokens, guint *i, NablaCondition *condition, GError **error)
{
  const char *sign = token_at (tokens, *i), *number = token_at (tokens, *i + 1);
  guint comparison = 0;
  while (signs[comparison] != NULL && !g_str_equal (signs[comparison], sign))
    comparison++;
  if (signs[comparison] == NULL)
    return fail (error, sign, "'>=', '<=', '>', '<'");
  if (!parse_bound (number, &condition->bound))
    return fail (error, number, _("a number"));
  condition->comparison = comparison;
  *i += 2;
  return TRUE;
}

static gboolean
parse_within (const GPtrArray *tokens, guint *i, NablaCondition *condition, GError **error)
{
  double steps;
  const char *number = token_at (tokens, *i + 1), *word = token_at (tokens, *i + 2);
  if (!nabla_number_parse (number, -1, &steps) || steps < 1 || steps != floor (steps))
    return fail (error, number, _("a number of steps"));
  if (!g_str_equal (word, "steps"))
    return fail (error, word, "'steps'");
  *condition = (NablaCondition){ NABLA_QUANTITY_STEPS, NABLA_AT_MOST, steps };
  *i += 3;
  return TRUE;
}

static gboolean
parse (const char *text, gboolean with_quantities, NablaGoal *goal, GError **error)
{
  g_autoptr (GPtrArray) tokens = tokenize (text);
  NablaGoal result = { 0 };
  guint i = 0;
  do
    {
      if (result.n_conditions > 0)
        i++; /* past `and` */
      if (result.n_conditions == NABLA_GOAL_MAX_CONDITIONS - 1)
        return fail (error, token_at (tokens, i),
                     _("an end, since there are too many conditions,"));
      NablaCondition *condition = &result.conditions[result.n_conditions];
      if (with_quantities)
        {
          if (i >= tokens->len)
            return fail (error, "", _("a quantity such as dev_accuracy"));
          if (!nabla_quantity_parse (token_at (tokens, i), &condition->quantity, error))
            return FALSE;
          i++;
        }
      if (!parse_comparison (tokens, &i, condition, error))
        return FALSE;
      result.n_conditions++;
    }
  while (g_str_equal (token_at (tokens, i), "and"));

  if (with_quantities && g_str_equal (token_at (tokens, i), "within"))
    {
      if (!parse_within (tokens, &i, &result.conditions[result.n_conditions], error))
        return FALSE;
      result.n_conditions++;
    }
  if (i < tokens->len)
    return fail (error, token_at (tokens, i), with_quantities ? _("'and' or 'within'") : "'and'");
  *goal = result;
  return TRUE;
}

gboolean
nabla_goal_parse (const char *text, NablaGoal *goal, GError **error)
{
  g_return_val_if_fail (text != NULL && goal != NULL, FALSE);

  return parse (text, TRUE, goal, error);
}

gboolean
nabla_range_parse (const char *text, NablaGoal *goal, GError **error)
{
  g_return_val_if_fail (text != NULL && goal != NULL, FALSE);

  return parse (text, FALSE, goal, error);
}

gboolean
nabla_range_holds (const NablaGoal *range, double value)
{
  g_return_val_if_fail (range != NULL, FALSE);

  for (guint i = 0; i < range->n_conditions; i++)
    if (!nabla_comparison_holds (range->conditions[i].comparison, value,
                                 range->conditions[i].bound))
      return FALSE;
  return TRUE;
}

gboolean
nabla_condition_met (const NablaCondition *self, const NablaRunValues *values)
{
  g_return_val_if_fail (self != NULL && values != NULL, FALSE);

  return nabla_comparison_holds (self->comparison, values->values[self->quantity], self->bound);
}

gboolean
nabla_goal_met (const NablaGoal *self, const NablaRunValues *values)
{
  g_return_val_if_fail (self != NULL && values != NULL, FALSE);

  for (guint i = 0; i < self->n_conditions; i++)
    if (!nabla_condition_met (&self->conditions[i], values))
      return FALSE;
  return TRUE;
}

gint64
nabla_goal_steps (const NablaGoal *self)
{
  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->n_conditions; i++)
    if (self->conditions[i].quantity == NABLA_QUANTITY_STEPS
        && self->conditions[i].comparison == NABLA_AT_MOST)
      return (gint64)self->conditions[i].bound;
  return 0;
}
