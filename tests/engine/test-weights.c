/* What a network has learned, saved and loaded.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-weights.h"

#include "nabla-error.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  self->folder = g_dir_make_tmp ("nabla-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "model.safetensors", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_remove (self->path);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->path);
  g_free (self->folder);
}

static NablaNode *
add (NablaGraph *graph, const char *name, const char *op, double units, NablaNode *input)
{
  const NablaOp *found = nabla_op_find (nabla_graph_precision (graph), op);
  double settings[NABLA_MAX_PARAMS];
  g_autoptr (GError) error = NULL;
  g_assert_nonnull (found);
  nabla_param_defaults (found->params, settings);
  int index = nabla_param_find (found->params, "units");
  if (index >= 0)
    settings[index] = units;
  NablaNode *node = nabla_graph_add (graph, name, op, settings, &input, 1, NULL, &error);
  g_assert_no_error (error);
  return node;
}

/* Two features, a hidden layer with batch normalization, one output; weights and
 * averages from @seed. */
static NablaGraph *
make_graph (NablaPrecision precision, guint hidden, const char *output, guint32 seed)
{
  g_autoptr (GError) error = NULL;
  NablaGraph *graph = nabla_graph_new (precision);
  NablaNode *node = nabla_graph_add_input (graph, "x", &NABLA_SHAPE_1 (2), &error);
  node = add (graph, "hidden", "dense", hidden, node);
  node = add (graph, "n1", "batch_norm", 0, node);
  node = add (graph, "n1/relu", "relu", 0, node);
  add (graph, output, "dense", 1, node);
  nabla_graph_build (graph, &error);
  g_assert_no_error (error);

  NablaRandomState random;
  nabla_random_state_seed (&random, seed);
  for (guint i = 0; i < nabla_graph_n_nodes (graph); i++)
    {
      node = nabla_graph_node (graph, i);
      double values[1000];
      nabla_random_state_randn (&random, values, G_N_ELEMENTS (values));
      if (node->op->flags & NABLA_OP_PARAMETER)
        nabla_graph_set_parameter (graph, node, values);
      else if (node->state_size > 0)
        nabla_graph_set_state (graph, node, values);
    }
  return graph;
}

static NablaOptimizer *
make_adam (const NablaGraph *graph)
{
  return nabla_optimizer_new (nabla_optimizer_find (nabla_graph_precision (graph), "adam"), graph,
                              NULL);
}

static void
save (const NablaGraph *graph, const NablaOptimizer *optimizer, const char *path)
{
  g_autoptr (GError) error = NULL;
  nabla_weights_save (graph, optimizer, NULL, path, &error);
  g_assert_no_error (error);
}

/* Loading fails with the path and then @message, and nothing changes. */
static void
assert_refused (NablaGraph *graph,
                NablaOptimizer *optimizer,
                const char *path,
                NablaError code,
                const char *message)
{
  g_autoptr (GError) error = NULL;
  GHashTable *metadata = NULL;
  guint64 hash = nabla_graph_hash (graph);

  g_assert_false (nabla_weights_load (graph, optimizer, path, &metadata, &error));
  g_assert_error (error, NABLA_ERROR, (int) code);
  g_assert_true (g_str_has_prefix (error->message, path));
  g_assert_cmpstr (error->message + strlen (path), ==, message);
  g_assert_null (metadata);
  g_assert_cmpuint (nabla_graph_hash (graph), ==, hash);
}

