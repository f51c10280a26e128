import networkx as nx
import numpy as np
import pytest

import somnspice as somn
from conftest import KEYS

PLAIN = {key: value for key, value in KEYS.items() if key != "t_stop"}


def test_a_session_follows_the_run(film):
    run = somn.run(film, **KEYS, rtol=1e-7)
    sim = somn.Session(film, **KEYS, rtol=1e-7)
    assert sim.time == 0 and sim.voltage == 9
    for _ in range(10):
        sim.advance("100 ns")
    assert sim.time == pytest.approx(1e-6)
    row = np.argmin(abs(run.time - sim.time))
    assert sim.current == pytest.approx(run.current[row], rel=1e-3)
    assert sim.states.shape == (film.n_junctions,)


def test_steps_of_voltage_are_those_of_a_drive_of_steps(film):
    times, levels = [0, 1e-6, 2.5e-6], [9.0, 2.0, 7.0]
    run = somn.run(film, **{**PLAIN, "drive": somn.steps(times, levels)}, t_stop="4 us", rtol=1e-7)
    sim = somn.Session(film, **{**PLAIN, "drive": somn.dc("9 V")}, rtol=1e-7)
    for dt, level in zip(np.diff([*times, 4e-6]), levels):
        sim.set_voltage(level)
        assert sim.voltage == level
        sim.advance(float(dt))
    assert sim.current == pytest.approx(run.current[-1], rel=1e-3)
    assert np.allclose(sim.states, run.final_states, rtol=1e-3, atol=1e-5)


def test_two_sessions_and_long_ones(film):
    one, two = somn.Session(film, **PLAIN), somn.Session(film, **PLAIN)
    for k in range(200):
        one.set_voltage(9 if k % 2 else 1)
        one.advance(5e-8)
    for k in range(200):
        two.set_voltage(9 if k % 2 else 1)
        two.advance(5e-8)
    assert np.array_equal(one.states, two.states) and one.current == two.current
    assert one.conductances.shape == one.states.shape
    assert one.node_voltages(film.electrodes["drain"]) == [0]


def test_refusals(film):
    sim = somn.Session(film, **PLAIN)
    for dt in (0, -1, float("nan"), "1 V"):
        with pytest.raises(somn.InputError):
            sim.advance(dt)
    with pytest.raises(somn.InputError):
        sim.set_voltage(float("inf"))
    with pytest.raises(somn.InputError, match="native"):
        somn.Session(film, **{**PLAIN, "engine": "ngspice"})


def test_nodes_by_name_and_those_of_a_wide_contact():
    graph = nx.Graph([("L1", "a"), ("L2", "a"), ("a", "R1"), ("a", "b"), ("b", "R2")])
    film = somn.from_networkx(graph, source=["L1", "L2"], drain=["R1", "R2"])
    one = somn.Session(film, law="rate")
    one.set_voltage(2.0)
    one.advance(0.1)
    v = dict(zip(film.nodes, one.node_voltages(range(film.n_nodes))))
    assert v["L1"] == v["L2"] == 2 and v["R1"] == v["R2"] == 0 and 0 < v["b"] < v["a"] < 2
    assert list(one.node_voltages(["b", "L2"])) == [v["b"], 2]
    with pytest.raises(somn.InputError, match="no node is called 'c'"):
        one.node_voltages(["c"])


def test_one_voltage_and_one_node_at_a_time(film):
    sim = somn.Session(film, **PLAIN)
    with pytest.raises(somn.InputError, match="one quantity"):
        sim.set_voltage(np.array([1.0, 2.0]))
    sim.set_voltage(np.float32(2.5))
    sim.advance(1e-8)
    assert sim.voltage == 2.5 and list(sim.node_voltages(3)) == list(sim.node_voltages([3]))
