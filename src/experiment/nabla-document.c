/* The document keeps its text as one piece. Groups and entries say where in it they
 * are, so that a change is a splice of the text, and what is not spliced stays.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-document.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"
#define EXCERPT_CHARACTERS 60

struct _NablaDocument {
  char *text;
  gsize length;
  GArray *groups;         /* of NablaDocumentGroup */
  GArray *entries;        /* of NablaDocumentEntry, group after group */
  GHashTable *group_index; /* "kind name" → index + 1 */
  GStringChunk *letters;
};

/* What is known while the lines are gone through. */
typedef struct {
  NablaDocument *self;
  const char *file;
  GHashTable *keys;       /* of the running group: key → line */
  guint line;
  GError **error;
} Parser;

void
nabla_document_fail (GError **error,
                     const char *file,
                     guint line,
                     NablaError code,
                     const char *message)
{
  g_return_if_fail (message != NULL);

  if (line == 0 && file == NULL)
    g_set_error_literal (error, NABLA_ERROR, code, message);
  else if (line == 0)
    g_set_error (error, NABLA_ERROR, code, "%s: %s", file, message);
  else if (file != NULL)
    g_set_error (error, NABLA_ERROR, code, "%s:%u: %s", file, line, message);
  else
    /* Translators: "line 31: what is wrong there", of a text that is in no file. */
    g_set_error (error, NABLA_ERROR, code, _("line %u: %s"), line, message);
}

static gboolean G_GNUC_PRINTF (2, 3)
fail (const Parser *parser, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  nabla_document_fail (parser->error, parser->file, parser->line, NABLA_ERROR_SYNTAX, message);
  return FALSE;
}

char *
nabla_document_excerpt (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  if (g_utf8_strlen (text, -1) <= EXCERPT_CHARACTERS)
    return g_strdup (text);
  g_autofree char *beginning = g_utf8_substring (text, 0, EXCERPT_CHARACTERS - 1);
  return g_strconcat (beginning, "…", NULL);
}

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

/* Narrows [begin, end) of @text to what is between white space. */
static void
strip (const char *text, gsize *begin, gsize *end)
{
  while (*begin < *end && is_blank (text[*begin]))
    ++*begin;
  while (*begin < *end && is_blank (text[*end - 1]))
    --*end;
}

static const char *
take (Parser *parser, gsize begin, gsize end)
{
  return g_string_chunk_insert_len (parser->self->letters, parser->self->text + begin, end - begin);
}

static char *
excerpt_of (Parser *parser, gsize begin, gsize end)
{
  g_autofree char *piece = g_strndup (parser->self->text + begin, end - begin);
  return nabla_document_excerpt (piece);
}

static char *
group_id (const char *kind, const char *name)
{
  return *name != '\0' ? g_strconcat (kind, " ", name, NULL) : g_strdup (kind);
}

/* [begin, end) is the head's line without white space around, from `[`. */
static gboolean
parse_head (Parser *parser, gsize begin, gsize end, gsize line_end)
{
  NablaDocument *self = parser->self;
  const char *bracket = memchr (self->text + begin, ']', end - begin);
  if (bracket == NULL)
    {
      g_autofree char *found = excerpt_of (parser, begin, end);
      return fail (parser, _("'%s' begins a group, but ']' is missing"), found);
    }
  gsize inner_end = bracket - self->text;
  if (inner_end + 1 < end)
    {
      gsize behind = inner_end + 1;
      strip (self->text, &behind, &end);
      g_autofree char *found = excerpt_of (parser, behind, end);
      return fail (parser, _("found '%s' after a group's ']'; it needs a line of its own"), found);
    }
  begin++;
  strip (self->text, &begin, &inner_end);
  gsize kind_end = begin;
  while (kind_end < inner_end && !is_blank (self->text[kind_end]))
    kind_end++;
  gsize name_begin = kind_end;
  strip (self->text, &name_begin, &inner_end);
  if (begin == kind_end)
    return fail (parser, _("the brackets are empty; a group is written as [train] or [layer "
                           "hidden]"));

  NablaDocumentGroup group = {
    .kind = take (parser, begin, kind_end),
    .name = take (parser, name_begin, inner_end),
    .line = parser->line,
    .end = line_end,
    .crlf = line_end >= 2 && self->text[line_end - 1] == '\n' && self->text[line_end - 2] == '\r',
  };
  g_autofree char *id = group_id (group.kind, group.name);
  guint earlier = GPOINTER_TO_UINT (g_hash_table_lookup (self->group_index, id));
  if (earlier > 0)
    {
      g_autofree char *found = nabla_document_excerpt (id);
      return fail (parser, _("the group [%s] is there twice, first in line %u"), found,
                   g_array_index (self->groups, NablaDocumentGroup, earlier - 1).line);
    }
  g_array_append_val (self->groups, group);
  g_hash_table_insert (self->group_index, g_steal_pointer (&id),
                       GUINT_TO_POINTER (self->groups->len));
  g_hash_table_remove_all (parser->keys);
  return TRUE;
}

