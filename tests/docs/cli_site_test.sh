#!/usr/bin/env bash
# The site builds without a warning, with every page and the reference of every public header.
set -u
for tool in sphinx-build doxygen; do
  if ! command -v $tool >/dev/null; then
    echo "SKIPPED: everything, $tool is not installed (scripts/deps.sh site)"
    echo "0 passed, 0 failed, 1 skipped"
    exit 0
  fi
done
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
failed=0 passed=0
check() { if eval "$2"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi; }
check "no warning" 'python3 "$SOMN_SOURCE_DIR/docs/site/build.py" "$work" >"$work/log" 2>&1 || { tail -n 40 "$work/log"; false; }'
check "nothing printed" '[ ! -s "$work/log" ]'
for page in index docs/physics models/vts/page src/analyses/isi/page examples/21_intrinsic_spiking/README; do
  check "$page" '[ -s "$work/html/$page.html" ]'
done
headers=$(cd "$SOMN_SOURCE_DIR" && find src netgen models -path '*include/somn/*.hpp' | wc -l)
check "the reference of $headers headers" '[ "$(ls "$work/html/api" | grep -c "_8hpp.html$")" = "$headers" ]'
echo "$passed passed, $failed failed, 0 skipped"
[ $failed = 0 ]
