/* Philox 4×32-10 for sixteen examples at once (Salmon et al. 2011): the same
 * words as nabla_random_counter () gives one by one.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-op.h"

/* Words of elements 4·@group … 4·@group + 3 of the examples @examples. */
static inline void
nabla_philox_lanes (guint32 seed, guint32 stream, guint64 step, const guint32 *examples, guint32 group,
                    guint32 words[4][NABLA_LANES])
{
  guint32 key0 = seed, key1 = stream;
  for (int l = 0; l < NABLA_LANES; l++)
    {
      words[0][l] = (guint32) step;
      words[1][l] = (guint32) (step >> 32);
      words[2][l] = examples[l];
      words[3][l] = group;
    }
  for (int round = 0; round < 10; round++)
    {
      for (int l = 0; l < NABLA_LANES; l++)
        {
          guint64 product0 = (guint64) 0xD2511F53u * words[0][l];
          guint64 product1 = (guint64) 0xCD9E8D57u * words[2][l];
          guint32 word1 = words[1][l], word3 = words[3][l];
          words[0][l] = (guint32) (product1 >> 32) ^ word1 ^ key0;
          words[1][l] = (guint32) product1;
          words[2][l] = (guint32) (product0 >> 32) ^ word3 ^ key1;
          words[3][l] = (guint32) product0;
        }
      key0 += 0x9E3779B9u;
      key1 += 0xBB67AE85u;
    }
}
