#!/usr/bin/env bash
# Bare Debian: installs what is missing (scripts/deps.sh), builds with the sanitizers of addresses and undefined behaviour, and runs
# the suite of scripts/test.sh with them. Takes about four times as long.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/deps.sh tests
echo "sanitize: building"
cmake --preset asan -DBUILD_TESTING=ON >/dev/null
cmake --build --preset asan
ctest --preset asan "$@"
