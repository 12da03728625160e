/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-runs-model-private.h"

#include "nabla-error.h"

#include <math.h>
#include <string.h>

/* Of more selected rows that change places, the selection is let go. */
#define MOST_FOLLOWED 1000
/* A view has widgets for so many rows at most; in one frame so many are made or taken away, or
 * get another row. */
#define MOST_MADE 240
#define MADE_AT_ONCE 10
#define POINTED_AT_ONCE 24
#define FRAME 16 /* ms */

struct _NablaRunsModel
{
  GObject parent_instance;
  NablaRunsJobs *jobs;
  NablaStore *store; /* (nullable) for looking up, on the main thread */
  gint64 version;    /* of its data when the list was asked for */
  NablaStoreQuery query;
  char *text;
  GCancellable *loading; /* (nullable) */
  gboolean is_loaded;
  gboolean has_failed; /* the last time: polling is not to fail every second */
  GArray *ids;         /* of gint64 */
  guint n_shown;       /* places; those without an id are empty, and on their way out */
  guint settling;      /* brings places and rows together */
  GHashTable *items;   /* position → NablaRunsItem that somebody holds */
  GtkBitset *selected;
};

static void list_model_init (GListModelInterface *iface);
static void selection_model_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (NablaRunsModel,
                               nabla_runs_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                          selection_model_init))

