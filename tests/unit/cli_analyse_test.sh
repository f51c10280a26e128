#!/usr/bin/env bash
# `somn analyse`: what its options promise, on files small enough to count by hand.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
number() {  # value of a key of the JSON, then the arguments
  local path=$1
  shift
  "$SOMN" analyse "$@" --json | python3 -c 'import functools, json, sys
print(functools.reduce(lambda j, k: j[int(k) if k.isdigit() else k], sys.argv[1].split("."), json.load(sys.stdin)))' "$path"
}
is() {  # expected, then as number
  local expected=$1
  shift
  local got
  got=$(number "$@")
  [ "$got" = "$expected" ] || { echo "somn analyse ${*:2}: $1 is $got, not $expected"; exit 1; }
}

# an event on the very end of the record is in the record
printf 'time_s\n0\n1\n2\n4\n' >events.csv
is 4 n_events isi events.csv --t-start 0 --t-stop 4
is 4 n_events isi events.csv --segments 1.5,2.5
is 2 n isi events.csv --segments 1.5,2.5
