/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-reading-private.h"

#include "nabla-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

gboolean
nabla_report_fail (const NablaReport *self, guint line, NablaError code, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  nabla_document_fail (self->error, self->with_lines ? self->file : NULL,
                       self->with_lines ? line : 0, code, message);
  return FALSE;
}

gboolean
nabla_report_pass (const NablaReport *self, guint line, GError *error)
{
  nabla_report_fail (self, line, error->code, "%s", error->message);
  g_error_free (error);
  return FALSE;
}

const NablaParamSpec *
nabla_reading_own_params (const NablaReading *self, guint chooser)
{
  int chosen = self->chosen[chooser];
  return chosen >= 0 ? self->grammar->choosers[chooser].registry->params[chosen] : NULL;
}

static const char *
chooser_key (const NablaReading *self, guint chooser)
{
  return self->grammar->params[self->grammar->choosers[chooser].param].name;
}

char *
nabla_reading_own_key (const NablaReading *self, guint chooser, guint index)
{
  const char *name = nabla_reading_own_params (self, chooser)[index].name;
  gboolean clashes = nabla_param_find (self->grammar->params, name) >= 0;
  for (guint i = 0; i < chooser; i++)
    clashes = clashes || nabla_param_find (nabla_reading_own_params (self, i), name) >= 0;
  return clashes ? g_strconcat (chooser_key (self, chooser), "_", name, NULL) : g_strdup (name);
}

/* Returns: (nullable): where the setting of @key is */
static double *
locate (NablaReading *self, const char *key, const NablaParamSpec **spec)
{
  int index = nabla_param_find (self->grammar->params, key);
  if (index >= 0)
    {
      *spec = &self->grammar->params[index];
      return &self->settings[index];
    }
  for (guint i = 0; i < self->grammar->n_choosers; i++)
    {
      const NablaParamSpec *params = nabla_reading_own_params (self, i);
      guint n = nabla_param_count (params);
      for (guint j = 0; j < n; j++)
        {
          g_autofree char *own_key = nabla_reading_own_key (self, i, j);
          if (g_str_equal (own_key, key))
            {
              *spec = &params[j];
              return &self->own[i][j];
            }
        }
    }
  return NULL;
}

const NablaParamSpec *
nabla_reading_find (NablaReading *self, const char *key, double *value)
{
  g_return_val_if_fail (self != NULL && key != NULL, NULL);

  const NablaParamSpec *spec = NULL;
  const double *setting = locate (self, key, &spec);
  if (setting != NULL && value != NULL)
    *value = *setting;
  return spec;
}

/* Returns: (nullable): the chooser whose key @spec is */
static const NablaChooser *
chooser_of (const NablaReading *self, const NablaParamSpec *spec)
{
  for (guint i = 0; i < self->grammar->n_choosers; i++)
    if (&self->grammar->params[self->grammar->choosers[i].param] == spec)
      return &self->grammar->choosers[i];
  return NULL;
}

/* Whether a chooser takes @text although it is none of its words. */
static gboolean
is_other_word (const NablaReading *self, const NablaParamSpec *spec, const char *text)
{
  const NablaChooser *chooser = chooser_of (self, spec);
  return chooser != NULL && chooser->accepts != NULL
         && nabla_registry_find (chooser->registry, text) < 0 && chooser->accepts (text);
}

static gboolean
has_comment (const char *text)
{
  const char *mark = strpbrk (text, "#;");
  return mark != NULL && mark > text && g_ascii_isspace (mark[-1]);
}

gboolean
nabla_reading_parse (const NablaReading *self,
                     const NablaParamSpec *spec,
                     const char *key,
                     const char *text,
                     double *value,
                     GError **error)
{
  const NablaGroupGrammar *grammar = self->grammar;
  gboolean may_be_word
    = grammar->word_param != NULL && g_str_equal (spec->name, grammar->word_param);
  if (may_be_word && g_str_equal (text, grammar->word))
    {
      *value = 0;
      return TRUE;
    }
  g_autofree char *place = g_strconcat (self->title, " ", key, NULL);
  if (nabla_param_parse (spec, place, text, value, NULL))
    return TRUE;

  g_autofree char *found = nabla_document_excerpt (text);
  const NablaChooser *chooser = chooser_of (self, spec);
  if (chooser != NULL && chooser->accepts != NULL
      && nabla_words_nearest (found, spec->choices) == NULL)
    {
      g_autofree char *words = g_strjoinv (", ", (char **) spec->choices);
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN,
                   _("%s: '%s' is neither a file, such as iris.csv or ./iris, nor one of %s"),
                   place, found, words);
    }
  else if (has_comment (text))
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_SYNTAX,
                 _("%s: found '%s'; a comment needs a line of its own"), place, found);
  else if (may_be_word && g_ascii_isalpha (*text))
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN,
                 _("%s: '%s' is neither a number nor '%s'"), place, found, grammar->word);
  else
    {
      double ignored;
      nabla_param_parse (spec, place, found, &ignored, error);
    }
  return FALSE;
}

