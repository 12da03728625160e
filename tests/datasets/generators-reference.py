"""Writes generators-reference.txt: examples of the generated data sets, as numpy and
scikit-learn make them.

    /usr/bin/python3 tests/datasets/generators-reference.py > tests/datasets/generators-reference.txt

Made with numpy 1.24.2 and scikit-learn 1.2.1 (Debian 12). Each set is a line `set NAME
seed=N settings…`, then lines `INDEX x₁ x₂ … y` with all digits of its doubles.

Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
"""
import numpy
from numpy import cos, linspace, pi, sin
from sklearn import datasets


def flower(random, samples=400, noise=0.2, petals=4):
    """The course's load_planar_dataset."""
    n = samples // 2
    x, y = numpy.zeros((samples, 2)), numpy.zeros(samples)
    for j in range(2):
        rows = slice(0, n) if j == 0 else slice(n, samples)
        size = rows.stop - rows.start
        t = linspace(j * 3.12, (j + 1) * 3.12, size) + random.randn(size) * noise
        r = 4 * sin(petals * t) + random.randn(size) * noise
        x[rows] = numpy.c_[r * sin(t), r * cos(t)]
        y[rows] = j
    return x, y


def moons(random, samples=200, noise=0.2):
    return datasets.make_moons(n_samples=samples, noise=noise, random_state=random)


def circles(random, samples=200, noise=0.3, factor=0.5):
    return datasets.make_circles(n_samples=samples, noise=noise, factor=factor,
                                 random_state=random)


def blobs(random, samples=200, noise=1.0, centers=6, binary="true"):
    """With two classes as in the course's notebook: Y % 2."""
    x, y = datasets.make_blobs(n_samples=samples, n_features=2, centers=centers,
                               cluster_std=noise, random_state=random)
    return x, y % 2 if binary == "true" else y


def gaussian_quantiles(random, samples=200, variance=0.5, classes=2):
    return datasets.make_gaussian_quantiles(mean=None, cov=variance, n_samples=samples,
                                            n_features=2, n_classes=classes, shuffle=True,
                                            random_state=random)


def spirals(random, samples=300, noise=0.2, classes=3, sweep=4.0):
    """CS231n's, whose examples are a multiple of its classes and whose sweep is 4."""
    x, y = [], []
    for j in range(classes):
        n = samples // classes + (j < samples % classes)
        r = linspace(0.0, 1, n)
        t = linspace(j * 4, j * 4 + sweep, n) + random.randn(n) * noise
        x.append(numpy.c_[r * sin(t), r * cos(t)])
        y += [j] * n
    return numpy.vstack(x), numpy.array(y)


def xor(random, samples=400, noise=0.1):
    x = 2 * random.rand(samples, 2) - 1
    y = (x[:, 0] > 0) ^ (x[:, 1] > 0)
    return x + noise * random.randn(samples, 2), y


def football(random, samples=400, noise=0.1):
    x = [-0.8, -0.7] + [1.2, 1.3] * random.rand(samples, 2)
    return x, x[:, 1] - x[:, 0] + noise * random.randn(samples) > 0.15


def line(random, samples=100, noise=0.2, slope=2.0, intercept=1.0):
    x = 2 * random.rand(samples, 1) - 1
    return x, slope * x[:, 0] + intercept + noise * random.randn(samples)


def sine(random, samples=200, noise=0.1, periods=1.0):
    x = pi * periods * (2 * random.rand(samples, 1) - 1)
    return x, sin(x[:, 0]) + noise * random.randn(samples)


CASES = [
    (flower, 1, {}),
    (flower, 3, dict(samples=51, noise=0.5, petals=7)),
    (moons, 0, {}),
    (moons, 2**32 - 1, dict(samples=57, noise=0.0)),
    (circles, 0, {}),
    (circles, 7, dict(samples=33, noise=0.05, factor=0.8)),
    (blobs, 5, {}),
    (blobs, 6, dict(samples=50, noise=2.5, centers=4, binary="false")),
    (gaussian_quantiles, 0, {}),
    (gaussian_quantiles, 8, dict(samples=53, variance=2.0, classes=5)),
    (spirals, 0, {}),
    (spirals, 4, dict(samples=41, noise=0.1, classes=2, sweep=9.5)),
    (xor, 1, {}),
    (football, 1, {}),
    (line, 1, {}),
    (line, 2, dict(samples=20, noise=1.0, slope=-3.0, intercept=0.25)),
    (sine, 1, {}),
    (sine, 2, dict(samples=20, noise=0.0, periods=3.0)),
]

for make, seed, settings in CASES:
    x, y = make(numpy.random.RandomState(seed), **settings)
    words = [f"{name}={value}" for name, value in settings.items()]
    print("set", make.__name__, f"seed={seed}", *words)
    m = len(y)
    for i in sorted({*range(0, m, max(1, m // 25)), m - 1}):
        print(i, *(repr(float(v)) for v in x[i]), repr(float(y[i])))