static void
test_round_trip (Fixture *self, gconstpointer data)
{
  for (NablaPrecision precision = 0; precision < NABLA_N_PRECISIONS; precision++)
    {
      g_autoptr (NablaGraph) saved = make_graph (precision, 3, "output", 1);
      g_autoptr (NablaGraph) loaded = make_graph (precision, 3, "output", 2);
      g_autoptr (GError) error = NULL;
      g_assert_cmpuint (nabla_graph_hash (saved), !=, nabla_graph_hash (loaded));
      save (saved, NULL, self->path);
      nabla_weights_load (loaded, NULL, self->path, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (nabla_graph_hash (saved), ==, nabla_graph_hash (loaded));
    }
}

/* Single to double keeps the numbers, double to single rounds them once. */
static void
test_precisions (Fixture *self, gconstpointer data)
{
  g_autoptr (NablaGraph) doubles = make_graph (NABLA_DOUBLE, 3, "output", 1);
  g_autoptr (NablaGraph) singles = make_graph (NABLA_SINGLE, 3, "output", 2);
  g_autoptr (NablaGraph) again = make_graph (NABLA_DOUBLE, 3, "output", 3);
  save (doubles, NULL, self->path);
  g_assert_true (nabla_weights_load (singles, NULL, self->path, NULL, NULL));
  save (singles, NULL, self->path);
  g_assert_true (nabla_weights_load (again, NULL, self->path, NULL, NULL));

  guint n = 0;
  for (guint i = 0; i < nabla_graph_n_nodes (doubles); i++)
    {
      const NablaNode *node = nabla_graph_node (doubles, i);
      double before[16], after[16];
      if (!(node->op->flags & NABLA_OP_PARAMETER))
        continue;
      nabla_graph_get_parameter (doubles, node, before);
      nabla_graph_get_parameter (again, nabla_graph_node (again, i), after);
      for (gsize k = 0; k < nabla_shape_size (&node->shape); k++, n++)
        g_assert_cmpfloat (after[k], ==, (float) before[k]);
    }
  g_assert_cmpuint (n, ==, 3 * 2 + 3 + 3 + 3 + 3 + 1);
}

static void
test_metadata (Fixture *self, gconstpointer data)
{
  static const char experiment[]
      = "[experiment]\r\ntitle[zh_CN]=平面花瓣\n# \"a\\b\"\t\n\n[train]\n";
  g_autoptr (GHashTable) metadata = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_insert (metadata, (gpointer) "experiment", (gpointer) experiment);
  g_hash_table_insert (metadata, (gpointer) "mean", (gpointer) "0.1;-2.5e-07");
  g_autoptr (NablaGraph) graph = make_graph (NABLA_SINGLE, 3, "output", 1);
  g_assert_true (nabla_weights_save (graph, NULL, metadata, self->path, NULL));

  g_autoptr (GHashTable) read = nabla_weights_read_metadata (self->path, NULL);
  g_autoptr (GHashTable) loaded = NULL;
  g_assert_true (nabla_weights_load (graph, NULL, self->path, &loaded, NULL));
  GHashTable *both[] = { read, loaded };
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpuint (g_hash_table_size (both[i]), ==, 2);
      g_assert_cmpstr (g_hash_table_lookup (both[i], "experiment"), ==, experiment);
      g_assert_cmpstr (g_hash_table_lookup (both[i], "mean"), ==, "0.1;-2.5e-07");
    }
  g_assert_null (nabla_weights_read_metadata (self->folder, NULL));
}

/* Training goes on from a file as if it had not stopped; who does not train may
 * read the same file. */
