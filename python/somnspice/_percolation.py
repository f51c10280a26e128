"""Spanning probability against density, and the percolation threshold."""

from __future__ import annotations

import io
from typing import Any, Sequence

import numpy as np

from somnspice import _core
from somnspice._results import Results, parse
from somnspice._run import shown


def percolation(ensemble: str, *, kind: str | None = None, dilute: str | None = None, length_sd: float | None = None,
                rule: str = "wrapping", sizes: Sequence[int] = (), samples: int = 0, seed: int = 1, threads: int = 0,
                progress: Any = False) -> Results:
    """Spanning probability against density for several sizes, and the threshold: what ``somn percolation`` computes.

    Parameters
    ----------
    ensemble : {'discs', 'wires', 'lattice'}
    kind : {'square', 'triangular', 'honeycomb', 'cubic'}, optional
        of a lattice
    dilute : {'bond', 'site'}, optional
        of a lattice: what is left out
    length_sd : float, optional
        of wires: standard deviation of the Gamma distributed length, in mean lengths, 0 ... 1
    rule : {'wrapping', 'spanning'}
        wrapping: periodic, a cluster winds around; spanning: open, from left to right
    sizes : sequence of int, optional
        sides of the samples, in diameters, mean lengths or lattice constants
    samples : int, optional
        of the largest size; smaller ones get as many as take the same work
    seed : int, default 1
    threads : int, optional
        default: one per core; the result is the same for any number
    progress : bool or callable, default False

    Returns
    -------
    Results
        The keys of docs/analysis-json.md, and ``curves``: a structured array of size, density (covered fraction of discs,
        n l^2 of wires, occupied fraction of a lattice), probability and probability_se. Ctrl-C ends the sampling and keeps
        what is done.
    """
    request = _core.PercolationRequest()
    of_others = {"kind": (kind, "lattice"), "dilute": (dilute, "lattice"), "length_sd": (length_sd, "wires")}
    for name, (value, of) in of_others.items():
        if value is None:
            continue
        if ensemble != of:
            raise _core.InputError(f"{name} does not apply to {ensemble}: it is of {of}")
        setattr(request, name, value)
    request.ensemble, request.rule, request.sizes = ensemble, rule, [int(size) for size in sizes]
    request.samples, request.seed, request.threads = samples, seed, threads
    with shown(progress, "percolation") as show:
        document, curves = _core.percolation(request, None if show is None else lambda done: show("percolation", done, 1.0))
    results: Results = parse(document)
    results["curves"] = np.genfromtxt(io.StringIO(curves), delimiter=",", names=True, comments="#")
    return results
