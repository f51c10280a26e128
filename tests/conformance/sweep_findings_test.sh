#!/usr/bin/env bash
# From a sweep with findings to the page of results, without a script: measured columns, other seeds, more seeds later.
set -u
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0 passed=0
check() { if eval "$2"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi; }
refuse() { local word=$1; shift; "$@" >refusal.out 2>refusal.err; check "refused: $word" '[ $? -ne 0 ] && grep -q "$word" refusal.err'; }

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
[run]
engine = "native"
t_stop = "2 us"
rtol = 1e-3
TOML
cat >sweep.toml <<'TOML'
title = "A small | network"
experiment = "tiny.toml"
[sweep]
grid = { "drive.amplitude" = ["0.5 V", "3 V"] }
seeds = [1, 2]
[measures]
window = "/junction_events/window_s"
absent = "/network_spikes/times_s/100000"
[[figure]]
name = "rates"
x = "drive.amplitude"
y = ["rate_Hz", "window"]
[[finding]]
name = "nothing happens below the threshold"
claim = "spikes"
published = "none"
measure = "rate_Hz"
where = { "drive.amplitude" = "0.5 V" }
expected = [0, 0]
[[finding]]
name = "the window is half of the record"
measure = "window"
expected = [0.9e-6, 1.1e-6]
[[finding]]
name = "what is not there"
measure = "absent"
expected = [0, 1]
TOML

"$SOMN" sweep sweep.toml -o out --seeds 5-7 >text || { echo "FAILED: the sweep"; exit 1; }
check "each finding has its verdict" 'grep -q "below the threshold: holds" text && grep -q "what is not there: no number" text'
check "a figure has a row for every panel and point, its picture" '[ "$(tail -n +2 out/figures/rates.csv | cut -d, -f1,2,4 | tr "\n" " ")" = "rate_Hz,0,0.5 rate_Hz,0,3 window,0,0.5 window,0,3 " ] && grep -q "</svg>" out/figures/rates.svg'
check "seeds are those of the command" '[ "$(tail -n +2 out/points.csv | cut -d, -f2 | sort -u | tr "\n" " ")" = "5 6 7 " ]'
check "measures are columns" 'head -1 out/points.csv | grep -q "window,absent$"'
"$SOMN" sweep sweep.toml -o out --seeds 5-8 --resume >text || echo "FAILED: more seeds"
check "seeds can be added" 'grep -q "8 of 8 runs finished (6 of them before)" text && grep -q "4 seeds" text'
sed -i 's/expected = \[0, 0\]/expected = [1, 2]/' sweep.toml
"$SOMN" sweep sweep.toml -o out --seeds 5-8 --resume >text
check "a finding may change, no run is repeated" 'grep -q "threshold: fails" text && grep -q "(8 of them before)" text'
"$SOMN" report out --quiet && "$SOMN" results out -o results.md
check "the page has claim, command, verdict" 'grep -q "| spikes | none | 0 |" results.md && grep -q -- "--seeds 5-8" results.md && grep -q "\*\*fails\*\*" results.md'
sed -i 's/expected = \[1, 2\]/expected = [1, 2]\nreason = "theory"\npublished_value = [5, 6]/; s/^title/frozen = "1a2b3c4"\ntitle/' sweep.toml
"$SOMN" sweep sweep.toml -o out --seeds 5-8 --resume >text && "$SOMN" results out -o results.md
check "the second verdict, its reason, the commit of the ranges" 'grep -q "| theory | \*\*fails\*\* | \*\*no\*\* |" results.md && grep -q "commit .1a2b3c4." results.md && grep -q "agrees *no" text'
check "the others cannot be compared" '[ "$(grep -c "| not comparable |" results.md)" = 2 ]'

cannot() { local word=$1; sed "s/^expected = \[1, 2\]/$2/" sweep.toml >other.toml; "$SOMN" sweep other.toml --dry-run >refusal.out 2>refusal.err; check "a dry run refuses what $word" 'grep -q "$word" refusal.err'; }
cannot "admits values that it cannot take" 'expected = [-1, 2]'
cannot "holds its null" 'expected = [0, 2]\nnull = [0, 0]'
cannot "cannot hold" 'expected = [0, 0.1]\nshare = [0, 0]'  # two seeds
"$SOMN" sweep other.toml --dry-run >/dev/null 2>&1; check "with exit code 2" '[ $? -eq 2 ]'
"$SOMN" sweep other.toml -o warned --quiet >/dev/null 2>refusal.err; check "a sweep that runs says so and runs" '[ -s warned/findings.json ] && grep -q "cannot hold" refusal.err'
check "no folder of this machine in what is kept" '! grep -q "$work" results.md out/sweep.json out/findings.json'

sed 's,/network_spikes,network_spikes,' sweep.toml >other.toml; refuse "not a JSON pointer" "$SOMN" sweep other.toml -o other
sed 's,where = { "drive.amplitude",where = { "drive.amplitud",' sweep.toml >other.toml; refuse "drive.amplitude" "$SOMN" sweep other.toml -o other
sed 's,window = ,fano = ,' sweep.toml >other.toml; refuse "name of another column" "$SOMN" sweep other.toml -o other
sed 's,x = "drive.amplitude",x = "nothing",' sweep.toml >other.toml; "$SOMN" sweep other.toml -o other3 >/dev/null 2>err
check "a figure that cannot be drawn loses nothing and says why" '[ -s other3/findings.csv ] && grep -q "column that does not exist" err'
refuse "backwards" "$SOMN" sweep sweep.toml -o other2 --seeds 7-5
refuse "findings.json" "$SOMN" results .
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
