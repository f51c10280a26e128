#!/usr/bin/env bash
# The main job through the program: sustained spiking, its two controls, the same deck in plain ngspice, bad input, Ctrl-C.
set -u
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0 passed=0
check() { if eval "$2"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi; }
json() { python3 -c "import json,sys; d=json.load(open('$1')); print(eval('d'+sys.argv[1]))" "$2"; }
number() { python3 -c "import sys; sys.exit(0 if ($1) else 1)"; }

cat >run.toml <<'TOML'
title = "test"
[network]
ensemble = "wires"
seed = 1
[model]
name = "vts"
[junction]
capacitance = "0.1 pF"
ground_capacitance = "1 fF"
[drive]
kind = "dc"
amplitude = "9 V"
series_resistance = "1 Mohm"
[run]
engine = "ngspice"
t_stop = "12 us"
t_sample = "10 ns"
rtol = 1e-3
[analysis]
t_start = "6 us"
TOML

# --- spiking, with few iterations ---------------------------------------------------------------------------------
"$SOMN" run run.toml -o spiking --quiet || { echo "FAILED: the run"; exit 1; }
check "every file of the contract is there" '[ -s spiking/experiment.toml ] && [ -s spiking/network.graphml ] && [ -s spiking/analysis.json ] &&
  ls spiking/ngspice/{deck.cir,trace.csv,trace.h5,trace.raw,events.csv,final_state.csv,stats.json} >/dev/null'
n_up=$(json spiking/analysis.json "['junction_events']['n_up']")
check "the network spikes in the window ($n_up events)" 'number "$n_up > 100"'
last=$(tail -n 1 spiking/ngspice/events.csv | cut -d, -f1)
check "and goes on to the end (last event at $last s)" 'number "$last > 11e-6"'
check "at most 2.5 Newton iterations per accepted point" \
  'number "$(json spiking/ngspice/stats.json "['"'newton_iterations'"']") <= 2.5 * $(json spiking/ngspice/stats.json "['"'steps'"']")"'
