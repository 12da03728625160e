# nabla-cli search: the same trials with any number of jobs, each repeated by train, none lost
# to a kill and none run twice.
#
# Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
import os
import signal
import sqlite3
import subprocess
import sys
import time
from random import Random

from cli_test import CLI, EXPERIMENTS, cli, fails, folder, path, rows, run, write
from search_test import experiment, repeat, results, search, stored, whole_lines

KILLS = 20 if "slow" in sys.argv else 3


def repeated_by_train():
    file = experiment("a.nabla", 80, 12)
    trials = search(file, "a.sqlite")
    assert sorted(trial["trial"] for trial in trials) == list(range(1, 13))
    for trial in trials:
        assert set(trial["parameters"]) == {"learning_rate", "beta1", "units@hidden", "train.batch_size"}, trial
        assert "stored" not in trial
        assert repeat(file, trial) == trial["result"], trial


def without_dev_set():
    file = write("train-only.nabla", open(experiment("b.nabla", 50, 4)).read().replace("train=0.8\ndev=0.2\n", ""))
    for trial in search(file, "b.sqlite"):
        assert repeat(file, trial) == trial["result"], trial


def diverged():
    """With α = 100 and λ = 100 the weights grow without end: a result too, and the worst."""
    text = open(experiment("d.nabla", 50, 9)).read().replace("optimizer=adam", "optimizer=gradient_descent")
    text = text.replace("log 0.0001 1", "choice 0.01;100").replace("beta1=one_minus 0.5 0.999\n", "")
    file = write("d.nabla", text.replace("steps=50", "steps=50\nl2=100"))
    trials = search(file, "d.sqlite")
    bad = [trial for trial in trials if trial["result"] is None]
    assert 0 < len(bad) < 9, trials
    for trial in bad:
        assert trial["state"] == "diverged" and trial["parameters"]["learning_rate"] == 100, trial
        rows("train", file, "--json", "--set", "learning_rate=100", status=4)
    best = cli("search", file, "--store", path("d2.sqlite")).stdout.split("The best:")[1]
    assert "diverged" not in best.splitlines()[1], best


def any_jobs():
    file = experiment("j.nabla", 60, 30)
    one = results(search(file, "j1.sqlite", "--jobs", "1"))
    assert len(one) == 30
    for jobs in ["2", "3", "8"]:
        assert results(search(file, f"j{jobs}.sqlite", "--jobs", jobs)) == one
    for options in [["--rounds", "2"], ["--halving"], ["--grid"]]:
        name = options[0].strip("-")
        once = results(search(file, name + "1.sqlite", "--jobs", "1", *options))
        assert results(search(file, name + "4.sqlite", "--jobs", "4", *options)) == once
        assert len(once) == {"--rounds": 60, "--halving": 30, "--grid": 24}[options[0]], (options, len(once))


def resumed():
    file = experiment("r.nabla", 60, 20)
    first = search(file, "r.sqlite", "--trials", "8")
    again = search(file, "r.sqlite", "--resume")
    assert [trial["trial"] for trial in again if trial.get("stored")] == list(range(1, 9)), again
    assert len(again) == 20
    for trial in first:
        assert results(again)[trial["trial"]] == (trial["parameters"], trial["result"])
    assert all(trial["stored"] for trial in search(file, "r.sqlite", "--resume"))
    # without --resume a search begins anew, and the store has both
    assert not any("stored" in trial for trial in search(file, "r.sqlite"))
    database = sqlite3.connect(path("r.sqlite"))
    assert database.execute("SELECT count(*) FROM run").fetchone() == (40,)
    assert database.execute("SELECT count(*), sum(done) FROM search").fetchone() == (2, 2)
    database.close()


