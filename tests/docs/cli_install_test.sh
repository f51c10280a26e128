#!/usr/bin/env bash
# cmake --install gives a program and a package that work without the build tree: examples/05_cxx_api builds and runs on them;
# uninstall takes back what was installed, and nothing else.
set -u
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cmake --install "$SOMN_BUILD_DIR" --prefix "$work/prefix" >"$work/log" || { cat "$work/log"; exit 1; }
failed=0 passed=0
check() { if eval "$2"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi; }
check "files of the contract" '[ -x "$work/prefix/bin/somn" ] && [ -s "$work/prefix/lib/ngspice/somn.cm" ] && [ -s "$work/prefix/include/somn/netgen/network.hpp" ]'
cp -r "$SOMN_SOURCE_DIR/examples/05_cxx_api" "$work/example" && cd "$work/example" || exit 1
check "the example configures and builds" 'cmake -S . -B build -DCMAKE_PREFIX_PATH="$work/prefix" -DCMAKE_CXX_FLAGS="${SOMN_CXX_FLAGS:-}" >log 2>&1 && cmake --build build >>log 2>&1 || { tail -n 20 log; false; }'
check "and runs" 'build/main >out && cat out && grep -qE "^678 junctions, [1-9][0-9]* events, [0-9]+ avalanches, regime \"[a-z]+\"$" out'
check "without files, too" 'build/in_memory >memory && cat memory && grep -qE "^1001 points, [1-9][0-9]* events" memory'
# The shared library, made of the same objects, gives the same.
check "the shared library links by its own" 'g++ -std=c++20 ${SOMN_CXX_FLAGS:-} -I "$work/prefix/include" in_memory.cpp -L "$SOMN_BUILD_DIR/lib" -lsomnspice -o shared'
check "and runs alike" 'LD_LIBRARY_PATH="$SOMN_BUILD_DIR/lib" ./shared >out && cmp out memory'
check "the installed program runs" '"$work/prefix/bin/somn" run run.toml -o result --quiet'
check "pages of the manual and completions" '[ -s "$work/prefix/share/man/man1/somn-run.1.gz" ] && [ -s "$work/prefix/share/bash-completion/completions/somn" ]'
check "somn codemodel names the installed ones" '[ "$("$work/prefix/bin/somn" codemodel)" = "$(for f in somn somn_network; do echo "codemodel $(realpath "$work/prefix")/lib/ngspice/$f.cm"; done)" ]'
rm -rf "$work/prefix/lib/ngspice/notes" && mkdir "$work/prefix/lib/ngspice/notes" && echo mine >"$work/prefix/lib/ngspice/notes/mine"
cmake -DBUILD="$SOMN_BUILD_DIR" -P "$SOMN_SOURCE_DIR/cmake/uninstall.cmake"
check "uninstall leaves only what is not ours" '[ "$(find "$work/prefix" -type f)" = "$work/prefix/lib/ngspice/notes/mine" ]'
echo "$passed passed, $failed failed"
[ $failed = 0 ]
