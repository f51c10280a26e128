"""Runs: an experiment in, arrays and their analysis out."""

from __future__ import annotations

import contextlib
import inspect
import os
import tempfile
import warnings
from typing import Any, Callable, Iterator

import numpy as np
import numpy.typing as npt

from somnspice import _core, _settings, _tables
from somnspice._film import Film
from somnspice._plot import Plot
from somnspice._results import Results, parse
from somnspice._values import Floats

EVENT = np.dtype([("time_s", "f8"), ("junction", "u4"), ("kind", "U4"), ("delta_g_S", "f8")], align=True)


class EngineRun:
    """What one engine has recorded. Arrays are views without copies unless they say otherwise; read-only, SI units."""

    def __init__(self, part: Any) -> None:
        self._part = part
        self._events: Any = None
        self._states: Any = None

    @property
    def engine(self) -> str:
        return str(self._part.engine)

    @property
    def columns(self) -> list[str]:
        """Names of the recorded columns, with their units' tags."""
        return list(self._part.columns)

    def __getitem__(self, column: str) -> Floats:
        """A column by name, such as ``run["v_3_V"]``."""
        return self._part.column(column)  # type: ignore[no-any-return]

    @property
    def time(self) -> Floats:
        """[s], float array (n_rows,): the grid of t_sample; without rows for the engine adiabatic, which has events only."""
        return self._part.column("time_s") if self.columns else np.empty(0)  # type: ignore[no-any-return]

    @property
    def current(self) -> Floats:
        """[A], float array (n_rows,): of the source, into the network."""
        return self._part.column("i_source_A")  # type: ignore[no-any-return]

    @property
    def voltage(self) -> Floats:
        """[V], float array (n_rows,): of the ideal source, before the series resistance."""
        return self._part.column("v_source_V")  # type: ignore[no-any-return]

    @property
    def conductance(self) -> Floats:
        """[S], float array (n_rows,): of the network at these states."""
        return self._part.column("g_S")  # type: ignore[no-any-return]

    @property
    def state_junctions(self) -> list[int]:
        """Numbers of the junctions whose states are recorded, in the order of ``states``."""
        return [int(name.split("_")[1]) for name in self.columns if name.startswith("state_")]

    @property
    def states(self) -> Floats:
        """[state unit], float array (n_rows, n_recorded): the recorded states, put together once when first asked for.

        Record them with ``record=["source", "events", "states:all"]``. One column, without a copy, is
        ``run["state_12_1"]``; those of the last point are ``final_states``.
        """
        if self._states is None:
            names = [name for name in self.columns if name.startswith("state_")]
            rows = [self._part.column(name) for name in names]
            self._states = np.stack(rows, axis=1) if rows else np.empty((len(self.time), 0))
            self._states.flags.writeable = False
        return self._states  # type: ignore[no-any-return]

    @property
    def final_states(self) -> Floats:
        """[state unit], float array (n_junctions,): at the last accepted point."""
        return self._part.final_states  # type: ignore[no-any-return]

    @property
    def raw_events(self) -> npt.NDArray[np.void]:
        """The events as they lie in memory: ``kind`` is 0 (up) or 1 (down)."""
        return self._part.events  # type: ignore[no-any-return]

    @property
    def events(self) -> npt.NDArray[np.void]:
        """Structured array: time_s, junction, kind ("up", "down"), delta_g_S; in order of time, made once."""
        if self._events is None:
            raw = self._part.events
            self._events = np.empty(len(raw), EVENT)
            for field in ("time_s", "junction", "delta_g_S"):
                self._events[field] = raw[field]
            self._events["kind"] = np.where(raw["kind"] == 0, "up", "down")
            self._events.flags.writeable = False
        return self._events  # type: ignore[no-any-return]

    @property
    def t_end(self) -> float:
        """[s] where the record ends."""
        return float(self._part.t_end)

    @property
    def failure(self) -> str:
        """Empty, or what ended the run early; everything holds until ``t_end``."""
        return str(self._part.failure)

    @property
    def statistics(self) -> dict[str, Any]:
        """Steps, rejected steps, iterations, factorisations, times."""
        return dict(self._part.statistics)

    def to_pandas(self) -> Any:
        """A ``pandas.DataFrame`` of the record, indexed by time."""
        import pandas

        return pandas.DataFrame({name: self[name] for name in self.columns[1:]}, index=pandas.Index(self.time, name="time_s"))

    def events_to_pandas(self) -> Any:
        """A ``pandas.DataFrame`` of the events."""
        import pandas

        events = self.events
        return pandas.DataFrame({field: events[field] for field in EVENT.names or ()})

    def to_xarray(self) -> Any:
        """An ``xarray.Dataset`` over ``time`` (and ``junction``, of recorded states), with units as attributes."""
        import xarray

        units = {"V": "V", "A": "A", "S": "S", "W": "W", "1": "1"}
        data: dict[str, Any] = {}
        for name in self.columns[1:]:
            if not name.startswith("state_"):
                data[name] = ("time", self[name], {"units": units.get(name.rsplit("_", 1)[-1], "")})
        coordinates: dict[str, Any] = {"time": ("time", self.time, {"units": "s"})}
        if self.state_junctions:
            data["state"] = (("time", "junction"), self.states)
            coordinates["junction"] = self.state_junctions
        return xarray.Dataset(data, coordinates, {"engine": self.engine})

    def to_neo(self) -> Any:
        """A ``neo.Block``: the current as an ``AnalogSignal``, the up events of each junction as a ``SpikeTrain``."""
        import neo
        import quantities as q

        segment = neo.Segment()
        if len(self.time) > 1:
            segment.analogsignals.append(neo.AnalogSignal(np.array(self.current), units=q.A, name="i_source_A",
                                                          sampling_period=(self.time[1] - self.time[0]) * q.s,
                                                          t_start=self.time[0] * q.s))
        up = self.raw_events[self.raw_events["kind"] == 0]
        for junction in np.unique(up["junction"]):
            segment.spiketrains.append(neo.SpikeTrain(up["time_s"][up["junction"] == junction], units=q.s,
                                                      t_stop=self.t_end * q.s, name=f"junction {junction}"))
        block = neo.Block(name="somnspice")
        block.segments.append(segment)
        return block


