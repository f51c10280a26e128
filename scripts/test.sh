#!/usr/bin/env bash
# Bare Debian: installs what is missing (scripts/deps.sh), builds, runs every test that is not labelled nightly.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/deps.sh tests
echo "test: building"
cmake --preset release -DBUILD_TESTING=ON >/dev/null
cmake --build --preset release
ctest --preset release "$@"
