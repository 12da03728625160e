/* Delimited text in all the ways in which people write it.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "reader-test.h"

static void
test_delimiters (void)
{
  const char *expected = "a|b\n1|x\n2.5|y";
  check_table ("a,b\n1,x\n2.5,y\n", "nt", expected);
  check_table ("a\tb\n1\tx\n2.5\ty\n", "nt", expected);
  check_table ("a;b\n1;x\n2.5;y\n", "nt", expected);
  check_table ("a|b\n1|x\n2.5|y\n", "nt", expected);
  check_table ("a b\n1 x\n2.5 y\n", "nt", expected);
  check_table ("  a   b\n  1   x \n2.5\t y  \n", "nt", expected);
  check_table ("a , b\n 1 ,x\n2.5,  y\n", "nt", expected);
  check_table ("sep=;\na;b\n1;x\n2.5;y\n", "nt", expected);
  /* The delimiter that gives numbers wins over one that is in the text. */
  check_table ("name;size\nSmith, John;1\nDoe, Jane;2\n", "tn", "name|size\nSmith, John|1\nDoe, Jane|2");
  check_table ("2020-01-01 10:00, 5, 6\n2020-01-02 11:00, 7, 8\n", "tnn",
               "column 1|column 2|column 3\n2020-01-01 10:00|5|6\n2020-01-02 11:00|7|8");
}

static void
test_line_ends (void)
{
  const char *expected = "a|b\n1|2\n3|4";
  check_table ("a,b\n1,2\n3,4", "nn", expected);
  check_table ("a,b\r\n1,2\r\n3,4\r\n", "nn", expected);
  check_table ("a,b\r1,2\r3,4\r", "nn", expected);
  check_table ("a,b\n1,2\r\n3,4\r", "nn", expected);
  check_table ("\n\na,b\n\n1,2\n3,4\n\n\n  \n", "nn", expected);
  check_table ("a,b\n1,2\n3,4\n,\n,\n", "nn", expected);
  check_table ("a,b\n1,2\n3,4\n\x1a", "nn", expected);
}

static void
test_quotes (void)
{
  check_table ("a,b\n\"1\",\"x, y\"\n2,\"he said \"\"no\"\"\"\n", "nt",
               "a|b\n1|x, y\n2|he said \"no\"");
  check_table ("a,b\n1,\"two\nlines\"\n2,\"three\r\n\nmore\"\n", "nt",
               "a|b\n1|two\nlines\n2|three\r\n\nmore");
  check_table ("\"a, b\",\"c\"\n1, \"x\" \n2,\"\"\n", "nt", "a, b|c\n1|x\n2|");
  /* Quotes within a field, or with text behind them, are text. */
  check_table ("a,b\n1,5\" pipe\n2,\"J\" Smith\n", "nt", "a|b\n1|5\" pipe\n2|\"J\" Smith");
  check_table ("a b\n1 \"x y\"\n2 \"z\"\n", "nt", "a|b\n1|x y\n2|z");
  refuse ("a,b\n1,2\n3,\"4\n5,6\n", "line 3: a quote (\") is opened in column 2 and never closed");
}

static void
test_header (void)
{
  check_table ("5.1,3.5,setosa\n4.9,3.0,setosa\n", "nnt",
               "column 1|column 2|column 3\n5.1|3.5|setosa\n4.9|3|setosa");
  check_table ("1,2\n3,4\n", "nn", "column 1|column 2\n1|2\n3|4");
  /* Words only: names if they do not come again. */
  check_table ("size,color\nbig,red\nsmall,red\n", "tt", "size|color\nbig|red\nsmall|red");
  check_table ("big,red\nbig,blue\n", "tt", "column 1|column 2\nbig|red\nbig|blue");
  /* As pandas saves a frame without names. */
  check_table (",0,1\n0,5,6\n1,7,8\n", "nnn", "column 1|0|1\n0|5|6\n1|7|8");
  check_table ("year,2019,2020\nx,1,2\ny,3,4\n", "tnn",
               "column 1|column 2|column 3\nyear|2019|2020\nx|1|2\ny|3|4");
  check_table ("x,x,,x\n1,2,3,4\n", "nnnn", "x|x (2)|column 3|x (3)\n1|2|3|4");
  check_table ("a,b,a (2),a\n1,2,3,4\n", "nnnn", "a|b|a (2)|a (3)\n1|2|3|4");
  /* Names in a comment above, as numpy writes them; other comments are passed over. */
  check_table ("# measured\n# x,y\n1,2\n3,4\n", "nn", "x|y\n1|2\n3|4");
  check_table ("# 5 rows of it\nx,y\n1,2\n3,4\n", "nn", "x|y\n1|2\n3|4");
  check_table ("#x,y\n1,2\n", "nn", "x|y\n1|2");
  /* R does not name the row names. */
  check_table ("\"mpg\" \"cyl\"\n\"Mazda\" 21 6\n\"Datsun\" 22.8 4\n", "tnn",
               "row|mpg|cyl\nMazda|21|6\nDatsun|22.8|4");
  refuse ("a,b\n", "line 1: there are names of columns, but no row");
}

