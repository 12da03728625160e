/* Readers: one kind of file each.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-input.h"

G_BEGIN_DECLS

typedef enum {
  NABLA_READER_PASS,    /* not this reader's kind of file: ask the next */
  NABLA_READER_DONE,    /* the source is filled */
  NABLA_READER_FAILED,  /* this kind, but damaged or not handled: the error is set */
} NablaReaderResult;

/**
 * NablaReader:
 * @name: the word in the list of meson.build
 * @is_text: whether it reads input->text; binary files never reach it
 * @read: looks at the content, and if it is of this reader's kind fills @source:
 *   kind, format and the parts that belong to the kind. Whatever the bytes are, it
 *   neither crashes nor allocates beyond input->budget.
 *
 * One file a reader; readers are asked in the order of the list.
 */
typedef struct {
  const char *name;
  gboolean is_text;
  NablaReaderResult (*read) (NablaInput *input, NablaSource *source, GError **error);
} NablaReader;

/* Returns: (array zero-terminated=1): all readers, in the order to ask them */
const NablaReader *const *nabla_readers (void);

G_END_DECLS
