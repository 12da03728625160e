/* nabla-cli op: one op, or one step of an optimizer, on arrays from numpy.
 *
 * What a network is made of, alone: to look at it, and to compare it with one's own.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-command.h"
#include "nabla-error.h"
#include "nabla-npz-file.h"
#include "nabla-op-run.h"
#include "nabla-source.h"
#include "nabla-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static int run (int argc, char **argv);

const NablaCommand nabla_command_op = {
  .name = "op",
  .arguments = N_ ("NAME"),
  .summary = N_ ("Runs one op or optimizer step in double on NPY arrays"),
  .details
  = N_ ("Examples are columns: an array (n, m) holds m examples of n features, (n,) is one\n"
        "example, (m, n_H, n_W, n_C) are pictures. An op takes its data, then its parameters:\n"
        "\n"
        "  nabla-cli op dense --in x.npy W.npy b.npy --dy dy.npy --out y.npz\n"
        "  nabla-cli op softmax_cross_entropy --in z.npy y.npy --out y.npz\n"
        "  nabla-cli op adam --set t=3 --in W.npy dW.npy v.npy s.npy --out new.npz\n"
        "\n"
        "The file has y, and with --dy the gradients dx, dW, db (dx1, dx2 of several inputs). A\n"
        "loss writes each example's loss as y, their mean as cost, prediction and dz. An\n"
        "optimizer writes W and its averages, which start at zero if they are not given.\n"
        "nabla-cli describe NAME tells what can be set; besides, for an op: mode=train|evaluate,\n"
        "seed, step; for an optimizer: learning_rate, t."),
  .run = run,
};

/* --in takes all that follows it, up to the next option: `--in a b` is `--in a --in b`.
 * Returns: (transfer container): the same arguments so */
static char **
spread_lists (int *argc, char **argv)
{
  GPtrArray *spread = g_ptr_array_new ();
  gboolean in_list = FALSE;
  for (int i = 0; i < *argc; i++)
    {
      gboolean begins = g_str_equal (argv[i], "--in") || g_str_has_prefix (argv[i], "--in=");
      if (argv[i][0] == '-')
        in_list = FALSE;
      if (in_list)
        g_ptr_array_add (spread, (char *)"--in");
      g_ptr_array_add (spread, argv[i]);
      if (g_str_equal (argv[i], "--in") && i + 1 < *argc)
        g_ptr_array_add (spread, argv[++i]);
      in_list = in_list || begins;
    }
  *argc = spread->len;
  g_ptr_array_add (spread, NULL);
  return (char **)g_ptr_array_free (spread, FALSE);
}

/* The source of one array of numbers. */
static NablaSource *
open_array (const char *path, GError **error)
{
  g_autoptr (NablaSource) source = nabla_source_open (path, NULL, NULL, NULL, NULL, error);
  if (source == NULL)
    return NULL;
  if (source->kind == NABLA_SOURCE_ARRAY && source->arrays[0]->words == NULL)
    return g_steal_pointer (&source);
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA,
               _ ("%s: nabla-cli op takes NPY files with one array of numbers each"), path);
  return NULL;
}

static gboolean
run_named (NablaOpRun *self, const char *name, GError **error)
{
  const NablaOp *op = nabla_op_find (NABLA_DOUBLE, name);
  const NablaOptimizerClass *optimizer = nabla_optimizer_find (NABLA_DOUBLE, name);
  if (op != NULL)
    return nabla_op_run (self, op, error);
  if (optimizer != NULL)
    return nabla_optimizer_run (self, optimizer, error);

  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (const NablaOp *const *known = nabla_ops (NABLA_DOUBLE); *known != NULL; known++)
    g_ptr_array_add (names, (char *)(*known)->name);
  for (const NablaOptimizerClass *const *known = nabla_optimizers (NABLA_DOUBLE); *known != NULL;
       known++)
    g_ptr_array_add (names, (char *)(*known)->name);
  g_ptr_array_add (names, NULL);
  g_autofree char *message
      = nabla_words_unknown ("nabla-cli op", name, (const char *const *)names->pdata);
  g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN, message);
  return FALSE;
}

static gboolean
run_files (const char *name,
           char **changes,
           char **inputs,
           const char *dy,
           const char *out,
           GError **error)
{
  g_autoptr (GPtrArray) sources
      = g_ptr_array_new_with_free_func ((GDestroyNotify)nabla_source_unref);
  g_autoptr (GPtrArray) arrays = g_ptr_array_new ();
  g_autoptr (GPtrArray) outputs = g_ptr_array_new_with_free_func ((GDestroyNotify)nabla_array_free);
  guint n_inputs = inputs != NULL ? g_strv_length (inputs) : 0;
  for (guint i = 0; i < n_inputs + (dy != NULL); i++)
    {
      NablaSource *source = open_array (i < n_inputs ? inputs[i] : dy, error);
      if (source == NULL)
        return FALSE;
      g_ptr_array_add (sources, source);
      g_ptr_array_add (arrays, source->arrays[0]);
    }
  NablaOpRun self = {
    .changes = changes,
    .inputs = (NablaArray **)arrays->pdata,
    .places = (const char **)inputs,
    .n_inputs = n_inputs,
    .dy = dy != NULL ? g_ptr_array_index (arrays, n_inputs) : NULL,
    .dy_place = dy,
    .outputs = outputs,
  };
  if (!run_named (&self, name, error)
      || !nabla_npz_file_write (out, (NablaArray **)outputs->pdata, outputs->len, error))
    return FALSE;
  for (guint i = 0; i < outputs->len; i++)
    {
      const NablaArray *array = g_ptr_array_index (outputs, i);
      g_autofree char *shape = nabla_array_shape_text (array);
      g_print ("%-12s %s\n", array->name, shape);
    }
  return TRUE;
}

static int
run (int argc, char **argv)
{
  g_auto (GStrv) changes = NULL;
  g_auto (GStrv) inputs = NULL;
  g_autofree char *dy = NULL;
  g_autofree char *out = NULL;
  g_autofree char **spread = spread_lists (&argc, argv);
  const GOptionEntry entries[]
      = { { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &changes,
            N_ ("Set the op or optimizer, such as keep_prob=0.5; may be given again"),
            N_ ("KEY=VALUE") },
          { "in", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &inputs,
            N_ ("Arrays that go in, in order: data, then parameters"), N_ ("FILE.npy…") },
          { "dy", 0, 0, G_OPTION_ARG_FILENAME, &dy,
            N_ ("Gradient of the output: gradients are written too"), N_ ("FILE.npy") },
          { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_ ("Where what was computed is written"),
            N_ ("FILE.npz") },
          { NULL } };
  int status = nabla_command_parse (&nabla_command_op, entries, &argc, &spread, 1, 1);
  if (status < 0 && out == NULL)
    {
      g_printerr ("%s\n",
                  _ ("Say with --out where the result is to be written; see nabla-cli op --help."));
      status = NABLA_EXIT_USAGE;
    }
  if (status >= 0)
    return status;
  g_autoptr (GError) error = NULL;
  if (!run_files (spread[1], changes, inputs, dy, out, &error))
    return nabla_command_fail (error);
  return NABLA_EXIT_OK;
}
