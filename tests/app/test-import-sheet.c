/* The import sheet: it shows what was counted, choices change the plan, and what is
 * trained is what is shown.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app-test.h"
#include "nabla-application.h"
#include "nabla-import-sheet.h"
#include "nabla-preview-table.h"
#include "nabla-split-bar.h"

#include <glib/gstdio.h>
#include <string.h>

/* Where the text of the experiment arrives. */
static char *trained_text;
static char *trained_path;

static void
train_cb (NablaImportSheet *sheet, const char *text, const char *path)
{
  g_free (trained_text);
  g_free (trained_path);
  trained_text = g_strdup (text);
  trained_path = g_strdup (path);
}

static void
wait_for_plan (NablaImportSheet *sheet)
{
  while (nabla_import_sheet_is_busy (sheet))
    g_main_context_iteration (NULL, TRUE);
}

static NablaImportSheet *
open_sheet (const char *path)
{
  g_auto (Opened) opened = { 0 };
  open_path (&opened, path, NULL);
  g_assert_no_error (opened.error);
  GtkWidget *sheet = nabla_import_sheet_new (NULL, opened.opened->plan);
  g_signal_connect (sheet, "train", G_CALLBACK (train_cb), NULL);
  gtk_window_present (GTK_WINDOW (sheet));
  return NABLA_IMPORT_SHEET (sheet);
}

static gpointer
child (NablaImportSheet *sheet, const char *name)
{
  GObject *object
    = gtk_widget_get_template_child (GTK_WIDGET (sheet), NABLA_TYPE_IMPORT_SHEET, name);
  g_assert_nonnull (object);
  return object;
}

static const char *
text_of (NablaImportSheet *sheet, const char *name)
{
  return gtk_label_get_label (child (sheet, name));
}

static const char *
subtitle_of (NablaImportSheet *sheet, const char *name)
{
  return adw_action_row_get_subtitle (child (sheet, name));
}

/* Sets a choice as a click would, and waits for what follows from it. */
static void
choose (NablaImportSheet *sheet, const char *name, guint selected)
{
  g_object_set (child (sheet, name), "selected", selected, NULL);
  wait_for_plan (sheet);
}

static guint
selected (NablaImportSheet *sheet, const char *name)
{
  guint position;
  g_object_get (child (sheet, name), "selected", &position, NULL);
  return position;
}

static void
close_sheet (NablaImportSheet *sheet)
{
  gtk_window_destroy (GTK_WINDOW (sheet));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Presses Train: the sheet closes, and the experiment learns. */
static void
press_train (NablaImportSheet *sheet, gint64 steps, double least)
{
  gpointer gone = sheet;
  g_object_add_weak_pointer (G_OBJECT (sheet), &gone);
  g_clear_pointer (&trained_text, g_free);
  g_assert_true (gtk_widget_get_sensitive (child (sheet, "train")));
  g_signal_emit_by_name (child (sheet, "train"), "clicked");
  g_assert_nonnull (trained_text);
  g_assert_cmpfloat (train_text (trained_text, steps), >=, least);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (gone);
}

/* Labels with @text in @widget and all below it. */
static guint
count_labels (GtkWidget *widget, const char *text)
{
  guint n = GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), text);
  for (GtkWidget *below = gtk_widget_get_first_child (widget); below != NULL;
       below = gtk_widget_get_next_sibling (below))
    n += count_labels (below, text);
  return n;
}

