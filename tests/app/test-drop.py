"""Files are dragged from another program into Nabla's window: data end in a trained
network whose accuracy the window tells; files that are of no use say why in one
sentence and change nothing.

    test-drop.py NABLA DRAG-SOURCE SETS-FOLDER

Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import pathlib
import re
import sys
import tempfile

from mouse import drag, find_window, poll, running, xdotool
from screen import application, press, sentences

NABLA, SOURCE, SETS = sys.argv[1:4]
SHEET = "Import Data"


def shown():
    return sentences(application("nabla"))


def first(pattern):
    """The first match of PATTERN in what is shown, or None."""
    return next(filter(None, (re.search(pattern, text) for text in shown())), None)


def drop(path):
    drag(SOURCE, [path], 640, 400)


def sheet_is_open():
    return bool(xdotool("search", "--onlyvisible", "--name", f"^{SHEET}$"))


def press_in_sheet(button):
    poll(f"the button {button}", lambda: press(application("nabla"), SHEET, button))


def check_refused(folder, title):
    for name, content, reason in [
        ("broken.csv", b"a,b,c\n1,2,3\n4,5\n6,7,8\n", "line 3"),
        ("empty.csv", b"", "empty"),
        ("prose.txt", b"Call me Ishmael.\nSome years ago\n", "plain text"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1", "PNG picture"),
        ("wrong.nabla", b"[experiment]\nformat=1\n[data]\nsource=mooons\n", "moons"),
        ("damaged.npy", b"\x93NUMPY\1\0\x76\0{'descr': '<f8', 'shape': (4,", ""),
    ]:
        (folder / name).write_bytes(content)
        drop(folder / name)
        sentence = poll(f"a sentence about {name}", lambda: first(re.escape(name) + ".*" + reason))
        assert "\n" not in sentence.string, sentence.string
        assert not sheet_is_open(), name
        assert title in shown(), f"{name} changed the bench"


def write_huge(path):
    """A million rows of twenty columns."""
    block = "".join(
        ",".join(f"{(i * (j + 3)) % 97}.{j}" for j in range(19)) + f",{('no', 'yes')[i % 2]}\n"
        for i in range(1000)
    )
    with path.open("w") as stream:
        stream.write(",".join(f"x{j}" for j in range(19)) + ",kind\n")
        for _ in range(1000):
            stream.write(block)


def check_huge(path, title):
    """It is read, counted and shown; cancelled, it leaves nothing behind."""
    write_huge(path)
    drop(path)
    poll("the sheet of a million rows", lambda: first("A table: 1,000,000 rows, 20 columns"))
    assert first("2 classes: 500,000 and 500,000 rows")
    press_in_sheet("Cancel")
    poll("the sheet to close", lambda: not sheet_is_open())
    assert title in shown()


def check_trained(path):
    drop(path)
    poll("the sheet of wine", lambda: first("3 classes: 59, 71 and 48 rows"))
    press_in_sheet("Train")
    poll("the end of the training", lambda: first(r"^13-16-3, 275 parameters") and first("^1,000 of 1,000 steps$"))
    accuracy = poll("its accuracy", lambda: first(r"^Train accuracy ([\d.]+)%, dev ([\d.]+)%\.$"))
    assert float(accuracy[1]) >= 98, accuracy.string
    assert float(accuracy[2]) >= 90, accuracy.string


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        environment = dict(os.environ, XDG_DATA_HOME=str(folder / "home"))
        with running(NABLA, env=environment) as nabla:
            find_window("Nabla")
            poll("a run on the bench", lambda: first(r"\d of [\d,]+ steps"))
            title = poll("its title", lambda: first("not saved") and first(r"Two spirals.*|.*moons.*")).string
            check_refused(folder, title)
            check_huge(folder / "huge.csv", title)
            check_trained(pathlib.Path(SETS, "wine.csv"))
            xdotool("windowfocus", "--sync", find_window("Nabla"), "key", "ctrl+q")
            assert nabla.wait(timeout=20) == 0
        kept = (folder / "home/nabla/last.nabla").read_text()
        assert f"source={SETS}/wine.csv\n" in kept and "label=cultivar\n" in kept


if __name__ == "__main__":
    main()
