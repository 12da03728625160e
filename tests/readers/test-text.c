/* What texts are written in and how their lines end, in every format that is text; and
 * tables of unusual shape.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "reader-test.h"

/* The same table in each text format, to be encoded. */
typedef struct {
  const char *format;
  const char *text;
} Written;

static const Written written[] = {
  { "CSV", "name,size\n%s,1.5\n%s,2\n%s,4\n" },
  { "CSV", "name;size\n%s;1,5\n%s;2\n%s;4\n" },
  { "TSV", "name\tsize\n%s\t1.5\n%s\t2\n%s\t4\n" },
  { "CSV", "name|size\n%s|1.5\n%s|2\n%s|4\n" },
  { "text table", "name size\n%s 1.5\n%s 2\n%s 4\n" },
  { "ARFF", "@relation r\n@attribute name string\n@attribute size real\n@data\n%s,1.5\n%s,2\n%s,4\n" },
};

typedef struct {
  const char *encoding;   /* for iconv */
  const char *mark;
  gsize mark_length;
  const char *found;
  const char *words[3];
} Encoded;

static const Encoded encoded[] = {
  { "UTF-8", "", 0, "UTF-8", { "Müller", "北京", "naïve" } },
  { "UTF-8", "\xef\xbb\xbf", 3, "UTF-8", { "Ann", "Bob", "Eve" } },
  { "UTF-16LE", "\xff\xfe", 2, "UTF-16LE", { "Müller", "北京", "𝄞" } },
  { "UTF-16BE", "\xfe\xff", 2, "UTF-16BE", { "Müller", "北京", "𝄞" } },
  { "UTF-16LE", "", 0, "UTF-16LE", { "Müller", "Ann", "naïve" } },
  { "UTF-16BE", "", 0, "UTF-16BE", { "Müller", "Ann", "naïve" } },
  { "UTF-32LE", "\xff\xfe\0\0", 4, "UTF-32LE", { "Müller", "北京", "𝄞" } },
  { "UTF-32BE", "\0\0\xfe\xff", 4, "UTF-32BE", { "Müller", "北京", "𝄞" } },
  { "GB18030", "", 0, "GB18030", { "北京", "上海市", "广州" } },
  { "WINDOWS-1252", "", 0, "WINDOWS-1252", { "Müller", "5€–7€", "naïve" } },
  { "WINDOWS-1252", "", 0, "WINDOWS-1252", { "Größe", "créée", "pää" } },
  { "GB18030", "", 0, "GB18030", { "男", "女", "Ann" } },
  { "GB18030", "", 0, "GB18030", { "A股", "wifi设备", "朱镕基" } },
  { "ISO-8859-1", "", 0, "WINDOWS-1252", { "Müller", "façade", "naïve" } },
};

static void
check_encoded (const Written *table, const Encoded *how, const char *line_end)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *plain = g_strdup_printf (table->text, how->words[0], how->words[1], how->words[2]);
  g_auto (GStrv) lines = g_strsplit (plain, "\n", -1);
  g_autofree char *text = g_strjoinv (line_end, lines);
  gsize length;
  g_autofree char *converted = g_convert (text, -1, how->encoding, "UTF-8", NULL, &length, &error);
  g_assert_no_error (error);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_byte_array_append (bytes, (const guint8 *) how->mark, (guint) how->mark_length);
  g_byte_array_append (bytes, (const guint8 *) converted, (guint) length);

  g_autoptr (NablaSource) source = read_as ("data", (const char *) bytes->data, bytes->len);
  g_autofree char *expected = g_strdup_printf ("name|size\n%s|1.5\n%s|2\n%s|4", how->words[0],
                                               how->words[1], how->words[2]);
  g_autofree char *found = table_text (source);
  g_assert_cmpstr (found, ==, expected);
  g_assert_cmpstr (source->format, ==, table->format);
  g_assert_cmpstr (source->encoding, ==, how->found);
  g_assert_cmpuint (source->size, ==, bytes->len);
}

static void
test_encodings (void)
{
  static const char *const line_ends[] = { "\n", "\r\n", "\r" };
  for (guint i = 0; i < G_N_ELEMENTS (written); i++)
    for (guint k = 0; k < G_N_ELEMENTS (encoded); k++)
      for (guint e = 0; e < G_N_ELEMENTS (line_ends); e++)
        check_encoded (&written[i], &encoded[k], line_ends[e]);
}

