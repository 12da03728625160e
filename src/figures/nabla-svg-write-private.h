/* SVG writing: numbers, attributes and colors as text.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-colors.h"

G_BEGIN_DECLS

/* A number with up to two decimals, a fiftieth of a pixel at a scale of 2 */
void nabla_svg_add_number (GString *out, double value);

/* Two numbers after a letter of a path, or after nothing if it is 0 */
void nabla_svg_add_position (GString *out, char command, double x, double y);

/* An attribute, with a space before it */
void nabla_svg_add_attribute (GString *out, const char *name, double value);

/* The attribute @name, `fill` or `stroke`, with its opacity */
void nabla_svg_add_color (GString *out, const char *name, NablaColor color);

/* Color and width of a stroke, if there is any */
void nabla_svg_add_stroke (GString *out, NablaColor color, double width);

/* Text, with what XML reserves escaped; @length may be −1 */
void nabla_svg_add_escaped (GString *out, const char *text, gssize length);

G_END_DECLS
