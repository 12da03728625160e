/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-scores.h"

static double
quotient (double part, double whole)
{
  return whole > 0 ? part / whole : 0;
}

/* Sums are taken in double: counts near the end of 64 bits must not wrap. */
NablaScores
nabla_scores (const guint64 *confusion, guint n_classes)
{
  g_return_val_if_fail (confusion != NULL, (NablaScores) { 0 });

  NablaScores scores = { 0 };
  double total = 0, right = 0, n_occurring = 0;
  for (guint k = 0; k < n_classes; k++)
    {
      double true_sum = 0, predicted_sum = 0;
      double hits = (double) confusion[(gsize) k * n_classes + k];
      for (guint j = 0; j < n_classes; j++)
        {
          true_sum += (double) confusion[(gsize) k * n_classes + j];
          predicted_sum += (double) confusion[(gsize) j * n_classes + k];
        }
      total += true_sum;
      right += hits;
      if ((n_classes == 2 && k == 0) || true_sum + predicted_sum == 0)
        continue;
      double precision = quotient (hits, predicted_sum), recall = quotient (hits, true_sum);
      scores.precision += precision;
      scores.recall += recall;
      scores.f1 += quotient (2 * precision * recall, precision + recall);
      n_occurring++;
    }
  scores.accuracy = quotient (right, total);
  scores.precision = quotient (scores.precision, n_occurring);
  scores.recall = quotient (scores.recall, n_occurring);
  scores.f1 = quotient (scores.f1, n_occurring);
  return scores;
}

guint
nabla_most_confused (const guint64 *confusion,
                     guint n_classes,
                     NablaConfusedPair *pairs,
                     guint most)
{
  g_return_val_if_fail (confusion != NULL && pairs != NULL, 0);

  guint n = 0;
  for (guint t = 0; t < n_classes; t++)
    for (guint p = 0; p < n_classes; p++)
      {
        guint64 count = confusion[(gsize) t * n_classes + p];
        if (t == p || count == 0 || (n == most && count <= pairs[n - 1].count))
          continue;
        if (n < most)
          n++;
        guint place = n - 1;
        for (; place > 0 && pairs[place - 1].count < count; place--)
          pairs[place] = pairs[place - 1];
        pairs[place] = (NablaConfusedPair) { t, p, count };
      }
  return n;
}
