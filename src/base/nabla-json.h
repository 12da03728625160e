/* JSON, written one value after another onto a GString.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Every function takes a @key, which is the member's name inside an object and
 * %NULL inside an array or at the top. Commas are put where they belong; what is
 * already in @json tells whether one is due. An object on a line of its own:
 *
 *   nabla_json_begin (json, NULL, '{');
 *   nabla_json_number (json, "step", 120);
 *   nabla_json_begin (json, "shape", '[');
 *   nabla_json_number (json, NULL, 400);
 *   nabla_json_number (json, NULL, 2);
 *   nabla_json_end (json, ']');
 *   nabla_json_end (json, '}');
 *   g_string_append_c (json, '\n');
 *
 * gives {"step": 120, "shape": [400, 2]}.
 */

/**
 * nabla_json_begin:
 * @key: (nullable): the member's name
 * @bracket: `{` for an object, `[` for an array
 */
void nabla_json_begin (GString *json, const char *key, char bracket);

/**
 * nabla_json_end:
 * @bracket: `}` or `]`, the partner of the last one that is open
 */
void nabla_json_end (GString *json, char bracket);

/**
 * nabla_json_string:
 * @key: (nullable): the member's name
 * @value: (nullable): any text; %NULL becomes `null`, bytes that are not UTF-8
 *   become U+FFFD
 */
void nabla_json_string (GString *json, const char *key, const char *value);

/**
 * nabla_json_number:
 * @key: (nullable): the member's name
 * @value: written as nabla_number_format () does, so that it reads back the same;
 *   JSON has no word for infinity and NaN, which become `null`
 */
void nabla_json_number (GString *json, const char *key, double value);

/**
 * nabla_json_boolean:
 * @key: (nullable): the member's name
 */
void nabla_json_boolean (GString *json, const char *key, gboolean value);

/**
 * nabla_json_strings:
 * @key: (nullable): the member's name
 * @values: (array zero-terminated=1) (nullable): an array of strings, or `null`
 */
void nabla_json_strings (GString *json, const char *key, const char *const *values);

G_END_DECLS
