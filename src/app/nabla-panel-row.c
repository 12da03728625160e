/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-panel-row.h"

#include "nabla-param-row.h"
#include "nabla-titles.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Where a slider spans less than what may be typed. */
static const struct {
  const char *key;
  double minimum, maximum;
  NablaParamScale scale;
} sliders[] = {
  { "train.learning_rate", 1e-5, 10, NABLA_SCALE_LOG },
  { "train.batch_size", 1, 1024, NABLA_SCALE_LOG },
  { "train.steps", 100, 1e5, NABLA_SCALE_LOG },
  { "train.l2", 0.001, 100, NABLA_SCALE_LOG },
  { "train.l1", 0.001, 100, NABLA_SCALE_LOG },
  { "train.clip_norm", 0.01, 100, NABLA_SCALE_LOG },
  { "train.patience", 1, 200, NABLA_SCALE_LOG },
  { "data.seed", 0, 20, NABLA_SCALE_LINEAR },
  { "experiment.seed", 0, 20, NABLA_SCALE_LINEAR },
  { "units", 1, 64, NABLA_SCALE_LOG },
  { "scale", 0.001, 10, NABLA_SCALE_LOG },
  { "keep_prob", 0.1, 1, NABLA_SCALE_LINEAR },
};

/* Whether @key is @param of some layer. */
static gboolean
is_of_layer (const char *key, const char *param)
{
  gsize length = strlen (param);
  return strncmp (key, param, length) == 0 && key[length] == '@';
}

GtkWidget *
nabla_panel_row_for_spec (const char *key, const NablaParamSpec *spec)
{
  NablaParamSpec own = *spec;
  int slider = -1;
  for (guint i = 0; i < G_N_ELEMENTS (sliders); i++)
    if (g_str_equal (sliders[i].key, key) || is_of_layer (key, sliders[i].key))
      slider = i;
  if (slider >= 0)
    own.scale = sliders[slider].scale;
  GtkWidget *row = nabla_param_row_new (&own);
  if (slider >= 0)
    nabla_param_row_set_range (NABLA_PARAM_ROW (row), sliders[slider].minimum, sliders[slider].maximum);
  if (spec->choices != NULL)
    {
      g_auto (GStrv) titles = nabla_choice_titles (spec);
      nabla_param_row_set_choice_titles (NABLA_PARAM_ROW (row), (const char *const *) titles);
    }
  /* The full title is longer than a panel is wide. */
  if (g_str_equal (key, "data.normalize"))
    nabla_param_row_set_title (NABLA_PARAM_ROW (row), _("Normalize"));
  if (g_str_equal (key, "train.bug"))
    nabla_param_row_set_title (NABLA_PARAM_ROW (row), _("Planted"));
  if (g_str_equal (key, "train.batch_size"))
    nabla_param_row_set_word (NABLA_PARAM_ROW (row), "full", 0);
  return row;
}

static void
changed_cb (NablaParamRow *row, const char *value, NablaSession *session)
{
  g_autoptr (GError) error = NULL;
  const char *key = g_object_get_data (G_OBJECT (row), "nabla-key");
  double present;
  if (nabla_session_set (session, key, value, &error))
    return;
  if (nabla_experiment_find_param (nabla_session_experiment (session), key, &present, NULL) != NULL)
    nabla_param_row_set_value (row, present);
  nabla_session_report (session, error);
}

GtkWidget *
nabla_panel_row_new (NablaSession *session, const char *key, const NablaParamSpec *spec)
{
  g_return_val_if_fail (NABLA_IS_SESSION (session) && key != NULL && spec != NULL, NULL);

  GtkWidget *row = nabla_panel_row_for_spec (key, spec);
  g_object_set_data_full (G_OBJECT (row), "nabla-key", g_strdup (key), g_free);
  g_signal_connect_object (row, "changed", G_CALLBACK (changed_cb), session, 0);
  return row;
}
