#!/usr/bin/env bash
# The two films of these decks, 570 junctions each, as components and flat: make.sh
# make.sh large: 53 000 junctions each of a hundredth of the conductance, as components only; the decks then run unchanged,
# with the component in place of its flat twin.
set -eu
cd "$(dirname "$0")"
density=0.1 law=()
if [ "${1:-}" = large ]; then
  density=0.97 law=(--set g_on=7.77e-7 --set g_off=7.77e-10 --set a=1.7e-3)
fi
film() {  # name, pins beside source and drain, their places
  somn generate wires --seed 5 --density "$density /um2" --box "46 um" --electrodes points \
    --points "source: 2 um, 23 um; drain: 44 um, 23 um; $3" --quiet -o "$1.graphml"
  somn netlist "$1.graphml" --model tunnel "${law[@]}" --component "$1" --quiet -o "$1.lib"
  sed -i 's| folder="[^"]*"||' "$1.lib"  # beside the deck, wherever that is
  if [ "${#law[@]}" = 0 ]; then
    somn netlist "$1.graphml" --model tunnel --subckt "$1_flat" --quiet -o "$1_flat.lib"
  else
    printf '* the component once more\n.subckt %s_flat source drain %s\nx1 source drain %s %s\n.ends\n' "$1" "$2" "$2" "$1" >"$1_flat.lib"
  fi
  rm "$1.graphml"
}
film film gate "gate: 23 um, 44 um"
pins=() places=()
for x in 8 17 29 38; do
  for y in 6 18 30 42; do
    [ "${#pins[@]}" = 14 ] && break
    pin=$(printf 'e%02d' $((${#pins[@]} + 1)))
    pins+=("$pin") places+=("$pin: $x um, $y um")
  done
done
film film16 "${pins[*]}" "$(IFS=';'; echo "${places[*]}")"
