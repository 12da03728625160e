/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-experiment-private.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
clear_input (gpointer data)
{
  NablaInputSpec *self = data;
  g_free (self->name);
  g_strfreev (self->columns);
}

static void
clear_layer (gpointer data)
{
  NablaLayerSpec *self = data;
  g_free (self->name);
}

static void
clear_loss (gpointer data)
{
  NablaLossSpec *self = data;
  g_free (self->name);
  g_free (self->target);
}

static void
clear_axis (gpointer data)
{
  NablaSearchAxis *self = data;
  g_free (self->key);
  g_strfreev (self->choices);
}

static GArray *
new_list (gsize size, GDestroyNotify clear)
{
  GArray *list = g_array_new (FALSE, FALSE, size);
  g_array_set_clear_func (list, clear);
  return list;
}

NablaExperiment *
nabla_experiment_from_document (NablaDocument *document,
                                const char *path,
                                gboolean with_lines,
                                GError **error)
{
  g_autoptr (NablaExperiment) self = g_new0 (NablaExperiment, 1);
  self->ref_count = 1;
  self->document = document;
  self->path = g_strdup (path);
  self->file = path != NULL ? g_filename_display_basename (path) : NULL;
  self->inputs = new_list (sizeof (NablaInputSpec), clear_input);
  self->layers = new_list (sizeof (NablaLayerSpec), clear_layer);
  self->losses = new_list (sizeof (NablaLossSpec), clear_loss);
  self->axes = new_list (sizeof (NablaSearchAxis), clear_axis);

  NablaReport report = { self->file, with_lines, error };
  return nabla_experiment_check (self, &report) ? g_steal_pointer (&self) : NULL;
}

NablaExperiment *
nabla_experiment_parse (const char *text, gssize length, const char *path, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_autofree char *file = path != NULL ? g_filename_display_basename (path) : NULL;
  NablaDocument *document = nabla_document_parse (text, length, file, error);
  return document != NULL ? nabla_experiment_from_document (document, path, TRUE, error) : NULL;
}

/* Reads at most one byte more than a document may have: enough to refuse it. */
static char *
read_text (int file, gsize *length)
{
  g_autofree char *text = g_malloc (NABLA_DOCUMENT_MAX_BYTES + 1);
  *length = 0;
  while (*length <= NABLA_DOCUMENT_MAX_BYTES)
    {
      gssize n = read (file, text + *length, NABLA_DOCUMENT_MAX_BYTES + 1 - *length);
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return NULL;
      if (n == 0)
        break;
      *length += n;
    }
  return g_steal_pointer (&text);
}

NablaExperiment *
nabla_experiment_load (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  /* A pipe that nobody writes to must not stop us. */
  int file = g_open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
  struct stat about;
  gboolean there = file >= 0 && fstat (file, &about) == 0;
  gboolean is_file = there && S_ISREG (about.st_mode);
  gsize length = 0;
  g_autofree char *text = is_file ? read_text (file, &length) : NULL;
  int reason = errno;
  if (file >= 0)
    close (file);
  if (text != NULL)
    return nabla_experiment_parse (text, length, path, error);

  g_autofree char *name = g_filename_display_name (path);
  if (there && !is_file)
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_IO,
                 _("%s is a folder or a device, not an experiment file"), name);
  else
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_IO, _("%s cannot be read: %s"), name,
                 g_strerror (reason));
  return NULL;
}

NablaExperiment *
nabla_experiment_ref (NablaExperiment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
nabla_experiment_unref (NablaExperiment *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_free (self->path);
  g_free (self->file);
  g_free (self->title);
  g_free (self->data.source);
  g_free (self->data.path);
  g_free (self->data.label);
  g_strfreev (self->data.leave_out);
  g_free (self->data.encoding);
  g_clear_pointer (&self->data.points, g_array_unref);
  g_strfreev (self->views);
  g_array_unref (self->inputs);
  g_array_unref (self->layers);
  g_array_unref (self->losses);
  g_array_unref (self->axes);
  nabla_document_free (self->document);
  g_free (self);
}

char *
nabla_experiment_to_text (const NablaExperiment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_strdup (nabla_document_text (self->document));
}

gboolean
nabla_experiment_save (const NablaExperiment *self, const char *path, GError **error)
{
  g_return_val_if_fail (self != NULL && path != NULL, FALSE);

  g_autoptr (GError) reason = NULL;
  if (g_file_set_contents_full (path, nabla_document_text (self->document), -1,
                                G_FILE_SET_CONTENTS_CONSISTENT, 0644, &reason))
    return TRUE;
  g_autofree char *name = g_filename_display_name (path);
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_IO, _("%s cannot be written: %s"), name,
               reason->message);
  return FALSE;
}

const char *
nabla_experiment_title (const NablaExperiment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->title;
}

const char *
nabla_experiment_file (const NablaExperiment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->file;
}

const char *
nabla_experiment_path (const NablaExperiment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->path;
}

guint32
nabla_experiment_seed (const NablaExperiment *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->seed;
}

const NablaDataSpec *
nabla_experiment_data (const NablaExperiment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->data;
}

const NablaTrainSpec *
nabla_experiment_train (const NablaExperiment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->train;
}

const NablaSearchSpec *
nabla_experiment_search (const NablaExperiment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->search;
}

guint
nabla_experiment_n_inputs (const NablaExperiment *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->inputs->len;
}

const NablaInputSpec *
nabla_experiment_input (const NablaExperiment *self, guint index)
{
  g_return_val_if_fail (self != NULL && index < self->inputs->len, NULL);

  return &g_array_index (self->inputs, NablaInputSpec, index);
}

guint
nabla_experiment_n_layers (const NablaExperiment *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->layers->len;
}

const NablaLayerSpec *
nabla_experiment_layer (const NablaExperiment *self, guint index)
{
  g_return_val_if_fail (self != NULL && index < self->layers->len, NULL);

  return &g_array_index (self->layers, NablaLayerSpec, index);
}

guint
nabla_experiment_n_losses (const NablaExperiment *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->losses->len;
}

const NablaLossSpec *
nabla_experiment_loss (const NablaExperiment *self, guint index)
{
  g_return_val_if_fail (self != NULL && index < self->losses->len, NULL);

  return &g_array_index (self->losses, NablaLossSpec, index);
}

const char *const *
nabla_experiment_views (const NablaExperiment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->views;
}
