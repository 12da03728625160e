/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-optimizer-terms.h"

#include "nabla-label.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define W "<i>w</i>"
#define DW "d<i>w</i>"
#define V "<i>v</i><sub>d<i>w</i></sub>"
#define S "<i>s</i><sub>d<i>w</i></sub>"
#define V_HAT "<i>v̂</i><sub>d<i>w</i></sub>"
#define S_HAT "<i>ŝ</i><sub>d<i>w</i></sub>"

/* What a step is made of, found by the names that the optimizer's params and states have. */
typedef struct
{
  const NablaOptimizerMoment *moment;
  NablaRacePicture *picture;
  int v, s;            /* indices of these states, or −1 */
  double beta1, beta2; /* of v and of s */
  const char *beta1_name, *beta2_name;
  double epsilon;
  double weight_decay;
  gboolean is_average; /* whether a gradient enters v with 1 − β */
  gboolean corrects;
} Step;

static double
setting_or (const NablaOptimizerMoment *moment, const char *name, double otherwise)
{
  int i = nabla_param_find (moment->optimizer->params, name);
  return i >= 0 ? moment->settings[i] : otherwise;
}

static int
find_state (const NablaOptimizerClass *optimizer, const char *name)
{
  for (guint i = 0; i < optimizer->n_states; i++)
    if (g_strcmp0 (optimizer->state_names[i], name) == 0)
      return (int)i;
  return -1;
}

static Step
step_of (const NablaOptimizerMoment *moment, NablaRacePicture *picture)
{
  Step self = { moment, picture };
  self.v = find_state (moment->optimizer, "v");
  self.s = find_state (moment->optimizer, "s");
  gboolean has_one = nabla_param_find (moment->optimizer->params, "beta") >= 0;
  self.beta1 = setting_or (moment, has_one ? "beta" : "beta1", 0);
  self.beta1_name = has_one ? "<i>β</i>" : "<i>β</i><sub>1</sub>";
  self.beta2 = setting_or (moment, "beta2", 0);
  self.beta2_name = self.v >= 0 ? "<i>β</i><sub>2</sub>" : "<i>β</i>";
  self.epsilon = setting_or (moment, "epsilon", 0);
  self.weight_decay = setting_or (moment, "weight_decay", 0);
  self.is_average = setting_or (moment, "one_minus_beta", 1) != 0;
  self.corrects = setting_or (moment, "bias_correction", 0) != 0;
  return self;
}

/* A number in a product: in brackets if it is negative */
static const char *
factor (double value, char *buffer)
{
  char number[NABLA_LABEL_LENGTH];
  nabla_label_value (value, number);
  g_snprintf (buffer, NABLA_LABEL_LENGTH, value < 0 ? "(%s)" : "%s", number);
  return buffer;
}

static NablaRaceTerm *
add (const Step *self, const char *title, char *formula, char *equation)
{
  NablaRaceTerm *term = nabla_race_term_new (title);
  term->formula = formula;
  term->equation = equation;
  nabla_race_picture_add_term (self->picture, term);
  return term;
}

static void
set_values (const Step *self, NablaRaceTerm *term, const double *values)
{
  term->n_values = self->moment->n_weights;
  memcpy (term->values, values, term->n_values * sizeof *values);
}

static void
add_gradient (const Step *self)
{
  NablaRaceTerm *term = add (self, _("Gradient"), g_strdup (DW " = ∂<i>J</i>/∂" W),
                             g_strdup (_("the slope here")));
  set_values (self, term, self->moment->gradient);
}

/* v ← β v + (1 − β) dw, or without (1 − β) */
static void
add_momentum (const Step *self)
{
  const NablaOptimizerMoment *moment = self->moment;
  char beta[NABLA_LABEL_LENGTH], rest[NABLA_LABEL_LENGTH];
  char v[NABLA_LABEL_LENGTH], g[NABLA_LABEL_LENGTH];
  nabla_label_short (self->beta1, beta);
  nabla_label_short (1 - self->beta1, rest);
  factor (moment->states_before[self->v][0], v);
  factor (moment->gradient[0], g);
  const char *name = self->beta1_name;
  NablaRaceTerm *term
      = self->is_average
            ? add (self, _("Momentum part"),
                   g_strdup_printf (V " ← %s " V " + (1 − %s) " DW, name, name),
                   g_strdup_printf ("%s · %s + %s · %s", beta, v, rest, g))
            : add (self, _("Momentum part"), g_strdup_printf (V " ← %s " V " + " DW, name),
                   g_strdup_printf ("%s · %s + %s", beta, v, g));
  set_values (self, term, moment->states_after[self->v]);
}

/* s ← β2 s + (1 − β2) dw² */
static void
add_squares (const Step *self)
{
  const NablaOptimizerMoment *moment = self->moment;
  char beta[NABLA_LABEL_LENGTH], rest[NABLA_LABEL_LENGTH];
  char s[NABLA_LABEL_LENGTH], g[NABLA_LABEL_LENGTH];
  const char *name = self->beta2_name;
  NablaRaceTerm *term = add (
      self, _("RMSprop part"), g_strdup_printf (S " ← %s " S " + (1 − %s) " DW "²", name, name),
      g_strdup_printf ("%s · %s + %s · %s²", nabla_label_short (self->beta2, beta),
                       factor (moment->states_before[self->s][0], s),
                       nabla_label_short (1 - self->beta2, rest), factor (moment->gradient[0], g)));
  set_values (self, term, moment->states_after[self->s]);
}

