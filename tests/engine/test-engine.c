/* The engine as a whole: published digits, the same bits on any number of
 * threads, units that stay equal, steps that allocate nothing or are cut off.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-initialization.h"
#include "nabla-workspace.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Allocations are counted by standing in the way of malloc; sanitizers stand
 * there already. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define COUNTS_ALLOCATIONS 0
#else
#define COUNTS_ALLOCATIONS 1
static gint counting, n_allocations;

extern void *__libc_malloc (size_t size);
extern void *__libc_calloc (size_t n, size_t size);
extern void *__libc_realloc (void *memory, size_t size);
extern void *__libc_memalign (size_t alignment, size_t size);

static void
count (void)
{
  if (g_atomic_int_get (&counting))
    g_atomic_int_inc (&n_allocations);
}

void *
malloc (size_t size)
{
  count ();
  return __libc_malloc (size);
}

void *
calloc (size_t n, size_t size)
{
  count ();
  return __libc_calloc (n, size);
}

void *
realloc (void *memory, size_t size)
{
  count ();
  return __libc_realloc (memory, size);
}

void *
aligned_alloc (size_t alignment, size_t size)
{
  count ();
  return __libc_memalign (alignment, size);
}
#endif

/* A dense network with all there is on the way: batch norm, dropout, a residual
 * sum, tanh and relu. */
typedef struct {
  NablaGraph *graph;
  NablaNode *x, *y;
  NablaWorkspace *workspace;
  NablaOptimizer *optimizer;
  NablaPool *pool;
  void *data_x, *data_y;
  guint32 examples[512];
  gsize m;
} Network;

static NablaNode *
add (NablaGraph *graph, const char *name, const char *op, const double *settings, NablaNode *a, NablaNode *b)
{
  GError *error = NULL;
  NablaNode *inputs[] = { a, b };
  NablaNode *node = nabla_graph_add (graph, name, op, settings, inputs, b != NULL ? 2 : 1, NULL, &error);
  g_assert_no_error (error);
  return node;
}

static NablaNode *
add_dense (NablaGraph *graph, const char *name, NablaNode *input, guint units, NablaInitializationKind kind, double scale)
{
  const double settings[] = { units, kind, scale };
  return add (graph, name, "dense", settings, input, NULL);
}

static void *
random_numbers (NablaPrecision precision, gsize n, guint32 seed)
{
  NablaRandomState random;
  nabla_random_state_seed (&random, seed);
  double *doubles = g_new (double, n);
  nabla_random_state_randn (&random, doubles, n);
  if (precision == NABLA_DOUBLE)
    return doubles;
  float *floats = g_new (float, n);
  for (gsize i = 0; i < n; i++)
    floats[i] = doubles[i];
  g_free (doubles);
  return floats;
}

