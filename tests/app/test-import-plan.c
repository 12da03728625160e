/* Import plans: what is said of a file is counted, and the experiment that comes of it
 * trains.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app-test.h"
#include "nabla-npz-file.h"

#include <glib/gstdio.h>
#include <string.h>

static NablaImportPlan *
plan_of_set (const char *name, const NablaImportChoices *choices)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = sets_path (name);
  g_autoptr (NablaSource) source = nabla_source_open (path, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  NablaImportPlan *plan = nabla_import_plan_new (source, choices, NULL, NULL, &error);
  g_assert_no_error (error);
  return plan;
}

static void
assert_trains (const NablaImportPlan *plan, gint64 steps, double least)
{
  g_autofree char *text = nabla_import_plan_text (plan);
  g_assert_cmpfloat (train_text (text, steps), >=, least);
}

static void
assert_sizes (const NablaImportPlan *plan, gsize train, gsize dev, gsize test)
{
  g_assert_cmpuint (plan->sizes[NABLA_SPLIT_TRAIN], ==, train);
  g_assert_cmpuint (plan->sizes[NABLA_SPLIT_DEV], ==, dev);
  g_assert_cmpuint (plan->sizes[NABLA_SPLIT_TEST], ==, test);
}

static void
test_wine (void)
{
  g_autoptr (NablaImportPlan) plan = plan_of_set ("wine.csv", NULL);
  g_assert_cmpstr (plan->choices.label, ==, "cultivar");
  g_assert_cmpuint (plan->dataset->n_classes, ==, 3);
  g_assert_cmpuint (plan->class_counts[0], ==, 59);
  g_assert_cmpuint (plan->class_counts[1], ==, 71);
  g_assert_cmpuint (plan->class_counts[2], ==, 48);
  /* Each class is cut at 0.6 and 0.8: 35 + 43 + 29, 12 + 14 + 9, and the rest. */
  assert_sizes (plan, 107, 35, 36);
  g_assert_cmpuint (plan->n_parameters, ==, 13 * 16 + 16 + 16 * 3 + 3);
  g_assert_cmpuint (plan->n_layers, ==, 3);
  g_assert_cmpuint (plan->layers[0].units, ==, 13);
  g_assert_cmpuint (plan->layers[1].units, ==, 16);
  g_assert_cmpuint (plan->layers[2].units, ==, 3);
  g_assert_cmpuint (plan->n_missing, ==, 0);
  g_assert_cmpint (plan->choices.normalize, ==, NABLA_NORMALIZE_STANDARD);

  g_assert_cmpuint (plan->preview->n_columns, ==, 14);
  g_assert_cmpuint (plan->preview->n_rows, ==, NABLA_PREVIEW_ROWS);
  const NablaPreviewColumn *label = &plan->preview->columns[0];
  g_assert_true (label->is_label && label->is_text);
  g_assert_cmpstr (label->name, ==, "cultivar");
  g_assert_cmpstr (label->cells[0], ==, "cultivar 1");
  g_assert_cmpuint (label->profile.n_words, ==, 3);
  const NablaPreviewColumn *alcohol = &plan->preview->columns[1];
  g_assert_cmpstr (alcohol->name, ==, "alcohol");
  g_assert_cmpstr (alcohol->cells[0], ==, "14.23");
  g_assert_true (alcohol->is_used && !alcohol->is_label);
  g_assert_cmpuint (alcohol->profile.n_values, ==, 178);
  assert_trains (plan, 200, 0.98);
}