static void
test_wine (void)
{
  g_autofree char *path = sets_path ("wine.csv");
  NablaImportSheet *sheet = open_sheet (path);
  g_assert_cmpstr (text_of (sheet, "recognized"), ==, "A table: 178 rows, 14 columns");
  g_assert_cmpstr (
    text_of (sheet, "details"), ==,
    "comma separated · names in the first line · UTF-8 · 13 numeric columns · 1 with text");
  g_assert_cmpstr (subtitle_of (sheet, "label"), ==, "3 classes: 59, 71 and 48 rows");
  g_assert_cmpstr (subtitle_of (sheet, "missing"), ==, "None");
  g_assert_false (gtk_widget_get_sensitive (child (sheet, "missing")));
  g_assert_cmpstr (text_of (sheet, "parameters"), ==, "275 parameters");
  g_assert_cmpstr (text_of (sheet, "split_words"), ==, "seeded; classes keep their shares");
  double train, dev, test;
  nabla_split_bar_get_shares (child (sheet, "split"), &train, &dev, &test);
  g_assert_cmpfloat_with_epsilon (train, 0.6, 1e-9);
  g_assert_cmpfloat_with_epsilon (dev, 0.2, 1e-9);
  g_assert_cmpstr (text_of (sheet, "training"), ==,
                   "Training starts with Adam, α = 0.01, all rows at each step. Everything can be "
                   "changed on the bench.");
  g_assert_cmpuint (selected (sheet, "label"), ==, 13);
  g_assert_cmpuint (selected (sheet, "normalize"), ==, NABLA_NORMALIZE_STANDARD);
  g_assert_false (gtk_widget_get_visible (child (sheet, "task")));
  press_train (sheet, 200, 0.98);
  g_assert_cmpstr (trained_path, ==, path);
}

static void
test_choices (void)
{
  g_autofree char *path = sets_path ("wine.csv");
  NablaImportSheet *sheet = open_sheet (path);

  /* Another label: a number to predict. */
  choose (sheet, "label", 0);
  g_assert_cmpstr (subtitle_of (sheet, "label"), ==, "Value to predict: from 11.03 to 14.83");
  g_assert_cmpstr (text_of (sheet, "split_words"), ==, "seeded");
  /* Twelve numbers and three words are its features now. */
  g_assert_cmpstr (text_of (sheet, "parameters"), ==, "273 parameters");
  g_assert_cmpstr (nabla_import_sheet_get_plan (sheet)->preview->columns[0].name, ==, "alcohol");
  choose (sheet, "label", 13);

  choose (sheet, "normalize", NABLA_NORMALIZE_MINMAX);
  g_signal_emit_by_name (child (sheet, "split"), "changed", 0.8, 0.2, 0.0);
  wait_for_plan (sheet);
  g_assert_cmpuint (nabla_import_sheet_get_plan (sheet)->sizes[NABLA_SPLIT_TEST], ==, 0);
  g_signal_emit_by_name (child (sheet, "table"), "toggled", "ash", FALSE);
  g_signal_emit_by_name (child (sheet, "table"), "toggled", "hue", FALSE);
  wait_for_plan (sheet);
  g_assert_cmpstr (text_of (sheet, "parameters"), ==, "243 parameters");
  g_signal_emit_by_name (child (sheet, "table"), "toggled", "hue", TRUE);
  wait_for_plan (sheet);
  g_assert_cmpstr (text_of (sheet, "parameters"), ==, "259 parameters");
  press_train (sheet, 300, 0.9);
  g_assert_nonnull (strstr (trained_text, "\nleave_out=ash\n"));
  g_assert_nonnull (strstr (trained_text, "\ntrain=0.8\n"));
  g_assert_nonnull (strstr (trained_text, "\ndev=0.2\n"));
  g_assert_null (strstr (trained_text, "\ntest="));
  g_assert_nonnull (strstr (trained_text, "\nnormalize=minmax\n"));
  g_assert_nonnull (strstr (trained_text, "\nlabel=cultivar\n"));
}

