#!/usr/bin/env bash
# A native run that is killed at random moments (SIGKILL and SIGINT) and resumed gives the same bytes as one that was left alone;
# engine "both" agrees with itself; bad input is told.
set -u
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
passed=0 failed=0
check() { if eval "$2"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi; }
experiment() {  # LAW METHOD DRIVE T_STOP DT JUNCTION STATES
  cat <<TOML
[network]
ensemble = "wires"
seed = 2
density = "0.1 /um2"
box = "40 um"
[model]
name = "$1"
$6
[drive]
$3
[run]
engine = "native"
method = "$2"
t_stop = "$4"
t_sample = "$5"
checkpoint = "20 ms"
record = ["source", "events", "${7:-states:4}", "nodes:3"]
[output]
formats = ["csv", "hdf5", "raw"]
TOML
}
experiment tunnel euler 'amplitude = "1.8 V"' "100 s" "1 ms" "" >euler.toml
experiment vts adaptive $'amplitude = "9 V"\nseries_resistance = "1 Mohm"' "20 us" "10 ns" "c2c = 0.1" >adaptive.toml
experiment vts trapezoid $'amplitude = "9 V"\nseries_resistance = "1 Mohm"' "6 us" "1 ns" "noise = 2" >trapezoid.toml
experiment tunnel adaptive $'kind = "triangle"\nfrequency = "0.5 Hz"\namplitude = "2 V"' "60 s" "10 ms" "" states:all >states.toml
stamp() { stat -c %y "$1" 2>/dev/null; }
stopped_after_saving() {  # SIGNAL WAIT FOLDER COMMAND...: starts it, waits for a new check point, then WAIT s, then sends SIGNAL
  local signal=$1 wait=$2 file=$3.checkpoint; shift 3
  local before; before=$(stamp "$file")
  "$@" 2>/dev/null & local pid=$!
  while kill -0 $pid 2>/dev/null && [ "$(stamp "$file")" = "$before" ]; do sleep 0.005; done
  sleep "$wait"
  kill "-$signal" $pid 2>/dev/null; wait $pid 2>/dev/null
  [ -e "$file" ]
}
RANDOM=7
for name in euler adaptive trapezoid states; do
  "$SOMN" run $name.toml -o $name.whole --quiet || exit 1
  check "$name: no check point is left" "! ls $name.whole.checkpoint* 2>/dev/null"
  saved=0 n=0
  while [ $n -lt 20 ] && [ $saved -lt 3 ]; do
    n=$((n + 1))
    [ -e $name.cut.checkpoint ] || rm -rf $name.cut  # a run that ended before its signal came
    wait=0.$(printf %03d $((saved * RANDOM % 100)))
    stopped_after_saving $([ $((n % 2)) = 0 ] && echo INT || echo KILL) $wait $name.cut "$SOMN" run $name.toml -o $name.cut --resume --quiet &&
      saved=$((saved + 1))
  done
  [ -e $name.cut.checkpoint ] && "$SOMN" run $name.toml -o $name.cut --resume --quiet
  check "$name: stopped $n times, a check point after $saved" "[ $saved -ge 1 ]"
  for file in trace.csv trace.raw events.csv final_state.csv film.h5; do
    check "$name: $file after $n stops" "cmp -s $name.whole/native/$file $name.cut/native/$file"
  done
done
rm -rf ./*.part*

# an interrupted run with all states keeps what it has, beside its check point; without its rows it says so
if stopped_after_saving INT 0.1 stopped "$SOMN" run states.toml -o stopped --quiet; then
  rows=$(($(wc -l <stopped/native/trace.csv) - 1))
  check "$rows rows of an interrupted run are those of the whole" \
    "[ $rows -gt 10 ] && head -n $rows stopped/native/trace.csv | cmp -s - <(head -n $rows states.whole/native/trace.csv)"
  truncate -s 100 stopped.checkpoint.rows
  check "rows that are missing" "'$SOMN' run states.toml -o stopped --resume 2>&1 | grep -q 'check point are missing'"
fi

# check points of another experiment are refused, damaged ones too
if stopped_after_saving KILL 0 other "$SOMN" run adaptive.toml -o other --quiet; then
  for key in drive.amplitude=8 drive.series_resistance=2e6 model.c2c=0.2 network.seed=3 run.t_stop='"30 us"' 'run.record=["source"]'; do
    check "$key" "'$SOMN' run adaptive.toml -o other --resume --set '$key' 2>&1 | grep -qF \"\$(cut -d= -f1 <<<'$key') was\""
  done
  check "the check point is still there" "[ -e other.checkpoint ] && [ ! -e other ]"
  head -c 2000 other.checkpoint >cut && mv cut other.checkpoint
  check "a damaged check point" "'$SOMN' run adaptive.toml -o other --resume 2>&1 | grep -q 'check point is damaged'"
fi
# every part of a pulse, and a folder that is complete
cat >pulse.toml <<'TOML'
[network]
ensemble = "wires"
seed = 1
[model]
name = "vts"
[drive]
kind = "pulse"
amplitude = "9 V"
width = "1 us"
period = "2 us"
series_resistance = "1 Mohm"
[run]
engine = "native"
t_stop = "200 us"
t_sample = "10 ns"
checkpoint = "100 ms"
TOML
stopped_after_saving KILL 0 pulse "$SOMN" run pulse.toml -o pulse --quiet
for key in width="\"1.1 us\"" period="\"3 us\"" rise="\"10 ns\"" fall="\"10 ns\"" delay="\"1 us\"" base="\"1 V\"" amplitude="\"8 V\"" series_resistance="\"2 Mohm\""; do
  out=$("$SOMN" run pulse.toml -o pulse --resume --set "drive.$key" 2>&1); code=$?
  check "pulse, $key: exit $code, $out" '[ $code = 2 ] && grep -q "drive.${key%%=*} was .* and is " <<<"$out"'
done
"$SOMN" run euler.toml -o complete --quiet --set run.t_stop='"1 s"'
out=$("$SOMN" run euler.toml -o complete --quiet --resume --set run.t_stop='"1 s"' --set drive.amplitude=2 2>&1); code=$?
check "a complete folder of another experiment: exit $code, $out" '[ $code = 2 ] && grep -q "drive.amplitude was 1.8 V and is 2 V" <<<"$out"'
"$SOMN" run euler.toml -o complete --quiet --resume --set run.t_stop='"1 s"'; code=$?
check "a complete folder of the same: exit $code" '[ $code = 0 ]'

refused() {  # SETTING TEXT
  local out; out=$("$SOMN" run euler.toml -o refused --set "$1" 2>&1); local code=$?
  check "$1: exit $code, $out" "[ $code = 2 ] && grep -q \"$2\" <<<'${out//\'/}' && [ ! -e refused ]"
}
refused 'model.v_set="nan V"' "not a quantity"
refused 'run.t_stop="0 s"' "(0, inf) s"
refused 'run.dt="130 s"' "dt above t_stop"
refused 'run.rtol=1e-30' "1e-15, 0.1"
refused 'run.method="eulr"' "did you mean"
refused 'run.engine="both"' "native engine"
refused 'network.source=[0]' "one electrode of two"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
