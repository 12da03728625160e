/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-settings.h"

#include "nabla-error.h"
#include "nabla-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
fail_unknown (const char *key,
              const NablaParamSpec *own,
              const NablaParamSpec *common,
              GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint i = 0; i < nabla_param_count (own); i++)
    g_ptr_array_add (names, (char *)own[i].name);
  for (guint i = 0; i < nabla_param_count (common); i++)
    g_ptr_array_add (names, (char *)common[i].name);
  g_ptr_array_add (names, NULL);
  g_autofree char *message = nabla_words_unknown ("--set", key, (const char *const *)names->pdata);
  g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN, message);
}

gboolean
nabla_settings_parse (char **changes,
                      const NablaParamSpec *own,
                      double *own_values,
                      const NablaParamSpec *common,
                      double *common_values,
                      GError **error)
{
  g_return_val_if_fail (common != NULL && own_values != NULL && common_values != NULL, FALSE);

  nabla_param_defaults (own, own_values);
  nabla_param_defaults (common, common_values);
  for (char **change = changes; change != NULL && *change != NULL; change++)
    {
      const char *equals = strchr (*change, '=');
      if (equals == NULL)
        {
          g_set_error (error, NABLA_ERROR, NABLA_ERROR_SYNTAX,
                       _ ("--set %s: a setting is written key=value, such as %s=1"), *change,
                       common[0].name);
          return FALSE;
        }
      g_autofree char *key = g_strndup (*change, equals - *change);
      g_autofree char *place = g_strdup_printf ("--set %s", key);
      int mine = nabla_param_find (own, key), shared = nabla_param_find (common, key);
      if (mine < 0 && shared < 0)
        {
          fail_unknown (key, own, common, error);
          return FALSE;
        }
      if (mine >= 0 ? !nabla_param_parse (&own[mine], place, equals + 1, &own_values[mine], error)
                    : !nabla_param_parse (&common[shared], place, equals + 1,
                                          &common_values[shared], error))
        return FALSE;
    }
  return TRUE;
}

gboolean
nabla_settings_have (char **changes, const char *key)
{
  gsize length = strlen (key);
  for (char **change = changes; change != NULL && *change != NULL; change++)
    if (strncmp (*change, key, length) == 0 && (*change)[length] == '=')
      return TRUE;
  return FALSE;
}
