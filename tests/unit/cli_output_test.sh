#!/usr/bin/env bash
# --force replaces what somn made and nothing else; nothing that appears meanwhile is replaced; two commands never share a
# name; results come before pictures.
set -u
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0 passed=0
check() { if eval "$2"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi; }
printf '# nodes 3 edges 3 source 0 drain 2\n0 1\n1 2\n1 2\n' >few.edges
cat >tiny.toml <<'TOML'
[network]
file = "few.edges"
[model]
name = "threshold"
[drive]
kind = "triangle"
amplitude = "3 V"
frequency = "50 Hz"
[run]
engine = "native"
t_stop = "20 ms"
TOML
cat >sweep.toml <<'TOML'
experiment = "tiny.toml"
[sweep]
grid = { "drive.amplitude" = ["1 V", "2 V"] }
TOML
run() { "$SOMN" run tiny.toml --quiet "$@"; }
sweep() { "$SOMN" sweep sweep.toml --quiet -j 1 "$@"; }
curves() { "$SOMN" percolation lattice --sizes 4,8 --samples 20 --quiet "$@"; }

for command in run sweep curves; do
  # --- somebody's folder, file, folder of results with something of somebody's in it
  mkdir -p thesis/deep; echo mine >thesis/deep/chapter.tex; echo mine >file
  $command -o thesis --force 2>err; code=$?
  check "$command --force: a foreign folder (exit $code)" '[ $code = 2 ] && grep -q "not made by somn" err && [ "$(cat thesis/deep/chapter.tex)" = mine ]'
  $command -o file --force 2>err; code=$?
  check "$command --force: a file (exit $code)" '[ $code = 2 ] && [ "$(cat file)" = mine ]'
  for name in . ./ .. / /tmp/.. "$work" "$HOME"; do
    $command -o "$name" --force >/dev/null 2>err; code=$?
    check "$command -o '$name' --force: exit $code, $(cat err)" '[ $code = 2 ] && [ -e tiny.toml ]'
  done
  $command -o out; code=$?
  check "$command: exit $code" '[ $code = 0 ] && [ -s out/.somn ]'
  $command -o out 2>err; code=$?
  check "$command: refused where it exists (exit $code)" '[ $code = 2 ] && grep -q -- "exists.*--force" err'
  inner=$(find out -mindepth 1 -type d | head -n 1); inner=${inner:-out}
  echo mine >"$inner/notes.txt"
  $command -o out --force 2>err; code=$?
  check "$command --force: notes among the results (exit $code)" '[ $code = 2 ] && grep -q notes.txt err && [ "$(cat "$inner/notes.txt")" = mine ]'
  rm "$inner/notes.txt"
  $command -o out --force; code=$?
  check "$command --force: its own folder (exit $code)" '[ $code = 0 ] && [ -s out/.somn ]'
  mkdir empty; $command -o empty --force; check "$command --force: an empty folder" '[ -s empty/.somn ]'
  ln -s out link; $command -o link --force; check "$command --force: through a link" '[ -L link ] && [ -s out/.somn ]'
  mv out kept; ln -s nowhere out; $command -o out --force 2>/dev/null; check "$command: a dangling link" '[ -L out ] && [ ! -e nowhere ]'
  mkdir -p out.part1; echo mine >out.part1/mine; rm out
  $command -o out; check "$command: a foreign out.part1" '[ "$(cat out.part1/mine)" = mine ] && [ -s out/.somn ]'
  check "$command: nothing is left" '! ls -d .*.somn-lock out.part[0-9][0-9]* out.old* 2>/dev/null | grep -q .'
  rm -rf thesis file out out.part1 empty link kept
done

# --- races: a folder appears during the run; two runs of one name -------------------------------------------------
long=("$SOMN" run tiny.toml --quiet --set run.t_stop='"200 s"' --set run.t_sample='"1 ms"' --set run.checkpoint='"50 ms"')
endless=("$SOMN" run tiny.toml --quiet --set run.t_stop='"5000 s"' --set run.t_sample='"1 ms"')  # is interrupted
await() { for _ in $(seq 6000); do eval "$1" 2>/dev/null && return 0; sleep 0.02; done; return 1; }
for force in "" --force; do
  [ -n "$force" ] && run -o raced
  "${endless[@]}" -o raced $force 2>err & pid=$!
  await 'ls -d raced.part* >/dev/null 2>&1'
  "${endless[@]}" -o raced --force 2>second; code=$?
  check "a second run of the name ($force, exit $code)" '[ $code = 2 ] && grep -q "another process" second'
  mkdir -p raced; echo mine >raced/thesis.tex
  kill -INT $pid; wait $pid; code=$?
  check "what appeared stays, the results are beside it ($force, exit $code)" '[ "$(cat raced/thesis.tex)" = mine ] && [ -s raced-1/native/trace.csv ] && grep -q raced-1 err'
  rm -rf raced raced-1 raced.checkpoint*
done
"${long[@]}" -o killed & pid=$!; await 'ls killed.checkpoint >/dev/null 2>&1'; kill -KILL $pid; wait $pid 2>/dev/null
check "a killed run leaves its part and its check point" 'ls -d killed.part* killed.checkpoint >/dev/null'
echo mine >killed.part1; mkdir killed.part2x
"${long[@]}" -o killed --resume; code=$?
check "which the next one removes (exit $code)" '[ $code = 0 ] && [ "$(ls -d killed.part[0-9]* killed.checkpoint* .killed* 2>/dev/null | tr "\n" " ")" = "killed.part1 killed.part2x " ] && [ "$(cat killed.part1)" = mine ]'

