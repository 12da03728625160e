/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-race-presets.h"

#include <glib/gi18n-lib.h>

#define GRADIENT_DESCENT(alpha)                                                                    \
  {                                                                                                \
    NULL, NULL,                                                                                    \
    {                                                                                              \
      "optimizer=gradient_descent", "learning_rate=" alpha                                         \
    }                                                                                              \
  }
#define MOMENTUM(alpha)                                                                            \
  {                                                                                                \
    NULL, NULL,                                                                                    \
    {                                                                                              \
      "optimizer=momentum", "learning_rate=" alpha                                                 \
    }                                                                                              \
  }
#define RMSPROP(alpha)                                                                             \
  {                                                                                                \
    NULL, NULL,                                                                                    \
    {                                                                                              \
      "optimizer=rmsprop", "learning_rate=" alpha                                                  \
    }                                                                                              \
  }
#define ADAM(alpha)                                                                                \
  {                                                                                                \
    NULL, NULL,                                                                                    \
    {                                                                                              \
      "optimizer=adam", "learning_rate=" alpha                                                     \
    }                                                                                              \
  }

/* The goalkeeper's question: 211 examples to learn from, and a network large enough to learn
 * their noise by heart. What is switched off in one racer is on in another. */
static const char football[]
    = "[experiment]\ntitle=Football\ntitle[zh_CN]=足球场\nseed=3\n"
      "[data]\nsource=football\nsamples=411\nnoise=0.15\nseed=2\ntrain=0.513\ndev=0.487\n"
      "[layer noise]\nop=gaussian_noise\nstddev=0\n"
      "[layer hidden1]\nop=dense\nunits=32\nactivation=relu\ninitialization=he\n"
      "[layer dropout1]\nop=dropout\nkeep_prob=1\n"
      "[layer hidden2]\nop=dense\nunits=16\nactivation=relu\ninitialization=he\n"
      "[layer dropout2]\nop=dropout\nkeep_prob=1\n"
      "[layer output]\nop=dense\nunits=1\ninitialization=xavier\n"
      "[loss]\nop=sigmoid_cross_entropy\n"
      "[train]\noptimizer=adam\nlearning_rate=0.01\nbatch_size=full\nsteps=4000\n";

/* Two rings, three layers, as in the course's exercise on initialization. */
static const char rings[]
    = "[experiment]\ntitle=Two rings\ntitle[zh_CN]=两个圆环\nseed=3\n"
      "[data]\nsource=circles\nsamples=300\nnoise=0.05\nfactor=0.8\nseed=1\n"
      "[layer hidden1]\nop=dense\nunits=10\nactivation=relu\ninitialization=he\n"
      "[layer hidden2]\nop=dense\nunits=5\nactivation=relu\ninitialization=he\n"
      "[layer output]\nop=dense\nunits=1\ninitialization=he\n"
      "[loss]\nop=sigmoid_cross_entropy\n"
      "[train]\noptimizer=gradient_descent\nlearning_rate=0.05\nbatch_size=full\nsteps=8000\n";

/* Deep and narrow, with weights that are too large: what batch norm is for. */
static const char spirals[]
    = "[experiment]\ntitle=Two spirals\ntitle[zh_CN]=双螺旋\nseed=1\n"
      "[data]\nsource=spirals\nclasses=2\nsamples=400\nnoise=0.1\nseed=1\ntrain=0.8\ndev=0."
      "2\nstratify=true\n"
      "[layer h1]\nop=dense\nunits=24\ninitialization=he\n"
      "[layer n1]\nop=batch_norm\nactivation=relu\n"
      "[layer h2]\nop=dense\nunits=24\ninitialization=he\n"
      "[layer n2]\nop=batch_norm\nactivation=relu\n"
      "[layer h3]\nop=dense\nunits=24\ninitialization=he\n"
      "[layer n3]\nop=batch_norm\nactivation=relu\n"
      "[layer output]\nop=dense\nunits=1\ninitialization=xavier\n"
      "[loss]\nop=sigmoid_cross_entropy\n"
      "[train]\noptimizer=momentum\nlearning_rate=0.1\nbatch_size=64\nsteps=1500\n";

/* Proline counts in hundreds, hue in tenths. */
static const char wine[]
    = "[experiment]\ntitle=Wine\ntitle[zh_CN]=葡萄酒\nseed=1\n"
      "[data]\nsource=wine\ntrain=0.7\ndev=0.3\nstratify=true\nnormalize=none\n"
      "[layer output]\nop=dense\nunits=3\ninitialization=xavier\n"
      "[loss]\nop=softmax_cross_entropy\n"
      "[train]\noptimizer=gradient_descent\nlearning_rate=0.5\nbatch_size=full\nsteps=1000\n";

#define EVERYWHERE(key, value) key "@hidden1=" value, key "@hidden2=" value, key "@output=" value
#define WITHOUT_NORM(layer) "op@" layer "=dropout", "keep_prob@" layer "=1"

