#!/usr/bin/env bash
# A code model built for another host than the installed ngspice fails its proof and does not get its name.
set -u
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cmake -S "$SOMN_SOURCE_DIR" -B "$work" -G Ninja -DCMAKE_BUILD_TYPE=Release -DSOMN_HOST_MACROS=OSDI >"$work/log" 2>&1 || { tail -n 20 "$work/log"; exit 1; }
failed=0 passed=0
check() { if eval "$2"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi; }
check "the build stops" '! ninja -C "$work" somn_code_model >"$work/log" 2>&1'
check "says for which host it was built" 'tr -s " \n" " " <"$work/log" | grep -q "somn.cm was built for ng[0-9.]*-osdi and does not work in"'
check "and leaves no somn.cm" '[ -z "$(find "$work/lib" -name somn.cm)" ] && [ -n "$(find "$work/lib" -name somn.cm.unproved)" ]'
echo "$passed passed, $failed failed"
[ $failed = 0 ]
