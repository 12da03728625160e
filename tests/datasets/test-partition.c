/* Partitions: who is in train, dev and test.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-dataset.h"
#include "nabla-error.h"

#include <math.h>
#include <string.h>

/* m examples whose classes take turns, unless the test says otherwise. */
static NablaDataset *
make_dataset (gsize m, guint n_classes)
{
  g_autoptr (GError) error = NULL;
  NablaTask task = n_classes == 0 ? NABLA_TASK_REGRESSION
                   : n_classes == 2 ? NABLA_TASK_BINARY
                                    : NABLA_TASK_MULTICLASS;
  NablaDataset *dataset = nabla_dataset_new ("test", task, m, 1, n_classes, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < m && n_classes > 0; i++)
    dataset->y[i] = i % n_classes;
  return dataset;
}

static NablaPartition *
divide (const NablaDataset *dataset, double train, double dev, double test, gboolean stratify)
{
  g_autoptr (GError) error = NULL;
  NablaPartition *partition = nabla_partition_new (dataset, train, dev, test, stratify, 1, &error);
  g_assert_no_error (error);
  g_assert_nonnull (partition);
  return partition;
}

static void
assert_sizes (const NablaPartition *partition, gsize train, gsize dev, gsize test)
{
  g_assert_cmpuint (partition->sizes[NABLA_SPLIT_TRAIN], ==, train);
  g_assert_cmpuint (partition->sizes[NABLA_SPLIT_DEV], ==, dev);
  g_assert_cmpuint (partition->sizes[NABLA_SPLIT_TEST], ==, test);
}

/* No example is in two splits. */
static void
assert_disjoint (const NablaPartition *partition, gsize m)
{
  g_autofree gboolean *taken = g_new0 (gboolean, m);
  for (int s = 0; s < NABLA_N_SPLITS; s++)
    for (gsize k = 0; k < partition->sizes[s]; k++)
      {
        guint32 i = partition->indices[s][k];
        g_assert_cmpuint (i, <, m);
        g_assert_false (taken[i]);
        taken[i] = TRUE;
      }
}

static gsize
count_class (const NablaPartition *partition, const NablaDataset *dataset, int split, guint c)
{
  gsize n = 0;
  for (gsize k = 0; k < partition->sizes[split]; k++)
    n += dataset->y[partition->indices[split][k]] == c;
  return n;
}

static void
test_all_train (void)
{
  g_autoptr (NablaDataset) dataset = make_dataset (7, 2);
  g_autoptr (NablaPartition) partition = divide (dataset, 1, 0, 0, TRUE);
  assert_sizes (partition, 7, 0, 0);
  for (guint32 i = 0; i < 7; i++)
    g_assert_cmpuint (partition->indices[NABLA_SPLIT_TRAIN][i], ==, i);
}

/* The three parts of numpy.random.RandomState (1).permutation (10). */
static void
test_numpy (void)
{
  static const guint32 permuted[] = { 2, 9, 6, 4, 0, 3, 1, 7, 8, 5 };
  g_autoptr (NablaDataset) dataset = make_dataset (10, 2);
  g_autoptr (NablaPartition) partition = divide (dataset, 0.6, 0.2, 0.2, FALSE);
  assert_sizes (partition, 6, 2, 2);
  for (int s = 0, start = 0; s < NABLA_N_SPLITS; start += partition->sizes[s++])
    g_assert_cmpmem (partition->indices[s], partition->sizes[s] * sizeof (guint32),
                     permuted + start, partition->sizes[s] * sizeof (guint32));

  /* By class, even numbers and odd ones, cut at 3 and 4 of 5, in permuted order. */
  static const guint32 train[] = { 2, 9, 6, 4, 3, 1 }, dev[] = { 0, 7 }, test[] = { 8, 5 };
  g_autoptr (NablaPartition) by_class = divide (dataset, 0.6, 0.2, 0.2, TRUE);
  assert_sizes (by_class, 6, 2, 2);
  g_assert_cmpmem (by_class->indices[NABLA_SPLIT_TRAIN], sizeof train, train, sizeof train);
  g_assert_cmpmem (by_class->indices[NABLA_SPLIT_DEV], sizeof dev, dev, sizeof dev);
  g_assert_cmpmem (by_class->indices[NABLA_SPLIT_TEST], sizeof test, test, sizeof test);
}

static void
test_seed (void)
{
  g_autoptr (NablaDataset) dataset = make_dataset (100, 2);
  g_autoptr (NablaPartition) one = nabla_partition_new (dataset, 0.5, 0, 0.5, TRUE, 1, NULL);
  g_autoptr (NablaPartition) same = nabla_partition_new (dataset, 0.5, 0, 0.5, TRUE, 1, NULL);
  g_autoptr (NablaPartition) two = nabla_partition_new (dataset, 0.5, 0, 0.5, TRUE, 2, NULL);
  gsize bytes = 50 * sizeof (guint32);
  g_assert_cmpint (memcmp (one->indices[0], same->indices[0], bytes), ==, 0);
  g_assert_cmpint (memcmp (one->indices[0], two->indices[0], bytes), !=, 0);
}

/* Fractions with a sum of 1 leave nobody out, whatever the rounding; each size is
 * within one of its share. */