def killed():
    """SIGKILL at random moments: what was told, or is in the store, is never run again."""
    file = experiment("k.nabla", 400, 120)
    whole = results(search(file, "whole.sqlite"))
    random, kept = Random(7), {}
    arguments = [CLI, "search", file, "--store", path("k.sqlite"), "--resume", "--json"]
    for attempt in range(KILLS):
        with open(path("k.out"), "w") as out:
            process = subprocess.Popen(arguments, stdout=out, cwd=folder)
            time.sleep(random.uniform(0, 0.25))
            process.kill()
            process.wait()
        told = whole_lines(open(path("k.out")).read())
        now = stored("k.sqlite")
        assert kept.items() <= now.items(), (attempt, set(kept.items()) - set(now.items()))
        for trial in told:
            assert trial["trial"] in now, (attempt, trial)
            assert whole[trial["trial"]] == (trial["parameters"], trial["result"]), trial
            assert trial.get("stored", False) == (trial["trial"] in kept), trial
        kept = now
    last = search(file, "k.sqlite", "--resume")
    assert results(last) == whole
    assert {trial["trial"] for trial in last if trial.get("stored")} == set(kept), kept
    assert kept.items() <= stored("k.sqlite").items()
    assert [name for name in os.listdir(folder) if name.startswith("k.sqlite.")] == []


def interrupted():
    file = experiment("i.nabla", 200000, 20)
    for number in [signal.SIGINT, signal.SIGTERM]:
        process = subprocess.Popen([CLI, "search", file, "--store", path("i.sqlite")], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        time.sleep(0.4)
        process.send_signal(number)
        start = time.monotonic()
        assert process.wait(20) == 130
        assert time.monotonic() - start < 10


def set_aside():
    file = experiment("s.nabla", 30, 6)
    search(file, "s.sqlite")
    database = sqlite3.connect(path("s.sqlite"))
    database.execute("PRAGMA user_version=99")
    database.close()
    done = cli("search", file, "--store", path("s.sqlite"), "--resume", "--json")
    assert "later version" in done.stderr and len(done.stdout.splitlines()) == 6, done
    with open(path("s.sqlite"), "r+b") as damaged:
        damaged.seek(0)
        damaged.write(b"\x00" * 4096)
    done = cli("search", file, "--store", path("s.sqlite"), "--resume", "--json")
    assert "damaged" in done.stderr and '"stored"' not in done.stdout, done
    kinds = sorted(name.split(".")[2].split("-")[0] for name in os.listdir(folder) if name.startswith("s.sqlite."))
    assert "newer" in kinds and "damaged" in kinds, kinds


def eager_is_marked():
    file = experiment("e.nabla", 100, 40)
    trials = search(file, "e.sqlite", "--stop", "eager")
    assert any(trial["state"] == "stopped" and trial["steps"] < 100 for trial in trials)
    database = sqlite3.connect(path("e.sqlite"))
    assert database.execute("SELECT stop FROM search").fetchone() == ("eager",)
    database.close()


def shipped_experiments():
    for name in ["moons", "two-spirals"]:
        file = os.path.join(EXPERIMENTS, name + ".nabla")
        trials = search(file, name + ".sqlite", "--trials", "2")
        assert repeat(file, trials[0]) == trials[0]["result"]


def for_people():
    file = experiment("p.nabla", 60, 20)
    text = cli("search", file, "--store", path("p.sqlite"), "--rounds", "2").stdout
    for word in ["Round 1", "Round 2", "dev cost", "The best:", "What mattered", "learning_rate", path("p.sqlite")]:
        assert word in text, (word, text)


def mistakes():
    fails("no.nabla", "search", path("no.nabla"))
    fails("[search]", "search", os.path.join(EXPERIMENTS, "planar-flower.nabla"), "--store", path("m.sqlite"))
    fails("eager", "search", experiment("m.nabla", 10, 2), "--stop", "lazy", status=2)
    fails("negative", "search", experiment("m.nabla", 10, 2), "--trials", "-1", status=2)
    other = sqlite3.connect(path("other.sqlite"))
    other.execute("CREATE TABLE addresses (name)")
    other.commit()
    other.close()
    fails("another program", "search", experiment("m.nabla", 10, 2), "--store", path("other.sqlite"))


if "slow" in sys.argv:
    run([killed])
else:
    run([repeated_by_train, without_dev_set, diverged, any_jobs, resumed, killed, interrupted, set_aside,
         eager_is_marked, shipped_experiments, for_people, mistakes])
