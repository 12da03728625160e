/* Colors: what each color means, in the light and in the dark theme.
 *
 * Violet is the live run. Blue and orange are class 0 and 1, and minus and
 * plus. A slot of the categorical palette is a color and a marker, always
 * together, so that nothing is told by color alone; the palette keeps its
 * distances under simulated protanopia, deuteranopia and tritanopia.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  NABLA_THEME_LIGHT,
  NABLA_THEME_DARK,
} NablaTheme;
#define NABLA_N_THEMES 2

/* sRGB, each 0 … 1; alpha is not multiplied in (laid out like GdkRGBA) */
typedef struct {
  float red, green, blue, alpha;
} NablaColor;

/* @NABLA_COLOR_GRID, _AXIS and _CURSOR are black or white that shines through. */
typedef enum {
  NABLA_COLOR_SURFACE,         /* what figures stand on */
  NABLA_COLOR_TEXT,            /* also ink: boundaries, crosses */
  NABLA_COLOR_SECONDARY_TEXT,  /* ticks, captions */
  NABLA_COLOR_ACCENT,          /* the live run's chrome */
  NABLA_COLOR_CLASS_0,         /* and minus */
  NABLA_COLOR_CLASS_1,         /* and plus */
  NABLA_COLOR_SUCCESS,
  NABLA_COLOR_WARNING,
  NABLA_COLOR_ERROR,
  NABLA_COLOR_GRID,
  NABLA_COLOR_AXIS,
  NABLA_COLOR_CURSOR,
} NablaColorToken;
#define NABLA_N_COLOR_TOKENS (NABLA_COLOR_CURSOR + 1)

typedef enum {
  NABLA_MARKER_CIRCLE,
  NABLA_MARKER_DIAMOND,
  NABLA_MARKER_SQUARE,
  NABLA_MARKER_TRIANGLE,
  NABLA_MARKER_TRIANGLE_DOWN,
  NABLA_MARKER_CROSS,
  NABLA_MARKER_PLUS,
  NABLA_MARKER_PENTAGON,
  NABLA_MARKER_STAR,
  NABLA_MARKER_HEXAGON,
} NablaMarker;
#define NABLA_N_SLOTS (NABLA_MARKER_HEXAGON + 1)

/* All are strictly monotone in L* (the diverging ones in each arm). */
typedef enum {
  NABLA_MAP_SEQUENTIAL,  /* pictures, activations */
  NABLA_MAP_DIVERGING,   /* weights, signed values; zero in the middle */
  NABLA_MAP_FIELD,       /* probability of class 1 behind points */
  NABLA_MAP_TERRAIN,     /* cost surface, minimum first */
} NablaMap;
#define NABLA_N_MAPS (NABLA_MAP_TERRAIN + 1)

NablaColor nabla_color (NablaTheme theme, NablaColorToken token);

/* Returns: the color of a categorical slot, counted from 0; after ten they begin again */
NablaColor nabla_color_slot (NablaTheme theme, guint slot);

/* Returns: the marker of a categorical slot, counted from 0 */
NablaMarker nabla_marker_slot (guint slot);

/**
 * nabla_color_class:
 * @k: a class, from 0
 * @n_classes: how many there are
 *
 * Returns: blue or orange for two classes, slot @k for more
 */
NablaColor nabla_color_class (NablaTheme theme, guint k, guint n_classes);

/* Returns: @color with its alpha multiplied by @alpha */
NablaColor nabla_color_fade (NablaColor color, double alpha);

/**
 * nabla_color_mix:
 * @t: 0 gives @from, 1 gives @to
 *
 * Returns: the color between the two in OKLab, where equal steps look equal
 */
NablaColor nabla_color_mix (NablaColor from, NablaColor to, double t);

/**
 * nabla_color_map:
 * @t: where on the map, 0 … 1; what is outside is taken as the nearer end
 *
 * Returns: the opaque color there; the middle of the map if @t is not a number
 */
NablaColor nabla_color_map (NablaTheme theme, NablaMap map, double t);

/**
 * nabla_color_table:
 *
 * Returns: (transfer none) (array fixed-size=256): the map as 256 opaque pixels
 *   (red, green, blue, alpha), nine stops interpolated in OKLab
 */
const guint8 (*nabla_color_table (NablaTheme theme, NablaMap map))[4];

/**
 * nabla_color_contrast:
 * @color, @surface: opaque colors
 *
 * Returns: the contrast ratio of WCAG 2, 1 … 21
 */
double nabla_color_contrast (NablaColor color, NablaColor surface);

G_END_DECLS
