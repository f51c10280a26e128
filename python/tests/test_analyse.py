import json
import subprocess

import numpy as np
import pytest

import somnspice as somn
from somnspice import _core


def program_json(program, *words):
    return json.loads(subprocess.run([program, "analyse", *map(str, words), "--json"], check=True, capture_output=True).stdout)


def test_every_analysis_is_a_function():
    names = {a["name"] for a in _core.analyses() if a["stands_alone"]}
    assert {"isi", "powerlaw", "avalanches", "bursts", "spectrum"} <= names
    for name in names:
        assert getattr(somn.analyse, name).__doc__.count("data : object\n") == 1


@pytest.mark.parametrize("name", ["isi", "bursts", "avalanches", "branching"])
def test_events_give_the_programs_numbers(name, run, tmp_path, program):
    run.save(tmp_path / "run", replace=True)
    try:
        expected = program_json(program, name, tmp_path / "run/native/events.csv")
    except subprocess.CalledProcessError as error:
        with pytest.raises(somn.InputError):
            getattr(somn.analyse, name)(run.events)
        assert error.returncode == 2
        return
    assert getattr(somn.analyse, name)(run.events) == expected
    assert getattr(somn.analyse, name)(run) == expected
    assert getattr(somn.analyse, name)(run.events_to_pandas()) == expected


def test_values_and_options(tmp_path, program):
    values = 1 + np.random.default_rng(1).pareto(1.5, 2000)
    np.savetxt(tmp_path / "values.csv", values, header="value", comments="", fmt="%.17g")
    expected = program_json(program, "powerlaw", tmp_path / "values.csv", "--continuous", "--bootstrap", "10", "--seed", "7")
    assert somn.analyse.powerlaw(values, continuous=True, bootstrap=10, seed=7) == expected
    assert somn.analyse.powerlaw({"value": values}, continuous=True, bootstrap=10, seed=7).alpha == expected["alpha"]
    assert somn.analyse.powerlaw(str(tmp_path / "values.csv"), continuous=True, bootstrap=10, seed=7) == expected
    with pytest.raises(somn.InputError, match="did you mean 'bootstrap'"):
        somn.analyse.powerlaw(values, bootstap=3)


def test_signals_and_units(run, tmp_path, program):
    run.save(tmp_path / "run", replace=True)
    table = {"time_s": run.time, "i_source_A": run.current}
    text = "time_s,i_source_A\n" + "".join(f"{t!r},{i!r}\n" for t, i in zip(run.time.tolist(), run.current.tolist()))
    (tmp_path / "signal.csv").write_text(text)
    assert somn.analyse.spectrum(table) == program_json(program, "spectrum", tmp_path / "signal.csv")


def test_errors_name_the_table():
    with pytest.raises(somn.InputError, match="^the table: the time between samples is not known"):
        somn.analyse.spectrum(np.ones(10))
    with pytest.raises(somn.InputError, match="name it with column$"):
        somn.analyse.events({"time_s": np.arange(9.0), "a": np.ones(9), "b": np.ones(9)})


def test_results_have_attributes(run):
    assert run.analysis.regime == run.analysis["regime"]
    assert run.analysis.avalanches.sizes == run.analysis["avalanches"]["sizes"]
    with pytest.raises(AttributeError, match="regime"):
        run.analysis.regim


def test_results_are_shown_in_lines_and_kept_in_full():
    times = np.cumsum(np.random.default_rng(2).exponential(1, 5000))
    isi = somn.analyse.isi({"time_s": times, "unit": np.arange(5000) % 50})
    lines = repr(isi).splitlines()
    assert len(lines) == 1 + len(isi) and max(map(len, lines)) < 200
    assert len(json.dumps(isi)) > 10 * len(repr(isi)) and json.loads(json.dumps(isi)) == isi


def test_objects_of_other_libraries(run):
    pytest.importorskip("xarray")
    pytest.importorskip("neo")
    columns = {"time_s": run.time, **{name: run[name] for name in ("v_source_V", "i_source_A", "g_S")}}
    expected = somn.analyse.spectrum(columns, column="i_source_A")
    dataset, block = run.to_xarray(), run.to_neo()
    assert somn.analyse.spectrum(dataset, column="i_source_A") == expected
    assert somn.analyse.spectrum(dataset.i_source_A) == somn.analyse.spectrum({"time_s": run.time, "i_source_A": run.current})
    assert somn.analyse.spectrum(block.segments[0].analogsignals[0]).n == expected.n
    train = max(block.segments[0].spiketrains, key=len)
    assert somn.analyse.isi(train) == somn.analyse.isi(train.magnitude)
    with pytest.raises(somn.InputError, match="no table of columns"):
        somn.analyse.isi(None)
