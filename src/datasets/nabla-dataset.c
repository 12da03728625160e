/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-dataset.h"

#include "nabla-error.h"

#include <glib/gi18n-lib.h>

/* `x₁₂`: the course's name of feature 12. */
static char *
feature_name (guint j)
{
  GString *name = g_string_new ("x");
  g_autofree char *number = g_strdup_printf ("%u", j + 1);
  for (const char *digit = number; *digit != '\0'; digit++)
    g_string_append_unichar (name, 0x2080 + (*digit - '0'));
  return g_string_free (name, FALSE);
}

NablaDataset *
nabla_dataset_new (const char *title,
                   NablaTask task,
                   gsize m,
                   guint n_x,
                   guint n_classes,
                   GError **error)
{
  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (m >= 1 && n_x >= 1, NULL);
  g_return_val_if_fail ((task == NABLA_TASK_REGRESSION) == (n_classes == 0), NULL);

  /* Examples are numbered by 32 bits. */
  if (m > G_MAXUINT32)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE,
                   _("%s: found %zu examples, but at most %u are allowed"),
                   title, m, G_MAXUINT32);
      return NULL;
    }

  g_autoptr (NablaDataset) self = g_new0 (NablaDataset, 1);
  self->ref_count = 1;
  gsize bytes;
  if (g_size_checked_mul (&bytes, m, (gsize) n_x * sizeof (double)))
    self->x = g_try_malloc0 (bytes);
  else
    bytes = G_MAXSIZE;
  self->y = g_try_new0 (double, m);
  if (self->x == NULL || self->y == NULL)
    {
      g_autofree char *size = g_format_size (bytes);
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE,
                   _("%s: %zu examples of %u features need %s of memory, "
                     "more than there is"),
                   title, m, n_x, size);
      return NULL;
    }

  self->title = g_strdup (title);
  self->task = task;
  self->m = m;
  self->n_x = n_x;
  self->n_classes = n_classes;
  self->label_name = g_strdup ("y");
  self->feature_names = g_new0 (char *, (gsize) n_x + 1);
  for (guint j = 0; j < n_x; j++)
    self->feature_names[j] = feature_name (j);
  if (n_classes > 0)
    {
      self->class_names = g_new0 (char *, (gsize) n_classes + 1);
      for (guint c = 0; c < n_classes; c++)
        self->class_names[c] = g_strdup_printf ("%u", c);
    }
  return g_steal_pointer (&self);
}

NablaDataset *
nabla_dataset_ref (NablaDataset *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
nabla_dataset_unref (NablaDataset *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_free (self->title);
  g_free (self->x);
  g_free (self->y);
  g_strfreev (self->feature_names);
  g_strfreev (self->class_names);
  g_free (self->label_name);
  g_free (self->fill);
  g_free (self->one_hot);
  g_free (self->missing);
  g_free (self);
}
