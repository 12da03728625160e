/* Lessons: from the text of a folder to steps, quizzes and exercises.
 *
 * A lesson is a folder: `lesson.md` in English, `lesson.zh_CN.md` in Chinese,
 * experiments and pictures. The text is CommonMark with tables. It begins with lines
 * of `key: value` between two lines `---`, then a first-level heading, the title.
 * Second-level headings begin steps and may name what they teach:
 * `## Units that stay equal {#1.3d}`. Fenced blocks carry the live parts; the word
 * after the fence says which: `experiment`, `instrument`, `quiz`, `exercise`, `math`;
 * any other is code. lessons/README.md teaches writing one.
 *
 * A mistake in a lesson is kept with its file and line, and the rest still opens.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-experiment.h"
#include "nabla-goal.h"
#include "nabla-instrument.h"

G_BEGIN_DECLS

typedef enum
{
  NABLA_BLOCK_PARAGRAPH,
  NABLA_BLOCK_HEADING,
  NABLA_BLOCK_LIST,
  NABLA_BLOCK_ITEM,
  NABLA_BLOCK_QUOTE,
  NABLA_BLOCK_TABLE,
  NABLA_BLOCK_CODE,
  NABLA_BLOCK_MATH,
  NABLA_BLOCK_EXPERIMENT,
  NABLA_BLOCK_INSTRUMENT,
  NABLA_BLOCK_QUIZ,
  NABLA_BLOCK_EXERCISE,
} NablaBlockType;

/**
 * NablaLessonChange: `units@hidden=3`: one change of an experiment, as
 * nabla_experiment_with () takes it.
 */
typedef struct
{
  char *key;
  char *value;
} NablaLessonChange;

/**
 * NablaLessonBench: the block `experiment`: what the bench shows beside the text.
 * @file: of the experiment, in the lesson's folder
 * @changes: (element-type NablaLessonChange): made to it
 * @text: (nullable): the experiment with the changes made; %NULL if it has a mistake
 * @path: of the file, from which relative data sets are found
 * @views: (array zero-terminated=1): views to show; those of the file if none are named
 * @controls: (array zero-terminated=1): keys of the experiment that the student shall
 *   have at hand, as `units@hidden`; empty for those of the bench
 */
typedef struct
{
  char *file;
  GPtrArray *changes;
  char *text;
  char *path;
  char **views;
  char **controls;
} NablaLessonBench;

/**
 * NablaLessonInstrument: the block `instrument`.
 * @settings: one number a param
 * @controls: (array zero-terminated=1): params that can be turned; all if empty
 */
typedef struct
{
  const NablaInstrument *instrument;
  double settings[NABLA_MAX_PARAMS];
  char **controls;
} NablaLessonInstrument;

typedef enum
{
  NABLA_DECIDED_BY_FACT,
  NABLA_DECIDED_BY_INSTRUMENT,
  NABLA_DECIDED_BY_RUN,
} NablaDeciderType;

/**
 * NablaDecider: the value that decides a question, so that no lesson can be wrong
 * unnoticed.
 * @fact: where it is written, for what cannot be computed
 * @instrument, @settings, @output: of an instrument
 * @file, @changes, @quantity: of an experiment that is trained to its end
 * @seeds: with how many seeds, from the experiment's own on, it must come out so
 * @range: (nullable in effect): what the value must meet for the ticked choices to be
 *   right; no conditions if the choices are numbers themselves
 */
typedef struct
{
  NablaDeciderType type;
  char *fact;
  const NablaInstrument *instrument;
  double settings[NABLA_MAX_PARAMS];
  int output;
  char *file;
  GPtrArray *changes;
  NablaQuantity quantity;
  guint seeds;
  NablaGoal range;
} NablaDecider;

/**
 * NablaQuizChoice:
 * @text: Pango markup
 * @right: whether it is ticked
 * @explanation: (nullable): Pango markup; always there for a wrong one
 */
typedef struct
{
  char *text;
  gboolean right;
  char *explanation;
} NablaQuizChoice;

/**
 * NablaQuiz: the block `quiz`.
 * @question: (element-type NablaLessonBlock): what is asked
 * @choices: (element-type NablaQuizChoice): empty if a number is asked for
 * @n_right: how many of them are right; with more than one all must be found
 * @answer, @tolerance: the number asked for
 * @reveal: a prediction: the explanation shows when the run has made so many steps;
 *   0 for at once
 * @explanation: (element-type NablaLessonBlock): shown after the answer
 */
typedef struct
{
  GPtrArray *question;
  GPtrArray *choices;
  guint n_right;
  double answer;
  double tolerance;
  gint64 reveal;
  GPtrArray *explanation;
  NablaDecider decider;
} NablaQuiz;

/**
 * NablaExercise: the block `exercise`.
 * @title: plain text
 * @text: (element-type NablaLessonBlock): what to do
 * @hints: (element-type char*): Pango markup, opened one after another
 * @goal: what the run must meet
 * @file: (nullable): the experiment to work on, in the lesson's folder; %NULL if there
 *   is none in the lesson so far
 * @start: (element-type NablaLessonChange): changes that the bench makes to it
 * @reference: (element-type NablaLessonChange): a solution
 * @wrong: (element-type GPtrArray): lists of changes that must not meet the goal
 */
