/* ARFF: the tables of Weka and OpenML, whose columns are declared.
 *
 *     % a comment
 *     @relation flowers
 *     @attribute width numeric
 *     @attribute 'kind of flower' {setosa, "other kind"}
 *     @data
 *     1.5, setosa
 *     {0 2.5, 1 'other kind'}
 *
 * As in Weka, a row in braces gives the values that are not 0 (of a nominal attribute:
 * not the first word), a row may end with a weight in braces, and blanks may stand for
 * commas where a row has none.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-arff-line.h"
#include "nabla-column-builder.h"
#include "nabla-error.h"
#include "nabla-reader.h"
#include "nabla-records.h"
#include "nabla-value.h"
#include "nabla-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Values between two looks at the cancellable; words that a message lists; what a word
 * costs beside its letters. */
enum { TICK_VALUES = 10000, MOST_LISTED = 12, WORD_OVERHEAD = 64 };

typedef enum { NUMERIC, NOMINAL, TEXT } Type;

typedef struct {
  Type type;
  GPtrArray *words;     /* of a nominal attribute: (element-type utf8), with a NULL */
  GHashTable *declared; /* the same as a set, which owns them */
} Attribute;

typedef struct {
  NablaInput *input;
  NablaArffLine text;
  GArray *attributes; /* (element-type Attribute) */
  GArray *builders;   /* (element-type NablaColumnBuilder): as many */
  GHashTable *names;
  gsize n_rows;
  gsize n_reserved;
  gsize n_values; /* since the last tick */
  gboolean has_weights;
} Arff;

static gboolean fail (const Arff *self, GError **error, const char *format, ...)
  G_GNUC_PRINTF (3, 4);

/* With the current line. */
static gboolean
fail (const Arff *self, GError **error, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return nabla_input_fail_at (self->input, self->text.line, error, "%s", what);
}

static void
clear_attribute (gpointer data)
{
  Attribute *attribute = data;
  g_clear_pointer (&attribute->words, g_ptr_array_unref);
  g_clear_pointer (&attribute->declared, g_hash_table_unref);
}

static void
clear_builder (gpointer data)
{
  nabla_column_builder_clear (data);
}

static const Attribute *
attribute_at (const Arff *self, guint j)
{
  return &g_array_index (self->attributes, Attribute, j);
}

static NablaColumnBuilder *
builder_at (const Arff *self, guint j)
{
  return &g_array_index (self->builders, NablaColumnBuilder, j);
}

/* {red, green, blue} */
static gboolean
read_words (Arff *self, Attribute *attribute, const char *name, GError **error)
{
  self->text.p++;
  if (!nabla_arff_line_cut (&self->text, '}', error))
    return FALSE;
  if (self->text.p == self->text.stop || *self->text.p != '}')
    return fail (self, error,
                 _("the values of attribute “%s” begin with { and have no } at their end"), name);
  attribute->type = NOMINAL;
  attribute->words = g_ptr_array_new ();
  attribute->declared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint k = 0; k < self->text.tokens->len; k++)
    {
      const NablaArffToken *token = &g_array_index (self->text.tokens, NablaArffToken, k);
      const char *word = nabla_arff_line_text (&self->text, token);
      if ((token->length == 0 && !token->quoted)
          || g_hash_table_contains (attribute->declared, word))
        continue;
      if (!nabla_input_spend (self->input, strlen (word) + WORD_OVERHEAD, error))
        return FALSE;
      char *copy = g_strdup (word);
      g_hash_table_add (attribute->declared, copy);
      g_ptr_array_add (attribute->words, copy);
    }
  g_ptr_array_add (attribute->words, NULL);
  return TRUE;
}

