/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-figure-table.h"

#include "nabla-csv-private.h"
#include "nabla-error.h"
#include "nabla-figure-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Names of columns and splits are words of the experiment file: not translated. */
static const char *const splits[NABLA_SNAPSHOT_SPLITS] = { "train", "dev", "test" };

static const char *
split_name (guint split)
{
  return split < NABLA_SNAPSHOT_SPLITS ? splits[split] : "";
}

/* A class by its name, or a value */
static void
add_label (GString *csv, const NablaSnapshot *snapshot, float label)
{
  if (label >= 0 && label < (float) snapshot->n_classes && label == floorf (label))
    {
      g_autofree char *name = nabla_figure_class_name (snapshot, (guint) label);
      nabla_csv_text (csv, name);
    }
  else
    nabla_csv_float (csv, label);
}

typedef struct
{
  NablaSeries *series;
  gsize n, next;
} Column;

static void
add_column (GArray *columns, GString *csv, const char *run, const char *name, NablaSeries *series)
{
  if (series == NULL)
    return;
  Column column = { series, nabla_series_length (series), 0 };
  g_array_append_val (columns, column);
  g_autofree char *title = run != NULL ? g_strdup_printf ("%s: %s", run, name) : NULL;
  nabla_csv_text (csv, title != NULL ? title : name);
}

/* The curves have points at different steps: rows are all steps at which one has. */
static void
tabulate_cost (const NablaSnapshot *snapshot, GString *csv)
{
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (Column));
  nabla_csv_text (csv, "step");
  for (guint r = 0; snapshot->curves != NULL && r < snapshot->curves->len; r++)
    {
      const NablaCostCurves *curves = snapshot->curves->pdata[r];
      const char *run = r == 0 ? NULL : curves->title != NULL ? curves->title : "other";
      add_column (columns, csv, run, "objective", curves->cost);
      for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
        add_column (columns, csv, run, splits[s], curves->split_cost[s]);
    }
  nabla_csv_end_row (csv);

  while (TRUE)
    {
      gint64 step = G_MAXINT64;
      for (guint c = 0; c < columns->len; c++)
        {
          const Column *column = &g_array_index (columns, Column, c);
          if (column->next < column->n)
            step = MIN (step, nabla_series_get (column->series, column->next).step);
        }
      if (step == G_MAXINT64)
        return;
      nabla_csv_index (csv, step);
      for (guint c = 0; c < columns->len; c++)
        {
          Column *column = &g_array_index (columns, Column, c);
          if (column->next < column->n
              && nabla_series_get (column->series, column->next).step == step)
            nabla_csv_number (csv, nabla_series_get (column->series, column->next++).value);
          else
            nabla_csv_text (csv, "");
        }
      nabla_csv_end_row (csv);
    }
}

static void
tabulate_boundary (const NablaSnapshot *snapshot, GString *csv)
{
  const NablaField *field = snapshot->field;
  const NablaPoints *points = snapshot->points;
  const char *names[] = {
    "example",
    field != NULL && field->x_name != NULL ? field->x_name : "x_1",
    field != NULL && field->y_name != NULL ? field->y_name : "x_2",
    snapshot->label_name != NULL ? snapshot->label_name : "label",
    "split",
    NULL,
  };
  nabla_csv_row (csv, names);
  for (gsize i = 0; points != NULL && i < points->n; i++)
    {
      nabla_csv_index (csv, (gint64) i);
      nabla_csv_float (csv, points->x[i]);
      nabla_csv_float (csv, points->y[i]);
      add_label (csv, snapshot, points->label[i]);
      nabla_csv_text (csv, split_name (points->split[i]));
      nabla_csv_end_row (csv);
    }
}

static void
tabulate_errors (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[] = { "split", "examples", "mae", "rmse", "r2", NULL };
  nabla_csv_row (csv, names);
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    {
      const NablaMetrics *metrics = &snapshot->metrics[s];
      if (metrics->m == 0)
        continue;
      nabla_csv_text (csv, splits[s]);
      nabla_csv_index (csv, (gint64) metrics->m);
      nabla_csv_number (csv, metrics->mae);
      nabla_csv_number (csv, metrics->rmse);
      nabla_csv_number (csv, metrics->r2);
      nabla_csv_end_row (csv);
    }
}

static void
tabulate_metrics (const NablaSnapshot *snapshot, GString *csv)
{
  if (snapshot->n_classes == 0)
    {
      tabulate_errors (snapshot, csv);
      return;
    }
  static const char *const names[] = { "split", "true", "predicted", "count", NULL };
  nabla_csv_row (csv, names);
  guint n = snapshot->n_classes;
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    for (guint i = 0; snapshot->metrics[s].confusion != NULL && i < n * n; i++)
      {
        nabla_csv_text (csv, splits[s]);
        add_label (csv, snapshot, (float) (i / n));
        add_label (csv, snapshot, (float) (i % n));
        g_string_append_printf (csv, "%" G_GUINT64_FORMAT ",", snapshot->metrics[s].confusion[i]);
        nabla_csv_end_row (csv);
      }
}

