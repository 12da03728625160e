/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-figure.h"

#include "nabla-error.h"
#include "nabla-figure-private.h"
#include "nabla-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

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

const NablaFigure *
nabla_figure_find (const char *name, GError **error)
{
  g_return_val_if_fail (name != NULL, NULL);

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
