/* A slider's track: where on it a setting stands, and which settings it stops at.
 *
 * A parameter may allow far more than anybody tries: a learning rate from 1e-7 to
 * 100, an L2 of up to 1000. The track spans the usual part around the default
 * value, by equal differences, by equal factors, or by equal factors of 1 − x,
 * and stops at round numbers only. Zero, where it is allowed on a logarithmic
 * track, has a stop of its own at the left end; a word (`full`) one at the right.
 *
 * Places are the track's own units: decades, powers of two, or the value itself.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-param.h"

G_BEGIN_DECLS

#define NABLA_PARAM_TRACK_MOST_TICKS 24

typedef enum {
  NABLA_PARAM_TRACK_LINEAR,
  NABLA_PARAM_TRACK_DECADES,
  NABLA_PARAM_TRACK_BINARY, /* powers of two */
  NABLA_PARAM_TRACK_ONE_MINUS,
} NablaParamTrackKind;

typedef struct {
  NablaParamTrackKind kind;
  gboolean is_whole;
  double minimum, maximum; /* what is allowed */
  double low, high;        /* what the track spans */
  double step;             /* distance of stops on a linear track */
  gboolean has_least;      /* a stop for @minimum left of @low */
  gboolean has_word;
  double word;
} NablaParamTrack;

/**
 * nabla_param_track_init:
 * @spec: a number
 *
 * Returns: whether a slider makes sense; not for seeds, of which each is as good
 *   as the next
 */
gboolean nabla_param_track_init (NablaParamTrack *self, const NablaParamSpec *spec);

/* Spans @low to @high instead, as far as they are allowed; @low < @high */
void nabla_param_track_set_range (NablaParamTrack *self, double low, double high);

/* Gives @word a stop at the right end. */
void nabla_param_track_set_word (NablaParamTrack *self, double word);

/* Returns: the places of both ends */
void nabla_param_track_ends (const NablaParamTrack *self, double *first, double *last);

/* Returns: the place of @value, at an end if it is beyond */
double nabla_param_track_place (const NablaParamTrack *self, double value);

/* Returns: the stop next to a place */
double nabla_param_track_value (const NablaParamTrack *self, double place);

/**
 * nabla_param_track_step:
 * @n: how many stops on, negative for back
 * @is_page: ten linear stops, a decade, or two powers of two at once
 *
 * Returns: the value that many stops from @value, also beyond the track's ends
 */
double nabla_param_track_step (const NablaParamTrack *self, double value, int n, gboolean is_page);

/**
 * nabla_param_track_ticks:
 * @places: (out): room for %NABLA_PARAM_TRACK_MOST_TICKS
 *
 * Returns: how many ticks: one a decade or power of two, none on a linear track
 */
guint nabla_param_track_ticks (const NablaParamTrack *self, double *places);

G_END_DECLS
