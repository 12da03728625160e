/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-race-entry.h"

#include "nabla-number.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
take_title (NablaRaceEntry *self)
{
  if (self->is_named)
    return;
  g_free (self->title);
  self->title = g_strdup (_ (nabla_experiment_train (self->experiment)->optimizer->title));
}

NablaRaceEntry *
nabla_race_entry_new (const NablaExperiment *base,
                      const char *title,
                      const char *detail,
                      guint slot,
                      const char *const *changes,
                      GError **error)
{
  g_return_val_if_fail (base != NULL && changes != NULL, NULL);

  NablaRaceEntry *self = g_new0 (NablaRaceEntry, 1);
  self->title = g_strdup (title);
  self->is_named = title != NULL;
  self->slot = slot;
  self->own_detail = g_strdup (detail);
  self->changes = g_ptr_array_new_with_free_func (g_free);
  for (; *changes != NULL && self->changes->len < NABLA_RACE_MOST_CHANGES; changes++)
    g_ptr_array_add (self->changes, g_strdup (*changes));
  if (!nabla_race_entry_rebase (self, base, error))
    g_clear_pointer (&self, nabla_race_entry_free);
  return self;
}

NablaRaceEntry *
nabla_race_entry_copy (const NablaRaceEntry *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  NablaRaceEntry *copy = g_new0 (NablaRaceEntry, 1);
  *copy = *self;
  copy->title = g_strdup (self->title);
  copy->own_detail = g_strdup (self->own_detail);
  copy->experiment = nabla_experiment_ref (self->experiment);
  copy->changes = g_ptr_array_copy (self->changes, (GCopyFunc)(gpointer)g_strdup, NULL);
  g_ptr_array_set_free_func (copy->changes, g_free);
  return copy;
}

void
nabla_race_entry_free (NablaRaceEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->own_detail);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  g_clear_pointer (&self->experiment, nabla_experiment_unref);
  g_free (self);
}

NablaRaceVariant
nabla_race_entry_variant (const NablaRaceEntry *self, const char *detail)
{
  NablaRaceVariant variant = {
    .name = self->title != NULL ? self->title : "",
    .detail = detail,
    .slot = self->slot,
  };
  for (guint i = 0; i < self->changes->len; i++)
    variant.changes[i] = self->changes->pdata[i];
  return variant;
}

gboolean
nabla_race_entry_rebase (NablaRaceEntry *self, const NablaExperiment *base, GError **error)
{
  g_return_val_if_fail (self != NULL && base != NULL, FALSE);

  NablaRaceVariant variant = nabla_race_entry_variant (self, NULL);
  NablaExperiment *experiment = nabla_race_variant_apply (&variant, base, error);
  if (experiment == NULL)
    return FALSE;
  g_clear_pointer (&self->experiment, nabla_experiment_unref);
  self->experiment = experiment;
  take_title (self);
  return TRUE;
}

static char *
key_of (const char *change)
{
  const char *equals = strchr (change, '=');
  return equals != NULL ? g_strndup (change, equals - change) : g_strdup (change);
}

gboolean
nabla_race_entry_set (NablaRaceEntry *self,
                      const NablaExperiment *base,
                      const char *key,
                      const char *value,
                      GError **error)
{
  g_return_val_if_fail (self != NULL && base != NULL && key != NULL, FALSE);

  g_autoptr (NablaExperiment) after = nabla_experiment_with (self->experiment, key, value, error);
  if (after == NULL)
    return FALSE;

  /* It takes the place of an earlier change; of what it chooses anew, settings that do not
   * exist any more go. */
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func (g_free);
  gboolean placed = FALSE;
  for (guint i = 0; i <= self->changes->len; i++)
    {
      const char *old = i < self->changes->len ? self->changes->pdata[i] : NULL;
      g_autofree char *old_key = old != NULL ? key_of (old) : NULL;
      gboolean is_it = old == NULL || g_str_equal (old_key, key);
      if (is_it && !placed)
        {
          placed = TRUE;
          g_ptr_array_add (changes,
                           value != NULL ? g_strdup_printf ("%s=%s", key, value) : g_strdup (key));
        }
      else if (!is_it && nabla_experiment_find_param (after, old_key, NULL, NULL) != NULL)
        g_ptr_array_add (changes, g_strdup (old));
    }
  if (changes->len > NABLA_RACE_MOST_CHANGES)
    g_ptr_array_remove_index (changes, 0);
  GPtrArray *before = self->changes;
  self->changes = changes;
  if (!nabla_race_entry_rebase (self, base, error))
    {
      self->changes = before;
      return FALSE;
    }
  changes = before;
  return TRUE;
}

/* β1 is written β₁. */
static void
append_symbol (GString *text, const char *symbol)
{
  for (const char *at = symbol; *at != '\0'; at = g_utf8_next_char (at))
    if (g_ascii_isdigit (*at))
      g_string_append_unichar (text, 0x2080 + (*at - '0'));
    else
      g_string_append_unichar (text, g_utf8_get_char (at));
}

static void
append_setting (GString *text, const char *symbol, double value)
{
  char number[NABLA_NUMBER_LENGTH];
  if (text->len > 0)
    g_string_append (text, " · ");
  append_symbol (text, symbol);
  g_string_append_printf (text, " %s", nabla_number_format (value, number));
}

char *
nabla_race_entry_detail (const NablaRaceEntry *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->own_detail != NULL)
    return g_strdup (self->own_detail);
  const NablaTrainSpec *train = nabla_experiment_train (self->experiment);
  GString *text = g_string_new (NULL);
  append_setting (text, "α", train->learning_rate);
  for (guint i = 0; i < nabla_param_count (train->optimizer->params); i++)
    {
      const NablaParamSpec *spec = &train->optimizer->params[i];
      double value = train->optimizer_settings[i];
      gboolean is_main = g_str_has_prefix (spec->name, "beta");
      if (spec->type == NABLA_PARAM_REAL && spec->symbol != NULL
          && (is_main || value != spec->initial))
        append_setting (text, spec->symbol, value);
    }
  int form = nabla_param_find (train->optimizer->params, "one_minus_beta");
  if (form >= 0 && train->optimizer_settings[form] == 0)
    g_string_append_printf (text, " · %s", _ ("without (1 − β)"));
  if (!g_str_equal (train->schedule->name, "constant"))
    g_string_append_printf (text, " · %s", _ (train->schedule->title));
  return g_string_free (text, FALSE);
}

NablaBowlRacer
nabla_race_entry_bowl_racer (const NablaRaceEntry *self)
{
  const NablaTrainSpec *train = nabla_experiment_train (self->experiment);
  NablaBowlRacer racer = {
    .title = self->title,
    .slot = self->slot,
    .optimizer = nabla_optimizer_find (NABLA_DOUBLE, train->optimizer->name),
    .learning_rate = train->learning_rate,
    .schedule = train->schedule,
  };
  memcpy (racer.settings, train->optimizer_settings, sizeof racer.settings);
  memcpy (racer.schedule_settings, train->schedule_settings, sizeof racer.schedule_settings);
  return racer;
}
