/* The words for what a user may say about a text, where the guess is wrong.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-source.h"

const char *const nabla_delimiter_names[]
  = { "automatic", "comma", "semicolon", "tab", "bar", "blank", NULL };
const char nabla_delimiters[] = { 0, ',', ';', '\t', '|', ' ' };

const char *const nabla_decimal_point_names[] = { "automatic", "point", "comma", NULL };
const char nabla_decimal_points[] = { 0, '.', ',' };

const char *const nabla_header_names[] = { "automatic", "present", "absent", NULL };
