# nabla-cli search under mpirun: the same trials and results with any number of ranks, and a
# rank that dies costs what it was running. Skipped where there is no Open MPI.
#
# Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import shutil
import signal
import subprocess
import sys
import time

from cli_test import CLI, folder, path, run
from search_test import experiment, results, search, stored, whole_lines

# OpenMPI keeps what it has read until the process ends: no leaks of ours.
os.environ["ASAN_OPTIONS"] = os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
RUN = ["mpirun", "--oversubscribe", "--allow-run-as-root", "--mca", "btl", "self,vader,tcp"]


def is_missing():
    if shutil.which("mpirun") is None:
        return "there is no mpirun"
    if os.environ.get("NABLA_MPI") != "true":
        return "nabla-cli was built without MPI"
    probe = subprocess.run([*RUN, "-n", "2", "true"], capture_output=True, text=True)
    return None if probe.returncode == 0 else "mpirun cannot run here: " + probe.stderr.strip()[:200].replace("\n", " ")


def spread(ranks, file, store, *arguments, options=()):
    done = subprocess.run([*RUN, *options, "-n", str(ranks), CLI, "search", file, "--store", path(store), "--json",
                           *arguments], capture_output=True, text=True, cwd=folder, timeout=150)
    assert done.returncode == 0, (done.returncode, done.stdout[-500:], done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()]


def same_with_any_ranks():
    file = experiment("m.nabla", 300, 60)
    alone = results(search(file, "m.sqlite", "--jobs", "1"))
    for ranks in [1, 2, 4]:
        assert results(spread(ranks, file, f"m{ranks}.sqlite")) == alone, ranks
    halved = results(search(file, "h.sqlite", "--halving", "--rounds", "2"))
    assert results(spread(3, file, "h3.sqlite", "--halving", "--rounds", "2", "--jobs", "2")) == halved
    assert len(stored("m4.sqlite")) == 60


def resumed_by_others():
    """What ranks did, a process alone takes over, and the other way round."""
    file = experiment("r.nabla", 100, 30)
    first = spread(2, file, "r.sqlite", "--trials", "12")
    then = search(file, "r.sqlite", "--resume", "--trials", "20")
    last = spread(4, file, "r.sqlite", "--resume")
    assert sum(trial.get("stored", False) for trial in then) == 12
    assert sum(trial.get("stored", False) for trial in last) == 20 and len(last) == 30
    assert all(results(last)[number] == found for number, found in results(first).items())


def start(ranks, file, store, *options):
    out = open(path(store + ".out"), "w")
    process = subprocess.Popen([*RUN, *options, "-n", str(ranks), CLI, "search", file, "--store", path(store), "--json",
                                "--resume"], stdout=out, stderr=subprocess.PIPE, text=True, cwd=folder)
    out.close()
    return process


def rank_pid(store, rank):
    """The process of a rank of the job that writes @store, once it is there."""
    for _ in range(400):
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                command = open(f"/proc/{pid}/cmdline", "rb").read().split(b"\0")
                words = open(f"/proc/{pid}/environ", "rb").read().split(b"\0")
            except OSError:
                continue
            if (path(store).encode() in command and b"mpirun" not in command[0]
                    and f"OMPI_COMM_WORLD_RANK={rank}".encode() in words):
                return int(pid)
        time.sleep(0.05)
    raise AssertionError("the rank never came")


def wait_for_trials(store, n):
    for _ in range(1200):
        if len(stored(store)) >= n:
            return
        time.sleep(0.05)
    raise AssertionError("no trial was stored")


def told(store):
    return whole_lines(open(path(store + ".out")).read())


def killed_rank():
    file = experiment("k.nabla", 20000, 24)
    whole = results(search(file, "whole.sqlite"))
    process = start(4, file, "k.sqlite", "--enable-recovery")
    wait_for_trials("k.sqlite", 3)
    os.kill(rank_pid("k.sqlite", 2), signal.SIGKILL)
    errors = process.communicate(timeout=150)[1]
    assert results(told("k.sqlite")) == whole, errors
    assert "2" in errors and "gone" in errors, errors
    assert not any(trial.get("stored") for trial in told("k.sqlite"))
    assert len(stored("k.sqlite")) == 24


def frozen_rank():
    """One that says nothing for ten seconds is given up; when it wakes, nothing is counted twice."""
    file = experiment("f.nabla", 60000, 40)
    process = start(2, file, "f.sqlite", "--enable-recovery")
    wait_for_trials("f.sqlite", 2)
    pid = rank_pid("f.sqlite", 1)
    os.kill(pid, signal.SIGSTOP)
    time.sleep(11.5)
    os.kill(pid, signal.SIGCONT)
    process.communicate(timeout=200)
    assert process.returncode == 0
    assert results(told("f.sqlite")) == results(search(file, "f.sqlite", "--resume"))


def killed_first_rank():
    """Without rank 0 the others leave; the store has what was over, and the search goes on."""
    file = experiment("z.nabla", 20000, 24)
    process = start(3, file, "z.sqlite", "--enable-recovery")
    wait_for_trials("z.sqlite", 3)
    os.kill(rank_pid("z.sqlite", 0), signal.SIGKILL)
    process.communicate(timeout=100)
    kept = stored("z.sqlite")
    last = search(file, "z.sqlite", "--resume")
    assert len(last) == 24 and {trial["trial"] for trial in last if trial.get("stored")} == set(kept)


def without_recovery():
    """The job ends with the rank; what was over is not run again."""
    file = experiment("w.nabla", 20000, 24)
    process = start(2, file, "w.sqlite")
    wait_for_trials("w.sqlite", 3)
    os.kill(rank_pid("w.sqlite", 1), signal.SIGKILL)
    process.communicate(timeout=100)
    assert process.returncode != 0
    kept = stored("w.sqlite")
    last = search(file, "w.sqlite", "--resume")
    assert len(last) == 24 and {trial["trial"] for trial in last if trial.get("stored")} == set(kept)
    assert kept.items() <= stored("w.sqlite").items()


missing = is_missing()
if missing is not None:
    print("1..0 # SKIP", missing)
    sys.exit(77)
if "slow" in sys.argv:
    run([frozen_rank, killed_first_rank, without_recovery])
else:
    run([same_with_any_ranks, resumed_by_others, killed_rank])
