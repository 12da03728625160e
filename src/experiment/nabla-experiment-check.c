/* The checker: groups that stand alone. Layers, inputs and losses are in
 * nabla-experiment-network.c, what is searched in nabla-experiment-search.c.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-experiment-private.h"

#include "nabla-number.h"
#include "nabla-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Sums of decimal fractions such as 0.7 + 0.2 + 0.1 miss 1 by less. */
#define ROUNDING 1e-9

#define LONGEST_NAME 64

/* Before all else: what is new in a newer format is no mistake of the writer's. */
static gboolean
check_format (const NablaExperiment *self, const NablaReport *report)
{
  const NablaDocumentGroup *group = nabla_document_find_group (self->document, "experiment", "");
  const NablaDocumentEntry *entry = nabla_document_group_find (group, "format");
  double format;
  if (entry == NULL || !nabla_number_parse (entry->value, -1, &format) || format <= 1)
    return TRUE;
  g_autofree char *found = nabla_document_excerpt (entry->value);
  return nabla_report_fail (report, entry->line, NABLA_ERROR_UNSUPPORTED,
                            _("[experiment] format: the experiment has format %s and was made by "
                              "a newer Nabla; this one reads format 1"),
                            found);
}

static gboolean
name_is_valid (const char *name)
{
  gsize length = strlen (name);
  return length <= LONGEST_NAME
         && strspn (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_/") == length
         && *name != '/' && name[length - 1] != '/' && strstr (name, "//") == NULL;
}

static gboolean
check_head (const NablaDocumentGroup *group, const NablaReport *report)
{
  g_autofree char *kind = nabla_document_excerpt (group->kind);
  g_autofree char *name = nabla_document_excerpt (group->name);
  const NablaGroupGrammar *grammar = nabla_grammar_find (group->kind);
  if (grammar == NULL)
    {
      g_autofree char *place = g_strdup_printf ("[%s%s%s]", kind, *name != '\0' ? " " : "", name);
      g_autofree char *message = nabla_words_unknown (place, kind, nabla_grammar_kinds ());
      return nabla_report_fail (report, group->line, NABLA_ERROR_UNKNOWN, "%s", message);
    }
  if (grammar->name == NABLA_NAME_NEVER && *name != '\0')
    return nabla_report_fail (report, group->line, NABLA_ERROR_SYNTAX,
                              _("[%s] takes no name, but '%s' stands behind it"), kind, name);
  if (grammar->name == NABLA_NAME_ALWAYS && *name == '\0')
    return nabla_report_fail (report, group->line, NABLA_ERROR_SYNTAX,
                              _("[%s] needs a name, as in [%s first]"), kind, kind);
  if (*name != '\0' && !name_is_valid (group->name))
    return nabla_report_fail (report, group->line, NABLA_ERROR_SYNTAX,
                              _("[%s %s]: a name has at most %d letters, digits, '_', and '/' "
                                "between them"),
                              kind, name, LONGEST_NAME);
  return TRUE;
}

static gboolean
read_single (const NablaExperiment *self,
             const char *kind,
             NablaReading *reading,
             const NablaReport *report)
{
  return nabla_reading_init (reading, nabla_grammar_find (kind),
                             nabla_document_find_group (self->document, kind, ""), report);
}

/* The title in the user's language, else the plain one. */
static const char *
localized_title (const NablaReading *reading)
{
  const char *const *languages = g_get_language_names ();
  for (guint i = 0; languages[i] != NULL; i++)
    {
      g_autofree char *key = g_strdup_printf ("title[%s]", languages[i]);
      const char *title = nabla_reading_text (reading, key);
      if (title != NULL)
        return title;
    }
  return nabla_reading_text (reading, "title");
}

static gboolean
check_experiment (NablaExperiment *self, const NablaReport *report)
{
  g_auto (NablaReading) reading = { NULL };
  if (!read_single (self, "experiment", &reading, report))
    return FALSE;
  self->seed = reading.settings[NABLA_EXPERIMENT_SEED];
  const char *title = localized_title (&reading);
  if (title == NULL)
    title = self->file != NULL ? self->file : _("Untitled");
  self->title = g_strdup (title);
  return TRUE;
}

/* Relative files are looked for beside the experiment. */
static char *
resolve_path (const NablaExperiment *self, const char *source)
{
  if (self->path == NULL || g_path_is_absolute (source))
    return g_strdup (source);
  g_autofree char *folder = g_path_get_dirname (self->path);
  return g_build_filename (folder, source, NULL);
}

static gboolean
check_data (NablaExperiment *self, const NablaReport *report)
{
  g_auto (NablaReading) reading = { NULL };
  if (!read_single (self, "data", &reading, report))
    return FALSE;

  NablaDataSpec *data = &self->data;
  const double *settings = reading.settings;
  data->source = g_strdup (nabla_reading_text (&reading, "source"));
  data->path = reading.chosen[0] < 0 ? resolve_path (self, data->source) : NULL;
  memcpy (data->generator_settings, reading.own[0], sizeof data->generator_settings);
  data->seed = settings[NABLA_DATA_SEED];
  data->train = settings[NABLA_DATA_TRAIN];
  data->dev = settings[NABLA_DATA_DEV];
  data->test = settings[NABLA_DATA_TEST];
  data->split_seed = settings[NABLA_DATA_SPLIT_SEED];
  data->stratify = settings[NABLA_DATA_STRATIFY] != 0;
  data->normalize = settings[NABLA_DATA_NORMALIZE];
  data->normalize_label = settings[NABLA_DATA_NORMALIZE_LABEL] != 0;
  data->task = (int) settings[NABLA_DATA_TASK] - 1;
  data->missing = settings[NABLA_DATA_MISSING];
  data->label = g_strdup (nabla_reading_text (&reading, "label"));
  data->leave_out = nabla_reading_list (&reading, "leave_out");
  data->encoding = g_strdup (nabla_reading_text (&reading, "encoding"));
  data->reading = (NablaReadOptions) {
    .delimiter = nabla_delimiters[(int) settings[NABLA_DATA_DELIMITER]],
    .decimal_point = nabla_decimal_points[(int) settings[NABLA_DATA_DECIMAL_POINT]],
    .header = settings[NABLA_DATA_HEADER],
    .encoding = data->encoding,
  };

  const char *points = nabla_reading_text (&reading, "points");
  GError *mistake = NULL;
  data->points = nabla_points_text_parse (points != NULL ? points : "", &mistake);
  if (data->points == NULL)
    {
      g_prefix_error (&mistake, "[data] points: ");
      return nabla_report_pass (report, nabla_reading_line (&reading, "points"), mistake);
    }

  double sum = data->train + data->dev + data->test;
  if (data->train > 0 && sum <= 1 + ROUNDING)
    return TRUE;
  char train[NABLA_NUMBER_LENGTH], dev[NABLA_NUMBER_LENGTH], test[NABLA_NUMBER_LENGTH];
  if (data->train > 0)
    return nabla_report_fail (report, nabla_reading_line (&reading, "train"), NABLA_ERROR_RANGE,
                              _("[data]: train=%s, dev=%s and test=%s are shares of the examples, "
                                "but more than 1 together"),
                              nabla_number_format (data->train, train),
                              nabla_number_format (data->dev, dev),
                              nabla_number_format (data->test, test));
  return nabla_report_fail (report, nabla_reading_line (&reading, "train"), NABLA_ERROR_RANGE,
                            _("[data] train: found 0, but without training examples nothing is "
                              "learned"));
}

static gboolean
check_train (NablaExperiment *self, const NablaReport *report)
{
  g_auto (NablaReading) reading = { NULL };
  if (!read_single (self, "train", &reading, report))
    return FALSE;

  NablaTrainSpec *train = &self->train;
  const double *settings = reading.settings;
  const NablaParamSpec *specs = reading.grammar->params;
  train->optimizer
    = nabla_optimizer_find (NABLA_DOUBLE, specs[NABLA_TRAIN_OPTIMIZER].choices[reading.chosen[0]]);
  memcpy (train->optimizer_settings, reading.own[0], sizeof train->optimizer_settings);
  train->learning_rate = settings[NABLA_TRAIN_LEARNING_RATE];
  train->schedule = nabla_schedule_find (specs[NABLA_TRAIN_SCHEDULE].choices[reading.chosen[1]]);
  memcpy (train->schedule_settings, reading.own[1], sizeof train->schedule_settings);
  train->batch_size = settings[NABLA_TRAIN_BATCH_SIZE];
  train->batch_seed = settings[NABLA_TRAIN_BATCH_SEED];
  train->steps = settings[NABLA_TRAIN_STEPS];
  train->precision = settings[NABLA_TRAIN_PRECISION];
  train->l2 = settings[NABLA_TRAIN_L2];
  train->l1 = settings[NABLA_TRAIN_L1];
  train->clip_norm = settings[NABLA_TRAIN_CLIP_NORM];
  train->bug = nabla_bug_find (
      NABLA_DOUBLE, specs[NABLA_TRAIN_BUG].choices[(int)settings[NABLA_TRAIN_BUG]]);
  train->patience = (gint64) settings[NABLA_TRAIN_PATIENCE];
  return TRUE;
}

/* Which views there are is known above this layer; here they are words. */
static gboolean
check_views (NablaExperiment *self, const NablaReport *report)
{
  g_auto (NablaReading) reading = { NULL };
  if (!read_single (self, "views", &reading, report))
    return FALSE;
  self->views = nabla_reading_list (&reading, "show");
  if (self->views == NULL)
    self->views = g_new0 (char *, 1);
  for (char **view = self->views; *view != NULL; view++)
    if (**view == '\0'
        || (*view)[strspn (*view, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_/-@")] != '\0')
      {
        g_autofree char *found = nabla_document_excerpt (*view);
        return nabla_report_fail (report, nabla_reading_line (&reading, "show"), NABLA_ERROR_SYNTAX,
                                  _("[views] show: '%s' is not the name of a view; names are "
                                    "separated by ';'"),
                                  found);
      }
  return TRUE;
}

gboolean
nabla_experiment_check (NablaExperiment *self, const NablaReport *report)
{
  guint n_groups = nabla_document_n_groups (self->document);
  if (n_groups == 0)
    return nabla_report_fail (report, 0, NABLA_ERROR_SYNTAX,
                              _("there is no group such as [data] in it, so it is not an "
                                "experiment"));
  if (!check_format (self, report))
    return FALSE;
  for (guint i = 0; i < n_groups; i++)
    if (!check_head (nabla_document_group (self->document, i), report))
      return FALSE;
  return check_experiment (self, report) && check_data (self, report)
         && nabla_experiment_check_network (self, report) && check_train (self, report)
         && nabla_experiment_check_search (self, report) && check_views (self, report);
}
