/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-table.h"

#include "nabla-number.h"

#include <math.h>

int
nabla_table_find (const NablaTable *self, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, -1);

  for (guint j = 0; j < self->n_columns; j++)
    if (g_str_equal (self->columns[j].name, name))
      return (int) j;
  g_autofree char *folded = g_utf8_casefold (name, -1);
  for (guint j = 0; j < self->n_columns; j++)
    {
      g_autofree char *other = g_utf8_casefold (self->columns[j].name, -1);
      if (g_str_equal (other, folded))
        return (int) j;
    }
  double number;
  if (nabla_number_parse (name, -1, &number) && number == trunc (number) && number >= 1
      && number <= self->n_columns)
    return (int) number - 1;
  return -1;
}

void
nabla_table_free (NablaTable *self)
{
  if (self == NULL)
    return;
  for (guint j = 0; j < self->n_columns; j++)
    {
      NablaColumn *column = &self->columns[j];
      g_free (column->name);
      g_free (column->numbers);
      g_free (column->codes);
      g_free (column->words);
      g_clear_pointer (&column->letters, g_string_chunk_free);
    }
  g_free (self->columns);
  g_free (self);
}
