/* Goals in words, for the card of an exercise.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-goal.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static gboolean
is_share (NablaQuantity quantity)
{
  return quantity >= NABLA_QUANTITY_TRAIN_ACCURACY && quantity <= NABLA_QUANTITY_TEST_ACCURACY;
}

static gboolean
is_count (NablaQuantity quantity)
{
  return quantity >= NABLA_QUANTITY_HIDDEN_UNITS;
}

/* With commas between thousands, which both languages write. */
static char *
format_count (double value)
{
  g_autofree char *digits = g_strdup_printf ("%.0f", value);
  GString *text = g_string_new (NULL);
  gsize length = strlen (digits);
  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0 && digits[i - 1] != '-')
        g_string_append_c (text, ',');
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}

/* Up to @decimals digits after the point, without zeros at the end. */
static char *
format_decimal (double value, int decimals, const char *suffix)
{
  char format[8], buffer[G_ASCII_DTOSTR_BUF_SIZE * 2];
  g_snprintf (format, sizeof format, "%%.%df", decimals);
  g_ascii_formatd (buffer, sizeof buffer, format, value);
  if (strchr (buffer, '.') != NULL)
    {
      char *end = buffer + strlen (buffer);
      while (end[-1] == '0')
        *--end = '\0';
      if (end[-1] == '.')
        *--end = '\0';
    }
  return g_strconcat (buffer, suffix, NULL);
}

static char *
format_quantity (NablaQuantity quantity, double value)
{
  if (!isfinite (value))
    return g_strdup ("–");
  if (is_count (quantity) && value == floor (value))
    return format_count (value);
  return is_share (quantity) ? format_decimal (100 * value, 2, "%") : format_decimal (value, 4, "");
}

/* Whole sentences of what goals mostly ask for. */
static const char *
sentence (const NablaCondition *self)
{
  switch (self->quantity)
    {
    /* Translators: %s is a percentage or a number */
    case NABLA_QUANTITY_TRAIN_ACCURACY:
      return self->comparison == NABLA_AT_LEAST ? _("Train accuracy of %s or more") : NULL;
    case NABLA_QUANTITY_DEV_ACCURACY:
      return self->comparison == NABLA_AT_LEAST ? _("Dev accuracy of %s or more") : NULL;
    case NABLA_QUANTITY_TEST_ACCURACY:
      return self->comparison == NABLA_AT_LEAST ? _("Test accuracy of %s or more") : NULL;
    case NABLA_QUANTITY_TRAIN_COST:
      return self->comparison == NABLA_AT_MOST ? _("Train cost of %s or less") : NULL;
    case NABLA_QUANTITY_DEV_COST:
      return self->comparison == NABLA_AT_MOST ? _("Dev cost of %s or less") : NULL;
    case NABLA_QUANTITY_TEST_COST:
      return self->comparison == NABLA_AT_MOST ? _("Test cost of %s or less") : NULL;
    case NABLA_QUANTITY_HIDDEN_UNITS:
      return self->comparison == NABLA_AT_MOST ? ngettext (
                 "At most %s hidden unit", "At most %s hidden units", (gulong)self->bound)
                                               : NULL;
    case NABLA_QUANTITY_STEPS:
      return self->comparison == NABLA_AT_MOST
                 ? ngettext ("Within %s step", "Within %s steps", (gulong)self->bound)
                 : NULL;
    default:
      return NULL;
    }
}

/* In the order of NablaQuantity. */
static const char *const titles[] = {
  N_("Train cost"),   N_("Dev cost"),      N_("Test cost"),  N_("Train accuracy"),
  N_("Dev accuracy"), N_("Test accuracy"), N_("Train RMSE"), N_("Dev RMSE"),
  N_("Test RMSE"),    N_("Train R²"),      N_("Dev R²"),     N_("Test R²"),
  N_("Hidden units"), N_("Hidden layers"), N_("Parameters"), N_("Steps"),
};
G_STATIC_ASSERT (G_N_ELEMENTS (titles) == NABLA_N_QUANTITIES);

char *
nabla_condition_describe (const NablaCondition *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  static const char *const signs[] = { "≥", "≤", ">", "<" };
  g_autofree char *bound = format_quantity (self->quantity, self->bound);
  const char *words = sentence (self);
  if (words != NULL)
    return g_strdup_printf (words, bound);
  return g_strdup_printf ("%s %s %s", _ (titles[self->quantity]), signs[self->comparison], bound);
}

char *
nabla_condition_format_value (const NablaCondition *self, const NablaRunValues *values)
{
  g_return_val_if_fail (self != NULL && values != NULL, NULL);

  return format_quantity (self->quantity, values->values[self->quantity]);
}

char *
nabla_condition_format_missing (const NablaCondition *self, const NablaRunValues *values)
{
  g_return_val_if_fail (self != NULL && values != NULL, NULL);

  if (!is_share (self->quantity) || self->comparison != NABLA_AT_LEAST
      || nabla_condition_met (self, values))
    return NULL;
  double m = values->examples[self->quantity - NABLA_QUANTITY_TRAIN_ACCURACY];
  double right = round (values->values[self->quantity] * m);
  /* 0.9 · 400 must not become 361 by a rounding of 0.9. */
  double needed = ceil (self->bound * m - 1e-9 * m);
  if (!(m > 0) || !isfinite (right) || needed > m)
    return NULL;
  g_autofree char *right_text = format_count (right), *m_text = format_count (m);
  g_autofree char *needed_text = format_count (needed),
                  *missing_text = format_count (needed - right);
  /* Translators: examples to go, right answers, examples in all, right answers needed */
  return g_strdup_printf (ngettext ("%1$s example to go: %2$s of %3$s are right, %4$s are needed",
                                    "%1$s examples to go: %2$s of %3$s are right, %4$s are needed",
                                    (gulong)(needed - right)),
                          missing_text, right_text, m_text, needed_text);
}
