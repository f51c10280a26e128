#!/usr/bin/env bash
# Debian packages for this machine's release, in build-package/: somnspice (the program), somnspice-mpi,
# python3-somnspice, libsomnspice-dev.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/deps.sh package
echo "package: building"
cmake --preset release -DCMAKE_INSTALL_PREFIX=/usr -DCMAKE_SKIP_RPATH=ON -DBUILD_TESTING=OFF \
  -DSOMN_PYTHON_INSTALL_DIR=lib/python3/dist-packages -B build-package >/dev/null
cmake --build build-package -j2
cd build-package
cpack >cpack.log || { tail -n 20 cpack.log >&2; exit 1; }
ls "$PWD"/*.deb
