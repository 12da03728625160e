/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-points-text.h"

#include "nabla-document.h"
#include "nabla-error.h"
#include "nabla-number.h"

#include <glib/gi18n-lib.h>
#include <string.h>

char *
nabla_points_text_format (const NablaPaintedPoint *points, gsize n)
{
  g_return_val_if_fail (points != NULL || n == 0, NULL);

  GString *text = g_string_new (NULL);
  for (gsize i = 0; i < n; i++)
    {
      char x1[NABLA_NUMBER_LENGTH], x2[NABLA_NUMBER_LENGTH];
      g_string_append_printf (text, i > 0 ? "; %s,%s,%u" : "%s,%s,%u",
                              nabla_number_format (points[i].x1, x1),
                              nabla_number_format (points[i].x2, x2), points[i].label);
    }
  return g_string_free (text, FALSE);
}

/* Reads @length bytes as one point. */
static gboolean
parse_point (const char *text, gsize length, NablaPaintedPoint *point)
{
  const char *end = text + length;
  const char *first = memchr (text, ',', length);
  const char *second = first != NULL ? memchr (first + 1, ',', end - (first + 1)) : NULL;
  double label;
  if (second == NULL || !nabla_number_parse (text, first - text, &point->x1)
      || !nabla_number_parse (first + 1, second - (first + 1), &point->x2)
      || !nabla_number_parse (second + 1, end - (second + 1), &label))
    return FALSE;
  if (!(label >= 0 && label < NABLA_POINTS_MOST_CLASSES) || label != (guint)label)
    return FALSE;
  point->label = label;
  return TRUE;
}

GArray *
nabla_points_text_parse (const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (NablaPaintedPoint));
  while (text[strspn (text, " \t")] != '\0')
    {
      gsize length = strcspn (text, ";");
      NablaPaintedPoint point;
      if (points->len == NABLA_POINTS_MOST)
        {
          g_set_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE,
                       _("there are more than %d points; larger data belong in a file"),
                       NABLA_POINTS_MOST);
          return NULL;
        }
      if (!parse_point (text, length, &point))
        {
          g_autofree char *written = g_strstrip (g_strndup (text, length));
          g_autofree char *shown = nabla_document_excerpt (written);
          g_set_error (error, NABLA_ERROR, NABLA_ERROR_SYNTAX,
                       _("point %u is '%s', but a point is x1,x2,class, such as 0.5,-1,0, with a "
                          "class from 0 to %d"),
                       points->len + 1, shown, NABLA_POINTS_MOST_CLASSES - 1);
          return NULL;
        }
      g_array_append_val (points, point);
      text += length;
      text += *text == ';';
    }
  return g_steal_pointer (&points);
}
