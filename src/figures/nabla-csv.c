/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-csv-private.h"

#include "nabla-number.h"

#include <math.h>
#include <string.h>

void
nabla_csv_text (GString *csv, const char *text)
{
  if (strpbrk (text, ",\"\r\n") == NULL)
    g_string_append (csv, text);
  else
    {
      g_auto (GStrv) parts = g_strsplit (text, "\"", -1);
      g_autofree char *escaped = g_strjoinv ("\"\"", parts);
      g_string_append_printf (csv, "\"%s\"", escaped);
    }
  g_string_append_c (csv, ',');
}

void
nabla_csv_end_row (GString *csv)
{
  csv->str[csv->len - 1] = '\n';
}

void
nabla_csv_number (GString *csv, double value)
{
  char number[NABLA_NUMBER_LENGTH];
  nabla_csv_text (csv, nabla_number_format (value, number));
}

void
nabla_csv_float (GString *csv, float value)
{
  char number[NABLA_NUMBER_LENGTH];
  for (int digits = 6; digits <= 9; digits++)
    {
      char format[8];
      double read = NAN;
      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (number, sizeof number, format, value);
      if (nabla_number_parse (number, -1, &read) && (float) read == value)
        {
          nabla_csv_text (csv, number);
          return;
        }
    }
  nabla_csv_number (csv, value);
}

void
nabla_csv_index (GString *csv, gint64 index)
{
  char number[NABLA_NUMBER_LENGTH];
  g_snprintf (number, sizeof number, "%" G_GINT64_FORMAT, index);
  nabla_csv_text (csv, number);
}

void
nabla_csv_row (GString *csv, const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    nabla_csv_text (csv, names[i]);
  nabla_csv_end_row (csv);
}