class Run(EngineRun):
    """A finished run: arrays, events, their analysis. With ``engine="both"`` the arrays are ngspice's; ``engines`` has both."""

    def __init__(self, core: Any, names: list[Any] | None = None) -> None:
        super().__init__(core.parts[0])
        self._core = core
        self._analysis: Any = None
        self._names = names

    @property
    def engines(self) -> dict[str, EngineRun]:
        return {part.engine: EngineRun(part) for part in self._core.parts}

    @property
    def film(self) -> Film:
        """The network as it was simulated: with what was drawn for its junctions."""
        return Film(self._core.network, self._names)

    @property
    def experiment(self) -> str:
        """The experiment as TOML, every default spelled out."""
        return str(self._core.experiment)

    @property
    def deck(self) -> str:
        """The ngspice deck; empty for other engines."""
        return str(self._core.deck)

    @property
    def is_complete(self) -> bool:
        """Every engine reached t_stop: nothing failed, nobody stopped it."""
        return bool(self._core.is_whole)

    @property
    def analysis(self) -> Results:
        """The results of ``analysis.json``: regime, isi, avalanches, branching, ... (docs/analysis-json.md)."""
        if self._analysis is None:
            self._analysis = parse(self._core.analysis())
        return self._analysis  # type: ignore[no-any-return]

    @property
    def comparison(self) -> Results | None:
        """The ladder between both engines; None unless ``engine="both"`` and both reached the end."""
        document = self._core.comparison()
        return None if document is None else parse(document)

    @property
    def plot(self) -> Plot:
        """``run.plot.current()``, ``.raster()``, ``.states()``, ``.conductance()``, ``.network()``."""
        return Plot(self)

    def save(self, folder: str | os.PathLike[str], replace: bool = False) -> str:
        """Writes the folder that ``somn run -o FOLDER`` writes. Refuses one that is there, unless ``replace``."""
        return str(self._core.save(os.fspath(folder), replace))

    def report(self, file: str | os.PathLike[str] = "report.html") -> str:
        """Writes the report, one self-contained HTML page (needs gnuplot). Returns its name."""
        with tempfile.TemporaryDirectory() as folder:
            page, missing = _core.make_report(self.save(f"{folder}/run"))
            for why in missing:
                warnings.warn(f"no picture: {why}", RuntimeWarning, stacklevel=2)
            part = f"{os.fspath(file)}.part{os.getpid()}"
            with open(page, "rb") as source, open(part, "wb") as target:
                target.write(source.read())
            os.replace(part, file)
        return os.fspath(file)

    def view(self, page: str | os.PathLike[str] = "view.html") -> str:
        """Writes the interactive page (docs/viewer.md), what ``somn view`` writes of the run's folder. Returns its name.

        Colours by state, conductance, voltage and current need ``record=["source", "events", "film:AUTO"]``.
        """
        with tempfile.TemporaryDirectory() as folder:
            _core.make_view(self.save(f"{folder}/run"), os.path.abspath(page))
        return os.fspath(page)

    def __repr__(self) -> str:
        state = "" if self.is_complete else f", ended at {self.t_end:g} s: {self.failure}"
        return f"<Run {', '.join(self.engines)}: {len(self.time)} rows, {len(self.raw_events)} events{state}>"

    def __reduce__(self) -> Any:
        raise TypeError("a Run stays in the process that made it; send run.events, run.to_pandas() or run.analysis, "
                        "or the name of a folder: run.save(FOLDER)")


def _fraction(tell: Callable[[float], object]) -> Callable[[str, float, float], None]:
    def show(engine: str, time: float, end: float) -> None:
        tell(time / end)

    return show


