/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-import-plan.h"

#include "nabla-model.h"
#include "nabla-number.h"
#include "nabla-suggestion.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

void
nabla_import_choices_copy (NablaImportChoices *self, const NablaImportChoices *other)
{
  g_return_if_fail (self != NULL && other != NULL);

  *self = *other;
  self->label = g_strdup (other->label);
  self->leave_out = g_strdupv (other->leave_out);
  self->encoding = g_strdup (other->encoding);
}

void
nabla_import_choices_clear (NablaImportChoices *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->leave_out, g_strfreev);
  g_clear_pointer (&self->encoding, g_free);
}

NablaReadOptions
nabla_import_choices_read_options (const NablaImportChoices *self)
{
  return (NablaReadOptions){
    .delimiter = self->delimiter,
    .decimal_point = self->decimal_point,
    .header = self->header,
    .encoding = self->encoding,
  };
}

static gboolean
same_words (char **a, char **b)
{
  static char *none[] = { NULL };
  return g_strv_equal ((const char *const *) (a != NULL ? a : none),
                       (const char *const *) (b != NULL ? b : none));
}

/* Whether the examples of @previous are those that @choices ask for. */
static gboolean
has_same_examples (const NablaImportPlan *previous,
                   const NablaSource *source,
                   const NablaImportChoices *choices)
{
  return previous != NULL && previous->source == source && previous->choices.task == choices->task
         && previous->choices.missing == choices->missing && choices->label != NULL
         && g_str_equal (choices->label, previous->choices.label)
         && same_words (previous->choices.leave_out, choices->leave_out);
}

static gboolean
make_dataset (NablaImportPlan *self,
              const NablaImportPlan *previous,
              GCancellable *cancellable,
              GError **error)
{
  if (has_same_examples (previous, self->source, &self->choices))
    {
      self->dataset = nabla_dataset_ref (previous->dataset);
      self->report = previous->report;
      self->report.notes = g_strdupv (previous->report.notes);
      return TRUE;
    }
  NablaDatasetOptions options = NABLA_DATASET_OPTIONS_INIT;
  options.label = self->choices.label;
  options.task = self->choices.task;
  options.missing = self->choices.missing;
  options.leave_out = (const char *const *) self->choices.leave_out;
  self->dataset
    = nabla_source_to_dataset (self->source, &options, &self->report, cancellable, error);
  return self->dataset != NULL;
}

static void
count_classes (NablaImportPlan *self)
{
  const NablaDataset *dataset = self->dataset;
  self->class_counts = g_new0 (gsize, MAX (dataset->n_classes, 1));
  for (gsize i = 0; i < dataset->m && dataset->n_classes > 0; i++)
    if (dataset->y[i] >= 0 && dataset->y[i] < dataset->n_classes)
      self->class_counts[(guint) dataset->y[i]]++;
}

static void
count_missing (NablaImportPlan *self)
{
  const NablaTable *table = self->source->table;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  int label = table != NULL ? nabla_table_find (table, self->dataset->label_name) : -1;
  for (guint j = 0; table != NULL && j < table->n_columns; j++)
    {
      const NablaColumn *column = &table->columns[j];
      if ((int) j == label || column->n_missing == 0
          || !nabla_import_uses_column (self->dataset, column))
        continue;
      self->n_missing += column->n_missing;
      g_ptr_array_add (names, g_strdup (column->name));
    }
  for (guint k = 0; k < self->source->n_arrays; k++)
    {
      const NablaArray *array = self->source->arrays[k];
      gboolean is_label = g_str_equal (array->name, self->dataset->label_name);
      for (gsize i = 0; i < array->n_values && !is_label; i++)
        self->n_missing += isnan (array->values[i]) != 0;
    }
  g_ptr_array_add (names, NULL);
  self->missing_columns = (char **) g_ptr_array_steal (names, NULL);
}

static void
collect_notes (NablaImportPlan *self)
{
  g_autoptr (GStrvBuilder) notes = g_strv_builder_new ();
  if (self->source->notes != NULL)
    g_strv_builder_addv (notes, (const char **) self->source->notes);
  /* The last one says how many values were filled in, which the sheet has a row for. */
  guint n = self->report.notes != NULL ? g_strv_length (self->report.notes) : 0;
  for (guint k = 0; k + (self->report.n_filled > 0) < n; k++)
    g_strv_builder_add (notes, self->report.notes[k]);
  self->notes = g_strv_builder_end (notes);
}

