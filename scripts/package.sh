#!/usr/bin/env bash
# Debian packages of this machine's release: build/somnspice_VERSION_ARCH.deb and build/libsomnspice-dev_VERSION_ARCH.deb
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/deps.sh
echo "package: building"
cmake --preset release -DCMAKE_INSTALL_PREFIX=/usr >/dev/null
cmake --build --preset release
cd build
cpack >cpack.log || { tail -n 20 cpack.log >&2; exit 1; }
ls "$PWD"/*.deb
