/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-features.h"

#include "nabla-error.h"
#include "nabla-target.h"
#include "nabla-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* A category has fewer words than this, and each comes back. */
enum { MOST_WORDS = 100, MOST_RARE_WORDS = 20 };

static void
note (GPtrArray *notes, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
note (GPtrArray *notes, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_ptr_array_add (notes, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static gboolean
is_constant (const NablaColumn *column, gsize n_rows)
{
  if (column->type == NABLA_COLUMN_TEXT)
    return column->n_words == 1;
  double first = NAN;
  for (gsize i = 0; i < n_rows; i++)
    {
      double value = column->numbers[i];
      if (isnan (first))
        first = value;
      else if (!isnan (value) && value != first)
        return FALSE;
    }
  return TRUE;
}

/* 0, 1, 2, … or 1, 2, 3, … under a name that says no more than that. */
static gboolean
is_row_number (const NablaTable *table, guint j)
{
  static const char *const names[]
    = { "id", "index", "idx", "row", "no", "no.", "nr", "number", "unnamed: 0", NULL };
  const NablaColumn *column = &table->columns[j];
  g_autofree char *lower = g_utf8_strdown (column->name, -1);
  g_autofree char *unnamed = g_strdup_printf ("column %u", j + 1);
  if (column->type != NABLA_COLUMN_NUMBER || table->n_rows < 3
      || !(g_strv_contains (names, lower) || (j == 0 && g_str_equal (lower, unnamed))))
    return FALSE;
  double first = column->numbers[0];
  if (first != 0 && first != 1)
    return FALSE;
  for (gsize i = 1; i < table->n_rows; i++)
    if (column->numbers[i] != first + (double) i)
      return FALSE;
  return TRUE;
}

static gboolean
is_useful (const NablaTable *table, guint j, GPtrArray *notes)
{
  const NablaColumn *column = &table->columns[j];
  gsize n_present = table->n_rows - column->n_missing;
  if (n_present == 0)
    note (notes, _("Column “%s” is left out: it has no values."), column->name);
  else if (table->n_rows > 1 && is_constant (column, table->n_rows))
    note (notes, _("Column “%s” is left out: it has the same value in every row."), column->name);
  else if (is_row_number (table, j))
    note (notes, _("Column “%s” is left out: it only numbers the rows."), column->name);
  else if (column->type == NABLA_COLUMN_TEXT && column->n_words == n_present)
    note (notes, _("Column “%s” is left out: it has a different word in every row."), column->name);
  else if (column->type == NABLA_COLUMN_TEXT
           && (column->n_words > MOST_WORDS
               || (column->n_words > MOST_RARE_WORDS && column->n_words > n_present / 2)))
    note (notes, _("Column “%s” is left out: %u different words are too many for a category."),
          column->name, column->n_words);
  else
    return TRUE;
  return FALSE;
}

static void
add_feature (NablaFeatures *self, const char *name, guint column, guint32 word)
{
  NablaFeature feature = { .name = g_strdup (name), .column = column, .word = word };
  g_array_append_val (self->list, feature);
  self->used[column] = TRUE;
}

static void
add_column (NablaFeatures *self, const NablaTable *table, guint j)
{
  const NablaColumn *column = &table->columns[j];
  if (column->type == NABLA_COLUMN_NUMBER)
    {
      add_feature (self, column->name, j, NABLA_CODE_MISSING);
      return;
    }
  g_autofree guint32 *order = nabla_words_order (column->words, column->n_words);
  for (guint k = 0; k < column->n_words; k++)
    {
      g_autofree char *name = g_strdup_printf ("%s=%s", column->name, column->words[order[k]]);
      add_feature (self, name, j, order[k]);
    }
}

static gboolean
fail_unknown (const char *file, const char *name, const NablaTable *table, GError **error)
{
  g_autofree const char **names = g_new0 (const char *, table->n_columns + 1);
  for (guint j = 0; j < table->n_columns; j++)
    names[j] = table->columns[j].name;
  g_autofree char *place = g_strdup_printf (_("%s: column"), file);
  g_autofree char *message = nabla_words_unknown (place, name, names);
  g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN, message);
  return FALSE;
}

static gboolean
mark_left_out (const char *file,
               const NablaTable *table,
               const char *const *leave_out,
               gboolean *left_out,
               GError **error)
{
  for (guint k = 0; leave_out != NULL && leave_out[k] != NULL; k++)
    {
      int j = nabla_table_find (table, leave_out[k]);
      if (j < 0)
        return fail_unknown (file, leave_out[k], table, error);
      left_out[j] = TRUE;
    }
  return TRUE;
}

static guint32
find_word (const NablaColumn *column, const char *word)
{
  for (guint k = 0; k < column->n_words; k++)
    if (g_str_equal (column->words[k], word))
      return k;
  return NABLA_CODE_MISSING;
}

/* A feature that a network was trained with: a column of numbers, or column=word. */
static gboolean
add_wanted (NablaFeatures *self,
            const char *file,
            const NablaTable *table,
            const char *wanted,
            GError **error)
{
  for (guint j = 0; j < table->n_columns; j++)
    if (g_str_equal (table->columns[j].name, wanted)
        && table->columns[j].type == NABLA_COLUMN_NUMBER)
      {
        add_feature (self, wanted, j, NABLA_CODE_MISSING);
        return TRUE;
      }
  for (const char *equals = strchr (wanted, '='); equals != NULL; equals = strchr (equals + 1, '='))
    for (guint j = 0; j < table->n_columns; j++)
      {
        const NablaColumn *column = &table->columns[j];
        gsize length = equals - wanted;
        if (column->type == NABLA_COLUMN_TEXT && strlen (column->name) == length
            && memcmp (column->name, wanted, length) == 0)
          {
            add_feature (self, wanted, j, find_word (column, equals + 1));
            return TRUE;
          }
      }
  int j = nabla_table_find (table, wanted);
  if (j < 0)
    return fail_unknown (file, wanted, table, error);
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA,
               _("%s: column “%s” has words, but the network takes numbers from it"), file, wanted);
  return FALSE;
}

/* Words that the network was not trained with are all zeros to it. */
static void
note_new_words (const NablaFeatures *self, const NablaTable *table, GPtrArray *notes)
{
  for (guint j = 0; j < table->n_columns; j++)
    {
      const NablaColumn *column = &table->columns[j];
      guint n_known = 0;
      if (!self->used[j] || column->type != NABLA_COLUMN_TEXT)
        continue;
      for (guint k = 0; k < self->list->len; k++)
        {
          const NablaFeature *feature = &g_array_index (self->list, NablaFeature, k);
          n_known += feature->column == j && feature->word != NABLA_CODE_MISSING;
        }
      if (n_known < column->n_words)
        note (notes,
              ngettext ("Column “%s” has %u word that the network does not know.",
                        "Column “%s” has %u words that the network does not know.",
                        column->n_words - n_known),
              column->name, column->n_words - n_known);
    }
}

static gboolean
choose (NablaFeatures *self,
        const char *file,
        const NablaTable *table,
        int label,
        const NablaDatasetOptions *options,
        GPtrArray *notes,
        GError **error)
{
  if (options->features != NULL)
    {
      for (guint k = 0; options->features[k] != NULL; k++)
        if (!add_wanted (self, file, table, options->features[k], error))
          return FALSE;
      note_new_words (self, table, notes);
    }
  else
    {
      g_autofree gboolean *left_out = g_new0 (gboolean, table->n_columns);
      if (!mark_left_out (file, table, options->leave_out, left_out, error))
        return FALSE;
      for (guint j = 0; j < table->n_columns; j++)
        if ((int) j != label && !left_out[j] && is_useful (table, j, notes))
          add_column (self, table, j);
    }
  if (self->list->len > 0)
    return TRUE;
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA,
               _("%s: beside the label there is no column to predict it from"), file);
  return FALSE;
}

