"""Writes op-reference.json: what ops and optimizers make of given arrays, by plain numpy.

    /usr/bin/python3 tests/cli/op-reference.py > tests/cli/op-reference.json

Made with numpy 1.24.2 (Debian 12). Formulas as the course writes them, examples as
columns. A case has the name of an op or optimizer, its settings, the arrays for --in,
perhaps one for --dy, and what must come out; an array is its shape and its numbers.

Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
"""
import json

import numpy as np

random = np.random.RandomState(7)


def randn(*shape):
    return np.round(random.randn(*shape), 3)


cases = []


def array(numbers):
    numbers = np.asarray(numbers, float)
    return {"shape": list(numbers.shape), "values": numbers.ravel().tolist()}


def case(op, inputs, outputs, dy=None, **settings):
    cases.append({
        "op": op,
        "settings": {key: str(value).lower() for key, value in settings.items()},
        "in": [array(numbers) for numbers in inputs],
        "dy": None if dy is None else array(dy),
        "out": {name: array(numbers) for name, numbers in outputs.items()},
    })


def dense(n, n_previous, m):
    x, w, b, dy = randn(n_previous, m), randn(n, n_previous), randn(n, 1), randn(n, m)
    case("dense", [x, w, b],
         {"y": w @ x + b, "dx": w.T @ dy, "dW": dy @ x.T, "db": dy.sum(axis=1, keepdims=True)}, dy)


def elementwise(op, function, derivative, **settings):
    x = np.concatenate([randn(3, 8) * 3, [[-1000, 1000, -40, 40, -1e-9, 1e-9, 0.5, -0.5]]])
    dy = randn(*x.shape)
    case(op, [x], {"y": function(x)}, **settings)
    case(op, [x], {"y": function(x), "dx": dy * derivative(x)}, dy, **settings)
    picture = randn(2, 3, 4, 2)
    dy = randn(*picture.shape)
    case(op, [picture], {"y": function(picture), "dx": dy * derivative(picture)}, dy, **settings)


def sigmoid(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-abs(z))), np.exp(-abs(z)) / (1 + np.exp(-abs(z))))


def losses():
    z, y = randn(1, 9) * 3, random.randint(0, 2, (1, 9))
    z[0, :2], y[0, :2] = [-1000, 1000], [0, 0]
    loss = np.maximum(z, 0) - y * z + np.log1p(np.exp(-abs(z)))
    case("sigmoid_cross_entropy", [z, y],
         {"y": loss, "cost": loss.mean(), "prediction": sigmoid(z), "dz": (sigmoid(z) - y) / 9})

    z, y = randn(4, 6) * 2, np.eye(4)[random.randint(0, 4, 6)].T
    z[:, 0] = [1000, -1000, 0, 999]
    e = np.exp(z - z.max(axis=0))
    p = e / e.sum(axis=0)
    loss = -((z - z.max(axis=0) - np.log(e.sum(axis=0))) * y).sum(axis=0, keepdims=True)
    case("softmax_cross_entropy", [z, y],
         {"y": loss, "cost": loss.mean(), "prediction": p, "dz": (p - y) / 6})

    z, y = randn(3, 5), randn(3, 5)
    loss = ((z - y) ** 2).mean(axis=0, keepdims=True)
    case("mean_squared_error", [z, y],
         {"y": loss, "cost": loss.mean(), "prediction": z, "dz": 2 * (z - y) / 3 / 5})


def batch_norm():
    x, gamma, beta, dy = randn(5, 21) * 2 + 1, randn(5, 1), randn(5, 1), randn(5, 21)
    mean, variance = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
    for epsilon in [1e-5, 0.1]:
        inverse = 1 / np.sqrt(variance + epsilon)
        hat = (x - mean) * inverse
        dgamma, dbeta = (dy * hat).sum(axis=1, keepdims=True), dy.sum(axis=1, keepdims=True)
        dx = gamma * inverse / 21 * (21 * dy - dbeta - hat * dgamma)
        case("batch_norm", [x, gamma, beta],
             {"y": gamma * hat + beta, "dx": dx, "dgamma": dgamma, "dbeta": dbeta}, dy, epsilon=epsilon)
    averages = np.stack([randn(5), random.rand(5) + 0.5])
    hat = (x - averages[0, :, None]) / np.sqrt(averages[1, :, None] + 1e-5)
    case("batch_norm", [x, gamma, beta, averages], {"y": gamma * hat + beta}, mode="evaluate")


def philox(counter, key):
    """Philox 4x32-10 (Salmon et al. 2011)."""
    c, k = [int(word) for word in counter], list(key)
    for _ in range(10):
        a, b = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(b >> 32) ^ c[1] ^ k[0], b & 0xFFFFFFFF, (a >> 32) ^ c[3] ^ k[1], a & 0xFFFFFFFF]
        k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return np.array(c, float)


