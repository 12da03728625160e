"""A data file is dragged from another program, and a trained network comes of it; files
that are of no use say why and change nothing.

    test-drop-train.py DROP-HOST DRAG-SOURCE SETS-FOLDER

Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib
import queue
import subprocess
import sys
import tempfile
import threading

from mouse import PATIENCE, drag, find_window, running, xdotool

HOST, SOURCE, SETS = sys.argv[1:4]


class Host:
    """The lines that the host writes."""

    def __init__(self, stream):
        self.lines = queue.Queue()
        threading.Thread(target=self.read, args=[stream], daemon=True).start()

    def read(self, stream):
        for line in stream:
            self.lines.put(line.rstrip("\n"))

    def next(self, word):
        """What follows WORD in the next line that begins with it; other lines of
        the same drop come before it."""
        while True:
            line = self.lines.get(timeout=PATIENCE)
            if line.split(" ")[0] == word:
                return line.removeprefix(word).strip()
            assert line.split(" ")[0] in ("dropped", "end"), line


def drop(path):
    drag(SOURCE, [path], 400, 300)


def main():
    with tempfile.TemporaryDirectory() as folder, running(
        HOST, stdout=subprocess.PIPE, text=True
    ) as process:
        host = Host(process.stdout)
        find_window("Drop Host")
        folder = pathlib.Path(folder)

        for name, content, reason in [
            ("broken.csv", "a,b,c\n1,2,3\n4,5\n6,7,8\n", "line 3"),
            ("empty.csv", "", "empty"),
            ("prose.txt", "Call me Ishmael.\nSome years ago\n", "plain text"),
        ]:
            (folder / name).write_text(content)
            drop(folder / name)
            sentence = host.next("refused")
            assert name in sentence and reason in sentence, sentence
            assert not xdotool("search", "--onlyvisible", "--name", "^Import Data$")

        # A file of 100 MB is given up by Escape or finished; here it is finished, and
        # the sheet is closed again.
        huge = folder / "huge.csv"
        with huge.open("w") as stream:
            stream.write(",".join(f"x{j}" for j in range(19)) + ",kind\n")
            block = "".join(
                ",".join(f"{(i * (j + 3)) % 97}.{j}" for j in range(19)) + f",{'no yes'.split()[i % 2]}\n"
                for i in range(1000)
            )
            for _ in range(1000):
                stream.write(block)
        drop(huge)
        host.next("sheet")
        sheet = find_window("Import Data")
        xdotool("windowfocus", "--sync", sheet, "key", "Escape")

        # The real thing.
        drop(pathlib.Path(SETS, "wine.csv"))
        host.next("sheet")
        sheet = find_window("Import Data")
        xdotool("windowfocus", "--sync", sheet, "key", "Return")
        accuracy = float(host.next("trained"))
        assert accuracy >= 0.98, accuracy


if __name__ == "__main__":
    main()
