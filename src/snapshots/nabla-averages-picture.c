/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-averages-picture.h"

#include <math.h>

NablaAveragesPicture *
nabla_averages_picture_new (gsize n)
{
  NablaAveragesPicture *self = g_new0 (NablaAveragesPicture, 1);
  self->n = n;
  self->theta = g_new0 (double, n);
  self->low = self->high = NAN;
  self->is_corrected = TRUE;
  self->day = 1;
  self->first = 1;
  self->length = n;
  return self;
}

void
nabla_averages_picture_free (NablaAveragesPicture *self)
{
  g_return_if_fail (self != NULL);

  for (guint a = 0; a < self->n_averages; a++)
    {
      g_free (self->averages[a].plain);
      g_free (self->averages[a].corrected);
    }
  for (gsize i = 0; self->labels != NULL && i < self->n; i++)
    g_free (self->labels[i]);
  g_free (self->labels);
  g_free (self->theta);
  g_free (self->unit);
  g_free (self);
}

void
nabla_averages_picture_add (NablaAveragesPicture *self, double beta, guint slot)
{
  g_return_if_fail (self != NULL && self->n_averages < NABLA_MAX_AVERAGES);

  NablaAverage *average = &self->averages[self->n_averages++];
  average->beta = beta;
  average->slot = slot;
  average->plain = g_new (double, self->n);
  average->corrected = g_new (double, self->n);
  double v = 0;
  for (gsize t = 1; t <= self->n; t++)
    {
      v = beta * v + (1 - beta) * self->theta[t - 1];
      average->plain[t - 1] = v;
      average->corrected[t - 1] = v / (1 - pow (beta, (double)t));
    }
}

/* Two or four digits, or −1 */
static int
digits (const char *text, guint n)
{
  int value = 0;
  for (guint i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return -1;
      value = 10 * value + (text[i] - '0');
    }
  return value;
}

/* Returns: the Julian day of a date such as 2012-01-31, or 0 */
static guint32
parse_date (const char *text)
{
  if (text == NULL || digits (text, 4) < 1 || text[4] != '-' || digits (text + 5, 2) < 0
      || text[7] != '-' || digits (text + 8, 2) < 0)
    return 0;
  int year = digits (text, 4), month = digits (text + 5, 2), day = digits (text + 8, 2);
  if (!g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year))
    return 0;
  GDate date;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
  return g_date_get_julian (&date);
}

void
nabla_averages_picture_find_dates (NablaAveragesPicture *self)
{
  g_return_if_fail (self != NULL);

  guint32 first = self->labels != NULL && self->n > 0 ? parse_date (self->labels[0]) : 0;
  for (gsize i = 1; first != 0 && i < self->n; i++)
    if (parse_date (self->labels[i]) != first + i)
      first = 0;
  self->first_date = first;
}

const double *
nabla_averages_picture_curve (const NablaAveragesPicture *self, guint average)
{
  g_return_val_if_fail (self != NULL && average < self->n_averages, NULL);

  return self->is_corrected ? self->averages[average].corrected : self->averages[average].plain;
}

double
nabla_average_window (double beta)
{
  return 1 / (1 - beta);
}

double
nabla_average_share (double beta, gsize days)
{
  return 1 - pow (beta, (double)days);
}

double
nabla_average_weight (double beta, gsize days)
{
  return (1 - beta) * pow (beta, (double)days);
}
