/* What a source was recognized as, for scripts and for people.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-array-pair.h"
#include "nabla-json.h"
#include "nabla-source-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* What is listed for people; a script gets all. */
enum { MOST_LISTED = 40, MOST_CLASSES = 12, MOST_LINES = 5 };

static const char *const task_names[] = { N_("binary"), N_("multiclass"), N_("regression") };

/* What both descriptions say: counts, and what the data would be used for if nobody
 * said otherwise. */
typedef struct {
  gboolean has_table;
  gsize n_missing;
  NablaArrayPair pair;
  const NablaArray *main;      /* (nullable) X, or the first array */
  NablaTarget target;
  const NablaColumn *label;    /* (nullable) */
  gboolean has_target;
} Facts;

static void
facts_clear (Facts *self)
{
  nabla_target_clear (&self->target);
  nabla_array_pair_clear (&self->pair);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Facts, facts_clear)

static gsize
count_missing (const NablaSource *source)
{
  gsize n = 0;
  for (guint j = 0; source->table != NULL && j < source->table->n_columns; j++)
    n += source->table->columns[j].n_missing;
  for (guint k = 0; k < source->n_arrays; k++)
    for (gsize i = 0; i < source->arrays[k]->n_values; i++)
      n += isnan (source->arrays[k]->values[i]) != 0;
  return n;
}

static void
facts_init (Facts *self, const NablaSource *source)
{
  gsize n_rows = 0;
  *self = (Facts) { .has_table = source->table != NULL, .n_missing = count_missing (source) };
  if (source->n_arrays > 0)
    {
      self->main = source->arrays[0];
      if (nabla_array_pair_init (&self->pair, source, NULL, TRUE, NULL))
        {
          self->main = self->pair.x;
          self->label = &self->pair.label;
          n_rows = self->pair.m;
        }
    }
  else if (source->kind == NABLA_SOURCE_TABLE)
    {
      int label = nabla_table_guess_label (source->table);
      self->label = label >= 0 ? &source->table->columns[label] : NULL;
      n_rows = source->table->n_rows;
    }
  self->has_target = self->label != NULL
                     && nabla_target_init (&self->target, source->title, self->label, n_rows, -1,
                                           NULL, NULL);
}

static void
add_count (GString *json, const char *key, gboolean known, gsize count)
{
  if (known)
    nabla_json_number (json, key, (double) count);
  else
    nabla_json_string (json, key, NULL);
}

static void
add_shape (GString *json, const gsize *shape, guint n_dims)
{
  nabla_json_begin (json, "shape", '[');
  for (guint k = 0; k < n_dims; k++)
    nabla_json_number (json, NULL, (double) shape[k]);
  nabla_json_end (json, ']');
}

static void
add_columns (GString *json, const NablaTable *table)
{
  nabla_json_begin (json, "column_list", '[');
  for (guint j = 0; j < table->n_columns; j++)
    {
      const NablaColumn *column = &table->columns[j];
      gboolean text = column->type == NABLA_COLUMN_TEXT;
      nabla_json_begin (json, NULL, '{');
      nabla_json_string (json, "name", column->name);
      nabla_json_string (json, "type", text ? "text" : "number");
      nabla_json_number (json, "missing", (double) column->n_missing);
      add_count (json, "words", text, column->n_words);
      nabla_json_end (json, '}');
    }
  nabla_json_end (json, ']');
}

static void
add_arrays (GString *json, const NablaSource *self)
{
  nabla_json_begin (json, "arrays", '[');
  for (guint i = 0; i < self->n_arrays; i++)
    {
      const NablaArray *array = self->arrays[i];
      nabla_json_begin (json, NULL, '{');
      nabla_json_string (json, "name", array->name);
      add_shape (json, array->shape, array->n_dims);
      nabla_json_string (json, "type", array->type);
      nabla_json_end (json, '}');
    }
  nabla_json_end (json, ']');
}

