#!/bin/bash
# Files that nobody should have to read: every subcommand answers (0) or refuses (2) with a sentence, and says which.
set -uo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
: > empty.csv
printf 'value\n' > header.csv
printf 'value\n7\n' > one.csv
printf 'value\n3\n3\n3\n3\n3\n3\n3\n3\n3\n3\n3\n3\n' > equal.csv
printf 'value\n0\n0\n0\n1\n2\n' > zeros.csv
printf 'value\n1\n-2\n3\n' > negative.csv
printf 'value\n1\nnan\n3\n' > nan.csv
printf 'value\n1\n\n3\n,\n' > ragged.csv
printf 'value\n1e300\n1e-300\n5\n1e308\n2\n8\n9\n4\n3\n6\n' > huge.csv
printf 'value\n9007199254740993\n18014398509481985\n2\n3\n' > beyond.csv
printf 'value\r\n1\r\n2\r\n3\r\n4\r\n' > windows.csv
printf 'time_s\n0.5\n0.5\n0.5\n1\n2\n1e300\n' > times.csv
printf 'time_s\n-1\n2\ninf\n' > infinite.csv
printf 'time_s,train\n0.1,a\n0.2,b\n' > pair.csv
printf 'time_s,x,y\n0,1,1\n1,1,1\n2,1,1\n3,1,1\n4,1,1\n5,1,1\n6,1,1\n7,1,1\n8,1,1\n' > constant.csv
printf '\x1f\x8bgarbage\n' > packed.csv
printf '1\n2\n3\n' > headless.csv
head -c 3000 /dev/urandom > noise.csv
printf '\xef\xbb\xbf"value"\n"1"\n"2"\n3' > quoted.csv
printf 'value,value\n1,2\n3,4\n' > twice.csv
printf 'value\n1,5\n2,5\n' > comma.csv
python3 -c 'print("time_s"); [print(k * 1e-300) for k in range(100)]' > tiny.csv
python3 -c 'print("time_s\n" + "-1e308\n1e308\n" * 50)' > swing.csv
python3 -c 'print("value\n" + "5\n" * 99 + "6")' > almost.csv
mkdir folder.csv
failed=0
for file in *.csv; do
  for command in "powerlaw" "powerlaw --continuous" "powerlaw --xmax search" isi bursts "bursts --method logisi" "bursts --method poisson-surprise" "bursts --method rank-surprise" "bursts --method cma" \
    "bursts --method isi-rank" pairs avalanches "avalanches --gap mean" acf "acf --detrend linear" "acf --events" "spectrum --sample-step 1" branching modality "modality --log" stdp synchrony events regime; do
    read -ra words <<< "$command"
    timeout 200 "$SOMN" analyse "${words[0]}" "$file" "${words[@]:1}" --json > out.json 2> err.txt < /dev/null
    code=$?
    if [ $code -ne 0 ] && [ $code -ne 2 ]; then
      echo "$command $file: exit code $code: $(head -c 300 err.txt)"
      failed=1
    elif [ $code -eq 2 ] && [ "$(wc -c < err.txt)" -lt 20 ]; then
      echo "$command $file: refused without a sentence"
      failed=1
    elif [ $code -eq 0 ] && ! python3 -c 'import json, sys; json.load(open("out.json"))' 2> /dev/null; then
      echo "$command $file: not JSON"
      failed=1
    fi
  done
done
# What must be refused, and what must be understood.
expect() {
  local wanted=$1
  shift
  "$SOMN" analyse "$@" > /dev/null 2> err.txt
  local code=$?
  [ $code -eq "$wanted" ] || { echo "somn analyse $*: exit code $code, expected $wanted: $(cat err.txt)"; failed=1; }
}
expect 2 powerlaw empty.csv
expect 2 powerlaw negative.csv
expect 2 powerlaw nan.csv
expect 2 powerlaw beyond.csv --discrete
expect 0 powerlaw beyond.csv
expect 0 powerlaw windows.csv
expect 0 powerlaw zeros.csv
expect 2 powerlaw headless.csv
expect 2 powerlaw packed.csv
expect 2 powerlaw one.csv --column valeu
grep -q 'value' err.txt || { echo "a wrong column is answered without the right one: $(cat err.txt)"; failed=1; }
expect 2 isi infinite.csv
expect 2 isi swing.csv
expect 0 isi tiny.csv
expect 0 powerlaw quoted.csv
expect 0 powerlaw comma.csv  # one column: a decimal comma
expect 2 powerlaw folder.csv
expect 2 powerlaw twice.csv
grep -q 'same name' err.txt || { echo "a column of the same name is taken silently: $(cat err.txt)"; failed=1; }
"$SOMN" analyse powerlaw zeros.csv --json | grep -q '"n_zero_dropped": 3' || { echo "zeros dropped silently"; failed=1; }
exit $failed
