# nabla-cli data as scripts use it: what it says of each kind of file, and of what is none.
#
# Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import struct
import subprocess
import sys
import tempfile
import traceback
import zipfile

CLI = os.environ["NABLA_CLI"]
IRIS = os.path.join(os.environ["NABLA_SETS"], "iris.csv")
KEYS = ["file", "kind", "shape", "columns", "rows", "classes", "size", "missing"]
folder = tempfile.mkdtemp(prefix="nabla-data-")


def data(*arguments, status=0, **environment):
    done = subprocess.run([CLI, "data", *arguments], capture_output=True, cwd=folder, timeout=60,
                          env={**os.environ, **environment})
    assert done.returncode == status, (arguments, done.returncode, done.stdout, done.stderr)
    return done.stdout.decode(), done.stderr.decode()


def write(name, content):
    with open(os.path.join(folder, name), "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())
    return name


def npy(descr, shape, values):
    header = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    return b"\x93NUMPY\x01\0" + struct.pack("<H", len(header)) + header + values


def check(name, kind, shape, columns, rows, classes, missing, **more):
    out, err = data(name, "--json")
    assert err == "" and out.count("\n") == 1 and out.endswith("\n"), (out, err)
    found = json.loads(out)
    size = os.path.getsize(os.path.join(folder, name))
    assert list(found)[:8] == KEYS, list(found)
    assert [found[key] for key in KEYS] == [name, kind, shape, columns, rows, classes, size, missing], found
    for key, value in more.items():
        assert found[key] == value, (key, found[key], value)
    text, err = data(name)
    assert text.startswith(os.path.basename(name)) and err == "" and text.count("\n") >= 2, (text, err)


def kinds():
    check(IRIS, "table", [150, 5], 5, 150, 3, 0, task="multiclass", label="species")
    check(write("holes.csv", "a,b,y\n1,,x\n?,2,y\n3,NA,x\n4,5,y\n"), "table", [4, 3], 3, 4, 2, 3,
          task="binary", class_names=["x", "y"], encoding="UTF-8", format="CSV")
    check(write("price.tsv", "size\tprice\n1\t2.5\n2\t3.5\n3\t9.25\n"), "table", [3, 2], 2, 3, 0, 0,
          task="regression", class_names=None, format="TSV")
    check(write("comma.csv", "größe;preis\n1,5;2,5\n2,5;3,75\n".encode("cp1252")), "table", [2, 2], 2, 2, 2, 0,
          encoding="WINDOWS-1252")
    check(write("w.arff", "@relation w\n@attribute t real\n@attribute play {yes,no}\n@data\n1,yes\n?,no\n3,yes\n"),
          "table", [3, 2], 2, 3, 2, 1, format="ARFF", label="play")
    check(write("days.csv", "date,value\n2012-01-01,1\n2012-01-02,2\n"), "series", [2, 2], 2, 2, None, 0)
    check(write("one.txt", "1\n2\n3\n"), "series", [3, 1], 1, 3, None, 0)
    check(write("a.npy", npy("<f8", "(2, 3)", struct.pack("<6d", 1, 2, 3, float("nan"), 5, 6))), "array", [2, 3],
          None, None, None, 1, arrays=[{"name": "", "shape": [2, 3], "type": "float64"}])
    check(write("scalar.npy", npy("<f4", "()", struct.pack("<f", 1))), "array", [], None, None, None, 0)
    with zipfile.ZipFile(os.path.join(folder, "set.npz"), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("X.npy", npy("|u1", "(40, 2)", bytes(range(80))))
        archive.writestr("y.npy", npy("|u1", "(40,)", bytes(range(4)) * 10))
    check("set.npz", "arrays", [40, 2], None, None, 4, 0, label="y", format="NPZ")
    check(write("names.txt", "Ann\nBob\nEve\n"), "text lines", None, None, 3, None, None, format="text")


def several():
    write("good.csv", "a,b\n1,2\n3,4\n")
    write("empty.csv", "")
    write("ragged.csv", "a,b\n1,2\n3\n")
    write("photo.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    write("other.csv", "c,d,e\n1,2,3\n")
    out, err = data("good.csv", "empty.csv", "missing.csv", "ragged.csv", "photo.csv", "other.csv", "--json", status=1)
    assert [json.loads(line)["file"] for line in out.splitlines()] == ["good.csv", "other.csv"], out
    lines = err.splitlines()
    assert [line.split(":")[0].split(",")[0] for line in lines] == ["empty.csv", "missing.csv", "ragged.csv", "photo.csv"], err
    assert "line 3" in lines[2], lines
    out, err = data("good.csv", "other.csv")
    assert out.split("\n\n")[1].startswith("other.csv"), out
    out, err = data("empty.csv", "other.csv", status=1)
    assert out.startswith("other.csv") and err.count("\n") == 1, (out, err)


# Each gives one sentence with its name, at once, and exit 1.
def refused():
    os.mkfifo(os.path.join(folder, "pipe.csv"))
    os.mkdir(os.path.join(folder, "folder.csv"))
    os.symlink("nowhere", os.path.join(folder, "dangling.csv"))
    cases = {
        "pipe.csv": "pipe", "folder.csv": "folder", "dangling.csv": "no such file", "nothing.csv": "no such file",
        write("void.csv", ""): "empty",
        write("noise.csv", bytes(range(256)) * 20): "binary",
        write("lfs.csv", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"): "Git LFS",
        write("photo.npy", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"): "PNG",
        write("short.npy", npy("<f8", "(4,)", bytes(12))): "ends after 1 of 4 values",
        write("pickle.npy", npy("|O", "(1,)", bytes(8))): "pickle",
        write("broken.npz", b"PK\3\4" + bytes(22) + b"\5\0\0\0X.npy" + bytes(40)): "broken.npz",
        write("bad.arff", "@relation r\n@attribute x real\n@data\none\n"): "line 4",
        write("quote.csv", 'a,b\n1,"2\n3,4\n'): "never closed",
        write("nul.csv", b"a,b\n1,\0\n"): "binary",
    }
    for name, words in cases.items():
        for options in [[], ["--json"]]:
            out, err = data(name, *options, status=1)
            assert out == "" and err.count("\n") == 1 and err.endswith("\n"), (name, out, err)
            assert err.startswith(name) and words in err, (name, err)


def odd_names():
    write("-x.csv", "a,b\n1,2\n")
    assert json.loads(data("--json", "--", "-x.csv")[0])["file"] == "-x.csv"
    write("with space 北京.csv", "a,b\n1,2\n")
    assert json.loads(data("--json", "with space 北京.csv")[0])["file"] == "with space 北京.csv"
    name = os.path.join(os.fsencode(folder), b"odd\xff.csv")
    with open(name, "wb") as file:
        file.write(b"a,b\n1,2\n")
    done = subprocess.run([CLI.encode(), b"data", b"--json", name], capture_output=True)
    assert done.returncode == 0 and json.loads(done.stdout.decode())["rows"] == 1, done


# In a container's locale, too, classes are told apart.
def c_locale():
    write("cities.csv", "x,city\n1,北京\n2,上海\n3,北京\n")
    for locale in ["C", "POSIX", "C.UTF-8"]:
        out, _ = data("--json", "cities.csv", LC_ALL=locale)
        assert json.loads(out)["class_names"] == ["上海", "北京"], out


# What a file is written in makes no difference to the network that is trained on it.
def same_training():
    lines = open(IRIS).read().splitlines()
    names, rows = lines[0].split(","), [line.split(",") for line in lines[1:]]
    kinds = sorted({row[4] for row in rows})
    write("copy.csv", "\n".join(lines) + "\n")
    write("iris.arff", "@relation iris\n" + "".join(f"@attribute '{name}' real\n" for name in names[:4])
          + f"@attribute {names[4]} {{{','.join(kinds)}}}\n@data\n" + "\n".join(lines[1:]) + "\n")
    write("iris.txt", "\r\n".join(";".join(field.replace(".", ",") for field in row) for row in [names] + rows)
          .encode("utf-16"))
    with zipfile.ZipFile(os.path.join(folder, "iris.npz"), "w") as archive:
        values = [float(field) for row in rows for field in row[:4]]
        archive.writestr("X.npy", npy("<f8", f"({len(rows)}, 4)", struct.pack(f"<{len(values)}d", *values)))
        archive.writestr("y.npy", npy("|u1", f"({len(rows)},)", bytes(kinds.index(row[4]) for row in rows)))
    costs = set()
    for name in ["copy.csv", "iris.arff", "iris.txt", "iris.npz"]:
        done = subprocess.run([CLI, "train", "--data", name, "--steps", "50", "--json"], capture_output=True, cwd=folder)
        assert done.returncode == 0, (name, done.stderr)
        costs.add(json.loads(done.stdout.splitlines()[-1])["cost"])
    assert len(costs) == 1, costs


# A saved network knows what a missing value was when it learned, in whatever file it comes.
def missing_when_predicting():
    rows = [f"{i},{'?' if i % 5 == 0 else i * i},{'yes' if i > 20 else 'no'}" for i in range(40)]
    write("holes.csv", "a,b,ok\n" + "\n".join(rows) + "\n")
    model = os.path.join(folder, "holes.safetensors")
    done = subprocess.run([CLI, "train", "--data", "holes.csv", "--steps", "30", "--save", model],
                          capture_output=True, cwd=folder)
    assert done.returncode == 0, done.stderr

    def predict(name):
        done = subprocess.run([CLI, "predict", model, name, "--json"], capture_output=True, cwd=folder)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    whole = predict("holes.csv")
    for i in [5, 20, 35]:
        alone = predict(write("one.csv", f"a,b\n{i},?\n"))
        assert alone[0]["probability"] == whole[i]["probability"], (i, alone, whole[i])


def usage():
    assert "FILE" in data(status=2)[1]
    assert "--nonsense" in data("--nonsense", "x", status=2)[1]


tests = [kinds, several, refused, odd_names, c_locale, same_training, missing_when_predicting, usage]
failed = False
for number, test in enumerate(tests, start=1):
    try:
        test()
        print("ok", number, test.__name__)
    except Exception:
        failed = True
        print("not ok", number, test.__name__)
        for line in traceback.format_exc().splitlines():
            print("#", line)
print(f"1..{len(tests)}")
subprocess.run(["rm", "-r", folder], check=True)
sys.exit(failed)
