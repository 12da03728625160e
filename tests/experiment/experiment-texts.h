/* Texts that several tests take apart.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <string.h>

#include "nabla-experiment.h"

/* Lines are numbered by tests: keep them where they are. */
static const char *const whole_text =
  "# A whole experiment.\n"                    /* 1 */
  "[experiment]\n"
  "format=1\n"
  "title=Whole\n"
  "title[zh_CN]=完整\n"                        /* 5 */
  "seed=2\n"
  "[data]\n"
  "source=flower\n"
  "samples=400\n"
  "seed=1\n"                                   /* 10 */
  "train=0.6\n"
  "dev=0.2\n"
  "test=0.2\n"
  "normalize=standard\n"
  "[layer hidden]\n"                           /* 15 */
  "op=dense\n"
  "units=8\n"
  "activation=leaky_relu\n"
  "slope=0.1\n"
  "initialization=normal\n"                    /* 20 */
  "scale=0.5\n"
  "[layer b/deep]\n"
  "op=dense\n"
  "units=8\n"
  "[layer b/sum]\n"                            /* 25 */
  "op=add\n"
  "from=hidden;b/deep\n"
  "[block b]\n"
  "title=Residual\n"
  "[layer output]\n"                           /* 30 */
  "op=dense\n"
  "units=1\n"
  "[loss]\n"
  "op=sigmoid_cross_entropy\n"
  "[train]\n"                                  /* 35 */
  "optimizer=adam\n"
  "beta1=0.8\n"
  "learning_rate=0.01\n"
  "schedule=exponential\n"
  "decay=0.99\n"                               /* 40 */
  "batch_size=full\n"
  "steps=300\n"
  "[search]\n"
  "trials=40\n"
  "learning_rate=log 0.0001 1\n"               /* 45 */
  "beta1=one_minus 0.5 0.999\n"
  "units@hidden=integer 2 16\n"
  "train.batch_size=choice 32; 64 ;full\n"
  "[views]\n"
  "show=cost;boundary;network\n";              /* 50 */

/* Returns: (transfer full): @text with @old, which must be there, replaced */
static inline char *
replace_in (const char *text, const char *old, const char *replacement)
{
  const char *at = strstr (text, old);
  g_assert_nonnull (at);
  g_autofree char *before = g_strndup (text, at - text);
  return g_strconcat (before, replacement, at + strlen (old), NULL);
}
