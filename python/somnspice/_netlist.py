"""A network as SPICE text."""

from __future__ import annotations

from typing import Any

from somnspice import _core, _settings
from somnspice._run import split


def netlist(film: Any, *, subckt: str | None = None, islands: str = "drop", dead_ends: str = "keep", **keys: Any) -> str:
    """The deck of an experiment, for plain ngspice, or a network as a subcircuit: what ``somn netlist`` writes.

    Parameters
    ----------
    film : Film, str or path
        as of ``run``
    subckt : str, optional
        name of a subcircuit to write in place of a deck: its pins are source, drain, other electrodes, substrate
    islands : {'drop', 'keep', 'shunt'}
        parts that no path joins to the electrodes: left out; kept, with a leak of 1e12 ohm each, or at every node
    dead_ends : {'keep', 'drop'}
        what lies on no path between two electrodes
    **keys
        those of ``run``: law, drive, series_resistance, t_stop, record, ...; a subcircuit needs no drive and no t_stop

    Examples
    --------
    >>> text = somn.netlist(film, law="vts", drive=somn.dc("9 V"), series_resistance="1 Mohm", t_stop="50 us")
    >>> library = somn.netlist(film, subckt="film", mixture={"synapse": {"fraction": 0.2}})
    """
    network, file, _ = split(film, keys)
    if subckt is not None and not file:
        keys = {"t_stop": 1.0, "drive": {"amplitude": 0.0}, **keys}
    return str(_core.netlist(network, file, _settings.settings(keys), subckt or "", islands, dead_ends))
