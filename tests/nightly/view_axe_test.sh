#!/usr/bin/env bash
# axe-core (npm, fixed by its checksum) finds no serious violation in the pages of a run, a network and a sweep, dark and light.
set -u
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
tools=$SOMN_SOURCE_DIR/tests/tools
python3 -c 'import sys; sys.path.insert(0, sys.argv[1]); import browser; sys.exit(browser.program() is None)' "$tools" || { echo "skipped: no Chromium on the PATH"; exit 0; }
command -v npm >/dev/null || { echo "skipped: no npm, which brings axe-core"; exit 0; }
cp "$SOMN_SOURCE_DIR"/tests/data/view/axe/*.json "$work"
(cd "$work" && npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1) || { echo "skipped: npm could not bring axe-core"; tail -3 "$work/npm.log"; exit 0; }
cd "$work" || exit 1
cat >run.toml <<'E2'
title = "axe"
[network]
ensemble = "lattice"
size = 6
[model]
name = "tunnel"
[drive]
kind = "triangle"
amplitude = "3 V"
frequency = "1 Hz"
[run]
engine = "native"
t_stop = "1 s"
record = ["source", "events", "film:AUTO"]
E2
printf 'experiment = "run.toml"\n[sweep]\ngrid = { "drive.amplitude" = ["2 V", "3 V"], "network.size" = ["5", "6"] }\n' >sweep.toml
"$SOMN" run run.toml -o run --quiet && "$SOMN" view run --quiet && "$SOMN" generate lattice --size 6 --quiet -o net.graphml &&
  "$SOMN" draw net.graphml --interactive --quiet -o net.html && "$SOMN" sweep sweep.toml -o sweep --quiet && "$SOMN" view sweep --quiet || { echo "FAILED: the pages"; exit 1; }
exec python3 "$tools/axe.py" node_modules/axe-core/axe.min.js run/view.html net.html sweep/view.html
