/* Snapshots: what a new one says, and who owns the parts. The address sanitizer
 * build sees what is freed twice or never.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-snapshot.h"

static void
test_new (void)
{
  g_autoptr (NablaSnapshot) snapshot = nabla_snapshot_new ();

  g_assert_cmpint (snapshot->step, ==, 0);
  g_assert_cmpint (snapshot->diverged_step, ==, -1);
  g_assert_null (snapshot->curves);
  g_assert_null (snapshot->field);
  g_assert_null (snapshot->points);
  g_assert_null (snapshot->layers);
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    g_assert_cmpuint (snapshot->metrics[s].m, ==, 0);
}

static NablaSnapshot *
full_snapshot (NablaSeries *cost)
{
  NablaSnapshot *snapshot = nabla_snapshot_new ();

  snapshot->title = g_strdup ("Planar flower");
  snapshot->label_name = g_strdup ("color");
  snapshot->diverged_node = g_strdup ("loss");
  snapshot->n_classes = 2;
  snapshot->class_names = g_new0 (char *, 2);
  snapshot->class_names[0] = g_strdup ("red");
  snapshot->class_names[1] = g_strdup ("blue");
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    snapshot->metrics[s].confusion = g_new0 (guint64, 4);

  NablaCostCurves *curves = nabla_cost_curves_new ("run 1");
  curves->cost = nabla_series_ref (cost);
  curves->split_cost[NABLA_SNAPSHOT_DEV] = nabla_series_ref (cost);
  nabla_snapshot_add_curves (snapshot, curves);
  nabla_snapshot_add_curves (snapshot, nabla_cost_curves_new ("run 2"));

  snapshot->field = nabla_field_new (3, 2, 2);
  snapshot->field->x_name = g_strdup ("x1");
  snapshot->points = nabla_points_new (5);

  NablaLayerPicture *layer = nabla_layer_picture_new ("hidden", 4, 2);
  layer->activation = g_strdup ("tanh");
  layer->weights = g_new0 (float, 8);
  layer->biases = g_new0 (float, 4);
  layer->unit_maps = g_new0 (float, 4);
  nabla_snapshot_add_layer (snapshot, nabla_layer_picture_new ("input", 2, 0));
  nabla_snapshot_add_layer (snapshot, layer);
  return snapshot;
}

static void
test_parts (void)
{
  g_autoptr (NablaSeries) cost = nabla_series_new ();
  nabla_series_append (cost, 0, 0.693);
  g_autoptr (NablaSnapshot) snapshot = full_snapshot (cost);

  g_assert_cmpuint (snapshot->curves->len, ==, 2);
  g_assert_cmpstr (((NablaCostCurves *) snapshot->curves->pdata[1])->title, ==, "run 2");
  g_assert_cmpuint (snapshot->layers->len, ==, 2);
  g_assert_cmpstr (((NablaLayerPicture *) snapshot->layers->pdata[0])->name, ==, "input");
  g_assert_cmpfloat (snapshot->field->values[3 * 2 * 2 - 1], ==, 0);
  g_assert_cmpfloat (snapshot->points->label[4], ==, 0);
}

static void
test_reference (void)
{
  g_autoptr (NablaSeries) cost = nabla_series_new ();
  NablaSnapshot *snapshot = full_snapshot (cost);

  g_assert_true (nabla_snapshot_ref (snapshot) == snapshot);
  nabla_snapshot_unref (snapshot);
  g_assert_cmpstr (snapshot->title, ==, "Planar flower");
  nabla_snapshot_unref (snapshot);

  /* The series outlives the snapshot: the run goes on appending. */
  nabla_series_append (cost, 0, 0.693);
  g_assert_cmpuint (nabla_series_length (cost), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/snapshot/new", test_new);
  g_test_add_func ("/snapshot/parts", test_parts);
  g_test_add_func ("/snapshot/reference", test_reference);
  return g_test_run ();
}