static gboolean
read_type (Arff *self, Attribute *attribute, const char *name, GError **error)
{
  static const char *const types[]
    = { "numeric", "real", "integer", "string", "date", "relational", NULL };
  nabla_arff_line_at_end (&self->text);
  if (self->text.p < self->text.stop && *self->text.p == '{')
    return read_words (self, attribute, name, error);
  for (guint k = 0; types[k] != NULL; k++)
    if (nabla_arff_line_take (&self->text, types[k]))
      {
        attribute->type = k < 3 ? NUMERIC : TEXT;
        if (g_str_equal (types[k], "date"))
          nabla_input_note (self->input, _("The dates of column “%s” are read as words."), name);
        if (g_str_equal (types[k], "relational"))
          return fail (self, error,
                       _("attribute “%s” is relational, a table within the table, which "
                          "cannot be read"),
                       name);
        return TRUE;
      }
  NablaArffToken token = { self->text.p, self->text.stop - self->text.p, FALSE };
  g_autofree char *found = nabla_arff_excerpt (nabla_arff_line_text (&self->text, &token));
  return fail (self, error,
               _("attribute “%s” is of type “%s”; allowed are numeric, real, integer, string, "
                  "date and a list of words in braces"),
               name, found);
}

/* @attribute NAME TYPE */
static gboolean
read_attribute (Arff *self, GError **error)
{
  NablaArffToken token;
  if (self->attributes->len == NABLA_RECORDS_MAX_FIELDS)
    return fail (self, error, _("more than %u attributes"), NABLA_RECORDS_MAX_FIELDS);
  if (!nabla_arff_line_token (&self->text, FALSE, '{', &token, error))
    return FALSE;
  if (token.length == 0)
    return fail (self, error, _("an attribute has no name"));
  g_autofree char *name = nabla_arff_excerpt (nabla_arff_line_text (&self->text, &token));
  Attribute attribute = { 0 };
  if (!read_type (self, &attribute, name, error))
    {
      clear_attribute (&attribute);
      return FALSE;
    }
  g_autofree char *written
    = g_strdelimit (g_strdup (nabla_arff_line_text (&self->text, &token)), "\r\n\t", ' ');
  g_autofree char *unique = nabla_column_name_unique (self->names, written);
  NablaColumnBuilder builder;
  nabla_column_builder_init (&builder, unique,
                             attribute.type == NUMERIC ? NABLA_COLUMN_NUMBER : NABLA_COLUMN_TEXT);
  builder.column.is_nominal = attribute.type == NOMINAL;
  g_array_append_val (self->attributes, attribute);
  g_array_append_val (self->builders, builder);
  return nabla_input_spend (self->input, strlen (unique) + sizeof builder, error);
}

static gboolean
read_header (Arff *self, GError **error)
{
  while (nabla_arff_line_next (&self->text))
    {
      if (nabla_arff_line_take (&self->text, "@data"))
        return self->attributes->len > 0
               || fail (self, error,
                        _("before @data there must be an @attribute for each column"));
      if (nabla_arff_line_take (&self->text, "@relation"))
        continue;
      if (nabla_arff_line_take (&self->text, "@attribute"))
        {
          if (!read_attribute (self, error))
            return FALSE;
          if (self->attributes->len % 1000 == 0 && !nabla_input_tick (self->input, 0, error))
            return FALSE;
          continue;
        }
      NablaArffToken token = { self->text.p, self->text.stop - self->text.p, FALSE };
      g_autofree char *found = nabla_arff_excerpt (nabla_arff_line_text (&self->text, &token));
      return fail (self, error,
                   _("before @data only @relation, @attribute and comments (%%) are allowed, but "
                      "here is “%s”"),
                   found);
    }
  return nabla_input_fail_at (self->input, MAX (self->text.line, 1), error,
                              _("the file ends before a line with @data"));
}

static gboolean
fail_word (Arff *self, guint j, const char *word, GError **error)
{
  const NablaColumn *column = &builder_at (self, j)->column;
  g_autofree char *found = nabla_arff_excerpt (word), *name = nabla_arff_excerpt (column->name);
  if (attribute_at (self, j)->type == NUMERIC)
    return fail (self, error, _("“%s” is not a number, as attribute “%s” must have"), found, name);
  const char *const *all = (const char *const *) attribute_at (self, j)->words->pdata;
  const char *nearest = nabla_words_nearest (word, all);
  g_auto (GStrv) shown = g_new0 (char *, MOST_LISTED + 2);
  if (nearest != NULL)
    shown[0] = nabla_arff_excerpt (nearest);
  for (guint k = 0; nearest == NULL && k <= MOST_LISTED && all[k] != NULL; k++)
    shown[k] = k < MOST_LISTED ? nabla_arff_excerpt (all[k]) : g_strdup ("…");
  g_autofree char *message = nabla_words_unknown (name, found, (const char *const *) shown);
  return fail (self, error, "%s", message);
}

