/* Race entries: a racer as the list of the race page has it.
 *
 * An entry is a list of changes to an experiment, in either arena: the bowl has a small
 * experiment of its own, of which only [train] counts, so that names, ranges, checks and
 * initial values of what can be set come from where they are described.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-bowl.h"
#include "nabla-race.h"

G_BEGIN_DECLS

/**
 * NablaRaceEntry:
 * @title: what it is called, translated
 * @is_named: whether somebody chose the title; else it follows the optimizer
 * @slot: color and marker
 * @own_detail: (nullable): its line of settings, where these are none of the optimizer's
 * @changes: (element-type utf8): `key=value`, in the order in which they are made
 * @experiment: what comes of them
 */
typedef struct
{
  char *title;
  gboolean is_named;
  guint slot;
  char *own_detail;
  GPtrArray *changes;
  NablaExperiment *experiment;
} NablaRaceEntry;

/**
 * nabla_race_entry_new:
 * @title: (nullable): translated; %NULL for the optimizer's
 * @detail: (nullable): translated
 * @slot: color and marker
 * @changes: (array zero-terminated=1): to be made to @base
 *
 * Returns: (transfer full) (nullable): the entry
 */
NablaRaceEntry *nabla_race_entry_new (const NablaExperiment *base,
                                      const char *title,
                                      const char *detail,
                                      guint slot,
                                      const char *const *changes,
                                      GError **error);
NablaRaceEntry *nabla_race_entry_copy (const NablaRaceEntry *self);
void nabla_race_entry_free (NablaRaceEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaRaceEntry, nabla_race_entry_free)

/* Makes the changes to another experiment. Returns: whether they fit; if not, all stays */
gboolean
nabla_race_entry_rebase (NablaRaceEntry *self, const NablaExperiment *base, GError **error);

/**
 * nabla_race_entry_set:
 * @base: that the entry changes
 * @key, @value: as in nabla_experiment_with ()
 *
 * Returns: whether it was set; if not, all stays
 */
gboolean nabla_race_entry_set (NablaRaceEntry *self,
                               const NablaExperiment *base,
                               const char *key,
                               const char *value,
                               GError **error);

/* Returns: (transfer full): a line with its settings, such as `α 0.4 · β₁ 0.9` */
char *nabla_race_entry_detail (const NablaRaceEntry *self);

/* What it is in a bowl; title belongs to the entry. */
NablaBowlRacer nabla_race_entry_bowl_racer (const NablaRaceEntry *self);

/* What it is in a race of networks; the strings belong to the entry, but for @detail, which
 * is the caller's. */
NablaRaceVariant nabla_race_entry_variant (const NablaRaceEntry *self, const char *detail);

G_END_DECLS
