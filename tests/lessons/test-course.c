/* The lessons that ship: found, read in both languages, without a mistake, alike.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-course.h"
#include "nabla-lesson.h"

static void
assert_no_problems (const NablaLesson *lesson)
{
  for (guint i = 0; i < lesson->problems->len; i++)
    {
      g_autofree char *problem
          = nabla_lesson_problem_format (g_ptr_array_index (lesson->problems, i));
      g_test_message ("%s/%s", lesson->folder, problem);
    }
  g_assert_cmpuint (lesson->problems->len, ==, 0);
}

static void
test_shipped (void)
{
  g_autofree char *folder = nabla_course_folder ();
  g_auto (GStrv) lessons = nabla_course_list (folder);
  g_assert_cmpuint (g_strv_length (lessons), >=, 1);
  for (char **path = lessons; *path != NULL; path++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (NablaLesson) english = nabla_lesson_load (*path, "en", &error);
      g_assert_no_error (error);
      g_autoptr (NablaLesson) chinese = nabla_lesson_load (*path, "zh_CN", &error);
      g_assert_no_error (error);
      g_assert_cmpstr (english->file, ==, "lesson.md");
      g_assert_cmpstr (chinese->file, ==, "lesson.zh_CN.md");
      nabla_lesson_compare (english, chinese);
      assert_no_problems (english);
      assert_no_problems (chinese);
      g_assert_cmpstr (english->title, !=, chinese->title);
      g_assert_cmpuint (english->steps->len, >=, 2);
      g_assert_nonnull (english->summary);
      g_assert_cmpuint (english->minutes, >, 0);
    }
}

static void
test_folders (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) none = nabla_course_list ("/no/such/folder");
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_assert_null (nabla_lesson_load ("/no/such/folder", NULL, &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/course/shipped", test_shipped);
  g_test_add_func ("/course/folders", test_folders);
  return g_test_run ();
}
