/* ARFF as Weka, OpenML and people write it.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "reader-test.h"

#define HEAD "@relation r\n@attribute x numeric\n@attribute color {red, 'deep blue', green}\n"

/* Names of data files say nothing: the content does. */
static void
check_arff (const char *text, const char *types, const char *expected)
{
  g_autoptr (NablaSource) source = read_as ("data.txt", text, strlen (text));
  g_autofree char *found = table_text (source);
  g_autofree char *found_types = table_types (source);
  g_assert_cmpstr (source->format, ==, "ARFF");
  g_assert_cmpstr (found, ==, expected);
  g_assert_cmpstr (found_types, ==, types);
}

static void
refuse_arff (const char *text, const char *words)
{
  refuse_as ("data.arff", text, strlen (text), NABLA_ERROR_DATA, words);
}

static void
test_types (void)
{
  check_arff ("% Iris, in part\n\n@RELATION iris\n\n@ATTRIBUTE width REAL\n@attribute\tcount Integer\n"
              "@Attribute 'the name' string\n@attribute day DATE \"yyyy-MM-dd\"\n"
              "@attribute class\t{Iris-setosa,Iris-virginica}\n\n@DATA\n"
              "5.1,3,'Ann, the first',2001-04-03,Iris-setosa\n-1e-3,4,Bob,2001-04-12,Iris-virginica\n",
              "nnttt",
              "width|count|the name|day|class\n5.1|3|Ann, the first|2001-04-03|Iris-setosa\n"
              "-0.001|4|Bob|2001-04-12|Iris-virginica");
  /* Numbers as categories are categories. */
  check_arff ("@relation r\n@attribute a {0,1}\n@attribute b numeric\n@data\n0,1\n1,0\n", "tn",
              "a|b\n0|1\n1|0");
  /* The header of a file without a relation's name, with either end of line. */
  check_arff ("@attribute a numeric\r\n@attribute b numeric\r\n@data\r\n1,2\r\n3,4\r\n", "nn", "a|b\n1|2\n3|4");
  check_arff ("@attribute a numeric\r@attribute b numeric\r@data\r1,2\r3,4", "nn", "a|b\n1|2\n3|4");
  check_arff ("\xef\xbb\xbf@relation r\n@attribute a numeric\n@attribute b numeric\n@data\n1,2", "nn", "a|b\n1|2");
  check_arff ("@relation r\n@attribute a numeric\n@attribute a numeric\n@data\n1,2", "nn", "a|a (2)\n1|2");
}

static void
test_values (void)
{
  /* Missing values, but not the word in quotes. */
  check_arff (HEAD "@attribute s string\n@data\n?,?,?\n1,red,'?'\n , green ,\n", "ntt",
              "x|color|s\n||\n1|red|?\n|green|");
  check_arff (HEAD "@attribute s string\n@data\n1,'deep blue',\"it's\"\n2,\"deep blue\",'it\\'s'\n"
                   "3,red,'two\\nlines \\\\ \\%'\n4,'red',''\n",
              "ntt",
              "x|color|s\n1|deep blue|it's\n2|deep blue|it's\n3|red|two\nlines \\ %\n4|red|");
  /* Blanks around values, or instead of commas; a comma at the end; comments. */
  check_arff (HEAD "@data % here it begins\n 1 ,\tred\n2 green % the last but two\n3,deep blue, % so\n"
                   "% 4,red\n   % 5,red\n6 'deep blue'\n",
              "nt", "x|color\n1|red\n2|green\n3|deep blue\n6|deep blue");
  check_arff ("@relation r\n@attribute a numeric\n@attribute b {x y z}\n@data\n1,z\n", "nt", "a|b\n1|z");
  /* A weight after a row is passed over, and that is said. */
  g_autoptr (NablaSource) weighted = read_as ("w.arff", HEAD "@data\n1,red,{0.5}\n2,green\n{0 3}, {2}\n",
                                              strlen (HEAD "@data\n1,red,{0.5}\n2,green\n{0 3}, {2}\n"));
  g_autofree char *text = table_text (weighted);
  g_assert_cmpstr (text, ==, "x|color\n1|red\n2|green\n3|red");
  g_assert_cmpuint (g_strv_length (weighted->notes), ==, 1);
  g_assert_nonnull (strstr (weighted->notes[0], "weights"));
}

