"""`meson install` into an empty folder: every file in its place, translated, and
understood by GIO's look-up of file types.

    test-install.py BUILD-FOLDER PREFIX

Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

APP = "org.nabla.Nabla"

# What must be there, below PREFIX.
EXPECTED = f"""
    share/applications/{APP}.desktop
    share/glib-2.0/schemas/{APP}.gschema.xml
    share/icons/hicolor/scalable/apps/{APP}.svg
    share/icons/hicolor/symbolic/apps/{APP}-symbolic.svg
    share/icons/hicolor/scalable/mimetypes/application-x-nabla-experiment.svg
    share/locale/zh_CN/LC_MESSAGES/nabla.mo
    share/metainfo/{APP}.metainfo.xml
    share/mime/packages/{APP}.xml
    share/nabla/experiments/planar-flower.nabla
    share/nabla/lessons/00-welcome/lesson.md
    share/nabla/lessons/00-welcome/lesson.zh_CN.md
""".split()

# Where other files may be, too; nothing may be anywhere else.
OWN_FOLDERS = ("bin/nabla", "libexec/nabla", "share/nabla/", "share/locale/")

TRANSLATED = {
    f"share/applications/{APP}.desktop": "Comment[zh_CN]=",
    f"share/metainfo/{APP}.metainfo.xml": '<summary xml:lang="zh_CN">',
    f"share/mime/packages/{APP}.xml": '<comment xml:lang="zh_CN">',
}

# Name of a file, its first bytes, and what it has to be taken for.
EXPERIMENT = "application/x-nabla-experiment"
KINDS = [
    ("flower.nabla", "[experiment]\nformat=1\n", EXPERIMENT),
    ("named-otherwise", "# a comment\n[experiment]\nformat=1\n", EXPERIMENT),
    ("unfinished.nabla", "seed=1\n", EXPERIMENT),
    ("table", "x,y\n1,2\n", "text/plain"),
]


def check_places(root):
    installed = {str(f.relative_to(root)) for f in root.rglob("*") if not f.is_dir()}
    problems = [f"{name} is not installed" for name in EXPECTED if name not in installed]
    problems += [
        f"{name} is installed where Nabla has no business"
        for name in sorted(installed - set(EXPECTED))
        if not name.startswith(OWN_FOLDERS)
    ]
    return problems


def check_translations(root):
    return [
        f"{name} has no “{text}”"
        for name, text in TRANSLATED.items()
        if (root / name).exists() and text not in (root / name).read_text()
    ]


def check_kinds(root, folder):
    if shutil.which("gio") is None or shutil.which("update-mime-database") is None:
        print("file types not looked at: gio or update-mime-database is not installed")
        return []
    subprocess.run(["update-mime-database", root / "share/mime"],
                   check=True, capture_output=True)
    environment = dict(
        os.environ,
        XDG_DATA_DIRS=str(root / "share"),
        XDG_DATA_HOME=str(folder / "none"),
        GIO_USE_VFS="local",
    )
    problems = []
    for name, text, kind in KINDS:
        path = folder / name
        path.write_text(text)
        answer = subprocess.run(
            ["gio", "info", "--attributes=standard::content-type", path],
            env=environment, check=True, capture_output=True, text=True,
        ).stdout.split()[-1]
        if answer != kind:
            problems.append(f"{name} is taken for {answer}, not for {kind}")
    return problems


def main():
    build, prefix = sys.argv[1:]
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        subprocess.run(
            ["meson", "install", "-C", build, "--no-rebuild", "--quiet",
             "--destdir", folder / "destination"],
            check=True, stdout=subprocess.DEVNULL,
        )
        root = folder / "destination" / prefix.lstrip("/")
        problems = check_places(root) + check_translations(root) + check_kinds(root, folder)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
