/* The cursor of a figure view, and the values that are read at it. They are painted
 * over the figure, which stays as it is.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-figure-view-private.h"

#include <math.h>
#include <string.h>

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

/* Who moves the cursor by keys may be one who hears and does not see: the values
 * take the place of the summary. */
static void
tell_cursor (NablaFigureView *self)
{
  g_autofree char *words = NULL;
  if (self->is_cursor_moved_by_keys && self->overlay != NULL)
    words = overlay_words (self->overlay);
  if (g_strcmp0 (words, self->told) == 0)
    return;
  g_free (self->told);
  self->told = g_steal_pointer (&words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  self->told != NULL ? self->told : self->summary, -1);
}

/* Takes the overlay of a frame. */
static void
take_overlay (NablaFigureView *self, NablaFigureFrame *frame)
{
  g_clear_pointer (&self->overlay, nabla_marks_free);
  self->overlay = g_steal_pointer (&frame->overlay);
  tell_cursor (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
is_at_cursor (NablaFigureView *self, const NablaFigureRequest *request)
{
  return request->cursor_x == self->cursor_x && request->cursor_y == self->cursor_y;
}

/* A run of a million steps is not read in the time that a frame has: asks the drawing
 * thread for the values of what is shown. */
static void
request_overlay (NablaFigureView *self)
{
  if (self->frame == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  const NablaFigureRequest *shown = self->frame->request;
  NablaFigureRequest *request = nabla_figure_request_new (shown->figure, shown->snapshot, 1, 1);
  request->context = shown->context;
  memcpy (request->settings, shown->settings, sizeof request->settings);
  request->cursor_x = self->cursor_x;
  request->cursor_y = self->cursor_y;
  request->is_overlay = TRUE;
  nabla_figure_slot_request (self->overlay_slot, request);
}

void
nabla_figure_view_follow_cursor (NablaFigureView *self)
{
  if (isnan (self->cursor_x))
    return;
  if (is_at_cursor (self, self->frame->request))
    take_overlay (self, self->frame);
  else
    request_overlay (self);
}

void
nabla_figure_view_overlay_ready (gpointer view)
{
  NablaFigureView *self = view;
  g_autoptr (NablaFigureFrame) frame = nabla_figure_slot_take (self->overlay_slot);
  /* What belongs to an older frame, or another place, was asked for again. */
  if (frame != NULL && is_at_cursor (self, frame->request) && self->frame != NULL
      && frame->request->snapshot == self->frame->request->snapshot)
    take_overlay (self, frame);
}

void
nabla_figure_view_set_cursor (NablaFigureView *self, double x, double y, gboolean by_keys)
{
  if ((x == self->cursor_x && y == self->cursor_y) || (isnan (x) && isnan (self->cursor_x)))
    return;
  self->cursor_x = x;
  self->cursor_y = y;
  self->is_cursor_moved_by_keys = by_keys && !isnan (x);
  if (!isnan (x))
    {
      request_overlay (self);
      return;
    }
  g_clear_pointer (&self->overlay, nabla_marks_free);
  tell_cursor (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
