#!/usr/bin/env bash
# A sweep that is killed again and again ends complete; any number of workers or ranks gives the same index.
set -u
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0 passed=0
check() { if eval "$2"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi; }

printf '# nodes 3 edges 3 source 0 drain 2\n0 1\n1 2\n1 2\n' >few.edges
cat >tiny.toml <<'TOML'
[network]
file = "few.edges"
[model]
name = "vts"
c2c = 0.1
[drive]
kind = "dc"
amplitude = "3 V"
series_resistance = "1 Mohm"
[run]
t_stop = "2 us"
rtol = 1e-3
TOML
cat >sweep.toml <<'TOML'
experiment = "tiny.toml"
[sweep]
grid = { "drive.amplitude" = ["1 V", "2 V", "3 V", "4 V", "5 V"], "model.tau" = ["20 ns", "40 ns"] }
seeds = [1, 2, 3, 4]
TOML

# --- the same for any number of workers and ranks -----------------------------------------------------------------
"$SOMN" sweep sweep.toml -o one -j 1 --quiet || { echo "FAILED: the sweep"; exit 1; }
"$SOMN" sweep sweep.toml -o two -j 2 --quiet
check "two workers give the same index as one" 'cmp one/points.csv two/points.csv'
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
ranks() { mpirun --oversubscribe -n "$@"; }
ranks 2 "$SOMN" sweep sweep.toml -o ranks --quiet
check "and so do two MPI ranks" 'cmp one/points.csv ranks/points.csv'
check "40 runs, each with its folder" '[ "$(tail -n +2 one/points.csv | wc -l)" = 40 ] && [ "$(ls one/points | wc -l)" = 40 ]'
check "a point's folder is that of somn run" '[ -s one/points/3-2/analysis.json ] && [ -s one/points/3-2/ngspice/trace.csv ]'
check "seeds reach the noise" '[ "$(cut -d, -f1,9- one/points.csv | sed -n "/^7,/p" | sort -u | wc -l)" = 4 ]'
"$SOMN" run one/points/3-2/experiment.toml -o again --quiet
check "and repeats from its own experiment.toml" 'cmp -s again/analysis.json one/points/3-2/analysis.json'
check "nothing is left under a temporary name" '[ ! -e one/work ] && [ ! -e ranks/work ] && ! ls one/points | grep -q part'

# --- SIGKILL: the parent, a worker, the simulator below a worker, the parent while ranks work ---------------------
pids() { pgrep -P "$1" 2>/dev/null; }
await_rows() {  # until the index holds N rows
  for _ in $(seq 6000); do [ "$(cat killed/points.csv 2>/dev/null | wc -l)" -gt "$1" ] && return; sleep 0.02; done
}
"$SOMN" sweep sweep.toml -o killed -j 2 --quiet & parent=$!
await_rows 5; kill -KILL $parent; wait $parent 2>/dev/null
first=$(wc -l <killed/points.csv)
"$SOMN" sweep sweep.toml -o killed -j 2 --quiet --resume & parent=$!
await_rows 9; for p in $(pids $parent); do kill -KILL "$p" 2>/dev/null; done
await_rows 12; for p in $(pids $parent); do for simulator in $(pids "$p"); do kill -KILL "$simulator" 2>/dev/null; done; done
await_rows 15; kill -KILL $parent; wait $parent 2>/dev/null
ranks 2 "$SOMN" sweep sweep.toml -o killed --quiet --resume >/dev/null 2>&1 & launcher=$!
await_rows 20; for p in $(pids $launcher); do kill -KILL $(pids "$p" | head -n 1) 2>/dev/null; done; wait $launcher 2>/dev/null  # one rank
ranks 2 "$SOMN" sweep sweep.toml -o killed --quiet --resume >/dev/null 2>&1 & launcher=$!
await_rows 25; kill -KILL $(pids $launcher); wait $launcher 2>/dev/null  # mpirun
cut=$(wc -l <killed/points.csv)
"$SOMN" sweep sweep.toml -o killed -j 2 --quiet --resume
check "after each kill ($first and $cut lines) something was left to do" '[ "$first" -lt 41 ] && [ "$cut" -lt 41 ]'
check "no run is lost, none is there twice" '[ "$(tail -n +2 killed/points.csv | cut -d, -f1,2 | sort -u | wc -l)" = 40 ] && [ "$(wc -l <killed/points.csv)" = 41 ]'
check "and the index is that of a sweep that nobody killed" 'cmp one/points.csv killed/points.csv'
cp killed/points.csv before; "$SOMN" sweep sweep.toml -o killed --quiet --resume
check "nothing is repeated when all is there" 'cmp before killed/points.csv'
sed -i '$d' killed/points.csv; printf '9,4,5 V' >>killed/points.csv
"$SOMN" sweep sweep.toml -o killed --quiet --resume
check "a row that was cut off is written again" 'cmp before killed/points.csv'

