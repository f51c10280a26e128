#!/usr/bin/env bash
# `somn import`: formats, electrodes of any number and name, what is left out, and clear refusals.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
says() { grep -qF -- "$2" "$1" || { echo "expected in $1: $2"; cat "$1"; exit 1; }; }
refused() {  # words that the message holds, then the arguments
  local expected=$1 code=0
  shift
  "$SOMN" import "$@" >out 2>err || code=$?
  [ "$code" = 2 ] || { echo "exit code $code of: import $*"; cat err; exit 1; }
  says err "$expected"
}

printf 'u,v,gap_m,law\n0,1,1e-9,vts\n1,2,2e-9,vts\n3,1,3e-9,tunnel\n4,5,1e-9,vts\n' >film.csv

# three terminals, one of two nodes, through every format that holds them and through pipes
"$SOMN" import film.csv --electrode left=0 --electrode right=3,2 --electrode gate=1 --json -o a.graphml >facts 2>said
says facts '"nodes": 6'
says facts '"junctions": 4'
says facts '"resistors": 0'
says facts '"spanning": false'
says facts '"left_out": []'
tr -d ' \n' <facts | grep -qF '"electrodes":{"gate":[1],"left":[0],"right":[2,3]}'
says said 'no electrodes source and drain'
"$SOMN" import a.graphml --quiet -o b.csv
"$SOMN" import - --input-format csv --quiet --format graphml -o - <b.csv | cmp - a.graphml
"$SOMN" import b.csv --quiet -o - --format csv | cmp - b.csv
says b.csv '# electrode right 2 3'
"$SOMN" import b.csv --source 0 --drain 2,3 --electrode gate=1 --json --quiet -o c.graphml |
  tr -d ' \n' | grep -qF '"electrodes":{"drain":[2,3],"gate":[1],"source":[0]},"spanning":true'

# what is left out is said, what would change the circuit is refused
"$SOMN" import film.csv --source 0 --drain 2 -o d.edges 2>said
says said '-> d.edges without gap_m, law'
refused 'electrode gate' b.csv -o e.edges
refused 'GraphML' b.csv -o e.edges
[ ! -e e.edges ]
"$SOMN" import b.csv --quiet -o e.gv
says e.gv 'electrode="gate"'
refused 'not read from it' e.gv -o f.graphml

refused 'does not exist' film.csv --electrode a=0 --electrode b=99 -o f.graphml
refused 'no path between electrodes' film.csv --electrode a=0 --electrode b=2 --electrode c=4 -o f.graphml
refused 'already' film.csv --electrode a=0 --electrode b=0 -o f.graphml
refused 'named twice' film.csv --electrode a=0 --electrode a=2 -o f.graphml
refused 'named twice' film.csv --source 0 --drain 2 --electrode source=1 -o f.graphml
refused 'NAME=NODE' film.csv --electrode 0,2 -o f.graphml
refused 'NAME=NODE' film.csv --electrode 'a b=0' -o f.graphml
refused 'a=-1' film.csv --electrode a=-1 --electrode b=2 -o f.graphml
refused 'a=0,' film.csv --electrode a=0, --electrode b=2 -o f.graphml
refused '.graphml, .edges, .csv, .dot, .gv' film.csv -o f.net
printf 'u,v,gap_m\n0,1,1e-9\n1,2,thin\n' >bad.csv
refused 'bad.csv:3:5' bad.csv -o f.graphml
[ ! -e f.graphml ]
echo "import does what it says"
