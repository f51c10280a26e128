"""Writes the stubs of the functions that are made from tables: somnspice/__init__.pyi and analyse.pyi.

    PYTHONPATH=build/python python3 python/write_stubs.py build/python/somnspice
"""

import sys
from pathlib import Path

sys.path[0] = str(Path(sys.argv[1]).parent)  # the built package, not the sources beside this file

from somnspice import _core, _drives, _film, _run, _tables, analyse

HEAD = '"""Made by write_stubs.py from the tables of the library."""\n\nfrom collections.abc import Sequence\nfrom typing import Any, Literal\n\n'
KINDS = {"integer": "int", "boolean": "bool", "text": "str", "any": "Any", "table": "dict[str, Any]"}


def type_of(row):
    if row["kind"] == "choice":
        plain = "Literal[" + ", ".join(repr(choice) for choice in row["choices"]) + "]"
    elif row["kind"] == "number":
        plain = "float | str | Any" if row.get("unit") else "float | str"
    else:
        plain = KINDS[row["kind"]]
    plain = "Any" if "Any" in plain and plain != "dict[str, Any]" else plain
    if row.get("is_list") and plain != "Any":
        plain = f"Sequence[{plain}] | str" if "str" not in plain else f"Sequence[{plain}] | {plain}"
    return plain


def parameter(row, required=False):
    kind = type_of(row)
    return f"{row['key']}: {kind}" if required else f"{row['key']}: {kind if kind == 'Any' else kind + ' | None'} = ..."


def function(name, parameters, result):
    return f"def {name}({', '.join(parameters)}) -> {result}: ...\n"


def init():
    text = HEAD
    for module, names in {"_drives": ["Drive"], "_film": ["Film", "from_networkx", "read"], "_laws": ["laws"], "_netlist": ["netlist"],
                          "_percolation": ["percolation"], "_results": ["Results"],
                          "_run": ["Run"], "_session": ["Session"], "_sweep": ["compare", "report", "sweep", "view"]}.items():
        text += f"from somnspice.{module} import " + ", ".join(f"{name} as {name}" for name in names) + "\n"
    text += "from somnspice import analyse as analyse\n\n__version__: str\n\n"
    for name, bases in (("Error", "Exception"), ("InputError", "Error, ValueError"), ("FileError", "InputError, OSError"),
                        ("SimulationError", "Error, RuntimeError")):
        text += f"class {name}({bases}): ...\n"
    text += "\n"
    for name, _, rows in _film.TABLES:
        text += function(name.replace("-", "_"), ["*", *map(parameter, rows)], "Film")
    for kind, rows in _drives.TABLES.items():
        name = kind if kind != "random" else "random_levels"
        text += function(name, [parameter(row, k < _tables.n_required(rows)) for k, row in enumerate(rows)], "Drive")
    text += function("run", ["film: Any", "*", "progress: Any = ...", *map(parameter, _run.ROWS), "**keys: Any"], "Run")
    return text


def analyses():
    text = HEAD + "from somnspice._results import Results\n\n"
    for name, about in analyse.TABLES.items():
        text += function(name, ["data: Any", "*", *map(parameter, about["options"])] if about["options"] else ["data: Any"], "Results")
    return text


folder = Path(sys.argv[1])
(folder / "__init__.pyi").write_text(init(), encoding="utf-8")
(folder / "analyse.pyi").write_text(analyses(), encoding="utf-8")
assert _core.__version__
