/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-chart.h"

#include <math.h>

static void
curve_free (gpointer data)
{
  NablaChartCurve *curve = data;
  g_free (curve->title);
  g_free (curve->x);
  g_free (curve->y);
  g_free (curve);
}

static void
bars_free (gpointer data)
{
  NablaChartBars *bars = data;
  g_free (bars->title);
  g_free (bars->heights);
  g_free (bars);
}

static void
line_free (gpointer data)
{
  NablaChartLine *line = data;
  g_free (line->title);
  g_free (line);
}

static void
spread_free (gpointer data)
{
  NablaChartSpread *spread = data;
  g_free (spread->shares);
  g_free (spread);
}

NablaChart *
nabla_chart_new (const char *figure, const char *x_name, const char *y_name)
{
  g_return_val_if_fail (figure != NULL && x_name != NULL && y_name != NULL, NULL);

  NablaChart *self = g_new0 (NablaChart, 1);
  self->figure = g_strdup (figure);
  self->x_name = g_strdup (x_name);
  self->y_name = g_strdup (y_name);
  self->mark_x = NAN;
  self->curves = g_ptr_array_new_with_free_func (curve_free);
  self->bars = g_ptr_array_new_with_free_func (bars_free);
  self->lines = g_ptr_array_new_with_free_func (line_free);
  self->spreads = g_ptr_array_new_with_free_func (spread_free);
  return self;
}

void
nabla_chart_free (NablaChart *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->curves);
  g_ptr_array_unref (self->bars);
  g_ptr_array_unref (self->lines);
  g_ptr_array_unref (self->spreads);
  g_free (self->figure);
  g_free (self->finding);
  g_free (self->x_name);
  g_free (self->y_name);
  g_free (self);
}

NablaChartCurve *
nabla_chart_add_curve (NablaChart *self, const char *title, guint slot, gsize n)
{
  g_return_val_if_fail (self != NULL && title != NULL, NULL);

  NablaChartCurve *curve = g_new0 (NablaChartCurve, 1);
  curve->title = g_strdup (title);
  curve->slot = slot;
  curve->n = n;
  curve->x = g_new0 (double, n);
  curve->y = g_new0 (double, n);
  g_ptr_array_add (self->curves, curve);
  return curve;
}

NablaChartBars *
nabla_chart_add_bars (
    NablaChart *self, const char *title, guint slot, double low, double high, gsize n)
{
  g_return_val_if_fail (self != NULL && title != NULL && n > 0, NULL);

  NablaChartBars *bars = g_new0 (NablaChartBars, 1);
  bars->title = g_strdup (title);
  bars->slot = slot;
  bars->low = low;
  bars->width = (high - low) / (double)n;
  bars->n = n;
  bars->heights = g_new0 (double, n);
  g_ptr_array_add (self->bars, bars);
  return bars;
}

NablaChartLine *
nabla_chart_add_line (NablaChart *self, const char *title, guint slot, double x)
{
  g_return_val_if_fail (self != NULL && title != NULL, NULL);

  NablaChartLine *line = g_new0 (NablaChartLine, 1);
  line->title = g_strdup (title);
  line->slot = slot;
  line->x = x;
  g_ptr_array_add (self->lines, line);
  return line;
}

NablaChartSpread *
nabla_chart_add_spread (NablaChart *self, double x, double low, double high, gsize n)
{
  g_return_val_if_fail (self != NULL && n > 0, NULL);

  NablaChartSpread *spread = g_new0 (NablaChartSpread, 1);
  spread->x = x;
  spread->low = low;
  spread->high = high;
  spread->n = n;
  spread->shares = g_new0 (double, n);
  g_ptr_array_add (self->spreads, spread);
  return spread;
}

void
nabla_chart_count (
    const double *values, gsize n, double low, double high, double *shares, gsize n_bins)
{
  g_return_if_fail (shares != NULL && n_bins > 0);

  for (gsize b = 0; b < n_bins; b++)
    shares[b] = 0;
  double width = (high - low) / (double)n_bins;
  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]))
      {
        double bin = width > 0 ? floor ((values[i] - low) / width) : 0;
        shares[(gsize)CLAMP (bin, 0, (double)n_bins - 1)] += 1.0 / (double)n;
      }
}

const NablaChart *
nabla_charts_find (GPtrArray *charts, const char *figure)
{
  g_return_val_if_fail (figure != NULL, NULL);

  for (guint i = 0; charts != NULL && i < charts->len; i++)
    {
      const NablaChart *chart = charts->pdata[i];
      if (g_str_equal (chart->figure, figure))
        return chart;
    }
  return NULL;
}
