"""Writes data/sets/*.csv, the data sets that are built into Nabla, from the files of
Debian's python3-sklearn.

    apt-get install python3-sklearn
    /usr/bin/python3 tools/reference/embedded-sets.py data/sets

The numbers stay as they are written there. What changes: an ordinary header row
instead of scikit-learn's counts, the class as a word in the last column, and the pixels
of the digits as the whole numbers that they are.

Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import gzip
import pathlib
import sys

import sklearn
from sklearn import datasets

SOURCE = pathlib.Path(sklearn.__file__).parent / "datasets" / "data"


def table(name, features, label, classes):
    """A CSV file of scikit-learn, whose first row is a count and whose last column is the
    number of a class."""
    with open(SOURCE / name, newline="") as file:
        rows = list(csv.reader(file))[1:]
    return [[*features, label], *([*row[:-1], classes[int(row[-1])]] for row in rows)]


def iris():
    return table("iris.csv", datasets.load_iris().feature_names, "species",
                 ["setosa", "versicolor", "virginica"])


def wine():
    features = [name.replace("_", " ") for name in datasets.load_wine().feature_names]
    return table("wine_data.csv", features, "cultivar",
                 ["cultivar 1", "cultivar 2", "cultivar 3"])


def breast_cancer():
    return table("breast_cancer.csv", datasets.load_breast_cancer().feature_names, "diagnosis",
                 ["malignant", "benign"])


def digits():
    header = [f"pixel_{h}_{w}" for h in range(8) for w in range(8)]
    with gzip.open(SOURCE / "digits.csv.gz", "rt", newline="") as file:
        rows = [[int(float(word)) for word in row] for row in csv.reader(file)]
    return [[*header, "digit"], *rows]


folder = pathlib.Path(sys.argv[1])
for make in (iris, wine, breast_cancer, digits):
    with open(folder / f"{make.__name__}.csv", "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(make())