static gboolean
set_value (Arff *self, guint j, const NablaArffToken *token, GError **error)
{
  NablaColumnBuilder *builder = builder_at (self, j);
  const Attribute *attribute = attribute_at (self, j);
  double value;
  if (attribute->type == NUMERIC)
    {
      if (nabla_value_number (token->text, token->length, '.', &value))
        nabla_column_builder_set_number (builder, self->n_rows, value);
      else if (nabla_value_is_missing (token->text, token->length))
        nabla_column_builder_set_number (builder, self->n_rows, NAN);
      else
        return fail_word (self, j, nabla_arff_line_text (&self->text, token), error);
      return TRUE;
    }
  const char *word = nabla_arff_line_text (&self->text, token);
  gboolean is_mark = !token->quoted && (token->length == 0 || g_str_equal (word, "?"));
  if (attribute->type == NOMINAL && !g_hash_table_contains (attribute->declared, word))
    {
      if (token->quoted || !nabla_value_is_missing (token->text, token->length))
        return fail_word (self, j, word, error);
      is_mark = TRUE;
    }
  return nabla_column_builder_set_word (builder, self->input, self->n_rows, is_mark ? NULL : word,
                                        error);
}

/* What a row in braces does not mention. */
static gboolean
set_omitted (Arff *self, guint j, GError **error)
{
  const Attribute *attribute = attribute_at (self, j);
  if (attribute->type == NUMERIC)
    {
      nabla_column_builder_set_number (builder_at (self, j), self->n_rows, 0);
      return TRUE;
    }
  const char *word = attribute->type == NOMINAL ? attribute->words->pdata[0] : NULL;
  return nabla_column_builder_set_word (builder_at (self, j), self->input, self->n_rows, word,
                                        error);
}

/* @index is of the attribute, from 0. */
static gboolean
take_index (Arff *self, guint *index)
{
  NablaArffLine *text = &self->text;
  const char *start = text->p;
  guint64 number = 0;
  for (; text->p < text->stop && g_ascii_isdigit (*text->p); text->p++)
    number = MIN (10 * number + (guint64) (*text->p - '0'), G_MAXUINT32);
  *index = (guint) number;
  return text->p > start && text->p < text->stop && (*text->p == ' ' || *text->p == '\t');
}

/* {1 5, 3 yes} */
static gboolean
read_sparse (Arff *self, GError **error)
{
  guint n = self->attributes->len, next = 0, index;
  self->text.p++;
  nabla_arff_line_at_end (&self->text);
  while (self->text.p < self->text.stop && *self->text.p != '}')
    {
      NablaArffToken token;
      if (!take_index (self, &index))
        return fail (self, error,
                     _("a row in braces has the number of an attribute (from 0) before each "
                        "value"));
      if (index >= n)
        return fail (self, error, _("there is no attribute %u; they are numbered from 0 to %u"),
                     index, n - 1);
      if (index < next)
        return fail (self, error,
                     _("the numbers of a row in braces must ascend, but %u comes after %u"), index,
                     next - 1);
      for (; next < index; next++)
        if (!set_omitted (self, next, error))
          return FALSE;
      if (!nabla_arff_line_token (&self->text, TRUE, '}', &token, error)
          || !set_value (self, next++, &token, error))
        return FALSE;
      nabla_arff_line_at_end (&self->text);
      if (self->text.p == self->text.stop || (*self->text.p != ',' && *self->text.p != '}'))
        break;
      self->text.p += *self->text.p == ',';
      nabla_arff_line_at_end (&self->text);
    }
  if (self->text.p == self->text.stop || *self->text.p != '}')
    return fail (self, error, _("a row that begins with { has no } at its end"));
  self->text.p++;
  for (; next < n; next++)
    if (!set_omitted (self, next, error))
      return FALSE;
  nabla_arff_line_at_end (&self->text);
  if (self->text.p < self->text.stop && *self->text.p == ',')
    self->text.p++;
  if (nabla_arff_line_at_end (&self->text))
    return TRUE;
  self->has_weights = self->has_weights || *self->text.p == '{';
  return *self->text.p == '{'
         || fail (self, error,
                  _("after a row in braces nothing but a weight in braces is allowed"));
}

