/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-param.h"

#include "nabla-error.h"
#include "nabla-number.h"
#include "nabla-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const char *const booleans[] = { "false", "true", NULL };

guint
nabla_param_count (const NablaParamSpec *specs)
{
  guint n = 0;
  while (specs != NULL && specs[n].name != NULL)
    n++;
  return n;
}

int
nabla_param_find (const NablaParamSpec *specs, const char *name)
{
  g_return_val_if_fail (name != NULL, -1);

  for (int i = 0; specs != NULL && specs[i].name != NULL; i++)
    if (g_str_equal (specs[i].name, name))
      return i;
  return -1;
}

void
nabla_param_defaults (const NablaParamSpec *specs, double *settings)
{
  for (guint i = 0; specs != NULL && specs[i].name != NULL; i++)
    settings[i] = specs[i].initial;
}

static const char *const *
words_of (const NablaParamSpec *spec)
{
  return spec->type == NABLA_PARAM_BOOLEAN ? booleans : spec->choices;
}

gboolean
nabla_param_check (const NablaParamSpec *spec, const char *place, double value, GError **error)
{
  g_return_val_if_fail (spec != NULL && place != NULL, FALSE);

  char found[NABLA_NUMBER_LENGTH], low[NABLA_NUMBER_LENGTH], high[NABLA_NUMBER_LENGTH];
  nabla_number_format (value, found);

  if (spec->type == NABLA_PARAM_BOOLEAN || spec->type == NABLA_PARAM_CHOICE)
    {
      guint n_words = g_strv_length ((char **) words_of (spec));
      if (value >= 0 && value < n_words && value == trunc (value))
        return TRUE;
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_RANGE,
                   _("%s: there is no choice number %s"), place, found);
      return FALSE;
    }
  if (spec->type == NABLA_PARAM_INTEGER && value != trunc (value))
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_RANGE,
                   _("%s: found %s, but only whole numbers are allowed"), place, found);
      return FALSE;
    }
  if (!(value >= spec->minimum && value <= spec->maximum))
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_RANGE,
                   _("%s: found %s, but only %s to %s is allowed"), place, found,
                   nabla_number_format (spec->minimum, low),
                   nabla_number_format (spec->maximum, high));
      return FALSE;
    }
  return TRUE;
}

gboolean
nabla_param_parse (const NablaParamSpec *spec,
                   const char *place,
                   const char *text,
                   double *value,
                   GError **error)
{
  g_return_val_if_fail (spec != NULL && place != NULL && text != NULL && value != NULL, FALSE);

  if (spec->type == NABLA_PARAM_BOOLEAN || spec->type == NABLA_PARAM_CHOICE)
    {
      const char *const *words = words_of (spec);
      for (int i = 0; words[i] != NULL; i++)
        if (g_str_equal (words[i], text))
          {
            *value = i;
            return TRUE;
          }
      g_autofree char *message = nabla_words_unknown (place, text, words);
      g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN, message);
      return FALSE;
    }

  double number;
  if (!nabla_number_parse (text, -1, &number))
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_SYNTAX,
                   _("%s: '%s' is not a number"), place, text);
      return FALSE;
    }
  if (!nabla_param_check (spec, place, number, error))
    return FALSE;
  *value = number;
  return TRUE;
}

char *
nabla_param_format (const NablaParamSpec *spec, double value)
{
  g_return_val_if_fail (spec != NULL, NULL);

  if (spec->type == NABLA_PARAM_BOOLEAN || spec->type == NABLA_PARAM_CHOICE)
    {
      const char *const *words = words_of (spec);
      gboolean known = value >= 0 && value < g_strv_length ((char **) words);
      return g_strdup (known ? words[(int) value] : "?");
    }
  char buffer[NABLA_NUMBER_LENGTH];
  return g_strdup (nabla_number_format (value, buffer));
}