static void
test_dates (void)
{
  static const char text[] = "@relation r\n@attribute when date\n@attribute x numeric\n@attribute y numeric\n"
                             "@data\n'2001-04-03 12:12:12',1,2\n?,3,4\n";
  g_autoptr (NablaSource) source = read_as ("d.arff", text, strlen (text));
  g_autofree char *found = table_text (source);
  g_assert_cmpstr (found, ==, "when|x|y\n2001-04-03 12:12:12|1|2\n|3|4");
  g_assert_cmpuint (g_strv_length (source->notes), ==, 1);
  g_assert_nonnull (strstr (source->notes[0], "dates of column “when” are read as words"));
}

/* What a row in braces leaves out is 0 or the first word, not missing. */
static void
test_sparse (void)
{
  check_arff (HEAD "@attribute n numeric\n@attribute s string\n@data\n{}\n{1 green, 2 5}\n{0 1.5,1 'deep blue' , 3 \"a, b\"}\n"
                   "{ 2 ? }\n{1 ?} % so\n7,green,8,c\n",
              "ntnt",
              "x|color|n|s\n0|red|0|\n0|green|5|\n1.5|deep blue|0|a, b\n0|red||\n0||0|\n7|green|8|c");
  refuse_arff (HEAD "@data\n{0 1, 2 5}\n", "line 5: there is no attribute 2; they are numbered from 0 to 1");
  refuse_arff (HEAD "@data\n{1 red, 0 5}\n", "line 5: the numbers of a row in braces must ascend, but 0 comes after 1");
  refuse_arff (HEAD "@data\n{0 1, 0 2}\n", "line 5: the numbers of a row in braces must ascend");
  refuse_arff (HEAD "@data\n{0 1\n", "line 5: a row that begins with { has no }");
  refuse_arff (HEAD "@data\n{0 1} 2\n", "line 5: after a row in braces nothing but a weight");
  refuse_arff (HEAD "@data\n{red}\n", "line 5: a row in braces has the number of an attribute");
  refuse_arff (HEAD "@data\n{99999999999 1}\n", "line 5: there is no attribute");
}