static double
correction (const Step *self, double beta)
{
  return self->corrects ? 1 - pow (beta, (double)self->moment->t) : 1;
}

/* v and s as the update takes them, corrected if they are; v is the gradient where there is
 * no momentum. */
static double
v_hat (const Step *self, guint weight)
{
  return self->v >= 0 ? self->moment->states_after[self->v][weight] / correction (self, self->beta1)
                      : self->moment->gradient[weight];
}

static double
s_hat (const Step *self, guint weight)
{
  return self->moment->states_after[self->s][weight] / correction (self, self->beta2);
}

static void
add_correction (const Step *self)
{
  g_autoptr (GString) formula = g_string_new (NULL), equation = g_string_new (NULL);
  char value[NABLA_LABEL_LENGTH], divisor[NABLA_LABEL_LENGTH], result[NABLA_LABEL_LENGTH];
  if (self->v >= 0)
    {
      g_string_append_printf (formula, V_HAT " = " V " / (1 − %s<sup><i>t</i></sup>)",
                              self->beta1_name);
      g_string_append_printf (equation, "v̂ = %s / %s = %s",
                              nabla_label_value (self->moment->states_after[self->v][0], value),
                              nabla_label_value (correction (self, self->beta1), divisor),
                              nabla_label_value (v_hat (self, 0), result));
    }
  if (self->s >= 0)
    {
      if (formula->len > 0)
        {
          g_string_append (formula, "\n");
          g_string_append (equation, "\n");
        }
      g_string_append_printf (formula, S_HAT " = " S " / (1 − %s<sup><i>t</i></sup>)",
                              self->beta2_name);
      g_string_append_printf (equation, "ŝ = %s / %s = %s",
                              nabla_label_value (self->moment->states_after[self->s][0], value),
                              nabla_label_value (correction (self, self->beta2), divisor),
                              nabla_label_value (s_hat (self, 0), result));
    }
  add (self, _("Bias correction"), g_strdup (formula->str), g_strdup (equation->str));
}

/* What AdamW takes away beside the gradient: α λ w */
static void
add_decay (const Step *self)
{
  const NablaOptimizerMoment *moment = self->moment;
  char alpha[NABLA_LABEL_LENGTH], lambda[NABLA_LABEL_LENGTH], w[NABLA_LABEL_LENGTH];
  double values[NABLA_MAX_TERM_WEIGHTS];
  for (guint i = 0; i < moment->n_weights; i++)
    values[i]
        = moment->decays[i] ? -moment->learning_rate * self->weight_decay * moment->before[i] : 0;
  NablaRaceTerm *term
      = add (self, _("Weight decay"), g_strdup ("−<i>α λ</i> " W),
             g_strdup_printf ("−%s · %s · %s", nabla_label_short (moment->learning_rate, alpha),
                              nabla_label_short (self->weight_decay, lambda),
                              factor (moment->before[0], w)));
  set_values (self, term, values);
}

/* The step taken: what w is after it, less what it was before. */
static void
add_update (const Step *self, gboolean is_known)
{
  const NablaOptimizerMoment *moment = self->moment;
  char alpha[NABLA_LABEL_LENGTH], v[NABLA_LABEL_LENGTH], s[NABLA_LABEL_LENGTH];
  char epsilon[NABLA_LABEL_LENGTH];
  nabla_label_short (moment->learning_rate, alpha);
  factor (v_hat (self, 0), v);
  const char *direction = self->v < 0 ? DW : self->corrects ? V_HAT : V;
  const char *decay = self->weight_decay > 0 ? " − <i>α λ</i> " W : "";
  g_autofree char *formula = NULL, *equation = NULL;
  if (!is_known)
    {
      equation = g_strdup (_("step taken"));
    }
  else if (self->s >= 0)
    {
      formula = g_strdup_printf (W " ← " W " − <i>α</i> %s / (√%s + <i>ε</i>)%s", direction,
                                 self->corrects ? S_HAT : S, decay);
      equation = g_strdup_printf ("−%s · %s / (%s + %s)", alpha, v,
                                  nabla_label_value (sqrt (s_hat (self, 0)), s),
                                  nabla_label_short (self->epsilon, epsilon));
    }
  else
    {
      formula = g_strdup_printf (W " ← " W " − <i>α</i> %s", direction);
      equation = g_strdup_printf ("−%s · %s", alpha, v);
    }
  NablaRaceTerm *term
      = add (self, _("Update"), g_steal_pointer (&formula), g_steal_pointer (&equation));
  double values[NABLA_MAX_TERM_WEIGHTS];
  for (guint i = 0; i < moment->n_weights; i++)
    values[i] = moment->after[i] - moment->before[i];
  term->is_update = TRUE;
  set_values (self, term, values);
}

