#!/usr/bin/env bash
# Bare Debian: installs what is missing (scripts/deps.sh), builds, runs the main job and names the report.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/deps.sh
echo "demo: building"
cmake --preset release -DBUILD_TESTING=OFF >/dev/null
cmake --build --preset release --target somn somn_code_model somn_libraries somn_ngspice_worker
echo "demo: a nanowire network of volatile threshold switches under 9 V DC, 50 us in ngspice"
build/bin/somn run examples/01_wire_network_spikes/run.toml -o build/demo --force --report
echo "demo: done; open build/demo/report.html"
