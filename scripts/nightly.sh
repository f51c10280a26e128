#!/usr/bin/env bash
# Bare Debian: installs what is missing (scripts/deps.sh), builds, runs the slow tests: thresholds and scaling in full, the engines on large networks;
# then mutated files of every format under sanitizers (SOMN_FUZZ_SECONDS for each format, 60 by default).
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/deps.sh nightly
echo "nightly: building"
cmake --preset release -DBUILD_TESTING=ON >/dev/null
cmake --build --preset release
ctest --test-dir build --output-on-failure -L nightly -E fuzz_ "$@"
ctest --test-dir build --output-on-failure -R conformance.view_pages_test  # only skipped where there is no browser
echo "nightly: building the fuzz targets with sanitizers"
cmake --preset asan -DSOMN_FUZZ_SECONDS="${SOMN_FUZZ_SECONDS:-60}" >/dev/null
cmake --build --preset asan --target fuzz_graphml fuzz_graphs fuzz_tables fuzz_decks fuzz_raw fuzz_hdf5 fuzz_toml
ctest --test-dir build-asan --output-on-failure -R nightly.fuzz_ "$@"
