#!/usr/bin/env bash
# `somn compare` on real runs: what differs in the experiments is named with both values, what may differ is not; each
# fault planted in a folder fails on its own rung, on a line whose number is beyond its limit; the summary's smallest
# changes are true: twice as much is seen.
set -u
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work" || exit 1
failed=0 passed=0
check() {  # MESSAGE CONDITION...
  local message=$1; shift
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $message"; fi
}
cat > e.toml <<'T'
title = "one"
[network]
ensemble = "wires"
seed = 4
density = "0.1 /um2"
box = "25 um"
[model]
name = "tunnel"
[drive]
kind = "dc"
amplitude = "0.8 V"
[run]
engine = "native"
t_stop = "0.3 s"
t_sample = "1 ms"
[output]
formats = ["csv"]
T
run() { "$SOMN" run e.toml -o "$1" --quiet "${@:2}" || { echo "FAILED: run $1"; exit 1; }; }
rungs() { "$SOMN" compare a "$1" --json > "$1.json"; echo $? > "$1.code"; }
# the failed rungs as "E keys", "L4 event times": name and the first two words of the title
failures() { python3 - "$1.json" <<'P'
import json, sys
for r in json.load(open(sys.argv[1]))["rungs"]:
    if r["verdict"] == "failed":
        beyond = "" if r["value"] > r["tolerance"] else " (NOT BEYOND ITS LIMIT)"
        print(r["rung"], " ".join(r["title"].replace(",", "").replace(":", "").split()[:2]) + beyond)
P
}
note() { python3 -c "import json; print(json.load(open('$1.json'))['rungs'][0].get('note', ''))"; }

run a
run same --set title=another --set 'output.formats=["csv","raw"]' --set run.checkpoint=1
rungs same
check "title, formats and check points may differ" test "$(cat same.code) $(failures same)$(note same)" = "0 "

# --- another experiment --------------------------------------------------------------------------------------------
differs() {  # NAME EXPECTED_NOTE SETTING...
  local name=$1 expected=$2; shift 2
  run "$name" "$@"; rungs "$name"
  check "$name: exit code" test "$(cat "$name.code")" = 1
  check "$name: the first failing rung" test "$(failures "$name" | sed -n 1p)" = "E keys of"
  check "$name: note, got '$(note "$name")'" grep -qF "$expected" <<< "$(note "$name")"
  check "$name: numbers beyond their limits" test -z "$(failures "$name" | grep NOT)"
}
differs stop 'run.t_stop: 0.3 s and 0.2 s' --set 'run.t_stop="0.2 s"'
differs law 'model.v_set: 0.01 V and 0.0101 V' --set 'model.v_set="10.1 mV"'
differs volt 'drive.amplitude: 0.8 V and 0.7 V' --set 'drive.amplitude="0.7 V"'
differs seed 'network.seed' --set network.seed=5
check "seed: hashes of both networks" grep -qE 'network \(hash\): [0-9a-f]{16} and [0-9a-f]{16}' <<< "$(note seed)"
differs spread 'network (hash)' --set 'model.spread.v_set=0.1'

# --- numerics are named, and may differ ----------------------------------------------------------------------------
run finer --set run.rtol=1e-6; rungs finer
check "another tolerance passes" test "$(cat finer.code) $(failures finer)" = "0 "
check "and is named" grep -qF 'numerics, which may differ: run.rtol' <<< "$(note finer)"

# --- faults in a folder --------------------------------------------------------------------------------------------
fault() {  # NAME EXPECTED PYTHON: edits rows (a list of lists of events.csv) or lines of trace.csv
  cp -r a "$1"
  python3 - "$1" <<P
import csv, sys
folder = sys.argv[1] + "/native/"
rows = list(csv.reader(open(folder + "events.csv")))
trace = open(folder + "trace.csv").read().splitlines()
$3
csv.writer(open(folder + "events.csv", "w"), lineterminator="\n").writerows(rows)
open(folder + "trace.csv", "w").write("\n".join(trace) + "\n")
P
  rungs "$1"
  check "$1: expected '$2', got '$(failures "$1")'" test "$(failures "$1")" = "$2"
}
fault shifted "L4 event times" 'n = len(rows) // 2; rows[n][0] = repr(float(rows[n][0]) + 0.02); rows[1:] = sorted(rows[1:], key=lambda r: float(r[0]))'
fault lost "L4 events without" 'del rows[len(rows) // 2]'
fault sized "L4 event sizes" 'n = len(rows) // 2; rows[n][3] = repr(1.2 * float(rows[n][3]))'
fault truncated "E end of" 'del trace[280:]'
check "the table shows the place" grep -q 'worst: junction' <<< "$("$SOMN" compare a shifted)"

# --- the smallest change that would have been seen -----------------------------------------------------------------
"$SOMN" compare a finer --json > resolution.json
for parameter in v_set lambda_crit g_off; do
  value=$(python3 - $parameter <<'P'
import json, sys
r = [r for r in json.load(open("resolution.json"))["resolution"] if r["what"] == sys.argv[1] + " of tunnel"]
base = {"v_set": 10e-3, "lambda_crit": 10e-3, "g_off": 7.77e-8}[sys.argv[1]]
print(repr(base * (1 + 2 * r[0]["relative"])) if r and r[0]["relative"] else "none")
P
)
  check "$parameter: a smallest change is stated" test "$value" != none
  run changed_$parameter --set model.$parameter="$value"
  "$SOMN" compare a changed_$parameter --json > changed.json
  check "$parameter: twice the smallest change ($value) is seen" python3 -c "
import json
assert any(r['verdict'] == 'failed' and r['rung'] != 'E' for r in json.load(open('changed.json'))['rungs'])"
done
for kind in conductance threshold 'time constant' 'event time' 'size of event'; do
  check "the summary names: $kind" grep -q "^  $kind " <<< "$("$SOMN" compare a finer)"
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
