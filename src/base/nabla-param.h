/* Parameter specs: a setting described once.
 *
 * The same description drives the experiment file's checker, the panel of the
 * window, the search space and the help of the command line. Ops, optimizers,
 * schedules, generators and instruments each carry a list of them, ended by an
 * entry whose name is NULL; their settings are an array of doubles in the same
 * order (a choice is its index, a boolean 0 or 1).
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* No list of parameter specs is longer. */
#define NABLA_MAX_PARAMS 16

typedef enum {
  NABLA_PARAM_REAL,
  NABLA_PARAM_INTEGER,
  NABLA_PARAM_BOOLEAN,
  NABLA_PARAM_CHOICE,
} NablaParamType;

typedef enum {
  NABLA_SCALE_LINEAR,
  NABLA_SCALE_LOG,        /* learning rates: equal steps multiply */
  NABLA_SCALE_ONE_MINUS,  /* momenta: log scale of 1 − x */
} NablaParamScale;

/**
 * NablaParamSpec:
 * @name: the key in an experiment file, the field's standard term
 * @title: what the panel shows; marked N_(), translated by the reader
 * @symbol: (nullable): the course's letter, such as `α`
 * @help: one sentence; marked N_()
 * @type: what values there are
 * @minimum, @maximum: allowed range, both ends included (numbers only)
 * @initial: the value where none is given
 * @scale: how a slider or a search spreads the range
 * @choices: (nullable): names of the choices, NULL-terminated
 * @fixed: whether it belongs to a network's shape or start, so that a change
 *   needs a new run
 */
typedef struct {
  const char *name;
  const char *title;
  const char *symbol;
  const char *help;
  NablaParamType type;
  double minimum;
  double maximum;
  double initial;
  NablaParamScale scale;
  const char *const *choices;
  gboolean fixed;
} NablaParamSpec;

/**
 * nabla_param_count:
 * @specs: (nullable): a list of specs
 *
 * Returns: how many there are
 */
guint nabla_param_count (const NablaParamSpec *specs);

/**
 * nabla_param_find:
 * @specs: (nullable): a list of specs
 * @name: a key
 *
 * Returns: the index of @name in @specs, or -1
 */
int nabla_param_find (const NablaParamSpec *specs, const char *name);

/**
 * nabla_param_defaults:
 * @specs: (nullable): a list of specs
 * @settings: (out): room for as many numbers as there are specs
 */
void nabla_param_defaults (const NablaParamSpec *specs, double *settings);

/**
 * nabla_param_parse:
 * @spec: what is allowed
 * @place: how a message names the setting, such as `[train] learning_rate`
 * @text: what was written
 * @value: (out): the setting; unchanged on error
 * @error: a sentence that names @place, what was found and what is allowed
 *
 * Returns: whether @text is an allowed value
 */
gboolean nabla_param_parse (const NablaParamSpec *spec,
                            const char *place,
                            const char *text,
                            double *value,
                            GError **error);

/**
 * nabla_param_check:
 * @spec: what is allowed
 * @place: how a message names the setting
 * @value: a number
 *
 * Like nabla_param_parse (), for a value that is a number already.
 *
 * Returns: whether @value is allowed
 */
gboolean nabla_param_check (const NablaParamSpec *spec,
                            const char *place,
                            double value,
                            GError **error);

/**
 * nabla_param_format:
 * @spec: the setting
 * @value: an allowed value
 *
 * Returns: (transfer full): @value as an experiment file writes it
 */
char *nabla_param_format (const NablaParamSpec *spec, double value);

G_END_DECLS