# --- check points of others ---------------------------------------------------------------------------------------
echo mine >book.checkpoint; run -o book 2>err; code=$?
check "somebody's book.checkpoint (exit $code)" '[ $code = 2 ] && [ "$(cat book.checkpoint)" = mine ] && [ ! -e book ]'
rm book.checkpoint; echo mine >book.checkpoint.rows; run -o book --set 'run.record=["states:all"]' 2>err; code=$?
check "somebody's book.checkpoint.rows (exit $code)" '[ $code = 2 ] && [ "$(cat book.checkpoint.rows)" = mine ]'

# --- single files -------------------------------------------------------------------------------------------------
net="generate lattice --size 4 --quiet --format edges"
"$SOMN" $net -o /dev/null; check "-o /dev/null" '[ -c /dev/null ]'
"$SOMN" $net -o /dev/full 2>err; code=$?; check "-o /dev/full (exit $code)" '[ $code = 2 ] && [ -c /dev/full ] && grep -q "No space" err'
mkfifo pipe; cat pipe >through & "$SOMN" $net -o pipe; wait $!; check "-o a pipe" '[ -p pipe ] && [ -s through ]'
ln -s real.edges l.edges; "$SOMN" $net -o l.edges; check "-o a link" '[ -L l.edges ] && [ -s real.edges ]'
mkdir d.edges; "$SOMN" $net -o d.edges 2>/dev/null; check "-o a folder" '[ $? != 0 ] && [ -d d.edges ]'
"$SOMN" generate lattice --size 4 --quiet -o l.graphml
echo mine >l.gp; "$SOMN" draw l.graphml -o l.svg --quiet 2>err; code=$?
check "somebody's script beside a picture (exit $code)" '[ $code = 2 ] && [ "$(cat l.gp)" = mine ] && grep -q l.gp err'
rm l.gp; echo mine >l_nodes.csv; "$SOMN" draw l.graphml -o l.svg --quiet 2>err; code=$?
check "somebody's table beside a picture (exit $code)" '[ $code = 2 ] && [ "$(cat l_nodes.csv)" = mine ]'
rm l_nodes.csv; "$SOMN" draw l.graphml -o l.svg --quiet && "$SOMN" draw l.graphml -o l.svg --quiet
check "a picture drawn twice" '[ -s l.svg ]'

# --- pictures -----------------------------------------------------------------------------------------------------
mkdir none broken; printf '#!/bin/sh\necho no terminal >&2\nexit 1\n' >broken/gnuplot; chmod +x broken/gnuplot
PATH="$work/none" run -o pictures --report 2>err; code=$?
check "--report without gnuplot is refused before the run (exit $code)" '[ $code = 2 ] && [ ! -e pictures ] && grep -q "gnuplot was not found.*apt-get install gnuplot-nox" err && [ "$(wc -l <err)" = 1 ]'
PATH="$work/broken:$PATH" run -o pictures --report 2>err; code=$?
check "a gnuplot that fails costs pictures (exit $code)" '[ $code = 5 ] && [ -s pictures/native/trace.csv ] && grep -q "no terminal" pictures/report.html && [ -s pictures/figures/current.gp ] && grep -q "results are complete" err'
PATH="$work/none" "$SOMN" report pictures 2>err; code=$?
check "somn report without gnuplot (exit $code)" '[ $code = 2 ] && [ "$(wc -l <err)" = 1 ] && grep -q "apt-get install" err && [ -s pictures/report.html ]'
"$SOMN" report pictures --quiet; check "and with it" '[ -s pictures/figures/current.svg ] && ! grep -q "no terminal" pictures/report.html'
rm pictures/report.html; run -o pictures --resume --report; check "--resume --report draws what is missing" '[ -s pictures/report.html ]'
PATH="$work/none" sweep -o plain 2>err; code=$?
check "a sweep without gnuplot loses no run (exit $code)" '[ $code = 5 ] && [ "$(wc -l <plain/points.csv)" = 3 ] && grep -q "apt-get install" err'
"$SOMN" report plain --quiet; check "its figures later" '[ -s plain/figures/phase_lines.svg ]'
PATH="$work/none" curves -o lost 2>err; code=$?
check "percolation without gnuplot keeps its curves (exit $code)" '[ $code = 5 ] && [ -s lost/percolation.csv ] && [ -s lost/percolation.json ]'
if [ "$(id -u)" = 0 ] && mkdir small && run -o measured && size=$(($(du -sk measured | cut -f1) + 60)) && mount -t tmpfs -o size=${size}k tmpfs small 2>/dev/null; then
  run -o small/out --report 2>err; code=$?
  check "a disk that is full at the report keeps the run (exit $code: $(cat err))" '[ $code = 5 ] && [ -s small/out/native/trace.csv ] && cmp -s small/out/native/trace.csv pictures/native/trace.csv && ! ls -d small/out.part* 2>/dev/null'
  umount small
else
  echo "skipped: a full disk needs root and tmpfs"
fi
echo "$passed passed, $failed failed"
[ $failed = 0 ]
