#!/usr/bin/env bash
# Law `tunnel` in ngspice against NWNsim's own trace of a 100-wire network (0.2 V DC, Euler, dt = 1 ms): the times at which
# the conductance crosses given values agree within half of Euler's step (their row k shows the state before update k).
set -u
if [ ! -d "${SOMN_REFERENCE_DATA:-/nonexistent}" ]; then echo "skipped: SOMN_REFERENCE_DATA does not name the reference data"; exit 0; fi
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cat >"$work/run.toml" <<TOML
[network]
file = "$SOMN_REFERENCE_DATA/networks/kuncic_100nw_261jn.edges"
[model]
name = "tunnel"
[drive]
amplitude = "0.2 V"
[run]
t_stop = "3 s"
t_sample = "1 ms"
rtol = 1e-5
TOML
"$SOMN" run "$work/run.toml" -o "$work/out" --quiet || exit 1
python3 - "$SOMN_REFERENCE_DATA/traces/nwnsim_dc0p2.csv" "$work/out/ngspice/trace.csv" <<'PY'
import csv, sys
def read(path, shift):
    rows = list(csv.reader(line for line in open(path) if line[0] != "#"))
    return [(float(r[0]) - shift, float(r[3])) for r in rows[1:]]
def crossing(rows, level):
    for (t0, g0), (t1, g1) in zip(rows, rows[1:]):
        if g0 < level <= g1: return t0 + (level - g0) / (g1 - g0) * (t1 - t0)
theirs, ours = read(sys.argv[1], 1e-3), read(sys.argv[2], 0)
failed = 0
levels = (5e-8, 1e-7, 3e-7, 1e-6, 3e-6, 1e-5, 2e-5)
for level in levels:
    a, b = crossing(theirs, level), crossing(ours, level)
    if abs(a - b) > 0.5e-3: failed += 1; print(f"FAILED: G = {level} S at {a} s (NWNsim) and {b} s")
if abs(theirs[-1][1] / ours[-1][1] - 1) > 1e-3: failed += 1; print("FAILED: late conductance", theirs[-1], ours[-1])
print(f"{len(levels) + 1 - failed} passed, {failed} failed")
sys.exit(failed > 0)
PY
