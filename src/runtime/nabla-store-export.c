/* Rows of the run store as CSV and JSON.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-store.h"

#include "nabla-error.h"
#include "nabla-json-reader.h"
#include "nabla-json.h"
#include "nabla-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const char *const split_names[] = { "train", "dev", "test" };

static const char *
state_word (NablaTrialState state)
{
  static const char *const words[]
      = { "waiting", "running", "finished", "diverged", "stopped", "failed" };
  return state < G_N_ELEMENTS (words) ? words[state] : "";
}

static char *
time_text (gint64 microseconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (microseconds / G_USEC_PER_SEC);
  return time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : g_strdup ("");
}

typedef void (*ParameterFunc) (const char *key, const char *value, double number, gpointer data);

/* Calls @func for each member of a row's parameters: @value is NULL for a number. */
static void
each_parameter (const char *json, ParameterFunc func, gpointer data)
{
  NablaJsonReader reader;
  g_autofree char *key = NULL;
  nabla_json_reader_init (&reader, json, strlen (json));
  nabla_json_read_begin (&reader, '{');
  while (nabla_json_read_member (&reader, &key))
    {
      g_autofree char *value = NULL;
      double number = NAN;
      while (*reader.p == ' ')
        reader.p++;
      if (*reader.p == '"' ? nabla_json_read_string (&reader, &value)
                           : nabla_json_read_number (&reader, &number))
        func (key, value, number, data);
    }
  nabla_json_reader_finish (&reader, NULL);
}

static void
append_field (GString *csv, const char *text)
{
  if (csv->len > 0 && csv->str[csv->len - 1] != '\n')
    g_string_append_c (csv, ',');
  /* a spreadsheet would take text that begins so for a formula */
  gboolean formula = *text != '\0' && strchr ("=+-@", *text) != NULL
                     && !nabla_number_parse (text, -1, &(double){ 0 });
  if (!formula && strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (csv, text);
      return;
    }
  g_string_append (csv, formula ? "\"'" : "\"");
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *text);
    }
  g_string_append_c (csv, '"');
}

static void
append_number (GString *csv, double value)
{
  char number[NABLA_NUMBER_LENGTH];
  append_field (csv, isnan (value) ? "" : nabla_number_format (value, number));
}

typedef struct
{
  GHashTable *columns; /* key → its place + 1 */
  GPtrArray *keys;
  char **fields; /* of a row */
} Parameters;

static void
find_key_cb (const char *key, const char *value, double number, gpointer data)
{
  Parameters *self = data;
  if (g_hash_table_contains (self->columns, key))
    return;
  char *copy = g_strdup (key);
  g_ptr_array_add (self->keys, copy);
  g_hash_table_insert (self->columns, copy, GUINT_TO_POINTER (self->keys->len));
}

static void
fill_field_cb (const char *key, const char *value, double number, gpointer data)
{
  Parameters *self = data;
  char shortest[NABLA_NUMBER_LENGTH];
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->columns, key)) - 1;
  g_free (self->fields[place]);
  self->fields[place] = g_strdup (value != NULL ? value : nabla_number_format (number, shortest));
}

static void
append_csv_head (GString *csv, const GPtrArray *keys)
{
  static const char *const names[] = { "id",   "created", "title", "search",  "trial", "round",
                                       "rung", "state",   "steps", "seconds", "result" };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    append_field (csv, names[i]);
  for (int of = 0; of < 2; of++)
    for (int split = 0; split < NABLA_N_SPLITS; split++)
      {
        g_autofree char *name
            = g_strconcat (split_names[split], of == 0 ? "_cost" : "_accuracy", NULL);
        append_field (csv, name);
      }
  append_field (csv, "tags");
  for (guint i = 0; i < keys->len; i++)
    append_field (csv, g_ptr_array_index (keys, i));
  g_string_append_c (csv, '\n');
}

static void
append_csv_row (GString *csv, const NablaStoreRow *row, Parameters *parameters)
{
  g_autofree char *created = time_text (row->created);
  append_number (csv, row->id);
  append_field (csv, created);
  append_field (csv, row->title);
  const double trial[] = { row->search, row->trial, row->round, row->rung };
  for (guint i = 0; i < G_N_ELEMENTS (trial); i++)
    append_number (csv, row->search != 0 ? trial[i] : NAN);
  append_field (csv, state_word (row->state));
  append_number (csv, row->steps);
  append_number (csv, row->seconds);
  append_number (csv, row->result);
  for (int split = 0; split < NABLA_N_SPLITS; split++)
    append_number (csv, row->cost[split]);
  for (int split = 0; split < NABLA_N_SPLITS; split++)
    append_number (csv, row->accuracy[split]);
  append_field (csv, row->tags);
  each_parameter (row->parameters, fill_field_cb, parameters);
  for (guint i = 0; i < parameters->keys->len; i++)
    {
      append_field (csv, parameters->fields[i] != NULL ? parameters->fields[i] : "");
      g_clear_pointer (&parameters->fields[i], g_free);
    }
  g_string_append_c (csv, '\n');
}

