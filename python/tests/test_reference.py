"""Every analysis on every file of the reference data that is not large: arrays and files give the program's numbers, or both refuse."""
import csv
import gzip
import json
import os
import pathlib
import subprocess

import numpy as np
import pytest

import somnspice as somn

DATA = pathlib.Path(os.environ.get("SOMN_REFERENCE_DATA", "/nowhere"))
FEW = {"bootstrap": 4, "resamples": 4}  # of random numbers, which are the same in both
TIMES = {"sample_step": "1 ms"}         # of signals that have no column of times
NAMED = {"plasticity", "reservoir"}     # need columns by name, which the files of all others lack
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="SOMN_REFERENCE_DATA names no folder")


def columns(path):
    """The table as arrays, read without the program; None where rows have different lengths."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", newline="") as file:
        head, *rows = [row for row in csv.reader(file) if row]
    if any(len(row) != len(head) for row in rows):
        return None
    table = {}
    for name, cells in zip(head, zip(*rows)):
        try:
            table[name] = np.array([float(cell) for cell in cells])
        except ValueError:
            table[name] = np.array(cells)
    return table


def options_of(table, keys):
    options = {key: value for key, value in FEW.items() if key in keys}
    if "sample_step" in keys and not any(name.startswith(("t", "time")) for name in table):
        options |= TIMES
    return options


def asked(question):
    try:
        return json.dumps(question(), sort_keys=True)
    except somn.Error:
        return None


@pytest.mark.parametrize("name", sorted(somn.analyse.TABLES))
def test_arrays_and_files_give_the_programs_numbers(name, program):
    function, keys = getattr(somn.analyse, name), {row["key"] for row in somn.analyse.TABLES[name]["options"]}
    n_equal = 0
    for path in sorted([*(DATA / "analysis").rglob("*.csv*"), *(DATA / "traces").glob("*.csv")]):
        if path.stat().st_size > 60_000 or (table := columns(path)) is None:
            continue
        options = options_of(table, keys)
        words = [word for key, value in options.items() for word in (f"--{key.replace('_', '-')}", str(value))]
        there = subprocess.run([program, "analyse", name, str(path), *words, "--json"], capture_output=True, text=True)
        expected = json.dumps(json.loads(there.stdout), sort_keys=True) if there.returncode == 0 else None
        assert asked(lambda: function(table, **options)) == expected, (path.name, options, there.stderr)
        assert asked(lambda: function(path, **options)) == expected, (path.name, options)
        n_equal += expected is not None
    assert (n_equal > 0) == (name not in NAMED)
