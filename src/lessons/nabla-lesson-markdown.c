/* Markdown: cmark's tree as blocks of a lesson.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-lesson-private.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <glib/gi18n-lib.h>
#include <string.h>

struct _NablaMarkdown
{
  NablaLesson *lesson;
  cmark_node *root;
  GPtrArray *formulas;
  guint first_line;
};

static cmark_node *
parse (const char *text)
{
  static gsize once;
  if (g_once_init_enter (&once))
    {
      cmark_gfm_core_extensions_ensure_registered ();
      g_once_init_leave (&once, 1);
    }
  cmark_parser *parser = cmark_parser_new (CMARK_OPT_DEFAULT);
  static const char *const extensions[] = { "table", "tasklist" };
  for (guint i = 0; i < G_N_ELEMENTS (extensions); i++)
    cmark_parser_attach_syntax_extension (parser, cmark_find_syntax_extension (extensions[i]));
  cmark_parser_feed (parser, text, strlen (text));
  cmark_node *root = cmark_parser_finish (parser);
  cmark_parser_free (parser);
  return root;
}

NablaMarkdown *
nabla_markdown_new (NablaLesson *lesson, const char *text, guint first_line)
{
  NablaMarkdown *self = g_new0 (NablaMarkdown, 1);
  self->lesson = lesson;
  self->first_line = first_line;
  self->formulas = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *prepared = nabla_lesson_take_formulas (lesson, text, first_line, self->formulas);
  self->root = parse (prepared);
  return self;
}

void
nabla_markdown_free (NablaMarkdown *self)
{
  if (self == NULL)
    return;
  cmark_node_free (self->root);
  g_ptr_array_unref (self->formulas);
  g_free (self);
}

cmark_node *
nabla_markdown_root (NablaMarkdown *self)
{
  return self->root;
}

guint
nabla_markdown_line (NablaMarkdown *self, cmark_node *node)
{
  return self->first_line + MAX (1, cmark_node_get_start_line (node)) - 1;
}

gboolean
nabla_markdown_is (cmark_node *node, const char *type)
{
  return g_str_equal (cmark_node_get_type_string (node), type);
}

/* Inline text */

static void
append_formula (NablaMarkdown *self, GString *markup, guint index, guint line)
{
  g_autofree char *unknown = NULL;
  if (index >= self->formulas->len)
    return;
  nabla_lesson_math_append (markup, g_ptr_array_index (self->formulas, index), &unknown);
  if (unknown != NULL)
    nabla_lesson_reportf (self->lesson, line, _("the formula's command %s is not known"), unknown);
}

static void
append_text (NablaMarkdown *self, GString *markup, const char *text, guint line)
{
  if (strstr (text, "**") != NULL)
    nabla_lesson_report (
        self->lesson, line,
        _("** stands in the text: bold begins before a letter and ends after one"));
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);
      if (c >= NABLA_FIRST_FORMULA && c < NABLA_FIRST_FORMULA + NABLA_MAX_FORMULAS)
        append_formula (self, markup, c - NABLA_FIRST_FORMULA, line);
      else
        {
          g_autofree char *escaped = g_markup_escape_text (text, g_utf8_next_char (text) - text);
          g_string_append (markup, escaped);
        }
    }
}

/* Where a link may lead: into Nabla or to the web. */
static gboolean
is_link (const char *url)
{
  static const char *const schemes[] = { "lesson:", "view:", "control:", "https://", "http://" };
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_str_has_prefix (url, schemes[i]))
      return TRUE;
  return FALSE;
}

static void
append_tag (NablaMarkdown *self, GString *markup, cmark_node *node, gboolean enter, guint line)
{
  switch (cmark_node_get_type (node))
    {
    case CMARK_NODE_EMPH:
      g_string_append (markup, enter ? "<i>" : "</i>");
      break;
    case CMARK_NODE_STRONG:
      g_string_append (markup, enter ? "<b>" : "</b>");
      break;
    case CMARK_NODE_LINK:
      {
        const char *url = cmark_node_get_url (node);
        if (!is_link (url))
          {
            if (enter)
              nabla_lesson_reportf (
                  self->lesson, line,
                  _("the link '%s' must begin with lesson:, view:, control: or https://"), url);
            break;
          }
        g_autofree char *escaped = g_markup_escape_text (url, -1);
        if (enter)
          g_string_append_printf (markup, "<a href=\"%s\">", escaped);
        else
          g_string_append (markup, "</a>");
        break;
      }
    default:
      break;
    }
}

char *
nabla_markdown_inline (NablaMarkdown *self, cmark_node *node)
{
  GString *markup = g_string_new (NULL);
  guint line = nabla_markdown_line (self, node);
  cmark_iter *iter = cmark_iter_new (node);
  for (cmark_event_type event; (event = cmark_iter_next (iter)) != CMARK_EVENT_DONE;)
    {
      cmark_node *at = cmark_iter_get_node (iter);
      const char *literal = cmark_node_get_literal (at);
      switch (cmark_node_get_type (at))
        {
        case CMARK_NODE_TEXT:
          append_text (self, markup, literal, line);
          break;
        case CMARK_NODE_SOFTBREAK:
          g_string_append_c (markup, ' ');
          line++;
          break;
        case CMARK_NODE_LINEBREAK:
          g_string_append_c (markup, '\n');
          line++;
          break;
        case CMARK_NODE_CODE:
          {
            g_autofree char *escaped = g_markup_escape_text (literal, -1);
            g_string_append_printf (markup, "<tt>%s</tt>", escaped);
            break;
          }
        case CMARK_NODE_HTML_INLINE:
          nabla_lesson_reportf (self->lesson, line, _("'%s' is HTML, which lessons cannot show"),
                                literal);
          break;
        case CMARK_NODE_IMAGE:
          if (event == CMARK_EVENT_ENTER)
            nabla_lesson_report (self->lesson, line, _("pictures in the text are not shown yet"));
          break;
        default:
          append_tag (self, markup, at, event == CMARK_EVENT_ENTER, line);
        }
    }
  cmark_iter_free (iter);
  return g_string_free (markup, FALSE);
}