static void
test_refused (void)
{
  static const struct { const char *text, *words; } cases[] = {
    { "@relation r\n@attribute x numeric\n", "line 2: the file ends before a line with @data" },
    { "@relation r\n@data\n1,2\n", "line 2: before @data there must be an @attribute" },
    { HEAD "@data\n% nothing\n", "line 4: there is no row of values below @data" },
    { HEAD "@data\n1,red\n2\n", "line 6: found 1 value, but the table has 2 columns" },
    { HEAD "@data\n1,red\n2,red,3\n", "line 6: found 3 values, but the table has 2 columns" },
    { HEAD "@data\n1,gren\n", "line 5: color: 'gren' is not known; did you mean 'green'?" },
    { HEAD "@data\n1,Red\n", "did you mean 'red'?" },
    { HEAD "@data\n1,yellowish\n", "line 5: color: 'yellowish' is not known" },
    { HEAD "@data\none,red\n", "line 5: “one” is not a number, as attribute “x” must have" },
    { HEAD "@data\n1,'red\n", "line 5: a quote (') is opened and never closed" },
    { HEAD "@data\n1,'red' green\n", "line 5: there is no comma after the quoted “red”" },
    { "@relation r\n@attribute bag relational\n@attribute x numeric\n@end bag\n@data\n", "line 2: attribute “bag” is relational" },
    { "@relation r\n@attribute x complex\n@data\n1\n", "line 2: attribute “x” is of type “complex”; allowed are" },
    { "@relation r\n@attribute x\n@data\n1\n", "line 2: attribute “x” is of type “”" },
    { "@relation r\n@attribute\n@data\n1\n", "line 2: an attribute has no name" },
    { "@relation r\n@attribute c {a, b\n@data\na\n", "line 2: the values of attribute “c” begin with { and have no }" },
    { "@relation r\n@atribute x numeric\n@data\n1\n", "line 2: before @data only @relation, @attribute" },
    { "@relation r\n1,2\n", "line 2: before @data only" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    refuse_arff (cases[i].text, cases[i].words);
  /* Of a long list only the beginning is told, and of a long word. */
  g_autoptr (GString) text = g_string_new ("@relation r\n@attribute c {");
  for (int k = 0; k < 500; k++)
    g_string_append_printf (text, "%sw%d", k > 0 ? "," : "", 1000 + k);
  g_string_append (text, "}\n@attribute x numeric\n@data\n");
  for (int k = 0; k < 10000; k++)
    g_string_append (text, "long");
  g_string_append (text, ",1\n");
  g_autoptr (GError) error = NULL;
  g_assert_null (nabla_source_from_bytes ("data.arff", text->str, text->len, NULL, &error));
  g_assert_cmpuint (strlen (error->message), <, 300);
  g_assert_nonnull (strstr (error->message, "w1000, w1001"));
}

static void
check_label (const char *attributes, const char *label, const char *task)
{
  g_autofree char *text = g_strdup_printf ("@relation r\n%s@data\n1,u,u\n2,v,v\n3,v,u\n4,u,u\n", attributes);
  g_autoptr (NablaSource) source = read_as ("l.arff", text, strlen (text));
  g_autoptr (GString) json = g_string_new (NULL);
  g_autofree char *expected = g_strdup_printf ("\"label\": \"%s\", \"task\": \"%s\"", label, task);
  nabla_source_describe_json (source, json);
  if (strstr (json->str, expected) == NULL)
    g_error ("%s is not in %s", expected, json->str);
}

/* The last nominal attribute, unless one is called so. */
static void
test_label (void)
{
  check_label ("@attribute x numeric\n@attribute a {u,v}\n@attribute b {u,v}\n", "b", "binary");
  check_label ("@attribute y numeric\n@attribute a {u,v}\n@attribute play {u,v}\n", "play", "binary");
  check_label ("@attribute x numeric\n@attribute class {u,v}\n@attribute b {u,v}\n", "class", "binary");
  check_label ("@attribute x numeric\n@attribute a {u,v}\n@attribute b string\n", "a", "binary");
  check_label ("@attribute class numeric\n@attribute a {u,v}\n@attribute b string\n", "class", "regression");
}

static void
test_dataset (void)
{
  static const char text[] = "@relation r\n@attribute size {small,big,huge}\n@attribute x numeric\n"
                             "@attribute class {no,yes}\n@data\nbig,1,yes\nsmall,?,no\nbig,4,?\n?,7,no\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaSource) source = read_as ("t.arff", text, strlen (text));
  g_auto (NablaDatasetReport) report = { 0 };
  g_autoptr (NablaDataset) data = nabla_source_to_dataset (source, NULL, &report, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (data->task, ==, NABLA_TASK_BINARY);
  g_assert_cmpuint (data->m, ==, 3);
  g_assert_cmpuint (data->n_x, ==, 3);
  g_assert_cmpuint (report.n_dropped, ==, 1);
  g_assert_cmpuint (report.n_filled, ==, 2);
  static const char *const names[] = { "size=big", "size=small", "x", NULL };
  g_assert_true (g_strv_equal ((const char *const *) data->feature_names, names));
  static const double x[] = { 1, 0, 1, 0, 1, 4, 1, 0, 7 }, y[] = { 1, 0, 0 };
  g_assert_cmpmem (data->x, sizeof x, x, sizeof x);
  g_assert_cmpmem (data->y, sizeof y, y, sizeof y);
}

/* What only looks like ARFF is something else. */
static void
test_others (void)
{
  static const char csv[] = "@relation,b\n1,2\n3,4\n", prose[] = "@relationship advice\nis free.\n",
                    comment[] = "% only a comment\n% and another\n";
  g_autoptr (NablaSource) table = read_as ("a.arff", csv, strlen (csv));
  g_assert_cmpstr (table->format, ==, "CSV");
  g_autoptr (NablaSource) lines = read_as ("a.arff", prose, strlen (prose));
  g_assert_cmpint (lines->kind, ==, NABLA_SOURCE_TEXT_LINES);
  g_autoptr (NablaSource) comments = read_as ("a.arff", comment, strlen (comment));
  g_assert_cmpint (comments->kind, ==, NABLA_SOURCE_TEXT_LINES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/readers/arff/types", test_types);
  g_test_add_func ("/readers/arff/values", test_values);
  g_test_add_func ("/readers/arff/dates", test_dates);
  g_test_add_func ("/readers/arff/sparse", test_sparse);
  g_test_add_func ("/readers/arff/refused", test_refused);
  g_test_add_func ("/readers/arff/label", test_label);
  g_test_add_func ("/readers/arff/dataset", test_dataset);
  g_test_add_func ("/readers/arff/others", test_others);
  return g_test_run ();
}
