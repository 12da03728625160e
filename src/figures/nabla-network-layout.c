/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-network-layout-private.h"

#include <math.h>

#define LARGEST_MAP 34.0
#define LEAST_MAP 12.0
#define LARGEST_CIRCLE 22.0
#define OUTPUT_MAP 92.0
#define LEAST_PITCH 17.0
/* Units stand at most this many sizes apart. */
#define LARGEST_PITCH 2.6
/* A layer with more units than fit shows so many of them. */
#define MOST_OF_CUT 10
/* A gap takes the room of two units. */
#define GAP_SLOTS 2

static void
choose_units (NablaNetworkColumn *self, double text_scale, double height)
{
  guint capacity = (guint) CLAMP (height / (LEAST_PITCH * text_scale), 1, 30);
  guint units = self->layer->units;
  self->n_shown = units;
  if (units > capacity)
    self->n_shown = (guint) CLAMP ((int) capacity - GAP_SLOTS, 1, MOST_OF_CUT);
  self->n_first = units > capacity ? (self->n_shown + 1) / 2 : units;
}

static guint
count_slots (const NablaNetworkColumn *self)
{
  return self->n_shown + (nabla_network_column_is_cut (self) ? GAP_SLOTS : 0);
}

NablaNetworkColumn *
nabla_network_layout (GPtrArray *layers,
                      double text_scale,
                      double left,
                      double right,
                      double top,
                      double bottom)
{
  g_return_val_if_fail (layers != NULL && layers->len > 0, NULL);

  NablaNetworkColumn *columns = g_new0 (NablaNetworkColumn, layers->len);
  guint n = layers->len, most_slots = 1;
  double height = MAX (bottom - top, 1);
  for (guint l = 0; l < n; l++)
    {
      columns[l].layer = layers->pdata[l];
      choose_units (&columns[l], text_scale, height);
      most_slots = MAX (most_slots, count_slots (&columns[l]));
    }

  /* Every unit but a lone output has the size that the fullest layer allows. */
  double share = MAX (right - left, 1) / n;
  double map = MIN (MIN (0.82 * height / most_slots, LARGEST_MAP * text_scale), 0.5 * share);
  double circle = MIN (MIN (0.7 * height / most_slots, LARGEST_CIRCLE * text_scale), 0.4 * share);
  for (guint l = 0; l < n; l++)
    {
      NablaNetworkColumn *column = &columns[l];
      column->has_maps = column->layer->unit_maps != NULL && column->layer->unit_map_size > 0
                         && map >= LEAST_MAP;
      column->size = column->has_maps ? map : circle;
      if (column->has_maps && l > 0 && l + 1 == n && column->layer->units == 1)
        column->size = MAX (map, MIN (MIN (OUTPUT_MAP * text_scale, 0.4 * height), 0.6 * share));
      column->pitch = MIN (height / count_slots (column), LARGEST_PITCH * column->size);
      column->middle = (top + bottom) / 2;
    }

  double first = left + columns[0].size / 2, last = right - columns[n - 1].size / 2;
  for (guint l = 0; l < n; l++)
    columns[l].x = n > 1 ? first + (last - first) * l / (n - 1) : (left + right) / 2;
  return columns;
}

gboolean
nabla_network_column_is_cut (const NablaNetworkColumn *self)
{
  return self->n_shown < self->layer->units;
}

guint
nabla_network_column_unit (const NablaNetworkColumn *self, guint k)
{
  return k < self->n_first ? k : self->layer->units - self->n_shown + k;
}

static double
slot_y (const NablaNetworkColumn *self, double slot)
{
  return self->middle + (slot - (count_slots (self) - 1) / 2.0) * self->pitch;
}

double
nabla_network_column_y (const NablaNetworkColumn *self, guint k)
{
  return slot_y (self, k < self->n_first ? k : k + GAP_SLOTS);
}

double
nabla_network_column_gap_y (const NablaNetworkColumn *self)
{
  return slot_y (self, self->n_first - 1 + (GAP_SLOTS + 1) / 2.0);
}
