/* A mailbox between two threads: nothing is lost twice, the newest wins.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-mailbox.h"

#define LETTERS 200000

static gint n_destroyed;

static void
letter_free (gpointer letter)
{
  g_atomic_int_inc (&n_destroyed);
  g_free (letter);
}

static void
test_latest_wins (void)
{
  NablaMailbox *mailbox = nabla_mailbox_new (letter_free);
  g_atomic_int_set (&n_destroyed, 0);
  g_assert_true (nabla_mailbox_is_empty (mailbox));
  g_assert_null (nabla_mailbox_take (mailbox));
  nabla_mailbox_put (mailbox, g_strdup ("first"));
  nabla_mailbox_put (mailbox, g_strdup ("second"));
  g_assert_false (nabla_mailbox_is_empty (mailbox));
  g_assert_cmpint (g_atomic_int_get (&n_destroyed), ==, 1);
  g_autofree char *letter = nabla_mailbox_take (mailbox);
  g_assert_cmpstr (letter, ==, "second");
  nabla_mailbox_put (mailbox, g_strdup ("third"));
  nabla_mailbox_free (mailbox);
  g_assert_cmpint (g_atomic_int_get (&n_destroyed), ==, 2);
}

static gpointer
write_letters (gpointer data)
{
  for (gint i = 1; i <= LETTERS; i++)
    {
      gint *letter = g_new (gint, 2);
      letter[0] = letter[1] = i;
      nabla_mailbox_put (data, letter);
    }
  return NULL;
}

static void
test_threads (void)
{
  NablaMailbox *mailbox = nabla_mailbox_new (letter_free);
  g_atomic_int_set (&n_destroyed, 0);
  GThread *writer = g_thread_new ("writer", write_letters, mailbox);
  gint newest = 0, n_taken = 0;
  while (newest < LETTERS)
    {
      g_autofree gint *letter = nabla_mailbox_take (mailbox);
      if (letter == NULL)
        continue;
      n_taken++;
      g_assert_cmpint (letter[0], ==, letter[1]);
      g_assert_cmpint (letter[0], >, newest);
      newest = letter[0];
    }
  g_thread_join (writer);
  nabla_mailbox_free (mailbox);
  g_assert_cmpint (n_taken + g_atomic_int_get (&n_destroyed), ==, LETTERS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/mailbox/latest-wins", test_latest_wins);
  g_test_add_func ("/base/mailbox/threads", test_threads);
  return g_test_run ();
}
