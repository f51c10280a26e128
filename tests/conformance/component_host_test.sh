#!/usr/bin/env bash
# The component with a network inside, in plain ngspice.
set -eu
exec python3 "$SOMN_SOURCE_DIR/tests/tools/component_host_test.py" "$SOMN" "$SOMN_BUILD_DIR/lib"
