import pytest

import somnspice as somn

FILM = {"size": 6, "bond_p": 0.8, "electrodes": "bus", "seed": 3}
KEYS = {"law": "vts", "drive": somn.dc("9 V"), "series_resistance": "1 Mohm", "t_stop": "20 us", "engine": "native"}


@pytest.fixture(scope="session")
def film():
    return somn.lattice(**FILM)


@pytest.fixture(scope="session")
def run(film):
    return somn.run(film, **KEYS, record=["source", "events", "states:all"], spread={"v_set": 0.1})


@pytest.fixture(scope="session")
def program():
    """The program `somn`, which the module must agree with to the bit."""
    from somnspice import _core

    return _core.find_program()


@pytest.fixture(scope="session")
def ngspice():
    import os

    if os.environ.get("SOMN_WITHOUT_NGSPICE"):
        pytest.skip("no ngspice")


@pytest.fixture(scope="session")
def gnuplot():
    import shutil

    if shutil.which("gnuplot") is None:
        pytest.skip("no gnuplot")
