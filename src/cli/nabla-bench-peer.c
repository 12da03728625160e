/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-bench-peer.h"

#include "nabla-cli-resources.h"
#include "nabla-error.h"
#include "nabla-number.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

struct _NablaBenchPeer {
  GSubprocess *process;
  GDataInputStream *answers;
  GOutputStream *questions;
  char *version;
};

/* Debian's own Python has Debian's PyTorch; another one in the path may not. */
static const char *
find_python (void)
{
  return g_file_test ("/usr/bin/python3", G_FILE_TEST_IS_EXECUTABLE) ? "/usr/bin/python3" : "python3";
}

NablaBenchPeer *
nabla_bench_peer_new (const char *name, GError **error)
{
  g_return_val_if_fail (name != NULL, NULL);

  if (!g_str_equal (name, "pytorch"))
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN,
                   _("--peer: '%s' is not known; the only peer is pytorch"), name);
      return NULL;
    }
  g_autoptr (GBytes) script = g_resource_lookup_data (nabla_cli_get_resource (),
                                                      "/org/nabla/cli/nabla-bench-pytorch.py",
                                                      G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (script == NULL)
    return NULL;

  g_autoptr (NablaBenchPeer) self = g_new0 (NablaBenchPeer, 1);
  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                    error, find_python (), "-c",
                                    (const char *) g_bytes_get_data (script, NULL), NULL);
  if (self->process == NULL)
    return NULL;
  self->questions = g_subprocess_get_stdin_pipe (self->process);
  self->answers = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_autofree char *line = g_data_input_stream_read_line (self->answers, NULL, NULL, error);
  if (line == NULL || !g_str_has_prefix (line, "ready "))
    {
      g_clear_error (error);
      g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
                           _("PyTorch is not installed; on Debian: apt-get install python3-torch"));
      return NULL;
    }
  self->version = g_strdup (line + strlen ("ready "));
  return g_steal_pointer (&self);
}

void
nabla_bench_peer_free (NablaBenchPeer *self)
{
  if (self == NULL)
    return;
  if (self->process != NULL)
    g_subprocess_force_exit (self->process);
  g_clear_object (&self->answers);
  g_clear_object (&self->process);
  g_free (self->version);
  g_free (self);
}

const char *
nabla_bench_peer_version (const NablaBenchPeer *self)
{
  return self->version;
}

/* "784-128-10" */
static char *
format_layers (const NablaWorkload *workload)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; workload->layers[i] != 0; i++)
    g_string_append_printf (text, i > 0 ? "-%u" : "%u", workload->layers[i]);
  return g_string_free (text, FALSE);
}

double
nabla_bench_peer_run (NablaBenchPeer *self, const NablaWorkload *workload, guint threads, double seconds, GError **error)
{
  g_return_val_if_fail (self != NULL && workload != NULL, -1);

  char number[NABLA_NUMBER_LENGTH];
  g_autofree char *layers = format_layers (workload);
  g_autofree char *question
    = g_strdup_printf ("%s %s %s %s %s %u %u %u %s\n", workload->name, layers, workload->hidden,
                       workload->loss != NULL ? workload->loss : "-",
                       workload->optimizer != NULL ? workload->optimizer : "-", workload->m,
                       workload->batch, threads, nabla_number_format (seconds, number));
  if (!g_output_stream_write_all (self->questions, question, strlen (question), NULL, NULL, error))
    return -1;
  g_autofree char *answer = g_data_input_stream_read_line (self->answers, NULL, NULL, error);
  double microseconds;
  if (answer != NULL && nabla_number_parse (answer, -1, &microseconds))
    return microseconds;
  if (error == NULL || *error == NULL)
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA, _("The peer gave no time for %s"), workload->name);
  return -1;
}