gboolean
nabla_features_init (NablaFeatures *self,
                     const char *file,
                     const NablaTable *table,
                     int label,
                     const NablaDatasetOptions *options,
                     GPtrArray *notes,
                     GError **error)
{
  self->list = g_array_new (FALSE, FALSE, sizeof (NablaFeature));
  self->used = g_new0 (gboolean, table->n_columns);
  return choose (self, file, table, label, options, notes, error);
}

void
nabla_features_clear (NablaFeatures *self)
{
  for (guint k = 0; self->list != NULL && k < self->list->len; k++)
    g_free (g_array_index (self->list, NablaFeature, k).name);
  g_clear_pointer (&self->list, g_array_unref);
  g_clear_pointer (&self->used, g_free);
}

static inline gboolean
is_missing (const NablaColumn *column, gsize row)
{
  return column->type == NABLA_COLUMN_NUMBER ? isnan (column->numbers[row])
                                             : column->codes[row] == NABLA_CODE_MISSING;
}

gsize
nabla_features_count_missing (const NablaFeatures *self,
                              const NablaTable *table,
                              const guint32 *rows,
                              gsize n_rows)
{
  gsize n_missing = 0;
  for (guint j = 0; j < table->n_columns; j++)
    if (self->used[j] && table->columns[j].n_missing > 0)
      for (gsize i = 0; i < n_rows; i++)
        n_missing += is_missing (&table->columns[j], rows[i]);
  return n_missing;
}

gboolean
nabla_features_lack (const NablaFeatures *self, const NablaTable *table, gsize row)
{
  for (guint j = 0; j < table->n_columns; j++)
    if (self->used[j] && is_missing (&table->columns[j], row))
      return TRUE;
  return FALSE;
}
