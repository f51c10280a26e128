"""Many runs; and what reads the folders of runs and sweeps."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import Any, Iterable

from somnspice import _core, _settings
from somnspice._film import Film
from somnspice._results import Results, parse
from somnspice._run import shown
from somnspice._values import toml

_SUFFIXES = (".experiment.toml", ".network.graphml", ".sweep.toml")


def _file_text(tables: dict[str, Any]) -> str:
    """A dictionary of dictionaries as TOML."""
    top = "".join(f"{key} = {toml(value)}\n" for key, value in tables.items() if not isinstance(value, dict))
    return top + "".join(f"[{name}]\n" + "".join(f"{key} = {toml(value)}\n" for key, value in table.items() if value is not None)
                         for name, table in tables.items() if isinstance(table, dict))


def _in_full(swept: Any) -> Any:
    """The keys that are swept with their tables: ``amplitude`` is ``drive.amplitude``."""
    if isinstance(swept, list):
        return [_in_full(one) for one in swept]
    if not isinstance(swept, dict):
        return swept
    return {key if key == "samples" else _settings.dotted(key): value for key, value in swept.items()}


def _written(file: Path, text: str) -> str:
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        part = file.with_name(f"{file.name}.part{os.getpid()}")
        part.write_text(text, encoding="utf-8")
        part.replace(file)
    return str(file.absolute())


def _files(sweep: dict[str, Any], output: Path) -> str:
    """A sweep that is given as dictionaries, as files beside its folder, so that it can be resumed."""
    experiment_file, network_file, sweep_file = (output.with_name(output.name + suffix) for suffix in _SUFFIXES)
    sweep = dict(sweep)
    experiment = sweep.get("experiment")
    if isinstance(experiment, dict):
        experiment = dict(experiment)
        network = experiment.pop("film", experiment.get("network"))
        if isinstance(network, Film):
            network.write(network_file)
            experiment["network"] = {"file": str(network_file.absolute())}
        elif isinstance(network, (str, os.PathLike)):
            experiment["network"] = {"file": str(Path(network).absolute())}
        sweep["experiment"] = _written(experiment_file, _settings.file_text(experiment))
    elif experiment is not None:
        sweep["experiment"] = str(Path(experiment).absolute())
    if isinstance(sweep.get("sweep"), dict):
        sweep["sweep"] = {key: _in_full(value) for key, value in sweep["sweep"].items()}
    return _written(sweep_file, _file_text(sweep))


def sweep(sweep: Any, output: str | os.PathLike[str] | None = None, *, jobs: int | None = None,
          seeds: Iterable[int] | None = None, resume: bool = True, replace: bool = False, progress: Any = False) -> Any:
    """Runs an experiment at many points and seeds, each in a process of its own; goes on where it stopped.

    Parameters
    ----------
    sweep : str or dict
        A sweep file (docs/sweeps.md), or its tables as dictionaries:
        ``{"experiment": {"film": film, "drive": somn.dc("9 V"), ...}, "sweep": {"grid": {"amplitude": ["8 V", "9 V"]}}}``.
        The experiment takes what ``run`` takes, short names of keys too; ``film`` is a Film or the file of one.
    output : path, optional
        Folder of the results; default: the name of the sweep file without its ending.
    jobs : int, optional
        Runs at a time; default: one per core.
    seeds : iterable of int, optional
        In place of those of the sweep.
    resume : bool, default True
        Runs that are finished are not repeated. False: a folder that is there is refused.
    replace : bool, default False
        Begins anew.
    progress : bool or callable, default False

    Returns
    -------
    pandas.DataFrame
        One row for each finished run: point, seed, the swept keys, status, the order parameters. ``attrs`` has the
        counts of runs. Without pandas a dictionary of lists. Ctrl-C stops and keeps what has ended; that, and runs that
        failed, are warned of.
    """
    if output is None:
        if not isinstance(sweep, (str, os.PathLike)):
            raise _core.InputError("no folder for the results: somnspice.sweep({...}, output=\"FOLDER\")")
        output = Path(sweep).with_suffix("")
    folder = Path(output)
    file = _files(sweep, folder) if isinstance(sweep, dict) else os.fspath(sweep)
    how = "replace" if replace else "resume" if resume else "create"
    with shown(progress, "sweep") as show:
        counts = _core.sweep(file, os.fspath(folder), jobs or 0, list(seeds or []), how,
                             None if show is None else lambda done, runs, failed: show("sweep", done, max(1, runs)))
    if counts["failed"]:
        warnings.warn(f"{counts['failed']} of {counts['runs']} runs failed; the first: {counts['first_failure']}",
                      RuntimeWarning, stacklevel=2)
    if counts["finished"] + counts["failed"] < counts["runs"]:
        warnings.warn(f"stopped after {counts['finished']} of {counts['runs']} runs; called again, it goes on from there",
                      RuntimeWarning, stacklevel=2)
    return _frame(folder / "points.csv", counts)


def _frame(points: Path, counts: dict[str, Any]) -> Any:
    """What has ended so far; a sweep that was stopped before its first run has no table yet."""
    try:
        import pandas
    except ImportError:
        import csv

        if not points.exists():
            return {}
        with points.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return {name: [row[name] for row in rows] for name in (rows[0] if rows else {})}
    frame = pandas.read_csv(points, float_precision="round_trip") if points.exists() else pandas.DataFrame()
    frame.attrs.update(counts)
    return frame


def compare(a: str | os.PathLike[str], b: str | os.PathLike[str], *, halving: bool = False,
            resolution: bool = False) -> Results:
    """Compares the folders of two runs, rung by rung (docs/compare.md).

    Parameters
    ----------
    a, b : path
        Folders of runs, or of one of their engines; the same folder where it holds both.
    halving : bool, default False
        Run both once more with half the step: how far is each from converged?
    resolution : bool, default False
        Say which change of each parameter would have been seen: a native run or two for each.
    """
    return parse(_core.compare_folders(os.fspath(a), os.fspath(b), halving, resolution))  # type: ignore[no-any-return]


def report(folder: str | os.PathLike[str]) -> str:
    """Draws the figures of a folder of a run or a sweep, and the page of a run; returns the page's name (needs gnuplot)."""
    page, missing = _core.make_report(os.fspath(folder))
    if missing:
        warnings.warn("; ".join(missing), RuntimeWarning, stacklevel=2)
    return str(page)


def view(folder: str | os.PathLike[str], page: str | os.PathLike[str] | None = None) -> str:
    """Writes the interactive page of a folder of a run or a sweep (docs/viewer.md); default: FOLDER/view.html. Returns its name."""
    return str(_core.make_view(os.fspath(folder), "" if page is None else os.fspath(page)))
