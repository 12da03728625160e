/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-svg-write-private.h"

#include <math.h>
#include <string.h>

void
nabla_svg_add_number (GString *out, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd (text, sizeof text, "%.2f", value);
  gsize length = strlen (text);
  while (text[length - 1] == '0')
    length--;
  if (text[length - 1] == '.')
    length--;
  if (length == 2 && text[0] == '-' && text[1] == '0')
    g_string_append_c (out, '0');
  else
    g_string_append_len (out, text, length);
}

void
nabla_svg_add_attribute (GString *out, const char *name, double value)
{
  g_string_append_printf (out, " %s=\"", name);
  nabla_svg_add_number (out, value);
  g_string_append_c (out, '"');
}

void
nabla_svg_add_color (GString *out, const char *name, NablaColor color)
{
  if (color.alpha <= 0)
    {
      g_string_append_printf (out, " %s=\"none\"", name);
      return;
    }
  g_string_append_printf (out, " %s=\"#%02x%02x%02x\"", name, (guint) lroundf (255 * color.red),
                          (guint) lroundf (255 * color.green), (guint) lroundf (255 * color.blue));
  if (color.alpha < 1)
    {
      g_autofree char *opacity = g_strconcat (name, "-opacity", NULL);
      nabla_svg_add_attribute (out, opacity, color.alpha);
    }
}

void
nabla_svg_add_stroke (GString *out, NablaColor color, double width)
{
  if (color.alpha <= 0 || width <= 0)
    return;
  nabla_svg_add_color (out, "stroke", color);
  nabla_svg_add_attribute (out, "stroke-width", width);
}

void
nabla_svg_add_escaped (GString *out, const char *text, gssize length)
{
  g_autofree char *escaped = g_markup_escape_text (text, length);
  g_string_append (out, escaped);
}

void
nabla_svg_add_position (GString *out, char command, double x, double y)
{
  if (command != 0)
    g_string_append_c (out, command);
  nabla_svg_add_number (out, x);
  g_string_append_c (out, ' ');
  nabla_svg_add_number (out, y);
}
