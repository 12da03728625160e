/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-opener.h"

#include "nabla-error.h"
#include "nabla-safetensors.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* How much of a file is looked at to see what it is: the comments at the beginning of
 * an experiment are shorter. */
enum { HEAD_SIZE = 4096 };

/* Milliseconds between two reports. */
enum { REPORT_INTERVAL = 50 };

/* Share of the time that reading takes; the rest is making examples. */
#define READING_SHARE 0.85

typedef struct {
  GFile *file;
  guint n_files;
  NablaProgressFunc progress;
  gpointer progress_data;
  guint timer;
  gint thousandths; /* written by the thread, read by the timer */
} Opening;

static void
opening_free (Opening *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->file);
  g_free (self);
}

void
nabla_opened_free (NablaOpened *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->plan, nabla_import_plan_unref);
  g_clear_pointer (&self->model, nabla_model_file_free);
  g_clear_pointer (&self->experiment, nabla_experiment_unref);
  g_free (self->title);
  g_free (self->path);
  g_free (self);
}

static void
reading_progress_cb (double fraction, gpointer data)
{
  Opening *opening = data;
  g_atomic_int_set (&opening->thousandths, (gint) (1000 * READING_SHARE * fraction));
}

static gboolean
report_cb (gpointer data)
{
  Opening *opening = data;
  opening->progress (g_atomic_int_get (&opening->thousandths) / 1000.0, opening->progress_data);
  return G_SOURCE_CONTINUE;
}

/* A text that has the group [experiment] first, but for comments. */
static gboolean
is_experiment (const char *head)
{
  if (g_str_has_prefix (head, "\xef\xbb\xbf"))
    head += 3;
  while (*head != '\0')
    {
      head += strspn (head, " \t\r\n");
      if (*head != '#' && *head != ';')
        break;
      head += strcspn (head, "\n");
    }
  return g_str_has_prefix (head, "[experiment]");
}

/* The length of a header, little-endian, and the brace that the header begins with. */
static gboolean
is_safetensors (const char *head, gsize length)
{
  guint64 header;
  if (length < 9 || head[8] != '{')
    return FALSE;
  memcpy (&header, head, sizeof header);
  return GUINT64_FROM_LE (header) <= NABLA_SAFETENSORS_MAX_HEADER;
}

/* Files that cannot be read give nothing; who opens them next says why. Pipes and
 * devices are not waited for. */
static gsize
read_head (GFile *file, char *head)
{
  gsize length = 0;
  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_REGULAR)
    {
      g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
      if (stream != NULL)
        g_input_stream_read_all (G_INPUT_STREAM (stream), head, HEAD_SIZE, &length, NULL, NULL);
    }
  head[length] = '\0';
  return length;
}

static gboolean
open_lesson (NablaOpened *self, GError **error)
{
  g_autofree char *lesson = g_build_filename (self->path, "lesson.md", NULL);
  if (g_file_test (lesson, G_FILE_TEST_IS_REGULAR))
    return TRUE;
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
               _("%s: it is a folder without a lesson.md; open one of its files instead"),
               self->title);
  return FALSE;
}

static gboolean
open_data (NablaOpened *self, Opening *opening, GCancellable *cancellable, GError **error)
{
  g_autoptr (NablaSource) source
    = nabla_source_open (self->path, NULL, reading_progress_cb, opening, cancellable, error);
  if (source == NULL)
    return FALSE;
  self->plan = nabla_import_plan_new (source, NULL, NULL, cancellable, error);
  g_atomic_int_set (&opening->thousandths, 1000);
  return self->plan != NULL;
}

static gboolean
open_by_kind (NablaOpened *self, Opening *opening, GCancellable *cancellable, GError **error)
{
  if (g_file_test (self->path, G_FILE_TEST_IS_DIR))
    {
      self->kind = NABLA_OPENED_LESSON;
      return open_lesson (self, error);
    }

  char head[HEAD_SIZE + 1];
  gsize length = read_head (opening->file, head);
  if (is_experiment (head) || g_str_has_suffix (self->path, ".nabla"))
    {
      self->kind = NABLA_OPENED_EXPERIMENT;
      self->experiment = nabla_experiment_load (self->path, error);
      return self->experiment != NULL;
    }
  if (is_safetensors (head, length))
    {
      self->kind = NABLA_OPENED_MODEL;
      self->model = nabla_model_file_load (self->path, error);
      if (self->model != NULL)
        self->experiment = nabla_experiment_ref (self->model->experiment);
      return self->model != NULL;
    }
  self->kind = NABLA_OPENED_DATA;
  return open_data (self, opening, cancellable, error);
}

static NablaOpened *
open_file (Opening *opening, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = g_file_get_path (opening->file);
  if (opening->n_files > 1)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
                   ngettext ("%u file was dropped, but one at a time can be opened",
                             "%u files were dropped, but one at a time can be opened",
                             opening->n_files),
                   opening->n_files);
      return NULL;
    }
  if (path == NULL)
    {
      g_autofree char *name = g_file_get_parse_name (opening->file);
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
                   _("%s: it is not on this computer; copy it into a folder first"), name);
      return NULL;
    }

  g_autoptr (NablaOpened) opened = g_new0 (NablaOpened, 1);
  opened->title = g_filename_display_basename (path);
  opened->path = g_steal_pointer (&path);
  return open_by_kind (opened, opening, cancellable, error) ? g_steal_pointer (&opened) : NULL;
}

static void
open_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  NablaOpened *opened = open_file (data, cancellable, &error);
  if (opened != NULL)
    g_task_return_pointer (task, opened, (GDestroyNotify) nabla_opened_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
nabla_opener_open_async (GFile *const *files,
                         gsize n_files,
                         GCancellable *cancellable,
                         NablaProgressFunc progress,
                         gpointer progress_data,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  g_return_if_fail (files != NULL && n_files > 0);

  Opening *opening = g_new0 (Opening, 1);
  opening->file = g_object_ref (files[0]);
  opening->n_files = (guint) n_files;
  opening->progress = progress;
  opening->progress_data = progress_data;
  if (progress != NULL)
    opening->timer = g_timeout_add (REPORT_INTERVAL, report_cb, opening);
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (task, nabla_opener_open_async);
  g_task_set_task_data (task, opening, (GDestroyNotify) opening_free);
  g_task_run_in_thread (task, open_thread);
}

NablaOpened *
nabla_opener_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, nabla_opener_open_async), NULL);

  Opening *opening = g_task_get_task_data (G_TASK (result));
  g_clear_handle_id (&opening->timer, g_source_remove);
  return g_task_propagate_pointer (G_TASK (result), error);
}
