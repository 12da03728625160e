/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-figure-frame.h"

#include "nabla-painter.h"

#include <math.h>

/* Layers that cost more are painted here. Four views share a frame of 16 ms with
 * all else that a window does, so this is far below what one of them could take. */
#define MOST_COST 300.0

/* Microseconds, measured with tests/views/measure-views */
#define COST_OF_BOX 2.0
#define COST_OF_ROUND_BOX 15.0
#define COST_OF_TEXT 15.0
#define COST_OF_HALO 100.0
#define COST_OF_PATH 15.0
#define COST_OF_POINT 0.5
#define COST_OF_MARKER 12.0
#define COST_OF_PIXEL 0.012
#define COST_OF_PICTURE_PIXEL 0.005

typedef struct
{
  guint64 generation;
  cairo_surface_t *surface; /* (nullable) */
} Layer;

struct _NablaFigureStore
{
  GArray *layers; /* of Layer */
  GArray *parts;  /* of NablaFigurePart: those of the last frame */
  guint columns, rows;
  int scale;
};

NablaFigureRequest *
nabla_figure_request_new (const NablaFigure *figure,
                          const NablaSnapshot *snapshot,
                          double width,
                          double height)
{
  g_return_val_if_fail (figure != NULL && snapshot != NULL, NULL);

  NablaFigureRequest *self = g_new0 (NablaFigureRequest, 1);
  self->figure = figure;
  self->snapshot = nabla_snapshot_ref (snapshot);
  self->context.width = width;
  self->context.height = height;
  self->context.text_scale = self->context.line_scale = 1;
  self->scale = 1;
  self->cursor_x = self->cursor_y = NAN;
  nabla_param_defaults (figure->params, self->settings);
  return self;
}

void
nabla_figure_request_free (NablaFigureRequest *self)
{
  g_clear_pointer (&self->snapshot, nabla_snapshot_unref);
  g_free (self);
}

static void
clear_part (NablaFigurePart *part)
{
  g_clear_pointer (&part->pixels, g_bytes_unref);
}

static GArray *
parts_new (void)
{
  GArray *parts = g_array_new (FALSE, TRUE, sizeof (NablaFigurePart));
  g_array_set_clear_func (parts, (GDestroyNotify) clear_part);
  return parts;
}

void
nabla_figure_frame_free (NablaFigureFrame *self)
{
  g_return_if_fail (self != NULL);

  nabla_figure_request_free (self->request);
  nabla_marks_free (self->marks);
  g_array_unref (self->parts);
  g_free (self->summary);
  g_clear_pointer (&self->overlay, nabla_marks_free);
  g_free (self);
}

static void
clear_layer (Layer *layer)
{
  g_clear_pointer (&layer->surface, cairo_surface_destroy);
}

NablaFigureStore *
nabla_figure_store_new (void)
{
  NablaFigureStore *self = g_new0 (NablaFigureStore, 1);
  self->layers = g_array_new (FALSE, TRUE, sizeof (Layer));
  g_array_set_clear_func (self->layers, (GDestroyNotify) clear_layer);
  self->parts = parts_new ();
  return self;
}

void
nabla_figure_store_free (NablaFigureStore *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->layers);
  g_array_unref (self->parts);
  g_free (self);
}

/* Length of a polyline in pixels, and whether it is a single upright or level
 * stroke, which is a box */
static double
length_of (const NablaMarks *marks, const NablaMark *mark, gboolean *is_box)
{
  gsize n;
  const NablaMarkPoint *points = nabla_marks_points (marks, mark, &n);
  double length = 0;
  for (gsize i = 1; i < n; i++)
    {
      double step = hypotf (points[i].x - points[i - 1].x, points[i].y - points[i - 1].y);
      if (isfinite (step))
        length += step;
    }
  *is_box = n == 2 && mark->dash == NABLA_DASH_NONE
            && (points[0].x == points[1].x || points[0].y == points[1].y);
  return length;
}

