/* The checker: inputs, layers, blocks and losses, and how they are wired. A layer
 * takes only what stands above it, so there are no cycles.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-experiment-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  NablaExperiment *self;
  const NablaReport *report;
  GHashTable *places;   /* name → index as in NablaLayerSpec.from */
  GHashTable *prefixes; /* `a` and `a/b` of a layer `a/b/c` */
} Network;

static const NablaDocumentGroup *
next_of_kind (const NablaExperiment *self, guint *index, const char *kind)
{
  while (*index < nabla_document_n_groups (self->document))
    {
      const NablaDocumentGroup *group = nabla_document_group (self->document, (*index)++);
      if (g_str_equal (group->kind, kind))
        return group;
    }
  return NULL;
}

/* Two nodes of a graph cannot have one name. */
static gboolean
claim_name (Network *network, const NablaDocumentGroup *group, int place)
{
  const char *name = group->name;
  if (g_str_equal (name, NABLA_TARGET_NODE) || g_str_equal (name, NABLA_LOSS_NODE)
      || g_str_has_prefix (name, NABLA_LOSS_NODE "/"))
    return nabla_report_fail (network->report, group->line, NABLA_ERROR_SYNTAX,
                              _("[%s %s]: the name '%s' is kept for the network's own use; take "
                                "another"),
                              group->kind, name, name);
  if (g_hash_table_contains (network->places, name))
    return nabla_report_fail (network->report, group->line, NABLA_ERROR_SYNTAX,
                              _("[%s %s]: an input is called '%s' already; take another name"),
                              group->kind, name, name);
  g_hash_table_insert (network->places, (char *) name, GINT_TO_POINTER (place));
  for (const char *slash = strchr (name, '/'); slash != NULL; slash = strchr (slash + 1, '/'))
    g_hash_table_add (network->prefixes, g_strndup (name, slash - name));
  return TRUE;
}

static gboolean
check_inputs (Network *network)
{
  NablaExperiment *self = network->self;
  guint at = 0;
  const NablaDocumentGroup *group;
  while ((group = next_of_kind (self, &at, "input")) != NULL)
    {
      g_auto (NablaReading) reading = { NULL };
      if (!nabla_reading_init (&reading, nabla_grammar_find ("input"), group, network->report)
          || !claim_name (network, group, -1 - (int) self->inputs->len))
        return FALSE;
      NablaInputSpec input = {
        .name = g_strdup (group->name),
        .line = group->line,
        .columns = nabla_reading_list (&reading, "columns"),
      };
      g_array_append_val (self->inputs, input);
    }
  if (self->inputs->len > 0)
    return TRUE;
  NablaInputSpec input = { .name = g_strdup ("input") };
  g_array_append_val (self->inputs, input);
  g_hash_table_insert (network->places, (char *) "input", GINT_TO_POINTER (-1));
  return TRUE;
}

/* Finds what `from=`, `share=` or `target=` of @reading names. */
static gboolean
resolve (Network *network,
         const NablaReading *reading,
         const char *key,
         const char *name,
         int *place)
{
  guint line = nabla_reading_line (reading, key);
  gpointer found;
  if (g_hash_table_lookup_extended (network->places, name, NULL, &found))
    {
      *place = GPOINTER_TO_INT (found);
      return TRUE;
    }

  g_autofree char *shown = nabla_document_excerpt (name);
  gboolean in_layer = g_str_equal (reading->group->kind, "layer");
  if (in_layer && g_str_equal (name, reading->group->name))
    return nabla_report_fail (network->report, line, NABLA_ERROR_UNKNOWN,
                              _("%s %s: a layer cannot name itself"), reading->title, key);
  const NablaDocumentGroup *later
    = nabla_document_find_group (network->self->document, "layer", name);
  if (later != NULL)
    return nabla_report_fail (network->report, line, NABLA_ERROR_UNKNOWN,
                              _("%s %s: '%s' comes later, in line %u; a layer takes only what "
                                "stands above it"),
                              reading->title, key, shown, later->line);
  g_autofree char *where = g_strconcat (reading->title, " ", key, NULL);
  g_autofree char *message = nabla_experiment_unknown_layer (network->self, where, name, TRUE);
  return nabla_report_fail (network->report, line, NABLA_ERROR_UNKNOWN, "%s", message);
}

static gboolean
check_from (Network *network, const NablaReading *reading, NablaLayerSpec *layer)
{
  const NablaOp *op = layer->op;
  g_auto (GStrv) names = nabla_reading_list (reading, "from");
  guint n = names != NULL ? g_strv_length (names) : 0;
  guint line = nabla_reading_line (reading, "from");
  if (names == NULL && op->min_inputs > 1)
    return nabla_report_fail (network->report, line, NABLA_ERROR_SYNTAX,
                              _("%s: %s takes %u to %u inputs; name them, as in from=a;b"),
                              reading->title, op->name, op->min_inputs, op->max_inputs);
  if (names == NULL && op->max_inputs > 0)
    {
      guint index = network->self->layers->len;
      layer->from[0] = index > 0 ? (int) index - 1 : -1;
      layer->n_from = 1;
    }
  if (names == NULL)
    return TRUE;
  if (n < op->min_inputs || n > op->max_inputs)
    return nabla_report_fail (network->report, line, NABLA_ERROR_SYNTAX,
                              _("%s from: %s takes %u to %u inputs, not %u"),
                              reading->title, op->name, op->min_inputs, op->max_inputs, n);
  layer->n_from = n;
  for (guint i = 0; i < n; i++)
    if (!resolve (network, reading, "from", names[i], &layer->from[i]))
      return FALSE;
  return TRUE;
}

