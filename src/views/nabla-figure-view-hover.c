/* The cursor of a figure view, and the values that are read at it. They are painted
 * over the figure, which stays as it is.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-figure-view-private.h"

#include <math.h>

/* Returns: (transfer full) (nullable): what the overlay says, for those who hear it */
static char *
overlay_words (const NablaMarks *overlay)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  for (guint layer = 0; layer < nabla_marks_n_layers (overlay); layer++)
    {
      gsize n;
      const NablaMark *list = nabla_marks_layer (overlay, layer, &n);
      for (gsize i = 0; i < n; i++)
        {
          if (list[i].type != NABLA_MARK_TEXT)
            continue;
          const char *text = nabla_marks_string (overlay, &list[i]);
          char *plain = NULL;
          if (!list[i].style.is_markup
              || !pango_parse_markup (text, -1, 0, NULL, &plain, NULL, NULL))
            plain = g_strdup (text);
          g_ptr_array_add (words, plain);
        }
    }
  if (words->len == 0)
    return NULL;
  g_ptr_array_add (words, NULL);
  return g_strjoinv ("; ", (char **)words->pdata);
}

static void
update_overlay (NablaFigureView *self)
{
  self->is_overlay_old = FALSE;
  nabla_marks_clear (self->overlay);
  if (self->frame == NULL || isnan (self->cursor_x))
    return;
  const NablaFigureRequest *shown = self->frame->request;
  NablaFigureContext context = shown->context;
  context.pango = nabla_snapshot_painter_get_pango (self->painter);
  nabla_figure_hover (shown->figure, shown->snapshot, &context, shown->settings, self->cursor_x,
                      self->cursor_y, self->overlay);
}

void
nabla_figure_view_paint_overlay (NablaFigureView *self, GtkSnapshot *snapshot)
{
  if (self->is_overlay_old)
    update_overlay (self);
  nabla_snapshot_painter_paint (self->painter, snapshot, self->overlay);
}

/* Who moves the cursor by keys may be one who hears and does not see. */
static void
tell_cursor (NablaFigureView *self)
{
  g_autofree char *words = NULL;
  if (self->is_cursor_moved_by_keys && !isnan (self->cursor_x))
    {
      update_overlay (self);
      words = overlay_words (self->overlay);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words != NULL ? words : self->summary, -1);
}

void
nabla_figure_view_set_cursor (NablaFigureView *self, double x, double y, gboolean by_keys)
{
  if ((x == self->cursor_x && y == self->cursor_y) || (isnan (x) && isnan (self->cursor_x)))
    return;
  gboolean was_told = self->is_cursor_moved_by_keys;
  self->cursor_x = x;
  self->cursor_y = y;
  self->is_cursor_moved_by_keys = by_keys && !isnan (x);
  self->is_overlay_old = TRUE;
  if (self->is_cursor_moved_by_keys || was_told)
    tell_cursor (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
