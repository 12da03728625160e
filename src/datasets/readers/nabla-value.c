/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-value.h"

#include "nabla-decimal.h"

#include <math.h>
#include <string.h>

static gboolean
is_one_of (const char *text, gsize length, const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (strlen (words[i]) == length && g_ascii_strncasecmp (text, words[i], length) == 0)
      return TRUE;
  return FALSE;
}

static gsize
count_digits (const char *p, const char *end)
{
  const char *start = p;
  while (p < end && g_ascii_isdigit (*p))
    p++;
  return p - start;
}

/* One to three digits, then groups of three, then perhaps a fraction. */
static gboolean
parse_grouped (const char *text, gsize length, char point, double *value)
{
  char mark = point == '.' ? ',' : '.', plain[64];
  if (length >= sizeof plain)
    return FALSE;
  const char *p = text, *end = text + length;
  gsize n = 0;
  if (p < end && (*p == '-' || *p == '+'))
    plain[n++] = *p++;
  gsize n_digits = count_digits (p, end);
  if (n_digits == 0 || n_digits > 3 || p + n_digits == end || p[n_digits] != mark)
    return FALSE;
  for (;;)
    {
      memcpy (plain + n, p, n_digits);
      n += n_digits;
      p += n_digits;
      if (p == end || *p != mark)
        break;
      n_digits = count_digits (++p, end);
      if (n_digits != 3)
        return FALSE;
    }
  if (p < end && *p != point)
    return FALSE;
  memcpy (plain + n, p, end - p);
  return nabla_decimal_parse (plain, n + (gsize) (end - p), point, value);
}

/* Digits as a number has them, though nabla_decimal_parse () did not read them: it is
 * beyond all doubles, 1e999. */
static gboolean
is_too_large (const char *text, gsize length, char point)
{
  const char *p = text, *end = text + length;
  if (p < end && (*p == '-' || *p == '+'))
    p++;
  gsize n_digits = count_digits (p, end);
  p += n_digits;
  if (p < end && *p == point)
    {
      gsize n_decimals = count_digits (++p, end);
      n_digits += n_decimals;
      p += n_decimals;
    }
  if (n_digits > 0 && p < end && (*p == 'e' || *p == 'E'))
    {
      p++;
      if (p < end && (*p == '-' || *p == '+'))
        p++;
      n_digits = count_digits (p, end);
      p += n_digits;
    }
  return n_digits > 0 && p == end;
}

gboolean
nabla_value_number (const char *text, gsize length, char point, double *value)
{
  if (nabla_decimal_parse (text, length, point, value))
    return TRUE;

  static const char *const not_finite[]
    = { "none", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "-nan", NULL };
  if (is_one_of (text, length, not_finite) || is_too_large (text, length, point))
    {
      *value = NAN;
      return TRUE;
    }
  return parse_grouped (text, length, point, value);
}

gboolean
nabla_value_is_missing (const char *text, gsize length)
{
  static const char *const missing[] = { "", "?", "na", "n/a", "#n/a", "nan", "null", NULL };
  return length <= 4 && is_one_of (text, length, missing);
}

/* Digits, then whichever of @marks follows, or 0 at the end. Returns −1 if neither. */
static int
take_part (const char **text, const char *end, gsize most_digits, const char *marks)
{
  const char *p = *text;
  while (p < end && g_ascii_isdigit (*p))
    p++;
  if (p == *text || (gsize) (p - *text) > most_digits)
    return -1;
  *text = p;
  if (p == end)
    return 0;
  const char *mark = strchr (marks, *p);
  if (mark == NULL)
    return -1;
  (*text)++;
  return *mark;
}

static gboolean
is_time (const char *text, const char *end)
{
  if (take_part (&text, end, 2, ":") != ':')
    return FALSE;
  int mark = take_part (&text, end, 2, ":Z+");
  if (mark == ':')
    mark = take_part (&text, end, 2, ".Z+");
  if (mark == '.')
    mark = take_part (&text, end, 9, "Z+");
  return mark == 0 || (mark == 'Z' && text == end) || mark == '+';
}

gboolean
nabla_value_is_date (const char *text, gsize length)
{
  const char *end = text + length;
  if (is_time (text, end))
    return TRUE;
  int first = take_part (&text, end, 4, "-/.");
  int second = first > 0 ? take_part (&text, end, 2, "-/.T ") : -1;
  if (second == 0)
    return first != '.';
  if (second != first)
    return FALSE;
  int third = take_part (&text, end, 4, "T ");
  return third == 0 || (third > 0 && is_time (text, end));
}
