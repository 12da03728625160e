/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LONGEST_WORD 64

static guint
distance (const char *a, const char *b)
{
  gsize n_a = strlen (a), n_b = strlen (b);
  if (n_a >= LONGEST_WORD || n_b >= LONGEST_WORD)
    return G_MAXUINT;

  guint d[LONGEST_WORD][LONGEST_WORD];
  for (gsize i = 0; i <= n_a; i++)
    d[i][0] = i;
  for (gsize j = 0; j <= n_b; j++)
    d[0][j] = j;
  for (gsize i = 1; i <= n_a; i++)
    for (gsize j = 1; j <= n_b; j++)
      {
        guint other = g_ascii_tolower (a[i - 1]) != g_ascii_tolower (b[j - 1]);
        d[i][j] = MIN (MIN (d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + other);
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
          d[i][j] = MIN (d[i][j], d[i - 2][j - 2] + 1);
      }
  return d[n_a][n_b];
}

const char *
nabla_words_nearest (const char *word, const char *const *candidates)
{
  g_return_val_if_fail (word != NULL && candidates != NULL, NULL);

  const char *best = NULL;
  guint best_distance = strlen (word) / 3 + 1;
  for (; *candidates != NULL; candidates++)
    {
      guint candidate_distance = distance (word, *candidates);
      if (candidate_distance < best_distance
          || (best == NULL && candidate_distance == best_distance))
        {
          best = *candidates;
          best_distance = candidate_distance;
        }
    }
  return best;
}

char *
nabla_words_unknown (const char *place, const char *word, const char *const *candidates)
{
  g_return_val_if_fail (place != NULL && word != NULL && candidates != NULL, NULL);

  const char *nearest = nabla_words_nearest (word, candidates);
  if (nearest != NULL)
    return g_strdup_printf (_("%s: '%s' is not known; did you mean '%s'?"), place, word, nearest);
  g_autofree char *allowed = g_strjoinv (", ", (char **) candidates);
  return g_strdup_printf (_("%s: '%s' is not known; allowed are %s"), place, word, allowed);
}
