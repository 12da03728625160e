/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-model-file.h"

#include "nabla-error.h"
#include "nabla-number.h"
#include "nabla-weights.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define FORMAT "1"
/* Examples that go through the network together. */
#define CHUNK 1024

/* Lists are a line an entry: names may hold anything but line ends. */
static char *
join_numbers (const double *numbers, gsize n)
{
  GString *text = g_string_new (NULL);
  char buffer[NABLA_NUMBER_LENGTH];
  for (gsize i = 0; i < n; i++)
    g_string_append_printf (text, i > 0 ? "\n%s" : "%s", nabla_number_format (numbers[i], buffer));
  return g_string_free (text, FALSE);
}

static char *
join_names (char **names)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  for (; names != NULL && *names != NULL; names++)
    g_ptr_array_add (lines, g_strdelimit (g_strdup (*names), "\n", ' '));
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **)lines->pdata);
}

static char **
split_lines (const char *text)
{
  return g_strsplit (text, "\n", -1);
}

static void
put (GHashTable *metadata, const char *key, char *value)
{
  g_hash_table_insert (metadata, g_strconcat ("nabla.", key, NULL), value);
}

/* The text of an experiment that finds its data from anywhere. */
static char *
portable_text (const NablaExperiment *experiment)
{
  const char *path = nabla_experiment_data (experiment)->path;
  g_autoptr (NablaExperiment) portable = NULL;
  if (path != NULL)
    {
      g_autofree char *whole = g_canonicalize_filename (path, NULL);
      portable = nabla_experiment_with (experiment, "data.source", whole, NULL);
    }
  return nabla_experiment_to_text (portable != NULL ? portable : experiment);
}

gboolean
nabla_model_file_save (const NablaTrainer *trainer, const char *path, GError **error)
{
  g_return_val_if_fail (trainer != NULL && path != NULL, FALSE);

  const NablaProblem *problem = nabla_trainer_problem ((NablaTrainer *)trainer);
  const NablaDataset *data = problem->dataset;
  const NablaNormalizer *normalizer = problem->normalizer;
  g_autoptr (GHashTable) metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const double shape[] = { data->image_height, data->image_width, data->image_channels };

  put (metadata, "format", g_strdup (FORMAT));
  put (metadata, "experiment", portable_text (nabla_trainer_experiment (trainer)));
  put (metadata, "beginning", portable_text (nabla_trainer_beginning (trainer)));
  put (metadata, "record", nabla_record_to_text (nabla_trainer_record (trainer)));
  put (metadata, "step", g_strdup_printf ("%" G_GINT64_FORMAT, nabla_trainer_steps (trainer)));
  put (metadata, "task", g_strdup_printf ("%d", data->task));
  put (metadata, "n_y", g_strdup_printf ("%u", problem->n_y));
  put (metadata, "image", join_numbers (shape, G_N_ELEMENTS (shape)));
  put (metadata, "features", join_names (data->feature_names));
  put (metadata, "classes", join_names (data->class_names));
  put (metadata, "label", g_strdup (data->label_name != NULL ? data->label_name : ""));
  put (metadata, "normalize", g_strdup (nabla_normalization_names[normalizer->kind]));
  put (metadata, "normalize_shift", join_numbers (normalizer->shift, normalizer->n_x));
  put (metadata, "normalize_scale", join_numbers (normalizer->scale, normalizer->n_x));
  if (data->fill != NULL)
    put (metadata, "fill", join_numbers (data->fill, data->n_x));
  const double label[] = { problem->label_shift, problem->label_scale };
  put (metadata, "normalize_label", join_numbers (label, G_N_ELEMENTS (label)));
  return nabla_weights_save (nabla_trainer_model (trainer)->graph,
                             nabla_trainer_optimizer ((NablaTrainer *)trainer), metadata, path,
                             error);
}

static void
fail (const char *path, const char *key, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA,
               _("%s: this is no model of Nabla's, or a damaged one: '%s' is missing or wrong"),
               name, key);
}

/* The text of @key; NULL with an error if it is not there. */
static const char *
get (GHashTable *metadata, const char *path, const char *key, GError **error)
{
  g_autofree char *full = g_strconcat ("nabla.", key, NULL);
  const char *text = g_hash_table_lookup (metadata, full);
  if (text == NULL)
    fail (path, key, error);
  return text;
}

