"""Self-organising memristive networks in SPICE.

    import somnspice as somn
    film = somn.wires(density="0.1 /um2", box="50 um", seed=1)
    run = somn.run(film, law="vts", drive=somn.dc("9 V"), series_resistance="1 Mohm", t_stop="50 us")
    run.time, run.current, run.events, run.analysis.regime

Everything is computed by the library behind the program ``somn``, to the same bits. Quantities are strings with units
("10 mV") or numbers in SI units. Networks are made by the ensembles (``wires``, ``discs``, ``lattice``, ...), read from files
or taken from NetworkX; laws and their parameters are listed by ``laws()``.
"""

from somnspice import _programs  # noqa: F401  first: where the parts of a wheel are

from somnspice import analyse
from somnspice._core import Error, FileError, InputError, SimulationError, __version__
from somnspice._drives import *  # noqa: F403  dc, sine, ...
from somnspice._drives import Drive
from somnspice._film import *  # noqa: F403  wires, discs, ...
from somnspice._film import Film, from_networkx, read
from somnspice._laws import laws
from somnspice._netlist import netlist
from somnspice._percolation import percolation
from somnspice._results import Results
from somnspice._run import Run, run
from somnspice._session import Session
from somnspice._sweep import compare, report, sweep, view

from somnspice._drives import __all__ as _drive_names
from somnspice._film import __all__ as _ensemble_names

__all__ = ["Drive", "Error", "FileError", "Film", "InputError", "Results", "Run", "Session", "SimulationError",
           "__version__", "analyse", "compare", "from_networkx", "laws", "netlist", "percolation", "read", "report", "run", "sweep", "view",
           *_drive_names, *_ensemble_names]
