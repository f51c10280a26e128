"""Networks: one function for each ensemble, from the generator's table; files; NetworkX."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Callable, Iterable

import numpy as np

from somnspice import _core, _tables
from somnspice._results import Results, parse
from somnspice._values import Floats, Numbers, text


class Film:
    """A network: nodes (wires, groups of particles, contacts) joined by junctions, with electrodes. No electronics.

    Made by ``wires``, ``discs``, ``lattice``, ... ``read``, ``from_networkx``; it does not change.
    """

    def __init__(self, network: Any, names: list[Any] | None = None) -> None:
        self._network = network
        self._names = names

    @property
    def n_nodes(self) -> int:
        return int(self._network.n_nodes)

    @property
    def n_junctions(self) -> int:
        return int(self._network.n_junctions)

    def __len__(self) -> int:
        return self.n_junctions

    @property
    def ensemble(self) -> str:
        return str(self._network.ensemble)

    @property
    def seed(self) -> int:
        return int(self._network.seed)

    @property
    def parameters(self) -> dict[str, str]:
        """The options of the generator, as SI text."""
        return dict(self._network.parameters)

    @property
    def positions(self) -> Floats | None:
        """float array (n_nodes, 2), [m]: x and y of the nodes, a view without a copy; None without a geometry."""
        return self._network.positions  # type: ignore[no-any-return]

    @property
    def heights(self) -> Floats | None:
        """float array (n_nodes,), [m]: the third coordinate; None in the plane."""
        return self._network.heights  # type: ignore[no-any-return]

    @property
    def junctions(self) -> Numbers:
        """uint32 array (n_junctions, 2): nodes at the positive and the negative end, a view without a copy."""
        return self._network.junctions  # type: ignore[no-any-return]

    @property
    def values(self) -> dict[str, Floats]:
        """float arrays (n_junctions,) by name with the unit's tag: ``gap_m``, ``x_m``, ``v_set_V``; views without copies."""
        return dict(self._network.values)

    @property
    def electrodes(self) -> dict[str, list[int]]:
        """Nodes of each contact: ``source``, ``drain``, or any name."""
        return dict(self._network.electrodes)

    @property
    def nodes(self) -> list[Any]:
        """Names of the nodes: those of NetworkX or of the file that the network came from; else, and where two share one, 0, 1, ..."""
        if self._names is None:
            names = self._network.node_names
            self._names = names if names and len(set(names)) == len(names) else list(range(self.n_nodes))
        return list(self._names)

    @property
    def hash(self) -> str:
        """16 hexadecimal digits; equal networks have equal ones."""
        return str(self._network.hash())

    @property
    def is_spanning(self) -> bool:
        """A path of junctions joins source and drain."""
        return bool(self._network.is_spanning)

    def measures(self) -> Results:
        """Degrees, paths, clustering, communities, backbone, conductance, density: what ``somn inspect --json`` prints."""
        return parse(self._network.measures())  # type: ignore[no-any-return]

    def write(self, file: str | os.PathLike[str], format: str = "") -> None:
        """Writes .graphml (everything), .edges, .csv or .dot."""
        _core.write(self._network, os.fspath(file), format)

    def to_networkx(self) -> Any:
        """A ``networkx.Graph`` (``MultiGraph`` where junctions are parallel) with all attributes of GraphML files.

        Nodes have ``x_m``, ``y_m``, ``electrode``; junctions ``junction`` (their number), ``positive`` (the node at that
        end) and their values; pieces of wire have ``resistance_ohm`` instead.
        """
        import networkx

        names, pairs = self.nodes, np.asarray(self.junctions)
        ends = np.sort(pairs, axis=1)
        is_multi = len(np.unique(ends, axis=0)) < len(ends)
        graph = networkx.MultiGraph() if is_multi else networkx.Graph()
        graph.graph.update(ensemble=self.ensemble, seed=self.seed, length_unit="m", **self.parameters)
        graph.add_nodes_from(names)
        if self.positions is not None:
            for axis, values in zip(("x_m", "y_m"), np.asarray(self.positions).T):
                networkx.set_node_attributes(graph, dict(zip(names, values.tolist())), axis)
        if self.heights is not None:
            networkx.set_node_attributes(graph, dict(zip(names, self.heights.tolist())), "z_m")
        for electrode, nodes in self.electrodes.items():
            for node in nodes:
                graph.nodes[names[node]]["electrode"] = electrode
        columns = {name: column.tolist() for name, column in self.values.items()}
        laws = self._network.laws
        for k, (positive, negative) in enumerate(pairs.tolist()):
            attributes = {name: column[k] for name, column in columns.items() if column[k] == column[k]}
            if laws and laws[k]:
                attributes["law"] = laws[k]
            graph.add_edge(names[positive], names[negative], junction=k, positive=names[positive], **attributes)
        for a, b, resistance in self._network.resistors:
            graph.add_edge(names[a], names[b], resistance_ohm=resistance)
        return graph

    def view(self, page: str | os.PathLike[str]) -> str:
        """Writes the interactive page of the network (docs/viewer.md): what ``somn draw --interactive`` writes. Returns its name."""
        title = Path(page).stem if self.ensemble in ("", "file") else f"{self.ensemble}, seed {self.seed}"
        _core.write_view(self._network, title, os.fspath(page))
        return os.fspath(page)

    def draw(self, ax: Any = None, **style: Any) -> Any:
        """Draws bodies, junctions and electrodes with matplotlib into ``ax`` (default: the current axes); returns it."""
        from somnspice import _draw

        return _draw.network(self, ax, **style)

    def __repr__(self) -> str:
        return f"<Film {self.ensemble}: {self.n_nodes} nodes, {self.n_junctions} junctions, seed {self.seed}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Film) and self.hash == other.hash

    def __hash__(self) -> int:
        return hash(self.hash)

    def __reduce__(self) -> Any:  # for processes: as GraphML, which holds everything
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            self.write(f"{folder}/film.graphml")
            with open(f"{folder}/film.graphml", encoding="utf-8") as file:
                return _unpickled, (file.read(), self._names)


