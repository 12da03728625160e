/* The checker: [search], lines such as `learning_rate=log 0.0001 1`,
 * `units@hidden=integer 2 16`, `train.optimizer=choice momentum;adam`.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-experiment-private.h"

#include "nabla-number.h"
#include "nabla-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* In the order of NablaSearchScale. */
static const char *const scale_names[]
  = { "linear", "log", "one_minus", "integer", "choice", NULL };

/* One line of [search] while it is read. */
typedef struct {
  const NablaDocumentEntry *entry;
  const NablaReport *report;
  char *title; /* `[search] learning_rate` */
  NablaKeyPlace place;
  NablaReading reading; /* of the group whose key is searched */
} Axis;

static void
axis_clear (Axis *self)
{
  g_clear_pointer (&self->title, g_free);
  nabla_key_place_clear (&self->place);
  nabla_reading_clear (&self->reading);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Axis, axis_clear)

static gboolean G_GNUC_PRINTF (2, 3)
fail (const Axis *axis, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return nabla_report_fail (axis->report, axis->entry->line, NABLA_ERROR_RANGE, "%s: %s",
                            axis->title, message);
}

/* Reads one end of a range, or one choice, as the searched key itself would. */
static gboolean
parse_value (Axis *axis, const NablaParamSpec *spec, const char *text, double *value)
{
  GError *error = NULL;
  if (nabla_reading_parse (&axis->reading, spec, axis->place.key, text, value, &error))
    return TRUE;
  g_prefix_error (&error, "%s: ", axis->title);
  return nabla_report_pass (axis->report, axis->entry->line, error);
}

static gboolean
parse_choices (Axis *axis, const char *text, NablaSearchAxis *result)
{
  result->choices = g_strsplit (text, ";", -1);
  for (char **choice = result->choices; *choice != NULL; choice++)
    {
      double ignored;
      if (!parse_value (axis, result->spec, g_strstrip (*choice), &ignored))
        return FALSE;
    }
  return *result->choices != NULL
         || fail (axis, _("the choices are missing; they are written as in: choice 16;32;64"));
}

static gboolean
parse_range (Axis *axis, const char *text, NablaSearchAxis *result)
{
  const NablaParamSpec *spec = result->spec;
  const char *scale = scale_names[result->scale];
  g_auto (GStrv) ends = g_strsplit_set (text, " \t", -1);
  guint n = 0;
  for (guint i = 0; ends[i] != NULL; i++)
    if (*ends[i] != '\0')
      {
        if (n < 2 && !parse_value (axis, spec, ends[i], n == 0 ? &result->low : &result->high))
          return FALSE;
        n++;
      }
  if (n != 2)
    return fail (axis, _("%s takes two numbers, the lowest and the highest, not %u"), scale, n);
  if (!(result->low < result->high))
    return fail (axis, _("the first number must be below the second"));
  if (result->scale == NABLA_SEARCH_INTEGER && spec->type != NABLA_PARAM_INTEGER)
    return fail (axis, _("%s is for whole numbers; '%s' takes linear, log, one_minus or choice"),
                 scale, axis->place.key);
  if (result->scale == NABLA_SEARCH_LOG && result->low <= 0)
    return fail (axis, _("a log range must begin above 0"));
  if (result->scale == NABLA_SEARCH_ONE_MINUS && result->high >= 1)
    return fail (axis, _("a one_minus range must end below 1"));
  return TRUE;
}

static gboolean
parse_axis (Axis *axis, NablaSearchAxis *result)
{
  const char *text = axis->entry->value;
  gsize length = strcspn (text, " \t");
  g_autofree char *word = g_strndup (text, length);
  g_autofree char *shown = nabla_document_excerpt (word);
  result->scale = NABLA_SEARCH_LINEAR;
  while (scale_names[result->scale] != NULL && !g_str_equal (scale_names[result->scale], word))
    result->scale++;
  if (scale_names[result->scale] == NULL)
    {
      g_autofree char *message = nabla_words_unknown (axis->title, shown, scale_names);
      return nabla_report_fail (axis->report, axis->entry->line, NABLA_ERROR_UNKNOWN, "%s",
                                message);
    }
  gboolean is_number
    = result->spec->type == NABLA_PARAM_REAL || result->spec->type == NABLA_PARAM_INTEGER;
  if (!is_number && result->scale != NABLA_SEARCH_CHOICE)
    return fail (axis, _("'%s' is no number; it is searched as in: choice a;b"), axis->place.key);
  return result->scale == NABLA_SEARCH_CHOICE ? parse_choices (axis, text + length, result)
                                              : parse_range (axis, text + length, result);
}

/* What the line's key means. */
static gboolean
open_axis (const NablaExperiment *self, Axis *axis, NablaSearchAxis *result)
{
  const char *key = axis->entry->key;
  GError *error = NULL;
  if (!nabla_experiment_locate (self, key, &axis->place, &error))
    {
      g_prefix_error (&error, "[search] ");
      return nabla_report_pass (axis->report, axis->entry->line, error);
    }
  if (!nabla_experiment_read_place (self, &axis->place, &axis->reading))
    g_return_val_if_reached (FALSE);
  result->spec = nabla_reading_find (&axis->reading, axis->place.key, NULL);
  if (result->spec != NULL && axis->reading.grammar != nabla_grammar_find ("search"))
    return TRUE;
  if (result->spec != NULL || nabla_grammar_has_text (axis->reading.grammar, axis->place.key))
    return fail (axis, _("'%s' cannot be searched"), axis->place.key);
  g_autofree char *message = nabla_reading_unknown (&axis->reading, axis->place.key);
  return fail (axis, "%s", message);
}

gboolean
nabla_experiment_check_search (NablaExperiment *self, const NablaReport *report)
{
  g_auto (NablaReading) reading = { NULL };
  const NablaDocumentGroup *group = nabla_document_find_group (self->document, "search", "");
  if (!nabla_reading_init (&reading, nabla_grammar_find ("search"), group, report))
    return FALSE;
  self->search.trials = reading.settings[NABLA_SEARCH_TRIALS];
  self->search.rounds = reading.settings[NABLA_SEARCH_ROUNDS];

  g_autoptr (GHashTable) searched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; group != NULL && i < group->n_entries; i++)
    {
      if (nabla_param_find (reading.grammar->params, group->entries[i].key) >= 0)
        continue;
      g_autofree char *shown = nabla_document_excerpt (group->entries[i].key);
      g_auto (Axis) axis = {
        .entry = &group->entries[i],
        .report = report,
        .title = g_strconcat ("[search] ", shown, NULL),
      };
      NablaSearchAxis result = { .line = axis.entry->line };
      if (!open_axis (self, &axis, &result))
        return FALSE;
      char *id = g_strdup_printf ("%s@%s@%s", axis.place.kind, axis.place.name, axis.place.key);
      if (!g_hash_table_add (searched, id))
        return fail (&axis, _("another line searches it already"));
      gboolean fits = parse_axis (&axis, &result);
      result.key = g_strdup (axis.entry->key);
      g_array_append_val (self->axes, result);
      if (!fits)
        return FALSE;
    }
  self->search.n_axes = self->axes->len;
  self->search.axes = (NablaSearchAxis *) (gpointer) self->axes->data;
  return TRUE;
}