/* A name that a line of an experiment cannot hold is written as its column's number. */
static char *
write_column (const NablaSource *source, const char *name, gboolean in_list)
{
  gboolean is_plain = *name != '\0' && !g_ascii_isspace (*name)
                      && !g_ascii_isspace (name[strlen (name) - 1])
                      && (!in_list || strchr (name, ';') == NULL);
  for (const char *c = name; is_plain && *c != '\0'; c++)
    is_plain = !g_ascii_iscntrl (*c);
  int index = source->table != NULL && !is_plain ? nabla_table_find (source->table, name) : -1;
  return index >= 0 ? g_strdup_printf ("%d", index + 1) : g_strdup (is_plain ? name : "");
}

static char *
write_leave_out (const NablaImportPlan *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (char **name = self->choices.leave_out; name != NULL && *name != NULL; name++)
    {
      g_autofree char *column = write_column (self->source, *name, TRUE);
      if (*column != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? ";" : "", column);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
set (NablaImportPlan *self, const char *key, const char *value, GError **error)
{
  gboolean is_empty = value == NULL || *value == '\0';
  NablaExperiment *changed
    = nabla_experiment_with (self->experiment, key, is_empty ? NULL : value, error);
  if (changed == NULL)
    return FALSE;
  nabla_experiment_unref (self->experiment);
  self->experiment = changed;
  return TRUE;
}

/* Each change is checked by itself, so the shares shrink before one grows. */
static gboolean
set_shares (NablaImportPlan *self, GError **error)
{
  char train[NABLA_NUMBER_LENGTH], dev[NABLA_NUMBER_LENGTH], test[NABLA_NUMBER_LENGTH];
  if (self->choices.train < 0)
    return TRUE;
  nabla_number_format (self->choices.train, train);
  nabla_number_format (self->choices.dev, dev);
  nabla_number_format (self->choices.test, test);
  return set (self, "data.dev", NULL, error) && set (self, "data.test", NULL, error)
         && set (self, "data.train", train, error)
         && set (self, "data.dev", self->choices.dev > 0 ? dev : NULL, error)
         && set (self, "data.test", self->choices.test > 0 ? test : NULL, error);
}

static const char *
word_of (char character, const char *characters, const char *const *words)
{
  guint k = 0;
  while (words[k] != NULL && characters[k] != character)
    k++;
  return k > 0 ? words[k] : NULL;
}

static gboolean
set_reading (NablaImportPlan *self, GError **error)
{
  const NablaImportChoices *choices = &self->choices;
  return set (self, "data.delimiter",
              word_of (choices->delimiter, nabla_delimiters, nabla_delimiter_names), error)
         && set (self, "data.decimal_point",
                 word_of (choices->decimal_point, nabla_decimal_points, nabla_decimal_point_names),
                 error)
         && set (self, "data.header",
                 choices->header != NABLA_HEADER_GUESS ? nabla_header_names[choices->header] : NULL,
                 error)
         && set (self, "data.encoding", choices->encoding, error);
}

static gboolean
make_experiment (NablaImportPlan *self, GError **error)
{
  static const char *const tasks[] = { "binary", "multiclass", "regression" };
  const NablaImportChoices *choices = &self->choices;
  g_autofree char *path = g_canonicalize_filename (self->source->path, NULL);
  g_autofree char *text = nabla_suggestion_text (self->dataset, path, NULL);
  g_autofree char *label = write_column (self->source, self->dataset->label_name, FALSE);
  g_autofree char *leave_out = write_leave_out (self);
  self->experiment = nabla_experiment_parse (text, -1, NULL, error);
  return self->experiment != NULL && set (self, "data.label", label, error)
         && set (self, "data.task", choices->task >= 0 ? tasks[choices->task] : NULL, error)
         && set (self, "data.leave_out", leave_out, error)
         && (self->n_missing == 0
             || set (self, "data.missing", nabla_missing_names[choices->missing], error))
         && (choices->normalize < 0
             || set (self, "data.normalize", nabla_normalization_names[choices->normalize], error))
         && set_shares (self, error) && set_reading (self, error);
}

static gboolean
count_split (NablaImportPlan *self, GError **error)
{
  const NablaDataSpec *data = nabla_experiment_data (self->experiment);
  g_autoptr (NablaPartition) partition = nabla_partition_new (
    self->dataset, data->train, data->dev, data->test, data->stratify, data->split_seed, error);
  if (partition == NULL)
    return FALSE;
  memcpy (self->sizes, partition->sizes, sizeof self->sizes);
  self->choices.train = data->train;
  self->choices.dev = data->dev;
  self->choices.test = data->test;
  self->choices.normalize = data->normalize;
  return TRUE;
}

static void
add_layer (GArray *layers, gsize units, char *caption)
{
  NablaImportLayer layer = { units, caption };
  g_array_append_val (layers, layer);
}

static char *
output_caption (NablaTask task, gsize units)
{
  switch (task)
    {
    case NABLA_TASK_BINARY:
      return g_strdup_printf (C_("layer", "%zu sigmoid"), units);
    case NABLA_TASK_MULTICLASS:
      return g_strdup_printf (C_("layer", "%zu softmax"), units);
    default:
      return g_strdup_printf (C_("layer", "%zu linear"), units);
    }
}

/* What the network is like is read from a network that is made of the experiment. */
static gboolean
describe_network (NablaImportPlan *self, GError **error)
{
  const NablaDataset *dataset = self->dataset;
  guint n_y = MAX (dataset->task == NABLA_TASK_MULTICLASS ? dataset->n_classes : 1, 1);
  NablaShape shape
    = dataset->image_height > 0
        ? NABLA_SHAPE_3 (dataset->image_height, dataset->image_width, dataset->image_channels)
        : NABLA_SHAPE_1 (dataset->n_x);
  g_autoptr (NablaModel) model
    = nabla_model_new (self->experiment, NABLA_SINGLE, &shape, n_y, error);
  if (model == NULL)
    return FALSE;

  GArray *layers = g_array_new (FALSE, FALSE, sizeof (NablaImportLayer));
  add_layer (
    layers, dataset->n_x,
    g_strdup_printf (ngettext ("%zu input", "%zu inputs", dataset->n_x), (gsize) dataset->n_x));
  guint n = nabla_experiment_n_layers (self->experiment);
  for (guint l = 0; l < n; l++)
    {
      const NablaLayerSpec *layer = nabla_experiment_layer (self->experiment, l);
      gsize units = model->outputs[l]->shape.dim[0];
      if (l == n - 1)
        add_layer (layers, units, output_caption (dataset->task, units));
      else if (layer->activation != NULL)
        add_layer (layers, units, g_strdup_printf ("%zu %s", units, _(layer->activation->title)));
    }
  self->n_parameters = nabla_graph_count_parameters (model->graph);
  self->n_layers = layers->len;
  self->layers = (NablaImportLayer *) g_array_free (layers, FALSE);
  return TRUE;
}

NablaImportPlan *
nabla_import_plan_new (NablaSource *source,
                       const NablaImportChoices *choices,
                       const NablaImportPlan *previous,
                       GCancellable *cancellable,
                       GError **error)
{
  g_return_val_if_fail (source != NULL, NULL);

  static const NablaImportChoices initial = NABLA_IMPORT_CHOICES_INIT;
  gboolean has_previous = previous != NULL && previous->source == source;
  g_autoptr (NablaImportPlan) self = g_new0 (NablaImportPlan, 1);
  self->ref_count = 1;
  self->source = nabla_source_ref (source);
  nabla_import_choices_copy (&self->choices, choices != NULL ? choices : &initial);
  if (!make_dataset (self, previous, cancellable, error))
    return NULL;
  g_free (self->choices.label);
  self->choices.label = g_strdup (self->dataset->label_name);
  count_classes (self);
  count_missing (self);
  collect_notes (self);
  self->preview = nabla_import_preview_new (
    source, self->dataset, has_previous ? previous->preview : NULL, cancellable, error);
  if (self->preview == NULL || !make_experiment (self, error) || !count_split (self, error)
      || !describe_network (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

NablaImportPlan *
nabla_import_plan_ref (NablaImportPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
nabla_import_plan_unref (NablaImportPlan *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->ref_count))
    return;
  for (guint l = 0; l < self->n_layers; l++)
    g_free (self->layers[l].caption);
  g_free (self->layers);
  g_clear_pointer (&self->experiment, nabla_experiment_unref);
  g_clear_pointer (&self->preview, nabla_import_preview_free);
  g_strfreev (self->notes);
  g_strfreev (self->missing_columns);
  g_free (self->class_counts);
  nabla_dataset_report_clear (&self->report);
  g_clear_pointer (&self->dataset, nabla_dataset_unref);
  nabla_import_choices_clear (&self->choices);
  nabla_source_unref (self->source);
  g_free (self);
}

char *
nabla_import_plan_text (const NablaImportPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return nabla_experiment_to_text (self->experiment);
}
