/* Figures as tables: every number, where it belongs, readable by machines.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-figure-table.h"

#include "figure-test.h"
#include "nabla-error.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* Returns: (transfer full): the lines of the table of @figure */
static char **
lines_of (const char *figure, const NablaSnapshot *snapshot)
{
  g_autoptr (GError) error = NULL;
  GString *csv = nabla_figure_table (nabla_figure_find (figure, NULL), snapshot, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (csv->str, "\n"));
  /* By bytes: searching for a string, sanitizers measure the whole rest each time. */
  char **lines = g_strsplit_set (csv->str, "\n", -1);
  g_string_free (csv, TRUE);
  return lines;
}

static NablaSeries *
series_of (const gint64 *steps, const double *values, guint n)
{
  NablaSeries *series = nabla_series_new ();
  for (guint i = 0; i < n; i++)
    nabla_series_append (series, steps[i], values[i]);
  return series;
}

/* Curves with points at different steps share rows, and none is left out. */
static void
test_cost (void)
{
  g_autoptr (NablaSnapshot) snapshot = nabla_snapshot_new ();
  NablaCostCurves *live = nabla_cost_curves_new ("Run 2");
  live->cost = series_of ((gint64[]){ 1, 2, 4 }, (double[]){ 0.1, 1e-8, NAN }, 3);
  live->split_cost[NABLA_SNAPSHOT_DEV] = series_of ((gint64[]){ 2, 3 }, (double[]){ 3, 4 }, 2);
  nabla_snapshot_add_curves (snapshot, live);
  NablaCostCurves *other = nabla_cost_curves_new ("one \"old\", long");
  other->cost = series_of ((gint64[]){ 4, 5 }, (double[]){ 7, -INFINITY }, 2);
  nabla_snapshot_add_curves (snapshot, other);

  g_auto (GStrv) lines = lines_of ("cost", snapshot);
  g_assert_cmpuint (g_strv_length (lines), ==, 7);
  g_assert_cmpstr (lines[0], ==, "step,objective,dev,\"one \"\"old\"\", long: objective\"");
  g_assert_cmpstr (lines[1], ==, "1,0.1,,");
  g_assert_cmpstr (lines[2], ==, "2,1e-08,3,");
  g_assert_cmpstr (lines[3], ==, "3,,4,");
  g_assert_cmpstr (lines[4], ==, "4,nan,,7");
  g_assert_cmpstr (lines[5], ==, "5,,,-inf");
}

static void
test_million (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("million");
  GString *csv = nabla_figure_table (nabla_figure_find ("cost", NULL), snapshot, NULL);
  gsize n = 0;
  for (gsize i = 0; i < csv->len; i++)
    n += csv->str[i] == '\n';
  g_assert_cmpuint (n, ==, 1000001);
  g_assert_nonnull (g_strrstr_len (csv->str, (gssize) csv->len, "\n999999,"));
  g_string_free (csv, TRUE);
}

static void
test_boundary (void)
{
  g_autoptr (NablaSnapshot) snapshot = nabla_snapshot_new ();
  snapshot->n_classes = 2;
  snapshot->label_name = g_strdup ("kind");
  snapshot->class_names = g_new0 (char *, 2);
  snapshot->class_names[0] = g_strdup ("red, dry");
  snapshot->class_names[1] = g_strdup ("white");
  snapshot->points = nabla_points_new (3);
  const float x[] = { 0.1f, -3, 1e-20f };
  for (guint i = 0; i < 3; i++)
    {
      snapshot->points->x[i] = x[i];
      snapshot->points->y[i] = 16777217.0f;
      snapshot->points->label[i] = (float) (i % 2);
      snapshot->points->split[i] = (guint8) i;
    }
  g_auto (GStrv) lines = lines_of ("boundary", snapshot);
  g_assert_cmpstr (lines[0], ==, "example,x_1,x_2,kind,split");
  g_assert_cmpstr (lines[1], ==, "0,0.1,16777216,\"red, dry\",train");
  g_assert_cmpstr (lines[2], ==, "1,-3,16777216,white,dev");
  g_assert_cmpstr (lines[3], ==, "2,1e-20,16777216,\"red, dry\",test");
}

