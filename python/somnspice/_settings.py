"""Keyword arguments as keys of experiment files.

A key that stands in one table only is given by its name: ``t_stop="50 us"`` is ``[run] t_stop``. ``law`` is ``model.name``.
Tables are given as dictionaries: ``analysis={"t_start": "10 us"}``, and so are keys that several tables have.
"""

from __future__ import annotations

import json
import re
from typing import Any, Iterator

from somnspice import _core
from somnspice._values import toml

SECTIONS: dict[str, dict[str, Any]] = {row["key"]: row for row in json.loads(_core.experiment_fields())}
_SHORT = {"law": ["model.name"]}
for _section, _row in SECTIONS.items():
    for _key in _row["fields"]:
        if _section != "network" or _key["key"] in ("source", "drain"):
            _SHORT.setdefault(_key["key"], []).append(f"{_section}.{_key['key']}")

#: The rows of every short name, for signatures and docstrings.
ROWS: list[dict[str, Any]] = [
    {**key, "key": key["key"], "section": section}
    for section, row in SECTIONS.items() if section != "network"
    for key in row["fields"] if _SHORT[key["key"]] == [f"{section}.{key['key']}"]]


def dotted(key: str) -> str:
    """The place of a keyword in the file."""
    if "." in key or key in SECTIONS:
        return key
    places = _SHORT.get(key)
    if places is None:
        near = _core.nearest_name(key, [*_SHORT, *SECTIONS])
        raise _core.InputError(f"unknown key '{key}'" + (f": did you mean '{near}'?" if near else
                               ": the keys are those of experiment files, see help(somnspice.run)"))
    if len(places) > 1:
        example = places[0].split(".")
        raise _core.InputError(f"'{key}' stands in several tables: {', '.join(places)}; say which, as "
                               f"{example[0]}={{'{example[1]}': ...}}")
    return places[0]


def _needs_table(key: str) -> _core.InputError:
    how = "somnspice.dc(\"9 V\"), sine(...), pwl(times, levels), ..." if key == "drive" else (
        f"{key}={{'{SECTIONS[key]['fields'][0]['key']}': ...}}")
    return _core.InputError(f"'{key}' is a table of keys: {how}")


def _flat(prefix: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _flat(f"{prefix}.{key}", one)
    elif value is not None:
        yield prefix, toml(value)


def settings(keywords: dict[str, Any]) -> list[tuple[str, str]]:
    """TABLE.KEY and TOML value of each; dictionaries before single keys, so that the latter count."""
    all_keys = [(dotted(key), value) for key, value in keywords.items() if value is not None]
    for key, value in all_keys:
        if SECTIONS.get(key, {}).get("kind") == "table" and not isinstance(value, dict):
            raise _needs_table(key)
    all_keys.sort(key=lambda pair: not isinstance(pair[1], dict))
    return [setting for key, value in all_keys for setting in _flat(key, value)]


def file_text(keywords: dict[str, Any]) -> str:
    """The same as the text of an experiment file."""
    def name(key: str) -> str:
        return ".".join(part if re.fullmatch(r"[A-Za-z0-9_-]+", part) else json.dumps(part, ensure_ascii=False) for part in key.split("."))

    return "".join(f"{name(key)} = {value}\n" for key, value in settings(keywords))
