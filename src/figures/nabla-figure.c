/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-figure.h"

#include "nabla-error.h"
#include "nabla-figure-private.h"
#include "nabla-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* A window narrower than this share of its values would show steps of rounding. */
#define NARROWEST_WINDOW 1e-6

#define X(name) extern const NablaFigure nabla_figure_##name;
#include "nabla-figure-list.h"
NABLA_FIGURES
#undef X

const NablaFigure *const *
nabla_figures (void)
{
#define X(name) &nabla_figure_##name,
  static const NablaFigure *const figures[] = { NABLA_FIGURES NULL };
#undef X
  return figures;
}

const char *
nabla_figure_section_title (NablaFigureSection section)
{
  /* Translators: headings in the menu of views */
  static const char *const titles[] = {
    [NABLA_FIGURE_DATA_AND_MODEL] = NC_ ("section", "Data and Model"),
    [NABLA_FIGURE_TRAINING] = NC_ ("section", "Training"),
    [NABLA_FIGURE_INSIDE] = NC_ ("section", "Inside the Network"),
    [NABLA_FIGURE_CHECKS] = NC_ ("section", "Checks"),
  };
  g_return_val_if_fail (section < NABLA_N_FIGURE_SECTIONS, NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "section", titles[section]);
}

const NablaFigure *
nabla_figure_find (const char *name, GError **error)
{
  g_return_val_if_fail (name != NULL, NULL);

  /* What the metrics were called before they had more than the matrix */
  if (g_str_equal (name, "confusion"))
    name = "metrics";
  const NablaFigure *const *figures = nabla_figures ();
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint i = 0; figures[i] != NULL; i++)
    {
      if (g_str_equal (figures[i]->name, name))
        return figures[i];
      g_ptr_array_add (names, (char *) figures[i]->name);
    }
  g_ptr_array_add (names, NULL);
  /* Translators: what kind of thing a name is unknown for, before a colon */
  g_autofree char *message = nabla_words_unknown (_("view"), name,
                                                  (const char *const *) names->pdata);
  g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN, message);
  return NULL;
}

void
nabla_figure_draw (const NablaFigure *self,
                   const NablaSnapshot *snapshot,
                   const NablaFigureContext *context,
                   const double *settings,
                   NablaMarks *marks)
{
  g_return_if_fail (self != NULL && snapshot != NULL && context != NULL && marks != NULL);

  double defaults[NABLA_MAX_PARAMS];
  nabla_param_defaults (self->params, defaults);
  NablaFigureContext own = *context;
  own.settings = settings != NULL ? settings : defaults;
  nabla_marks_clear (marks);
  self->draw (snapshot, &own, marks);
}

char *
nabla_figure_summary (const NablaFigure *self,
                      const NablaSnapshot *snapshot,
                      const double *settings)
{
  g_return_val_if_fail (self != NULL && snapshot != NULL, NULL);

  double defaults[NABLA_MAX_PARAMS];
  nabla_param_defaults (self->params, defaults);
  return self->summary (snapshot, settings != NULL ? settings : defaults);
}

void
nabla_figure_hover (const NablaFigure *self,
                    const NablaSnapshot *snapshot,
                    const NablaFigureContext *context,
                    const double *settings,
                    double x,
                    double y,
                    NablaMarks *overlay)
{
  g_return_if_fail (self != NULL && snapshot != NULL && context != NULL && overlay != NULL);

  nabla_marks_clear (overlay);
  if (self->hover == NULL || !isfinite (x) || !isfinite (y) || x < 0 || y < 0
      || x > context->width || y > context->height)
    return;
  double defaults[NABLA_MAX_PARAMS];
  nabla_param_defaults (self->params, defaults);
  NablaFigureContext own = *context;
  own.settings = settings != NULL ? settings : defaults;
  self->hover (snapshot, &own, x, y, overlay);
}

gboolean
nabla_figure_axes (const NablaFigure *self,
                   const NablaSnapshot *snapshot,
                   const NablaFigureContext *context,
                   const double *settings,
                   NablaAxis *x,
                   NablaAxis *y)
{
  g_return_val_if_fail (self != NULL && snapshot != NULL && context != NULL, FALSE);
  g_return_val_if_fail (x != NULL && y != NULL, FALSE);

  double defaults[NABLA_MAX_PARAMS];
  nabla_param_defaults (self->params, defaults);
  NablaFigureContext own = *context;
  own.settings = settings != NULL ? settings : defaults;
  return self->axes != NULL && self->axes (snapshot, &own, x, y);
}

static gboolean
is_wide (double low, double high)
{
  return isfinite (low) && isfinite (high)
         && high / 2 - low / 2 > NARROWEST_WINDOW * MAX (fabs (low), fabs (high));
}