/* [begin, end) is the line without white space around. */
static gboolean
parse_entry (Parser *parser, gsize begin, gsize end, gsize line_begin, gsize line_end)
{
  NablaDocument *self = parser->self;
  const char *equals = memchr (self->text + begin, '=', end - begin);
  if (equals == NULL)
    {
      g_autofree char *found = excerpt_of (parser, begin, end);
      return fail (parser, _("'%s' is neither a group such as [train], nor a line key=value, nor "
                             "a comment that begins with #"),
                   found);
    }
  gsize key_begin = begin, key_end = equals - self->text;
  NablaDocumentEntry entry = {
    .line = parser->line,
    .line_begin = line_begin,
    .line_end = line_end,
    .value_begin = key_end + 1,
    .value_end = end,
  };
  strip (self->text, &key_begin, &key_end);
  strip (self->text, &entry.value_begin, &entry.value_end);
  entry.key = take (parser, key_begin, key_end);
  entry.value = take (parser, entry.value_begin, entry.value_end);

  g_autofree char *key = nabla_document_excerpt (entry.key);
  if (*key == '\0')
    return fail (parser, _("there is no key before '='"));
  if (self->groups->len == 0)
    return fail (parser, _("'%s' stands before the first group; a group begins with a line such "
                           "as [experiment]"),
                 key);
  NablaDocumentGroup *group
    = &g_array_index (self->groups, NablaDocumentGroup, self->groups->len - 1);
  guint earlier = GPOINTER_TO_UINT (g_hash_table_lookup (parser->keys, entry.key));
  if (earlier > 0)
    {
      g_autofree char *id = group_id (group->kind, group->name);
      g_autofree char *where = nabla_document_excerpt (id);
      return fail (parser, _("[%s] has '%s' twice, first in line %u"), where, key, earlier);
    }
  g_hash_table_insert (parser->keys, (char *) entry.key, GUINT_TO_POINTER (entry.line));
  g_array_append_val (self->entries, entry);
  group->n_entries++;
  group->end = line_end;
  return TRUE;
}

static gboolean
parse_lines (Parser *parser)
{
  NablaDocument *self = parser->self;
  gsize at = g_str_has_prefix (self->text, BYTE_ORDER_MARK) ? strlen (BYTE_ORDER_MARK) : 0;

  for (parser->line = 1; at < self->length; parser->line++)
    {
      const char *newline = memchr (self->text + at, '\n', self->length - at);
      gsize line_begin = at,
            line_end = newline != NULL ? (gsize) (newline - self->text) + 1 : self->length;
      gsize begin = line_begin, end = newline != NULL ? line_end - 1 : line_end;
      at = line_end;
      if (newline != NULL && end > begin && self->text[end - 1] == '\r')
        end--;
      for (gsize i = begin; i < end; i++)
        if (g_ascii_iscntrl (self->text[i]) && self->text[i] != '\t')
          return fail (parser, _("the line has a control character (code %d)"), self->text[i]);

      strip (self->text, &begin, &end);
      if (begin == end || self->text[begin] == '#' || self->text[begin] == ';')
        continue;
      if (!(self->text[begin] == '[' ? parse_head (parser, begin, end, line_end)
                                     : parse_entry (parser, begin, end, line_begin, line_end)))
        return FALSE;
    }

  /* The array has stopped moving. */
  gsize first = 0;
  for (guint i = 0; i < self->groups->len; i++)
    {
      NablaDocumentGroup *group = &g_array_index (self->groups, NablaDocumentGroup, i);
      if (group->n_entries > 0)
        group->entries = &g_array_index (self->entries, NablaDocumentEntry, first);
      first += group->n_entries;
    }
  return TRUE;
}

/* Refuses what is no text at all, so that everything after may rely on it. */
static gboolean
check_text (Parser *parser, const char *text, gsize length)
{
  if (length > NABLA_DOCUMENT_MAX_BYTES)
    return fail (parser, _("the text is longer than the %d bytes that an experiment may have"),
                 NABLA_DOCUMENT_MAX_BYTES);
  const char *bad;
  if (g_utf8_validate_len (text, length, &bad))
    return TRUE;
  parser->line = 1;
  for (const char *c = text; c < bad; c++)
    parser->line += *c == '\n';
  if (*bad == '\0')
    return fail (parser, _("the line has a NUL byte; an experiment is plain text"));
  return fail (parser, _("the line is not UTF-8; save the file as UTF-8 text"));
}