static void
test_forced_header (void)
{
  static const char text[] = "1,2\n3,4\n";
  NablaReadOptions options = { .header = NABLA_HEADER_PRESENT };
  g_autoptr (NablaSource) with = nabla_source_from_bytes ("a", text, strlen (text), &options, NULL);
  g_autofree char *with_text = table_text (with);
  g_assert_cmpstr (with_text, ==, "1|2\n3|4");
  static const char words[] = "a b\n1 2\n";
  options = (NablaReadOptions) { .header = NABLA_HEADER_ABSENT, .delimiter = ' ' };
  g_autoptr (NablaSource) without
    = nabla_source_from_bytes ("a", words, strlen (words), &options, NULL);
  g_autofree char *without_text = table_text (without);
  g_assert_cmpstr (without_text, ==, "column 1|column 2\na|b\n1|2");
  static const char commas[] = "1,5\n2,5\n";
  options = (NablaReadOptions) { .delimiter = ';', .decimal_point = ',' };
  g_autoptr (NablaSource) single
    = nabla_source_from_bytes ("a", commas, strlen (commas), &options, NULL);
  g_autofree char *single_text = table_text (single);
  g_assert_cmpstr (single_text, ==, "column 1\n1.5\n2.5");
}

/* sklearn's own files: examples, features, names of classes. */
static void
test_counts_row (void)
{
  check_table ("3,2,cat,dog\n1,2,0\n3,4,1\n5,6,1\n", "nnt",
               "column 1|column 2|target\n1|2|cat\n3|4|dog\n5|6|dog");
}

static void
test_numbers (void)
{
  check_table ("a;b\n1,5;-0,25\n1.234,5;1e3\n", "nn", "a|b\n1.5|-0.25\n1234.5|1000");
  check_table ("a\tb\n1,5\t2\n2,25\t3\n", "nn", "a|b\n1.5|2\n2.25|3");
  check_table ("a,b\n\"1,234\",5\n\"-1,234,567.5\",6\n", "nn", "a|b\n1234|5\n-1234567.5|6");
  check_table ("a\tb\n1,234\t5\n12,000\t6\n", "nn", "a|b\n1234|5\n12000|6");
  check_table ("a,b\n1e-3,+4\n.5,7.\n", "nn", "a|b\n0.001|4\n0.5|7");
  /* Numbers that have nothing to do with thousands. */
  check_table ("a;b\n1,23,456;1\n12,34;2\n", "tn", "a|b\n1,23,456|1\n12,34|2");
  check_table ("a,b\n0x10,1\n1_000,2\n", "tn", "a|b\n0x10|1\n1_000|2");
}

static void
test_missing (void)
{
  check_table ("a,b\n1,x\n?,NA\nNA,n/a\nnan,null\n#N/A,?\n,\"\"\nNULL,y\n", "nt",
               "a|b\n1|x\n|\n|\n|\n|\n|\n|y");
  check_table ("a,b\n1,2\ninf,None\n-Infinity,3\n", "nn", "a|b\n1|2\n|\n|3");
  /* None is a word among words. */
  check_table ("a,b\n1,None\n2,some\n", "nt", "a|b\n1|None\n2|some");
  g_autoptr (NablaSource) source = read_text ("a,b\n1,x\n?,\n,y\n4,z\n");
  g_assert_cmpuint (source->table->columns[0].n_missing, ==, 2);
  g_assert_cmpuint (source->table->columns[1].n_missing, ==, 1);
}

static void
test_trailing_delimiter (void)
{
  check_table ("a,b,\n1,2,\n3,4,\n", "nn", "a|b\n1|2\n3|4");
  check_table ("a,b\n1,2,\n3,4,\n", "nn", "a|b\n1|2\n3|4");
  check_table ("1,2,\n3,4,\n", "nn", "column 1|column 2\n1|2\n3|4");
  /* A column that has values somewhere is one. */
  check_table ("a,b,\n1,2,\n3,4,5\n", "nnn", "a|b|column 3\n1|2|\n3|4|5");
}

static void
test_ragged (void)
{
  refuse ("a,b,c\n1,2,3\n4,5\n6,7,8\n", "line 3: found 2 values, but the table has 3 columns");
  refuse ("a,b,c\n1,2,3\n4,5,6,7\n6,7,8\n", "line 3: found 4 values, but the table has 3 columns");
  refuse ("a,b\n1,2,3\n4,5,6\n", "line 1: found 2 values, but the table has 3 columns");
  refuse ("a,b,c\n1,2\n3,4\n", "line 1: found 3 values, but the table has 2 columns");
  refuse ("a,b\n1\n", "line 2: found 1 value, but the table has 2 columns");
  /* Lines within quotes count. */
  refuse ("a,b\n1,\"x\ny\nz\"\n2\n3,w\n", "line 5: found 1 value, but the table has 2 columns");
  refuse ("name,city\nAnn,Paris\nBob,New York, USA\n", "line 3: found 3 values");

  g_autoptr (GString) many = g_string_new ("a,b\n");
  for (int i = 0; i < 3000; i++)
    g_string_append (many, "1,2\n");
  g_string_append (many, "1\n");
  refuse (many->str, "line 3002: found 1 value");
}

