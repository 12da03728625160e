/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-figure-table.h"

#include "nabla-error.h"
#include "nabla-figure-private.h"
#include "nabla-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Names of columns and splits are words of the experiment file: not translated. */
static const char *const splits[NABLA_SNAPSHOT_SPLITS] = { "train", "dev", "test" };

static const char *
split_name (guint split)
{
  return split < NABLA_SNAPSHOT_SPLITS ? splits[split] : "";
}

/* Each field brings the comma behind it; the last one's becomes the line's end. */
static void
add_text (GString *csv, const char *text)
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

static void
end_row (GString *csv)
{
  csv->str[csv->len - 1] = '\n';
}

static void
add_number (GString *csv, double value)
{
  char number[NABLA_NUMBER_LENGTH];
  add_text (csv, nabla_number_format (value, number));
}

/* A number of 32 bits, as short as such a number can be written */
static void
add_float (GString *csv, float value)
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
          add_text (csv, number);
          return;
        }
    }
  add_number (csv, value);
}

static void
add_index (GString *csv, gint64 index)
{
  char number[NABLA_NUMBER_LENGTH];
  g_snprintf (number, sizeof number, "%" G_GINT64_FORMAT, index);
  add_text (csv, number);
}

static void
add_row (GString *csv, const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    add_text (csv, names[i]);
  end_row (csv);
}

/* A class by its name, or a value */
static void
add_label (GString *csv, const NablaSnapshot *snapshot, float label)
{
  if (label >= 0 && label < (float) snapshot->n_classes && label == floorf (label))
    {
      g_autofree char *name = nabla_figure_class_name (snapshot, (guint) label);
      add_text (csv, name);
    }
  else
    add_float (csv, label);
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
  add_text (csv, title != NULL ? title : name);
}

/* The curves have points at different steps: rows are all steps at which one has. */
static void
tabulate_cost (const NablaSnapshot *snapshot, GString *csv)
{
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (Column));
  add_text (csv, "step");
  for (guint r = 0; snapshot->curves != NULL && r < snapshot->curves->len; r++)
    {
      const NablaCostCurves *curves = snapshot->curves->pdata[r];
      const char *run = r == 0 ? NULL : curves->title != NULL ? curves->title : "other";
      add_column (columns, csv, run, "objective", curves->cost);
      for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
        add_column (columns, csv, run, splits[s], curves->split_cost[s]);
    }
  end_row (csv);

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
      add_index (csv, step);
      for (guint c = 0; c < columns->len; c++)
        {
          Column *column = &g_array_index (columns, Column, c);
          if (column->next < column->n
              && nabla_series_get (column->series, column->next).step == step)
            add_number (csv, nabla_series_get (column->series, column->next++).value);
          else
            add_text (csv, "");
        }
      end_row (csv);
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
  add_row (csv, names);
  for (gsize i = 0; points != NULL && i < points->n; i++)
    {
      add_index (csv, (gint64) i);
      add_float (csv, points->x[i]);
      add_float (csv, points->y[i]);
      add_label (csv, snapshot, points->label[i]);
      add_text (csv, split_name (points->split[i]));
      end_row (csv);
    }
}

static void
tabulate_errors (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[] = { "split", "examples", "mae", "rmse", "r2", NULL };
  add_row (csv, names);
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    {
      const NablaMetrics *metrics = &snapshot->metrics[s];
      if (metrics->m == 0)
        continue;
      add_text (csv, splits[s]);
      add_index (csv, (gint64) metrics->m);
      add_number (csv, metrics->mae);
      add_number (csv, metrics->rmse);
      add_number (csv, metrics->r2);
      end_row (csv);
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
  add_row (csv, names);
  guint n = snapshot->n_classes;
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    for (guint i = 0; snapshot->metrics[s].confusion != NULL && i < n * n; i++)
      {
        add_text (csv, splits[s]);
        add_label (csv, snapshot, (float) (i / n));
        add_label (csv, snapshot, (float) (i % n));
        g_string_append_printf (csv, "%" G_GUINT64_FORMAT ",", snapshot->metrics[s].confusion[i]);
        end_row (csv);
      }
}

static void
tabulate_network (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[] = { "layer", "unit", "input", "weight", NULL };
  add_row (csv, names);
  for (guint l = 1; snapshot->layers != NULL && l < snapshot->layers->len; l++)
    {
      const NablaLayerPicture *layer = snapshot->layers->pdata[l];
      for (guint i = 0; i < layer->units; i++)
        {
          for (guint j = 0; layer->weights != NULL && j < layer->n_previous; j++)
            {
              add_text (csv, layer->name);
              add_index (csv, i);
              add_index (csv, j);
              add_float (csv, layer->weights[(gsize) i * layer->n_previous + j]);
              end_row (csv);
            }
          if (layer->biases == NULL)
            continue;
          add_text (csv, layer->name);
          add_index (csv, i);
          add_text (csv, "bias");
          add_float (csv, layer->biases[i]);
          end_row (csv);
        }
    }
}

static void
tabulate_fit (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[] = { "split", "truth", "prediction", NULL };
  const NablaFit *fit = snapshot->fit;
  add_row (csv, names);
  for (gsize i = 0; fit != NULL && i < fit->n; i++)
    {
      add_text (csv, split_name (fit->split[i]));
      add_float (csv, fit->truth[i]);
      add_float (csv, fit->prediction[i]);
      end_row (csv);
    }
}

static void
add_feature_names (const NablaSnapshot *snapshot, guint n, GString *csv)
{
  guint n_names = snapshot->feature_names != NULL ? g_strv_length (snapshot->feature_names) : 0;
  for (guint j = 0; j < n; j++)
    {
      g_autofree char *number = g_strdup_printf ("x_%u", j + 1);
      add_text (csv, j < n_names ? snapshot->feature_names[j] : number);
    }
}

static void
tabulate_examples (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[] = { "label", "prediction", "confidence", "loss", NULL };
  const NablaExamples *examples = snapshot->examples;
  add_text (csv, "example");
  add_text (csv, "split");
  add_feature_names (snapshot, examples != NULL ? examples->n_x : 0, csv);
  add_row (csv, names);
  for (gsize i = 0; examples != NULL && i < examples->n; i++)
    {
      add_index (csv, examples->index[i]);
      add_text (csv, split_name (examples->split[i]));
      for (guint j = 0; j < examples->n_x; j++)
        add_float (csv, examples->x[i * examples->n_x + j]);
      add_label (csv, snapshot, examples->label[i]);
      add_label (csv, snapshot, examples->prediction[i]);
      add_float (csv, examples->confidence[i]);
      add_float (csv, examples->loss[i]);
      end_row (csv);
    }
}

static void
tabulate_prediction (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[] = { "layer", "unit", "z", "a", NULL };
  const NablaExample *example = snapshot->example;
  add_row (csv, names);
  guint n_layers = snapshot->layers != NULL ? snapshot->layers->len : 0;
  for (guint l = 0; example != NULL && l < MIN (example->n_layers, n_layers); l++)
    {
      const NablaLayerPicture *layer = snapshot->layers->pdata[l];
      for (guint i = 0; i < layer->units; i++)
        {
          add_text (csv, layer->name);
          add_index (csv, i);
          if (example->z[l] != NULL)
            add_float (csv, example->z[l][i]);
          else
            add_text (csv, "");
          if (example->a[l] != NULL)
            add_float (csv, example->a[l][i]);
          else
            add_text (csv, "");
          end_row (csv);
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

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (g_str_equal (tables[i].figure, self->name))
      {
        GString *csv = g_string_new (NULL);
        tables[i].tabulate (snapshot, csv);
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
