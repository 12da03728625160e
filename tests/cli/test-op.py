# nabla-cli op beside plain numpy: the numbers of op-reference.json, mistakes, dropout.
#
# Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
import json
import math
import os
import struct
import zipfile

from cli_test import HERE, cli, fails, path, run, write


def arguments(name, inputs, dy=None, out="out.npz", settings={}):
    words = ["op", name]
    for key, value in settings.items():
        words += ["--set", f"{key}={value}"]
    words += ["--in", *inputs] if inputs else []
    words += ["--dy", dy] if dy else []
    return words + ["--out", out]


def op(*given, **options):
    return cli(*arguments(*given, **options)).stdout


def refused(words, *given, **options):
    for word in words:
        fails(word, *arguments(*given, **options))


def save(name, shape, values):
    shape = tuple(shape)
    header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}"
    header += " " * (-(len(header) + 11) % 64) + "\n"
    with open(path(name), "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode())
        file.write(struct.pack(f"<{len(values)}d", *values))
    return name


def load(name):
    arrays = {}
    with zipfile.ZipFile(path(name)) as archive:
        assert archive.testzip() is None
        for entry in archive.namelist():
            data = archive.read(entry)
            assert data[:8] == b"\x93NUMPY\x01\x00" and entry.endswith(".npy"), entry
            start = 10 + struct.unpack("<H", data[8:10])[0]
            header = eval(data[10:start])
            assert header["descr"] == "<f8" and not header["fortran_order"] and start % 64 == 0, header
            shape = header["shape"]
            arrays[entry[:-4]] = (list(shape), struct.unpack(f"<{math.prod(shape)}d", data[start:]))
    return arrays


def compare(case):
    inputs = [save(f"in{i}.npy", one["shape"], one["values"]) for i, one in enumerate(case["in"])]
    dy = save("dy.npy", case["dy"]["shape"], case["dy"]["values"]) if case["dy"] else None
    told = op(case["op"], inputs, dy=dy, settings=case["settings"])
    arrays = load("out.npz")
    assert sorted(arrays) == sorted(case["out"]), (case["op"], list(arrays), list(case["out"]))
    assert [line.split()[0] for line in told.splitlines()] == list(arrays), told
    for name, wanted in case["out"].items():
        shape, values = arrays[name]
        assert shape == wanted["shape"], (case["op"], name, shape, wanted["shape"])
        largest = max(1, *map(abs, wanted["values"]))
        for value, right in zip(values, wanted["values"]):
            assert abs(value - right) <= 1e-13 * largest, (case["op"], case["settings"], name, value, right)


def numpy_agrees():
    with open(os.path.join(HERE, "op-reference.json")) as file:
        cases = json.load(file)
    for case in cases:
        compare(case)
    listed = set()
    for kind in ["ops", "optimizers"]:
        listed |= {line.split()[0] for line in cli("list", kind).stdout.splitlines()}
    without = listed - {"input"} - {case["op"] for case in cases}
    assert not without, f"op-reference.py has no numbers of {without}"


def dropout():
    x = save("x.npy", (20, 30), [1.0 + i for i in range(600)])
    dy = save("dy.npy", (20, 30), [2.0] * 600)
    masks = []
    for settings in [{"seed": 1}, {"seed": 1}, {"seed": 2}, {"seed": 1, "step": 1}]:
        op("dropout", [x], dy=dy, settings={"keep_prob": 0.8, **settings})
        arrays = load("out.npz")
        (_, y), (_, dx) = arrays["y"], arrays["dx"]
        for i in range(600):
            assert y[i] in (0, (1.0 + i) * (1 / 0.8)) and dx[i] == (2 * (1 / 0.8) if y[i] else 0), (i, y[i], dx[i])
        masks.append([value != 0 for value in y])
        assert 430 < sum(masks[-1]) < 530, sum(masks[-1])
    assert masks[0] == masks[1] != masks[2] and masks[0] != masks[3] != masks[2]


def gaussian_noise():
    x = save("x.npy", (20, 50), [float(i) for i in range(1000)])
    drawn = []
    for settings in [{"seed": 1}, {"seed": 1}, {"seed": 2}, {"seed": 1, "step": 1}]:
        op("gaussian_noise", [x], dy=x, settings={"stddev": 0.25, **settings})
        arrays = load("out.npz")
        noise = [y - i for i, y in enumerate(arrays["y"][1])]
        assert arrays["dx"][1] == tuple(float(i) for i in range(1000))
        # a thousand draws: mean and deviation within four of their own deviations
        mean = sum(noise) / 1000
        deviation = math.sqrt(sum(value**2 for value in noise) / 1000)
        assert abs(mean) < 4 * 0.25 / math.sqrt(1000), mean
        assert abs(deviation - 0.25) < 4 * 0.25 / math.sqrt(2000), deviation
        assert len(set(noise)) > 990
        drawn.append(noise)
    assert drawn[0] == drawn[1] != drawn[2] and drawn[0] != drawn[3] != drawn[2]


def order_of_arguments():
    x, w, b = save("x.npy", (2, 1), [1, 2]), save("w.npy", (1, 2), [3, 4]), save("b.npy", (1,), [5])
    for words in [
        ["dense", "--in", x, w, b, "--out", "out.npz"],
        ["--in", x, w, b, "--out", "out.npz", "dense"],
        ["--out=out.npz", f"--in={x}", w, "--in", b, "--set", "units=1", "dense"],
        ["dense", "--in", x, "--in", w, "--out", "out.npz", "--in", b],
    ]:
        cli("op", *words)
        assert load("out.npz")["y"] == ([1, 1], (16.0,)), words
        os.remove(path("out.npz"))


def mistakes():
    x, w, b = save("x.npy", (3, 5), [1] * 15), save("w.npy", (4, 2), [1] * 8), save("b.npy", (4,), [1] * 4)
    five, dy = save("five.npy", (3, 7), [1] * 21), save("dy.npy", (3, 5), [1] * 15)
    refused(["dens", "did you mean 'dense'"], "dens", [x])
    refused(["input"], "input", [x])
    refused(["w.npy", "(4, 2)", "W (4, 3)", "b (4, 1)"], "dense", [x, w, b])
    refused(["dense", "W", "1 were given"], "dense", [x])
    refused(["relu", "2 were given"], "relu", [x, x])
    refused(["relu", "0 were given"], "relu", [])
    refused(["five.npy has 7", "x.npy has 5"], "add", [x, five])
    refused(["(4, m)", "(3, m)"], "mean_squared_error", [save("z.npy", (4, 5), [1] * 20), x])
    refused(["dy.npy", "(3, 5)", "(4, 5)"], "dense", [x, save("w3.npy", (4, 3), [1] * 12), b], dy=dy)
    refused(["--dy", "loss"], "mean_squared_error", [x, x], dy=dy)
    refused(["--dy", "mode=train"], "relu", [x], dy=dy, settings={"mode": "evaluate"})
    refused(["--dy", "adam"], "adam", [x, x], dy=dy)
    refused(["batch_norm", "averages (2, 3)"], "batch_norm", [x, save("g.npy", (3,), [1] * 3), "g.npy"],
          settings={"mode": "evaluate"})
    refused(["adam", "W, dW, v, s", "1 were given"], "adam", [x])
    refused(["w.npy", "(4, 2)", "(3, 5)"], "adam", [x, x, w])
    refused(["beta3", "beta"], "adam", [x, x], settings={"beta3": 1})
    refused(["keep_prob", "1"], "dropout", [x], settings={"keep_prob": 2})
    refused(["units"], "dense", [x, w, b], settings={"units": "many"})
    refused(["missing.npy"], "relu", ["missing.npy"])
    refused(["cube.npy", "(2, 2, 2)"], "relu", [save("cube.npy", (2, 2, 2), [1] * 8)])
    refused(["none.npy", "(0, 3)"], "relu", [save("none.npy", (0, 3), [])])
    refused(["flatten"], "dense", [save("picture.npy", (2, 3, 3, 1), [1] * 18), w, b])
    refused(["no.npy"], "relu", [x], dy="no.npy")
    write("table.csv", "a,b\n1,2\n3,4\n")
    refused(["table.csv", "NPY"], "relu", ["table.csv"])
    refused(["no/such/out.npz"], "relu", [x], out="no/such/out.npz")
    fails("--out", "op", "relu", "--in", x, status=2)
    assert not os.path.exists(path("out.npz"))


tests = [order_of_arguments, mistakes, numpy_agrees, dropout, gaussian_noise]
run(tests)
