from __future__ import annotations

from typing import Any

from somnspice import _core
from somnspice._results import parse


def laws() -> Any:
    """The device laws by name, each with its title, state, parameters (name, unit, range, default, meaning), presets."""
    return parse("{" + ",".join(f'"{law["name"]}": {law_text}' for law, law_text in _each()) + "}")


def _each() -> Any:
    import json

    for law in json.loads(_core.laws()):
        yield law, json.dumps(law)
