"""Pictures of a run with matplotlib, in the colours of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from somnspice._run import Run

INK, GREY, PALE = "#333333", "#9a9a9a", "#c9ced6"
BLUE, ORANGE, VERMILION, GREEN = "#0072b2", "#e69f00", "#d55e00", "#009e73"

_PREFIXES = ((1e9, "G"), (1e6, "M"), (1e3, "k"), (1.0, ""), (1e-3, "m"), (1e-6, "u"), (1e-9, "n"), (1e-12, "p"), (1e-15, "f"))


def scale(values: Any, unit: str) -> tuple[float, str]:
    """A factor and a unit with prefix in which the largest value is between 1 and 1000."""
    finite = np.abs(np.asarray(values)[np.isfinite(values)])
    largest = float(finite.max()) if finite.size else 0.0
    for size, prefix in _PREFIXES:
        if largest >= size:
            return 1 / size, prefix + unit
    return 1.0, unit


def axes(ax: Any = None) -> Any:
    if ax is not None:
        return ax
    import matplotlib.pyplot

    return matplotlib.pyplot.gca()


class Plot:
    """Each method draws into ``ax`` (default: the current axes) and returns it; further keywords go to matplotlib."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def _line(self, name: str, unit: str, label: str, ax: Any, style: dict[str, Any]) -> Any:
        ax, values, time = axes(ax), self._run[name], self._run.time
        (x, x_unit), (y, y_unit) = scale(time, "s"), scale(values, unit)
        ax.plot(x * time, y * values, **{"color": BLUE, "linewidth": 1, **style})
        ax.set(xlabel=f"time [{x_unit}]", ylabel=f"{label} [{y_unit}]")
        return ax

    def current(self, ax: Any = None, **style: Any) -> Any:
        """The current of the source against time."""
        return self._line("i_source_A", "A", "current", ax, style)

    def voltage(self, ax: Any = None, **style: Any) -> Any:
        """The voltage of the ideal source against time."""
        return self._line("v_source_V", "V", "voltage", ax, style)

    def conductance(self, ax: Any = None, **style: Any) -> Any:
        """The conductance of the network against time."""
        return self._line("g_S", "S", "conductance", ax, style)

    def states(self, ax: Any = None, **style: Any) -> Any:
        """The recorded states against time."""
        ax, time = axes(ax), self._run.time
        x, unit = scale(time, "s")
        ax.plot(x * time, self._run.states, **{"linewidth": 0.8, **style})
        ax.set(xlabel=f"time [{unit}]", ylabel="state")
        return ax

    def raster(self, ax: Any = None, **style: Any) -> Any:
        """Junction events: up in vermilion, down in blue."""
        ax, events = axes(ax), self._run.raw_events
        x, unit = scale([self._run.t_end], "s")
        for kind, (name, colour) in enumerate((("up", VERMILION), ("down", BLUE))):
            of = events[events["kind"] == kind]
            ax.plot(x * of["time_s"], of["junction"], **{"linestyle": "", "marker": "|", "markersize": 3, "color": colour,
                                                         "label": name, **style})
        ax.set(xlabel=f"time [{unit}]", ylabel="junction")
        return ax

    def network(self, ax: Any = None, **style: Any) -> Any:
        """The network, its junctions coloured by how often they switched on."""
        events = self._run.raw_events
        counts = np.bincount(events["junction"][events["kind"] == 0], minlength=self._run.film.n_junctions)
        return self._run.film.draw(ax, junction_values=counts, **style)
