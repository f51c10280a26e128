#!/usr/bin/env bash
# `somn analyse`: what its options promise, on files small enough to count by hand.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
number() {  # value of a key of the JSON, then the arguments
  local path=$1
  shift
  "$SOMN" analyse "$@" --json | python3 -c 'import functools, json, sys
print(functools.reduce(lambda j, k: j[int(k) if k.isdigit() else k], sys.argv[1].split("."), json.load(sys.stdin)))' "$path"
}
is() {  # expected, then as number
  local expected=$1
  shift
  local got
  got=$(number "$@")
  [ "$got" = "$expected" ] || { echo "somn analyse ${*:2}: $1 is $got, not $expected"; exit 1; }
}

# an event on the very end of the record is in the record
printf 'time_s\n0\n1\n2\n4\n' >events.csv
is 4 n_events isi events.csv --t-start 0 --t-stop 4
is 4 n_events isi events.csv --segments 1.5,2.5
is 2 n isi events.csv --segments 1.5,2.5

refused() {  # words that the message holds, then the arguments
  local expected=$1 code=0
  shift
  "$SOMN" analyse "$@" >out 2>err || code=$?
  [ "$code" = 2 ] || { echo "exit code $code of: analyse $*"; cat err; exit 1; }
  grep -qF -- "$expected" err || { echo "expected: $expected"; cat err; exit 1; }
}

# a column that names the units is not read as their kind too
printf 'time_s,kind\n0,up\n1,down\n2,up\n3,down\n5,up\n' >kinds.csv
is 2 parameters.n_units isi kinds.csv --unit kind
is 3 n_events isi kinds.csv

# uneven steps are refused with the way out; a ramp and a parabola in pieces are what linear interpolation makes of them
python3 -c '
print("time_s,x")
t = 0
while t < 20:
    print("%r,%r" % (t, 3 * t))
    t += 0.01 if int(t) % 2 else 0.03' >uneven.csv
refused '--resample' spectrum uneven.csv
refused '--resample' events uneven.csv
is 0.05 lag_s acf uneven.csv --resample '50 ms'
is 400 n acf uneven.csv --resample '50 ms'
is 0 n events uneven.csv --resample '50 ms' --threshold 3.001
refused 'no column of times' acf events.csv --signal time_s --resample '1 s'

# joined records: two ramps, each of its own slope, have no step between them
python3 -c '
print("trace,x")
for trace, slope in (1, 1), (2, -1):
    for k in range(300):
        print("%d,%r" % (trace, 100 * trace + slope * (k % 7)))' >joined.csv
is 300 'columns.x[2].n' acf joined.csv
is 0 n events joined.csv --threshold 10 --k-sigma 0
refused 'joined records' synchrony joined.csv

# an excursion under way at a join is dropped on both sides, and counted
printf 'trace,x\n1,0\n1,9\n1,0\n1,9\n2,9\n2,0\n2,9\n2,9\n2,0\n' >excursions.csv
is '[1, 2]' durations avalanches excursions.csv --signal x --quantile 0 --bootstrap 0
is 2 n_open_dropped avalanches excursions.csv --signal x --quantile 0 --bootstrap 0

# avalanches by a gap, by hand: 3, 4, 4.5 and 7 alone; 0.5 and 9, 9.75 are too near the ends
printf 'time_s\n0.5\n3\n4\n4.5\n7\n9\n9.75\n' >gap.csv
gap=(avalanches gap.csv --t-start 0 --t-stop 10 --gap '1 s' --bootstrap 0)
is '[3, 1]' sizes "${gap[@]}"
is '[1.5, 0.0]' durations "${gap[@]}"
is 1.0 parameters.gap "${gap[@]}"
refused 'gap out of range' avalanches gap.csv --gap 0

# a line is taken off (the ramp alone has a slow decay)
python3 -c '
print("x")
for k in range(2000): print(k + (-1) ** k)' >ramp.csv
is linear detrend acf ramp.csv --detrend linear
is 0 power_law.n_lags acf ramp.csv --detrend linear
refused 'range of lags too narrow' acf ramp.csv --power-law-lags 1,5

# steps of a current at 30 places; one more in the run with tighter tolerances
python3 - <<'P'
for name, extra in ("a", ()), ("b", ()), ("c", (777,)):
    with open(name + ".csv", "w") as f:
        f.write("time_s,i_source_A\n")
        x = 1.0
        for k in range(2000):
            x += 0.1 * (k % 60 == 30) + 0.1 * (k in extra)
            f.write("%r,%r\n" % (k * 0.5, x))
P
is 33 convergence.n_matched events a.csv --threshold 0.05 --k-sigma 0 --check-convergence b.csv
is 'converged: the same 33 events in both, within 1 s' convergence.verdict events a.csv --threshold 0.05 --k-sigma 0 --check-convergence b.csv
is 34 convergence.n_other events a.csv --threshold 0.05 --k-sigma 0 --check-convergence c.csv
is '[388.0]' convergence.only_other_s events a.csv --threshold 0.05 --k-sigma 0 --check-convergence c.csv
printf 'time_s,state_3_1,state_4_1\n0,0,0\n1,1,0\n2,0,0\n3,0,1\n' >states.csv
printf 'time_s,state_3_1,state_4_1\n0,0,0\n1,0,1\n2,0,0\n3,0,1\n' >other.csv
is 3 convergence.n_matched events states.csv --check-convergence states.csv
is 1 convergence.n_matched events states.csv --check-convergence other.csv
refused '--trim' events a.csv --threshold 0.05 --trim --check-convergence b.csv

# the threshold sweep: ten rows over a decade; the joins add no avalanche
refused 'no threshold' events a.csv --k-sigma 0 --sweep
"$SOMN" analyse events a.csv --threshold 0.02 --k-sigma 0 --sweep --json | python3 -c 'import json, sys
sweep = json.load(sys.stdin)["threshold_sweep"]
rows = sweep["rows"]
assert len(rows) == 10 and abs(rows[9]["threshold_per_s"] / rows[0]["threshold_per_s"] - 10) < 1e-12, rows
assert [r["n_events"] for r in rows][:3] == [33, 33, 33] and rows[9]["n_events"] == 0, rows
assert sweep["verdict"].startswith("not enough"), sweep'

# the folder of a run, or of an engine in it, is its events or its trace
mkdir -p both/native both/ngspice empty
printf 'time_s,junction,kind,delta_g_S\n0.5,0,up,1e-6\n1,0,down,1e-6\n1.5,1,up,1e-6\n' >both/native/events.csv
printf 'time_s,junction,kind,delta_g_S\n0.5,0,up,1e-6\n' >both/ngspice/events.csv
python3 -c 'import math
print("time_s,i_source_A"); [print(f"{k * 0.01},{math.sin(k)}") for k in range(400)]' >both/native/trace.csv
is 2 n_events isi both
is 1 n_events isi both/ngspice
is 1 n_events isi both/ngspice/events.csv
is 400 n spectrum both
refused 'no events.csv in this folder' isi empty
refused 'no trace.h5 in this folder' spectrum empty
