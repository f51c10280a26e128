#!/usr/bin/env bash
# docs/ngspice.md tells the truth: its three steps run as written after an installation, the number is the closed form.
set -u
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
export prefix=$work/prefix HOME=$work
cmake --install "$SOMN_BUILD_DIR" --prefix "$prefix" >"$work/log" || { cat "$work/log"; exit 1; }
sed -n '/^```sh$/,/^```$/{/^```/d;p}' "$SOMN_SOURCE_DIR/docs/ngspice.md" >"$work/steps.sh"
(cd "$work" && bash -e steps.sh) >"$work/out" 2>&1 || { echo "FAILED: exit $?"; tail -n 20 "$work/out"; exit 1; }
promised=$(sed -n '/^```text$/,/^```$/{/^```/d;p}' "$SOMN_SOURCE_DIR/docs/ngspice.md")
grep -qF "$promised" "$work/out" || { echo "FAILED: the page promises '$promised'"; tail -n 5 "$work/out"; exit 1; }
value=$(sed -n 's/^m_end = //p' "$work/out")
awk -v m="$value" 'BEGIN { exit !(m > 7763.14844094 * 0.999 && m < 7763.14844094 * 1.001) }' ||
  { echo "FAILED: m_end = $value"; exit 1; }
echo "passed: m_end = $value"
