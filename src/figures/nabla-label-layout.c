/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-label-layout.h"

#include "nabla-text.h"

#include <math.h>
#include <stdlib.h>

typedef struct {
  const NablaLabelBox *boxes;
  guint n;                     /* those in the way: what stands before the label */
  gboolean ignores_obstacles;
  double top, bottom;
} Room;

static gboolean
is_in_the_way (const Room *room, guint i)
{
  const NablaLabelBox *other = &room->boxes[i];
  return other->is_obstacle ? !room->ignores_obstacles : other->is_placed;
}

static gboolean
is_free (const Room *room, const NablaLabelBox *box, double middle)
{
  if (middle - box->height / 2 < room->top - 1e-6 || middle + box->height / 2 > room->bottom + 1e-6)
    return FALSE;
  for (guint i = 0; i < room->n; i++)
    {
      const NablaLabelBox *other = &room->boxes[i];
      double least = (other->height + box->height) / 2;
      if (is_in_the_way (room, i) && box->left < other->right && other->left < box->right
          && fabs (middle - other->middle) < least - 1e-6)
        return FALSE;
    }
  return TRUE;
}

/* Takes @middle for @box if it is free and nearer than what was taken before. */
static void
consider (const Room *room, NablaLabelBox *box, double middle)
{
  if (!is_free (room, box, middle))
    return;
  if (!box->is_placed || fabs (middle - box->wanted) < fabs (box->middle - box->wanted))
    box->middle = middle;
  box->is_placed = TRUE;
}

/* The nearest free place is the wanted one, or it touches what is in the way. */
static void
place (const Room *room, NablaLabelBox *box)
{
  double low = room->top + box->height / 2, high = room->bottom - box->height / 2;
  consider (room, box, low <= high ? CLAMP (box->wanted, low, high) : box->wanted);
  for (guint i = 0; i < room->n; i++)
    if (is_in_the_way (room, i))
      {
        double least = (room->boxes[i].height + box->height) / 2;
        consider (room, box, room->boxes[i].middle - least);
        consider (room, box, room->boxes[i].middle + least);
      }
}

static gboolean
is_same_column (const NablaLabelBox *a, const NablaLabelBox *b)
{
  return !a->is_obstacle && !b->is_obstacle
         && (fabs (a->left - b->left) < 1 || fabs (a->right - b->right) < 1);
}

/* Spreads a column, given from the top down: isotonic regression by pooling
 * adjacent violators, on places from which the heights above are taken off. */
static void
spread (NablaLabelBox **column, guint n, double top, double bottom)
{
  g_autofree double *above = g_new0 (double, n);
  g_autofree double *places = g_new (double, n);
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        above[i] = above[i - 1] + (column[i - 1]->height + column[i]->height) / 2;
      places[i] = column[i]->wanted - above[i];
    }
  for (guint end = 1; end < n; end++)
    {
      /* The pool that ends here reaches back as long as it lowers the mean. */
      double sum = places[end];
      guint start = end;
      while (start > 0 && places[start - 1] > sum / (end - start + 1))
        sum += places[--start];
      for (guint i = start; i <= end; i++)
        places[i] = sum / (end - start + 1);
    }
  double low = top + column[0]->height / 2;
  double high = bottom - column[n - 1]->height / 2 - above[n - 1];
  for (guint i = 0; i < n; i++)
    column[i]->wanted = above[i] + (low <= high ? CLAMP (places[i], low, high) : places[i]);
}

static int
compare_wanted (gconstpointer a, gconstpointer b)
{
  const NablaLabelBox *const *first = a, *const *second = b;
  return ((*first)->wanted > (*second)->wanted) - ((*first)->wanted < (*second)->wanted);
}

static void
spread_columns (NablaLabelBox *boxes, guint n, double top, double bottom)
{
  g_autofree NablaLabelBox **column = g_new (NablaLabelBox *, n);
  for (guint i = 0; i < n; i++)
    {
      guint n_column = 0;
      gboolean is_first = TRUE;
      for (guint k = 0; k < n; k++)
        if (is_same_column (&boxes[i], &boxes[k]))
          {
            is_first = is_first && k >= i;
            column[n_column++] = &boxes[k];
          }
      if (!is_first || n_column < 2)
        continue;
      qsort (column, n_column, sizeof *column, compare_wanted);
      spread (column, n_column, top, bottom);
    }
}

