# nabla-cli as people and scripts use it: what it prints, writes and exits with.
#
# Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import shutil
import signal
import struct
import subprocess
import time
from random import Random

from cli_test import CLI, EXPERIMENTS, SETS, cli, fails, path, rows, run, write

LESSONS = os.environ["NABLA_LESSONS"]
FLOWER = os.path.join(EXPERIMENTS, "planar-flower.nabla")
IRIS = os.path.join(SETS, "iris.csv")


def published_digits():
    every = rows("train", FLOWER, "--json", "--every", "1000")
    assert [row["step"] for row in every] == [0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 7000]
    assert abs(every[0]["cost"] - 0.6930) < 0.0001, every[0]
    assert abs(every[7]["cost"] - 0.2175) < 0.001, every[7]
    last = every[-1]
    assert last["final"] and last["steps_per_second"] > 0 and last["train_accuracy"] == 0.9075, last
    assert last["dev_accuracy"] is None and last["test_cost"] is None
    for row in every:
        assert abs(row["cost"] - row["train_cost"]) < 1e-6, row


def settings():
    for units, accuracy in enumerate([0.675, 0.6725, 0.9075, 0.905, 0.9125], start=1):
        last = rows("train", FLOWER, "--json", "--set", f"units@hidden={units}", "--steps", "5000")[-1]
        assert last["train_accuracy"] == accuracy, (units, last)
    last = rows("train", FLOWER, "--json", "--set", "initialization@hidden=zeros",
                "--set", "initialization@output=zeros", "--steps", "500")[-1]
    assert abs(last["cost"] - 0.6931) < 0.0001


def last_step_is_reported():
    steps = [row["step"] for row in rows("train", FLOWER, "--json", "--steps", "25", "--every", "10")]
    assert steps == [0, 10, 20, 25, 25], steps
    assert [row["step"] for row in rows("train", FLOWER, "--json", "--steps", "0")] == [0, 0]


def threads():
    costs = {rows("train", os.path.join(EXPERIMENTS, "digits.nabla"), "--json", "--set", "units@hidden=300",
                  "--steps", "60", "--threads", n)[-1]["cost"] for n in ["1", "2", "3", "8"]}
    assert len(costs) == 1, costs


def figures():
    names = []
    for view in ["cost", "boundary", "metrics", "network"]:
        for ending in ["png", "svg", "pdf"]:
            names += ["--figure", f"{view}={path(view + '.' + ending)}"]
    cli("train", FLOWER, "--steps", "200", *names)
    for view in ["cost", "boundary", "metrics", "network"]:
        assert open(path(view + ".png"), "rb").read(8) == b"\x89PNG\r\n\x1a\n"
        assert b"<svg" in open(path(view + ".svg"), "rb").read(400)
        assert open(path(view + ".pdf"), "rb").read(5) == b"%PDF-"
    light = open(path("boundary.png"), "rb").read()
    cli("train", FLOWER, "--steps", "200", "--dark", "--figure", "boundary=" + path("boundary.png"))
    assert open(path("boundary.png"), "rb").read() != light


def iris_from_its_csv():
    cli("train", "--data", IRIS, "--figure", "boundary=" + path("iris.png"), "--save", path("iris.safetensors"))
    answers = rows("predict", path("iris.safetensors"), IRIS, "--json")
    assert len(answers) == 151 and answers[-1]["accuracy"] > 0.93, answers[-1]
    assert all(0 < row["probability"] <= 1 for row in answers[:-1])
    # new flowers without a label
    lines = open(IRIS).read().splitlines()
    bare = write("bare.csv", "\n".join(",".join(line.split(",")[:4]) for line in lines) + "\n")
    assert [row["class"] for row in rows("predict", path("iris.safetensors"), bare, "--json")] \
        == [row["class"] for row in answers[:-1]]


