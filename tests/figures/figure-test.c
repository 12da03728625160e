/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure-test.h"

#include "nabla-text.h"

#include <math.h>
#include <string.h>

PangoContext *
figure_test_pango (void)
{
  static PangoContext *pango;
  if (pango == NULL)
    pango = nabla_text_context_new ();
  return pango;
}

NablaMarks *
figure_test_draw (const char *name,
                  const NablaSnapshot *snapshot,
                  const double *settings,
                  double width,
                  double height)
{
  NablaFigureContext context = {
    .width = width, .height = height, .text_scale = 1, .line_scale = 1,
    .pango = figure_test_pango (),
  };
  NablaMarks *marks = nabla_marks_new ();
  nabla_figure_draw (nabla_figure_find (name, NULL), snapshot, &context, settings, marks);
  return marks;
}

const NablaMark *
figure_test_find (const NablaMarks *marks, NablaMarkType type, int series, guint place)
{
  for (guint layer = 0; layer < nabla_marks_n_layers (marks); layer++)
    {
      gsize n;
      const NablaMark *list = nabla_marks_layer (marks, layer, &n);
      for (gsize i = 0; i < n; i++)
        if (list[i].type == type && list[i].series == series && place-- == 0)
          return &list[i];
    }
  return NULL;
}

guint
figure_test_count (const NablaMarks *marks, NablaMarkType type, int series)
{
  guint n = 0;
  while (figure_test_find (marks, type, series, n) != NULL)
    n++;
  return n;
}

const NablaMark *
figure_test_find_text (const NablaMarks *marks, const char *part)
{
  for (guint layer = 0; layer < nabla_marks_n_layers (marks); layer++)
    {
      gsize n;
      const NablaMark *list = nabla_marks_layer (marks, layer, &n);
      for (gsize i = 0; i < n; i++)
        if (list[i].type == NABLA_MARK_TEXT
            && strstr (nabla_marks_string (marks, &list[i]), part) != NULL)
          return &list[i];
    }
  return NULL;
}

void
figure_test_text_box (const NablaMarks *marks, const NablaMark *text, double box[4])
{
  double x, y;
  g_autoptr (PangoLayout) layout = nabla_text_layout (
    figure_test_pango (), &text->style, nabla_marks_string (marks, text), &x, &y);
  const NablaMarkPoint *point = nabla_marks_points (marks, text, NULL);
  PangoRectangle ink;
  pango_layout_get_extents (layout, &ink, NULL);
  double left = x + (double) ink.x / PANGO_SCALE, top = y + (double) ink.y / PANGO_SCALE;
  double right = left + (double) ink.width / PANGO_SCALE;
  double bottom = top + (double) ink.height / PANGO_SCALE;
  const double corners[4][2]
    = { { left, top }, { right, top }, { right, bottom }, { left, bottom } };
  box[0] = box[1] = INFINITY;
  box[2] = box[3] = -INFINITY;
  for (guint i = 0; i < 4; i++)
    {
      double sine = sin (text->style.angle), cosine = cos (text->style.angle);
      double corner_x = point->x + cosine * corners[i][0] - sine * corners[i][1];
      double corner_y = point->y + sine * corners[i][0] + cosine * corners[i][1];
      box[0] = MIN (box[0], corner_x);
      box[1] = MIN (box[1], corner_y);
      box[2] = MAX (box[2], corner_x);
      box[3] = MAX (box[3], corner_y);
    }
}
