/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-averages-plot-private.h"

#include "nabla-csv-private.h"
#include "nabla-short-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define GAP 7.0
/* Room that the name of a month needs, in capitals' heights of a caption */
#define LABEL_ROOM 100.0
#define YEAR_ROOM 36.0

gboolean
nabla_averages_check (const NablaSnapshot *snapshot,
                      const NablaFigureContext *context,
                      NablaMarks *marks)
{
  const NablaAveragesPicture *self = snapshot->averages;
  if (self != NULL && self->n > 0 && self->n_averages > 0)
    return TRUE;
  if (marks != NULL)
    nabla_figure_message (context, marks, _ ("No Series to Average"),
                          _ ("This view belongs to the instrument of weighted averages, which "
                             "has a series of numbers."));
  return FALSE;
}

static void
widen (const double *values, gsize from, gsize to, double *low, double *high)
{
  for (gsize day = from; day <= to; day++)
    if (isfinite (values[day - 1]))
      {
        *low = MIN (*low, values[day - 1]);
        *high = MAX (*high, values[day - 1]);
      }
}

void
nabla_averages_range (const NablaAveragesPicture *self,
                      gsize from,
                      gsize to,
                      gboolean with_plain,
                      double *low,
                      double *high)
{
  widen (self->theta, from, to, low, high);
  for (guint a = 0; a < self->n_averages; a++)
    widen (nabla_averages_picture_curve (self, a), from, to, low, high);
  if (with_plain)
    widen (self->averages[0].plain, from, to, low, high);
  if (isfinite (self->low) && isfinite (self->high))
    {
      *low = MIN (*low, self->low);
      *high = MAX (*high, self->high);
    }
}

static void
add_day (const double *values, gsize day, const NablaAxis *x, const NablaAxis *y, NablaMarks *marks)
{
  if (isfinite (values[day - 1]))
    nabla_marks_point (marks, nabla_axis_place (x, (double)day),
                       nabla_axis_place (y, values[day - 1]), (guint32)(day - 1));
  else
    nabla_marks_move (marks);
}

/* The lowest and the highest day of those that one column of pixels shows, and the next
 * column's first */
static gsize
find_column (const double *values, gsize from, gsize to, gsize width, gsize *low, gsize *high)
{
  gsize end = MIN (from + width, to + 1);
  *low = *high = from;
  for (gsize day = from + 1; day < end; day++)
    {
      if (values[day - 1] < values[*low - 1])
        *low = day;
      if (values[day - 1] > values[*high - 1])
        *high = day;
    }
  return end;
}

static gsize
column_width (gsize from, gsize to, const NablaAxis *x)
{
  double pixels = MAX (x->end - x->start, 1);
  return (gsize)((double)(to - from + 1) / (2 * pixels)) + 1;
}

void
nabla_averages_line (const double *values,
                     gsize from,
                     gsize to,
                     const NablaAxis *x,
                     const NablaAxis *y,
                     gboolean all_points,
                     NablaMarks *marks)
{
  gsize width = all_points ? 1 : column_width (from, to, x);
  for (gsize day = from; day <= to;)
    {
      gsize low, high, end = find_column (values, day, to, width, &low, &high);
      add_day (values, MIN (low, high), x, y, marks);
      if (low != high)
        add_day (values, MAX (low, high), x, y, marks);
      day = end;
    }
}

void
nabla_averages_dots (const NablaAveragesPicture *self,
                     gsize from,
                     gsize to,
                     const NablaAxis *x,
                     const NablaAxis *y,
                     double radius,
                     NablaColor color,
                     NablaMarks *marks)
{
  gsize width = column_width (from, to, x);
  if (width <= 2)
    {
      nabla_marks_markers (marks, NABLA_MARKER_CIRCLE, radius, color)->series
          = NABLA_AVERAGES_THETA;
      for (gsize day = from; day <= to; day++)
        if (isfinite (self->theta[day - 1]))
          add_day (self->theta, day, x, y, marks);
      return;
    }
  NablaMark *columns = nabla_marks_add (marks, NABLA_MARK_COLUMNS);
  columns->series = NABLA_AVERAGES_THETA;
  columns->stroke = color;
  columns->line_width = 1;
  for (gsize day = from; day <= to;)
    {
      gsize low, high, end = find_column (self->theta, day, to, width, &low, &high);
      double place = nabla_axis_place (x, (double)day);
      nabla_marks_point (marks, place, nabla_axis_place (y, self->theta[low - 1]),
                         (guint32)(low - 1));
      nabla_marks_point (marks, place, nabla_axis_place (y, self->theta[high - 1]),
                         (guint32)(high - 1));
      day = end;
    }
}

NablaColor
nabla_averages_color (const NablaAveragesPicture *self,
                      guint average,
                      const NablaFigureContext *context)
{
  return nabla_color_slot (context->theme, self->averages[average].slot);
}

