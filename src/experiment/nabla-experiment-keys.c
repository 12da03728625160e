/* Keys from outside the file, `train.learning_rate` or `units@hidden`: where they
 * belong, what they are, and how one is changed.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-experiment-private.h"

#include "nabla-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A message names all the layers of a small network, none of a large one. */
#define LONGEST_LIST 12

void
nabla_key_place_clear (NablaKeyPlace *self)
{
  g_clear_pointer (&self->kind, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->key, g_free);
}

static gboolean
has_layer (const NablaExperiment *self, const char *name)
{
  return nabla_document_find_group (self->document, "layer", name) != NULL;
}

char *
nabla_experiment_unknown_layer (const NablaExperiment *self,
                                const char *place,
                                const char *name,
                                gboolean or_input)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint i = 0; or_input && i < self->inputs->len; i++)
    g_ptr_array_add (names, nabla_experiment_input (self, i)->name);
  for (guint i = 0; i < self->layers->len; i++)
    g_ptr_array_add (names, nabla_experiment_layer (self, i)->name);
  guint n = names->len;
  g_ptr_array_add (names, NULL);
  const char *const *candidates = (const char *const *) names->pdata;
  g_autofree char *shown = nabla_document_excerpt (name);
  if (n > LONGEST_LIST && nabla_words_nearest (shown, candidates) == NULL)
    return g_strdup_printf (_("%s: there is no layer called '%s'"), place, shown);
  return nabla_words_unknown (place, shown, candidates);
}

static gboolean
fail_unknown_layer (const NablaExperiment *self, const char *key, const char *layer, GError **error)
{
  g_autofree char *place = nabla_document_excerpt (key);
  g_autofree char *message = nabla_experiment_unknown_layer (self, place, layer, FALSE);
  g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN, message);
  return FALSE;
}

static gboolean
fail_unknown_group (const NablaExperiment *self, const char *key, const char *group, GError **error)
{
  const char *rest = strchr (key, '.') + 1;
  if (has_layer (self, group))
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN,
                   _("'%s' is not known; a layer's key is written %s@%s"), key, rest, group);
      return FALSE;
    }
  g_autofree char *shown = nabla_document_excerpt (group);
  g_autofree char *place = nabla_document_excerpt (key);
  g_autofree char *message = nabla_words_unknown (place, shown, nabla_grammar_kinds ());
  g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN, message);
  return FALSE;
}

gboolean
nabla_experiment_locate (const NablaExperiment *self,
                         const char *key,
                         NablaKeyPlace *place,
                         GError **error)
{
  if (!g_utf8_validate (key, -1, NULL))
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_SYNTAX, _("a key is not UTF-8 text"));
      return FALSE;
    }
  const char *at = strchr (key, '@'), *dot = strchr (key, '.');
  if (at != NULL && (dot == NULL || at < dot))
    {
      if (!has_layer (self, at + 1))
        return fail_unknown_layer (self, key, at + 1, error);
      *place = (NablaKeyPlace) { g_strdup ("layer"), g_strdup (at + 1), g_strndup (key, at - key) };
      return TRUE;
    }
  if (dot == NULL)
    {
      *place = (NablaKeyPlace) { g_strdup ("train"), g_strdup (""), g_strdup (key) };
      return TRUE;
    }
  g_autofree char *kind = g_strndup (key, dot - key);
  const NablaGroupGrammar *grammar = nabla_grammar_find (kind);
  if (grammar == NULL || grammar->name == NABLA_NAME_ALWAYS)
    return fail_unknown_group (self, key, kind, error);
  *place = (NablaKeyPlace) { g_steal_pointer (&kind), g_strdup (""), g_strdup (dot + 1) };
  return TRUE;
}

gboolean
nabla_experiment_read_place (const NablaExperiment *self,
                             const NablaKeyPlace *place,
                             NablaReading *reading)
{
  NablaReport silent = { NULL };
  return nabla_reading_init (reading, nabla_grammar_find (place->kind),
                             nabla_document_find_group (self->document, place->kind, place->name),
                             &silent);
}

