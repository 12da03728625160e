# Whole trainings beside a plain numpy program, whose costs are in
# training-reference.json: other sizes, seeds, rates, activations, optimizers, schedules.
#
# Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
import json
import os

from cli_test import HERE, rows, run, write

# Of the cost, over 1,000 steps.
TOLERANCES = {"single": 1e-4, "double": 1e-9}

with open(os.path.join(HERE, "training-reference.json")) as file:
    cases = json.load(file)


def compare(precision):
    for number, case in enumerate(cases):
        name = write(f"case{number}.nabla", case["experiment"])
        lines = rows("train", name, "--json", "--every", "100", "--set", "train.precision=" + precision)
        costs = [line["cost"] for line in lines[:-1]]
        assert [line["step"] for line in lines] == [*range(0, 1001, 100), 1000]
        worst = max(abs(cost - right) for cost, right in zip(costs, case["costs"]))
        print(f"# case {number}, {precision}: cost {costs[0]:.6f} to {costs[-1]:.6f}, differs by at most {worst:.1e}")
        assert worst <= TOLERANCES[precision], (number, costs, case)


def single():
    compare("single")


def double():
    compare("double")


run([single, double])
