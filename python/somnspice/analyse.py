"""The analyses, each as a function: ``somn.analyse.isi(run.events)``, ``somn.analyse.powerlaw(values)``.

They take what the program's commands take, as arrays: a run, its events, a 1-D array, a dictionary, data frame or
``xarray.Dataset`` of columns (names as in files: ``time_s``, ``value``, ``sample``, ...), a ``neo`` SpikeTrain or AnalogSignal,
or the name of a file. The numbers are those of
``somn analyse NAME FILE --json``, to the bit.
"""

from __future__ import annotations

import inspect
import json
import os
import re
import tempfile
import textwrap
from typing import Any, Callable

import numpy as np

from somnspice import _core, _tables
from somnspice._results import Results, parse
from somnspice._values import column, is_list, plain, with_unit

TABLES: dict[str, dict[str, Any]] = {a["name"]: {**a, "options": json.loads(a["options"])} for a in _core.analyses()
                                     if a["stands_alone"]}


def _plain(value: Any) -> Any:
    """As JSON has it."""
    if is_list(value):
        return [_plain(one) for one in value]
    if (quantity := with_unit(value)) is not None:
        return quantity
    return plain(value)


def _of_xarray(data: Any) -> dict[str, Any]:
    """The 1-D variables of a Dataset along its first dimension; a unit that a name does not end with is added: time_s."""
    table = {}
    for name in [*data.coords, *data.data_vars]:
        if data[name].dims == (next(iter(data.sizes)),):
            unit = data[name].attrs.get("units", "")
            has_tag = not unit or not _core.is_unit(unit) or str(name).endswith(f"_{unit}")
            table[str(name) if has_tag else f"{name}_{unit}"] = np.asarray(data[name])
    return table


def _columns(data: Any, kind: str) -> dict[str, Any]:
    """Data as columns by name; a bare array is what the analysis reads: times of events, or values."""
    if hasattr(data, "to_dataset") and len(data.coords):  # xarray: an array with its places
        data = data.to_dataset(name=data.name or "value")
    if hasattr(data, "data_vars"):
        return _of_xarray(data)
    if hasattr(data, "times") and np.ndim(data) == 2:  # an AnalogSignal of Neo
        return {"time_s": column("time_s", data.times),
                **{f"channel_{k}": column("channel", channel) for k, channel in enumerate(data.T)}}
    if hasattr(data, "columns") and hasattr(data, "__getitem__") and not isinstance(data, dict):  # a run, or a data frame
        names = list(data.columns)
        table = {str(name): np.asarray(data[name]) for name in names}
        index = getattr(data, "index", None)
        if index is not None and getattr(index, "name", None):
            table = {str(index.name): np.asarray(index), **table}
        return table
    if isinstance(data, dict):
        return {str(name): column(str(name), values) for name, values in data.items()}
    name = "time_s" if kind == "events" else "value"
    array = column(name, data)
    if array.dtype.names:
        return {field: array[field] for field in array.dtype.names}
    if array.ndim == 1:
        return {name: array}
    raise _core.InputError(f"no table of columns: an array of shape {array.shape}; give a dictionary of 1-D arrays")


def _in_python(name: str, sentence: str) -> str:
    """The program's sentence: a table has no name but the file that it was handed over as, options are keywords."""
    sentence = re.sub(r"/proc/self/fd/\d+", "the table", sentence)
    keys = {row["key"].replace("_", "-"): row["key"] for row in TABLES[name]["options"]}
    return re.sub(r"--([a-z][a-z-]*)", lambda m: keys[m[1]] if m[1] in keys else m[0], sentence)


def _answer(name: str, kind: str, data: Any, options: dict[str, Any]) -> Results:
    from somnspice._run import EngineRun, Run

    text = json.dumps({key: _plain(value) for key, value in options.items()})
    try:
        if isinstance(data, (str, os.PathLike)):
            document, summary = _core.analyse_file(name, os.fspath(data), text)
        elif kind == "run" and isinstance(data, Run):
            with tempfile.TemporaryDirectory() as folder:
                document, summary = _core.analyse_file(name, data.save(f"{folder}/run"), text)
        else:
            if kind == "events" and isinstance(data, EngineRun):
                data = data.events
            document, summary = _core.analyse_table(name, _columns(data, kind), text)
    except _core.InputError as error:
        raise type(error)(_in_python(name, str(error))) from None
    results: Results = parse(document)
    results.text = summary
    return results


def _make(name: str, about: dict[str, Any]) -> Callable[..., Results]:
    kind, rows = about["input"], about["options"]
    of = _tables.signature(rows, [inspect.Parameter("data", inspect.Parameter.POSITIONAL_OR_KEYWORD)])

    def analyse(data: Any, **options: Any) -> Results:
        bound = _tables.bind(f"analyse.{name}", of, (data,), options)
        return _answer(name, kind, bound.pop("data", None), bound)

    analyse.__name__ = analyse.__qualname__ = name
    analyse.__module__ = "somnspice.analyse"
    analyse.__signature__ = of  # type: ignore[attr-defined]
    first: dict[str, Any] = {"key": "data", "unit": "", "range": "", "kind": "any", "default": None, "choices": [],
            "is_required": True, "meaning": f"{about['file']}; or the same as arrays, see help(somnspice.analyse)"}
    keys = "".join(textwrap.fill(f"{what or 'keys'}: " + ", ".join(row["key"] for row in json.loads(table)), 100,
                                         initial_indent="    ", subsequent_indent="    ") + "\n"
                   for what, table in about["results"])
    analyse.__doc__ = (f"{about['summary'][0].upper()}{about['summary'][1:]}.\n\n"
                       + _tables.parameters_section([first, *rows])
                       + f"\nReturns\n-------\nResults\n{keys}")
    return analyse


for _name, _about in TABLES.items():
    globals()[_name] = _make(_name, _about)

__all__ = list(TABLES)
