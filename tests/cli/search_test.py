# What tests of `nabla-cli search` share, alone and under mpirun.
#
# Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import sqlite3

from cli_test import path, rows, write

EXPERIMENT = """[experiment]
seed=5
[data]
source=moons
samples=200
noise=0.2
train=0.8
dev=0.2
[layer hidden]
op=dense
units=4
activation=tanh
[layer output]
op=dense
units=1
[loss]
op=sigmoid_cross_entropy
[train]
optimizer=adam
learning_rate=0.01
batch_size=16
steps=%d
[search]
trials=%d
learning_rate=log 0.0001 1
beta1=one_minus 0.5 0.999
units@hidden=integer 2 8
train.batch_size=choice 16;32;full
"""


def experiment(name, steps, trials):
    return write(name, EXPERIMENT % (steps, trials))


def search(file, store, *arguments):
    return rows("search", file, "--store", path(store), "--json", *arguments)


def results(objects):
    """Trial → parameters and result; each trial must be there once."""
    found = {}
    for trial in objects:
        assert trial["trial"] not in found, trial
        found[trial["trial"]] = (trial["parameters"], trial["result"])
    return found


def settings(trial):
    return [word for key, value in trial["parameters"].items() for word in ("--set", f"{key}={value}")]


def repeat(file, trial):
    """What `nabla-cli train` says of the same parameters."""
    last = rows("train", file, "--json", *settings(trial), status=4 if trial["result"] is None else 0)[-1]
    return last["dev_cost"] if last["dev_cost"] is not None else last["train_cost"]


def stored(store):
    """Trial → when it was written, and its result, as the database has it."""
    if not os.path.exists(path(store)):
        return {}
    database = sqlite3.connect(path(store), timeout=20)
    try:
        found = database.execute("SELECT trial, created, result FROM run ORDER BY trial").fetchall()
    except sqlite3.OperationalError as error:
        assert "no such table" in str(error), error
        found = []
    database.close()
    numbers = [row[0] for row in found]
    assert len(numbers) == len(set(numbers)), numbers
    return {row[0]: row[1:] for row in found}


def whole_lines(text):
    """The objects of an output that may have been cut off."""
    return [json.loads(line) for line in text.split("\n")[:-1]]