enum
{
  LOADED,
  FAILED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* --- The list --------------------------------------------------------------------- */

static GType
get_item_type (GListModel *list)
{
  return NABLA_TYPE_RUNS_ITEM;
}

static guint
get_n_items (GListModel *list)
{
  return NABLA_RUNS_MODEL (list)->n_shown;
}

static gint64
id_at (NablaRunsModel *self, guint position)
{
  return position < self->ids->len ? g_array_index (self->ids, gint64, position) : 0;
}

static gpointer
get_item (GListModel *list, guint position)
{
  NablaRunsModel *self = NABLA_RUNS_MODEL (list);
  if (position >= self->n_shown)
    return NULL;
  NablaRunsItem *item = g_hash_table_lookup (self->items, GUINT_TO_POINTER (position));
  if (item != NULL)
    return g_object_ref (item);
  item = g_object_new (NABLA_TYPE_RUNS_ITEM, NULL);
  item->model = self;
  item->position = position;
  item->id = id_at (self, position);
  g_hash_table_insert (self->items, GUINT_TO_POINTER (position), item);
  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

gboolean
nabla_runs_model_look_up (NablaRunsModel *self, gint64 id, NablaStoreRow *row)
{
  return self->store != NULL && nabla_store_get_row (self->store, id, row, NULL);
}

void
nabla_runs_model_forget (NablaRunsModel *self, NablaRunsItem *item)
{
  g_hash_table_remove (self->items, GUINT_TO_POINTER (item->position));
}

/* --- What is selected ------------------------------------------------------------- */

static gboolean
is_selected (GtkSelectionModel *model, guint position)
{
  return gtk_bitset_contains (NABLA_RUNS_MODEL (model)->selected, position);
}

static GtkBitset *
get_selection_in_range (GtkSelectionModel *model, guint position, guint n)
{
  return gtk_bitset_ref (NABLA_RUNS_MODEL (model)->selected);
}

static gboolean
set_selection (GtkSelectionModel *model, GtkBitset *selected, GtkBitset *mask)
{
  NablaRunsModel *self = NABLA_RUNS_MODEL (model);
  g_autoptr (GtkBitset) changes = gtk_bitset_copy (self->selected);
  gtk_bitset_difference (changes, selected);
  gtk_bitset_intersect (changes, mask);
  /* Whoever was given the old set may keep it. */
  GtkBitset *before = self->selected;
  self->selected = gtk_bitset_copy (before);
  gtk_bitset_subtract (self->selected, mask);
  g_autoptr (GtkBitset) on = gtk_bitset_copy (selected);
  gtk_bitset_intersect (on, mask);
  g_autoptr (GtkBitset) there = gtk_bitset_new_range (0, self->ids->len);
  gtk_bitset_intersect (on, there);
  gtk_bitset_union (self->selected, on);
  gtk_bitset_unref (before);
  if (!gtk_bitset_is_empty (changes))
    {
      guint first = gtk_bitset_get_minimum (changes), last = gtk_bitset_get_maximum (changes);
      last = MIN (last, MAX (self->n_shown, 1) - 1);
      if (first <= last)
        gtk_selection_model_selection_changed (model, first, last - first + 1);
    }
  return TRUE;
}

static gboolean
set_range (GtkSelectionModel *model, guint position, guint n, gboolean on, gboolean others_off)
{
  guint length = NABLA_RUNS_MODEL (model)->ids->len;
  g_autoptr (GtkBitset) range = gtk_bitset_new_range (position, n);
  g_autoptr (GtkBitset) none = gtk_bitset_new_empty ();
  g_autoptr (GtkBitset) all = gtk_bitset_new_range (0, MAX (length, 1));
  return set_selection (model, on ? range : none, others_off ? all : range);
}

static gboolean
select_item (GtkSelectionModel *model, guint position, gboolean unselect_rest)
{
  return set_range (model, position, 1, TRUE, unselect_rest);
}

static gboolean
unselect_item (GtkSelectionModel *model, guint position)
{
  return set_range (model, position, 1, FALSE, FALSE);
}

static gboolean
select_range (GtkSelectionModel *model, guint position, guint n, gboolean unselect_rest)
{
  return set_range (model, position, n, TRUE, unselect_rest);
}

static gboolean
unselect_range (GtkSelectionModel *model, guint position, guint n)
{
  return set_range (model, position, n, FALSE, FALSE);
}

static void
selection_model_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->get_selection_in_range = get_selection_in_range;
  iface->set_selection = set_selection;
  iface->select_item = select_item;
  iface->unselect_item = unselect_item;
  iface->select_range = select_range;
  iface->unselect_range = unselect_range;
}

guint
nabla_runs_model_length (NablaRunsModel *self)
{
  g_return_val_if_fail (NABLA_IS_RUNS_MODEL (self), 0);

  return self->ids->len;
}

guint
nabla_runs_model_n_selected (NablaRunsModel *self)
{
  g_return_val_if_fail (NABLA_IS_RUNS_MODEL (self), 0);

  return (guint)gtk_bitset_get_size (self->selected);
}

GArray *
nabla_runs_model_ids (NablaRunsModel *self, gboolean selected, guint most)
{
  g_return_val_if_fail (NABLA_IS_RUNS_MODEL (self), NULL);

  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GtkBitsetIter iter;
  guint position;
  if (most == 0)
    most = G_MAXUINT;
  if (!selected)
    return g_array_append_vals (ids, self->ids->data, MIN (self->ids->len, most));
  for (gboolean more = gtk_bitset_iter_init_first (&iter, self->selected, &position);
       more && ids->len < most; more = gtk_bitset_iter_next (&iter, &position))
    g_array_append_val (ids, g_array_index (self->ids, gint64, position));
  return ids;
}

/* --- What the store answers ------------------------------------------------------- */

/* The selected ids among @n places from @first; none if they are too many to be followed. */
static GHashTable *
selected_among (NablaRunsModel *self, GArray *ids, guint first, guint n)
{
  GHashTable *found = g_hash_table_new (g_int64_hash, g_int64_equal);
  GtkBitsetIter iter;
  guint position;
  if (n > 0 && gtk_bitset_get_size_in_range (self->selected, first, first + n - 1) <= MOST_FOLLOWED)
    for (gboolean more = gtk_bitset_iter_init_at (&iter, self->selected, first, &position);
         more && position < first + n; more = gtk_bitset_iter_next (&iter, &position))
      g_hash_table_add (found, &g_array_index (ids, gint64, position));
  return found;
}

/* Returns: (transfer full): the items that somebody holds */
static GPtrArray *
held_items (NablaRunsModel *self)
{
  GPtrArray *held = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer item;
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    g_ptr_array_add (held, g_object_ref (item));
  return held;
}

/* Items that are held move with their rows; those of rows that go are left alone. */
static void
move_items (NablaRunsModel *self, guint first, guint gone, guint come)
{
  g_autoptr (GPtrArray) held = held_items (self);
  g_hash_table_remove_all (self->items);
  for (guint i = 0; i < held->len; i++)
    {
      NablaRunsItem *item = held->pdata[i];
      if (item->position >= first && item->position - first < gone)
        {
          item->model = NULL;
          continue;
        }
      if (item->position >= first)
        item->position = item->position - gone + come;
      g_hash_table_insert (self->items, GUINT_TO_POINTER (item->position), item);
    }
  self->n_shown = self->n_shown - gone + come;
  g_list_model_items_changed (G_LIST_MODEL (self), first, gone, come);
}

static int
by_position_cb (gconstpointer a, gconstpointer b)
{
  const NablaRunsItem *first = *(NablaRunsItem *const *)a, *second = *(NablaRunsItem *const *)b;
  return (first->position > second->position) - (first->position < second->position);
}

/* Points the first few places that hold another row than they should. Returns: whether there
 * were any */
static gboolean
point_some (NablaRunsModel *self)
{
  guint n = 0;
  g_autoptr (GPtrArray) held = held_items (self);
  g_ptr_array_sort (held, by_position_cb);
  for (guint i = 0; i < held->len && n < POINTED_AT_ONCE; i++)
    {
      NablaRunsItem *item = held->pdata[i];
      if (item->id == id_at (self, item->position))
        continue;
      nabla_runs_item_point (item, id_at (self, item->position));
      n++;
    }
  return n > 0;
}

static gboolean
settle_cb (gpointer data)
{
  NablaRunsModel *self = data;
  guint n = self->ids->len, shown = self->n_shown;
  if (point_some (self))
    return G_SOURCE_CONTINUE;
  if (n < shown)
    {
      guint less = shown - MAX (n, MIN (shown - MIN (shown, MADE_AT_ONCE), MOST_MADE));
      move_items (self, shown - less, less, 0);
    }
  else if (n > shown)
    {
      guint more = shown < MOST_MADE ? MIN (n - shown, MADE_AT_ONCE) : n - shown;
      self->n_shown += more;
      g_list_model_items_changed (G_LIST_MODEL (self), shown, 0, more);
    }
  if (self->n_shown != self->ids->len)
    return G_SOURCE_CONTINUE;
  self->settling = 0;
  return G_SOURCE_REMOVE;
}

/* A few rows that come or go in one place are said to do so, so that a list that is scrolled
 * stays where it is. */
static void
take_ids (NablaRunsModel *self, GArray *ids)
{
  const gint64 *old = (const gint64 *)(gpointer)self->ids->data;
  const gint64 *new = (const gint64 *)(gpointer)ids->data;
  guint n_old = self->ids->len, n_new = ids->len, head = 0, tail = 0;
  while (head < MIN (n_old, n_new) && old[head] == new[head])
    head++;
  while (tail < MIN (n_old, n_new) - head && old[n_old - 1 - tail] == new[n_new - 1 - tail])
    tail++;
  guint gone = n_old - head - tail, come = n_new - head - tail;
  if (gone + come == 0)
    return;
  gboolean is_whole = self->n_shown == n_old;
  g_autoptr (GArray) before = self->ids;
  g_autoptr (GHashTable) followed = selected_among (self, before, head, gone);
  self->ids = g_array_ref (ids);
  GtkBitset *selected = gtk_bitset_copy (self->selected);
  gtk_bitset_unref (self->selected);
  self->selected = selected;
  gtk_bitset_splice (selected, head, gone, come);
  for (guint i = head; g_hash_table_size (followed) > 0 && i < head + come; i++)
    if (g_hash_table_contains (followed, &new[i]))
      gtk_bitset_add (selected, i);
  if (is_whole && (gone == 0 || come == 0) && gone + come <= MADE_AT_ONCE)
    move_items (self, head, gone, come);
  else if (self->settling == 0 && settle_cb (self))
    self->settling = g_timeout_add (FRAME, settle_cb, self);
  if (self->n_shown > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), 0, self->n_shown);
}

