/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-text.h"

#include <pango/pangocairo.h>

#define FAMILIES "Cantarell, WenQuanYi Micro Hei, Noto Sans CJK SC, Sans"
#define PIXELS_PER_POINT (96.0 / 72.0)
/* Capitals and digits of Cantarell are 0.7 em high. */
#define HALF_CAPITAL 0.35

PangoContext *
nabla_text_context_new (void)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  pango_cairo_context_set_resolution (context, 96);

  cairo_font_options_t *options = cairo_font_options_create ();
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (context, FALSE);
  return context;
}

PangoLayout *
nabla_text_layout (PangoContext *context,
                   const NablaTextStyle *style,
                   const char *text,
                   double *x,
                   double *y)
{
  g_return_val_if_fail (context != NULL && style != NULL && text != NULL, NULL);

  PangoLayout *layout = pango_layout_new (context);
  PangoFontDescription *font = pango_font_description_from_string (FAMILIES);
  pango_font_description_set_size (font, (int) (style->size * PANGO_SCALE));
  pango_font_description_set_weight (font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_style (font, style->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);

  if (style->is_markup)
    pango_layout_set_markup (layout, text, -1);
  else
    pango_layout_set_text (layout, text, -1);
  PangoAttrList *old = pango_layout_get_attributes (layout);
  PangoAttrList *attributes = old != NULL ? pango_attr_list_copy (old) : pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);

  PangoAlignment align = style->x_align < 0.5   ? PANGO_ALIGN_LEFT
                         : style->x_align > 0.5 ? PANGO_ALIGN_RIGHT
                                                : PANGO_ALIGN_CENTER;
  pango_layout_set_alignment (layout, align);
  if (style->width > 0)
    {
      pango_layout_set_width (layout, (int) (style->width * PANGO_SCALE));
      pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
      pango_layout_set_height (layout, -(int) MAX (style->max_lines, 1));
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }

  PangoRectangle extents;
  pango_layout_get_extents (layout, NULL, &extents);
  double width = (double) extents.width / PANGO_SCALE;
  double height = (double) extents.height / PANGO_SCALE;
  double baseline = (double) pango_layout_get_baseline (layout) / PANGO_SCALE;
  if (x != NULL)
    *x = -style->x_align * width - (double) extents.x / PANGO_SCALE;
  if (y != NULL)
    switch (style->y_align)
      {
      case NABLA_ALIGN_TOP:
        *y = 0;
        break;
      case NABLA_ALIGN_MIDDLE:
        *y = pango_layout_get_line_count (layout) > 1
               ? -height / 2
               : HALF_CAPITAL * style->size * PIXELS_PER_POINT - baseline;
        break;
      case NABLA_ALIGN_BASELINE:
        *y = -baseline;
        break;
      case NABLA_ALIGN_BOTTOM:
        *y = -height;
        break;
      }
  return layout;
}

void
nabla_text_measure (PangoContext *context,
                    const NablaTextStyle *style,
                    const char *text,
                    double *width,
                    double *height)
{
  g_autoptr (PangoLayout) layout = nabla_text_layout (context, style, text, NULL, NULL);
  PangoRectangle extents;
  pango_layout_get_extents (layout, NULL, &extents);
  if (width != NULL)
    *width = (double) extents.width / PANGO_SCALE;
  if (height != NULL)
    *height = (double) extents.height / PANGO_SCALE;
}
