"""Another program's window, and a mouse that drags from it: what the tests of drag
and drop share. To be used under an X server without a window manager.

Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
"""
import contextlib
import subprocess
import time

PATIENCE = 60  # seconds: a machine under test may be busy


def poll(what, condition, patience=PATIENCE):
    """The first true value of CONDITION (), or an error that says WHAT was waited for."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"waited in vain: {what}")


def xdotool(*words):
    return subprocess.run(["xdotool", *map(str, words)], capture_output=True, text=True).stdout.split()


def find_window(title):
    return poll(f"a window called {title}", lambda: xdotool("search", "--onlyvisible", "--name", f"^{title}$"))[0]


@contextlib.contextmanager
def running(*command, **options):
    """A program that is ended with the block."""
    process = subprocess.Popen(list(map(str, command)), **options)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def hold(x, y, to_x, to_y):
    """Presses at one place and moves, as a hand does, to another."""
    xdotool("mousemove", x, y, "mousedown", 1)
    for i in range(1, 5):
        xdotool("mousemove", x - 6 * i, y + 4 * i)
    for i in range(1, 11):
        xdotool("mousemove", x + (to_x - x) * i // 10, y + (to_y - y) * i // 10)
    xdotool("mousemove", to_x + 1, to_y)


def drag(drag_source, what, to_x, to_y):
    """Drags WHAT, arguments of drag-source, to a place on the screen, and waits until
    drag-source has heard what became of it. The mouse is let go without a look at the
    screen; where that is before the target has answered, it tries again."""
    with running(drag_source, *what, stdout=subprocess.PIPE, text=True) as source:
        window = find_window("Drag Source")
        xdotool("windowmove", "--sync", window, 1350, 60)
        for pause in (0, 0.1, 0.5, 2, 5):
            hold(1450, 160, to_x, to_y)
            time.sleep(pause)
            xdotool("mouseup", 1)
            if source.stdout.readline() != "no target\n":
                return
        raise AssertionError(f"nobody took {what}")
