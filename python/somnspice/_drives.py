"""What a network is driven with: one function for each kind of drive, from the table of its keys."""

from __future__ import annotations

import json
from typing import Any, Callable

from somnspice import _core, _tables


class Drive(dict):  # type: ignore[type-arg]
    """The keys of ``[drive]``; made by ``dc``, ``sine``, ``pwl``, ... or by hand."""


def _make(kind: str, rows: list[dict[str, Any]]) -> Callable[..., Drive]:
    of = _tables.signature(rows, positional=len(rows))

    def drive(*args: Any, **keywords: Any) -> Drive:
        return Drive(kind=kind, **_tables.bind(kind, of, args, keywords))

    drive.__name__ = drive.__qualname__ = kind
    drive.__module__ = "somnspice"
    drive.__signature__ = of  # type: ignore[attr-defined]
    drive.__doc__ = (f"A drive of kind {kind}, for ``run``. Levels in V; with a unit of current (\"1 uA\") a current source.\n\n"
                     + _tables.parameters_section(rows))
    return drive


TABLES: dict[str, list[dict[str, Any]]] = {kind: json.loads(table) for kind, table in _core.drives().items()}
for _kind, _rows in TABLES.items():
    globals()[_kind if _kind != "random" else "random_levels"] = _make(_kind, _rows)

__all__ = [kind if kind != "random" else "random_levels" for kind in TABLES]  # somn.random is the ensemble
