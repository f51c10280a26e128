#!/usr/bin/env bash
# Output into a full device: every command and format says so in one sentence and ends with another code than 0.
set -u
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
[ -c /dev/full ] || { echo "no /dev/full here"; exit 0; }
failed=0 passed=0
full() {
  local said code
  said=$({ timeout 120 "$SOMN" "$@" >/dev/full; } 2>&1 </dev/null); code=$?
  if [ "$code" -ne 0 ] && [ "$code" -lt 64 ] && grep -q "cannot write\|No space left" <<<"$said"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1)); echo "FAILED: somn $* ends with $code and says \"$said\""
  fi
}
{ echo time_s,unit,value; for k in $(seq 200); do echo "$((k * k % 977)),u$((k % 2)),$((k * k % 17 + 1))"; done | sort -n -u -t, -k1,1; } >t.csv
{ echo time_s,x,y; for k in $(seq 300); do echo "$k,$((k * k % 17)),$((k * k * k % 13))"; done; } >s.csv
{ echo dt_s,delta; for k in $(seq 60); do echo "$((k - 30)),$((k % 7))"; done; } >p.csv
{ echo value; for k in $(seq 200); do echo $((k * k % 17 + 1)); done; } >v.csv
"$SOMN" generate lattice --size 6 --electrodes bus -o net.graphml --quiet || exit 1
"$SOMN" generate wires --seed 1 -o film.graphml --quiet || exit 1
cat >run.toml <<'TOML'
[network]
file = "net.graphml"
[model]
name = "threshold"
[drive]
kind = "sine"
amplitude = "3 V"
frequency = "100 Hz"
[run]
engine = "native"
t_stop = "20 ms"
t_sample = "0.1 ms"
TOML
cat >sweep.toml <<'TOML'
experiment = "run.toml"
[sweep]
grid = { "drive.amplitude" = ["2 V", "3 V"] }
seeds = [1]
TOML
full --help; full --version; full run --help
full models; full models --json; full models vts
for format in graphml edges csv dot; do full generate lattice --size 6 --electrodes bus -o - --format $format --quiet; done
full generate lattice --size 6 --electrodes bus -o x.graphml --json --quiet
full import net.graphml -o - --quiet
full inspect net.graphml; full inspect net.graphml --json
full netlist net.graphml --model threshold --drive dc:1V --t-stop 1ms -o - --quiet
full run run.toml -o r1; full run run.toml -o r2 --json
[ -s r1/analysis.json ] && [ -s r2/analysis.json ] || { failed=$((failed + 1)); echo "FAILED: the results of a run go with its summary"; }
full sweep sweep.toml -o never --dry-run; full sweep sweep.toml -o s1; full sweep sweep.toml -o s2 --json
full report r1; full report s1
full compare r1 r2; full compare r1 r2 --json
full adiabatic net.graphml --avalanches 20 -o -
full percolation lattice --help
for json in "" --json; do
  full analyse events s.csv --column x $json
  full analyse isi t.csv $json; full analyse bursts t.csv $json; full analyse pairs t.csv $json; full analyse avalanches t.csv $json
  full analyse acf s.csv --column x $json; full analyse branching v.csv $json; full analyse spectrum s.csv --column x $json
  full analyse modality v.csv $json; full analyse synchrony s.csv $json; full analyse powerlaw v.csv $json
done
echo "$passed passed, $failed failed"
exit $((failed > 0))
