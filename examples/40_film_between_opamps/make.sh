#!/usr/bin/env bash
# The film of this example, as one component and flat: make.sh [BOX] ("46 um": 500 junctions; "450 um": 50 000, component only)
set -eu
cd "$(dirname "$0")"
box=${1:-46 um}
somn generate wires --seed 5 --density "0.1 /um2" --box "$box" --quiet -o film.graphml
somn netlist film.graphml --model tunnel --component film --quiet -o film.lib
[ "$box" = "46 um" ] && somn netlist film.graphml --model tunnel --subckt film_flat --quiet -o flat.lib
sed -i 's| folder="[^"]*"||' film.lib  # beside the deck, wherever that is
rm film.graphml