static void
network_init (Network *self, NablaPrecision precision, guint n_x, guint units, gsize m, gsize batch, guint n_threads)
{
  GError *error = NULL;
  const double keep_prob[] = { 0.8 };
  NablaRandomState random;

  self->m = m;
  self->graph = nabla_graph_new (precision);
  self->x = nabla_graph_add_input (self->graph, "x", &NABLA_SHAPE_1 (n_x), &error);
  self->y = nabla_graph_add_input (self->graph, "y", &NABLA_SHAPE_1 (3), &error);
  NablaNode *z1 = add_dense (self->graph, "z1", self->x, units, NABLA_INITIALIZATION_HE, 0);
  NablaNode *n1 = add (self->graph, "n1", "batch_norm", NULL, z1, NULL);
  NablaNode *a1 = add (self->graph, "a1", "relu", NULL, n1, NULL);
  NablaNode *d1 = add (self->graph, "d1", "dropout", keep_prob, a1, NULL);
  NablaNode *z2 = add_dense (self->graph, "z2", d1, units, NABLA_INITIALIZATION_XAVIER, 0);
  NablaNode *a2 = add (self->graph, "a2", "tanh", NULL, z2, NULL);
  NablaNode *sum = add (self->graph, "sum", "add", NULL, a2, d1);
  NablaNode *out = add_dense (self->graph, "out", sum, 3, NABLA_INITIALIZATION_XAVIER, 0);
  nabla_graph_add_loss (self->graph, add (self->graph, "loss", "mean_squared_error", NULL, out, self->y), 1);
  g_assert_true (nabla_graph_build (self->graph, &error));
  nabla_random_state_seed (&random, 1);
  nabla_graph_initialize (self->graph, &random);

  self->pool = nabla_pool_new (n_threads);
  self->workspace = nabla_workspace_new (self->graph, batch, TRUE, self->pool, &error);
  g_assert_no_error (error);
  self->optimizer = nabla_optimizer_new (nabla_optimizer_find (precision, "adam"), self->graph, &error);
  self->data_x = random_numbers (precision, m * n_x, 2);
  self->data_y = random_numbers (precision, m * 3, 3);
  nabla_workspace_feed (self->workspace, self->x, self->data_x);
  nabla_workspace_feed (self->workspace, self->y, self->data_y);
}

static void
network_clear (Network *self)
{
  nabla_optimizer_free (self->optimizer);
  nabla_workspace_free (self->workspace);
  nabla_pool_free (self->pool);
  nabla_graph_free (self->graph);
  g_free (self->data_x);
  g_free (self->data_y);
}

static const NablaTraining training = { .learning_rate = 0.01, .l2 = 0.1, .l1 = 0.01, .clip_norm = 1.5 };

static void
network_step (Network *self, guint64 step, gsize rows)
{
  NablaRandomState random;
  nabla_random_state_seed (&random, 100 + step);
  for (gsize i = 0; i < rows; i++)
    self->examples[i] = nabla_random_state_randint (&random, 0, self->m);
  double cost;
  const NablaBatch batch = { .examples = self->examples, .rows = rows, .step = step, .seed = 7 };
  g_assert_true (nabla_workspace_step (self->workspace, &batch, self->optimizer, &training, NULL, &cost));
  g_assert_true (isfinite (cost));
}

static void
test_threads (void)
{
  /* sizes with rests in every direction, small and large enough for all threads */
  static const struct { guint n_x, units; gsize batch; guint steps; } sizes[]
    = { { 5, 7, 33, 200 }, { 61, 203, 200, 200 }, { 300, 130, 512, 40 } };
  static const guint threads[] = { 1, 2, 3, 8 };
  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (int precision = 0; precision < NABLA_N_PRECISIONS; precision++)
      {
        guint64 first = 0;
        for (guint t = 0; t < G_N_ELEMENTS (threads); t++)
          {
            Network network;
            network_init (&network, precision, sizes[s].n_x, sizes[s].units, 900, sizes[s].batch, threads[t]);
            nabla_workspace_fix_threads (network.workspace, threads[t]);
            for (guint step = 0; step < sizes[s].steps; step++)
              network_step (&network, step, step % 5 == 4 ? sizes[s].batch - 13 : sizes[s].batch);
            guint64 hash = nabla_graph_hash (network.graph);
            if (t == 0)
              first = hash;
            g_assert_cmphex (hash, ==, first);
            network_clear (&network);
          }
      }
}

extern int openblas_get_num_threads (void);

static void
test_one_blas_thread (void)
{
  g_assert_nonnull (nabla_instruction_set ());
  g_assert_cmpint (openblas_get_num_threads (), ==, 1);
}