NablaDocument *
nabla_document_parse (const char *text, gssize length, const char *file, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  gsize n = length >= 0 ? (gsize) length : strlen (text);
  Parser parser = { .file = file, .error = error };
  if (!check_text (&parser, text, n))
    return NULL;

  g_autoptr (NablaDocument) self = g_new0 (NablaDocument, 1);
  self->text = g_strndup (text, n);
  self->length = n;
  self->groups = g_array_new (FALSE, FALSE, sizeof (NablaDocumentGroup));
  self->entries = g_array_new (FALSE, FALSE, sizeof (NablaDocumentEntry));
  self->group_index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->letters = g_string_chunk_new (4096);

  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  parser.self = self;
  parser.keys = keys;
  return parse_lines (&parser) ? g_steal_pointer (&self) : NULL;
}

void
nabla_document_free (NablaDocument *self)
{
  if (self == NULL)
    return;
  g_string_chunk_free (self->letters);
  g_hash_table_unref (self->group_index);
  g_array_unref (self->entries);
  g_array_unref (self->groups);
  g_free (self->text);
  g_free (self);
}

const char *
nabla_document_text (const NablaDocument *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}

guint
nabla_document_n_groups (const NablaDocument *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->groups->len;
}

const NablaDocumentGroup *
nabla_document_group (const NablaDocument *self, guint index)
{
  g_return_val_if_fail (self != NULL && index < self->groups->len, NULL);

  return &g_array_index (self->groups, NablaDocumentGroup, index);
}

const NablaDocumentGroup *
nabla_document_find_group (const NablaDocument *self, const char *kind, const char *name)
{
  g_return_val_if_fail (self != NULL && kind != NULL && name != NULL, NULL);

  g_autofree char *id = group_id (kind, name);
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (self->group_index, id));
  return found > 0 ? nabla_document_group (self, found - 1) : NULL;
}

const NablaDocumentEntry *
nabla_document_group_find (const NablaDocumentGroup *group, const char *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  for (guint i = 0; group != NULL && i < group->n_entries; i++)
    if (g_str_equal (group->entries[i].key, key))
      return &group->entries[i];
  return NULL;
}

/* The text with [begin, end) replaced. */
static NablaDocument *
splice (const NablaDocument *self, gsize begin, gsize end, const char *piece)
{
  g_autoptr (GString) text = g_string_new_len (self->text, begin);
  g_string_append (text, piece);
  g_string_append_len (text, self->text + end, self->length - end);
  return nabla_document_parse (text->str, text->len, NULL, NULL);
}

/* The text with a line more: at the end of @group, or in a new group @id. */
static NablaDocument *
splice_line (const NablaDocument *self,
             const NablaDocumentGroup *group,
             const char *id,
             const char *line)
{
  gboolean crlf = group != NULL ? group->crlf : strstr (self->text, "\r\n") != NULL;
  const char *newline = crlf ? "\r\n" : "\n";
  gsize at = group != NULL ? group->end : self->length;
  gboolean line_is_open = at > 0 && self->text[at - 1] != '\n';
  g_autofree char *piece = NULL;
  if (group == NULL)
    piece = g_strconcat (line_is_open ? newline : "", newline, "[", id, "]", newline, line, newline,
                         NULL);
  else
    piece = line_is_open ? g_strconcat (newline, line, NULL) : g_strconcat (line, newline, NULL);
  return splice (self, at, at, piece);
}

/* Line breaks in a key or a value would have made more than one line of it. */
static gboolean
was_written (const NablaDocument *self,
             const char *kind,
             const char *name,
             const char *key,
             const char *value)
{
  const NablaDocumentGroup *group = nabla_document_find_group (self, kind, name);
  const NablaDocumentEntry *entry = nabla_document_group_find (group, key);
  gsize begin = 0, end = strlen (value);
  strip (value, &begin, &end);
  return entry != NULL && strlen (entry->value) == end - begin
         && strncmp (entry->value, value + begin, end - begin) == 0;
}

NablaDocument *
nabla_document_with (const NablaDocument *self,
                     const char *kind,
                     const char *name,
                     const char *key,
                     const char *value,
                     GError **error)
{
  g_return_val_if_fail (self != NULL && kind != NULL && name != NULL && key != NULL, NULL);

  const NablaDocumentGroup *group = nabla_document_find_group (self, kind, name);
  const NablaDocumentEntry *entry = nabla_document_group_find (group, key);
  if (value == NULL)
    return entry != NULL ? splice (self, entry->line_begin, entry->line_end, "")
                         : splice (self, 0, 0, "");

  g_autofree char *id = group_id (kind, name);
  g_autofree char *line = g_strconcat (key, "=", value, NULL);
  g_autoptr (NablaDocument) changed
    = entry != NULL ? splice (self, entry->value_begin, entry->value_end, value)
                    : splice_line (self, group, id, line);
  if (changed == NULL || !was_written (changed, kind, name, key, value))
    {
      g_autofree char *valid = g_utf8_make_valid (line, -1);
      g_autofree char *found = nabla_document_excerpt (valid);
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_SYNTAX,
                   _("[%s]: '%s' cannot be written as one line key=value"), id, found);
      return NULL;
    }
  return g_steal_pointer (&changed);
}
