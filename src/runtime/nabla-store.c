/* Opening the run store, setting aside what cannot be used, and its statements.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-store-private.h"

#include "nabla-error.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#define SCHEMA_VERSION 1
#define APPLICATION_ID 0x4e61626c /* "Nabl" */
#define BUSY_MILLISECONDS 10000
/* Up to so many bytes the whole file is looked through when it is opened: about 50 ms. */
#define MOST_CHECKED (16 << 20)

/* Long texts and curves are apart from the rows, so that a list reads few pages. NULL is
 * "no number". States are those of NablaTrialState, times are Unix times in µs. */
static const char schema[]
    = "CREATE TABLE search ("
      "  id INTEGER PRIMARY KEY, identity TEXT NOT NULL, experiment TEXT NOT NULL, path TEXT,"
      "  title TEXT NOT NULL, method TEXT NOT NULL, stop TEXT NOT NULL, trials INTEGER NOT NULL,"
      "  rounds INTEGER NOT NULL, boxes TEXT, done INTEGER NOT NULL, created INTEGER NOT NULL,"
      "  deleted INTEGER);"
      "CREATE INDEX search_identity ON search (identity);"
      "CREATE TABLE run ("
      "  id INTEGER PRIMARY KEY, search INTEGER REFERENCES search (id) ON DELETE CASCADE,"
      "  trial INTEGER, round INTEGER, rung INTEGER, state INTEGER NOT NULL,"
      "  created INTEGER NOT NULL, seconds REAL, steps INTEGER NOT NULL, result REAL,"
      "  train_cost REAL, dev_cost REAL, test_cost REAL,"
      "  train_accuracy REAL, dev_accuracy REAL, test_accuracy REAL,"
      "  title TEXT NOT NULL, tags TEXT NOT NULL DEFAULT '', notes TEXT NOT NULL DEFAULT '',"
      "  parameters TEXT NOT NULL DEFAULT '{}',"
      "  deleted INTEGER);"
      "CREATE UNIQUE INDEX run_trial ON run (search, trial);"
      "CREATE INDEX run_created ON run (created) WHERE deleted IS NULL;"
      "CREATE INDEX run_result ON run (result) WHERE deleted IS NULL;"
      "CREATE INDEX run_deleted ON run (deleted) WHERE deleted IS NOT NULL;"
      "CREATE TABLE detail ("
      "  run INTEGER PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE, experiment TEXT,"
      "  path TEXT, record TEXT, rungs TEXT, message TEXT, curve BLOB);";

#define ROW                                                                                        \
  "id, search, trial, round, rung, state, created, seconds, steps, result, train_cost, dev_cost,"  \
  " test_cost, train_accuracy, dev_accuracy, test_accuracy, title, tags, parameters"
#define SEARCH                                                                                     \
  "search.id, identity, experiment, path, search.title, method, stop, trials, rounds, boxes, "     \
  "done, search.created,"                                                                          \
  " (SELECT count(*) FROM run WHERE run.search = search.id AND run.deleted IS NULL),"              \
  " (SELECT min(result) FROM run WHERE run.search = search.id AND run.deleted IS NULL)"

