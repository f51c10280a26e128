"""A network as a picture: bodies where it has a geometry, nodes and lines where it has none."""

from __future__ import annotations

from typing import Any

import numpy as np

from somnspice._plot import BLUE, GREY, INK, VERMILION, axes, scale

_CONTACTS = (VERMILION, BLUE, "#009e73", "#cc79a7", "#e69f00")


def _layout(film: Any) -> Any:
    """Where nodes without a geometry are put: springs, always the same."""
    import networkx

    graph = networkx.Graph()
    graph.add_nodes_from(range(film.n_nodes))
    graph.add_edges_from(np.asarray(film.junctions).tolist())
    places = networkx.spring_layout(graph, seed=1)
    return np.array([places[k] for k in range(film.n_nodes)])


def _points(film: Any, nodes: Any) -> tuple[Any, Any]:
    """x and y of the junctions, and of nodes that have no body."""
    if "x_m" in film.values:
        return np.stack([film.values["x_m"], film.values["y_m"]], axis=1), nodes
    return nodes[np.asarray(film.junctions)].mean(axis=1) if film.n_junctions else np.empty((0, 2)), nodes


def network(film: Any, ax: Any = None, *, junction_values: Any = None, cmap: str = "viridis", **style: Any) -> Any:
    from matplotlib.collections import EllipseCollection, LineCollection

    ax = axes(ax)
    has_geometry = film.positions is not None
    nodes = np.asarray(film.positions) if has_geometry else _layout(film)
    factor, unit = scale(nodes, "m") if has_geometry else (1.0, "")
    junctions, nodes = _points(film, nodes)
    colour_of = {node: _CONTACTS[k % len(_CONTACTS)]
                 for k, (_, group) in enumerate(sorted(film.electrodes.items(), key=lambda e: bool(e[0] != "source")))
                 for node in group}
    bodies = film._network.bodies
    colours = [colour_of.get(int(node), GREY) for node in bodies[:, 0]]
    wires, discs = bodies[bodies[:, 5] == 0], bodies[bodies[:, 5] > 0]
    if len(wires):
        segments = factor * wires[:, 1:5].reshape(-1, 2, 2)
        of_wires = [c for c, r in zip(colours, bodies[:, 5]) if r == 0]
        ax.add_collection(LineCollection(segments, **{"colors": of_wires, "linewidths": 0.7, **style}))
    if len(discs):
        width = 2 * factor * discs[:, 5]
        of_discs = [c for c, r in zip(colours, bodies[:, 5]) if r > 0]
        ax.add_collection(EllipseCollection(width, width, np.zeros(len(discs)), units="x", offsets=factor * discs[:, 1:3],
                                            transOffset=ax.transData, **{"facecolors": of_discs, "alpha": 0.6, **style}))
    if not len(bodies):
        ends = factor * nodes[np.asarray(film.junctions)]
        ax.add_collection(LineCollection(ends, **{"colors": GREY, "linewidths": 0.7, **style}))
        contacts = sorted(colour_of)
        others = np.setdiff1d(np.arange(film.n_nodes), contacts)
        ax.plot(*(factor * nodes[others]).T, "o", color=INK, markersize=3)
        for node in contacts:
            ax.plot(*(factor * nodes[node]), "o", color=colour_of[node], markersize=7)
    if junction_values is not None:
        marks = ax.scatter(*(factor * junctions).T, c=junction_values, s=6, cmap=cmap, zorder=3)
        ax.figure.colorbar(marks, ax=ax, label="events up")
    elif len(bodies):
        ax.plot(*(factor * junctions).T, ".", color=INK, markersize=2)
    ax.set_aspect("equal")
    ax.autoscale_view()
    if has_geometry:
        ax.set(xlabel=f"x [{unit}]", ylabel=f"y [{unit}]")
    else:
        ax.set_axis_off()
    return ax
