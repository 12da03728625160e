"""Who may use whom and what: the one table behind test-includes.py and test-lint.py.

Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
"""

# Each folder of src/ with those right below it. It sees their headers and the
# headers of everything below them, and no others.
LAYERS = {
    "base": [],
    "engine": ["base"],
    "datasets": ["engine"],
    "experiment": ["datasets"],
    "snapshots": ["base"],
    "runtime": ["experiment", "snapshots"],
    "instruments": ["datasets", "snapshots"],
    "lessons": ["experiment", "instruments"],
    "figures": ["snapshots"],
    "views": ["figures", "instruments"],
    "app": ["runtime", "lessons", "views"],
    "cli": ["runtime", "lessons", "figures"],
    "reader": ["base"],
}


def below(layer):
    """All the layers that LAYER may use, itself not among them."""
    return set(LAYERS[layer]).union(*(below(other) for other in LAYERS[layer]))


EVERYWHERE = set(LAYERS)
PROGRAMS = {"app", "cli", "reader"}
DRAWING = {"figures", "views", "app"}
WINDOW = {"views", "app"}
READING = {"datasets", "reader"}

# Headers from outside, as shell patterns, and the folders that may include
# them. What fits no row may be included nowhere.
SYSTEM_HEADERS = [
    ("assert.h ctype.h errno.h float.h inttypes.h limits.h math.h stdarg.h stdatomic.h stdbool.h"
     " stddef.h stdint.h stdio.h stdlib.h string.h time.h", EVERYWHERE),
    ("fcntl.h poll.h pthread.h sched.h signal.h unistd.h sys/*.h", EVERYWHERE),
    ("glib.h glib/*.h", EVERYWHERE),
    ("gio/*.h", EVERYWHERE - {"base"}),  # in the engine for GCancellable alone
    ("glib-object.h gobject/*.h", WINDOW | {"runtime", "lessons"}),
    ("glib-unix.h", PROGRAMS),
    ("locale.h libintl.h", {"app", "cli"}),
    ("cblas.h *intrin.h cpuid.h", {"engine"}),
    ("archive.h archive_entry.h zlib.h", READING),
    ("hdf5.h matio.h", {"reader"}),
    ("gdk-pixbuf/*.h", READING | DRAWING),
    ("sqlite3.h", {"runtime"}),
    ("mpi.h", {"cli"}),
    ("cmark-gfm*.h", {"lessons"}),
    ("cairo.h cairo-*.h cairo/*.h pango/*.h", DRAWING),
    ("fontconfig/*.h hb.h hb-*.h harfbuzz/*.h", DRAWING),
    ("gtk/*.h gdk/*.h gsk/*.h adwaita.h gtksourceview/*.h", WINDOW),
]

# Calls and names, as regular expressions, the folders where they are right, and
# what to do in the others.
BANNED = [
    (r"\b_?exit \(|\babort \(|\bg_abort \(|\bg_error \(", PROGRAMS,
     "return a GError: whoever called goes on"),
    (r"\bg_file_set_contents \(|\bcairo_surface_write_to_png \("
     r"|\bcairo_(?:pdf|svg|ps)_surface_create \(", set(),
     "write with g_file_set_contents_full and CONSISTENT, so that no half file is left"),
    (r"\b(?:strto[dfl]|strtold|atof|g_strtod|f?scanf|sscanf) \(", set(),
     "read numbers with nabla-number.h, which knows no locale"),
    (r"\b(?:setlocale|localeconv|nl_langinfo) \(", {"app", "cli"},
     "only a program's start looks at the locale"),
    (r"\bG_(?:DEFINE|DECLARE)_\w*(?:TYPE|INTERFACE)\w* \(|\bg_object_\w+ \(|\bGObject\b",
     EVERYWHERE - {"base", "engine"}, "no GObject in the engine, nor below it"),
    (r"\bgtk_\w+ \(|\bgdk_(?!pixbuf)\w+ \(|\badw_\w+ \(", WINDOW, "GTK is for views and app"),
    (r"\bg_settings_\w+ \(|\bGSettings\b", {"app"}, "settings are the application's"),
]
