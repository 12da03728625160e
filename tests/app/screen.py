"""What a program shows, as people with a screen reader meet it.

Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
"""
import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

# There is nothing to be read inside of these.
CLOSED = ("slider", "image", "label")


def children(node):
    return filter(None, (node.get_child_at_index(i) for i in range(node.get_child_count())))


def walk(node):
    """NODE and all below it that is visible. (GTK 4.8 does not tell more than that.)
    What goes away meanwhile is passed over."""
    try:
        if not node.get_state_set().contains(Atspi.StateType.VISIBLE):
            return
        yield node
        if node.get_role_name() not in CLOSED:
            for child in children(node):
                yield from walk(child)
    except GLib.Error:
        return


def application(name):
    """The running program called NAME, or None."""
    for program in children(Atspi.get_desktop(0)):
        if program.get_name() == name:
            return program
    return None


def sentences(program):
    """All names and descriptions that PROGRAM shows."""
    found = []
    for window in children(program) if program is not None else ():
        for node in walk(window):
            found += [node.get_name(), node.get_description()]
    return [text for text in found if text]


def press(program, title, button):
    """Presses a button of the window called TITLE. Returns whether it was there."""
    for window in children(program):
        window.clear_cache()  # else a name from before the title may be told
        if window.get_name() != title:
            continue
        for node in walk(window):
            if node.get_role_name() == "push button" and node.get_name().split(" ")[0].strip("_") == button:
                return node.do_action(0)
    return False
