/* Readings: one group of a document, understood by the grammar.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-document.h"
#include "nabla-grammar-private.h"

G_BEGIN_DECLS

/**
 * NablaReport:
 * @file: (nullable): what messages call the text
 * @with_lines: whether they begin with file and line; a change from outside the
 *   file, such as `--set`, has none
 * @error: where the first message goes
 */
typedef struct {
  const char *file;
  gboolean with_lines;
  GError **error;
} NablaReport;

/* Sets the error. Returns: FALSE */
gboolean nabla_report_fail (const NablaReport *self,
                            guint line,
                            NablaError code,
                            const char *format,
                            ...) G_GNUC_PRINTF (4, 5);

/* Sets the error to @error (transfer full), with its place. Returns: FALSE */
gboolean nabla_report_pass (const NablaReport *self, guint line, GError *error);

/**
 * NablaReading:
 * @group: (nullable): what was read; %NULL if it is not there and all is as initial
 * @title: such as `[layer hidden]`
 * @settings: one number a spec of the grammar
 * @chosen: for each chooser the item's index, or −1
 * @own: the item's own settings
 */
typedef struct {
  const NablaGroupGrammar *grammar;
  const NablaDocumentGroup *group;
  char *title;
  double settings[NABLA_MAX_PARAMS];
  int chosen[NABLA_MAX_CHOOSERS];
  double own[NABLA_MAX_CHOOSERS][NABLA_MAX_PARAMS];
} NablaReading;

/**
 * nabla_reading_init:
 * @self: to be filled; clear it afterwards, after an error too
 * @group: (nullable): a group of this kind
 *
 * Reads every key of @group, or says which is wrong.
 */
gboolean nabla_reading_init (NablaReading *self,
                             const NablaGroupGrammar *grammar,
                             const NablaDocumentGroup *group,
                             const NablaReport *report);
void nabla_reading_clear (NablaReading *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NablaReading, nabla_reading_clear)

/* Returns: (nullable): the text of a free-text key, %NULL if not given or empty */
const char *nabla_reading_text (const NablaReading *self, const char *key);

/* Returns: (transfer full): the words of a list `a;b` without white space around
 * them; a `;` at the end is allowed; %NULL if the key is not given or empty */
char **nabla_reading_list (const NablaReading *self, const char *key);

/* Returns: the line of @key, or of the group's head, or 0 */
guint nabla_reading_line (const NablaReading *self, const char *key);

/* Returns: (nullable): the own parameters of what chooser @chooser chose */
const NablaParamSpec *nabla_reading_own_params (const NablaReading *self, guint chooser);

/**
 * nabla_reading_own_key:
 *
 * Parameters of what is chosen are keys under their own names; one that clashes
 * with a key of the group, or with an earlier chooser's, has the chooser before it:
 * op=leaky_relu, slope=0.1, activation=leaky_relu, activation_slope=0.2.
 *
 * Returns: (transfer full): the key of own parameter @index of chooser @chooser
 */
char *nabla_reading_own_key (const NablaReading *self, guint chooser, guint index);

/**
 * nabla_reading_find:
 * @key: of this group
 * @value: (out) (optional): its setting
 *
 * Returns: (nullable): the spec behind @key, %NULL if it has none
 */
const NablaParamSpec *nabla_reading_find (NablaReading *self, const char *key, double *value);

/* Returns: (transfer full): a sentence on @key, which the group does not have: to
 * what it belongs, or what was meant */
char *nabla_reading_unknown (const NablaReading *self, const char *key);

/**
 * nabla_reading_parse:
 * @spec: one that belongs to this group
 * @key: how the file calls it
 *
 * As nabla_param_parse (), but knows `batch_size=full`, shortens what is too long
 * for a message, and explains a comment behind a number.
 */
gboolean nabla_reading_parse (const NablaReading *self,
                              const NablaParamSpec *spec,
                              const char *key,
                              const char *text,
                              double *value,
                              GError **error);

G_END_DECLS