static double
mark_cost (const NablaMarks *marks, const NablaMark *mark)
{
  gsize n;
  gboolean is_box;
  double length, x, y, width, height;
  nabla_marks_points (marks, mark, &n);
  switch (mark->type)
    {
    case NABLA_MARK_COLUMNS:
      return COST_OF_BOX * (double) n / 2;
    case NABLA_MARK_POLYLINE:
    case NABLA_MARK_POLYGON:
      length = length_of (marks, mark, &is_box);
      if (is_box)
        return COST_OF_BOX;
      return COST_OF_PATH + COST_OF_POINT * (double) n
             + COST_OF_PIXEL * length * (mark->line_width + 2);
    case NABLA_MARK_MARKERS:
      return COST_OF_PATH + COST_OF_MARKER * (double) n;
    case NABLA_MARK_PICTURE:
      nabla_marks_box (marks, mark, &x, &y, &width, &height);
      return COST_OF_PATH + COST_OF_PICTURE_PIXEL * width * height;
    case NABLA_MARK_RECTANGLE:
    case NABLA_MARK_PUSH_CLIP:
      return mark->radius > 0 ? COST_OF_ROUND_BOX : COST_OF_BOX;
    case NABLA_MARK_POP_CLIP:
      return 0;
    case NABLA_MARK_ARC:
    case NABLA_MARK_ARROW:
      return COST_OF_PATH + COST_OF_MARKER;
    case NABLA_MARK_TEXT:
      return COST_OF_TEXT + (mark->style.halo.alpha > 0 ? COST_OF_HALO : 0);
    }
  return 0;
}

double
nabla_figure_layer_cost (const NablaMarks *marks, guint layer)
{
  gsize n;
  const NablaMark *list = nabla_marks_layer (marks, layer, &n);
  double cost = 0;
  for (gsize i = 0; i < n; i++)
    cost += mark_cost (marks, &list[i]);
  return cost;
}

static cairo_surface_t *
surface_new (const NablaFigureFrame *frame)
{
  return cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) frame->columns, (int) frame->rows);
}

static void
paint_layer (NablaFigureFrame *frame, guint layer, PangoContext *pango, cairo_surface_t *surface)
{
  cairo_t *cr = cairo_create (surface);
  cairo_scale (cr, frame->request->scale, frame->request->scale);
  nabla_paint_layer (frame->marks, layer, pango, cr);
  cairo_destroy (cr);
  frame->n_painted++;
}

static void
copy_surface (cairo_surface_t *from, cairo_surface_t *to)
{
  cairo_t *cr = cairo_create (to);
  cairo_set_source_surface (cr, from, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
}

/* Puts one layer on @surface: from the store if it is there. A layer that was the
 * same in two frames is likely to be the same in the next, and is kept. */
static void
put_layer (NablaFigureFrame *frame,
           NablaFigureStore *store,
           guint layer,
           guint64 generation,
           PangoContext *pango,
           cairo_surface_t *surface)
{
  Layer *known = &g_array_index (store->layers, Layer, layer);
  if (known->generation != generation)
    {
      paint_layer (frame, layer, pango, surface);
      return;
    }
  if (known->surface == NULL)
    {
      known->surface = surface_new (frame);
      paint_layer (frame, layer, pango, known->surface);
    }
  copy_surface (known->surface, surface);
}

static void
paint_part (NablaFigureFrame *frame,
            NablaFigureStore *store,
            NablaFigurePart *part,
            const guint64 *generations,
            PangoContext *pango)
{
  for (guint i = 0; i < store->parts->len; i++)
    {
      NablaFigurePart *old = &g_array_index (store->parts, NablaFigurePart, i);
      if (old->pixels != NULL && old->generation == part->generation)
        {
          part->pixels = g_bytes_ref (old->pixels);
          return;
        }
    }

  cairo_surface_t *surface = surface_new (frame);
  for (guint i = 0; i < part->n_layers; i++)
    put_layer (frame, store, part->first_layer + i, generations[part->first_layer + i], pango,
               surface);
  cairo_surface_flush (surface);
  frame->stride = (gsize) cairo_image_surface_get_stride (surface);
  part->pixels = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface),
                                             frame->stride * frame->rows,
                                             (GDestroyNotify) cairo_surface_destroy, surface);
}

static guint64
mix (guint64 hash, guint64 word)
{
  hash = (hash ^ word) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return hash ^ hash >> 32;
}

/* Divides the layers into parts: those that are cheap one by one, the others as
 * long as they lie next to each other. */