/* What is chosen decides which other keys there are, so it is read first. */
static gboolean
read_choosers (NablaReading *self, const NablaReport *report)
{
  for (guint i = 0; i < self->grammar->n_choosers; i++)
    {
      const NablaChooser *chooser = &self->grammar->choosers[i];
      const NablaParamSpec *spec = &self->grammar->params[chooser->param];
      const NablaDocumentEntry *entry = nabla_document_group_find (self->group, spec->name);
      if (entry == NULL && chooser->required)
        {
          g_autofree char *words = g_strjoinv (", ", (char **) spec->choices);
          return nabla_report_fail (report, self->group != NULL ? self->group->line : 0,
                                    NABLA_ERROR_SYNTAX, _("%s lacks the key '%s'; allowed are %s"),
                                    self->title, spec->name, words);
        }
      double *setting = &self->settings[chooser->param];
      GError *error = NULL;
      if (entry != NULL && is_other_word (self, spec, entry->value))
        *setting = -1;
      else if (entry != NULL
               && !nabla_reading_parse (self, spec, entry->key, entry->value, setting, &error))
        return nabla_report_pass (report, entry->line, error);
      self->chosen[i] = *setting;
      nabla_param_defaults (nabla_reading_own_params (self, i), self->own[i]);
    }
  return TRUE;
}

/* Names of those items of @registry that have a parameter @key, for a message. */
static char *
owners_of (const NablaRegistry *registry, const char *key)
{
  g_autoptr (GString) owners = g_string_new (NULL);
  for (guint i = 0; i < registry->n; i++)
    if (nabla_param_find (registry->params[i], key) >= 0)
      g_string_append_printf (owners, "%s%s", owners->len > 0 ? ", " : "", registry->names[i]);
  return owners->len > 0 ? g_string_free (g_steal_pointer (&owners), FALSE) : NULL;
}

char *
nabla_reading_unknown (const NablaReading *self, const char *key)
{
  const NablaGroupGrammar *grammar = self->grammar;
  for (guint i = 0; i < grammar->n_choosers; i++)
    {
      const NablaRegistry *registry = grammar->choosers[i].registry;
      g_autofree char *owners = owners_of (registry, key);
      if (owners != NULL && self->chosen[i] >= 0)
        return g_strdup_printf (_("%s: '%s' belongs to %s, not to %s"), self->title, key, owners,
                                registry->names[self->chosen[i]]);
      if (owners != NULL)
        return g_strdup_printf (_("%s: '%s' belongs to %s, not to data from a file"), self->title,
                                key, owners);
    }

  g_autoptr (GPtrArray) known = g_ptr_array_new_with_free_func (g_free);
  for (const NablaParamSpec *spec = grammar->params; spec != NULL && spec->name != NULL; spec++)
    g_ptr_array_add (known, g_strdup (spec->name));
  for (const char *const *text = grammar->texts; *text != NULL; text++)
    g_ptr_array_add (known, g_strdup (*text));
  for (guint i = 0; i < grammar->n_choosers; i++)
    {
      guint n = nabla_param_count (nabla_reading_own_params (self, i));
      for (guint j = 0; j < n; j++)
        g_ptr_array_add (known, nabla_reading_own_key (self, i, j));
    }
  g_ptr_array_add (known, NULL);
  g_autofree char *shown = nabla_document_excerpt (key);
  return nabla_words_unknown (self->title, shown, (const char *const *) known->pdata);
}

static gboolean
read_entry (NablaReading *self, const NablaDocumentEntry *entry, const NablaReport *report)
{
  const NablaParamSpec *spec;
  double *setting = locate (self, entry->key, &spec);
  if (setting == NULL)
    {
      if (self->grammar->any_key || nabla_grammar_has_text (self->grammar, entry->key))
        return TRUE;
      g_autofree char *message = nabla_reading_unknown (self, entry->key);
      return nabla_report_fail (report, entry->line, NABLA_ERROR_UNKNOWN, "%s", message);
    }
  if (is_other_word (self, spec, entry->value))
    return TRUE;

  GError *error = NULL;
  if (!nabla_reading_parse (self, spec, entry->key, entry->value, setting, &error))
    return nabla_report_pass (report, entry->line, error);
  return TRUE;
}

gboolean
nabla_reading_init (NablaReading *self,
                    const NablaGroupGrammar *grammar,
                    const NablaDocumentGroup *group,
                    const NablaReport *report)
{
  *self = (NablaReading) { .grammar = grammar, .group = group };
  gboolean named = group != NULL && *group->name != '\0';
  g_autofree char *name = named ? nabla_document_excerpt (group->name) : NULL;
  self->title = named ? g_strdup_printf ("[%s %s]", grammar->kind, name)
                      : g_strdup_printf ("[%s]", grammar->kind);
  nabla_param_defaults (grammar->params, self->settings);

  if (!read_choosers (self, report))
    return FALSE;
  for (guint i = 0; group != NULL && i < group->n_entries; i++)
    if (!read_entry (self, &group->entries[i], report))
      return FALSE;
  return TRUE;
}

void
nabla_reading_clear (NablaReading *self)
{
  g_clear_pointer (&self->title, g_free);
}

const char *
nabla_reading_text (const NablaReading *self, const char *key)
{
  const NablaDocumentEntry *entry = nabla_document_group_find (self->group, key);
  return entry != NULL && *entry->value != '\0' ? entry->value : NULL;
}

char **
nabla_reading_list (const NablaReading *self, const char *key)
{
  const char *text = nabla_reading_text (self, key);
  if (text == NULL)
    return NULL;
  g_auto (GStrv) words = g_strsplit (text, ";", -1);
  guint n = g_strv_length (words);
  for (guint i = 0; i < n; i++)
    g_strstrip (words[i]);
  if (*words[n - 1] == '\0')
    g_clear_pointer (&words[n - 1], g_free);
  return g_steal_pointer (&words);
}

guint
nabla_reading_line (const NablaReading *self, const char *key)
{
  const NablaDocumentEntry *entry = nabla_document_group_find (self->group, key);
  return entry != NULL ? entry->line : self->group != NULL ? self->group->line : 0;
}
