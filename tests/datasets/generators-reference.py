"""Writes generators-reference.txt: examples of the generated data sets, as numpy and
scikit-learn make them.

    /usr/bin/python3 tests/datasets/generators-reference.py > tests/datasets/generators-reference.txt

Made with numpy 1.24.2 and scikit-learn 1.2.1 (Debian 12). Each set is a line `set NAME
seed=N settings…`, then lines `INDEX x₁ x₂ … y` with all digits of its doubles.

Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
"""
import numpy


def flower(random, samples, noise, petals):
    """The course's load_planar_dataset."""
    n = samples // 2
    x, y = numpy.zeros((samples, 2)), numpy.zeros(samples)
    for j in range(2):
        rows = slice(0, n) if j == 0 else slice(n, samples)
        size = rows.stop - rows.start
        t = numpy.linspace(j * 3.12, (j + 1) * 3.12, size) + random.randn(size) * noise
        r = 4 * numpy.sin(petals * t) + random.randn(size) * noise
        x[rows] = numpy.c_[r * numpy.sin(t), r * numpy.cos(t)]
        y[rows] = j
    return x, y


CASES = [
    (flower, 1, dict(samples=400, noise=0.2, petals=4)),
    (flower, 3, dict(samples=51, noise=0.5, petals=7)),
]

for make, seed, settings in CASES:
    x, y = make(numpy.random.RandomState(seed), **settings)
    words = " ".join(f"{name}={value!r}" for name, value in settings.items())
    print(f"set {make.__name__} seed={seed} {words}")
    m = len(y)
    for i in sorted({*range(0, m, max(1, m // 25)), m - 1}):
        print(i, *(repr(float(v)) for v in x[i]), repr(float(y[i])))