/* Blocks */

static void
read_children (NablaMarkdown *self, cmark_node *node, NablaLessonBlock *block, guint depth)
{
  block->children = nabla_lesson_blocks_new ();
  for (cmark_node *child = cmark_node_first_child (node); child != NULL;
       child = cmark_node_next (child))
    {
      NablaLessonBlock *inner = nabla_markdown_block (self, child, depth + 1);
      if (inner != NULL)
        g_ptr_array_add (block->children, inner);
    }
}

static void
read_table (NablaMarkdown *self, cmark_node *node, NablaLessonBlock *block)
{
  guint n = cmark_gfm_extensions_get_table_columns (node);
  block->n_columns = n;
  block->cells = g_ptr_array_new_with_free_func (g_free);
  block->alignments = g_memdup2 (cmark_gfm_extensions_get_table_alignments (node), n);
  for (cmark_node *row = cmark_node_first_child (node); row != NULL; row = cmark_node_next (row))
    {
      cmark_node *cell = cmark_node_first_child (row);
      for (guint i = 0; i < n; i++)
        {
          g_ptr_array_add (block->cells,
                           cell != NULL ? nabla_markdown_inline (self, cell) : g_strdup (""));
          cell = cell != NULL ? cmark_node_next (cell) : NULL;
        }
    }
}

static NablaLessonBlock *
read_code (NablaMarkdown *self, cmark_node *node, guint depth)
{
  static const char *const live[]
      = { "experiment", "instrument", "quiz", "exercise", "math", NULL };
  guint line = nabla_markdown_line (self, node);
  const char *text = cmark_node_get_literal (node);
  g_autofree char *word = g_strdup (cmark_node_get_fence_info (node));
  word[strcspn (word, " \t")] = '\0';
  if (!g_strv_contains (live, word))
    {
      NablaLessonBlock *block = nabla_lesson_block_new (NABLA_BLOCK_CODE, line);
      block->text = g_strchomp (g_strdup (text));
      block->language = g_steal_pointer (&word);
      return block;
    }
  if (depth > 0)
    {
      nabla_lesson_reportf (self->lesson, line, _("'%s' cannot stand within another block"), word);
      return NULL;
    }
  g_autoptr (NablaArguments) arguments
      = nabla_arguments_parse (self->lesson, cmark_node_get_fence_info (node), text, line);
  return nabla_lesson_read_live (self->lesson, arguments);
}

NablaLessonBlock *
nabla_markdown_block (NablaMarkdown *self, cmark_node *node, guint depth)
{
  guint line = nabla_markdown_line (self, node);
  NablaLessonBlock *block = NULL;
  if (depth > NABLA_LESSON_MAX_DEPTH)
    {
      nabla_lesson_report (self->lesson, line, _("blocks are nested too deep here"));
      return NULL;
    }
  if (nabla_markdown_is (node, "table"))
    {
      block = nabla_lesson_block_new (NABLA_BLOCK_TABLE, line);
      read_table (self, node, block);
      return block;
    }
  switch (cmark_node_get_type (node))
    {
    case CMARK_NODE_PARAGRAPH:
      block = nabla_lesson_block_new (NABLA_BLOCK_PARAGRAPH, line);
      block->text = nabla_markdown_inline (self, node);
      return block;
    case CMARK_NODE_HEADING:
      block = nabla_lesson_block_new (NABLA_BLOCK_HEADING, line);
      block->level = cmark_node_get_heading_level (node);
      block->text = nabla_markdown_inline (self, node);
      return block;
    case CMARK_NODE_LIST:
      block = nabla_lesson_block_new (NABLA_BLOCK_LIST, line);
      block->ordered = cmark_node_get_list_type (node) == CMARK_ORDERED_LIST;
      block->start = cmark_node_get_list_start (node);
      read_children (self, node, block, depth);
      return block;
    case CMARK_NODE_BLOCK_QUOTE:
      block = nabla_lesson_block_new (NABLA_BLOCK_QUOTE, line);
      read_children (self, node, block, depth);
      return block;
    case CMARK_NODE_CODE_BLOCK:
      return read_code (self, node, depth);
    case CMARK_NODE_HTML_BLOCK:
      /* A comment is for authors. */
      if (!g_str_has_prefix (cmark_node_get_literal (node), "<!--"))
        nabla_lesson_report (self->lesson, line, _("here is HTML, which lessons cannot show"));
      return NULL;
    case CMARK_NODE_THEMATIC_BREAK:
      return NULL;
    default:
      block = nabla_lesson_block_new (NABLA_BLOCK_ITEM, line);
      read_children (self, node, block, depth);
      return block;
    }
}
