"""An experiment step by step, on the native engine."""

from __future__ import annotations

from numbers import Integral
from typing import Any

from somnspice import _core, _settings
from somnspice._film import Film
from somnspice._run import split
from somnspice._values import Floats, is_list, text


class Session:
    """An experiment step by step: advance, look, choose the next voltage, advance. For closed loops and reservoirs.

    Takes what ``run`` takes; the engine is the native one. ``t_stop`` only sets the scale of the longest steps (a fiftieth
    of it) and may be left out: a session goes on as long as it is advanced. A voltage that is never set follows the drive.

    Examples
    --------
    >>> sim = somn.Session(film, law="vts", drive=somn.dc("9 V"), series_resistance="1 Mohm")
    >>> while sim.time < 50e-6:
    ...     sim.advance("100 ns")
    ...     sim.set_voltage(5 if sim.current > 1e-6 else 9)
    """

    def __init__(self, film: Any, **keys: Any) -> None:
        network, file, self._names = split(film, keys)
        keywords = {**keys}
        if not file:
            keywords = {"t_stop": 1.0, "drive": {"amplitude": 0.0}, **keywords}
        keywords.setdefault("engine", "native")
        if "run" in keywords and "t_stop" in keywords["run"] and "t_stop" not in keys:
            keywords.pop("t_stop", None)
        self._core = _core.Session(network, file, _settings.settings(keywords))

    def advance(self, dt: float | str) -> None:
        """On by ``dt`` [s], in as many steps as the tolerance takes."""
        self._core.advance(_seconds(dt))

    def set_voltage(self, volts: float | str, electrode: str = "source") -> None:
        """From now on the source has this voltage [V] (a current source this current [A]), or an electrode that the film drives."""
        self._core.set_voltage(electrode, _volts(volts))

    @property
    def time(self) -> float:
        """[s]"""
        return float(self._core.time)

    @property
    def voltage(self) -> float:
        """[V] of the ideal source; of a current source: at its node."""
        return float(self._core.voltage)

    @property
    def current(self) -> float:
        """[A] of the source, into the network."""
        return float(self._core.current)

    @property
    def states(self) -> Floats:
        """[state unit], float array (n_junctions,): a copy, as the next step changes them."""
        return self._core.states  # type: ignore[no-any-return]

    @property
    def conductances(self) -> Floats:
        """[S], float array (n_junctions,): likewise."""
        return self._core.conductances  # type: ignore[no-any-return]

    def node_voltages(self, nodes: Any) -> Floats:
        """[V], float array: of these nodes (or of one), against the drain. Whole numbers are places in ``film.nodes``, others names."""
        words = [nodes] if isinstance(nodes, (Integral, str)) else list(nodes)
        places = {} if all(isinstance(n, Integral) for n in words) else {n: k for k, n in enumerate(self.film.nodes)}
        for word in words:
            if not isinstance(word, Integral) and word not in places:
                raise _core.InputError(f"session: no node is called {word!r}; allowed: names of film.nodes, or 0 ... {len(places) - 1}")
        return self._core.node_voltages([int(n) if isinstance(n, Integral) else places[n] for n in words])  # type: ignore[no-any-return]

    @property
    def steps(self) -> int:
        """Steps that the solver took."""
        return int(self._core.steps)

    @property
    def film(self) -> Film:
        """The network as it is simulated."""
        return Film(self._core.network, self._names)

    def __repr__(self) -> str:
        return f"<Session at {self.time:g} s, {self.voltage:g} V, {self.current:g} A>"


def _one(value: Any, unit: str) -> float:
    if is_list(value):
        raise _core.InputError(f"session: one quantity [{unit}] at a time (got {len(value)})")
    return float(_core.quantity(text(value), unit))


def _seconds(value: Any) -> float:
    return _one(value, "s")


def _volts(value: Any) -> float:
    return _one(value, "V or A")