static const char *const months[] = {
  NC_ ("month", "January"), NC_ ("month", "February"), NC_ ("month", "March"),
  NC_ ("month", "April"),   NC_ ("month", "May"),      NC_ ("month", "June"),
  NC_ ("month", "July"),    NC_ ("month", "August"),   NC_ ("month", "September"),
  NC_ ("month", "October"), NC_ ("month", "November"), NC_ ("month", "December"),
};

static void
get_date (const NablaAveragesPicture *self, gsize day, GDate *date)
{
  g_date_clear (date, 1);
  g_date_set_julian (date, self->first_date + (guint32)day - 1);
}

/* Returns: (transfer full): the day of the month with its name, and the year if wanted */
static char *
format_date (const GDate *date, gboolean with_year)
{
  const char *month = g_dpgettext2 (GETTEXT_PACKAGE, "month", months[g_date_get_month (date) - 1]);
  int day = g_date_get_day (date), year = g_date_get_year (date);
  if (with_year)
    /* Translators: a date: day of the month, name of the month, year */
    return g_strdup_printf (_ ("%1$d %2$s %3$d"), day, month, year);
  /* Translators: a date: day of the month, name of the month */
  return g_strdup_printf (C_ ("date", "%1$d %2$s"), day, month);
}

char *
nabla_averages_day_name (const NablaAveragesPicture *self, gsize day)
{
  if (self->first_date != 0)
    {
      GDate date;
      get_date (self, day, &date);
      return format_date (&date, TRUE);
    }
  if (self->labels != NULL && self->labels[day - 1] != NULL)
    return g_strdup (self->labels[day - 1]);
  char count[NABLA_LABEL_LENGTH];
  /* Translators: %s is the number of a day in a series */
  return g_strdup_printf (_ ("day %s"), nabla_label_count ((gint64)day, count));
}

const char *
nabla_averages_value (const NablaAveragesPicture *self, double value, char *buffer)
{
  char number[NABLA_SHORT_NUMBER_LENGTH];
  g_snprintf (buffer, NABLA_LABEL_LENGTH, "%s%.8s", nabla_short_number (value, number),
              self->unit != NULL ? self->unit : "");
  return buffer;
}

static NablaTextStyle
tick_style (const NablaFigureContext *context)
{
  return nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
}

/* The months between two labels, so that there is room for all */
static guint
choose_months (const NablaAxis *x, double room)
{
  static const guint steps[] = { 1, 2, 3, 6, 12, 24, 60, 120, 600, 1200 };
  double days = room / MAX (x->end - x->start, 1) * (x->high - x->low);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i] * 30.4 >= days)
      return steps[i];
  return 1200;
}

static gboolean
write_dates (const NablaAveragesPicture *self,
             const NablaFigureContext *context,
             const NablaAxis *x,
             double bottom,
             NablaMarks *marks)
{
  NablaTextStyle style = tick_style (context);
  guint step = choose_months (x, LABEL_ROOM * context->text_scale), written = 0;
  /* Years alone are shorter. */
  if (step > 12)
    step = MAX (12, choose_months (x, YEAR_ROOM * context->text_scale));
  gsize first = (gsize)CLAMP (ceil (x->low), 1, (double)self->n);
  gsize last = (gsize)CLAMP (floor (x->high), 1, (double)self->n);
  for (gsize day = first; day <= last; day++)
    {
      GDate date;
      get_date (self, day, &date);
      guint month = (guint)(g_date_get_year (&date) * 12 + g_date_get_month (&date) - 1);
      if (g_date_get_day (&date) != 1 || month % step != 0)
        continue;
      gboolean with_year = written == 0 || month % 12 == 0;
      g_autofree char *text = step >= 12 ? g_strdup_printf ("%d", g_date_get_year (&date))
                                         : format_date (&date, with_year);
      double place = nabla_axis_place (x, (double)day), width;
      nabla_text_measure (context->pango, &style, text, &width, NULL);
      if (place + width <= context->width - 3)
        nabla_marks_text (marks, &style, place, bottom, text);
      written++;
    }
  return written > 0;
}

/* The first and the last day by their names, if they are too near for months */
static void
write_ends (const NablaAveragesPicture *self,
            const NablaFigureContext *context,
            const NablaAxis *x,
            double bottom,
            NablaMarks *marks)
{
  NablaTextStyle style = tick_style (context);
  gsize first = (gsize)CLAMP (ceil (x->low), 1, (double)self->n);
  gsize last = (gsize)CLAMP (floor (x->high), (double)first, (double)self->n);
  g_autofree char *left = nabla_averages_day_name (self, first);
  g_autofree char *right = nabla_averages_day_name (self, last);
  nabla_marks_text (marks, &style, x->start, bottom, left);
  style.x_align = 1;
  if (last > first)
    nabla_marks_text (marks, &style, x->end, bottom, right);
}

