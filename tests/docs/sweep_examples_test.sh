#!/usr/bin/env bash
# Every sweep under examples/ can be read, has at least ten seeds and findings, and its README names its command.
set -u
cd "$(mktemp -d)" || exit 1
failed=0
for file in $(grep -l '^\[sweep\]' "$SOMN_SOURCE_DIR"/examples/*/*.toml); do
  name=${file#"$SOMN_SOURCE_DIR"/}
  "$SOMN" sweep "$file" --dry-run >/dev/null 2>err || { echo "FAILED: $name: $(cat err)"; failed=1; }
  seeds=$(grep -oE 'x [0-9]+ seeds' err | grep -oE '[0-9]+')
  [ "${seeds:-0}" -ge 10 ] || { echo "FAILED: $name: ${seeds:-no} seeds"; failed=1; }
  grep -q '^\[\[finding\]\]' "$file" || { echo "FAILED: $name: no finding"; failed=1; }
  grep -q "$(basename "$file")" "$(dirname "$file")/README.md" || { echo "FAILED: $name: not in its README"; failed=1; }
done
rm -rf "$PWD"
exit $failed
