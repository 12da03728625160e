/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-figure-file.h"

#include "nabla-error.h"
#include "nabla-figure-private.h"
#include "nabla-painter.h"
#include "nabla-svg.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Pango's headers lack it. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PangoContext, g_object_unref)

/* cairo's own limit of an image's side */
#define LARGEST_SIDE 32767
#define MARGIN 14.0
#define TITLE_SIZE 13.5

/* A figure ready to be painted: its marks, and those of the head above it */
typedef struct {
  NablaMarks *head;
  NablaMarks *body;
  double head_height;
  PangoContext *pango;
  const char *title;
  char *summary;
  const NablaFigureOptions *options;
} Sheet;

typedef GByteArray *(*Writer) (const Sheet *sheet, GError **error);

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
paint_sheet (const Sheet *sheet, cairo_t *cr)
{
  NablaColor surface = nabla_color (sheet->options->theme, NABLA_COLOR_SURFACE);
  cairo_set_source_rgb (cr, surface.red, surface.green, surface.blue);
  cairo_paint (cr);
  nabla_paint (sheet->head, sheet->pango, cr);
  cairo_translate (cr, 0, sheet->head_height);
  nabla_paint (sheet->body, sheet->pango, cr);
}

static gboolean
check_cairo (cairo_status_t status, GError **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE,
               /* Translators: %s is what the drawing library says */
               _("The figure could not be drawn: %s"), cairo_status_to_string (status));
  return FALSE;
}

static GByteArray *
write_png (const Sheet *sheet, GError **error)
{
  double scale = sheet->options->scale;
  double width = ceil (sheet->options->width * scale);
  double height = ceil (sheet->options->height * scale);
  if (!(width >= 1 && width <= LARGEST_SIDE && height >= 1 && height <= LARGEST_SIDE))
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_RANGE,
                   _("A figure of %.0f×%.0f pixels was asked for, but only 1 to %d a side are "
                     "allowed"),
                   width, height, LARGEST_SIDE);
      return NULL;
    }

  cairo_surface_t *surface
    = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width, (int) height);
  cairo_t *cr = cairo_create (surface);
  cairo_scale (cr, scale, scale);
  paint_sheet (sheet, cr);
  cairo_status_t status = cairo_status (cr);
  cairo_destroy (cr);

  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_write_to_png_stream (surface, append_bytes, bytes);
  cairo_surface_destroy (surface);
  return check_cairo (status, error) ? g_steal_pointer (&bytes) : NULL;
}

static GByteArray *
write_pdf (const Sheet *sheet, GError **error)
{
  /* 96 logical pixels an inch, 72 points an inch: 9 pt are 9 pt on paper. */
  const double points = 72.0 / 96.0;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface
    = cairo_pdf_surface_create_for_stream (append_bytes, bytes, points * sheet->options->width,
                                           points * sheet->options->height);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, sheet->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, sheet->summary);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Nabla");

  cairo_t *cr = cairo_create (surface);
  cairo_scale (cr, points, points);
  paint_sheet (sheet, cr);
  cairo_status_t status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return check_cairo (status, error) ? g_steal_pointer (&bytes) : NULL;
}

static GByteArray *
write_svg (const Sheet *sheet, GError **error)
{
  const NablaFigureOptions *options = sheet->options;
  GString *svg = nabla_svg_begin (options->width, options->height,
                                  nabla_color (options->theme, NABLA_COLOR_SURFACE), sheet->title,
                                  sheet->summary);
  nabla_svg_add (svg, sheet->head, sheet->pango, 0, 0);
  nabla_svg_add (svg, sheet->body, sheet->pango, 0, sheet->head_height);
  nabla_svg_end (svg);
  gsize length = svg->len;
  return g_byte_array_new_take ((guint8 *) g_string_free (svg, FALSE), length);
}

static const struct {
  const char *ending;
  Writer write;
  gboolean is_vector;
} formats[] = {
  { ".png", write_png, FALSE },
  { ".svg", write_svg, TRUE },
  { ".pdf", write_pdf, TRUE },
};

