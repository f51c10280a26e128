#!/usr/bin/env bash
# Synapses among threshold switches, spread, gap dependence: the network in the run folder says all, and runs again.
set -u
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0 passed=0
check() { if eval "$2"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi; }

cat >run.toml <<'TOML'
[network]
ensemble = "discs"
seed = 3
coverage = 0.5
box = "300 nm"
[model]
name = "vts"
spread = { v_set = "10 %", tau = { width = "5 %", distribution = "normal" } }
gap_dependence = { r_off = "0.5 /nm" }
[mixture.synapse]
fraction = 0.2
beta = 1e6
[drive]
kind = "dc"
amplitude = "6 V"
series_resistance = "1 Mohm"
[run]
t_stop = "2 us"
t_sample = "10 ns"
TOML
"$SOMN" run run.toml -o first --quiet || { echo "FAILED: the run"; exit 1; }
"$SOMN" run first/experiment.toml -o second --quiet
check "the ensemble again gives the same network and trace" 'cmp -s first/network.graphml second/network.graphml && cmp -s first/ngspice/trace.csv second/ngspice/trace.csv'

python3 - <<'PY'
import re
text = open("run.toml").read()
text = re.sub(r'\[network\].*?\[model\]', '[network]\nfile = "first/network.graphml"\n[model]', text, flags=re.S)
for line in ("spread", "gap_dependence", "fraction"): text = re.sub(rf"^{line}.*\n", "", text, flags=re.M)
open("file.toml", "w").write(text)
PY
"$SOMN" run file.toml -o third --quiet
check "so does its network file with the parameters alone" 'cmp -s first/ngspice/trace.csv third/ngspice/trace.csv && cmp -s first/ngspice/events.csv third/ngspice/events.csv'
"$SOMN" run third/experiment.toml -o fourth --quiet
check "and the folder of that run" 'cmp -s third/network.graphml fourth/network.graphml && cmp -s third/ngspice/trace.csv fourth/ngspice/trace.csv'
check "a fifth of the junctions are synapses; each event lies in its own law's band" 'python3 - <<PY
import csv, re
laws = re.findall(r">(vts|synapse)</data></edge>", open("first/network.graphml").read())
assert len(laws) > 20 and abs(laws.count("synapse") / len(laws) - 0.2) <= 0.5 / len(laws), (laws.count("synapse"), len(laws))
events = list(csv.DictReader(open("first/ngspice/events.csv")))
assert events
for e in events:
    g_on = 1e-3 if laws[int(e["junction"])] == "synapse" else 1e-4
    assert abs(float(e["delta_g_S"])) <= g_on
deck = open("first/ngspice/deck.cir").read()
assert "somn_synapse" in deck and "somn_vts" in deck and 1 < deck.count(".model") <= 256
PY'

"$SOMN" netlist first/network.graphml --drive dc:1V --t-stop 1us --set mixture.synapse.beta=1e6 -o - --quiet >mixed.cir
check "somn netlist keeps the laws of the network" 'grep -q "somn_synapse(.*beta=1e+06" mixed.cir'
"$SOMN" generate wires --box "20 um" --density "0.3 /um2" --seed 2 -o film.graphml --quiet
"$SOMN" netlist film.graphml --mix synapse=0.3 --set spread.v_set=5% --drive dc:1V --t-stop 1us -o mix.cir --quiet
check "and draws them where asked" 'python3 - <<PY
import re
deck = open("mix.cir").read()
law = dict(re.findall(r"^\.model (j\d+) somn_(\w+)", deck, re.M))
kinds = [law[m] for m in re.findall(r"^a\d+ .* (j\d+)$", deck, re.M)]
assert abs(kinds.count("synapse") / len(kinds) - 0.3) < 0.01, kinds.count("synapse") / len(kinds)
assert len(law) > 50
PY'
"$SOMN" netlist first/network.graphml --mix synapse=0.3 --drive dc:1V --t-stop 1us -o bad.cir 2>err; code=$?
check "a fraction against the network's own laws is refused" '[ $code = 2 ] && grep -q "have their laws already" err && [ ! -e bad.cir ]'
echo "$passed passed, $failed failed"
[ $failed = 0 ]