def house_prices():
    lines, random = ["area,age,price"], Random(5)
    for _ in range(200):
        area, age = random.randrange(40, 190), random.randrange(70)
        lines.append(f"{area},{age},{94500 + 2100 * area - 1300 * age + random.randrange(-4000, 4000)}")
    houses = write("houses.csv", "\n".join(lines) + "\n")
    every = rows("train", "--data", houses, "--json", "--save", path("houses.safetensors"),
                 "--figure", "boundary=" + path("prices.png"), "--figure", "fit=" + path("fit.svg"))
    last = every[-1]
    assert last["dev_r2"] > 0.97 and last["test_r2"] > 0.97 and last["train_accuracy"] is None, last
    assert 1000 < last["dev_mae"] <= last["dev_rmse"] < 15000, last
    assert last["train_cost"] < 0.1 < every[0]["train_cost"], last
    assert os.path.getsize(path("prices.png")) > 5000
    # every house of train, dev and test beside its price
    assert open(path("fit.svg")).read().count("<") > 200
    asked = write("asked.csv", "area,age\n100,10\n60,50\n")
    answers = rows("predict", path("houses.safetensors"), asked, "--json")
    for row, (area, age) in zip(answers, [(100, 10), (60, 50)]):
        assert abs(row["value"] - (94500 + 2100 * area - 1300 * age)) < 15000, row


def painted_points():
    experiment = write("painted.nabla", "[data]\nsource=points\npoints=0,0,0; 0.2,0.1,0; 1,1,1; 0.9,1.1,1\n"
                       "[layer output]\nop=dense\nunits=1\n[loss]\nop=sigmoid_cross_entropy\n"
                       "[train]\noptimizer=adam\nlearning_rate=0.1\nbatch_size=full\nsteps=300\n")
    assert rows("train", experiment, "--json")[-1]["train_accuracy"] == 1
    more = "0,0,0;1,1,1;0,1,0;1,0,1"
    assert rows("train", experiment, "--json", "--set", "data.points=" + more)[-1]["train_accuracy"] == 1
    fails("point 2 is '1,1'", "train", experiment, "--set", "data.points=0,0,0;1,1")
    fails("at least 2", "train", experiment, "--set", "data.points=0,0,0")


def saved_accuracy():
    experiment = os.path.join(EXPERIMENTS, "moons.nabla")
    cli("train", experiment, "--save", path("moons.safetensors"))
    # two features are enough to ask
    few = write("few.csv", "x1,x2\n0,1\n1,-0.5\n")
    names = json.loads(cli("data", few, "--json").stdout)
    assert names["kind"] == "table" and names["rows"] == 2, names


def mistakes():
    fails("no-such.nabla", "train", "no-such.nabla")
    fails("did you mean 'adam'", "train", FLOWER, "--set", "train.optimizer=adma")
    fails("learning_rate", "train", FLOWER, "--set", "train.learning_rate=fast")
    fails("units@hiden", "train", FLOWER, "--set", "units@hiden=3")
    fails("group.key=value", "train", FLOWER, "--set", "units")
    fails("cots", "train", FLOWER, "--figure", "cots=" + path("x.png"))
    fails("x.xyz", "train", FLOWER, "--figure", "cost=" + path("x.xyz"))
    fails("no/such", "train", FLOWER, "--figure", "cost=no/such/x.png")
    fails("no/such", "train", FLOWER, "--save", "no/such/x.safetensors")
    fails("empty.csv", "train", "--data", write("empty.csv", ""))
    fails("binary.csv", "data", write("binary.csv", bytes(range(256)) * 20))
    fails("ragged.csv", "data", write("ragged.csv", "a,b\n1,2\n3\n4,5\n"))
    fails("missing.csv", "data", "missing.csv")
    fails("not.safetensors", "predict", write("not.safetensors", "hello"), IRIS)
    fails("bnech", "bnech", status=2)
    fails("--nonsense", "train", FLOWER, "--nonsense", status=2)
    fails("optimizers", "list", "optimisers", status=2)
    cli(status=2)
    cli("train", status=2)
    broken = write("broken.nabla", "[data]\nsource=moons\n[layer output]\nop=dense\nunits=1\n"
                   "[loss]\nop=sigmoid_cross_entropy\n[train]\nlearning_rate=0.1 fast\n")
    fails("broken.nabla:9", "train", broken)


