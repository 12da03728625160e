/* Weights by hand: `W[3,1]@hidden` is the weight from unit 1 of the layer before to
 * unit 3 of `hidden`, counted from 1 as the course does.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-trainer-private.h"

#include "nabla-error.h"
#include "nabla-number.h"
#include "nabla-words.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

gboolean
nabla_trainer_is_weight_key (const char *key)
{
  const char *bracket = strchr (key, '['), *at = strchr (key, '@');
  return bracket != NULL && at != NULL && bracket < at;
}

G_GNUC_PRINTF (4, 5)
static gboolean
fail (const char *key, NablaError code, GError **error, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, NABLA_ERROR, code, "%s: %s", key, message);
  return FALSE;
}

static const NablaNode *
find_layer (const NablaTrainer *self, const char *key, const char *name, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint i = 0; i < nabla_experiment_n_layers (self->experiment); i++)
    {
      const NablaLayerSpec *layer = nabla_experiment_layer (self->experiment, i);
      if (g_str_equal (layer->name, name))
        return self->model->pre_activations[i];
      g_ptr_array_add (names, layer->name);
    }
  g_ptr_array_add (names, NULL);
  g_autofree char *message = nabla_words_unknown (key, name, (const char *const *)names->pdata);
  g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN, message);
  return NULL;
}

/* The letter of a parameter: what follows the last `/` of its name. */
static const char *
letter_of (const NablaNode *parameter)
{
  const char *slash = strrchr (parameter->name, '/');
  return slash != NULL ? slash + 1 : parameter->name;
}

static const NablaNode *
find_parameter (const NablaNode *layer,
                const char *key,
                const char *layer_name,
                const char *letter,
                GError **error)
{
  g_autoptr (GString) letters = g_string_new (NULL);
  for (guint i = layer->n_data; i < layer->n_inputs; i++)
    {
      const NablaNode *parameter = layer->inputs[i];
      if (g_str_equal (letter_of (parameter), letter))
        return parameter;
      g_string_append_printf (letters, letters->len > 0 ? ", %s" : "%s", letter_of (parameter));
    }
  if (letters->len == 0)
    fail (key, NABLA_ERROR_UNKNOWN, error, _("layer '%s' has no weights"), layer_name);
  else
    fail (key, NABLA_ERROR_UNKNOWN, error, _("layer '%s' has no '%s'; it has %s"), layer_name,
          letter, letters->str);
  return NULL;
}

/* The number of an element, counted along its rows; a column may leave out its 1. */
static gboolean
find_element (const NablaNode *parameter,
              const char *key,
              const char *letter,
              const char *text,
              gsize *element,
              GError **error)
{
  const NablaShape *shape = &parameter->shape;
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  guint n = g_strv_length (parts);
  gboolean short_column = n + 1 == shape->rank && shape->dim[shape->rank - 1] == 1;
  gboolean good = n == shape->rank || short_column;
  *element = 0;
  for (guint i = 0; good && i < n; i++)
    {
      double index;
      good = nabla_number_parse (parts[i], -1, &index) && index >= 1 && index <= shape->dim[i]
             && index == floor (index);
      *element = *element * shape->dim[i] + (good ? (gsize)index - 1 : 0);
    }
  if (good)
    return TRUE;
  g_autofree char *size = nabla_shape_format (shape, NULL);
  return fail (key, NABLA_ERROR_RANGE, error,
               _("there is no such place; %s has shape %s and places are counted from 1, as in "
                  "W[3,1] or b[2]"),
               letter, size);
}

gboolean
nabla_trainer_set_weight (NablaTrainer *self, const char *key, const char *value, GError **error)
{
  const char *bracket = strchr (key, '['), *at = strchr (key, '@');
  if (at[-1] != ']' || bracket == key || !g_utf8_validate (key, -1, NULL))
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_SYNTAX,
                   _("a weight is written W[3,1]@hidden, a bias b[2]@hidden"));
      return FALSE;
    }
  g_autofree char *letter = g_strndup (key, bracket - key);
  g_autofree char *place = g_strndup (bracket + 1, at - 1 - (bracket + 1));
  const NablaNode *layer = find_layer (self, key, at + 1, error);
  if (layer == NULL)
    return FALSE;
  const NablaNode *parameter = find_parameter (layer, key, at + 1, letter, error);
  gsize element;
  if (parameter == NULL || !find_element (parameter, key, letter, place, &element, error))
    return FALSE;

  NablaGraph *graph = self->model->graph;
  gboolean is_double = nabla_graph_precision (graph) == NABLA_DOUBLE;
  double number;
  if (value == NULL || !nabla_number_parse (value, -1, &number)
      || (!is_double && fabs (number) > FLT_MAX))
    return fail (key, NABLA_ERROR_RANGE, error, _("found '%s', but a weight is a finite number"),
                 value != NULL ? value : "");

  gsize index = parameter->parameter_offset + element;
  if (is_double)
    ((double *)nabla_graph_parameters (graph))[index] = number;
  else
    ((float *)nabla_graph_parameters (graph))[index] = number;
  self->revision++;
  nabla_trainer_forget_divergence (self);
  return TRUE;
}
