/* Records: what was changed in a run, and when.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-trainer-private.h"

#include <string.h>

static void
change_clear (gpointer data)
{
  NablaChange *change = data;
  g_free (change->key);
  g_free (change->value);
}

GArray *
nabla_record_new (void)
{
  GArray *record = g_array_new (FALSE, FALSE, sizeof (NablaChange));
  g_array_set_clear_func (record, change_clear);
  return record;
}

static void
append (GArray *record, gint64 step, const char *key, const char *value)
{
  NablaChange change = { step, g_strdup (key), g_strdup (value) };
  g_array_append_val (record, change);
}

void
nabla_trainer_note (NablaTrainer *self, const char *key, const char *value)
{
  /* Of points that are dragged at one step only the last place counts. */
  NablaChange *last = self->record->len > 0
                          ? &g_array_index (self->record, NablaChange, self->record->len - 1)
                          : NULL;
  if (last != NULL && last->step == self->step && g_str_equal (key, "data.points")
      && g_str_equal (last->key, key))
    {
      g_free (last->value);
      last->value = g_strdup (value);
    }
  else
    append (self->record, self->step, key, value);
}

GArray *
nabla_record_copy (const GArray *record)
{
  g_return_val_if_fail (record != NULL, NULL);

  return nabla_record_head (record, record->len);
}

GArray *
nabla_record_head (const GArray *record, guint n)
{
  g_return_val_if_fail (record != NULL && n <= record->len, NULL);

  GArray *copy = nabla_record_new ();
  for (guint i = 0; i < n; i++)
    {
      const NablaChange *change = &g_array_index (record, NablaChange, i);
      append (copy, change->step, change->key, change->value);
    }
  return copy;
}

char *
nabla_record_to_text (const GArray *record)
{
  g_return_val_if_fail (record != NULL, NULL);

  GString *text = g_string_new (NULL);
  for (guint i = 0; i < record->len; i++)
    {
      const NablaChange *change = &g_array_index (record, NablaChange, i);
      g_string_append_printf (text, "%" G_GINT64_FORMAT "\t%s", change->step, change->key);
      if (change->value != NULL)
        g_string_append_printf (text, "\t%s", change->value);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

GArray *
nabla_record_from_text (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_autoptr (GArray) record = nabla_record_new ();
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  gint64 last = 0;
  for (char **line = lines; *line != NULL; line++)
    {
      if (**line == '\0')
        continue;
      g_auto (GStrv) fields = g_strsplit (*line, "\t", 3);
      guint64 step;
      if (!g_ascii_string_to_unsigned (fields[0], 10, 0, G_MAXINT64 / 4, &step, NULL)
          || (gint64)step < last || fields[1] == NULL || *fields[1] == '\0')
        return NULL;
      append (record, step, fields[1], fields[2]);
      last = step;
    }
  return g_steal_pointer (&record);
}