void
nabla_source_describe_json (const NablaSource *self, GString *json)
{
  g_return_if_fail (self != NULL && json != NULL);

  const NablaTable *table = self->table;
  g_auto (Facts) facts = { 0 };
  facts_init (&facts, self);

  /* A name need not be UTF-8, but JSON must. */
  g_autofree char *path = g_utf8_make_valid (self->path, -1);
  nabla_json_begin (json, NULL, '{');
  nabla_json_string (json, "file", path);
  nabla_json_string (json, "kind", nabla_source_kind_names[self->kind]);
  if (table != NULL)
    add_shape (json, (gsize[]) { table->n_rows, table->n_columns }, 2);
  else if (facts.main != NULL)
    add_shape (json, facts.main->shape, facts.main->n_dims);
  else
    nabla_json_string (json, "shape", NULL);
  add_count (json, "columns", table != NULL, table != NULL ? table->n_columns : 0);
  add_count (json, "rows", table != NULL || self->lines != NULL,
             table != NULL ? table->n_rows : self->n_lines);
  add_count (json, "classes", facts.has_target, facts.target.n_classes);
  nabla_json_number (json, "size", (double) self->size);
  add_count (json, "missing", self->lines == NULL, facts.n_missing);
  nabla_json_string (json, "format", self->format);
  nabla_json_string (json, "encoding", self->encoding);
  if (facts.has_target)
    {
      nabla_json_string (json, "label", facts.label->name);
      nabla_json_string (json, "task", task_names[facts.target.task]);
      nabla_json_strings (json, "class_names", (const char *const *) facts.target.class_names);
    }
  if (table != NULL)
    add_columns (json, table);
  if (self->n_arrays > 0)
    add_arrays (json, self);
  nabla_json_strings (json, "notes", (const char *const *) self->notes);
  nabla_json_end (json, '}');
}

static void
list_columns (GString *text, const NablaTable *table)
{
  for (guint j = 0; j < MIN (table->n_columns, MOST_LISTED); j++)
    {
      const NablaColumn *column = &table->columns[j];
      g_autofree char *what
        = column->type == NABLA_COLUMN_NUMBER
            ? g_strdup (_("numbers"))
            : g_strdup_printf (ngettext ("%u word", "%u different words", column->n_words),
                               column->n_words);
      g_autofree char *missing
        = column->n_missing == 0
            ? g_strdup ("")
            : g_strdup_printf (ngettext (", %u missing", ", %u missing", column->n_missing),
                               (guint) column->n_missing);
      g_string_append_printf (text, "  %s: %s%s\n", column->name, what, missing);
    }
  if (table->n_columns > MOST_LISTED)
    g_string_append_printf (text, _("  … and %u columns more\n"), table->n_columns - MOST_LISTED);
}

static void
list_arrays (GString *text, const NablaSource *self)
{
  for (guint i = 0; i < MIN (self->n_arrays, MOST_LISTED); i++)
    {
      g_autofree char *shape = nabla_array_shape_text (self->arrays[i]);
      gboolean named = *self->arrays[i]->name != '\0';
      g_string_append_printf (text, "  %s%s%s %s\n", self->arrays[i]->name, named ? ": " : "", shape,
                              self->arrays[i]->type);
    }
}

static void
list_target (GString *text, const Facts *facts)
{
  /* Translators: name of the label column, then its task. */
  g_string_append_printf (text, _("  label: %s (%s)\n"), facts->label->name,
                          _(task_names[facts->target.task]));
  if (facts->target.n_classes == 0)
    return;
  g_string_append_printf (text, _("  %u classes:"), facts->target.n_classes);
  for (guint k = 0; k < MIN (facts->target.n_classes, MOST_CLASSES); k++)
    g_string_append_printf (text, " %s", facts->target.class_names[k]);
  g_string_append (text, facts->target.n_classes > MOST_CLASSES ? " …\n" : "\n");
}

void
nabla_source_describe_text (const NablaSource *self, GString *text)
{
  g_return_if_fail (self != NULL && text != NULL);

  g_auto (Facts) facts = { 0 };
  facts_init (&facts, self);
  g_autofree char *size = g_format_size (self->size);
  g_string_append_printf (text, "%s: %s (%s%s%s, %s)\n", self->title,
                          _(nabla_source_kind_names[self->kind]), self->format,
                          self->encoding != NULL ? ", " : "",
                          self->encoding != NULL ? self->encoding : "", size);
  if (self->table != NULL)
    {
      g_string_append_printf (text, _("  rows: %u, columns: %u, missing values: %u\n"),
                              (guint) self->table->n_rows, self->table->n_columns,
                              (guint) facts.n_missing);
      list_columns (text, self->table);
    }
  if (self->lines != NULL)
    {
      g_string_append_printf (text, ngettext ("  %u line\n", "  %u lines\n", self->n_lines),
                              (guint) self->n_lines);
      for (gsize i = 0; i < MIN (self->n_lines, MOST_LINES); i++)
        g_string_append_printf (text, "  | %s\n", self->lines[i]);
    }
  list_arrays (text, self);
  if (facts.has_target)
    list_target (text, &facts);
  for (guint k = 0; self->notes[k] != NULL; k++)
    g_string_append_printf (text, "  %s\n", self->notes[k]);
}
