#!/usr/bin/env bash
# Every ordinary option of ngspice times every law: tests/tools/options_test.py, all of it.
exec python3 "$SOMN_SOURCE_DIR/tests/tools/options_test.py" "$SOMN_BUILD_DIR" "$SOMN" all
