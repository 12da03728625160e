/* Mini-batches: their order, their sizes, and changes of size.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-batches.h"

#include "nabla-random.h"

#include <string.h>

/* numpy.random.RandomState (seed).permutation (10) */
static const guint32 permutation_11[] = { 7, 8, 2, 6, 4, 5, 1, 3, 0, 9 };
static const guint32 permutation_12[] = { 5, 8, 7, 0, 4, 9, 3, 2, 1, 6 };

static void
assert_batch (NablaBatches *batches,
              guint64 step,
              const guint32 *wanted,
              gsize wanted_count,
              guint64 wanted_epoch)
{
  gsize count = 0;
  guint64 epoch = G_MAXUINT64;
  const guint32 *found = nabla_batches_get (batches, step, &count, &epoch);
  g_assert_cmpuint (epoch, ==, wanted_epoch);
  g_assert_cmpuint (count, ==, wanted_count);
  if (wanted == NULL)
    g_assert_null (found);
  else
    g_assert_cmpmem (found, count * sizeof *found, wanted, wanted_count * sizeof *wanted);
}

/* 10 examples in batches of 4 end with 2. */
static void
test_course (void)
{
  g_autoptr (NablaBatches) batches = nabla_batches_new (10, 4, 11);
  assert_batch (batches, 0, permutation_11, 4, 0);
  assert_batch (batches, 1, permutation_11 + 4, 4, 0);
  assert_batch (batches, 2, permutation_11 + 8, 2, 0);
  assert_batch (batches, 3, permutation_12, 4, 1);
  /* Back again, as a replay does. */
  assert_batch (batches, 1, permutation_11 + 4, 4, 0);
  assert_batch (batches, 5, permutation_12 + 8, 2, 1);
}

static void
test_full (void)
{
  g_autoptr (NablaBatches) batches = nabla_batches_new (10, 0, 11);
  for (guint64 step = 0; step < 20; step++)
    assert_batch (batches, step, NULL, 10, step);
}

/* A batch size that is no smaller than the split is one step an epoch, permuted. */
static void
test_large (void)
{
  static const gsize sizes[] = { 10, 11, G_MAXSIZE };
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (NablaBatches) batches = nabla_batches_new (10, sizes[i], 11);
      assert_batch (batches, 0, permutation_11, 10, 0);
      assert_batch (batches, 1, permutation_12, 10, 1);
    }
}

static void
test_one_example (void)
{
  static const guint32 first = 0;
  g_autoptr (NablaBatches) batches = nabla_batches_new (1, 64, 11);
  assert_batch (batches, 0, &first, 1, 0);
  assert_batch (batches, G_MAXUINT64, &first, 1, G_MAXUINT64);
}

/* Each epoch sees every example once. */
static void
test_every_example (void)
{
  enum { M = 103 };
  for (gsize size = 1; size <= M + 1; size++)
    {
      g_autoptr (NablaBatches) batches = nabla_batches_new (M, size, 5);
      gsize steps = (M + size - 1) / size;
      for (guint64 e = 0; e < 3; e++)
        {
          guint seen[M] = { 0 };
          for (gsize b = 0; b < steps; b++)
            {
              gsize count;
              guint64 epoch;
              const guint32 *found = nabla_batches_get (batches, e * steps + b, &count, &epoch);
              g_assert_cmpuint (epoch, ==, e);
              for (gsize k = 0; k < count; k++)
                seen[found[k]]++;
            }
          for (guint i = 0; i < M; i++)
            g_assert_cmpuint (seen[i], ==, 1);
        }
    }
}

/* Seed 2³² − 1 of epoch 0 is followed by seed 0. */
static void
test_seed_wraps (void)
{
  g_autoptr (NablaBatches) batches = nabla_batches_new (10, 10, G_MAXUINT32);
  NablaRandomState random;
  guint32 wanted[10];
  nabla_random_state_seed (&random, 0);
  nabla_random_state_permutation (&random, wanted, 10);
  assert_batch (batches, 1, wanted, 10, 1);
}