/* A word that comes after the rows from which the types were guessed. */
static void
test_late_word (void)
{
  g_autoptr (GString) text = g_string_new ("a,b,c\n");
  for (int i = 0; i < 2000; i++)
    g_string_append_printf (text, "%d,%d,7\n", i, i % 3);
  g_string_append (text, "x,1,8\n");
  g_autoptr (NablaSource) source = read_text (text->str);
  g_autofree char *types = table_types (source);
  g_assert_cmpstr (types, ==, "tnn");
  const NablaColumn *late = &source->table->columns[0];
  g_assert_cmpuint (late->n_words, ==, 2001);
  g_assert_cmpstr (late->words[late->codes[17]], ==, "17");
  g_assert_cmpstr (late->words[late->codes[2000]], ==, "x");
  g_assert_cmpfloat (source->table->columns[2].numbers[2000], ==, 8);
}

static void
test_series (void)
{
  static const struct { const char *text; NablaSourceKind kind; } cases[] = {
    { "1\n2\n3.5\n", NABLA_SOURCE_SERIES },
    { "price\n1\n2\n", NABLA_SOURCE_SERIES },
    { "date,price\n2012-01-01,1\n2012-01-02,2\n", NABLA_SOURCE_SERIES },
    { "31.1.2012;1,5\n1.2.2012;2,5\n", NABLA_SOURCE_SERIES },
    { "2012-01-01T12:00:00Z 1\n2012-01-01T12:00:01Z 2\n", NABLA_SOURCE_SERIES },
    { "Ann,1\nBob,2\n", NABLA_SOURCE_TABLE },
    { "x,y\n1,2\n2,3\n", NABLA_SOURCE_TABLE },
    { "date,low,high\n2012-01-01,1,2\n2012-01-02,2,3\n", NABLA_SOURCE_TABLE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (NablaSource) source = read_text (cases[i].text);
      g_assert_cmpint (source->kind, ==, cases[i].kind);
    }
}

static void
test_lines (void)
{
  static const char *const texts[] = {
    "one\ntwo\n\nfour\n\n", "one\r\ntwo\r\n\r\nfour\r\n", "one\rtwo\r\rfour", "\xef\xbb\xbfone\ntwo\n\nfour\n",
  };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (NablaSource) source = read_as ("names.txt", texts[i], strlen (texts[i]));
      g_assert_cmpint (source->kind, ==, NABLA_SOURCE_TEXT_LINES);
      g_assert_cmpuint (source->n_lines, ==, 4);
      g_assert_cmpstr (source->lines[1], ==, "two");
      g_assert_cmpstr (source->lines[2], ==, "");
      g_assert_cmpstr (source->lines[3], ==, "four");
    }
  static const char prose[] = "The cat sat on the mat, and slept.\nIt woke: hungry, cross, wet.\n"
                              "\"Milk,\" it said.\nNobody came\n";
  g_autoptr (NablaSource) source = read_as ("story.txt", prose, strlen (prose));
  g_assert_cmpint (source->kind, ==, NABLA_SOURCE_TEXT_LINES);
  refuse ("\n \n\r\n\t\n", "nothing in the file but blank lines");
}

/* What was found out is told, so that it can be shown and changed. */
static void
test_told (void)
{
  static const struct { const char *text; char delimiter, point; gboolean has_header; } files[] = {
    { "a;b\n1,5;x\n2,5;y\n", ';', ',', TRUE },
    { "1.5,x\n2.5,y\n", ',', '.', FALSE },
    { "a b\n1 x\n2.5 y\n", ' ', '.', TRUE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (NablaSource) source
        = nabla_source_from_bytes ("t.csv", files[i].text, strlen (files[i].text), NULL, NULL);
      g_assert_nonnull (source);
      g_assert_cmpint (source->delimiter, ==, files[i].delimiter);
      g_assert_cmpint (source->decimal_point, ==, files[i].point);
      g_assert_cmpint (source->has_header, ==, files[i].has_header);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/readers/csv/delimiters", test_delimiters);
  g_test_add_func ("/readers/csv/line-ends", test_line_ends);
  g_test_add_func ("/readers/csv/quotes", test_quotes);
  g_test_add_func ("/readers/csv/header", test_header);
  g_test_add_func ("/readers/csv/forced", test_forced_header);
  g_test_add_func ("/readers/csv/counts-row", test_counts_row);
  g_test_add_func ("/readers/csv/numbers", test_numbers);
  g_test_add_func ("/readers/csv/missing", test_missing);
  g_test_add_func ("/readers/csv/trailing-delimiter", test_trailing_delimiter);
  g_test_add_func ("/readers/csv/ragged", test_ragged);
  g_test_add_func ("/readers/csv/late-word", test_late_word);
  g_test_add_func ("/readers/csv/series", test_series);
  g_test_add_func ("/readers/csv/lines", test_lines);
  g_test_add_func ("/readers/csv/told", test_told);
  return g_test_run ();
}