static void
test_rounding (void)
{
  static const double fractions[][3] = {
    { 0.6, 0.2, 0.2 }, { 0.7, 0.2, 0.1 }, { 0.98, 0.01, 0.01 }, { 0.5, 0, 0.5 },
    { 1.0 / 3, 1.0 / 3, 1.0 / 3 },
  };
  for (gsize m = 1; m < 300; m++)
    {
      g_autoptr (NablaDataset) dataset = make_dataset (m, 2);
      for (guint f = 0; f < G_N_ELEMENTS (fractions); f++)
        {
          g_autoptr (NablaPartition) partition
              = nabla_partition_new (dataset, fractions[f][0], fractions[f][1], fractions[f][2],
                                     FALSE, 1, NULL);
          if (partition == NULL)
            {
              g_assert_cmpfloat (fractions[f][0] * m, <, 0.5);
              continue;
            }
          assert_disjoint (partition, m);
          gsize sum = 0;
          for (int s = 0; s < NABLA_N_SPLITS; s++)
            {
              sum += partition->sizes[s];
              g_assert_cmpfloat (fabs (partition->sizes[s] - fractions[f][s] * m), <=, 1);
            }
          g_assert_cmpuint (sum, ==, m);
          g_assert_cmpfloat (partition->sizes[NABLA_SPLIT_TRAIN], ==, round (fractions[f][0] * m));
        }
    }
}

static void
test_left_out (void)
{
  g_autoptr (NablaDataset) dataset = make_dataset (10, 2);
  g_autoptr (NablaPartition) partition = divide (dataset, 0.3, 0.2, 0, FALSE);
  assert_sizes (partition, 3, 2, 0);
  assert_disjoint (partition, 10);
}

/* 90 of one class and 10 of the other, in a row: each split has them nine to one. */
static void
test_stratified (void)
{
  g_autoptr (NablaDataset) dataset = make_dataset (100, 2);
  for (gsize i = 0; i < 100; i++)
    dataset->y[i] = i >= 90;
  g_autoptr (NablaPartition) partition = divide (dataset, 0.6, 0.2, 0.2, TRUE);
  assert_sizes (partition, 60, 20, 20);
  assert_disjoint (partition, 100);
  static const gsize rare[] = { 6, 2, 2 };
  for (int s = 0; s < NABLA_N_SPLITS; s++)
    g_assert_cmpuint (count_class (partition, dataset, s, 1), ==, rare[s]);
}

/* A class of one example goes to train, as long as train is the larger part. */
static void
test_rare_class (void)
{
  g_autoptr (NablaDataset) dataset = make_dataset (31, 3);
  for (gsize i = 0; i < 31; i++)
    dataset->y[i] = i == 17 ? 2 : i % 2;
  g_autoptr (NablaPartition) partition = divide (dataset, 0.6, 0.2, 0.2, TRUE);
  assert_disjoint (partition, 31);
  g_assert_cmpuint (count_class (partition, dataset, NABLA_SPLIT_TRAIN, 2), ==, 1);
}

/* Examples without a label are divided as if they were a class. */
static void
test_no_labels (void)
{
  g_autoptr (NablaDataset) dataset = make_dataset (20, 2);
  for (gsize i = 10; i < 20; i++)
    dataset->y[i] = NAN;
  g_autoptr (NablaPartition) partition = divide (dataset, 0.6, 0.2, 0.2, TRUE);
  assert_sizes (partition, 12, 4, 4);
  assert_disjoint (partition, 20);
}

static void
test_regression (void)
{
  g_autoptr (NablaDataset) dataset = make_dataset (20, 0);
  g_autoptr (NablaPartition) plain = divide (dataset, 0.5, 0.25, 0.25, FALSE);
  g_autoptr (NablaPartition) partition = divide (dataset, 0.5, 0.25, 0.25, TRUE);
  assert_sizes (partition, 10, 5, 5);
  for (int s = 0; s < NABLA_N_SPLITS; s++)
    g_assert_cmpmem (partition->indices[s], partition->sizes[s] * sizeof (guint32),
                     plain->indices[s], plain->sizes[s] * sizeof (guint32));
}

static void
test_errors (void)
{
  static const struct {
    double train, dev, test;
    const char *message;
  } cases[] = {
    { -0.1, 0.5, 0.5, "*train, dev, test*-0.1, 0.5 and 0.5*" },
    { 0.5, -1, 0.5, "*0.5, -1 and 0.5*" },
    { 0.8, 0.2, 0.2, "*0.8, 0.2 and 0.2*at most 1*" },
    { NAN, 0, 0, "*nan, 0 and 0*" },
    { INFINITY, 0, 0, "*inf, 0 and 0*" },
    { 0, 0.5, 0.5, "*train: 0 of 10 examples*" },
    { 0.04, 0.5, 0.4, "*train: 0.04 of 10 examples*" },
  };
  g_autoptr (NablaDataset) dataset = make_dataset (10, 2);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (NablaPartition) partition
          = nabla_partition_new (dataset, cases[i].train, cases[i].dev, cases[i].test, FALSE, 1,
                                 &error);
      g_assert_null (partition);
      g_assert_error (error, NABLA_ERROR, NABLA_ERROR_RANGE);
      g_assert_true (g_pattern_match_simple (cases[i].message, error->message));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/partition/all-train", test_all_train);
  g_test_add_func ("/partition/numpy", test_numpy);
  g_test_add_func ("/partition/seed", test_seed);
  g_test_add_func ("/partition/rounding", test_rounding);
  g_test_add_func ("/partition/left-out", test_left_out);
  g_test_add_func ("/partition/stratified", test_stratified);
  g_test_add_func ("/partition/rare-class", test_rare_class);
  g_test_add_func ("/partition/no-labels", test_no_labels);
  g_test_add_func ("/partition/regression", test_regression);
  g_test_add_func ("/partition/errors", test_errors);
  return g_test_run ();
}
