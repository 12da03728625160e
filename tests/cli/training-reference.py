"""Writes training-reference.json: experiments, and their costs by a plain numpy program.

    /usr/bin/python3 tests/cli/training-reference.py > tests/cli/training-reference.json

Made with numpy 1.24.2 (Debian 12), in double. Nothing of Nabla is used: data, weights,
mini-batches and updates are written down here once more, as the course writes them. A
case has the text of an experiment and, every 100 steps, the objective on the mini-batch
that comes next, penalty included.

Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import os
from math import cos, pi

import numpy as np

STEPS, EVERY = 1000, 100
IRIS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../data/sets/iris.csv")


def flower():
    random = np.random.RandomState(1)
    points = []
    for j in [0, 1]:
        t = np.linspace(j * 3.12, (j + 1) * 3.12, 200) + random.randn(200) * 0.2
        r = 4 * np.sin(4 * t) + random.randn(200) * 0.2
        points.append(np.stack([r * np.sin(t), r * np.cos(t)]))
    return np.hstack(points), np.repeat([[0.0, 1.0]], 200, axis=1)


def iris():
    """70 % of the flowers, normalized by their own mean and deviation."""
    with open(IRIS) as file:
        lines = [line.split(",") for line in file.read().split()[3:] if line.count(",") == 4 and line[0].isdigit()]
    names = sorted({line[4] for line in lines})
    x = np.array([line[:4] for line in lines], float).T
    y = np.array([[line[4] == name for line in lines] for name in names], float)
    train = np.random.RandomState(1).permutation(150)[:105]
    x, y = x[:, train], y[:, train]
    return (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True), y


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


# value, slope as a function of z and a
ACTIVATIONS = {
    "tanh": (np.tanh, lambda z, a: 1 - a**2),
    "sigmoid": (sigmoid, lambda z, a: a * (1 - a)),
    "relu": (lambda z: np.maximum(z, 0), lambda z, a: z > 0),
    "leaky_relu": (lambda z: np.where(z > 0, z, 0.01 * z), lambda z, a: np.where(z > 0, 1, 0.01)),
}
SCALES = {
    "xavier": lambda n, n_previous: np.sqrt(1 / n_previous),
    "he": lambda n, n_previous: np.sqrt(2 / n_previous),
    "glorot": lambda n, n_previous: np.sqrt(2 / (n + n_previous)),
}


def initialize(layers, n_x, seed):
    random = np.random.RandomState(seed)
    parameters, n_previous = [], n_x
    for layer in layers:
        n, kind = layer["units"], layer["initialization"]
        scale = layer["scale"] if kind == "normal" else SCALES[kind](n, n_previous)
        parameters += [random.randn(n, n_previous) * scale, np.zeros((n, 1))]
        if layer.get("batch_norm"):
            parameters += [np.ones((n, 1)), np.zeros((n, 1))]
        n_previous = n
    return parameters


def passes(layers, parameters, x, y, loss):
    """Forward and backward: the mean loss, and the gradient of each parameter."""
    m, a, kept, left = x.shape[1], x, [], list(parameters)
    for layer in layers:
        w, b = left.pop(0), left.pop(0)
        inputs, z = a, w @ a + b
        normalization = None
        if layer.get("batch_norm"):
            gamma, beta = left.pop(0), left.pop(0)
            inverse = 1 / np.sqrt(z.var(axis=1, keepdims=True) + 1e-5)
            hat = (z - z.mean(axis=1, keepdims=True)) * inverse
            normalization, z = (gamma, inverse, hat), gamma * hat + beta
        a = ACTIVATIONS[layer["activation"]][0](z) if "activation" in layer else z
        kept.append((layer, w, inputs, z, a, normalization))

    if loss == "sigmoid_cross_entropy":
        cost = np.sum(np.maximum(a, 0) - y * a + np.log1p(np.exp(-abs(a)))) / m
        dz = (sigmoid(a) - y) / m
    elif loss == "softmax_cross_entropy":
        e = np.exp(a - a.max(axis=0))
        cost = -np.sum(y * np.log(e / e.sum(axis=0))) / m
        dz = (e / e.sum(axis=0) - y) / m
    else:
        cost = np.sum((a - y) ** 2) / y.size
        dz = 2 * (a - y) / y.size

    gradients, da = [], dz
    for layer, w, inputs, z, a, normalization in reversed(kept):
        dz = da * ACTIVATIONS[layer["activation"]][1](z, a) if "activation" in layer else da
        own = []
        if normalization:
            gamma, inverse, hat = normalization
            dgamma, dbeta = np.sum(dz * hat, axis=1, keepdims=True), np.sum(dz, axis=1, keepdims=True)
            dz, own = gamma * inverse / m * (m * dz - dbeta - hat * dgamma), [dgamma, dbeta]
        gradients = [dz @ inputs.T, np.sum(dz, axis=1, keepdims=True)] + own + gradients
        da = w.T @ dz
    return cost, gradients


def step_of(train, rate, t, v, s, g, theta, decays):
    """What an optimizer takes from theta; v and s are changed in place."""
    name = train["optimizer"]
    if name == "gradient_descent":
        return rate * g
    if name == "momentum":
        v[:] = 0.9 * v + 0.1 * g
        return rate * v
    if name == "rmsprop":
        s[:] = 0.9 * s + 0.1 * g**2
        return rate * g / (np.sqrt(s) + 1e-8)
    v[:] = 0.9 * v + 0.1 * g
    s[:] = 0.999 * s + 0.001 * g**2
    change = rate * (v / (1 - 0.9**t)) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8)
    return change + (rate * train.get("weight_decay", 0) * theta if decays else 0)


def rate_at(train, step, epoch):
    rate, schedule = train["learning_rate"], train.get("schedule")
    if schedule == "inverse_time":
        return rate / (1 + train["decay"] * epoch)
    if schedule == "exponential":
        return rate * train["decay"] ** epoch
    if schedule == "staircase":
        return rate * train["factor"] ** (epoch // train["interval"])
    if schedule == "cosine":
        return rate * 0.5 * (1 + cos(pi * step / STEPS))
    return rate


def train_costs(data, seed, layers, loss, train):
    x, y = data()
    m = x.shape[1]
    size = m if train["batch_size"] == "full" else train["batch_size"]
    per_epoch = -(-m // size)
    parameters = initialize(layers, x.shape[0], seed)
    decays = [p.shape[1] > 1 or i == 0 for i, p in enumerate(parameters)]
    v, s = [0 * p for p in parameters], [0 * p for p in parameters]
    l2, l1, costs = train.get("l2", 0), train.get("l1", 0), []
    for step in range(STEPS + 1):
        epoch, k = divmod(step, per_epoch)
        order = np.random.RandomState(11 + epoch).permutation(m)[k * size:(k + 1) * size]
        order = np.arange(m) if size == m else order
        rows = len(order)
        cost, gradients = passes(layers, parameters, x[:, order], y[:, order], loss)
        weights = [p for p, decay in zip(parameters, decays) if decay]
        cost += sum(l2 / 2 * np.sum(w**2) + l1 * np.sum(abs(w)) for w in weights) / rows
        if step % EVERY == 0:
            costs.append(cost)
        norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
        clip = train.get("clip_norm", 0)
        scale = clip / norm if 0 < clip < norm else 1
        for i, (p, g) in enumerate(zip(parameters, gradients)):
            g = scale * g + ((l2 * p + l1 * np.sign(p)) / rows if decays[i] else 0)
            p -= step_of(train, rate_at(train, step, epoch), step + 1, v[i], s[i], g, p, decays[i])
    return costs


def experiment(data, seed, layers, loss, train):
    lines = ["[experiment]", f"seed={seed}", "[data]", f"source={data.__name__}"]
    lines += ["train=0.7", "dev=0.3", "normalize=standard"] if data is iris else ["train=1.0"]
    for i, layer in enumerate(layers, start=1):
        lines += [f"[layer dense{i}]", "op=dense"]
        keys = ["units", "initialization", "scale"]
        if not layer.get("batch_norm"):
            keys.append("activation")
        lines += [f"{key}={layer[key]}" for key in keys if key in layer]
        if layer.get("batch_norm"):
            lines += [f"[layer norm{i}]", "op=batch_norm", f"activation={layer['activation']}"]
    lines += ["[loss]", f"op={loss}", "[train]", f"steps={STEPS}"]
    lines += [f"{key}={value}" for key, value in train.items()]
    return "\n".join(lines) + "\n"


def dense(units, activation=None, initialization="xavier", **more):
    layer = {"units": units, "initialization": initialization, **more}
    return {**layer, "activation": activation} if activation else layer


def optimizer(name, learning_rate, batch_size="full", **more):
    return {"optimizer": name, "learning_rate": learning_rate, "batch_size": batch_size, **more}


BINARY, SOFTMAX, SQUARES = "sigmoid_cross_entropy", "softmax_cross_entropy", "mean_squared_error"
SMALL = {"initialization": "normal", "scale": 0.01}
CASES = [
    (flower, 2, [dense(4, "tanh", **SMALL), dense(1, **SMALL)], BINARY, optimizer("gradient_descent", 1.2)),
    (flower, 7, [dense(20, "tanh", **SMALL), dense(1, **SMALL)], BINARY, optimizer("gradient_descent", 0.4)),
    (flower, 1, [dense(1)], BINARY, optimizer("gradient_descent", 0.05)),
    (flower, 3, [dense(20, "relu", "he"), dense(7, "relu", "he"), dense(1)], BINARY,
     optimizer("gradient_descent", 0.03, clip_norm=0.5)),
    (flower, 4, [dense(6, "sigmoid", "glorot"), dense(5, "leaky_relu"), dense(1)], BINARY,
     optimizer("momentum", 0.2, 64, schedule="inverse_time", decay=0.02)),
    (flower, 5, [dense(16, "tanh"), dense(8, "tanh"), dense(1)], BINARY,
     optimizer("adam", 0.003, 100, l2=0.5, schedule="exponential", decay=0.99)),
    (flower, 6, [dense(9, "tanh"), dense(1)], BINARY,
     optimizer("rmsprop", 0.002, 128, schedule="staircase", factor=0.5, interval=80)),
    (flower, 8, [dense(8, "relu", "he", batch_norm=True), dense(5, "tanh", batch_norm=True), dense(1)], BINARY,
     optimizer("gradient_descent", 0.1, 50)),
    (flower, 9, [dense(5, "tanh"), dense(1)], SQUARES, optimizer("adamw", 0.01, weight_decay=0.05)),
    (iris, 1, [dense(8, "tanh"), dense(3)], SOFTMAX, optimizer("adam", 0.005, 16)),
    (iris, 2, [dense(10, "relu", "he"), dense(3)], SOFTMAX, optimizer("gradient_descent", 0.05, l1=0.5, l2=1)),
    (iris, 3, [dense(3)], SOFTMAX, optimizer("momentum", 0.5, 32, schedule="cosine")),
]
print("[")
print(",\n".join(json.dumps({"experiment": experiment(*case), "costs": train_costs(*case)}) for case in CASES))
print("]")
