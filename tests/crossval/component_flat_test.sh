#!/usr/bin/env bash
# A film as one component and as a flat subcircuit, on the same time grid: every law but team (30 iterations a point), a mixture, pins, drives, surroundings.
set -eu
exec python3 "$SOMN_SOURCE_DIR/tests/tools/flat_and_component.py" "$SOMN" "$SOMN_BUILD_DIR/lib" "$SOMN_SOURCE_DIR/models" \
  break:57 drift:57:dc pershin:57:rc rate:57 stanford:57 synapse:57:pulse threshold:57:mos tunnel:284:cap \
  tunnel:57:uic vteam:57 vts:284 vts:57:cap:gear yakopcic:57 tunnel+vts=0.4:57 tunnel:57:adaptive \
  tunnel:57:pulse:adaptive rate:57:adaptive
