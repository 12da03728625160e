"""The wording of the Chinese lessons: the rules of the window's Chinese, but that a
lesson speaks to the student.

    test-lesson-chinese.py FOLDER-OF-LESSONS

Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
"""
import importlib
import pathlib
import re
import sys

chinese = importlib.import_module("test-chinese")

# What is no Chinese: heads, fences with their arguments, formulas, code, names of steps.
NOT_TEXT = re.compile(
    r"^(?:---|```.*|[A-Za-z][\w.@/-]*[=:].*)$|\$[^$\n]+\$|`[^`\n]+`|\{#[^}]*\}|\*\*", re.MULTILINE)
FORMULA = re.compile(r"^```math\n.*?^```$", re.MULTILINE | re.DOTALL)


def lines_of(text):
    """Each line with its number, as the student reads it."""
    text = FORMULA.sub(lambda match: "\n" * match.group().count("\n"), text)
    # A formula stands for a Latin word: spaces are due on both sides of it.
    text = NOT_TEXT.sub(lambda match: "x" if match.group().startswith(("$", "`")) and match.group()[1] != "`"
                        else "", text)
    return enumerate(text.split("\n"), start=1)


def problems_of(line):
    found = [p for p in chinese.problems_of(line) if "without a pronoun" not in p]
    if "您" in line or "同学们" in line or "大家" in line:
        found.append("a lesson says 你 and 我们")
    return found


def self_test():
    for wrong in ("使用Adam", "您好", "共$x$行", "误差反向。。", "打开..."):
        assert any(problems_of(line) for _, line in lines_of(wrong)), wrong
    for right in ("你看：$x$ 变大，$y$ 变小。", "---\nsection: 从这里开始", "```quiz value=a:b\nw1=2\n```", "**偏置**（bias）"):
        assert not any(problems_of(line) for _, line in lines_of(right)), right


def main():
    self_test()
    files = sorted(pathlib.Path(sys.argv[1]).glob("*/lesson.zh_CN.md"))
    assert files, "no Chinese lesson"
    failed = False
    for file in files:
        for number, line in lines_of(file.read_text(encoding="utf-8")):
            for problem in problems_of(line):
                print(f"{file}:{number}: {problem}")
                failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
