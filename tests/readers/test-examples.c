/* From a table to examples: which column becomes what.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "reader-test.h"

static NablaDataset *
make (const char *text, const NablaDatasetOptions *options, NablaDatasetReport *report)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaSource) source = read_text (text);
  NablaDataset *dataset = nabla_source_to_dataset (source, options, report, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (dataset);
  return dataset;
}

static void
refuse_options (const char *text, const NablaDatasetOptions *options, int code, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaSource) source = read_text (text);
  g_assert_null (nabla_source_to_dataset (source, options, NULL, NULL, &error));
  g_assert_error (error, NABLA_ERROR, code);
  g_assert_true (g_str_has_prefix (error->message, "data.csv"));
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” is not in “%s”", words, error->message);
}

static void
check_names (char **names, const char *expected)
{
  g_autofree char *joined = g_strjoinv ("|", names);
  g_assert_cmpstr (joined, ==, expected);
}

/* Rows of x, with blanks between numbers and | between rows. */
static void
check_x (const NablaDataset *dataset, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (gsize i = 0; i < dataset->m; i++)
    for (guint k = 0; k < dataset->n_x; k++)
      g_string_append_printf (text, "%s%g", k > 0 ? " " : i > 0 ? "|" : "", dataset->x[i * dataset->n_x + k]);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
check_y (const NablaDataset *dataset, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (gsize i = 0; i < dataset->m; i++)
    g_string_append_printf (text, "%s%g", i > 0 ? " " : "", dataset->y[i]);
  g_assert_cmpstr (text->str, ==, expected);
}

static gboolean
has_note (char **notes, const char *words)
{
  for (guint k = 0; notes[k] != NULL; k++)
    if (strstr (notes[k], words) != NULL)
      return TRUE;
  return FALSE;
}

static void
test_one_hot (void)
{
  g_autoptr (NablaDataset) data
    = make ("size,color,ok\n1,red,no\n2,blue,yes\n3,red,no\n4,green,yes\n5,blue,no\n6,green,no\n", NULL, NULL);
  g_assert_cmpint (data->task, ==, NABLA_TASK_BINARY);
  check_names (data->feature_names, "size|color=blue|color=green|color=red");
  check_x (data, "1 0 0 1|2 1 0 0|3 0 0 1|4 0 1 0|5 1 0 0|6 0 1 0");
  check_names (data->class_names, "no|yes");
  check_y (data, "0 1 0 1 0 0");
  g_assert_cmpstr (data->label_name, ==, "ok");
  /* Words that are numbers are sorted as such. */
  g_autoptr (NablaDataset) sizes
    = make ("x,class\n1,10\n2,9\n3,a\n4,10\n5,9\n6,a\n", &(NablaDatasetOptions) { .label = "x", .task = -1 }, NULL);
  check_names (sizes->feature_names, "class=10|class=9|class=a");
  g_autoptr (NablaDataset) numbers
    = make ("@relation r\n@attribute x real\n@attribute n {10,9,1e1}\n@attribute c {u,v}\n@data\n"
            "1,10,u\n2,9,v\n3,10,u\n4,9,v\n", NULL, NULL);
  check_names (numbers->feature_names, "x|n=9|n=10");
}

static void
test_labels (void)
{
  static const struct { const char *text; const char *label; int task, found; const char *name, *classes, *y; } cases[] = {
    { "a,b,c\n1,2,x\n2,3,y\n3,4,z\n4,5,x\n5,7,y\n6,8,z\n", NULL, -1, NABLA_TASK_MULTICLASS, "c", "x|y|z", "0 1 2 0 1 2" },
    { "species,b,c\nx,2,1\ny,3,2\nx,4,3\ny,6,9\n", NULL, -1, NABLA_TASK_BINARY, "species", "x|y", "0 1 0 1" },
    { "a,b\n1,2.5\n2,3.5\n3,4.5\n", NULL, -1, NABLA_TASK_REGRESSION, "b", NULL, "2.5 3.5 4.5" },
    { "Survived,b\n0,2.5\n1,3.5\n0,4.5\n", NULL, -1, NABLA_TASK_BINARY, "Survived", "0|1", "0 1 0" },
    { "a,b\n1,2.5\n2,3.5\n3,4.5\n", "a", -1, NABLA_TASK_REGRESSION, "a", NULL, "1 2 3" },
    { "a,b\n1,2.5\n2,3.5\n3,4.5\n", "1", -1, NABLA_TASK_REGRESSION, "a", NULL, "1 2 3" },
    { "a,B\n1,2.5\n2,3.5\n3,4.5\n", "b", NABLA_TASK_MULTICLASS, NABLA_TASK_MULTICLASS, "B", "2.5|3.5|4.5", "0 1 2" },
    { "a,b\n1,3\n2,7\n3,3\n", NULL, -1, NABLA_TASK_BINARY, "b", "3|7", "0 1 0" },
    { "a,b\n1,3\n2,7\n3,3\n", NULL, NABLA_TASK_REGRESSION, NABLA_TASK_REGRESSION, "b", NULL, "3 7 3" },
    { "a,b\n1,2\n2,10\n3,9\n", "b", NABLA_TASK_MULTICLASS, NABLA_TASK_MULTICLASS, "b", "2|9|10", "0 2 1" },
    { "a,答案\n1,否\n2,是\n3,否\n", NULL, -1, NABLA_TASK_BINARY, "答案", "否|是", "0 1 0" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      NablaDatasetOptions options = { .label = cases[i].label, .task = cases[i].task };
      g_autoptr (NablaDataset) data = make (cases[i].text, &options, NULL);
      g_assert_cmpint (data->task, ==, cases[i].found);
      g_assert_cmpstr (data->label_name, ==, cases[i].name);
      check_y (data, cases[i].y);
      if (cases[i].classes != NULL)
        check_names (data->class_names, cases[i].classes);
      g_assert_cmpuint (data->n_classes, ==, cases[i].classes != NULL ? g_strv_length (data->class_names) : 0);
    }
  static const char text[] = "size,color\n1,red\n2,blue\n3,red\n";
  NablaDatasetOptions options = NABLA_DATASET_OPTIONS_INIT;
  options.label = "colour";
  refuse_options (text, &options, NABLA_ERROR_UNKNOWN, "did you mean 'color'?");
  options.label = "color";
  options.task = NABLA_TASK_REGRESSION;
  refuse_options (text, &options, NABLA_ERROR_DATA, "has words; only numbers can be predicted");
  options.task = NABLA_TASK_BINARY;
  refuse_options ("a,b\n1,x\n2,y\n3,z\n", &options, NABLA_ERROR_UNKNOWN, "label");
  options.label = "b";
  refuse_options ("a,b\n1,x\n2,y\n3,z\n", &options, NABLA_ERROR_DATA, "has 3 different values; a binary task has 2");
  refuse_options ("a,b\n1,x\n2,x\n3,x\n", NULL, NABLA_ERROR_DATA, "has the same value in every row");
}

#define HOLES "a,color,y\n1,red,0.5\n?,blue,1.5\n4,NA,2.5\n7,blue,?\n,red,4.5\n4,red,3.5\n"

static void
test_filled (void)
{
  g_auto (NablaDatasetReport) report = { 0 };
  g_autoptr (NablaDataset) data = make (HOLES, NULL, &report);
  check_names (data->feature_names, "a|color=blue|color=red");
  /* The mean of 1, 4 and 4; the most frequent word; of the rows that are used. */
  check_x (data, "1 0 1|3 1 0|4 0 1|3 0 1|4 0 1");
  check_y (data, "0.5 1.5 2.5 4.5 3.5");
  g_assert_cmpuint (report.n_dropped, ==, 1);
  g_assert_cmpuint (report.n_filled, ==, 3);
  g_assert_true (has_note (report.notes, "1 row with missing values is not used."));
  g_assert_true (has_note (report.notes, "3 missing values are filled in with their column's mean or most frequent word."));
}

static void
test_dropped (void)
{
  g_auto (NablaDatasetReport) report = { 0 };
  NablaDatasetOptions options = NABLA_DATASET_OPTIONS_INIT;
  options.missing = NABLA_MISSING_DROP;
  g_autoptr (NablaDataset) data = make (HOLES, &options, &report);
  check_x (data, "1 0 1|4 0 1");
  check_y (data, "0.5 3.5");
  g_assert_cmpuint (report.n_dropped, ==, 4);
  g_assert_cmpuint (report.n_filled, ==, 0);
  g_assert_true (has_note (report.notes, "4 rows with missing values are not used."));
  /* Only columns that are used count. */
  const char *without[] = { "a", NULL };
  options.leave_out = without;
  g_autoptr (NablaDataset) fewer = make (HOLES, &options, NULL);
  g_assert_cmpuint (fewer->m, ==, 4);
  refuse_options ("a,b,y\n1,?,1\n?,2,2\n3,?,3\n?,4,4\n", &(NablaDatasetOptions) { .task = -1, .missing = NABLA_MISSING_DROP },
                  NABLA_ERROR_DATA, "every row lacks a value, so none is left to use");
}

static void
test_reported (void)
{
  g_autoptr (NablaSource) source = read_text (HOLES);
  g_autoptr (GString) json = g_string_new (NULL), text = g_string_new (NULL);
  nabla_source_describe_json (source, json);
  nabla_source_describe_text (source, text);
  g_assert_nonnull (strstr (json->str, "\"missing\": 4"));
  g_assert_nonnull (strstr (json->str, "{\"name\": \"a\", \"type\": \"number\", \"missing\": 2, \"words\": null}"));
  g_assert_nonnull (strstr (json->str, "{\"name\": \"color\", \"type\": \"text\", \"missing\": 1, \"words\": 2}"));
  g_assert_nonnull (strstr (text->str, "missing values: 4"));
  g_assert_nonnull (strstr (text->str, "a: numbers, 2 missing"));
}

static void
test_useless (void)
{
  g_autoptr (GString) text = g_string_new ("id,name,same,void,size,y\n");
  for (int i = 0; i < 30; i++)
    g_string_append_printf (text, "%d,n%d,7,,%d,%d.5\n", i + 1, i, i * i, i);
  g_auto (NablaDatasetReport) report = { 0 };
  g_autoptr (NablaDataset) data = make (text->str, NULL, &report);
  check_names (data->feature_names, "size");
  g_assert_true (has_note (report.notes, "“id” is left out: it only numbers the rows"));
  g_assert_true (has_note (report.notes, "“name” is left out: it has a different word in every row"));
  g_assert_true (has_note (report.notes, "“same” is left out: it has the same value in every row"));
  g_assert_true (has_note (report.notes, "“void” is left out: it has no values"));
  const char *rest[] = { "size", NULL }, *unknown[] = { "sise", NULL };
  refuse_options (text->str, &(NablaDatasetOptions) { .task = -1, .leave_out = rest }, NABLA_ERROR_DATA,
                  "beside the label there is no column to predict it from");
  refuse_options (text->str, &(NablaDatasetOptions) { .task = -1, .leave_out = unknown }, NABLA_ERROR_UNKNOWN,
                  "did you mean 'size'?");
}

/* New data for a network that was trained with these features and classes. */
static void
test_trained (void)
{
  const char *features[] = { "color=blue", "color=red", "size", NULL }, *classes[] = { "yes", "no", NULL };
  NablaDatasetOptions options = { .label = "ok", .task = -1, .features = features, .classes = classes };
  g_auto (NablaDatasetReport) report = { 0 };
  g_autoptr (NablaDataset) labelled
    = make ("size,ok,color\n1,no,red\n2,yes,blue\n3,?,violet\n", &options, &report);
  check_x (labelled, "0 1 1|1 0 2|0 0 3");
  check_y (labelled, "1 0 nan");
  check_names (labelled->class_names, "yes|no");
  g_assert_true (has_note (report.notes, "“color” has 1 word that the network does not know."));
  g_autoptr (NablaDataset) bare = make ("color,size\nred,1\nblue,2\n", &options, NULL);
  check_x (bare, "0 1 1|1 0 2");
  check_y (bare, "nan nan");
  refuse_options ("color,ok\nred,no\n", &options, NABLA_ERROR_UNKNOWN, "size");
  refuse_options ("size,color\nbig,red\nsmall,blue\n", &options, NABLA_ERROR_DATA,
                  "column “size” has words, but the network takes numbers");
  refuse_options ("size,ok,color\n1,maybe,red\n", &options, NABLA_ERROR_DATA, "has the value “maybe”; known are yes, no");
}

/* A missing value of new data is what it was in those that the network learned from. */
static void
test_trained_fill (void)
{
  const char *features[] = { "color=blue", "color=red", "size", NULL };
  const double fill[] = { 0, 1, 2.5 };
  NablaDatasetOptions options = { .task = -1, .features = features, .fill = fill };
  g_autoptr (NablaDataset) data = make ("size,color\n?,blue\n100,?\n?,?\n", &options, NULL);
  check_x (data, "1 0 2.5|0 1 100|0 1 2.5");
  g_assert_cmpmem (data->fill, sizeof fill, fill, sizeof fill);
}

/* What dev and test have does not tell what stands for a missing value. */
static void
test_train_fill (void)
{
  static const char text[] = "a,color,y\n1,red,0.5\n?,?,1.5\n3,blue,2.5\n5,blue,3.5\n100,red,4.5\n200,red,5.5\n?,?,6.5\n300,red,7.5\n";
  g_autoptr (NablaDataset) data = make (text, NULL, NULL);
  check_x (data, "1 0 1|101.5 0 1|3 1 0|5 1 0|100 0 1|200 0 1|101.5 0 1|300 0 1");
  NablaPartition partition = { .indices = { (guint32[]) { 3, 1, 0, 2 }, (guint32[]) { 4, 5 }, (guint32[]) { 6, 7 } },
                               .sizes = { 4, 2, 2 } };
  nabla_dataset_fill (data, &partition);
  check_x (data, "1 0 1|3 1 0|3 1 0|5 1 0|100 0 1|200 0 1|3 1 0|300 0 1");
  static const double fill[] = { 3, 1, 0 };
  g_assert_cmpmem (data->fill, sizeof fill, fill, sizeof fill);
  /* Again, from others, as if it had not been filled before. */
  nabla_dataset_fill (data, NULL);
  check_x (data, "1 0 1|101.5 0 1|3 1 0|5 1 0|100 0 1|200 0 1|101.5 0 1|300 0 1");
  /* Train examples without any value; sums beyond all doubles. */
  NablaPartition lacking = { .indices = { (guint32[]) { 1, 6 } }, .sizes = { 2 } };
  nabla_dataset_fill (data, &lacking);
  check_x (data, "1 0 1|0 0 0|3 1 0|5 1 0|100 0 1|200 0 1|0 0 0|300 0 1");
  g_autoptr (NablaDataset) huge = make ("a,y\n1e308,0.5\n1.5e308,1.5\n?,2.5\n1.25e308,3.5\n", NULL, NULL);
  g_assert_cmpfloat_with_epsilon (huge->x[2] / 1e308, 1.25, 1e-12);
}

static void
test_no_table (void)
{
  refuse_options ("1\n2\n3\n", NULL, NABLA_ERROR_UNSUPPORTED, "it is a series of numbers");
  refuse_options ("Some words.\nNo table, this.\n", NULL, NABLA_ERROR_UNSUPPORTED, "it is plain text");
}

static void
test_cancel (void)
{
  g_autoptr (NablaSource) source = read_text (HOLES);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_cancellable_cancel (cancellable);
  g_assert_null (nabla_source_to_dataset (source, NULL, NULL, cancellable, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_CANCELLED);
}

/* Split and normalized, as an experiment does it: train alone decides. */
static void
test_no_leak (void)
{
  g_autoptr (GString) text = g_string_new ("x,y\n");
  for (int i = 0; i < 100; i++)
    g_string_append_printf (text, "%d,%s\n", i < 50 ? i : 10 * i, i % 4 == 0 ? "rare" : "common");
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaDataset) data = make (text->str, NULL, NULL);
  g_autoptr (NablaPartition) parts = nabla_partition_new (data, 0.6, 0.2, 0.2, TRUE, 3, &error);
  g_assert_no_error (error);
  for (int s = 0; s < NABLA_N_SPLITS; s++)
    {
      gsize n_rare = 0;
      for (gsize i = 0; i < parts->sizes[s]; i++)
        n_rare += data->y[parts->indices[s][i]] == 1;
      g_assert_cmpuint (n_rare * 4, ==, parts->sizes[s]);
    }
  g_autoptr (NablaNormalizer) before = nabla_normalizer_new (NABLA_NORMALIZE_STANDARD, data, parts);
  for (int s = NABLA_SPLIT_DEV; s < NABLA_N_SPLITS; s++)
    for (gsize i = 0; i < parts->sizes[s]; i++)
      data->x[parts->indices[s][i]] = 1e9;
  g_autoptr (NablaNormalizer) after = nabla_normalizer_new (NABLA_NORMALIZE_STANDARD, data, parts);
  g_assert_cmpfloat (before->shift[0], ==, after->shift[0]);
  g_assert_cmpfloat (before->scale[0], ==, after->scale[0]);
  double sum = 0;
  for (gsize i = 0; i < parts->sizes[NABLA_SPLIT_TRAIN]; i++)
    sum += data->x[parts->indices[NABLA_SPLIT_TRAIN][i]];
  g_assert_cmpfloat_with_epsilon (before->shift[0], sum / (double) parts->sizes[NABLA_SPLIT_TRAIN], 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/readers/examples/one-hot", test_one_hot);
  g_test_add_func ("/readers/examples/labels", test_labels);
  g_test_add_func ("/readers/examples/filled", test_filled);
  g_test_add_func ("/readers/examples/dropped", test_dropped);
  g_test_add_func ("/readers/examples/reported", test_reported);
  g_test_add_func ("/readers/examples/useless", test_useless);
  g_test_add_func ("/readers/examples/trained", test_trained);
  g_test_add_func ("/readers/examples/trained-fill", test_trained_fill);
  g_test_add_func ("/readers/examples/train-fill", test_train_fill);
  g_test_add_func ("/readers/examples/no-table", test_no_table);
  g_test_add_func ("/readers/examples/cancel", test_cancel);
  g_test_add_func ("/readers/examples/no-leak", test_no_leak);
  return g_test_run ();
}
