/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-averages-head-private.h"

#include "nabla-short-number.h"

#include <math.h>

#define FORMULA_SIZE 14.0
#define HEAD_HEIGHT 70.0
/* Without room for equations: what the numbers of the highest point need */
#define BARE_HEIGHT 14.0
#define LEAST_WIDTH 380.0
#define LEAST_HEIGHT 280.0

#define MATH "<span font_family=\"Latin Modern Roman, Latin Modern Math, serif\">"

static gboolean
has_head (const NablaFigureContext *context)
{
  return context->width >= LEAST_WIDTH * context->text_scale
         && context->height >= LEAST_HEIGHT * context->text_scale;
}

double
nabla_averages_head_height (const NablaFigureContext *context)
{
  return (has_head (context) ? HEAD_HEIGHT : BARE_HEIGHT) * context->text_scale;
}

/* Text at a place along a line; what is measured and what is drawn are the same. */
typedef struct
{
  const NablaFigureContext *context;
  NablaMarks *marks; /* (nullable): only measures */
  double x, y;
} Pen;

static void
put (Pen *self, double size, double rise, const char *markup)
{
  NablaTextStyle style = nabla_figure_text_style (self->context, size, NABLA_COLOR_TEXT);
  style.is_markup = TRUE;
  style.y_align = NABLA_ALIGN_BASELINE;
  double width;
  nabla_text_measure (self->context->pango, &style, markup, &width, NULL);
  if (self->marks != NULL)
    nabla_marks_text (self->marks, &style, self->x, self->y - rise * self->context->text_scale,
                      markup);
  self->x += width;
}

/* v_t over 1 − β^t */
static void
write_fraction (Pen *self)
{
  static const char numerator[] = MATH "<i>v<sub>t</sub></i></span>";
  static const char denominator[] = MATH "1 − <i>β<sup>t</sup></i></span>";
  double scale = self->context->text_scale, left = self->x;
  NablaTextStyle style = nabla_figure_text_style (self->context, FORMULA_SIZE, NABLA_COLOR_TEXT);
  style.is_markup = TRUE;
  double upper, lower;
  nabla_text_measure (self->context->pango, &style, numerator, &upper, NULL);
  nabla_text_measure (self->context->pango, &style, denominator, &lower, NULL);
  self->x = left + (lower - upper) / 2;
  put (self, FORMULA_SIZE, 12, numerator);
  self->x = left;
  put (self, FORMULA_SIZE, -15, denominator);
  if (self->marks != NULL)
    nabla_marks_line (self->marks, left, self->y - 5 * scale, left + lower, self->y - 5 * scale,
                      nabla_color (self->context->theme, NABLA_COLOR_TEXT),
                      self->context->line_scale);
  self->x = left + lower;
}

static void
write_average (const NablaAveragesPicture *self, gboolean with_formula, Pen *pen)
{
  const NablaAverage *average = &self->averages[0];
  char beta[NABLA_SHORT_NUMBER_LENGTH], rest[NABLA_SHORT_NUMBER_LENGTH];
  char previous[NABLA_SHORT_NUMBER_LENGTH], theta[NABLA_SHORT_NUMBER_LENGTH];
  char v[NABLA_SHORT_NUMBER_LENGTH];
  double before = self->day > 1 ? average->plain[self->day - 2] : 0;
  NablaColor accent = nabla_color_slot (pen->context->theme, 0);
  g_autofree char *color
      = g_strdup_printf ("#%02x%02x%02x", (guint)lroundf (255 * accent.red),
                         (guint)lroundf (255 * accent.green), (guint)lroundf (255 * accent.blue));
  g_autofree char *numbers = g_strdup_printf (
      "= <b><span color=\"%s\">%s</span></b> · %s + <b><span color=\"%s\">%s</span></b> · %s = %s",
      color, nabla_short_number (average->beta, beta), nabla_short_factor (before, previous), color,
      nabla_short_number (1 - average->beta, rest),
      nabla_short_factor (self->theta[self->day - 1], theta),
      nabla_short_number (average->plain[self->day - 1], v));
  if (with_formula)
    put (pen, FORMULA_SIZE, 0,
           MATH "<i>v<sub>t</sub></i> = <i>βv</i><sub><i>t</i> − 1</sub> + (1 − <i>β</i>)"
                "<i>θ<sub>t</sub></i></span>");
  else
    put (pen, NABLA_TEXT_HEADING, 0, "<i>v<sub>t</sub></i>");
  pen->x += 8 * pen->context->text_scale;
  put (pen, NABLA_TEXT_HEADING, 0, numbers);
}

static void
write_correction (const NablaAveragesPicture *self, gboolean with_formula, Pen *pen)
{
  const NablaAverage *average = &self->averages[0];
  char v[NABLA_SHORT_NUMBER_LENGTH], sum[NABLA_SHORT_NUMBER_LENGTH];
  char corrected[NABLA_SHORT_NUMBER_LENGTH];
  if (with_formula)
    {
      put (pen, FORMULA_SIZE, 0, MATH "<i>v<sub>t</sub></i><sup>corrected</sup> = </span>");
      write_fraction (pen);
    }
  else
    put (pen, NABLA_TEXT_HEADING, 0, "<i>v<sub>t</sub></i> / (1 − <i>β<sup>t</sup></i>)");
  g_autofree char *numbers = g_strdup_printf (
      "= %s / %s = <b>%s</b>", nabla_short_number (average->plain[self->day - 1], v),
      nabla_short_number (1 - pow (average->beta, (double)self->day), sum),
      nabla_short_number (average->corrected[self->day - 1], corrected));
  pen->x += 8 * pen->context->text_scale;
  put (pen, NABLA_TEXT_HEADING, 0, numbers);
}

typedef void (*Write) (const NablaAveragesPicture *self, gboolean with_formula, Pen *pen);

static double
measure (Write part,
         const NablaAveragesPicture *self,
         gboolean with_formula,
         const NablaFigureContext *context)
{
  Pen pen = { context, NULL, 0, 0 };
  part (self, with_formula, &pen);
  return pen.x;
}

void
nabla_averages_head_draw (const NablaAveragesPicture *self,
                          const NablaFigureContext *context,
                          double left,
                          NablaMarks *marks)
{
  g_return_if_fail (self != NULL && context != NULL && marks != NULL);

  if (!has_head (context))
    return;
  double right = context->width - NABLA_SPACE - 6, gap = 30 * context->text_scale;
  gboolean with_formula = TRUE;
  double first = measure (write_average, self, TRUE, context), second = 0;
  if (self->is_corrected)
    second = measure (write_correction, self, TRUE, context) + gap;
  if (left + first + second > right)
    {
      with_formula = FALSE;
      first = measure (write_average, self, FALSE, context);
      second = self->is_corrected ? measure (write_correction, self, FALSE, context) : 0;
    }
  Pen pen = { context, marks, left, NABLA_SPACE + 24 * context->text_scale };
  if (left + first <= right)
    write_average (self, with_formula, &pen);
  if (!self->is_corrected)
    return;
  /* Beside the first one at the right edge; without formulas below it. */
  if (with_formula)
    pen.x = right - second + gap;
  else
    {
      pen.x = left;
      pen.y += 24 * context->text_scale;
    }
  if (with_formula || left + second <= right)
    write_correction (self, with_formula, &pen);
}