/* Two layers whose product is denormal, on a thread that has never heard of it. */
static gpointer
multiply_tiny (gpointer data)
{
  NablaPrecision precision = GPOINTER_TO_INT (data);
  double tiny = precision == NABLA_DOUBLE ? 1e-160 : 1e-20, *product = g_new (double, 1);
  GError *error = NULL;
  g_autoptr (NablaGraph) graph = nabla_graph_new (precision);
  NablaNode *x = nabla_graph_add_input (graph, "x", &NABLA_SHAPE_1 (1), &error);
  NablaNode *first = add_dense (graph, "first", x, 1, NABLA_INITIALIZATION_CONSTANT, tiny);
  NablaNode *second = add_dense (graph, "second", first, 1, NABLA_INITIALIZATION_CONSTANT, tiny);
  g_assert_true (nabla_graph_build (graph, &error));
  NablaRandomState random;
  nabla_random_state_seed (&random, 1);
  nabla_graph_initialize (graph, &random);
  g_autoptr (NablaWorkspace) workspace = nabla_workspace_new (graph, 1, FALSE, NULL, &error);
  const double one = 1;
  const float one_float = 1;
  nabla_workspace_feed (workspace, x, precision == NABLA_DOUBLE ? (const void *) &one : &one_float);
  nabla_workspace_forward (workspace, &(NablaBatch) { .rows = 1 }, NABLA_MODE_EVALUATE);
  nabla_workspace_get_value (workspace, first, product);
  g_assert_cmpfloat (product[0], >, 0);
  nabla_workspace_get_value (workspace, second, product);
  return product;
}

static void
test_denormals (void)
{
  for (int precision = 0; precision < NABLA_N_PRECISIONS; precision++)
    {
      g_autofree double *product
        = g_thread_join (g_thread_new ("tiny", multiply_tiny, GINT_TO_POINTER (precision)));
      g_assert_cmpfloat (*product, ==, 0);
    }
}

static void
test_no_allocation (void)
{
#if COUNTS_ALLOCATIONS
  if (g_str_equal (nabla_instruction_set (), "portable"))
    {
      g_test_skip ("OpenBLAS allocates for itself");
      return;
    }
  Network network;
  network_init (&network, NABLA_SINGLE, 200, 128, 900, 256, 2);
  network_step (&network, 0, 256);
  g_atomic_int_set (&n_allocations, 0);
  g_atomic_int_set (&counting, 1);
  g_free (g_malloc (8)); /* counting works */
  for (guint step = 1; step < 20; step++)
    network_step (&network, step, 256);
  g_atomic_int_set (&counting, 0);
  g_assert_cmpint (g_atomic_int_get (&n_allocations), ==, 1);
  network_clear (&network);
#else
  g_test_skip ("sanitizers have their own malloc");
#endif
}

static void
test_cut_off (void)
{
  Network network;
  network_init (&network, NABLA_SINGLE, 20, 30, 900, 64, 2);
  for (guint step = 0; step < 3; step++)
    network_step (&network, step, 64);
  guint64 hash = nabla_graph_hash (network.graph);
  gsize bytes = nabla_graph_parameters_size (network.graph) * sizeof (float);
  g_autofree void *v = g_memdup2 (nabla_optimizer_state (network.optimizer, 0), bytes);

  gint cancel = 1;
  const NablaBatch batch = { .rows = 64, .step = 3, .seed = 7 };
  g_assert_false (nabla_workspace_step (network.workspace, &batch, network.optimizer, &training, &cancel, NULL));
  g_assert_cmphex (nabla_graph_hash (network.graph), ==, hash);
  g_assert_cmpint (memcmp (v, nabla_optimizer_state (network.optimizer, 0), bytes), ==, 0);
  cancel = 0;
  g_assert_true (nabla_workspace_step (network.workspace, &batch, network.optimizer, &training, &cancel, NULL));
  g_assert_cmphex (nabla_graph_hash (network.graph), !=, hash);
  network_clear (&network);
}

/* Evaluation and objective leave no trace; a cost that is not finite updates
 * nothing and is traced to its node. */