gboolean
nabla_figure_zoom (const NablaFigure *self,
                   const NablaSnapshot *snapshot,
                   const NablaFigureContext *context,
                   const double *settings,
                   double x1,
                   double y1,
                   double x2,
                   double y2,
                   NablaFigureWindow *window)
{
  g_return_val_if_fail (window != NULL, FALSE);

  NablaAxis x, y;
  if (!nabla_figure_axes (self, snapshot, context, settings, &x, &y))
    return FALSE;
  /* Axes grow to the right and upwards. */
  NablaFigureWindow wanted = {
    .is_zoomed = TRUE,
    .x_minimum = nabla_axis_value (&x, MIN (x1, x2)),
    .x_maximum = nabla_axis_value (&x, MAX (x1, x2)),
    .y_minimum = nabla_axis_value (&y, MAX (y1, y2)),
    .y_maximum = nabla_axis_value (&y, MIN (y1, y2)),
  };
  if (!is_wide (wanted.x_minimum, wanted.x_maximum)
      || !is_wide (wanted.y_minimum, wanted.y_maximum))
    return FALSE;
  *window = wanted;
  return TRUE;
}

void
nabla_figure_apply_window (const NablaFigureContext *context, NablaAxis *x, NablaAxis *y)
{
  g_return_if_fail (context != NULL && x != NULL && y != NULL);

  const NablaFigureWindow *window = &context->window;
  if (!window->is_zoomed || !is_wide (window->x_minimum, window->x_maximum)
      || !is_wide (window->y_minimum, window->y_maximum))
    return;
  x->low = window->x_minimum;
  x->high = window->x_maximum;
  y->is_log = y->is_log && window->y_minimum > 0;
  y->low = window->y_minimum;
  y->high = window->y_maximum;
}

NablaTextStyle
nabla_figure_text_style (const NablaFigureContext *context, double size, NablaColorToken color)
{
  return (NablaTextStyle) {
    .size = size * context->text_scale,
    .color = nabla_color (context->theme, color),
  };
}

char *
nabla_figure_name_markup (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  const char *number = name + 1 + (*name != '\0' && name[1] == '_');
  if (!g_ascii_isalpha (*name) || strspn (number, "0123456789") != strlen (number))
    return g_markup_escape_text (name, -1);
  return *number == '\0' ? g_strdup_printf ("<i>%c</i>", *name)
                         : g_strdup_printf ("<i>%c</i><sub>%s</sub>", *name, number);
}

char *
nabla_figure_class_name (const NablaSnapshot *snapshot, guint k)
{
  g_return_val_if_fail (snapshot != NULL && k < snapshot->n_classes, NULL);

  if (snapshot->class_names != NULL && snapshot->class_names[k] != NULL)
    return g_strdup (snapshot->class_names[k]);
  return g_strdup_printf ("%u", k);
}

void
nabla_figure_tip (const NablaFigureContext *context,
                  NablaMarks *marks,
                  double x,
                  double y,
                  const char *text)
{
  const double offset = 14, padding = 6;
  NablaTextStyle style = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_TEXT);
  style.bold = TRUE;
  style.width = MAX (context->width - 2 * (padding + 2), 1);
  double width, height;
  nabla_text_measure (context->pango, &style, text, &width, &height);
  width += 2 * padding;
  height += padding;
  /* Left of the pointer, or above it, where there is no room at the other side */
  double left = x + offset + width <= context->width ? x + offset : x - offset - width;
  double top = y + offset + height <= context->height ? y + offset : y - offset - height;
  left = CLAMP (left, 0, MAX (context->width - width, 0));
  top = CLAMP (top, 0, MAX (context->height - height, 0));
  NablaColor surface = nabla_color (context->theme, NABLA_COLOR_SURFACE);
  NablaMark *plate = nabla_marks_rectangle (marks, left, top, width, height, 6,
                                            nabla_color_fade (surface, 0.92));
  plate->stroke = nabla_color (context->theme, NABLA_COLOR_GRID);
  plate->line_width = 1;
  nabla_marks_text (marks, &style, left + padding, top + padding / 2, text);
}

void
nabla_figure_message (const NablaFigureContext *context,
                      NablaMarks *marks,
                      const char *title,
                      const char *text)
{
  NablaTextStyle style = nabla_figure_text_style (context, NABLA_TEXT_HEADING, NABLA_COLOR_TEXT);
  style.bold = TRUE;
  style.x_align = 0.5;
  style.y_align = NABLA_ALIGN_BOTTOM;
  style.width = MAX (context->width - 4 * NABLA_SPACE, 1);
  style.max_lines = 2;
  double x = context->width / 2, y = context->height / 2;
  nabla_marks_text (marks, &style, x, y - NABLA_SPACE / 4, title);

  style = nabla_figure_text_style (context, NABLA_TEXT_BODY, NABLA_COLOR_SECONDARY_TEXT);
  style.x_align = 0.5;
  style.y_align = NABLA_ALIGN_TOP;
  style.width = CLAMP (context->width - 4 * NABLA_SPACE, 1, 46 * style.size);
  style.max_lines = 4;
  nabla_marks_text (marks, &style, x, y + NABLA_SPACE / 4, text);
}
