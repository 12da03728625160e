/* Marks: what a figure consists of, before anything is painted.
 *
 * A figure turns a snapshot into a list of marks; a painter shows the list, on
 * paper or in a window, and tests look at it. Positions are logical pixels, x
 * to the right and y down from the figure's top left corner.
 *
 * Marks stand in layers, painted one after another. A layer's generation
 * changes only if something in it does, so a painter may keep what it painted.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-colors.h"

G_BEGIN_DECLS

/**
 * NablaMarkType:
 * @NABLA_MARK_COLUMNS: vertical strokes; two points each, the lowest and the
 *   highest value that a dense series takes in one column of pixels
 * @NABLA_MARK_POLYLINE: a stroke with round joins
 * @NABLA_MARK_POLYGON: an area, filled by the even-odd rule
 * @NABLA_MARK_MARKERS: one shape a point
 * @NABLA_MARK_RECTANGLE: from the first point to the second
 * @NABLA_MARK_ARC: around the first point
 * @NABLA_MARK_ARROW: from the first point to the second
 * @NABLA_MARK_PICTURE: pixels, from the first point to the second
 * @NABLA_MARK_TEXT: at the first point
 * @NABLA_MARK_PUSH_CLIP: what follows shows only between two points
 * @NABLA_MARK_POP_CLIP: ends the innermost clip
 *
 * In polylines and polygons, a point that is not finite ends a part: the next
 * one begins another.
 */
typedef enum {
  NABLA_MARK_COLUMNS,
  NABLA_MARK_POLYLINE,
  NABLA_MARK_POLYGON,
  NABLA_MARK_MARKERS,
  NABLA_MARK_RECTANGLE,
  NABLA_MARK_ARC,
  NABLA_MARK_ARROW,
  NABLA_MARK_PICTURE,
  NABLA_MARK_TEXT,
  NABLA_MARK_PUSH_CLIP,
  NABLA_MARK_POP_CLIP,
} NablaMarkType;

/* Dashes tell splits apart. */
typedef enum {
  NABLA_DASH_NONE,  /* train */
  NABLA_DASH_LONG,  /* dev */
  NABLA_DASH_DOT,   /* test */
} NablaDash;

/* @index: which point of its series it is, for hovering and for tables */
typedef struct {
  float x, y;
  guint32 index;
} NablaMarkPoint;

typedef enum {
  NABLA_ALIGN_TOP,
  NABLA_ALIGN_MIDDLE,    /* of capitals and digits, if it is one line */
  NABLA_ALIGN_BASELINE,  /* of the first line */
  NABLA_ALIGN_BOTTOM,
} NablaVerticalAlign;

/**
 * NablaTextStyle:
 * @size: in points, 96 logical pixels an inch
 * @bold, @italic: what they say; variables are italic
 * @is_markup: whether the text is Pango markup
 * @color: of the letters
 * @halo: (optional): color of a rim of @halo_width around the letters
 * @x_align: share of the text's width that lies left of its point: 0, 0.5, 1
 * @y_align: which part of it stands at its point
 * @angle: turned around its point, in radians, clockwise
 * @width: if positive, longer lines are wrapped, or cut with … if there would
 *   be more than @max_lines (one if that is 0)
 */
typedef struct {
  double size;
  gboolean bold;
  gboolean italic;
  gboolean is_markup;
  NablaColor color;
  NablaColor halo;
  double halo_width;
  double x_align;
  NablaVerticalAlign y_align;
  double angle;
  double width;
  guint max_lines;
} NablaTextStyle;

/**
 * NablaMark:
 * @type: what it is
 * @series: what it shows: the number of a curve, class or layer in its figure;
 *   −1 for axes and words
 * @fill, @stroke, @halo: colors; none if alpha is 0
 * @line_width: of the stroke; columns are as wide as this
 * @halo_width: of the rim around markers
 * @dash: of a polyline
 * @shape, @radius: of markers; of an arc; radius of the corners of rectangles,
 *   pictures and clips
 * @start_angle, @end_angle: of an arc, in radians, clockwise from the right
 * @style: of a text
 *
 * The rest is private: read it with the functions below.
 */
typedef struct {
  NablaMarkType type;
  int series;
  NablaColor fill;
  NablaColor stroke;
  NablaColor halo;
  float line_width;
  float halo_width;
  NablaDash dash;
  NablaMarker shape;
  float radius;
  float start_angle;
  float end_angle;
  NablaTextStyle style;

  /*< private >*/
  gsize first_point;
  gsize n_points;
  gsize content;
} NablaMark;

