/* Documents: every letter is kept, a change touches one line, mistakes have lines.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-document.h"

#include <string.h>

static NablaDocument *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  NablaDocument *document = nabla_document_parse (text, -1, "x.nabla", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (nabla_document_text (document), ==, text);
  return document;
}

static void
test_structure (void)
{
  g_autoptr (NablaDocument) document = parse ("\xef\xbb\xbf# a comment\r\n"
                                              "\r\n"
                                              "  [ layer   h1 ]\t\r\n"
                                              "; another\r\n"
                                              "units = 4 \r\n"
                                              "path=C:\\new\\table.csv\r\n"
                                              "empty=\r\n"
                                              "title[zh_CN]=隐藏层 # 1\r\n"
                                              "[train]\r\n"
                                              "equation=a=b");
  g_assert_cmpuint (nabla_document_n_groups (document), ==, 2);
  const NablaDocumentGroup *layer = nabla_document_find_group (document, "layer", "h1");
  g_assert_true (layer == nabla_document_group (document, 0));
  g_assert_cmpuint (layer->line, ==, 3);
  g_assert_cmpuint (layer->n_entries, ==, 4);

  static const char *const keys[] = { "units", "path", "empty", "title[zh_CN]" };
  static const char *const values[] = { "4", "C:\\new\\table.csv", "", "隐藏层 # 1" };
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const NablaDocumentEntry *entry = nabla_document_group_find (layer, keys[i]);
      g_assert_true (entry == &layer->entries[i]);
      g_assert_cmpstr (entry->value, ==, values[i]);
      g_assert_cmpuint (entry->line, ==, 5 + i);
    }
  const NablaDocumentGroup *train = nabla_document_find_group (document, "train", "");
  g_assert_cmpstr (nabla_document_group_find (train, "equation")->value, ==, "a=b");
  g_assert_null (nabla_document_group_find (train, "units"));
  g_assert_null (nabla_document_find_group (document, "layer", ""));
  g_assert_null (nabla_document_find_group (document, "layer", "h2"));
}

static void
test_mistakes (void)
{
  static const struct { const char *text, *message; } bad[] = {
    { "[train]\nsteps\n",
      "x.nabla:2: 'steps' is neither a group such as [train], nor a line key=value, nor a comment "
      "that begins with #" },
    { "\n\nsteps=1\n",
      "x.nabla:3: 'steps' stands before the first group; a group begins with a line such as "
      "[experiment]" },
    { "[train]\n\n[data]\n[train]\n",
      "x.nabla:4: the group [train] is there twice, first in line 1" },
    { "[layer a]\n[layer b]\n[layer  a ]\n",
      "x.nabla:3: the group [layer a] is there twice, first in line 1" },
    { "[train]\na=1\nb=2\na = 3\n", "x.nabla:4: [train] has 'a' twice, first in line 2" },
    { "[train\na=1\n", "x.nabla:1: '[train' begins a group, but ']' is missing" },
    { "[train] # fast\n",
      "x.nabla:1: found '# fast' after a group's ']'; it needs a line of its own" },
    { "[ ]\n",
      "x.nabla:1: the brackets are empty; a group is written as [train] or [layer hidden]" },
    { "[train]\n = 3\n", "x.nabla:2: there is no key before '='" },
    { "[train]\nt=a\x1b[31m\n", "x.nabla:2: the line has a control character (code 27)" },
    { "[train]\rsteps=3\r", "x.nabla:1: the line has a control character (code 13)" },
    { "[a]\nt=1\nu=\xff\n", "x.nabla:3: the line is not UTF-8; save the file as UTF-8 text" },
    { "\xff\xfe[\n", "x.nabla:1: the line is not UTF-8; save the file as UTF-8 text" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (nabla_document_parse (bad[i].text, -1, "x.nabla", &error));
      g_assert_error (error, NABLA_ERROR, NABLA_ERROR_SYNTAX);
      g_assert_cmpstr (error->message, ==, bad[i].message);
    }

  g_autoptr (GError) nul = NULL;
  g_assert_null (nabla_document_parse ("[a]\nb=c\0d", 9, NULL, &nul));
  g_assert_cmpstr (nul->message, ==,
                   "line 2: the line has a NUL byte; an experiment is plain text");
}

static void
test_huge (void)
{
  g_autofree char *huge = g_malloc (NABLA_DOCUMENT_MAX_BYTES + 1);
  memset (huge, '\n', NABLA_DOCUMENT_MAX_BYTES + 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaDocument) largest
    = nabla_document_parse (huge, NABLA_DOCUMENT_MAX_BYTES, "x", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (nabla_document_n_groups (largest), ==, 0);
  g_assert_null (nabla_document_parse (huge, NABLA_DOCUMENT_MAX_BYTES + 1, "x", &error));
  g_assert_cmpstr (error->message, ==,
                   "x: the text is longer than the 1048576 bytes that an experiment may have");

  /* A line of a megabyte does not become a message of one. */
  memset (huge, 'a', NABLA_DOCUMENT_MAX_BYTES);
  g_clear_error (&error);
  g_assert_null (nabla_document_parse (huge, NABLA_DOCUMENT_MAX_BYTES, "x", &error));
  g_assert_cmpuint (strlen (error->message), <, 250);
}

