#!/usr/bin/env bash
# NetworkX and igraph read our GraphML attribute for attribute, we read theirs; Gephi's rules hold; Graphviz draws ours.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python=python3
"$python" -c 'import igraph, networkx' 2>/dev/null || python=/usr/bin/python3

"$python" "$SOMN_SOURCE_DIR/tests/tools/graph_exchange.py" "$SOMN" "$work"

# A film with every kind of electrode, drawn at its positions and laid out anew, with as many nodes and edges as it has.
"$SOMN" generate wires --seed 1 --box "30 um" --quiet -o "$work/film.graphml"
for electrodes in "" "--electrode source=0,2 --electrode drain=1 --electrode gate=5,6,7"; do
  # shellcheck disable=SC2086
  "$SOMN" import "$work/film.graphml" $electrodes --json --quiet -o "$work/film.dot" >"$work/facts.json"
  for layout in "neato -n" dot; do
    $layout -Tplain "$work/film.dot" >"$work/film.txt" 2>"$work/warnings"
    [ ! -s "$work/warnings" ] || { cat "$work/warnings"; exit 1; }
    [ "$(grep -c '^node' "$work/film.txt")" = "$(sed -n 's/.*"nodes": \([0-9]*\).*/\1/p' "$work/facts.json")" ]
    [ "$(grep -c '^edge' "$work/film.txt")" = "$(sed -n 's/.*"junctions": \([0-9]*\).*/\1/p' "$work/facts.json")" ]
  done
done
[ "$(neato -n -Tplain "$work/film.dot" | grep -c '^node.* gate .*#009e73')" = 3 ]
echo "Graphviz agrees"
