"""A wheel holds the programs that the library runs; it is told where. Elsewhere they are found as by ``somn`` itself."""

import os
from pathlib import Path

_here = Path(__file__).parent
for _variable, _file in {"SOMN_PROGRAM": "bin/somn", "SOMN_NGSPICE_WORKER": "libexec/somn/somn_ngspice_worker",
                         "SOMN_CODE_MODEL": "lib/somn.cm"}.items():
    if (_here / _file).exists():
        os.environ.setdefault(_variable, str(_here / _file))