static void
find_parts (NablaFigureFrame *frame, const guint64 *generations, gboolean can_paint)
{
  gboolean was_painted = FALSE;
  for (guint layer = 0; layer < nabla_marks_n_layers (frame->marks); layer++)
    {
      gboolean is_painted = can_paint && nabla_figure_layer_cost (frame->marks, layer) > MOST_COST;
      if (!is_painted || !was_painted)
        {
          NablaFigurePart part = { .first_layer = layer, .generation = is_painted };
          g_array_append_val (frame->parts, part);
        }
      was_painted = is_painted;
      NablaFigurePart *part = &g_array_index (frame->parts, NablaFigurePart, frame->parts->len - 1);
      part->n_layers++;
      part->generation = mix (part->generation, generations[layer]);
      /* An odd number tells those that are painted. */
      part->generation = (part->generation & ~(guint64) 1) | (guint64) is_painted;
    }
}

static void
prepare_store (NablaFigureStore *store, const NablaFigureFrame *frame)
{
  if (store->columns == frame->columns && store->rows == frame->rows
      && store->scale == frame->request->scale)
    return;
  g_array_set_size (store->layers, 0);
  g_array_set_size (store->parts, 0);
  store->columns = frame->columns;
  store->rows = frame->rows;
  store->scale = frame->request->scale;
}

static void
remember (NablaFigureStore *store, const NablaFigureFrame *frame, const guint64 *generations)
{
  for (guint i = 0; i < store->layers->len; i++)
    {
      Layer *layer = &g_array_index (store->layers, Layer, i);
      if (layer->generation != generations[i])
        clear_layer (layer);
      layer->generation = generations[i];
    }
  g_array_set_size (store->parts, 0);
  for (guint i = 0; i < frame->parts->len; i++)
    {
      NablaFigurePart part = g_array_index (frame->parts, NablaFigurePart, i);
      if (part.pixels != NULL)
        {
          g_bytes_ref (part.pixels);
          g_array_append_val (store->parts, part);
        }
    }
}

/* The marks in their parts, those painted that are expensive */
static void
draw_figure (NablaFigureFrame *self, NablaFigureStore *store, const NablaFigureContext *context)
{
  const NablaFigureRequest *request = self->request;
  nabla_figure_draw (request->figure, request->snapshot, context, request->settings, self->marks);
  guint n = nabla_marks_n_layers (self->marks);
  g_autofree guint64 *generations = g_new (guint64, n);
  for (guint layer = 0; layer < n; layer++)
    generations[layer] = nabla_marks_generation (self->marks, layer);
  prepare_store (store, self);
  g_array_set_size (store->layers, n);
  /* Cairo's pictures end at 32,767 pixels. */
  find_parts (self, generations, self->columns < 32768 && self->rows < 32768);
  for (guint i = 0; i < self->parts->len; i++)
    {
      NablaFigurePart *part = &g_array_index (self->parts, NablaFigurePart, i);
      if (part->generation & 1)
        paint_part (self, store, part, generations, context->pango);
    }
  remember (store, self, generations);
}

NablaFigureFrame *
nabla_figure_frame_new (NablaFigureRequest *request, NablaFigureStore *store, PangoContext *pango)
{
  g_return_val_if_fail (request != NULL && store != NULL && pango != NULL, NULL);

  NablaFigureFrame *self = g_new0 (NablaFigureFrame, 1);
  self->request = request;
  self->marks = nabla_marks_new ();
  self->parts = parts_new ();
  NablaFigureContext context = request->context;
  context.pango = pango;
  self->columns = (guint) MAX (ceil (context.width * request->scale), 1);
  self->rows = (guint) MAX (ceil (context.height * request->scale), 1);
  self->stride = (gsize) cairo_format_stride_for_width (CAIRO_FORMAT_ARGB32, (int) self->columns);
  if (!request->is_overlay)
    draw_figure (self, store, &context);
  if (!isnan (request->cursor_x))
    {
      self->overlay = nabla_marks_new ();
      nabla_figure_hover (request->figure, request->snapshot, &context, request->settings,
                          request->cursor_x, request->cursor_y, self->overlay);
    }
  if (request->wants_axes)
    self->has_axes = nabla_figure_axes (request->figure, request->snapshot, &context,
                                        request->settings, &self->x_axis, &self->y_axis);
  if (request->wants_summary)
    self->summary = nabla_figure_summary (request->figure, request->snapshot, request->settings);
  return self;
}