/* What a change makes of a text; removes @key if @value is NULL. */
static void
assert_change (const char *text, const char *kind, const char *name, const char *key,
               const char *value, const char *result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaDocument) before = parse (text);
  g_autoptr (NablaDocument) after = nabla_document_with (before, kind, name, key, value, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (nabla_document_text (after), ==, result);
  g_assert_cmpstr (nabla_document_text (before), ==, text);
}

static void
test_change (void)
{
  assert_change ("[a]\n k =  1  \n# c\n[b]\nk=2\n", "a", "", "k", "33",
                 "[a]\n k =  33  \n# c\n[b]\nk=2\n");
  assert_change ("[a]\nk=1\n", "a", "", "k", "", "[a]\nk=\n");
  assert_change ("[a]\nk=\n", "a", "", "k", "x y", "[a]\nk=x y\n");
  assert_change ("[a]\nk=1\n# c\n\n[b]\n", "a", "", "l", "2", "[a]\nk=1\nl=2\n# c\n\n[b]\n");
  assert_change ("[a]\n\n[b]\nk=1", "b", "", "l", "2", "[a]\n\n[b]\nk=1\nl=2");
  assert_change ("[a]\r\nk=1\r\n", "a", "", "l", "2", "[a]\r\nk=1\r\nl=2\r\n");
  assert_change ("[a]\r\nk=1", "b", "c", "l", "2", "[a]\r\nk=1\r\n\r\n[b c]\r\nl=2\r\n");
  assert_change ("[a]\nk=1\n", "b", "", "l", "2", "[a]\nk=1\n\n[b]\nl=2\n");
  assert_change ("[a]\nk=1\nl=2\nm=3\n", "a", "", "l", NULL, "[a]\nk=1\nm=3\n");
  assert_change ("[a]\nk=1\nl=2", "a", "", "l", NULL, "[a]\nk=1\n");
  assert_change ("[a]\nk=1\n", "a", "", "l", NULL, "[a]\nk=1\n");
  assert_change ("\xef\xbb\xbf[a]\nk=1\n", "a", "", "k", "2", "\xef\xbb\xbf[a]\nk=2\n");
}

static void
test_refused_change (void)
{
  static const struct { const char *key, *value; } bad[] = {
    { "k", "1\nl=2" }, { "k", "1\n" }, { "n", "1\n[b]" }, { "n=m", "1" },
    { "#n", "1" },     { "[n", "1" },  { "", "1" },       { "n", "\xff" },
  };
  g_autoptr (NablaDocument) document = parse ("[a]\nk=1\n");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (nabla_document_with (document, "a", "", bad[i].key, bad[i].value, &error));
      g_assert_error (error, NABLA_ERROR, NABLA_ERROR_SYNTAX);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiment/document/structure", test_structure);
  g_test_add_func ("/experiment/document/mistakes", test_mistakes);
  g_test_add_func ("/experiment/document/huge", test_huge);
  g_test_add_func ("/experiment/document/change", test_change);
  g_test_add_func ("/experiment/document/refused-change", test_refused_change);
  return g_test_run ();
}