char *
nabla_store_to_csv (NablaStore *self, const gint64 *ids, guint n, GError **error)
{
  g_return_val_if_fail (self != NULL && (ids != NULL || n == 0), NULL);

  g_autoptr (GHashTable) columns = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  Parameters parameters = { columns, keys, NULL };
  for (guint i = 0; i < n; i++)
    {
      g_auto (NablaStoreRow) row = { 0 };
      if (!nabla_store_get_row (self, ids[i], &row, error))
        return NULL;
      each_parameter (row.parameters, find_key_cb, &parameters);
    }
  g_autofree char **fields = g_new0 (char *, keys->len + 1);
  g_autoptr (GString) csv = g_string_new (NULL);
  parameters.fields = fields;
  append_csv_head (csv, keys);
  for (guint i = 0; i < n; i++)
    {
      g_auto (NablaStoreRow) row = { 0 };
      if (!nabla_store_get_row (self, ids[i], &row, error))
        return NULL;
      append_csv_row (csv, &row, &parameters);
    }
  return g_string_free (g_steal_pointer (&csv), FALSE);
}

static void
append_parameter_cb (const char *key, const char *value, double number, gpointer json)
{
  if (value != NULL)
    nabla_json_string (json, key, value);
  else
    nabla_json_number (json, key, number);
}

static void
append_json_row (GString *json, const NablaStoreRow *row, const NablaStoreDetail *detail)
{
  g_autofree char *created = time_text (row->created);
  nabla_json_begin (json, NULL, '{');
  nabla_json_number (json, "id", row->id);
  nabla_json_string (json, "created", created);
  nabla_json_string (json, "title", row->title);
  if (row->search != 0)
    {
      nabla_json_number (json, "search", row->search);
      nabla_json_number (json, "trial", row->trial);
      nabla_json_number (json, "round", row->round);
      nabla_json_number (json, "rung", row->rung);
      nabla_json_begin (json, "parameters", '{');
      each_parameter (row->parameters, append_parameter_cb, json);
      nabla_json_end (json, '}');
    }
  nabla_json_string (json, "state", state_word (row->state));
  if (detail->message != NULL)
    nabla_json_string (json, "message", detail->message);
  nabla_json_number (json, "steps", row->steps);
  nabla_json_number (json, "seconds", row->seconds);
  nabla_json_number (json, "result", row->result);
  for (int split = 0; split < NABLA_N_SPLITS; split++)
    {
      g_autofree char *cost = g_strconcat (split_names[split], "_cost", NULL);
      g_autofree char *accuracy = g_strconcat (split_names[split], "_accuracy", NULL);
      nabla_json_number (json, cost, row->cost[split]);
      nabla_json_number (json, accuracy, row->accuracy[split]);
    }
  nabla_json_string (json, "tags", row->tags);
  nabla_json_string (json, "notes", detail->notes);
  nabla_json_string (json, "experiment", detail->experiment);
  nabla_json_string (json, "record", detail->record);
  nabla_json_begin (json, "curve", '[');
  for (guint i = 0; i < detail->curve->len; i++)
    {
      const NablaPoint *point = &g_array_index (detail->curve, NablaPoint, i);
      nabla_json_begin (json, NULL, '[');
      nabla_json_number (json, NULL, point->step);
      nabla_json_number (json, NULL, point->value);
      nabla_json_end (json, ']');
    }
  nabla_json_end (json, ']');
  nabla_json_end (json, '}');
}

char *
nabla_store_to_json (NablaStore *self, const gint64 *ids, guint n, GError **error)
{
  g_return_val_if_fail (self != NULL && (ids != NULL || n == 0), NULL);

  g_autoptr (GString) json = g_string_new ("[");
  for (guint i = 0; i < n; i++)
    {
      g_auto (NablaStoreRow) row = { 0 };
      g_auto (NablaStoreDetail) detail = { 0 };
      if (!nabla_store_get_row (self, ids[i], &row, error)
          || !nabla_store_get_detail (self, ids[i], &detail, error))
        return NULL;
      /* of a trial, what the search began with is said by its parameters and its file */
      g_autoptr (GString) object = g_string_new (NULL);
      append_json_row (object, &row, &detail);
      g_string_append (json, i == 0 ? "\n" : ",\n");
      g_string_append_len (json, object->str, object->len);
    }
  g_string_append (json, "\n]\n");
  return g_string_free (g_steal_pointer (&json), FALSE);
}

gboolean
nabla_store_export (NablaStore *self, const gint64 *ids, guint n, const char *path, GError **error)
{
  g_return_val_if_fail (self != NULL && path != NULL, FALSE);

  gboolean is_json = g_str_has_suffix (path, ".json");
  g_autofree char *name = g_filename_display_name (path);
  if (!is_json && !g_str_has_suffix (path, ".csv"))
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
                   _("%s: runs are exported as .csv or .json"), name);
      return FALSE;
    }
  g_autofree char *text = is_json ? nabla_store_to_json (self, ids, n, error)
                                  : nabla_store_to_csv (self, ids, n, error);
  g_autoptr (GError) reason = NULL;
  if (text == NULL)
    return FALSE;
  if (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0644, &reason))
    return TRUE;
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_IO, _("%s cannot be written: %s"), name,
               reason->message);
  return FALSE;
}