static void
test_prose (void)
{
  static const struct { const char *encoding, *text, *found; } cases[] = {
    { "GB18030", "今天天气很好。\n我们去公园。\n", "GB18030" },
    { "WINDOWS-1252", "Où est la forêt ?\nLà-bas.\n", "WINDOWS-1252" },
    { "UTF-16LE", "To be or not.\nThat is it.\n", "UTF-16LE" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length;
      g_autofree char *bytes
        = g_convert (cases[i].text, -1, cases[i].encoding, "UTF-8", NULL, &length, NULL);
      g_autoptr (NablaSource) source = read_as ("a.txt", bytes, length);
      g_auto (GStrv) lines = g_strsplit (cases[i].text, "\n", -1);
      g_assert_cmpint (source->kind, ==, NABLA_SOURCE_TEXT_LINES);
      g_assert_cmpstr (source->encoding, ==, cases[i].found);
      g_assert_cmpuint (source->n_lines, ==, 2);
      g_assert_cmpstr (source->lines[0], ==, lines[0]);
      g_assert_cmpstr (source->lines[1], ==, lines[1]);
    }
}

/* The user knows better. */
static void
test_told_encoding (void)
{
  static const char text[] = "name,size\nM\xfcller,1\nAnn,2\n";
  NablaReadOptions options = { .encoding = "ISO-8859-2" };
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaSource) source = nabla_source_from_bytes ("a", text, strlen (text), &options, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (source->encoding, ==, "ISO-8859-2");
  g_assert_cmpstr (source->table->columns[0].words[0], ==, "Müller");
  options.encoding = "no-such-encoding";
  g_assert_null (nabla_source_from_bytes ("a", text, strlen (text), &options, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED);
  g_clear_error (&error);
  options.encoding = "UTF-8";
  g_assert_null (nabla_source_from_bytes ("a", text, strlen (text), &options, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "a, line 2: the byte 0xfc is not UTF-8"));
}

static void
test_damaged (void)
{
  g_autoptr (GString) text = g_string_new ("name,size\n");
  for (int i = 0; i < 20; i++)
    g_string_append (text, "北京,1\n");
  g_string_append (text, "\xe5\x8c,2\n");
  refuse (text->str, "line 22: the byte 0xe5 is not UTF-8, as the text before it is");
  static const char nul[] = "a,b\n1,2\n3\0,4\n", cut_utf16[] = "\xff\xfe" "a\0,\0b\0\n\0" "1\0,\0\x00\xd8\n\0";
  refuse_as ("nul.csv", nul, sizeof nul - 1, NABLA_ERROR_DATA, "binary file of no known kind");
  refuse_as ("half.csv", cut_utf16, sizeof cut_utf16 - 1, NABLA_ERROR_DATA, "from byte ");
  /* NUL as a character of UTF-16 is none of a text. */
  static const char wide_nul[] = "\xff\xfe" "a\0,\0b\0\n\0" "1\0,\0\0\0\n\0";
  refuse_as ("wide.csv", wide_nul, sizeof wide_nul - 1, NABLA_ERROR_DATA, "not text in UTF-16LE");
  refuse_as ("mark.csv", "\xef\xbb\xbf", 3, NABLA_ERROR_DATA, "mark.csv: the file is empty");
  refuse_as ("mark.csv", "\xff\xfe", 2, NABLA_ERROR_DATA, "mark.csv: the file is empty");
}

/* One row or one column, in each way of writing a table. */
static void
test_narrow (void)
{
  check_table ("5\n", "n", "column 1\n5");
  check_table ("price\n5\n", "n", "price\n5");
  check_table ("1,2,3\n", "nnn", "column 1|column 2|column 3\n1|2|3");
  check_table ("a,b\n1,2\n", "nn", "a|b\n1|2");
  check_table ("a;b\n1,5;2\n", "nn", "a|b\n1.5|2");
  check_table ("a\tb\n1\t2\n", "nn", "a|b\n1|2");
  check_table ("1 2\n", "nn", "column 1|column 2\n1|2");
  check_table ("1,2", "nn", "column 1|column 2\n1|2");
  check_table ("@relation r\n@attribute a real\n@data\n5\n", "n", "a\n5");
  g_autoptr (NablaSource) source = read_text ("word,other\nx,y\n");
  g_assert_cmpuint (source->table->n_rows, ==, 1);
  /* A data set cannot be made of one column, and says so. */
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaSource) single = read_text ("@relation r\n@attribute a {u,v}\n@data\nu\nv\n");
  g_assert_null (nabla_source_to_dataset (single, NULL, NULL, NULL, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "has one column only"));
}

/* Ten thousand columns of three rows need no room for a thousand rows. */
static void
test_wide (void)
{
  enum { N = 10000 };
  static const char *const delimiters[] = { ",", ";", "\t", " " };
  for (guint d = 0; d <= G_N_ELEMENTS (delimiters); d++)
    {
      gboolean arff = d == G_N_ELEMENTS (delimiters);
      const char *delimiter = arff ? "," : delimiters[d];
      g_autoptr (GString) text = g_string_new (arff ? "@relation wide\n" : "");
      for (int j = 0; j < N; j++)
        g_string_append_printf (text, arff ? "@attribute%s p%d real\n" : "%sp%d", arff || j == 0 ? "" : delimiter, j);
      g_string_append (text, arff ? "@data\n" : "\n");
      for (int i = 0; i < 3; i++)
        for (int j = 0; j < N; j++)
          g_string_append_printf (text, "%d%s", (i + j) % 10, j < N - 1 ? delimiter : "\n");
      g_autoptr (GError) error = NULL;
      NablaReadOptions options = { .memory_limit = 16 << 20 };
      g_autoptr (NablaSource) source
        = nabla_source_from_bytes ("wide", text->str, text->len, &options, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (source->table->n_columns, ==, N);
      g_assert_cmpuint (source->table->n_rows, ==, 3);
      g_assert_cmpstr (source->table->columns[N - 1].name, ==, "p9999");
      g_assert_cmpfloat (source->table->columns[N - 1].numbers[2], ==, 1);
    }
  g_autoptr (GString) wider = g_string_new ("1");
  for (int j = 0; j < 100000; j++)
    g_string_append (wider, ",1");
  g_string_append (wider, "\n");
  refuse (wider->str, "line 1: more than 100000 values in a row; this is no table");
}

/* One field of megabytes. */
static void
test_long_line (void)
{
  enum { LENGTH = 10 << 20 };
  g_autoptr (GString) text = g_string_new ("a,b\n1,");
  g_autofree char *letters = g_strnfill (LENGTH, 'x');
  g_string_append (text, letters);
  g_string_append (text, "\n2,y\n");
  g_autoptr (NablaSource) source = read_text (text->str);
  g_assert_cmpuint (source->table->n_rows, ==, 2);
  g_assert_cmpuint (strlen (source->table->columns[1].words[0]), ==, LENGTH);
  g_autoptr (NablaSource) lines = read_as ("x.txt", letters, LENGTH);
  g_assert_cmpint (lines->kind, ==, NABLA_SOURCE_TEXT_LINES);
  g_assert_cmpuint (strlen (lines->lines[0]), ==, LENGTH);
  /* Of a long number only its value stays. */
  g_autofree char *digits = g_strnfill (LENGTH, '0');
  g_autofree char *number = g_strdup_printf ("a,b\n1%s,1\n0.%s1,2\n1,3\n", digits, digits);
  g_autoptr (NablaSource) numbers = read_text (number);
  g_assert_cmpuint (numbers->table->n_rows, ==, 3);
}

/* Values that are not finite are missing, in whatever way a program writes them. */
static void
test_not_finite (void)
{
  check_table ("a,b\n1,2\nnan,3\nNaN,4\n-nan,5\ninf,6\n-inf,7\n+Inf,8\nInfinity,9\n-Infinity,1\n1e999,2\n", "nn",
               "a|b\n1|2\n|3\n|4\n|5\n|6\n|7\n|8\n|9\n|1\n|2");
  check_table ("a;b\n1;2\n-inf;3\n1e999;4\n", "nn", "a|b\n1|2\n|3\n|4");
  g_autoptr (NablaSource) source
    = read_as ("x.arff", "@relation r\n@attribute a real\n@attribute b real\n@data\nInf,1\nNaN,2\n-1e999,3\n",
               strlen ("@relation r\n@attribute a real\n@attribute b real\n@data\nInf,1\nNaN,2\n-1e999,3\n"));
  g_assert_cmpuint (source->table->columns[0].n_missing, ==, 3);
  /* What is too small for a double is 0. */
  check_table ("a,b\n1e-999,1\n-0,2\n", "nn", "a|b\n0|1\n-0|2");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/readers/text/encodings", test_encodings);
  g_test_add_func ("/readers/text/prose", test_prose);
  g_test_add_func ("/readers/text/told-encoding", test_told_encoding);
  g_test_add_func ("/readers/text/damaged", test_damaged);
  g_test_add_func ("/readers/text/narrow", test_narrow);
  g_test_add_func ("/readers/text/wide", test_wide);
  g_test_add_func ("/readers/text/long-line", test_long_line);
  g_test_add_func ("/readers/text/not-finite", test_not_finite);
  return g_test_run ();
}