void
nabla_label_layout (NablaLabelBox *boxes, guint n, double top, double bottom)
{
  g_return_if_fail (boxes != NULL || n == 0);

  spread_columns (boxes, n, top, bottom);
  for (guint i = 0; i < n; i++)
    {
      boxes[i].is_placed = FALSE;
      boxes[i].middle = boxes[i].wanted;
    }
  for (guint i = 0; i < n; i++)
    {
      Room room = { .boxes = boxes, .n = i, .top = top, .bottom = bottom };
      if (boxes[i].is_obstacle)
        continue;
      place (&room, &boxes[i]);
      room.ignores_obstacles = TRUE;
      if (!boxes[i].is_placed)
        place (&room, &boxes[i]);
    }
}

/* Of a marker before a text, in pixels a point of the text's size */
#define MARKER_RADIUS 0.38
#define MARKER_ROOM 1.45

typedef struct {
  NablaTextStyle style;
  double x;
  char *text;
  gboolean has_marker;
  NablaColor marker_color;
  guint slot;
} Label;

struct _NablaLabels {
  GArray *boxes;   /* of NablaLabelBox */
  GArray *labels;  /* of Label, in the same order */
};

static void
clear_label (Label *label)
{
  g_clear_pointer (&label->text, g_free);
}

NablaLabels *
nabla_labels_new (void)
{
  NablaLabels *self = g_new0 (NablaLabels, 1);
  self->boxes = g_array_new (FALSE, TRUE, sizeof (NablaLabelBox));
  self->labels = g_array_new (FALSE, TRUE, sizeof (Label));
  g_array_set_clear_func (self->labels, (GDestroyNotify) clear_label);
  return self;
}

void
nabla_labels_free (NablaLabels *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->boxes);
  g_array_unref (self->labels);
  g_free (self);
}

void
nabla_labels_add (NablaLabels *self,
                  PangoContext *pango,
                  const NablaTextStyle *style,
                  double x,
                  double y,
                  const char *text)
{
  g_return_if_fail (self != NULL && style != NULL && text != NULL);
  g_return_if_fail (style->y_align == NABLA_ALIGN_MIDDLE);

  double width, height;
  nabla_text_measure (pango, style, text, &width, &height);
  NablaLabelBox box = {
    .left = x - style->x_align * width,
    .right = x + (1 - style->x_align) * width,
    .height = height,
    .wanted = y,
  };
  Label label = { *style, x, g_strdup (text), .has_marker = FALSE };
  g_array_append_val (self->boxes, box);
  g_array_append_val (self->labels, label);
}

void
nabla_labels_add_marker (NablaLabels *self, NablaTheme theme, guint slot)
{
  g_return_if_fail (self != NULL && self->labels->len > 0);

  Label *label = &g_array_index (self->labels, Label, self->labels->len - 1);
  NablaLabelBox *box = &g_array_index (self->boxes, NablaLabelBox, self->boxes->len - 1);
  label->has_marker = TRUE;
  label->marker_color = nabla_color_slot (theme, slot);
  label->slot = slot;
  double room = MARKER_ROOM * label->style.size;
  /* Right-aligned text stays where it is; otherwise it makes room. */
  if (label->style.x_align < 1)
    {
      label->x += room;
      box->right += room;
    }
  else
    box->left -= room;
}

void
nabla_labels_add_obstacle (NablaLabels *self, double left, double right, double top, double bottom)
{
  g_return_if_fail (self != NULL);

  NablaLabelBox box = {
    .left = left, .right = right, .height = bottom - top, .wanted = (top + bottom) / 2,
    .is_obstacle = TRUE,
  };
  g_array_append_val (self->boxes, box);
  g_array_set_size (self->labels, self->boxes->len);
}

void
nabla_labels_draw (NablaLabels *self, double top, double bottom, NablaMarks *marks)
{
  g_return_if_fail (self != NULL && marks != NULL);

  nabla_label_layout ((NablaLabelBox *) (void *) self->boxes->data, self->boxes->len, top, bottom);
  for (guint i = 0; i < self->labels->len; i++)
    {
      const NablaLabelBox *box = &g_array_index (self->boxes, NablaLabelBox, i);
      const Label *label = &g_array_index (self->labels, Label, i);
      if (!box->is_placed || box->is_obstacle)
        continue;
      nabla_marks_text (marks, &label->style, label->x, box->middle, label->text);
      if (!label->has_marker)
        continue;
      double radius = MARKER_RADIUS * label->style.size;
      NablaMark *marker = nabla_marks_markers (marks, nabla_marker_slot (label->slot), radius,
                                               label->marker_color);
      marker->halo = label->style.halo;
      marker->halo_width = (float) label->style.halo_width;
      marker->series = (int) label->slot;
      nabla_marks_point (marks, box->left + 1.6 * radius, box->middle, 0);
    }
}