def box_muller(seed, stream, step):
    """The first four normal numbers of example 0."""
    words = philox((step, 0, 0, 0), (seed, stream)) / 2**32
    radius, angle = np.sqrt(-2 * np.log(words[::2] + 0.5 / 2**32)), 2 * np.pi * words[1::2]
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1).ravel()


def shapes():
    a, b, c, dy = randn(3, 4), randn(3, 4), randn(3, 4), randn(3, 4)
    case("add", [a, b, c], {"y": a + b + c, "dx1": dy, "dx2": dy, "dx3": dy}, dy)
    picture, dy = randn(5, 2, 3, 2), randn(12, 5)
    case("flatten", [picture], {"y": picture.reshape(5, -1).T, "dx": dy.T.reshape(5, 2, 3, 2)}, dy)
    case("reshape", [dy], {"y": dy.T.reshape(5, 3, 2, 2), "dx": picture.reshape(5, -1).T},
         picture.reshape(5, 3, 2, 2), height=3, width=2, channels=2)
    value, dy = randn(4), randn(4, 6)
    case("parameter", [value], {"y": value, }, units=4)
    case("parameter", [value], {"y": np.repeat(value[:, None], 6, axis=1), "dvalue": dy.sum(axis=1)}, dy)
    # numbers that are no columns: one example
    x, w, b = randn(3), randn(2, 3), randn(2)
    case("dense", [x, w, b], {"y": w @ x + b, "dx": w.T @ b, "dW": np.outer(b, x), "db": b}, b)
    case("tanh", [0.5], {"y": [np.tanh(0.5)]})
    x = randn(3, 4)
    case("dropout", [x], {"y": x}, mode="evaluate", keep_prob=0.5)
    case("gaussian_noise", [x], {"y": x}, mode="evaluate", stddev=0.5)
    dy = np.arange(4.0)
    case("gaussian_noise", [dy], {"y": dy + 0.5 * box_muller(seed=3, stream=1, step=7), "dx": dy}, dy,
         stddev=0.5, seed=3, step=7)


def optimizers():
    w, dw, v, s = randn(4, 5), randn(4, 5), randn(4, 5), random.rand(4, 5)
    case("gradient_descent", [w, dw], {"W": w - 0.3 * dw}, learning_rate=0.3)
    case("momentum", [w, dw], {"W": w - 0.01 * 0.1 * dw, "v": 0.1 * dw})
    new = 0.8 * v + 0.2 * dw
    case("momentum", [w, dw, v], {"W": w - 0.5 * new, "v": new}, learning_rate=0.5, beta=0.8)
    case("momentum", [w, dw, v], {"W": w - 0.5 * new / (1 - 0.8**7), "v": new}, learning_rate=0.5,
         beta=0.8, bias_correction=True, t=7)
    new = 0.8 * v + dw
    case("momentum", [w, dw, v], {"W": w - 0.5 * new, "v": new}, learning_rate=0.5, beta=0.8,
         one_minus_beta=False)
    new = 0.95 * s + 0.05 * dw**2
    case("rmsprop", [w, dw, s], {"W": w - 0.01 * dw / (np.sqrt(new) + 1e-8), "s": new}, beta2=0.95)
    case("rmsprop", [w, dw, s],
         {"W": w - 0.01 * dw / (np.sqrt(new / (1 - 0.95**2)) + 0.001), "s": new},
         beta2=0.95, bias_correction=True, t=2, epsilon=0.001)
    for corrects in [True, False]:
        new_v, new_s = 0.9 * v + 0.1 * dw, 0.999 * s + 0.001 * dw**2
        v_hat = new_v / (1 - 0.9**3) if corrects else new_v
        s_hat = new_s / (1 - 0.999**3) if corrects else new_s
        change = 0.02 * v_hat / (np.sqrt(s_hat) + 1e-8)
        settings = {"learning_rate": 0.02, "t": 3, "bias_correction": corrects}
        case("adam", [w, dw, v, s], {"W": w - change, "v": new_v, "s": new_s}, **settings)
        case("adamw", [w, dw, v, s], {"W": w - change - 0.02 * 0.1 * w, "v": new_v, "s": new_s},
             weight_decay=0.1, **settings)
    case("adam", [w, dw], {"W": w - 0.01 * dw / (abs(dw) + 1e-8), "v": 0.1 * dw, "s": 0.001 * dw**2})


dense(4, 3, 5)
dense(5, 18, 19)
dense(1, 1, 1)
elementwise("relu", lambda x: np.maximum(x, 0), lambda x: 1.0 * (x > 0))
elementwise("leaky_relu", lambda x: np.where(x > 0, x, 0.2 * x), lambda x: np.where(x > 0, 1, 0.2), slope=0.2)
elementwise("tanh", np.tanh, lambda x: 1 - np.tanh(x) ** 2)
elementwise("sigmoid", sigmoid, lambda x: sigmoid(x) * (1 - sigmoid(x)))
losses()
batch_norm()
shapes()
optimizers()
print("[")
print(",\n".join(json.dumps(one) for one in cases))
print("]")