static void
test_not_finite (void)
{
  Network network;
  network_init (&network, NABLA_SINGLE, 20, 30, 900, 64, 1);
  network_step (&network, 0, 64);
  guint64 hash = nabla_graph_hash (network.graph);
  nabla_workspace_forward (network.workspace, &(NablaBatch) { .rows = 64 }, NABLA_MODE_EVALUATE);
  nabla_workspace_gradients (network.workspace, &(NablaBatch) { .rows = 64 });
  g_assert_cmphex (nabla_graph_hash (network.graph), ==, hash);
  g_assert_null (nabla_workspace_find_not_finite (network.workspace));

  double weights[3 * 30];
  for (guint i = 0; i < G_N_ELEMENTS (weights); i++)
    weights[i] = i % 2 ? 3e38 : -3e38;
  nabla_graph_set_parameter (network.graph, nabla_graph_find (network.graph, "out/W"), weights);
  hash = nabla_graph_hash (network.graph);
  double cost;
  g_assert_false (nabla_workspace_step (network.workspace, &(NablaBatch) { .rows = 64, .step = 1 },
                                        network.optimizer, &training, NULL, &cost));
  g_assert_false (isfinite (cost));
  g_assert_cmphex (nabla_graph_hash (network.graph), ==, hash);
  g_assert_cmpstr (nabla_workspace_find_not_finite (network.workspace)->name, ==, "out");
  network_clear (&network);
}

/* Logistic regression of the course's graders: w = [1, 2], b = 2. */
static void
test_published (void)
{
  static const struct { gsize m; double x[6], y[3], cost, dw[2], db; } passes[] = {
    { 3, { 1, 3, 2, 4, -1, -3.2 }, { 1, 0, 1 }, 5.801545319394553, { 0.99845601, 2.39507239 }, 0.00145557813678 },
    { 2, { 1, 3, 2, 4 }, { 1, 0 }, 6.000064773192205, { NAN, NAN }, NAN },
  };
  for (guint i = 0; i < G_N_ELEMENTS (passes); i++)
    {
      GError *error = NULL;
      g_autoptr (NablaGraph) graph = nabla_graph_new (NABLA_DOUBLE);
      NablaNode *x = nabla_graph_add_input (graph, "x", &NABLA_SHAPE_1 (2), &error);
      NablaNode *y = nabla_graph_add_input (graph, "y", &NABLA_SHAPE_1 (1), &error);
      NablaNode *z = add_dense (graph, "z", x, 1, NABLA_INITIALIZATION_ZEROS, 0);
      nabla_graph_add_loss (graph, add (graph, "loss", "sigmoid_cross_entropy", NULL, z, y), 1);
      g_assert_true (nabla_graph_build (graph, &error));
      nabla_graph_set_parameter (graph, nabla_graph_find (graph, "z/W"), (double[]) { 1, 2 });
      nabla_graph_set_parameter (graph, nabla_graph_find (graph, "z/b"), (double[]) { 2 });
      g_autoptr (NablaWorkspace) workspace = nabla_workspace_new (graph, passes[i].m, TRUE, NULL, &error);
      nabla_workspace_feed (workspace, x, passes[i].x);
      nabla_workspace_feed (workspace, y, passes[i].y);

      double cost = nabla_workspace_gradients (workspace, &(NablaBatch) { .rows = passes[i].m });
      /* the graders take log (1 − ŷ) of a rounded ŷ, which costs digits */
      g_assert_cmpfloat_with_epsilon (cost, passes[i].cost, 1e-11);
      double dw[2], db;
      nabla_workspace_get_gradient (workspace, nabla_graph_find (graph, "z/W"), dw);
      nabla_workspace_get_gradient (workspace, nabla_graph_find (graph, "z/b"), &db);
      if (isnan (passes[i].db))
        continue;
      g_assert_cmpfloat_with_epsilon (dw[0], passes[i].dw[0], 5e-9);
      g_assert_cmpfloat_with_epsilon (dw[1], passes[i].dw[1], 5e-9);
      g_assert_cmpfloat_with_epsilon (db, passes[i].db, 5e-15);
    }
}

