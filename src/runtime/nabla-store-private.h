/* What the files of the run store share.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-store.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* Statements that are prepared once, when they are first needed. */
typedef enum
{
  NABLA_SQL_BEGIN,
  NABLA_SQL_COMMIT,
  NABLA_SQL_ROLLBACK,
  NABLA_SQL_DATA_VERSION,
  NABLA_SQL_ADD_SEARCH,
  NABLA_SQL_UPDATE_SEARCH,
  NABLA_SQL_FIND_SEARCH,
  NABLA_SQL_GET_SEARCH,
  NABLA_SQL_LIST_SEARCHES,
  NABLA_SQL_PUT_TRIAL,
  NABLA_SQL_PUT_TRIAL_DETAIL,
  NABLA_SQL_ADD_RUN,
  NABLA_SQL_UPDATE_RUN,
  NABLA_SQL_PUT_RUN_DETAIL,
  NABLA_SQL_GET_TRIALS,
  NABLA_SQL_GET_ROW,
  NABLA_SQL_GET_DETAIL,
  NABLA_SQL_SET_TITLE,
  NABLA_SQL_SET_TAGS,
  NABLA_SQL_SET_NOTES,
  NABLA_SQL_DELETE,
  NABLA_SQL_DELETE_SEARCH,
  NABLA_SQL_DELETE_TRIALS,
  NABLA_SQL_UNDELETE_TRIALS,
  NABLA_SQL_PURGE_RUNS,
  NABLA_SQL_PURGE_SEARCHES,
  NABLA_N_SQL
} NablaSql;

struct _NablaStore
{
  sqlite3 *database;
  char *path;
  gboolean damaged;
  sqlite3_stmt *statements[NABLA_N_SQL];
};

/* Returns: (transfer none) (nullable): the statement, with nothing bound */
sqlite3_stmt *nabla_store_statement (NablaStore *self, NablaSql which, GError **error);

/* Makes a sentence of SQLite's @code. Returns: %FALSE */
gboolean nabla_store_fail (NablaStore *self, int code, GError **error);

/* Runs a statement to its end and resets it. Returns: whether it could be done */
gboolean nabla_store_run (NablaStore *self, sqlite3_stmt *statement, GError **error);

/* A transaction that writes. */
gboolean nabla_store_begin (NablaStore *self, GError **error);
/* Ends it: writes all if @done, else nothing. Returns: whether all is written */
gboolean nabla_store_end (NablaStore *self, gboolean done, GError **error);

/* Binds text that outlives the statement's run; NULL as such. */
void nabla_store_bind_text (sqlite3_stmt *statement, int index, const char *text);

/* Returns: (transfer full): text of a column, empty for NULL */
char *nabla_store_column_text (sqlite3_stmt *statement, int column);
/* Returns: a number, NAN for NULL */
double nabla_store_column_real (sqlite3_stmt *statement, int column);

G_END_DECLS
