/* Boxes of rounds: around the best few trials, and as text for the store.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-json-reader.h"
#include "nabla-json.h"
#include "nabla-search-plan.h"

#include <math.h>
#include <string.h>

/* The next box is drawn around so many of the best: a tenth of the trials, within these; */
#define FEWEST_BEST 3
#define MOST_BEST 12
/* and a tenth of the old one's width further on each side. */
#define MARGIN 0.1

/* The range of @axis that holds what the best few have, and a little more. */
static NablaSearchRange
range_around (const NablaSearchSpec *search,
              guint axis,
              const NablaSearchRange *old,
              const GPtrArray *best)
{
  const NablaSearchAxis *of = &search->axes[axis];
  NablaSearchRange whole = nabla_search_range_whole (of), range = *old;
  double low = INFINITY, high = -INFINITY;
  guint64 choices = 0;
  for (guint i = 0; i < best->len; i++)
    {
      const NablaTrial *trial = g_ptr_array_index (best, i);
      if (!trial->applies[axis])
        continue;
      double position = nabla_search_position (of, &whole, trial->values[axis]);
      low = fmin (low, position);
      high = fmax (high, position);
      choices |= G_GUINT64_CONSTANT (1) << MIN ((guint)trial->values[axis], 63);
    }
  if (low > high)
    return range;
  if (of->scale == NABLA_SEARCH_CHOICE)
    range.choices = choices;
  else
    {
      double begin = nabla_search_position (of, &whole, old->low);
      double end = nabla_search_position (of, &whole, old->high);
      double margin = MARGIN * (end - begin);
      range.low = nabla_search_place (of, &whole, CLAMP (low - margin, 0, 1));
      range.high = nabla_search_place (of, &whole, CLAMP (high + margin, 0, 1));
    }
  return nabla_search_range_within (of, &range);
}

static int
compare_trials (gconstpointer a, gconstpointer b)
{
  return nabla_trial_compare (*(NablaTrial *const *)a, *(NablaTrial *const *)b);
}

NablaSearchRange *
nabla_search_next_box (const NablaSearchSpec *search,
                       const GPtrArray *trials,
                       const NablaSearchRange *old)
{
  g_return_val_if_fail (search != NULL && trials != NULL, NULL);

  NablaSearchRange *box = g_new (NablaSearchRange, search->n_axes);
  for (guint i = 0; i < search->n_axes; i++)
    box[i] = old != NULL ? old[i] : nabla_search_range_whole (&search->axes[i]);
  if (old == NULL)
    return box;
  g_autoptr (GPtrArray) best = g_ptr_array_new ();
  for (guint i = 0; i < trials->len; i++)
    if (!isnan (((NablaTrial *)g_ptr_array_index (trials, i))->result))
      g_ptr_array_add (best, g_ptr_array_index (trials, i));
  g_ptr_array_sort (best, compare_trials);
  guint n = CLAMP ((best->len + 9) / 10, FEWEST_BEST, MOST_BEST);
  g_ptr_array_set_size (best, MIN (n, best->len));
  for (guint i = 0; i < search->n_axes && best->len >= 2; i++)
    box[i] = range_around (search, i, &old[i], best);
  return box;
}

char *
nabla_search_boxes_to_text (const NablaSearchPlan *plan, const NablaSearchSpec *search)
{
  g_return_val_if_fail (plan != NULL && search != NULL, NULL);

  g_autofree NablaSearchRange *box = g_new (NablaSearchRange, search->n_axes);
  GString *json = g_string_new (NULL);
  nabla_json_begin (json, NULL, '[');
  for (guint round = 1; nabla_search_plan_box (plan, round, box); round++)
    {
      nabla_json_begin (json, NULL, '{');
      for (guint i = 0; i < search->n_axes; i++)
        {
          const NablaSearchAxis *axis = &search->axes[i];
          nabla_json_begin (json, axis->key, '[');
          for (guint c = 0; axis->choices != NULL && axis->choices[c] != NULL; c++)
            if ((box[i].choices >> c & 1) != 0)
              nabla_json_string (json, NULL, axis->choices[c]);
          if (axis->choices == NULL)
            {
              nabla_json_number (json, NULL, box[i].low);
              nabla_json_number (json, NULL, box[i].high);
            }
          nabla_json_end (json, ']');
        }
      nabla_json_end (json, '}');
    }
  nabla_json_end (json, ']');
  return g_string_free (json, FALSE);
}

static void
read_range (NablaJsonReader *reader, const NablaSearchAxis *axis, NablaSearchRange *range)
{
  guint n = 0;
  nabla_json_read_begin (reader, '[');
  while (nabla_json_read_item (reader))
    {
      g_autofree char *choice = NULL;
      double value;
      if (axis->choices == NULL)
        nabla_json_read_number (reader, n == 0 ? &range->low : &range->high);
      else if (nabla_json_read_string (reader, &choice)
               && nabla_search_parse (axis, choice, &value))
        range->choices |= G_GUINT64_CONSTANT (1) << (guint)value;
      n++;
    }
}

static void
read_box (NablaJsonReader *reader, const NablaSearchSpec *search, NablaSearchRange *box)
{
  g_autofree char *key = NULL;
  memset (box, 0, search->n_axes * sizeof *box);
  nabla_json_read_begin (reader, '{');
  while (nabla_json_read_member (reader, &key))
    {
      guint i = 0;
      while (i < search->n_axes && !g_str_equal (search->axes[i].key, key))
        i++;
      if (i < search->n_axes)
        read_range (reader, &search->axes[i], &box[i]);
      else
        nabla_json_read_skip (reader);
    }
}

gboolean
nabla_search_boxes_recall (NablaSearchPlan *plan, const NablaSearchSpec *search, const char *text)
{
  g_return_val_if_fail (plan != NULL && search != NULL && text != NULL, FALSE);

  g_autofree NablaSearchRange *box = g_new (NablaSearchRange, search->n_axes);
  NablaJsonReader reader;
  nabla_json_reader_init (&reader, text, strlen (text));
  nabla_json_read_begin (&reader, '[');
  for (guint round = 1; nabla_json_read_item (&reader); round++)
    {
      read_box (&reader, search, box);
      nabla_search_plan_recall_box (plan, round, box);
    }
  return nabla_json_reader_finish (&reader, NULL);
}