def diverged():
    experiment = write("wild.nabla", "[data]\nsource=sine\n[layer output]\nop=dense\nunits=1\n"
                       "[loss]\nop=mean_squared_error\n[train]\noptimizer=gradient_descent\n"
                       "learning_rate=100\nsteps=5000\n")
    done = cli("train", experiment, "--json", "--figure", "cost=" + path("wild.png"), status=4)
    last = json.loads(done.stdout.splitlines()[-1])
    assert last["diverged_node"] and last["diverged_step"] == last["step"] < 5000, last
    assert str(last["step"]) in done.stderr and os.path.exists(path("wild.png"))


def interrupted():
    run = subprocess.Popen([CLI, "train", FLOWER, "--steps", "1000000000", "--json", "--save", path("cut.safetensors")],
                           stdout=subprocess.PIPE, text=True)
    time.sleep(0.5)
    run.send_signal(signal.SIGINT)
    lines = run.communicate(timeout=30)[0].splitlines()
    assert run.returncode == 130, run.returncode
    assert json.loads(lines[-1])["step"] > 0 and os.path.exists(path("cut.safetensors"))


def squared_weights(file):
    with open(file, "rb") as stream:
        data = stream.read()
    start = 8 + struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:start])
    total = 0
    for name, tensor in header.items():
        if name.endswith("/W"):
            assert tensor["dtype"] == "F64", tensor
            begin, end = (start + offset for offset in tensor["data_offsets"])
            total += sum(w * w for w in struct.unpack(f"<{(end - begin) // 8}d", data[begin:end]))
    return total


def early_stopping():
    patient = write("patient.nabla", "[data]\nsource=moons\nsamples=160\nnoise=0.4\ntrain=0.5\ndev=0.5\n"
                    "[layer h1]\nop=dense\nunits=40\nactivation=relu\n[layer output]\nop=dense\nunits=1\n"
                    "[loss]\nop=sigmoid_cross_entropy\n[train]\noptimizer=adam\nlearning_rate=0.03\n"
                    "batch_size=16\nsteps=4000\nprecision=double\npatience=10\n")
    one, two = (rows("train", patient, "--json", "--threads", str(n))[-1] for n in (1, 2))
    assert one["stopped"] is True and one["step"] < 4000, one
    assert one["step"] - one["best_step"] == 10 * 5, one
    assert one["best_dev_cost"] < one["dev_cost"], one
    assert all(one[key] == two[key] for key in ("step", "best_step", "best_dev_cost")), two
    # The network of the best step has that cost, and is what --best saves.
    best = rows("train", patient, "--json", "--set", "train.patience=0", "--steps", str(one["best_step"]),
                "--save", path("straight.safetensors"))[-1]
    assert best["dev_cost"] == one["best_dev_cost"] and "best_step" not in best and "stopped" not in best, best
    rows("train", patient, "--json", "--save", path("best.safetensors"), "--best")
    assert squared_weights(path("straight.safetensors")) == squared_weights(path("best.safetensors"))
    text = cli("train", patient).stdout
    assert f"step {one['best_step']}" in text and "Stopped early" in text, text


