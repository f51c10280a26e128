#!/bin/bash
# `somn analyse` against what other programs found on the same data (shared reference data, which may not be shipped).
set -euo pipefail
if [ -z "${SOMN_REFERENCE_DATA:-}" ]; then
  echo "skipped: SOMN_REFERENCE_DATA is not set"
  exit 0
fi
python3 "$SOMN_SOURCE_DIR/tests/tools/analysis_reference.py" "$SOMN" "$SOMN_REFERENCE_DATA/analysis"
