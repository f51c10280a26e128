"""Functions whose parameters are rows of the library's tables: their signatures and NumPy-style docstrings."""

from __future__ import annotations

import inspect
import textwrap
from typing import Any, Iterable

Row = dict[str, Any]  # key, unit, range, meaning, kind, default, choices, is_list, is_required, fields

_ENTRIES = {"number": "float or str", "integer": "int", "boolean": "bool", "text": "str", "any": "object", "table": "dict"}


def entry(row: Row) -> str:
    """The type of a parameter as a docstring says it: ``float or str, [s], default 1 us``."""
    if "type" in row:
        kind = row["type"]
    elif row["kind"] == "choice":
        kind = "{" + ", ".join(f"'{choice}'" for choice in row["choices"]) + "}"
    else:
        kind = _ENTRIES[row["kind"]]
    if row.get("is_list"):
        kind = f"sequence of {kind}"
    unit = row.get("unit") or ""
    parts = [kind] + ([f"[{unit}]"] if unit not in ("", "1") else [])
    default = row.get("default")
    if not row.get("is_required"):
        is_no_value = default in (None, "", []) or (default == 0 and str(row.get("range", "")).startswith("(0"))
        parts.append("optional" if is_no_value else f"default {default}")
    return ", ".join(parts)


def parameters_section(rows: Iterable[Row]) -> str:
    text = "Parameters\n----------\n"
    for row in rows:
        text += f"{row['key']} : {entry(row)}\n"
        meaning = row["meaning"] + (f"; range {row['range']}" if row.get("range") else "")
        text += textwrap.fill(meaning, 100, initial_indent="    ", subsequent_indent="    ") + "\n" if meaning else ""
    return text


def signature(rows: Iterable[Row], first: Iterable[inspect.Parameter] = (), positional: int = 0) -> inspect.Signature:
    """``first``, then the rows as keywords (the leading ``positional`` ones by place, too); what is not given is None."""
    rows, parameters = list(rows), list(first)
    for k, row in enumerate(rows):
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD if k < positional else inspect.Parameter.KEYWORD_ONLY
        required = k < positional and k < n_required(rows)
        parameters.append(inspect.Parameter(row["key"], kind, default=inspect.Parameter.empty if required else None))
    return inspect.Signature(parameters)


def n_required(rows: list[Row]) -> int:
    """How many of the leading ones must be given; of those behind an optional one the library says so."""
    return next((k for k, row in enumerate(rows) if not row.get("is_required")), len(rows))


def bind(name: str, of: inspect.Signature, args: tuple[Any, ...], keywords: dict[str, Any]) -> dict[str, Any]:
    """The arguments by name, without those that are None. A misspelt one is told with the nearest valid name."""
    from somnspice import _core

    unknown = [key for key in keywords if key not in of.parameters]
    if unknown:
        names = list(of.parameters)
        near = _core.nearest_name(unknown[0], names)
        raise _core.InputError(f"unknown argument '{unknown[0]}' of somnspice.{name}"
                               + (f": did you mean '{near}'?" if near else "") + f" One of {', '.join(names)}")
    return {key: value for key, value in of.bind(*args, **keywords).arguments.items() if value is not None}
