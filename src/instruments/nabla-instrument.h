/* Instruments: settings in, named values and pictures out.
 *
 * An instrument shows one piece of the mathematics at work: turn a setting and
 * read what comes of it. It is a const struct that keeps nothing between calls;
 * what is computed is computed by the engine, with the same ops that networks are
 * made of, so that an instrument cannot say one thing and a network do another.
 * The same description gives the window its sliders, the command line its help and
 * a quiz the value that decides it. To add one, write its file and its word in this
 * folder's meson.build.
 *
 * Small instruments are a card in a lesson. Those with pictures have a page of their
 * own: they say what is to be seen as a snapshot, which figures draw, and which
 * settings follow the pointer in which figure.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-instrument-series.h"
#include "nabla-param.h"
#include "nabla-snapshot.h"

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
 * NablaInstrumentTile: a figure on the page of an instrument.
 * @figure: its name; the end of a list has %NULL
 * @span: twelfths of a row that it takes, 1 … 12
 * @weight: its share of the page's height, beside 1 of others
 * @takes_title: whether it is titled as the snapshot is, not as the figure
 */
typedef struct
{
  const char *figure;
  int span;
  double weight;
  gboolean takes_title;
} NablaInstrumentTile;

/**
 * NablaInstrumentHandle: which settings the pointer takes along in which figure.
 * @figure: its name, one with axes; the end of a list has %NULL
 * @x, @y: (nullable): settings that become the value under the pointer, within their
 *   ranges. The arrow keys move them too.
 * @x_width: (nullable): the setting that says how much lies to the right of @x: then
 *   the pointer is in the middle of the two, as for a window that is dragged
 */
typedef struct
{
  const char *figure;
  const char *x, *y;
  const char *x_width;
} NablaInstrumentHandle;

/* No group has more rows, and no setting more values at hand. */
#define NABLA_MAX_GROUP 8

/**
 * NablaInstrumentGroup: rows of the page's panel under one heading.
 * @title: the heading; marked N_(); the end of a list has %NULL
 * @params: names of the settings, in order; the rest is %NULL
 */
typedef struct
{
  const char *title;
  const char *params[NABLA_MAX_GROUP];
} NablaInstrumentGroup;

/**
 * NablaInstrumentAtHand: values of a setting that one click gives.
 * @param: name of the setting; the end of a list has %NULL
 * @n, @values: in growing order
 */
typedef struct
{
  const char *param;
  guint n;
  double values[NABLA_MAX_GROUP];
} NablaInstrumentAtHand;

/**
 * NablaInstrumentKey: the line in the pictures that a switch shows and hides.
 * @param: name of the setting; the end of a list has %NULL
 * @slot: its categorical color
 * @is_dashed: as it is drawn
 */
typedef struct
{
  const char *param;
  guint slot;
  gboolean is_dashed;
} NablaInstrumentKey;

/**
 * NablaInstrumentQuestion: something to predict before it is tried.
 * @question, @answers, @explanation: marked N_(); without a question there is none
 * @right: index of the right answer
 */
typedef struct
{
  const char *question;
  const char *answers[2];
  int right;
  const char *explanation;
} NablaInstrumentQuestion;

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
 *
 * Of those that have a page; all may be %NULL without one:
 * @section: of the course that it belongs to, such as `2.2`
 * @tiles: what is on the page; %NULL for an instrument without pictures
 * @observe: see nabla_instrument_observe ()
 * @handles: what the pointer moves in them
 * @groups: the rows of the panel; one group of all settings if %NULL
 * @at_hand, @keys: more of the rows
 * @note: (transfer full) (nullable): a line of Pango markup below the row of a setting
 * @span: gives the ends between which a setting moves now, where they are narrower than
 *   its range, such as the days of a series; returns whether they are
 * @question: to be predicted
 * @draws_on: the figure over which a series may be drawn by hand, or %NULL if the
 *   instrument takes none: x is the number of a value, from 1, and y the value
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

  const char *section;
  const NablaInstrumentTile *tiles;
  NablaSnapshot *(*observe) (const double *settings,
                             const NablaInstrumentSeries *series,
                             const gint *cancel,
                             double *values,
                             GError **error);
  const NablaInstrumentHandle *handles;
  const NablaInstrumentGroup *groups;
  const NablaInstrumentAtHand *at_hand;
  const NablaInstrumentKey *keys;
  char *(*note) (const char *param, const double *settings, const double *values);
  gboolean (*span) (const char *param,
                    const double *settings,
                    const NablaInstrumentSeries *series,
                    double *low,
                    double *high);
  NablaInstrumentQuestion question;
  const char *draws_on;
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

/**
 * nabla_instrument_observe:
 * @settings: (array): one number a param, each within its range
 * @series: (nullable): numbers that the user brought, for an instrument that takes them
 * @cancel: (nullable): looked at every few milliseconds; once it is not 0, the rest is left out
 * @values: (out) (array): one number an output
 *
 * What the figures of an instrument with pictures draw, and its values. May take long and
 * be called on any thread.
 *
 * Returns: (transfer full) (nullable): the snapshot; %NULL with @error set if it could not be
 *   computed or was given up (%NABLA_ERROR_CANCELLED)
 */
NablaSnapshot *nabla_instrument_observe (const NablaInstrument *self,
                                         const double *settings,
                                         const NablaInstrumentSeries *series,
                                         const gint *cancel,
                                         double *values,
                                         GError **error);

/**
 * nabla_instrument_span:
 * @param: index of a setting
 * @series: (nullable): as in nabla_instrument_observe ()
 * @low, @high: (out): the ends between which it moves now; its range, or less
 */
void nabla_instrument_span (const NablaInstrument *self,
                            guint param,
                            const double *settings,
                            const NablaInstrumentSeries *series,
                            double *low,
                            double *high);

/* Returns: (transfer full): the arithmetic in one line, for eyes and screen readers */
char *nabla_instrument_sentence (const NablaInstrument *self,
                                 const double *settings,
                                 const double *values);

G_END_DECLS
