/* Instruments: settings in, named values out.
 *
 * An instrument shows one piece of the mathematics at work: turn a setting and
 * read what comes of it. It is a const struct that keeps nothing between calls;
 * what is computed is computed by the engine, with the same ops that networks are
 * made of, so that an instrument cannot say one thing and a network do another.
 * The same description gives the window its sliders, the command line its help and
 * a quiz the value that decides it. To add one, write its file and its word in this
 * folder's meson.build.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-param.h"

G_BEGIN_DECLS

/* No instrument has more values. */
#define NABLA_MAX_OUTPUTS 16

/**
 * NablaInstrumentOutput:
 * @name: what quizzes and the command line call the value
 * @title: what it is; marked N_()
 * @symbol: the course's letter
 */
typedef struct
{
  const char *name;
  const char *title;
  const char *symbol;
} NablaInstrumentOutput;

/**
 * NablaInstrument:
 * @name: what lessons and the command line call it
 * @title: of its card; marked N_()
 * @help: one sentence; marked N_()
 * @params: its settings; the end has a name of %NULL
 * @outputs: its values; the end has a name of %NULL
 * @plane: names of the two settings that span its picture, across and up; or %NULL
 *   twice if it has none
 * @plane_output: the value that the picture shows over that plane
 * @plane_line: the value whose zeros the picture draws as a line
 * @compute: see nabla_instrument_compute ()
 * @sentence: (transfer full): its arithmetic with the numbers put in, translated
 */
typedef struct
{
  const char *name;
  const char *title;
  const char *help;
  const NablaParamSpec *params;
  const NablaInstrumentOutput *outputs;
  const char *plane[2];
  const char *plane_output;
  const char *plane_line;
  gboolean (*compute) (const double *settings, gsize n, double *values, GError **error);
  char *(*sentence) (const double *settings, const double *values);
} NablaInstrument;

/* Returns: (transfer none) (array zero-terminated=1): all instruments */
const NablaInstrument *const *nabla_instruments (void);

/**
 * nabla_instrument_find:
 * @name: such as `neuron`
 * @error: names the nearest right word and what there is
 *
 * Returns: (transfer none) (nullable): the instrument called @name
 */
const NablaInstrument *nabla_instrument_find (const char *name, GError **error);

/* Returns: how many values it has */
guint nabla_instrument_n_outputs (const NablaInstrument *self);

/* Returns: the index of the value called @name, or −1 with @error set */
int nabla_instrument_find_output (const NablaInstrument *self, const char *name, GError **error);

/**
 * nabla_instrument_set:
 * @settings: (inout): one number a param; unchanged on error
 * @key: name of a param
 * @text: its value as it was written
 * @error: which key or value is wrong and what is allowed
 *
 * Returns: whether @text is an allowed value of @key
 */
gboolean nabla_instrument_set (const NablaInstrument *self,
                               double *settings,
                               const char *key,
                               const char *text,
                               GError **error);

/**
 * nabla_instrument_compute:
 * @settings: (array): @n rows of one number a param, each within its range
 * @n: how many rows; those that share what belongs to the model are one batch
 * @values: (out) (array): @n rows of one number an output
 *
 * Returns: whether it could be computed; only want of memory stands against it
 */
gboolean nabla_instrument_compute (
    const NablaInstrument *self, const double *settings, gsize n, double *values, GError **error);

/* Returns: (transfer full): the arithmetic in one line, for eyes and screen readers */
char *nabla_instrument_sentence (const NablaInstrument *self,
                                 const double *settings,
                                 const double *values);

G_END_DECLS
