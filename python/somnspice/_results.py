"""Results of analyses: dictionaries whose keys are attributes, too."""

from __future__ import annotations

import json
from typing import Any


class Results(dict):  # type: ignore[type-arg]
    """A dictionary of results; ``r.powerlaw.alpha`` is ``r["powerlaw"]["alpha"]``. ``text`` is the program's own summary."""

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


def parse(document: str) -> Any:
    return json.loads(document, object_hook=Results)