check "events.csv is in order of time" 'python3 -c "
import csv; t=[float(r[\"time_s\"]) for r in csv.DictReader(open(\"spiking/ngspice/events.csv\"))]; assert t==sorted(t) and len(t)>200"'
check "current and conductance belong to the drive" 'python3 -c "
import csv
for r in csv.DictReader(open(\"spiking/ngspice/trace.csv\")):
  assert float(r[\"v_source_V\"])==9 and 0 < float(r[\"i_source_A\"]) < 9e-6
  assert abs(float(r[\"g_S\"])*9 - float(r[\"i_source_A\"])) < 1e-12"'

# --- the same experiment, read back from its own folder, is the same experiment -----------------------------------
"$SOMN" run spiking/experiment.toml -o again --quiet
check "experiment.toml of a result folder repeats the run" 'cmp -s spiking/ngspice/events.csv again/ngspice/events.csv'

printf '# nodes 3 edges 3 source 0 drain 2\n0 1\n1 2\n1 2\n' >few.edges
"$SOMN" run run.toml -o few --quiet --set network='{ file = "few.edges" }' --set model.spread='{ v_set = 0.2 }' --set run.t_stop='"2 us"' --set analysis.t_start='"1 us"'
"$SOMN" run few/experiment.toml -o few2 --quiet
check "a spread over a network from a file is applied once" 'cmp -s few/network.graphml few2/network.graphml && cmp -s few/ngspice/trace.csv few2/ngspice/trace.csv'

# --- controls: below threshold; without capacitance (docs/physics.md 4.1) -------------------------------------------------
"$SOMN" run run.toml -o below --quiet --set drive.amplitude='"2 V"'
check "below threshold there are no events" '[ "$(wc -l <below/ngspice/events.csv)" = 1 ]'
check "and the regime is quiescent" '[ "$(json below/analysis.json "[\"regime\"]")" = quiescent ]'
"$SOMN" run run.toml -o resistive --quiet --set junction.capacitance='"1e-19 F"' --set junction.ground_capacitance='"1e-21 F"'
check "with a millionth of the capacitance there are no sustained events" '[ "$(json resistive/analysis.json "[\"junction_events\"][\"n_up\"]")" = 0 ]'

# --- the very same deck in plain ngspice --------------------------------------------------------------------------
mkdir plain; echo "codemodel $SOMN_BUILD_DIR/lib/somn.cm" >plain/.spiceinit
(cd plain && HOME=$PWD ngspice -b -r out.raw ../spiking/ngspice/deck.cir >log 2>&1)
check "plain ngspice runs the deck" '[ -s plain/out.raw ]'
check "its event count agrees with the driver's" 'python3 - <<PY
import array, csv, re
raw = open("plain/out.raw", "rb").read(); cut = raw.index(b"Binary:\n"); head = raw[:cut].decode()
n = int(re.search(r"No. Variables: (\d+)", head)[1]); data = array.array("d"); data.frombytes(raw[cut+8:])
names = [line.split()[1] for line in head[head.index("Variables:\n")+11:].strip().splitlines()]
ups = 0
for k, name in enumerate(names):
    if "[state]" not in name: continue
    on = data[k] >= 0.6
    for x in data[k::n]:
        if not on and x >= 0.6: on = True; ups += 1
        elif on and x <= 0.4: on = False
driver = sum(r["kind"] == "up" for r in csv.DictReader(open("spiking/ngspice/events.csv")))
assert ups == driver, (ups, driver)
PY'
check "somn analyse events counts them too" '"$SOMN" analyse events plain/out.raw --json >/dev/null'

# --- bad input: one paragraph, the right exit code ----------------------------------------------------------------
refuse() {  # CODE WORDS COMMAND...
  local code=$1 words=$2; shift 2
  "$@" >out 2>err; local got=$?
  if [ $got = "$code" ] && grep -qiE "$words" err && [ "$(grep -c . err)" -le 10 ]; then passed=$((passed + 1)); else
    failed=$((failed + 1)); echo "FAILED: $* -> exit $got (expected $code with '$words'):"; head -5 err; fi
}
refuse 2 "did you mean 'amplitude'" "$SOMN" run run.toml -o bad --set drive.amplitud=1
refuse 2 "wrong unit.*voltage" "$SOMN" run run.toml -o bad --set drive.amplitude='"9 ohm"'
refuse 2 "capacitance out of range" "$SOMN" run run.toml -o bad --set junction.capacitance='"-1 pF"'
refuse 2 "coverage" "$SOMN" generate discs --coverage 1.2 -o bad.graphml
refuse 2 "no path" "$SOMN" generate wires --density "0.02 /um2" -o bad.graphml
refuse 2 "somn.cm|code model" env SOMN_CODE_MODEL=/nonexistent/somn.cm "$SOMN" run run.toml -o bad
sed 's/somn-host:ng[0-9.]*-[a-z]*/somn-host:ng46-klu\x00\x00/' "$SOMN_BUILD_DIR/lib/somn.cm" >foreign.cm
refuse 2 "ng46-klu" env SOMN_CODE_MODEL="$work/foreign.cm" "$SOMN" run run.toml -o bad
if "$SOMN" doctor | grep -q "without KLU"; then
  refuse 2 "built without KLU" "$SOMN" run run.toml -o bad --set run.ngspice_solver='"klu"'
else
  "$SOMN" run run.toml -o klu --quiet --set run.ngspice_solver='"klu"'
  check "KLU finds as many events" 'python3 -c "a, b = (sum(1 for _ in open(f)) for f in (\"klu/ngspice/events.csv\", \"spiking/ngspice/events.csv\")); assert abs(a - b) < 0.1 * b"'
fi
touch file; refuse 2 "file" "$SOMN" run run.toml -o file/below
refuse 2 "exists.*--force" "$SOMN" run run.toml -o spiking
printf '# nodes 2 edges 0 source 0 drain 1\n' >empty.edges
refuse 2 "empty|no junction|no path|no edges" "$SOMN" run run.toml -o bad --set network='{ file = "empty.edges" }'
printf '# nodes 3 edges 2 source 0 drain 2\n0 1\n1 2\n' >three.edges
refuse 2 "node" "$SOMN" run run.toml -o bad --set network='{ file = "three.edges", source = [0], drain = [7] }'
refuse 2 "unknown" "$SOMN" run run.toml -o bad --set model.name=vtss
refuse 2 "v_hold must be below v_set" "$SOMN" run run.toml -o bad --set model.v_hold='"2 V"'
refuse 2 "unknown|subcommand" "$SOMN" runn
check "nothing is left behind by a refusal" '! ls -d bad* *.part* 2>/dev/null | grep -q .'
if [ "$(id -u)" = 0 ] && mkdir small && mount -t tmpfs -o size=200k tmpfs small 2>/dev/null; then
  refuse 2 "No space left" "$SOMN" run run.toml -o small/out --quiet
  check "a full disk leaves nothing half-written" '[ -z "$(ls small)" ]'
  umount small
else
  echo "skipped: a full disk needs root and tmpfs"
fi

# --- Ctrl-C keeps what was computed -------------------------------------------------------------------------------
for wait in 3 10 60; do  # until it had time for rows
  rm -rf stopped
  "$SOMN" run run.toml -o stopped --quiet --set run.t_stop='"1 ms"' 2>err & pid=$!
  sleep $wait; kill -INT $pid; wait $pid; code=$?
  [ -s stopped/ngspice/trace.csv ] && [ "$(wc -l <stopped/ngspice/trace.csv)" -gt 10 ] && break
done
check "interrupted: exit 130 (got $code), a folder with the rows until then" '[ $code = 130 ] && [ "$(wc -l <stopped/ngspice/trace.csv)" -gt 10 ] && grep -q interrupted stopped/ngspice/stats.json'
check "no worker is left behind" '! pgrep -P $$ -f somn_ngspice_worker >/dev/null'

echo "$passed passed, $failed failed"
[ $failed = 0 ]