/* All choices at once are in the experiment, and what follows from them is counted. */
static void
test_choices (void)
{
  g_auto (NablaImportChoices) choices = NABLA_IMPORT_CHOICES_INIT;
  choices.leave_out = g_strsplit ("ash;hue", ";", -1);
  choices.normalize = NABLA_NORMALIZE_MINMAX;
  choices.train = 0.8;
  choices.dev = 0.1;
  choices.test = 0.1;
  g_autoptr (NablaImportPlan) plan = plan_of_set ("wine.csv", &choices);
  g_assert_cmpuint (plan->layers[0].units, ==, 11);
  g_assert_cmpuint (plan->n_parameters, ==, 11 * 16 + 16 + 16 * 3 + 3);
  g_assert_cmpuint (plan->sizes[0] + plan->sizes[1] + plan->sizes[2], ==, 178);
  const NablaDataSpec *data = nabla_experiment_data (plan->experiment);
  g_assert_cmpstr (data->label, ==, "cultivar");
  g_assert_cmpint (data->normalize, ==, NABLA_NORMALIZE_MINMAX);
  g_assert_cmpfloat (data->train, ==, 0.8);
  g_assert_cmpfloat (data->test, ==, 0.1);
  g_assert_cmpuint (g_strv_length (data->leave_out), ==, 2);
  for (guint k = 0; k < plan->preview->n_columns; k++)
    {
      const NablaPreviewColumn *column = &plan->preview->columns[k];
      gboolean left_out = g_str_equal (column->name, "ash") || g_str_equal (column->name, "hue");
      g_assert_cmpint (column->is_used, ==, !left_out);
    }
  assert_trains (plan, 200, 0.95);

  /* The examples are those of before where only the split differs. */
  g_auto (NablaImportChoices) other = { 0 };
  nabla_import_choices_copy (&other, &plan->choices);
  other.train = 1;
  other.dev = other.test = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaImportPlan) again
    = nabla_import_plan_new (plan->source, &other, plan, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (again->dataset == plan->dataset);
  assert_sizes (again, 178, 0, 0);

  /* Another label is another task. */
  g_clear_pointer (&other.label, g_free);
  other.label = g_strdup ("alcohol");
  g_autoptr (NablaImportPlan) numbers
    = nabla_import_plan_new (plan->source, &other, again, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (numbers->dataset->task, ==, NABLA_TASK_REGRESSION);
  g_assert_cmpuint (numbers->layers[2].units, ==, 1);
  g_assert_cmpstr (numbers->preview->columns[0].name, ==, "alcohol");
  assert_trains (numbers, 1000, 0.5);
}

static NablaImportPlan *
plan_of_bytes (const char *path, const void *bytes, gsize length, const NablaImportChoices *choices)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
  NablaReadOptions options = { 0 };
  if (choices != NULL)
    options = nabla_import_choices_read_options (choices);
  g_autoptr (NablaSource) source = nabla_source_open (path, &options, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  NablaImportPlan *plan = nabla_import_plan_new (source, choices, NULL, NULL, &error);
  g_assert_no_error (error);
  return plan;
}

static void
test_missing (void)
{
  static const char text[]
    = "a,b,color,price\n1,2,red,10\n,3,blue,20.5\n3,,red,30\n4,5,,40\n,1,red,\n";
  g_autofree char *folder = g_dir_make_tmp ("nabla-plan-XXXXXX", NULL);
  /* Names that a line could not hold as they are. */
  g_autofree char *path = g_build_filename (folder, "of 3; # rows.csv", NULL);
  g_auto (NablaImportChoices) choices = NABLA_IMPORT_CHOICES_INIT;
  choices.label = g_strdup ("price");
  g_autoptr (NablaImportPlan) filled = plan_of_bytes (path, text, strlen (text), &choices);
  g_assert_cmpuint (filled->n_missing, ==, 4);
  g_assert_cmpuint (g_strv_length (filled->missing_columns), ==, 3);
  g_assert_cmpuint (filled->dataset->m, ==, 4);
  g_assert_cmpuint (filled->dataset->n_x, ==, 4);
  g_assert_null (filled->preview->columns[1].cells[1]);
  g_assert_cmpstr (filled->preview->columns[3].name, ==, "color");
  g_assert_true (filled->preview->columns[3].is_text);
  assert_trains (filled, 20, -100);

  choices.missing = NABLA_MISSING_DROP;
  g_autoptr (NablaImportPlan) dropped = plan_of_bytes (path, text, strlen (text), &choices);
  g_assert_cmpuint (dropped->dataset->m, ==, 1);
  g_assert_cmpuint (dropped->n_missing, ==, 4);
  g_assert_cmpint (nabla_experiment_data (dropped->experiment)->missing, ==, NABLA_MISSING_DROP);
  g_autofree char *text_of_one = nabla_import_plan_text (dropped);
  train_text (text_of_one, 3);
  g_unlink (path);
  g_rmdir (folder);
}

/* What was changed about reading holds when the experiment is opened again. */
static void
test_reading (void)
{
  g_autofree char *folder = g_dir_make_tmp ("nabla-plan-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "t.csv", NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < 60; i++)
    g_string_append_printf (text, "%u,5|%u,25|%s\n", i % 7, i, i < 30 ? "low" : "high");
  g_auto (NablaImportChoices) choices = NABLA_IMPORT_CHOICES_INIT;
  choices.delimiter = '|';
  choices.decimal_point = ',';
  choices.header = NABLA_HEADER_ABSENT;
  choices.encoding = g_strdup ("UTF-8");
  g_autoptr (NablaImportPlan) plan = plan_of_bytes (path, text->str, text->len, &choices);
  g_assert_cmpuint (plan->source->table->n_columns, ==, 3);
  g_assert_cmpuint (plan->dataset->m, ==, 60);
  const NablaDataSpec *data = nabla_experiment_data (plan->experiment);
  g_assert_cmpint (data->reading.delimiter, ==, '|');
  g_assert_cmpint (data->reading.decimal_point, ==, ',');
  g_assert_cmpint (data->reading.header, ==, NABLA_HEADER_ABSENT);
  g_assert_cmpstr (data->reading.encoding, ==, "UTF-8");
  assert_trains (plan, 200, 0.97);
  g_unlink (path);
  g_rmdir (folder);
}

/* A table of many columns is shown in part, its label always. */
static void
test_wide (void)
{
  g_autoptr (NablaImportPlan) plan = plan_of_set ("digits.csv", NULL);
  g_assert_cmpuint (plan->dataset->n_classes, ==, 10);
  g_assert_cmpuint (plan->preview->n_columns, ==, NABLA_PREVIEW_COLUMNS);
  g_assert_cmpuint (plan->preview->n_more, ==,
                    plan->source->table->n_columns - NABLA_PREVIEW_COLUMNS);
  g_assert_true (plan->preview->columns[0].is_label);
  gsize sum = 0;
  for (guint k = 0; k < 10; k++)
    sum += plan->class_counts[k];
  g_assert_cmpuint (sum, ==, plan->dataset->m);
}

static NablaArray
array_of (char *name, guint n_dims, const gsize *shape, double *values)
{
  NablaArray array = { .name = name, .type = (char *) "float64", .n_dims = n_dims, .n_values = 1 };
  for (guint d = 0; d < n_dims; d++)
    {
      array.shape[d] = shape[d];
      array.n_values *= shape[d];
    }
  array.values = values;
  return array;
}

/* 40 pictures of 3×2 pixels, the bright ones of class 1; or the same numbers as rows. */
static void
test_arrays (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("nabla-plan-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.npz", NULL);
  double x[40 * 6], y[40];
  for (guint i = 0; i < 40; i++)
    {
      y[i] = i % 2;
      for (guint j = 0; j < 6; j++)
        x[6 * i + j] = y[i] * 100 + i + j;
    }
  for (guint n_dims = 2; n_dims <= 3; n_dims++)
    {
      NablaArray features = array_of ((char *) "x", n_dims,
                                      n_dims == 2 ? (gsize[]){ 40, 6 } : (gsize[]){ 40, 3, 2 }, x);
      NablaArray labels = array_of ((char *) "y", 1, (gsize[]){ 40 }, y);
      g_assert_true (
        nabla_npz_file_write (path, (NablaArray *const[]){ &features, &labels }, 2, &error));
      g_autoptr (NablaSource) source = nabla_source_open (path, NULL, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_autoptr (NablaImportPlan) plan = nabla_import_plan_new (source, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (plan->choices.label, ==, "y");
      g_assert_cmpuint (plan->class_counts[1], ==, 20);
      g_assert_cmpuint (plan->layers[0].units, ==, 6);
      g_assert_cmpuint (plan->n_parameters, ==, 6 * 16 + 16 + 16 + 1);
      g_assert_cmpuint (plan->preview->n_columns, ==, n_dims == 2 ? 7 : 1);
      g_assert_cmpstr (plan->preview->columns[0].cells[1], ==, "1");
      g_assert_false (plan->preview->columns[0].can_leave_out);
      g_assert_cmpuint (plan->preview->n_pictures, ==, n_dims == 2 ? 0 : NABLA_PREVIEW_PICTURES);
      if (n_dims == 3)
        {
          g_assert_cmpuint (plan->preview->width, ==, 2);
          g_assert_cmpuint (plan->preview->height, ==, 3);
          /* The brightest pixel of the first ten pictures is 114. */
          g_assert_cmpuint (plan->preview->pictures[9].pixels[3 * 5], ==, 255);
          g_assert_cmpuint (plan->preview->pictures[0].pixels[0], ==, 0);
          g_assert_cmpstr (plan->preview->pictures[9].label, ==, "1");
        }
      else
        g_assert_cmpstr (plan->preview->columns[2].cells[1], ==, "102");
      assert_trains (plan, 100, 0.95);
    }
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/import-plan/wine", test_wine);
  g_test_add_func ("/app/import-plan/choices", test_choices);
  g_test_add_func ("/app/import-plan/missing", test_missing);
  g_test_add_func ("/app/import-plan/reading", test_reading);
  g_test_add_func ("/app/import-plan/wide", test_wide);
  g_test_add_func ("/app/import-plan/arrays", test_arrays);
  return g_test_run ();
}
