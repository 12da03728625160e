/* The race model: arenas and racers. How a race goes is in nabla-race-model-run.c.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-race-model-private.h"

#include "nabla-colors.h"
#include "nabla-error.h"
#include "nabla-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MOST_UNDO 40

/* What racers of a bowl change: only [train] counts. */
static const char bowl_base[] = "[data]\nsource=xor\n[layer output]\nop=dense\nunits=1\n"
                                "[loss]\nop=sigmoid_cross_entropy\n[train]\nsteps=120\n";

G_DEFINE_FINAL_TYPE (NablaRaceModel, nabla_race_model, G_TYPE_OBJECT)

enum
{
  CHANGED,
  STATE_CHANGED,
  SNAPSHOT,
  FAILED,
  AWAKE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

void
nabla_race_model_tell_changed (NablaRaceModel *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

void
nabla_race_model_tell_state (NablaRaceModel *self)
{
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

void
nabla_race_model_tell_failed (NablaRaceModel *self, const GError *error)
{
  g_signal_emit (self, signals[FAILED], 0, error);
}

void
nabla_race_model_tell_awake (NablaRaceModel *self)
{
  g_signal_emit (self, signals[AWAKE], 0);
}

void
nabla_race_model_take_snapshot (NablaRaceModel *self, NablaSnapshot *snapshot)
{
  g_clear_pointer (&self->snapshot, nabla_snapshot_unref);
  self->snapshot = snapshot;
  if (snapshot != NULL)
    g_signal_emit (self, signals[SNAPSHOT], 0, snapshot);
}

static NablaRaceEntry *
entry_at (NablaRaceModel *self, guint index)
{
  return g_ptr_array_index (self->entries, index);
}

static GPtrArray *
copy_entries (GPtrArray *entries)
{
  GPtrArray *copy = g_ptr_array_copy (entries, (GCopyFunc)(gpointer)nabla_race_entry_copy, NULL);
  g_ptr_array_set_free_func (copy, (GDestroyNotify)nabla_race_entry_free);
  return copy;
}

/* The optimizer's own color, or the first that nobody has. */
static guint
free_slot (GPtrArray *entries, guint wanted)
{
  for (guint k = 0; k <= NABLA_N_SLOTS; k++)
    {
      guint slot = k == 0 ? wanted : k - 1;
      gboolean taken = FALSE;
      for (guint i = 0; i < entries->len; i++)
        taken = taken || ((NablaRaceEntry *)entries->pdata[i])->slot == slot;
      if (!taken)
        return slot;
    }
  return wanted;
}

static guint
usual_slot (const NablaRaceEntry *entry)
{
  return nabla_bowl_slot (nabla_experiment_train (entry->experiment)->optimizer);
}

/* Racers as the preset has them; %NULL with @error set if one of them does not fit. */
static GPtrArray *
make_entries (const NablaRacePreset *preset, NablaExperiment *base, GError **error)
{
  g_autoptr (GPtrArray) entries
      = g_ptr_array_new_with_free_func ((GDestroyNotify)nabla_race_entry_free);
  for (guint i = 0; i < NABLA_RACE_MOST && preset->racers[i].changes[0] != NULL; i++)
    {
      const NablaRacePresetRacer *racer = &preset->racers[i];
      NablaRaceEntry *entry = nabla_race_entry_new (
          base, racer->title != NULL ? _ (racer->title) : NULL,
          racer->detail != NULL ? _ (racer->detail) : NULL, 0, racer->changes, error);
      if (entry == NULL)
        return NULL;
      entry->slot = free_slot (entries, entry->is_named ? i : usual_slot (entry));
      g_ptr_array_add (entries, entry);
    }
  return g_steal_pointer (&entries);
}

static gboolean
take_bowl_setting (const NablaBowlArena *arena,
                   double *settings,
                   NablaBowlOptions *options,
                   const char *name,
                   double value)
{
  int index = nabla_param_find (arena->params, name);
  if (index >= 0)
    settings[index] = value;
  else if (g_str_equal (name, "noise"))
    options->noise = value;
  else if (g_str_equal (name, "steps"))
    options->steps_total = value;
  else if (g_str_equal (name, "wander"))
    options->wander_steps = value;
  else if (g_str_equal (name, "w"))
    options->start.w = value;
  else if (g_str_equal (name, "b"))
    options->start.b = value;
  else
    return FALSE;
  return TRUE;
}

/* The preset's place: bowl, settings, what racers change. */
static gboolean
prepare (NablaRaceModel *self,
         const NablaRacePreset *preset,
         const NablaBowlArena **arena,
         double *settings,
         NablaBowlOptions *options,
         NablaExperiment **base,
         GError **error)
{
  gboolean is_network = g_str_equal (preset->arena, NABLA_RACE_NETWORK);
  *arena = is_network ? NULL : nabla_bowl_arena_find (preset->arena, error);
  if (!is_network && *arena == NULL)
    return FALSE;
  if (is_network && preset->experiment == NULL)
    {
      NablaExperiment *own = nabla_session_experiment (self->session);
      *base = own != NULL ? nabla_experiment_ref (own) : NULL;
      return TRUE;
    }
  *base = nabla_experiment_parse (is_network ? preset->experiment : bowl_base, -1, NULL, error);
  if (*base == NULL)
    return FALSE;
  if (is_network)
    return TRUE;
  nabla_param_defaults ((*arena)->params, settings);
  *options = nabla_bowl_options (*arena);
  for (guint i = 0; preset->settings[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (preset->settings[i], "=", 2);
      double value;
      if (nabla_number_parse (parts[1], -1, &value))
        take_bowl_setting (*arena, settings, options, parts[0], value);
    }
  return TRUE;
}

static void
remember (NablaRaceModel *self)
{
  if (self->preset != NULL && self->entries != NULL && self->entries->len > 0)
    g_hash_table_replace (self->remembered, (gpointer)self->preset->name,
                          copy_entries (self->entries));
}

/* Racers that were left before, as far as they fit the base of today. */
static GPtrArray *
recall (NablaRaceModel *self, const NablaRacePreset *preset, NablaExperiment *base)
{
  GPtrArray *old = g_hash_table_lookup (self->remembered, preset->name);
  g_autoptr (GPtrArray) entries = old != NULL ? copy_entries (old) : NULL;
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    if (!nabla_race_entry_rebase (entries->pdata[i], base, NULL))
      return NULL;
  return g_steal_pointer (&entries);
}

static gboolean
open_preset (NablaRaceModel *self, const NablaRacePreset *preset, gboolean anew, GError **error)
{
  const NablaBowlArena *arena = NULL;
  double settings[NABLA_MAX_PARAMS] = { 0 };
  NablaBowlOptions options = { 0 };
  g_autoptr (NablaExperiment) base = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  remember (self);
  if (!prepare (self, preset, &arena, settings, &options, &base, error))
    return FALSE;
  if (base != NULL && !anew)
    entries = recall (self, preset, base);
  if (base != NULL && entries == NULL)
    {
      entries = make_entries (preset, base, error);
      if (entries == NULL)
        return FALSE;
    }
  if (entries == NULL)
    entries = g_ptr_array_new_with_free_func ((GDestroyNotify)nabla_race_entry_free);

  if (self->preset != preset)
    {
      nabla_race_model_pause (self);
      self->position = 0;
      self->farthest = 0;
      self->speed = preset->speed;
    }
  self->preset = preset;
  self->arena = arena;
  memcpy (self->settings, settings, sizeof self->settings);
  self->options = options;
  g_clear_pointer (&self->base, nabla_experiment_unref);
  self->base = g_steal_pointer (&base);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  self->entries = g_steal_pointer (&entries);
  g_ptr_array_set_size (self->undo, 0);
  self->chosen = (int)self->entries->len - 1;
  g_clear_pointer (&self->parameter, g_free);
  self->element = 0;
  if (arena != NULL)
    self->pace = NABLA_RACE_LOCKSTEP;
  if (arena != NULL && !nabla_race_model_make_bowl (self, error))
    return FALSE;
  nabla_race_model_tell_changed (self);
  nabla_race_model_rebuild (self);
  return TRUE;
}

gboolean
nabla_race_model_open (NablaRaceModel *self, const char *name, GError **error)
{
  g_return_val_if_fail (NABLA_IS_RACE_MODEL (self) && name != NULL, FALSE);

  const NablaRacePreset *preset = nabla_race_preset_find (name);
  if (preset != NULL)
    return open_preset (self, preset, preset->title != NULL, error);
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN, _ ("there is no race called '%s'"), name);
  return FALSE;
}

const NablaRacePreset *
nabla_race_model_preset (NablaRaceModel *self)
{
  return self->preset;
}

const NablaBowlArena *
nabla_race_model_arena (NablaRaceModel *self)
{
  return self->arena;
}

const double *
nabla_race_model_settings (NablaRaceModel *self)
{
  return self->settings;
}

void
nabla_race_model_set_setting (NablaRaceModel *self, guint index, double value)
{
  g_return_if_fail (NABLA_IS_RACE_MODEL (self) && index < NABLA_MAX_PARAMS);

  g_autoptr (GError) error = NULL;
  double old = self->settings[index];
  if (self->arena == NULL || old == value)
    return;
  self->settings[index] = value;
  if (!nabla_race_model_make_bowl (self, &error))
    {
      self->settings[index] = old;
      nabla_race_model_tell_failed (self, error);
      return;
    }
  nabla_race_model_tell_changed (self);
  nabla_race_model_rebuild (self);
}

const NablaBowlOptions *
nabla_race_model_options (NablaRaceModel *self)
{
  return &self->options;
}

NablaExperiment *
nabla_race_model_base (NablaRaceModel *self)
{
  return self->base;
}

guint
nabla_race_model_n_racers (NablaRaceModel *self)
{
  return self->entries->len;
}

const NablaRaceEntry *
nabla_race_model_racer (NablaRaceModel *self, guint index)
{
  g_return_val_if_fail (index < self->entries->len, NULL);

  return entry_at (self, index);
}

/* Racers are about to be others. */
static void
note (NablaRaceModel *self)
{
  g_ptr_array_add (self->undo, copy_entries (self->entries));
  if (self->undo->len > MOST_UNDO)
    g_ptr_array_remove_index (self->undo, 0);
}

static void
racers_changed (NablaRaceModel *self)
{
  self->chosen = MIN (self->chosen, (int)self->entries->len - 1);
  nabla_race_model_tell_changed (self);
  nabla_race_model_rebuild (self);
}

/* Two racers of one name get numbers. */
static void
tell_apart (NablaRaceModel *self, NablaRaceEntry *fresh)
{
  for (guint number = 2; number <= NABLA_RACE_MOST + 1; number++)
    {
      gboolean taken = FALSE;
      for (guint i = 0; i < self->entries->len; i++)
        taken = taken || g_str_equal (entry_at (self, i)->title, fresh->title);
      if (!taken)
        return;
      const char *title = _ (nabla_experiment_train (fresh->experiment)->optimizer->title);
      g_free (fresh->title);
      fresh->title = g_strdup_printf ("%s %u", title, number);
      fresh->is_named = TRUE;
    }
}

gboolean
nabla_race_model_add (NablaRaceModel *self, const char *change, GError **error)
{
  g_return_val_if_fail (NABLA_IS_RACE_MODEL (self) && change != NULL, FALSE);

  if (self->base == NULL || self->entries->len >= NABLA_RACE_MOST)
    return FALSE;
  g_auto (GStrv) parts = g_strsplit (change, "=", 2);
  g_autoptr (NablaRaceEntry) entry = NULL;
  if (g_str_equal (parts[0], "schedule") && self->chosen >= 0)
    {
      entry = nabla_race_entry_copy (entry_at (self, self->chosen));
      if (!nabla_race_entry_set (entry, self->base, parts[0], parts[1], error))
        return FALSE;
    }
  else
    {
      /* as another racer of this optimizer, else with the preset's first rate for it */
      const char *changes[] = { change, NULL };
      const NablaRacePreset *usual = nabla_race_preset_find (self->preset->arena);
      const char *const *found = changes;
      for (guint i = 0; usual != NULL && i < NABLA_RACE_MOST; i++)
        if (g_strcmp0 (usual->racers[i].changes[0], change) == 0)
          found = usual->racers[i].changes;
      entry = nabla_race_entry_new (self->base, NULL, NULL, 0, found, error);
      if (entry == NULL)
        return FALSE;
    }
  entry->slot = free_slot (self->entries, usual_slot (entry));
  tell_apart (self, entry);
  note (self);
  g_ptr_array_add (self->entries, g_steal_pointer (&entry));
  self->chosen = (int)self->entries->len - 1;
  racers_changed (self);
  return TRUE;
}

void
nabla_race_model_remove (NablaRaceModel *self, guint index)
{
  g_return_if_fail (NABLA_IS_RACE_MODEL (self));

  if (index >= self->entries->len || self->entries->len <= 1)
    return;
  note (self);
  g_ptr_array_remove_index (self->entries, index);
  if (self->chosen > (int)index)
    self->chosen--;
  racers_changed (self);
}

gboolean
nabla_race_model_set (
    NablaRaceModel *self, guint index, const char *key, const char *value, GError **error)
{
  g_return_val_if_fail (NABLA_IS_RACE_MODEL (self) && key != NULL, FALSE);

  if (index >= self->entries->len)
    return FALSE;
  g_autoptr (NablaRaceEntry) changed = nabla_race_entry_copy (entry_at (self, index));
  if (!nabla_race_entry_set (changed, self->base, key, value, error))
    return FALSE;
  note (self);
  g_clear_pointer (&changed->own_detail, g_free);
  nabla_race_entry_free (entry_at (self, index));
  self->entries->pdata[index] = g_steal_pointer (&changed);
  racers_changed (self);
  return TRUE;
}

gboolean
nabla_race_model_can_undo (NablaRaceModel *self)
{
  return self->undo->len > 0;
}

gboolean
nabla_race_model_undo (NablaRaceModel *self)
{
  g_return_val_if_fail (NABLA_IS_RACE_MODEL (self), FALSE);

  if (self->undo->len == 0)
    return FALSE;
  g_ptr_array_unref (self->entries);
  self->entries = g_ptr_array_steal_index (self->undo, self->undo->len - 1);
  racers_changed (self);
  return TRUE;
}

void
nabla_race_model_restore (NablaRaceModel *self)
{
  g_return_if_fail (NABLA_IS_RACE_MODEL (self));

  g_autoptr (GError) error = NULL;
  GPtrArray *entries = self->base != NULL ? make_entries (self->preset, self->base, &error) : NULL;
  if (entries == NULL)
    return;
  note (self);
  g_ptr_array_unref (self->entries);
  self->entries = entries;
  racers_changed (self);
}

void
nabla_race_model_choose (NablaRaceModel *self, int index)
{
  g_return_if_fail (NABLA_IS_RACE_MODEL (self));

  if (index == self->chosen || index >= (int)self->entries->len)
    return;
  self->chosen = index;
  nabla_race_model_tell_changed (self);
  nabla_race_model_tell_watch (self);
  if (self->arena != NULL)
    nabla_race_model_show_bowl (self);
}

int
nabla_race_model_chosen (NablaRaceModel *self)
{
  return self->chosen;
}

void
nabla_race_model_choose_weight (NablaRaceModel *self, const char *parameter, gsize element)
{
  g_return_if_fail (NABLA_IS_RACE_MODEL (self));

  g_free (self->parameter);
  self->parameter = g_strdup (parameter);
  self->element = element;
  nabla_race_model_tell_watch (self);
}

const char *
nabla_race_model_weight (NablaRaceModel *self, gsize *element)
{
  g_return_val_if_fail (NABLA_IS_RACE_MODEL (self) && element != NULL, NULL);

  *element = self->element;
  return self->parameter;
}

const NablaSnapshot *
nabla_race_model_snapshot (NablaRaceModel *self)
{
  return self->snapshot;
}

/* The bench has another experiment: so has the arena of it. */
static void
experiment_changed_cb (NablaRaceModel *self)
{
  g_autoptr (GError) error = NULL;
  if (self->arena != NULL || self->preset->experiment != NULL
      || self->base == nabla_session_experiment (self->session))
    return;
  if (!open_preset (self, self->preset, FALSE, &error))
    nabla_race_model_tell_failed (self, error);
}

static void
nabla_race_model_dispose (GObject *object)
{
  NablaRaceModel *self = NABLA_RACE_MODEL (object);
  if (self->building != NULL)
    g_cancellable_cancel (self->building);
  g_clear_object (&self->building);
  g_clear_pointer (&self->race, nabla_race_free);
  g_clear_pointer (&self->bowl, nabla_bowl_race_free);
  g_clear_pointer (&self->snapshot, nabla_snapshot_unref);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (nabla_race_model_parent_class)->dispose (object);
}

static void
nabla_race_model_finalize (GObject *object)
{
  NablaRaceModel *self = NABLA_RACE_MODEL (object);
  g_clear_pointer (&self->base, nabla_experiment_unref);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->undo, g_ptr_array_unref);
  g_clear_pointer (&self->remembered, g_hash_table_unref);
  g_free (self->parameter);
  G_OBJECT_CLASS (nabla_race_model_parent_class)->finalize (object);
}

static void
add_signal (guint which, const char *name, GType type)
{
  if (type == G_TYPE_NONE)
    signals[which] = g_signal_new (name, NABLA_TYPE_RACE_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  else
    signals[which] = g_signal_new (name, NABLA_TYPE_RACE_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, type);
}

static void
nabla_race_model_class_init (NablaRaceModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_race_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = nabla_race_model_finalize;
  add_signal (CHANGED, "changed", G_TYPE_NONE);
  add_signal (STATE_CHANGED, "state-changed", G_TYPE_NONE);
  add_signal (SNAPSHOT, "snapshot", G_TYPE_POINTER);
  add_signal (FAILED, "failed", G_TYPE_ERROR);
  add_signal (AWAKE, "awake", G_TYPE_NONE);
}

static void
nabla_race_model_init (NablaRaceModel *self)
{
  self->undo = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  self->remembered
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
}

NablaRaceModel *
nabla_race_model_new (NablaSession *session)
{
  g_return_val_if_fail (NABLA_IS_SESSION (session), NULL);

  g_autoptr (GError) error = NULL;
  NablaRaceModel *self = g_object_new (NABLA_TYPE_RACE_MODEL, NULL);
  self->session = g_object_ref (session);
  if (!nabla_race_model_open (self, "bowl", &error))
    g_warning ("%s", error->message);
  g_signal_connect_object (session, "experiment-changed", G_CALLBACK (experiment_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}
