"""An include against the arrows does not compile.

Takes the include flags that Meson gives to each folder of src/ and compiles
files of a few lines with them: the folder's own headers, each alone, and those
of the layers below must be found; those of all others must not.

    test-includes.py SOURCE-FOLDER BUILD-FOLDER

Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
"""
import concurrent.futures
import json
import os
import pathlib
import shlex
import subprocess
import sys

from layers import LAYERS, below

NOT_FOUND = ("No such file or directory", "file not found")


def public_headers(folder):
    return sorted(
        header.name for header in folder.glob("*.h") if not header.stem.endswith("-private")
    )


def compilers(source, build):
    """For each folder the command that compiles its sources, as far as it says
    where headers are: from the first source that lies in the folder itself."""
    commands = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        file = pathlib.Path(entry["directory"], entry["file"]).resolve()
        if file.parent.parent != source / "src" or file.parent.name in commands:
            continue
        words = shlex.split(entry["command"])
        flags = next(i for i, word in enumerate(words) if word.startswith("-"))
        commands[file.parent.name] = words[:flags] + [
            word for word in words[flags:] if word.startswith(("-I", "-D", "-isystem", "-std"))
        ]
    return commands


def compile_includes(command, build, headers):
    """The compiler's message on a file that includes HEADERS; empty if none."""
    text = "".join(f'#include "{header}"\n' for header in headers)
    result = subprocess.run(
        command + ["-fsyntax-only", "-x", "c", "-"],
        cwd=build, input=text, capture_output=True, text=True, env=dict(os.environ, LC_ALL="C"),
    )
    return result.stderr if result.returncode != 0 else ""


def main():
    source, build = (pathlib.Path(path).resolve() for path in sys.argv[1:])
    headers = {layer: public_headers(source / "src" / layer) for layer in LAYERS}
    commands = compilers(source, build)
    unknown = set(commands) - set(LAYERS)
    assert not unknown, f"give these folders a row in layers.py: {unknown}"
    assert commands, "no folder of src/ is compiled"

    def must_compile(layer, names):
        message = compile_includes(commands[layer], build, names)
        return f"{layer} cannot include {' '.join(names)}:\n{message}" if message else None

    def must_fail(layer, name):
        message = compile_includes(commands[layer], build, [name])
        if any(words in message for words in NOT_FOUND):
            return None
        return f"{layer} can include {name}, against the arrows\n{message}"

    jobs = []
    for layer in sorted(commands):
        jobs += [(must_compile, layer, [name]) for name in headers[layer]]
        for other in sorted(set(LAYERS) - {layer}):
            if other in below(layer) and headers[other]:
                jobs.append((must_compile, layer, headers[other]))
            elif other not in below(layer):
                jobs += [(must_fail, layer, name) for name in headers[other]]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        answers = list(pool.map(lambda job: job[0](*job[1:]), jobs))

    refused = sum(job[0] is must_fail for job in jobs)
    print(f"{len(jobs) - refused} includes that compile, {refused} that must not")
    problems = [answer for answer in answers if answer]
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
