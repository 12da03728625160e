"""Files and texts dragged from another program into a drop area.

    test-drop-area.py DROP-HOST DRAG-SOURCE

Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib
import queue
import subprocess
import sys
import tempfile
import threading

from mouse import PATIENCE, drag, find_window, running

HOST, SOURCE = sys.argv[1:3]


def reader(stream):
    """A queue of the drops that the host tells of, each a list of paths."""
    drops = queue.Queue()

    def read():
        paths = []
        for line in stream:
            if line == "end\n":
                drops.put(paths)
                paths = []
            elif line.startswith("dropped "):
                paths.append(line.removeprefix("dropped ").rstrip("\n"))

    threading.Thread(target=read, daemon=True).start()
    return drops


def main():
    with tempfile.TemporaryDirectory() as folder, running(
        HOST, stdout=subprocess.PIPE, text=True
    ) as host:
        drops = reader(host.stdout)
        find_window("Drop Host")
        files = [pathlib.Path(folder, name) for name in ("a b.csv", "数据.csv", "c%20#.csv")]
        for file in files:
            file.write_text("One word\nand another.\n")  # nothing to be opened

        for what, expected in [
            ([files[0]], [files[0]]),
            (files, files),
            (["--text", f"{files[1]}\n"], [files[1]]),
            (["--text", f"{files[0].as_uri()}\r\n{files[2].as_uri()}\r\n"], [files[0], files[2]]),
        ]:
            drag(SOURCE, what, 400, 300)
            found = drops.get(timeout=PATIENCE)
            assert found == [str(file) for file in expected], (what, found)

        # Words are no files; the drop after them arrives as ever.
        drag(SOURCE, ["--text", "some words"], 400, 300)
        drag(SOURCE, [files[0]], 500, 200)
        assert drops.get(timeout=PATIENCE) == [str(files[0])]
        assert drops.empty()


if __name__ == "__main__":
    main()