def meaning_of_cost():
    # the objective has the penalty, costs over whole sets have not
    last = rows("train", FLOWER, "--json", "--steps", "50", "--set", "train.l2=40", "--set", "train.precision=double",
                "--save", path("l2.safetensors"))[-1]
    penalty = 40 / (2 * 400) * squared_weights(path("l2.safetensors"))
    assert penalty > 0.001 and abs(last["cost"] - last["train_cost"] - penalty) < 1e-12, (last, penalty)
    # at the last step it is of the mini-batch and with the dropout that the next step would have
    wine = os.path.join(EXPERIMENTS, "wine.nabla")
    every = ["--json", "--every", "7", "--set", "train.l2=0.3"]
    longer = {row["step"]: row for row in rows("train", wine, "--steps", "50", *every)}
    shorter = rows("train", wine, "--steps", "42", *every)
    for row in shorter[:-1]:
        assert row == longer[row["step"]], (row, longer[row["step"]])
    assert shorter[-1]["cost"] == longer[42]["cost"] != longer[42]["train_cost"]


def check():
    names = [os.path.join(folder, name) for start in [EXPERIMENTS, LESSONS]
             for folder, _, files in os.walk(start) for name in files if name.endswith(".nabla")]
    assert len(names) > 8, names
    for name in names:
        result = json.loads(cli("check", name, "--json").stdout)
        assert result["passed"] and result["course_difference"] <= 2e-7, (name, result)
        # vanished gradients are smaller than the rounding of the cost
        most = 1e-3 if name.endswith("deep-tanh.nabla") else 1e-7
        assert result["parameters"] and all(row["difference"] <= most for row in result["parameters"]), (name, result)
    text = cli("check", FLOWER).stdout
    assert "hidden/W" in text and "1e−5" in text and "1e−7: " in text, text


def bugs():
    listed = [line.split()[0] for line in cli("list", "bugs").stdout.splitlines()]
    assert "missing_mean" in listed and "missing_mean" not in cli("list", "ops").stdout
    with open(FLOWER) as file:
        flower = file.read()
    for bug in listed:
        name = write("bug.nabla", flower.replace("[train]", f"[train]\nbug={bug}"))
        # tanh, a sigmoid loss and gradient descent
        bites = bug in ["wrong_activation_derivative", "missing_mean"]
        result = json.loads(cli("check", name, "--json", status=1 if bites else 0).stdout)
        assert (result["passed"], result["bug"], result["bug_bites"]) == (not bites, bug, bites), result
        text = cli("check", name, status=1 if bites else 0).stdout
        assert bug in text and ("changes nothing here" in text) == (not bites) == ("WRONG" not in text), text
        rows_ = rows("train", name, "--steps", "3", "--json")
        assert all(row["bug"] == bug for row in rows_) and rows_[-1]["bug_bites"] == bites, rows_
        assert bug in cli("train", name, "--steps", "3", "--save", "bug.safetensors").stdout
        assert bug in cli("predict", "bug.safetensors", write("point.csv", "x₁,x₂\n1,2\n")).stderr
    assert "bug" not in cli("train", FLOWER, "--steps", "3", "--json").stdout
    fails("missing_mean", "train", FLOWER, "--set", "train.bug=missing_meen")


def lists():
    for kind in ["ops", "optimizers", "schedules", "datasets", "views", "instruments", "bugs"]:
        for line in cli("list", kind).stdout.splitlines():
            assert cli("describe", line.split()[0]).stdout
    assert "adam" in cli("list", "optimizers").stdout
    assert cli("--version").stdout.startswith("nabla-cli ")
    assert "train" in cli("--help").stdout


def instruments():
    assert "neuron" in cli("list", "instruments").stdout
    [result] = rows("instrument", "neuron", "--json", "--set", "w1=1", "--set", "x1=2", "--set", "w2=0",
                    "--set", "b=-1", "--set", "activation=tanh")
    assert result["settings"]["activation"] == "tanh", result
    assert result["values"]["z"] == 1, result
    assert abs(result["values"]["slope"] - (1 - result["values"]["a"] ** 2)) < 1e-12, result
    assert "z = w₁x₁ + w₂x₂ + b" in cli("instrument", "neuron").stdout
    fails("neuron", "instrument", "nueron")
    fails("w1", "instrument", "neuron", "--set", "w9=1")
    fails("-4", "instrument", "neuron", "--set", "w1=9")
    fails("key=value", "instrument", "neuron", "--set", "w1")