/* Returns: the index of the format of @path, or −1 with @error set */
static int
find_format (const char *path, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      gsize n = strlen (path), n_ending = strlen (formats[i].ending);
      if (n > n_ending && g_ascii_strcasecmp (path + n - n_ending, formats[i].ending) == 0)
        return (int) i;
    }
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
               _("“%s” must end in %s, which chooses the format of the figure"), path,
               ".png, .svg or .pdf");
  return -1;
}

gboolean
nabla_figure_check_path (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, FALSE);

  if (find_format (path, error) < 0)
    return FALSE;
  g_autofree char *folder = g_path_get_dirname (path);
  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_IO,
                   _("“%s” cannot be written, because there is no folder “%s”"), path, folder);
      return FALSE;
    }
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_IO,
                   _("“%s” cannot be written, because it is a folder"), path);
      return FALSE;
    }
  return TRUE;
}

/* Draws the title, the experiment at its right, the summary below. Returns: the
 * height of all that */
static double
draw_head (const Sheet *sheet, const NablaFigureContext *context, const char *experiment)
{
  NablaTextStyle style = nabla_figure_text_style (context, TITLE_SIZE, NABLA_COLOR_TEXT);
  style.bold = TRUE;
  style.y_align = NABLA_ALIGN_BASELINE;
  double title_width, title_height, to_top;
  nabla_text_measure (context->pango, &style, sheet->title, &title_width, &title_height);
  g_object_unref (nabla_text_layout (context->pango, &style, sheet->title, NULL, &to_top));
  double baseline = NABLA_SPACE - to_top;
  nabla_marks_text (sheet->head, &style, MARGIN, baseline, sheet->title);

  style = nabla_figure_text_style (context, NABLA_TEXT_BODY, NABLA_COLOR_SECONDARY_TEXT);
  style.x_align = 1;
  style.y_align = NABLA_ALIGN_BASELINE;
  style.width = context->width - 3 * MARGIN - title_width;
  if (experiment != NULL && style.width > 60)
    nabla_marks_text (sheet->head, &style, context->width - MARGIN, baseline, experiment);

  double top = NABLA_SPACE + title_height + 2, height;
  style.x_align = 0;
  style.y_align = NABLA_ALIGN_TOP;
  style.width = MAX (context->width - 2 * MARGIN, 1);
  style.max_lines = 2;
  nabla_text_measure (context->pango, &style, sheet->summary, NULL, &height);
  nabla_marks_text (sheet->head, &style, MARGIN, top, sheet->summary);
  return ceil (top + height + 10);
}

gboolean
nabla_figure_write (const NablaFigure *self,
                    const NablaSnapshot *snapshot,
                    const NablaFigureOptions *options,
                    const char *path,
                    GError **error)
{
  g_return_val_if_fail (self != NULL && snapshot != NULL && path != NULL, FALSE);

  static const NablaFigureOptions usual = NABLA_FIGURE_OPTIONS_INIT;
  if (options == NULL)
    options = &usual;
  if (!nabla_figure_check_path (path, error))
    return FALSE;
  int format = find_format (path, NULL);

  g_autoptr (NablaMarks) head = nabla_marks_new ();
  g_autoptr (NablaMarks) body = nabla_marks_new ();
  g_autoptr (PangoContext) pango = nabla_text_context_new ();
  g_autofree char *summary = nabla_figure_summary (self, snapshot, options->settings);
  Sheet sheet = { .head = head, .body = body, .pango = pango, .title = _(self->title),
                  .summary = summary, .options = options };
  NablaFigureContext context = {
    .width = options->width, .height = options->height, .theme = options->theme,
    .text_scale = options->text_scale, .line_scale = 1,
    .all_points = formats[format].is_vector, .pango = pango,
  };
  if (options->with_title)
    sheet.head_height = draw_head (&sheet, &context, snapshot->title);
  context.height = MAX (context.height - sheet.head_height, 1);
  nabla_figure_draw (self, snapshot, &context, options->settings, body);

  g_autoptr (GByteArray) bytes = formats[format].write (&sheet, error);
  if (bytes == NULL)
    return FALSE;
  g_autoptr (GError) io_error = NULL;
  if (!g_file_set_contents_full (path, (const char *) bytes->data, bytes->len,
                                 G_FILE_SET_CONTENTS_CONSISTENT, 0666, &io_error))
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_IO, _("“%s” cannot be written: %s"), path,
                   io_error->message);
      return FALSE;
    }
  return TRUE;
}
