import enum
import tomllib

import numpy as np
import pytest

import somnspice as somn
from somnspice import _settings, _values

DICTS = {"experiment": {"model": {"name": "vts"}, "drive": {**somn.dc("9 V"), "series_resistance": "1 Mohm"},
                        "run": {"engine": "native", "t_stop": "4 us"}},
         "sweep": {"grid": {"drive.amplitude": ["6 V", "9 V"]}, "seeds": [1]}}


def test_from_dictionaries_and_resumed(film, tmp_path, program):
    sweep = {**DICTS, "experiment": {**DICTS["experiment"], "film": film}}
    frame = somn.sweep(sweep, tmp_path / "phase", jobs=2)
    assert list(frame["status"]) == ["ok", "ok"] and frame.attrs["found_finished"] == 0
    again = somn.sweep(sweep, tmp_path / "phase", jobs=2)
    assert again.attrs["found_finished"] == 2 and again.equals(frame)
    file = somn.sweep(tmp_path / "phase.sweep.toml", tmp_path / "other", jobs=1)
    assert file.equals(frame)
    run = somn.run(film, law="vts", drive=somn.dc("6 V"), series_resistance="1 Mohm", engine="native", t_stop="4 us")
    assert np.isclose(frame["mean_current_A"][0], run.analysis.order_parameters.mean_current_A, rtol=1e-15)
    with pytest.raises(somn.InputError):
        somn.sweep(sweep, tmp_path / "phase", resume=False)


def test_stopped_and_failed(film, tmp_path):
    def stop(fraction):
        raise KeyboardInterrupt

    sweep = {**DICTS, "experiment": {**DICTS["experiment"], "film": film}}
    with pytest.warns(RuntimeWarning, match="stopped after 0 of 2 runs"):
        assert len(somn.sweep(sweep, tmp_path / "stopped", jobs=1, progress=stop)) == 0
    assert len(somn.sweep(sweep, tmp_path / "stopped", jobs=2)) == 2
    bad = {**sweep, "sweep": {"grid": {"network.file": [str(tmp_path / "stopped.network.graphml"), "nowhere.graphml"]}, "seeds": [1]}}
    with pytest.warns(RuntimeWarning, match="1 of 2 runs failed; the first: .*nowhere.graphml"):
        assert sorted(somn.sweep(bad, tmp_path / "bad", jobs=2)["status"]) != ["ok", "ok"]


def test_typos(film, tmp_path):
    sweep = {**DICTS, "experiment": {**DICTS["experiment"], "film": film},
             "sweep": {"grid": {"drive.amplitde": ["6 V"]}}}
    with pytest.raises(somn.InputError, match="amplitude"):
        somn.sweep(sweep, tmp_path / "phase")


def test_short_names_of_keys(film, tmp_path):
    film.write(tmp_path / "film.graphml")
    sweep = {"experiment": {"film": tmp_path / "film.graphml", "law": "vts", "drive": somn.dc("9 V"), "series_resistance": 1e6,
                            "engine": "native", "t_stop": 4e-6},
             "sweep": {"latin": {"samples": 2, "amplitude": np.array([6.0, 9.0])}, "seeds": range(1, 2)}}
    frame = somn.sweep(sweep, tmp_path / "latin", jobs=2)
    run = somn.run(film, law="vts", drive=somn.dc(float(frame["drive.amplitude"][1])), series_resistance=1e6, engine="native", t_stop=4e-6)
    assert np.isclose(frame["mean_current_A"][1], run.analysis.order_parameters.mean_current_A, rtol=1e-15)
    with pytest.raises(somn.InputError, match="did you mean 'amplitude'"):
        somn.sweep({**sweep, "sweep": {"grid": {"amplitde": [6]}}}, tmp_path / "typo")


def test_arrays_of_every_kind_are_lists():
    pandas, xarray = pytest.importorskip("pandas"), pytest.importorskip("xarray")
    for values in ([6.0, 9.0], (6.0, 9.0), np.array([6.0, 9.0]), pandas.Series([6.0, 9.0]), xarray.DataArray([6.0, 9.0])):
        assert _values.toml(values) == "[6.0, 9.0]" and _values.text(values) == "6.0,9.0"
    assert _values.toml(range(6, 10, 3)) == "[6, 9]" and _values.toml(xarray.DataArray(2.5)) == "2.5"
    assert _values.toml(enum.IntEnum("Seed", {"one": 1}).one) == "1"
    assert _values.toml(np.bool_(True)) == "true" and _values.toml("6 V") == '"6 V"'


def test_names_of_tables_are_quoted_where_they_must():
    text = _settings.file_text({"t_stop": "1 us", "electrode": {"my gate": {"kind": "dc"}, "Größe 😀": {"kind": "dc"}}})
    assert tomllib.loads(text) == {"run": {"t_stop": "1 us"}, "electrode": {"my gate": {"kind": "dc"}, "Größe 😀": {"kind": "dc"}}}
