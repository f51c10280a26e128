#!/usr/bin/env bash
# Killed, on a full disk, without gnuplot or code model, at 200 random moments: --resume makes it whole. SOMN_SEED takes others.
exec python3 "$SOMN_SOURCE_DIR/tests/tools/interrupted.py" --somn "$SOMN" --moments 200 --seed "${SOMN_SEED:-1}"
