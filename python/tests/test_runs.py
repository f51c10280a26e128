import concurrent.futures
import multiprocessing
import pickle
import subprocess
import sys
import threading

import numpy as np
import pytest

import somnspice as somn
from somnspice import _core
from conftest import FILM, KEYS


def test_arrays(run, film):
    assert run.time.shape == run.current.shape == run.voltage.shape == (1001,)
    assert run.time[-1] == pytest.approx(20e-6)
    assert run.states.shape == (1001, film.n_junctions) and run.state_junctions == list(range(film.n_junctions))
    assert np.array_equal(run.states[:, 5], run["state_5_1"])
    assert run.final_states.shape == (film.n_junctions,)
    assert set(run.events["kind"]) == {"up", "down"} and len(run.events) > 10
    assert (np.diff(run.events["time_s"]) >= 0).all()
    assert run.is_complete and run.failure == "" and run.t_end == pytest.approx(20e-6)


def test_arrays_are_views_that_outlive_their_run(film):
    run = somn.run(film, **KEYS)
    current, raw = run.current, run.raw_events
    assert current.ctypes.data == run.current.ctypes.data and not current.flags.owndata and not current.flags.writeable
    assert raw.ctypes.data == run.raw_events.ctypes.data
    kept, events = current.copy(), raw.copy()
    del run
    somn.run(somn.lattice(**{**FILM, "seed": 4}), **KEYS)
    assert np.array_equal(current, kept) and np.array_equal(raw, events)


def test_the_same_bits_as_the_program(film, run, tmp_path, program):
    run.save(tmp_path / "here")
    film.write(tmp_path / "film.graphml")
    (tmp_path / "run.toml").write_text('''
[network]
file = "film.graphml"
[model]
name = "vts"
spread = { v_set = 0.1 }
[drive]
amplitude = "9 V"
series_resistance = "1 Mohm"
[run]
engine = "native"
t_stop = "20 us"
record = ["source", "events", "states:all"]
''')
    subprocess.run([program, "run", tmp_path / "run.toml", "-o", tmp_path / "there", "--quiet"], check=True)
    for name in ("native/trace.csv", "native/events.csv", "native/final_state.csv", "analysis.json", "network.graphml"):
        assert (tmp_path / "here" / name).read_bytes() == (tmp_path / "there" / name).read_bytes(), name
    table = np.genfromtxt(tmp_path / "there/native/trace.csv", delimiter=",", names=True)
    assert np.array_equal(table["i_source_A"], run.current)


def test_keywords_are_keys(film):
    tables = somn.run(film, model={"name": "vts", "v_set": "0.8 V"}, drive={"amplitude": 9, "series_resistance": 1e6},
                      run={"t_stop": 2e-6, "engine": "native"})
    short = somn.run(film, law="vts", v_set=0.8, drive=somn.dc(9), series_resistance="1 Mohm", t_stop="2 us", engine="native")
    assert np.array_equal(tables.current, short.current) and "v_set = \"0.8 V\"" in short.experiment
    with pytest.raises(somn.InputError, match="t_stop"):
        somn.run(film, **{**KEYS, "t_stp": 1})
    with pytest.raises(somn.InputError, match="several tables"):
        somn.run(film, **KEYS, seed=1)
    with pytest.raises(ValueError, match="V"):
        somn.run(film, **{**KEYS, "drive": somn.dc("9 ohm")})
    with pytest.raises(somn.InputError, match="synapse"):
        somn.run(film, **{**KEYS, "law": "synapsis"})
    for drive in ("9 V", 9.0, np.ones(3)):
        with pytest.raises(somn.InputError, match=r"'drive' is a table of keys: somnspice.dc"):
            somn.run(film, **{**KEYS, "drive": drive})


def test_drives_from_arrays(film):
    times = np.linspace(0, 19e-6, 50)
    levels = 9 * np.sin(np.linspace(0, 20, 50))
    run = somn.run(film, **{**KEYS, "drive": somn.pwl(times, levels)})
    assert np.allclose(run.voltage, np.interp(run.time, times, levels), rtol=1e-12, atol=1e-12)
    assert somn.sine("2 V", "1 kHz") == {"kind": "sine", "amplitude": "2 V", "frequency": "1 kHz"}
    with pytest.raises(somn.InputError, match="frequency"):
        somn.sine("2 V", frequncy="1 kHz")