static void
test_optimizer (Fixture *self, gconstpointer data)
{
  for (NablaPrecision precision = 0; precision < NABLA_N_PRECISIONS; precision++)
    {
      g_autoptr (NablaGraph) graph = make_graph (precision, 3, "output", 1);
      g_autoptr (NablaGraph) other = make_graph (precision, 3, "output", 2);
      g_autoptr (NablaOptimizer) adam = make_adam (graph), other_adam = make_adam (other);
      gsize n = nabla_graph_parameters_size (graph), size = nabla_precision_size (precision);
      for (guint state = 0; state < 2; state++)
        for (guint i = 0; i < nabla_graph_n_nodes (graph); i++)
          {
            const NablaNode *node = nabla_graph_node (graph, i);
            for (gsize k = 0;
                 node->op->flags & NABLA_OP_PARAMETER && k < nabla_shape_size (&node->shape); k++)
              {
                gsize place = node->parameter_offset + k;
                double value = (state + 1) * sin (place);
                if (precision == NABLA_SINGLE)
                  ((float *) nabla_optimizer_state (adam, state))[place] = value;
                else
                  ((double *) nabla_optimizer_state (adam, state))[place] = value;
              }
          }

      save (graph, adam, self->path);
      g_assert_true (nabla_weights_load (other, other_adam, self->path, NULL, NULL));
      g_assert_cmpuint (nabla_graph_hash (graph), ==, nabla_graph_hash (other));
      for (guint state = 0; state < 2; state++)
        g_assert_cmpmem (nabla_optimizer_state (adam, state), n * size,
                         nabla_optimizer_state (other_adam, state), n * size);

      g_autoptr (NablaGraph) third = make_graph (precision, 3, "output", 3);
      g_assert_true (nabla_weights_load (third, NULL, self->path, NULL, NULL));
      g_assert_cmpuint (nabla_graph_hash (graph), ==, nabla_graph_hash (third));

      save (graph, NULL, self->path);
      assert_refused (
          other, other_adam, self->path, NABLA_ERROR_SHAPE,
          " does not fit the network: 'hidden/W.v' of shape (3, 2) is missing in the file; "
          "'hidden/W.s' of shape (3, 2) is missing in the file; "
          "'hidden/b.v' of shape (3, 1) is missing in the file; "
          "'hidden/b.s' of shape (3, 1) is missing in the file; and 8 more differences");
    }
}

static void
test_differences (Fixture *self, gconstpointer data)
{
  g_autoptr (NablaGraph) graph = make_graph (NABLA_SINGLE, 3, "output", 1);
  g_autoptr (NablaGraph) wider = make_graph (NABLA_SINGLE, 5, "output", 2);
  g_autoptr (NablaGraph) renamed = make_graph (NABLA_DOUBLE, 3, "last", 2);
  save (graph, NULL, self->path);
  assert_refused (
      wider, NULL, self->path, NABLA_ERROR_SHAPE,
      " does not fit the network: "
      "'hidden/W' has shape (3, 2) in the file, but (5, 2) in the network; "
      "'hidden/b' has shape (3, 1) in the file, but (5, 1) in the network; "
      "'n1/gamma' has shape (3, 1) in the file, but (5, 1) in the network; "
      "'n1/beta' has shape (3, 1) in the file, but (5, 1) in the network; and 2 more differences");
  assert_refused (renamed, NULL, self->path, NABLA_ERROR_SHAPE,
                  " does not fit the network: 'last/W' of shape (1, 3) is missing in the file; "
                  "'last/b' of shape (1, 1) is missing in the file; "
                  "'output/W' of shape (1, 3) is not in the network; "
                  "'output/b' of shape (1, 1) is not in the network");
  g_remove (self->path);
  assert_refused (graph, NULL, self->path, NABLA_ERROR_IO,
                  " could not be opened: No such file or directory");
}

/* The last tensor of the file has a number that a float cannot hold: those before
 * it are not taken either. */
static void
test_too_large (Fixture *self, gconstpointer data)
{
  g_autoptr (NablaGraph) doubles = make_graph (NABLA_DOUBLE, 3, "output", 1);
  g_autoptr (NablaGraph) singles = make_graph (NABLA_SINGLE, 3, "output", 2);
  double huge = -1e300;
  nabla_graph_set_parameter (doubles, nabla_graph_find (doubles, "output/b"), &huge);
  save (doubles, NULL, self->path);
  assert_refused (singles, NULL, self->path, NABLA_ERROR_RANGE,
                  ": 'output/b' has the number -1e+300, which is too large for single precision");
}

