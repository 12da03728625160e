"""Writes random-reference.txt: what numpy's RandomState answers to calls in mixed
order, and Philox 4×32-10 by a second, plain implementation.

    /usr/bin/python3 tests/base/random-reference.py > tests/base/random-reference.txt

Made with numpy 1.24.2 (Debian 12). Each line is a call, its arguments, and after `=`
its results with all their digits.

Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
"""
import random

import numpy

SEEDS = [0, 1, 2, 3, 11, 42, 4357, 2**31 - 1, 2**31, 2**32 - 1]

# low, high: within a word, at its edge, over it, and all there is.
RANGES = [
    (0, 1), (0, 2), (0, 10), (-5, 6), (0, 255), (0, 256), (0, 257), (-1000, 1000000),
    (0, 2**31), (-(2**31), 2**31), (0, 2**32 - 1), (0, 2**32), (0, 2**32 + 1), (1, 2**33),
    (-(10**12), 10**15), (0, 2**63 - 1), (-(2**63), 2**63 - 1), (7, 8),
]

WEIGHTS = [
    [1.0], [0.5, 0.5], [0.1, 0.0, 0.7, 0.2], [0.0, 0.25, 0.25, 0.5, 0.0],
    [1 / 3, 1 / 3, 1 / 3], [0.1] * 10, [1 / 7] * 7,
]


def uniform(state, choose):
    return [], [state.random_sample()]


def normal(state, choose):
    return [], [state.randn()]


def rand(state, choose):
    n = choose.choice([1, 2, 3, 7])
    return [n], state.rand(n)


def randn(state, choose):
    n = choose.choice([1, 2, 3, 7])
    return [n], state.randn(n)


def skip(state, choose):
    """Uniform numbers that nobody looks at, to get past a few twists."""
    n = choose.choice([311, 312, 1000])
    state.random_sample(n)
    return [n], []


def randint(state, choose):
    low, high = choose.choice(RANGES)
    return [low, high], [state.randint(low, high)]


def shuffle(state, choose):
    n = choose.choice([1, 2, 3, 10, 33])
    items = numpy.arange(n)[::-1].copy()
    state.shuffle(items)
    return [n], items


def permutation(state, choose):
    n = choose.choice([1, 2, 5, 16, 17, 50])
    return [n], state.permutation(n)


def choice(state, choose):
    p = choose.choice(WEIGHTS)
    return p, [state.choice(len(p), p=p)]


CALLS = [uniform, normal, normal, rand, randn, randn, skip, randint, randint, randint, shuffle,
         permutation, choice, choice]


def philox(counter, key):
    """Salmon et al., section 3.3, word by word."""
    c, k = list(counter), list(key)
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [p1 >> 32 ^ c[1] ^ k[0], p1 & 0xFFFFFFFF, p0 >> 32 ^ c[3] ^ k[1], p0 & 0xFFFFFFFF]
        k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return c


# The known answers that Random123 ships (kat_vectors, philox4x32 10).
ONES = 0xFFFFFFFF
assert philox([0] * 4, [0] * 2) == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]
assert philox([ONES] * 4, [ONES] * 2) == [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]
assert philox([0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344], [0xA4093822, 0x299F31D0]) == [
    0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1]


def text(value):
    return repr(value.item() if isinstance(value, numpy.generic) else value)


choose = random.Random(2012)
for seed in SEEDS:
    state = numpy.random.RandomState(seed)
    print("seed", seed, "=")
    for _ in range(60):
        call = choose.choice(CALLS)
        arguments, results = call(state, choose)
        print(call.__name__, *map(text, arguments), "=", *map(text, results))

for _ in range(100):
    seed, stream, example, element = (choose.choice([0, 1, ONES, choose.getrandbits(32)])
                                      for _ in range(4))
    step = choose.choice([0, 1, 2**32, 2**64 - 1, choose.getrandbits(64)])
    words = philox([step & ONES, step >> 32, example, element // 4], [seed, stream])
    print("counter", seed, stream, step, example, element, "=", words[element % 4])
