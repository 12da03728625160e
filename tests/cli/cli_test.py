# What tests of the command line share: running it, and TAP.
#
# Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import subprocess
import sys
import tempfile
import traceback

CLI = os.environ["NABLA_CLI"]
EXPERIMENTS = os.environ["NABLA_EXPERIMENTS"]
SETS = os.environ["NABLA_SETS"]
HERE = os.path.dirname(os.path.abspath(__file__))
folder = tempfile.mkdtemp(prefix="nabla-cli-")


def cli(*arguments, status=0):
    done = subprocess.run([CLI, *arguments], capture_output=True, text=True, cwd=folder)
    assert done.returncode == status, (arguments, done.returncode, done.stdout, done.stderr)
    return done


def fails(word, *arguments, status=1):
    done = cli(*arguments, status=status)
    assert word in done.stderr and "Traceback" not in done.stderr, (arguments, done.stderr)
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr


def rows(*arguments, status=0):
    return [json.loads(line) for line in cli(*arguments, status=status).stdout.splitlines()]


def path(name):
    return os.path.join(folder, name)


def write(name, text):
    with open(path(name), "wb") as file:
        file.write(text if isinstance(text, bytes) else text.encode())
    return path(name)


def run(tests):
    print(f"1..{len(tests)}")
    failed = 0
    for number, test in enumerate(tests, start=1):
        try:
            test()
            print(f"ok {number} {test.__name__}", flush=True)
        except Exception:
            failed += 1
            for line in traceback.format_exc().splitlines():
                print("#", line)
            print(f"not ok {number} {test.__name__}", flush=True)
    sys.exit(failed > 0)