@contextlib.contextmanager
def shown(progress: Any, what: str) -> Iterator[Callable[[str, float, float], None] | None]:
    """What the library calls while it computes: tqdm where it is installed, a line per tenth elsewhere, or a function."""
    if not progress:
        yield None
        return
    if callable(progress):
        yield _fraction(progress)
        return
    try:
        from tqdm.auto import tqdm
    except ImportError:
        last = [-1]

        def say(engine: str, time: float, end: float) -> None:
            if (tenth := int(10 * time / end)) > last[0]:
                last[0] = tenth
                print(f"{engine}: {10 * tenth} %", flush=True)

        yield say
        return
    with tqdm(total=100, desc=what, unit="%", bar_format="{l_bar}{bar}| {elapsed}<{remaining}") as bar:

        def show(engine: str, time: float, end: float) -> None:
            percent = 100 * time / end
            if percent < bar.n:
                bar.reset()
            bar.set_description(engine, refresh=False)
            bar.update(percent - bar.n)

        yield show
        bar.update(100 - bar.n)


def split(film: Any, keywords: dict[str, Any]) -> tuple[Any, str, list[Any] | None]:
    """The network in memory or the experiment file that a first argument names."""
    if isinstance(film, Film):
        return film._network, "", film._names
    if film is None:
        raise _core.InputError("no network: give a Film, the name of a network's file, or an experiment file (.toml)")
    file = os.fspath(film)
    if file.endswith(".toml"):
        return None, file, None
    return _core.read(file, ""), "", None


def run(film: Any, *, progress: Any = False, **keys: Any) -> Run:
    network, file, names = split(film, keys)
    with shown(progress, "run") as show:
        core = _core.simulate(network, file, _settings.settings(keys), show)
    run = Run(core, names)
    for engine, part in run.engines.items():
        if part.failure:
            warnings.warn(f"{engine} ended at {part.t_end:g} s of {core.t_stop:g} s: {part.failure}; what was computed is kept",
                          RuntimeWarning, stacklevel=2)
    return run


_FIRST = [inspect.Parameter("film", inspect.Parameter.POSITIONAL_OR_KEYWORD),
          inspect.Parameter("progress", inspect.Parameter.KEYWORD_ONLY, default=False)]
_LAW: dict[str, Any] = {"key": "law", "unit": "", "range": "", "meaning": "a law of laws(); [model] name", "kind": "text", "default": "vts",
        "choices": [], "is_list": False}
_TABLES: list[dict[str, Any]] = [{"key": section, "unit": "", "range": "", "meaning": f"[{section}]: {row['meaning']}", "kind": "any", "type": "dict",
            "default": None, "choices": [], "is_list": False}
           for section, row in _settings.SECTIONS.items() if section not in ("title", "provenance")]
ROWS: list[dict[str, Any]] = [_LAW, *_TABLES, *[row for row in _settings.ROWS if row["section"] in ("junction", "run", "output")
                          or row["key"] == "series_resistance"]]

run.__signature__ = inspect.Signature([  # type: ignore[attr-defined]
    *_tables.signature(ROWS, _FIRST).parameters.values(), inspect.Parameter("keys", inspect.Parameter.VAR_KEYWORD)])
run.__doc__ = f"""Runs an experiment on a network; the keywords are the keys of experiment files (docs/experiment-file.md).

A key that only one table has is given by its name, a parameter of the law too: ``v_set="0.8 V"``. Tables are dictionaries,
``analysis={{"t_start": "10 us"}}``; a drive is ``drive=somn.sine("2 V", "1 kHz")``. Quantities are text with units, SI numbers or
pint quantities.

Ctrl-C stops the run and keeps what was computed: the run is returned with ``is_complete`` False and a warning. The GIL is
released; runs on several threads are independent.

{_tables.parameters_section([{"key": "film", "unit": "", "range": "", "kind": "any", "type": "Film, str or path", "default": None, "choices": [],
                              "is_required": True, "meaning": "a Film, the name of a network's file, or of an experiment file (.toml), whose keys "
                              "the keywords replace"},
                             {"key": "progress", "unit": "", "range": "", "kind": "any", "type": "bool or callable", "default": False, "choices": [],
                              "meaning": "True: a bar (tqdm where it is installed); or a function of the fraction done"},
                             *ROWS])}
Returns
-------
Run

Raises
------
InputError
    What is wrong before anything is simulated, with the place, the allowed values and the nearest valid name.
SimulationError
    The simulation failed before its first point.

Examples
--------
>>> film = somn.wires(density="0.1 /um2", box="50 um", seed=1)
>>> run = somn.run(film, law="vts", drive=somn.dc("9 V"), series_resistance="1 Mohm", t_stop="50 us", engine="native")
>>> run.current.max(), len(run.events), run.analysis.regime
>>> run.plot.raster()
"""