static gboolean
check_share (Network *network, const NablaReading *reading, NablaLayerSpec *layer)
{
  const char *name = nabla_reading_text (reading, "share");
  layer->share = -1;
  if (name == NULL)
    return TRUE;
  if (!resolve (network, reading, "share", name, &layer->share))
    return FALSE;
  guint line = nabla_reading_line (reading, "share");
  if (layer->share < 0)
    return nabla_report_fail (network->report, line, NABLA_ERROR_UNKNOWN,
                              _("%s share: '%s' is an input and has no parameters"),
                              reading->title, name);

  const NablaLayerSpec *other = nabla_experiment_layer (network->self, layer->share);
  if (other->op != layer->op)
    return nabla_report_fail (network->report, line, NABLA_ERROR_UNKNOWN,
                              _("%s share: '%s' is %s, but %s can share the parameters of another "
                                 "%s only"),
                              reading->title, name, other->op->name, layer->op->name,
                              layer->op->name);
  guint n = nabla_param_count (layer->op->params);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *key = nabla_reading_own_key (reading, 0, i);
      if (nabla_document_group_find (reading->group, key) == NULL)
        layer->settings[i] = other->settings[i];
    }
  return TRUE;
}

static gboolean
check_layers (Network *network)
{
  NablaExperiment *self = network->self;
  guint at = 0;
  const NablaDocumentGroup *group;
  while ((group = next_of_kind (self, &at, "layer")) != NULL)
    {
      g_auto (NablaReading) reading = { NULL };
      if (!nabla_reading_init (&reading, nabla_grammar_find ("layer"), group, network->report))
        return FALSE;
      const NablaParamSpec *specs = reading.grammar->params;
      const char *op = specs[NABLA_LAYER_OP].choices[reading.chosen[0]];
      const char *activation = specs[NABLA_LAYER_ACTIVATION].choices[reading.chosen[1]];
      NablaLayerSpec layer = {
        .line = group->line,
        .op = nabla_op_find (NABLA_DOUBLE, op),
        /* The first choice is none. */
        .activation = reading.chosen[1] > 0 ? nabla_op_find (NABLA_DOUBLE, activation) : NULL,
        .trainable = reading.settings[NABLA_LAYER_TRAINABLE] != 0,
      };
      memcpy (layer.settings, reading.own[0], sizeof layer.settings);
      memcpy (layer.activation_settings, reading.own[1], sizeof layer.activation_settings);
      if (!check_from (network, &reading, &layer) || !check_share (network, &reading, &layer)
          || !claim_name (network, group, self->layers->len))
        return FALSE;
      layer.name = g_strdup (group->name);
      g_array_append_val (self->layers, layer);
    }
  if (self->layers->len == 0)
    return nabla_report_fail (network->report, 0, NABLA_ERROR_SYNTAX,
                              _("there is no layer; a network needs at least one, such as [layer "
                                "output] with op=dense"));
  return TRUE;
}

static gboolean
check_blocks (Network *network)
{
  guint at = 0;
  const NablaDocumentGroup *group;
  while ((group = next_of_kind (network->self, &at, "block")) != NULL)
    {
      g_auto (NablaReading) reading = { NULL };
      if (!nabla_reading_init (&reading, nabla_grammar_find ("block"), group, network->report))
        return FALSE;
      if (!g_hash_table_contains (network->prefixes, group->name))
        return nabla_report_fail (network->report, group->line, NABLA_ERROR_SYNTAX,
                                  _("[block %s] holds no layer; its layers are called %s/…, as in "
                                     "[layer %s/first]"),
                                  group->name, group->name, group->name);
    }
  return TRUE;
}

static gboolean
check_losses (Network *network)
{
  NablaExperiment *self = network->self;
  guint at = 0;
  const NablaDocumentGroup *group;
  while ((group = next_of_kind (self, &at, "loss")) != NULL)
    {
      g_auto (NablaReading) reading = { NULL };
      if (!nabla_reading_init (&reading, nabla_grammar_find ("loss"), group, network->report))
        return FALSE;
      const char *op = reading.grammar->params[NABLA_LOSS_OP].choices[reading.chosen[0]];
      const char *from = nabla_reading_text (&reading, "from");
      const char *target = nabla_reading_text (&reading, "target");
      NablaLossSpec loss = {
        .line = group->line,
        .op = nabla_op_find (NABLA_DOUBLE, op),
        .from = (int) self->layers->len - 1,
        .weight = reading.settings[NABLA_LOSS_WEIGHT],
      };
      memcpy (loss.settings, reading.own[0], sizeof loss.settings);
      int input = -1;
      if ((from != NULL && !resolve (network, &reading, "from", from, &loss.from))
          || (target != NULL && !resolve (network, &reading, "target", target, &input)))
        return FALSE;
      if (input >= 0)
        return nabla_report_fail (network->report, nabla_reading_line (&reading, "target"),
                                  NABLA_ERROR_UNKNOWN,
                                  _("%s target: '%s' is a layer; a target is an input, or the "
                                     "label if there is no target="),
                                  reading.title, target);
      loss.name = g_strdup (group->name);
      loss.target = g_strdup (target);
      g_array_append_val (self->losses, loss);
    }
  if (self->losses->len == 0)
    return nabla_report_fail (network->report, 0, NABLA_ERROR_SYNTAX,
                              _("there is no [loss], so nothing says what a good prediction is; "
                                "add one such as op=sigmoid_cross_entropy"));
  return TRUE;
}

gboolean
nabla_experiment_check_network (NablaExperiment *self, const NablaReport *report)
{
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) prefixes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Network network = { self, report, places, prefixes };
  return check_inputs (&network) && check_layers (&network) && check_blocks (&network)
         && check_losses (&network);
}
