#!/usr/bin/env bash
# somn percolation on the command line: one result for any number of threads, curves and figure, refusals, Ctrl-C.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
few=(lattice --kind triangular --dilute site --sizes 4,8,16 --samples 2000 --quiet)

"$SOMN" percolation "${few[@]}" --json -j 1 >one.json
"$SOMN" percolation "${few[@]}" --json -j 2 -o curves >two.json
cmp one.json two.json
cmp one.json curves/percolation.json
"$SOMN" percolation "${few[@]}" -o curves.csv
cmp curves.csv curves/percolation.csv
test -s curves/percolation.svg
python3 - <<'PY'
import csv, json
r = json.load(open("one.json"))
t, nu = r["threshold"], r["nu"]
assert r["complete"] and [s["samples"] for s in r["sizes"]] == [32000, 8000, 2000]
assert t["low"] < 0.5 < t["high"] and t["high"] - t["low"] < 0.1, t
rows = list(csv.DictReader(open("curves.csv")))
assert len(rows) == 3 * 201 and {x["size"] for x in rows} == {"4", "8", "16"}
for size in "4", "8", "16":
    curve = [float(x["probability"]) for x in rows if x["size"] == size]
    assert curve == sorted(curve) and 0 <= curve[0] and curve[-1] <= 1
PY

refused() { if "$SOMN" percolation "$@" >/dev/null 2>error.txt; then echo "must be refused: $*"; exit 1; else test $? = 2; fi; }
refused disks; grep -q "did you mean 'discs'" error.txt
refused lattice --sizes 8; grep -q "crossing" error.txt
refused discs --kind square; grep -q "does not apply to discs" error.txt
refused "${few[@]}" -o curves; grep -q "exists" error.txt
refused lattice --sizes 8,100000 --samples 10

# Ctrl-C: what is done is reported, with code 130. (A background job ignores SIGINT, so python starts it.)
python3 - "$SOMN" <<'PY'
import json, signal, subprocess, sys, time
def interrupted_after(seconds):
    p = subprocess.Popen([sys.argv[1], "percolation", "lattice", "--sizes", "8,16,32", "--samples", "100000000", "--json"],
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                         preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler))
    time.sleep(seconds)
    p.send_signal(signal.SIGINT)
    r = json.loads(p.communicate(timeout=300)[0])
    assert p.returncode == 130 and not r["complete"], p.returncode
    return r

for seconds in (4, 15, 60):  # until every size had its turn
    r = interrupted_after(seconds)
    if all(s["samples"] > 0 for s in r["sizes"]): break
assert all(s["samples"] > 0 for s in r["sizes"]) and r["threshold"]
PY
echo "somn percolation agrees"
