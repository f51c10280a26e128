"""Python values as the text that experiment files and options are made of, without loss."""

from __future__ import annotations

import json
import os
from typing import Any

import numpy as np
import numpy.typing as npt

from somnspice import _core

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.uint32]


def is_quantity(value: Any) -> bool:
    """Of pint or quantities (Neo): a number, or an array of numbers, with a unit."""
    return hasattr(value, "magnitude") and hasattr(value, "units")


def is_list(value: Any) -> bool:
    """Also of NumPy, pandas, xarray, pint and quantities."""
    return isinstance(value, (list, tuple, range)) or (hasattr(value, "ndim") and np.ndim(value) > 0)


def plain(value: Any) -> Any:
    """A scalar of NumPy or xarray as Python's."""
    return value.item() if getattr(value, "ndim", None) == 0 and hasattr(value, "item") and not is_quantity(value) else value


def in_unit(value: Any, unit: str | None) -> Any:
    """A quantity in another unit; None: in SI base units."""
    if hasattr(value, "rescale"):  # of quantities
        return value.rescale(unit) if unit else value.simplified
    return value.to(unit) if unit else value.to_base_units()


def _unit_of(value: Any) -> str:
    unit = str(value.dimensionality.string) if hasattr(value, "rescale") else f"{value.units:~C}"
    return "" if unit == "dimensionless" else unit.replace("**", "").replace("Ω", "ohm").replace("µ", "u")


def with_unit(value: Any) -> str | None:
    """A quantity as text: in its own unit where the library knows it, else in SI base units."""
    if not is_quantity(value):
        return None
    for one in (value, in_unit(value, None)):
        unit = _unit_of(one)
        if unit == "":
            return repr(float(one.magnitude))
        if _core.is_unit(unit):
            return f"{float(one.magnitude)!r} {unit}"
    raise _core.InputError(f"a quantity whose unit is not known: {value}; give it as text such as '10 mV'")


def text(value: Any) -> str:
    """As an option of the command line takes it."""
    if is_list(value):
        return ",".join(text(one) for one in value)
    if (quantity := with_unit(value)) is not None:
        return quantity
    value = plain(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):  # of a subclass, too
        return repr(float(value)) if isinstance(value, float) else str(int(value))
    return str(os.fspath(value)) if isinstance(value, os.PathLike) else str(value)


def toml(value: Any) -> str:
    """As the value of a key in a TOML file."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(str(key))} = {toml(one)}" for key, one in value.items()) + "}"
    if is_list(value):
        return "[" + ", ".join(toml(one) for one in value) + "]"
    word = text(value)
    return word if isinstance(plain(value), (bool, int, float)) else json.dumps(word, ensure_ascii=False)


def column(name: str, values: Any) -> npt.NDArray[Any]:
    """A column of a table as numbers: quantities in the unit that its name ends with, else in SI base units."""
    if not is_quantity(values):
        return np.asarray(values)
    tag = name.rsplit("_", 1)[-1]
    try:
        return np.asarray(in_unit(values, tag if _core.is_unit(tag) else None).magnitude)
    except Exception as error:
        raise _core.InputError(f"column {name}: {error}") from None
