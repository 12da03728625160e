"""What the compiler cannot refuse: includes with "../", private headers of other
folders, system headers and calls that a folder has no right to.

    test-lint.py SOURCE-FOLDER

Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
"""
import fnmatch
import pathlib
import re
import sys

from layers import BANNED, EVERYWHERE, SYSTEM_HEADERS

LONG = 600

COMMENT = re.compile(r'/\*.*?\*/|//[^\n]*|("(?:[^"\\\n]|\\.)*")', re.DOTALL)
STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]', re.MULTILINE)
# Gettext's tools read the source, where a macro hides the rest of the text.
CUT_MESSAGE = re.compile(r'\b(?:_|N_) ?\(\s*(?:"(?:[^"\\\n]|\\.)*"\s*)+[A-Za-z]')


def without_comments(text):
    """TEXT with as many lines, but no comments."""
    return COMMENT.sub(lambda found: found[1] or "\n" * found[0].count("\n"), text)


def include_problem(kind, name, layer, private):
    if ".." in name.split("/"):
        return f"#include \"{name}\": headers are included by their plain name"
    base = name.split("/")[-1]
    if base.endswith("-private.h") and private.get(base, layer) != layer:
        return f'#include "{name}": private to src/{private[base]}/'
    if kind == '"' or layer is None:
        return None
    for patterns, folders in SYSTEM_HEADERS:
        if any(fnmatch.fnmatch(name, pattern) for pattern in patterns.split()):
            return None if layer in folders else f"#include <{name}>: not for src/{layer}/"
    return f"#include <{name}>: has no row in tests/layers/layers.py"


def problems_of(text, layer, private):
    """(line, sentence) for each thing wrong with TEXT, a source of src/LAYER/,
    or of tests/ when LAYER is None."""
    code = without_comments(text)
    found = []
    for match in INCLUDE.finditer(code):
        found.append((match.start(2), include_problem(match[1], match[2], layer, private)))
    if layer is not None:
        plain = STRING.sub(lambda string: " " * len(string[0]), code)
        for pattern, folders, advice in BANNED:
            if layer not in folders:
                for match in re.finditer(pattern, plain):
                    found.append((match.start(), f"{match[0].rstrip(' (')}: {advice}"))
        for match in CUT_MESSAGE.finditer(code):
            found.append((match.start(), "a message is one string: %zu, not G_GSIZE_FORMAT"))
        if "SPDX-License-Identifier: GPL-3.0-or-later" not in text:
            found.append((0, "the opening comment names no licence"))
    return [
        (1 + code.count("\n", 0, place), sentence)
        for place, sentence in found
        if sentence is not None
    ]


LICENCE = "/* SPDX-License-Identifier: GPL-3.0-or-later */\n"


def self_test():
    """Each rule has to find what it is for, and nothing in comments."""
    private = {"nabla-graph-private.h": "engine"}
    wrong = [
        ("engine", '#include "../base/nabla-error.h"'),
        ("runtime", '#include "nabla-graph-private.h"'),
        ("datasets", "#include <cblas.h>"),
        ("engine", "#include <sqlite3.h>"),
        ("figures", "#include <gtk/gtk.h>"),
        ("figures", "#include <archive.h>"),
        ("base", "#include <gio/gio.h>"),
        ("app", "#include <curl/curl.h>"),
        ("runtime", "exit (1);"),
        ("engine", "g_error (x);"),
        ("figures", "cairo_surface_write_to_png (surface, path);"),
        ("datasets", "x = strtod (text, NULL);"),
        ("engine", "setlocale (LC_ALL, s);"),
        ("engine", "g_object_unref (x);"),
        ("figures", "gtk_widget_queue_draw (x);"),
        ("views", "g_settings_new (x);"),
        ("base", 'f (_("A row of %" G_GSIZE_FORMAT " bytes"), n);'),
        ("base", 'f (_("One"\n     "%" PRIu64), n);'),
    ]
    for layer, line in wrong:
        assert problems_of(LICENCE + line, layer, private), line
    assert problems_of("int x;", "base", private)
    assert problems_of('\n\n#include "../x.h"', None, private)[0][0] == 3
    right = [
        ("engine", '#include <cblas.h>\n#include "nabla-graph-private.h"\n#include "typed/x.h"'),
        ("engine", "/* exit (1) */ // abort ()"),
        ("engine", 's = "exit (1)"; self->exit_code (x); g_ascii_strtod (text, NULL);'),
        ("cli", "exit (1);"),
        ("base", 'f (_("one " "two %zu"), n); g ("%" G_GSIZE_FORMAT, n);'),
    ]
    for layer, line in right:
        assert not problems_of(LICENCE + line, layer, private), line


def main():
    self_test()
    source = pathlib.Path(sys.argv[1])
    files = sorted(
        path for folder in ("src", "tests") for path in (source / folder).rglob("*.[ch]")
    )
    assert files, "there are no sources"
    private = {
        path.name: path.relative_to(source / "src").parts[0]
        for path in files
        if path.name.endswith("-private.h") and source / "src" in path.parents
    }
    wrong = False
    for path in files:
        parts = path.relative_to(source).parts
        layer = parts[1] if parts[0] == "src" else None
        name = "/".join(parts)
        text = path.read_text()
        if layer is not None and layer not in EVERYWHERE:
            print(f"{name}: src/{layer}/ has no row in tests/layers/layers.py")
            wrong = True
            continue
        for line, sentence in problems_of(text, layer, private):
            print(f"{name}:{line}: {sentence}")
            wrong = True
        n_lines = text.count("\n")
        if n_lines > LONG:
            print(f"# {name} has {n_lines} lines: a split by concern would help")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
