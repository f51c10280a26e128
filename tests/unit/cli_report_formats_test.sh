#!/usr/bin/env bash
# somn report --format: the figures as SVG always, as PNG and PDF where asked for; nothing else is left in the folder.
set -u
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0 passed=0
check() { if eval "$2"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi; }
cat >run.toml <<'E2'
[network]
ensemble = "lattice"
size = 4
[model]
name = "tunnel"
[drive]
kind = "triangle"
amplitude = "2 V"
frequency = "1 Hz"
[run]
engine = "native"
t_stop = "2 s"
E2
"$SOMN" run run.toml -o run --quiet || { echo "FAILED: the run"; exit 1; }
"$SOMN" report run --format png,pdf --quiet
check "exit code" '[ $? = 0 ]'
for name in network current raster; do
  check "$name.png" 'head -c 8 run/figures/$name.png | grep -aq PNG'
  check "$name.pdf" 'head -c 5 run/figures/$name.pdf | grep -aq %PDF'
  check "$name.svg" 'grep -q "</svg>" run/figures/$name.svg'
  check "no working script of $name" '[ ! -e run/figures/$name.png.gp ] && grep -q "set terminal svg" run/figures/$name.gp'
done
check "links to the data" 'grep -q "href=\"figures/raster.csv\"" run/report.html && grep -q "href=\"figures/raster.gp\"" run/report.html'
links_lead() {
  local id
  for id in $(grep -oE 'href="#[a-z_-]+"' run/report.html | tr -d '"' | cut -d'#' -f2); do grep -q "id=\"$id\"" run/report.html || return 1; done
}
check "every entry of the contents leads somewhere" 'links_lead && grep -q "href=\"#current-figure\"" run/report.html'
check "the date" 'grep -qE "A run of somnspice, [0-9]{4}-[0-9]{2}-[0-9]{2}<" run/report.html'
"$SOMN" report run --format gif >out 2>&1
check "an unknown format is named" '[ $? = 2 ] && grep -q gif out && grep -q pdf out'
echo "$passed passed, $failed failed"
[ $failed = 0 ]