def test_a_run_without_a_trace(film):
    run = somn.run(film, engine="adiabatic", avalanches=50, warm_up=10)
    assert repr(run) == f"<Run adiabatic: 0 rows, {len(run.events)} events>" and len(run.events) >= 50
    assert run.time.shape == (0,) and run.columns == [] and len(run.to_pandas()) == 0 and run.to_xarray().sizes["time"] == 0
    assert len(run.analysis.avalanches.sizes) > 0
    with pytest.raises(somn.InputError, match="i_source_A"):
        run.current


def test_progress_and_stop(film):
    seen = []

    def stop_at_once(fraction):
        seen.append(fraction)
        raise KeyboardInterrupt

    with pytest.warns(RuntimeWarning, match="interrupted"):
        run = somn.run(film, **{**KEYS, "t_stop": "100 ms", "t_sample": "10 ns"}, progress=stop_at_once)
    assert len(seen) == 1 and 0 < seen[0] < 1
    assert not run.is_complete and 0 < run.t_end < 0.1 and len(run.time) > 1

    def fail(fraction):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        somn.run(film, **{**KEYS, "t_stop": "100 ms", "t_sample": "10 ns"}, progress=fail)


def test_threads_give_the_bits_of_one_after_the_other():
    films = [somn.lattice(**{**FILM, "seed": seed}) for seed in (3, 4, 5)]
    alone = [somn.run(film, **KEYS).current.copy() for film in films]
    together = [None] * 3
    threads = [threading.Thread(target=lambda k=k: together.__setitem__(k, somn.run(films[k], **KEYS).current.copy()))
               for k in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.array_equal(a, b) for a, b in zip(alone, together))


def test_many_runs_leave_no_memory(film):
    def resident():
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * 4096

    keys = {**KEYS, "t_stop": "1 us"}
    for _ in range(20):
        somn.run(film, **keys).events
    before = resident()
    for _ in range(60):
        somn.run(film, **keys).events
    assert resident() - before < 4e6


def test_frames(run):
    frame = run.to_pandas()
    assert frame.index.name == "time_s" and np.array_equal(frame["i_source_A"].to_numpy(), run.current)
    assert len(run.events_to_pandas()) == len(run.events)
    assert run.to_xarray()["state"].shape == run.states.shape


def test_other_libraries(run, tmp_path):
    xarray = pytest.importorskip("xarray")
    pytest.importorskip("scipy")
    run.to_xarray().to_netcdf(tmp_path / "run.nc")
    with xarray.open_dataset(tmp_path / "run.nc") as back:
        assert np.array_equal(back["i_source_A"], run.current) and back["i_source_A"].attrs["units"] == "A"
        assert np.array_equal(back["state"], run.states)
    pytest.importorskip("neo")
    segment = run.to_neo().segments[0]
    up = run.events[run.events["kind"] == "up"]
    assert sum(map(len, segment.spiketrains)) == len(up)
    for train in segment.spiketrains:
        junction = int(train.name.split()[1])
        assert np.array_equal(train.rescale("s").magnitude, up["time_s"][up["junction"] == junction])
    signal = segment.analogsignals[0]
    assert np.array_equal(signal.magnitude[:, 0], run.current) and np.allclose(signal.times.rescale("s").magnitude, run.time)


def test_quantities_of_pint(film):
    pint = pytest.importorskip("pint")
    unit = pint.UnitRegistry()
    plain = somn.run(film, law="vts", v_set="800 mV", drive=somn.pwl([0, 1e-6, 2e-6], [0.0, 9.0, 4.0]), series_resistance=1e6,
                     t_stop=2e-6, engine="native")
    again = somn.run(film, law="vts", v_set=800 * unit.mV, drive=somn.pwl(np.array([0, 1, 2]) * unit.us, np.array([0.0, 9.0, 4.0]) * unit.V),
                     series_resistance=1 * unit.Mohm, t_stop=2 * unit.us, engine="native")
    assert np.array_equal(plain.current, again.current)
    with pytest.raises(somn.InputError, match="wrong unit"):
        somn.run(film, **{**KEYS, "t_stop": 2 * unit.V})
    times = 1e6 * again.events["time_s"]
    assert somn.analyse.isi(times * unit.us) == somn.analyse.isi((times * unit.us).to("s").magnitude)
    assert somn.analyse.isi({"time_ms": times * unit.us}) == somn.analyse.isi({"time_ms": (times * unit.us).to("ms").magnitude})
    with pytest.raises(somn.InputError, match="time_s"):
        somn.analyse.isi(times * unit.V)