/**
 * NablaPicture:
 * @columns, @rows: size in pixels
 * @pixels: rows from the top, red, green, blue, alpha a pixel, alpha not
 *   multiplied in
 * @is_smooth: whether pixels blend into each other when enlarged; otherwise
 *   they are crisp cells
 */
typedef struct {
  guint columns;
  guint rows;
  GBytes *pixels;
  gboolean is_smooth;
} NablaPicture;

typedef struct _NablaMarks NablaMarks;

/* Returns: (transfer full): an empty list with one layer; free with nabla_marks_free () */
NablaMarks *nabla_marks_new (void);
void nabla_marks_free (NablaMarks *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaMarks, nabla_marks_free)

/* Empties @self and keeps its memory: the next frame allocates nothing new. */
void nabla_marks_clear (NablaMarks *self);

/* Begins a layer; the first one is there already. */
void nabla_marks_begin_layer (NablaMarks *self);

/**
 * nabla_marks_add:
 * @type: any type but a text or a picture
 *
 * Returns: (transfer none): a mark without colors that belongs to no series, to
 *   be filled in; valid until the next mark is added
 */
NablaMark *nabla_marks_add (NablaMarks *self, NablaMarkType type);

/* Adds a point to the last mark. */
void nabla_marks_point (NablaMarks *self, double x, double y, guint32 index);

/**
 * nabla_marks_move:
 *
 * Ends a part of the last mark, a polyline or polygon: the next point begins
 * another one.
 */
void nabla_marks_move (NablaMarks *self);

/* Gives all points of the last mark an index: a rectangle or picture that stands for
 * something is found by it. */
void nabla_marks_set_index (NablaMarks *self, guint32 index);

/* Each of these adds a mark and returns it as nabla_marks_add () does. */
NablaMark *nabla_marks_polyline (NablaMarks *self, NablaColor stroke, double width);
NablaMark *nabla_marks_line (NablaMarks *self,
                             double x1,
                             double y1,
                             double x2,
                             double y2,
                             NablaColor stroke,
                             double width);
NablaMark *nabla_marks_markers (NablaMarks *self,
                                NablaMarker shape,
                                double radius,
                                NablaColor fill);
NablaMark *nabla_marks_rectangle (NablaMarks *self,
                                  double x,
                                  double y,
                                  double width,
                                  double height,
                                  double radius,
                                  NablaColor fill);
NablaMark *nabla_marks_text (NablaMarks *self,
                             const NablaTextStyle *style,
                             double x,
                             double y,
                             const char *text);

/**
 * nabla_marks_picture:
 * @pixels: (transfer full): columns × rows pixels as NablaPicture wants them
 */
NablaMark *nabla_marks_picture (NablaMarks *self,
                                double x,
                                double y,
                                double width,
                                double height,
                                guint columns,
                                guint rows,
                                GBytes *pixels,
                                gboolean is_smooth);
void nabla_marks_push_clip (NablaMarks *self,
                            double x,
                            double y,
                            double width,
                            double height,
                            double radius);
void nabla_marks_pop_clip (NablaMarks *self);

/* Reading: what is returned is valid until a mark is added. */
guint nabla_marks_n_layers (const NablaMarks *self);

/**
 * nabla_marks_layer:
 * @layer: which one, from 0
 * @n_marks: (out): how many marks it has
 *
 * Returns: (transfer none) (array length=n_marks): its marks, the lowest first
 */
const NablaMark *nabla_marks_layer (const NablaMarks *self, guint layer, gsize *n_marks);

/* Returns: a number that differs if anything in the layer does */
guint64 nabla_marks_generation (const NablaMarks *self, guint layer);

const NablaMarkPoint *
nabla_marks_points (const NablaMarks *self, const NablaMark *mark, gsize *n_points);
const char *nabla_marks_string (const NablaMarks *self, const NablaMark *text);
const NablaPicture *nabla_marks_get_picture (const NablaMarks *self, const NablaMark *picture);

/**
 * nabla_mark_dash:
 * @mark: a polyline
 * @lengths: (out): of a dash and of the gap behind it; they grow with the line's
 *   width, 5 and 4 or 1 and 4 for a width of 2
 *
 * Returns: whether the line is dashed
 */
gboolean nabla_mark_dash (const NablaMark *mark, double lengths[2]);

/**
 * nabla_marks_box:
 * @mark: one with two points: a rectangle, picture or clip
 * @x, @y, @width, @height: (out): its place
 */
void nabla_marks_box (const NablaMarks *self,
                      const NablaMark *mark,
                      double *x,
                      double *y,
                      double *width,
                      double *height);

G_END_DECLS