/* RMSprop's damping: what each weight has in place of α. */
static void
add_damping (const Step *self)
{
  const NablaOptimizerMoment *moment = self->moment;
  char alpha[NABLA_LABEL_LENGTH], s[NABLA_LABEL_LENGTH], epsilon[NABLA_LABEL_LENGTH];
  double values[NABLA_MAX_TERM_WEIGHTS];
  for (guint i = 0; i < moment->n_weights; i++)
    values[i] = moment->learning_rate / (sqrt (s_hat (self, i)) + self->epsilon);
  NablaRaceTerm *term
      = add (self, _("Damping"),
             g_strdup_printf ("<i>α</i> / (√%s + <i>ε</i>)", self->corrects ? S_HAT : S),
             g_strdup_printf ("%s / (%s + %s)", nabla_label_short (moment->learning_rate, alpha),
                              nabla_label_value (sqrt (s_hat (self, 0)), s),
                              nabla_label_short (self->epsilon, epsilon)));
  set_values (self, term, values);
}

/* The two forms of momentum make the same steps: α with (1 − β) is α (1 − β) without. */
static void
add_equivalent (const Step *self)
{
  char alpha[NABLA_LABEL_LENGTH], beta[NABLA_LABEL_LENGTH], result[NABLA_LABEL_LENGTH];
  const double rate = self->moment->learning_rate, rest = 1 - self->beta1;
  nabla_label_short (rate, alpha);
  nabla_label_short (self->beta1, beta);
  if (self->is_average)
    add (self, _("Same without (1 − β)"), g_strdup ("<i>α</i> (1 − <i>β</i>)"),
         g_strdup_printf ("%s · (1 − %s) = %s", alpha, beta,
                          nabla_label_short (rate * rest, result)));
  else
    add (self, _("Same with (1 − β)"), g_strdup ("<i>α</i> / (1 − <i>β</i>)"),
         g_strdup_printf ("%s / (1 − %s) = %s", alpha, beta,
                          nabla_label_short (rate / rest, result)));
}

static void
add_state (const Step *self, guint state)
{
  /* Translators: a letter, such as v: a number that an optimizer keeps for each weight */
  g_autofree char *title
      = g_strdup_printf (_("State %s"), self->moment->optimizer->state_names[state]);
  NablaRaceTerm *term = add (self, title, NULL, NULL);
  set_values (self, term, self->moment->states_after[state]);
}

static gboolean
is_known (const NablaOptimizerClass *optimizer)
{
  static const char *const names[]
      = { "gradient_descent", "momentum", "rmsprop", "adam", "adamw", NULL };
  return g_strv_contains (names, optimizer->name);
}

void
nabla_optimizer_terms (const NablaOptimizerMoment *moment, NablaRacePicture *picture)
{
  g_return_if_fail (moment != NULL && moment->optimizer != NULL && picture != NULL);
  g_return_if_fail (moment->n_weights > 0 && moment->n_weights <= NABLA_MAX_TERM_WEIGHTS);

  Step self = step_of (moment, picture);
  add_gradient (&self);
  if (!is_known (moment->optimizer))
    {
      for (guint i = 0; i < moment->optimizer->n_states; i++)
        add_state (&self, i);
      add_update (&self, FALSE);
      return;
    }
  if (self.v >= 0)
    add_momentum (&self);
  if (self.s >= 0)
    add_squares (&self);
  if (self.corrects)
    add_correction (&self);
  if (self.weight_decay > 0)
    add_decay (&self);
  add_update (&self, TRUE);
  if (self.s >= 0)
    add_damping (&self);
  else if (self.v >= 0)
    add_equivalent (&self);
}

/* `β1` with its index below */
static void
append_symbol (GString *text, const char *symbol)
{
  for (const char *c = symbol; *c != '\0'; c++)
    if (g_ascii_isdigit (*c))
      g_string_append_unichar (text, 0x2080 + (gunichar)(*c - '0'));
    else
      g_string_append_c (text, *c);
}

char *
nabla_optimizer_detail (const NablaOptimizerClass *optimizer,
                        const double *settings,
                        double learning_rate)
{
  g_return_val_if_fail (optimizer != NULL, NULL);

  char number[NABLA_LABEL_LENGTH];
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_printf (text, "α %s", nabla_label_short (learning_rate, number));
  for (guint i = 0; i < nabla_param_count (optimizer->params); i++)
    {
      const NablaParamSpec *param = &optimizer->params[i];
      gboolean is_usual = settings[i] == param->initial;
      if (param->type == NABLA_PARAM_REAL && param->symbol != NULL
          && !(is_usual && g_str_equal (param->name, "epsilon")))
        {
          g_string_append (text, " · ");
          append_symbol (text, param->symbol);
          g_string_append_printf (text, " %s", nabla_label_short (settings[i], number));
        }
      else if (g_str_equal (param->name, "one_minus_beta") && !is_usual)
        g_string_append_printf (text, " · %s", _("without (1 − β)"));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