def test_page_of_a_run(film, tmp_path):
    run = somn.run(film, **{**KEYS, "t_stop": "2 us"}, record=["source", "events", "film:AUTO"])
    try:
        assert run.view(tmp_path / "view.html") == str(tmp_path / "view.html")
    except somn.InputError as error:
        pytest.skip(str(error))
    page = (tmp_path / "view.html").read_text()
    assert "film_state" in page and "Content-Security-Policy" in page
    run.save(tmp_path / "run")
    assert somn.view(tmp_path / "run") == str(tmp_path / "run/view.html")
    with pytest.raises(somn.InputError):
        somn.view(tmp_path)


def test_example_01_is_the_programs(tmp_path, program):
    """The file itself, run by both; its engine is native here, and it ends sooner."""
    import pathlib

    file = pathlib.Path(__file__).parents[2] / "examples/01_wire_network_spikes/run.toml"
    shorter = {"t_stop": "5 us", "analysis.t_start": "1 us"}
    somn.run(file, engine="native", **shorter).save(tmp_path / "here")
    subprocess.run([program, "run", file, "--engine", "native", "--set", "run.t_stop=5 us", "--set", "analysis.t_start=1 us",
                    "-o", tmp_path / "there", "--quiet"], check=True)
    for name in ("native/trace.csv", "native/trace.h5", "native/events.csv", "native/final_state.csv", "analysis.json", "network.graphml"):
        assert (tmp_path / "here" / name).read_bytes() == (tmp_path / "there" / name).read_bytes(), name


def test_ngspice_and_comparison(film, ngspice):
    run = somn.run(film, **{**KEYS, "t_stop": "1 us", "engine": "both"})
    assert list(run.engines) == ["ngspice", "native"] and ".tran" in run.deck
    assert np.allclose(run.engines["ngspice"].current[50:200], run.engines["native"].current[50:200], rtol=1e-2)
    assert {"L0", "L1"} <= {rung["rung"] for rung in run.comparison.rungs}


def test_report_and_plots(run, tmp_path, gnuplot):
    import matplotlib

    matplotlib.use("svg")
    import matplotlib.pyplot as plt

    for draw in (run.plot.current, run.plot.voltage, run.plot.conductance, run.plot.states, run.plot.raster, run.plot.network):
        figure, ax = plt.subplots()
        assert draw(ax) is ax
        figure.savefig(tmp_path / "picture.svg")
        plt.close(figure)
    for film in (somn.discs(coverage=0.6, box="200 nm", seed=1), somn.random(nodes=20, p=0.3, seed=1)):
        figure, ax = plt.subplots()
        film.draw(ax)
        figure.savefig(tmp_path / "picture.svg")
        plt.close(figure)
    page = run.report(tmp_path / "out.html")
    assert "<svg" in (tmp_path / "out.html").read_text() and page.endswith("out.html")


def test_errors_are_the_programs(film, tmp_path):
    for error in (somn.InputError, somn.SimulationError, somn.FileError):
        assert issubclass(error, somn.Error)
    assert _core.Error is somn.Error
    with pytest.raises(somn.InputError, match="analysis"):
        somn.run(film, **KEYS, analysis={"t_start": "1 V"})


def test_ctrl_c_stops_and_keeps(tmp_path):
    script = tmp_path / "long.py"
    script.write_text('''
import os, signal, warnings
import somnspice as somn
warnings.simplefilter("ignore")
film = somn.lattice(size=6, bond_p=0.8, electrodes="bus", seed=3)
pressed = []

def press(fraction):
    if fraction > 0 and not pressed:
        pressed.append(fraction)
        os.kill(os.getpid(), signal.SIGINT)

run = somn.run(film, law="vts", drive=somn.dc("9 V"), series_resistance="1 Mohm", t_stop="1000 s", t_sample="1 ms",
               record=["source"], engine="native", progress=press)
print(run.is_complete, run.failure, 0 < run.t_end < 1000)
''')
    out = subprocess.run([sys.executable, script], check=True, capture_output=True, text=True, timeout=120).stdout
    assert out.split() == ["False", "interrupted", "True"]


def test_processes_give_the_same_bits(film):
    with concurrent.futures.ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        there = list(pool.map(current_of, [film, film]))
    here = current_of(film)
    assert all(np.array_equal(one, here) for one in there)
    with pytest.raises(TypeError, match="run.events"):
        pickle.dumps(somn.run(film, **KEYS))


def current_of(film):
    return somn.run(film, **KEYS).current.copy()