static gboolean
read_dense (Arff *self, GError **error)
{
  if (!nabla_arff_line_cut (&self->text, '\0', error))
    return FALSE;
  guint n = self->attributes->len, n_found = self->text.tokens->len;
  const NablaArffToken *last = &g_array_index (self->text.tokens, NablaArffToken, n_found - 1);
  gboolean weight = n_found == n + 1 && !last->quoted && last->length > 0 && *last->text == '{';
  gboolean trailing = n_found == n + 1 && !last->quoted && last->length == 0;
  self->has_weights = self->has_weights || weight;
  if (n_found != n && !weight && !trailing)
    return fail (self, error,
                 ngettext ("found %u value, but the table has %u columns",
                           "found %u values, but the table has %u columns", n_found),
                 n_found, n);
  for (guint j = 0; j < n; j++)
    if (!set_value (self, j, &g_array_index (self->text.tokens, NablaArffToken, j), error))
      return FALSE;
  return TRUE;
}

static gboolean
read_rows (Arff *self, GError **error)
{
  const NablaInput *input = self->input;
  gsize data_line = self->text.line;
  nabla_input_phase (self->input, 0.4, 1);
  while (nabla_arff_line_next (&self->text))
    {
      if (self->n_rows == self->n_reserved
          && !nabla_column_builders_grow (builder_at (self, 0), NULL, self->attributes->len,
                                          self->input, self->text.next - input->text, self->n_rows,
                                          &self->n_reserved, error))
        return FALSE;
      if (!(*self->text.p == '{' ? read_sparse (self, error) : read_dense (self, error)))
        return FALSE;
      self->n_rows++;
      self->n_values += self->attributes->len;
      if (self->n_values >= TICK_VALUES)
        {
          self->n_values = 0;
          double part = (double) (self->text.next - input->text) / (double) input->text_length;
          if (!nabla_input_tick (self->input, part, error))
            return FALSE;
        }
    }
  if (self->has_weights)
    nabla_input_note (self->input,
                      _("The weights of the rows, in braces at their ends, are not used."));
  return self->n_rows > 0
         || nabla_input_fail_at (self->input, data_line, error,
                                 _("there is no row of values below @data"));
}

/* Whether the first line that is no comment is @relation or @attribute. */
static gboolean
is_arff (NablaInput *input)
{
  g_auto (NablaArffLine) text = { 0 };
  nabla_arff_line_init (&text, input);
  return nabla_arff_line_next (&text)
         && (nabla_arff_line_take (&text, "@relation")
             || nabla_arff_line_take (&text, "@attribute"));
}

static gboolean
read_all (Arff *self, NablaSource *source, GError **error)
{
  if (!read_header (self, error) || !read_rows (self, error))
    return FALSE;
  source->table = nabla_column_builders_finish (builder_at (self, 0), self->builders->len,
                                                self->input, self->n_rows);
  source->kind = NABLA_SOURCE_TABLE;
  source->format = "ARFF";
  return TRUE;
}

static NablaReaderResult
read_arff (NablaInput *input, NablaSource *source, GError **error)
{
  if (!is_arff (input))
    return NABLA_READER_PASS;
  Arff arff = {
    .input = input,
    .attributes = g_array_new (FALSE, FALSE, sizeof (Attribute)),
    .builders = g_array_new (FALSE, FALSE, sizeof (NablaColumnBuilder)),
    .names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
  };
  g_array_set_clear_func (arff.attributes, clear_attribute);
  g_array_set_clear_func (arff.builders, clear_builder);
  nabla_arff_line_init (&arff.text, input);
  gboolean done = read_all (&arff, source, error);
  nabla_arff_line_clear (&arff.text);
  g_hash_table_unref (arff.names);
  g_array_unref (arff.builders);
  g_array_unref (arff.attributes);
  return done ? NABLA_READER_DONE : NABLA_READER_FAILED;
}

const NablaReader nabla_reader_arff = { "arff", TRUE, read_arff };