# --- failures and time-outs cost their point, Ctrl-C keeps what is there ------------------------------------------
cat >failing.toml <<'TOML'
experiment = "tiny.toml"
[sweep]
list = [ { "drive.amplitude" = "1 V", "network.file" = "few.edges" }, { "drive.amplitude" = "1 V", "network.file" = "none.edges" } ]
TOML
ranks 2 "$SOMN" sweep failing.toml -o over_ranks --quiet 2>err; code=$?
check "over ranks, too (exit $code)" '[ $code = 4 ] && grep -q "1 of 2 runs failed" err'
"$SOMN" sweep failing.toml -o failing --quiet 2>err; code=$?
check "a failed run ends nothing and is said (exit $code)" '[ $code = 4 ] && grep -q "1 of 2 runs failed.*point 1, seed 1.*none.edges" err && grep -q "^0,1,.*,ok," failing/points.csv && grep -q "^1,1,.*,error: .*none.edges" failing/points.csv'
printf '# nodes 3 edges 3 source 0 drain 2\n0 1\n1 2\n1 2\n' >none.edges
"$SOMN" sweep failing.toml -o failing --quiet --resume
check "and is tried again by --resume" 'grep -q "^1,1,.*,ok," failing/points.csv && [ "$(wc -l <failing/points.csv)" = 3 ]'
cat >slow.toml <<'TOML'
experiment = "tiny.toml"
[sweep]
grid = { "run.t_stop" = ["2 us", "10 s"] }
timeout = "5 s"
keep = "none"
TOML
"$SOMN" sweep slow.toml -o slow --quiet
check "a time-out is recorded" 'grep -q "^0,1,.*,ok," slow/points.csv && grep -q "^1,1,.*,error: .*time-out of 5 s" slow/points.csv'
check "keep = none leaves rows only" '[ -z "$(ls slow/points)" ]'
sed -i 's/timeout.*//' slow.toml
"$SOMN" sweep slow.toml -o stopped -j 1 2>err & parent=$!
for _ in $(seq 6000); do [ -s stopped/points.csv ] && break; sleep 0.02; done
child=$(pids $parent); kill -INT $parent; wait $parent; code=$?
check "Ctrl-C: exit 130 (got $code), the finished row stays" '[ $code = 130 ] && grep -q "^0,1,.*,ok," stopped/points.csv && grep -q -- "--resume" err'
check "and no worker goes on" '[ -n "$child" ] && ! kill -0 $child 2>/dev/null'