static const char *const statements[NABLA_N_SQL] = {
  [NABLA_SQL_BEGIN] = "BEGIN IMMEDIATE",
  [NABLA_SQL_COMMIT] = "COMMIT",
  [NABLA_SQL_ROLLBACK] = "ROLLBACK",
  [NABLA_SQL_DATA_VERSION] = "PRAGMA data_version",
  [NABLA_SQL_ADD_SEARCH]
  = "INSERT INTO search (identity, experiment, path, title, method, stop, trials, rounds, boxes,"
    " done, created) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
  [NABLA_SQL_UPDATE_SEARCH]
  = "UPDATE search SET trials = ?2, rounds = ?3, boxes = ?4, done = ?5 WHERE id = ?1",
  [NABLA_SQL_FIND_SEARCH] = "SELECT " SEARCH " FROM search WHERE identity = ?1 AND deleted IS NULL"
                            " ORDER BY search.id DESC LIMIT 1",
  [NABLA_SQL_GET_SEARCH] = "SELECT " SEARCH " FROM search WHERE search.id = ?1",
  [NABLA_SQL_LIST_SEARCHES]
  = "SELECT " SEARCH " FROM search WHERE deleted IS NULL ORDER BY search.id DESC",
  [NABLA_SQL_PUT_TRIAL]
  = "INSERT INTO run (search, trial, round, rung, state, created, seconds, steps, result,"
    " train_cost, dev_cost, test_cost, train_accuracy, dev_accuracy, test_accuracy, title,"
    " parameters) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,"
    " ?17) ON CONFLICT (search, trial) DO UPDATE SET round = ?3, rung = ?4, state = ?5,"
    " created = ?6, seconds = ?7, steps = ?8, result = ?9, train_cost = ?10, dev_cost = ?11,"
    " test_cost = ?12, train_accuracy = ?13, dev_accuracy = ?14, test_accuracy = ?15,"
    " parameters = ?17 RETURNING id",
  [NABLA_SQL_PUT_TRIAL_DETAIL]
  = "INSERT INTO detail (run, rungs, message, curve) VALUES (?1, ?2, ?3, ?4)"
    " ON CONFLICT (run) DO UPDATE SET rungs = ?2, message = ?3, curve = ?4",
  [NABLA_SQL_ADD_RUN]
  = "INSERT INTO run (state, created, seconds, steps, result, train_cost, dev_cost, test_cost,"
    " train_accuracy, dev_accuracy, test_accuracy, title) VALUES (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
    " ?10, ?11, ?12, ?13) RETURNING id",
  [NABLA_SQL_UPDATE_RUN]
  = "UPDATE run SET state = ?2, seconds = ?4, steps = ?5, result = ?6, train_cost = ?7,"
    " dev_cost = ?8, test_cost = ?9, train_accuracy = ?10, dev_accuracy = ?11,"
    " test_accuracy = ?12 WHERE id = ?1 AND search IS NULL RETURNING id",
  [NABLA_SQL_PUT_RUN_DETAIL]
  = "INSERT INTO detail (run, experiment, path, record, curve) VALUES (?1, ?2, ?3, ?4, ?5)"
    " ON CONFLICT (run) DO UPDATE SET experiment = ?2, path = ?3, record = ?4, curve = ?5",
  [NABLA_SQL_GET_TRIALS]
  = "SELECT run.id, trial, round, rung, state, seconds, steps, result, train_cost, dev_cost,"
    " test_cost, train_accuracy, dev_accuracy, test_accuracy, parameters, rungs, message, curve"
    " FROM run LEFT JOIN detail ON detail.run = run.id WHERE search = ?1 AND"
    " (?2 OR deleted IS NULL) ORDER BY trial",
  [NABLA_SQL_GET_ROW] = "SELECT " ROW " FROM run WHERE id = ?1",
  [NABLA_SQL_GET_DETAIL]
  = "SELECT coalesce (detail.experiment, search.experiment), coalesce (detail.path, search.path),"
    " record, notes, message, curve FROM run LEFT JOIN detail ON detail.run = run.id"
    " LEFT JOIN search ON search.id = run.search WHERE run.id = ?1",
  [NABLA_SQL_SET_TITLE] = "UPDATE run SET title = ?2 WHERE id = ?1",
  [NABLA_SQL_SET_TAGS] = "UPDATE run SET tags = ?2 WHERE id = ?1",
  [NABLA_SQL_SET_NOTES] = "UPDATE run SET notes = ?2 WHERE id = ?1",
  [NABLA_SQL_DELETE] = "UPDATE run SET deleted = ?2 WHERE id = ?1",
  [NABLA_SQL_DELETE_SEARCH] = "UPDATE search SET deleted = ?2 WHERE id = ?1",
  [NABLA_SQL_DELETE_TRIALS] = "UPDATE run SET deleted = ?2 WHERE search = ?1 AND deleted IS NULL",
  [NABLA_SQL_UNDELETE_TRIALS] = "UPDATE run SET deleted = NULL WHERE search = ?1 AND deleted ="
                                " (SELECT deleted FROM search WHERE id = ?1)",
  [NABLA_SQL_PURGE_RUNS] = "DELETE FROM run WHERE deleted < ?1",
  [NABLA_SQL_PURGE_SEARCHES] = "DELETE FROM search WHERE deleted < ?1",
};

char *
nabla_store_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "nabla", "runs.sqlite", NULL);
}