/* A file as another program writes it: compact JSON, other order, mixed precisions. */
static void
test_foreign (Fixture *self, gconstpointer data)
{
  static const char header[]
      = "{\"b/b\":{\"dtype\":\"BF16\",\"shape\":[1,1],\"data_offsets\":[0,2]},"
        "\"b/W\":{\"dtype\":\"F16\",\"shape\":[1,3],\"data_offsets\":[2,8]},"
        "\"__metadata__\":{\"format\":\"np\"}}  ";
  static const guint8 numbers[] = { 0x49, 0xc0, 0x00, 0x3c, 0x00, 0xb8, 0x01, 0x00 };
  guint64 length = GUINT64_TO_LE (sizeof header - 1);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_byte_array_append (bytes, (const guint8 *) &length, sizeof length);
  g_byte_array_append (bytes, (const guint8 *) header, sizeof header - 1);
  g_byte_array_append (bytes, numbers, sizeof numbers);
  g_assert_true (g_file_set_contents (self->path, (const char *) bytes->data, bytes->len, NULL));

  for (NablaPrecision precision = 0; precision < NABLA_N_PRECISIONS; precision++)
    {
      g_autoptr (NablaGraph) graph = nabla_graph_new (precision);
      g_autoptr (GError) error = NULL;
      NablaNode *input = nabla_graph_add_input (graph, "a", &NABLA_SHAPE_1 (3), NULL);
      add (graph, "b", "dense", 1, input);
      g_assert_true (nabla_graph_build (graph, NULL));
      nabla_weights_load (graph, NULL, self->path, NULL, &error);
      g_assert_no_error (error);

      double w[3], b;
      nabla_graph_get_parameter (graph, nabla_graph_find (graph, "b/W"), w);
      nabla_graph_get_parameter (graph, nabla_graph_find (graph, "b/b"), &b);
      g_assert_cmpfloat (w[0], ==, 1);
      g_assert_cmpfloat (w[1], ==, -0.5);
      g_assert_cmpfloat (w[2], ==, 0x1p-24);
      g_assert_cmpfloat (b, ==, -3.140625);
    }
}

/* Bytes changed anywhere: all is loaded or nothing. */
static void
test_damaged (Fixture *self, gconstpointer data)
{
  g_autoptr (NablaGraph) saved = make_graph (NABLA_SINGLE, 3, "output", 1);
  g_autofree char *whole = NULL;
  gsize length;
  save (saved, NULL, self->path);
  g_assert_true (g_file_get_contents (self->path, &whole, &length, NULL));

  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  g_autoptr (NablaGraph) graph = make_graph (NABLA_SINGLE, 3, "output", 2);
  guint64 hash = nabla_graph_hash (graph);
  guint loaded = 0;
  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *damaged = g_memdup2 (whole, length);
      damaged[g_rand_int_range (random, 0, length)] = g_rand_int_range (random, 0, 256);
      gsize kept = i % 3 == 0 ? (gsize) g_rand_int_range (random, 0, length) : length;
      /* A new file: one that is written over is flushed to the disk at once. */
      g_remove (self->path);
      FILE *file = g_fopen (self->path, "wb");
      g_assert_cmpuint (fwrite (damaged, 1, kept, file), ==, kept);
      g_assert_cmpint (fclose (file), ==, 0);

      g_autoptr (GError) error = NULL;
      if (nabla_weights_load (graph, NULL, self->path, NULL, &error))
        {
          loaded++;
          hash = nabla_graph_hash (graph);
          g_assert_cmpuint (kept, ==, length);
        }
      g_assert_cmpuint (nabla_graph_hash (graph), ==, hash);
    }
  g_assert_cmpuint (loaded, >, 0);
  g_assert_cmpuint (loaded, <, 2000);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*run) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/engine/weights/round-trip", test_round_trip },
    { "/engine/weights/precisions", test_precisions },
    { "/engine/weights/metadata", test_metadata },
    { "/engine/weights/optimizer", test_optimizer },
    { "/engine/weights/differences", test_differences },
    { "/engine/weights/too-large", test_too_large },
    { "/engine/weights/foreign", test_foreign },
    { "/engine/weights/damaged", test_damaged },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
