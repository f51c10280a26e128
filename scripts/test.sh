#!/usr/bin/env bash
# Bare Debian 12: installs what is missing, builds, runs every test that is not labelled nightly.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/deps.sh
echo "test: building"
cmake --preset release >/dev/null
cmake --build --preset release
ctest --preset release "$@"
