# Experiments exported as PyTorch scripts, run by PyTorch: the same costs over 100 steps,
# the same predictions of trained networks, trainings that go on. Skipped without torch.
#
# Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
import importlib.util
import os
import re
import subprocess
import sys

from cli_test import EXPERIMENTS, SETS, cli, fails, path, rows, run, write

try:
    import torch
except ImportError:
    print("1..0 # SKIP PyTorch is not installed")
    sys.exit(0)

torch.set_num_threads(1)
STEPS = 100
TOLERANCE = 1e-5

MOONS = """[experiment]
seed=4
[data]
source=moons
samples=150
noise=0.2
train=0.8
dev=0.2
normalize=standard
[layer hidden]
op=dense
units=7
activation=%(activation)s
%(layers)s[layer output]
op=dense
units=%(units)d
[loss]
op=%(loss)s
%(weight)s[train]
precision=double
batch_size=32
steps=1000
%(train)s
"""


def experiment(train, activation="tanh", layers="", units=1, loss="sigmoid_cross_entropy", weight=""):
    return MOONS % locals()


def load(text, name="exported"):
    file = write(name + ".nabla", text) if "\n" in text else text
    cli("export", file, "--pytorch", path(name + ".py"))
    return script(name)


def script(name):
    spec = importlib.util.spec_from_file_location(name, path(name + ".py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def costs_of(lines):
    return {line["step"]: line["cost"] for line in lines}


def compare(text, learns=True):
    text = re.sub(r"(?m)^steps=.*", f"steps={STEPS}", text)
    ours = costs_of(rows("train", write("here.nabla", text), "--json", "--every", "1"))
    module = load(text)
    theirs = dict(module.train(module.load(module.Network()), STEPS))
    assert sorted(theirs) == list(range(STEPS))
    worst = max(abs(theirs[step] - ours[step]) / abs(ours[step]) for step in theirs)
    print(f"# cost {ours[0]:.4f} to {ours[STEPS]:.4f}, differs by at most {worst:.1e}")
    assert worst <= TOLERANCE, (text, worst)
    assert not learns or abs(ours[STEPS] - ours[0]) > 1e-3, ours[STEPS]


def optimizers():
    for train in [
        "learning_rate=0.5",
        "optimizer=momentum\nlearning_rate=0.5",
        "optimizer=momentum\nlearning_rate=0.05\none_minus_beta=false",
        "optimizer=momentum\nlearning_rate=0.3\nbeta=0.8\nbias_correction=true",
        "optimizer=rmsprop\nlearning_rate=0.01",
        "optimizer=rmsprop\nlearning_rate=0.01\nbias_correction=true\nepsilon=0.01",
        "optimizer=adam\nlearning_rate=0.02",
        "optimizer=adam\nlearning_rate=0.02\nbias_correction=false\nepsilon=0.001",
        "optimizer=adamw\nlearning_rate=0.02\nweight_decay=0.3",
        "optimizer=adamw\nlearning_rate=0.02\nweight_decay=0.3\nbias_correction=false",
    ]:
        compare(experiment(train))


def penalties():
    for train in ["l2=3", "l1=2", "l2=1\nl1=1\nclip_norm=0.2", "clip_norm=0.1"]:
        for optimizer in ["gradient_descent", "adam"]:
            compare(experiment(f"optimizer={optimizer}\nlearning_rate=0.05\n" + train))


def schedules():
    for train in [
        "schedule=inverse_time\ndecay=0.3",
        "schedule=exponential\ndecay=0.9",
        "schedule=staircase\nfactor=0.5\ninterval=3",
        "schedule=cosine\nminimum=0.1",
        "schedule=manual\nepoch_1=3\nfactor_1=0.5\nepoch_2=9\nfactor_2=0.1",
        "batch_size=full",
        "batch_size=119",
        "batch_size=4096\nbatch_seed=4294967295",
    ]:
        text = experiment("learning_rate=0.4\n" + train)
        compare(text.replace("batch_size=32\n", "") if "batch_size" in train else text)


def networks():
    normalized = "[layer n]\nop=batch_norm\nactivation=relu\nepsilon=0.001\n"
    residual = ("[layer b/one]\nop=dense\nunits=7\nactivation=leaky_relu\nslope=0.2\n"
                "[layer b/sum]\nop=add\nfrom=hidden;b/one\nactivation=sigmoid\n")
    frozen = "[layer train]\nop=dense\nunits=7\ntrainable=false\nactivation=tanh\n"
    shared = "[layer again]\nop=dense\nshare=train\nactivation=tanh\n"
    compare(experiment("optimizer=adam", layers=normalized))
    compare(experiment("optimizer=momentum\nl2=1", layers=residual))
    compare(experiment("learning_rate=0.2", layers=frozen))
    compare(experiment("learning_rate=0.2", layers=frozen.replace("trainable=false\n", "") + shared))
    compare(experiment("learning_rate=0.2", activation="relu", weight="weight=0.3\n"))
    compare(experiment("learning_rate=0.1", loss="softmax_cross_entropy", units=2))
    compare(experiment("learning_rate=0.1", loss="mean_squared_error"))
    # written down to the letter of Python's words
    module = load(experiment("learning_rate=0.1", layers=frozen.replace("train]", "lambda]")))
    assert "layer2_lambda" in dict(module.Network().named_children())


def shipped():
    for name in sorted(os.listdir(EXPERIMENTS)):
        with open(os.path.join(EXPERIMENTS, name)) as file:
            text = file.read()
        if "op=dropout" in text or "op=gaussian_noise" in text or "precision=" in text:
            load(os.path.join(EXPERIMENTS, name))
            continue
        compare(text.replace("[train]", "[train]\nprecision=double"), learns=name != "deep-tanh.nabla")


def predictions():
    data = os.path.join(SETS, "iris.csv")
    file = os.path.join(EXPERIMENTS, "iris.nabla")
    cli("train", file, "--set", "train.precision=double", "--steps", "50", "--save", "iris.safetensors")
    cli("export", "iris.safetensors", "--pytorch", "trained.py", "--weights", "numbers.npz")
    module = script("trained")
    assert os.path.exists(path("numbers.npz")) and module.FIRST_STEP == 50
    ours = rows("predict", "iris.safetensors", data, "--json")
    theirs = module.predict(module.load(module.Network()), module.X)
    for row, prediction in zip(ours, theirs):
        assert abs(row["probability"] - prediction.max().item()) < 1e-9, (row, prediction)
    assert len(theirs) == 150


def dropout_expectation():
    module = load(os.path.join(EXPERIMENTS, "wine.nabla"))
    network = module.load(module.Network())
    costs = [cost for _, cost in module.train(network)]
    assert costs[-1] < 0.3 * costs[0]
    dev = module.predict(network, module.X[module.DEV]).argmax(dim=1)
    assert (dev == module.Y[module.DEV].argmax(dim=1)).double().mean() > 0.9


def going_on():
    for optimizer in ["gradient_descent", "momentum", "rmsprop", "adam"]:
        layers = "[layer n]\nop=batch_norm\nactivation=relu\n"
        file = write("on.nabla", experiment(f"optimizer={optimizer}\nlearning_rate=0.02", layers=layers))
        ours = costs_of(rows("train", file, "--json", "--every", "1", "--steps", "150"))
        cli("train", file, "--steps", "61", "--save", "on.safetensors")
        cli("export", "on.safetensors", "--pytorch", "on.py")
        module = script("on")
        for step, cost in module.train(module.load(module.Network()), 150):
            assert abs(cost - ours[step]) <= TOLERANCE * ours[step], (optimizer, step, cost, ours[step])
        assert step == 149


def refusals():
    def refused(word, text):
        fails(word, "export", write("no.nabla", text), "--pytorch", path("no.py"))
        assert not os.path.exists(path("no.py")) and not os.path.exists(path("no.npz"))

    plain = experiment("learning_rate=0.1")
    refused("missing_mean", plain.replace("[train]", "[train]\nbug=missing_mean"))
    refused("reshape", experiment("learning_rate=0.1", layers="[layer r]\nop=reshape\nchannels=7\n"
                                  "[layer f]\nop=flatten\n"))
    refused("several losses", plain + "[loss two]\nop=mean_squared_error\nfrom=output\n")
    fails("numpy", "export", write("yes.nabla", plain), "--pytorch", path("no.py"), "--weights", "w.bin")
    fails("--pytorch", "export", path("yes.nabla"), status=2)
    fails("cannot be written", "export", path("yes.nabla"), "--pytorch", "no/such/out.py")
    fails("missing.nabla", "export", "missing.nabla", "--pytorch", "out.py")


def printed():
    load(experiment("learning_rate=0.1", units=1), "printed")
    done = subprocess.run([sys.executable, path("printed.py"), "40"], capture_output=True, text=True)
    assert done.returncode == 0 and "step     38" in done.stdout and "dev: accuracy" in done.stdout, done


run([optimizers, penalties, schedules, networks, shipped, predictions, dropout_expectation, going_on,
     refusals, printed])