gboolean
nabla_store_fail (NablaStore *self, int code, GError **error)
{
  g_autofree char *name = g_filename_display_basename (self->path);
  const char *reason
      = self->database != NULL ? sqlite3_errmsg (self->database) : sqlite3_errstr (code);
  code &= 0xff;
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
    {
      self->damaged = TRUE;
      g_set_error (
          error, NABLA_ERROR, NABLA_ERROR_DATA,
          _("%s, where runs are kept, is damaged; it will be set aside, and a new one begun"),
          name);
    }
  else if (code == SQLITE_FULL)
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_IO,
                 _("%s, where runs are kept, cannot be written: the disk is full"), name);
  else if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_IO,
                 _("%s, where runs are kept, is in use by another program for too long"), name);
  else if (code == SQLITE_INTERRUPT)
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_CANCELLED, _("the list was given up"));
  else
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_IO,
                 _("%s, where runs are kept, cannot be used: %s"), name, reason);
  return FALSE;
}

sqlite3_stmt *
nabla_store_statement (NablaStore *self, NablaSql which, GError **error)
{
  if (self->statements[which] == NULL)
    {
      int code = sqlite3_prepare_v3 (self->database, statements[which], -1,
                                     SQLITE_PREPARE_PERSISTENT, &self->statements[which], NULL);
      if (code != SQLITE_OK)
        {
          nabla_store_fail (self, code, error);
          return NULL;
        }
    }
  sqlite3_reset (self->statements[which]);
  sqlite3_clear_bindings (self->statements[which]);
  return self->statements[which];
}

gboolean
nabla_store_run (NablaStore *self, sqlite3_stmt *statement, GError **error)
{
  int code;
  if (statement == NULL)
    return FALSE;
  do
    code = sqlite3_step (statement);
  while (code == SQLITE_ROW);
  if (code != SQLITE_DONE)
    nabla_store_fail (self, code, error);
  sqlite3_reset (statement);
  return code == SQLITE_DONE;
}

gboolean
nabla_store_begin (NablaStore *self, GError **error)
{
  return nabla_store_run (self, nabla_store_statement (self, NABLA_SQL_BEGIN, error), error);
}

gboolean
nabla_store_end (NablaStore *self, gboolean done, GError **error)
{
  if (done && nabla_store_run (self, nabla_store_statement (self, NABLA_SQL_COMMIT, error), error))
    return TRUE;
  nabla_store_run (self, nabla_store_statement (self, NABLA_SQL_ROLLBACK, NULL), NULL);
  return FALSE;
}

void
nabla_store_bind_text (sqlite3_stmt *statement, int index, const char *text)
{
  sqlite3_bind_text (statement, index, text, -1, SQLITE_STATIC);
}

char *
nabla_store_column_text (sqlite3_stmt *statement, int column)
{
  const char *text = (const char *)sqlite3_column_text (statement, column);
  return g_strdup (text != NULL ? text : "");
}

double
nabla_store_column_real (sqlite3_stmt *statement, int column)
{
  return sqlite3_column_type (statement, column) == SQLITE_NULL
             ? NAN
             : sqlite3_column_double (statement, column);
}

gboolean
nabla_store_is_network (guint32 type)
{
  /* NFS, SMB, SMB2, CIFS, AFS, Coda, FUSE (sshfs), Lustre, GPFS, 9P, Ceph, BeeGFS, OCFS2 */
  static const guint32 network[]
      = { 0x6969,     0x517b,     0xfe534d42, 0xff534d42, 0x5346414f, 0x73757245, 0x65735546,
          0x0bd00bd0, 0x47504653, 0x01021997, 0x00c36400, 0x19830326, 0x7461636f };
  for (guint i = 0; i < G_N_ELEMENTS (network); i++)
    if (network[i] == type)
      return TRUE;
  return FALSE;
}

/* Returns: the first number that @sql gives, or −1 with @code */
static gint64
ask (NablaStore *self, const char *sql, int *code)
{
  sqlite3_stmt *statement = NULL;
  gint64 number = -1;
  *code = sqlite3_prepare_v2 (self->database, sql, -1, &statement, NULL);
  if (*code == SQLITE_OK)
    *code = sqlite3_step (statement);
  if (*code == SQLITE_ROW)
    {
      number = sqlite3_column_int64 (statement, 0);
      *code = SQLITE_OK;
    }
  sqlite3_finalize (statement);
  return number;
}