typedef struct
{
  NablaStoreQuery query;
  char *text;
  gboolean wants_store;
  NablaRunsJobs *jobs;
} Question;

typedef struct
{
  GArray *ids;
  NablaStore *store; /* (nullable) */
  gint64 version;    /* of that */
} Answer;

static void
question_free (gpointer data)
{
  Question *self = data;
  g_free (self->text);
  nabla_runs_jobs_unref (self->jobs);
  g_free (self);
}

static void
answer_free (gpointer data)
{
  Answer *self = data;
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->store, nabla_store_free);
  g_free (self);
}

static gpointer
select_job (NablaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Question *question = data;
  Answer *answer = g_new0 (Answer, 1);
  if (question->wants_store)
    {
      answer->store = nabla_runs_jobs_take (question->jobs, error);
      answer->version = answer->store != NULL ? nabla_store_data_version (answer->store) : 0;
    }
  if (!question->wants_store || answer->store != NULL)
    answer->ids = nabla_store_select (store, &question->query, cancellable, error);
  if (answer->ids != NULL)
    return answer;
  answer_free (answer);
  return NULL;
}

static void
refresh_items (NablaRunsModel *self)
{
  g_autoptr (GPtrArray) items = held_items (self);
  for (guint i = 0; i < items->len; i++)
    nabla_runs_item_refresh (items->pdata[i]);
}