void
nabla_averages_days (const NablaAveragesPicture *self,
                     const NablaFigureContext *context,
                     const NablaAxis *x,
                     double bottom,
                     NablaMarks *marks)
{
  if (self->first_date != 0)
    {
      if (!write_dates (self, context, x, bottom, marks))
        write_ends (self, context, x, bottom, marks);
      return;
    }
  NablaTextStyle style = tick_style (context);
  style.x_align = 1;
  double width;
  /* Translators: the name of an axis of days */
  const char *name = C_ ("axis", "day");
  nabla_text_measure (context->pango, &style, name, &width, NULL);
  nabla_marks_text (marks, &style, x->end, bottom, name);
  NablaTick ticks[NABLA_AXIS_MOST_TICKS];
  guint most = (guint)CLAMP ((x->end - x->start) / (80 * context->text_scale), 2, 7);
  guint n = nabla_axis_ticks (x, most, ticks);
  style.x_align = 0.5;
  for (guint i = 0; i < n; i++)
    {
      double half;
      nabla_text_measure (context->pango, &style, ticks[i].label, &half, NULL);
      if (ticks[i].place + half / 2 < x->end - width - GAP)
        nabla_marks_text (marks, &style, ticks[i].place, bottom, ticks[i].label);
    }
}

static guint
value_ticks (const NablaFigureContext *context, const NablaAxis *y, NablaTick *ticks)
{
  double room = 36 * context->text_scale;
  return nabla_axis_ticks (y, (guint)CLAMP (fabs (y->start - y->end) / room, 2, 6), ticks);
}

static void
add_unit (const NablaAveragesPicture *self, const NablaTick *tick, char *text)
{
  g_snprintf (text, NABLA_LABEL_LENGTH, "%s%.8s", tick->label,
              self->unit != NULL ? self->unit : "");
}

double
nabla_averages_margin (const NablaAveragesPicture *self,
                       const NablaFigureContext *context,
                       const NablaAxis *y)
{
  NablaTick ticks[NABLA_AXIS_MOST_TICKS];
  NablaTextStyle style = tick_style (context);
  double widest = 0;
  guint n = value_ticks (context, y, ticks);
  for (guint i = 0; i < n; i++)
    {
      char text[NABLA_LABEL_LENGTH];
      double width;
      add_unit (self, &ticks[i], text);
      nabla_text_measure (context->pango, &style, text, &width, NULL);
      widest = MAX (widest, width);
    }
  return ceil (widest) + GAP;
}

guint
nabla_averages_grid (const NablaAveragesPicture *self,
                     const NablaFigureContext *context,
                     const NablaAxis *y,
                     double left,
                     double right,
                     NablaMarks *marks)
{
  NablaTick ticks[NABLA_AXIS_MOST_TICKS];
  NablaTextStyle style = tick_style (context);
  style.x_align = 1;
  style.y_align = NABLA_ALIGN_MIDDLE;
  guint n = value_ticks (context, y, ticks);
  for (guint i = 0; i < n; i++)
    {
      char text[NABLA_LABEL_LENGTH];
      double place = floor (ticks[i].place) + 0.5;
      add_unit (self, &ticks[i], text);
      nabla_marks_line (marks, left, place, right, place,
                        nabla_color (context->theme, NABLA_COLOR_GRID), context->line_scale);
      nabla_marks_text (marks, &style, left - GAP, place, text);
    }
  return n;
}

void
nabla_averages_tabulate (const NablaSnapshot *snapshot, GString *csv)
{
  const NablaAveragesPicture *self = snapshot->averages;
  guint n_averages = self != NULL ? self->n_averages : 0;
  nabla_csv_text (csv, "day");
  nabla_csv_text (csv, "label");
  nabla_csv_text (csv, "theta");
  for (guint a = 0; a < n_averages; a++)
    {
      char beta[NABLA_SHORT_NUMBER_LENGTH];
      nabla_short_number (self->averages[a].beta, beta);
      g_autofree char *plain = g_strdup_printf ("v (beta=%s)", beta);
      g_autofree char *corrected = g_strdup_printf ("v corrected (beta=%s)", beta);
      nabla_csv_text (csv, plain);
      nabla_csv_text (csv, corrected);
    }
  nabla_csv_end_row (csv);
  for (gsize i = 0; self != NULL && i < self->n; i++)
    {
      nabla_csv_index (csv, (gint64)i + 1);
      nabla_csv_text (csv, self->labels != NULL && self->labels[i] != NULL ? self->labels[i] : "");
      nabla_csv_number (csv, self->theta[i]);
      for (guint a = 0; a < n_averages; a++)
        {
          nabla_csv_number (csv, self->averages[a].plain[i]);
          nabla_csv_number (csv, self->averages[a].corrected[i]);
        }
      nabla_csv_end_row (csv);
    }
}