/* Units that start equal are one unit for ever, to the last bit. */
static void
check_equal_units (NablaPrecision precision, guint n_x, guint units, guint n_steps)
{
  GError *error = NULL;
  enum { M = 50 };
  g_autoptr (NablaGraph) graph = nabla_graph_new (precision);
  NablaNode *x = nabla_graph_add_input (graph, "x", &NABLA_SHAPE_1 (n_x), &error);
  NablaNode *y = nabla_graph_add_input (graph, "y", &NABLA_SHAPE_1 (1), &error);
  NablaNode *h1 = add_dense (graph, "h1", x, units, NABLA_INITIALIZATION_CONSTANT, 0.1);
  NablaNode *a1 = add (graph, "a1", "tanh", NULL, h1, NULL);
  NablaNode *h2 = add_dense (graph, "h2", a1, units, NABLA_INITIALIZATION_CONSTANT, 0.2);
  NablaNode *a2 = add (graph, "a2", "tanh", NULL, h2, NULL);
  NablaNode *out = add_dense (graph, "out", a2, 1, NABLA_INITIALIZATION_CONSTANT, 0.3);
  nabla_graph_add_loss (graph, add (graph, "loss", "mean_squared_error", NULL, out, y), 1);
  g_assert_true (nabla_graph_build (graph, &error));
  NablaRandomState random;
  nabla_random_state_seed (&random, 1);
  nabla_graph_initialize (graph, &random);

  g_autoptr (NablaWorkspace) workspace = nabla_workspace_new (graph, M, TRUE, NULL, &error);
  g_autoptr (NablaOptimizer) optimizer
    = nabla_optimizer_new (nabla_optimizer_find (precision, "gradient_descent"), graph, &error);
  g_autofree void *data_x = random_numbers (precision, M * n_x, 4), *data_y = random_numbers (precision, M, 5);
  nabla_workspace_feed (workspace, x, data_x);
  nabla_workspace_feed (workspace, y, data_y);
  const NablaTraining plain = { .learning_rate = 0.5 / units };
  for (guint step = 0; step < n_steps; step++)
    g_assert_true (nabla_workspace_step (workspace, &(NablaBatch) { .rows = M, .step = step }, optimizer, &plain, NULL, NULL));

  g_autofree double *w1 = g_new (double, units * n_x), *w2 = g_new (double, units * units);
  nabla_graph_get_parameter (graph, nabla_graph_find (graph, "h1/W"), w1);
  nabla_graph_get_parameter (graph, nabla_graph_find (graph, "h2/W"), w2);
  g_assert_cmpfloat (w1[0], !=, precision == NABLA_DOUBLE ? 0.1 : (double) 0.1f); /* it did learn */
  for (guint i = 1; i < units; i++)
    g_assert_cmpmem (w1, n_x * sizeof (double), w1 + i * n_x, n_x * sizeof (double));
  for (guint i = 1; i < units * units; i++)
    g_assert_cmpfloat (w2[i], ==, w2[0]);
}

static void
test_equal_units (void)
{
  for (int precision = 0; precision < NABLA_N_PRECISIONS; precision++)
    {
      check_equal_units (precision, 2, 5, 5000);
      check_equal_units (precision, 3, 37, 5000);
      check_equal_units (precision, 40, 150, 50);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/published", test_published);
  g_test_add_func ("/engine/threads", test_threads);
  g_test_add_func ("/engine/equal-units", test_equal_units);
  g_test_add_func ("/engine/one-blas-thread", test_one_blas_thread);
  g_test_add_func ("/engine/denormals", test_denormals);
  g_test_add_func ("/engine/no-allocation", test_no_allocation);
  g_test_add_func ("/engine/cut-off", test_cut_off);
  g_test_add_func ("/engine/not-finite", test_not_finite);
  return g_test_run ();
}
