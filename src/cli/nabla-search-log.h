/* What `nabla-cli search` prints.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-search.h"

G_BEGIN_DECLS

/**
 * NablaSearchLog:
 * @store: path of the database
 * @json: one object a trial, and nothing else
 * @ended: whether the search told that it has
 * @over: (nullable): trials that are over
 */
typedef struct
{
  NablaSearch *search;
  const char *store;
  gboolean json;
  gboolean ended;
  GPtrArray *over;
} NablaSearchLog;

#define NABLA_SEARCH_LOG_INIT(search, store, json)                                                 \
  {                                                                                                \
    search, store, json, FALSE, NULL                                                               \
  }

void nabla_search_log_clear (NablaSearchLog *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NablaSearchLog, nabla_search_log_clear)

/* Prints @event, if there is something to say, and flushes. */
void nabla_search_log_event (NablaSearchLog *self, const NablaSearchEvent *event);

/* The best trials, and what mattered. */
void nabla_search_log_end (NablaSearchLog *self);

G_END_DECLS
