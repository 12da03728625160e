/* Loading a file whole, without waiting for what is not a file.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-input.h"

#include "nabla-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 4 << 20 };

static gboolean
fail_with_errno (NablaInput *self, int code, GError **error)
{
  const char *reason = code == ENOENT   ? _("there is no such file")
                       : code == EACCES ? _("there is no permission to read it")
                       : code == EISDIR ? _("it is a folder, not a file")
                                        : g_strerror (code);
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_IO, "%s: %s", self->name, reason);
  return FALSE;
}

static gboolean
check_regular (NablaInput *self, mode_t mode, GError **error)
{
  if (S_ISREG (mode))
    return TRUE;
  if (S_ISDIR (mode))
    return fail_with_errno (self, EISDIR, error);
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_IO,
               S_ISFIFO (mode) ? _("%s: it is a pipe; only files can be read")
               : S_ISSOCK (mode) ? _("%s: it is a socket; only files can be read")
                                 : _("%s: it is a device; only files can be read"),
               self->name);
  return FALSE;
}

/* The size that the system gives is a hint: files in /proc have none, and others
 * grow meanwhile. */
static gboolean
load_from (NablaInput *self, int file, gsize hint, char **bytes, GError **error)
{
  gsize capacity = 0, length = 0;
  g_autofree char *block = NULL;
  for (;;)
    {
      if (length == capacity)
        {
          gsize wanted = length == 0 ? hint + 1 : length + length / 2 + BLOCK;
          if (!nabla_input_resize (self, &block, capacity, wanted, 1, 0, error))
            return FALSE;
          capacity = wanted;
        }
      gssize n = read (file, block + length, MIN (capacity - length, BLOCK));
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail_with_errno (self, errno, error);
      if (n == 0)
        break;
      length += n;
      if (!nabla_input_tick (self, (double) length / ((double) hint + 1), error))
        return FALSE;
    }
  self->length = length;
  self->bytes = *bytes = g_steal_pointer (&block);
  return TRUE;
}

gboolean
nabla_input_load (NablaInput *self, const char *path, char **bytes, GError **error)
{
  struct stat status;
  if (g_stat (path, &status) != 0)
    return fail_with_errno (self, errno, error);
  if (!check_regular (self, status.st_mode, error))
    return FALSE;

  /* Should it have become a pipe meanwhile, O_NONBLOCK opens it without a writer. */
  int file = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (file < 0)
    return fail_with_errno (self, errno, error);
  gboolean done = FALSE;
  if (fstat (file, &status) != 0)
    fail_with_errno (self, errno, error);
  else if (check_regular (self, status.st_mode, error))
    done = load_from (self, file, (gsize) MAX (status.st_size, 0), bytes, error);
  close (file);
  return done;
}