static char *
write_table (const char *folder, const char *name, const char *text)
{
  char *path = g_build_filename (folder, name, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
test_regression (void)
{
  g_autofree char *folder = g_dir_make_tmp ("nabla-sheet-XXXXXX", NULL);
  g_autoptr (GString) text = g_string_new ("x;size;id;price\n");
  for (guint i = 0; i < 50; i++)
    g_string_append_printf (text, "%u,5;%u;%u;%u,25\n", i % 10, i % 7, i + 1, 2 * (i % 10) + i % 7);
  g_autofree char *path = write_table (folder, "prices.csv", text->str);
  NablaImportSheet *sheet = open_sheet (path);
  g_assert_cmpstr (
    text_of (sheet, "details"), ==,
    "semicolon separated · decimal comma · names in the first line · UTF-8 · 4 numeric columns");
  g_assert_cmpstr (subtitle_of (sheet, "label"), ==, "Value to predict: from 0.25 to 23.25");
  g_assert_cmpstr (text_of (sheet, "notes"), ==,
                   "Column “id” is left out: it only numbers the rows.");
  press_train (sheet, 1000, 0.95);
  g_unlink (path);
  g_rmdir (folder);
}

/* Values far from 0: what the sheet starts learns them too. */
static void
test_prices (void)
{
  g_autofree char *folder = g_dir_make_tmp ("nabla-sheet-XXXXXX", NULL);
  g_autoptr (GString) text = g_string_new ("rooms,area,price\n");
  for (guint i = 0; i < 200; i++)
    g_string_append_printf (text, "%u,%u,%u\n", 1 + i % 6, 20 + (37 * i) % 180,
                            50000 + 2500 * (20 + (37 * i) % 180) + 8000 * (1 + i % 6));
  g_autofree char *path = write_table (folder, "prices.csv", text->str);
  NablaImportSheet *sheet = open_sheet (path);
  g_assert_cmpstr (subtitle_of (sheet, "label"), ==, "Value to predict: from 108,000 to 595,500");
  press_train (sheet, 1000, 0.98);
  g_unlink (path);
  g_rmdir (folder);
}

/* Few different whole numbers are classes, but may be values. */
static void
test_task (void)
{
  g_autofree char *folder = g_dir_make_tmp ("nabla-sheet-XXXXXX", NULL);
  g_autoptr (GString) text = g_string_new ("a,b,quality\n");
  for (guint i = 0; i < 60; i++)
    g_string_append_printf (text, "%u,%u,%u\n", i % 10, i % 7, 3 + (i % 10) / 3);
  g_autofree char *path = write_table (folder, "quality.csv", text->str);
  NablaImportSheet *sheet = open_sheet (path);
  g_assert_true (gtk_widget_get_visible (child (sheet, "task")));
  g_assert_cmpuint (selected (sheet, "task"), ==, 0);
  g_assert_cmpstr (subtitle_of (sheet, "label"), ==, "4 classes of 6 to 18 rows");
  choose (sheet, "task", 1);
  g_assert_cmpstr (subtitle_of (sheet, "label"), ==, "Value to predict: from 3 to 6");
  g_assert_true (gtk_widget_get_visible (child (sheet, "task")));
  choose (sheet, "task", 0);
  g_assert_cmpstr (subtitle_of (sheet, "label"), ==, "4 classes of 6 to 18 rows");
  choose (sheet, "task", 1);
  press_train (sheet, 10, -1000);
  g_assert_nonnull (strstr (trained_text, "\ntask=regression\n"));
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_missing (void)
{
  g_autofree char *folder = g_dir_make_tmp ("nabla-sheet-XXXXXX", NULL);
  g_autoptr (GString) text = g_string_new ("a,b,kind\n");
  for (guint i = 0; i < 40; i++)
    g_string_append_printf (text, "%s,%u,%s\n", i % 8 == 0 ? "" : "1.5", i,
                            i < 20 ? "low" : "high");
  g_string_append (text, "2,,low\n");
  g_autofree char *path = write_table (folder, "gaps.csv", text->str);
  NablaImportSheet *sheet = open_sheet (path);
  g_assert_cmpstr (subtitle_of (sheet, "missing"), ==, "6 in 2 columns");
  g_assert_cmpstr (subtitle_of (sheet, "label"), ==, "2 classes: 20 and 21 rows");
  choose (sheet, "missing", NABLA_MISSING_DROP);
  g_assert_cmpstr (subtitle_of (sheet, "label"), ==, "2 classes: 18 and 17 rows");
  g_assert_cmpuint (nabla_import_sheet_get_plan (sheet)->dataset->m, ==, 35);
  press_train (sheet, 300, 0.9);
  g_unlink (path);
  g_rmdir (folder);
}

/* Read in another way, it is another table; read so that nothing comes of it, it says
 * so, and can be read differently again. */
static void
test_reading (void)
{
  g_autofree char *folder = g_dir_make_tmp ("nabla-sheet-XXXXXX", NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < 50; i++)
    g_string_append_printf (text, "%u;%u,5;%s\n", i, i % 7, i < 25 ? "low" : "high");
  g_autofree char *path = write_table (folder, "t.csv", text->str);
  NablaImportSheet *sheet = open_sheet (path);
  g_assert_cmpstr (text_of (sheet, "recognized"), ==, "A table: 50 rows, 3 columns");
  choose (sheet, "delimiter", 4);
  g_assert_true (gtk_widget_get_visible (child (sheet, "error_box")));
  g_assert_false (gtk_widget_get_sensitive (child (sheet, "train")));
  g_assert_true (strlen (text_of (sheet, "error")) > 0);
  choose (sheet, "delimiter", 2);
  g_assert_false (gtk_widget_get_visible (child (sheet, "error_box")));
  g_assert_cmpuint (count_labels (child (sheet, "table"), "column 1"), ==, 1);
  choose (sheet, "header", NABLA_HEADER_PRESENT);
  g_assert_cmpstr (text_of (sheet, "recognized"), ==, "A table: 49 rows, 3 columns");
  g_assert_cmpuint (count_labels (child (sheet, "table"), "column 1"), ==, 0);
  press_train (sheet, 300, 0.9);
  g_assert_nonnull (strstr (trained_text, "\ndelimiter=semicolon\n"));
  g_assert_nonnull (strstr (trained_text, "\nheader=present\n"));
  g_unlink (path);
  g_rmdir (folder);
}

/* The sheet is closed while a plan is in the making: nothing is left of it. */
static void
test_closed_at_work (void)
{
  g_autofree char *path = sets_path ("digits.csv");
  NablaImportSheet *sheet = open_sheet (path);
  gpointer gone = sheet;
  g_object_add_weak_pointer (G_OBJECT (sheet), &gone);
  for (guint i = 0; i < 3; i++)
    {
      g_object_set (child (sheet, "normalize"), "selected", i, NULL);
      g_assert_true (nabla_import_sheet_is_busy (sheet));
    }
  close_sheet (sheet);
  while (gone != NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* Many columns arrive a few at a time, all that are shown in the end. */
static void
test_wide (void)
{
  g_autofree char *path = sets_path ("digits.csv");
  NablaImportSheet *sheet = open_sheet (path);
  while (count_labels (child (sheet, "table"), "and 25 columns more") == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_labels (child (sheet, "table"), "#"), ==, 40);
  g_assert_cmpuint (count_labels (child (sheet, "table"), "pixel_0_1"), ==, 1);
  close_sheet (sheet);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_autoptr (NablaApplication) application = nabla_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_test_add_func ("/app/import-sheet/wine", test_wine);
  g_test_add_func ("/app/import-sheet/choices", test_choices);
  g_test_add_func ("/app/import-sheet/regression", test_regression);
  g_test_add_func ("/app/import-sheet/prices", test_prices);
  g_test_add_func ("/app/import-sheet/task", test_task);
  g_test_add_func ("/app/import-sheet/missing", test_missing);
  g_test_add_func ("/app/import-sheet/reading", test_reading);
  g_test_add_func ("/app/import-sheet/wide", test_wide);
  g_test_add_func ("/app/import-sheet/closed-at-work", test_closed_at_work);
  int status = g_test_run ();
  g_free (trained_text);
  g_free (trained_path);
  return status;
}
