/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-runs-comparison.h"

#include "nabla-difference.h"
#include "nabla-generator.h"
#include "nabla-label.h"
#include "nabla-runs-table.h"
#include "nabla-titles.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static void
setting_free (gpointer data)
{
  NablaRunsSetting *self = data;
  g_free (self->key);
  g_free (self->title);
  g_strfreev (self->values);
  g_free (self);
}

static void
comparison_clear (gpointer data)
{
  NablaRunsComparison *self = data;
  g_strfreev (self->names);
  g_ptr_array_unref (self->settings);
  g_clear_pointer (&self->snapshot, nabla_snapshot_unref);
  g_free (self->title);
  g_free (self->tags);
  g_free (self->notes);
}

NablaRunsComparison *
nabla_runs_comparison_ref (NablaRunsComparison *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

void
nabla_runs_comparison_unref (NablaRunsComparison *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, comparison_clear);
}

/* --- Curves ----------------------------------------------------------------------- */

static void
add_curve (NablaSnapshot *snapshot, const char *name, const GArray *points)
{
  NablaCostCurves *curves = nabla_cost_curves_new (name);
  curves->cost = nabla_series_new ();
  for (guint i = 0; points != NULL && i < points->len; i++)
    {
      const NablaPoint *point = &g_array_index (points, NablaPoint, i);
      nabla_series_append (curves->cost, point->step, point->value);
      snapshot->step = MAX (snapshot->step, point->step);
    }
  snapshot->last_step = snapshot->steps_total = snapshot->step;
  nabla_snapshot_add_curves (snapshot, curves);
}

/* --- Hyperparameters -------------------------------------------------------------- */

/* Returns: (transfer full) (nullable): the value of @key in @experiment as it is read; the
 * title of its spec in @title, if it is not known yet */
static char *
value_of (const NablaExperiment *experiment, const char *key, char **title)
{
  double value;
  char label[NABLA_LABEL_LENGTH];
  const char *layer = strchr (key, '@');
  const NablaParamSpec *spec = nabla_experiment_find_param (experiment, key, &value, NULL);
  if (spec == NULL)
    return NULL;
  if (*title == NULL)
    *title = layer != NULL
                 /* Translators: a parameter of a layer, as in “Units of hidden1” */
                 ? g_strdup_printf (C_ ("search", "%1$s of %2$s"), _ (spec->title), layer + 1)
                 : spec->symbol != NULL ? g_strdup_printf ("%s %s", _ (spec->title), spec->symbol)
                                        : g_strdup (_ (spec->title));
  if (spec->choices != NULL && value < 0)
    return g_path_get_basename (nabla_experiment_data (experiment)->source);
  if (spec->choices != NULL)
    return g_strdup (nabla_choice_title (spec->choices[(int)value]));
  if (spec->type == NABLA_PARAM_BOOLEAN)
    return g_strdup (value != 0 ? _ ("yes") : _ ("no"));
  if (value == 0 && g_str_equal (spec->name, "batch_size"))
    return g_strdup (_ ("full"));
  if (spec->type == NABLA_PARAM_INTEGER && fabs (value) < 1e15)
    return g_strdup (nabla_label_count ((gint64)value, label));
  return g_strdup (nabla_label_short (value, label));
}

typedef struct
{
  GPtrArray *experiments; /* of NablaExperiment */
  GHashTable *known;      /* keys that have a row */
  NablaRunsComparison *made;
} Making;

/* A row for @key, unless it has one or no run knows it. */
static NablaRunsSetting *
add_setting (Making *self, const char *key)
{
  if (g_hash_table_contains (self->known, key))
    return NULL;
  NablaRunsSetting *setting = g_new0 (NablaRunsSetting, 1);
  gboolean any = FALSE;
  setting->key = g_strdup (key);
  setting->values = g_new0 (char *, self->experiments->len + 1);
  for (guint i = 0; i < self->experiments->len; i++)
    {
      char *value = value_of (self->experiments->pdata[i], key, &setting->title);
      any = any || value != NULL;
      setting->values[i] = value != NULL ? value : g_strdup ("–");
    }
  if (!any)
    {
      setting_free (setting);
      return NULL;
    }
  g_hash_table_add (self->known, g_strdup (key));
  g_ptr_array_add (self->made->settings, setting);
  return setting;
}

static void
add_all (Making *self, const NablaParamSpec *params, const char *group, const char *layer)
{
  for (guint i = 0; params != NULL && params[i].name != NULL; i++)
    {
      g_autofree char *key = layer != NULL ? g_strdup_printf ("%s@%s", params[i].name, layer)
                                           : g_strdup_printf ("%s.%s", group, params[i].name);
      add_setting (self, key);
    }
}

