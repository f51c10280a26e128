import inspect
import pickle

import networkx
import numpy as np
import pytest

import somnspice as somn
from somnspice import _core


def test_every_ensemble_is_a_function_with_the_options_of_its_table():
    tables = {e["name"].replace("-", "_") for e in _core.ensembles()}
    assert {"wires", "discs", "lattice", "random", "small_world", "scale_free"} <= tables
    for name in tables:
        function = getattr(somn, name)
        assert "seed" in inspect.signature(function).parameters
        assert "seed : int" in function.__doc__


def test_arrays_are_read_only_views():
    film = somn.wires(density="0.1 /um2", box="40 um", seed=1)
    positions, junctions = film.positions, film.junctions
    assert positions.shape == (film.n_nodes, 2) and junctions.shape == (film.n_junctions, 2)
    assert film.positions.ctypes.data == positions.ctypes.data
    assert not positions.flags.writeable and not positions.flags.owndata
    kept = positions.copy()
    del film
    somn.wires(density="0.1 /um2", box="40 um", seed=2)
    assert np.array_equal(positions, kept)  # alive without its film


def test_units_in_every_form_grow_the_same_film():
    a = somn.wires(density="0.1 /um2", box="40 um", length=1e-5, seed=1)
    b = somn.wires(density=1e11, box=4e-5, length="10 um", seed=np.int64(1))
    assert a == b and a.hash == b.hash
    assert a != somn.wires(density=1e11, box=4e-5, length="10 um", seed=2)


def test_misspelt_options_name_the_nearest():
    with pytest.raises(somn.InputError, match="did you mean 'density'"):
        somn.wires(densty="0.1 /um2")
    with pytest.raises(ValueError, match="density"):
        somn.wires(density="0.1 V")


def test_networkx_round_trip(film):
    graph = film.to_networkx()
    assert graph.number_of_edges() == film.n_junctions
    assert somn.from_networkx(graph) == film
    disc = somn.discs(coverage=0.6, box="200 nm", seed=2)
    again = somn.from_networkx(disc.to_networkx())
    assert np.array_equal(again.values["gap_m"], disc.values["gap_m"])
    assert np.array_equal(again.junctions, disc.junctions) and again.electrodes == disc.electrodes


def test_networkx_names_polarity_and_electrodes():
    graph = networkx.Graph()
    graph.add_edge("a", "b", v_set_V=0.7)
    graph.add_edge("b", "c", v_set_V=0.8, positive="c")
    graph.add_node("a", pos=(0.0, 1e-6))
    for other in "bc":
        graph.add_node(other, pos=(1e-6, 0.0))
    film = somn.from_networkx(graph, source="a", drain=["c"])
    assert film.electrodes == {"source": [0], "drain": [2]}
    assert film.junctions.tolist() == [[0, 1], [2, 1]]
    assert film.values["v_set_V"].tolist() == [0.7, 0.8]
    back = film.to_networkx()
    assert set(back.nodes) == {"a", "b", "c"} and back.edges["b", "c"]["positive"] == "c"
    assert back.nodes["a"]["electrode"] == "source" and back.nodes["a"]["y_m"] == 1e-6
    with pytest.raises(somn.InputError, match="no such node"):
        somn.from_networkx(graph, source="z", drain="c")


def test_names_of_nodes(tmp_path, film):
    assert film.nodes == list(range(film.n_nodes))
    (tmp_path / "net.csv").write_text("source,target\npadL,m\nm,n\nn,padR\npadL,n\n")
    named = somn.read(tmp_path / "net.csv")
    assert sorted(named.nodes) == ["m", "n", "padL", "padR"]
    assert set(named.to_networkx().nodes) == set(named.nodes)
    assert pickle.loads(pickle.dumps(named)).nodes == named.nodes
    graph = networkx.Graph([("a", "b"), ("b", ("c", 1))])
    mixed = somn.from_networkx(graph, source="a", drain=("c", 1))
    assert mixed.nodes == ["a", "b", ("c", 1)]  # the objects themselves
    mixed.write(tmp_path / "mixed.graphml")
    assert somn.read(tmp_path / "mixed.graphml").nodes == ["a", "b", "('c', 1)"]  # a file has their text
    assert somn.from_networkx(networkx.path_graph(3), source=0, drain=2).nodes == [0, 1, 2]
    twice = networkx.relabel_nodes(networkx.path_graph(3), {0: "1", 1: 1, 2: 2})
    somn.from_networkx(twice, source="1", drain=2).write(tmp_path / "twice.graphml")
    assert somn.read(tmp_path / "twice.graphml").nodes == [0, 1, 2]  # two nodes are called 1


def test_percolation(program):
    import json
    import subprocess

    words = ["lattice", "--kind", "square", "--dilute", "bond", "--sizes", "8,16", "--samples", "40", "--seed", "3"]
    expected = json.loads(subprocess.run([program, "percolation", *words, "--json"], check=True, capture_output=True).stdout)
    found = somn.percolation("lattice", kind="square", dilute="bond", sizes=[8, 16], samples=40, seed=3)
    curves = found.pop("curves")
    assert found == expected
    assert curves.dtype.names == ("size", "density", "probability", "probability_se") and set(curves["size"]) == {8, 16}
    with pytest.raises(somn.InputError, match="does not apply to wires"):
        somn.percolation("wires", kind="square")
    with pytest.raises(somn.InputError, match="lattice"):
        somn.percolation("latice")


def test_netlists_are_the_programs(film, tmp_path, program):
    import subprocess

    film.write(tmp_path / "film.graphml")

    def there(*words):
        subprocess.run([program, "netlist", tmp_path / "film.graphml", *words, "-o", tmp_path / "out", "--quiet"], check=True)
        return (tmp_path / "out").read_text()

    deck = somn.netlist(film, law="tunnel", v_set="0.02 V", drive=somn.sine("1 V", "5 Hz"), series_resistance="1 kohm",
                        t_stop="1 s", record=["source", "states:4096"])
    assert deck == there("--model", "tunnel", "--set", "v_set=0.02 V", "--drive", "sine:1 V,5 Hz", "--series-resistance", "1 kohm",
                         "--t-stop", "1 s")
    library = somn.netlist(film, subckt="film", dead_ends="drop", mixture={"synapse": {"fraction": 0.2}})
    assert library == there("--subckt", "film", "--dead-ends", "drop", "--mix", "synapse=0.2")
    with pytest.raises(somn.InputError, match="shunt"):
        somn.netlist(film, subckt="film", islands="shun")


def test_page_of_a_network(film, tmp_path):
    try:
        assert film.view(tmp_path / "net.html") == str(tmp_path / "net.html")
    except somn.InputError as error:
        pytest.skip(str(error))
    assert "betweenness" in (tmp_path / "net.html").read_text()


def test_files_and_pickles(film, tmp_path):
    film.write(tmp_path / "film.graphml")
    assert somn.read(tmp_path / "film.graphml") == film
    assert pickle.loads(pickle.dumps(film)) == film
    with pytest.raises(somn.FileError, match="missing.graphml"):
        somn.read(tmp_path / "missing.graphml")


def test_measures(film):
    measures = film.measures()
    assert measures.junctions == film.n_junctions and measures["degree"]["mean"] > 1
    with pytest.raises(AttributeError, match="junctions"):
        measures.junctins