/* WAL where processes share memory, and TRUNCATE elsewhere. */
static int
choose_journal (NablaStore *self)
{
  struct statfs about;
  sqlite3_stmt *statement = NULL;
  gboolean wal = FALSE;
  if (statfs (self->path, &about) != 0 || !nabla_store_is_network (about.f_type))
    {
      int code
          = sqlite3_prepare_v2 (self->database, "PRAGMA journal_mode=WAL", -1, &statement, NULL);
      if (code == SQLITE_OK)
        code = sqlite3_step (statement);
      wal = code == SQLITE_ROW
            && g_strcmp0 ((const char *)sqlite3_column_text (statement, 0), "wal") == 0;
      sqlite3_finalize (statement);
      if ((code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB)
        return code;
    }
  return sqlite3_exec (self->database,
                       wal ? "PRAGMA synchronous=NORMAL" : "PRAGMA journal_mode=TRUNCATE", NULL,
                       NULL, NULL);
}

/* What a file turned out to be. */
typedef enum
{
  USABLE,
  DAMAGED,
  NEWER,
  UNUSABLE, /* with an error */
} Verdict;

static Verdict
verdict_of (NablaStore *self, int code, GError **error)
{
  if ((code & 0xff) != SQLITE_CORRUPT && (code & 0xff) != SQLITE_NOTADB)
    {
      nabla_store_fail (self, code, error);
      return UNUSABLE;
    }
  return DAMAGED;
}

/* A small file is looked through; of a large one at least the length must be right. */
static gboolean
looks_whole (NablaStore *self, int *code)
{
  struct stat about;
  if (g_stat (self->path, &about) != 0 || about.st_size > MOST_CHECKED)
    return TRUE;
  sqlite3_stmt *statement = NULL;
  *code = sqlite3_prepare_v2 (self->database, "PRAGMA quick_check (1)", -1, &statement, NULL);
  if (*code == SQLITE_OK)
    *code = sqlite3_step (statement);
  gboolean whole = *code == SQLITE_ROW
                   && g_strcmp0 ((const char *)sqlite3_column_text (statement, 0), "ok") == 0;
  if (*code == SQLITE_ROW)
    *code = SQLITE_OK;
  sqlite3_finalize (statement);
  return whole;
}

static gboolean
is_truncated (const char *path)
{
  guint8 head[100];
  struct stat about;
  int file = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean read_all = file >= 0 && fstat (file, &about) == 0
                      && read (file, head, sizeof head) == (gssize)sizeof head;
  if (file >= 0)
    close (file);
  if (!read_all || memcmp (head, "SQLite format 3", 16) != 0)
    return FALSE;
  gint64 page = head[16] << 8 | head[17];
  gint64 pages = (gint64)head[28] << 24 | head[29] << 16 | head[30] << 8 | head[31];
  return about.st_size < pages * (page == 1 ? 65536 : page);
}

static int
create_schema (NablaStore *self)
{
  /* Another process may be doing the same. */
  int code = sqlite3_exec (self->database, "BEGIN IMMEDIATE", NULL, NULL, NULL);
  if (code != SQLITE_OK)
    return code;
  if (ask (self, "PRAGMA user_version", &code) == 0)
    code = sqlite3_exec (self->database, schema, NULL, NULL, NULL);
  g_autofree char *marks = g_strdup_printf (
      "PRAGMA application_id=%d; PRAGMA user_version=%d; COMMIT", APPLICATION_ID, SCHEMA_VERSION);
  if (code == SQLITE_OK)
    code = sqlite3_exec (self->database, marks, NULL, NULL, NULL);
  if (code != SQLITE_OK)
    sqlite3_exec (self->database, "ROLLBACK", NULL, NULL, NULL);
  return code;
}

static Verdict
connect_to (NablaStore *self, GError **error)
{
  if (is_truncated (self->path))
    return DAMAGED;
  int code = sqlite3_open_v2 (self->path, &self->database,
                              SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
  if (code != SQLITE_OK)
    return verdict_of (self, code, error);
  sqlite3_extended_result_codes (self->database, FALSE);
  sqlite3_busy_timeout (self->database, BUSY_MILLISECONDS);
  sqlite3_exec (self->database, "PRAGMA foreign_keys=ON", NULL, NULL, NULL);

  gint64 tables = ask (self, "SELECT count(*) FROM sqlite_schema", &code);
  gint64 version = code == SQLITE_OK ? ask (self, "PRAGMA user_version", &code) : 0;
  gint64 owner = code == SQLITE_OK ? ask (self, "PRAGMA application_id", &code) : 0;
  if (code != SQLITE_OK)
    return verdict_of (self, code, error);
  if (tables > 0 && owner != APPLICATION_ID)
    {
      g_autofree char *name = g_filename_display_name (self->path);
      g_set_error (
          error, NABLA_ERROR, NABLA_ERROR_DATA,
          _("%s is a database of another program; Nabla keeps its runs in one of its own"), name);
      return UNUSABLE;
    }
  if (version > SCHEMA_VERSION)
    return NEWER;
  code = choose_journal (self);
  if (code == SQLITE_OK && tables == 0)
    code = create_schema (self);
  if (code != SQLITE_OK)
    return verdict_of (self, code, error);
  if (!looks_whole (self, &code))
    return code == SQLITE_OK ? DAMAGED : verdict_of (self, code, error);
  return USABLE;
}

static void
disconnect (NablaStore *self)
{
  for (guint i = 0; i < NABLA_N_SQL; i++)
    g_clear_pointer (&self->statements[i], sqlite3_finalize);
  g_clear_pointer (&self->database, sqlite3_close);
}

/* Renames the database, and the journals beside it, so that they stay readable together.
 * Returns: (nullable): the new name */
static char *
set_aside (NablaStore *self, const char *why, GError **error)
{
  static const char *const parts[] = { "", "-wal", "-shm", "-journal" };
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *name = NULL;
  for (guint i = 1; name == NULL || g_file_test (name, G_FILE_TEST_EXISTS); i++)
    {
      g_free (name);
      name = i == 1 ? g_strdup_printf ("%s.%s-%s", self->path, why, time)
                    : g_strdup_printf ("%s.%s-%s-%u", self->path, why, time, i);
    }
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *from = g_strconcat (self->path, parts[i], NULL);
      g_autofree char *to = g_strconcat (name, parts[i], NULL);
      if (g_rename (from, to) != 0 && i == 0)
        {
          g_autofree char *shown = g_filename_display_name (from);
          g_set_error (error, NABLA_ERROR, NABLA_ERROR_IO, _("%s cannot be set aside: %s"), shown,
                       g_strerror (errno));
          return NULL;
        }
    }
  return g_steal_pointer (&name);
}

/* One process at a time looks whether the database can be used, so that no two set it
 * aside. Returns: what to close, or −1 */
static int
lock_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_mkdir_with_parents (folder, 0700);
  int file = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (file >= 0 && flock (file, LOCK_EX) != 0)
    g_debug ("%s cannot be locked: %s", folder, g_strerror (errno));
  return file;
}

