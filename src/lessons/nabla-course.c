/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-course.h"

#include "nabla-lessons-config.h"

#include <string.h>

char *
nabla_course_folder (void)
{
  const char *folder = g_getenv ("NABLA_LESSONS");
  if (folder == NULL || *folder == '\0')
    folder = g_file_test (NABLA_SOURCE_LESSONSDIR, G_FILE_TEST_IS_DIR) ? NABLA_SOURCE_LESSONSDIR
                                                                       : NABLA_LESSONSDIR;
  return g_strdup (folder);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

char **
nabla_course_list (const char *folder)
{
  g_return_val_if_fail (folder != NULL, NULL);

  GPtrArray *paths = g_ptr_array_new ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *text = g_build_filename (folder, name, "lesson.md", NULL);
      if (g_file_test (text, G_FILE_TEST_IS_REGULAR))
        g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
    }
  g_ptr_array_sort (paths, compare_names);
  g_ptr_array_add (paths, NULL);
  return (char **)g_ptr_array_free (paths, FALSE);
}