/* All that one of the experiments has: what is trained first, then its network and data. */
static void
add_experiment (Making *self, const NablaExperiment *experiment)
{
  const NablaTrainSpec *train = nabla_experiment_train (experiment);
  const NablaParamSpec *of_layers = nabla_experiment_group_params ("layer");
  add_setting (self, "train.optimizer");
  add_setting (self, "train.learning_rate");
  add_all (self, train->optimizer->params, "train", NULL);
  add_all (self, nabla_experiment_group_params ("train"), "train", NULL);
  add_all (self, train->schedule->params, "train", NULL);
  for (guint i = 0; i < nabla_experiment_n_layers (experiment); i++)
    {
      const NablaLayerSpec *layer = nabla_experiment_layer (experiment, i);
      add_all (self, layer->op->params, NULL, layer->name);
      add_all (self, of_layers, NULL, layer->name);
    }
  add_all (self, nabla_experiment_group_params ("loss"), "loss", NULL);
  add_all (self, nabla_experiment_group_params ("data"), "data", NULL);
  const NablaGenerator *generator
      = nabla_generator_find (nabla_experiment_data (experiment)->source);
  if (generator != NULL)
    add_all (self, generator->params, "data", NULL);
  add_setting (self, "experiment.seed");
}

/* What differs by the book: also what has no row, such as a layer that only one has. */
static void
mark_different (Making *self)
{
  const NablaExperiment *first = self->experiments->pdata[0];
  for (guint e = 1; e < self->experiments->len; e++)
    {
      g_autoptr (GArray) differences
          = nabla_experiment_differences (first, self->experiments->pdata[e]);
      for (guint d = 0; d < differences->len; d++)
        {
          const NablaDifference *difference = &g_array_index (differences, NablaDifference, d);
          add_setting (self, difference->key);
          for (guint i = 0; i < self->made->settings->len; i++)
            {
              NablaRunsSetting *setting = self->made->settings->pdata[i];
              setting->differs = setting->differs || g_str_equal (setting->key, difference->key);
            }
        }
    }
  for (guint i = 0; i < self->made->settings->len; i++)
    {
      NablaRunsSetting *setting = self->made->settings->pdata[i];
      for (guint e = 1; e < self->experiments->len; e++)
        setting->differs
            = setting->differs || !g_str_equal (setting->values[0], setting->values[e]);
      self->made->n_different += setting->differs;
    }
}

/* Those that differ come first; otherwise they stay as they were found. */
static void
put_different_first (NablaRunsComparison *self)
{
  GPtrArray *sorted = g_ptr_array_new_with_free_func (setting_free);
  for (int different = 1; different >= 0; different--)
    for (guint i = 0; i < self->settings->len; i++)
      {
        NablaRunsSetting *setting = self->settings->pdata[i];
        if (setting->differs == different)
          g_ptr_array_add (sorted, setting);
      }
  g_ptr_array_set_free_func (self->settings, NULL);
  g_ptr_array_unref (self->settings);
  self->settings = sorted;
}

/* --- The whole -------------------------------------------------------------------- */

static gboolean
add_run (Making *self, NablaStore *store, gint64 id, GError **error)
{
  g_auto (NablaStoreRow) row = { 0 };
  g_auto (NablaStoreDetail) detail = { 0 };
  if (!nabla_store_get_row (store, id, &row, error)
      || !nabla_store_get_detail (store, id, &detail, error))
    return FALSE;
  NablaExperiment *experiment = nabla_store_get_experiment (store, id, error);
  if (experiment == NULL)
    return FALSE;
  guint i = self->experiments->len;
  g_ptr_array_add (self->experiments, experiment);
  self->made->names[i] = nabla_runs_row_name (&row);
  add_curve (self->made->snapshot, self->made->names[i], detail.curve);
  if (self->made->n > 1)
    return TRUE;
  self->made->title = g_steal_pointer (&row.title);
  self->made->tags = g_steal_pointer (&row.tags);
  self->made->notes = g_steal_pointer (&detail.notes);
  return TRUE;
}

NablaRunsComparison *
nabla_runs_comparison_new (NablaStore *store, const gint64 *ids, guint n, GError **error)
{
  g_return_val_if_fail (store != NULL && ids != NULL && n > 0, NULL);
  g_return_val_if_fail (n <= NABLA_RUNS_MOST_COMPARED, NULL);

  g_autoptr (GPtrArray) experiments
      = g_ptr_array_new_with_free_func ((GDestroyNotify)nabla_experiment_unref);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (NablaRunsComparison) self = g_atomic_rc_box_new0 (NablaRunsComparison);
  self->n = n;
  self->names = g_new0 (char *, n + 1);
  self->settings = g_ptr_array_new_with_free_func (setting_free);
  Making making = { experiments, known, self };
  self->snapshot = nabla_snapshot_new ();
  /* The figure's first curve is that of a run that goes on: here there is none. */
  if (n > 1)
    add_curve (self->snapshot, NULL, NULL);
  for (guint i = 0; i < n; i++)
    if (!add_run (&making, store, ids[i], error))
      return NULL;
  for (guint i = 0; i < n; i++)
    add_experiment (&making, experiments->pdata[i]);
  mark_different (&making);
  put_different_first (self);
  return g_steal_pointer (&self);
}
