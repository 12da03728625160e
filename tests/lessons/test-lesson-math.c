/* Formulas as text, and where in a text they are.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-lesson.h"

#include <string.h>

/* The first paragraph of a lesson of @text. */
static char *
paragraph (const char *text, guint *problems)
{
  g_autofree char *whole = g_strdup_printf ("# T\n\n## S {#s}\n\n%s\n", text);
  g_autoptr (NablaLesson) lesson
      = nabla_lesson_parse (whole, strlen (whole), "/none", "l.md", NULL);
  const NablaLessonStep *step = g_ptr_array_index (lesson->steps, 0);
  const NablaLessonBlock *block = g_ptr_array_index (step->blocks, 0);
  *problems = lesson->problems->len;
  return g_strdup (block->text);
}

static const struct
{
  const char *text;
  const char *markup;
  guint problems;
} cases[] = {
  { "$x$", "<i>x</i>", 0 },
  { "$W^{[l]} A^{[l-1]}$", "<i>W</i><sup>[<i>l</i>]</sup><i>A</i><sup>[<i>l</i>−1]</sup>", 0 },
  { "$w_1 x_1$", "<i>w</i><sub>1</sub><i>x</i><sub>1</sub>", 0 },
  { "$\\hat{y}$", "<i>y\u0302</i>", 0 },
  { "$\\sigma(z) \\ge 0.5$", "σ(<i>z</i>) ≥ 0.5", 0 },
  { "$\\frac{1}{m}$", "1/<i>m</i>", 0 },
  { "$\\frac{a + b}{2}$", "(<i>a</i> + <i>b</i>)/2", 0 },
  { "$z=-0.5$", "<i>z</i> = −0.5", 0 },
  { "$2 \\cdot 1 + (-1) \\cdot 3$", "2·1 + (−1)·3", 0 },
  { "$x^{-1}, n-1$", "<i>x</i><sup>−1</sup>, <i>n</i> − 1", 0 },
  { "$\\log 2$ $\\log(x)$ $\\log \\hat{y}$", "log 2 log(<i>x</i>) log <i>y\u0302</i>", 0 },
  { "$[0,1]$ $a \\to b$", "[0, 1] <i>a</i> → <i>b</i>", 0 },
  { "$\\sqrt{s}$", "√<i>s</i>", 0 },
  { "$\\text{a < b & c}$", "a &lt; b &amp; c", 0 },
  { "$a < b$", "<i>a</i> &lt; <i>b</i>", 0 },
  { "$\\mathbf{x}$", "<b><i>x</i></b>", 0 },
  { "$\\foo$", "<span foreground=\"#c01c28\">\\foo</span>", 1 },
  { "$x^{(i)$", "<i>x</i><sup>(<i>i</i>)</sup>", 0 },
  { "$}}{{^_$", "<sup><sub></sub></sup>", 0 },
  /* Dollars that are none */
  { "It costs $5 or $6.", "It costs $5 or $6.", 0 },
  { "A $ sign, and $ again", "A $ sign, and $ again", 0 },
  { "\\$x\\$", "$x$", 0 },
  { "$x", "$x", 0 },
  { "$x$3", "$x$3", 0 },
  { "`$x$` and ``a ` $y$``", "<tt>$x$</tt> and <tt>a ` $y$</tt>", 0 },
  { "`$x$ and $y$", "`<i>x</i> and <i>y</i>", 0 },
  { "$a_b$ and _$c$_", "<i>a</i><sub><i>b</i></sub> and <i><i>c</i></i>", 0 },
  { "**$x$**", "<b><i>x</i></b>", 0 },
  { "权重 $w$，偏置 $b$。", "权重 <i>w</i>，偏置 <i>b</i>。", 0 },
  { "\ue000 stays out", "\ufffd stays out", 0 },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint problems;
      g_autofree char *markup = paragraph (cases[i].text, &problems);
      g_autoptr (GString) spaced = g_string_new (markup);
      g_string_replace (spaced, "\u00a0", " ", 0);
      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (spaced->str, ==, cases[i].markup);
      g_assert_cmpuint (problems, ==, cases[i].problems);
    }
}

/* A formula stays in one line, the text around it breaks. */
static void
test_spaces (void)
{
  guint problems;
  g_autofree char *markup = paragraph ("so $z = 0$ here", &problems);
  g_assert_cmpstr (markup, ==, "so <i>z</i>\u00a0=\u00a00 here");
}

/* A thousand brackets do not fill the stack. */
static void
test_depth (void)
{
  g_autoptr (GString) text = g_string_new ("$");
  for (guint i = 0; i < 100000; i++)
    g_string_append (text, i % 2 ? "{^" : "\\frac{");
  g_string_append_c (text, '$');
  guint problems;
  g_autofree char *markup = paragraph (text->str, &problems);
  g_assert_nonnull (markup);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson-math/cases", test_cases);
  g_test_add_func ("/lesson-math/spaces", test_spaces);
  g_test_add_func ("/lesson-math/depth", test_depth);
  return g_test_run ();
}
