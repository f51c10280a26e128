#!/usr/bin/env bash
# Killed, on a full disk, without gnuplot or code model, at a few random moments: --resume makes it whole (nightly: 200 moments).
exec python3 "$SOMN_SOURCE_DIR/tests/tools/interrupted.py" --somn "$SOMN" --moments 14 --seed 1
