#!/usr/bin/env bash
# `somn netlist --drive`: voltages and currents, in the deck and in what plain ngspice makes of it; refusals.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo "codemodel $SOMN_BUILD_DIR/lib/somn.cm" >.spiceinit
says() { grep -qxF -- "$2" "$1" || { echo "expected in $1: $2"; cat "$1"; exit 1; }; }
refused() {  # words that the message holds, then the drive
  local code=0
  "$SOMN" netlist film.edges --drive "$2" --t-stop 1ms -o refused.cir 2>err || code=$?
  [ "$code" = 2 ] && grep -qF -- "$1" err || { echo "exit code $code of --drive $2"; cat err; exit 1; }
  [ ! -e refused.cir ]
}
deck() { "$SOMN" netlist film.edges --model threshold --drive "$1" --t-stop 1ms --record source,nodes:0 --quiet -o deck.cir; }

printf '# nodes 3 edges 2 source 0 drain 2\n0 1\n1 2\n' >film.edges
deck dc:1V && says deck.cir 'v_drive n0 0 dc 1'
deck sine:1uA,5kHz && says deck.cir 'i_drive 0 drive dc 0 sin(0 1e-06 5000)' && says deck.cir 'v_drive n0 drive dc 0'
deck triangle:-1mA,0.5Hz && says deck.cir 'i_drive 0 drive dc 0 pwl(0 0 0.5 -0.001 1.5 0.001)'

# 0.25 uA through two fresh junctions of 1 uS, below the threshold: 0.5 V at the source
deck dc:0.25uA && says deck.cir 'i_drive 0 drive dc 2.5e-07'
sed -i 's/^\.print.*/.print tran i(v_drive) v(n0)/' deck.cir
HOME=$work ngspice -b deck.cir >log 2>&1
awk '$1 == "10" { found = 1; i = -$3; v = $4 } END { exit !(found && i > 2.4999e-7 && i < 2.5001e-7 && v > 0.4999 && v < 0.5001) }' log ||
  { echo "not 0.25 uA and 0.5 V:"; tail -20 log; exit 1; }

refused "wrong unit 'ohm'" dc:1ohm
refused 'an amplitude in V or A' 1uA
refused 'an amplitude in V or A' sine:1uA
echo "netlist does what it says"

# Symbols of a subcircuit: every pin once, in the order of its line
printf '# nodes 3 edges 2 source 0 drain 2\n0 1\n1 2\n' >film.edges
for kind in --component --subckt; do
  "$SOMN" netlist film.edges --model threshold --set ground_capacitance=1fF $kind film --symbol kicad -o film.lib --quiet
  "$SOMN" netlist film.edges --model threshold --set ground_capacitance=1fF $kind film --symbol xschem -o film.lib --quiet
  says film.lib '.subckt film source drain substrate params: m=1'
  python3 - <<'PY' || exit 1
import re
kicad, xschem = open("film.kicad_sym").read(), open("film.sym").read()
assert kicad.count("(") == kicad.count(")"), kicad
assert re.findall(r'\(pin passive line .*?\(name "(\w+)".*?\(number "(\d)"', kicad) == [("source", "1"), ("drain", "2"), ("substrate", "3")], kicad
assert '"Sim.Pins" "1=source 2=drain 3=substrate"' in kicad and '"Sim.Library" "film.lib"' in kicad and '"Spice_Node_Sequence" "1 2 3"' in kicad, kicad
places = [(float(x), float(y)) for x, y in re.findall(r"\(pin passive line \(at (\S+) (\S+)", kicad)]
assert len(set(places)) == 3 and all(abs(v / 1.27 - round(v / 1.27)) < 1e-6 for p in places for v in p), places
assert re.findall(r"^B 5 .*\{name=(\w+) dir=inout\}", xschem, re.M) == ["source", "drain", "substrate"], xschem
assert 'format="@name @pinlist @symname m=@m"' in xschem, xschem
PY
  rm -f film.kicad_sym film.sym film.lib film.somn
done
code=0
"$SOMN" netlist film.edges --drive dc:1V --t-stop 1ms --symbol kicad -o deck2.cir 2>err || code=$?
[ "$code" = 2 ] && grep -qF 'a subcircuit has pins' err && [ ! -e deck2.cir ] || { cat err; exit 1; }
code=0
"$SOMN" netlist film.edges --subckt film --symbol kicat -o film.lib 2>err || code=$?
[ "$code" = 2 ] && grep -qF "did you mean 'kicad'" err && [ ! -e film.lib ] || { cat err; exit 1; }