static void
test_change (void)
{
  /* In the middle of epoch 0 (steps 0, 1, 2): from epoch 1 on. */
  g_autoptr (NablaBatches) batches = nabla_batches_new (10, 4, 11);
  nabla_batches_change_size (batches, 1, 5);
  assert_batch (batches, 2, permutation_11 + 8, 2, 0);
  assert_batch (batches, 3, permutation_12, 5, 1);
  assert_batch (batches, 4, permutation_12 + 5, 5, 1);
  assert_batch (batches, 0, permutation_11, 4, 0);

  /* Asked for between two epochs: at once. */
  nabla_batches_change_size (batches, 5, 0);
  assert_batch (batches, 4, permutation_12 + 5, 5, 1);
  assert_batch (batches, 5, NULL, 10, 2);
  assert_batch (batches, 6, NULL, 10, 3);

  /* Before the first step, and a second thought in the same epoch. */
  g_autoptr (NablaBatches) others = nabla_batches_new (10, 4, 11);
  nabla_batches_change_size (others, 0, 5);
  assert_batch (others, 0, permutation_11, 5, 0);
  nabla_batches_change_size (others, 1, 3);
  nabla_batches_change_size (others, 2, 6);
  assert_batch (others, 1, permutation_11 + 5, 5, 0);
  assert_batch (others, 2, permutation_12, 6, 1);
  assert_batch (others, 3, permutation_12 + 6, 4, 1);
}

/* The batches follow from the recorded changes alone: neither the order in which they
 * were recorded nor what was asked for in between matters. */
static void
test_replay (void)
{
  enum { M = 29, N_CHANGES = 12, N_STEPS = 400 };
  NablaRandomState random;
  nabla_random_state_seed (&random, 3);
  for (guint trial = 0; trial < 50; trial++)
    {
      guint64 steps[N_CHANGES];
      gsize sizes[N_CHANGES];
      guint32 turn[N_CHANGES];
      for (guint i = 0; i < N_CHANGES; i++)
        {
          steps[i] = i * 30 + nabla_random_state_randint (&random, 0, 30);
          sizes[i] = nabla_random_state_randint (&random, 0, M + 3);
        }
      nabla_random_state_permutation (&random, turn, N_CHANGES);

      g_autoptr (NablaBatches) live = nabla_batches_new (M, 8, 11);
      g_autoptr (NablaBatches) replay = nabla_batches_new (M, 8, 11);
      for (guint i = 0; i < N_CHANGES; i++)
        nabla_batches_change_size (replay, steps[turn[i]], sizes[turn[i]]);

      guint64 last_epoch = 0;
      gsize seen = 0;
      for (guint64 step = 0, next = 0; step < N_STEPS; step++)
        {
          while (next < N_CHANGES && steps[next] == step)
            {
              nabla_batches_change_size (live, step, sizes[next]);
              next++;
            }
          gsize count, replayed_count;
          guint64 epoch, replayed_epoch;
          const guint32 *a = nabla_batches_get (live, step, &count, &epoch);
          const guint32 *b = nabla_batches_get (replay, step, &replayed_count, &replayed_epoch);
          g_assert_cmpuint (epoch, ==, replayed_epoch);
          g_assert_cmpuint (count, ==, replayed_count);
          g_assert_cmpint (a == NULL, ==, b == NULL);
          if (a != NULL)
            g_assert_cmpmem (a, count * sizeof *a, b, count * sizeof *b);

          /* Epochs follow each other, each as long as the split. */
          if (epoch != last_epoch)
            {
              g_assert_cmpuint (epoch, ==, last_epoch + 1);
              g_assert_cmpuint (seen, ==, M);
              last_epoch = epoch;
              seen = 0;
            }
          seen += count;
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/batches/course", test_course);
  g_test_add_func ("/batches/full", test_full);
  g_test_add_func ("/batches/large", test_large);
  g_test_add_func ("/batches/one-example", test_one_example);
  g_test_add_func ("/batches/every-example", test_every_example);
  g_test_add_func ("/batches/seed-wraps", test_seed_wraps);
  g_test_add_func ("/batches/change", test_change);
  g_test_add_func ("/batches/replay", test_replay);
  return g_test_run ();
}