static char *
note_on (Verdict verdict, const char *path, const char *aside)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *shown = g_filename_display_name (aside);
  return g_strdup_printf (
      verdict == NEWER
          ? _("%s, where runs are kept, was written by a later version of Nabla. It was set "
               "aside as %s, and a new one begun.")
          : _("%s, where runs are kept, is damaged. It was set aside as %s, and a new one begun."),
      name, shown);
}

NablaStore *
nabla_store_open (const char *path, char **note, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autoptr (NablaStore) self = g_new0 (NablaStore, 1);
  g_autofree char *aside = NULL;
  self->path = g_canonicalize_filename (path, NULL);
  int lock = lock_folder (self->path);
  Verdict verdict = connect_to (self, error), again = verdict;
  if (verdict == DAMAGED || verdict == NEWER)
    {
      disconnect (self);
      aside = set_aside (self, verdict == NEWER ? "newer" : "damaged", error);
      again = aside != NULL ? connect_to (self, error) : UNUSABLE;
      if (again == DAMAGED || again == NEWER)
        nabla_store_fail (self, SQLITE_CORRUPT, error);
    }
  if (lock >= 0)
    close (lock);
  self->damaged = FALSE;
  if (note != NULL)
    *note = aside != NULL ? note_on (verdict, self->path, aside) : NULL;
  return again == USABLE ? g_steal_pointer (&self) : NULL;
}

void
nabla_store_free (NablaStore *self)
{
  if (self == NULL)
    return;
  disconnect (self);
  if (self->damaged)
    {
      int lock = lock_folder (self->path);
      g_free (set_aside (self, "damaged", NULL));
      if (lock >= 0)
        close (lock);
    }
  g_free (self->path);
  g_free (self);
}

gint64
nabla_store_data_version (NablaStore *self)
{
  g_return_val_if_fail (self != NULL, 0);

  sqlite3_stmt *statement = nabla_store_statement (self, NABLA_SQL_DATA_VERSION, NULL);
  gint64 version = 0;
  if (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    version = sqlite3_column_int64 (statement, 0);
  if (statement != NULL)
    sqlite3_reset (statement);
  return version;
}
