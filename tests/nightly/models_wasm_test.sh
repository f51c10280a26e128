#!/usr/bin/env bash
# The plain twins in another ngspice: version 45.2 compiled to WebAssembly without XSPICE (npm package eecircuit-engine),
# under Node. Needs npm's registry; skipped in words where there is none.
set -eu
engine=1.8.0
cache=$SOMN_BUILD_DIR/npm
for program in node npm; do
  command -v $program >/dev/null || { echo "skipped: no $program here (Debian: nodejs npm)"; exit 0; }
done
if [ ! -e "$cache/node_modules/eecircuit-engine/package.json" ]; then
  npm install --silent --no-audit --no-fund --prefix "$cache" eecircuit-engine@$engine || { echo "skipped: no registry of npm"; exit 0; }
fi
exec python3 "$SOMN_SOURCE_DIR/tests/tools/wasm_twins.py" "$SOMN_BUILD_DIR" "$cache/node_modules/eecircuit-engine/dist/eecircuit-engine.mjs"
