#!/usr/bin/env bash
# The options of ngspice that reach into a code model times every law: tests/tools/options_test.py; the others at night.
exec python3 "$SOMN_SOURCE_DIR/tests/tools/options_test.py" "$SOMN_BUILD_DIR" "$SOMN" some
