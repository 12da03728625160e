# nabla-cli study: what studies find, as scripts ask.
#
# Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
import os

from cli_test import EXPERIMENTS, cli, fails, path, rows, run

FLOWER = os.path.join(EXPERIMENTS, "planar-flower.nabla")


def study(name, *arguments):
    (found,) = rows("study", name, FLOWER, "--json", *arguments)
    assert found["study"] == name
    return found


def test_gradient_check():
    right = study("gradient_check", "--steps", "20")["values"]
    assert right["passed"] == 1 and right["course_difference"] < 2e-7
    wrong = study("gradient_check", "--steps", "20", "--set",
                  "train.bug=wrong_activation_derivative")["values"]
    assert wrong["passed"] == 0
    assert wrong["hidden/W"] > 1e-3 and wrong["output/W"] < 1e-7


def test_angles():
    found = study("gradient_angles", "--steps", "20", "--param", "factor=20")["values"]
    assert found["mean@1"] > found["mean@20"] > found["mean@400"]
    other = study("gradient_angles", "--steps", "300", "--param", "factor=20")["values"]
    assert other["norm"] != found["norm"]


def test_surface():
    found = study("surface", "--steps", "100", "--param", "grid=25")
    assert found["step"] == 100 and found["settings"]["plane"] == "path"
    assert found["values"]["start_cost"] > found["values"]["cost"]
    assert found["values"]["explained"] > 0.9
    again = study("surface", "--steps", "100", "--param", "grid=25")
    assert again == found
    cli("study", "surface", FLOWER, "--steps", "100", "--param", "grid=25",
        "--picture", path("surface.csv"))
    with open(path("surface.csv")) as file:
        assert len(file.readlines()) == 1 + 25 * 25


def test_mistakes():
    fails("gradient_check", "study", "gradient_chek", FLOWER)
    fails("planes", "study", "surface", FLOWER, "--param", "planes=path")
    fails("grid", "study", "surface", FLOWER, "--param", "grid=7")
    fails("train some steps", "study", "surface", FLOWER, "--steps", "0")


run([test_gradient_check, test_angles, test_surface, test_mistakes])
