#!/usr/bin/env bash
# Every ordered pair of analyses in one session, for every law: tests/tools/orders_test.py.
exec python3 "$SOMN_SOURCE_DIR/tests/tools/orders_test.py" "$SOMN_BUILD_DIR"