/* Exactly @n numbers; NULL with an error otherwise. */
static double *
get_numbers (GHashTable *metadata, const char *path, const char *key, gsize n, GError **error)
{
  const char *text = get (metadata, path, key, error);
  if (text == NULL)
    return NULL;
  g_auto (GStrv) lines = split_lines (text);
  g_autofree double *numbers = g_new0 (double, n);
  gboolean good = g_strv_length (lines) == n;
  for (gsize i = 0; good && i < n; i++)
    good = nabla_number_parse (lines[i], -1, &numbers[i]);
  if (!good)
    {
      fail (path, key, error);
      return NULL;
    }
  return g_steal_pointer (&numbers);
}

static gboolean
get_whole (GHashTable *metadata,
           const char *path,
           const char *key,
           gint64 most,
           gint64 *value,
           GError **error)
{
  g_autofree double *number = get_numbers (metadata, path, key, 1, error);
  if (number == NULL)
    return FALSE;
  if (!(*number >= 0 && *number <= most) || *number != (gint64)*number)
    {
      fail (path, key, error);
      return FALSE;
    }
  *value = *number;
  return TRUE;
}

static NablaNormalizer *
get_normalizer (GHashTable *metadata, const char *path, guint n_x, GError **error)
{
  const char *kind = get (metadata, path, "normalize", error);
  if (kind == NULL)
    return NULL;
  g_autoptr (NablaNormalizer) self = g_new0 (NablaNormalizer, 1);
  self->n_x = n_x;
  while (nabla_normalization_names[self->kind] != NULL
         && !g_str_equal (nabla_normalization_names[self->kind], kind))
    self->kind++;
  self->shift = get_numbers (metadata, path, "normalize_shift", n_x, error);
  if (self->shift == NULL)
    return NULL;
  self->scale = get_numbers (metadata, path, "normalize_scale", n_x, error);
  return self->scale != NULL ? g_steal_pointer (&self) : NULL;
}

/* What stood for missing values; data that Nabla makes have none. */
static gboolean
get_fill (NablaModelFile *self, GHashTable *metadata, guint n_x, GError **error)
{
  if (!g_hash_table_contains (metadata, "nabla.fill"))
    return TRUE;
  self->fill = get_numbers (metadata, self->path, "fill", n_x, error);
  return self->fill != NULL;
}

/* How its run came about. */
static gboolean
get_history (NablaModelFile *self, GHashTable *metadata, GError **error)
{
  const char *beginning = get (metadata, self->path, "beginning", error);
  const char *record = beginning != NULL ? get (metadata, self->path, "record", error) : NULL;
  if (record == NULL)
    return FALSE;
  self->beginning = nabla_experiment_parse (beginning, -1, self->path, error);
  if (self->beginning == NULL)
    return FALSE;
  self->record = nabla_record_from_text (record);
  if (self->record == NULL)
    fail (self->path, "record", error);
  return self->record != NULL;
}