static void
test_confusion (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("spirals");
  g_auto (GStrv) lines = lines_of ("metrics", snapshot);
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 3 * 4 + 1);
  const NablaMetrics *dev = &snapshot->metrics[NABLA_SNAPSHOT_DEV];
  g_autofree char *wrong = g_strdup_printf ("dev,0,1,%" G_GUINT64_FORMAT, dev->confusion[1]);
  g_assert_cmpstr (lines[1 + 4 + 1], ==, wrong);
}

static void
test_network (void)
{
  g_autoptr (NablaSnapshot) snapshot = nabla_snapshot_new ();
  nabla_snapshot_add_layer (snapshot, nabla_layer_picture_new ("input", 2, 0));
  NablaLayerPicture *layer = nabla_layer_picture_new ("output", 1, 2);
  layer->weights = g_memdup2 ((float[]){ 0.5f, -0.25f }, 2 * sizeof (float));
  layer->biases = g_memdup2 ((float[]){ 0.3f }, sizeof (float));
  nabla_snapshot_add_layer (snapshot, layer);
  g_auto (GStrv) lines = lines_of ("network", snapshot);
  g_assert_cmpstr (lines[1], ==, "output,0,0,0.5");
  g_assert_cmpstr (lines[2], ==, "output,0,1,-0.25");
  g_assert_cmpstr (lines[3], ==, "output,0,bias,0.3");
}

/* A regression has no pairs of classes: a row a split that was measured. */
static void
test_errors (void)
{
  g_autoptr (NablaSnapshot) snapshot = nabla_snapshot_new ();
  snapshot->metrics[NABLA_SNAPSHOT_DEV]
      = (NablaMetrics){ .m = 20, .mae = 0.123456789012345, .rmse = 0.75, .r2 = 0.25 };
  g_auto (GStrv) lines = lines_of ("metrics", snapshot);
  g_assert_cmpstr (lines[0], ==, "split,examples,mae,rmse,r2");
  g_assert_cmpstr (lines[1], ==, "dev,20,0.123456789012345,0.75,0.25");
  g_assert_cmpstr (lines[2], ==, "");
}

/* Commas within quotes are none. */
static guint
count_fields (const char *line)
{
  guint n = 1;
  gboolean is_quoted = FALSE;
  for (; *line != '\0'; line++)
    {
      is_quoted = is_quoted != (*line == '"');
      n += *line == ',' && !is_quoted;
    }
  return n;
}

/* Every figure has a table, of every sample, with as many fields in each row as in
 * the first. */
static void
test_all (void)
{
  for (const SampleSnapshot *sample = sample_snapshots (); sample->name != NULL; sample++)
    {
      if (g_str_equal (sample->name, "million"))
        continue;
      g_autoptr (NablaSnapshot) snapshot = sample->make ();
      for (guint f = 0; nabla_figures ()[f] != NULL; f++)
        {
          g_auto (GStrv) lines = lines_of (nabla_figures ()[f]->name, snapshot);
          for (guint i = 1; lines[i + 1] != NULL; i++)
            g_assert_cmpuint (count_fields (lines[i]), ==, count_fields (lines[0]));
        }
    }
}

static void
test_write (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("flower");
  const NablaFigure *figure = nabla_figure_find ("cost", NULL);
  g_autofree char *folder = g_dir_make_tmp ("nabla-table-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "cost.csv", NULL), *text = NULL;
  g_autoptr (GError) error = NULL;
  g_assert_true (nabla_figure_table_write (figure, snapshot, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "step,"));
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_assert_false (nabla_figure_table_write (figure, snapshot, path, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_IO);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/figure-table/cost", test_cost);
  g_test_add_func ("/figure-table/million", test_million);
  g_test_add_func ("/figure-table/boundary", test_boundary);
  g_test_add_func ("/figure-table/confusion", test_confusion);
  g_test_add_func ("/figure-table/network", test_network);
  g_test_add_func ("/figure-table/errors", test_errors);
  g_test_add_func ("/figure-table/all", test_all);
  g_test_add_func ("/figure-table/write", test_write);
  return g_test_run ();
}
