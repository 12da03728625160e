/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-progress.h"

#include <glib/gstdio.h>

struct _NablaProgress
{
  char *path;
  GKeyFile *file;
};

NablaProgress *
nabla_progress_new (const char *path)
{
  NablaProgress *self = g_new0 (NablaProgress, 1);
  self->path = path != NULL
                   ? g_strdup (path)
                   : g_build_filename (g_get_user_data_dir (), "nabla", "progress.ini", NULL);
  self->file = g_key_file_new ();
  g_key_file_load_from_file (self->file, self->path, G_KEY_FILE_NONE, NULL);
  return self;
}

void
nabla_progress_free (NablaProgress *self)
{
  if (self == NULL)
    return;
  g_key_file_unref (self->file);
  g_free (self->path);
  g_free (self);
}

/* What cannot be written is lost at the end, and nothing worse. */
static void
save (NablaProgress *self)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  gsize length;
  g_autofree char *text = g_key_file_to_data (self->file, &length, NULL);
  g_autoptr (GError) error = NULL;
  g_mkdir_with_parents (folder, 0700);
  if (!g_file_set_contents_full (self->path, text, length, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                 &error))
    g_message ("%s", error->message);
}

static char *
group_of (const NablaLesson *lesson)
{
  return g_path_get_basename (lesson->folder);
}

/* A step is called as what it teaches. */
static char *
key_of (const NablaLesson *lesson, guint step)
{
  const NablaLessonStep *at = g_ptr_array_index (lesson->steps, step);
  g_autofree char *names = g_strjoinv ("+", at->ids);
  for (char *c = names; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '+' && *c != '-')
      *c = '-';
  return *names != '\0' ? g_strconcat ("done-", names, NULL)
                        : g_strdup_printf ("done-step-%u", step);
}

guint
nabla_progress_get_step (const NablaProgress *self, const NablaLesson *lesson)
{
  g_return_val_if_fail (self != NULL && lesson != NULL, 0);

  g_autofree char *group = group_of (lesson);
  int step = g_key_file_get_integer (self->file, group, "step", NULL);
  return step > 0 && (guint)step < lesson->steps->len ? (guint)step : 0;
}

guint
nabla_progress_count_done (const NablaProgress *self, const NablaLesson *lesson)
{
  g_return_val_if_fail (self != NULL && lesson != NULL, 0);

  g_autofree char *group = group_of (lesson);
  guint n = 0;
  for (guint i = 0; i < lesson->steps->len; i++)
    {
      g_autofree char *key = key_of (lesson, i);
      n += g_key_file_get_boolean (self->file, group, key, NULL);
    }
  return n;
}

gint64
nabla_progress_get_time (const NablaProgress *self, const NablaLesson *lesson)
{
  g_return_val_if_fail (self != NULL && lesson != NULL, 0);

  g_autofree char *group = group_of (lesson);
  return g_key_file_get_int64 (self->file, group, "time", NULL);
}

void
nabla_progress_visit (NablaProgress *self, const NablaLesson *lesson, guint step)
{
  g_return_if_fail (self != NULL && lesson != NULL && step < lesson->steps->len);

  g_autofree char *group = group_of (lesson);
  g_key_file_set_integer (self->file, group, "step", step);
  g_key_file_set_int64 (self->file, group, "time", g_get_real_time () / G_USEC_PER_SEC);
  save (self);
}

void
nabla_progress_set_done (NablaProgress *self, const NablaLesson *lesson, guint step)
{
  g_return_if_fail (self != NULL && lesson != NULL && step < lesson->steps->len);

  g_autofree char *group = group_of (lesson), *key = key_of (lesson, step);
  g_key_file_set_boolean (self->file, group, key, TRUE);
  save (self);
}

void
nabla_progress_reset (NablaProgress *self)
{
  g_return_if_fail (self != NULL);

  g_key_file_unref (self->file);
  self->file = g_key_file_new ();
  g_unlink (self->path);
}
