/* exp, tanh, sigmoid and log1p as loops over vectors want them.
 *
 * In float they are polynomials without branches, so that the compiler makes
 * vectors of the loops they stand in: 0.2 ns an element instead of libm's 2–12,
 * within some units of the last place. The coefficients are least-maximum fits
 * (iteratively reweighted least squares), each in its stated range. In double
 * they are libm's, since there digits count and not time. None overflows.
 *
 * Numbers are limited by their bits, which order positive floats as integers
 * do: gcc makes one instruction of that, and four of a limit on floats that
 * respects NaN. NaN is put back at the end.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-typed.h"

#include <math.h>
#include <string.h>

#ifdef NABLA_TYPED_DOUBLE

/* e⁻ᵃ for a ≥ 0 */
static inline double
nabla_exp_minus (double a)
{
  return exp (-a);
}

static inline double
nabla_tanh (double x)
{
  return tanh (x);
}

/* log (1 + t) for 0 ≤ t ≤ 1 */
static inline double
nabla_log1p (double t)
{
  return log1p (t);
}

#else

static inline guint32
nabla_bits (float x)
{
  guint32 bits;
  memcpy (&bits, &x, sizeof bits);
  return bits;
}

static inline float
nabla_float (guint32 bits)
{
  float x;
  memcpy (&x, &bits, sizeof x);
  return x;
}

/* min (|x|, limit); the limit for NaN */
static inline float
nabla_limited (float x, float limit)
{
  gint32 bits = nabla_bits (x) & 0x7fffffff, most = nabla_bits (limit);
  return nabla_float (bits < most ? bits : most);
}

/* e⁻ᵃ for a ≥ 0; not for NaN */
static inline float
nabla_exp_minus (float a)
{
  float x = -nabla_limited (a, 87);
  /* x = n ln 2 + r, |r| ≤ ½ ln 2. Adding 1.5·2²³ rounds to the integer n, which
   * then stands in the low bits of the sum. */
  const float shift = 12582912.0f;
  float t = x * 1.44269504f + shift;
  float n = t - shift;
  float r = x - n * 0.693145752f;
  r = r - n * 1.42860677e-6f;
  float p = 0.00139411059f;
  p = p * r + 0.00836317526f;
  p = p * r + 0.0416663753f;
  p = p * r + 0.16666577f;
  p = p * r + 0.500000003f;
  p = (p * r) * r + r + 1;
  /* times 2ⁿ: n is added to the exponent's bits */
  return nabla_float (nabla_bits (p) + (nabla_bits (t) << 23));
}

static inline float
nabla_tanh (float x)
{
  /* a P (a²) / Q (a²), within 1.3e-9 up to 9, beyond which tanh rounds to 1 */
  float a = nabla_limited (x, 9);
  float u = a * a;
  float p = -1.22466117e-11f;
  p = p * u + 3.06430677e-08f;
  p = p * u + 2.80315517e-05f;
  p = p * u + 0.00386952041f;
  p = p * u + 0.136808665f;
  p = p * u + 0.999999999f;
  float q = 1.2890514e-06f;
  q = q * u + 0.000394073492f;
  q = q * u + 0.0272502025f;
  q = q * u + 0.470141986f;
  q = q * u + 1;
  float y = nabla_limited (a * p / q, 1);
  y = nabla_float (nabla_bits (y) | (nabla_bits (x) & 0x80000000u));
  return x != x ? x : y;
}

static inline float
nabla_log1p (float t)
{
  /* log (1 + t) = 2 artanh (t / (2 + t)) = 2s + s³ p (s²), 0 ≤ s ≤ ⅓ */
  float s = t / (2 + t);
  float u = s * s;
  float p = 0.232537665f;
  p = p * u + 0.21700045f;
  p = p * u + 0.285928105f;
  p = p * u + 0.399996963f;
  p = p * u + 0.666666674f;
  return 2 * s + s * u * p;
}

#endif

/* σ (x) = 1 / (1 + e⁻ˣ), by the e⁻ᵃ that does not overflow */
static inline NablaReal
nabla_sigmoid (NablaReal x)
{
  NablaReal t = nabla_exp_minus (x < 0 ? -x : x);
  NablaReal y = (x < 0 ? t : 1) / (1 + t);
  return x != x ? x : y;
}
