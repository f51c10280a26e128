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
