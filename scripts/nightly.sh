#!/usr/bin/env bash
# Bare Debian 12: installs what is missing, builds, runs the slow tests: thresholds and scaling in full, the engines on large networks.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/deps.sh
echo "nightly: building"
cmake --preset release >/dev/null
cmake --build --preset release
ctest --test-dir build --output-on-failure -L nightly "$@"