# --- hysteresis: states are carried on ----------------------------------------------------------------------------
cat >branches.toml <<'TOML'
experiment = "memory.toml"
[sweep]
grid = { "drive.amplitude" = ["0.2 V", "4 V"] }
direction = "both"
TOML
sed 's/name = "vts"/name = "threshold"/; /c2c/d; s/"2 us"/"20 ms"/; s/"1 Mohm"/"1 kohm"/' tiny.toml >memory.toml
"$SOMN" sweep branches.toml -o branches --quiet
current() { python3 -c "
import csv,sys
for r in csv.DictReader(open('branches/points.csv')):
  if r['point'] == '$1': print(r['mean_current_A'])"; }
check "a junction that was set stays so on the way down" 'python3 -c "import sys; sys.exit(0 if $(current 2) > 2 * $(current 0) else 1)"'
check "a run says where it began" 'cmp -s branches/points/1-1/initial_state.csv branches/points/0-1/ngspice/final_state.csv && cmp -s branches/points/2-1/initial_state.csv branches/points/3-1/ngspice/final_state.csv'

# --- a run of a branch that failed and is repaired: what followed it is run again ---------------------------------
sed -i 's/\["0.2 V", "4 V"\]/["0.2 V", "1.5 V", "2 V", "4 V"]/' branches.toml
for keep in all none; do
  echo "keep = \"$keep\"" >>branches.toml
  "$SOMN" sweep branches.toml -o undisturbed.$keep --quiet -j 1
  "$SOMN" sweep branches.toml -o repaired.$keep --quiet -j 1 2>err & parent=$!
  while kill -0 $parent 2>/dev/null; do  # point 2 is killed whenever it runs, until its row says so
    grep -q "^2,1,.*error" repaired.$keep/points.csv 2>/dev/null && break
    for p in $(pids $parent); do grep -aq "work/2-1\." /proc/$p/cmdline 2>/dev/null && kill -KILL $p; done
  done
  wait $parent; code=$?
  check "$keep: exit $code, one run failed" '[ $code = 4 ] && [ "$(grep -c ",ok," repaired.$keep/points.csv)" = 7 ]'
  check "$keep: what follows started elsewhere" '! cmp -s <(cut -d, -f1,2,9- undisturbed.$keep/points.csv | grep -v ^2) <(cut -d, -f1,2,9- repaired.$keep/points.csv | grep -v ^2)'
  "$SOMN" sweep branches.toml -o repaired.$keep --quiet -j 2 --resume; code=$?
  check "$keep: after --resume (exit $code) the index is that of a sweep where nothing failed" '[ $code = 0 ] && cmp undisturbed.$keep/points.csv repaired.$keep/points.csv'
  check "$keep: the runs, too" '[ $keep = none ] || for k in 0 1 2 3 4 5 6 7; do cmp undisturbed.$keep/points/$k-1/analysis.json repaired.$keep/points/$k-1/analysis.json || exit 1; done'
  "$SOMN" sweep branches.toml -o repaired.$keep -j 2 --resume >text
  check "$keep: nothing is run again when all follows" 'grep -q "8 of them before" text'
  sed -i '$d' branches.toml
done

# --- refusals -----------------------------------------------------------------------------------------------------
refuse() {  # WORDS COMMAND...
  local words=$1; shift; "$@" >out 2>err; local code=$?
  if [ $code = 2 ] && grep -qiE "$words" err; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $* -> $code:"; head -5 err; fi
}
refuse "exists.*--resume" "$SOMN" sweep sweep.toml -o one
sed 's/"5 V"/"6 V"/' sweep.toml >other.toml; refuse "changed since this sweep began" "$SOMN" sweep other.toml -o one --resume
sed 's/^1 2$/0 2/' few.edges >changed.edges; cp few.edges kept.edges; cp changed.edges few.edges
refuse "changed since this sweep began" "$SOMN" sweep sweep.toml -o one --resume; cp kept.edges few.edges
check "put back it goes on" '"$SOMN" sweep sweep.toml -o one --resume --quiet'
mkdir full; touch full/x; refuse "not made by somn" "$SOMN" sweep sweep.toml -o full --force; refuse "something else than a sweep" "$SOMN" sweep sweep.toml -o full --resume
sed 's/drive.amplitude/drive.amplitud/' sweep.toml >typo.toml; refuse "did you mean 'amplitude'" "$SOMN" sweep typo.toml -o typo
sed 's/seeds/seed/' sweep.toml >typo.toml; refuse "did you mean 'seeds'" "$SOMN" sweep typo.toml -o typo
refuse "exists" ranks 2 "$SOMN" sweep sweep.toml -o one
check "--dry-run lists the points" '[ "$("$SOMN" sweep sweep.toml --dry-run 2>/dev/null | wc -l)" = 11 ]'

echo "$passed passed, $failed failed"
[ $failed = 0 ]