const NablaParamSpec *
nabla_experiment_find_param (const NablaExperiment *self,
                             const char *key,
                             double *value,
                             GError **error)
{
  g_return_val_if_fail (self != NULL && key != NULL, NULL);

  g_auto (NablaKeyPlace) place = { NULL };
  g_auto (NablaReading) reading = { NULL };
  if (!nabla_experiment_locate (self, key, &place, error))
    return NULL;
  if (!nabla_experiment_read_place (self, &place, &reading))
    g_return_val_if_reached (NULL);
  const NablaParamSpec *spec = nabla_reading_find (&reading, place.key, value);
  if (spec == NULL && nabla_grammar_has_text (reading.grammar, place.key))
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN,
                 _("'%s' is text, no number and no choice"), key);
  else if (spec == NULL)
    {
      g_autofree char *message = nabla_reading_unknown (&reading, place.key);
      g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN, message);
    }
  return spec;
}

/* Takes away @key of the group at @place, and what [search] varies by that name. */
static NablaDocument *
without (const NablaDocument *document, const NablaKeyPlace *place, const char *key)
{
  g_autofree char *axis = g_str_equal (place->kind, "layer")
                            ? g_strconcat (key, "@", place->name, NULL)
                            : g_strconcat (place->kind, ".", key, NULL);
  const char *short_axis = g_str_equal (place->kind, "train") ? key : axis;
  g_autoptr (NablaDocument) first
    = nabla_document_with (document, place->kind, place->name, key, NULL, NULL);
  g_autoptr (NablaDocument) second = nabla_document_with (first, "search", "", axis, NULL, NULL);
  return nabla_document_with (second, "search", "", short_axis, NULL, NULL);
}

/* Another optimizer has other parameters: takes away those of the old one that the
 * new one does not have. */
static NablaDocument *
without_orphans (const NablaExperiment *self, const NablaKeyPlace *place, NablaDocument *changed)
{
  g_autoptr (NablaDocument) document = changed;
  g_auto (NablaReading) before = { NULL };
  if (!nabla_experiment_read_place (self, place, &before))
    return g_steal_pointer (&document);

  for (guint i = 0; i < before.grammar->n_choosers; i++)
    {
      const NablaChooser *chooser = &before.grammar->choosers[i];
      const NablaDocumentGroup *group
        = nabla_document_find_group (document, place->kind, place->name);
      const char *key = before.grammar->params[chooser->param].name;
      if (!g_str_equal (key, place->key))
        continue;
      const NablaDocumentEntry *entry = nabla_document_group_find (group, key);
      int chosen = entry != NULL ? nabla_registry_find (chooser->registry, entry->value)
                                 : (int) before.grammar->params[chooser->param].initial;
      const NablaParamSpec *kept = chosen >= 0 ? chooser->registry->params[chosen] : NULL;
      const NablaParamSpec *old = nabla_reading_own_params (&before, i);
      guint n = nabla_param_count (old);
      for (guint j = 0; j < n; j++)
        {
          if (nabla_param_find (kept, old[j].name) >= 0)
            continue;
          g_autofree char *orphan = nabla_reading_own_key (&before, i, j);
          NablaDocument *next = without (document, place, orphan);
          nabla_document_free (document);
          document = next;
        }
    }
  return g_steal_pointer (&document);
}

NablaExperiment *
nabla_experiment_with (const NablaExperiment *self,
                       const char *key,
                       const char *value,
                       GError **error)
{
  g_return_val_if_fail (self != NULL && key != NULL, NULL);

  g_auto (NablaKeyPlace) place = { NULL };
  if (!nabla_experiment_locate (self, key, &place, error))
    return NULL;
  NablaDocument *document
    = nabla_document_with (self->document, place.kind, place.name, place.key, value, error);
  if (document == NULL)
    return NULL;
  return nabla_experiment_from_document (without_orphans (self, &place, document), self->path,
                                         FALSE, error);
}