NablaModelFile *
nabla_model_file_load (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autoptr (GHashTable) metadata = nabla_weights_read_metadata (path, error);
  if (metadata == NULL)
    return NULL;
  const char *format = get (metadata, path, "format", error);
  const char *text = format != NULL ? get (metadata, path, "experiment", error) : NULL;
  const char *features = text != NULL ? get (metadata, path, "features", error) : NULL;
  const char *classes = features != NULL ? get (metadata, path, "classes", error) : NULL;
  const char *label = classes != NULL ? get (metadata, path, "label", error) : NULL;
  gint64 task, n_y;
  if (label == NULL)
    return NULL;
  if (!g_str_equal (format, FORMAT))
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
                   _("%s: this model was saved by a newer Nabla"), path);
      return NULL;
    }

  g_autoptr (NablaModelFile) self = g_new0 (NablaModelFile, 1);
  if (!get_whole (metadata, path, "task", NABLA_TASK_REGRESSION, &task, error)
      || !get_whole (metadata, path, "n_y", 65536, &n_y, error)
      || !get_whole (metadata, path, "step", G_MAXINT64 / 4, &self->step, error))
    return NULL;
  self->path = g_strdup (path);
  if (!get_history (self, metadata, error))
    return NULL;
  self->task = task;
  self->n_y = n_y;
  self->feature_names = split_lines (features);
  self->class_names = *classes != '\0' ? split_lines (classes) : g_new0 (char *, 1);
  self->label_name = g_strdup (label);
  guint n_x = g_strv_length (self->feature_names);
  self->normalizer = get_normalizer (metadata, path, n_x, error);
  if (self->normalizer == NULL || !get_fill (self, metadata, n_x, error))
    return NULL;
  g_autofree double *normalize = get_numbers (metadata, path, "normalize_label", 2, error);
  if (normalize == NULL)
    return NULL;
  self->label_shift = normalize[0];
  self->label_scale = normalize[1];
  if (self->label_scale == 0)
    {
      fail (path, "normalize_label", error);
      return NULL;
    }
  g_autofree double *image = get_numbers (metadata, path, "image", 3, error);
  if (image == NULL)
    return NULL;
  self->experiment = nabla_experiment_parse (text, -1, path, error);
  if (self->experiment == NULL)
    return NULL;

  NablaShape shape = NABLA_SHAPE_1 (n_x);
  if (image[0] > 0 && image[0] * image[1] * image[2] == n_x)
    shape = NABLA_SHAPE_3 (image[0], image[1], image[2]);
  self->model
      = nabla_model_new (self->experiment, nabla_experiment_train (self->experiment)->precision,
                         &shape, self->n_y, error);
  if (self->model == NULL || !nabla_weights_load (self->model->graph, NULL, path, NULL, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
nabla_model_file_free (NablaModelFile *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->model, nabla_model_free);
  g_clear_pointer (&self->experiment, nabla_experiment_unref);
  g_clear_pointer (&self->beginning, nabla_experiment_unref);
  g_clear_pointer (&self->record, g_array_unref);
  g_free (self->path);
  g_clear_pointer (&self->normalizer, nabla_normalizer_free);
  g_free (self->fill);
  g_strfreev (self->feature_names);
  g_strfreev (self->class_names);
  g_free (self->label_name);
  g_free (self);
}

NablaProblem *
nabla_model_file_problem (const NablaModelFile *self,
                          const char *data_path,
                          GCancellable *cancellable,
                          GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  const NablaProblemFrame frame = {
    .task = self->task,
    .normalizer = self->normalizer,
    .fill = self->fill,
    .label_shift = self->label_shift,
    .label_scale = self->label_scale,
    .label_name = *self->label_name != '\0' ? self->label_name : NULL,
    .feature_names = self->feature_names,
    .class_names = self->class_names,
  };
  return nabla_problem_new_in_frame (self->beginning, data_path, &frame, cancellable, error);
}

NablaTrainer *
nabla_model_file_resume (const NablaModelFile *self,
                         NablaProblem *problem,
                         guint n_threads,
                         GError **error)
{
  g_return_val_if_fail (self != NULL && problem != NULL, NULL);

  g_autoptr (NablaTrainer) trainer = nabla_trainer_new (self->beginning, problem, n_threads, error);
  if (trainer == NULL || !nabla_trainer_load (trainer, self->record, self->path, self->step, error))
    return NULL;
  return g_steal_pointer (&trainer);
}

/* One chunk of examples, normalized, in the network's precision. */
static void
convert (const NablaModelFile *self, const double *x, gsize n, void *numbers)
{
  guint n_x = self->normalizer->n_x;
  gboolean is_double = nabla_graph_precision (self->model->graph) == NABLA_DOUBLE;
  g_autofree double *example = g_new (double, n_x);
  for (gsize e = 0; e < n; e++)
    {
      memcpy (example, x + e * n_x, n_x * sizeof *example);
      nabla_normalizer_apply (self->normalizer, example);
      for (guint j = 0; j < n_x; j++)
        if (is_double)
          ((double *)numbers)[e * n_x + j] = example[j];
        else
          ((float *)numbers)[e * n_x + j] = example[j];
    }
}

gboolean
nabla_model_file_predict (
    NablaModelFile *self, const double *x, gsize n, double *predictions, GError **error)
{
  g_return_val_if_fail (self != NULL && x != NULL && predictions != NULL, FALSE);

  const NablaModel *model = self->model;
  gsize rows = MIN (n, CHUNK), n_x = self->normalizer->n_x;
  g_autoptr (NablaWorkspace) workspace
      = nabla_workspace_new (model->graph, MAX (rows, 1), FALSE, NULL, error);
  if (workspace == NULL)
    return FALSE;
  g_autofree void *numbers = g_malloc_n (rows * n_x, sizeof (double));
  for (gsize first = 0; first < n; first += CHUNK)
    {
      const NablaBatch batch = { .rows = MIN (CHUNK, n - first) };
      convert (self, x + first * n_x, batch.rows, numbers);
      nabla_workspace_feed (workspace, model->input, numbers);
      nabla_workspace_forward (workspace, &batch, NABLA_MODE_EVALUATE);
      if (model->loss != NULL)
        nabla_workspace_get_prediction (workspace, model->loss, predictions + first * self->n_y);
      else
        nabla_workspace_get_value (workspace, model->logits, predictions + first * self->n_y);
      if (self->label_shift != 0 || self->label_scale != 1)
        for (gsize i = first * self->n_y; i < (first + batch.rows) * self->n_y; i++)
          predictions[i] = predictions[i] / self->label_scale + self->label_shift;
    }
  return TRUE;
}
