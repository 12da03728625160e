/* Errors: one domain for all of Nabla.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * NablaError:
 * @NABLA_ERROR_SYNTAX: a text cannot be read; the message names file and line
 * @NABLA_ERROR_UNKNOWN: a name is not known; the message gives the nearest right one
 * @NABLA_ERROR_RANGE: a value is outside what is allowed
 * @NABLA_ERROR_SHAPE: two shapes do not fit; the message names the layer and both shapes
 * @NABLA_ERROR_DATA: a data file is damaged, empty or of no known kind
 * @NABLA_ERROR_TOO_LARGE: more memory would be needed than is allowed
 * @NABLA_ERROR_UNSUPPORTED: a file or setting is valid but not handled
 * @NABLA_ERROR_NOT_FINITE: a number became infinite or not a number
 * @NABLA_ERROR_CANCELLED: the user stopped the work
 * @NABLA_ERROR_IO: the system refused to read or write
 *
 * Every message is one sentence, translated, that a student understands: where
 * the mistake is, what was found and what is allowed.
 */
typedef enum {
  NABLA_ERROR_SYNTAX,
  NABLA_ERROR_UNKNOWN,
  NABLA_ERROR_RANGE,
  NABLA_ERROR_SHAPE,
  NABLA_ERROR_DATA,
  NABLA_ERROR_TOO_LARGE,
  NABLA_ERROR_UNSUPPORTED,
  NABLA_ERROR_NOT_FINITE,
  NABLA_ERROR_CANCELLED,
  NABLA_ERROR_IO,
} NablaError;

#define NABLA_ERROR (nabla_error_quark ())
GQuark nabla_error_quark (void);

G_END_DECLS