static void
tabulate_network (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[] = { "layer", "unit", "input", "weight", NULL };
  nabla_csv_row (csv, names);
  for (guint l = 1; snapshot->layers != NULL && l < snapshot->layers->len; l++)
    {
      const NablaLayerPicture *layer = snapshot->layers->pdata[l];
      for (guint i = 0; i < layer->units; i++)
        {
          for (guint j = 0; layer->weights != NULL && j < layer->n_previous; j++)
            {
              nabla_csv_text (csv, layer->name);
              nabla_csv_index (csv, i);
              nabla_csv_index (csv, j);
              nabla_csv_float (csv, layer->weights[(gsize) i * layer->n_previous + j]);
              nabla_csv_end_row (csv);
            }
          if (layer->biases == NULL)
            continue;
          nabla_csv_text (csv, layer->name);
          nabla_csv_index (csv, i);
          nabla_csv_text (csv, "bias");
          nabla_csv_float (csv, layer->biases[i]);
          nabla_csv_end_row (csv);
        }
    }
}

static void
tabulate_fit (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[] = { "split", "truth", "prediction", NULL };
  const NablaFit *fit = snapshot->fit;
  nabla_csv_row (csv, names);
  for (gsize i = 0; fit != NULL && i < fit->n; i++)
    {
      nabla_csv_text (csv, split_name (fit->split[i]));
      nabla_csv_float (csv, fit->truth[i]);
      nabla_csv_float (csv, fit->prediction[i]);
      nabla_csv_end_row (csv);
    }
}

static void
add_feature_names (const NablaSnapshot *snapshot, guint n, GString *csv)
{
  guint n_names = snapshot->feature_names != NULL ? g_strv_length (snapshot->feature_names) : 0;
  for (guint j = 0; j < n; j++)
    {
      g_autofree char *number = g_strdup_printf ("x_%u", j + 1);
      nabla_csv_text (csv, j < n_names ? snapshot->feature_names[j] : number);
    }
}

static void
tabulate_examples (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[] = { "label", "prediction", "confidence", "loss", NULL };
  const NablaExamples *examples = snapshot->examples;
  nabla_csv_text (csv, "example");
  nabla_csv_text (csv, "split");
  add_feature_names (snapshot, examples != NULL ? examples->n_x : 0, csv);
  nabla_csv_row (csv, names);
  for (gsize i = 0; examples != NULL && i < examples->n; i++)
    {
      nabla_csv_index (csv, examples->index[i]);
      nabla_csv_text (csv, split_name (examples->split[i]));
      for (guint j = 0; j < examples->n_x; j++)
        nabla_csv_float (csv, examples->x[i * examples->n_x + j]);
      add_label (csv, snapshot, examples->label[i]);
      add_label (csv, snapshot, examples->prediction[i]);
      nabla_csv_float (csv, examples->confidence[i]);
      nabla_csv_float (csv, examples->loss[i]);
      nabla_csv_end_row (csv);
    }
}

static void
tabulate_prediction (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[] = { "layer", "unit", "z", "a", NULL };
  const NablaExample *example = snapshot->example;
  nabla_csv_row (csv, names);
  guint n_layers = snapshot->layers != NULL ? snapshot->layers->len : 0;
  for (guint l = 0; example != NULL && l < MIN (example->n_layers, n_layers); l++)
    {
      const NablaLayerPicture *layer = snapshot->layers->pdata[l];
      for (guint i = 0; i < layer->units; i++)
        {
          nabla_csv_text (csv, layer->name);
          nabla_csv_index (csv, i);
          if (example->z[l] != NULL)
            nabla_csv_float (csv, example->z[l][i]);
          else
            nabla_csv_text (csv, "");
          if (example->a[l] != NULL)
            nabla_csv_float (csv, example->a[l][i]);
          else
            nabla_csv_text (csv, "");
          nabla_csv_end_row (csv);
        }
    }
}

static const struct
{
  const char *figure;
  void (*tabulate) (const NablaSnapshot *snapshot, GString *csv);
} tables[] = {
  { "cost", tabulate_cost },
  { "boundary", tabulate_boundary },
  { "metrics", tabulate_metrics },
  { "network", tabulate_network },
  { "fit", tabulate_fit },
  { "examples", tabulate_examples },
  { "prediction", tabulate_prediction },
};

GString *
nabla_figure_table (const NablaFigure *self, const NablaSnapshot *snapshot, GError **error)
{
  g_return_val_if_fail (self != NULL && snapshot != NULL, NULL);

  void (*tabulate) (const NablaSnapshot *, GString *) = self->tabulate;
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (g_str_equal (tables[i].figure, self->name))
      tabulate = tables[i].tabulate;
  if (tabulate != NULL)
    {
      GString *csv = g_string_new (NULL);
      tabulate (snapshot, csv);
      return csv;
    }
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
               /* Translators: the title of a view */
               _("The view “%s” is no table, so it cannot be saved as CSV"), _(self->title));
  return NULL;
}

gboolean
nabla_figure_table_write (const NablaFigure *self,
                          const NablaSnapshot *snapshot,
                          const char *path,
                          GError **error)
{
  g_return_val_if_fail (path != NULL, FALSE);

  GString *csv = nabla_figure_table (self, snapshot, error);
  if (csv == NULL)
    return FALSE;
  g_autoptr (GError) io_error = NULL;
  gboolean is_written = g_file_set_contents_full (path, csv->str, (gssize) csv->len,
                                                  G_FILE_SET_CONTENTS_CONSISTENT, 0666, &io_error);
  g_string_free (csv, TRUE);
  if (!is_written)
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_IO, _("“%s” cannot be written: %s"), path,
                 io_error->message);
  return is_written;
}
