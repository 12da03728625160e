/* What the files of a search share.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-search-plan.h"

G_BEGIN_DECLS

struct _NablaSearch
{
  NablaExperiment *experiment;
  const NablaSearchSpec *axes;
  char *store_path;
  char *data_path;
  gboolean resume;
  gboolean eager;
  guint n_jobs;

  /* pthreads and their mutexes, which the thread sanitizer sees through */
  pthread_t keeper;
  gboolean started;
  GArray *jobs; /* of pthread_t; the keeper's */
  GCancellable *reading;
  NablaTrialControl control;
  NablaTrialBench *bench; /* once read, never changed */

  pthread_mutex_t mutex; /* for the following */
  pthread_cond_t changed;
  NablaSearchPlan *plan;
  NablaSearchState state;
  gboolean closing;
  gint64 stored_id;
  GPtrArray *queue; /* of NablaSearchEvent: not yet written */
  GError *error;

  /* the keeper's own */
  NablaStore *store;
  NablaStoredSearch stored;

  pthread_mutex_t published_mutex; /* for the following */
  pthread_cond_t published;
  GPtrArray *events; /* (nullable): written */
  NablaSearchStatus status;
};

GPtrArray *nabla_search_new_events (void);

/* The keeper's thread; @data is the search. */
void *nabla_search_keeper_cb (void *data);

/* All of the following want the mutex held. */

/* Lets the keeper write and publish an event. */
void nabla_search_queue_locked (NablaSearch *self,
                                NablaSearchEventKind kind,
                                guint round,
                                const NablaTrial *trial,
                                gboolean stored,
                                const char *message);

/* Publishes the state as it is now, and @events (transfer full) (nullable), which have been
 * written. */
void nabla_search_publish_locked (NablaSearch *self, GPtrArray *events);

void nabla_search_set_state_locked (NablaSearch *self, NablaSearchState state);

/* Takes @error for the reason why the search goes on no more. */
void nabla_search_break_locked (NablaSearch *self, GError *error);

/* Returns: whether nothing is to be begun any more */
gboolean nabla_search_is_over_locked (const NablaSearch *self);

/* Returns: (transfer full) (nullable): a trial to be run */
NablaTrial *nabla_search_take_locked (NablaSearch *self);

/* Is done, if the plan is; lets all threads look again. */
void nabla_search_look_for_end_locked (NablaSearch *self);

G_END_DECLS