def _unpickled(graphml: str, names: list[Any] | None) -> Film:
    return Film(_core.from_graphml(graphml, "pickled film"), names)


def read(file: str | os.PathLike[str], format: str = "") -> Film:
    """Reads a network: GraphML, tables, edge lists, matrices of other programs, or the deck of ``somn netlist`` (.cir, .lib).

    Parameters
    ----------
    file : str or path
    format : str, optional
        ``"graphml"``, ``"edges"``, ``"csv"``; default: told by ending and content (docs/networks.md).
    """
    return Film(_core.read(os.fspath(file), format))


def _as_list(nodes: Any) -> list[Any]:
    return list(nodes) if isinstance(nodes, (list, set, frozenset)) else [nodes]


def _scalars(attributes: dict[Any, Any]) -> dict[str, Any]:
    plain = {}
    for key, value in attributes.items():
        if isinstance(value, np.generic):
            value = value.item()
        if isinstance(value, (bool, int, float, str)):
            plain[str(key)] = value
    return plain


def _numbers(attributes: dict[str, Any]) -> dict[str, Any]:
    """One kind of number for each name, as GraphML has it: 1 beside 0.8 is 1.0."""
    return {key: float(value) if isinstance(value, int) and not isinstance(value, bool) and key != "junction" else value
            for key, value in attributes.items()}


def from_networkx(graph: Any, source: Any = None, drain: Any = None,
                  electrodes: dict[str, Any] | None = None) -> Film:
    """A network from a ``networkx`` graph, by the rules of the GraphML reader (docs/networks.md).

    Parameters
    ----------
    graph : networkx.Graph or MultiGraph
        Nodes become bodies, edges junctions. Node attributes ``x_m``, ``y_m`` (or ``pos``, in m) and ``electrode``; edge
        attributes ``positive`` (the node at the positive end; default: the first of the edge), ``gap_m``, ``law``, or any
        parameter of a law with its unit, such as ``v_set_V``.
    source, drain : node or list of nodes, optional
        The electrodes, where they are not in the attributes.
    electrodes : dict, optional
        All electrodes by name, each a node or a list of nodes.
    """
    import networkx

    if not isinstance(graph, networkx.Graph):
        raise _core.InputError(f"no networkx graph: {type(graph).__name__}")
    nodes = list(graph.nodes)
    number = {node: k for k, node in enumerate(nodes)}
    has_names = nodes != list(range(len(nodes)))
    contacts = dict(electrodes or {})
    contacts.update({name: node for name, node in (("source", source), ("drain", drain)) if node is not None})
    plain = networkx.MultiGraph() if graph.is_multigraph() else networkx.Graph()
    plain.graph.update(_scalars(graph.graph))
    for node, attributes in graph.nodes(data=True):
        kept = _scalars(attributes)
        if "pos" in attributes and "x_m" not in kept:
            kept.update(x_m=float(attributes["pos"][0]), y_m=float(attributes["pos"][1]))
        if contacts:
            kept.pop("electrode", None)
        plain.add_node(f"n{number[node]}", **{**kept, "name": str(node)} if has_names else kept)
    for name, group in contacts.items():
        for node in _as_list(group):
            if node not in number:
                near = _core.nearest_name(str(node), [str(one) for one in nodes])
                raise _core.InputError(f"no such node: {name} = {node!r}" + (f"; did you mean {near!r}?" if near else ""))
            plain.nodes[f"n{number[node]}"]["electrode"] = name
    numbered = all(isinstance(a.get("junction"), (int, np.integer)) for _, _, a in graph.edges(data=True))
    for u, v, attributes in graph.edges(data=True):
        kept = _numbers(_scalars(attributes))
        positive = attributes.get("positive", u)
        kept["positive"] = f"n{number[positive if positive in number else u]}"
        if not numbered:
            kept.pop("junction", None)
        plain.add_edge(f"n{number[u]}", f"n{number[v]}", **kept)
    graphml = "\n".join(networkx.generate_graphml(plain))
    return Film(_core.from_graphml(graphml, "networkx graph"), nodes if has_names else None)


def _make(name: str, about: dict[str, Any], rows: list[dict[str, Any]]) -> Callable[..., Film]:
    of = _tables.signature(rows)
    python_name = name.replace("-", "_")

    def ensemble(**keywords: Any) -> Film:
        options = _tables.bind(python_name, of, (), keywords)
        return Film(_core.generate(name, [(key, text(value)) for key, value in options.items()]))

    ensemble.__name__ = ensemble.__qualname__ = python_name
    ensemble.__module__ = "somnspice"
    ensemble.__signature__ = of  # type: ignore[attr-defined]
    ensemble.__doc__ = (f"{about['meaning']}.\n\nAfter {about['source']}.\n\n" + _tables.parameters_section(rows)
                        + "\nReturns\n-------\nFilm\n")
    return ensemble


def _tables_of() -> Iterable[tuple[str, dict[str, Any], list[dict[str, Any]]]]:
    for about in _core.ensembles():
        yield about["name"], about, json.loads(about["options"])


TABLES = list(_tables_of())
for _name, _about, _rows in TABLES:
    globals()[_name.replace("-", "_")] = _make(_name, _about, _rows)

__all__ = [name.replace("-", "_") for name, _, _ in TABLES]