static const NablaRacePreset presets[] = {
  /* what each arena begins with */
  { "bowl",
    NULL,
    "bowl",
    { NULL },
    NULL,
    5,
    { GRADIENT_DESCENT ("0.0355"), MOMENTUM ("0.06"), RMSPROP ("0.2"), ADAM ("0.4") } },
  { "rosenbrock",
    NULL,
    "rosenbrock",
    { "steps=600" },
    NULL,
    100,
    { GRADIENT_DESCENT ("0.0015"), MOMENTUM ("0.004"), RMSPROP ("0.01"), ADAM ("0.05") } },
  { "saddle",
    NULL,
    "saddle",
    { NULL },
    NULL,
    5,
    { GRADIENT_DESCENT ("0.05"), MOMENTUM ("0.05"), RMSPROP ("0.05"), ADAM ("0.05") } },
  { "ravine",
    NULL,
    "ravine",
    { "steps=200" },
    NULL,
    25,
    { GRADIENT_DESCENT ("0.05"), MOMENTUM ("0.05"), RMSPROP ("0.05"), ADAM ("0.1") } },
  { "two_weights",
    NULL,
    "two_weights",
    { "steps=200" },
    NULL,
    25,
    { GRADIENT_DESCENT ("1"), MOMENTUM ("1"), RMSPROP ("0.1"), ADAM ("0.2") } },
  { NABLA_RACE_NETWORK,
    NULL,
    NABLA_RACE_NETWORK,
    { NULL },
    NULL,
    0,
    { GRADIENT_DESCENT ("0.1"), MOMENTUM ("0.1"), RMSPROP ("0.005"), ADAM ("0.01") } },

  { "momentum-forms",
    N_ ("Momentum with and without (1 − β)"),
    "bowl",
    { NULL },
    NULL,
    5,
    { { N_ ("With (1 − β)"), NULL, { "optimizer=momentum", "learning_rate=0.06" } },
      { N_ ("Without (1 − β)"),
        NULL,
        { "optimizer=momentum", "learning_rate=0.06", "one_minus_beta=false" } },
      { N_ ("Without, α (1 − β)"),
        NULL,
        { "optimizer=momentum", "learning_rate=0.006", "one_minus_beta=false" } } } },
  { "epsilon",
    N_ ("Adam and RMSprop with ε = 0"),
    "bowl",
    { "b=0", NULL },
    NULL,
    5,
    { { N_ ("RMSprop, ε = 1e−8"), NULL, { "optimizer=rmsprop", "learning_rate=0.2" } },
      { N_ ("RMSprop, ε = 0"), NULL, { "optimizer=rmsprop", "learning_rate=0.2", "epsilon=0" } },
      { N_ ("Adam, ε = 1e−8"), NULL, { "optimizer=adam", "learning_rate=0.4" } },
      { N_ ("Adam, ε = 0"), NULL, { "optimizer=adam", "learning_rate=0.4", "epsilon=0" } } } },
  { "decay",
    N_ ("With and without learning rate decay"),
    "bowl",
    { "condition_number=5", "noise=3", "steps=400", "wander=60", NULL },
    NULL,
    25,
    { { N_ ("Constant α"), NULL, { "optimizer=gradient_descent", "learning_rate=0.1" } },
      { N_ ("α₀ / (1 + decay · epoch)"),
        NULL,
        { "optimizer=gradient_descent", "learning_rate=0.1", "schedule=inverse_time", "decay=1" } },
      { N_ ("0.9 ^ epoch · α₀"),
        NULL,
        { "optimizer=gradient_descent", "learning_rate=0.1", "schedule=exponential",
          "decay=0.9" } } } },

  { "regularization",
    N_ ("Regularization on the football field"),
    NABLA_RACE_NETWORK,
    { NULL },
    football,
    0,
    { { N_ ("None"), N_ ("nothing is held back"), { "stddev@noise=0" } },
      { N_ ("L2"), "λ 0.7", { "l2=0.7" } },
      { N_ ("Dropout"), "keep_prob 0.6", { "keep_prob@dropout1=0.6", "keep_prob@dropout2=0.6" } },
      { N_ ("Augmented"), N_ ("inputs move by σ 0.08"), { "stddev@noise=0.08" } } } },
  { "initialization",
    N_ ("Initialization"),
    NABLA_RACE_NETWORK,
    { NULL },
    rings,
    0,
    { { N_ ("Zeros"), "W = 0", { EVERYWHERE ("initialization", "zeros") } },
      { N_ ("Equal weights"),
        "W = 0.5",
        { EVERYWHERE ("initialization", "constant"), EVERYWHERE ("scale", "0.5") } },
      { N_ ("Large normal"),
        "10 · randn",
        { EVERYWHERE ("initialization", "normal"), EVERYWHERE ("scale", "10") } },
      { N_ ("Xavier"), "√(1/n) · randn", { EVERYWHERE ("initialization", "xavier") } },
      { N_ ("He"), "√(2/n) · randn", { EVERYWHERE ("initialization", "he") } } } },
  { "batch-norm",
    N_ ("Batch norm on and off"),
    NABLA_RACE_NETWORK,
    { NULL },
    spirals,
    0,
    { { N_ ("With batch norm"), NULL, { "learning_rate=0.1" } },
      { N_ ("Without"),
        NULL,
        { WITHOUT_NORM ("n1"), WITHOUT_NORM ("n2"), WITHOUT_NORM ("n3"),
          "learning_rate=0.1" } } } },
  { "normalization",
    N_ ("Input normalization"),
    NABLA_RACE_NETWORK,
    { NULL },
    wine,
    0,
    { { N_ ("As measured, α 0.5"), N_ ("normalize none"), { "data.normalize=none" } },
      { N_ ("As measured, small α"),
        N_ ("normalize none · α 1e−6"),
        { "data.normalize=none", "learning_rate=1e-06" } },
      { N_ ("Mean 0, variance 1"),
        N_ ("normalize standard · α 0.5"),
        { "data.normalize=standard" } } } },
};

const NablaRacePreset *
nabla_race_presets (guint *n)
{
  g_return_val_if_fail (n != NULL, NULL);

  *n = G_N_ELEMENTS (presets);
  return presets;
}

const NablaRacePreset *
nabla_race_preset_find (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    if (g_str_equal (presets[i].name, name))
      return &presets[i];
  return NULL;
}