typedef struct
{
  char *title;
  GPtrArray *text;
  GPtrArray *hints;
  NablaGoal goal;
  char *file;
  GPtrArray *start;
  GPtrArray *reference;
  GPtrArray *wrong;
} NablaExercise;

/**
 * NablaLessonBlock:
 * @line: where it begins, from 1
 * @text: paragraph, heading: Pango markup; code: the code; math: the TeX source
 * @markup: math: Pango markup
 * @language: code: the word after the fence, may be empty
 * @level: of a heading
 * @ordered, @start: of a list
 * @children: (element-type NablaLessonBlock): of a list its items, of an item or a
 *   quote what is in it
 * @n_columns, @cells: of a table: Pango markup, row by row, the head first
 * @alignments: of a table: for each column `l`, `c`, `r` or 0
 * @arguments: of a live block: its settings in one text, to compare translations
 * @bench … @exercise: the one that belongs to @type
 */
typedef struct _NablaLessonBlock NablaLessonBlock;
struct _NablaLessonBlock
{
  NablaBlockType type;
  guint line;
  char *text;
  char *markup;
  char *language;
  guint level;
  gboolean ordered;
  guint start;
  GPtrArray *children;
  guint n_columns;
  GPtrArray *cells;
  char *alignments;
  char *arguments;
  NablaLessonBench *bench;
  NablaLessonInstrument *instrument;
  NablaQuiz *quiz;
  NablaExercise *exercise;
};

/**
 * NablaLessonStep:
 * @title: Pango markup
 * @ids: (array zero-terminated=1): what it teaches: `1.3d`
 * @blocks: (element-type NablaLessonBlock): in their order
 */
typedef struct
{
  guint line;
  char *title;
  char **ids;
  GPtrArray *blocks;
} NablaLessonStep;

/**
 * NablaLessonProblem:
 * @file: without its folder
 * @line: from 1; 0 if it is nowhere in particular
 * @message: a translated sentence
 */
typedef struct
{
  char *file;
  guint line;
  char *message;
} NablaLessonProblem;

/**
 * NablaLesson:
 * @folder: where it is
 * @file: the text that was read, without its folder
 * @number: (nullable): of its section in the course: `1.3`
 * @section: (nullable): the group that it stands in
 * @minutes: about how long it takes; 0 if not said
 * @picture: (nullable): path of its picture
 * @title: plain text
 * @summary: (nullable): the paragraph before the first step, Pango markup
 * @steps: (element-type NablaLessonStep)
 * @problems: (element-type NablaLessonProblem): mistakes, in the order of lines
 */
typedef struct
{
  char *folder;
  char *file;
  char *number;
  char *section;
  guint minutes;
  char *picture;
  char *title;
  char *summary;
  GPtrArray *steps;
  GPtrArray *problems;
} NablaLesson;

/**
 * nabla_lesson_load:
 * @folder: of the lesson
 * @language: (nullable): `zh_CN`; `en` for lesson.md; %NULL for what the user reads
 * @error: if there is no text at all, or none that can be read
 *
 * Reads the text in @language, or lesson.md where there is none.
 *
 * Returns: (transfer full) (nullable): the lesson, with its problems
 */
NablaLesson *nabla_lesson_load (const char *folder, const char *language, GError **error);

/**
 * nabla_lesson_parse:
 * @text: (array length=length): UTF-8
 * @folder: where experiments are looked for
 * @file: what messages call the text
 *
 * Returns: (transfer full) (nullable): %NULL if @text is empty, too long or not UTF-8
 */
NablaLesson *nabla_lesson_parse (
    const char *text, gsize length, const char *folder, const char *file, GError **error);

void nabla_lesson_free (NablaLesson *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaLesson, nabla_lesson_free)

/**
 * nabla_lesson_compare:
 * @translation: the same lesson in another language; what differs becomes a problem
 *   of it
 *
 * Both must have the same steps, the same blocks in them, and the same settings,
 * right answers and hints.
 */
void nabla_lesson_compare (const NablaLesson *self, NablaLesson *translation);

/**
 * nabla_lesson_report:
 * @line: from 1; 0 if it is nowhere in particular
 * @message: a translated sentence
 *
 * Adds a problem.
 */
void nabla_lesson_report (NablaLesson *self, guint line, const char *message);

/* Returns: (transfer full): "lesson.md:12: …" */
char *nabla_lesson_problem_format (const NablaLessonProblem *self);

/**
 * nabla_lesson_make_experiment:
 * @path: of the experiment's file
 * @start, @changes: (element-type NablaLessonChange) (nullable): made one after another
 *
 * Returns: (transfer full) (nullable): the experiment with all changes made
 */
NablaExperiment *nabla_lesson_make_experiment (const char *path,
                                               const GPtrArray *start,
                                               const GPtrArray *changes,
                                               GError **error);

/**
 * nabla_quiz_is_right:
 * @chosen: (array): for each choice whether it is chosen
 *
 * Returns: whether the right choices, and no others, are chosen
 */
gboolean nabla_quiz_is_right (const NablaQuiz *self, const gboolean *chosen);

/* Returns: whether @answer is near enough to the number asked for */
gboolean nabla_quiz_is_right_number (const NablaQuiz *self, double answer);

G_END_DECLS
