/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-random.h"

#include <math.h>

#define N 624
#define M 397

/* init_genrand of Matsumoto and Nishimura's mt19937ar, as numpy seeds with a
 * whole number. */
void
nabla_random_state_seed (NablaRandomState *self, guint32 seed)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < N; i++)
    {
      self->key[i] = seed;
      seed = 1812433253u * (seed ^ (seed >> 30)) + i + 1;
    }
  self->position = N;
  self->has_gauss = FALSE;
  self->gauss = 0;
}

static void
twist (NablaRandomState *self)
{
  guint32 *key = self->key;
  for (guint i = 0; i < N; i++)
    {
      guint32 y = (key[i] & 0x80000000u) | (key[(i + 1) % N] & 0x7fffffffu);
      key[i] = key[(i + M) % N] ^ (y >> 1) ^ (y & 1 ? 0x9908b0dfu : 0);
    }
  self->position = 0;
}

static guint32
next_word (NablaRandomState *self)
{
  if (self->position == N)
    twist (self);
  guint32 y = self->key[self->position++];
  y ^= y >> 11;
  y ^= (y << 7) & 0x9d2c5680u;
  y ^= (y << 15) & 0xefc60000u;
  return y ^ (y >> 18);
}

static guint64
next_long_word (NablaRandomState *self)
{
  guint64 high = next_word (self);
  return high << 32 | next_word (self);
}

double
nabla_random_state_uniform (NablaRandomState *self)
{
  guint32 high = next_word (self) >> 5, low = next_word (self) >> 6;
  return (high * 67108864.0 + low) / 9007199254740992.0;
}

double
nabla_random_state_normal (NablaRandomState *self)
{
  if (self->has_gauss)
    {
      self->has_gauss = FALSE;
      return self->gauss;
    }
  double x1, x2, r2;
  do
    {
      x1 = 2.0 * nabla_random_state_uniform (self) - 1.0;
      x2 = 2.0 * nabla_random_state_uniform (self) - 1.0;
      r2 = x1 * x1 + x2 * x2;
    }
  while (r2 >= 1.0 || r2 == 0.0);
  double factor = sqrt (-2.0 * log (r2) / r2);
  self->gauss = factor * x1;
  self->has_gauss = TRUE;
  return factor * x2;
}

void
nabla_random_state_rand (NablaRandomState *self, double *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    values[i] = nabla_random_state_uniform (self);
}

void
nabla_random_state_randn (NablaRandomState *self, double *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    values[i] = nabla_random_state_normal (self);
}

/* A number in 0 … @highest: bits under the mask are drawn until they fit. */
static guint64
interval (NablaRandomState *self, guint64 highest)
{
  guint64 mask = highest, value;
  for (guint shift = 1; shift < 64; shift *= 2)
    mask |= mask >> shift;
  if (highest == 0)
    return 0;
  do
    value = (highest <= G_MAXUINT32 ? next_word (self) : next_long_word (self)) & mask;
  while (value > highest);
  return value;
}

gint64
nabla_random_state_randint (NablaRandomState *self, gint64 low, gint64 high)
{
  g_return_val_if_fail (self != NULL && low < high, low);

  return (gint64) ((guint64) low + interval (self, (guint64) high - (guint64) low - 1));
}

void
nabla_random_state_shuffle (NablaRandomState *self, guint32 *items, gsize n)
{
  for (gsize i = n; i-- > 1;)
    {
      gsize j = interval (self, i);
      guint32 item = items[i];
      items[i] = items[j];
      items[j] = item;
    }
}

void
nabla_random_state_permutation (NablaRandomState *self, guint32 *items, gsize n)
{
  for (gsize i = 0; i < n; i++)
    items[i] = i;
  nabla_random_state_shuffle (self, items, n);
}

gsize
nabla_random_state_choice (NablaRandomState *self, const double *p, gsize n)
{
  g_return_val_if_fail (self != NULL && p != NULL && n > 0, 0);

  /* numpy divides the running sums by the last one, then looks for the first
   * that is greater than the draw. */
  double total = 0, sum = 0, draw = nabla_random_state_uniform (self);
  for (gsize i = 0; i < n; i++)
    total += p[i];
  for (gsize i = 0; i < n; i++)
    {
      sum += p[i];
      if (sum / total > draw)
        return i;
    }
  return n - 1;
}

guint32
nabla_random_counter (guint32 seed, guint32 stream, guint64 step, guint32 example, guint32 element)
{
  guint32 counter[4] = { (guint32) step, (guint32) (step >> 32), example, element / 4 };
  guint32 key[2] = { seed, stream };
  for (int round = 0; round < 10; round++)
    {
      guint64 product0 = (guint64) 0xD2511F53u * counter[0];
      guint64 product1 = (guint64) 0xCD9E8D57u * counter[2];
      guint32 next[4] = {
        (guint32) (product1 >> 32) ^ counter[1] ^ key[0],
        (guint32) product1,
        (guint32) (product0 >> 32) ^ counter[3] ^ key[1],
        (guint32) product0,
      };
      for (int i = 0; i < 4; i++)
        counter[i] = next[i];
      key[0] += 0x9E3779B9u;
      key[1] += 0xBB67AE85u;
    }
  return counter[element % 4];
}