def lesson(name, old=None, new=None):
    """A copy of the welcome lesson, in both languages one text replaced."""
    target = path(name)
    shutil.copytree(os.path.join(LESSONS, "00-welcome"), target)
    for file in ["lesson.md", "lesson.zh_CN.md"]:
        with open(os.path.join(target, file), encoding="utf-8") as stream:
            text = stream.read()
        if old is not None:
            assert old in text, (file, old)
            with open(os.path.join(target, file), "w", encoding="utf-8") as stream:
                stream.write(text.replace(old, new))
    return target


def lessons():
    [first, *_] = rows("lesson", "list", "--json")
    assert first["title"] == "Welcome to Nabla" and first["steps"] == 4 and first["problems"] == 0, first
    assert "all is so" in cli("lesson", "check", lesson("right")).stdout
    wrong = [
        ("answer", "answer=-0.5", "answer=0.5", "quiz: the value is -0.5"),
        ("range", 'holds="< 0.9" seeds', 'holds="< 0.3" seeds', "ticked choice is not right"),
        ("number", "holds=\">= 0 and <= 0\"\n", "\n", "is no number"),
        ("goal", "hidden_units <= 3 within", "hidden_units <= 2 within", "reference solution does not meet"),
        ("steps", "within 1000 steps", "within 10 steps", "reference solution does not meet"),
        ("wrong", "wrong=units@hidden=3\n", "wrong=units@hidden=3 train.learning_rate=0.5\n", "meets the goal at step"),
        ("view", "views=boundary;network", "views=boundary;netwrok", "network"),
        ("diverges", "reference=units@hidden=3 train.learning_rate=1\n",
         "reference=units@hidden=3 train.learning_rate=1000 activation@hidden=relu\n", ""),
    ]
    for name, old, new, word in wrong:
        done = cli("lesson", "check", lesson(name, old, new), status=1)
        assert word in done.stderr and "lesson.md:" in done.stderr, (name, done.stderr)
    os.remove(os.path.join(lesson("untranslated"), "lesson.zh_CN.md"))
    done = cli("lesson", "check", path("untranslated"), status=1)
    assert "lesson.zh_CN.md: the translation is missing" in done.stderr, done.stderr
    fails("no-such", "lesson", "list", "no-such")
    fails("check", "lesson", "chekc", status=2)
    empty = path("empty-lesson")
    os.mkdir(empty)
    done = cli("lesson", "check", empty, status=1)
    assert "lesson.md" in done.stderr, done.stderr
    for text in ["", "\0\0", "```quiz\n"]:
        write(os.path.join(empty, "lesson.md"), text)
        done = cli("lesson", "check", empty, status=1)
        assert "lesson.md" in done.stderr, done.stderr


def bench():
    every = rows("bench", "--threads", "1", "--rounds", "1", "--seconds", "0.02", "--json")
    assert [row["workload"] for row in every] == ["planar", "tiny", "mlp64", "mlp256", "grid"], every
    for row in every:
        assert list(row) == ["workload", "threads", "ours_us", "peer", "peer_us", "ratio", "instruction_set"], row
        assert row["threads"] == 1 and row["ours_us"] > 0, row
        assert row["peer"] is row["peer_us"] is row["ratio"] is None, row
        assert row["instruction_set"] in ["portable", "v3", "v4"], row
    fails("allowed are planar", "bench", "--workload", "football")
    fails("pytorch", "bench", "--peer", "caffe")


tests = [published_digits, settings, last_step_is_reported, threads, figures, iris_from_its_csv, house_prices,
         painted_points, saved_accuracy,
         mistakes, diverged, interrupted, early_stopping, meaning_of_cost, check, bugs, lists, instruments, lessons, bench]
run(tests)
