#!/bin/bash
# The analysis that docs/adding-an-analysis.md shows in full compiles as it stands there.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sed -n '/^```cpp$/,/^```$/p' "$SOMN_SOURCE_DIR/docs/adding-an-analysis.md" | grep -v '^```' > "$work/entry.cpp"
grep -q 'const Analysis count' "$work/entry.cpp"
roots=(-I"$SOMN_BUILD_DIR/src/analyses/include")
for root in "$SOMN_SOURCE_DIR"/src/*/include; do roots+=(-I"$root"); done
c++ -std=c++20 -fsyntax-only -Wall -Wextra -Werror "${roots[@]}" "$work/entry.cpp"
