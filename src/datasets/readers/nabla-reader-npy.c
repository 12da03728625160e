/* NPY files: one array.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-npy.h"
#include "nabla-reader.h"

#include <glib/gi18n-lib.h>

static NablaReaderResult
read_npy (NablaInput *input, NablaSource *source, GError **error)
{
  if (!nabla_npy_is (input->bytes, input->length))
    return NABLA_READER_PASS;
  NablaNpyHeader header;
  NablaArray *array = NULL;
  nabla_input_phase (input, 0.2, 1);
  if (nabla_npy_read_header (&header, input->name, input->bytes, input->length, error))
    array = nabla_npy_read_values (&header, input, input->name, input->bytes, input->length, error);
  if (array == NULL)
    return NABLA_READER_FAILED;
  if (input->length > header.size)
    nabla_input_note (input, _("After the array %zu more bytes follow, which are not read."),
                      input->length - header.size);
  source->kind = NABLA_SOURCE_ARRAY;
  source->format = "NPY";
  source->arrays = g_new0 (NablaArray *, 1);
  source->arrays[source->n_arrays++] = array;
  return NABLA_READER_DONE;
}

const NablaReader nabla_reader_npy = { "npy", FALSE, read_npy };
