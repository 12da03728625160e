# Arrays that numpy itself saves come out with numpy's values, and what numpy would have
# to unpickle is refused.
#
# Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
import json
import math
import os
import subprocess
import sys
import tempfile

try:
    import numpy as np
except ImportError:
    print("1..0 # SKIP python3-numpy is not there")
    sys.exit(0)

DUMP = os.environ["NABLA_DUMP_SOURCE"]
random = np.random.RandomState(3)
n_tests = 0


def dump(paths):
    done = subprocess.run([DUMP, *paths], capture_output=True, text=True, check=True,
                          env={**os.environ, "LC_ALL": "C"})
    return [json.loads(line) for line in done.stdout.splitlines()]


def type_name(array):
    return {"U": "str", "S": "bytes"}.get(array.dtype.kind, array.dtype.newbyteorder("=").name)


def same(found, array):
    if found["type"] != type_name(array) or tuple(found["shape"]) != array.shape:
        return False
    for text, value in zip(found["values"], array.ravel(order="C"), strict=True):
        if array.dtype.kind == "U":
            ok = text == value
        elif array.dtype.kind == "S":
            ok = text == value.decode()
        else:
            number, wanted = float(text), float(value)
            ok = number == wanted or (math.isnan(number) and math.isnan(wanted))
        if not ok:
            return False
    return True


def check(name, failures):
    global n_tests
    n_tests += 1
    print("ok" if not failures else "not ok", n_tests, name)
    for failure in failures:
        print("#", failure)


def values(dtype, shape):
    kind = np.dtype(dtype).kind
    if kind == "f":
        array = np.array(100 * random.randn(*shape))
        flat = array.reshape(-1)
        special = [0.0, -0.0, math.inf, -math.inf, math.nan, 6e-8, 65504.0]
        flat[:len(special)] = special[:flat.size]
        return array.astype(dtype)
    if kind in "iu":
        limits = np.iinfo(dtype)
        array = np.array(random.randint(max(limits.min, -2**31), min(limits.max, 2**31 - 1), shape)).astype(dtype)
        array.reshape(-1)[:2] = [limits.min, limits.max][:array.size]
        return array
    if kind == "b":
        return np.array(random.rand(*shape)) < 0.5
    words = np.array(["a", "", "naïve" if kind == "U" else "plain", "北京" if kind == "U" else "x y", "𝄞" if kind == "U" else "z"])
    return words[random.randint(0, len(words), shape)].astype(dtype)


def arrays():
    shapes = [(), (1,), (7,), (0,), (3, 4), (4, 0), (2, 3, 5), (1, 2, 1, 3, 2), (11, 1)]
    types = ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "?", "U6", "S6"]
    for dtype in types:
        for order in "<>":
            for shape in shapes:
                full = np.dtype(order + dtype) if dtype not in ("?",) else np.dtype("?")
                yield np.asarray(values(dtype, shape)).astype(full)


with tempfile.TemporaryDirectory() as folder:
    def path(name):
        return os.path.join(folder, name)

    # every type, byte order, shape, memory order and version of the header
    written = []
    for i, array in enumerate(arrays()):
        for order in "CF":
            for version in [(1, 0), (2, 0), (3, 0)]:
                ordered = np.asarray(array, order=order)
                name = path(f"{i}{order}{version[0]}.npy")
                with open(name, "wb") as file:
                    np.lib.format.write_array(file, ordered, version=version)
                written.append((name, ordered))
    found = dump([name for name, _ in written])
    check(f"{len(written)} arrays", [f"{name}: {array.dtype} {array.shape}: {out}"[:300]
                                     for (name, array), out in zip(written, found, strict=True)
                                     if out["error"] or not same(out[""], array)])

    # archives, stored and deflated, with few and many, named and not
    named = {"X": values("f4", (5, 3)), "y": values("i8", (5,)), "类别": values("U6", (4,)), "empty": np.zeros((0, 2)),
             "big": random.randint(0, 255, (300, 400)).astype("u1"), "scalar": np.float64(3.5)}
    np.savez(path("stored.npz"), **named)
    np.savez_compressed(path("deflated.npz"), **named)
    np.savez(path("plain.npz"), named["X"], named["y"])
    found = dump([path("stored.npz"), path("deflated.npz"), path("plain.npz")])
    failures = [out["error"] for out in found if out["error"]]
    for out in found[:2]:
        failures += [name for name, array in named.items() if name not in out or not same(out[name], np.asarray(array))]
    failures += [name for name, array in [("arr_0", named["X"]), ("arr_1", named["y"])]
                 if name not in found[2] or not same(found[2][name], array)]
    check("archives", failures)

    # what cannot be read, and the word that says why
    refused = {
        "objects": (np.array([{}, [1]], dtype=object), "pickle"),
        "records": (np.zeros(3, dtype=[("a", "f4"), ("b", "i4")]), "records"),
        "subarrays": (np.zeros(3, dtype=[("a", "f4", (2,))]), "records"),
        "complex": (np.zeros(3, dtype="c16"), "complex numbers"),
        "dates": (np.zeros(3, dtype="M8[D]"), "dates"),
        "times": (np.zeros(3, dtype="m8[s]"), "dates"),
        "raw": (np.zeros(3, dtype="V5"), "records"),
    }
    if np.dtype("longdouble").itemsize > 8:
        refused["long"] = (np.zeros(3, dtype="longdouble"), "extended precision")
    for name, (array, _) in refused.items():
        np.save(path(name + ".npy"), array, allow_pickle=True)
        np.savez(path(name + ".npz"), good=np.zeros(2), bad=array)
    found = dump([path(name + end) for name in refused for end in [".npy", ".npz"]])
    wanted = [(name + end, word) for name, (_, word) in refused.items() for end in [".npy", ".npz"]]
    check("refused", [f"{name}: {out}" for (name, word), out in zip(wanted, found, strict=True)
                      if word not in (out["error"] or "") or not out["error"].startswith(name)])
print(f"1..{n_tests}")