static void
selected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (NablaRunsModel) self = data;
  g_autoptr (GError) error = NULL;
  Answer *answer = nabla_runs_jobs_run_finish (result, &error);
  if (g_task_get_cancellable (G_TASK (result)) != self->loading || self->jobs == NULL)
    {
      g_clear_pointer (&answer, answer_free);
      return;
    }
  g_clear_object (&self->loading);
  self->has_failed = answer == NULL;
  if (answer == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error);
      return;
    }
  if (self->store == NULL && answer->store != NULL)
    {
      self->store = g_steal_pointer (&answer->store);
      self->version = answer->version;
    }
  self->is_loaded = TRUE;
  take_ids (self, answer->ids);
  refresh_items (self);
  answer_free (answer);
  g_signal_emit (self, signals[LOADED], 0);
}

void
nabla_runs_model_refresh (NablaRunsModel *self)
{
  g_return_if_fail (NABLA_IS_RUNS_MODEL (self));

  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  if (self->store != NULL)
    self->version = nabla_store_data_version (self->store);
  Question *question = g_new0 (Question, 1);
  question->query = self->query;
  question->text = g_strdup (self->text);
  question->query.text = question->text;
  question->wants_store = self->store == NULL;
  question->jobs = nabla_runs_jobs_ref (self->jobs);
  nabla_runs_jobs_run_async (self->jobs, select_job, question, question_free, answer_free,
                             self->loading, selected_cb, g_object_ref (self));
}

void
nabla_runs_model_poll (NablaRunsModel *self)
{
  g_return_if_fail (NABLA_IS_RUNS_MODEL (self));

  if (self->loading == NULL && !self->has_failed
      && (self->store == NULL || nabla_store_data_version (self->store) != self->version))
    nabla_runs_model_refresh (self);
}

NablaStoreQuery *
nabla_runs_model_query (NablaRunsModel *self)
{
  g_return_val_if_fail (NABLA_IS_RUNS_MODEL (self), NULL);

  return &self->query;
}

void
nabla_runs_model_set_text (NablaRunsModel *self, const char *text)
{
  g_return_if_fail (NABLA_IS_RUNS_MODEL (self));

  g_free (self->text);
  self->text = text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

gboolean
nabla_runs_model_is_loading (NablaRunsModel *self)
{
  g_return_val_if_fail (NABLA_IS_RUNS_MODEL (self), FALSE);

  return self->loading != NULL;
}

gboolean
nabla_runs_model_is_loaded (NablaRunsModel *self)
{
  g_return_val_if_fail (NABLA_IS_RUNS_MODEL (self), FALSE);

  return self->is_loaded;
}

gboolean
nabla_runs_model_shows_all (NablaRunsModel *self)
{
  g_return_val_if_fail (NABLA_IS_RUNS_MODEL (self), FALSE);

  return self->text == NULL && self->query.kind == NABLA_STORE_ALL && !self->query.finished_only
         && self->query.search == 0 && isnan (self->query.better_than);
}

static void
nabla_runs_model_dispose (GObject *object)
{
  NablaRunsModel *self = NABLA_RUNS_MODEL (object);
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_handle_id (&self->settling, g_source_remove);
  GHashTableIter iter;
  gpointer item;
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    NABLA_RUNS_ITEM (item)->model = NULL;
  g_hash_table_remove_all (self->items);
  g_clear_pointer (&self->store, nabla_store_free);
  g_clear_pointer (&self->jobs, nabla_runs_jobs_unref);
  G_OBJECT_CLASS (nabla_runs_model_parent_class)->dispose (object);
}

static void
nabla_runs_model_finalize (GObject *object)
{
  NablaRunsModel *self = NABLA_RUNS_MODEL (object);
  g_hash_table_unref (self->items);
  g_array_unref (self->ids);
  gtk_bitset_unref (self->selected);
  g_free (self->text);
  G_OBJECT_CLASS (nabla_runs_model_parent_class)->finalize (object);
}

static void
nabla_runs_model_class_init (NablaRunsModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_runs_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = nabla_runs_model_finalize;
  signals[LOADED] = g_signal_new ("loaded", NABLA_TYPE_RUNS_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", NABLA_TYPE_RUNS_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
nabla_runs_model_init (NablaRunsModel *self)
{
  self->query = (NablaStoreQuery)NABLA_STORE_QUERY_INIT;
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->items = g_hash_table_new (NULL, NULL);
  self->selected = gtk_bitset_new_empty ();
}

NablaRunsModel *
nabla_runs_model_new (NablaRunsJobs *jobs)
{
  g_return_val_if_fail (jobs != NULL, NULL);

  NablaRunsModel *self = g_object_new (NABLA_TYPE_RUNS_MODEL, NULL);
  self->jobs = nabla_runs_jobs_ref (jobs);
  return self;
}
