/* What the parts of the lesson reader share.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-lesson.h"

G_BEGIN_DECLS

/* No text of a lesson is longer, and no list in a list deeper. */
#define NABLA_LESSON_MAX_BYTES (1024 * 1024)
#define NABLA_LESSON_MAX_DEPTH 16

/* Mistakes: a sentence, or one that an error gives. */
void nabla_lesson_reportf (NablaLesson *self, guint line, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
void nabla_lesson_report_error (NablaLesson *self, guint line, const GError *error);

/* Model */
NablaLessonBlock *nabla_lesson_block_new (NablaBlockType type, guint line);
GPtrArray *nabla_lesson_blocks_new (void);
GPtrArray *nabla_lesson_changes_new (void);
NablaQuiz *nabla_quiz_new (void);
NablaExercise *nabla_exercise_new (void);

/* Formulas that stand in a text: character @i of the private use area for the @i-th. */
#define NABLA_FIRST_FORMULA 0xE000u
#define NABLA_MAX_FORMULAS 6400u

/* Returns: (transfer full): @text, which begins in @line, with its formulas moved to
 * @formulas; a fence that does not close is reported */
char *
nabla_lesson_take_formulas (NablaLesson *lesson, const char *text, guint line, GPtrArray *formulas);

/* TeX → Pango markup. @unknown gets the first command that is not known. */
void nabla_lesson_math_append (GString *markup, const char *tex, char **unknown);

/**
 * NablaArguments: `kind name key=value` after a fence, and lines `key=value` below it.
 * @kind: the first word
 * @name: (nullable): a second word without `=`
 * @line: of the fence
 * @body: what follows the lines of arguments
 * @body_line: its first line
 */
typedef struct
{
  char *key;
  char *value;
  guint line;
  gboolean used;
} NablaArgument;

typedef struct
{
  char *kind;
  char *name;
  guint line;
  GArray *list;
  char *body;
  guint body_line;
} NablaArguments;

NablaArguments *
nabla_arguments_parse (NablaLesson *lesson, const char *info, const char *text, guint line);
void nabla_arguments_free (NablaArguments *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaArguments, nabla_arguments_free)

/* Returns: (nullable): the first argument called @key that was not taken yet */
const NablaArgument *nabla_arguments_take (NablaArguments *self, const char *key);
/* Reports every argument that nobody took. @allowed are the keys there are. */
void nabla_arguments_finish (NablaArguments *self, NablaLesson *lesson, const char *const *allowed);
/* Returns: (transfer full): all arguments but words for people, to compare translations */
char *nabla_arguments_format (const NablaArguments *self);

/* Markdown. @depth counts how deep blocks lie in others: live ones only at 0. */
typedef struct _NablaMarkdown NablaMarkdown;
NablaMarkdown *nabla_markdown_new (NablaLesson *lesson, const char *text, guint first_line);
void nabla_markdown_free (NablaMarkdown *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaMarkdown, nabla_markdown_free)

typedef struct cmark_node cmark_node;
cmark_node *nabla_markdown_root (NablaMarkdown *self);
guint nabla_markdown_line (NablaMarkdown *self, cmark_node *node);
char *nabla_markdown_inline (NablaMarkdown *self, cmark_node *node);
NablaLessonBlock *nabla_markdown_block (NablaMarkdown *self, cmark_node *node, guint depth);
gboolean nabla_markdown_is (cmark_node *node, const char *type);

/* Live blocks; each reports its mistakes and leaves out what cannot be. */
NablaLessonBlock *nabla_lesson_read_live (NablaLesson *lesson, NablaArguments *arguments);
void
nabla_lesson_read_quiz (NablaLesson *lesson, NablaArguments *arguments, NablaLessonBlock *block);
void nabla_lesson_read_exercise (NablaLesson *lesson,
                                 NablaArguments *arguments,
                                 NablaLessonBlock *block);
void
nabla_lesson_read_bench (NablaLesson *lesson, NablaArguments *arguments, NablaLessonBlock *block);
void nabla_lesson_read_instrument (NablaLesson *lesson,
                                   NablaArguments *arguments,
                                   NablaLessonBlock *block);
void
nabla_lesson_read_math (NablaLesson *lesson, NablaArguments *arguments, NablaLessonBlock *block);

/* Arguments that nobody took are settings of @instrument. */
void nabla_lesson_read_settings (NablaLesson *lesson,
                                 NablaArguments *arguments,
                                 const NablaInstrument *instrument,
                                 double *settings);

/* `units@hidden=3 train.steps=500` */
gboolean
nabla_lesson_read_changes (NablaLesson *lesson, guint line, const char *text, GPtrArray *changes);

/* Returns: (transfer full) (nullable): path of @file in the lesson's folder */
char *nabla_lesson_find_file (NablaLesson *lesson, guint line, const char *file);

/* Whether the experiment of @file takes the changes of @start (may be %NULL), then
 * @changes (may be %NULL). @experiment (may be %NULL) gets it. */
gboolean nabla_lesson_check_experiment (NablaLesson *lesson,
                                        guint line,
                                        const char *file,
                                        const GPtrArray *start,
                                        const GPtrArray *changes,
                                        NablaExperiment **experiment);

G_END_DECLS
