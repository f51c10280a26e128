"""Results of analyses: dictionaries whose keys are attributes, too."""

from __future__ import annotations

import json
from typing import Any

_SHOWN = 4  # values of a list


def _line(value: Any, is_top: bool = True) -> str:
    """A value in a line: lists by their first values, tables by their keys."""
    if isinstance(value, dict):
        return f"{{{', '.join(map(str, value))}}}" if is_top else "{...}"
    if isinstance(value, list):
        first = ", ".join(_line(one, False) for one in value[:_SHOWN])
        return f"[{first}]" if len(value) <= _SHOWN else f"[{first}, ...] {len(value)} in all"
    if (names := getattr(getattr(value, "dtype", None), "names", None)):
        return f"array of {len(value)} rows: {', '.join(names)}"
    return f"{value:.6g}" if isinstance(value, float) else repr(value)


class Results(dict):  # type: ignore[type-arg]
    """A dictionary of results; ``r.powerlaw.alpha`` is ``r["powerlaw"]["alpha"]``. ``text`` is the program's own summary.
    A key that is also a method of dictionaries is had as ``r["values"]`` only.

    Shown, it is a line for each key, with the first values of long lists; ``dict(r)`` and ``json.dumps(r)`` have all.
    """

    text: str = ""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            from somnspice import _core

            near = _core.nearest_name(name, list(self))
            raise AttributeError(f"no result '{name}'" + (f": did you mean '{near}'?" if near else "")
                                 + f" There are {', '.join(self)}") from None

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *map(str, self)]

    def __repr__(self) -> str:
        width = max(map(len, self), default=0)
        return "\n".join([f"<Results: {len(self)} keys>", *(f"  {key:{width}}  {_line(value)}" for key, value in self.items())])


def parse(document: str) -> Any:
    return json.loads(document, object_hook=Results)
