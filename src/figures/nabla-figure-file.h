/* Figures as files: PNG, SVG, PDF.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-figure.h"

G_BEGIN_DECLS

/**
 * NablaFigureOptions:
 * @width, @height: size in logical pixels, 96 an inch; the same in all formats
 * @scale: of a PNG, pixels a logical pixel
 * @text_scale: of all text
 * @theme: light or dark
 * @with_title: whether the title and the summary stand above the figure
 * @settings: (nullable): of the figure; its defaults if NULL
 */
typedef struct {
  double width;
  double height;
  double scale;
  double text_scale;
  NablaTheme theme;
  gboolean with_title;
  const double *settings;
} NablaFigureOptions;

/* A figure that fills a slide: the smallest letters are as large as 14 pt there. */
#define NABLA_FIGURE_OPTIONS_INIT                                                                  \
  { .width = 800, .height = 500, .scale = 2, .text_scale = 1, .with_title = TRUE }

/**
 * nabla_figure_check_path:
 * @path: where a figure is to be written
 * @error: %NABLA_ERROR_UNSUPPORTED for an ending that no format has, listing
 *   those there are; %NABLA_ERROR_IO for a folder that is missing
 *
 * To be asked before a long training rather than after it.
 *
 * Returns: whether nabla_figure_write () can be expected to write @path
 */
gboolean nabla_figure_check_path (const char *path, GError **error);

/**
 * nabla_figure_write:
 * @options: (nullable): %NABLA_FIGURE_OPTIONS_INIT if NULL
 * @path: ends in .png, .svg or .pdf, which chooses the format; replaced as a
 *   whole or not at all
 * @error: as nabla_figure_check_path (), or what the system said
 *
 * SVG and PDF hold every point and real text; PNG holds what its pixels can
 * show. Words are in the language of the process.
 *
 * Returns: whether the file was written
 */
gboolean nabla_figure_write (const NablaFigure *self,
                             const NablaSnapshot *snapshot,
                             const NablaFigureOptions *options,
                             const char *path,
                             GError **error);

G_END_DECLS
