/* Random numbers: numpy's legacy generator bit for bit, and Random123's known answers.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-random.h"

#include "nabla-number.h"

#include <string.h>

#define MAX_VALUES 64

/* A line of random-reference.txt: a call, its arguments and what numpy answered. */
typedef struct {
  const char *line;
  char **words;
  guint n_arguments;
  guint n_results;
} Call;

static double
number (const char *word)
{
  double value = 0;
  g_assert_true (nabla_number_parse (word, -1, &value));
  return value;
}

static const char *
argument (const Call *call, guint i)
{
  g_assert_cmpuint (i, <, call->n_arguments);
  return call->words[1 + i];
}

static const char *
result (const Call *call, guint i)
{
  g_assert_cmpuint (i, <, call->n_results);
  return call->words[call->n_arguments + 2 + i];
}

static gsize
count_argument (const Call *call)
{
  gsize n = g_ascii_strtoull (argument (call, 0), NULL, 10);
  g_assert_cmpuint (n, <=, MAX_VALUES);
  return n;
}

static void
assert_reals (const Call *call, const double *found, guint n)
{
  g_assert_cmpuint (call->n_results, ==, n);
  for (guint i = 0; i < n; i++)
    if (found[i] != number (result (call, i)))
      g_error ("%s: found %.17g", call->line, found[i]);
}

static void
assert_items (const Call *call, const guint32 *found, guint n)
{
  g_assert_cmpuint (call->n_results, ==, n);
  for (guint i = 0; i < n; i++)
    if (found[i] != g_ascii_strtoull (result (call, i), NULL, 10))
      g_error ("%s: found %u", call->line, found[i]);
}

static void
play_seed (const Call *call, NablaRandomState *state)
{
  nabla_random_state_seed (state, g_ascii_strtoull (argument (call, 0), NULL, 10));
}

static void
play_uniform (const Call *call, NablaRandomState *state)
{
  assert_reals (call, (double[]) { nabla_random_state_uniform (state) }, 1);
}

static void
play_normal (const Call *call, NablaRandomState *state)
{
  assert_reals (call, (double[]) { nabla_random_state_normal (state) }, 1);
}

static void
play_rand (const Call *call, NablaRandomState *state)
{
  double found[MAX_VALUES];
  gsize n = count_argument (call);
  nabla_random_state_rand (state, found, n);
  assert_reals (call, found, n);
}

static void
play_randn (const Call *call, NablaRandomState *state)
{
  double found[MAX_VALUES];
  gsize n = count_argument (call);
  nabla_random_state_randn (state, found, n);
  assert_reals (call, found, n);
}

static void
play_skip (const Call *call, NablaRandomState *state)
{
  guint n = g_ascii_strtoull (argument (call, 0), NULL, 10);
  for (guint i = 0; i < n; i++)
    nabla_random_state_uniform (state);
}

static void
play_randint (const Call *call, NablaRandomState *state)
{
  gint64 low = g_ascii_strtoll (argument (call, 0), NULL, 10);
  gint64 high = g_ascii_strtoll (argument (call, 1), NULL, 10);
  gint64 found = nabla_random_state_randint (state, low, high);
  if (found != g_ascii_strtoll (result (call, 0), NULL, 10))
    g_error ("%s: found %" G_GINT64_FORMAT, call->line, found);
}

static void
play_shuffle (const Call *call, NablaRandomState *state)
{
  guint32 items[MAX_VALUES];
  gsize n = count_argument (call);
  for (gsize i = 0; i < n; i++)
    items[i] = n - 1 - i;
  nabla_random_state_shuffle (state, items, n);
  assert_items (call, items, n);
}

static void
play_permutation (const Call *call, NablaRandomState *state)
{
  guint32 items[MAX_VALUES];
  gsize n = count_argument (call);
  nabla_random_state_permutation (state, items, n);
  assert_items (call, items, n);
}

static void
play_choice (const Call *call, NablaRandomState *state)
{
  double p[MAX_VALUES];
  for (guint i = 0; i < call->n_arguments; i++)
    p[i] = number (argument (call, i));
  guint32 found = nabla_random_state_choice (state, p, call->n_arguments);
  assert_items (call, &found, 1);
}

static void
play_counter (const Call *call, NablaRandomState *state)
{
  guint64 words[5];
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    words[i] = g_ascii_strtoull (argument (call, i), NULL, 10);
  guint32 found = nabla_random_counter (words[0], words[1], words[2], words[3], words[4]);
  assert_items (call, &found, 1);
}

static const struct {
  const char *name;
  void (*play) (const Call *call, NablaRandomState *state);
} players[] = {
  { "seed", play_seed },
  { "uniform", play_uniform },
  { "normal", play_normal },
  { "rand", play_rand },
  { "randn", play_randn },
  { "skip", play_skip },
  { "randint", play_randint },
  { "shuffle", play_shuffle },
  { "permutation", play_permutation },
  { "choice", play_choice },
  { "counter", play_counter },
};

static void
play (const char *line, NablaRandomState *state)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  guint equals = 0;
  while (words[equals] != NULL && !g_str_equal (words[equals], "="))
    equals++;
  g_assert_nonnull (words[equals]);
  Call call = { line, words, equals - 1, g_strv_length (words) - equals - 1 };
  for (guint i = 0; i < G_N_ELEMENTS (players); i++)
    if (g_str_equal (words[0], players[i].name))
      {
        players[i].play (&call, state);
        return;
      }
  g_error ("%s: unknown call", line);
}

static void
test_reference (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "base", "random-reference.txt", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  NablaRandomState state;
  g_auto (GStrv) lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    play (*line, &state);
  g_assert_cmpuint (g_strv_length (lines), >, 500);
}

/* A copy goes its own way, kept half of a pair of normal numbers included. */
static void
test_copy (void)
{
  NablaRandomState state;
  nabla_random_state_seed (&state, 1);
  nabla_random_state_normal (&state);
  NablaRandomState copy = state;
  double a[5], b[5];
  nabla_random_state_randn (&state, a, 5);
  nabla_random_state_randn (&copy, b, 5);
  g_assert_cmpmem (a, sizeof a, b, sizeof b);
}

/* Seeding forgets the kept half. */
static void
test_seed_again (void)
{
  NablaRandomState state;
  nabla_random_state_seed (&state, 1);
  double first = nabla_random_state_normal (&state);
  nabla_random_state_seed (&state, 1);
  g_assert_cmpfloat (nabla_random_state_normal (&state), ==, first);
}

/* The known answers of Random123's kat_vectors that coordinates can reach (element / 4
 * is never 2³² − 1; the script beside this file checks that one too). */
static void
test_known_answers (void)
{
  static const guint32 zeros[] = { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 };
  static const guint32 pi[] = { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 };
  for (guint i = 0; i < 4; i++)
    {
      g_assert_cmphex (nabla_random_counter (0, 0, 0, 0, i), ==, zeros[i]);
      g_assert_cmphex (nabla_random_counter (0xa4093822, 0x299f31d0, 0x85a308d3243f6a88,
                                             0x13198a2e, 4 * 0x03707344 + i),
                       ==, pi[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/random/reference", test_reference);
  g_test_add_func ("/random/copy", test_copy);
  g_test_add_func ("/random/seed-again", test_seed_again);
  g_test_add_func ("/random/known-answers", test_known_answers);
  return g_test_run ();
}
